"""How limbs get past each other on the way from one stance to another: which are led aside. Pure.

Where turning every bone the shortest way would take a limb through another, an arm goes out to
its side first, a foot is lifted over. Found by trying: a handful of ways to lead each limb that
is in the way, and the best of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, sqrt
from types import MappingProxyType

from yogaflow.figure.body import SIDES, floor_of
from yogaflow.figure.vectors import add, between, dot, length, sub, turned, unit
from yogaflow.model import Point

Joints = Mapping[str, Point]


@dataclass(frozen=True, slots=True)
class Step:
    """How a limb is led aside on its way: by so many centimetres in the middle of it.

    `when` is -1 where it goes before the rest of the body, 1 where it follows, 0 where it goes
    along.
    """

    by: Point = (0.0, 0.0, 0.0)
    when: int = 0


Aside = Mapping[str, Step]
"""Which limbs are led aside: "right leg", "left arm"."""
STRAIGHT: Aside = MappingProxyType({})

LIMBS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        f"{side} {limb}": tuple(f"{side} {joint}" for joint in joints)
        for side in SIDES
        for limb, joints in (
            ("leg", ("hip", "knee", "ankle", "toe")),
            ("arm", ("shoulder", "elbow", "wrist", "hand")),
        )
    }
)
"""The joints of a limb, from the trunk outward."""

_OUT = {
    "leg": (
        (-20.0, 20.0, 0.0),
        (0.0, 25.0, 0.0),
        (30.0, 0.0, 0.0),
        (0.0, 40.0, 0.0),
        (0.0, 0.0, 25.0),
        (0.0, 20.0, 25.0),
        (20.0, 20.0, 0.0),
        (0.0, 0.0, 40.0),
        (0.0, 0.0, -25.0),
        (0.0, 35.0, -20.0),
        (0.0, -20.0, 0.0),
        (0.0, 0.0, 0.0),
    ),
    "arm": (
        (0.0, 0.0, 25.0),
        (0.0, 25.0, 25.0),
        (-25.0, 0.0, 20.0),
        (0.0, 40.0, 30.0),
        (25.0, 0.0, 30.0),
        (25.0, 25.0, 0.0),
        (0.0, 25.0, 0.0),
        (0.0, 0.0, 45.0),
        (25.0, 0.0, 0.0),
        (-20.0, 25.0, 0.0),
        (0.0, 0.0, 0.0),
    ),
}
"""Where a limb may be led, in the middle of its way: forward, up, outward."""

EARLY = 0.6
"""The share of a way in which a limb goes that does not go along with the rest."""

_ROUNDS = 2
"""How often each limb is led anew: where one goes depends on the others."""

_BETTER = 0.05
"""By how much at least."""

_PASSED = 10.0
"""What passing right through counts, beside centimetres of depth."""


@dataclass(frozen=True, slots=True)
class _Bone:
    start: str
    end: str
    radius: float
    limb: str


_THICK = {
    "leg": (6.0, 4.0, 2.5),
    "arm": (3.2, 2.6, 2.0),
}
_BONES = (
    *(
        _Bone(joints[n], joints[n + 1], _THICK[limb.split()[1]][n], limb)
        for limb, joints in LIMBS.items()
        for n in range(3)
    ),
    _Bone("pelvis", "waist", 8.0, "belly"),
    _Bone("waist", "neck", 8.0, "chest"),
    _Bone("neck", "head", 8.0, "head"),
)


def _apart(one: _Bone, other: _Bone) -> bool:
    """Whether two bones may come in each other's way: not where the one hangs on the other."""
    if {one.start, one.end} & {other.start, other.end}:
        return False
    for limb, trunk in ((one, other), (other, one)):
        joint = limb.start.rpartition(" ")[2]
        if joint == "hip" and trunk.limb == "belly":
            return False
        if joint == "shoulder" and trunk.limb in {"belly", "chest", "head"}:
            return False
    return True


PAIRS = tuple(
    (one, other) for n, one in enumerate(_BONES) for other in _BONES[:n] if _apart(one, other)
)
"""Bones that may come in each other's way."""


def nearest(joints: Joints, one: _Bone, other: _Bone, within: float) -> tuple[float, Point, bool]:
    """How far apart two bones are, in which direction, and whether between their ends.

    Infinitely far where they are not `within` that many centimetres.
    """
    a, b, c, d = joints[one.start], joints[one.end], joints[other.start], joints[other.end]
    ux, uy, uz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    vx, vy, vz = d[0] - c[0], d[1] - c[1], d[2] - c[2]
    wx, wy, wz = a[0] - c[0], a[1] - c[1], a[2] - c[2]
    uu, vv = ux * ux + uy * uy + uz * uz, vx * vx + vy * vy + vz * vz
    mx, my, mz = wx + (ux - vx) / 2, wy + (uy - vy) / 2, wz + (uz - vz) / 2
    reach = within + (sqrt(uu) + sqrt(vv)) / 2
    if mx * mx + my * my + mz * mz > reach * reach:
        return inf, (0.0, 0.0, 0.0), False
    uv = ux * vx + uy * vy + uz * vz
    uw, vw = ux * wx + uy * wy + uz * wz, vx * wx + vy * wy + vz * wz
    area = uu * vv - uv * uv
    s = min(1.0, max(0.0, (uv * vw - vv * uw) / area)) if area > 1e-9 else 0.5
    t = min(1.0, max(0.0, (uv * s + vw) / vv)) if vv > 1e-9 else 0.0
    s = min(1.0, max(0.0, (uv * t - uw) / uu)) if uu > 1e-9 else 0.0
    gap = (wx + ux * s - vx * t, wy + uy * s - vy * t, wz + uz * s - vz * t)
    inside = 0.0 < s < 1.0 and 0.0 < t < 1.0
    return sqrt(gap[0] * gap[0] + gap[1] * gap[1] + gap[2] * gap[2]), gap, inside


def in_the_way(frames: list[dict[str, Point]], pair: tuple[_Bone, _Bone], most: float) -> float:
    """How much two bones go through each other from frame to frame; 0 where they do not.

    They may be as near as they are at the first or the last. It stops at `most`.
    """
    one, other = pair
    touch = one.radius + other.radius
    first, gap, inside = nearest(frames[0], one, other, touch * 1.5)
    least = min(touch * 0.7, first - 1.0, nearest(frames[-1], one, other, touch)[0] - 1.0)
    found, last, before = 0.0, len(frames) - 1, first
    for number in range(1, last + 1):
        far, there, between = nearest(frames[number], one, other, touch * 1.5)
        if number < last and far < least:
            found += least - far
        if between and inside and min(far, before) < touch * 1.5 and dot(gap, there) < 0.0:
            found += _PASSED
        if found > most:
            break
        before, gap, inside = far, there, between
    return found


_OF_LIMB = {
    limb: tuple(pair for pair in PAIRS if limb in {pair[0].limb, pair[1].limb}) for limb in LIMBS
}

Frames = list[dict[str, Point]]


def limb_at(
    limb: str, root: Point, start: Joints, end: Joints, share: float, step: Step, heading: float
) -> dict[str, Point]:
    """The joints of a limb that hangs on its `root`, on the way from one body to another."""
    part = share
    if step.when:
        part = min(1.0, share / EARLY) if step.when < 0 else max(0.0, (share + EARLY - 1.0) / EARLY)
    arch, by = 4.0 * part * (1.0 - part), turned(step.by, heading)
    names = LIMBS[limb]
    found: dict[str, Point] = {}
    free = placed = root
    for number, (inner, outer) in enumerate(pairwise(names)):
        one, other = sub(start[outer], start[inner]), sub(end[outer], end[inner])
        long = length(one) * (1.0 - part) + length(other) * part
        bend = turned(bend_of(outer), heading)
        free = add(free, between(unit(one), unit(other), part, bend), long)
        x, y, z = add(free, by, arch * (0.6 if number == 0 else 1.0))
        aim = (x, max(y, floor_of(outer)), z)
        placed = found[outer] = add(placed, unit(sub(aim, placed)), long)
    return found


def bend_of(joint: str) -> Point:
    """Which way a limb goes that turns half round: forward, and arms and legs to their own side."""
    side, _, limb = joint.partition(" ")
    if not limb:
        return (0.5, 0.3, 0.0)
    out = 0.5 if side == "right" else -0.5
    return (0.6, 0.0, out) if limb in {"elbow", "wrist", "hand"} else (0.5, 0.2, out * 0.4)


def led_aside(frames: Frames, shares: Sequence[float], heading: float) -> Aside:
    """Which limbs are led aside, and how, so that none goes through another.

    `frames` are the body on its straight way, the first and last included, after these `shares`.
    """
    found: dict[str, Step] = {}
    harm = {pair: in_the_way(frames, pair, inf) for pair in PAIRS}
    for _ in range(_ROUNDS):
        before = sum(harm.values())
        if before == 0.0:
            break
        for limb in sorted(LIMBS, key=lambda limb: -sum(harm[pair] for pair in _OF_LIMB[limb])):
            _lead(limb, frames, shares, heading, harm, found)
        if sum(harm.values()) == before:
            break
    return found or STRAIGHT


def _lead(
    limb: str,
    frames: Frames,
    shares: Sequence[float],
    heading: float,
    harm: dict[tuple[_Bone, _Bone], float],
    found: dict[str, Step],
) -> None:
    """Lead a limb where it is least in the way, if that is better than where it is."""
    start, end, root = frames[0], frames[-1], LIMBS[limb][0]
    pairs = sorted(_OF_LIMB[limb], key=lambda pair: -harm[pair])
    for step in _steps(limb):
        least = sum(harm[pair] for pair in pairs)
        if least == 0.0:
            return
        led = [
            {**frame, **limb_at(limb, frame[root], start, end, share, step, heading)}
            for frame, share in zip(frames, shares, strict=True)
        ]
        now: dict[tuple[_Bone, _Bone], float] = {}
        left = least - _BETTER
        for pair in pairs:
            now[pair] = in_the_way(led, pair, left)
            left -= now[pair]
            if left < 0.0:
                break
        else:
            harm.update(now)
            found[limb] = step
            frames[:] = led


def _steps(limb: str) -> Iterator[Step]:
    """The ways to lead a limb that are tried, in their order."""
    out = 1.0 if limb.startswith("right") else -1.0
    for when in (0, -1, 1):
        for x, y, z in _OUT[limb.split()[1]]:
            if when or x or y or z:
                yield Step((x, y, z * out), when)
