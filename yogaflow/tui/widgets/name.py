"""The name of the pose: in block letters where they fit, and written out below."""

from __future__ import annotations

from rich.cells import cell_len

from yogaflow.model import Pose
from yogaflow.tui.labels import name_line
from yogaflow.tui.paint import Block, Painted, Row, cut, fit
from yogaflow.tui.widgets.blockfont import fitting, letters_at, plain_letters


class Name(Painted):
    """Shows a pose, or a title where there is none."""

    def __init__(self, pose: Pose | None, title: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pose = pose
        self._title = title

    def show(self, pose: Pose | None, title: str) -> None:
        """Take another pose."""
        if pose is not self._pose or title != self._title:
            self._pose, self._title = pose, title
            self.repaint()

    @property
    def label(self) -> str:
        """The name in a few letters."""
        return self._pose.label if self._pose else self._title

    def draw(self, width: int, height: int) -> Block:
        """The name."""
        return name_rows(self._pose, self._title, width, height)


def name_rows(pose: Pose | None, title: str, width: int, height: int) -> Block:
    """The name in at most `height` rows, centred; the last row is the name written out."""
    label = pose.label if pose else title
    line = name_line(pose) if pose else ""
    if pose and cell_len(line) > width:
        line = pose.name  # The Sanskrit name is the first to go.
    letters = plain_letters(label)
    scale = min(fitting(letters, width, height - 1), 2.0) if letters else 0.0
    if not letters or not scale:
        text = cut(line or label, width)
        return [_middle(text, "ink!", width)]
    rows = [_middle(text, "ink", width) for text in letters_at(letters, scale)]
    if line.casefold() in {"", label.casefold()}:
        return rows
    gap: Block = [()] if len(rows) + 2 <= height else []
    return [*rows, *gap, _middle(cut(line, width), "quiet", width)]


def _middle(text: str, paint: str, width: int) -> Row:
    return fit(((text, paint),), width, "centre")
