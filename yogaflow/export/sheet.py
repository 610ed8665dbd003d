"""A teacher's cue sheet: every step with its time, side and amount, and what is said. Pure.

One column for the step's number or for what a line is part of, one for the time, one to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import fill, wrap

from yogaflow.export.program import Program, SpokenLine
from yogaflow.model import Breath, Unit
from yogaflow.timeline import MOVING, Role, Segment, SegmentKind, Timeline, Visit, phrases
from yogaflow.timeline.cues import CueName
from yogaflow.timeline.outline import clock_text, rows, visit_amount
from yogaflow.timeline.timeline import props_of

WIDTH = 79
"""Columns: 80, and none of them lost to a line end."""

_INDENT = 15
_ALONE = {SegmentKind.READY: "The countdown", SegmentKind.CLOSE: "The close"}
_CALLS = {Role.CALL, Role.RECALL}
"""Lines that belong to the movement after them."""
_BREATHED = {Unit.BREATHS, Unit.SECONDS}
_UNMARKED = {*_ALONE, SegmentKind.SAY, SegmentKind.MOVE}
_LEGEND = "out: leaving the pose before · in: coming in · stay: while there"


@dataclass(frozen=True, slots=True)
class _Head:
    """The first line of a step: `number` as `show` has it, "" for what is no pose."""

    number: str
    at: float
    title: str
    amount: str


def sheet(program: Program) -> str:
    """The practice on paper, at most WIDTH columns wide."""
    return "\n".join([*_opening(program), *_steps(program), ""])


def _opening(program: Program) -> Iterator[str]:
    timeline = program.timeline
    yield fill(timeline.flow.title.upper(), WIDTH)
    sides = dict.fromkeys(visit.side for visit in timeline.visits if visit.side)
    first = f", {next(iter(sides))} side first" if len(sides) > 1 else ""
    yield f"{clock_text(timeline.duration)}, {timeline.breaths} breaths{first}"
    flow = timeline.flow
    for text in (flow.byline, flow.about, *(f"Note: {note}" for note in flow.notes)):
        if text:
            yield fill(" ".join(text.split()), WIDTH)
    if props := props_of(timeline.flow, timeline.visits):
        yield fill("Near you: " + ", ".join(props), WIDTH)
    yield from ("", _LEGEND)


def _steps(program: Program) -> Iterator[str]:
    timeline = program.timeline
    heads = _heads(program)
    lines: list[list[SpokenLine]] = [[] for _ in timeline.segments]
    for said in program.said:
        lines[said.segment.index].append(said)
    section, moved = "", False
    for visit in timeline.visits:
        segments = timeline.segments[visit.first : visit.last + 1]
        moves = visit.kind is SegmentKind.MOVE
        if visit.section != section:
            section = visit.section
            yield from ("", fill(section, WIDTH)) if section else ("",)
            moved = False
        if not (moves and moved):
            yield ""
        yield from _head_lines(heads[visit.index])
        yield from _body(program, segments, lines)
        moved = moves


def _heads(program: Program) -> list[_Head]:
    """The first line of each visit."""
    timeline = program.timeline
    calls: dict[int, list[str]] = {}
    for said in program.said:
        if said.line.role in _CALLS:
            moved = timeline.segments[said.segment.index + 1].visit
            calls.setdefault(moved, []).append(timeline.written(said.line.text))
    by_visit = {row.visit.index: row for row in rows(timeline)}
    heads = []
    for visit in timeline.visits:
        row, own = by_visit.get(visit.index), _own(program, visit)
        start = timeline.segments[visit.first].start
        moves = visit.kind is SegmentKind.MOVE
        half = ("breathe in" if own and own[-1].breaths else "breathe out") if moves else ""
        call = f"“{' '.join(calls[visit.index])}”" if moves and visit.index in calls else ""
        if row is None:
            title = visit.title or half or _ALONE.get(visit.kind, "Listen")
            heads.append(_Head("", start, title.upper(), call))
            continue
        named = row.name.casefold().startswith("rest")
        rest = "Rest: " if visit.kind is SegmentKind.REST and not named else ""
        parts = [f"{rest}{row.name}".upper(), row.side, *_options(program, visit), half]
        amount = call or _amount(program, visit)
        heads.append(_Head(str(row.number), start, ", ".join(p for p in parts if p), amount))
    return heads


def _own(program: Program, visit: Visit) -> tuple[Segment, ...]:
    """The segments of a visit but for halves of a breath that were inserted."""
    segments = program.timeline.segments[visit.first : visit.last + 1]
    return tuple(segment for segment in segments if not segment.still)


def _options(program: Program, visit: Visit) -> list[str]:
    pose = program.timeline.pose(visit.pose)
    return [f"with {pose.options[key].name.lower()}" for key in visit.options] if pose else []


def _amount(program: Program, visit: Visit) -> str:
    """How long, how the breath goes there, and whether it waits for the person."""
    own = _own(program, visit)
    breath = next((s.breath for s in own if s.breath and s.unit in _BREATHED), None)
    parts = [visit_amount(program.timeline, visit), _breath(breath) if breath else ""]
    if any(s.open for s in own):
        parts.append("then as long as they like")
    return ", ".join(part for part in parts if part)


def _breath(breath: Breath) -> str:
    held = [("full", breath.full), ("empty", breath.empty)]
    pauses = "".join(f", {name} {seconds:g}" for name, seconds in held if seconds)
    return f"in {breath.inhale:.3g}, out {breath.exhale:.3g}{pauses}"


def _head_lines(head: _Head) -> Iterator[str]:
    room = WIDTH - _INDENT
    together = head.amount and len(head.title) + len(head.amount) + 2 <= room
    if together:
        yield _line(head.number, head.at, f"{head.title}{head.amount:>{room - len(head.title)}}")
        return
    lines = wrap(head.title, room)
    yield _line(head.number, head.at, lines[0])
    yield from (" " * _INDENT + text for text in [*lines[1:], *wrap(head.amount, room)])


def _body(
    program: Program, segments: tuple[Segment, ...], said: list[list[SpokenLine]]
) -> Iterator[str]:
    """What is said in a visit, with what it is part of where that changes; `said` by segment."""
    shown = ""
    counts: list[SpokenLine] = []
    explained: set[str] = set()

    def told(label: str, at: float, text: str) -> Iterator[str]:
        nonlocal shown
        lines = wrap(text, WIDTH - _INDENT)
        yield _line(label if label != shown else "", at, lines[0])
        yield from (" " * _INDENT + line for line in lines[1:])
        shown = label

    def counted() -> Iterator[str]:
        # A dozen repetitions are one line to read.
        if counts:
            yield from told("stay", counts[0].at, " ".join(one.line.text for one in counts))
            counts.clear()

    for segment in segments:
        if segment.kind is SegmentKind.SETTLE:
            breaths = phrases.breaths(segment.breaths)[:-1].lower()
            yield from told("stay", segment.start, f"({breaths} to settle)")
        for one in said[segment.index]:
            if one.line.role in _CALLS and not _calls_side(program.timeline, segment):
                continue
            if segment.rep and one.line.role in {Role.COUNT, Role.LAST}:
                counts.append(one)
                continue
            if segment.rep > 1 and one.line.text in explained:
                continue
            explained.add(one.line.text)
            yield from counted()
            yield from told(_label(segment, one), one.at, program.timeline.written(one.line.text))
        if segment.kind is SegmentKind.CLOSE:
            bowl = next(c.offset for c in segment.chimes if c.name is CueName.CLOSE)
            yield from told("", segment.start + bowl, "(the closing bowl)")
    yield from counted()


def _calls_side(timeline: Timeline, segment: Segment) -> bool:
    """Whether a call in it is that of a repetition's side, not of a movement that follows."""
    after = timeline.segments[segment.index + 1]
    return bool(after.rep) or (bool(segment.rep) and after.kind is not SegmentKind.MOVE)


def _label(segment: Segment, said: SpokenLine) -> str:
    if said.line.role is Role.EXIT:
        return "out"
    if segment.kind in MOVING:
        return "in"
    return "" if segment.kind in _UNMARKED else "stay"


def _line(label: str, at: float, text: str) -> str:
    begin = f"{label:>4} {clock_text(at):>8}  "
    return f"{begin:.{_INDENT}}{text}"
