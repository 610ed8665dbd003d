"""The figure on the screen: moves with the practice, breathes with the pacer.

Drawn by rows, and only the rows that changed are written: a breathing chest is a handful of
cells. What has been drawn once for a stance and a fullness of the lungs is kept.
"""

from __future__ import annotations

from collections import OrderedDict

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from yogaflow.figure.camera import Framing
from yogaflow.figure.motion import LEG_SECONDS
from yogaflow.figure.picture import Cells, Painter
from yogaflow.figure.rig import Stance
from yogaflow.practice.staging import Moment
from yogaflow.tui.figure_settings import FigureSettings
from yogaflow.tui.widgets.cells import CellStyles, painter_for, paper

LEVELS = 12
"""Steps of the breath: more would write rows that look the same."""

FRAMES = 10
"""Pictures a second of a body on its way."""

_KEPT = 20
"""Pictures kept, each up to 300 kB: those of one stance, from empty lungs to full ones."""

Key = tuple[object, ...]


class FigureView(Widget):
    """Shows one body. `show` draws only if it looks different from before."""

    def __init__(self, looks: FigureSettings | None = None, *, id: str | None = None) -> None:
        """`looks` is what the settings say of figures."""
        super().__init__(id=id)
        self._looks = looks or FigureSettings()
        self._moment: Moment | None = None
        self._level = 0
        self._turn = 0.0
        self._key: Key | None = None
        self._strips: list[Strip] = []
        self._kept: OrderedDict[Key, list[Strip]] = OrderedDict()
        self._frames: dict[Key, Framing] = {}
        self._styles = CellStyles(Style())

    def show(self, moment: Moment | None, *, breath: float = 0.0, turn: float = 0.0) -> None:
        """Take a new moment; `breath` is how full the lungs are, 0 to 1, `turn` in degrees."""
        self._moment, self._turn = moment, turn
        self._level = round(breath * LEVELS)
        self._draw_anew()

    def on_mount(self) -> None:
        """Plain cells have the paper of the theme."""
        self._styles = CellStyles(paper(self.app))

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._kept.clear()
        self._frames.clear()
        self._draw_anew()

    def notify_style_update(self) -> None:
        """Another theme: nothing that was drawn holds."""
        super().notify_style_update()
        self._key = None
        if self.is_attached:
            self._styles = CellStyles(paper(self.app))
        self._draw_anew()

    def render_line(self, y: int) -> Strip:
        """One row as Textual wants it."""
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, paper(self.app))

    # -- drawing ----------------------------------------------------------------------------

    def _draw_anew(self) -> None:
        width, height = self.size
        if not width or not height or not self.is_mounted:
            return
        key = (*self._seen(), width, height, self.app.theme)
        if key == self._key:
            return
        before, self._key = self._strips, key
        strips = self._kept.get(key)
        if strips is None:
            styles = self._styles
            strips = [Strip(styles.segments(row), width) for row in self._cells(width, height)]
            self._kept[key] = strips
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        self._strips = strips
        if len(before) != len(strips):
            self.refresh()
            return
        changed = [
            Region(0, y, width, 1)
            for y, (old, new) in enumerate(zip(before, strips, strict=True))
            if old is not new and old != new
        ]
        if changed:
            self.refresh(*changed)

    def _seen(self) -> Key:
        """What makes one picture another."""
        moment = self._moment
        if moment is None:
            return ("none",)
        if moment.moving:
            walked = moment.way.walked(moment.share)
            return (moment.way, round(walked * LEG_SECONDS * FRAMES), self._level, self._turn)
        return (moment.way.stops[-1], moment.framed, self._level, self._turn)

    def _cells(self, width: int, height: int) -> Cells:
        moment = self._moment
        if moment is None:
            return []
        paint = painter_for(self.app, self._looks)
        frame, follow = self._framing(paint, moment.framed, width, height), 0.0
        if moment.moving and moment.left is not moment.framed:
            # In the middle of the way the camera follows; at both ends it is where it stays.
            share = moment.way.walked(moment.share) / moment.way.legs
            follow = 4 * share * (1 - share)
            frame = self._framing(paint, moment.left, width, height).eased(frame, share)
        return paint.cells(
            moment.stance,
            width,
            height,
            breath=self._level / LEVELS,
            turn=self._turn,
            frame=frame,
            follow=follow,
            coarse=moment.moving,
        )

    def _framing(
        self, paint: Painter, stances: tuple[Stance, ...], width: int, height: int
    ) -> Framing:
        key = (stances, self._turn)
        frame = self._frames.get(key)
        if frame is None:
            if len(self._frames) > _KEPT:
                self._frames.clear()
            frame = paint.framing(stances, width, height, turn=self._turn)
            self._frames[key] = frame
        return frame
