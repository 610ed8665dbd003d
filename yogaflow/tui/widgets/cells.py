"""Cells of a figure as rows of Textual's, and the painter that this screen wants."""

from __future__ import annotations

import os
from collections.abc import Sequence

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.strip import Strip

from yogaflow.figure.blocks import Cell
from yogaflow.figure.colours import Colour
from yogaflow.figure.picture import Painter, chosen, painter
from yogaflow.tui.figure_settings import FigureSettings, speaks_unicode
from yogaflow.tui.palette import DARK, LIGHT, PALETTES


def painter_for(app: App[object], looks: FigureSettings) -> Painter:
    """The painter for the app's theme and terminal, as the settings have it."""
    encoding = chosen(
        looks.figures,
        colour=not app.no_color,
        unicode=speaks_unicode(),
        term=os.environ.get("TERM", ""),
    )
    return painter(encoding, "light" if app.theme == LIGHT else "dark", looks.cell_aspect)


def paper(app: App[object]) -> Style:
    """Plain ink on the paper of the app's theme."""
    return PALETTES.get(app.theme, PALETTES[DARK]).style("ink")


_MOST_STYLES = 2_000
"""Styles that are remembered. A whole practice has 50,000 pairs of colours, which are 30 MB."""


class CellStyles:
    """Styles for pairs of colours, made once each."""

    def __init__(self, plain: Style) -> None:
        """`plain` is for cells without colours."""
        self._plain = plain
        self._styles: dict[tuple[Colour | None, Colour | None], Style] = {}

    def segments(self, row: Sequence[Cell]) -> list[Segment]:
        """A row of cells: a segment for each run of one style."""
        if not row:
            return []
        segments: list[Segment] = []
        run, last = "", row[0][1:]
        for letter, front, back in row:
            if (front, back) != last:
                segments.append(Segment(run, self._style(*last)))
                run, last = "", (front, back)
            run += letter
        segments.append(Segment(run, self._style(*last)))
        return segments

    def _style(self, front: Colour | None, back: Colour | None) -> Style:
        if front is None and back is None:
            return self._plain
        style = self._styles.get((front, back))
        if style is None:
            if len(self._styles) >= _MOST_STYLES:
                self._styles.clear()
                Strip.render_ansi.cache_clear()  # Textual's own, which would hold 16,000 of them.
            style = Style.from_color(
                Color.from_rgb(*front) if front else None, Color.from_rgb(*back) if back else None
            )
            self._styles[(front, back)] = style
        return style
