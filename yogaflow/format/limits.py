"""How many segments a flow grows to, before anything is expanded. Pure.

Parts that are used many times are counted once, so that forty parts, each using the one before
twice, cost forty additions. An upper estimate, for refusing what nobody practises. How long a flow
lasts only the compiler knows; it refuses one that is longer than a day.
"""

from __future__ import annotations

from yogaflow.model import (
    MAX_SEGMENTS,
    Counts,
    Flow,
    Group,
    Half,
    MoveStep,
    PoseStep,
    RestStep,
    Side,
    Step,
    Unit,
)

_ENOUGH = 10**15
"""Beyond this all counts are the same."""


def most_segments(flow: Flow) -> int:
    """Segments of a flow at the high end of its ranges, at most."""
    return _Counter(flow).total(flow.steps, sided=False)


def largest_line(flow: Flow) -> int:
    """The line of the innermost step or group that has too many segments by itself.

    Of the largest step of the flow, where no single one has.
    """
    counter = _Counter(flow)
    steps, sided, line = flow.steps, False, 1
    while steps:
        worst = max(steps, key=lambda step: counter.one(step, sided))
        line = worst.line
        if not isinstance(worst, Group) or counter.round(worst, sided) <= MAX_SEGMENTS:
            break
        steps, sided = worst.steps, sided or bool(worst.sides)
    return line


class _Counter:
    def __init__(self, flow: Flow) -> None:
        self._poses = flow.poses
        self._known: dict[tuple[int, bool], int] = {}

    def total(self, steps: tuple[Step, ...], sided: bool) -> int:
        """The segments of some steps; `sided` when a group around them names sides."""
        place = (id(steps), sided)
        if place not in self._known:
            found = sum(self.one(step, sided) for step in steps)
            # Half a breath that lacks the other half beside it gets one, still.
            found += sum(_is_alone(steps, index) for index in range(len(steps)))
            self._known[place] = min(found, _ENOUGH)
        return self._known[place]

    def one(self, step: Step, sided: bool) -> int:
        """The segments of a step, each time it comes."""
        if isinstance(step, Group):
            return min(step.repeat.high * self.round(step, sided), _ENOUGH)
        if isinstance(step, PoseStep):
            return self._pose(step, sided)
        return 2 + step.wait if isinstance(step, RestStep) else 1

    def round(self, group: Group, sided: bool) -> int:
        """The segments of one round of a group, on all its sides."""
        inner = self.total(group.steps, sided or bool(group.sides))
        return len(group.sides or (Side.RIGHT,)) * inner + bool(group.every)

    def _pose(self, step: PoseStep, sided: bool) -> int:
        pose = self._poses.get(step.pose)
        options = [pose.options[key] for key in step.options if key in pose.options] if pose else []
        has_sides = pose is not None and (bool(pose.sides) or any(one.sides for one in options))
        times = len(step.sides) if step.sides else 2 if has_sides and not sided else 1
        amount = max(step.amounts.values(), key=lambda amount: amount.high)
        # The way in and the settling breath; then the hold, or each repetition.
        visit = 2 + (amount.high if amount.unit is Unit.REPS else 1) + step.wait
        between = 0 if step.between is None else self.one(step.between, sided)
        twice = step.alternate and pose is not None and pose.counts is Counts.PAIR
        return step.sets * ((1 + twice) * times * visit + between + bool(step.every))


def _is_alone(steps: tuple[Step, ...], index: int) -> bool:
    """Whether a movement lacks its other half beside it."""
    step = steps[index]
    if not isinstance(step, MoveStep):
        return False
    beside = index + 1 if step.half is Half.INHALE else index - 1
    other = steps[beside] if 0 <= beside < len(steps) else None
    return not (isinstance(other, MoveStep) and other.half is step.half.other)
