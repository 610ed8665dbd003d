"""Where the practice is: a line through the whole flow, with a mark at each switch of sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from yogaflow.timeline.timeline import SegmentKind, Timeline
from yogaflow.tui.paint import Block, Painted, Row


class Progress(Painted):
    """Shows a position on a timeline."""

    @dataclass
    class Clicked(Message):
        """A place of the line was clicked: a part of the whole, 0 to 1."""

        part: float

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._timeline: Timeline | None = None
        self._switches: tuple[float, ...] = ()
        self._done = 0.0
        self._key: object = None

    def show(self, timeline: Timeline, position: float) -> None:
        """Take a position, seconds from the beginning; half a cell is the least that is drawn."""
        if timeline is not self._timeline:
            self._timeline = timeline
            self._switches = switches(timeline)
        self._done = position / timeline.duration if timeline.duration else 0.0
        key = (self._switches, round(self._done * 2 * self.size.width))
        if key != self._key:
            self._key = key
            self.repaint()

    def on_click(self, event: events.Click) -> None:
        """Tell where."""
        at = event.get_content_offset(self)
        if at is not None:
            self.post_message(self.Clicked((at.x + 0.5) / max(1, self.size.width)))

    def draw(self, width: int, height: int) -> Block:  # noqa: ARG002 - one row
        """The line."""
        return [progress(width, self._done, self._switches)]


def switches(timeline: Timeline) -> tuple[float, ...]:
    """Where sides are switched, as parts of the whole (0 to 1)."""
    whole = timeline.duration or 1.0
    return tuple(s.start / whole for s in timeline.segments if s.kind is SegmentKind.SWITCH)


def progress(width: int, done: float, marks: Sequence[float]) -> Row:
    """The line in exactly `width` cells: heavy where it is done, light ahead."""
    half = round(min(1.0, max(0.0, done)) * width * 2)
    at = {min(width - 1, int(mark * width)) for mark in marks}
    cells = []
    for x in range(width):
        passed = 2 * x + 1 < half
        if x in at:
            cells.append(("◆" if passed else "◇", "side"))
        elif passed:
            cells.append(("━", "in"))
        elif 2 * x < half:
            cells.append(("╸", "in"))
        else:
            cells.append(("─", "track"))
    return tuple(cells)
