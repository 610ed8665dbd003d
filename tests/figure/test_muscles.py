"""Every muscle that a pose may name has a place on the body."""

from __future__ import annotations

from math import dist, isfinite

import pytest

from tests.figures import LIFT, LUNGE, plain_stances
from yogaflow.figure.body import mirrored_name
from yogaflow.figure.camera import Projection
from yogaflow.figure.muscles import MUSCLES, Patch, place_of
from yogaflow.figure.rig import LitMuscle, Stance, flipped, frame_of, stance
from yogaflow.figure.scene import draw
from yogaflow.figure.vectors import dot, length
from yogaflow.format.pose_keys import MUSCLES as NAMED
from yogaflow.model import Side, Work

PARTS = {part.name for part in draw(plain_stances()[0][1]).parts}


def patches(name: str, body: Stance, side: Side) -> list[Patch]:
    """Where a muscle lies."""
    return MUSCLES[name](place_of(body.joints, side))


def test_every_muscle_that_a_pose_may_name_is_here() -> None:
    assert set(MUSCLES) == set(NAMED)


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("name", NAMED)
def test_a_muscle_lies_on_parts_that_exist_on_its_side(name: str, side: Side) -> None:
    for _, body in plain_stances():
        found = patches(name, body, side)
        assert found
        for patch in found:
            assert patch.parts
            assert set(patch.parts) <= PARTS
            assert not any(part.startswith(side.other) for part in patch.parts)
            assert patch.start_radius > 0
            assert patch.end_radius > 0
            assert length(patch.facing) == pytest.approx(1.0)
            assert all(isfinite(value) for value in (*patch.start, *patch.end))


@pytest.mark.parametrize("name", NAMED)
def test_a_muscle_lies_on_the_body(name: str) -> None:
    """No patch is farther from a joint than a thigh is long, and most are near a bone."""
    for _, body in plain_stances():
        for patch in patches(name, body, Side.RIGHT):
            for point in (patch.start, patch.end):
                assert min(dist(point, joint) for joint in body.joints.values()) < 25


@pytest.mark.parametrize("name", NAMED)
def test_muscles_of_the_two_sides_are_mirrored(name: str) -> None:
    body = stance(LUNGE)
    assert body is not None
    other = {mirrored_name(joint): flipped(point) for joint, point in body.joints.items()}
    right = MUSCLES[name](place_of(body.joints, Side.RIGHT))
    left = MUSCLES[name](place_of(other, Side.LEFT))
    for one, two in zip(right, left, strict=True):
        assert two.start == pytest.approx(flipped(one.start), abs=1e-6)
        assert two.end == pytest.approx(flipped(one.end), abs=1e-6)
        assert two.facing == pytest.approx(flipped(one.facing), abs=1e-6)
        assert tuple(map(mirrored_name, two.parts)) == one.parts


@pytest.mark.parametrize(
    ("name", "ahead"),
    [
        ("quadriceps", True),
        ("hip flexors", True),
        ("abdominals", True),
        ("chest", True),
        ("hamstrings", False),
        ("gluteus maximus", False),
        ("piriformis", False),
        ("calves", False),
        ("lower back", False),
        ("upper back", False),
    ],
)
def test_front_and_back_of_a_standing_body(name: str, ahead: bool) -> None:
    body = dict(plain_stances())["standing"]
    front = frame_of(body.joints, "pelvis", "waist", "hip").front
    for patch in patches(name, body, Side.RIGHT):
        assert (dot(patch.facing, front) > 0.3) is ahead
        assert (dot(patch.facing, front) < -0.3) is not ahead


@pytest.mark.parametrize(
    ("name", "turn", "seen"),
    [
        ("quadriceps", 60.0, True),
        ("gluteus maximus", 60.0, False),
        ("gluteus maximus", 240.0, True),
        ("abdominals", 240.0, False),
    ],
)
def test_a_muscle_that_faces_away_is_not_lit(name: str, turn: float, seen: bool) -> None:
    """60 degrees on from where a figure is looked at from is its front, 240 its back."""
    standing = dict(plain_stances())["standing"]
    body = Stance(standing.joints, 30.0, 12.0, lit=(LitMuscle(name, Work.WORKS, Side.RIGHT),))
    bare = Stance(standing.joints, 30.0, 12.0)
    assert (draw(body, turn=turn) != draw(bare, turn=turn)) is seen


def test_the_seat_is_seen_from_the_side_where_the_hips_are_lifted() -> None:
    body = stance(LIFT, shape="up")
    assert body is not None
    toward = Projection(body.around, body.above).toward
    assert any(dot(p.facing, toward) > -0.3 for p in patches("gluteus maximus", body, Side.RIGHT))
