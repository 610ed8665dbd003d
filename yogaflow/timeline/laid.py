"""Segments as they are laid one after the other, and the visits they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NoReturn

from yogaflow.model import MAX_SECONDS, MAX_SEGMENTS, Breath, Side, Unit
from yogaflow.model import Pose as PoseModel
from yogaflow.timeline.breath_cycles import Cycle
from yogaflow.timeline.speech_layout import LEAST_GAP, Speech
from yogaflow.timeline.timeline import (
    COUNTED,
    Chime,
    Line,
    Phase,
    Role,
    Segment,
    SegmentKind,
    Stop,
    Visit,
)
from yogaflow.timeline.visit import CompileError, KeptSegment, Stay

BEFORE_MOVE = 0.05
"""From the end of a call to its half breath."""


@dataclass(slots=True)
class Laid:
    """The segments so far, how long they are in seconds, and their visits.

    `keep` is laid as it is in its place. `speech` gives the seconds that a line takes.
    """

    keep: KeptSegment | None = field(default=None, kw_only=True)
    speech: Speech = field(init=False)
    segments: list[Segment] = field(init=False, default_factory=list)
    now: float = field(init=False, default=0.0)
    _visits: list[tuple[Stay, int]] = field(init=False, default_factory=list)
    _keep_at: int = field(init=False, default=-1)

    def visits(self) -> tuple[Visit, ...]:
        """The visits laid so far; each ends where the next begins."""
        ends = [first - 1 for _, first in self._visits[1:]] + [len(self.segments) - 1]
        return tuple(
            Visit(
                index,
                stay.key,
                stay.entry,
                stay.kind,
                stay.pose.key if stay.pose else None,
                stay.side,
                first,
                last,
                stay.option_keys,
                stay.title,
                stay.section,
                stay.line,
                stay.alternates,
            )
            for index, ((stay, first), last) in enumerate(zip(self._visits, ends, strict=True))
        )

    def say_in(self, index: int, lines: tuple[Line, ...]) -> None:
        """Have a segment that is laid already say something else."""
        # Nobody else has it before the plan is whole, and a copy costs as much as laying another.
        object.__setattr__(self.segments[index], "lines", lines)

    def keeps(self, segment: Segment) -> bool:
        """Whether that segment is kept as it is."""
        return segment.index == self._keep_at

    def _say_before(self, texts: Sequence[tuple[str, Role]]) -> bool:
        """Say something at the end of what comes before; False where there is no room for all."""
        last = self.segments[-1]
        if last.is_moment and len(self.segments) > 1:
            last = self.segments[-2]
        if self.keeps(last):
            return True
        at, lines = last.duration - BEFORE_MOVE, []
        for text, role in reversed(texts):
            at -= self.speech(text)
            lines.append(Line(at, self.speech(text), text, role))
            at -= LEAST_GAP
        if lines[-1].offset < 0 or any(line.offset + line.seconds > at for line in last.lines):
            return False
        self.say_in(last.index, (*last.lines, *reversed(lines)))
        return True

    def _counts_now(self) -> tuple[str, ...]:
        """Called before a segment that counts is laid; returns notes for whoever wrote it."""
        return ()

    def _visit(self, stay: Stay) -> None:
        """Begin a visit, unless it has begun with an inserted half or a passage already."""
        if not self._visits or self._visits[-1][0].key != stay.key:
            self._visits.append((stay, len(self.segments)))
            if self.keep is not None and self.keep.visit == stay.key:
                self._keep_at = len(self.segments) + self.keep.place

    def _cycle(
        self,
        stay: Stay,
        kind: SegmentKind,
        cycle: Cycle,
        breath: Breath | None,
        *,
        lines: tuple[Line, ...] = (),
        chimes: tuple[Chime, ...] = (),
        unit: Unit | None = None,
        rep: int = 0,
    ) -> None:
        """A segment with a paced breath; it counts the step's amount where it has a unit.

        No breath is paced where there is time for none.
        """
        self._add(
            stay,
            kind,
            cycle.seconds,
            breath=breath if cycle.breaths else None,
            breaths=cycle.breaths,
            unit=unit,
            amount=stay.count if unit else 0,
            rep=rep,
            lines=lines,
            phases=cycle.phases,
            chimes=chimes,
        )

    def _add(
        self,
        stay: Stay,
        kind: SegmentKind,
        duration: float,
        *,
        pose: PoseModel | None = None,
        side: Side | None = None,
        breath: Breath | None = None,
        breaths: int = 0,
        unit: Unit | None = None,
        amount: int = 0,
        rep: int = 0,
        open: bool = False,
        still: bool = False,
        lines: tuple[Line, ...] = (),
        phases: tuple[Phase, ...] = (),
        chimes: tuple[Chime, ...] = (),
        notes: tuple[str, ...] = (),
        stops: tuple[Stop, ...] = (),
    ) -> None:
        if kind in COUNTED:
            notes = (*notes, *self._counts_now())
        index = len(self.segments)
        if index >= MAX_SEGMENTS:
            self._refuse(f"this flow has more than {MAX_SEGMENTS:,} segments")
        if self.now + duration > MAX_SECONDS:
            self._refuse("this flow lasts longer than a day")
        if index == self._keep_at and self._add_kept(kind):
            return
        # A movement may be without a pose of its own, or still in the one before.
        pose = None if kind is SegmentKind.SAY else pose or stay.pose
        notes, stay.notes = (*stay.notes, *notes), ()
        self.segments.append(
            Segment(
                index,
                len(self._visits) - 1,
                kind,
                pose.key if pose else None,
                side if kind is SegmentKind.MOVE else stay.side,
                self.now,
                duration,
                breath,
                breaths,
                unit,
                amount,
                rep,
                amount if rep else 0,
                stay.set,
                stay.sets,
                stay.round,
                stay.rounds,
                open,
                still,
                stay.option_keys,
                stay.line,
                lines,
                phases,
                chimes,
                notes,
                stops,
            )
        )
        self.now += duration

    def _refuse(self, message: str) -> NoReturn:
        """Raise CompileError for the last line of the file that something was laid for."""
        lines = (stay.line for stay, _ in reversed(self._visits) if stay.line)
        raise CompileError(message, next(lines, 1))

    def _add_kept(self, kind: SegmentKind) -> bool:
        """Lay the segment that is kept; False, and nothing laid, where another kind belongs."""
        assert self.keep is not None
        kept = self.keep.segment
        if kept.kind is not kind:
            self._keep_at = -1
            return False
        index, visit = len(self.segments), len(self._visits) - 1
        self.segments.append(replace(kept, index=index, visit=visit, start=self.now))
        self.now += kept.duration
        return True
