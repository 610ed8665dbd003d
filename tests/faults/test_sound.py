"""One of `tests.faults.sound` that needs no sound server; no bound in seconds."""

from __future__ import annotations

import sys

import pytest

from tests.faults import sound


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_practice_goes_on_and_its_sound_comes_back() -> None:
    sound.run(1, sound.killed, None)
