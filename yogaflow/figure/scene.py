"""A stance drawn: limbs, trunk and head as flat forms, lit muscles on them, things and the mat."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from yogaflow.figure.body import MAT_LENGTH, MAT_WIDTH, SIDES
from yogaflow.figure.camera import Projection
from yogaflow.figure.forms import (
    Bounds,
    Capsule,
    Distance,
    Drawing,
    Form,
    Layer,
    Material,
    Part,
    Polygon,
    Tone,
    bounds_of,
)
from yogaflow.figure.muscles import MUSCLES, Patch, place_of
from yogaflow.figure.order import Bone, Piece, painters_order
from yogaflow.figure.props import WALL, props_of
from yogaflow.figure.rig import Frame, Joints, LitMuscle, Stance, facing, frame_of
from yogaflow.figure.vectors import across, add, dot, mix, sub, unit
from yogaflow.model import Point, Work

HALO = 1.5
"""Centimetres of dark around a part that lies over another."""

_LIGHT = (-0.35, 0.5)
"""Where light comes from in the picture, in radii of a limb: above and to the left."""

_FACING_AWAY = -0.45
"""A muscle that faces away more than this is not seen."""

_CUT = 0.3
"""How much of a limb's outline is left out at a joint, so that the two pieces hang together."""

_BODY_STEP = 15.0
"""Centimetres nearer or farther than the middle of the body that count as near or far."""


class _Limb(NamedTuple):
    """A piece of a limb: its joints, radii, material, and which ends hang on to the body."""

    name: str
    start: str
    end: str
    start_radius: float
    end_radius: float
    material: Material
    joined: tuple[bool, bool]
    bulge: tuple[float, float] = (0.0, 0.0)
    """Where along it, and with which radius, it is thickest."""


_LIMBS = (
    _Limb("thigh", "hip", "knee", 8.4, 5.6, Material.LEGGINGS, (True, True), (0.3, 8.0)),
    _Limb("shin", "knee", "ankle", 5.4, 3.5, Material.LEGGINGS, (True, True), (0.3, 5.5)),
    _Limb("foot", "ankle", "toe", 3.6, 2.3, Material.SKIN, (True, False)),
    _Limb("arm", "shoulder", "elbow", 5.0, 3.8, Material.SKIN, (True, True)),
    _Limb("forearm", "elbow", "wrist", 3.9, 2.8, Material.SKIN, (True, True)),
)


def draw(stance: Stance, *, breath: float = 0.0, turn: float = 0.0, mat: bool = True) -> Drawing:
    """The picture of a stance. `breath` is how full the lungs are, 0 to 1; `turn` is how much
    further around it is looked at from, degrees."""
    project = Projection(stance.around + turn, stance.above)
    joints = breathed(stance.joints, breath)
    seen = {name: project(point) for name, point in joints.items()}
    lit = _patches(stance.lit, joints, project)
    pieces: list[tuple[Piece, Part]] = [
        _trunk(joints, seen, project, breath, lit),
        _head(stance, joints, seen, project, lit),
    ]
    middle = (seen["pelvis"][2] + seen["waist"][2]) / 2
    for side in SIDES:
        for limb in _LIMBS:
            pieces.append(_limb(limb, side, joints, seen, project, lit, middle))
    things = props_of(stance.props, joints, project)
    pieces += [thing for thing in things if thing[1].name != WALL]
    # A wall is behind everybody. Looked at from its other side, it is better not there at all.
    walls = [
        part for piece, part in things if part.name == WALL and _middle(piece) < seen["pelvis"][2]
    ]
    parts = (
        *walls,
        *(pieces[i][1] for i in painters_order([piece for piece, _ in pieces])),
    )
    bounds = bounds_of(
        form
        for part in parts
        if part.name != WALL
        for layer in part.layers
        if not layer.inside
        for form in layer.forms
    )
    ground, reach = _mat(stance, project) if mat else ((), bounds)
    low = min(bounds.bottom, max(reach.bottom, bounds.bottom - 26.0))
    return Drawing(ground, parts, Bounds(bounds.left, bounds.right, low, bounds.top))


def _middle(piece: Piece) -> float:
    """How near the middle of a thing is: of both its ends, so that a mirrored one is the same."""
    one, _, other, _ = piece.bones[0]
    return (one[2] + other[2]) / 2


def breathed(joints: Joints, breath: float) -> Joints:
    """The joints while breathing: on the in-breath the chest carries head and shoulders."""
    if not breath:
        return joints
    up = unit(sub(joints["neck"], joints["waist"]))
    moved = dict(joints)
    for name in ("neck", "head", "right shoulder", "left shoulder"):
        moved[name] = add(joints[name], up, 2.0 * breath)
    for name in ("right elbow", "left elbow"):
        moved[name] = add(joints[name], up, 1.0 * breath)
    return moved


# -- limbs --------------------------------------------------------------------------------------


def _limb(
    limb: _Limb,
    side: str,
    joints: Joints,
    seen: Joints,
    project: Projection,
    lit: list[tuple[LitMuscle, Patch]],
    middle: float,
) -> tuple[Piece, Part]:
    name = f"{side} {limb.name}"
    a, b = seen[f"{side} {limb.start}"], seen[f"{side} {limb.end}"]
    whole = Capsule(a[0], a[1], limb.start_radius, b[0], b[1], limb.end_radius)
    forms: list[Capsule] = [whole]
    bones: list[Bone] = [(a, limb.start_radius, b, limb.end_radius)]
    shared = {f"{side} {limb.start}", f"{side} {limb.end}"}
    if limb.bulge[0]:
        share, radius = limb.bulge
        c = mix(a, b, share)
        forms = [
            Capsule(a[0], a[1], limb.start_radius, c[0], c[1], radius),
            Capsule(c[0], c[1], radius, b[0], b[1], limb.end_radius),
        ]
    outline = [whole.cut(_CUT if limb.joined[0] else 0.0, 1.0 - _CUT if limb.joined[1] else 1.0)]
    if limb.name == "foot":
        forms += [heel := _heel(side, joints, project)]
        outline.append(heel)
    if limb.name == "forearm":
        hand = seen[f"{side} hand"]
        forms.append(Capsule(b[0], b[1], 3.0, hand[0], hand[1], 2.3))
        outline.append(forms[-1])
        bones.append((b, 3.0, hand, 2.3))
        outline[0] = whole.cut(_CUT, 1.0)
    depth = (a[2] + b[2]) / 2 - middle
    part = Part(
        name,
        _distance(depth),
        (*_rounded(limb.material, forms), *_glow(name, lit, project)),
        tuple(form.grown(HALO) for form in outline),
    )
    return Piece(name, tuple(bones), frozenset(shared)), part


def _heel(side: str, joints: Joints, project: Projection) -> Capsule:
    knee, ankle, toe = (joints[f"{side} {name}"] for name in ("knee", "ankle", "toe"))
    ahead, down = unit(sub(toe, ankle)), unit(sub(ankle, knee))
    heel = add(add(ankle, down, 1.6), ahead, -4.2)
    ball = mix(ankle, toe, 0.72)
    a, b = project(heel), project(add(ball, down, 0.6))
    return Capsule(a[0], a[1], 2.9, b[0], b[1], 2.7)


def _distance(depth: float) -> Distance:
    if depth > _BODY_STEP / 3:
        return Distance.NEAR
    return Distance.FAR if depth < -_BODY_STEP / 3 else Distance.MID


def _rounded(material: Material, forms: Iterable[Capsule]) -> tuple[Layer, ...]:
    """Forms with light from one side."""
    dx, dy = _LIGHT
    dark = tuple(forms)
    mid = tuple(form.shrunk(0.84, dx * 0.4, dy * 0.4) for form in dark)
    light = tuple(form.shrunk(0.42, dx, dy) for form in dark)
    return (
        Layer(material, Tone.DARK, dark),
        Layer(material, Tone.MID, mid, inside=True),
        Layer(material, Tone.LIGHT, light, inside=True),
    )


# -- trunk and head -----------------------------------------------------------------------------


def _trunk(
    joints: Joints,
    seen: Joints,
    project: Projection,
    breath: float,
    lit: list[tuple[LitMuscle, Patch]],
) -> tuple[Piece, Part]:
    pelvis = frame_of(joints, "pelvis", "waist", "hip")
    chest = frame_of(joints, "waist", "neck", "shoulder")
    ribs, belly = 10.2 * (1.0 + 0.17 * breath), 9.0 * (1.0 + 0.12 * breath)
    waist = add(mix(joints["pelvis"], joints["waist"], 0.92), pelvis.front, 0.5 + 2.2 * breath)
    breast = add(mix(joints["waist"], joints["neck"], 0.6), chest.front, 0.5 + 1.6 * breath)
    half = unit(add(pelvis.right, chest.right))
    sides: list[Capsule] = []
    top: list[Capsule] = []
    for sign, side in ((1.0, "right"), (-1.0, "left")):
        w = project(add(waist, half, 4.6 * sign))
        c = project(add(breast, chest.right, 6.0 * sign))
        s, h = seen[f"{side} shoulder"], seen[f"{side} hip"]
        sides.append(Capsule(h[0], h[1], 8.6, w[0], w[1], belly))
        top += [
            Capsule(w[0], w[1], belly, c[0], c[1], ribs),
            Capsule(c[0], c[1], ribs, s[0], s[1], 5.2),
        ]
    p, n = seen["pelvis"], seen["neck"]
    w, c = project(waist), project(breast)
    right, left = seen["right hip"], seen["left hip"]
    low = [
        Capsule(right[0], right[1], 8.6, left[0], left[1], 8.6),
        Capsule(p[0], p[1], 9.6, w[0], w[1], belly),
        *sides,
    ]
    shoulders = [seen["right shoulder"], seen["left shoulder"]]
    high = [
        Capsule(w[0], w[1], belly, c[0], c[1], ribs),
        Capsule(c[0], c[1], ribs, n[0], n[1], 5.6),
        Capsule(*shoulders[0][:2], 4.8, n[0], n[1], 5.2),
        Capsule(*shoulders[1][:2], 4.8, n[0], n[1], 5.2),
        *top,
    ]
    band = _waistband(joints, pelvis, project, belly)
    layers = (
        Layer(Material.TOP, Tone.DARK, (*low, *high)),
        *_inside(Material.TOP, high),
        Layer(Material.LEGGINGS, Tone.DARK, band, inside=True),
        Layer(
            Material.LEGGINGS,
            Tone.MID,
            tuple(form.shrunk(0.84, _LIGHT[0] * 0.4, _LIGHT[1] * 0.4) for form in band),
            inside=True,
        ),
        *_glow("trunk", lit, project),
    )
    a, b = seen["waist"], seen["pelvis"]
    bones: tuple[Bone, ...] = (
        (b, 9.6, a, 9.0),
        (a, 9.0, n, 9.0),
        (right, 8.6, left, 8.6),
        (shoulders[0], 5.0, shoulders[1], 5.0),
    )
    joined = {f"{side} {limb}" for side in SIDES for limb in ("hip", "shoulder")} | {"neck"}
    outline = tuple(form.grown(HALO) for form in (*low, *high))
    return Piece("trunk", bones, frozenset(joined)), Part("trunk", Distance.MID, layers, outline)


def _inside(material: Material, forms: list[Capsule]) -> tuple[Layer, ...]:
    return tuple(layer._replace(inside=True) for layer in _rounded(material, forms)[1:])


def _waistband(
    joints: Joints, pelvis: Frame, project: Projection, belly: float
) -> tuple[Capsule, ...]:
    """The leggings reach up to the waist."""
    edge = mix(joints["pelvis"], joints["waist"], 0.34)
    forms = []
    for sign, side in ((1.0, "right"), (-1.0, "left"), (0.0, "")):
        hip = project(joints[f"{side} hip"] if side else joints["pelvis"])
        top = project(add(edge, pelvis.right, 5.5 * sign))
        forms.append(Capsule(hip[0], hip[1], 10.4, top[0], top[1], belly))
    return tuple(forms)


def _head(
    stance: Stance,
    joints: Joints,
    seen: Joints,
    project: Projection,
    lit: list[tuple[LitMuscle, Patch]],
) -> tuple[Piece, Part]:
    up = unit(sub(joints["head"], joints["neck"]))
    ahead = unit(across(stance.gaze or facing(joints), up))
    at = joints["head"]

    def disc(forward: float, high: float, radius: float) -> Capsule:
        x, y, _ = project(add(add(at, ahead, forward), up, high))
        return Capsule(x, y, radius, x, y, radius)

    def bar(one: tuple[float, float, float], other: tuple[float, float, float]) -> Capsule:
        a, b = disc(*one), disc(*other)
        return Capsule(a.x0, a.y0, a.r0, b.x0, b.y0, b.r0)

    neck, head = seen["neck"], seen["head"]
    stem = Capsule(neck[0], neck[1], 4.6, head[0], head[1], 4.8)
    skull = bar((-0.8, 2.0, 9.4), (0.6, 0.0, 8.8))
    face = bar((3.2, 0.4, 7.0), (3.4, -5.4, 5.2))
    bun = disc(-9.4, 5.0, 4.4)
    nose = disc(9.6, -2.6, 1.9)
    eye = project(add(at, ahead, 10.0))
    seen_face = eye[2] > head[2] - 6.0  # from behind one sees hair alone
    front = [nose, face] if seen_face else []
    hair = (skull, bun)
    layers = (
        Layer(Material.SKIN, Tone.DARK, (stem, *front)),
        *_inside(Material.SKIN, [stem]),
        Layer(Material.HAIR, Tone.DARK, hair),
        Layer(Material.HAIR, Tone.MID, tuple(f.shrunk(0.75, *_LIGHT) for f in hair), inside=True),
        *(
            (
                Layer(Material.SKIN, Tone.MID, (face, nose)),
                Layer(Material.SKIN, Tone.LIGHT, (face.shrunk(0.6, *_LIGHT),), inside=True),
            )
            if seen_face
            else ()
        ),
        *_glow("head", lit, project),
    )
    outline = tuple(form.grown(HALO) for form in (*hair, *front, stem.cut(_CUT, 1.0)))
    bones: tuple[Bone, ...] = ((neck, 4.6, head, 9.0), (head, 9.0, head, 9.0))
    return Piece("head", bones, frozenset({"neck"})), Part("head", Distance.NEAR, layers, outline)


# -- muscles ------------------------------------------------------------------------------------


def _patches(
    lit: Iterable[LitMuscle], joints: Joints, project: Projection
) -> list[tuple[LitMuscle, Patch]]:
    """The patches that can be seen, of all muscles that are lit."""
    found: list[tuple[LitMuscle, Patch]] = []
    toward = project.toward
    for one in lit:
        place = place_of(joints, one.side)
        for patch in MUSCLES[one.name](place):
            if dot(patch.facing, toward) > _FACING_AWAY:
                found.append((one, patch))
    return found


def _glow(name: str, lit: list[tuple[LitMuscle, Patch]], project: Projection) -> tuple[Layer, ...]:
    """The lit muscles of one part, each in its material."""
    layers: list[Layer] = []
    for work in reversed(Work):  # what works is on top
        material = Material(work.value)
        forms = []
        for one, patch in lit:
            if one.work is work and name in patch.parts:
                a, b = project(patch.start), project(patch.end)
                forms.append(Capsule(a[0], a[1], patch.start_radius, b[0], b[1], patch.end_radius))
        if forms:
            layers.append(Layer(material, Tone.MID, tuple(forms), inside=True))
            shine = tuple(form.shrunk(0.5, *_LIGHT) for form in forms)
            layers.append(Layer(material, Tone.LIGHT, shine, inside=True))
    return tuple(layers)


# -- the mat ------------------------------------------------------------------------------------


def _mat(stance: Stance, project: Projection) -> tuple[tuple[Layer, ...], Bounds]:
    """The mat, its front end marked, and the box around what stands on it."""
    xs = [point[0] for point in stance.joints.values()]
    most, away = MAT_LENGTH / 2, stance.moved[0]
    front = min(most, max(xs) - away + 14.0)
    front += (most - front) * stance.roams
    back = min(front - MAT_LENGTH, min(xs) - away - 14.0)
    half = MAT_WIDTH / 2

    def flat(x0: float, x1: float) -> Form:
        corners = ((x0, -half), (x1, -half), (x1, half), (x0, half))
        return Polygon(tuple(_flat(project((x, 0.0, z))) for x, z in corners))

    def edge(one: tuple[float, float], other: tuple[float, float]) -> Form:
        (x0, z0), (x1, z1) = one, other
        corners = ((x0, 0.0, z0), (x1, 0.0, z1), (x1, -2.4, z1), (x0, -2.4, z0))
        return Polygon(tuple(_flat(project(corner)) for corner in corners))

    toward = project.toward
    z = half if toward[2] >= 0 else -half
    x = front if toward[0] >= 0 else back
    layers = (
        Layer(Material.MAT, Tone.MID, (flat(back, front),)),
        Layer(Material.EDGE, Tone.MID, (edge((back, z), (front, z)), edge((x, -half), (x, half)))),
        Layer(Material.FRONT, Tone.MID, (flat(front - 9.0, front - 4.0),)),
    )
    ends = ((max(xs), half), (max(xs), -half), (min(xs), half), (min(xs), -half))
    near = [project((x, 0.0, z)) for x, z in ends]
    stripe = [project((front, 0.0, z)) for z in (half, -half)]
    ys = [point[1] for point in (*near, *stripe)]
    sides = [point[0] for point in near]
    return layers, Bounds(min(sides), max(sides), min(ys) - 2.4, max(ys))


def _flat(point: Point) -> tuple[float, float]:
    return (point[0], point[1])
