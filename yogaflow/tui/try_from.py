"""Playing a flow from a line of its text. Pure."""

from __future__ import annotations

from dataclasses import replace

from yogaflow.model import Flow
from yogaflow.timeline import Choices, Timeline, compile_flow


def from_line(flow: Flow, line: int, choices: Choices) -> Choices:
    """The choices that begin at the step on a line (from 1), without a countdown.

    A step stands on its line and on those below it up to the next. From a line above all steps,
    or below the last one's, it is the first one or the last. Raises CompileError.
    """
    choices = replace(choices, countdown=0.0, start=None)
    timeline = compile_flow(flow, choices)
    lines = sorted({visit.line for visit in timeline.visits if visit.line > 0})
    above = [one for one in lines if one <= line]
    below = [one for one in lines if one > line]
    wanted = above[-1] if above else below[0] if below else 0
    if above and below and _is_group_line(flow, line, wanted):
        wanted = below[0]
    return replace(choices, start=_first_on(timeline, wanted))


def _first_on(timeline: Timeline, line: int) -> tuple[int, ...] | None:
    return next((visit.key for visit in timeline.visits if visit.line == line), None)


def _is_group_line(flow: Flow, line: int, step: int) -> bool:
    """Whether a group begins between a step and a line: then its first step is meant."""
    from yogaflow.model import Group

    waiting = list(flow.steps)
    while waiting:
        one = waiting.pop()
        if isinstance(one, Group):
            if step < one.line <= line:
                return True
            waiting += one.steps
    return False
