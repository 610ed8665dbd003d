"""A few of `tests.faults.gaps`."""

from __future__ import annotations

from tests.faults.gaps import TICK, outcomes


def test_gaps_are_not_practice_and_only_a_sleep_waits_for_the_person() -> None:
    found = outcomes(12)
    assert {outcome.rule for outcome in found} >= {"went on", "waited"}
    assert all(outcome.is_kept for outcome in found)
    assert not any(outcome.late for outcome in found)
    assert all(outcome.counted <= TICK for outcome in found)
