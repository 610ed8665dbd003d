"""A flow as a film: small figures in a row, each with its name, the marked one in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from yogaflow.figure.blocks import Cell
from yogaflow.figure.rig import Stance
from yogaflow.tui.figure_settings import FigureSettings
from yogaflow.tui.paint import Row, fit, shortened
from yogaflow.tui.palette import DARK, PALETTES
from yogaflow.tui.widgets.cells import CellStyles, painter_for, paper

FRAME = 17
"""Columns that one picture takes at least; one more is air."""

_KEPT = 300
"""Pictures kept."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: a body, None where there is no figure, and what stands below it."""

    stance: Stance | None
    caption: Row


class FilmStrip(Widget):
    """Shows frames around a marked one. Posts `Picked` when one is clicked."""

    @dataclass
    class Picked(Message):
        """A frame was clicked."""

        strip: FilmStrip
        index: int

        @property
        def control(self) -> FilmStrip:
            """The strip."""
            return self.strip

    def __init__(self, looks: FigureSettings | None = None, *, id: str | None = None) -> None:
        """`looks` is what the settings say of figures."""
        super().__init__(id=id)
        self._looks = looks or FigureSettings()
        self._frames: Sequence[Frame] = ()
        self._marked = 0
        self._pictures: dict[tuple[object, ...], list[list[Cell]]] = {}
        self._rows: list[Strip] = []
        self._drawn: tuple[object, ...] | None = None

    def show(self, frames: Sequence[Frame], marked: int = 0) -> None:
        """Take frames, and which of them is marked."""
        if frames == self._frames and marked == self._marked:
            return
        self._frames, self._marked = frames, marked
        self._drawn = None
        self.refresh()

    def mark(self, index: int) -> None:
        """Mark another frame."""
        self.show(self._frames, index)

    @property
    def first(self) -> int:
        """The first frame in sight."""
        fits = self._fits
        return max(0, min(self._marked - fits // 2, len(self._frames) - fits))

    @property
    def _fits(self) -> int:
        return max(1, (self.size.width + 1) // (FRAME + 1))

    @property
    def _each(self) -> int:
        """Columns of one picture: all of the width is used."""
        return max(1, (self.size.width + 1) // self._fits - 1)

    def render_line(self, y: int) -> Strip:
        """One row as Textual wants it."""
        width, height = self.size
        drawn = (width, height, self.app.theme)
        if drawn != self._drawn:
            self._drawn = drawn
            self._rows = self._draw(width, height)
        return self._rows[y] if y < len(self._rows) else Strip.blank(width, paper(self.app))

    def on_click(self, event: events.Click) -> None:
        """A click on a picture marks it."""
        index = self.first + event.x // (self._each + 1)
        if index < len(self._frames):
            self.post_message(self.Picked(self, index))

    def _draw(self, width: int, height: int) -> list[Strip]:
        if not self._frames or height < 3:
            return []
        styles = CellStyles(paper(self.app))
        palette = PALETTES.get(self.app.theme, PALETTES[DARK])
        gap, each = Segment(" ", paper(self.app)), self._each
        rows: list[list[Segment]] = [[] for _ in range(height)]
        shown = self._frames[self.first : self.first + self._fits]
        for number, frame in enumerate(shown, self.first):
            picture = self._picture(frame.stance, each, height - 1)
            for row, cells in zip(rows, picture, strict=False):
                row += [*styles.segments(cells), gap]
            marked = number == self._marked
            caption = fit(shortened(frame.caption, each), each, "centre")
            if marked:
                caption = tuple((text, "in!" if text.strip() else paint) for text, paint in caption)
            rows[-1] += [*(Segment(text, palette.style(paint)) for text, paint in caption), gap]
        return [Strip(row).adjust_cell_length(width, paper(self.app)) for row in rows]

    def _picture(self, stance: Stance | None, width: int, height: int) -> list[list[Cell]]:
        if stance is None:
            return [[(" ", None, None)] * width for _ in range(height)]
        key = (stance, width, height, self.app.theme, self.app.no_color)
        picture = self._pictures.get(key)
        if picture is None:
            if len(self._pictures) > _KEPT:
                self._pictures.clear()
            painter = painter_for(self.app, self._looks)
            picture = self._pictures[key] = painter.cells(stance, width, height)
        return picture
