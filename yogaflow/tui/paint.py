"""Rows of painted runs, the little there is to say about putting them together, and the widget
that shows them.

A block is a list of rows, a row a tuple of runs, a run a text and its paint (see `palette`).
Widths are terminal cells. The functions are pure, so that drawing is tested without a screen.

Foreign words come as they are: each function here makes them `printable` before it counts cells,
and `Printable` is the last thing that every row of every widget goes through.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from yogaflow.model import printable
from yogaflow.tui.palette import DARK, PALETTES, Palette

Run = tuple[str, str]
Row = tuple[Run, ...]
Block = list[Row]
Align = Literal["left", "centre", "right"]

PLAIN = "ink"

MOST_LEFT = 24
"""Cells that the left end of a line is worth before the right end is left out."""

LEAST_RIGHT = 8
"""Cells that are worth showing of the right end."""


def clean(row: Row) -> Row:
    """The row with text only: a character that is none has no cell, and acts on the terminal."""
    if all(text.isprintable() for text, _ in row):
        return row
    return tuple((printable(text), paint) for text, paint in row)


def width_of(row: Row) -> int:
    """Cells a row takes."""
    return sum(cell_len(text) for text, _ in row)


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells, with an ellipsis where something is missing."""
    text = printable(text)
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def fit(row: Row, width: int, align: Align = "left") -> Row:
    """The row in exactly `width` cells, cut or filled with plain space."""
    row = clean(row)
    have = width_of(row)
    if have == width:
        return row
    if have > width:
        return _crop(row, width)
    space = width - have
    before = {"left": 0, "centre": space // 2, "right": space}[align]
    after = space - before
    return (
        *(((" " * before, PLAIN),) if before else ()),
        *row,
        *(((" " * after, PLAIN),) if after else ()),
    )


def _crop(row: Row, width: int) -> Row:
    kept: list[Run] = []
    for text, paint in row:
        if width <= 0:
            break
        part = text if cell_len(text) <= width else set_cell_size(text, width)
        kept.append((part, paint))
        width -= cell_len(part)
    return tuple(kept)


def spread(left: Row, right: Row, width: int) -> Row:
    """Two rows at both ends of a line. Where it is narrow the right one is cut, then left out,
    before the left one loses anything but what is beyond `MOST_LEFT`."""
    left, right = clean(left), clean(right)
    room = width - min(width_of(left), max(MOST_LEFT, width - width_of(right) - 2)) - 2
    if not right or room < min(width_of(right), LEAST_RIGHT):
        return fit(shortened(left, width), width)
    right = shortened(right, room)
    space = width - width_of(right) - 1
    return (
        (*fit(shortened(left, space), space), (" ", PLAIN), *right) if right else fit(left, width)
    )


def shortened(row: Row, width: int) -> Row:
    """The row in at most `width` cells, with an ellipsis where something is missing."""
    row = clean(row)
    if width_of(row) <= width:
        return row
    kept = _crop(row, max(0, width - 1))
    return (*kept, ("…", kept[-1][1])) if kept else ()


def block(
    rows: Block, width: int, height: int, *, align: Align = "centre", down: int = -1
) -> Block:
    """The rows in a block of exactly that size, `down` rows from its top (-1: in the middle)."""
    rows = [fit(row, width, align) for row in rows[:height]]
    space = height - len(rows)
    above = space // 2 if down < 0 else min(down, space)
    empty = fit((), width)
    return [empty] * above + rows + [empty] * (space - above)


def beside(*blocks: Block) -> Block:
    """Blocks of one height, side by side."""
    return [tuple(run for row in rows for run in row) for rows in zip(*blocks, strict=True)]


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, as even as they come."""
    if width < 1:
        return []
    text = printable(" ".join(text.split()))
    lines = _wrap(text, width)
    if len(lines) < 2:
        return lines if lines[0] else []
    # Even lines read better than full ones and a lonely word; no word is cut for that.
    least = max(-(-cell_len(text) // len(lines)), *(cell_len(word) for word in text.split()))
    for narrower in range(least, width):
        evened = _wrap(text, narrower)
        if len(evened) == len(lines):
            return evened
    return lines


def _wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= width:
            lines[-1] = longer
        elif lines[-1]:
            lines.append(cut(word, width))
        else:
            lines[-1] = cut(word, width)
    return lines


def scrolled(rows: Block, top: int, shown: int, whole: int) -> Block:
    """The rows with a thin bar at their right: `shown` of `whole` things are in sight, from the
    one numbered `top` on."""
    length = max(1, round(shown / whole * len(rows)))
    start = round(top / max(1, whole - shown) * (len(rows) - length))
    return [
        (*row, (" ", PLAIN), ("▐", "quiet" if start <= y < start + length else "faint"))
        for y, row in enumerate(rows)
    ]


class Printable(LineFilter):
    """Takes out of the rows of a screen what is no text, also of widgets that are not ours."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, as wide as they were: what has no cell goes."""
        del background
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            Segment("".join(map(_of_its_width, segment.text)), segment.style, segment.control)
            for segment in segments
        ]


def _of_its_width(letter: str) -> str:
    shown = printable(letter)
    return shown if shown == letter else shown * cell_len(letter)


class Painted(Widget):
    """A widget that draws its own rows and repaints only those that changed.

    A subclass keeps what it shows as plain attributes, implements `draw`, and calls `repaint`
    when one of them has changed.
    """

    EXACT: ClassVar[bool] = False
    """Whether `draw` gives rows of exactly the size it is asked for."""

    palette: Palette | None = None
    """The colours for now, None for those of the theme."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Block = []
        self._drawn: tuple[int, int] | None = None

    def draw(self, width: int, height: int) -> Block:
        """The rows to show, each at most `width` cells, at most `height` of them."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Draw again, and have the screen write the rows that are not what they were."""
        width, height = self.size
        if not width or not height:
            self._drawn = None  # not shown: `render_line` draws it when it is
        if self._drawn is None:
            return
        if self._drawn != (width, height):
            self.refresh()
            return
        before, self._rows = self._rows, self._make(width, height)
        regions = changed(before, self._rows, width)
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """One row as Textual wants it."""
        width, height = self.size
        if self._drawn != (width, height):
            self._rows = self._make(width, height)
            self._drawn = (width, height)
        if y >= len(self._rows):
            return Strip.blank(width)
        theme = self.app.theme if self._running else DARK
        style = (self.palette or PALETTES.get(theme, PALETTES[DARK])).style
        return Strip([Segment(text, style(paint)) for text, paint in self._rows[y]], width)

    def _make(self, width: int, height: int) -> Block:
        rows = self.draw(width, height)
        return rows if self.EXACT else block(rows, width, height, align="left", down=0)


def changed(before: Block, after: Block, width: int) -> list[Region]:
    """Where two blocks of one size differ: a region for each stretch of rows that do."""
    regions: list[Region] = []
    for y, (old, new) in enumerate(zip(before, after, strict=True)):
        if old == new:
            continue
        left = _alike(old, new)
        right = width - _alike(_reversed(old), _reversed(new))
        region = Region(left, y, max(1, right - left), 1)
        if regions and regions[-1].bottom == y:
            region = regions.pop().union(region)
        regions.append(region)
    return regions


def _reversed(row: Row) -> Row:
    return tuple((text[::-1], paint) for text, paint in reversed(row))


def _alike(old: Row, new: Row) -> int:
    """Cells that two rows share from their beginning on."""
    cells = 0
    for one, other in zip(old, new, strict=False):
        if one == other:
            cells += cell_len(one[0])
            continue
        if one[1] == other[1]:
            shared = 0
            for a, b in zip(one[0], other[0], strict=False):
                if a != b:
                    break
                shared += 1
            cells += cell_len(one[0][:shared])
        break
    return cells
