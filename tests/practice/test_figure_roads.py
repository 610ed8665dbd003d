"""From any pose to any other the figure walks the road of the voice, each limb when it is told."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import degrees, dist
from random import Random

import pytest

from tests.bundled import POSES, BundledPoses, bundled_pose, bundled_stances
from tests.format_help import flow_of
from tests.practice.test_staging import seen
from tests.strength import QUICK
from tests.timeline.test_pairs import step
from yogaflow.figure.body import SIDES
from yogaflow.figure.motion import Way
from yogaflow.figure.rig import Joints, Stance, between_poses, head_turn
from yogaflow.figure.vectors import apart
from yogaflow.model import Flow, Side
from yogaflow.practice.staging import Staging
from yogaflow.timeline import MOVING, Choices, Segment, Timeline, compile_flow

STANCES = bundled_stances()
LIBRARY = {key: bundled_pose(key) for key in POSES}
FARTHEST = 80
"""Degrees that a head turns from the chest at most."""

LEAP = 30.0
"""Centimetres that a hand or a foot goes in a tenth of a second at most."""

NEAR, THROUGH = 4.0, 2.5
"""Centimetres between the middles of two limbs: nearer they touch, or go through each other."""


def plan(key: str) -> Timeline:
    """From that pose on the right to each other one on the left, and back."""
    steps = [step(key, Side.RIGHT)]
    for other in POSES[::2] if QUICK else POSES:
        if other != key:
            steps += [step(other, Side.LEFT), step(key, Side.RIGHT)]
    flow = Flow("roads", "Roads", tuple(steps), LIBRARY, stances=STANCES)
    return compile_flow(flow, Choices(countdown=0))


def in_any_order() -> Timeline:
    """From pose to pose, each on a side by chance, the same every time."""
    chance = Random(13)
    keys = chance.sample(POSES, len(POSES) // 4 if QUICK else len(POSES))
    steps = tuple(step(key, chance.choice(tuple(Side))) for key in keys)
    return compile_flow(Flow("any", "Any", steps, LIBRARY, stances=STANCES), Choices(countdown=0))


def ways(timeline: Timeline) -> list[Segment]:
    return [segment for segment in timeline.segments if segment.kind in MOVING]


@pytest.mark.parametrize("key", POSES[::14] if QUICK else POSES[::4])
def test_the_body_is_in_each_stance_when_its_line_is_over(key: str) -> None:
    timeline, staging = plan(key), Staging()
    passed = 0
    for segment in ways(timeline):
        named = [stop for stop in segment.stops if stop.stance]
        assert [stop.ends for stop in segment.stops] == sorted(s.ends for s in segment.stops)
        for stop in named:
            drawn = between_poses(STANCES.by_key[stop.stance], stop.side)
            moment = staging.moment(seen(timeline, segment, stop.ends / segment.duration))
            if drawn is not None and moment is not None:
                passed += 1
                shown = moment.stance.joints
                gap = max(dist(drawn.joints[name], shown[name]) for name in shown)
                assert gap < 1.0, (segment.pose, stop)
    assert passed > len(ways(timeline)) / 2


@pytest.mark.parametrize("key", POSES[::14] if QUICK else POSES[::4])
def test_nobody_leaps_and_no_head_looks_behind(key: str) -> None:
    timeline, staging = plan(key), Staging()
    for segment in ways(timeline):
        moments = [staging.moment(seen(timeline, segment, n / 12)) for n in range(13)]
        for moment in moments:
            if moment is None:
                continue
            body = moment.stance
            turn = abs(degrees(head_turn(body)))
            assert turn <= FARTHEST + 1, (segment.pose, segment.lines, turn)
            here = body.joints
            share = 0.1 / max(0.1, moment.way.seconds)
            soon = moment.way.at(min(1.0, moment.share + share)).joints
            assert max(dist(here[name], soon[name]) for name in here) < LEAP, segment.pose


def test_a_half_breath_that_was_put_in_leaves_the_body_at_the_end_of_the_way_before_it() -> None:
    text = "title: Up\nflow: [savasana: 30s, exhale: {pose: warrior-1, side: right}]\n"
    timeline = compile_flow(flow_of(text, BundledPoses()), Choices(countdown=0))
    staging = Staging()
    [still] = [segment for segment in timeline.segments if segment.still]
    [stop] = still.stops
    drawn = between_poses(STANCES.by_key[stop.stance], stop.side)
    assert drawn is not None
    for share in (0.0, 0.5, 1.0):
        moment = staging.moment(seen(timeline, still, share))
        assert moment is not None
        assert max(dist(drawn.joints[n], moment.stance.joints[n]) for n in drawn.joints) < 1.0


BONES = tuple(
    (f"{side} {a}", f"{side} {b}")
    for side in SIDES
    for a, b in (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))
)
PAIRS = tuple((a, b) for a, b in combinations(BONES, 2) if not {*a} & {*b})


def gaps(body: Joints) -> dict[tuple[str, str], float]:
    """How far apart the bones of the limbs are, by the joints they lead to."""
    return {
        (one[1], other[1]): apart(*(body[joint] for joint in (*one, *other)))
        for one, other in PAIRS
    }


def through(start: Stance, end: Stance) -> set[tuple[str, str]]:
    """The limbs that go through each other on the way, though they do not touch at its ends."""
    at_ends = [gaps(start.joints), gaps(end.joints)]
    bodies = [gaps(Way((start, end)).at(n / 20).joints) for n in range(1, 20)]
    return {
        pair
        for body in bodies
        for pair, gap in body.items()
        if gap < THROUGH and min(ends[pair] for ends in at_ends) > NEAR
    }


def test_no_limb_goes_through_another() -> None:
    """Those that do not touch at either end of a stretch of the way."""
    timeline, staging = in_any_order(), Staging()
    stretches = {}
    for segment in ways(timeline):
        moment = staging.moment(seen(timeline, segment, 0.5))
        for start, end in pairwise(moment.way.stops if moment else ()):
            stretches[start, end] = segment.pose
    assert len(stretches) > len(timeline.flow.steps)
    faults = {
        (stretches[start, end], *found)
        for start, end in stretches
        if (found := through(start, end))
    }
    assert not faults


def test_a_body_is_where_it_is_however_one_has_got_there() -> None:
    """Back and forth in the same practice, or at once in a new one."""
    timeline, staging = in_any_order(), Staging()
    chance = Random(5)
    instants = [(chance.choice(ways(timeline)), chance.random()) for _ in range(20)]
    seen_once = [staging.moment(seen(timeline, *instant)) for instant in instants]
    for instant, before in reversed(list(zip(instants, seen_once, strict=True))):
        for again in (staging, Staging()):
            moment = again.moment(seen(timeline, *instant))
            assert (moment and moment.stance) == (before and before.stance)
