"""The film strip of a flow, as preview and library show it."""

from __future__ import annotations

from collections.abc import Sequence

from yogaflow.figure.rig import stance
from yogaflow.outline import Row as Step
from yogaflow.timeline.plan import Timeline
from yogaflow.tui.paint import Row
from yogaflow.tui.widgets.filmstrip import Frame
from yogaflow.tui.wording import MARKS


def frames_of(timeline: Timeline, steps: Sequence[Step]) -> tuple[Frame, ...]:
    """A picture for each pose of a plan: its body, its name and its side."""
    return tuple(_frame(timeline, step) for step in steps)


def _frame(timeline: Timeline, step: Step) -> Frame:
    visit = step.visit
    pose = timeline.pose(visit.pose)
    name: Row = ((pose.short or step.name if pose else step.name, "quiet"),)
    if visit.side is not None:
        name = (*name, (f" {MARKS[visit.side]}", "side"))
    return Frame(stance(pose, visit.side, visit.options) if pose else None, name)
