"""A list to choose from: rows of one height, of which only those in sight are ever drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from yogaflow.tui.paint import Block, Painted, block, scrolled

T = TypeVar("T")


class Menu(Painted, Generic[T]):
    """Shows items and a mark on one of them. Posts `Moved` and `Chosen`."""

    can_focus = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "end(-1)", "First", show=False),
        Binding("end", "end(1)", "Last", show=False),
    ]

    @dataclass
    class Moved(Message):
        """Another item is marked."""

        menu: Menu[object]
        index: int

        @property
        def control(self) -> Menu[object]:
            """The menu."""
            return self.menu

    @dataclass
    class Chosen(Message):
        """The marked item was clicked."""

        menu: Menu[object]
        index: int

        @property
        def control(self) -> Menu[object]:
            """The menu."""
            return self.menu

    def __init__(
        self,
        items: Sequence[T],
        picture: Callable[[T, int, bool], Block],
        *,
        rows_each: int = 1,
        empty: str = "",
        id: str | None = None,
    ) -> None:
        """`picture` draws an item in a width, marked or not, in at most `rows_each` rows."""
        super().__init__(id=id)
        self._items: list[T] = list(items)
        self._picture = picture
        self._rows_each = rows_each
        self.empty = empty
        """What is said where there is no item."""
        self._top = 0
        self._lit = False
        self.always_marked = False
        """Whether the mark is drawn also where the keys go elsewhere."""
        self.index = 0
        """The marked item."""

    @property
    def items(self) -> Sequence[T]:
        """The items shown."""
        return self._items

    @property
    def current(self) -> T | None:
        """The marked item, None in an empty list."""
        return self._items[self.index] if self._items else None

    def show(self, items: Sequence[T], index: int | None = None) -> None:
        """Take other items; the mark stays at its place as far as it can."""
        self._items = list(items)
        self._mark(self.index if index is None else index)
        self.repaint()

    def draw(self, width: int, height: int) -> Block:
        """The items in sight; where there are more, a thin bar at the right says where."""
        if not self._items:
            return [((self.empty, "quiet"),)]
        each = self._rows_each
        fit = max(1, height // each)
        self._top = min(self._top, self.index, max(0, len(self._items) - fit))
        self._top = max(self._top, self.index - fit + 1, 0)
        more = len(self._items) > fit
        inner = width - 2 if more else width
        rows: Block = []
        for index in range(self._top, min(len(self._items), self._top + fit)):
            marked = index == self.index and (self._lit or self.always_marked)
            rows += block(
                self._picture(self._items[index], inner, marked), inner, each, align="left", down=0
            )
        return scrolled(rows, self._top, fit, len(self._items)) if more else rows

    def on_focus(self) -> None:
        """The mark is drawn only where the keys go."""
        self._lit = True  # `has_focus` is set after this handler
        self.repaint()

    def on_blur(self) -> None:
        """See `on_focus`."""
        self._lit = False
        self.repaint()

    def action_move(self, by: int) -> None:
        """Mark another item."""
        self._move(self.index + by)

    def action_page(self, by: int) -> None:
        """Move by what is in sight."""
        self._move(self.index + by * max(1, self.size.height // self._rows_each))

    def action_end(self, to: int) -> None:
        """To the first (-1) or the last (1) item."""
        self._move(0 if to < 0 else len(self._items) - 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the mark, as everything here can be done by keyboard too."""
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """See `on_mouse_scroll_down`."""
        event.stop()
        self.action_move(-1)

    def on_click(self, event: events.Click) -> None:
        """Mark what was clicked; a click on the marked item chooses it."""
        index = self._top + event.y // self._rows_each
        if index >= len(self._items):
            return
        if index == self.index:
            self.post_message(self.Chosen(self, index))  # type: ignore[arg-type]
        else:
            self._move(index)

    def _move(self, to: int) -> None:
        before = self.index
        self._mark(to)
        if self.index != before:
            self.repaint()
            self.post_message(self.Moved(self, self.index))  # type: ignore[arg-type]

    def _mark(self, to: int) -> None:
        self.index = max(0, min(len(self._items) - 1, to))
