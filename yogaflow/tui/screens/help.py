"""Every key of the screen below. The practice goes on meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from yogaflow.tui.actions import Action, for_help
from yogaflow.tui.paint import Block, cut
from yogaflow.tui.widgets.menu import Menu
from yogaflow.tui.widgets.text import Words

KEY_WIDTH = 9


class HelpScreen(ModalScreen[None]):
    """Lists actions with their keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter,space,f1,h", "dismiss", "Close", show=False)
    ]

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self._menu = Menu[Action](for_help(actions), action_row, id="actions")

    def compose(self) -> ComposeResult:
        """A title, the list, how to close it."""
        with Vertical(id="box"):
            title = Words(id="title")
            title.show((("Keys", "in!"),), (("escape closes", "quiet"),))
            yield title
            yield self._menu

    def on_mount(self) -> None:
        """The list takes the arrows, and is as high as it needs to be."""
        self._menu.styles.height = len(self._menu.items)
        self._menu.focus()


def action_row(action: Action, width: int, marked: bool) -> Block:
    """An action in one row: its key and what it does, its title alone where it is narrow."""
    key = f" {action.shown:<{KEY_WIDTH}}"
    text = action.help if len(action.help) <= width - len(key) else action.title
    return [((key, "in!"), (cut(text, width - len(key)), "ink!" if marked else "ink"))]
