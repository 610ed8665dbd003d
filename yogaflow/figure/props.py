"""Things in the picture: blocks, bands, a bench, a wall."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from yogaflow.figure.body import SIDES
from yogaflow.figure.camera import Projection
from yogaflow.figure.forms import (
    Capsule,
    Distance,
    Form,
    Layer,
    Material,
    Part,
    Polygon,
    Tone,
)
from yogaflow.figure.order import Bone, Piece
from yogaflow.figure.rig import Joints
from yogaflow.figure.vectors import across, add, mix, sub, unit
from yogaflow.model import Point, Prop, PropKind

WALL = "wall"
"""The name of the part that a wall is: it stands behind all others, or is left out."""

_HALO = 1.2

_WEB = 2.2
"""Half the width of a band."""

_BOXES = {
    PropKind.BLOCK: (23.0, 12.0, 15.0),
    PropKind.CUSHION: (22.0, 12.0, 50.0),
    PropKind.BENCH: (40.0, 38.0, 150.0),
    PropKind.WALL: (4.0, 190.0, 90.0),
}
"""Length, height and width, centimetres; `at` is the middle of the top of them."""


def props_of(
    props: Iterable[Prop], joints: Joints, project: Projection
) -> list[tuple[Piece, Part]]:
    """Each thing as a piece to sort and a part to draw."""
    return [
        piece
        for number, prop in enumerate(props)
        for piece in (
            _band(prop, number, joints, project)
            if prop.kind is PropKind.BAND
            else [_prop(prop, number, joints, project)]
        )
    ]


def _prop(prop: Prop, number: int, joints: Joints, project: Projection) -> tuple[Piece, Part]:
    places = _places(prop, joints)
    if prop.kind in _BOXES:
        size = _BOXES[prop.kind]
        if prop.kind is PropKind.WALL and abs(places[0][2]) > abs(places[0][0]):
            size = (size[2], size[1], size[0])  # it runs along the mat, not across it
        forms, bones = _box(size, places[0], project)
    elif prop.kind is PropKind.BALL:
        forms, bones = _ball(places[0], 4.6, project)
    elif prop.kind is PropKind.KETTLEBELL:
        forms, bones = _kettlebell(joints, project)
    else:
        forms, bones = _dumbbells(places, project)
    name = WALL if prop.kind is PropKind.WALL else f"prop {number}"
    material = Material.WALL if prop.kind is PropKind.WALL else Material.PROP
    layers = [Layer(material, Tone.MID, tuple(forms[:1]) if prop.kind in _BOXES else tuple(forms))]
    if prop.kind in _BOXES and len(forms) > 1:
        layers.append(Layer(material, Tone.LIGHT, tuple(forms[1:2])))
        layers.append(Layer(material, Tone.DARK, tuple(forms[2:])))
    if prop.kind is PropKind.KETTLEBELL:
        shine = tuple(form.shrunk(0.5, -0.35, 0.5) for form in forms if isinstance(form, Capsule))
        layers.append(Layer(material, Tone.LIGHT, shine[-1:], inside=True))
    outline: tuple[Form, ...] = tuple(f.grown(_HALO) for f in forms if isinstance(f, Capsule))
    return Piece(name, tuple(bones), frozenset()), Part(name, Distance.MID, tuple(layers), outline)


def _places(prop: Prop, joints: Joints) -> list[Point]:
    if not prop.on:
        return [prop.at]
    if prop.on in joints:
        return [joints[prop.on]]
    return [joints[f"{side} {prop.on}"] for side in SIDES]


def _box(
    size: tuple[float, float, float], at: Point, project: Projection
) -> tuple[list[Form], list[Bone]]:
    long, tall, wide = size
    x, top, z = at
    low = max(0.0, top - tall)
    corners = [
        (x + dx * long / 2, y, z + dz * wide / 2)
        for y in (low, top)
        for dx, dz in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    seen = [project(corner) for corner in corners]
    hull = Polygon(_hull([(p[0], p[1]) for p in seen]))
    lid = Polygon(tuple((p[0], p[1]) for p in seen[4:]))
    toward = project.toward
    side = (1, 2) if toward[0] > 0 else (3, 0)
    end = Polygon(tuple((seen[i][0], seen[i][1]) for i in (*side, side[1] + 4, side[0] + 4)))
    middle, radius = project((x, (low + top) / 2, z)), min(long, tall, wide) / 2
    a, b = project((x, (low + top) / 2, z - wide / 2)), project((x, (low + top) / 2, z + wide / 2))
    c, d = project((x - long / 2, (low + top) / 2, z)), project((x + long / 2, middle[1] * 0, z))
    d = project((x + long / 2, (low + top) / 2, z))
    return [hull, lid, end], [(a, radius, b, radius), (c, radius, d, radius)]


def _hull(points: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The outline of points (Andrew's monotone chain)."""

    def half(ordered: list[tuple[float, float]]) -> list[tuple[float, float]]:
        chain: list[tuple[float, float]] = []
        for p in ordered:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        return chain[:-1]

    ordered = sorted(set(points))
    return tuple(half(ordered) + half(ordered[::-1]))


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _band(prop: Prop, number: int, joints: Joints, project: Projection) -> list[tuple[Piece, Part]]:
    """Around both legs, a little above the joint: one half before them, the other behind."""
    limb = prop.on.rpartition(" ")[2] or "knee"
    above = {"knee": ("hip", 0.82), "ankle": ("knee", 0.9)}.get(limb, ("hip", 0.82))
    ends, legs = [], []
    for side in SIDES:
        start, end = joints[f"{side} {above[0]}"], joints[f"{side} {limb}"]
        ends.append(mix(start, end, above[1]))
        legs.append(sub(end, start))
    out = unit(sub(ends[0], ends[1]))
    toward = unit(across(across(project.toward, out), unit(across(add(legs[0], legs[1]), out))))
    outer = [project(add(end, out, 5.0 * sign)) for end, sign in zip(ends, (1, -1), strict=True)]
    halves = []  # as far before and behind as no foot is: what they touch decides the order
    for where, by in (("back", -5.0), ("front", 5.0)):
        a, b = (project(add(end, toward, by)) for end in ends)
        forms = [
            Capsule(p[0], p[1], _WEB, q[0], q[1], _WEB)
            for p, q in ((outer[0], a), (a, b), (b, outer[1]))
        ]
        bone: Bone = ((a[0], a[1], a[2] + by * 3), _WEB, (b[0], b[1], b[2] + by * 3), _WEB)
        tone = Tone.DARK if by < 0 else Tone.MID
        name = f"prop {number} {where}"
        part = Part(
            name,
            Distance.MID,
            (Layer(Material.PROP, tone, tuple(forms)),),
            tuple(form.grown(_HALO) for form in forms),
        )
        halves.append((Piece(name, (bone,), frozenset()), part))
    return halves


def _ball(at: Point, radius: float, project: Projection) -> tuple[list[Form], list[Bone]]:
    p = project(at)
    return [Capsule(p[0], p[1], radius, p[0], p[1], radius)], [(p, radius, p, radius)]


def _kettlebell(joints: Joints, project: Projection) -> tuple[list[Form], list[Bone]]:
    """A ball with a handle that both hands hold, swung out along the arms."""
    hands, wrists = (
        mix(joints[f"right {joint}"], joints[f"left {joint}"], 0.5) for joint in ("hand", "wrist")
    )
    wide = unit(sub(joints["right shoulder"], joints["left shoulder"]))
    out = unit(add(unit(sub(hands, wrists)), (0.0, -1.0, 0.0), 0.6))
    corners = [
        project(add(add(hands, out, along), wide, half))
        for along, half in ((9.0, 6.5), (0.0, 8.0), (0.0, -8.0), (9.0, -6.5))
    ]
    body = project(add(hands, out, 17.0))
    forms: list[Form] = [Capsule(p[0], p[1], 1.7, q[0], q[1], 1.7) for p, q in pairwise(corners)]
    forms.append(Capsule(body[0], body[1], 10.0, body[0], body[1], 10.0))
    return forms, [(project(hands), 2.2, body, 10.0)]


def _dumbbells(places: list[Point], project: Projection) -> tuple[list[Form], list[Bone]]:
    forms: list[Form] = []
    bones: list[Bone] = []
    for at in places:
        a, b = project(add(at, (-9.0, 0.0, 0.0))), project(add(at, (9.0, 0.0, 0.0)))
        for p in (a, b):
            forms.append(Capsule(p[0], p[1], 4.4, p[0], p[1], 4.4))
        forms.append(Capsule(a[0], a[1], 1.6, b[0], b[1], 1.6))
        bones.append((a, 4.4, b, 4.4))
    return forms, bones
