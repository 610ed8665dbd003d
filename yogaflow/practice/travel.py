"""Where repetitions that travel have led: how far the body is from its own place. Pure.

A step out is taken by one foot while the other stays where it is, so the feet of the figure's
shapes tell how far each step leads. A practice that goes along the mat and back again ends where
it began; the first length begins as far before the middle as it ends behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from yogaflow.figure.rig import Stance, stance, whole_figure
from yogaflow.figure.vectors import add, dot, sub, turned
from yogaflow.model import Point, Pose, Side, Travel
from yogaflow.timeline.timeline import Segment, SegmentKind, Timeline

NOWHERE: Point = (0.0, 0.0, 0.0)
_AHEAD = {
    Travel.SIDE: (0.0, 0.0, 1.0),
    Travel.FORWARD: (1.0, 0.0, 0.0),
    Travel.BACK: (-1.0, 0.0, 0.0),
}
_FEET = ("right ankle", "left ankle")


def steps(pose: Pose, side: Side | None, options: tuple[str, ...]) -> tuple[Point, ...]:
    """How far each shape of a repetition is from the one before it; () where nobody travels."""
    figure = whole_figure(pose, options)
    if not figure.rep or not figure.travel:
        return ()
    found = [stance(pose, side, options, name) for name in figure.rep]
    shapes = [one for one in found if one is not None]
    words = figure.travel
    return tuple(
        _step(shapes[number - 1], shape, words[number % len(words)], side)
        for number, shape in enumerate(shapes)
    )


def _step(start: Stance, end: Stance, word: Travel, side: Side | None) -> Point:
    """How far a body goes whose standing foot stays: the one that would slip back the most."""
    ahead = _AHEAD.get(word, NOWHERE)
    if word is Travel.SIDE and side is Side.LEFT:
        ahead = (0.0, 0.0, -1.0)
    ahead = turned(ahead, end.heading)
    slips = [
        sub(end.joints[foot], start.joints[foot])
        for foot in _FEET
        if foot in start.contacts and foot in end.contacts
    ]
    slip = min(slips, key=lambda one: dot(one, ahead), default=NOWHERE)
    return (-slip[0], 0.0, -slip[2]) if dot(slip, ahead) < 0 else NOWHERE


def travelled(timeline: Timeline, index: int) -> Point:
    """How far from its own place the body is at the end of a segment, centimetres.

    It stays there for a rest, or to listen; on the way to another pose it comes back.
    """
    first = index
    while first >= 0 and _keeps(timeline, timeline.segments[first]):
        first -= 1
    begun: str | None = None
    at = NOWHERE
    for segment in timeline.segments[first + 1 : index + 1]:
        leads = _leads(timeline, segment)
        if leads and segment.pose != begun:
            at, begun = _beginning(timeline, segment, leads), segment.pose
        if leads and segment.kind is SegmentKind.REP:
            at = _sum((at, *leads))
    return at


def _leads(timeline: Timeline, segment: Segment) -> tuple[Point, ...]:
    pose = timeline.pose(segment.pose)
    return () if pose is None else steps(pose, segment.side, segment.options)


def _keeps(timeline: Timeline, segment: Segment) -> bool:
    """Whether the body stays where it has travelled to, or travels on."""
    stays = timeline.visits[segment.visit].kind is SegmentKind.REST or segment.pose is None
    return stays or bool(_leads(timeline, segment))


def _beginning(timeline: Timeline, segment: Segment, leads: tuple[Point, ...]) -> Point:
    """Where the first length begins, for its middle to be the body's own place."""
    visit = timeline.visits[segment.visit]
    inside = timeline.segments[visit.first : visit.last + 1]
    count = sum(one.kind is SegmentKind.REP for one in inside)
    path = list(accumulate([NOWHERE, *leads * count], add))
    return (_middle([x for x, _, _ in path]), 0.0, _middle([z for _, _, z in path]))


def _middle(values: Sequence[float]) -> float:
    return -(min(values) + max(values)) / 2


def _sum(points: Sequence[Point]) -> Point:
    *_, last = accumulate(points, add)
    return last
