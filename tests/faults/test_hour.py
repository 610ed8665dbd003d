"""A few seconds of `tests.faults.hour`: that it measures, and that nothing grows at once."""

from __future__ import annotations

import pytest

from benchmarks.processes import can_measure
from tests.faults.hour import grown


@pytest.mark.skipif(not can_measure(), reason="reads Linux's /proc")
def test_nothing_is_left_open_by_some_seconds_of_practice() -> None:
    before, after = grown(minutes=0.06)
    assert before.memory > 10
    assert before.threads >= 3
    # Lines are still being rendered: a file may be open for a moment more or less.
    assert after.files <= before.files + 10
    assert after.threads <= before.threads + 10
