"""A flow as it was measured: each visit, each written entry, and the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from typing import NamedTuple

from yogaflow.model import Flow, Group, PoseStep, Side, Step, Unit
from yogaflow.timeline.passes import Pass, Whole
from yogaflow.timeline.timeline import EntryKey, SegmentKind, VisitKey


@dataclass(frozen=True, slots=True)
class Measured:
    """One visit: when it begins and how long it lasts, seconds; its breaths that count.

    `unit` and `amount` say what is counted in it, None and 0 where nothing is.
    """

    key: VisitKey
    entry: EntryKey
    kind: SegmentKind
    pose: str | None
    side: Side | None
    options: tuple[str, ...]
    line: int
    start: float
    seconds: float
    breaths: int
    unit: Unit | None
    amount: int


class Played(NamedTuple):
    """A written entry, played once or often.

    `start` is when it begins for the first time, `seconds` all its visits together; for a pose,
    `sides` are those it is taken on, in their order.
    """

    start: float
    seconds: float
    sides: tuple[Side, ...]


class Stretch(NamedTuple):
    """What a step of the flow itself takes: from segment `at` on, which begins at `start`.

    `after` is what the step behind it adds to its last visit, seconds. Equal stretches of a step
    have the same entries played in them at the same times.
    """

    whole: Whole
    at: int
    start: float
    after: float


class Measure:
    """What a flow takes: `seconds` and counted `breaths`, `right` and `left` those on a side.

    The seconds include the countdown and the close, as those of a timeline do.
    """

    def __init__(self, flow: Flow, countdown: float, wholes: Sequence[Whole], close: Pass) -> None:
        self._flow = flow
        self._countdown = countdown
        self._wholes = wholes
        self._close = close
        self.breaths = sum([whole.breaths for whole in wholes]) + close.breaths
        self.right = sum([whole.right for whole in wholes]) + close.right
        self.left = sum([whole.left for whole in wholes]) + close.left
        lengths = chain(
            (countdown,) if countdown > 0 else (),
            chain.from_iterable([whole.seconds for whole in wholes]),
            close.seconds,
        )
        # Added up one by one, as the compiler does: the same to the last bit.
        self._starts = list(accumulate(lengths, initial=0.0))
        self.seconds = self._starts[-1]
        self.segments = len(self._starts) - 1

    def visits(self) -> tuple[Measured, ...]:
        """Every visit of the timeline, countdown and close included."""
        lengths: list[tuple[float, ...]] = []
        found = [self._no_step(SegmentKind.READY, (), 0)] if self._countdown > 0 else []
        lengths += [(self._countdown,) for _ in found]
        at = len(found)
        for entry, key, taken in self._passes():
            if taken.before:
                lengths[-1] += taken.before
                more = found[-1].breaths + taken.breaths_before
                found[-1] = replace(found[-1], breaths=more)
                at += len(taken.before)
            for visit in taken.visits:
                whole_entry = (*entry, *visit.entry)
                found.append(
                    Measured(
                        (*key, *visit.key),
                        whole_entry,
                        visit.kind,
                        visit.pose,
                        visit.side,
                        visit.options,
                        self._line(whole_entry),
                        self._starts[at],
                        0.0,
                        visit.breaths,
                        visit.unit,
                        visit.amount,
                    )
                )
                lengths.append(visit.seconds)
                at += len(visit.seconds)
        return tuple(
            replace(one, seconds=sum(seconds)) for one, seconds in zip(found, lengths, strict=True)
        )

    def stretches(self) -> list[Stretch]:
        """What each step of the flow itself takes, in their order."""
        found: list[Stretch] = []
        at = 1 if self._countdown > 0 else 0
        last = -1
        for whole in (*self._wholes, None):
            before = self._close.before if whole is None else whole.before
            if before and last >= 0:
                found[last] = found[last]._replace(after=sum(before))
            if whole is not None:
                if whole.parts:
                    last = len(found)
                found.append(Stretch(whole, at, self._starts[at], 0.0))
                at += len(whole.seconds)
        return found

    def played_in(self, stretch: Stretch) -> dict[EntryKey, Played]:
        """The entries of a step that are played, groups included; they continue its own."""
        whole, at, _, after = stretch
        found = {
            entry: Played(self._starts[at + first], seconds, sides)
            for entry, first, seconds, sides in whole.marks()
        }
        if after:
            last = whole.parts[-1].entry
            for depth in range(len(last) + 1):
                one = found[last[:depth]]
                found[last[:depth]] = one._replace(seconds=one.seconds + after)
        return found

    def played(self) -> dict[EntryKey, Played]:
        """The written entries that are played, groups included, each under its place."""
        return {
            (index, *entry): one
            for index, stretch in enumerate(self.stretches())
            for entry, one in self.played_in(stretch).items()
        }

    def _no_step(self, kind: SegmentKind, key: VisitKey, at: int) -> Measured:
        start = self._starts[at]
        return Measured(key, (), kind, None, None, (), 0, start, 0.0, 0, None, 0)

    def _passes(self) -> Iterator[tuple[EntryKey, VisitKey, Pass]]:
        for index, whole in enumerate(self._wholes):
            for entry, key, taken in whole.parts:
                yield (index, *entry), (index, *key), taken
        yield (), (), self._close

    def _line(self, entry: EntryKey) -> int:
        """The line of a written entry; 0 for none."""
        step: Step | None = None
        steps: Sequence[Step] = self._flow.steps
        for index in entry:
            if index < 0:
                assert isinstance(step, PoseStep)
                step = step.between
            else:
                step = steps[index]
            if isinstance(step, Group):
                steps = step.steps
        return step.line if step is not None else 0
