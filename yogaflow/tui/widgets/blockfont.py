"""Block letters: a name, a word or a count to be read from two metres.

Each letter is a bitmap, seven pixels high in TALL and five in SMALL. At scale 1 a pixel is half a
row high, and in TALL one column wide, which is square in most terminals; in SMALL half a column,
where upright strokes are two pixels. In scaled letters, pixels that touch at a corner only are
joined by a slope, so that curves stay curves instead of turning into stairs.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

_SMALL = """
A .###. ##.## ##### ##.## ##.##
B ####. ##.## ####. ##.## ####.
C .#### ##... ##... ##... .####
D ####. ##.## ##.## ##.## ####.
E ##### ##... ####. ##... #####
F ##### ##... ####. ##... ##...
G .#### ##... ##.## ##.## .####
H ##.## ##.## ##### ##.## ##.##
I ## ## ## ## ##
J ...## ...## ...## ##.## .###.
K ##.## ####. ###.. ####. ##.##
L ##... ##... ##... ##... #####
M ##...## ###.### ####### ##.#.## ##...##
N ##..## ###.## ###### ##.### ##..##
O .###. ##.## ##.## ##.## .###.
P ####. ##.## ####. ##... ##...
Q .###. ##.## ##.## .###. ...##
R ####. ##.## ####. ##.## ##.##
S .#### ##... .###. ...## ####.
T ###### ..##.. ..##.. ..##.. ..##..
U ##.## ##.## ##.## ##.## .###.
V ##.## ##.## ##.## .###. ..#..
W ##...## ##...## ##.#.## ####### .##.##.
X ##.## .###. ..#.. .###. ##.##
Y ##..## ##..## .####. ..##.. ..##..
Z ##### ...## .###. ##... #####
0 .###. ##.## ##.## ##.## .###.
1 .## ### .## .## .##
2 ####. ...## .###. ##... #####
3 ####. ...## .###. ...## ####.
4 ##.## ##.## ##### ...## ...##
5 ##### ##... ####. ...## ####.
6 .###. ##... ####. ##.## .###.
7 ##### ...## ..##. .##.. .##..
8 .###. ##.## .###. ##.## .###.
9 .###. ##.## .#### ...## .###.
- .... .... #### .... ....
' ## .# .. .. ..
: .. ## .. ## ..
; .. ## .. ## #.
. .. .. .. .. ##
, .. .. .. ## #.
? ####. ...## .###. ..... .##..
! ## ## ## .. ##
( .## ##. ##. ##. .##
) ##. .## .## .## ##.
/ ...## ..##. .##.. ##... #....
& .##.. ##... .##.# ##.#. .##.#
"""

_TALL = """
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


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """Letters as rows of pixels: `height` of them, each `across` columns wide at scale 1."""

    glyphs: Mapping[str, tuple[str, ...]]
    height: int
    across: float


def _font(source: str, blank: str, across: float) -> Font:
    lines = (line.split() for line in source.split("\n") if line)
    glyphs = {letter: tuple(rows) for letter, *rows in lines}
    height = len(glyphs["A"])
    return Font(MappingProxyType(glyphs | {" ": (blank,) * height}), height, across)


TALL = _font(_TALL, "..", 1.0)
"""For a name, a word or a count."""
SMALL = _font(_SMALL, "...", 0.5)
"""For sentences: three columns a letter, three rows a line."""

LARGEST = 3.0
"""The scale of sentences at most."""

_PLAIN = str.maketrans({"’": "'", "–": "-", "—": "-", "“": None, "”": None, '"': None, "…": "."})

_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"

Bits = tuple[int, ...]
"""A picture of pixels half a column wide and half a row high: one integer for each row of pixels,
the leftmost pixel in its lowest bit."""


def plain_letters(text: str, font: Font = TALL) -> str | None:
    """The text in letters there are blocks for, or None where there are none: `Śavāsana` becomes
    `SAVASANA`, a name in Devanagari stays to be written small."""
    bare = unicodedata.normalize("NFKD", text.upper().translate(_PLAIN))
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return letters if letters and all(c in font.glyphs for c in letters) else None


def columns(letters: str, scale: float = 1.0, font: Font = TALL) -> int:
    """Columns the letters take."""
    pixels = sum(len(font.glyphs[c][0]) for c in letters) + max(0, len(letters) - 1)
    return math.ceil(pixels * scale * font.across)


def rows(scale: float = 1.0, font: Font = TALL) -> int:
    """Rows the letters take."""
    return math.ceil(font.height * scale / 2)


def fitting(letters: str, width: int, height: int) -> float:
    """The largest scale (in halves, at least 1) at which the letters fit; 0.0 if none does."""
    scale = math.floor(2 * min(width / max(1, columns(letters)), 2 * height / TALL.height)) / 2
    while scale >= 1.0 and (columns(letters, scale) > width or rows(scale) > height):
        scale -= 0.5
    # Seven pixels take three rows and a half, so scale 1 has half a row to spare.
    return scale if scale >= 1.0 else 0.0


@lru_cache(maxsize=64)
def sentence(text: str, width: int, height: int) -> tuple[str, ...]:
    """A sentence in block letters as large as they fit in so many columns and rows, row by row.

    In TALL letters at some scale, else in SMALL ones; () where there is no room for any, or none
    for a letter.
    """
    for font in (TALL, SMALL):
        parts = re.findall(r"[^\s-]*-|[^\s-]+\s*|\s+", text.strip())
        words = [plain_letters(part, font) or "" for part in parts]
        if not words or not all(words):
            continue
        scale = LARGEST if font is TALL else 1.0
        while scale >= 1.0:
            lines = _lines(words, width, scale, font)
            tall = rows(scale, font)
            if lines and len(lines) * tall <= height:
                return tuple(row for line in lines for row in letters_at(line, scale, font))
            scale -= 0.5
    return ()


def _lines(words: list[str], width: int, scale: float, font: Font) -> list[str]:
    """The words, each with the space after it, in lines of so many columns; [] where one is too
    wide."""
    lines: list[str] = []
    for word in words:
        longer = lines[-1] + word if lines else word
        if lines and columns(longer.rstrip(), scale, font) <= width:
            lines[-1] = longer
        elif columns(word.rstrip(), scale, font) <= width:
            lines.append(word)
        else:
            return []
    return [line.rstrip() for line in lines]


@lru_cache(maxsize=128)
def bits(letters: str, scale: float = 1.0, font: Font = TALL) -> Bits:
    """The letters as a picture of pixels."""
    glyphs = [font.glyphs[c] for c in letters]
    lines = ("0".join(glyph[y] for glyph in glyphs) for y in range(font.height))
    field = {(x, y) for y, line in enumerate(lines) for x, c in enumerate(line) if c == "#"}
    across = columns(letters, scale, font) * 2
    picture = []
    for down in range(rows(scale, font) * 2):
        v = (down + 0.5) / scale
        row = 0
        for along in range(across):
            if _inside(field, (along + 0.5) / (2 * scale * font.across), v):
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
def letters_at(letters: str, scale: float = 1.0, font: Font = TALL) -> tuple[str, ...]:
    """Block letters as rows of text, all of one width."""
    return tuple(quadrants(bits(letters, scale, font), columns(letters, scale, font)))
