"""From stance to stance: bone directions turn, feet and hands stay down, nothing folds through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import dist
from types import MappingProxyType

from yogaflow.figure.body import BONES, GIRDLES, SIDES
from yogaflow.figure.rig import Joints, Stance, facing, head_turn, settled
from yogaflow.figure.swings import ARMS, LEGS, Swing, swing, swung
from yogaflow.figure.vectors import add, between, mix, sub, turned, unit
from yogaflow.figure.waypoints import between_families, waypoint
from yogaflow.model import Family, Point

LEG_SECONDS = 2.0
"""How long one leg of a way takes: from stance to way-point, or from way-point to stance."""

_CHAIN: tuple[tuple[str, str], ...] = (
    ("pelvis", "waist"),
    ("waist", "neck"),
    ("neck", "head"),
    *(("pelvis", f"{side} hip") for side in SIDES),
    *(("neck", f"{side} shoulder") for side in SIDES),
    *(
        (f"{side} {a}", f"{side} {b}")
        for side in SIDES
        for a, b in (
            ("hip", "knee"),
            ("knee", "ankle"),
            ("ankle", "toe"),
            ("shoulder", "elbow"),
            ("elbow", "wrist"),
            ("wrist", "hand"),
        )
    ),
)
"""From the pelvis outward: a bone turns, and all beyond it goes along."""

_PLANTED: Mapping[str, float] = MappingProxyType(
    {
        "ankle": 14.0,
        "toe": 14.0,
        "hand": 14.0,
        "knee": 14.0,
        "wrist": 5.0,
        "elbow": 5.0,
        "hip": 5.0,
        "pelvis": 5.0,
        "head": 5.0,
    }
)
"""The joints that are held on the floor while both stances have them there, and how many
centimetres they may slide. What goes farther is lifted and set down, or rolls."""

_ROUNDS, _MORE = 8, 24
"""How often bones are pulled to their lengths; more where they are far from them."""

_WHOLE = (*BONES, *GIRDLES)
_OFF = 0.04
"""By what share of its length any of them may be off after the first rounds."""


def _eased(share: float) -> float:
    """How far one has got after that share of the time: slower at the ends."""
    return share * share * (3.0 - 2.0 * share)


_LOOKS = tuple(_eased(look / 8) for look in range(1, 8))
"""The shares of a way at which one looks whether limbs meet: in even steps of its time."""

Span = tuple[float, float]
"""From when to when, seconds."""


@dataclass(frozen=True, slots=True)
class Way:
    """A movement: the stances it passes, the first and last included.

    `spans` are when each stretch between two of them is walked, from the beginning of the first;
    without them all are as long, one after the other.
    """

    stops: tuple[Stance, ...]
    spans: tuple[Span, ...] = ()

    @property
    def legs(self) -> int:
        """How many stretches it has."""
        return len(self.stops) - 1

    @property
    def seconds(self) -> float:
        """How long it takes, unhurried."""
        return self.spans[-1][1] if self.spans else self.legs * LEG_SECONDS

    def walked(self, share: float) -> float:
        """How many of its stretches have been walked after that share of its time."""
        if not self.spans:
            return self.legs * min(1.0, max(0.0, share))
        at = share * self.seconds
        return sum(
            min(1.0, max(0.0, (at - begins) / max(1e-6, ends - begins)))
            for begins, ends in self.spans
        )

    def leg_at(self, share: float) -> tuple[int, float]:
        """Which stretch that share of the whole way is in, and how far along it, eased."""
        if self.legs == 0 or share <= 0.0:
            return 0, 0.0
        walked = self.walked(share)
        leg = min(self.legs - 1, int(walked))
        return leg, _eased(walked - leg)

    def at(self, share: float) -> Stance:
        """The body after that share of the way, 0 to 1."""
        if share <= 0.0 or self.legs == 0:
            return self.stops[0]
        if share >= 1.0:
            return self.stops[-1]
        leg, inside = self.leg_at(share)
        return blended(self.stops[leg], self.stops[leg + 1], inside)


def along(stops: Sequence[Stance], spans: Sequence[Span]) -> Way:
    """The way over these stances, each stretch in its span. The camera goes from end to end."""
    start, end, legs = stops[0], stops[-1], len(stops) - 1
    between = list(stops)
    for number in range(1, legs):
        around, above = _looked_at(start, end, number / legs)
        between[number] = replace(stops[number], around=around, above=above)
    return Way(tuple(between), tuple(spans))


@lru_cache(maxsize=64)
def way(start: Stance, end: Stance, starts: Family | None = None) -> Way:
    """How a body gets from one stance to another.

    `starts` is the family that the way into the last one begins from, where it is another than
    its own: pigeon is entered from hands and knees.
    """
    if start == end:
        return Way((start,))
    names: tuple[str, ...] = ()
    if not _hands_down(start, end):
        via = starts or end.family
        names = between_families(start.family, via)
        if via is not end.family:
            # The pose says where its way in begins, so from there it goes straight.
            names = (*names, via) if start.family is not via else names
            if via is Family.STANDING:
                names = (*names, *between_families(via, end.family))
    stops = [start]
    for number, name in enumerate(names, 1):
        share = number / (len(names) + 1)
        around, above = _looked_at(start, end, share)
        heading = start.heading * (1 - share) + end.heading * share
        place = waypoint(name)
        joints = {joint: turned(point, heading) for joint, point in place.joints.items()}
        stops.append(replace(place, joints=joints, around=around, above=above, heading=heading))
    return Way((*stops, end))


def _hands_down(start: Stance, end: Stance) -> bool:
    """Whether the hands stay on the floor: then the feet step, and no way-point is needed."""
    hands = {"right hand", "left hand"}
    upright = {Family.STANDING, Family.KNEELING, Family.PRONE}
    families = {start.family, end.family}
    return hands <= start.contacts and hands <= end.contacts and families <= upright


def _looked_at(start: Stance, end: Stance, share: float) -> tuple[float, float]:
    """The camera goes round by the front of the mat, where the face is; never by the shortest."""
    return (
        start.around + (end.around - start.around) * share,
        start.above + (end.above - start.above) * share,
    )


def blended(start: Stance, end: Stance, share: float) -> Stance:
    """A body between two stances. Its bones have the right lengths, to within a few per cent."""
    joints: Joints = _straight(start, end, share)
    if 0.0 < share < 1.0:
        joints = swung(joints, _swing(start, end), share)
    heading = start.heading + (end.heading - start.heading) * share
    around, above = _looked_at(start, end, share)
    nearer = end if share >= 0.5 else start
    gaze = None
    if start.gaze is not None or end.gaze is not None:
        gaze = facing(joints, head_turn(start) * (1 - share) + head_turn(end) * share)
    return Stance(
        joints=joints,
        around=around,
        above=above,
        gaze=gaze,
        heading=heading,
        moved=mix(start.moved, end.moved, share),
        roams=start.roams * (1 - share) + end.roams * share,
        lit=nearer.lit,
        contacts=nearer.contacts,
        family=nearer.family,
        props=nearer.props,
    )


@lru_cache(maxsize=64)  # every picture of a way needs it, and it takes as long as twenty of them
def _swing(start: Stance, end: Stance) -> Swing:
    held = _planted(start, end)
    return swing(
        [
            (0.0, start.joints),
            *((share, _straight(start, end, share)) for share in _LOOKS),
            (1.0, end.joints),
        ],
        {limb for limb in (*ARMS, *LEGS) if held.isdisjoint(limb[1:])},
        (start.heading + end.heading) / 2,
    )


def _planted(start: Stance, end: Stance) -> frozenset[str]:
    """The joints that stay on the floor."""
    return frozenset(
        name
        for name in start.contacts & end.contacts
        if dist(start.joints[name], end.joints[name]) < _PLANTED.get(name.rpartition(" ")[2], 0.0)
    )


def _straight(start: Stance, end: Stance, share: float) -> dict[str, Point]:
    """The joints of a body whose bones turn the shortest way."""
    a, b = start.joints, end.joints
    joints: dict[str, Point] = {"pelvis": mix(a["pelvis"], b["pelvis"], share)}
    heading = start.heading + (end.heading - start.heading) * share
    for inner, outer in _CHAIN:
        one, other = sub(a[outer], a[inner]), sub(b[outer], b[inner])
        long = dist(a[outer], a[inner]) * (1 - share) + dist(b[outer], b[inner]) * share
        bend = turned(_bend(outer), heading)
        joints[outer] = add(joints[inner], between(unit(one), unit(other), share, bend), long)
    planted = {name: mix(a[name], b[name], share) for name in _planted(start, end)}
    joints = settled({**_lifted(joints), **planted}, _ROUNDS, planted)
    if any(abs(dist(joints[i], joints[o]) / long - 1.0) > _OFF for i, o, long in _WHOLE):
        joints = settled(joints, _MORE, planted)
    return joints


def _bend(joint: str) -> Point:
    """Which way a limb goes that turns half round: forward, and arms and legs to their own side."""
    side, _, limb = joint.partition(" ")
    if not limb:
        return (0.5, 0.3, 0.0)
    out = 0.5 if side == "right" else -0.5
    return (0.6, 0.0, out) if limb in {"elbow", "wrist", "hand"} else (0.5, 0.2, out * 0.4)


def _lifted(joints: dict[str, Point]) -> dict[str, Point]:
    """The whole body raised until nothing of the trunk is below the mat."""
    low = min(joints[name][1] - 8.0 for name in ("pelvis", "waist"))
    if low >= 0:
        return joints
    return {name: (x, y - low, z) for name, (x, y, z) in joints.items()}
