"""From any pose to any other the figure walks the road of the voice, each limb when it is told."""

from __future__ import annotations

from math import degrees, dist

import pytest

from tests.bundled import POSES, BundledPoses, bundled_pose, bundled_stances
from tests.format_help import flow_of
from tests.practice.test_staging import seen
from tests.strength import QUICK
from tests.timeline.test_pairs import step
from yogaflow.figure.rig import between_poses, head_turn
from yogaflow.model import Flow, Side
from yogaflow.practice.staging import Staging
from yogaflow.timeline import MOVING, Choices, Segment, Timeline, compile_flow

STANCES = bundled_stances()
LIBRARY = {key: bundled_pose(key) for key in POSES}
FARTHEST = 80
"""Degrees that a head turns from the chest at most."""

LEAP = 30.0
"""Centimetres that a hand or a foot goes in a tenth of a second at most."""


def plan(key: str) -> Timeline:
    """From that pose on the right to each other one on the left, and back."""
    steps = [step(key, Side.RIGHT)]
    for other in POSES[::2] if QUICK else POSES:
        if other != key:
            steps += [step(other, Side.LEFT), step(key, Side.RIGHT)]
    flow = Flow("roads", "Roads", tuple(steps), LIBRARY, stances=STANCES)
    return compile_flow(flow, Choices(countdown=0))


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
