"""From a pose to a stance: a whole body on the mat, and where it is looked at from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import atan2, radians

from yogaflow.figure.body import (
    BONES,
    GIRDLES,
    HALF_HIPS,
    HALF_SHOULDERS,
    HAND,
    JOINTS,
    NEEDED,
    SHOULDER_DROP,
    SIDES,
    floor_of,
    mirrored_name,
)
from yogaflow.figure.vectors import about, across, add, cross, dot, sub, turned, unit
from yogaflow.model import (
    BASE,
    FAMILIES,
    Family,
    Figure,
    MuscleSide,
    Point,
    Pose,
    Position,
    Prop,
    Side,
    Work,
)
from yogaflow.model import Stance as Shared

Joints = Mapping[str, Point]

TOUCHES = 2.0
"""Centimetres above its own height at which a joint still counts as on the floor."""

LIT = 2
"""Muscles that are lit where a figure names none: the first ones of the pose."""

FARTHEST_TURN = radians(80.0)
"""How far a head turns from the chest."""

VIEW = (30.0, 12.0)
"""Where a figure is looked at from that does not say: degrees around, and above."""

_CONSTRAINTS = (*BONES, *GIRDLES)


@dataclass(frozen=True, slots=True)
class LitMuscle:
    """A muscle to light: its name, what happens to it, and the body's own side of it."""

    name: str
    work: Work
    side: Side


@dataclass(frozen=True, slots=True)
class Stance:
    """A body on the mat, ready to be drawn. Points are in centimetres of the mat's own frame.

    `around` and `above` are where it is looked at from, degrees: 0 from the right edge of the
    mat, 90 from its front end. `heading` is how far the body is turned to the right on it.
    `contacts` are the joints on the floor. `moved` is how far it is from its own place on the mat,
    and `roams`, 0 to 1, whether the mat lies for that place, or in the middle for a body that goes
    its whole length.
    """

    joints: Joints
    around: float
    above: float
    gaze: Point | None = None
    heading: float = 0.0
    moved: Point = (0.0, 0.0, 0.0)
    roams: float = 0.0
    lit: tuple[LitMuscle, ...] = ()
    contacts: frozenset[str] = frozenset()
    family: Family = Family.STANDING
    props: tuple[Prop, ...] = ()

    def __hash__(self) -> int:
        """By a few joints: hashing every point would cost more than what is looked up."""
        return hash((self.around, self.above, *(self.joints[name] for name in _HASHED)))


_HASHED = ("pelvis", "head", "right knee", "left knee", "right hand", "left hand")


def stance(
    pose: Pose, side: Side | None = None, options: Sequence[str] = (), shape: str = ""
) -> Stance | None:
    """How a pose looks on a side, with options and in a shape of its repetition (BASE for none).

    A pose without sides is never mirrored. None where the pose has no figure.
    """
    if pose.figure is None:
        return None
    return _stance(_Asked(pose, side, tuple(options), "" if shape == BASE else shape))


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """What a stance is made of, compared by the pose's identity: poses hold mappings."""

    pose: Pose
    side: Side | None
    options: tuple[str, ...]
    shape: str

    def __hash__(self) -> int:
        return hash((id(self.pose), self.side, self.options, self.shape))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Asked)
            and self.pose is other.pose
            and (self.side, self.options, self.shape) == (other.side, other.options, other.shape)
        )


@lru_cache(maxsize=256)
def _stance(asked: _Asked) -> Stance:
    pose = asked.pose
    figure = whole_figure(pose, asked.options, asked.shape)
    sided = bool(pose.sides) or any(pose.options[o].sides for o in asked.options)
    mirrored = sided and asked.side is Side.LEFT
    family = FAMILIES[pose.position or Position.STANDING]
    made = _placed(figure, family, mirrored=mirrored)
    lit = _lit(figure, pose.chosen(asked.options), asked.side if sided else None)
    return replace(made, lit=lit)


def whole_figure(pose: Pose, options: Iterable[str] = (), shape: str = "") -> Figure:
    """The figure of a pose with its options and a phase's shape laid over it."""
    figure = pose.figure or Figure()
    for key in options:
        option = pose.options.get(key)
        if option is not None and option.muscles is not None:
            figure = replace(figure, highlight=None)  # of the muscles that are replaced
        if option is not None and option.figure is not None:
            figure = laid_over(figure, option.figure)
    if shape and shape in figure.shapes:
        figure = laid_over(figure, figure.shapes[shape])
    return figure


def laid_over(under: Figure, over: Figure) -> Figure:
    """A figure with changes: what `over` says holds, the rest is `under`'s."""

    def first(one: object, other: object) -> object:
        return other if one is None else one

    changed = {
        name: first(getattr(over, name), getattr(under, name))
        for name in (
            "view",
            "heading",
            "hips",
            "shoulders",
            "gaze",
            "highlight",
            "contacts",
            "family",
            "props",
            "rep",
            "travel",
        )
    }
    joints = {**under.joints, **over.joints}
    return replace(
        under,
        joints=_without_stale(joints, over.joints),
        shapes={**under.shapes, **over.shapes},
        **changed,  # type: ignore[arg-type]
    )


def _without_stale(joints: dict[str, Point], moved: Joints) -> dict[str, Point]:
    """A hand that was placed goes where its new wrist is, unless it is placed again."""
    for side in SIDES:
        wrist, hand = f"{side} wrist", f"{side} hand"
        if wrist in moved and hand not in moved:
            joints.pop(hand, None)
    return joints


def missing_joints(figure: Figure) -> list[str]:
    """The joints a whole figure needs and this one lacks, in order."""
    return [name for name in NEEDED if name not in figure.joints]


def derived(figure: Figure) -> dict[str, Point]:
    """All joints as they are written, with those that follow from them: nothing is moved."""
    joints = dict(figure.joints)
    girdles = (
        ("hip", "pelvis", ("pelvis", "waist"), HALF_HIPS, 0.0, figure.hips or 0.0),
        (
            "shoulder",
            "neck",
            ("waist", "neck"),
            HALF_SHOULDERS,
            -SHOULDER_DROP,
            figure.shoulders or 0.0,
        ),
    )
    for limb, base, (low, high), half, drop, turn in girdles:
        up = unit(sub(joints[high], joints[low]))
        lateral = unit(across(turned((0.0, 0.0, 1.0), turn), up))
        for side, sign in (("right", 1.0), ("left", -1.0)):
            point = add(add(joints[base], lateral, half * sign), up, drop)
            joints.setdefault(f"{side} {limb}", point)
    for side in SIDES:
        wrist, elbow = joints[f"{side} wrist"], joints[f"{side} elbow"]
        joints.setdefault(f"{side} hand", add(wrist, unit(sub(wrist, elbow)), HAND))
    return {name: joints[name] for name in JOINTS}


def touching(joints: Joints, contacts: Sequence[str] | None) -> frozenset[str]:
    """The joints on the floor: those that are named, or else those that are low enough."""
    if contacts is not None:
        return frozenset(
            name for name in JOINTS if name in contacts or name.rpartition(" ")[2] in contacts
        )
    return frozenset(n for n, point in joints.items() if point[1] <= floor_of(n) + TOUCHES)


def settled(joints: Joints, rounds: int, fixed: Iterable[str] = ()) -> dict[str, Point]:
    """The joints moved as little as it takes to have bones of the right length above the mat.

    Position-based: each round pulls both ends of each bone to its length. `fixed` joints stay.
    """
    points = {name: list(point) for name, point in joints.items()}
    held = frozenset(fixed)
    weights = [
        (points[a], points[b], long, *_shares(a in held, b in held)) for a, b, long in _CONSTRAINTS
    ]
    floors = [(points[name], floor_of(name)) for name in points]
    for _ in range(rounds):
        for a, b, long, share_a, share_b in weights:
            dx, dy, dz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
            distance = (dx * dx + dy * dy + dz * dz) ** 0.5 or 1e-6
            pull = (distance - long) / distance
            if share_a:
                by = pull * share_a
                a[0] += dx * by
                a[1] += dy * by
                a[2] += dz * by
            if share_b:
                by = pull * share_b
                b[0] -= dx * by
                b[1] -= dy * by
                b[2] -= dz * by
        for point, floor in floors:
            point[1] = max(point[1], floor)
    return {name: (p[0], p[1], p[2]) for name, p in points.items()}


def _shares(held_a: bool, held_b: bool) -> tuple[float, float]:
    if held_a and held_b:
        return 0.0, 0.0
    return (0.0 if held_a else 0.5 + 0.5 * held_b, 0.0 if held_b else 0.5 + 0.5 * held_a)


@lru_cache(maxsize=128)
def between_poses(shared: Shared, side: Side | None) -> Stance | None:
    """How a stance that poses share looks on a side; None where it has no figure."""
    if shared.figure is None:
        return None
    mirrored = bool(shared.sides) and side is Side.LEFT
    return _placed(shared.figure, FAMILIES[shared.position], mirrored=mirrored)


def _placed(figure: Figure, family: Family, *, mirrored: bool) -> Stance:
    written = derived(figure)
    contacts = touching(written, figure.contacts)
    # Feet and hands stay where they are drawn; the trunk gives way.
    ends = {name for name in contacts if name.rpartition(" ")[2] in {"toe", "ankle", "hand"}}
    joints = settled(settled(written, 40, ends), 20)
    around, above = figure.view or VIEW
    heading = figure.heading or 0.0
    gaze, props = figure.gaze, figure.props or ()
    if mirrored:
        joints = {mirrored_name(name): flipped(point) for name, point in joints.items()}
        contacts = frozenset(mirrored_name(name) for name in contacts)
        around = 180.0 - around
        gaze = gaze and flipped(gaze)
        props = tuple(replace(p, at=flipped(p.at), on=mirrored_name(p.on)) for p in props)
    if heading:
        joints = {name: turned(point, heading) for name, point in joints.items()}
        gaze = gaze and turned(gaze, heading)
        props = tuple(replace(p, at=turned(p.at, heading)) for p in props)
    return Stance(
        joints=joints,
        around=around - heading,
        above=above,
        gaze=gaze,
        heading=heading,
        contacts=contacts,
        family=figure.family or family,
        props=props,
    )


def moved(stance: Stance, by: Point) -> Stance:
    """The stance of a body that travels, so far from its own place on the mat, centimetres."""
    return replace(
        stance,
        joints={name: add(point, by) for name, point in stance.joints.items()},
        props=tuple(replace(prop, at=add(prop.at, by)) for prop in stance.props),
        moved=add(stance.moved, by),
        roams=1.0,
    )


def flipped(point: Point) -> Point:
    """The point on the other side of the body."""
    return (point[0], point[1], -point[2])


def _lit(figure: Figure, pose: Pose, side: Side | None) -> tuple[LitMuscle, ...]:
    """The muscles to light, each on the body's own side."""
    chosen = figure.highlight
    if chosen is None:
        chosen = tuple(muscle.name for muscle in pose.muscles[:LIT])
    # A word of the figure may say which of a pair is lit, "hamstrings other": the pose's own word
    # holds for the pose without its options.
    lit = [muscle for muscle in pose.muscles if muscle.name in chosen]
    for one in (MuscleSide.SIDE, MuscleSide.OTHER):
        lit += [replace(m, side=one) for m in pose.muscles if f"{m.name} {one}" in chosen]
    return tuple(
        LitMuscle(muscle.name, muscle.work, which)
        for muscle in lit
        for which in muscle.sides(side or Side.RIGHT)
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """Directions of a girdle: up along the spine, to the body's right, to its front."""

    up: Point
    right: Point
    front: Point


def frame_of(joints: Joints, low: str, high: str, girdle: str) -> Frame:
    """The frame of the pelvis ("pelvis", "waist", "hip") or chest ("waist", "neck", "shoulder")."""
    up = unit(sub(joints[high], joints[low]))
    right = unit(across(sub(joints[f"right {girdle}"], joints[f"left {girdle}"]), up))
    return Frame(up, right, unit(cross(up, right)))


def facing(joints: Joints, turn: float = 0.0) -> Point:
    """Where the face looks with the head turned to the left by so much, radians; 0 is ahead."""
    up = unit(sub(joints["head"], joints["neck"]))
    chest = frame_of(joints, "waist", "neck", "shoulder")
    ahead = unit(cross(up, unit(across(chest.right, up))))
    return about(ahead, up, turn) if turn else ahead


def head_turn(stance: Stance) -> float:
    """How far the head is turned from the chest to look where it looks: to the left, radians."""
    if stance.gaze is None:
        return 0.0
    up = unit(sub(stance.joints["head"], stance.joints["neck"]))
    ahead, seen = facing(stance.joints), across(stance.gaze, up)
    turn = atan2(dot(cross(ahead, seen), up), dot(ahead, seen))
    return max(-FARTHEST_TURN, min(FARTHEST_TURN, turn))
