"""Cautions: each is said once in a practice, before what it warns of, and never swallowed."""

from __future__ import annotations

import pytest

from tests.bundled import BundledPoses
from yogaflow.format import load_flow
from yogaflow.timeline import Choices, Role, Timeline, compile_flow

HIP = "Replaced hip? Leave the legs uncrossed."


def plan(steps: str, head: str = "") -> Timeline:
    flow = load_flow(f"title: A\n{head}flow:\n{steps}", path="", key="a", poses=BundledPoses())
    return compile_flow(flow, Choices(countdown=0))


def cautions(timeline: Timeline) -> list[tuple[str | None, str]]:
    return [
        (segment.pose, line.text)
        for segment in timeline.segments
        for line in segment.lines
        if line.role is Role.CAUTION
    ]


def test_a_hazard_is_told_once_whichever_pose_has_it() -> None:
    keys = ("gomukhasana", "ankle-to-knee", "crossed-knees-hug", "gomukhasana")
    told = cautions(plan("".join(f"  - {key}: 2 breaths\n" for key in keys)))
    assert [pose for pose, text in told if text == HIP] == ["gomukhasana"]
    # What is told of one of them only is told there.
    others = [(pose, text) for pose, text in told if text != HIP]
    assert [pose for pose, _ in others] == ["gomukhasana", "ankle-to-knee"]


@pytest.mark.parametrize("head", ["", "transition: direct\n", "transition: 2s\n"])
def test_what_a_stance_warns_of_is_told_before_the_way_that_takes_it(head: str) -> None:
    own = "poses: {shoelace: {name: Shoelace, sides: <side> knee on top}}\n"
    steps = "  - {pigeon: 2 breaths, sides: right}\n  - {shoelace: 2 breaths, sides: right}\n"
    timeline = plan(steps, head + own)
    way = next(s for s in timeline.segments if s.pose == "shoelace" and s.lines)
    said = [(line.role, line.text) for line in way.lines]
    roads = [place for place, (role, _) in enumerate(said) if role is Role.POSITION]
    warned = said.index((Role.CAUTION, HIP))
    assert all(warned < place for place in roads)
    assert roads or head
    names = [place for place, (role, _) in enumerate(said) if role is Role.NAME]
    assert all(warned < place for place in names)


def test_a_way_that_is_not_walked_has_told_nothing() -> None:
    care = "cautions: Mind the neck."
    own = f"poses:\n  low: {{name: Low, stance: supine, {care}}}\n"
    own += f"  up: {{name: Up, stance: prone, {care}}}\n"
    steps = "  - bridge: 2 breaths\n  - {low: 2 breaths, transition: none}\n  - up: 2 breaths\n"
    assert ("up", "Mind the neck.") in cautions(plan(steps, own))
