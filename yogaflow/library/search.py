"""Which flows of a library are shown, and in which order. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from yogaflow.library.summary import POSITION, PROP, STRETCHES, WORKS, FlowSummary, Marks, by_title

if TYPE_CHECKING:
    from datetime import datetime

WITHIN = (10, 20, 30, 60)
"""Minutes that a flow can be asked to stay below."""

AT_HAND = "mat"
"""The prop that is no reason to leave a flow out."""


class Order(StrEnum):
    """What flows are sorted by."""

    TITLE = "title"
    PRACTISED = "practised"
    LENGTH = "length"
    FAVOURITES = "favourites"


class Ownership(StrEnum):
    """Which flows are shown, before anything else is asked of them."""

    ALL = "all"
    FAVOURITES = "favourites"
    YOURS = "yours"


@dataclass(frozen=True, slots=True)
class FlowFilter:
    """What is asked of flows; "" and 0 ask nothing.

    `within` is minutes, at the low end of a flow's ranges. `position`, `works` and `stretches`
    must occur in it, `kind` is what most of its time is spent in. `bare` flows need nothing but
    a mat.
    """

    whose: Ownership = Ownership.ALL
    kind: str = ""
    position: str = ""
    works: str = ""
    stretches: str = ""
    within: int = 0
    bare: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """What is asked, in short: "stretch", "under 20 min"."""
        parts = (
            "" if self.whose is Ownership.ALL else self.whose.value,
            self.kind,
            self.position,
            self.works and f"works {self.works}",
            self.stretches and f"stretches {self.stretches}",
            f"under {self.within} min" if self.within else "",
            "no props" if self.bare else "",
        )
        return tuple(part for part in parts if part)


class FlowSearch:
    """Flows in an order, to be sifted again and again."""

    def __init__(
        self, flows: Sequence[FlowSummary], marks: Marks, favourites: Collection[str] = frozenset()
    ) -> None:
        """`favourites` are keys of flows."""
        self.flows = flows
        self._marks = marks
        self._favourites = favourites
        self._texts: list[str] = []
        self._sieve: FlowFilter | None = None
        self._found: dict[str, Sequence[int]] = {}
        """What was found by the sieve there was last, by query."""

    def prepare(self) -> None:
        """Make ready to search: done by the first search, sooner where that must be quick."""
        if not self._texts:
            self._texts = [_text(one) for one in self.flows]

    def found(self, query: str = "", sieve: FlowFilter | None = None) -> list[FlowSummary]:
        """The flows that pass the sieve and have every word of the query somewhere.

        Words are looked for in title, key, what it is about, its kind, and the names of its
        poses. Those come first that have them in the title, and of these the ones that begin
        with them. A flow that cannot be played passes only a sieve that asks nothing of it.
        """
        if sieve != self._sieve:
            self._sieve, self._found = sieve, {}
        places = self._found.get(query)
        if places is None:
            places = self._search(query, self._nearest(query, sieve))
            self._found[query] = places
        flows = [self.flows[place] for place in places]
        return sorted(flows, key=_by_title_of(query)) if query.strip() else flows

    def _nearest(self, query: str, sieve: FlowFilter | None) -> Sequence[int]:
        """Where to look for a query: who types on finds no more than was found before."""
        shorter = [known for known in self._found if query.startswith(known)]
        if shorter:
            return self._found[max(shorter, key=len)]
        places: Sequence[int] = range(len(self.flows))
        for test in self._tests(sieve) if sieve is not None else ():
            places = [place for place in places if test(self.flows[place])]
        return places

    def _search(self, query: str, places: Sequence[int]) -> Sequence[int]:
        words = query.lower().split()
        if words:
            self.prepare()
        texts, flows = self._texts, self.flows
        for word in words:
            poses = self._marks.saying(word)
            if not poses:
                places = [place for place in places if word in texts[place]]
                continue
            # A flow's letters are run through by the engine of `re`, not one by one.
            has = re.compile(f"[{re.escape(''.join(poses))}]").search
            places = [place for place in places if word in texts[place] or has(flows[place].marks)]
        return places

    def _tests(self, sieve: FlowFilter) -> list[Callable[[FlowSummary], bool]]:
        marks = self._marks
        tests: list[Callable[[FlowSummary], bool]] = []
        if sieve.whose is Ownership.FAVOURITES:
            tests.append(lambda one: one.key in self._favourites)
        if sieve.whose is Ownership.YOURS:
            tests.append(lambda one: one.own)
        if sieve.kind:
            tests.append(lambda one: one.kind == sieve.kind)
        if sieve.within:
            most = sieve.within * 60.0
            tests.append(lambda one: one.seconds[0] < most and not one.problems)
        for about, name in (
            (POSITION, sieve.position),
            (WORKS, sieve.works),
            (STRETCHES, sieve.stretches),
        ):
            if name:
                tests.append(_has(marks.named(about, name)))
        if sieve.bare:
            needed = marks.named(PROP) - marks.named(PROP, AT_HAND)
            tests.append(lambda one: needed.isdisjoint(one.marks) and not one.problems)
        return tests


def _by_title_of(query: str) -> Callable[[FlowSummary], tuple[int, bool]]:
    """What flows are sorted by, the best match by title first."""
    start = " " + " ".join(query.lower().split())
    words = [f" {word}" for word in start.split()]

    def key(one: FlowSummary) -> tuple[int, bool]:
        title = f" {one.title.lower()}"
        return -sum(word in title for word in words), not title.startswith(start)

    return key


def _has(letters: frozenset[str]) -> Callable[[FlowSummary], bool]:
    return lambda one: not letters.isdisjoint(one.marks)


def _text(one: FlowSummary) -> str:
    return f"{one.title}\n{one.key}\n{one.about}\n{one.kind}".lower()


def ordered(
    flows: Sequence[FlowSummary],
    order: Order,
    favourites: Collection[str] = frozenset(),
    practised: Mapping[str, datetime] | None = None,
) -> list[FlowSummary]:
    """Flows in an order; those that are alike in it, by title.

    `favourites` are keys of flows; `practised` has the time of the last practice by key: the
    latest comes first, what was never practised last. Flows that cannot be played have no
    length: they come last.
    """
    flows = by_title(flows)
    if order is Order.FAVOURITES:
        return sorted(flows, key=lambda one: one.key not in favourites)
    if order is Order.PRACTISED:
        times = {key: time.timestamp() for key, time in (practised or {}).items()}
        return sorted(flows, key=lambda one: times.get(one.key, 0.0), reverse=True)
    if order is Order.LENGTH:
        return sorted(flows, key=lambda one: (bool(one.problems), one.seconds))
    return flows
