"""The timeline: how a flow becomes segments. No clock, no I/O."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flows import (
    HIPS,
    POSES,
    RIGHT_LEFT,
    breaths,
    flow,
    flows,
    reps,
    seconds,
    stay,
)
from tests.strength import examples
from yogaflow.model import (
    MAX_SEGMENTS,
    Amount,
    Breath,
    Flow,
    Group,
    Half,
    Level,
    MoveStep,
    PoseStep,
    RestStep,
    SayStep,
    Side,
    Step,
    Unit,
    Words,
)
from yogaflow.timeline import (
    Choices,
    CompileError,
    PhaseKind,
    Role,
    Segment,
    SegmentKind,
    Timeline,
    compile_flow,
    estimate_speech,
)
from yogaflow.timeline.breath_cycles import LEAST_HELD, breaths_in, lengths_of
from yogaflow.timeline.cues import SWELLS, CueName
from yogaflow.timeline.outline import has_range

K = SegmentKind
NOW = Choices(countdown=0)


def kinds(timeline: Timeline) -> list[str]:
    return [s.kind.value for s in timeline.segments]


def held(timeline: Timeline) -> list[tuple[str | None, Side | None, int]]:
    return [(s.pose, s.side, s.amount) for s in timeline.segments if s.kind in {K.HOLD, K.REP}]


def test_a_sided_group_plays_everything_right_then_everything_left() -> None:
    timeline = compile_flow(HIPS)
    assert held(timeline) == [
        ("pigeon", Side.RIGHT, 5),
        ("warrior", Side.RIGHT, 3),
        ("pigeon", Side.LEFT, 5),
        ("warrior", Side.LEFT, 3),
    ]
    assert kinds(timeline).count("switch") == 1
    assert kinds(timeline) == [
        *("ready", "enter", "settle", "hold", "enter", "hold"),
        *("switch", "settle", "hold", "enter", "hold"),
        *("enter", "rest", "close"),
    ]


def test_the_second_side_begins_with_one_switch_in_place_of_the_way_in() -> None:
    timeline = compile_flow(flow(stay("warrior", breaths(3))), NOW)
    assert kinds(timeline) == ["enter", "hold", "switch", "hold", "close"]
    assert [s.side for s in timeline.segments[:-1]] == [Side.RIGHT] * 2 + [Side.LEFT] * 2
    # The pose says how long turning round takes; its words come on top.
    switch = timeline.segments[2]
    assert switch.duration >= 9.0
    assert [line.text for line in switch.lines if line.role is Role.NAME] == [
        "Other side.",
        "Warrior, left foot in front.",
    ]


@pytest.mark.parametrize(
    ("first", "sides", "expected"),
    [
        (None, None, [Side.RIGHT, Side.LEFT]),
        (Side.LEFT, None, [Side.LEFT, Side.RIGHT]),
        (Side.RIGHT, (Side.LEFT, Side.RIGHT), [Side.RIGHT, Side.LEFT]),
        (Side.LEFT, (Side.RIGHT,), [Side.RIGHT]),
    ],
)
def test_the_chosen_side_goes_first_and_a_single_side_stays(
    first: Side | None, sides: tuple[Side, ...] | None, expected: list[Side]
) -> None:
    timeline = compile_flow(flow(stay("warrior", breaths(1), sides=sides)), Choices(first=first))
    assert [side for _, side, _ in held(timeline)] == expected


def test_rounds_are_outside_and_sides_inside() -> None:
    sides = [
        side
        for _, side, _ in held(
            compile_flow(
                flow(
                    Group((stay("warrior", breaths(1)),), 1, sides=RIGHT_LEFT, repeat=reps(3)),
                    stay("pigeon", breaths(1), sets=2),
                )
            )
        )
    ]
    assert sides == [*RIGHT_LEFT] * 5


def test_the_nearest_sides_win_and_a_silent_pose_takes_its_groups() -> None:
    inner = Group((stay("warrior", breaths(1)), stay("pigeon", breaths(1), sides=RIGHT_LEFT)), 1)
    timeline = compile_flow(flow(Group((inner,), 1, sides=(Side.LEFT,))))
    assert held(timeline) == [
        ("warrior", Side.LEFT, 1),
        ("pigeon", Side.RIGHT, 1),
        ("pigeon", Side.LEFT, 1),
    ]


def test_a_rest_in_a_sided_group_comes_in_every_pass_without_a_side() -> None:
    timeline = compile_flow(
        flow(Group((stay("pigeon", breaths(1)), RestStep(breaths(2), 1)), 1, sides=RIGHT_LEFT))
    )
    rests = [s for s in timeline.segments if s.kind is K.REST]
    assert [(s.side, s.breaths, s.pose) for s in rests] == [(None, 2, "prone-rest")] * 2


def test_a_tight_hip_gets_more() -> None:
    step = PoseStep("pigeon", {Side.RIGHT: breaths(5), Side.LEFT: breaths(8)}, 1)
    assert [n for _, _, n in held(compile_flow(flow(step)))] == [5, 8]


@pytest.mark.parametrize(("level", "count"), [(Level.LOW, 5), (Level.MIDDLE, 7), (Level.HIGH, 10)])
def test_a_range_is_chosen_once_for_all_rounds_and_sides(level: Level, count: int) -> None:
    group = Group((stay("pigeon", breaths(5, 10)),), 1, sides=RIGHT_LEFT, repeat=reps(2))
    timeline = compile_flow(flow(group), Choices(level=level))
    assert [n for _, _, n in held(timeline)] == [count] * 4


def test_seconds_end_on_the_second_and_begin_with_an_in_breath() -> None:
    timeline = compile_flow(flow(stay("pigeon", seconds(25), sides=(Side.RIGHT,))), NOW)
    hold = next(s for s in timeline.segments if s.kind is K.HOLD)
    assert hold.duration == 25.0
    assert hold.phases[0].kind is PhaseKind.IN
    assert hold.breaths == 2  # of 10 s each, which are a tenth longer; a third would be cut
    last = hold.phases[-1]
    assert last.offset + last.seconds == pytest.approx(22.0)


def test_seconds_hold_whole_breaths_a_little_longer_or_shorter() -> None:
    def paced(amount: int) -> tuple[object, ...]:
        timeline = compile_flow(flow(stay("pigeon", seconds(amount), sides=(Side.RIGHT,))), NOW)
        hold = next(s for s in timeline.segments if s.kind is K.HOLD)
        last = hold.phases[-1] if hold.phases else None
        return hold.breaths, *((last.seconds, last.offset + last.seconds) if last else (0.0, 0.0))

    assert paced(30) == (3, 6.0, 30.0)
    assert paced(33) == (3, pytest.approx(6.6), pytest.approx(33.0))
    assert paced(37) == (4, pytest.approx(5.55), pytest.approx(37.0))
    assert paced(15) == (1, pytest.approx(6.6), pytest.approx(11.0))
    assert paced(8) == (0, 0.0, 0.0)  # too short for a breath


@given(
    st.floats(0.2, 30),
    st.floats(0.2, 30),
    st.floats(0, 30),
    st.integers(1, 7200),
)
def test_any_seconds_hold_whole_breaths(inhale: float, exhale: float, full: float, s: int) -> None:
    breath = Breath(inhale, exhale, full=full)
    cycle = breaths_in(breath, float(s))
    lengths = lengths_of(breath)
    for phase in cycle.phases:
        assert phase.seconds == pytest.approx(lengths[phase.kind], rel=0.1 + 1e-6, abs=2e-6)
    end = cycle.phases[-1].offset + cycle.phases[-1].seconds if cycle.phases else 0.0
    assert end <= s + 1e-6
    # What is left over is too short for one breath more, however quick.
    assert s - end < breath.seconds or (cycle.breaths == 0 and s < 0.9 * breath.seconds)


def test_pace_scales_breaths_and_nothing_else() -> None:
    slow = compile_flow(flow(stay("bridge", reps(2))), Choices(countdown=0, pace=0.5))
    usual = compile_flow(flow(stay("bridge", reps(2))), NOW)
    assert slow.segments[0].duration == usual.segments[0].duration  # the way in
    rep = next(s for s in slow.segments if s.kind is K.REP)
    assert [p.seconds for p in rep.phases] == [6.0, 2.0, 6.0]


def test_unhurried_gives_more_time_for_ways_in() -> None:
    usual = compile_flow(HIPS, NOW)
    slow = compile_flow(HIPS, Choices(countdown=0, unhurried=2.0))
    enter = slow.segments[0]
    assert enter.duration >= usual.segments[0].duration
    assert enter.duration >= 24.0
    assert [s.duration for s in slow.segments if s.kind is K.HOLD] == [
        s.duration for s in usual.segments if s.kind is K.HOLD
    ]


@given(st.floats(0.5, 1.0))
@settings(max_examples=examples(20))
def test_less_time_for_ways_in_is_still_enough_for_their_words(unhurried: float) -> None:
    usual = compile_flow(HIPS, NOW)
    quick = compile_flow(HIPS, Choices(countdown=0, unhurried=unhurried))
    for one, other in zip(usual.segments, quick.segments, strict=True):
        assert [line.text for line in one.lines] == [line.text for line in other.lines]
        if one.kind in {K.ENTER, K.SWITCH}:
            assert one.duration * unhurried - 0.05 <= other.duration <= one.duration
        elif one.kind is not K.CLOSE:
            assert one.duration == other.duration


def test_breath_the_nearest_wins_whole() -> None:
    step, group, whole = Breath(2, 3), Breath(3, 4, full=1), Breath(5, 5)
    timeline = compile_flow(
        flow(
            stay("locust", breaths(1), breath=step),
            Group((stay("locust", breaths(1)),), 1, breath=group),
            stay("locust", breaths(1)),
            breath=whole,
        ),
        NOW,
    )
    assert [s.breath for s in timeline.segments if s.kind is K.HOLD] == [step, group, whole]
    alone = compile_flow(flow(stay("locust", breaths(1))), NOW)
    assert [s.breath for s in alone.segments if s.kind is K.HOLD] == [Breath(3, 3)]


def test_one_movement_per_breath() -> None:
    timeline = compile_flow(
        flow(
            MoveStep(Half.INHALE, 1, "arms-up"),
            MoveStep(Half.EXHALE, 2, "fold"),
            MoveStep(Half.EXHALE, 3, "down-dog"),
            stay("down-dog", breaths(5)),
        ),
        NOW,
    )
    assert [(s.kind, s.pose, s.breaths, s.still) for s in timeline.segments[:-1]] == [
        (K.MOVE, "arms-up", 1, False),
        (K.MOVE, "fold", 0, False),
        (K.MOVE, "fold", 1, True),  # the missing in-breath, still
        (K.MOVE, "down-dog", 0, False),
        (K.HOLD, "down-dog", 5, False),  # it stays where it is: no new way in
    ]


def test_a_hold_after_an_in_breath_waits_for_the_out_breath() -> None:
    timeline = compile_flow(
        flow(MoveStep(Half.INHALE, 1, "arms-up"), stay("arms-up", breaths(1))), NOW
    )
    assert [(s.kind, s.breaths, s.still) for s in timeline.segments[:3]] == [
        (K.MOVE, 1, False),
        (K.MOVE, 0, True),
        (K.HOLD, 1, False),
    ]


def test_two_rounds_call_names_and_later_ones_are_told_by_number() -> None:
    moves = (MoveStep(Half.INHALE, 1, "arms-up"), MoveStep(Half.EXHALE, 2, "fold"))
    timeline = compile_flow(flow(Group(moves, 1, repeat=reps(4))))
    calls = [line.text for s in timeline.segments for line in s.lines if line.role is Role.CALL]
    assert calls == ["Arms up.", "Fold.", "Arms up.", "Fold.", "Round three.", "Last round."]
    again = [line.text for s in timeline.segments for line in s.lines if line.role is Role.RECALL]
    assert again == ["Arms up.", "Fold."] * 2
    for segment in timeline.segments:
        called = [line for line in segment.lines if line.role in {Role.CALL, Role.RECALL}]
        assert not called or segment.duration - called[-1].offset - called[-1].seconds < 0.1


def test_options_change_the_pose() -> None:
    step = stay("bridge", breaths(2))
    assert [s for _, s, _ in held(compile_flow(flow(step)))] == [None]
    lifted = compile_flow(flow(step), Choices(options=("leg-lift",)))
    assert [s for _, s, _ in held(lifted)] == [*RIGHT_LEFT]
    # What excludes it wins when it is asked for later, and "no-" takes it off again.
    both = compile_flow(flow(step), Choices(options=("leg-lift", "band")))
    assert {s.options for s in both.segments if s.kind is K.HOLD} == {("band",)}
    banded = stay("bridge", breaths(2), options=("band",))
    off = compile_flow(flow(banded), Choices(options=("no-band",)))
    assert {s.options for s in off.segments} == {()}


def test_the_way_in_depends_on_where_the_body_is() -> None:
    start = compile_flow(flow(stay("locust", breaths(1))), NOW).segments[0]
    assert start.kind is K.ENTER
    after = compile_flow(flow(stay("mountain", breaths(1)), stay("locust", breaths(1))), NOW)
    enter = next(s for s in after.segments if s.kind is K.ENTER and s.pose == "locust")
    assert enter.duration >= 12 + 13  # its own way in, and down from standing
    texts = [line.text for line in enter.lines]
    assert texts[0] == "Come out."
    assert texts[1:3] == ["Come down to hands and knees.", "Walk forward, lie on your belly."]
    # A way in written for the pose before replaces both.
    left = stay("warrior", breaths(1), sides=(Side.LEFT,))
    for side, lines in (
        (Side.LEFT, ["Step back."]),
        # A short cut is for the same side: on the other one it would tie the legs in a knot.
        (Side.RIGHT, ["Come in slowly.", "Breathe."]),
    ):
        chained = compile_flow(flow(left, stay("pigeon", breaths(1), sides=(side,))), NOW)
        enter = next(s for s in chained.segments if s.kind is K.ENTER and s.pose == "pigeon")
        assert [line.text for line in enter.lines if line.role is Role.WAY_IN] == lines
        exits = [line.text for line in enter.lines if line.role is Role.EXIT]
        assert exits == ([] if side is Side.LEFT else ["Come out."])


def test_what_is_said_once_is_said_once_and_cautions_too() -> None:
    timeline = compile_flow(flow(stay("pigeon", breaths(2), sets=3)), NOW)
    texts = [line.text for s in timeline.segments for line in s.lines]
    assert texts.count("Breathe.") == 1
    assert texts.count("Never into sharp pain.") == 1
    assert texts.count("Pigeon, right knee forward.") == 3


def test_a_pose_is_cautioned_once_in_a_practice_not_in_every_entry() -> None:
    steps = (stay("pigeon", breaths(1)), stay("locust", breaths(1)), stay("pigeon", breaths(1)))
    locust = replace(POSES["locust"], cautions=("Mind your back.",))
    written = replace(flow(*steps), poses={**POSES, "locust": locust})
    timeline = compile_flow(written, NOW)
    cautioned = [
        s.visit for s in timeline.segments for line in s.lines if line.role is Role.CAUTION
    ]
    assert cautioned == [0, 2]
    # Wherever one begins, the pose is new there.
    later = compile_flow(written, Choices(countdown=0, start=timeline.visits[3].key))
    assert any(line.role is Role.CAUTION for line in later.segments[0].lines)


def test_cues_are_never_in_the_first_or_last_breath() -> None:
    timeline = compile_flow(flow(stay("pigeon", breaths(6), sides=(Side.RIGHT,))), NOW)
    hold = next(s for s in timeline.segments if s.kind is K.HOLD)
    cues = [line for line in hold.lines if line.role is Role.CUE]
    assert [c.text for c in cues] == ["Grow long.", "Let the right hip soften."]
    for cue in cues:
        phase = hold.phase_at(cue.offset)
        assert phase is not None
        assert phase.kind is PhaseKind.OUT
        assert 1 < phase.breath < 6
    last = next(line for line in hold.lines if line.role is Role.LAST)
    assert last.offset + last.seconds < 50.0
    assert hold.phase_at(last.offset).breath == 5  # type: ignore[union-attr]


def test_a_repetition_breathes_as_its_pose_is_written() -> None:
    plan = compile_flow(flow(stay("bridge", reps(2)), breath=Breath(3, 5)), NOW)
    rep = next(s for s in plan.segments if s.kind is K.REP)
    assert [(p.text, p.kind, p.seconds, p.breath) for p in rep.phases] == [
        ("Lift", PhaseKind.IN, 3.0, 1),
        ("Stay up", PhaseKind.TIMED, 2.0, 1),
        ("Lower", PhaseKind.OUT, 5.0, 1),
    ]
    assert [(c.name, c.offset) for c in rep.chimes] == [(CueName.IN, 0.0), (CueName.OUT, 5.0)]


def test_a_wait_is_an_open_segment_after_the_hold() -> None:
    group = Group((stay("pigeon", breaths(1), wait=True),), 1, sides=RIGHT_LEFT)
    timeline = compile_flow(flow(group), NOW)
    waits = [s for s in timeline.segments if s.kind is K.WAIT]
    assert [(s.open, s.duration, s.side) for s in waits] == [
        (True, 10.0, Side.RIGHT),
        (True, 10.0, Side.LEFT),
    ]


def test_words_have_their_place() -> None:
    step = stay(
        "easy-seat",
        seconds(60),
        say=(Words("Arrive."), Words("Halfway now.", at=Amount(Unit.SECONDS, 30, 30))),
    )
    hold = next(s for s in compile_flow(flow(step), NOW).segments if s.kind is K.HOLD)
    placed = {line.text: line.offset for line in hold.lines if line.role is Role.WORDS}
    told = next(line for line in hold.lines if line.role is Role.COUNT)
    # How long comes first, then what the file says.
    assert told.text == "One minute."
    after = told.offset + told.seconds
    assert placed == {"Arrive.": pytest.approx(after + 0.35), "Halfway now.": 30.0}


def test_optional_steps_are_left_out_first() -> None:
    steps = (stay("locust", breaths(1)), stay("pigeon", breaths(1), optional=True))
    assert len(held(compile_flow(flow(*steps), Choices(skip_optional=True)))) == 1
    assert len(held(compile_flow(flow(*steps)))) == 3


def test_starting_in_the_middle() -> None:
    whole = compile_flow(HIPS)
    left = next(v for v in whole.visits if v.pose == "pigeon" and v.side is Side.LEFT)
    part = compile_flow(HIPS, Choices(start=left.key))
    assert held(part) == held(whole)[2:]
    assert kinds(part)[:3] == ["ready", "enter", "settle"]


def test_the_countdown_names_the_first_position() -> None:
    ready = compile_flow(HIPS).segments[0]
    assert ready.duration == 20.0
    texts = [line.text for line in ready.lines]
    assert texts[0].startswith("Test flow, about")
    assert "right side first" in texts[0]
    assert texts[-1] == "Come to hands and knees."
    short = compile_flow(HIPS, Choices(countdown=5)).segments[0]
    assert [line.text for line in short.lines] == ["Come to hands and knees."]
    ticks = [c for c in ready.chimes if c.name is CueName.TICK]
    assert [c.offset for c in ticks] == [17.0, 18.0, 19.0]


def test_too_long_is_refused_with_its_line() -> None:
    inner = Group((stay("bridge", reps(100)),), 7, repeat=reps(100))
    with pytest.raises(CompileError) as error:
        compile_flow(flow(Group((inner,), 3, repeat=reps(100))))
    assert error.value.line == 1
    assert f"{MAX_SEGMENTS:,}" in str(error.value) or "day" in str(error.value)


# -- properties ------------------------------------------------------------------------------


def check_sums(timeline: Timeline) -> None:
    """Segments touch, and what is in them adds up."""
    for before, after in pairwise(timeline.segments):
        assert after.start == pytest.approx(before.end)
    for index, segment in enumerate(timeline.segments):
        assert segment.index == index
        assert segment.duration > 0
        assert segment.breaths == sum(p.kind is PhaseKind.IN for p in segment.phases)
        swells = [(c.name.value, c.offset, c.seconds) for c in segment.chimes if c.name in SWELLS]
        assert swells == [
            (p.kind.value, p.offset, p.seconds)
            for p in segment.phases
            if p.kind in {PhaseKind.IN, PhaseKind.OUT}
            or (p.kind is not PhaseKind.TIMED and p.seconds >= LEAST_HELD)
        ]
        if segment.phases:
            assert segment.phases[0].offset == 0.0
            for one, two in pairwise(segment.phases):
                assert two.offset == pytest.approx(one.offset + one.seconds)
            end = segment.phases[-1].offset + segment.phases[-1].seconds
            if segment.unit is Unit.SECONDS and segment.breath is not None:
                # A breath that was under way when its pace was changed is as long as it is.
                assert end <= segment.duration + 1e-6
                assert segment.duration - end < segment.breath.seconds
            else:
                assert end == pytest.approx(segment.duration)
        check_lines(segment)
    for visit in timeline.visits:
        assert all(s.visit == visit.index for s in timeline.segments[visit.first : visit.last + 1])
    assert timeline.visits[-1].last == len(timeline.segments) - 1
    assert len({v.key for v in timeline.visits}) == len(timeline.visits)


def check_lines(segment: Segment) -> None:
    """No line overlaps another, and none is cut."""
    for line in segment.lines:
        assert line.offset >= 0
        assert line.offset + line.seconds <= segment.duration + 1e-6
    for one, two in pairwise(segment.lines):
        assert one.offset + one.seconds <= two.offset + 1e-9


@given(flows(), st.sampled_from(list(Level)), st.sampled_from([0.5, 1.0, 1.7]))
@settings(max_examples=examples(120), deadline=None)
def test_breaths_and_seconds_add_up(any_flow: Flow, level: Level, pace: float) -> None:
    timeline = compile_flow(any_flow, Choices(level=level, pace=pace))
    check_sums(timeline)
    for segment in timeline.segments:
        if segment.kind in {K.HOLD, K.REST} and segment.unit is Unit.BREATHS:
            assert segment.breaths == segment.amount
        if segment.kind in {K.HOLD, K.REST} and segment.unit is Unit.SECONDS:
            fills_up = timeline.visits[segment.visit].entry[-1:] == (-1,)
            assert segment.duration == pytest.approx(segment.amount, abs=fills_up)
    # Every in-breath of a movement is followed by its out-breath at once.
    moves = [s for s in timeline.segments if s.kind is K.MOVE]
    for move in moves:
        after = timeline.segments[move.index + 1]
        if move.breaths:
            assert after.kind is K.MOVE
            assert not after.breaths


@given(flows())
@settings(max_examples=examples(80), deadline=None)
def test_both_sides_get_equal_time(any_flow: Flow) -> None:
    """Where everything sided is done on both sides, and amounts are the same."""
    wrapped = flow(*(_both_sides(s) for s in any_flow.steps))
    timeline = compile_flow(wrapped)
    # A rest is taken on the side where one is, with its breath to settle in.
    rests = {visit.index for visit in timeline.visits if visit.kind is K.REST}
    for kind in (K.HOLD, K.REP, K.SETTLE):
        time = dict.fromkeys(Side, 0.0)
        for segment in timeline.segments:
            if segment.kind is kind and segment.side is not None and segment.visit not in rests:
                time[segment.side] += segment.duration
        assert time[Side.RIGHT] == pytest.approx(time[Side.LEFT]), kind


def _both_sides(step: object) -> PoseStep | Group | RestStep | SayStep:
    """The same step with both sides wherever it names any; movements left out."""
    if isinstance(step, PoseStep):
        sides = RIGHT_LEFT if POSES[step.pose].sides else None
        return stay(step.pose, step.amounts[Side.RIGHT], sides=sides, sets=step.sets)
    if isinstance(step, Group):
        return Group(tuple(_both_sides(s) for s in step.steps), step.line, RIGHT_LEFT, step.repeat)
    if isinstance(step, RestStep | SayStep):
        return step
    return SayStep(("Breathe.",), 1)


@given(flows(), st.sampled_from([0.2, 1.0, 3.0]))
@settings(max_examples=examples(60), deadline=None)
def test_no_two_lines_overlap_however_long_speech_is(any_flow: Flow, factor: float) -> None:
    timeline = compile_flow(any_flow, None, lambda text: factor * estimate_speech(text))
    check_sums(timeline)


@given(flows())
@settings(max_examples=examples(40), deadline=None)
def test_choices_never_change_which_visits_there_are(any_flow: Flow) -> None:
    plain = compile_flow(any_flow)
    keys = [v.key for v in plain.visits]
    sided = [v.key for v in plain.visits if v.side is not None]
    changed = compile_flow(
        any_flow,
        Choices(
            pace=1.3,
            flips=frozenset(sided[:1]),
            adjust={
                v.entry: 2 for v in plain.visits if v.entry and v.kind in {K.HOLD, K.REST, K.REP}
            },
        ),
    )
    assert [v.key for v in changed.visits] == keys


STEADY: list[Step] = [
    stay("warrior", breaths(3)),
    RestStep(seconds(20), 1),
    SayStep(("Good.",), 1),
    MoveStep(Half.INHALE, 1, "mountain"),
    Group((stay("warrior", breaths(3)),), 1, RIGHT_LEFT),
    stay("bridge", reps(3), sets=2, between=RestStep(seconds(15), 1)),
]
WIDE: list[Step] = [
    stay("warrior", breaths(3, 5)),
    RestStep(seconds(20, 40), 1),
    Group((stay("warrior", breaths(3)),), 1, repeat=Amount(Unit.REPS, 2, 3)),
    Group((stay("warrior", breaths(3, 5)),), 1, RIGHT_LEFT),
    stay("bridge", reps(3), sets=2, between=RestStep(seconds(15, 30), 1)),
]


@pytest.mark.parametrize("step", [*STEADY, *WIDE])
def test_a_range_is_written_where_the_high_end_is_another_practice(step: Step) -> None:
    plans = [compile_flow(flow(step), Choices(level=level)) for level in (Level.LOW, Level.HIGH)]
    low, high = (sum(s.amount for s in plan.segments) for plan in plans)
    assert has_range(flow(step).steps) is (step in WIDE) is (low < high)
