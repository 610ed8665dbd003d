"""A stance as cells, in one call: drawing, framing, raster and encoder put together."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from yogaflow.figure.blocks import ACROSS, COARSE, Blocks, Cell
from yogaflow.figure.camera import CELL_ASPECT, Framing, framing
from yogaflow.figure.colours import THEMES, colours_of
from yogaflow.figure.mono import braille, sticks
from yogaflow.figure.raster import raster
from yogaflow.figure.rig import Stance
from yogaflow.figure.scene import draw

Cells = list[list[Cell]]


class Encoding(StrEnum):
    """What a figure is made of on the screen."""

    QUADRANTS = "quadrants"
    HALVES = "halves"
    BRAILLE = "braille"
    ASCII = "ascii"

    @property
    def coloured(self) -> bool:
        """Whether its cells have colours."""
        return self in {Encoding.QUADRANTS, Encoding.HALVES}


def chosen(figures: str, *, colour: bool, unicode: bool, term: str) -> Encoding:
    """The encoding for a terminal: `figures` as in the settings, "auto" by what it can show.

    Without colour braille reads best; without Unicode only letters are left. The Linux console
    and the like have half blocks in their fonts, and no quadrants.
    """
    if figures not in {"auto", "off"}:
        wanted = Encoding(figures)
    elif term in {"linux", "vt220", "screen.linux"}:
        wanted = Encoding.HALVES
    else:
        wanted = Encoding.QUADRANTS
    if not unicode or term == "dumb":
        return Encoding.ASCII
    if wanted.coloured and not colour:
        return Encoding.BRAILLE
    return wanted


class Painter:
    """Draws stances in one encoding and theme; remembers the cells it has worked out."""

    def __init__(
        self,
        encoding: Encoding = Encoding.QUADRANTS,
        theme: str = "dark",
        aspect: float = CELL_ASPECT,
    ) -> None:
        """`theme` is "dark" or "light"; `aspect` is a cell's height by its width."""
        self.encoding = encoding
        self.theme = theme
        self.aspect = aspect
        colours, halves = colours_of(THEMES[theme]), encoding is Encoding.HALVES
        self._fine = Blocks(colours, halves=halves)
        self._coarse = Blocks(colours, halves=halves, down=COARSE)

    def framing(
        self, stances: tuple[Stance, ...], columns: int, rows: int, *, turn: float = 0.0
    ) -> Framing:
        """One framing for all of these stances: a movement between them shakes no camera."""
        bounds = draw(stances[0], breath=1.0, turn=turn).bounds
        for stance in stances[1:]:
            bounds = bounds.joined(draw(stance, breath=1.0, turn=turn).bounds)
        return framing(bounds, columns, rows, self.aspect)

    def cells(
        self,
        stance: Stance,
        columns: int,
        rows: int,
        *,
        breath: float = 0.0,
        turn: float = 0.0,
        frame: Framing | None = None,
        follow: float = 0.0,
        coarse: bool = False,
    ) -> Cells:
        """The stance in so many cells. `breath` is 0 to 1; `turn` degrees further around.

        Without a `frame` it is fitted to what is drawn. With `follow`, from 0 to 1, so much of
        that is taken, and the rest of the frame: a body on its way must not leave the picture.
        `coarse` halves the work for a picture that is gone in a tenth of a second.
        """
        if columns < 1 or rows < 1:
            return []
        drawing = draw(stance, breath=breath, turn=turn)
        if frame is None:
            frame = framing(drawing.bounds, columns, rows, self.aspect)
        elif follow:
            frame = frame.eased(framing(drawing.bounds, columns, rows, self.aspect), follow)
        if self.encoding is Encoding.BRAILLE:
            return braille(drawing, frame, columns, rows, self.aspect)
        if self.encoding is Encoding.ASCII:
            return sticks(stance, frame, columns, rows, self.aspect, turn)
        blocks = self._coarse if coarse else self._fine
        samples = raster(
            drawing, frame, columns, rows, ACROSS, blocks.down, self.aspect, shine=not coarse
        )
        return blocks(samples)


@lru_cache(maxsize=8)
def painter(
    encoding: Encoding = Encoding.QUADRANTS, theme: str = "dark", aspect: float = CELL_ASPECT
) -> Painter:
    """The painter for these, one for all widgets that ask."""
    return Painter(encoding, theme, aspect)
