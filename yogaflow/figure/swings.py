"""How arms and legs go round each other where a straight way would lead one through another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations, pairwise
from math import dist

from yogaflow.figure.body import SIDES, floor_of
from yogaflow.figure.rig import Joints
from yogaflow.figure.vectors import add, apart, length, mix, sub, turned, unit
from yogaflow.model import Point

Limb = tuple[str, ...]
"""An arm or a leg: its joints from the trunk outward."""

Swing = Mapping[Limb, tuple[Point, Point]]
"""What is added to the direction of a limb's upper bone in the middle of a way, and to that of
what is beyond; less toward the ends of the way."""

CLEAR = 4.0
"""Centimetres between the middles of two limbs: nearer, and one goes through the other."""

_NEARER = 0.75
"""What share of the distance they have at an end of the way limbs keep, where that is less."""

_TOGETHER = 12.0
"""Centimetres between arms that have something in their hands: they stay as near as they are."""

_THICK = 6.0
"""Centimetres from the middle of the trunk to its skin."""

_WHOLE = 0.02
"""By what share of its length a bone may be off where the mat holds a limb up."""

_SMOOTH = 0.2
"""How much at least is left of a direction, of 1, when a swing against it is added: of less the
bone would turn round at once."""

_PARTS = 4
"""How often one looks from one body that was worked out to the next: working out takes longest."""


def _limbs(*joints: str) -> tuple[Limb, ...]:
    return tuple(tuple(f"{side} {joint}" for joint in joints) for side in SIDES)


ARMS = _limbs("shoulder", "elbow", "wrist", "hand")
LEGS = _limbs("hip", "knee", "ankle", "toe")

_TRUNK = (("pelvis", "waist"), ("waist", "neck"))
_JOINTS = frozenset(joint for part in (*LEGS, *ARMS, *_TRUNK) for joint in part)

_Bone = tuple[str, str]
_Pair = tuple[_Bone, _Bone]
_Room = Mapping[_Pair, float]
"""How far apart two bones must be, centimetres."""

_OF: Mapping[_Bone, Limb] = {bone: limb for limb in (*LEGS, *ARMS) for bone in pairwise(limb[:3])}
"""Thighs, shins, upper arms and forearms, each with its limb."""

_PAIRS = tuple((one, other) for one, other in combinations(_OF, 2) if _OF[one] != _OF[other])

_Move = tuple[Point, Point]
_LEG_MOVES: tuple[_Move, ...] = (
    ((0.0, 0.45, 0.2), (0.0, 0.45, 0.2)),
    ((-0.1, -0.1, 0.25), (0.4, 0.8, 0.0)),
    ((0.0, 0.31, 0.63), (0.0, 0.4, -0.8)),
)
_APART: tuple[_Move, _Move] = (
    ((0.0, -0.3, 0.3), (-0.3, 0.6, 0.0)),
    ((0.3, -0.3, -0.6), (0.3, 0.3, 0.0)),
)
_ARM_MOVES: tuple[_Move, ...] = (
    ((0.0, 0.15, 0.25), (0.0, 0.15, 0.25)),
    ((0.0, 0.45, 0.2), (0.0, 0.45, 0.2)),
    ((0.6, 0.6, 0.3), (0.6, 0.6, 0.3)),
    ((0.35, 0.75, 0.35), (0.35, 0.75, 0.35)),
)
_GIVING_WAY: _Move = ((-0.3, 0.6, -0.6), (-0.3, -0.15, 0.3))
"""Forward, up and out, for the upper bone and what is beyond: the least first. A leg gives way
inward to an arm that is leant on; two legs that are laid over each other go apart, each its way."""


def swing(bodies: Sequence[tuple[float, Joints]], free: Set[Limb], heading: float) -> Swing:
    """How limbs swing so that none goes through another; {} where the straight way is clear.

    `bodies` are on that way, from its start to its end, each with its share of it. Only limbs that
    are `free` swing: what stands on the floor stays. First the legs find their way round each
    other, then the arms round all. Where nothing helps, the limbs go straight.
    """
    room = _room(bodies[0][1], bodies[-1][1])
    way = [
        (since + (until - since) * by, {name: mix(one[name], other[name], by) for name in _JOINTS})
        for (since, one), (until, other) in pairwise(bodies)
        for by in (part / _PARTS for part in range(_PARTS))
    ]
    found: Swing = {}
    legs = {pair: least for pair, least in room.items() if all(_OF[bone] in LEGS for bone in pair)}
    for watched in (legs, room):
        meeting = [_meeting(swung(body, found, share), watched) for share, body in way]
        # Where limbs meet one looks first: what does not help fails there.
        looks = sorted(zip(way, meeting, strict=True), key=lambda look: not look[1])
        limbs = frozenset[Limb]().union(*meeting)
        for move in _tries(limbs, free, heading):
            tried = {**found, **move}
            if all(_helps(tried, body, share, watched) for (share, body), _ in looks):
                found = tried
                break
        else:
            if limbs:
                break
    return found


def swung(body: Joints, swing: Swing, share: float) -> Joints:
    """A body with limbs that swing, after that share of its way."""
    joints = dict(body)
    for limb, (upper, beyond) in swing.items():
        for inner, outer in pairwise(limb):
            by = upper if inner == limb[0] else beyond
            to = unit(_aside(body, inner, outer, by, share))
            x, y, z = add(joints[inner], to, dist(body[inner], body[outer]))
            joints[outer] = (x, max(y, floor_of(outer)), z)
    return joints


def _aside(body: Joints, inner: str, outer: str, by: Point, share: float) -> Point:
    """The direction of a bone that swings, not yet of length 1."""
    return add(unit(sub(body[outer], body[inner])), by, 4.0 * share * (1.0 - share))


def _tries(limbs: Set[Limb], free: Set[Limb], heading: float) -> Iterator[Swing]:
    """What limbs that meet may do instead: one of the legs, or all arms that are among them."""
    arms = [side for side, arm in enumerate(ARMS) if arm in limbs]
    moves: list[dict[Limb, _Move]] = []
    if limbs and not arms:
        moves += [{leg: to} for to in _LEG_MOVES for leg in LEGS]
        moves += [dict(zip(legs, _APART, strict=True)) for legs in (LEGS, LEGS[::-1])]
    if arms:
        moves += [{ARMS[side]: to for side in arms} for to in _ARM_MOVES]
        moves += [{LEGS[side]: _GIVING_WAY for side in arms}]
    for move in moves:
        if move.keys() <= free:
            yield {
                limb: (_led(upper, limb, heading), _led(beyond, limb, heading))
                for limb, (upper, beyond) in move.items()
            }


def _led(to: Point, limb: Limb, heading: float) -> Point:
    """Where a move leads that limb of a body which heads there."""
    x, y, out = to
    return turned((x, y, out if limb in (ARMS[0], LEGS[0]) else -out), heading)


def _room(start: Joints, end: Joints) -> _Room:
    """How far apart limbs must be on a way."""
    room = {}
    for pair in _PAIRS:
        (a, b), (c, d) = pair
        near, far = sorted(apart(j[a], j[b], j[c], j[d]) for j in (start, end))
        if far >= _TOGETHER or any(_OF[bone] in LEGS for bone in pair):
            room[pair] = min(CLEAR, _NEARER * near)
    return room


def _meeting(body: Joints, room: _Room) -> Set[Limb]:
    """The limbs that have not that room."""
    return {
        _OF[bone]
        for ((a, b), (c, d)), least in room.items()
        if apart(body[a], body[b], body[c], body[d]) < least
        for bone in ((a, b), (c, d))
    }


def _helps(swing: Swing, body: Joints, share: float, room: _Room) -> bool:
    """Whether limbs that swing have that room, and do so smoothly, not through trunk or mat."""
    there = swung(body, swing, share)
    for limb, (upper, beyond) in swing.items():
        for a, b in pairwise(limb):
            by = upper if a == limb[0] else beyond
            long = dist(body[a], body[b])
            if (
                abs(dist(there[a], there[b]) - long) > _WHOLE * long
                or length(_aside(body, a, b, by, share)) < _SMOOTH
            ):
                return False
        for a, b in pairwise(limb[1:]):
            for low, high in _TRUNK:
                trunk = body[low], body[high]
                if apart(there[a], there[b], *trunk) < min(_THICK, apart(body[a], body[b], *trunk)):
                    return False
    return not _meeting(there, room)
