"""A flow's text that is read again after every keystroke: only what has changed is read anew.

The same flow and the same problems as from `load_flow`: the nodes come from a `Tree`, which
parses what lies around a change, and the steps from a reader that recalls all others.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field

from yogaflow.format import keys
from yogaflow.format.flows import load_flow, make_flow, read_fields, read_parts, read_steps
from yogaflow.format.limits import flow_size
from yogaflow.format.mending import Tree
from yogaflow.format.nodes import Mapping, Node
from yogaflow.format.pose_source import PoseSource
from yogaflow.format.recalling import NotingBook, PatientReport, RecallingReader, recall_pose, sizes
from yogaflow.format.steps import Steps
from yogaflow.model import MAX_SECONDS, MAX_SEGMENTS, Flow, FormatError, Pose, Problem

CERTAIN = 0.9
"""Up to this part of the limits the sizes of single steps tell that a flow is small enough.

Added up they are a little more than the flow's: a movement alone lacks its other half.
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it stands: a flow, or what can be read of one.

    Without `problems`, `flow` is what `load_flow` gives; with them it lacks the steps that
    cannot be read. It is None where nothing can, for the parser has stopped. `parts` has the
    steps of each part in the order of the file; `parts_first` says that they stand before the
    flow's. What `is_too_large` cannot be played, nor measured.
    """

    flow: Flow | None
    problems: tuple[Problem, ...]
    parts: MappingType[str, Steps] = field(default_factory=dict)
    parts_first: bool = False
    is_too_large: bool = False


class FlowReader:
    """Reads one flow's text again and again. `poses` may not change meanwhile."""

    def __init__(self, poses: PoseSource, *, path: str = "", key: str = "flow") -> None:
        self._poses = poses
        self._path = path
        self._key = key
        self._tree = Tree(path)
        self._own: dict[str, Pose | None] = {}
        self._world = object()

    def read(self, text: str) -> Draft:
        """What a text says."""
        try:
            root, found = self._tree.read(text)
            report = PatientReport(self._path, found)
            book = NotingBook(self._poses, report)
            fields = read_fields(root, book, report, recall_pose)
        except FormatError as error:
            return Draft(None, error.problems)
        if not _are_same(book.own, self._own):
            self._own, self._world = book.own, object()
        reader = RecallingReader(book, report, self._world)
        read_parts(fields.get(keys.PARTS), reader, report)
        steps = read_steps(fields, reader)
        flow = make_flow(fields, steps, self._key, book, self._path)
        is_too_large = _is_too_large(flow, fields.get(keys.STEPS))
        problems: tuple[Problem, ...] = ()
        if report.problems:
            problems = FormatError(report.problems).problems
        elif is_too_large:
            problems = self._why_too_large(text)
        written = fields.get(keys.PARTS)
        parts = written.keys if isinstance(written, Mapping) else ()
        return Draft(
            flow,
            problems,
            {name: reader.parts.get(name, ()) for name in parts},
            _stands_first(keys.PARTS.name, keys.STEPS.name, fields.node),
            is_too_large,
        )

    def _why_too_large(self, text: str) -> tuple[Problem, ...]:
        """What is told of it, and where: worth a whole reading."""
        try:
            load_flow(text, path=self._path, key=self._key, poses=self._poses)
        except FormatError as error:
            return error.problems
        return ()


def _stands_first(one: str, other: str, node: Mapping) -> bool:
    """Whether one key stands before the other in a mapping."""
    names = list(node.keys)
    return one in names and other in names and names.index(one) < names.index(other)


def _are_same(one: dict[str, Pose | None], other: dict[str, Pose | None]) -> bool:
    """Whether two flows bring the very same poses."""
    return one.keys() == other.keys() and all(one[key] is other[key] for key in one)


def _is_too_large(flow: Flow, node: Node | None) -> bool:
    """Whether no timeline may be made of it; asked of each step for itself where that does."""
    if node is None:
        return False
    segments, seconds = sizes(node, flow)
    if segments <= CERTAIN * MAX_SEGMENTS and seconds <= CERTAIN * MAX_SECONDS:
        return False
    return flow_size(flow).too_large
