"""What counts as a practice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeTime
from tests.flows import HIPS, breaths, flow, stay
from yogaflow.model import Flow, Side
from yogaflow.practice.player import Player, PlayerCommand, State
from yogaflow.practice.session import Session
from yogaflow.timeline import Choices

LONG = flow(stay("pigeon", breaths(30), sides=(Side.RIGHT,)))
"""One pose, of some five minutes."""


class Practice:
    """A session that has begun, on a clock in the test's hand; no countdown."""

    def __init__(self, of: Flow, speed: float = 1.0) -> None:
        self.time = FakeTime()
        self.session = Session(Player(of, Choices(countdown=0)), clock=self.time.clock(speed))
        self.session.do(PlayerCommand.START)

    def run(self, seconds: float) -> None:
        """Practise for so long."""
        for _ in range(round(seconds)):
            self.time.pass_by(1.0)
            self.session.tick()


def test_one_pose_stayed_to_its_end_is_a_practice() -> None:
    practice = Practice(HIPS)
    first = practice.session.player.timeline.visits[0]
    practice.run(practice.session.player.timeline.segments[first.last].end + 1)
    assert practice.session.end()
    assert practice.session.player.state is State.STOPPED


@pytest.mark.parametrize(("part", "is_one"), [(0.4, False), (0.6, True)])
def test_so_is_half_the_time_in_a_single_long_pose(part: float, is_one: bool) -> None:
    practice = Practice(LONG)
    practice.run(practice.session.player.timeline.duration * part)
    assert practice.session.end() is is_one


@pytest.mark.parametrize(("speed", "is_one"), [(2.0, True), (2.5, False)])
def test_what_is_played_faster_is_a_rehearsal(speed: float, is_one: bool) -> None:
    practice = Practice(HIPS, speed)
    practice.run(practice.session.player.timeline.duration / speed + 1)
    assert practice.session.tally.finished
    assert practice.session.end() is is_one


@given(st.lists(st.sampled_from([0, 1, 2, 3]), min_size=20, max_size=20))
@settings(max_examples=20)
def test_skipping_through_is_none(looks: list[int]) -> None:
    practice = Practice(HIPS)
    for seconds in looks:
        practice.run(seconds)
        practice.session.do(PlayerCommand.NEXT)
    assert practice.session.tally.finished
    assert not practice.session.end()
