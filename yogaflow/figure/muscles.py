"""Where each muscle lies on the body: patches that light up, shaped to the limb they lie on.

Places follow the common surface anatomy that the sources of the poses speak of: gluteus maximus
from the sacrum to the outer back of the thigh, medius and minimus on the side of the pelvis
above the hip, piriformis across from sacrum to hip, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from yogaflow.figure.rig import Frame, Joints, frame_of
from yogaflow.figure.vectors import across, add, carried, dot, length, mix, sub, unit
from yogaflow.model import Point, Side


class Patch(NamedTuple):
    """A piece of a muscle: a capsule in space, the way it faces, and the parts it lies on."""

    start: Point
    start_radius: float
    end: Point
    end_radius: float
    facing: Point
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The body around one side's limbs: what a muscle's place is told by."""

    side: str
    joints: Joints
    pelvis: Frame
    chest: Frame
    thigh: Point
    """The direction from hip to knee."""
    front: Point
    """The front of the thigh."""
    outward: Point
    """Away from the middle of the body."""

    def joint(self, name: str) -> Point:
        """A joint of this side, or of the spine."""
        return self.joints.get(f"{self.side} {name}") or self.joints[name]

    def on_thigh(self, share: float, out: Point, by: float) -> Point:
        """A point along the thigh, moved out of its middle."""
        return add(mix(self.joint("hip"), self.joint("knee"), share), out, by)


def place_of(joints: Joints, side: Side) -> Place:
    """The body around that side."""
    pelvis = frame_of(joints, "pelvis", "waist", "hip")
    chest = frame_of(joints, "waist", "neck", "shoulder")
    hip, knee, ankle = (joints[f"{side} {name}"] for name in ("hip", "knee", "ankle"))
    thigh, shin = unit(sub(knee, hip)), unit(sub(ankle, knee))
    down = (-pelvis.up[0], -pelvis.up[1], -pelvis.up[2])
    front = unit(across(carried(pelvis.front, down, thigh), thigh))
    bend = across(shin, thigh)
    if (bent := length(bend)) > 0.25:  # a bent knee tells how the thigh is turned
        share = min(1.0, bent * 1.5)
        back = unit(bend)
        front = unit(mix(front, (-back[0], -back[1], -back[2]), share))
    outward = pelvis.right
    if side is Side.LEFT:
        outward = (-outward[0], -outward[1], -outward[2])
    return Place(side.value, joints, pelvis, chest, thigh, front, outward)


def _back(place: Place) -> Point:
    front = place.pelvis.front
    return (-front[0], -front[1], -front[2])


def _thigh_back(place: Place) -> Point:
    return (-place.front[0], -place.front[1], -place.front[2])


def _thigh_side(place: Place, *, outer: bool) -> Point:
    """The outer or inner side of the thigh."""
    lateral = unit(across(carried(place.outward, _down(place), place.thigh), place.thigh))
    lateral = unit(across(lateral, place.front))
    return lateral if outer else (-lateral[0], -lateral[1], -lateral[2])


def _down(place: Place) -> Point:
    up = place.pelvis.up
    return (-up[0], -up[1], -up[2])


def _on(place: Place, *parts: str) -> tuple[str, ...]:
    return tuple(part if part in {"trunk", "head"} else f"{place.side} {part}" for part in parts)


def _along_thigh(
    place: Place, out: Point, start: float, end: float, wide: float, thin: float
) -> list[Patch]:
    return [
        Patch(
            place.on_thigh(start, out, 4.4),
            wide,
            place.on_thigh(end, out, 3.0),
            thin,
            out,
            _on(place, "thigh"),
        )
    ]


def _gluteus_maximus(place: Place) -> list[Patch]:
    back = _back(place)
    sacrum = add(
        add(add(place.joint("pelvis"), back, 6.0), place.pelvis.up, 4.0), place.outward, 3.0
    )
    seat = add(add(place.joint("hip"), back, 6.5), place.thigh, 3.0)
    thigh = place.on_thigh(0.24, unit(add(_thigh_back(place), _thigh_side(place, outer=True))), 4.5)
    where = _on(place, "trunk", "thigh")
    facing = unit(add(back, place.outward, 0.9))
    return [
        Patch(sacrum, 5.0, seat, 7.0, facing, where),
        Patch(seat, 7.0, thigh, 4.0, facing, where),
    ]


def _gluteus_medius(place: Place) -> list[Patch]:
    hip = place.joint("hip")
    top = add(add(add(hip, place.outward, 3.0), place.pelvis.up, 10.0), place.pelvis.front, -1.0)
    return [
        Patch(
            top,
            4.6,
            add(hip, place.outward, 6.0),
            4.0,
            place.outward,
            _on(place, "trunk", "thigh"),
        )
    ]


def _piriformis(place: Place) -> list[Patch]:
    back = _back(place)
    sacrum = add(add(place.joint("pelvis"), back, 7.0), place.outward, 2.0)
    hip = add(add(place.joint("hip"), place.outward, 4.0), back, 4.0)
    facing = unit(add(back, place.outward, 0.9))
    return [Patch(sacrum, 3.2, hip, 3.2, facing, _on(place, "trunk", "thigh"))]


def _outer_hips(place: Place) -> list[Patch]:
    hip = place.joint("hip")
    outer = _thigh_side(place, outer=True)
    return [
        Patch(
            add(hip, place.outward, 4.0),
            4.6,
            place.on_thigh(0.3, outer, 4.5),
            3.4,
            outer,
            _on(place, "trunk", "thigh"),
        )
    ]


def _hip_flexors(place: Place) -> list[Patch]:
    front = place.pelvis.front
    top = add(add(place.joint("hip"), front, 5.0), place.pelvis.up, 7.0)
    low = place.on_thigh(0.24, place.front, 4.6)
    facing = unit(add(front, place.front))
    return [Patch(top, 3.6, low, 3.6, facing, _on(place, "trunk", "thigh"))]


def _inner_thighs(place: Place) -> list[Patch]:
    return _along_thigh(place, _thigh_side(place, outer=False), 0.08, 0.8, 4.4, 2.8)


def _calves(place: Place) -> list[Patch]:
    knee, ankle = place.joint("knee"), place.joint("ankle")
    shin = unit(sub(ankle, knee))
    back = across(_thigh_back(place), shin)
    toe = sub(place.joint("ankle"), place.joint("toe"))
    back = unit(back) if length(back) > 0.3 else unit(across(toe, shin))
    return [
        Patch(
            add(mix(knee, ankle, 0.12), back, 2.6),
            4.0,
            add(mix(knee, ankle, 0.62), back, 1.8),
            2.4,
            back,
            _on(place, "shin"),
        )
    ]


def _feet(place: Place) -> list[Patch]:
    ankle, toe = place.joint("ankle"), place.joint("toe")
    return [Patch(ankle, 4.2, toe, 3.0, (0.0, 1.0, 0.0), _on(place, "foot"))]


def _trunk(
    name: str, start: tuple[float, float], end: tuple[float, float], radius: float
) -> Callable[[Place], list[Patch]]:
    """A muscle of the trunk on one side: from and to so far up (pelvis 0, waist 1, neck 2) and
    out from the middle, centimetres; "front" or "back" of it, or its "side"."""

    def patches(place: Place) -> list[Patch]:
        points = [_on_trunk(place, name, up, out) for up, out in (start, end)]
        facing = {"front": place.chest.front, "side": place.outward}.get(name)
        if facing is None:
            facing = tuple(-value for value in place.chest.front)  # type: ignore[assignment]
        assert facing is not None
        return [Patch(points[0], radius, points[1], radius, facing, _on(place, "trunk"))]

    return patches


def _on_trunk(place: Place, name: str, up: float, out: float) -> Point:
    low, high = ("pelvis", "waist") if up <= 1 else ("waist", "neck")
    frame = place.pelvis if up <= 0.5 else place.chest
    point = mix(place.joint(low), place.joint(high), up if up <= 1 else up - 1)
    lateral = (
        frame.right
        if dot(frame.right, place.outward) > 0
        else tuple(-value for value in frame.right)
    )
    point = add(point, lateral, out)  # type: ignore[arg-type]
    deep = {"front": 6.5, "back": -6.5, "side": 0.0}[name]
    return add(point, frame.front, deep)


def _shoulders(place: Place) -> list[Patch]:
    shoulder, elbow = place.joint("shoulder"), place.joint("elbow")
    return [Patch(shoulder, 6.0, mix(shoulder, elbow, 0.45), 3.4, place.outward, _on(place, "arm"))]


def _arms(place: Place) -> list[Patch]:
    shoulder, elbow = place.joint("shoulder"), place.joint("elbow")
    start, end = mix(shoulder, elbow, 0.3), mix(shoulder, elbow, 0.9)
    return [Patch(start, 4.6, end, 3.6, place.outward, _on(place, "arm"))]


def _neck(place: Place) -> list[Patch]:
    neck, head = place.joint("neck"), place.joint("head")
    return [Patch(neck, 5.0, mix(neck, head, 0.6), 5.0, place.outward, ("head",))]


MUSCLES: Mapping[str, Callable[[Place], list[Patch]]] = {
    "gluteus maximus": _gluteus_maximus,
    "gluteus medius": _gluteus_medius,
    "gluteus minimus": _gluteus_medius,
    "piriformis": _piriformis,
    "outer hips": _outer_hips,
    "hip flexors": _hip_flexors,
    "quadriceps": lambda place: _along_thigh(place, place.front, 0.16, 0.9, 5.2, 3.4),
    "hamstrings": lambda place: _along_thigh(place, _thigh_back(place), 0.2, 0.9, 4.6, 3.0),
    "inner thighs": _inner_thighs,
    "calves": _calves,
    "feet": _feet,
    "lower back": _trunk("back", (0.35, 3.0), (1.15, 3.0), 3.6),
    "upper back": _trunk("back", (1.4, 5.0), (1.85, 7.0), 4.6),
    "abdominals": _trunk("front", (0.25, 2.5), (1.3, 2.5), 4.0),
    "obliques": _trunk("side", (0.55, 8.0), (1.35, 9.0), 4.4),
    "pelvic floor": _trunk("front", (-0.25, 1.0), (-0.05, 1.0), 3.2),
    "chest": _trunk("front", (1.62, 4.0), (1.72, 8.0), 4.4),
    "shoulders": _shoulders,
    "arms": _arms,
    "neck": _neck,
}
"""The patches of a muscle on one side. Every muscle that a pose may name is here."""
