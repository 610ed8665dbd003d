"""What only the plan of a flow shows: that it lasts too long, and what ways have no time for."""

from __future__ import annotations

from yogaflow.format.problems import MAX_PROBLEMS
from yogaflow.model import Flow, Level, Problem, Severity
from yogaflow.timeline import Choices, CompileError, Timeline, compile_flow


def plan_problems(flow: Flow, text: str) -> tuple[Problem, ...]:
    """What is wrong with a flow that cannot be laid out in time, else the notes on its ways."""
    try:
        timeline = compile_flow(flow, Choices(level=Level.HIGH, countdown=0.0))
    except CompileError as error:
        return (Problem(flow.path, error.line, _column(text.splitlines(), error.line), str(error)),)
    return way_notes(timeline, text)


def way_notes(timeline: Timeline, text: str) -> tuple[Problem, ...]:
    """The notes on the ways of a plan, for each step once; `text` is that of its flow."""
    told: set[tuple[int, str | None]] = set()
    notes: list[Problem] = []
    lines = text.splitlines()
    for segment in timeline.segments:
        step = (segment.line, segment.pose)
        if segment.notes and step not in told and len(notes) < MAX_PROBLEMS:
            told.add(step)
            where = (timeline.flow.path, segment.line, _column(lines, segment.line))
            notes += [Problem(*where, message, Severity.NOTE) for message in segment.notes]
    return tuple(notes)


def _column(lines: list[str], number: int) -> int:
    """Where the words of a line begin."""
    line = lines[number - 1]
    return len(line) - len(line.lstrip(" -")) + 1
