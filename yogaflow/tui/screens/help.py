"""Every key of the screen below. The practice goes on meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from yogaflow.tui.actions import Action, for_help
from yogaflow.tui.paint import Block, cut, wrap
from yogaflow.tui.widgets.menu import Menu
from yogaflow.tui.widgets.text import Words

KEY_WIDTH = 9

FRAME = 3
"""Rows of the box around the list, with its title."""

HelpLine = tuple[str, str]
"""A key, "" below the first line of its words; and words."""


class HelpScreen(ModalScreen[None]):
    """Lists actions with their keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter,space,f1,h", "dismiss", "Close", show=False)
    ]

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self._actions = for_help(actions)
        self._menu = Menu[HelpLine]((), line_row, id="actions")

    def compose(self) -> ComposeResult:
        """A title, the list, how to close it."""
        with Vertical(id="box"):
            title = Words(id="title")
            title.show((("Keys", "in!"),), (("escape closes", "quiet"),))
            yield title
            yield self._menu

    def on_mount(self) -> None:
        """The list takes the arrows."""
        self._menu.focus()

    def on_resize(self) -> None:
        """The list is as high as it needs to be; where it is narrow its lines are broken."""
        room = self.size.height - FRAME
        lines = help_lines(self._actions, self._menu.size.width)
        if len(lines) > room:
            lines = help_lines(self._actions, self._menu.size.width - len(" ▐"))
        self._menu.styles.height = min(len(lines), room)
        self._menu.show(lines)


def help_lines(actions: Sequence[Action], width: int) -> list[HelpLine]:
    """What the keys do, in lines of a width."""
    lines: list[HelpLine] = []
    for action in actions:
        texts = wrap(action.help, width - KEY_WIDTH - 1)
        lines += zip((action.shown, *[""] * len(texts)), texts, strict=False)
    return lines


def line_row(line: HelpLine, width: int, marked: bool) -> Block:
    """A line of the help: a key, or a blank, and words."""
    key = f" {line[0]:<{KEY_WIDTH}}"
    return [((key, "in!"), (cut(line[1], width - len(key)), "ink!" if marked else "ink"))]
