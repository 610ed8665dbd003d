"""The film strip of a flow, as preview and library show it."""

from __future__ import annotations

from collections.abc import Sequence

from yogaflow.figure.rig import stance
from yogaflow.model import Flow
from yogaflow.timeline import Choices, CompileError, Timeline, compile_flow
from yogaflow.timeline.outline import Row as Step
from yogaflow.timeline.outline import rows
from yogaflow.tui.labels import MARKS
from yogaflow.tui.paint import Row
from yogaflow.tui.widgets.filmstrip import Frame


def frames_of(timeline: Timeline, steps: Sequence[Step]) -> tuple[Frame, ...]:
    """A picture for each pose of a plan: its body, its name and its side."""
    return tuple(_frame(timeline, step) for step in steps)


def film_of(flow: Flow) -> tuple[Frame, ...]:
    """The pictures of a flow: each pose once, on the side it is taken first."""
    try:
        timeline = compile_flow(flow, Choices())
    except CompileError:
        return ()
    first: dict[str | None, Step] = {}
    for step in rows(timeline):
        first.setdefault(step.visit.pose, step)
    return frames_of(timeline, list(first.values()))


def _frame(timeline: Timeline, step: Step) -> Frame:
    visit = step.visit
    pose = timeline.pose(visit.pose)
    name: Row = ((pose.short or step.name if pose else step.name, "quiet"),)
    if visit.side is not None:
        name = (*name, (f" {MARKS[visit.side]}", "side"))
    return Frame(stance(pose, visit.side, visit.options) if pose else None, name)
