"""What the text means: the steps with sides, amounts and running time, the marked one lit."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from yogaflow.editing.reading import Item
from yogaflow.timeline.outline import clock_text
from yogaflow.tui.labels import MARKS
from yogaflow.tui.paint import Block, Row, Run, cut, fit, width_of
from yogaflow.tui.widgets.menu import Menu

EMPTY = "No steps yet: a adds one."


ROOM = 34
"""Columns from which on a row has room for all that it says."""


class Outline(Menu[Item]):
    """Shows items. The mark is the step that the cursor of the text is in, so it always shows."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__((), self._picture_of, empty=EMPTY, id=id)
        self.always_marked = True
        self._last = -1

    def show(self, items: Sequence[Item], index: int | None = None) -> None:
        """Take other items, and mark one."""
        if index is not None and not self.has_focus:
            self._last = -1
        super().show(items, index)

    def on_blur(self) -> None:
        """Only one is marked from here on."""
        self._last = -1
        super().on_blur()

    @property
    def run(self) -> tuple[int, int]:
        """The first and the last of the items that are marked together."""
        other = self.index if self._last < 0 else self._last
        return min(self.index, other), max(self.index, other)

    def extend(self, by: int) -> None:
        """Mark one more below (1) or above (-1)."""
        if self._last < 0:
            self._last = self.index
        anchor = self._last
        self.action_move(by)
        self._last = anchor
        self.repaint()

    def alone(self) -> None:
        """Mark one item from here on."""
        self._last = -1

    def action_move(self, by: int) -> None:
        """Mark another item, alone."""
        self.alone()
        super().action_move(by)

    def _picture_of(self, item: Item, width: int, marked: bool) -> Block:
        # Items are compared by identity: two steps may say the same.
        first, last = self.run
        in_run = first != last and any(item is one for one in self.items[first : last + 1])
        return item_row(item, width, marked=marked or in_run, strong=self.has_focus)


def item_row(item: Item, width: int, *, marked: bool, strong: bool) -> Block:
    """A step in one row: when, what, sides, how long. Where that is too much, the name stays: when
    goes first, then how long."""
    mark: Run = ("▌", "in" if strong else "quiet") if marked else (" ", "ink")
    when = "" if item.start is None else clock_text(item.start)
    head: Row = (mark, (f"{when:>6} ", "quiet")) if width >= ROOM else (mark,)
    head = (*head, ("  " * min(item.level, 6), "ink"))
    arrows = "".join(MARKS[side] for side in item.sides)
    tail: Row = ((f" {arrows}", "side"),) if arrows else ()
    amount: Row = ((f"  {item.amount}", "quiet"),) if item.amount else ()
    named = width_of(head) + cell_len(item.name) + width_of(tail)
    if width >= ROOM or named + width_of(amount) <= width:
        tail = (*tail, *amount)
    space = max(5, width - width_of(head) - width_of(tail) - 1)
    paint = {"group": "out", "use": "out", "say": "quiet", "rest": "ink"}.get(item.kind, "ink")
    name: Row = ((cut(item.name, space), paint + "!" if marked else paint),)
    return [(*fit((*head, *name), width - width_of(tail)), *tail)]
