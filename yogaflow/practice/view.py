"""What a screen needs to know at one instant, in one object. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from yogaflow.model import Pose, Side, Unit
from yogaflow.practice.cursor import Cursor, offset_at
from yogaflow.timeline.timeline import Phase, Segment, SegmentKind, Timeline, Visit


class State(StrEnum):
    """What the player is doing."""

    IDLE = "idle"
    PLAYING = "playing"
    PAUSED = "paused"
    WAITING = "waiting"
    """In a wait, until the person says go on."""
    FINISHED = "finished"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class View:
    """Where the practice is.

    `segment` is the settling breath that follows a pause while that is played. `count` of
    `total` are left of what `unit` counts, the current one included, so it goes down to 1.
    `line` is the instruction begun last in this segment, "" for none; in a countdown the first
    position stands there until something is said. `offset`,
    `segment_left`, `phase_left`, `position` and `left` are seconds; `phase_progress` goes from
    0 to 1.
    """

    state: State
    timeline: Timeline
    segment: Segment
    offset: float
    visit: Visit
    pose: Pose | None
    side: Side | None
    phase: Phase | None
    phase_progress: float
    phase_left: float
    unit: Unit | None
    count: int
    total: int
    segment_left: float
    line: str
    upcoming: Visit | None
    position: float
    left: float


def view_of(timeline: Timeline, cursor: Cursor, state: State, now: float) -> View:
    """The view at clock time `now`; the cursor must have been advanced to it."""
    main = timeline.segments[cursor.segment]
    segment = cursor.playing(timeline)
    offset = offset_at(timeline, cursor, now)
    inside = min(offset, segment.duration)
    phase = segment.phase_at(inside)
    progress = phase_left = 0.0
    if phase is not None and phase.seconds > 0:
        progress = min(1.0, max(0.0, (inside - phase.offset) / phase.seconds))
        phase_left = (1.0 - progress) * phase.seconds
    visit = timeline.visits[main.visit]
    key = segment.pose if segment.kind is SegmentKind.MOVE else visit.pose
    count, total = _count(segment, phase, inside, cursor.tapped)
    position = main.start + min(
        main.duration, cursor.return_offset if cursor.interlude is not None else inside
    )
    line = segment.lines[-1].text if segment.kind is SegmentKind.READY and segment.lines else ""
    for spoken in segment.lines:
        if spoken.offset > inside:
            break
        line = spoken.text
    following = visit.index + 1
    while following < len(timeline.visits) and timeline.begins(following).is_moment:
        following += 1
    return View(
        state=state,
        timeline=timeline,
        segment=segment,
        offset=offset,
        visit=visit,
        pose=timeline.pose(key),
        side=segment.side,
        phase=phase,
        phase_progress=progress,
        phase_left=phase_left,
        unit=segment.unit if total else None,
        count=count,
        total=total,
        segment_left=max(0.0, segment.duration - offset),
        line=line,
        upcoming=timeline.visits[following] if following < len(timeline.visits) else None,
        position=position,
        left=max(0.0, timeline.duration - position),
    )


def _count(segment: Segment, phase: Phase | None, offset: float, tapped: int) -> tuple[int, int]:
    """How many are left, and of how many; (0, 0) where nothing is counted."""
    if segment.unit is Unit.REPS:
        return segment.reps - segment.rep + 1, segment.reps
    if segment.unit is Unit.SECONDS:
        return ceil(segment.duration - offset - 1e-6), segment.amount
    if segment.unit is Unit.BREATHS:
        begun = tapped if segment.open else (phase.breath - 1 if phase else 0)
        return segment.amount - begun, segment.amount
    return 0, 0
