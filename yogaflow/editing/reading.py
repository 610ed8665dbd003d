"""What an editor must know of a text after every keystroke: its outline, its problems, its length.

Reading and measuring are both done by difference, and give what a whole reading and a whole
compilation would. A reader is for one text in an editor; one call at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from yogaflow.editing.items import Item, Outline
from yogaflow.format.increments import Draft, FlowReader
from yogaflow.format.pose_source import PoseSource
from yogaflow.model import REST_POSES, Flow, Level, Problem
from yogaflow.timeline.known import Known
from yogaflow.timeline.meter import measure_flow
from yogaflow.timeline.timeline import Choices
from yogaflow.timeline.visit import TooLongError

__all__ = ["Item", "Reader", "Reading"]

_LOW = Choices(countdown=0.0)
_HIGH = Choices(countdown=0.0, level=Level.HIGH)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read.

    `flow` is None where there are `problems`. The `items` are those of every step that can be
    read, and so are all numbers; where the text cannot be read at all, they are those of the
    last one that could. `seconds` and `breaths` are those of the whole practice without the
    countdown at the low end of all ranges, `longest` the seconds at the high end; all are 0
    where it cannot be measured. `right` and `left` are the counted breaths on a side.
    """

    text: str
    flow: Flow | None
    problems: tuple[Problem, ...]
    items: tuple[Item, ...]
    seconds: float = 0.0
    breaths: int = 0
    longest: float = 0.0
    right: int = 0
    left: int = 0


class Reader:
    """Reads the text of one flow again and again. `poses` may not change meanwhile."""

    def __init__(self, poses: PoseSource, *, path: str = "", key: str = "flow") -> None:
        self._path = path
        self._reader = FlowReader(poses, path=path, key=key)
        self._known = Known()
        self._last = Reading("", None, (), ())
        self._outline = Outline()

    def read(self, text: str) -> Reading:
        """What a text says, how long it takes, and what is wrong in it."""
        draft = self._reader.read(text)
        if draft.flow is None:
            found = replace(self._last, text=text, flow=None, problems=draft.problems)
        else:
            found = self._measured(text, draft, draft.flow)
        self._last = found
        return found

    def _measured(self, text: str, draft: Draft, flow: Flow) -> Reading:
        problems = draft.problems
        low = high = None
        if flow.steps and not draft.is_too_large:
            try:
                low = measure_flow(flow, _LOW, self._known)
                high = measure_flow(flow, _HIGH, self._known)
            except TooLongError as error:
                problems = (*problems, Problem(self._path, max(1, error.line), 1, str(error)))
            except KeyError as error:
                # A bare rest takes a pose that no step names; somebody's own may be broken.
                if (key := error.args[0]) not in REST_POSES.values():
                    raise
                message = f"a rest needs {key} here, and that pose is missing or broken"
                problems = (*problems, Problem(self._path, 1, 1, message))
        items = self._outline.items(flow, draft.parts, low, parts_first=draft.parts_first)
        whole = None if problems else flow
        if low is None or high is None:
            return Reading(text, whole, problems, items)
        numbers = (low.seconds, low.breaths, high.seconds, low.right, low.left)
        return Reading(text, whole, problems, items, *numbers)
