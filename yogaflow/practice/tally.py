"""What was really practised: added up from events, pauses left out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from yogaflow.model import Side, Unit
from yogaflow.practice.events import (
    BreathEnded,
    Event,
    Finished,
    Paused,
    Resumed,
    SegmentBegan,
    SegmentEnded,
)
from yogaflow.timeline.timeline import COUNTED, Segment, SegmentKind, Timeline, Visit

NOT_PRACTICE = frozenset({SegmentKind.READY, SegmentKind.CLOSE})

FASTEST = 2.0
"""Times its own speed that a flow can be practised at; what runs faster is a rehearsal."""


@dataclass(slots=True)
class VisitRecord:
    """One visit as it went: seconds and whole breaths in it, and whether it was stayed to its end.

    `seconds` leaves out ways in and settling breaths; `visit` is the index in the timeline, `unit`
    what is counted in it, `sets` the repetitions done in each set by its number.
    """

    visit: int
    pose: str
    side: Side | None
    unit: Unit | None = None
    is_rest: bool = False
    sets: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0
    breaths: int = 0
    completed: bool = False


@dataclass(slots=True)
class Tally:
    """The practice so far. `seconds` counts ways in, but neither pauses nor the countdown."""

    seconds: float = 0.0
    breaths: int = 0
    finished: bool = False
    poses: list[VisitRecord] = field(default_factory=list)
    _segment: Segment | None = None
    _since: float | None = None

    def add(self, events: Iterable[Event]) -> None:
        """Count what happened."""
        for event in events:
            if isinstance(event, SegmentBegan):
                self._stop(event.at)
                self._segment, self._since = event.segment, event.at
            elif isinstance(event, SegmentEnded):
                self._stop(event.at)
                whole = (
                    event.segment.kind is not SegmentKind.REP
                    or event.segment.rep == event.segment.reps
                )
                entry = self._entry(event.segment)
                if entry is not None and event.completed:
                    if event.segment.kind is SegmentKind.REP:
                        entry.sets[event.segment.set] = event.segment.rep
                    for one in self._entries(event.segment):
                        one.completed = whole
            elif isinstance(event, BreathEnded):
                entry = self._entry(event.segment)
                if entry is not None:
                    entry.breaths += 1
                    self.breaths += 1
            elif isinstance(event, Paused):
                self._stop(event.at)
            elif isinstance(event, Resumed):
                self._since = event.at
            elif isinstance(event, Finished):
                self.finished = True

    def per_side(self) -> dict[Side, float]:
        """Seconds stayed in poses on each side."""
        sides = dict.fromkeys(Side, 0.0)
        for practised in self.poses:
            if practised.side is not None:
                sides[practised.side] += practised.seconds
        return sides

    def is_practice(self, timeline: Timeline, speed: float) -> bool:
        """Whether this was a practice: at no more than `FASTEST` times its speed, a pose was stayed
        in to its end, or half of the plan's time was spent in it."""
        planned = sum(s.duration for s in timeline.segments if s.kind not in NOT_PRACTICE)
        stayed = any(pose.completed for pose in self.poses) or 0 < self.seconds >= planned / 2
        return stayed and speed <= FASTEST

    def skipped(self, visits: Sequence[Visit]) -> list[Visit]:
        """The visits of a plan that were never stayed in, or left before their end."""
        done = {p.visit for p in self.poses if p.completed}
        return [
            v for v in visits if v.pose is not None and v.index not in done and v.kind in COUNTED
        ]

    def _stop(self, at: float) -> None:
        segment, since = self._segment, self._since
        self._since = None
        if segment is None or since is None:
            return
        if segment.kind not in NOT_PRACTICE:
            self.seconds += at - since
        entry = self._entry(segment)
        if entry is not None:
            entry.seconds += at - since

    def _entry(self, segment: Segment) -> VisitRecord | None:
        """The entry of the segment's visit, made at its first counted segment."""
        if segment.kind not in COUNTED or segment.pose is None:
            return None
        for entry in self._entries(segment):
            if entry.side is segment.side:
                return entry
        is_rest = segment.kind is SegmentKind.REST
        self.poses.append(
            VisitRecord(segment.visit, segment.pose, segment.side, segment.unit, is_rest)
        )
        return self.poses[-1]

    def _entries(self, segment: Segment) -> list[VisitRecord]:
        """The entries of the segment's visit: one a side, where those of repetitions alternate."""
        return [entry for entry in self.poses[-8:] if entry.visit == segment.visit]
