"""When a child is started and when it is lost: on a clock in the test's hand, without a child."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.audio.supervisor import DEATHS, PAUSES, RETRY, STEP, Vigil

LIMIT = 1.3
START = 1000.0


def signs(beats: int) -> Mapping[Hashable, float]:
    return {("beats", beats): LIMIT}


def test_it_is_quick_at_first_and_then_every_half_minute_for_ever() -> None:
    vigil, now, waits = Vigil(), START, []
    for _ in range(100):
        vigil.died(now, useful=False)
        waits.append(vigil.due - now)
        now = vigil.due
    assert waits[: DEATHS - 1] == pytest.approx(PAUSES)
    assert waits[DEATHS - 1 :] == pytest.approx([RETRY] * (101 - DEATHS))


@given(st.lists(st.tuples(st.booleans(), st.floats(0.0, 3600.0))))
def test_none_is_kept_waiting_longer_than_half_a_minute(deaths: list[tuple[bool, float]]) -> None:
    vigil, now, row = Vigil(), START, 0
    for useful, lived in deaths:
        now = max(now, vigil.due) + lived
        vigil.died(now, useful=useful)
        row = 1 if useful else row + 1
        assert 0.0 <= vigil.due - now <= RETRY + 1e-6
        # One that was of use is followed at once, whatever was before.
        assert vigil.due == now or not useful
        assert (vigil.deaths >= DEATHS) == (row >= DEATHS)


@given(
    st.lists(st.tuples(st.booleans(), st.one_of(st.just(STEP), st.floats(0.0, 1e5))), max_size=200)
)
def test_a_child_is_lost_after_its_limit_and_never_for_a_gap_of_ours(
    looks: list[tuple[bool, float]],
) -> None:
    vigil, now, beats = Vigil(), START, 0
    vigil.born(now)
    silent = 0.0
    vigil.is_lost(now, signs(beats))
    for beat, later in looks:
        now += later
        beats += beat
        # However long we were stopped, it has had no time to beat: two steps, at most, count.
        silent = 0.0 if beat else silent + min(later, 2 * STEP)
        lost = vigil.is_lost(now, signs(beats))
        assert lost == (silent > LIMIT) or abs(silent - LIMIT) < 1e-6


def test_each_sign_has_a_limit_of_its_own_and_may_come_and_go() -> None:
    vigil, now = Vigil(), START
    vigil.born(now)

    def lost(seconds: float, *lines: Hashable) -> bool:
        """Whether it is lost within so many seconds in which it beats."""
        nonlocal now
        found = False
        for _ in range(round(seconds / STEP)):
            now += STEP
            found = found or vigil.is_lost(now, {("beats", now): LIMIT} | dict.fromkeys(lines, 5.0))
        return found

    assert not lost(100.0)
    assert not lost(4.0, "line 1")
    assert not lost(4.0, "line 2")
    assert not lost(100.0)
    assert not lost(4.0, "line 2")
    assert lost(2.0, "line 2")
    vigil.born(now)
    assert not lost(4.0, "line 2")
