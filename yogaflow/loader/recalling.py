"""Reading steps again: what was read from a node without a problem is left there, and recalled.

What has a problem is read every time, for its messages hang on what else is told: so many near
names are looked for, so many problems are told, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from operator import is_
from typing import NamedTuple

from yogaflow.loader.book import PoseBook, PoseSource
from yogaflow.loader.nodes import Mapping, Node, Scalar, Sequence
from yogaflow.loader.poses import read_pose_node
from yogaflow.loader.problems import MAX_PROBLEMS, FormatError, Report
from yogaflow.loader.records import Fields
from yogaflow.loader.steps import StepReader, Steps
from yogaflow.model import Breath, Flow, Group, Pose, PoseStep, Problem, Step
from yogaflow.size import flow_size


class PatientReport(Report):
    """Reads on where there are too many problems to tell: the steps are wanted all the same.

    `count` is that of all problems, also of those that are left out.
    """

    __slots__ = ("count",)

    def __init__(self, path: str, found: Iterable[Problem]) -> None:
        super().__init__(path)
        self.problems += found
        self.count = len(self.problems)

    def add(self, line: int, column: int, message: str) -> None:
        self.count += 1
        if len(self.problems) < MAX_PROBLEMS:
            # The last one says itself that there are too many.
            with suppress(FormatError):
                super().add(line, column, message)


class NotingBook(PoseBook):
    """Notes the poses that are found in `met`, and those a flow brings in `own`."""

    def __init__(self, source: PoseSource, report: Report) -> None:
        super().__init__(source, report)
        self.met: dict[str, Pose] = {}
        self.own: dict[str, Pose | None] = {}

    def bring(self, key: str, pose: Pose | None) -> None:
        self.own[key] = pose
        super().bring(key, pose)

    def find(self, word: Scalar) -> Pose | None:
        pose = super().find(word)
        if pose is not None:
            self.met[word.text] = pose
        return pose


class _OwnPose(NamedTuple):
    """What was read from the mapping of a flow's own pose."""

    key: str
    pose: Pose


def recall_pose(key: str, node: Node, report: Report) -> Pose | None:
    """The pose of a mapping as from `read_pose_node`, from last time where it is the same."""
    assert isinstance(report, PatientReport)
    if not isinstance(node, Mapping):
        return read_pose_node(key, node, report)
    memo = node.memo
    if isinstance(memo, _OwnPose) and memo.key == key:
        return memo.pose
    before = report.count
    pose = read_pose_node(key, node, report)
    good = pose is not None and report.count == before
    node.memo = _OwnPose(key, pose) if pose is not None and good else None
    return pose


class _Size(NamedTuple):
    """How large a step is for itself, in a flow with this breath."""

    breath: Breath | None
    segments: int
    seconds: float


class _Memo:
    """What was read from the mapping of a step on a line, without a problem.

    It holds in its `world`, while the parts in `uses` are what they were. `met` are the poses
    that are named in it, in order; `sided` and `depth` are those of a group's steps.
    """

    __slots__ = ("depth", "line", "met", "sided", "size", "step", "uses", "world", "wrapped")

    def __init__(
        self,
        world: object,
        line: int,
        step: Step,
        met: dict[str, Pose],
        uses: dict[str, Steps],
    ) -> None:
        self.world = world
        self.line = line
        self.step = step
        self.met = met
        self.uses = uses
        self.sided = False
        self.depth = 0
        self.size: _Size | None = None
        self.wrapped: Steps = ()


class RecallingReader(StepReader):
    """Reads steps, or finds on their nodes what was read there before.

    In another `world` the flow's own poses are others, and all is read again.
    """

    def __init__(self, book: NotingBook, report: PatientReport, world: object) -> None:
        super().__init__(book, report)
        self._noting = book
        self._patient = report
        self._world = world
        self._memos: dict[int, _Memo] = {}
        self._uses: dict[str, Steps] = {}
        self._lost = 0
        self._open: Mapping | None = None

    def read(self, node: Node) -> Steps:
        steps = super().read(node)
        if isinstance(node, Sequence):
            steps = self._same(node.memo, steps)
            node.memo = steps
        return steps

    def group(self, node: Mapping) -> Group | None:
        if node is self._open:
            return super().group(node)
        # A part that is written as a group.
        step = self._recall(node, super().group)
        return step if isinstance(step, Group) else None

    def wrap(self, group: Group) -> Steps:
        steps = super().wrap(group)
        memo = self._memos.get(id(group))
        if memo is not None:
            steps = memo.wrapped = self._same(memo.wrapped, steps)
        return steps

    def size(self, step: Step, flow: Flow) -> tuple[int, float]:
        """How large a step of the flow is for itself: segments and seconds, as `flow_size` says."""
        memo = self._memos.get(id(step))
        if memo is not None and memo.size is not None and memo.size.breath == flow.breath:
            return memo.size.segments, memo.size.seconds
        found = flow_size(replace(flow, steps=(step,)))
        if memo is not None:
            memo.size = _Size(flow.breath, found.segments, found.seconds)
        return found.segments, found.seconds

    def _step(self, node: Node) -> Step | None:
        if isinstance(node, Mapping):
            return self._recall(node, self._form)
        self._lost += 1
        return super()._step(node)

    def _use(self, fields: Fields) -> Group | None:
        group = super()._use(fields)
        if group is not None:
            self._uses[group.part] = group.steps
        return group

    def _recall(self, node: Mapping, read: Callable[[Mapping], Step | None]) -> Step | None:
        memo = node.memo
        if not isinstance(memo, _Memo) or not self._holds(memo):
            return self._read_anew(node, read)
        if memo.line != node.line:
            memo.step = _moved(memo.step, node.line - memo.line)
            memo.line = node.line
        step = memo.step
        if isinstance(step, Group):
            self._sided[id(step.steps)] = memo.sided
            self._depth[id(step.steps)] = memo.depth
        self._noting.named.update(memo.met)
        self._noting.met.update(memo.met)
        self._uses.update(memo.uses)
        self._memos[id(step)] = memo
        return step

    def _holds(self, memo: _Memo) -> bool:
        if memo.world is not self._world:
            return False
        return all(self.parts.get(name) is steps for name, steps in memo.uses.items())

    def _read_anew(self, node: Mapping, read: Callable[[Mapping], Step | None]) -> Step | None:
        book = self._noting
        outer = book.met, self._uses, self._open
        book.met, self._uses, self._open = {}, {}, node
        count, lost = self._patient.count, self._lost
        step = read(node)
        met, uses = book.met, self._uses
        book.met, self._uses, self._open = outer
        book.met.update(met)
        self._uses.update(uses)
        node.memo = None
        if step is None or (isinstance(step, Group) and not step.steps):
            self._lost += 1
        elif (count, lost) == (self._patient.count, self._lost):
            memo = node.memo = _Memo(self._world, node.line, step, met, uses)
            if isinstance(step, Group):
                memo.sided = self._sided[id(step.steps)]
                memo.depth = self._depth[id(step.steps)]
            self._memos[id(step)] = memo
        return step

    def _same(self, old: object, steps: Steps) -> Steps:
        """The tuple of last time where it has the same steps: whoever uses it has not changed."""
        if not isinstance(old, tuple) or len(old) != len(steps) or not all(map(is_, old, steps)):
            return steps
        self._sided[id(old)] = self._sided[id(steps)]
        self._depth[id(old)] = self._depth[id(steps)]
        return old


def _moved(step: Step, lines: int) -> Step:
    """A step that stands some lines further down, with all that is written in it."""
    line = step.line + lines
    if isinstance(step, Group):
        # The steps of a part stand where the part is written.
        inner = step.steps if step.part else tuple(_moved(one, lines) for one in step.steps)
        return replace(step, line=line, steps=inner)
    if isinstance(step, PoseStep) and step.between is not None:
        return replace(step, line=line, between=_moved(step.between, lines))
    return replace(step, line=line)
