"""From any pose to any pose of the library, on either side: the words of one way fit each other."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.bundled import POSES, bundled_pose, bundled_stances
from tests.flows import breaths
from tests.strength import QUICK
from yogaflow.model import Flow, PoseStep, Side, sided_text
from yogaflow.timeline import Choices, Segment, SegmentKind, compile_flow
from yogaflow.timeline.roads import begins_at, ends_at, road
from yogaflow.timeline.timeline import Role

LIBRARY = {key: bundled_pose(key) for key in POSES}
STANCES = bundled_stances()
SIDES = ((Side.RIGHT, Side.RIGHT), (Side.RIGHT, Side.LEFT), (Side.LEFT, Side.RIGHT))
WAYS = {SegmentKind.ENTER, SegmentKind.SWITCH}


def step(key: str, side: Side) -> PoseStep:
    sides = (side,) if LIBRARY[key].sides else None
    return PoseStep(key, dict.fromkeys(Side, breaths(1)), 1, sides=sides)


def ways(key: str, one: Side, other: Side) -> list[tuple[str, Segment]]:
    """The ways from a pose to each other one and back, each with the pose it comes from."""
    steps = [step(key, one)]
    for there in POSES:
        if there != key:
            steps += [step(there, other), step(key, one)]
    flow = Flow("pairs", "Pairs", tuple(steps), LIBRARY, stances=STANCES)
    plan = compile_flow(flow, Choices(countdown=0))
    visits = [visit for visit in plan.visits if visit.pose]
    found = []
    for before, after in pairwise(visits):
        first = plan.segments[after.first]
        assert first.kind in WAYS
        assert before.pose is not None
        found.append((before.pose, first))
    return found


@pytest.mark.parametrize("sides", SIDES, ids=lambda sides: f"{sides[0]}-{sides[1]}")
@pytest.mark.parametrize("key", POSES[::6] if QUICK else POSES)
def test_the_words_of_a_way_fit_each_other(key: str, sides: tuple[Side, Side]) -> None:
    for before, way in ways(key, *sides):
        texts = [line.text for line in way.lines]
        where = f"{before} -> {way.pose}: {texts}"
        assert len(texts) == len(set(texts)), where
        assert not any("<" in text for text in texts), where
        # Each line is over before the next begins, and the last before the way ends.
        for one, following in pairwise(way.lines):
            assert one.offset + one.seconds < following.offset, where
        assert way.lines[-1].offset + way.lines[-1].seconds <= way.duration, where
        # Nobody is led for a minute, and nobody is told more than can be kept in mind.
        assert way.duration < 60, where
        assert LIBRARY[way.pose or ""].spoken in " ".join(texts), where


@pytest.mark.parametrize("key", POSES[::6] if QUICK else POSES)
def test_the_way_out_and_the_road_are_said_from_where_the_body_is(key: str) -> None:
    for before, way in ways(key, Side.RIGHT, Side.LEFT):
        left, goal = LIBRARY[before], LIBRARY[way.pose or ""]
        if before in goal.come_from:
            continue
        side = (Side.RIGHT if before == key else Side.LEFT) if left.sides else None
        start = ends_at(left, side, STANCES)
        legs = road(STANCES, start, begins_at(goal, way.side, STANCES))
        assert legs is not None
        said = [line.text for line in way.lines if line.role in {Role.EXIT, Role.POSITION}]
        out = [sided_text(text, side) for text in (w.text for w in left.come_out)]
        assert said == [*out, *(sided_text(w.text, leg.side) for leg in legs for w in leg.say)]


BOUND_TO_ONE_WAY = re.compile(r"\b[Ff]rom (?:plank|all fours|hands and knees|standing|down dog)\b")


@pytest.mark.parametrize("key", POSES)
def test_what_a_pose_says_is_true_whatever_the_road_was(key: str) -> None:
    pose = LIBRARY[key]
    assert pose.begins is not None
    lines = [words.text for words in (*pose.come_in.say, *pose.come_out)]
    assert not any(BOUND_TO_ONE_WAY.search(line) for line in lines)
    for other in pose.come_from:
        assert other in LIBRARY
        assert other != key
