"""What must be true of a body in a pose of the library, in words and degrees."""

from __future__ import annotations

from itertools import chain
from math import acos, degrees, dist

import pytest

from tests.bundled import POSES, bundled_pose
from yogaflow.figure.camera import Projection
from yogaflow.figure.forms import Capsule
from yogaflow.figure.muscles import MUSCLES, place_of
from yogaflow.figure.rig import Joints, Stance, stance
from yogaflow.figure.scene import draw
from yogaflow.figure.vectors import dot, mix, sub, unit
from yogaflow.model import Point, Side, Work

STRAIGHT = 172.0
"""Degrees from which a joint counts as straight."""


def body(key: str, option: str = "", shape: str = "", side: Side = Side.RIGHT) -> Stance:
    """A pose of the library."""
    found = stance(bundled_pose(key), side, (option,) if option else (), shape)
    assert found is not None
    return found


def angle(joints: Joints, *names: str) -> float:
    """The angle at the middle one of three joints, degrees."""
    a, b, c = (joints[name] for name in names)
    return degrees(acos(max(-1.0, min(1.0, dot(unit(sub(a, b)), unit(sub(c, b)))))))


def knee(joints: Joints, side: str) -> float:
    """How straight a leg is."""
    return angle(joints, f"{side} hip", f"{side} knee", f"{side} ankle")


def apart(point: Point, start: Point, end: Point) -> float:
    """Centimetres from a point to the nearest of a bone."""
    return min(dist(point, mix(start, end, step / 50)) for step in range(51))


def ends(form: Capsule) -> tuple[Point, Point]:
    """The ends of a form in the picture."""
    return (form.x0, form.y0, 0.0), (form.x1, form.y1, 0.0)


def between(joints: Joints, one: tuple[str, str], other: tuple[str, str]) -> float:
    """Centimetres between the middles of two bones where they are nearest."""
    a, b = joints[one[0]], joints[one[1]]
    start, end = joints[other[0]], joints[other[1]]
    return min(apart(mix(a, b, step / 50), start, end) for step in range(51))


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize(
    ("key", "option"),
    [
        ("warrior-2", ""),
        ("side-angle", ""),
        ("side-angle", "block"),
        ("single-leg-deadlift", ""),
        ("single-leg-deadlift", "weight"),
        ("single-leg-deadlift", "toes-down"),
    ],
)
def test_the_leg_behind_is_straight(key: str, option: str, side: Side) -> None:
    assert knee(body(key, option, side=side).joints, side.other) > STRAIGHT


def test_the_leg_that_is_lifted_goes_on_where_the_back_ends() -> None:
    joints = body("single-leg-deadlift").joints
    assert angle(joints, "neck", "left hip", "left ankle") > 165
    assert abs(joints["left ankle"][1] - joints["left hip"][1]) < 6


@pytest.mark.parametrize("option", ["", "mudra-arms", "leg-lift"])
def test_in_bridge_shoulder_hip_and_knee_are_in_one_line(option: str) -> None:
    joints = body("bridge", option).joints
    for side in ["left"] if option == "leg-lift" else ["right", "left"]:
        seen = [(*joints[f"{side} {name}"][:2], 0.0) for name in ("shoulder", "hip", "knee")]
        flat = dict(zip("abc", seen, strict=True))
        assert angle(flat, "a", "b", "c") > 170


@pytest.mark.parametrize("side", Side)
def test_in_bridge_with_a_leg_up_the_glute_of_the_one_that_stands_is_lit(side: Side) -> None:
    lit = body("bridge", "leg-lift", side=side).lit
    assert {one.name for one in lit} == {"gluteus maximus", "hamstrings"}
    assert {one.side for one in lit} == {side.other}
    assert {one.side for one in body("bridge").lit} == set(Side)


def test_in_cradle_one_hand_holds_the_shin_and_one_the_foot() -> None:
    joints = body("cradle").joints
    assert apart(joints["right hand"], joints["right knee"], joints["right ankle"]) < 9
    assert apart(joints["left hand"], joints["right ankle"], joints["right toe"]) < 9
    assert abs(joints["right knee"][1] - joints["right ankle"][1]) < 6  # the shin lies level


def test_in_upward_dog_the_thighs_are_off_the_floor_and_the_arms_straight() -> None:
    joints = body("upward-dog").joints
    for side in ("right", "left"):
        assert joints[f"{side} knee"][1] > 14
        assert joints[f"{side} hip"][1] > 22
        assert angle(joints, *(f"{side} {n}" for n in ("shoulder", "elbow", "wrist"))) > 165
    assert body("upward-dog").contacts == {
        f"{side} {end}" for side in ("right", "left") for end in ("wrist", "hand", "ankle", "toe")
    }


def test_in_the_glute_twist_the_elbow_is_across_the_knee() -> None:
    joints = body("seated-glute-twist").joints
    assert joints["left elbow"][2] > joints["right knee"][2] + 8
    arm, thigh = ("left shoulder", "left elbow"), ("right hip", "right knee")
    assert between(joints, arm, thigh) > 8.5  # over the knee, not through it


@pytest.mark.parametrize("key", ["pigeon", "half-seated-twist"])
@pytest.mark.parametrize("side", Side)
def test_the_front_foot_is_seen(key: str, side: Side) -> None:
    """In the picture its tip lies beside every limb, trunk and head that are nearer to us."""
    at = body(key, side=side)
    project = Projection(at.around, at.above)
    x, y, _ = project(mix(at.joints[f"{side} ankle"], at.joints[f"{side} toe"], 0.6))
    names = [part.name for part in draw(at).parts]
    nearer = draw(at).parts[names.index(f"{side} foot") + 1 :]
    over = (form for part in nearer for form in part.outline if isinstance(form, Capsule))
    covers = [f for f in over if apart((x, y, 0), *ends(f)) < min(f.r0, f.r1)]
    assert not covers


@pytest.mark.parametrize("key", POSES)
def test_a_seat_is_lit_only_where_it_is_turned_to_us(key: str) -> None:
    at = body(key)
    toward = Projection(at.around, at.above).toward
    for name in {"gluteus maximus", "piriformis"} & {one.name for one in at.lit}:
        sides = [one.side for one in at.lit if one.name == name]
        patches = chain.from_iterable(MUSCLES[name](place_of(at.joints, side)) for side in sides)
        assert max(dot(patch.facing, toward) for patch in patches) > -0.3, name


def test_arms_that_go_up_are_lit_at_the_shoulders_alone() -> None:
    assert {one.name for one in body("upward-salute").lit} == {"shoulders"}


@pytest.mark.parametrize("side", Side)
def test_what_the_ball_presses_is_released_and_not_stretched(side: Side) -> None:
    lit = body("tennis-ball-glutes", side=side).lit
    assert {one.name for one in lit} == {"gluteus maximus", "gluteus medius"}
    assert {(one.work, one.side) for one in lit} == {(Work.RELEASES, side)}


def test_both_thighs_work_in_warrior_1() -> None:
    lit = {(one.name, one.side) for one in body("warrior-1").lit}
    assert {side for name, side in lit if name == "quadriceps"} == set(Side)
    assert {side for name, side in lit if name == "gluteus maximus"} == {Side.LEFT}


@pytest.mark.parametrize("shape", ["", "back"])
def test_the_bell_of_a_kettlebell_hangs_on_a_handle_that_the_hands_hold(shape: str) -> None:
    at = body("kettlebell-swing", shape=shape)
    parts = {part.name: part for part in draw(at).parts}
    *handle, bell = [form for form in parts["prop 0"].layers[0].forms if isinstance(form, Capsule)]
    project = Projection(at.around, at.above)
    x, y, _ = project(mix(at.joints["right hand"], at.joints["left hand"], 0.5))
    assert min(apart((x, y, 0.0), *ends(form)) for form in handle) < 3
    assert apart((x, y, 0.0), *ends(bell)) > bell.r0
    assert all(form.r0 < bell.r0 / 4 for form in handle)


@pytest.mark.parametrize(
    ("key", "option"), [("banded-walk", ""), ("utkatasana-side-steps", "band")]
)
def test_a_band_goes_round_both_legs(key: str, option: str) -> None:
    """One half of it is drawn after the legs, and one before at least one of them."""
    at = body(key, option)
    names = [part.name for part in draw(at).parts]
    leg = "thigh" if option else "shin"
    legs = [names.index(f"{side} {leg}") for side in ("right", "left")]
    assert names.index("prop 0 front") > max(legs)
    assert names.index("prop 0 back") < max(legs)
