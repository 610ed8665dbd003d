"""Work in intervals: `every`, reps by rounds, sides that alternate."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flows import POSES, RIGHT_LEFT, breaths, flow, reps, seconds, stay
from tests.strength import examples
from tests.timeline.test_words import any_speech
from yogaflow.model import Counts, Group, PoseStep, RestStep, Side, Step, Unit
from yogaflow.practice.verbosity import Talk
from yogaflow.timeline import Choices, Role, Segment, SegmentKind, Timeline, compile_flow
from yogaflow.timeline.cues import CueName
from yogaflow.timeline.timeline import COUNTED

K = SegmentKind
NOW = Choices(countdown=0)
WORK = COUNTED - {K.REST}
PAIRED = replace(
    flow(stay("steps", reps(1))),
    poses=POSES | {"steps": replace(POSES["steps"], counts=Counts.PAIR)},
)

one_amount = st.one_of(
    st.integers(1, 6).map(breaths), st.integers(1, 50).map(seconds), st.integers(1, 5).map(reps)
)


@st.composite
def set_steps(draw: st.DrawFn) -> PoseStep:
    """Sets of any pose, each beginning so long after the one before."""
    amount = draw(one_amount)
    repeated = amount.unit is Unit.REPS
    pose = draw(st.sampled_from(["bridge", "steps"] if repeated else ["pigeon", "locust", "stork"]))
    both = draw(st.sampled_from([None, RIGHT_LEFT, (Side.LEFT,)])) if POSES[pose].sides else None
    alternate = pose == "steps" and both != (Side.LEFT,) and draw(st.booleans())
    return stay(
        pose,
        amount,
        sides=both,
        sets=draw(st.integers(2, 4)),
        every=draw(st.integers(5, 200)),
        alternate=alternate,
    )


def begun(segments: list[Segment], by: str) -> list[Segment]:
    """The first that counts of each set, or of each round."""
    work = [s for s in segments if s.kind in WORK]
    return [next(some) for _, some in groupby(work, key=lambda s: getattr(s, by))]


def apart(timeline: Timeline, by: str) -> list[tuple[float, bool]]:
    """Seconds from the beginning of each to that of the next, and whether that one is noted."""
    found = begun(list(timeline.segments), by)
    return [(round(b.start - a.start, 4), bool(b.notes)) for a, b in pairwise(found)]


any_choices = st.builds(
    Choices,
    countdown=st.just(0.0),
    pace=st.sampled_from([0.5, 1.0, 1.25, 2.0]),
    unhurried=st.sampled_from([0.5, 1.0, 2.0]),
    first=st.sampled_from([None, *Side]),
)


@given(set_steps(), any_choices, st.sampled_from(Talk), st.integers(0, 2**31))
@settings(max_examples=examples(150), deadline=None)
def test_sets_begin_so_long_after_each_other_or_it_is_noted(
    step: PoseStep, choices: Choices, talk: Talk, seed: int
) -> None:
    timeline = compile_flow(flow(step), talk.led(choices), any_speech(seed))
    usual = compile_flow(flow(step), NOW)
    assert [v.key for v in timeline.visits] == [v.key for v in usual.visits]
    gaps = apart(timeline, "set")
    assert len(gaps) == step.sets - 1
    for gap, is_noted in gaps:
        if is_noted:
            assert gap > step.every
        else:
            assert gap == pytest.approx(step.every)
    assert timeline.segments[-2].kind is not K.REST, "there is no rest after the last"
    assert all(s.duration > 0 for s in timeline.segments)
    for one, other in pairwise(timeline.segments):
        assert other.start == pytest.approx(one.end)


@given(
    st.lists(
        st.one_of(
            set_steps().map(lambda s: replace(s, every=0, sets=1)),
            st.builds(RestStep, st.integers(1, 20).map(seconds), st.just(1)),
        ),
        min_size=1,
        max_size=3,
    ),
    st.integers(2, 4),
    st.integers(30, 600),
    any_choices,
    st.sampled_from([None, RIGHT_LEFT]),
)
@settings(max_examples=examples(100), deadline=None)
def test_so_do_rounds(
    inside: list[Step], rounds: int, every: int, choices: Choices, sides: tuple[Side, ...] | None
) -> None:
    group = Group(tuple(inside), 1, repeat=reps(rounds), every=every, sides=sides)
    timeline = compile_flow(flow(group), choices)
    inner = [v for v in timeline.visits if v.entry[-1:] != (-1,)]
    starts: dict[int, Segment] = {}
    for visit in inner:
        for segment in timeline.segments[visit.first : visit.last + 1]:
            if segment.kind in COUNTED:
                starts.setdefault(segment.round, segment)
    found = [starts[number] for number in range(1, rounds + 1)]
    for one, other in pairwise(found):
        gap = other.start - one.start
        assert gap > every if other.notes else gap == pytest.approx(every)


@given(st.integers(1, 9), st.integers(1, 3), st.booleans(), st.sampled_from(Side), any_choices)
@settings(max_examples=examples(60), deadline=None)
def test_sides_take_turns_and_as_many_are_counted_as_are_written(
    count: int, sets: int, in_pairs: bool, first: Side, choices: Choices
) -> None:
    sides = (first, first.other)
    step = stay("steps", reps(count), alternate=True, sets=sets, sides=sides)
    written = replace(PAIRED, steps=(step,)) if in_pairs else flow(step)
    timeline = compile_flow(written, replace(choices, first=None))
    done = [s for s in timeline.segments if s.kind is K.REP]
    assert not [s for s in timeline.segments if s.kind is K.SWITCH]
    each = count * (1 + in_pairs)
    assert [s.side for s in done] == [sides[i % 2] for i in range(each)] * sets
    assert [s.rep for s in done] == [i // (1 + in_pairs) + 1 for i in range(each)] * sets
    assert {s.reps for s in done} == {count}
    lasts = [s for s in done if any(c.name is CueName.LAST for c in s.chimes)]
    assert len(lasts) == (sets if count > 1 else 0)


@given(st.lists(st.integers(1, 9), min_size=2, max_size=5), st.booleans())
@settings(max_examples=examples(40), deadline=None)
def test_each_round_has_the_reps_that_are_written_for_it(numbers: list[int], inner: bool) -> None:
    step: Step = replace(stay("bridge", reps(max(numbers))), by_round=tuple(numbers))
    if inner:  # a group without rounds of its own does not come between
        step = Group((step,), 1)
    timeline = compile_flow(flow(Group((step,), 1, repeat=reps(len(numbers)))), NOW)
    done = [s for s in timeline.segments if s.kind is K.REP]
    found = [len(list(some)) for _, some in groupby(done, key=lambda s: s.round)]
    assert found == numbers


def told(segment: Segment) -> list[str]:
    return [line.text for line in segment.lines]


def test_the_rest_tells_which_set_is_next_and_counts_down_to_it() -> None:
    timeline = compile_flow(flow(stay("bridge", reps(3), sets=3, every=60)), NOW)
    rests = [s for s in timeline.segments if s.kind is K.REST]
    assert [told(s)[-4:] for s in rests] == [
        ["Second set.", "Three.", "Two.", "One."],
        ["Last set.", "Three.", "Two.", "One."],
    ]
    assert all("Come out." in told(s) and "Rest." in told(s) for s in rests)
    assert not any("Again." in told(s) for s in timeline.segments)


def test_a_way_that_follows_is_walked_within_the_interval_and_not_counted_down_to() -> None:
    timeline = compile_flow(flow(stay("pigeon", breaths(2), sets=2, every=180)), NOW)
    (rest,) = (s for s in timeline.segments if s.kind is K.REST)
    assert timeline.segments[rest.index + 1].kind is K.SWITCH
    assert "One." not in told(rest)
    assert sum("Come out." in told(s) for s in timeline.segments[rest.index - 1 : rest.index + 2])
    assert apart(timeline, "set") == [(180, False)]


def test_where_the_way_leaves_no_time_there_is_no_rest() -> None:
    timeline = compile_flow(flow(stay("pigeon", breaths(2), sets=2, every=70)), NOW)
    assert all(s.is_moment for s in timeline.segments if s.kind is K.REST)
    ((gap, is_noted),) = apart(timeline, "set")
    assert is_noted
    assert 70 < gap < 80


def test_a_set_that_takes_longer_is_followed_at_once_and_noted() -> None:
    timeline = compile_flow(flow(stay("locust", seconds(20), sets=3, every=15)), NOW)
    assert apart(timeline, "set") == [(20, True)] * 2
    holds = [s for s in timeline.segments if s.kind is K.HOLD]
    assert told(holds[0])[-1] == "Second set."
    assert holds[1].notes == (
        "every 15 seconds is too short: 20 pass before what follows can begin",
    )


def test_one_long_round_does_not_take_from_the_next() -> None:
    step = replace(stay("bridge", reps(9)), by_round=(9, 2, 2))
    group = Group((step,), 1, repeat=reps(3), every=60)
    (first, is_noted), second = apart(compile_flow(flow(group), NOW), "round")
    assert (is_noted, second) == (True, (60, False))
    assert first > 60


def test_the_side_of_each_repetition_is_called_by_its_limb() -> None:
    step = stay("steps", reps(4), alternate=True)
    done = [s for s in compile_flow(flow(step), NOW).segments if s.kind is K.REP]
    called = [[line.text for line in s.lines if line.role is Role.CALL] for s in done]
    assert called == [["Travelling left."], ["Travelling right."], ["Travelling left."], []]


def test_with_no_room_for_the_limb_the_side_is_called() -> None:
    quick = replace(POSES["steps"], rep=(replace(POSES["steps"].rep[0], seconds=1.5),))
    any_flow = replace(flow(stay("steps", reps(3), alternate=True)), poses=POSES | {"steps": quick})
    done = [s for s in compile_flow(any_flow, NOW).segments if s.kind is K.REP]
    called = [line.text for s in done for line in s.lines if line.role is Role.CALL]
    assert called == ["Left.", "Right."]


def test_an_option_that_takes_the_sides_away_leaves_plain_reps() -> None:
    step = stay("bridge", reps(3), options=("leg-lift",), alternate=True)
    sided = compile_flow(flow(step), NOW)
    assert [s.side for s in sided.segments if s.kind is K.REP] == [
        Side.RIGHT,
        Side.LEFT,
        Side.RIGHT,
    ]
    plain = compile_flow(flow(step), replace(NOW, options=("no-leg-lift",)))
    assert [s.side for s in plain.segments if s.kind is K.REP] == [None] * 3


def test_rounds_with_other_reps_tell_how_many_they_have() -> None:
    step = replace(stay("steps", reps(3), alternate=True), by_round=(3, 2))
    timeline = compile_flow(flow(Group((step,), 1, repeat=reps(2), every=90)), NOW)
    counted = [line.text for s in timeline.segments for line in s.lines if line.role is Role.COUNT]
    assert "Three times, sides in turn." in counted
    assert "Twice, sides in turn." in counted or "Twice." in counted
