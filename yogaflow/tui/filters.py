"""What a library can be asked for, and what each turn of a question changes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from yogaflow.library.search import WITHIN, FlowFilter, Ownership
from yogaflow.library.summary import ABOUTS, POSITION, STRETCHES, WORKS, FlowSummary, Marks
from yogaflow.model import PoseKind, Position
from yogaflow.tui.choice_rows import Choice

ANY = "any"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Offer:
    """What occurs in the flows there are: only that can be asked for."""

    kinds: tuple[str, ...]
    positions: tuple[str, ...]
    works: tuple[str, ...]
    stretches: tuple[str, ...]


def offer_of(flows: Sequence[FlowSummary], marks: Marks) -> Offer:
    """What can be asked of these flows, whose marks these are."""
    kinds = {one.kind for one in flows}
    names: dict[str, set[str]] = {about: set() for about in ABOUTS}
    for mark in marks.known:
        names[mark.about].add(mark.name)
    return Offer(
        tuple(kind.value for kind in PoseKind if kind.value in kinds),
        tuple(place.value for place in Position if place.value in names[POSITION]),
        tuple(sorted(names[WORKS])),
        tuple(sorted(names[STRETCHES])),
    )


def questions(sieve: FlowFilter) -> list[Choice]:
    """The lines of the panel."""
    return [
        Choice("whose", "Flows", sieve.whose.value),
        Choice("kind", "Kind", sieve.kind or ANY),
        Choice("position", "Position", sieve.position or ANY),
        Choice("works", "Works", sieve.works or ANY),
        Choice("stretches", "Stretches", sieve.stretches or ANY),
        Choice("within", "Length", f"under {sieve.within} min" if sieve.within else ANY),
        Choice("bare", "Props", "none needed" if sieve.bare else ANY),
    ]


def turned_sieve(sieve: FlowFilter, name: str, by: int, offer: Offer) -> FlowFilter:
    """The sieve after one of its questions is turned on (1) or back (-1), round and round."""
    match name:
        case "whose":
            return replace(sieve, whose=_turn(tuple(Ownership), sieve.whose, by))
        case "kind":
            return replace(sieve, kind=_turn(("", *offer.kinds), sieve.kind, by))
        case "position":
            return replace(sieve, position=_turn(("", *offer.positions), sieve.position, by))
        case "works":
            return replace(sieve, works=_turn(("", *offer.works), sieve.works, by))
        case "stretches":
            return replace(sieve, stretches=_turn(("", *offer.stretches), sieve.stretches, by))
        case "within":
            return replace(sieve, within=_turn((0, *WITHIN), sieve.within, by))
        case _:
            return replace(sieve, bare=not sieve.bare)


def _turn(values: Sequence[T], value: T, by: int) -> T:
    """The value beside this one; from the last one on to the first."""
    index = values.index(value) if value in values else 0
    return values[(index + by) % len(values)]
