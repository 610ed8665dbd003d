"""Real lengths of spoken lines come in while a practice is played: nothing twice, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import nextafter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bundled import bundled_flow
from tests.flows import HIPS, breaths, flow, flows, seconds, stay
from tests.strength import examples
from tests.timeline.test_words import any_speech
from yogaflow.model import Breath, Flow
from yogaflow.practice.events import (
    BreathBegan,
    BreathEnded,
    Event,
    PhaseBegan,
    Replanned,
    SegmentBegan,
    SegmentEnded,
    Sound,
    Spoken,
)
from yogaflow.practice.player import Player, PlayerCommand, State
from yogaflow.timeline import (
    Choices,
    KeptSegment,
    Line,
    PhaseKind,
    Segment,
    SegmentKind,
    compile_flow,
)
from yogaflow.timeline import estimate_speech as estimate

K = SegmentKind
NOW = Choices(countdown=0)


def run_out(player: Player, now: float) -> list[Event]:
    """To the end, saying go on wherever it waits."""
    events: list[Event] = []
    for _ in range(200):
        now += 10_000.0
        events += player.advance(now)
        if player.state is State.FINISHED:
            return events
        events += player.do(PlayerCommand.GO_ON, now)
    raise AssertionError("it never ends")


def heard(events: list[Event]) -> list[tuple[Segment, list[Line]]]:
    """The lines that were said in each segment, with the segment as it was when it ended."""
    out: list[tuple[Segment, list[Line]]] = []
    lines: list[Line] = []
    for event in events:
        if isinstance(event, SegmentBegan):
            lines = []
        elif isinstance(event, Spoken):
            lines.append(event.line)
        elif isinstance(event, SegmentEnded):
            out.append((event.segment, lines))
    return out


@given(
    flows(),
    st.lists(st.tuples(st.floats(0.0, 25.0), st.integers(0, 2**31)), max_size=25),
    st.booleans(),
)
@settings(max_examples=examples(120))
def test_new_lengths_at_any_time_lose_nothing_and_repeat_nothing(
    any_flow: Flow, script: list[tuple[float, int]], counted: bool
) -> None:
    player = Player(any_flow, Choices(countdown=20.0 if counted else 0.0))
    now = 5.0
    events = player.do(PlayerCommand.START, now)
    for gap, seed in script:
        now += gap
        before = player.view(now) if player.state is not State.FINISHED else None
        events += player.advance(now)
        playing = player.state is not State.FINISHED
        before = player.view(now)
        events += player.retime(now, any_speech(seed))
        after = player.view(now)
        if playing:
            # What is played goes on as if nothing had happened.
            assert after.segment.kind is before.segment.kind
            assert after.segment.lines == before.segment.lines
            assert after.segment.chimes == before.segment.chimes
            assert after.segment_left == before.segment_left
            assert (after.offset, after.phase, after.line) == (
                before.offset,
                before.phase,
                before.line,
            )
    events += run_out(player, now)
    times = [e.at for e in events]
    assert times == sorted(times)
    for segment, lines in heard(events):
        assert lines == list(segment.lines)
    begun = [e.serial for e in events if isinstance(e, BreathBegan)]
    ended = [e.serial for e in events if isinstance(e, BreathEnded)]
    assert begun == sorted(set(begun))
    assert ended == begun
    kinds = [e.segment.kind for e in events if isinstance(e, SegmentBegan)]
    assert kinds == [s.kind for s in compile_flow(any_flow, player.timeline.choices).segments]
    check_contiguous(player)


def check_contiguous(player: Player) -> None:
    """Whatever was kept, segments touch and visits hold their own."""
    timeline = player.timeline
    at = 0.0
    for index, segment in enumerate(timeline.segments):
        assert segment.index == index
        assert segment.start == pytest.approx(at)
        at += segment.duration
        visit = timeline.visits[segment.visit]
        assert visit.first <= index <= visit.last


@given(flows(timed=False), st.floats(0.0, 200.0), st.integers(0, 2**31))
@settings(max_examples=examples(60))
def test_the_next_segment_has_the_new_lengths(any_flow: Flow, at: float, seed: int) -> None:
    player = Player(any_flow)
    player.do(PlayerCommand.START, 0.0)
    player.advance(at)
    if player.state is State.FINISHED:
        return
    here = player.view(at).segment.index
    speech = any_speech(seed)
    player.retime(at, speech)
    fresh = compile_flow(any_flow, player.timeline.choices, speech)
    for segment, new in zip(
        player.timeline.segments[here + 1 :], fresh.segments[here + 1 :], strict=True
    ):
        assert (segment.kind, segment.lines, segment.duration) == (
            new.kind,
            new.lines,
            new.duration,
        )


def test_a_breath_is_not_touched() -> None:
    player = Player(flow(stay("pigeon", breaths(5))), NOW)
    player.do(PlayerCommand.START, 0.0)
    hold = next(s for s in player.timeline.segments if s.kind is K.HOLD)
    now = hold.start + 13.0
    coming = player.upcoming(now + 8.0)
    player.advance(now)
    player.retime(now, lambda text: 3 * estimate(text))
    assert player.upcoming(now + 8.0) == [e for e in coming if e.at > now]
    assert player.view(now).count == 4


def test_a_settling_breath_after_a_pause_is_kept_and_leads_back() -> None:
    player = Player(flow(stay("pigeon", breaths(5))), NOW)
    player.do(PlayerCommand.START, 0.0)
    hold = next(s for s in player.timeline.segments if s.kind is K.HOLD)
    now = hold.start + 13.0
    player.do(PlayerCommand.PAUSE, now)
    player.do(PlayerCommand.RESUME, now + 60)
    before = player.view(now + 62)
    events = player.retime(now + 62, lambda text: 2 * estimate(text))
    assert any(isinstance(e, Replanned) for e in events)
    assert player.view(now + 62).segment == before.segment
    events = player.advance(now + 71)
    begun = [e for e in events if isinstance(e, BreathBegan)]
    assert [(e.segment.kind, e.number) for e in begun] == [(K.HOLD, 2)]


def test_before_anything_is_said_all_lengths_are_new() -> None:
    player = Player(HIPS)
    slow = lambda text: 2 * estimate(text)  # noqa: E731
    player.retime(0.0, slow)
    assert player.timeline.segments == compile_flow(HIPS, None, slow).segments


def test_what_is_played_again_has_the_new_lengths() -> None:
    player = Player(HIPS, NOW)
    player.do(PlayerCommand.START, 0.0)
    player.advance(5.0)
    old = player.timeline.segments[0]
    slow = any_speech(3)
    player.retime(5.0, slow)
    assert player.timeline.segments[0].lines == old.lines
    player.do(PlayerCommand.RESTART, 6.0)
    assert player.timeline.segments[0] == compile_flow(HIPS, NOW, slow).segments[0]
    assert player.view(6.0).offset == 0.0


@pytest.mark.parametrize("do", [PlayerCommand.LONGER, PlayerCommand.FASTER])
def test_longer_and_faster_leave_a_way_in_alone(do: PlayerCommand) -> None:
    """Also where its lengths are older ones."""
    player = Player(HIPS, NOW)
    events = player.do(PlayerCommand.START, 0.0) + player.advance(5.0)
    enter = player.view(5.0).segment
    events += player.retime(5.0, any_speech(1)) + player.do(do, 7.0)
    assert player.view(7.0).segment.lines == enter.lines
    events += player.advance(enter.duration)
    segment, lines = heard(events)[0]
    assert [line.text for line in lines] == [line.text for line in enter.lines]
    assert segment.duration == enter.duration


def test_a_hold_at_another_pace_keeps_its_own_rhythm_through_new_lengths() -> None:
    player = Player(flow(stay("mountain", seconds(40))), NOW)
    player.do(PlayerCommand.START, 0.0)
    hold = next(s for s in player.timeline.segments if s.kind is K.HOLD)
    now = hold.start + 5.0
    player.do(PlayerCommand.FASTER, now)
    phases = player.view(now).segment.phases
    player.retime(now + 1, any_speech(2))
    assert player.view(now + 1).segment.phases == phases
    # And when it gets longer, the phase goes on as it went, and later ones are fitted anew.
    player.do(PlayerCommand.LONGER, now + 2)
    longer = player.view(now + 2).segment
    assert longer.duration == 45.0
    assert longer.phases[:2] == phases[:2]
    for phase, before in zip(longer.phases, phases, strict=False):
        assert phase.seconds == pytest.approx(before.seconds, rel=0.2)
    events = player.advance(hold.start + 60)
    began = [e.at for e in events if isinstance(e, PhaseBegan) and e.segment.kind is K.HOLD]
    assert all(at > now + 2 for at in began)


def test_a_segment_that_does_not_belong_is_not_kept() -> None:
    timeline = compile_flow(HIPS, NOW)
    hold = next(s for s in timeline.segments if s.kind is K.HOLD)
    visit = timeline.visits[hold.visit]
    # Its place is that of a way in.
    kept = KeptSegment(visit.key, 0, hold)
    assert compile_flow(HIPS, NOW, keep=kept).segments == timeline.segments


def test_a_call_is_not_added_to_what_is_kept() -> None:
    """The movement after it has been called with the old lengths already."""
    player = Player(bundled_flow("sun-salutation-a"), NOW)
    events = player.do(PlayerCommand.START, 0.0)
    first = next(s for s in player.timeline.segments if s.kind is K.MOVE)
    events += player.advance(first.start + 3.5)
    events += player.retime(first.start + 3.5, lambda _: 0.3)
    events += player.advance(first.start + 12.0)
    texts = [e.line.text for e in events if isinstance(e, Spoken)]
    assert texts.count("Fold forward.") == 1
    assert any(isinstance(e, Sound) for e in events)


FAST, SLOW = PlayerCommand.FASTER, PlayerCommand.SLOWER


@pytest.mark.parametrize(
    ("begin", "pace", "script"),
    [
        (3762.8923685528302, 1.3, [(2, 1, [FAST, FAST]), (3, 3, [SLOW]), (4, 0, [FAST, SLOW])]),
        (3007.1557770585255, 1.3, [(2, 1, [FAST, SLOW]), (3, 2, [FAST, FAST]), (4, 2, [SLOW])]),
        (2758.7728907206633, 0.9, [(1, 1, [SLOW]), (1, 3, [FAST, SLOW]), (2, 1, [FAST])]),
        (1068.3015285618592, 0.7, [(1, 0, [FAST, FAST]), (1, 1, [SLOW, SLOW]), (1, 3, [FAST])]),
    ],
)
def test_a_new_pace_at_the_very_end_of_a_phase_leaves_no_phase_out(
    begin: float, pace: float, script: list[tuple[int, int, list[PlayerCommand]]]
) -> None:
    """The next phase has not begun then, whatever rounding says: it is still to be heard."""
    player = Player(flow(stay("locust", seconds(60))), replace(NOW, pace=pace))
    events = player.do(PlayerCommand.START, begin)
    now = begin
    for number, steps, commands in script:
        hold = next(s for s in player.timeline.segments if s.kind is K.HOLD)
        phase = hold.phases[number]
        now = begin + hold.start + phase.offset + phase.seconds
        for _ in range(steps):
            now = nextafter(now, 0.0)
        events += player.advance(now)
        before = player.view(now).phase
        for command in commands:
            events += player.do(command, now)
        assert before is not None
        after = player.view(now).phase
        assert after is not None
        assert (after.kind, after.breath) == (before.kind, before.breath)
    events += run_out(player, now)
    kinds = [e.phase.kind for e in events if isinstance(e, PhaseBegan) and e.segment.kind is K.HOLD]
    assert all(one is not other for one, other in pairwise(kinds))


def test_at_another_pace_the_phases_of_a_breath_follow_each_other_as_before() -> None:
    player = Player(flow(stay("mountain", seconds(60)), breath=Breath(3, 3, full=1, empty=2)), NOW)
    events = player.do(PlayerCommand.START, 0.0)
    hold = next(s for s in player.timeline.segments if s.kind is K.HOLD)
    for number, command in enumerate([FAST, SLOW, SLOW]):
        now = hold.start + 10.5 * (number + 1)
        events += player.advance(now) + player.do(command, now)
    events += run_out(player, now)
    phases = [e.phase for e in events if isinstance(e, PhaseBegan) and e.segment.kind is K.HOLD]
    assert len(phases) > 20
    for place, phase in enumerate(phases):
        assert phase.kind is list(PhaseKind)[place % 4]
        assert phase.breath == place // 4 + 1


def test_seconds_are_counted_down_on_the_second() -> None:
    """Never one too many because of a clock that is no whole number."""
    player = Player(flow(stay("locust", seconds(30))), NOW)
    begin = 1000.1
    player.do(PlayerCommand.START, begin)
    hold = next(s for s in player.timeline.segments if s.kind is K.HOLD)
    counts = []
    for second in range(30):
        now = begin + hold.start + second
        player.advance(now)
        counts.append(player.view(now).count)
    assert counts == list(range(30, 0, -1))
