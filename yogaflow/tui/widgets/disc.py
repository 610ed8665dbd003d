"""The pacer: a disc that swells with the in-breath and sinks with the out-breath, with the count
in the middle of it.

Drawn in quadrants of a cell, half a column and half a row each. A cell has two colours and there
are four layers, so in each cell the highest layer is the front and the commonest other the back.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

from yogaflow.tui.paint import Block, Row, Run
from yogaflow.tui.widgets.blockfont import Bits

SMALLEST = 0.45
"""The empty disc's radius, of the full one's."""

MARGIN = 0.75
"""Columns left free around the full disc."""

_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"

Spans = tuple[int, int]
"""Half-widths of a circle in the upper and lower pixels of a row, in pixels."""


def disc(
    width: int, height: int, level: float, *, paint: str, count: Bits = (), front: str = "ink"
) -> Block:
    """A block of exactly `width` columns and `height` rows.

    `level` is how full the lungs are, 0 to 1. `paint` is the disc's colour. `count` is the
    picture in the middle, in the colour `front`.
    """
    radius = min(width / 2, float(height)) - MARGIN  # in columns; a row is two columns high
    outer = _spans(height, radius)
    inner = _spans(height, radius * (SMALLEST + (1 - SMALLEST) * level))
    picture = _centred(count, width, height)
    return [
        _row(width, outer[y], inner[y], picture[2 * y], picture[2 * y + 1], paint, front)
        for y in range(height)
    ]


@lru_cache(maxsize=256)
def _spans(height: int, radius: float) -> list[Spans]:
    half = []
    for y in range(2 * height):
        reach = radius * radius - (y + 0.5 - height) ** 2
        # A row that the circle only just touches would stand out as a spike.
        half.append(round(2 * math.sqrt(reach)) if reach > radius / 2 else 0)
    return [(half[2 * y], half[2 * y + 1]) for y in range(height)]


def _centred(picture: Bits, width: int, height: int) -> Bits:
    """The picture in the middle of a larger one; what does not fit is left out."""
    empty = (0,) * (2 * height)
    last = max((y for y, row in enumerate(picture) if row), default=-1)
    picture = picture[: last + 1]  # letters may end with half a row of nothing
    across = max((row.bit_length() for row in picture), default=0)
    shift = (2 * width - across) // 2
    above = (2 * height - len(picture)) // 2
    if not picture or shift < 0 or above < 0:
        return empty
    middle = tuple(row << shift for row in picture)
    return empty[:above] + middle + empty[: 2 * height - len(picture) - above]


@lru_cache(maxsize=2048)
def _row(
    width: int, outer: Spans, inner: Spans, upper: int, lower: int, paint: str, front: str
) -> Row:
    """One row of cells, runs of one paint put together."""
    layers = (
        ("faint", _mask(width, outer[0]), _mask(width, outer[1])),
        (paint, _mask(width, inner[0]), _mask(width, inner[1])),
        (front, upper, lower),
    )
    runs: list[Run] = []
    stops = _stops(width, (*outer, *inner), upper | lower)
    for x, end in pairwise(stops):
        text, style = _cell([(name, _pixels(up, low, x)) for name, up, low in layers])
        text *= end - x
        if runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + text, style)
        else:
            runs.append((text, style))
    return tuple(runs)


def _stops(width: int, reaches: tuple[int, ...], count: int) -> list[int]:
    """The columns at which a cell can differ from the one before it."""
    stops = {0, width}
    for reach in reaches:
        for edge in (width - reach, width + reach):
            stops |= {edge // 2, edge // 2 + 1}
    if count:
        first = ((count & -count).bit_length() - 1) // 2
        stops |= set(range(first, (count.bit_length() + 1) // 2 + 1))
    return sorted(stop for stop in stops if stop <= width)


def _mask(width: int, reach: int) -> int:
    return ((1 << 2 * reach) - 1) << (width - reach) if reach else 0


def _pixels(upper: int, lower: int, x: int) -> int:
    return (upper >> 2 * x) & 3 | ((lower >> 2 * x) & 3) << 2


def _cell(layers: list[tuple[str, int]]) -> tuple[str, str]:
    """The character and paint of a cell, from the pixels of its layers, lowest first."""
    seen: list[tuple[str, int]] = [("paper", 15)]
    for name, pixels in layers:
        if pixels:
            seen = [(lower, left) for lower, had in seen if (left := had & ~pixels)]
            seen.append((name, pixels))
    name, pixels = seen[-1]
    if len(seen) == 1:
        # The count is drawn with characters, so that it is there without any colour too.
        return ("█", f"{name}/paper") if name == layers[-1][0] else (" ", f"ink/{name}")
    seen.pop()
    back = max(seen, key=lambda layer: layer[1].bit_count())[0]
    return _QUADRANTS[pixels], f"{name}/{back}"
