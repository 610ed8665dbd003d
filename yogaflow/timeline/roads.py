"""The road from one stance to another: which ways, in what time, with which words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappop, heappush
from itertools import count
from types import MappingProxyType

from yogaflow.model import (
    Facts,
    Ground,
    Pose,
    Position,
    Side,
    Stances,
    StanceWay,
    Words,
    changed,
    sided_text,
)

DETOUR = 20.0
"""Seconds that are added for passing a stance that should not be passed, when a road is chosen."""

USUAL: Mapping[Position, str] = MappingProxyType(
    {
        Position.STANDING: "standing",
        Position.KNEELING: "heel-sitting",
        Position.ALL_FOURS: "all-fours",
        Position.ARM_SUPPORT: "plank",
        Position.SEATED: "seated",
        Position.PRONE: "prone",
        Position.SUPINE: "supine",
        Position.SIDE_LYING: "side-lying",
    }
)
"""The stance of a pose that names only a position."""

AT_A_WALL = "Stand close to a wall."
WALL = "wall"


@dataclass(frozen=True, slots=True)
class Place:
    """A stance, and the side it is on: None for one without sides, or left to the person."""

    stance: str
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """A way on a road, on a side."""

    way: StanceWay
    side: Side | None

    @property
    def say(self) -> tuple[Words, ...]:
        """What is said on it."""
        return self.way.unsided if self.side is None and self.way.unsided else self.way.say


Road = tuple[Leg, ...]


def begins_at(pose: Pose, side: Side | None, stances: Stances) -> Place | None:
    """Where the way into the pose begins; None where nobody knows."""
    return _place(pose.begins or _usual(pose.starts), side, stances)


def ends_at(pose: Pose, side: Side | None, stances: Stances) -> Place | None:
    """Where one is after the pose's way out; None where nobody knows."""
    ground = pose.ends or pose.begins or _usual(pose.position)
    return _place(ground, side, stances)


def _usual(position: Position | None) -> Ground | None:
    return None if position is None else Ground(USUAL[position])


def facts_in(pose: Pose, stances: Stances) -> Facts:
    """What is so of the body in a pose: as in its stance, and as its way in leaves it."""
    facts = holds(begins_at(pose, None, stances), stances)
    for words in pose.come_in.say:
        facts = changed(facts, words.leaves)
    return facts


def holds(place: Place | None, stances: Stances) -> Facts:
    """What is so of the body at a place; nothing is known of one that no stance is."""
    stance = None if place is None else stances.by_key.get(place.stance)
    return frozenset() if stance is None else stance.holds


def arrival_line(pose: Pose, side: Side | None, stances: Stances) -> str:
    """How to get from anywhere to where the way into the pose begins; "" where nobody knows."""
    place = begins_at(pose, side, stances)
    if place is None:
        return ""
    if WALL in pose.props and place.stance == USUAL[Position.STANDING]:
        return AT_A_WALL
    stance = stances.by_key.get(place.stance)
    if stance is None:
        return ""
    if stance.sides and place.side is None:
        return f"{stance.name}."
    return sided_text(stance.arrive, place.side)


def from_anywhere(pose: Pose, side: Side | None, stances: Stances) -> Road:
    """The way to where the pose begins from a place that nobody knows: time for the longest."""
    goal = begins_at(pose, side, stances)
    line = arrival_line(pose, side, stances)
    if goal is None or not line:
        return ()
    longest = max(seconds_of(road(stances, Place(at), goal) or ()) for at in USUAL.values())
    return (Leg(StanceWay("", goal.stance, longest, (Words(line),)), goal.side),)


def _place(ground: Ground | None, side: Side | None, stances: Stances) -> Place | None:
    if ground is None:
        return None
    stance = stances.by_key.get(ground.stance)
    if stance is None or not stance.sides:
        return Place(ground.stance)
    return Place(ground.stance, side.other if side is not None and ground.other else side)


@lru_cache(maxsize=4096)
def road(stances: Stances, start: Place, goal: Place) -> Road | None:
    """The shortest road in seconds; () where one is there already, None where there is none.

    A stance with sides is passed only on a side that the start or the goal has. Kept, for a flow
    of 5,000 movements asks 5,000 times: 1.4 s without, a fifth of that with it.
    """
    out: dict[str, list[StanceWay]] = {}
    for way in stances.ways:
        out.setdefault(way.start, []).append(way)
    sides = {place.side for place in (start, goal) if place.side is not None}
    order = count()
    ahead: list[tuple[float, int, Place, Road]] = [(0.0, next(order), start, ())]
    seen: set[Place] = set()
    while ahead:
        cost, _, place, legs = heappop(ahead)
        if place.stance == goal.stance and goal.side in {None, place.side}:
            return legs
        if place in seen:
            continue
        seen.add(place)
        if legs and not stances.by_key[place.stance].through:
            cost += DETOUR
        for way in out.get(place.stance, ()):
            for leg, there in _steps(stances, way, place, sides):
                heappush(ahead, (cost + way.seconds, next(order), there, (*legs, leg)))
    return None


def _steps(
    stances: Stances, way: StanceWay, place: Place, sides: set[Side]
) -> Iterator[tuple[Leg, Place]]:
    """The way on each side that it may be walked on from a place, and where it leads."""
    sided = bool(stances.by_key[way.goal].sides)
    if place.side is not None:
        yield Leg(way, place.side), Place(way.goal, place.side if sided else None)
    elif not sided:
        yield Leg(way, None), Place(way.goal)
    else:
        for side in sorted(sides):
            yield Leg(way, side), Place(way.goal, side)
        if way.unsided:
            yield Leg(way, None), Place(way.goal)


def seconds_of(legs: Road, unhurried: float = 1.0) -> float:
    """Least seconds of a road, each way at least its own where nothing shortens it."""
    return sum(
        leg.way.seconds * (max(1.0, unhurried) if leg.way.keep else unhurried) for leg in legs
    )
