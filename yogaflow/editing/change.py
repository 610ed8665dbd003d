"""A change of a text: one stretch of it replaced by another. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """`text[start:end]` becomes `new`; places are in characters of the text before."""

    start: int
    end: int
    new: str

    def apply(self, text: str) -> str:
        """The text after the change."""
        return text[: self.start] + self.new + text[self.end :]


def combined(text: str, changes: Iterable[Change]) -> Change:
    """Several changes of one text as one, over the stretch from the first to the last.

    They must not overlap; of two at one place the first goes before the second.
    """
    ordered = sorted(changes, key=lambda change: (change.start, change.end))
    start, end = ordered[0].start, max(change.end for change in ordered)
    pieces, at = [], start
    for change in ordered:
        assert change.start >= at, "two changes at one place"
        pieces += [text[at : change.start], change.new]
        at = change.end
    return Change(start, end, "".join([*pieces, text[at:end]]))


def trimmed(text: str, change: Change) -> Change:
    """The same change without what it leaves as it was at its beginning and its end."""
    old, new = text[change.start : change.end], change.new
    most = min(len(old), len(new))
    head = _longest(most, lambda n: old[:n] == new[:n])
    tail = _longest(most - head, lambda n: old[len(old) - n :] == new[len(new) - n :])
    return Change(change.start + head, change.end - tail, new[head : len(new) - tail])


def changed(before: str, after: str) -> Change:
    """The smallest change that makes `after` of `before`; quick for large texts."""
    return trimmed(before, Change(0, len(before), after))


def _longest(most: int, is_same: Callable[[int], bool]) -> int:
    """The largest number of at most `most` for which it is so; it is so for all smaller ones."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if is_same(middle):
            low = middle
        else:
            high = middle - 1
    return low
