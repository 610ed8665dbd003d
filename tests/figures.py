"""Bodies for tests: a few made by hand, all of the library's, and hypothesis strategies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from math import dist

from hypothesis import strategies as st

from tests.bundled import POSES, bundled_pose
from yogaflow.figure.body import BONES, GIRDLES, HAND, NEEDED, SIDES, floor_of
from yogaflow.figure.rig import Joints, Stance, stance, whole_figure
from yogaflow.figure.vectors import add, unit
from yogaflow.figure.waypoints import CROUCH, waypoint
from yogaflow.model import (
    Family,
    Figure,
    Half,
    Muscle,
    MuscleSide,
    Option,
    Phase,
    Point,
    Pose,
    PoseKind,
    Position,
    Prop,
    PropKind,
    Side,
    Work,
)

WAYPOINTS = (CROUCH, *Family)


def as_drawn(place: str, **joints: Point) -> Figure:
    """The figure of a way-point, with some joints elsewhere: `right_knee=(1, 2, 3)`."""
    drawn = {name: waypoint(place).joints[name] for name in NEEDED}
    return Figure({**drawn, **{name.replace("_", " "): point for name, point in joints.items()}})


LUNGE = Pose(
    "lunge",
    "Lunge",
    PoseKind.STRENGTHEN,
    sides="<side> foot in front",
    muscles=(
        Muscle("quadriceps", Work.WORKS, MuscleSide.SIDE),
        Muscle("hip flexors", Work.STRETCHES, MuscleSide.OTHER),
        Muscle("shoulders", Work.WORKS),
    ),
    figure=as_drawn(
        Family.STANDING,
        pelvis=(0, 62, 0),
        waist=(2, 86, 0),
        neck=(2, 114, 0),
        head=(5, 132, 0),
        right_elbow=(4, 139, 19),
        right_wrist=(4, 165, 17),
        left_elbow=(4, 139, -19),
        left_wrist=(4, 165, -17),
        right_knee=(39, 48, 9),
        right_ankle=(40, 6, 10),
        right_toe=(57, 3, 11),
        left_knee=(-33, 36, -9),
        left_ankle=(-68, 12, -9),
        left_toe=(-55, 3, -14),
    ),
)
"""Sided: the right knee is bent in front, the arms are up."""

TALL = Pose(
    "tall",
    "Stand tall",
    PoseKind.REST,
    muscles=(Muscle("calves", Work.WORKS), Muscle("neck", Work.WORKS)),
    figure=as_drawn(
        Family.STANDING,
        right_elbow=(4, 112, 27),  # one hand on the hip: it has no sides, yet looks like it
        right_wrist=(8, 95, 10),
    ),
)
"""Without sides, though it is not the same on both."""

SEAT = Pose(
    "seat",
    "Easy seat",
    PoseKind.STRETCH,
    Position.SEATED,
    Position.SEATED,
    muscles=(Muscle("hamstrings", Work.STRETCHES),),
    options={
        "block": Option(
            "block",
            "On a block",
            figure=Figure(props=(Prop(PropKind.BLOCK, (-4, 0, 0)),)),
        ),
        "twist": Option(
            "twist",
            "Twist",
            sides="turn to the <side>",
            figure=Figure({"right wrist": (-30, 8, 20), "left wrist": (28, 36, 16)}, shoulders=40),
        ),
    },
    figure=as_drawn(Family.SEATED),
)
"""Without sides, until an option gives it some."""

LIFT = Pose(
    "lift",
    "Hip lift",
    PoseKind.STRENGTHEN,
    Position.SUPINE,
    Position.SUPINE,
    rep=(Phase("Lift", Half.INHALE), Phase("Stay", seconds=2.0), Phase("Lower", Half.EXHALE)),
    muscles=(Muscle("gluteus maximus", Work.WORKS), Muscle("quadriceps", Work.STRETCHES)),
    figure=Figure(
        as_drawn(Family.SUPINE).joints,
        shapes={
            "up": Figure(
                {
                    "pelvis": (4, 34, 0),
                    "waist": (-18, 25, 0),
                    "neck": (-44, 12, 0),
                    "head": (-62, 11, 0),
                    "right knee": (41, 44, 10),
                    "left knee": (41, 44, -10),
                }
            )
        },
        rep=("up", "up", "base"),
    ),
)
"""Repeats: hips up, stay up, hips down."""

PLAIN = Pose("plain", "No figure")

MADE: Mapping[str, Pose] = {pose.key: pose for pose in (LUNGE, TALL, SEAT, LIFT, PLAIN)}


@cache
def drawn_poses() -> tuple[Pose, ...]:
    """Every pose of the library that has a figure, and those made by hand."""
    library = (bundled_pose(key) for key in POSES)
    return tuple(pose for pose in (*library, *MADE.values()) if pose.figure is not None)


@cache
def stances() -> tuple[tuple[str, Stance], ...]:
    """All that these poses can look like, by name: each side, option and shape."""
    return tuple(_stances())


def _stances() -> Iterator[tuple[str, Stance]]:
    for pose in drawn_poses():
        for options in ((), *((key,) for key in pose.options)):
            sided = bool(pose.sides) or any(pose.options[key].sides for key in options)
            for shape in ("", *whole_figure(pose, options).shapes):
                for side in Side if sided else (None,):
                    found = stance(pose, side, options, shape)
                    assert found is not None
                    yield " ".join(filter(None, (pose.key, side, *options, shape))), found


@cache
def plain_stances() -> tuple[tuple[str, Stance], ...]:
    """The poses as they are, on the right, and the way-points: enough to go from and to."""
    poses = ((pose.key, stance(pose, Side.RIGHT)) for pose in drawn_poses())
    places = ((str(name), waypoint(name)) for name in WAYPOINTS)
    return tuple((name, found) for name, found in (*places, *poses) if found is not None)


def stretched(joints: Joints) -> float:
    """By what share the bone or girdle that is worst has not its length."""
    return max(abs(dist(joints[a], joints[b]) / long - 1) for a, b, long in (*BONES, *GIRDLES))


def sunk(joints: Joints) -> float:
    """How many centimetres the lowest joint is below where the mat would hold it."""
    return max(floor_of(name) - point[1] for name, point in joints.items())


_REACH = st.floats(-1.0, 1.0)


def directions(towards: Point, spread: float = 1.0) -> st.SearchStrategy[Point]:
    """Directions around one: `spread` 0 is none but that."""
    return st.tuples(_REACH, _REACH, _REACH).map(
        lambda off: unit(add(add(unit(towards), off, spread), unit(towards), 0.01))
    )


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """A figure as a person writes one: bones of about the right length, on the mat, rounded."""
    up = draw(directions((0, 1, 0), 1.2))
    joints: dict[str, Point] = {"pelvis": (0.0, 0.0, 0.0)}
    joints["waist"] = add(joints["pelvis"], up, 24.0)
    joints["neck"] = add(joints["waist"], draw(directions(up, 0.5)), 28.0)
    joints["head"] = add(joints["neck"], draw(directions(up, 0.5)), 18.0)
    for side, sign in (("right", 1), ("left", -1)):
        place = add(joints["neck"], (0.0, -4.0, 17.0 * sign))
        for name, long in (("elbow", 29.0), ("wrist", 26.0)):
            place = add(place, draw(directions((0, -0.3, 0.3 * sign))), long)
            joints[f"{side} {name}"] = place
        place = add(joints["pelvis"], (0.0, 0.0, 9.0 * sign))
        for name, long in (("knee", 43.0), ("ankle", 42.0), ("toe", 18.0)):
            place = add(place, draw(directions((0.3, -0.5, 0.2 * sign))), long)
            joints[f"{side} {name}"] = place
    hands = [
        add(joints[f"{s} wrist"], unit(add(joints[f"{s} wrist"], joints[f"{s} elbow"], -1.0)), HAND)
        for s in SIDES
    ]
    low = min(
        *(point[1] - floor_of(name) for name, point in joints.items()),
        *(hand[1] - floor_of("hand") for hand in hands),
    )
    return Figure(
        {name: (round(x), round(y - low), round(z)) for name, (x, y, z) in joints.items()},
        hips=draw(st.none() | st.floats(-15, 15)),
        shoulders=draw(st.none() | st.floats(-15, 15)),
        heading=draw(st.none() | st.sampled_from([0.0, 45.0, -90.0, 180.0])),
        view=draw(st.none() | st.tuples(st.floats(-180, 180), st.floats(0, 60))),
    )


def posed(figure: Figure, **more: object) -> Pose:
    """A pose that looks like that."""
    return Pose(**{"key": "made", "name": "Made", "figure": figure, **more})  # type: ignore[arg-type]
