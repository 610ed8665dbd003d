"""A sample of the files that something was done to."""

from __future__ import annotations

from tests.faults.mutated_files import LIBRARY, MB, batch


def test_some_hundreds_are_read_or_refused() -> None:
    LIBRARY.poses().names()
    told = batch(range(300))
    assert told.faults == []
    assert told.largest[0] <= MB
