"""Repetitions that travel: one foot stays on the mat, and lengths lead along it and back."""

from __future__ import annotations

from math import dist

import pytest

from tests.bundled import BundledPoses
from tests.format_help import flow_of
from tests.practice.test_staging import seen
from yogaflow.figure.body import MAT_LENGTH
from yogaflow.practice.staging import Staging
from yogaflow.practice.travel import NOWHERE, travelled
from yogaflow.timeline import Choices, Segment, SegmentKind, Timeline, compile_flow

TEXT = """\
title: Along the mat
flow:
  - mountain: 2 breaths
  - sides: right, left
    flow:
      - pose: utkatasana-side-steps
        reps: 5
        options: [{option}]
      - rest: 1 breath
  - banded-walk: 2 reps
  - bridge: 2 breaths
"""
FEET = ("right ankle", "left ankle")


def plan(option: str = "leg-lift") -> Timeline:
    return compile_flow(flow_of(TEXT.format(option=option), BundledPoses()), Choices(countdown=0))


def reps(timeline: Timeline, pose: str) -> list[Segment]:
    return [s for s in timeline.segments if s.kind is SegmentKind.REP and s.pose == pose]


@pytest.mark.parametrize("option", ["leg-lift", "band"])
def test_in_every_step_one_foot_stays_where_it_is(option: str) -> None:
    timeline, staging = plan(option), Staging()
    for pose, steps in (("utkatasana-side-steps", 1), ("banded-walk", 4)):
        for segment in reps(timeline, pose):
            for phase in segment.phases:
                for step in range(steps):
                    begin = phase.offset + phase.seconds * step / steps
                    looks = []
                    for share in (0.01, 0.3, 0.6, 0.99):
                        at = (begin + share * phase.seconds / steps) / segment.duration
                        moment = staging.moment(seen(timeline, segment, at))
                        assert moment is not None
                        looks.append(moment.stance)
                    slips = {
                        foot: max(dist(looks[0].joints[foot], s.joints[foot]) for s in looks)
                        for foot in FEET
                    }
                    assert min(slips.values()) < 0.5, (pose, phase, slips)


def test_a_length_leads_along_the_mat_and_the_next_one_back() -> None:
    timeline, staging = plan(), Staging()
    places = [travelled(timeline, s.index)[0] for s in reps(timeline, "utkatasana-side-steps")]
    there, back = places[:5], places[5:]
    assert there == sorted(there)
    assert there[-1] > 55
    assert back == pytest.approx([*reversed(there[:-1]), -there[-1]])
    for segment in timeline.segments:
        for share in (0.0, 0.5, 0.99):
            moment = staging.moment(seen(timeline, segment, share))
            assert moment is not None
            body = moment.stance
            # But for the toes of one who has walked four steps.
            assert all(abs(body.joints[n][0]) < MAT_LENGTH / 2 + 6 for n in body.contacts)


def test_a_rest_is_taken_where_one_has_got_to_and_another_pose_in_its_place() -> None:
    timeline = plan()
    for rest in (s for s in timeline.segments if s.kind is SegmentKind.REST):
        assert abs(travelled(timeline, rest.index)[0]) > 55
    assert all(travelled(timeline, s.index) == NOWHERE for s in timeline.segments if s.index < 2)
    last = [s for s in timeline.segments if s.pose == "bridge"]
    assert [travelled(timeline, s.index) for s in last] == [NOWHERE] * len(last)


def test_the_picture_holds_the_whole_length() -> None:
    timeline, staging = plan(), Staging()
    for segment in reps(timeline, "utkatasana-side-steps"):
        moment = staging.moment(seen(timeline, segment, 0.5))
        assert moment is not None
        framed = [shape.joints["pelvis"][0] for shape in moment.framed]
        assert min(framed) < -50
        assert max(framed) > 50
