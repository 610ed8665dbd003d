"""A sample of what five programs do at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.at_once import DEEDS, PROGRAMS, kept


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_of_what_five_programs_do_at_once_is_lost(deed: str, tmp_path: Path) -> None:
    assert kept(deed, tmp_path, 5) == PROGRAMS * 5
