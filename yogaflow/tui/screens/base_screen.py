"""What all full screens have in common: their actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.screen import Screen

from yogaflow.tui.actions import EVERYWHERE, Action

LAYOUT = "Keys are Latin letters: switch the keyboard layout."

WIDTHS = [(0, "-narrow"), (74, "-wide")]
"""Classes of a screen by the least columns they need."""

HEIGHTS = [(0, "-least"), (11, "-low"), (22, "-middle"), (34, "-tall")]
"""The same by rows."""


def form(width: int, height: int) -> list[str]:
    """The classes of a screen of that size.

    Textual sets them itself when the terminal tells its size; a first screen that has them
    already is laid out once instead of twice.
    """
    return [
        max((least, name) for least, name in table if least <= size)[1]
        for table, size in ((WIDTHS, width), (HEIGHTS, height))
    ]


def method_of(name: str) -> str:
    """The method of a screen that does the action of that name."""
    return f"do_{name.replace('-', '_')}"


class BaseScreen(Screen[None]):
    """A screen whose bindings, palette, help and footer come from one list of actions."""

    ACTIONS: ClassVar[Sequence[Action]]

    async def action_act(self, name: str) -> None:
        """Do the action of that name, from a key, the palette or a click."""
        if any(action.name == name for action in EVERYWHERE):
            await self.run_action(f"app.{name}")
        else:
            self.act(name)

    def act(self, name: str) -> None:
        """Do one of the screen's own actions: what its method `do_NAME` does."""
        getattr(self, method_of(name))()

    def on_key(self, event: events.Key) -> None:
        """A letter of another alphabet, which no text field has taken: say why nothing happens."""
        letter = event.character or ""
        if not letter.isalpha() or letter.isascii():
            return
        is_named = event.key.isascii() and len(event.key) == 1  # The terminal has told its key.
        if not (is_named or self.app.has_class("-told")):
            self.app.add_class("-told")  # Once is enough.
            self.notify(LAYOUT)

    def lead(self, message: Message) -> None:
        """Have the app go where a message leads, at once: were it posted, this screen would get
        the keys that have been typed for the next."""
        getattr(self.app, message.handler_name)(message)
