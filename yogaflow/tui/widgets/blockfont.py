"""Block letters: a name, a word or a count to be read from two metres.

Each letter is a bitmap seven pixels high. At scale 1 a pixel is one column wide and half a row
high, which is square in most terminals. In scaled letters, pixels that touch at a corner only are
joined by a slope, so that curves stay curves instead of turning into stairs.
"""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

HEIGHT = 7
"""Pixels of a letter, from top to bottom."""

_SOURCE = """
A .###. #...# #...# ##### #...# #...# #...#
B ####. #...# #...# ####. #...# #...# ####.
C .###. #...# #.... #.... #.... #...# .###.
D ####. #...# #...# #...# #...# #...# ####.
E ##### #.... #.... ####. #.... #.... #####
F ##### #.... #.... ####. #.... #.... #....
G .###. #...# #.... #.### #...# #...# .###.
H #...# #...# #...# ##### #...# #...# #...#
I ### .#. .#. .#. .#. .#. ###
J ..### ...#. ...#. ...#. ...#. #..#. .##..
K #...# #..#. #.#.. ##... #.#.. #..#. #...#
L #.... #.... #.... #.... #.... #.... #####
M #...# ##.## #.#.# #.#.# #...# #...# #...#
N #...# #...# ##..# #.#.# #..## #...# #...#
O .###. #...# #...# #...# #...# #...# .###.
P ####. #...# #...# ####. #.... #.... #....
Q .###. #...# #...# #...# #.#.# #..#. .##.#
R ####. #...# #...# ####. #.#.. #..#. #...#
S .#### #.... #.... .###. ....# ....# ####.
T ##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..
U #...# #...# #...# #...# #...# #...# .###.
V #...# #...# #...# #...# .#.#. .#.#. ..#..
W #...# #...# #...# #.#.# #.#.# ##.## #...#
X #...# #...# .#.#. ..#.. .#.#. #...# #...#
Y #...# #...# .#.#. ..#.. ..#.. ..#.. ..#..
Z ##### ....# ...#. ..#.. .#... #.... #####
0 .###. #...# #...# #...# #...# #...# .###.
1 .#. ##. .#. .#. .#. .#. ###
2 .###. #...# ....# ...#. ..#.. .#... #####
3 .###. #...# ....# ..##. ....# #...# .###.
4 ...#. ..##. .#.#. #..#. ##### ...#. ...#.
5 ##### #.... ####. ....# ....# #...# .###.
6 .###. #.... #.... ####. #...# #...# .###.
7 ##### ....# ....# ...#. ..#.. ..#.. ..#..
8 .###. #...# #...# .###. #...# #...# .###.
9 .###. #...# #...# .#### ....# ....# .###.
- .... .... .... #### .... .... ....
' # # . . . . .
: . . # . # . .
. . . . . . . #
& .##.. #..#. #.#.. .#... #.#.# #..#. .##.#
"""

_GLYPHS: dict[str, tuple[str, ...]] = {
    letter: tuple(rows) for letter, *rows in (line.split() for line in _SOURCE.split("\n") if line)
} | {" ": ("..",) * HEIGHT}

_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"

Bits = tuple[int, ...]
"""A picture of pixels half a column wide and half a row high: one integer for each row of pixels,
the leftmost pixel in its lowest bit."""


def plain_letters(text: str) -> str | None:
    """The text in letters there are blocks for, or None where there are none: `Śavāsana` becomes
    `SAVASANA`, a name in Devanagari stays to be written small."""
    bare = unicodedata.normalize("NFKD", text.upper().replace("’", "'").replace("–", "-"))
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return letters if letters and all(c in _GLYPHS for c in letters) else None


def columns(letters: str, scale: float = 1.0) -> int:
    """Columns the letters take."""
    pixels = sum(len(_GLYPHS[c][0]) for c in letters) + max(0, len(letters) - 1)
    return math.ceil(pixels * scale)


def rows(scale: float = 1.0) -> int:
    """Rows the letters take."""
    return math.ceil(HEIGHT * scale / 2)


def fitting(letters: str, width: int, height: int) -> float:
    """The largest scale (in halves, at least 1) at which the letters fit; 0.0 if none does."""
    scale = math.floor(2 * min(width / max(1, columns(letters)), 2 * height / HEIGHT)) / 2
    while scale >= 1.0 and (columns(letters, scale) > width or rows(scale) > height):
        scale -= 0.5
    # Seven pixels take three rows and a half, so scale 1 has half a row to spare.
    return scale if scale >= 1.0 else 0.0


@lru_cache(maxsize=128)
def bits(letters: str, scale: float = 1.0) -> Bits:
    """The letters as a picture of pixels."""
    glyphs = [_GLYPHS[c] for c in letters]
    lines = ("0".join(glyph[y] for glyph in glyphs) for y in range(HEIGHT))
    field = {(x, y) for y, line in enumerate(lines) for x, c in enumerate(line) if c == "#"}
    across = columns(letters, scale) * 2
    picture = []
    for down in range(rows(scale) * 2):
        v = (down + 0.5) / scale
        row = 0
        for along in range(across):
            if _inside(field, (along + 0.5) / (2 * scale), v):
                row |= 1 << along
        picture.append(row)
    return tuple(picture)


def _inside(field: set[tuple[int, int]], u: float, v: float) -> bool:
    """Whether a point is in the shape: in a set pixel, or in a slope between two of them."""
    x, y = math.floor(u), math.floor(v)
    right, below = u - x - 0.5, v - y - 0.5
    pixel = (x, y) in field
    if abs(right) + abs(below) < 0.5:
        return pixel  # the inner diamond of a pixel is always its own
    h, k = (1 if right > 0 else -1), (1 if below > 0 else -1)
    beside, over, across = (x + h, y) in field, (x, y + k) in field, (x + h, y + k) in field
    if not pixel:
        return beside and over and not across
    if beside or over or across:
        return True
    # A free corner: cut off where the pixel is part of a slope that runs past this corner.
    return not any(
        (x + i, y + j) in field and (x + i, y) not in field and (x, y + j) not in field
        for i, j in ((-h, k), (h, -k))
    )


def quadrants(picture: Bits, width: int) -> list[str]:
    """A picture as rows of characters, each `width` columns."""
    lines = []
    for upper, lower in zip(picture[::2], picture[1::2], strict=True):
        lines.append(
            "".join(
                _QUADRANTS[(upper >> 2 * x) & 3 | ((lower >> 2 * x) & 3) << 2] for x in range(width)
            )
        )
    return lines


@lru_cache(maxsize=64)
def letters_at(letters: str, scale: float = 1.0) -> tuple[str, ...]:
    """Block letters as rows of text, all of one width."""
    return tuple(quadrants(bits(letters, scale), columns(letters, scale)))
