"""What a whole pasted list turns into: steps, groups of steps, and notes to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from yogaflow.importing.line.steps import QuickStep
from yogaflow.model import Side


@dataclass(frozen=True, slots=True)
class QuickNote:
    """A line that is kept as a comment. `line` is its 1-based line, 0 for none."""

    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class QuickGroup:
    """Items that belong together; `repeat` is written as in the format: `3`, `2-3` or ""."""

    items: tuple[QuickItem, ...]
    title: str = ""
    sides: tuple[Side, ...] = ()
    repeat: str = ""
    line: int = field(default=0, compare=False)


QuickItem = QuickStep | QuickGroup | QuickNote


def steps_in(items: Iterable[QuickItem]) -> Iterator[QuickStep]:
    """Every step of some items, however deep."""
    for item in items:
        if isinstance(item, QuickGroup):
            yield from steps_in(item.items)
        elif isinstance(item, QuickStep):
            yield item
