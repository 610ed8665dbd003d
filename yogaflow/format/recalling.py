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

from yogaflow.format.limits import flow_size
from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence
from yogaflow.format.pose_source import PoseBook, PoseSource
from yogaflow.format.poses import read_pose_node
from yogaflow.format.problems import MAX_PROBLEMS, Report
from yogaflow.format.records import Fields
from yogaflow.format.steps import StepReader, Steps
from yogaflow.model import Breath, Flow, FormatError, Group, Pose, PoseStep, Problem, Step


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
        self.met: dict[str, Pose] = self.named
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
    that are named in it, in order. `sided` says that it has sides, `depth` how many groups are
    in each other.
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

    def size_in(self, flow: Flow) -> _Size:
        """How large the step is for itself in a flow."""
        if self.size is None or self.size.breath != flow.breath:
            self.size = _size(self.step, flow)
        return self.size


class RecallingReader(StepReader):
    """Reads steps, or finds on their nodes what was read there before.

    In another `world` the flow's own poses are others, and all is read again.
    """

    def __init__(self, book: NotingBook, report: PatientReport, world: object) -> None:
        super().__init__(book, report)
        self._noting = book
        self._patient = report
        self._world = world
        self._uses: dict[str, Steps] = {}
        self._lost = 0
        self._open: Mapping | None = None
        self._last: _Memo | None = None

    def read(self, node: Node) -> Steps:
        if not isinstance(node, Sequence) or not node.items:
            return super().read(node)
        found: list[Step] = []
        sided, depth = False, 0
        for item in node.items:
            step = self._step(item)
            memo = self._last
            if step is None:
                # What is broken may well have sides.
                sided = True
                continue
            found.append(step)
            if memo is None:
                sided = sided or self._has_sides(step)
                depth = max(depth, self._deep(step))
            else:
                sided = sided or memo.sided
                depth = max(depth, memo.depth)
        steps = self._same(node.memo, tuple(found))
        self._sided[id(steps)], self._depth[id(steps)] = sided, depth
        node.memo = steps
        return steps

    def group(self, node: Mapping) -> Group | None:
        if node is self._open:
            return super().group(node)
        # A part that is written as a group.
        step = self._recall(node, super().group)
        return step if isinstance(step, Group) else None

    def wrap(self, group: Group) -> Steps:
        memo = self._last
        if memo is None:
            return super().wrap(group)
        steps = memo.wrapped = self._same(memo.wrapped, (group,))
        self._sided[id(steps)], self._depth[id(steps)] = memo.sided, memo.depth
        return steps

    def _step(self, node: Node) -> Step | None:
        if isinstance(node, Mapping):
            return self._recall(node, self._form)
        self._lost += 1
        self._last = None
        return super()._step(node)

    def _use(self, fields: Fields) -> Group | None:
        group = super()._use(fields)
        if group is not None:
            self._uses[group.part] = group.steps
        return group

    def _recall(self, node: Mapping, read: Callable[[Mapping], Step | None]) -> Step | None:
        """The step of a mapping; its memo, if it has one, is the `_last`."""
        memo = node.memo
        if (
            not isinstance(memo, _Memo)
            or memo.world is not self._world
            or (memo.uses and not self._holds(memo))
        ):
            return self._read_anew(node, read)
        if memo.line != node.line:
            memo.step = _moved(memo.step, node.line - memo.line)
            memo.line = node.line
        book = self._noting
        book.named.update(memo.met)
        if book.met is not book.named:
            book.met.update(memo.met)
        if memo.uses:
            self._uses.update(memo.uses)
        self._last = memo
        return memo.step

    def _holds(self, memo: _Memo) -> bool:
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
        memo = None
        if step is None or (isinstance(step, Group) and not step.steps):
            self._lost += 1
        elif (count, lost) == (self._patient.count, self._lost):
            memo = _Memo(self._world, node.line, step, met, uses)
            memo.sided, memo.depth = self._has_sides(step), self._deep(step)
        node.memo = self._last = memo
        return step

    def _same(self, old: object, steps: Steps) -> Steps:
        """The tuple of last time where it has the same steps: whoever uses it has not changed."""
        if isinstance(old, tuple) and len(old) == len(steps) and all(map(is_, old, steps)):
            return old
        return steps


def sizes(node: Node, flow: Flow) -> tuple[int, float]:
    """How large the steps of a flow are, each for itself, added up: segments and seconds.

    `node` is that of the list that they have just been read from.
    """
    segments, seconds, at = 0, 0.0, 0
    steps = flow.steps
    for item in node.items if isinstance(node, Sequence) else ():
        memo = item.memo if isinstance(item, Mapping) else None
        if not isinstance(memo, _Memo):
            continue
        while steps[at] is not memo.step:
            # A step with a problem.
            more = _size(steps[at], flow)
            segments, seconds, at = segments + more.segments, seconds + more.seconds, at + 1
        more = memo.size_in(flow)
        segments, seconds, at = segments + more.segments, seconds + more.seconds, at + 1
    for step in steps[at:]:
        more = _size(step, flow)
        segments, seconds = segments + more.segments, seconds + more.seconds
    return segments, seconds


def _size(step: Step, flow: Flow) -> _Size:
    found = flow_size(replace(flow, steps=(step,)))
    return _Size(flow.breath, found.segments, found.seconds)


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
