"""An option's own way in, cues and muscles are taken in place of the pose's, never after them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.bundled import bundled_flow, bundled_pose, bundled_stances
from tests.flows import POSES, RIGHT_LEFT, breaths, stay
from yogaflow.figure.rig import stance
from yogaflow.model import (
    Entrance,
    Flow,
    Muscle,
    MuscleSide,
    Option,
    Pose,
    Position,
    Side,
    Step,
    Words,
    Work,
)
from yogaflow.timeline import Choices, Role, Timeline, compile_flow
from yogaflow.timeline.muscle_load import muscles_of
from yogaflow.timeline.outline import side_text

NOW = Choices(countdown=0)
SWAN = Pose(
    "swan",
    "Swan",
    position=Position.SEATED,
    starts=Position.SEATED,
    sides="<side> knee in front",
    come_in=Entrance(20.0, (Words("Plainly in."),)),
    come_from={"easy-seat": Entrance(5.0, (Words("Straight over."),))},
    switch=Entrance(4.0, (Words("Change knees."),)),
    cues=("Plain cue.",),
    muscles=(Muscle("piriformis", Work.STRETCHES, MuscleSide.SIDE),),
    options={
        "low": Option(
            "low",
            "Low",
            come_in=Entrance(9.0, (Words("Low, <side> side."),)),
            cues=("Low cue.",),
            muscles=(Muscle("hamstrings", Work.WORKS, MuscleSide.OTHER),),
        ),
        "soft": Option("soft", "Soft", cues=("Soft cue.",)),
        "band": Option("band", "Band", seconds=3.0),
    },
)


def plan(*steps: Step, options: tuple[str, ...] = ()) -> Timeline:
    found = Flow("test", "Test", steps, {**POSES, "swan": SWAN})
    return compile_flow(found, replace(NOW, options=options))


def said(timeline: Timeline, *roles: Role) -> list[str]:
    lines = [line for segment in timeline.segments for line in segment.lines]
    return [line.text for line in lines if line.role in roles]


def swan(*options: str) -> Step:
    return stay("swan", breaths(6), sides=RIGHT_LEFT, options=options)


def test_a_way_in_of_an_options_own_replaces_the_poses_its_short_cut_and_its_switch() -> None:
    before = stay("easy-seat", breaths(2))
    plain = [t for t in said(plan(before, swan()), Role.WAY_IN) if "Come" not in t]
    assert plain[-2:] == ["Straight over.", "Change knees."]
    timeline = plan(before, swan("low"))
    assert said(timeline, Role.WAY_IN)[-2:] == ["Low, right side.", "Low, left side."]
    assert not {"Plainly in.", "Straight over.", "Change knees."} & set(said(timeline, Role.WAY_IN))


def test_what_an_option_does_not_bring_stays_the_poses() -> None:
    timeline = plan(swan("soft", "band"))
    assert said(timeline, Role.WAY_IN) == ["Plainly in.", "Change knees."]
    assert set(said(timeline, Role.CUE)) == {"Soft cue."}
    assert [m.name for m in muscles_of(timeline)] == ["piriformis"]


@pytest.mark.parametrize(
    ("written", "asked", "cue"),
    [
        (("low", "soft"), (), "Soft cue."),
        (("soft", "low"), (), "Low cue."),
        (("soft",), ("low",), "Low cue."),
        (("low",), ("soft", "band"), "Soft cue."),
        (("low", "soft"), ("no-soft",), "Low cue."),
    ],
)
def test_of_two_options_that_bring_the_same_the_one_chosen_last_counts(
    written: tuple[str, ...], asked: tuple[str, ...], cue: str
) -> None:
    timeline = plan(swan(*written), options=asked)
    assert set(said(timeline, Role.CUE)) == {cue}
    assert said(timeline, Role.WAY_IN)[0] == "Low, right side."


def test_muscles_are_counted_with_the_options_that_were_on() -> None:
    plain, low = stay("swan", breaths(4), sides=(Side.RIGHT,)), swan("low")
    found = {m.name: (m.right, m.left) for m in muscles_of(plan(plain, low))}
    assert found == {"piriformis": (4, 0), "hamstrings": (6, 6)}


def test_a_stance_of_an_options_own_is_where_the_way_leads_and_no_short_cut_begins_there() -> None:
    keys = ("childs-pose", "upward-dog", "ankle-to-knee", "half-seated-twist")
    library = {key: bundled_pose(key) for key in keys}

    def lines(*steps: Step) -> list[str]:
        found = Flow("t", "T", steps, library, stances=bundled_stances())
        return said(compile_flow(found, NOW), Role.POSITION, Role.WAY_IN)

    child = stay("childs-pose", breaths(2))
    there = [*lines(child), "Slide forward onto your belly."]
    cobra = lines(child, stay("upward-dog", breaths(2), options=("cobra",)))
    assert cobra[: len(there)] == there
    assert cobra[len(there)] == "Hands beside your ribs, feet pressing down."
    twist = stay("half-seated-twist", breaths(2), sides=(Side.RIGHT,))
    short_cut = "Right foot down outside, left leg long."
    assert short_cut in lines(stay("ankle-to-knee", breaths(2), sides=(Side.RIGHT,)), twist)
    crossed = stay("ankle-to-knee", breaths(2), sides=(Side.RIGHT,), options=("shin-in-front",))
    assert short_cut not in lines(crossed, twist)


def test_shin_in_front_says_only_its_own_way_in() -> None:
    timeline = compile_flow(bundled_flow("hip-openers"), replace(NOW, options=("shin-in-front",)))
    texts = [
        line.text
        for segment in timeline.segments
        if segment.pose == "ankle-to-knee"
        for line in segment.lines
    ]
    assert "Left shin on the floor, heel in close." in texts
    assert "Ankle to knee, right shin in front." in texts
    visit = next(v for v in timeline.visits if v.pose == "ankle-to-knee")
    assert side_text(timeline, visit) == "RIGHT shin in front"
    assert not [text for text in texts if "on top" in text or "over the" in text or "apart" in text]


def test_the_standing_leg_works_and_is_lit_in_bridge_with_a_leg_lifted() -> None:
    bridge = bundled_pose("bridge")
    for side in Side:
        body = stance(bridge, side, ("leg-lift",))
        assert body is not None
        lit = {(one.name, one.side) for one in body.lit}
        assert lit == {("gluteus maximus", side.other), ("hamstrings", side.other)}
    plain = stance(bridge, None)
    assert plain is not None
    assert {one.side for one in plain.lit} == set(Side)
    lifted = stay("bridge", breaths(5), options=("leg-lift",), sides=(Side.RIGHT,))
    flow = Flow("t", "T", (lifted,), {"bridge": bridge})
    counted = {m.name: (m.right, m.left) for m in muscles_of(compile_flow(flow, NOW))}
    assert counted["gluteus maximus"] == (0, 5)
    assert counted["quadriceps"] == (5, 0)


def test_muscles_of_an_option_are_lit_where_it_says_nothing_of_lights() -> None:
    bridge = bundled_pose("bridge")
    arms = replace(bridge.options["mudra-arms"], muscles=(Muscle("arms", Work.WORKS),))
    body = stance(replace(bridge, options={"mudra-arms": arms}), None, ("mudra-arms",))
    assert body is not None
    assert {one.name for one in body.lit} == {"arms"}
