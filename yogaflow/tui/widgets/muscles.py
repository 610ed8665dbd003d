"""The muscles of a flow: for each a bar to the left and one to the right, in breaths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType

from yogaflow.model import Side, Work
from yogaflow.timeline.muscle_load import MuscleBreaths, balance
from yogaflow.tui.labels import MARKS
from yogaflow.tui.paint import Block, Painted, Row, cut, fit, scrolled, width_of, wrap

LEAST_BAR = 2
"""Cells of a bar that a long name leaves it, where there are any."""

LEAST_HEIGHT = 5
"""Rows from which on the last of them tells how right and left compare."""


class Marks(NamedTuple):
    """What a bar is made of: a cell, and half a cell at its left and at its right end."""

    whole: str
    left_end: str
    right_end: str


# Told apart by their shape as well as by their colour. Half a cell is the finest that looks the
# same on both sides: eighths exist at the left of a cell only.
MARKS_OF: Mapping[Work, Marks] = MappingProxyType(
    {
        Work.WORKS: Marks("▄", "▗", "▖"),
        Work.STRETCHES: Marks("━", "╺", "╸"),
        Work.RELEASES: Marks("╌", "╶", "╴"),
    }
)


class Muscles(Painted):
    """Shows the muscles of a plan; scrolls where there are more than rows."""

    can_focus = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "page(-1000)", "First", show=False),
        Binding("end", "page(1000)", "Last", show=False),
    ]

    def __init__(self, muscles: Sequence[MuscleBreaths], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._muscles = tuple(muscles)
        self._top = 0

    def show(self, muscles: Sequence[MuscleBreaths]) -> None:
        """Take other muscles; what is in sight stays as far as it can."""
        if tuple(muscles) != self._muscles:
            self._muscles = tuple(muscles)
            self.repaint()

    def draw(self, width: int, height: int) -> Block:
        """The chart from where it is scrolled to."""
        self._top = max(0, min(self._top, hidden(self._muscles, width, height)))
        return picture(self._muscles, width, height, self._top)

    def action_scroll(self, by: int) -> None:
        """By so many rows."""
        self._top += by
        self.repaint()

    def action_page(self, by: int) -> None:
        """By what is in sight."""
        self.action_scroll(by * max(1, self.size.height - 3))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel does what the arrows do."""
        event.stop()
        self.action_scroll(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """See `on_mouse_scroll_down`."""
        event.stop()
        self.action_scroll(-1)


def picture(muscles: Sequence[MuscleBreaths], width: int, height: int, top: int = 0) -> Block:
    """The chart in at most that size, from its row `top` on. The heading of what is in sight, and
    how right and left compare, stay in sight."""
    if not muscles:
        return [((line, "quiet"),) for line in wrap("No pose of this flow names a muscle.", width)]
    foot = _foot(muscles, width, height)
    room = height - len(foot)
    rows = chart(muscles, width)
    if len(rows) <= room:
        return [*rows, *([()] if len(rows) < room and foot else []), *foot]
    rows = chart(muscles, width - 2)
    seen = rows[top : top + room]
    if len(seen) > 1:
        seen[0] = _heading_at(muscles, rows, top)
    return scrolled([fit(row, width - 2) for row in seen], top, room, len(rows)) + foot


def hidden(muscles: Sequence[MuscleBreaths], width: int, height: int) -> int:
    """Rows of the chart that there is no room for."""
    return len(chart(muscles, width)) - (height - len(_foot(muscles, width, height)))


def chart(muscles: Sequence[MuscleBreaths], width: int) -> Block:
    """What works, is stretched and released, each under its heading, a row for each muscle."""
    if not muscles:
        return []
    most = max(max(m.right, m.left) for m in muscles)
    digits = len(str(most))
    space = width - 2 * (digits + 1 + LEAST_BAR)
    names = max(1, min(space, max(len(m.name) for m in muscles) + 2))
    names += (width - names) % 2  # as many cells to its left as to its right
    rows: Block = []
    for work in Work:
        lines = [muscle_row(m, width, names, most) for m in muscles if m.work is work]
        if lines:
            rows += [*([()] if rows else []), heading(work, width), *lines]
    return rows


def heading(work: Work, width: int) -> Row:
    """What happens to the muscles below it, between the sides; they give way where it is narrow."""
    left, right = f"{MARKS[Side.LEFT]} LEFT", f"RIGHT {MARKS[Side.RIGHT]}"
    word: Row = ((work.upper(), f"{work}!"),)
    if width < len(left) + len(right) + width_of(word) + 4:
        return fit(word, width, "centre")
    # The word stands in the middle of the whole, over the names.
    before = (width - width_of(word) + 1) // 2
    middle = fit(((" " * (before - len(left)), "ink"), *word), width - len(left) - len(right))
    return ((left, "quiet"), *middle, (right, "quiet"))


def muscle_row(muscle: MuscleBreaths, width: int, names: int, most: int) -> Row:
    """A muscle in exactly `width` cells: its name in `names` of them, a bar to each side as long
    as its breaths are of `most`, and their number at its end."""
    outer = (width - names) // 2
    name = cut(muscle.name, max(1, names - 2))
    left, right = (_half(muscle, side, outer, most) for side in (Side.LEFT, Side.RIGHT))
    return (*fit(left, outer, "right"), *fit(((name, "ink"),), names, "centre"), *fit(right, outer))


def _half(muscle: MuscleBreaths, side: Side, width: int, most: int) -> Row:
    breaths = muscle.on(side)
    number = str(breaths)
    bar = bar_of(breaths / most, max(0, width - len(str(most)) - 1), muscle.work, side)
    row: Row = ((bar, muscle.work.value), (" " if bar else "", "ink"))
    row = (*row, (number, "ink" if breaths else "quiet"))
    return row[::-1] if side is Side.LEFT else row


def bar_of(fraction: float, cells: int, work: Work, side: Side) -> str:
    """A bar that is that part of `cells` long, to half a cell, and grows to that side. What is
    anything at all is half a cell at least."""
    halves = round(min(1.0, fraction) * cells * 2)
    if fraction > 0 and cells:
        halves = max(1, halves)
    marks = MARKS_OF[work]
    whole, part = divmod(halves, 2)
    if side is Side.LEFT:
        return marks.left_end * part + marks.whole * whole
    return marks.whole * whole + marks.right_end * part


def _heading_at(muscles: Sequence[MuscleBreaths], rows: Block, top: int) -> Row:
    """The heading of the row there, which takes its place; an empty row stays one."""
    if not rows[top]:
        return rows[top]
    kinds = [work for work in Work if any(m.work is work for m in muscles)]
    work = kinds[rows[:top].count(())]  # each but the first begins with an empty row
    return heading(work, width_of(rows[top]))


def _foot(muscles: Sequence[MuscleBreaths], width: int, height: int) -> Block:
    """How right and left compare, in two lines at most; none where there is little room."""
    if height < LEAST_HEIGHT:
        return []
    uneven = balance(muscles)
    text = f"{uneven.capitalize()}." if uneven else "In breaths, alike on both sides."
    lines = wrap(text, width)
    lines[1:] = [cut(" ".join(lines[1:]), width)] if len(lines) > 1 else []
    return [fit(((line, "quiet"),), width, "centre") for line in lines]


__all__ = ["Muscles", "bar_of", "chart", "heading", "hidden", "muscle_row", "picture"]
