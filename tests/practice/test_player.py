"""The player, driven by a number that stands for the clock."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flows import HIPS, RIGHT_LEFT, breaths, flow, flows, reps, seconds, stay
from tests.strength import examples
from yogaflow.model import Flow, Group, Half, MoveStep, Side
from yogaflow.practice.events import (
    BreathBegan,
    BreathEnded,
    Event,
    Finished,
    Notice,
    Paused,
    PauseReason,
    PhaseBegan,
    SegmentBegan,
    SegmentEnded,
    Sound,
    Spoken,
    Stopped,
)
from yogaflow.practice.player import Player, PlayerCommand
from yogaflow.practice.view import State
from yogaflow.timeline import Choices, PhaseKind, SegmentKind, estimate_speech
from yogaflow.timeline.cues import CueName

K = SegmentKind
NOW = Choices(countdown=0)
ONE = flow(stay("pigeon", breaths(5), sides=(Side.RIGHT,)))
"""One hold of five breaths of ten seconds (4 in, 6 out)."""


def started(of: Flow, choices: Choices = NOW, *, at: float = 100.0) -> Player:
    player = Player(of, choices)
    player.do(PlayerCommand.START, at)
    return player


def in_hold(player: Player, into: float, *, at: float = 100.0) -> float:
    """Advance to `into` seconds in the first hold; the clock there."""
    hold = next(s for s in player.timeline.segments if s.kind is K.HOLD)
    now = at + hold.start + into
    player.advance(now)
    return now


def names(events: list[Event], kind: type[Event]) -> list[Event]:
    return [e for e in events if isinstance(e, kind)]


def state_of(player: Player) -> State:
    """The state now; a call, so that the type checker does not think it knows."""
    return player.state


def test_it_plays_from_beginning_to_end_by_itself() -> None:
    player = started(HIPS)
    assert state_of(player) is State.PLAYING
    events = player.advance(100 + player.timeline.duration + 1)
    assert state_of(player) is State.FINISHED
    began = [e.segment for e in events if isinstance(e, SegmentBegan)]
    assert began == list(player.timeline.segments[1:])  # the first began with the start
    assert isinstance(events[-1], Finished)
    assert events[-1].at == pytest.approx(100 + player.timeline.duration)
    assert player.advance(10_000) == []


def test_counts_go_down() -> None:
    player = started(ONE)
    now = in_hold(player, 0.1)
    counts = []
    for breath in range(5):
        player.advance(now + 10 * breath)
        counts.append(player.view(now + 10 * breath).count)
    assert counts == [5, 4, 3, 2, 1]


def test_a_pause_stands_still_and_goes_on_at_the_broken_breath() -> None:
    player = started(ONE)
    now = in_hold(player, 13.0)  # in the second breath's in-phase
    events = player.do(PlayerCommand.PAUSE, now)
    assert [type(e) for e in events] == [Paused, Sound]
    assert player.advance(now + 500) == []
    assert player.view(now + 500).offset == pytest.approx(13.0)
    events = player.do(PlayerCommand.RESUME, now + 600)
    settle = player.view(now + 600)
    assert settle.segment.kind is K.SETTLE
    # One settling breath of ten seconds with name and side, then breath two from its beginning.
    events += player.advance(now + 612)
    assert next(e.line.text for e in events if isinstance(e, Spoken)) == "Pigeon, right side."
    begun = [e for e in events if isinstance(e, BreathBegan) and e.segment.kind is K.HOLD]
    assert [e.number for e in begun] == [2]
    assert begun[0].at == pytest.approx(now + 610)
    view = player.view(now + 612)
    assert view.count == 4
    assert view.offset == pytest.approx(12.0)


def test_a_pause_at_an_earlier_instant_lets_nothing_happen_after_it() -> None:
    player = started(ONE)
    now = in_hold(player, 3.0)
    events = player.pause(now, PauseReason.STALL)
    assert [type(e) for e in events] == [Paused, Sound]
    events = player.do(PlayerCommand.RESUME, now + 40)
    # No burst: nothing but the settling breath begins.
    assert [e.segment.kind for e in events if isinstance(e, SegmentBegan)] == [K.SETTLE]
    assert not [e for e in events if isinstance(e, BreathEnded)]


def test_a_way_in_begins_again_after_a_pause() -> None:
    player = started(ONE)
    player.do(PlayerCommand.PAUSE, 105.0)
    player.do(PlayerCommand.RESUME, 200.0)
    events = player.advance(202.0)
    said = [e.line.text for e in events if isinstance(e, Spoken)]
    assert said == ["Pigeon, right knee forward."]
    assert player.view(202.0).offset == pytest.approx(2.0)


def test_a_repetition_without_a_breath_begins_again_with_no_breath_to_settle() -> None:
    player = started(flow(stay("steps", reps(4), sides=(Side.RIGHT,))))
    second = [s for s in player.timeline.segments if s.kind is K.REP][1]
    now = 100.0 + second.start + 2.5
    player.advance(now)
    player.do(PlayerCommand.PAUSE, now)
    player.do(PlayerCommand.RESUME, now + 60)
    view = player.view(now + 60)
    assert (view.segment, view.offset) == (second, 0.0)


def test_a_breath_of_movements_begins_again_with_its_in_breath() -> None:
    moves = (MoveStep(Half.INHALE, 1, "arms-up"), MoveStep(Half.EXHALE, 2, "fold"))
    player = started(flow(Group(moves, 1, repeat=reps(3))))
    player.advance(105.0)  # in the first out-breath
    assert player.view(105.0).segment.pose == "fold"
    player.do(PlayerCommand.PAUSE, 105.0)
    events = player.do(PlayerCommand.RESUME, 110.0) + player.advance(127.0)
    serials = [e.serial for e in events if isinstance(e, BreathEnded)]
    assert len(serials) == len(set(serials)) == 2  # the settling breath, and the broken one
    assert [e.segment.pose for e in events if isinstance(e, PhaseBegan)][2:4] == ["arms-up", "fold"]


def test_a_new_plan_tells_two_inserted_halves_of_one_movement_apart() -> None:
    moves = (MoveStep(Half.EXHALE, 1, "fold"), MoveStep(Half.EXHALE, 2, "fold"))
    player = started(flow(*moves))
    player.advance(109.0)  # the second inserted in-breath, in the first movement's visit
    before = player.view(109.0)
    assert (before.segment.index, before.segment.still, before.visit.index) == (2, True, 0)
    player.do(PlayerCommand.FASTER, 109.0)
    assert player.view(109.0).segment.index == 2


def test_next_previous_and_restart_step_by_pose() -> None:
    player = started(HIPS, Choices())
    first = player.view(100.0).visit
    assert first.kind is K.READY
    player.do(PlayerCommand.NEXT, 101.0)
    assert player.view(101.0).visit.pose == "pigeon"
    player.do(PlayerCommand.PREVIOUS, 102.0)  # never back to the countdown
    assert player.view(102.0).visit.pose == "pigeon"
    player.do(PlayerCommand.NEXT, 103.0)
    player.advance(145.0)
    assert player.view(145.0).visit.pose == "warrior"
    events = player.do(PlayerCommand.RESTART, 145.0)
    assert [type(e) for e in events[:2]] == [SegmentEnded, SegmentBegan]
    assert player.view(145.0).offset == 0.0
    player.do(PlayerCommand.PREVIOUS, 146.0)
    assert player.view(146.0).visit.pose == "pigeon"


def test_next_at_the_end_finishes() -> None:
    player = started(ONE)
    player.do(PlayerCommand.NEXT, 101.0)
    assert player.view(101.0).visit.kind is K.CLOSE
    events = player.do(PlayerCommand.NEXT, 102.0)
    assert isinstance(events[-1], Finished)
    assert state_of(player) is State.FINISHED


def test_moving_about_while_paused_stays_paused() -> None:
    player = started(HIPS)
    player.do(PlayerCommand.PAUSE, 110.0)
    player.do(PlayerCommand.NEXT, 111.0)
    assert state_of(player) is State.PAUSED
    assert player.view(111.0).visit.pose == "warrior"
    player.do(PlayerCommand.LONGER, 112.0)
    events = player.do(PlayerCommand.RESUME, 120.0)
    assert [e.segment.kind for e in events if isinstance(e, SegmentBegan)] == [K.ENTER]


def test_longer_and_shorter_by_a_breath_and_the_second_side_follows() -> None:
    player = started(flow(stay("pigeon", breaths(5))))
    now = in_hold(player, 22.0)
    before = player.view(now)
    player.do(PlayerCommand.LONGER, now)
    after = player.view(now)
    assert (before.count, after.count) == (3, 4)
    assert after.offset == pytest.approx(before.offset)
    assert after.phase == before.phase
    held = [s for s in player.timeline.segments if s.kind is K.HOLD]
    assert [s.amount for s in held] == [6, 6]
    for _ in range(9):
        player.do(PlayerCommand.SHORTER, now)
    # Never below the breath under way.
    assert [s.amount for s in player.timeline.segments if s.kind is K.HOLD] == [3, 3]
    assert isinstance(player.do(PlayerCommand.SHORTER, now)[-1], Notice)


@pytest.mark.parametrize(("amount", "step"), [(seconds(30), 5), (reps(4), 1)])
def test_longer_by_five_seconds_or_one_rep(amount: object, step: int) -> None:
    player = started(flow(stay("bridge", amount)))  # type: ignore[arg-type]
    player.do(PlayerCommand.LONGER, 101.0)
    held = next(s for s in player.timeline.segments if s.kind in {K.HOLD, K.REP})
    assert held.amount == amount.low + step  # type: ignore[attr-defined]


def test_the_middle_of_an_in_breath_stays_the_middle() -> None:
    player = started(ONE)
    now = in_hold(player, 12.0)  # half of the second in-breath of 4 s
    before = player.view(now)
    assert before.phase_progress == pytest.approx(0.5)
    player.do(PlayerCommand.FASTER, now)
    after = player.view(now)
    assert after.phase_progress == pytest.approx(0.5)
    assert (after.phase.kind, after.phase.breath) == (PhaseKind.IN, 2)  # type: ignore[union-attr]
    assert after.phase_left == pytest.approx(2.0 / 1.1)
    assert after.count == before.count


def test_a_hold_of_seconds_keeps_its_end_at_a_new_pace() -> None:
    player = started(flow(stay("pigeon", seconds(30), sides=(Side.RIGHT,))))
    now = in_hold(player, 12.0)
    before = player.view(now)
    for _ in range(5):
        player.do(PlayerCommand.FASTER, now)
    after = player.view(now)
    assert after.segment_left == pytest.approx(before.segment_left)
    assert after.phase_progress == pytest.approx(before.phase_progress, abs=0.35)
    assert after.phase.kind is before.phase.kind  # type: ignore[union-attr]
    events = player.advance(now + 18.0)
    ins = [e for e in events if isinstance(e, PhaseBegan) and e.phase.kind is PhaseKind.IN]
    assert len(ins) >= 2  # breaths of 6.7 s now, where there was one more of 10


def test_other_side_flips_the_rest_of_the_group() -> None:
    player = started(HIPS)
    now = in_hold(player, 5.0)
    player.do(PlayerCommand.OTHER_SIDE, now)
    sides = [s.side for s in player.timeline.segments if s.kind is K.HOLD]
    assert sides == [Side.LEFT, Side.LEFT, Side.RIGHT, Side.RIGHT]
    view = player.view(now)
    assert (view.visit.pose, view.side, view.segment.kind) == ("pigeon", Side.LEFT, K.ENTER)
    player.do(PlayerCommand.NEXT, now + 1)
    player.do(PlayerCommand.OTHER_SIDE, now + 2)
    sides = [s.side for s in player.timeline.segments if s.kind is K.HOLD]
    assert sides == [Side.LEFT, Side.RIGHT, Side.LEFT, Side.LEFT]


def test_other_side_in_the_countdown_chooses_who_goes_first() -> None:
    player = started(HIPS, Choices())
    player.do(PlayerCommand.OTHER_SIDE, 105.0)
    assert player.view(105.0).offset == pytest.approx(5.0)
    sides = [s.side for s in player.timeline.segments if s.kind is K.HOLD]
    assert sides == [Side.LEFT, Side.LEFT, Side.RIGHT, Side.RIGHT]


def test_a_wait_lasts_until_the_person_says_go_on() -> None:
    player = started(flow(stay("easy-seat", breaths(1), wait=True)))
    player.advance(1000.0)
    assert state_of(player) is State.WAITING
    assert player.upcoming(5000.0) == []
    events = player.do(PlayerCommand.GO_ON, 2000.0)
    assert state_of(player) is State.PLAYING
    assert [type(e) for e in events[:2]] == [SegmentEnded, SegmentBegan]
    assert all(e.at == 2000.0 for e in events)


def test_go_on_means_nothing_elsewhere() -> None:
    player = started(ONE)
    now = in_hold(player, 5.0)
    assert player.do(PlayerCommand.GO_ON, now) == []


def test_breaths_the_person_counts() -> None:
    player = started(ONE, Choices(countdown=0, tapped=True))
    now = in_hold(player, 0.0)
    assert player.view(now).segment.open
    player.advance(now + 400)
    assert player.view(now + 400).count == 5
    events: list[Event] = []
    for tap in range(5):
        events += player.do(PlayerCommand.BREATH, now + 400 + tap)
    ended = [e for e in events if isinstance(e, BreathEnded)]
    assert [e.number for e in ended] == [1, 2, 3, 4, 5]
    assert [e.name for e in events if isinstance(e, Sound)] == [CueName.LAST]
    assert player.view(now + 404).segment.kind is K.CLOSE


def test_taps_mean_nothing_while_the_pacer_counts() -> None:
    player = started(ONE)
    now = in_hold(player, 5.0)
    assert player.do(PlayerCommand.BREATH, now) == []


def test_say_again_and_where_am_i_answer_and_move_nothing() -> None:
    player = started(ONE)
    now = in_hold(player, 25.0)
    plan = player.plan
    again, where = player.do(PlayerCommand.SAY_AGAIN, now), player.do(PlayerCommand.WHERE_AM_I, now)
    assert isinstance(again[0], Notice)
    assert again[0].text.startswith("Pigeon, right side.")
    assert isinstance(where[0], Notice)
    assert "Three breaths left." in where[0].text
    assert player.plan == plan


def test_stop_is_the_end() -> None:
    player = started(ONE)
    events = player.do(PlayerCommand.STOP, 105.0)
    assert isinstance(events[-1], Stopped)
    assert state_of(player) is State.STOPPED
    assert player.do(PlayerCommand.RESUME, 106.0) == []
    assert player.advance(900.0) == []


def test_real_lengths_of_speech_arrive_as_a_new_plan() -> None:
    player = started(HIPS, Choices())
    player.retime(110.0, lambda text: 2 * estimate_speech(text))
    assert player.view(110.0).offset == pytest.approx(10.0)
    enter = player.timeline.segments[1]
    assert enter.duration > Player(HIPS).timeline.segments[1].duration


# -- properties ------------------------------------------------------------------------------

COMMANDS = st.sampled_from(
    [
        PlayerCommand.PAUSE,
        PlayerCommand.RESUME,
        PlayerCommand.NEXT,
        PlayerCommand.PREVIOUS,
        PlayerCommand.RESTART,
        PlayerCommand.LONGER,
        PlayerCommand.SHORTER,
        PlayerCommand.FASTER,
        PlayerCommand.SLOWER,
        PlayerCommand.OTHER_SIDE,
        PlayerCommand.SAY_AGAIN,
        PlayerCommand.WHERE_AM_I,
        PlayerCommand.BREATH,
        PlayerCommand.GO_ON,
        PlayerCommand.JUMP,
    ]
)
STAYING = [
    PlayerCommand.PAUSE,
    PlayerCommand.RESUME,
    PlayerCommand.LONGER,
    PlayerCommand.SHORTER,
    PlayerCommand.FASTER,
    PlayerCommand.SLOWER,
    PlayerCommand.SAY_AGAIN,
]
GAPS = st.floats(0.0, 30.0, allow_nan=False)


def run_out(player: Player, now: float) -> list[Event]:
    """Let it play to the end, saying go on wherever it waits."""
    events: list[Event] = []
    for _ in range(400):
        now += 10_000.0
        if player.state is State.PAUSED:
            events += player.do(PlayerCommand.RESUME, now)
        events += player.advance(now)
        if player.state in {State.FINISHED, State.STOPPED}:
            return events
        events += player.do(PlayerCommand.GO_ON, now)
    raise AssertionError("it never ends")


@given(flows(), st.lists(st.tuples(GAPS, COMMANDS), max_size=30), st.booleans())
@settings(max_examples=examples(150), deadline=None)
def test_a_breath_finishes_at_most_once_under_any_commands(
    any_flow: Flow, script: list[tuple[float, PlayerCommand]], tapped: bool
) -> None:
    player = Player(any_flow, Choices(tapped=tapped))
    now = 50.0
    events = player.do(PlayerCommand.START, now)
    for gap, do in script:
        now += gap
        visit = int(gap * 7) % len(player.timeline.visits) if do is PlayerCommand.JUMP else None
        events += player.do(do, now, visit=visit)
        view = player.view(now)
        assert 0 <= view.count <= view.total or view.segment.kind is K.READY
        assert 0.0 <= view.phase_progress <= 1.0
        assert view.left >= 0
    events += run_out(player, now)
    begun = [e.serial for e in events if isinstance(e, BreathBegan)]
    ended = [e.serial for e in events if isinstance(e, BreathEnded)]
    assert len(set(begun)) == len(begun)
    assert len(set(ended)) == len(ended)
    assert set(ended) <= set(begun)
    times = [e.at for e in events]
    assert times == sorted(times)


@given(flows(), st.lists(st.tuples(GAPS, st.sampled_from(STAYING)), max_size=25))
@settings(max_examples=examples(150), deadline=None)
def test_without_jumps_every_breath_finishes_exactly_once(
    any_flow: Flow, script: list[tuple[float, PlayerCommand]]
) -> None:
    player = Player(any_flow)
    now = 0.0
    events = player.do(PlayerCommand.START, now)
    for gap, do in script:
        now += gap
        events += player.do(do, now)
    events += run_out(player, now)
    # By place in the visit: indices move when an earlier visit gets longer, which it cannot
    # while movements are being made.
    ended: dict[tuple[int, str, int, int], int] = {}
    for event in events:
        if isinstance(event, BreathEnded) and event.segment.kind is not K.SETTLE:
            segment = event.segment
            which = segment.index if segment.kind is K.MOVE else segment.rep
            key = (segment.visit, segment.kind.value, which, event.number)
            ended[key] = ended.get(key, 0) + 1
    assert set(ended.values()) <= {1}
    # Every segment that counts breaths had all of them, as the plan was when it ended.
    for event in events:
        if not isinstance(event, SegmentEnded):
            continue
        segment = event.segment
        assert event.completed
        if segment.kind in {K.HOLD, K.REST, K.REP} and segment.breaths:
            place = (segment.visit, segment.kind.value, segment.rep)
            done = {number for *at, number in ended if tuple(at) == place}
            assert done == set(range(1, segment.breaths + 1))


@given(flows(), st.lists(st.floats(0.0, 40.0), max_size=40))
@settings(max_examples=examples(100), deadline=None)
def test_one_call_or_a_thousand_give_the_same_events(any_flow: Flow, gaps: list[float]) -> None:
    often, once = Player(any_flow), Player(any_flow)
    events, wanted = often.do(PlayerCommand.START, 3.7), once.do(PlayerCommand.START, 3.7)
    now = 3.7
    for gap in gaps:
        now += gap
        events += often.advance(now)
    wanted += once.advance(now)
    assert events == wanted


@given(flows(), st.lists(st.tuples(GAPS, COMMANDS), max_size=12), st.floats(0.0, 60.0))
@settings(max_examples=examples(150), deadline=None)
def test_upcoming_agrees_with_what_advance_later_returns(
    any_flow: Flow, script: list[tuple[float, PlayerCommand]], ahead: float
) -> None:
    player = Player(any_flow)
    now = 0.0
    player.do(PlayerCommand.START, now)
    for gap, do in script:
        now += gap
        player.do(do, now)
    announced = player.upcoming(now + ahead)
    assert player.upcoming(now + ahead) == announced  # it changes nothing
    came = [e for e in player.advance(now + ahead) if isinstance(e, Sound | Spoken)]
    assert came == announced


@given(
    flows(),
    st.floats(0.0, 400.0),
    st.sampled_from([PlayerCommand.FASTER, PlayerCommand.SLOWER, PlayerCommand.LONGER]),
)
@settings(max_examples=examples(150), deadline=None)
def test_a_new_plan_changes_neither_segment_nor_breath_nor_phase(
    any_flow: Flow, at: float, do: PlayerCommand
) -> None:
    player = started(any_flow, at=0.0)
    player.advance(at)
    before = player.view(at)
    player.do(do, at)
    after = player.view(at)
    assert (after.segment.kind, after.visit.key, after.segment.rep, after.side) == (
        before.segment.kind,
        before.visit.key,
        before.segment.rep,
        before.side,
    )
    if before.phase is not None and player.state is State.PLAYING:
        assert after.phase is not None
        assert (after.phase.kind, after.phase.breath) == (before.phase.kind, before.phase.breath)
        if before.segment.unit is None or before.segment.unit.value != "seconds":
            assert after.phase_progress == pytest.approx(before.phase_progress, abs=1e-6)


@given(flows(waits=False), st.sampled_from([*RIGHT_LEFT]))
@settings(max_examples=examples(60), deadline=None)
def test_all_breaths_of_the_plan_are_breathed(any_flow: Flow, first: Side) -> None:
    player = Player(any_flow, Choices(first=first))
    events = player.do(PlayerCommand.START, 0.0) + player.advance(200_000.0)
    assert player.state is State.FINISHED
    total = sum(s.breaths for s in player.timeline.segments)
    assert len(names(events, BreathBegan)) == len(names(events, BreathEnded)) == total
    ins = [e for e in events if isinstance(e, Sound) and e.name is CueName.IN]
    assert len(ins) == total
