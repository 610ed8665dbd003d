"""How large a flow gets, before anything is expanded.

Bounded arithmetic on the steps as written: parts that are used many times are counted once, so
that forty parts, each using the one before twice, cost forty additions. An upper estimate, meant
for refusing what nobody practises; how long a flow really takes, the timeline knows.
"""

from __future__ import annotations

from dataclasses import dataclass

from yogaflow.model import (
    KIND_BREATHS,
    MAX_SECONDS,
    MAX_SEGMENTS,
    Amount,
    Breath,
    Entrance,
    Flow,
    Group,
    Half,
    MoveStep,
    Option,
    Phase,
    Pose,
    PoseKind,
    PoseStep,
    RestStep,
    Side,
    Step,
    Unit,
)

_ENOUGH = 10**15
"""Beyond this all sizes are the same, and floats stay exact."""

_SETTLE = 1
"""The settling breath of a visit."""

_WAY = Entrance(10.0)
_LETTERS = 10
"""Characters a slow voice says in a second."""

_POSITION_SECONDS = 15.0
"""The most that getting from one position to another adds to a way in."""


@dataclass(frozen=True, slots=True)
class Size:
    """Segments and seconds of a whole flow at the high end of its ranges, both upper estimates.

    `line` is the line of the step or group that makes it so large.
    """

    segments: int
    seconds: float
    line: int

    @property
    def too_large(self) -> bool:
        """Whether no timeline may be made of it."""
        return self.segments > MAX_SEGMENTS or self.seconds > MAX_SECONDS


def flow_size(flow: Flow) -> Size:
    """The size of a flow, seconds and segments, and the line that is to blame for it."""
    counter = _Counter(flow)
    whole = counter.total(flow.steps, False)
    seconds = whole.seconds(flow.breath)
    small = whole.segments <= MAX_SEGMENTS and seconds <= MAX_SECONDS
    line = flow.steps[0].line if flow.steps else 1
    return Size(whole.segments, seconds, line if small else counter.worst_line())


class _Load:
    """Segments, and seconds as a function of the breath that comes from outside.

    Written so, one part needs counting once, whatever breath its users bring: `free` is the
    seconds when none is given (each pose then has its own), `fixed` plus the breath's phases
    times their counts when one is. A plain class: a long flow makes thousands.
    """

    __slots__ = ("exhales", "fixed", "free", "inhales", "pauses", "segments")

    def __init__(self, segments: int = 0, free: float = 0.0, fixed: float = 0.0) -> None:
        self.segments = segments
        self.free = free
        self.fixed = fixed
        self.inhales = 0.0
        self.exhales = 0.0
        self.pauses = 0.0

    def add(self, other: _Load, count: int = 1) -> None:
        """Add another load so many times; beyond `_ENOUGH` everything is the same."""
        self.segments = min(self.segments + other.segments * count, _ENOUGH)
        self.free = min(self.free + other.free * count, _ENOUGH)
        self.fixed = min(self.fixed + other.fixed * count, _ENOUGH)
        self.inhales = min(self.inhales + other.inhales * count, _ENOUGH)
        self.exhales = min(self.exhales + other.exhales * count, _ENOUGH)
        self.pauses = min(self.pauses + other.pauses * count, _ENOUGH)

    def seconds(self, breath: Breath | None) -> float:
        """Seconds, with the breath that comes from outside."""
        if breath is None:
            return self.free
        pauses = self.pauses * (breath.full + breath.empty)
        return self.fixed + self.inhales * breath.inhale + self.exhales * breath.exhale + pauses

    def within(self, breath: Breath | None) -> _Load:
        """The same, once the breath is settled here."""
        if breath is None:
            return self
        seconds = self.seconds(breath)
        return _Load(self.segments, seconds, seconds)


class _Counter:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._known: dict[tuple[int, bool], _Load] = {}

    def total(self, steps: tuple[Step, ...], sided: bool) -> _Load:
        """The load of some steps; `sided` when a group around them names sides."""
        place = (id(steps), sided)
        known = self._known.get(place)
        if known is None:
            known = _Load()
            for index, step in enumerate(steps):
                if isinstance(step, MoveStep):
                    known.add(self._move(step, _is_alone(steps, index)))
                else:
                    known.add(*self.one(step, sided))
            self._known[place] = known
        return known

    def one(self, step: Step, sided: bool) -> tuple[_Load, int]:
        """The load of a step, and how many times it comes."""
        if isinstance(step, PoseStep):
            return self._pose(step, sided)
        if isinstance(step, MoveStep):
            return self._move(step, alone=True), 1
        if isinstance(step, Group):
            return self.round(step, sided), step.repeat.high
        if isinstance(step, RestStep):
            return self._rest(step), 1
        seconds = 2.0 + sum(map(len, step.text)) / _LETTERS
        return _Load(1, seconds, seconds), 1

    def round(self, group: Group, sided: bool) -> _Load:
        """One round of a group, on all its sides."""
        found = _Load()
        inner = self.total(group.steps, sided or bool(group.sides))
        found.add(inner.within(group.breath), len(group.sides or (Side.RIGHT,)))
        return found

    def worst_line(self) -> int:
        """The line of the innermost step or group that is too large in itself.

        Or of the largest step, where no single one is.
        """
        steps, sided, breath, line = self._flow.steps, False, self._flow.breath, 1
        while steps:
            weights = [self._weight(*self.one(step, sided), breath) for step in steps]
            worst = steps[weights.index(max(weights))]
            line = worst.line
            if not isinstance(worst, Group):
                break
            if self._weight(self.round(worst, sided), 1, breath) <= 1.0:
                break
            steps, sided = worst.steps, sided or bool(worst.sides)
            breath = worst.breath or breath
        return line

    def _weight(self, load: _Load, count: int, breath: Breath | None) -> float:
        """1.0 is as much as a whole flow may have."""
        share = max(load.segments / MAX_SEGMENTS, load.seconds(breath) / MAX_SECONDS)
        return share * count

    def _pose(self, step: PoseStep, sided: bool) -> tuple[_Load, int]:
        pose = self._flow.poses.get(step.pose)
        has_sides = pose is not None and (
            bool(pose.sides) or any(option.sides for option in _on(pose, step.options))
        )
        right, left = step.amounts[Side.RIGHT], step.amounts[Side.LEFT]
        amount = right if right.high >= left.high else left
        found = self._visit(step, pose, amount).within(step.breath)
        times = len(step.sides) if step.sides else 2 if has_sides and not sided else 1
        if step.between is None:
            return found, times * step.sets
        both = _Load()
        both.add(found, times)
        both.add(*self.one(step.between, sided))
        return both, step.sets

    def _visit(self, step: PoseStep, pose: Pose | None, amount: Amount) -> _Load:
        way = step.transition or (pose.come_in if pose else _WAY)
        seconds = _way(way) + (0.0 if step.transition else _POSITION_SECONDS)
        phases = _phases(pose, step.options) if amount.unit is Unit.REPS else ()
        if not phases:
            return _staying(3 + step.wait, seconds, _own_breath(pose), amount, _SETTLE)
        count = amount.high
        ins = sum(phase.half is Half.INHALE for phase in phases) * count + _SETTLE
        outs = sum(phase.half is Half.EXHALE for phase in phases) * count + _SETTLE
        seconds += sum(phase.seconds or 0.0 for phase in phases) * count
        return _load(2 + count + step.wait, seconds, _own_breath(pose), ins, outs)

    def _rest(self, step: RestStep) -> _Load:
        pose = self._flow.poses.get(step.pose) if step.pose else None
        way = step.transition or (pose.come_in if pose else _WAY)
        seconds = _way(way) + _POSITION_SECONDS
        found = _staying(2 + step.wait, seconds, _own_breath(pose), step.amount, 0)
        return found.within(step.breath)

    def _move(self, step: MoveStep, alone: bool) -> _Load:
        pose = self._flow.poses.get(step.pose) if step.pose else None
        ins = step.half is Half.INHALE or alone
        outs = step.half is Half.EXHALE or alone
        return _load(ins + outs, 0.0, _own_breath(pose), ins, outs).within(step.breath)


def _is_alone(steps: tuple[Step, ...], index: int) -> bool:
    """Whether a movement lacks its other half beside it, so that one is inserted, still."""
    step = steps[index]
    assert isinstance(step, MoveStep)
    beside = index + 1 if step.half is Half.INHALE else index - 1
    other = steps[beside] if 0 <= beside < len(steps) else None
    return not (isinstance(other, MoveStep) and other.half is step.half.other)


def _staying(segments: int, seconds: float, own: Breath, amount: Amount, settle: int) -> _Load:
    breaths = settle
    if amount.unit is Unit.SECONDS:
        seconds += amount.high
    else:
        breaths += amount.high
    return _load(segments, seconds, own, breaths, breaths)


def _load(segments: int, seconds: float, own: Breath, ins: float, outs: float) -> _Load:
    found = _Load(segments, fixed=seconds)
    found.inhales, found.exhales, found.pauses = ins, outs, max(ins, outs)
    found.free = found.seconds(own)
    return found


def _own_breath(pose: Pose | None) -> Breath:
    if pose is None:
        return KIND_BREATHS[PoseKind.REST]
    return pose.breath or KIND_BREATHS[pose.kind]


def _way(way: Entrance) -> float:
    return max(way.seconds, sum([len(words.text) for words in way.say]) / _LETTERS)


def _on(pose: Pose, options: tuple[str, ...]) -> list[Option]:
    return [pose.options[name] for name in options if name in pose.options]


def _phases(pose: Pose | None, options: tuple[str, ...]) -> tuple[Phase, ...]:
    if pose is None:
        return ()
    for option in _on(pose, options):
        if option.rep:
            return option.rep
    return pose.rep
