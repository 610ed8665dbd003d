"""Cells as text for a terminal that is not ours to paint: colours as escape codes, or none."""

from __future__ import annotations

from yogaflow.figure.colours import Colour
from yogaflow.figure.picture import Cells

_STEPS = (0, 95, 135, 175, 215, 255)
"""The values that red, green and blue have in the colour cube of 256 colours."""


def ansi(cells: Cells, *, true_colour: bool = True) -> str:
    """Lines of text. Without `true_colour` the nearest of 256 colours are used.

    Cells without colours come out as plain text, with no escape code in it.
    """
    lines = []
    for row in cells:
        text = ""
        last: tuple[Colour | None, Colour | None] = (None, None)
        for letter, front, back in row:
            if (front, back) != last:
                text += _codes(front, back, true_colour)
                last = (front, back)
            text += letter
        lines.append(text + "\x1b[0m" if last != (None, None) else text.rstrip())
    return "\n".join(lines)


def _codes(front: Colour | None, back: Colour | None, true_colour: bool) -> str:
    codes = ["0"]
    for base, colour in ((38, front), (48, back)):
        if colour is None:
            continue
        if true_colour:
            codes.append(f"{base};2;{colour[0]};{colour[1]};{colour[2]}")
        else:
            codes.append(f"{base};5;{nearest(colour)}")
    return f"\x1b[{';'.join(codes)}m"


def nearest(colour: Colour) -> int:
    """The number of the nearest colour among 256: of the cube, or of the greys."""
    steps = [min(range(6), key=lambda i: abs(_STEPS[i] - value)) for value in colour]
    cube = (_STEPS[steps[0]], _STEPS[steps[1]], _STEPS[steps[2]])
    grey = min(23, max(0, round((sum(colour) / 3 - 8) / 10)))
    level = 8 + 10 * grey
    if _apart(colour, (level, level, level)) < _apart(colour, cube):
        return 232 + grey
    return 16 + 36 * steps[0] + 6 * steps[1] + steps[2]


def _apart(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
