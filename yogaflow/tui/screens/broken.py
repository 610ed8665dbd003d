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


class BrokenScreen(ModalScreen[int | None]):
    """Lists the problems of one file. The result is the line (from 1) to edit it at, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,enter", "edit", "Edit", show=False),
        Binding("escape,q,space,ctrl+c", "dismiss", "Close", show=False),
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
            keys = Words(centred=True, id="keys")
            keys.show((("e  edit it there      esc  close", "in!"),))
            yield keys

    def on_mount(self) -> None:
        """The list takes the arrows, and is as high as it needs to be."""
        room = max(ROWS_EACH, self.size.height - 5)  # border, title and keys
        self._menu.styles.height = min(ROWS_EACH * len(self._entry.problems), room)
        self._menu.focus()

    def action_edit(self) -> None:
        """To the marked problem, in the editor."""
        problem = self._menu.current
        self.dismiss(problem.line if problem is not None else 0)

    def on_menu_chosen(self) -> None:
        """A click on the marked problem does as its key."""
        self.action_edit()


def problem_rows(problem: Problem, width: int, marked: bool) -> Block:
    """A problem: where, and what."""
    where = f"line {problem.line}, column {problem.column}: "
    lines = wrap(where + problem.message, width)[: ROWS_EACH - 1]
    return [((line, "ink!" if marked else "ink"),) for line in lines]
