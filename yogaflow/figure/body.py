"""The measures of the body: joints, bones and their lengths, how thick it is, where it ends.

All in centimetres of a person some 172 tall. Lengths follow common body proportions; what
matters is that every pose has the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot
from types import MappingProxyType

SIDES = ("right", "left")
SPINE = ("pelvis", "waist", "neck", "head")
LIMBS = ("shoulder", "elbow", "wrist", "hand", "hip", "knee", "ankle", "toe")
DERIVED = frozenset({"shoulder", "hip", "hand"})
"""Joints that a figure may leave out: they follow from the others."""

JOINTS = (*SPINE, *(f"{side} {limb}" for side in SIDES for limb in LIMBS))
"""Every joint by its name."""

NEEDED = tuple(name for name in JOINTS if name.split()[-1] not in DERIVED)
"""The joints that a whole figure must name."""

HALF_SHOULDERS = 17.0
HALF_HIPS = 9.0
SHOULDER_DROP = 4.0
"""How far the shoulders are below the root of the neck."""
HAND = 12.0

_LIMB_BONES = (
    ("shoulder", "elbow", 29.0),
    ("elbow", "wrist", 26.0),
    ("wrist", "hand", HAND),
    ("hip", "knee", 43.0),
    ("knee", "ankle", 42.0),
    ("ankle", "toe", 18.0),
)

BONES: tuple[tuple[str, str, float], ...] = (
    ("pelvis", "waist", 24.0),
    ("waist", "neck", 28.0),
    ("neck", "head", 18.0),
    *((f"{s} {a}", f"{s} {b}", long) for s in SIDES for a, b, long in _LIMB_BONES),
)
"""From joint to joint, with the length."""

GIRDLES: tuple[tuple[str, str, float], ...] = (
    ("right hip", "left hip", 2 * HALF_HIPS),
    ("right shoulder", "left shoulder", 2 * HALF_SHOULDERS),
    *((f"{s} hip", "pelvis", HALF_HIPS) for s in SIDES),
    *((f"{s} shoulder", "neck", hypot(HALF_SHOULDERS, SHOULDER_DROP)) for s in SIDES),
)
"""What holds hips and shoulders together."""

FLOOR: Mapping[str, float] = MappingProxyType(
    {
        "pelvis": 9.0,
        "waist": 8.0,
        "neck": 5.0,
        "head": 10.5,
        "hip": 8.5,
        "knee": 6.0,
        "ankle": 4.2,
        "toe": 2.6,
        "shoulder": 5.0,
        "elbow": 4.0,
        "wrist": 3.0,
        "hand": 2.4,
    }
)
"""How high the middle of a joint is when it lies on the mat."""

MAT_LENGTH, MAT_WIDTH = 190.0, 62.0


def floor_of(joint: str) -> float:
    """How high that joint is when it lies on the mat: "right knee" 6.0."""
    return FLOOR[joint.rpartition(" ")[2]]


def mirrored_name(joint: str) -> str:
    """The same joint of the other side; those of the spine are their own."""
    side, _, limb = joint.partition(" ")
    if not limb:
        return joint
    return f"{'left' if side == 'right' else 'right'} {limb}"
