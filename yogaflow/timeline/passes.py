"""What playing a written step once took: its visits with their seconds and breaths, and what is
left to the next step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from yogaflow.model import Side, Step, Unit
from yogaflow.timeline.timeline import EntryKey, SegmentKind, VisitKey
from yogaflow.timeline.visit import Body


class Place:
    """Where the body is between two steps, and whether a half breath joins what was before."""

    __slots__ = ("_body", "joins")

    def __init__(self, body: Body, joins: bool) -> None:
        self._body = body
        self.joins = joins

    def body(self) -> Body:
        """A body that is there."""
        b = self._body
        return Body(b.position, b.pose, b.side, b.options, b.half, b.half_breath, b.moving)


@dataclass(frozen=True, slots=True)
class Taken:
    """One visit of a pass. `key` and `entry` continue those of the step.

    `seconds` has the length of each segment; `amount` is what is counted, 0 for nothing.
    """

    key: VisitKey
    entry: EntryKey
    kind: SegmentKind
    pose: str | None
    side: Side | None
    options: tuple[str, ...]
    unit: Unit | None
    amount: int
    seconds: tuple[float, ...]
    breaths: int


Spoken = frozenset[tuple[EntryKey, Side | None]]
"""The visits of a step that have been: its entries (continued) with their sides."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What playing a written step once took, and what it left.

    `before` has the seconds of segments that still belong to the visit before it, and
    `breaths_before` their breaths. `seconds` has those of all segments, these included, and so
    have `breaths`, `right` and `left`, the breaths on a side.
    `introduced` are the poses that came for the first time, each with its entry (continued).
    """

    before: tuple[float, ...]
    breaths_before: int
    visits: tuple[Taken, ...]
    seconds: tuple[float, ...]
    breaths: int
    right: int
    left: int
    place: Place
    spoken: Spoken
    introduced: tuple[tuple[str, EntryKey], ...]
    scope_side: Side | None
    last_round: tuple[bool, bool]


class Part(NamedTuple):
    """A pass in a step of the flow itself; `entry` and `key` continue those of that step."""

    entry: EntryKey
    key: VisitKey
    taken: Pass


class Mark(NamedTuple):
    """A written entry in a step of the flow itself, as far as it is played.

    `entry` continues that of the step. `first` counts the segments before it from the step's
    first; `seconds` are those of all its visits.
    """

    entry: EntryKey
    first: int
    seconds: float
    sides: tuple[Side, ...]


class Whole:
    """A step of the flow itself, with all that is in it, once played.

    `before` has the seconds of what still belongs to the visit before it, `seconds` those of all
    segments. `introduced` are the poses that came for the first time.
    """

    __slots__ = (
        "_marks",
        "before",
        "breaths",
        "introduced",
        "left",
        "parts",
        "place",
        "right",
        "seconds",
    )

    def __init__(self, parts: tuple[Part, ...], place: Place) -> None:
        self.parts = parts
        self.place = place
        passes = [part.taken for part in parts]
        self.before = passes[0].before if passes else ()
        self.seconds = tuple(chain.from_iterable(one.seconds for one in passes))
        self.breaths = sum(one.breaths for one in passes)
        self.right = sum(one.right for one in passes)
        self.left = sum(one.left for one in passes)
        self.introduced = tuple(pose for one in passes for pose, _ in one.introduced)
        self._marks: tuple[Mark, ...] | None = None

    def marks(self) -> tuple[Mark, ...]:
        """Every entry that is played, groups included, in the order they come."""
        if self._marks is None:
            self._marks = tuple(_marks(self.parts))
        return self._marks


class Run(NamedTuple):
    """The steps of a flow as they were measured last."""

    steps: tuple[Step, ...]
    wholes: list[Whole]


def _marks(parts: Iterable[Part]) -> Iterator[Mark]:
    firsts: dict[EntryKey, int] = {}
    seconds: dict[EntryKey, float] = {}
    sides: dict[EntryKey, dict[Side, None]] = {}
    at = 0
    last: EntryKey | None = None
    for entry, _, taken in parts:
        if last is not None:
            _add(seconds, last, sum(taken.before))
        for above in range(len(entry) + 1):
            firsts.setdefault(entry[:above], at + len(taken.before))
        for visit in taken.visits:
            _add(seconds, entry, sum(visit.seconds))
            # What is played between two sets is none of the pose's own sides.
            if visit.side is not None and not visit.entry:
                sides.setdefault(entry, {})[visit.side] = None
        at += len(taken.seconds)
        last = entry
    for entry, first in firsts.items():
        yield Mark(entry, first, seconds[entry], tuple(sides.get(entry, ())))


def _add(seconds: dict[EntryKey, float], entry: EntryKey, more: float) -> None:
    """Add to an entry and to the groups around it."""
    for above in range(len(entry) + 1):
        seconds[entry[:above]] = seconds.get(entry[:above], 0.0) + more
