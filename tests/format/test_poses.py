"""Text -> Pose: every key, the short forms of a way in, and what is checked."""

from __future__ import annotations

import re

import pytest

from yogaflow.format import load_pose
from yogaflow.model import (
    Breath,
    Effort,
    Entrance,
    FormatError,
    Half,
    Muscle,
    MuscleSide,
    Option,
    Phase,
    Pose,
    PoseKind,
    Position,
    Words,
    Work,
)
from yogaflow.storage.paths import poses_dir

EVERYTHING = """\
name: Bridge on one leg
short: One-leg bridg
sanskrit: Setu bandha
say-as: bridge, on one leg
gloss: bridge
also: [Half bridge, Shoulder bridge]
call: lift hips
kind: strengthen
position: supine
starts: seated
sides: <side> leg lifts
can-see: false
breath: {in: 4, out: 4, full: 1.5s}
come-in:
  seconds: 12s
  say:
    - Lie on your back.
    - {text: Feet parallel., once: true}
from:
  pigeon: {seconds: 1m, say: Roll over}
  locust: 30s
switch: Other leg.
cues:
  - Press the heels.
come-out: Lower, bone by bone.
rep:
  - in: Lift
  - 2.5s: Stay up
  - out: Lower
options:
  band:
    name: Band
    level: harder
    say: Band round the thighs.
    props: band
    excludes: pulses
    seconds: 5s
  pulses: {name: Pulses, rep: [out: Pulse], sides: <side> foot up}
muscles:
  - gluteus maximus: works side
  - piriformis: stretches other
  - obliques: works
props: [mat]
cautions: Mind the neck.
source: A book
"""


def pose_of(text: str, key: str = "test") -> Pose:
    return load_pose(text, path=f"{key}.yaml", key=key)


def problems_of(text: str, key: str = "test") -> list[tuple[int, int, str]]:
    with pytest.raises(FormatError) as caught:
        pose_of(text, key)
    return [(found.line, found.column, found.message) for found in caught.value.problems]


def test_every_key_of_a_pose() -> None:
    assert pose_of(EVERYTHING, "one-leg-bridge") == Pose(
        key="one-leg-bridge",
        name="Bridge on one leg",
        kind=PoseKind.STRENGTHEN,
        position=Position.SUPINE,
        starts=Position.SEATED,
        short="One-leg bridg",
        sanskrit="Setu bandha",
        say_as="bridge, on one leg",
        gloss="bridge",
        also=("Half bridge", "Shoulder bridge"),
        call="lift hips",
        sides="<side> leg lifts",
        can_see=False,
        breath=Breath(4, 4, full=1.5),
        come_in=Entrance(12.0, (Words("Lie on your back."), Words("Feet parallel.", once=True))),
        come_from={
            "pigeon": Entrance(60.0, (Words("Roll over"),)),
            "locust": Entrance(30.0),
        },
        switch=Entrance(10.0, (Words("Other leg."),)),
        cues=("Press the heels.",),
        come_out=(Words("Lower, bone by bone."),),
        rep=(
            Phase("Lift", half=Half.INHALE),
            Phase("Stay up", seconds=2.5),
            Phase("Lower", half=Half.EXHALE),
        ),
        options={
            "band": Option(
                "band",
                "Band",
                Effort.HARDER,
                say="Band round the thighs.",
                props=("band",),
                excludes=("pulses",),
                seconds=5.0,
            ),
            "pulses": Option(
                "pulses",
                "Pulses",
                rep=(Phase("Pulse", half=Half.EXHALE),),
                sides="<side> foot up",
            ),
        },
        muscles=(
            Muscle("gluteus maximus", Work.WORKS, MuscleSide.SIDE),
            Muscle("piriformis", Work.STRETCHES, MuscleSide.OTHER),
            Muscle("obliques", Work.WORKS, MuscleSide.BOTH),
        ),
        props=("mat",),
        cautions=("Mind the neck.",),
        source="A book",
    )


def test_a_name_is_enough_and_the_way_in_begins_where_the_pose_is() -> None:
    assert pose_of("name: Crow", "crow") == Pose("crow", "Crow", position=None, starts=None)
    pose = pose_of("name: Pigeon\nposition: prone")
    assert (pose.position, pose.starts) == (Position.PRONE, Position.PRONE)


@pytest.mark.parametrize(
    ("written", "entrance"),
    [
        ("15s", Entrance(15.0)),
        ("1m30s", Entrance(90.0)),
        ("{seconds: 15s}", Entrance(15.0)),
        ("{say: Sit.}", Entrance(10.0, (Words("Sit."),))),
        ("Sit.", Entrance(10.0, (Words("Sit."),))),
        ("[Sit., {text: Slowly., once: true}]", None),
        ("5 steps to the front.", Entrance(10.0, (Words("5 steps to the front."),))),
    ],
)
def test_a_way_in_has_short_forms(written: str, entrance: Entrance | None) -> None:
    entrance = entrance or Entrance(10.0, (Words("Sit."), Words("Slowly.", once=True)))
    assert pose_of(f"name: A\ncome-in: {written}\n").come_in == entrance


def test_a_wrong_duration_is_not_taken_for_words() -> None:
    assert problems_of("name: A\ncome-in: 15\n") == [(2, 10, "15 what? write 15s")]
    assert "did you mean" in problems_of("name: A\nswitch: 15 scs\n")[0][2]


def test_a_muscle_with_a_side_needs_a_pose_with_sides() -> None:
    text = "name: A\nmuscles: [piriformis: works side]\n"
    assert "this pose has no sides" in problems_of(text)[0][2]
    assert pose_of(text + "sides: <side> leg\n")
    assert pose_of(text + "options: {lift: {name: Lift, sides: <side> leg}}\n")


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("Crow", "small letters, digits and single hyphens only; write crow"),
        ("side plank", "write side-plank"),
        ("a--b", "write a-b"),
        ("-a", "write a"),
        ("flow", "flow is a word of the format"),
        ("at", "at is a word of the format"),
        ("null", "null cannot name a pose"),
        ("a" * 61, "60 letters at most"),
    ],
)
def test_the_name_of_the_file_must_be_a_key(key: str, why: str) -> None:
    ((line, column, message),) = problems_of("name: A\n", key)
    assert (line, column) == (1, 1)
    assert why in message


def test_options_exclude_options_there_are() -> None:
    options = "name: A\noptions:\n  a: {name: A, excludes: [b, c]}\n  b: {name: B, excludes: b}\n"
    assert [message for _, _, message in problems_of(options)] == [
        "this pose has no option c; did you mean b?"
        if "did you mean" in problems_of(options)[0][2]
        else "this pose has no option c",
        "b cannot exclude itself",
    ]


def test_all_problems_of_a_pose_come_at_once() -> None:
    found = problems_of("short: Fourteen chars\nkind: strech\nrep: [up: Lift]\nfoo: 1\n")
    assert [place[:2] for place in found] == [(1, 1), (1, 8), (2, 7), (3, 7), (4, 1)]


def test_an_option_brings_a_way_in_cues_and_muscles_of_its_own() -> None:
    text = "name: A\nsides: <side> up\noptions:\n  low:\n    name: Low\n    come-in: Go low.\n"
    own = "    cues: Stay low.\n    muscles: [hamstrings: works other]\n  plain: {name: Plain}\n"
    options = pose_of(text + own).options
    low = options["low"]
    assert low.come_in == Entrance(10.0, (Words("Go low."),))
    assert low.cues == ("Stay low.",)
    assert low.muscles == (Muscle("hamstrings", Work.WORKS, MuscleSide.OTHER),)
    plain = options["plain"]
    assert (plain.come_in, plain.cues, plain.muscles) == (None, None, None)


def test_lights_of_an_option_are_of_the_muscles_it_brings() -> None:
    lit = "figure: {highlight: [arms]}"
    text = (
        "name: A\nposition: supine\nmuscles: [hamstrings: works]\noptions:\n"
        f"  low: {{name: Low, muscles: [arms: works], {lit}}}\n  up: {{name: Up, {lit}}}\n"
    )
    figure = "figure: {spine: {}}\n"
    with pytest.raises(FormatError) as caught:
        load_pose(text + figure, path="a.yaml", key="a")
    lights = [p for p in caught.value.problems if "muscle of this pose" in p.message]
    assert [problem.line for problem in lights] == [6]


@pytest.mark.parametrize(
    ("lights", "left"),
    [
        ("spine, calves", ("calves",)),
        ("ankles other, calves", ("calves",)),
        ("spine side, ankles", ()),
    ],
)
def test_what_could_be_named_as_a_muscle_once_is_passed_over(
    lights: str, left: tuple[str, ...]
) -> None:
    text = (poses_dir() / "cat.yaml").read_text(encoding="utf-8")
    muscles = "muscles: [calves: works, spine: stretches, ankles: works]\n"
    old = re.sub(r"muscles:\n(?:  - .*\n)+", muscles, text)
    old = re.sub(r"highlight: .*", f"highlight: [{lights}]", old)
    pose = load_pose(old, path="a.yaml", key="a")
    assert [muscle.name for muscle in pose.muscles] == ["calves"]
    assert pose.figure is not None
    assert pose.figure.highlight == left


def test_an_option_may_name_them_too() -> None:
    text = (poses_dir() / "bridge.yaml").read_text(encoding="utf-8")
    muscles = "    muscles: [hamstrings: works, ankles: works]\n"
    old = re.sub(r"    muscles:\n(?:      - .*\n)+", muscles, text)
    old = old.replace("[gluteus maximus other,", "[spine other, ankles side,")
    option = load_pose(old, path="a.yaml", key="a").options["leg-lift"]
    assert option.muscles is not None
    assert [muscle.name for muscle in option.muscles] == ["hamstrings"]
    assert option.figure is not None
    assert option.figure.highlight == ("hamstrings other",)
