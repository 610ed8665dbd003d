"""What is wrong with a flow, all of it, with its places."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from yogaflow.library.library import Entry
from yogaflow.model import Problem
from yogaflow.tui.paint import Block, wrap
from yogaflow.tui.widgets.menu import Menu
from yogaflow.tui.widgets.text import Words

ROWS_EACH = 3


class BrokenScreen(ModalScreen[None]):
    """Lists the problems of one file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,space", "dismiss", "Close", show=False)
    ]

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry = entry
        self._menu = Menu[Problem](entry.problems, problem_rows, rows_each=ROWS_EACH, id="problems")

    def compose(self) -> ComposeResult:
        """The file, and the list."""
        with Vertical(id="box"):
            title = Words(id="title")
            title.show(((str(self._entry.path), "warn!"),))
            yield title
            yield self._menu

    def on_mount(self) -> None:
        """The list takes the arrows, and is as high as it needs to be."""
        self._menu.styles.height = ROWS_EACH * len(self._entry.problems)
        self._menu.focus()


def problem_rows(problem: Problem, width: int, marked: bool) -> Block:
    """A problem: where, and what."""
    where = f"line {problem.line}, column {problem.column}: "
    lines = wrap(where + problem.message, width)[: ROWS_EACH - 1]
    return [((line, "ink!" if marked else "ink"),) for line in lines]
