"""Sets that begin every minute while the person changes the pace of the breath."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flows import breaths, flow, reps, stay
from tests.strength import examples
from yogaflow.model import PoseStep, Side
from yogaflow.practice.events import SegmentBegan
from yogaflow.practice.player import Player, PlayerCommand
from yogaflow.practice.tally import Tally
from yogaflow.timeline import Choices, SegmentKind

K = SegmentKind
PACE = [PlayerCommand.FASTER, PlayerCommand.SLOWER]
STEPS = [
    stay("bridge", reps(4), sets=4, every=150),
    stay("locust", breaths(5), sets=4, every=150),
    stay("pigeon", breaths(2), sets=4, every=300),
]


@given(
    st.sampled_from(STEPS),
    st.lists(st.tuples(st.floats(1.0, 90.0), st.sampled_from(PACE)), max_size=12),
)
@settings(max_examples=examples(100), deadline=None)
def test_the_next_set_begins_when_it_is_due_whenever_the_pace_changes(
    step: PoseStep, script: list[tuple[float, PlayerCommand]]
) -> None:
    player = Player(flow(step), Choices(countdown=0))
    now = 0.0
    events = player.do(PlayerCommand.START, now)
    for gap, do in script:
        now += gap
        events += player.do(do, now)
    events += player.advance(now + 5000)
    begun: dict[int, float] = {}
    for event in events:
        if isinstance(event, SegmentBegan) and event.segment.kind in {K.HOLD, K.REP}:
            begun.setdefault(event.segment.set, event.at)
    starts = [begun[number] for number in range(1, 5)]
    gaps = [b - a for a, b in pairwise(starts)]
    assert gaps == pytest.approx([step.every] * 3, abs=0.01)


def test_each_side_of_repetitions_in_turn_has_what_was_practised_on_it() -> None:
    player = Player(flow(stay("steps", reps(5), alternate=True)), Choices(countdown=0))
    tally = Tally()
    tally.add(player.do(PlayerCommand.START, 0.0))
    tally.add(player.advance(1000.0))
    planned = dict.fromkeys(Side, 0.0)
    for segment in player.timeline.segments:
        if segment.kind is K.REP and segment.side is not None:
            planned[segment.side] += segment.duration
    assert tally.per_side() == pytest.approx(planned)
    assert planned[Side.RIGHT] > planned[Side.LEFT] > 0
    assert [one.completed for one in tally.poses] == [True, True]
