"""Figures without colour: braille dots by density, and plain letters where there is no Unicode.

What colour tells elsewhere is told by texture here: skin and leggings are full or dense, what is
far away sparse, the trunk a checker; a muscle that works is a solid block, one that is stretched
a shaded one, one that is released a faint one.
"""

from __future__ import annotations

from math import atan2, degrees

from yogaflow.figure.blocks import Cell
from yogaflow.figure.body import SIDES
from yogaflow.figure.camera import Framing, Projection
from yogaflow.figure.forms import Distance, Drawing, Material
from yogaflow.figure.inks import INKS
from yogaflow.figure.raster import raster
from yogaflow.figure.rig import Stance
from yogaflow.model import Work

Dots = tuple[tuple[int, ...], ...]

_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a braille cell, by row and column."""

_BRAILLE = 0x2800

_FULL = ((1, 1), (1, 1), (1, 1), (1, 1))
_NONE = ((0, 0), (0, 0), (0, 0), (0, 0))
_CHECKER = ((1, 0), (0, 1), (1, 0), (0, 1))
_SPARSE = ((1, 0), (0, 0), (0, 1), (0, 0))
_DENSE = ((1, 1), (1, 0), (1, 1), (0, 1))
_LINE = ((1, 0), (0, 0), (1, 0), (0, 0))
_STRIPES = ((1, 1), (0, 0), (1, 1), (0, 0))

_TEXTURES = {
    Material.SKIN: _FULL,
    Material.HAIR: _FULL,
    Material.TOP: _CHECKER,
    Material.LEGGINGS: _DENSE,
    Material.WORKS: _FULL,
    Material.STRETCHES: _STRIPES,
    Material.RELEASES: _SPARSE,
    Material.PROP: _STRIPES,
    Material.WALL: _SPARSE,
    Material.MAT: _NONE,
    Material.EDGE: _LINE,
    Material.FRONT: _FULL,
}


def _texture(number: int) -> Dots:
    ink = INKS[number] if number < len(INKS) else None
    if ink is None:
        return _NONE
    if ink.distance is Distance.FAR:
        return _SPARSE
    return _TEXTURES[ink.material]


_DOTS: tuple[Dots, ...] = tuple(_texture(number) for number in range(256))
_BLOCKS = {Material.WORKS: "█", Material.STRETCHES: "▒", Material.RELEASES: "░"}
_BLOCK = {n: _BLOCKS[ink.material] for n, ink in enumerate(INKS) if ink and ink.material in _BLOCKS}
"""The block of each number that is a muscle's."""


def braille(
    drawing: Drawing, framing: Framing, columns: int, rows: int, aspect: float
) -> list[list[Cell]]:
    """The drawing in braille dots, 2 x 4 a cell; muscles are blocks: solid, shaded or faint."""
    samples = raster(drawing, framing, columns, rows, 2, 4, aspect)
    found: list[list[Cell]] = []
    for y in range(0, rows * 4, 4):
        line: list[Cell] = []
        four = samples[y : y + 4]
        for x in range(0, columns * 2, 2):
            bits = 0
            blocks = ""
            for down, row in enumerate(four):
                left, right = row[x], row[x + 1]
                if _DOTS[left][down][0]:
                    bits |= _BITS[down][0]
                if _DOTS[right][down][1]:
                    bits |= _BITS[down][1]
                blocks += _BLOCK.get(left, "") + _BLOCK.get(right, "")
            letter = chr(_BRAILLE + bits) if bits else " "
            if len(blocks) >= 4:
                letter = max(_BLOCKS.values(), key=blocks.count)
            line.append((letter, None, None))
        found.append(line)
    return found


class _Page:
    """Letters on a grid; nearer ones stay on top."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns = columns
        self.rows = rows
        self._letters = [[" "] * columns for _ in range(rows)]
        self._depths = [[-1e9] * columns for _ in range(rows)]

    def put(self, x: float, y: float, letter: str, depth: float) -> None:
        """A letter at a place, if nothing nearer is there."""
        column, row = int(x // 1), int(y // 1)
        if (
            0 <= column < self.columns
            and 0 <= row < self.rows
            and depth >= self._depths[row][column]
        ):
            self._letters[row][column] = letter
            self._depths[row][column] = depth

    def cells(self) -> list[list[Cell]]:
        """The page as cells without colour."""
        return [[(letter, None, None) for letter in line] for line in self._letters]


_CHAINS = (
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "toe"),
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("wrist", "hand"),
)
_FAR_LETTERS = str.maketrans({"_": ".", "-": ".", '"': "'", "|": ":", "/": ",", "\\": "`"})
_LIT_BONES = {
    "gluteus maximus": "hip",
    "gluteus medius": "hip",
    "gluteus minimus": "hip",
    "piriformis": "hip",
    "outer hips": "hip",
    "hip flexors": "hip",
    "quadriceps": "hip",
    "hamstrings": "hip",
    "inner thighs": "hip",
    "calves": "knee",
    "shoulders": "shoulder",
    "arms": "shoulder",
}
"""The bone that stands for a lit muscle in a picture of sticks, by where it begins."""
_LIT_LETTERS = {Work.WORKS: "#", Work.STRETCHES: "=", Work.RELEASES: "o"}


def sticks(
    stance: Stance, framing: Framing, columns: int, rows: int, aspect: float, turn: float = 0.0
) -> list[list[Cell]]:
    """The stance as sticks in plain ASCII. Muscles: `#` works, `=` is stretched, `o` released."""
    project = Projection(stance.around + turn, stance.above)
    scale = framing.scale
    seen: dict[str, tuple[float, float, float]] = {}
    for name, point in stance.joints.items():
        x, y, depth = project(point)
        seen[name] = (
            columns / 2 + (x - framing.middle) * scale,
            rows - (y - framing.bottom) * scale / aspect,
            depth,
        )
    page = _Page(columns, rows)
    floor = min(rows - 1, int(rows + framing.bottom * scale / aspect))
    for column in range(1, columns - 1, 2):
        page.put(column, floor, "~", -1e8)
    for place, letter in _props(stance, project, framing, columns, rows, aspect):
        page.put(*place, letter, 0.0)
    lit = {
        (f"{one.side} {_LIT_BONES[one.name]}", _LIT_LETTERS[one.work])
        for one in stance.lit
        if one.name in _LIT_BONES
    }
    marks = dict(sorted(lit, reverse=True))
    near = "right" if seen["right hip"][2] >= seen["left hip"][2] else "left"
    for side in SIDES:
        for start, end in _CHAINS:
            a, b = seen[f"{side} {start}"], seen[f"{side} {end}"]
            _bone(page, a, b, far=side != near, letter=marks.get(f"{side} {start}", ""))
    _trunk(page, seen)
    _head(page, seen["head"], 9.5 * scale, 9.5 * scale / aspect)
    return page.cells()


def _bone(
    page: _Page,
    a: tuple[float, float, float],
    b: tuple[float, float, float],
    *,
    far: bool,
    letter: str,
) -> None:
    dx, dy = b[0] - a[0], (b[1] - a[1]) * 2
    slope = degrees(atan2(-dy, dx)) % 180
    steps = max(2, int(max(abs(dx), abs(dy)) * 2))
    for i in range(steps + 1):
        share = i / steps
        x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        mark = letter or _stroke(slope, y % 1)
        if far and not letter:
            mark = mark.translate(_FAR_LETTERS)
        page.put(x, y, mark, a[2] + (b[2] - a[2]) * share + (40.0 if letter else 0.0))


def _stroke(slope: float, height: float) -> str:
    """The letter that looks most like a line of that slope, degrees, so far down a cell."""
    if slope < 20 or slope > 160:
        return "_" if height > 0.66 else "-" if height > 0.33 else '"'
    if slope < 66:
        return "/"
    return "|" if slope < 114 else "\\"


def _trunk(page: _Page, seen: dict[str, tuple[float, float, float]]) -> None:
    for low, high in (("pelvis", "waist"), ("waist", "neck")):
        a, b = seen[low], seen[high]
        upright = abs(a[1] - b[1]) * 2 > abs(a[0] - b[0])
        for off in (-0.9, 0.0, 0.9):
            by = (off, 0.0) if upright else (0.0, off / 2)
            steps = max(2, int(max(abs(a[0] - b[0]), abs(a[1] - b[1]) * 2) * 2))
            for i in range(steps + 1):
                share = i / steps
                x = a[0] + (b[0] - a[0]) * share + by[0]
                y = a[1] + (b[1] - a[1]) * share + by[1]
                page.put(x, y, "%", a[2] + (b[2] - a[2]) * share)


def _head(page: _Page, at: tuple[float, float, float], across: float, down: float) -> None:
    for y in range(int(at[1] - down), int(at[1] + down) + 1):
        for x in range(int(at[0] - across), int(at[0] + across) + 1):
            if ((x + 0.5 - at[0]) / across) ** 2 + ((y + 0.5 - at[1]) / down) ** 2 <= 1.15:
                page.put(x, y, "@", at[2])


def _props(
    stance: Stance, project: Projection, framing: Framing, columns: int, rows: int, aspect: float
) -> list[tuple[tuple[float, float], str]]:
    """Where things are: a bracketed box for each that has a place of its own."""
    found = []
    for prop in stance.props:
        if prop.on:
            continue
        x, y, _ = project(prop.at)
        column = columns / 2 + (x - framing.middle) * framing.scale
        row = rows - (y - framing.bottom) * framing.scale / aspect
        for offset, letter in ((-1, "["), (0, "_"), (1, "]")):
            found.append(((column + offset, row), letter))
    return found
