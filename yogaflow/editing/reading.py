"""What an editor must know of a text after every keystroke: its outline, its problems, its length.

The text is read and compiled whole each time; the lines of steps that stay as they are come from
a cache. A reader is for one text in an editor; one call at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from yogaflow.editing.items import Item, outline_items
from yogaflow.format.flows import Draft, read_draft
from yogaflow.format.plans import way_notes
from yogaflow.format.pose_source import PoseSource
from yogaflow.format.problems import in_order, no_wait
from yogaflow.model import REST_POSES, Flow, Level, Problem, Side
from yogaflow.timeline.compiler import compile_flow
from yogaflow.timeline.outline import has_range
from yogaflow.timeline.script_cache import ScriptCache
from yogaflow.timeline.timeline import COUNTED, Choices, Timeline
from yogaflow.timeline.visit import CompileError

__all__ = ["Item", "Reader", "Reading"]

_LOW = Choices()
_HIGH = Choices(level=Level.HIGH)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read.

    `flow` is None where there are `problems`; `notes` keep nothing from being played. The `items`
    are those of every step that can be read, and so are all numbers; where the text cannot be read
    at all, they are those of the last one that could. `seconds` and `breaths` are those of the
    whole practice, countdown and all, at the low end of all ranges, `longest` the seconds at the
    high end; all are 0 where it cannot be compiled. `right` and `left` are the counted breaths on
    a side.
    """

    text: str
    flow: Flow | None
    problems: tuple[Problem, ...]
    items: tuple[Item, ...]
    notes: tuple[Problem, ...] = ()
    seconds: float = 0.0
    breaths: int = 0
    longest: float = 0.0
    right: int = 0
    left: int = 0

    @property
    def told(self) -> tuple[Problem, ...]:
        """Problems and notes, in the order of the text."""
        return in_order((*self.problems, *self.notes))


class Reader:
    """Reads the text of one flow again and again. `poses` may not change meanwhile."""

    def __init__(
        self,
        poses: PoseSource,
        *,
        path: str = "",
        key: str = "flow",
        checkpoint: Callable[[], None] = no_wait,
    ) -> None:
        """`checkpoint` is called every now and then, so that a thread can wait for keys."""
        self._poses = poses
        self._path = path
        self._key = key
        self._checkpoint = checkpoint
        self._cache = ScriptCache(checkpoint=checkpoint)
        self._last = Reading("", None, (), ())

    def read(self, text: str) -> Reading:
        """What a text says, how long it takes, and what is wrong in it."""
        draft = read_draft(
            text,
            path=self._path,
            key=self._key,
            poses=self._poses,
            checkpoint=self._checkpoint,
        )
        if draft.flow is None:
            found = replace(
                self._last, text=text, flow=None, problems=draft.problems, notes=draft.notes
            )
        else:
            found = self._compiled(text, draft, draft.flow)
        self._last = found
        return found

    def _compiled(self, text: str, draft: Draft, flow: Flow) -> Reading:
        problems = draft.problems
        low: Timeline | None = None
        longest = 0.0
        if flow.steps and not draft.is_too_large:
            try:
                low = compile_flow(flow, _LOW, cache=self._cache)
                longest = low.duration
                if has_range(flow.steps):
                    longest = compile_flow(flow, _HIGH, cache=self._cache).duration
            except CompileError as error:
                low = None
                problems = (*problems, Problem(self._path, max(1, error.line), 1, str(error)))
            except KeyError as error:
                # A bare rest takes a pose that no step names; somebody's own may be broken.
                rests = {stance.rest for stance in flow.stances.by_key.values()}
                if (key := error.args[0]) not in rests.union(REST_POSES.values()):
                    raise
                message = f"a rest needs {key} here, and that pose is missing or broken"
                problems = (*problems, Problem(self._path, 1, 1, message))
        items = outline_items(
            flow,
            draft.parts,
            low,
            parts_first=draft.parts_first,
            checkpoint=self._checkpoint,
        )
        whole = None if problems else flow
        if low is None:
            return Reading(text, whole, problems, items, draft.notes)
        notes = (*draft.notes, *way_notes(low, text))
        counted = [one for one in low.segments if one.kind in COUNTED]
        right, left = (sum(one.breaths for one in counted if one.side is side) for side in Side)
        return Reading(
            text,
            whole,
            problems,
            items,
            notes,
            low.duration,
            low.breaths,
            longest,
            right,
            left,
        )
