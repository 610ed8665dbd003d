"""Measuring a flow: the same as compiling it, to the last bit, whatever is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bundled import bundled_flow
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
from yogaflow.model import (
    MAX_SECONDS,
    MAX_SEGMENTS,
    Breath,
    Entrance,
    Flow,
    Group,
    Half,
    Level,
    MoveStep,
    RestStep,
    SayStep,
    Side,
)
from yogaflow.storage.paths import sequences_dir
from yogaflow.timeline import COUNTED, Choices, Timeline, TooLongError, compile_flow
from yogaflow.timeline.builder import Builder
from yogaflow.timeline.known import Known
from yogaflow.timeline.measure import Measure, Measured, Played
from yogaflow.timeline.meter import measure_flow
from yogaflow.timeline.outline import held_segment
from yogaflow.timeline.visit import Stay

T = TypeVar("T")
KNOWN = Known()
"""Shared by all the tests: whatever has been measured before, nothing may come of it."""

choices = st.builds(
    Choices,
    first=st.none() | st.sampled_from(list(Side)),
    level=st.sampled_from(list(Level)),
    pace=st.sampled_from([0.7, 1.0, 1.3]),
    unhurried=st.sampled_from([1.0, 1.5]),
    options=st.sampled_from([(), ("band",), ("leg-lift",), ("no-band",)]),
    countdown=st.sampled_from([0.0, 20.0]),
    skip_optional=st.booleans(),
    tapped=st.booleans(),
)


def visits_of(timeline: Timeline) -> tuple[Measured, ...]:
    """What a measure should say of each visit, from the plan."""
    found = []
    for visit in timeline.visits:
        own = timeline.segments[visit.first : visit.last + 1]
        held = held_segment(timeline, visit)
        found.append(
            Measured(
                key=visit.key,
                entry=visit.entry,
                kind=visit.kind,
                pose=visit.pose,
                side=visit.side,
                options=visit.options,
                line=visit.line,
                start=own[0].start,
                seconds=sum(segment.duration for segment in own),
                breaths=sum(segment.breaths for segment in own if segment.kind in COUNTED),
                unit=held.unit if held else None,
                amount=held.amount if held else 0,
            )
        )
    return tuple(found)


def side_breaths(timeline: Timeline, side: Side) -> int:
    return sum(s.breaths for s in timeline.segments if s.kind in COUNTED and s.side is side)


def refusal(action: Callable[[], T]) -> tuple[tuple[str, int] | None, T | None]:
    """Why a flow is too long and where, or what is made of it."""
    try:
        return None, action()
    except TooLongError as error:
        return (str(error), error.line), None


def agree(measured: Flow, chosen: Choices, known: Known) -> Measure | None:
    """Measure and compile a flow, and compare all there is; None where both refuse it."""
    refused, timeline = refusal(lambda: compile_flow(measured, chosen))
    refused_too, measure = refusal(lambda: measure_flow(measured, chosen, known))
    assert refused_too == refused
    if timeline is None or measure is None:
        return None
    assert measure.visits() == visits_of(timeline)
    assert measure.seconds == timeline.duration
    assert measure.breaths == timeline.breaths
    assert measure.right == side_breaths(timeline, Side.RIGHT)
    assert measure.left == side_breaths(timeline, Side.LEFT)
    assert measure.segments == len(timeline.segments)
    played = measure.played()
    wanted = played_of(measure.visits())
    assert {entry: (one.start, one.sides) for entry, one in played.items()} == {
        entry: (one.start, one.sides) for entry, one in wanted.items()
    }
    for entry, one in played.items():
        assert one.seconds == pytest.approx(wanted[entry].seconds)
    return measure


def played_of(visits: tuple[Measured, ...]) -> dict[tuple[int, ...], Played]:
    """The entries of some visits, and the groups around them."""
    found: dict[tuple[int, ...], Played] = {}
    for visit in visits:
        between = -1 in visit.entry
        entry = visit.entry[:-1] if between else visit.entry
        for depth in range(1, len(entry) + 1):
            one = found.get(entry[:depth], Played(visit.start, 0.0, ()))
            sides = one.sides
            if depth == len(entry) and not between and visit.side and visit.side not in sides:
                sides = (*sides, visit.side)
            found[entry[:depth]] = Played(one.start, one.seconds + visit.seconds, sides)
    return found


@settings(max_examples=250, deadline=None)
@given(flows(), choices)
def test_a_measure_is_what_the_compiler_says(measured: Flow, chosen: Choices) -> None:
    agree(measured, chosen, KNOWN)


@settings(max_examples=100, deadline=None)
@given(flows(), choices, st.data())
def test_also_from_a_visit_on_and_with_what_is_chosen_for_single_entries(
    measured: Flow, chosen: Choices, data: st.DataObject
) -> None:
    visits = compile_flow(measured, chosen).visits
    some = data.draw(st.sampled_from([visit for visit in visits if visit.entry] or visits))
    agree(measured, replace(chosen, start=some.key), KNOWN)
    agree(measured, replace(chosen, flips=frozenset({some.key})), KNOWN)
    agree(measured, replace(chosen, adjust={some.entry: 3}), KNOWN)


@settings(max_examples=60, deadline=None)
@given(flows(), flows(), choices)
def test_a_flow_that_grows_step_by_step_is_measured_as_a_whole_each_time(
    one: Flow, two: Flow, chosen: Choices
) -> None:
    steps = (*one.steps, *two.steps, *one.steps)
    for count in range(1, len(steps) + 1):
        agree(flow(*steps[:count], breath=two.breath), chosen, KNOWN)


@settings(max_examples=80, deadline=None)
@given(flows(), flows(), flows(), choices, st.data())
def test_a_change_in_the_midst_of_a_flow(
    one: Flow, two: Flow, new: Flow, chosen: Choices, data: st.DataObject
) -> None:
    known = Known()
    whole = (*one.steps, *two.steps, *one.steps, *two.steps)
    agree(flow(*whole), chosen, known)
    for _ in range(3):
        first = data.draw(st.integers(0, len(whole)))
        last = data.draw(st.integers(first, min(len(whole), first + 2)))
        agree(flow(*whole[:first], *new.steps, *whole[last:]), chosen, known)
        agree(flow(*whole[:first], *whole[last:]), chosen, known)
        agree(flow(*whole), chosen, known)


@pytest.mark.parametrize("key", sorted(path.stem for path in sequences_dir().glob("*.yaml")))
@pytest.mark.parametrize("level", list(Level))
def test_the_bundled_flows(key: str, level: Level) -> None:
    agree(bundled_flow(key), Choices(level=level), KNOWN)
    agree(bundled_flow(key), Choices(level=level, countdown=0, first=Side.LEFT), KNOWN)


def test_nothing_is_laid_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Known()
    lines = tuple(replace(step, line=step.line + 10) for step in HIPS.steps)
    first = measure_flow(HIPS, Choices(), known)

    def refuse(*_: object) -> None:
        raise AssertionError("laid again")

    monkeypatch.setattr(Builder, "stay", refuse)
    moved = measure_flow(flow(*lines), Choices(), known)
    assert moved.seconds == first.seconds
    assert [visit.line for visit in moved.visits()][-2:] == [14, 0]


def test_of_a_group_only_what_has_changed_is_laid(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Known()
    steps = [stay("pigeon", breaths(count)) for count in range(1, 30)]
    laid: list[Stay] = []
    real = Builder.stay

    def note(out: Builder, one: Stay) -> None:
        laid.append(one)
        real(out, one)

    monkeypatch.setattr(Builder, "stay", note)
    group = Group(tuple(steps), 1, sides=RIGHT_LEFT)
    agree(flow(group), Choices(), known)
    laid.clear()
    steps[7] = stay("pigeon", breaths(50))
    measure_flow(flow(replace(group, steps=tuple(steps))), Choices(), known)
    assert len(laid) == 2


def test_another_pose_of_the_same_key_is_another_pose() -> None:
    known = Known()
    slow = replace(POSES["locust"], come_in=Entrance(90.0))
    one = flow(stay("locust", breaths(3)))
    agree(one, Choices(), known)
    agree(replace(one, poses=POSES | {"locust": slow}), Choices(), known)
    resting = flow(stay("locust", breaths(3)), RestStep(breaths(3), 2))
    far = replace(POSES["prone-rest"], come_in=Entrance(90.0))
    agree(resting, Choices(), known)
    agree(replace(resting, poses=POSES | {"prone-rest": far}), Choices(), known)


def test_a_half_breath_that_is_finished_later_belongs_to_the_movement() -> None:
    known = Known()
    inhale = MoveStep(Half.INHALE, 1, pose="arms-up")
    exhale = MoveStep(Half.EXHALE, 2, pose="fold")
    for steps in (
        (inhale,),
        (exhale,),
        (inhale, stay("locust", breaths(1))),
        (exhale, exhale),
        (inhale, inhale, SayStep(("Rest.",), 3), exhale),
        (SayStep(("Rest.",), 3), exhale, inhale),
        (Group((inhale, exhale, inhale), 1, repeat=reps(3)), stay("warrior", seconds(7))),
        (stay("warrior", seconds(7)), replace(inhale, breath=None), RestStep(seconds(3), 1)),
    ):
        for countdown in (0.0, 20.0):
            agree(flow(*steps), Choices(countdown=countdown), known)


def test_a_flow_that_is_too_long_is_refused_as_the_compiler_refuses_it() -> None:
    known = Known()
    many = Group((stay("locust", breaths(1)),), 1, repeat=reps(1000))
    quick = Breath(0.5, 0.5)
    long = stay("locust", seconds(int(MAX_SECONDS) // 3))
    assert agree(flow(*[many] * 9, breath=quick), Choices(), known) is not None
    assert agree(flow(*[many] * 11, breath=quick), Choices(), known) is None
    assert agree(flow(*[many] * 11, breath=quick), Choices(), known) is None
    assert agree(flow(stay("bridge", reps(MAX_SEGMENTS + 1))), Choices(), known) is None
    assert agree(flow(long, long), Choices(), known) is not None
    assert agree(flow(long, long, stay("warrior", breaths(3)), long), Choices(), known) is None


def test_what_is_remembered_is_bounded() -> None:
    known = Known(limit=20)
    for count in range(1, 90):
        agree(flow(stay("locust", breaths(count)), HIPS.steps[0]), Choices(), known)
    assert max(known.sizes()) <= 40


def test_a_voice_of_its_own_length() -> None:
    known = Known(speech=lambda text: len(text) * 0.4)
    timeline = compile_flow(HIPS, Choices(), lambda text: len(text) * 0.4)
    assert measure_flow(HIPS, Choices(), known).seconds == timeline.duration
    assert measure_flow(HIPS, Choices()).seconds != timeline.duration
