"""Rows of samples as block characters: quadrants with two fitted colours each, or half blocks.

A cell has 4 x 8 samples. What a cell becomes depends on its samples alone, so each kind of cell
is worked out once and remembered; most of a breathing figure is the same cells again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from yogaflow.figure.colours import Colour
from yogaflow.figure.raster import Rows

ACROSS, DOWN = 4, 8
"""Samples of a cell."""
COARSE = 4
"""Samples down a cell of a body on its way: half the work, and no eye follows the edges."""

Cell = tuple[str, Colour | None, Colour | None]
"""A character, its colour, and the colour behind it; None is the terminal's own."""

QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By which quarters are filled: upper left 1, upper right 2, lower left 4, lower right 8."""

_MOST_CELLS = 4_000
"""Kinds of cells that are remembered: 3 MB. With all, 40 MB, a picture is made no quicker."""

_ALIKE = 8
"""Two colours that differ by less in every part are one."""

_SPLITS = ((0,), (1,), (2,), (3,), (0, 1), (0, 2), (0, 3))
"""The ways to part four quarters in two."""

_WEIGHTS = (0.30, 0.59, 0.11)
"""What red, green and blue add to what the eye takes for light."""


def _quarters(down: int) -> tuple[tuple[int, ...], ...]:
    """Which samples of a cell lie in each of its quarters."""
    half = down // 2
    return tuple(
        tuple((y * half + r) * ACROSS + x * 2 + c for r in range(half) for c in range(2))
        for y in range(2)
        for x in range(2)
    )


class Blocks:
    """Makes cells of samples, in one theme."""

    def __init__(
        self, colours: Sequence[Colour], *, halves: bool = False, down: int = DOWN
    ) -> None:
        """`colours` by number; the first is the paper. `halves` uses ▀ and nothing else.

        `down` is how many samples a cell has from top to bottom, `DOWN` or `COARSE`.
        """
        self.down = down
        self._quarters = _quarters(down)
        self._colours = colours
        # Averages are taken of squares: near enough to how light adds up.
        self._squares = [tuple(v * v for v in rgb) for rgb in colours]
        self._make: Callable[[bytes], Cell] = self._half if halves else self._quadrant
        self._blank: Cell = (" ", None, colours[0])
        self._cells: dict[bytes, Cell] = {bytes(ACROSS * self.down): self._blank}
        self._fitted: dict[tuple[Colour, ...], Cell] = {}

    def __call__(self, rows: Rows) -> list[list[Cell]]:
        """The cells of a raster."""
        if len(self._cells) > _MOST_CELLS:
            self._cells = {bytes(ACROSS * self.down): self._blank}
            self._fitted.clear()
        return [self._line(rows[y : y + self.down]) for y in range(0, len(rows), self.down)]

    def _line(self, rows: Rows) -> list[Cell]:
        width = len(rows[0])
        count, blank = width // ACROSS, self._blank
        left = min(width - len(row.lstrip(b"\0")) for row in rows) // ACROSS
        right = -(-max(len(row.rstrip(b"\0")) for row in rows) // ACROSS)
        if right <= left:
            return [blank] * count
        cells, make = self._cells, self._make
        texts = [bytes(row) for row in rows]
        line = [blank] * left
        for x in range(left * ACROSS, right * ACROSS, ACROSS):
            to = x + ACROSS
            key = b"".join([text[x:to] for text in texts])
            cell = cells.get(key)
            if cell is None:
                cell = cells[key] = make(key)
            line.append(cell)
        line += [blank] * (count - right)
        return line

    def _average(self, samples: Sequence[int]) -> Colour:
        red = green = blue = 0
        for number in samples:
            r, g, b = self._squares[number]
            red, green, blue = red + r, green + g, blue + b
        count = len(samples)
        return (_root(red / count), _root(green / count), _root(blue / count))

    def _half(self, key: bytes) -> Cell:
        top, bottom = self._average(key[: len(key) // 2]), self._average(key[len(key) // 2 :])
        return (" ", None, top) if _alike(top, bottom) else ("▀", top, bottom)

    def _quadrant(self, key: bytes) -> Cell:
        if key.count(key[0]) == len(key):
            return (" ", None, self._colours[key[0]])
        quarters = tuple(self._average([key[i] for i in one]) for one in self._quarters)
        cell = self._fitted.get(quarters)
        if cell is None:
            cell = self._fitted[quarters] = _fit(quarters)
        return cell


def _fit(quarters: tuple[Colour, ...]) -> Cell:
    """The two colours, and which quarters have the first, that lose least of the four."""
    total = [sum(channel) for channel in zip(*quarters, strict=True)]
    best, first = -1.0, [0, 0, 0]
    split: tuple[int, ...] = (0,)
    for part in _SPLITS:
        size, rest = len(part), 4 - len(part)
        sums = [sum(quarters[i][channel] for i in part) for channel in range(3)]
        # What the two means explain of the four; the rest of the error is the same for all.
        gain = sum(
            w * (x * x / size + (y - x) * (y - x) / rest)
            for x, y, w in zip(sums, total, _WEIGHTS, strict=True)
        )
        if gain > best:
            best, split, first = gain, part, sums
    size, rest = len(split), 4 - len(split)
    front = (first[0] // size, first[1] // size, first[2] // size)
    back = tuple((y - x) // rest for x, y in zip(first, total, strict=True))
    behind = (back[0], back[1], back[2])
    if _alike(front, behind):
        return (" ", None, (total[0] // 4, total[1] // 4, total[2] // 4))
    return (QUADRANTS[sum(1 << i for i in split)], front, behind)


def _root(square: float) -> int:
    # In steps of four: fewer styles, and no eye sees the difference.
    return min(255, (int(square**0.5) + 2) & ~3)


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) < _ALIKE for a, b in zip(one, other, strict=True))
