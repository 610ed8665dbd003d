"""The figure in the player: where it stands, what is lit, and the keys that turn it.

Loaded after the first picture, for it brings the whole of `figure` with it.
"""

from __future__ import annotations

from textual.containers import Vertical
from textual.screen import Screen

from yogaflow.practice.staging import Staging
from yogaflow.practice.view import View
from yogaflow.tui.figure_settings import FigureSettings
from yogaflow.tui.widgets.figure import FigureView
from yogaflow.tui.widgets.muscle_legend import MuscleLegend

QUARTER = 90.0
"""Degrees of one turn."""


class FigurePresenter:
    """Draws the body of a practice on a screen, beside the count or large."""

    def __init__(self, screen: Screen[None], place: Vertical, looks: FigureSettings) -> None:
        """Mounts what it needs in that place."""
        self._screen = screen
        self._stager = Staging(still=looks.reduced_motion)
        self._calm = looks.reduced_motion
        self._turn = 0.0
        self._figure = FigureView(looks)
        self._lit = MuscleLegend(id="lit")
        self._rows = 2
        place.mount(self._figure, self._lit)

    def show(self, view: View, breath: float) -> None:
        """Take a new view, and how full the lungs are, 0 to 1."""
        if not self._figure.is_mounted or not self._figure.size:
            return
        moment = self._stager.moment(view)
        self._figure.show(moment, breath=0.0 if self._calm else breath, turn=self._turn)
        self._lit.show(moment.way.stops[-1].lit if moment is not None else ())
        # As many rows as the names need, while most of the place is left to the figure.
        most = max(2, self._figure.container_size.height // 3)
        rows = min(most, max(2, len(self._lit.rows(self._lit.size.width))))
        if self._lit.size.width and rows != self._rows:
            self._rows = rows
            self._lit.styles.height = rows

    def act(self, name: str) -> None:
        """Do "figure" (beside, large, none) or "turn"."""
        if name == "turn":
            self._turn = (self._turn + QUARTER) % 360
            return
        screen = self._screen
        wide = screen.has_class("-wide") and not screen.has_class("-low", "-least")
        if screen.has_class("-portrait"):
            screen.remove_class("-portrait")
            screen.set_class(wide, "-unseen")
        elif screen.has_class("-unseen"):
            screen.remove_class("-unseen")
        else:
            screen.add_class("-portrait")
