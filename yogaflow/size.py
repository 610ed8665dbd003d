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

_REST_BREATH = Breath(4, 6)
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
    return Size(whole.segments, seconds, counter.worst_line())


@dataclass(frozen=True, slots=True)
class _Load:
    """Segments, and seconds as a function of the breath that comes from outside.

    Written so, one part needs counting once, whatever breath its users bring: `free` is the
    seconds when none is given (each pose then has its own), `fixed` plus the breath's phases
    times their counts when one is.
    """

    segments: int = 0
    free: float = 0.0
    fixed: float = 0.0
    inhales: float = 0.0
    exhales: float = 0.0
    pauses: float = 0.0

    def __add__(self, other: _Load) -> _Load:
        return _Load(
            self.segments + other.segments,
            self.free + other.free,
            self.fixed + other.fixed,
            self.inhales + other.inhales,
            self.exhales + other.exhales,
            self.pauses + other.pauses,
        )

    def times(self, count: int) -> _Load:
        return _Load(
            min(self.segments * count, _ENOUGH),
            min(self.free * count, _ENOUGH),
            min(self.fixed * count, _ENOUGH),
            min(self.inhales * count, _ENOUGH),
            min(self.exhales * count, _ENOUGH),
            min(self.pauses * count, _ENOUGH),
        )

    def seconds(self, breath: Breath | None) -> float:
        """Seconds, with the breath that comes from outside."""
        if breath is None:
            return self.free
        pauses = self.pauses * (breath.full + breath.empty)
        inout = self.inhales * breath.inhale + self.exhales * breath.exhale
        return self.fixed + inout + pauses

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
            for step in steps:
                known = (known + self.one(step, sided)).times(1)
            self._known[place] = known
        return known

    def one(self, step: Step, sided: bool) -> _Load:
        if isinstance(step, Group):
            return self.round(step, sided).times(step.repeat.high)
        if isinstance(step, PoseStep):
            return self._pose(step, sided)
        if isinstance(step, RestStep):
            return self._rest(step)
        if isinstance(step, MoveStep):
            return self._move(step)
        return _Load(1, *[2.0 + sum(map(len, step.text)) / 10] * 2)

    def round(self, group: Group, sided: bool) -> _Load:
        """One round of a group, on all its sides."""
        inner = self.total(group.steps, sided or bool(group.sides))
        return inner.within(group.breath).times(len(group.sides or (Side.RIGHT,)))

    def worst_line(self) -> int:
        """The line of the outermost step that makes the flow too large by coming round.

        Or of the largest step, where no single one does it.
        """
        steps, sided, breath, line = self._flow.steps, False, self._flow.breath, 1
        while steps:
            worst = max(steps, key=lambda step: self._weight(self.one(step, sided), breath))
            line = worst.line
            if not isinstance(worst, Group):
                break
            if self._weight(self.round(worst, sided), breath) <= 1.0:
                break
            steps, sided = worst.steps, sided or bool(worst.sides)
            breath = worst.breath or breath
        return line

    def _weight(self, load: _Load, breath: Breath | None) -> float:
        """1.0 is as much as a whole flow may have."""
        return max(load.segments / MAX_SEGMENTS, load.seconds(breath) / MAX_SECONDS)

    def _pose(self, step: PoseStep, sided: bool) -> _Load:
        pose = self._flow.poses.get(step.pose)
        has_sides = pose is not None and (
            bool(pose.sides) or any(o.sides for o in _on(pose, step.options))
        )
        sides = step.sides or ((Side.RIGHT,) if sided or not has_sides else tuple(Side))
        found = _Load()
        for side in sides:
            found += self._visit(step, pose, step.amounts[side])
        if step.between is not None:
            found += self.one(step.between, sided)
        return found.within(step.breath).times(step.sets)

    def _visit(self, step: PoseStep, pose: Pose | None, amount: Amount) -> _Load:
        way = step.transition or (pose.come_in if pose else Entrance(10.0))
        seconds = _way(way) + (0.0 if step.transition else _POSITION_SECONDS)
        phases = _phases(pose, step.options) if amount.unit is Unit.REPS else ()
        own = (pose.breath or KIND_BREATHS[pose.kind]) if pose else _REST_BREATH
        segments = (2 + amount.high if phases else 3) + step.wait
        if phases:
            count = amount.high
            ins = sum(phase.half is Half.INHALE for phase in phases) * count + _SETTLE
            outs = sum(phase.half is Half.EXHALE for phase in phases) * count + _SETTLE
            seconds += sum(phase.seconds or 0.0 for phase in phases) * count
            return _load(segments, seconds, own, ins, outs, max(ins, outs))
        return _staying(segments, seconds, own, amount, _SETTLE)

    def _rest(self, step: RestStep) -> _Load:
        pose = self._flow.poses.get(step.pose) if step.pose else None
        way = step.transition or (pose.come_in if pose else Entrance(10.0))
        own = (pose.breath or KIND_BREATHS[pose.kind]) if pose else _REST_BREATH
        segments = 2 + step.wait
        found = _staying(segments, _way(way) + _POSITION_SECONDS, own, step.amount, 0)
        return found.within(step.breath)

    def _move(self, step: MoveStep) -> _Load:
        # The other half may have to be inserted before it, still.
        pose = self._flow.poses.get(step.pose) if step.pose else None
        own = (pose.breath or KIND_BREATHS[pose.kind]) if pose else _REST_BREATH
        return _load(2, 0.0, own, 1, 1, 1).within(step.breath)


def _staying(segments: int, seconds: float, own: Breath, amount: Amount, settle: int) -> _Load:
    breaths = settle
    if amount.unit is Unit.SECONDS:
        seconds += amount.high
    else:
        breaths += amount.high
    return _load(segments, seconds, own, breaths, breaths, breaths)


def _load(
    segments: int, seconds: float, own: Breath, ins: float, outs: float, pauses: float
) -> _Load:
    free = seconds + ins * own.inhale + outs * own.exhale + pauses * (own.full + own.empty)
    return _Load(segments, free, seconds, ins, outs, pauses)


def _way(way: Entrance) -> float:
    # A slow voice says some ten characters in a second.
    return max(way.seconds, sum(len(words.text) for words in way.say) / 10)


def _on(pose: Pose, options: tuple[str, ...]) -> list[Option]:
    return [pose.options[name] for name in options if name in pose.options]


def _phases(pose: Pose | None, options: tuple[str, ...]) -> tuple[Phase, ...]:
    if pose is None:
        return ()
    for option in _on(pose, options):
        if option.rep:
            return option.rep
    return pose.rep
