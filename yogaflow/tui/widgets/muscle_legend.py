"""The lit muscles in words: which they are, on which side, and what happens to them."""

from __future__ import annotations

from yogaflow.figure.rig import LitMuscle
from yogaflow.model import Side, Work
from yogaflow.tui.paint import Block, Painted, Row, shortened, wrap

_MARKS = {Work.WORKS: "■", Work.STRETCHES: "▒", Work.RELEASES: "░"}
"""Beside the colour: full for what works, shaded for what is stretched, faint for what is released,
as on the figure."""


class MuscleLegend(Painted):
    """Names the muscles that a figure lights: a row for each thing that happens to some."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lit: tuple[LitMuscle, ...] = ()

    def show(self, lit: tuple[LitMuscle, ...]) -> None:
        """Take other muscles."""
        if lit != self._lit:
            self._lit = lit
            self.repaint()

    def draw(self, width: int, height: int) -> Block:
        """Their names, whole where there are the rows for them."""
        rows = self.rows(width)
        if len(rows) > height:
            rows = [shortened(row, width) for row in lit_rows(self._lit)]
        return rows[:height]

    def rows(self, width: int) -> Block:
        """All the names in so many columns."""
        found: Block = []
        for (head, paint), (names, ink) in lit_rows(self._lit):
            first, *rest = wrap(names, width - len(head)) or [""]
            found.append(((head, paint), (first, ink)))
            found += [((" " * len(head) + line, ink),) for line in rest]
        return found


def lit_rows(lit: tuple[LitMuscle, ...]) -> list[Row]:
    """A row each for the muscles that work, that are stretched and that are released."""
    rows: list[Row] = []
    for work in Work:
        names = _names([one for one in lit if one.work is work])
        if names:
            paint = work.value
            rows.append(((f"{_MARKS[work]} {work}  ", paint), (", ".join(names), "ink")))
    return rows


def _names(lit: list[LitMuscle]) -> list[str]:
    """Each muscle once, with its side where it is one side's alone; the same side is said once."""
    sides: dict[str, list[Side]] = {}
    for one in lit:
        sides.setdefault(one.name, []).append(one.side)
    named: list[str] = []
    said: Side | None = None
    for name, which in sides.items():
        side = which[0] if len(set(which)) == 1 else None
        named.append(f"{side} {name}" if side is not None and side is not said else name)
        said = side
    return named
