"""A breath that is held is told before it begins, once, and again where it is held otherwise."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bundled import bundled_flow
from tests.flows import breaths, flow, reps, seconds, stay
from tests.strength import examples
from yogaflow.model import Breath, Half, MoveStep, Step
from yogaflow.timeline import Choices, Role, Segment, SegmentKind, Timeline, compile_flow
from yogaflow.timeline.cues import CueName
from yogaflow.timeline.phrases import DIZZY, pattern

PLAIN, HELD, LONGER = Breath(4, 6), Breath(4, 6, full=2), Breath(4, 8, full=16)


def plan(*steps: Step) -> Timeline:
    return compile_flow(flow(*steps), Choices(countdown=0))


def seat(breath: Breath) -> Step:
    return stay("easy-seat", breaths(3), breath=breath)


def said(segment: Segment) -> list[str]:
    return [line.text for line in segment.lines]


def test_it_is_told_once_and_a_new_one_with_a_bowl() -> None:
    timeline = plan(seat(HELD), seat(HELD), seat(LONGER), seat(PLAIN))
    told = [
        (s.kind, said(s), s.chimes[0].name)
        for s in timeline.segments[1:]
        if s.kind is SegmentKind.ENTER
    ]
    assert told == [
        (SegmentKind.ENTER, [DIZZY, "In four, hold sixteen, out eight."], CueName.NEXT),
        (SegmentKind.ENTER, ["In four, out six."], CueName.NEXT),
    ]
    assert said(timeline.segments[0])[-1] == "In four, hold two, out six."


def test_after_moving_into_the_pose_too() -> None:
    timeline = plan(MoveStep(Half.EXHALE, 1, "mountain"), stay("mountain", breaths(2), breath=HELD))
    hold = next(s for s in timeline.segments if s.kind is SegmentKind.HOLD)
    assert said(timeline.segments[hold.index - 1])[-1] == pattern(HELD)


def test_repetitions_hold_no_breath() -> None:
    timeline = plan(stay("bridge", breaths(2), breath=HELD), stay("bridge", reps(3), breath=HELD))
    assert [text for s in timeline.segments for text in said(s)].count(pattern(HELD)) == 1


@given(st.lists(st.sampled_from([PLAIN, HELD, LONGER]), min_size=1, max_size=6))
@settings(max_examples=examples(30), deadline=None)
def test_wherever_the_breath_is_held_otherwise_it_is_told_right_before(
    order: list[Breath],
) -> None:
    timeline = plan(*map(seat, order))
    holds = [s for s in timeline.segments if s.kind is SegmentKind.HOLD]
    between = [
        [
            text
            for s in timeline.segments[before.index + 1 : after.index]
            for text in said(s)
            if text.startswith("In ")
        ]
        for before, after in pairwise(holds)
    ]
    assert between == [[] if one == two else [pattern(two)] for one, two in pairwise(order)]


@given(
    st.sampled_from(sorted(bundled_flow("hip-openers").poses)),
    st.sampled_from([HELD, LONGER]),
    st.sampled_from([180, 600]),
)
@settings(max_examples=examples(30), deadline=None)
def test_nothing_tells_how_to_breathe_while_it_is_held(
    pose: str, breath: Breath, length: int
) -> None:
    bundled = bundled_flow("hip-openers")
    step = stay(pose, seconds(length), breath=breath)
    timeline = compile_flow(replace(bundled, steps=(step,)), Choices(countdown=0))
    cues = [
        line.text
        for s in timeline.segments
        if s.kind is SegmentKind.HOLD
        for line in s.lines
        if line.role in {Role.CUE, Role.MORE}
    ]
    assert cues
    assert not [text for text in cues if re.search("breath|inhale|exhale", text.lower())]
