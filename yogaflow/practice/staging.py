"""Where the body is at an instant of a practice: on which way, and how far along it. Pure.

All is told from the timeline and the time in its segment: paused it stands still, a jump shows
the right picture at once, and a recording of the screen is the same every time.
"""

from __future__ import annotations

from dataclasses import dataclass

from yogaflow.figure.motion import Way, along, way
from yogaflow.figure.rig import Stance, between_poses, moved, stance, whole_figure
from yogaflow.figure.vectors import sub
from yogaflow.figure.waypoints import waypoint
from yogaflow.model import FAMILIES, Family, Point, Pose
from yogaflow.practice.travel import NOWHERE, steps, travelled
from yogaflow.practice.view import View
from yogaflow.timeline.timeline import (
    COUNTED,
    MOVING,
    Segment,
    SegmentKind,
    Stop,
    Timeline,
    Visit,
)

LEAD = 2.0
"""Seconds of a way in that the name is said before the body moves."""

MOST = 3.0
"""Seconds that a body takes from stance to stance; then it waits for the next line."""

BACK = 3.0
"""Seconds at the end of a rest between two sets that are counted aloud: the body goes back."""

_LYING = {Family.SUPINE, Family.PRONE}


@dataclass(frozen=True, slots=True)
class Moment:
    """The body at an instant: after `share` of its `way`.

    At a share of 1 it has arrived and stays in the last stance of the way. `framed` are the
    stances that a picture must hold then, `left` those it held at the beginning of the way.
    """

    way: Way
    share: float
    framed: tuple[Stance, ...]
    left: tuple[Stance, ...]

    @property
    def stance(self) -> Stance:
        """The body."""
        return self.way.at(self.share)

    @property
    def moving(self) -> bool:
        """Whether it is on its way."""
        return self.way.legs > 0 and self.share < 1.0


class Staging:
    """Tells the moments of a practice. Remembers the way of the segment it was asked for last."""

    def __init__(self, *, still: bool = False) -> None:
        """`still` leaves out every movement: reduced motion."""
        self.still = still
        self._timeline: Timeline | None = None
        self._asked: tuple[int, SegmentKind, str | None] | None = None
        self._way: Way | None = None
        self._back: Way | None = None
        self._framed: tuple[Stance, ...] = ()
        self._left: tuple[Stance, ...] = ()

    def moment(self, view: View) -> Moment | None:
        """Where the body is in that view; None where there is no figure for it."""
        segment = view.segment
        asked = (segment.index, segment.kind, segment.pose)
        if view.timeline is not self._timeline or asked != self._asked:
            self._timeline, self._asked = view.timeline, asked
            self._look_at(view.timeline, segment)
        if self._way is None:
            return None
        if segment.kind is SegmentKind.REP and self._way.legs:
            return self._repeating(view)
        back = 0.0 if self._back is None else min(BACK, segment.duration / 2)
        if self._back is not None and not self.still and view.offset > segment.duration - back:
            share = 1.0 - (segment.duration - view.offset) / back
            return Moment(self._back, share, self._framed, self._left)
        share = 1.0 if self.still else _share(self._way, segment, view.offset, back)
        return Moment(self._way, share, self._framed, self._left)

    def _look_at(self, timeline: Timeline, segment: Segment) -> None:
        repeats = segment.kind is SegmentKind.REP
        self._way = _repetition(timeline, segment) if repeats else _way_of(timeline, segment)
        if self._way is None:
            return
        following = _next_set(timeline, segment)
        end = None if following is None else _end(timeline, following)
        self._back = None if end is None else way(self._way.stops[-1], end)
        before = _before(timeline, segment)
        self._framed = _shapes(timeline, segment) or self._way.stops[-1:]
        self._left = (before and _shapes(timeline, before)) or self._way.stops[:1]

    def _repeating(self, view: View) -> Moment:
        """In the phase of a repetition, over the one shape it has, or several."""
        assert self._way is not None
        phases, stops = view.segment.phases, self._way.stops
        phase = phases.index(view.phase) if view.phase in phases else 0
        inside = (len(stops) - 1) // max(1, len(phases))
        some = stops[phase * inside : (phase + 1) * inside + 1]
        stays = self.still or all(shape == some[0] for shape in some)
        path = Way(some[-1:] if stays else some)
        return Moment(path, view.phase_progress, self._framed, self._framed)


def _share(path: Way, segment: Segment, offset: float, back: float) -> float:
    """How far along its way the body is; the last `back` seconds are for the way back."""
    if path.legs == 0:
        return 1.0
    if path.spans:
        return min(1.0, max(0.0, (offset - segment.stops[0].begins) / path.seconds))
    lead = min(LEAD, segment.duration * 0.15) if segment.kind in MOVING else 0.0
    if segment.kind is SegmentKind.MOVE:
        seconds = segment.phases[0].seconds
    else:
        seconds = min(path.seconds, (segment.duration - back - lead) * 0.85)
    return min(1.0, max(0.0, (offset - lead) / seconds))


def _way_of(timeline: Timeline, segment: Segment) -> Way | None:
    """The way of a segment: from where the body was to where the segment has it."""
    end = _end(timeline, segment)
    before = _before(timeline, segment)
    start = None
    if before is not None:
        start = end if _next_set(timeline, before) is segment else _end(timeline, before)
    if end is None or before is None or start is None:
        only = end or (start if segment.pose is None else None)
        return None if only is None else Way((only,))
    if any(stop.stance for stop in segment.stops):
        return _over(timeline, segment, start)
    pose, starts = timeline.pose(segment.pose), None
    pose = pose and pose.chosen(segment.options)
    if pose and pose.begins is None and pose.starts and before.pose not in pose.come_from:
        starts = FAMILIES[pose.starts]
    return way(start, end, starts)


def _over(timeline: Timeline, segment: Segment, start: Stance) -> Way:
    """The way over the stops of a segment, to each as it is told. One without a figure is passed.

    A body moves for as long as it takes, and waits for the next line; a movement has all its time.
    """
    shapes, spans = [start], []
    first = segment.stops[0].begins
    skipped: float | None = None
    for stop in segment.stops:
        begins = stop.begins if skipped is None else skipped
        skipped = begins
        shape = _at(timeline, segment, stop)
        if shape is not None:
            there = stop.ends - begins
            if segment.kind is not SegmentKind.MOVE:
                there = min(MOST, 0.95 * there)
            shapes.append(shape)
            spans.append((begins - first, begins + there - first))
            skipped = None
    return along(shapes, spans)


def _at(timeline: Timeline, segment: Segment, stop: Stop) -> Stance | None:
    """The body at a stop."""
    if not stop.stance:
        return _in_pose(timeline, segment)
    shared = timeline.flow.stances.by_key.get(stop.stance)
    found = None if shared is None else between_poses(shared, stop.side)
    return found and _there(found, travelled(timeline, segment.index))


def _next_set(timeline: Timeline, segment: Segment) -> Segment | None:
    """The set that begins right at the end of a rest after the one before; else None."""
    if segment.kind is not SegmentKind.REST or segment.index + 1 >= len(timeline.segments):
        return None
    before, after = _before(timeline, segment), timeline.segments[segment.index + 1]
    if before is None or before.pose != after.pose or after.kind not in COUNTED:
        return None
    if before.side != after.side and not timeline.visits[after.visit].alternates:
        return None
    return after if before.set < after.set or before.round < after.round else None


def _before(timeline: Timeline, segment: Segment) -> Segment | None:
    """The segment that had the body in a pose last."""
    for index in range(min(segment.index, len(timeline.segments)) - 1, -1, -1):
        if timeline.segments[index].pose is not None:
            return timeline.segments[index]
    return None


def _end(timeline: Timeline, segment: Segment) -> Stance | None:
    """Where the body is at the end of a segment."""
    if segment.kind is SegmentKind.READY:
        return _first(timeline)
    stops = [_at(timeline, segment, stop) for stop in segment.stops[-1:] if stop.stance]
    if stops and stops[0] is not None:
        return stops[0]
    if segment.pose is None:
        before = _before(timeline, segment)
        last = _end(timeline, before) if before is not None else None
        if segment.kind is SegmentKind.CLOSE and last is not None and last.family in _LYING:
            return waypoint(Family.SEATED)  # roll to one side, sit up
        return last
    return _in_pose(timeline, segment)


def _in_pose(timeline: Timeline, segment: Segment) -> Stance | None:
    """The body in the pose of a segment, as it leaves it."""
    pose = timeline.pose(segment.pose)
    if pose is None:
        return None
    names = _rep(pose, segment.options) if _repeats(timeline, segment) else ()
    found = stance(pose, segment.side, segment.options, names[-1] if names else "")
    return found and _there(found, travelled(timeline, segment.index))


def _there(found: Stance, place: Point) -> Stance:
    return found if place == NOWHERE else moved(found, place)


def _first(timeline: Timeline) -> Stance | None:
    """What the countdown shows: the first pose, to know what one is getting ready for."""
    for visit in timeline.visits:
        pose = timeline.pose(visit.pose)
        if pose is not None:
            return stance(pose, visit.side, visit.options)
    return None


def _repeats(timeline: Timeline, segment: Segment) -> bool:
    visit: Visit = timeline.visits[segment.visit]
    inside = timeline.segments[visit.first : visit.last + 1]
    return any(one.kind is SegmentKind.REP and one.pose == segment.pose for one in inside)


def _rep(pose: Pose, options: tuple[str, ...]) -> tuple[str, ...]:
    """The shapes that a repetition goes through, by name."""
    return whole_figure(pose, options).rep or ()


def _shapes(timeline: Timeline, segment: Segment) -> tuple[Stance, ...]:
    """The stances of the repetitions of a visit, the first and last of them; none without any."""
    pose = timeline.pose(segment.pose)
    if pose is None or not _repeats(timeline, segment):
        return ()
    visit = timeline.visits[segment.visit]
    inside = timeline.segments[visit.first : visit.last + 1]
    reps = [one for one in inside if one.kind is SegmentKind.REP]
    ways = [_repetition(timeline, one) for one in (reps[0], reps[-1])]
    return tuple(dict.fromkeys(stop for path in ways if path for stop in path.stops))


def _repetition(timeline: Timeline, segment: Segment) -> Way | None:
    """The way through a repetition, from the shape it begins in; one stop for a pose without."""
    pose = timeline.pose(segment.pose)
    names = () if pose is None else _rep(pose, segment.options)
    if pose is None or not names:
        end = _end(timeline, segment)
        return None if end is None else Way((end,))
    leads = steps(pose, segment.side, segment.options)
    ahead = travelled(timeline, segment.index)
    stops: list[Stance] = []
    for number in range(len(names), -1, -1):  # from its end, whose place is known
        shape = stance(pose, segment.side, segment.options, names[number - 1])
        assert shape is not None
        stops.insert(0, moved(shape, ahead) if leads else shape)
        if leads and number:
            ahead = sub(ahead, leads[number - 1])
    return Way(tuple(stops))
