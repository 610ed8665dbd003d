"""The file changes while it is played: the practice goes on at the same breath, in the new flow."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flows import breaths, flow, flows, seconds, stay
from tests.practice.test_player_retime import run_out
from tests.strength import examples
from yogaflow.model import Amount, Breath, Flow, PoseStep, RestStep, Side, Step, Unit
from yogaflow.practice.events import BreathBegan, BreathEnded, Event, Finished, Replanned
from yogaflow.practice.player import Player, PlayerCommand, State
from yogaflow.practice.replan import carried_choices
from yogaflow.timeline import Choices, PhaseKind, SegmentKind

NOW = Choices(countdown=0)


def started(any_flow: Flow, choices: Choices = NOW) -> Player:
    player = Player(any_flow, choices)
    player.do(PlayerCommand.START, 0.0)
    return player


def with_steps(any_flow: Flow, *steps: Step) -> Flow:
    return replace(any_flow, steps=steps)


@given(flows(), st.floats(0.0, 400.0))
@settings(max_examples=examples(80))
def test_the_same_flow_again_changes_nothing(any_flow: Flow, when: float) -> None:
    player, other = started(any_flow), started(any_flow)
    player.advance(when)
    before = player.view(when)
    player.reload(when, any_flow)
    after = player.view(when)
    assert (after.segment, after.state) == (before.segment, before.state)
    later = [event for event in [*other.advance(when), *run_out(other, when)] if event.at > when]
    assert told(run_out(player, when)) == told(later)


def told(events: list[Event]) -> list[tuple[str, float]]:
    """What happened when, to the microsecond: a sum of floats depends on where it begins."""
    return [(type(event).__name__, round(event.at, 6)) for event in events]


@given(flows(), flows(), st.lists(st.floats(0.0, 60.0), min_size=1, max_size=6), st.booleans())
@settings(max_examples=examples(120))
def test_any_flow_may_take_the_place_of_any_other(
    one: Flow, two: Flow, gaps: list[float], paused: bool
) -> None:
    poses = {**one.poses, **two.poses}
    one, two = replace(one, poses=poses), replace(two, poses=poses)
    player = started(one)
    now = 0.0
    events: list[Event] = []
    for turn, gap in enumerate(gaps):
        now += gap
        events += player.advance(now)
        if paused and turn == 0:
            events += player.do(PlayerCommand.PAUSE, now)
        over = player.state is State.FINISHED
        events += player.reload(now, two if turn % 2 == 0 else one)
        assert player.state is State.FINISHED or not over
    if player.state is State.PAUSED:
        events += player.do(PlayerCommand.RESUME, now)
    events += run_out(player, now)
    assert sum(isinstance(event, Finished) for event in events) == 1
    ended = [event.serial for event in events if isinstance(event, BreathEnded)]
    assert len(ended) == len(set(ended)), "a breath ended twice"
    begun = [event.serial for event in events if isinstance(event, BreathBegan)]
    assert begun == sorted(begun)


def test_a_step_put_in_above_moves_nothing_of_the_pose_that_is_held() -> None:
    first, second = stay("locust", breaths(3)), stay("warrior", breaths(5))
    old = flow(first, second)
    player = started(old)
    now = next(
        s.start + 9.0
        for s in player.timeline.segments
        if s.pose == "warrior" and s.kind is SegmentKind.HOLD
    )
    player.advance(now)
    before = player.view(now)
    new = with_steps(old, stay("mountain", breaths(2)), first, second)
    events = player.reload(now, new)
    after = player.view(now)
    assert any(isinstance(event, Replanned) for event in events)
    assert after.segment.pose == before.segment.pose == "warrior"
    assert after.segment.side is before.segment.side
    assert after.segment.kind is SegmentKind.HOLD
    assert (after.offset, after.phase) == (before.offset, before.phase)
    assert after.segment.index > before.segment.index


def test_a_pose_that_is_gone_gives_way_to_the_one_in_its_place() -> None:
    last = stay("mountain", seconds(30))
    old = flow(stay("locust", breaths(3)), stay("warrior", breaths(5)), last)
    player = started(old)
    now = next(s.start + 2.0 for s in player.timeline.segments if s.pose == "warrior")
    player.advance(now)
    player.reload(now, with_steps(old, old.steps[0], last))
    assert player.view(now).segment.pose == "mountain"
    assert player.view(now).segment.kind in {SegmentKind.ENTER, SegmentKind.SWITCH}


def test_where_nothing_is_left_at_its_place_the_new_flow_comes_to_its_close() -> None:
    old = flow(stay("locust", breaths(3)), stay("bridge", breaths(3)), stay("warrior", breaths(5)))
    player = started(old)
    now = max(s.start + 2.0 for s in player.timeline.segments if s.pose == "warrior")
    player.advance(now)
    player.reload(now, with_steps(old, stay("mountain", breaths(2))))
    assert player.view(now).segment.kind is SegmentKind.CLOSE


def test_before_the_start_the_new_flow_is_simply_the_flow() -> None:
    old = flow(stay("locust", breaths(3)))
    player = Player(old, Choices(countdown=20))
    player.reload(0.0, with_steps(old, stay("mountain", breaths(2))))
    assert player.state is State.IDLE
    assert {s.pose for s in player.timeline.segments} - {None} == {"mountain"}


def test_what_was_made_longer_stays_so_where_the_step_still_stands() -> None:
    kept, changed = stay("locust", breaths(3)), stay("warrior", breaths(5))
    assert isinstance(changed, PoseStep)
    other = replace(changed, amounts=dict.fromkeys(Side, Amount(Unit.BREATHS, 8, 8)))
    choices = Choices(start=(0, 1, 0), adjust={(0,): 2, (1,): 1})
    old = flow(kept, changed)
    moved = replace(kept, line=99)
    carried_over = carried_choices(choices, old, with_steps(old, moved, other))
    assert carried_over.adjust == {(0,): 2}
    assert carried_over.start is None


def test_a_phase_that_only_the_first_breath_had_ends_in_any_later_plan() -> None:
    """A pause with empty lungs, begun in one plan, gone in the second, there again in the third."""
    rest = RestStep(Amount(Unit.SECONDS, 10, 10), 1, pose=None)
    paused = flow(rest, breath=Breath(inhale=2.0, exhale=2.0, empty=0.5))
    plain = flow(rest, breath=Breath(inhale=2.0, exhale=2.0))
    player = started(paused)
    now = next(
        segment.start + phase.offset + 0.1
        for segment in player.timeline.segments
        if segment.kind is SegmentKind.REST
        for phase in segment.phases
        if phase.kind is PhaseKind.EMPTY
    )
    player.advance(now)
    for other in (plain, plain, paused, plain):
        player.reload(now, other)
        assert player.view(now).segment.kind is SegmentKind.REST
    assert sum(isinstance(event, Finished) for event in run_out(player, now)) == 1
