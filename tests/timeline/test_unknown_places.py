"""Poses of which nobody knows where they are, and what is on one side: nobody is sent astray."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.bundled import bundled_pose, bundled_stances
from tests.flows import POSES, breaths
from tests.flows import stay as any_stay
from yogaflow.export.cards import Note
from yogaflow.export.contact import contact_sheet
from yogaflow.export.listing import pose_text
from yogaflow.figure.rig import stance
from yogaflow.library.library import Entry
from yogaflow.library.summarise import listed_of
from yogaflow.library.summary import POSITION
from yogaflow.model import (
    Entrance,
    Family,
    Flow,
    Half,
    MoveStep,
    Pose,
    PoseStep,
    Position,
    RestStep,
    Step,
    Words,
)
from yogaflow.timeline import Choices, Role, SegmentKind, Timeline, compile_flow
from yogaflow.timeline.roads import USUAL, Place, arrival_line, begins_at, road, seconds_of

STORK = Pose("stork", "Stork", position=None, starts=None, come_out=(Words("Unfold."),))
SIESTA = Pose("siesta", "Siesta", position=Position.SIDE_LYING, starts=Position.SIDE_LYING)
HERON = Pose("heron", "Heron", position=None, starts=None)
CRANE = Pose("crane", "Crane", come_from={"stork": Entrance(5.0)})
NOW = Choices(countdown=0)
STANCES = bundled_stances()


def stay(pose: str) -> PoseStep:
    return any_stay(pose, breaths(4))


def plan(*steps: Step, choices: Choices = NOW) -> Timeline:
    own = {pose.key: pose for pose in (STORK, SIESTA, HERON, CRANE)}
    found = Flow("test", "Test", steps, {**POSES, **own}, stances=STANCES)
    return compile_flow(found, choices)


def said(timeline: Timeline, pose: str, *roles: Role) -> list[str]:
    return [
        line.text
        for segment in timeline.segments
        if segment.pose == pose
        for line in segment.lines
        if line.role in roles
    ]


@pytest.mark.parametrize("before", ["mountain", "locust", "easy-seat"])
def test_on_the_way_to_an_unknown_place_only_the_name_is_said(before: str) -> None:
    timeline = plan(stay(before), stay("stork"))
    assert said(timeline, "stork", Role.POSITION) == []
    assert said(timeline, "stork", Role.NAME) == ["Stork."]


@pytest.mark.parametrize("after", ["mountain", "locust", "easy-seat", "childs-pose", "siesta"])
def test_from_an_unknown_place_the_way_begins_with_the_next_poses_own(after: str) -> None:
    timeline = plan(stay("prone-rest"), stay("stork"), stay(after))
    pose = timeline.flow.poses[after]
    arrival = arrival_line(pose, None, STANCES)
    assert arrival
    assert said(timeline, after, Role.EXIT, Role.POSITION) == ["Unfold.", arrival]
    way = next(s for s in timeline.segments if s.pose == after)
    goal = begins_at(pose, None, STANCES)
    assert goal is not None
    longest = max(seconds_of(road(STANCES, Place(at), goal) or ()) for at in USUAL.values())
    assert longest >= 13
    assert way.duration >= longest + pose.come_in.seconds


def test_a_short_cut_and_a_second_unknown_place_need_no_arriving() -> None:
    timeline = plan(stay("stork"), stay("heron"), stay("stork"), stay("crane"))
    for pose in ("heron", "stork", "crane"):
        assert said(timeline, pose, Role.POSITION) == []


def test_the_countdown_names_no_place_that_nobody_knows() -> None:
    assert arrival_line(STORK, None, STANCES) == ""
    timeline = plan(stay("stork"), choices=Choices(countdown=30))
    assert not {line.text for line in timeline.segments[0].lines} & {
        stance.arrive for stance in STANCES.by_key.values()
    }


def test_a_movement_up_from_an_unknown_place_is_arrived_at_first() -> None:
    timeline = plan(stay("stork"), MoveStep(Half.INHALE, 3, "mountain"))
    assert said(timeline, "mountain", Role.POSITION) == [STANCES.by_key["standing"].arrive]


@pytest.mark.parametrize("pose", ["stork", "siesta"])
def test_a_bare_rest_stays_where_no_pose_is_known_to_rest_in(pose: str) -> None:
    timeline = plan(stay("easy-seat"), stay(pose), RestStep(breaths(4), 3))
    (rest,) = (s for s in timeline.segments if s.kind is SegmentKind.REST)
    assert rest.pose == pose
    assert "Rest here." in [line.text for line in rest.lines]
    assert timeline.segments[rest.index - 1].kind is SegmentKind.HOLD


def test_lists_filters_and_figures_cope_with_a_place_nobody_knows() -> None:
    timeline = plan(stay("mountain"), stay("stork"), stay("siesta"))
    entry = Entry("t", "T", Path("t.yaml"), True, timeline.flow)
    places = [mark.name for mark in listed_of(entry)[1] if mark.about == POSITION]
    assert places == ["standing", "side-lying"]
    headings = [
        item.text for item in contact_sheet([STORK, SIESTA]).items if isinstance(item, Note)
    ]
    assert headings == ["Side lying", "Without a position"]
    assert "without a position" in pose_text(STORK)
    figure = bundled_pose("savasana").figure
    for pose, family in ((SIESTA, Family.SUPINE), (STORK, Family.STANDING)):
        body = stance(replace(pose, figure=figure), None)
        assert body is not None
        assert body.family is family


def test_one_gets_up_from_ones_side_to_the_end() -> None:
    timeline = plan(stay("siesta"))
    close = timeline.segments[-1]
    assert "Press your hands, sit up." in [line.text for line in close.lines]
