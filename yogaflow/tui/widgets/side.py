"""The side as a word, with the limb it names and an arrow at its own edge of the screen.

Three signs beside the colour: the word, the arrow, and the edge everything is pushed to.
"""

from __future__ import annotations

from yogaflow.model import Side
from yogaflow.tui.labels import MARKS
from yogaflow.tui.paint import Align, Block, Row, fit, wrap
from yogaflow.tui.widgets.blockfont import columns, letters_at


def edge(side: Side) -> Align:
    """The edge of the screen a side belongs to."""
    return "right" if side is Side.RIGHT else "left"


def side_rows(side: Side, limb: str, width: int, *, large: bool, scale: float = 1.0) -> Block:
    """The side in `width` columns: in block letters if `large` and there is room for them."""
    word = side.upper()
    rows: Block = []
    if large and columns(word, scale) <= width:
        rows += [((text, "side"),) for text in letters_at(word, scale)]
        rows += [
            _marked(side, text, "ink!", first=not n) for n, text in enumerate(_lines(limb, width))
        ]
    else:
        for n, text in enumerate(_lines(f"{word} {limb}".rstrip(), width)):
            rows.append(_marked(side, text, "side!", first=not n))
    return [fit(row, width, edge(side)) for row in rows]


def _lines(text: str, width: int) -> list[str]:
    return wrap(text, max(1, width - 2)) or [""]


def _marked(side: Side, text: str, paint: str, *, first: bool) -> Row:
    """A line with the arrow beside its first row, and space under the arrow."""
    mark = (MARKS[side] if first else " ", "side!")
    gap = " " if text else ""
    return ((text + gap, paint), mark) if side is Side.RIGHT else (mark, (gap + text, paint))
