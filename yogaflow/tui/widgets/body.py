"""One body standing still: the pose at the cursor, or the one that is about to be added."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from yogaflow.figure.rig import Stance
from yogaflow.tui.figure_settings import FigureSettings
from yogaflow.tui.paint import Row, fit, shortened
from yogaflow.tui.palette import DARK, PALETTES
from yogaflow.tui.widgets.cells import CellStyles, painter_for, paper

_KEPT = 60
"""Pictures kept."""


class Body(Widget):
    """Shows a stance with a line below it."""

    def __init__(self, looks: FigureSettings | None = None, *, id: str | None = None) -> None:
        """`looks` is what the settings say of figures."""
        super().__init__(id=id)
        self._looks = looks or FigureSettings()
        self._stance: Stance | None = None
        self._caption: Row = ()
        self._pictures: dict[tuple[object, ...], list[Strip]] = {}

    def show(self, stance: Stance | None, caption: Row = ()) -> None:
        """Take another body, None for none, and what stands below it."""
        if self._looks.figures == "off":
            stance = None
        if stance is not self._stance or caption != self._caption:
            self._stance, self._caption = stance, caption
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row as Textual wants it."""
        width, height = self.size
        plain = paper(self.app)
        if y == height - 1 and self._caption:
            palette = PALETTES.get(self.app.theme, PALETTES[DARK])
            row = fit(shortened(self._caption, width), width, "centre")
            return Strip([Segment(text, palette.style(paint)) for text, paint in row], width)
        strips = self._picture(width, height - 1)
        return strips[y] if y < len(strips) else Strip.blank(width, plain)

    def _picture(self, width: int, height: int) -> list[Strip]:
        stance = self._stance
        if stance is None or width < 10 or height < 4:
            return []
        key = (stance, width, height, self.app.theme, self.app.no_color)
        strips = self._pictures.get(key)
        if strips is None:
            if len(self._pictures) > _KEPT:
                self._pictures.clear()
            cells = painter_for(self.app, self._looks).cells(stance, width, height)
            styles = CellStyles(paper(self.app))
            strips = [Strip(styles.segments(row), width) for row in cells]
            self._pictures[key] = strips
        return strips
