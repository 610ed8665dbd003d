"""Moving along a timeline: a cursor, and a pure walk from it to an instant.

`advance` and `upcoming` are the same walk; one keeps the cursor it ends with, the other drops
it. A cursor is anchored in its segment, so where it stands never depends on how often it was
moved: one call or a thousand give the same events at the same times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from math import nextafter

from yogaflow.practice.events import (
    BreathBegan,
    BreathEnded,
    Event,
    Finished,
    PhaseBegan,
    SegmentBegan,
    SegmentEnded,
    Sound,
    Spoken,
)
from yogaflow.timeline.timeline import (
    Chime,
    Line,
    Phase,
    PhaseKind,
    Segment,
    SegmentKind,
    Timeline,
)


class MarkKind(IntEnum):
    """What happens at a mark. At one instant they happen in this order."""

    BEGIN = 0
    BREATH_END = 1
    BREATH_BEGIN = 2
    PHASE = 3
    CHIME = 4
    LINE = 5
    LAST_BREATH_END = 6
    END = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happens in a segment; `offset` is seconds from its beginning."""

    offset: float
    kind: MarkKind
    number: int = 0
    phase: Phase | None = None
    chime: Chime | None = None
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the player stands.

    `segment` is an index of the timeline. `interlude` is a segment of its own that is played
    first (the settling breath after a pause). `mark` is the next mark that has not happened.
    At clock time `clock` the offset in the segment was `offset`; both in seconds.
    `serial` is the last breath serial given, `open` whether that breath is still going on.
    """

    segment: int
    mark: int
    clock: float
    offset: float
    serial: int = 0
    open: bool = False
    tapped: int = 0
    interlude: Segment | None = None
    return_mark: int = 0
    return_offset: float = 0.0
    done: bool = False

    def playing(self, timeline: Timeline) -> Segment:
        """The segment that is being played: the interlude, where there is one."""
        return self.interlude or timeline.segments[self.segment]


@lru_cache(maxsize=256)
def marks_of(segment: Segment) -> tuple[Mark, ...]:
    """All marks of a segment in order; the last one is its END at its duration."""
    marks = [Mark(0.0, MarkKind.BEGIN)]
    number = 0
    if segment.open and segment.breaths:
        # Breaths that the person counts: the first begins with the segment, events do the rest.
        marks.append(Mark(0.0, MarkKind.BREATH_BEGIN, 1))
    for phase in segment.phases:
        if phase.kind is PhaseKind.IN:
            if number:
                marks.append(Mark(phase.offset, MarkKind.BREATH_END, number))
            number = phase.breath
            marks.append(Mark(phase.offset, MarkKind.BREATH_BEGIN, number))
        marks.append(Mark(phase.offset, MarkKind.PHASE, phase.breath, phase=phase))
    marks += [Mark(c.offset, MarkKind.CHIME, chime=c) for c in segment.chimes]
    marks += [Mark(line.offset, MarkKind.LINE, line=line) for line in segment.lines]
    # The breath of a movement spans two segments: it ends with the out-breath.
    out_move = segment.kind is SegmentKind.MOVE and not segment.breaths
    in_move = segment.kind is SegmentKind.MOVE and segment.breaths
    if (number and not in_move) or out_move:
        marks.append(Mark(segment.duration, MarkKind.LAST_BREATH_END, number))
    marks.append(Mark(segment.duration, MarkKind.END))
    # Rounding must not put anything behind the end.
    end = segment.duration
    marks = [m if m.offset <= end else replace(m, offset=end) for m in marks]
    marks.sort(key=lambda m: (m.offset, m.kind))
    return tuple(marks)


def walk(timeline: Timeline, cursor: Cursor, until: float) -> Iterator[tuple[Event | None, Cursor]]:
    """Everything that happens up to and including clock time `until`, in order.

    Yields each event with the cursor after it; None where only the cursor moved. Stops before
    the end of an open segment: an event ends that, not time.
    """
    while not cursor.done:
        segment = cursor.playing(timeline)
        marks = marks_of(segment)
        mark = marks[cursor.mark]
        if mark.kind is MarkKind.END and segment.open:
            return
        at = cursor.clock + (mark.offset - cursor.offset)
        if at > until:
            return
        if mark.kind is MarkKind.END:
            cursor = after_end(timeline, cursor, at)
            yield SegmentEnded(at, segment, True), cursor
            if cursor.done:
                yield Finished(at), cursor
            continue
        event, cursor = _happen(cursor, segment, mark, at)
        yield event, cursor


def after_end(timeline: Timeline, cursor: Cursor, at: float) -> Cursor:
    """The cursor after the segment it is in, which ended at clock time `at`."""
    if cursor.interlude is not None:
        return replace(
            cursor,
            interlude=None,
            mark=cursor.return_mark,
            clock=at,
            offset=cursor.return_offset,
            open=False,
        )
    following = cursor.segment + 1
    if following == len(timeline.segments):
        return replace(cursor, clock=at, offset=timeline.segments[-1].duration, done=True)
    return replace(cursor, segment=following, mark=0, clock=at, offset=0.0, tapped=0)


def _happen(cursor: Cursor, segment: Segment, mark: Mark, at: float) -> tuple[Event | None, Cursor]:
    after = replace(cursor, mark=cursor.mark + 1)
    match mark.kind:
        case MarkKind.BEGIN:
            return SegmentBegan(at, segment), after
        case MarkKind.BREATH_BEGIN:
            after = replace(after, serial=cursor.serial + 1, open=True)
            return BreathBegan(at, segment, mark.number, after.serial), after
        case MarkKind.BREATH_END | MarkKind.LAST_BREATH_END:
            if not cursor.open:
                return None, after
            after = replace(after, open=False)
            return BreathEnded(at, segment, mark.number, cursor.serial), after
        case MarkKind.PHASE if mark.phase is not None:
            return PhaseBegan(at, segment, mark.phase), after
        case MarkKind.CHIME if mark.chime is not None:
            chime = mark.chime
            return Sound(at, chime.name, chime.seconds, chime.soft), after
        case MarkKind.LINE if mark.line is not None:
            return Spoken(at, mark.line), after
        case _:  # pragma: no cover - END is handled by the walk
            return None, after


def offset_at(timeline: Timeline, cursor: Cursor, now: float) -> float:
    """Seconds into the segment at clock time `now`, never outside what the cursor has passed.

    Between the last mark that happened and the next that has not, whatever rounding says.
    """
    segment = cursor.playing(timeline)
    marks = marks_of(segment)
    offset = cursor.offset + (now - cursor.clock)
    low = marks[cursor.mark - 1].offset if cursor.mark else 0.0
    if cursor.done:
        return segment.duration
    high = marks[cursor.mark].offset
    if segment.open and marks[cursor.mark].kind is MarkKind.END:
        return max(offset, low)
    if high > low:
        high = nextafter(high, low)
    return min(max(offset, low), high)


def first_mark_from(segment: Segment, offset: float) -> int:
    """Index of the first mark that lies after the offset: all up to it have happened."""
    marks = marks_of(segment)
    for index, mark in enumerate(marks):
        if mark.offset > offset:
            return index
    return len(marks) - 1


def breath_mark(segment: Segment, number: int) -> int:
    """Index of the mark where that breath begins; the first mark where there is none."""
    for index, mark in enumerate(marks_of(segment)):
        if mark.kind is MarkKind.BREATH_BEGIN and mark.number == number:
            return index
    return 0
