"""Text for an SVG that knows no fonts: wrapped by a width that hardly any font exceeds. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

FONT = "Georgia, 'Iowan Old Style', 'Liberation Serif', serif"
INK, QUIET, LINE, SIDE = "#23272c", "#5f656d", "#d9d3c5", "#9a4513"

_NARROW, _WIDE = frozenset("ijl.,:;'|!()[]ft "), frozenset("mwMW@—…")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: what is written, how large, and how."""

    text: str
    size: float
    style: str = ""
    colour: str = INK


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is at most, in the unit of its size: as Georgia has it, and some more."""
    wide = sum(map(_letter, text))
    return wide * size * (1.1 if bold else 1.0)


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.95
    if ord(letter) > 0x2E7F:  # a letter of the East takes a whole square
        return 1.0
    return 0.74 if letter.isupper() else 0.58


def wrapped(line: Line, width: float) -> Iterator[str]:
    """A paragraph in lines; a word that is too long for one has a line of its own."""
    bold = "600" in line.style
    row = ""
    for word in line.text.split():
        longer = f"{row} {word}" if row else word
        if row and width_of(longer, line.size, bold=bold) > width:
            yield row
            row = word
        else:
            row = longer
    if row:
        yield row
