"""The yardstick for the screen: a Textual app with one label, which a key changes."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Label

READY = "This is the label."
PRESSED = "Pressed"
RELEASED = "Not any more"


class OneLabel(App[None]):
    """As little as a Textual app can be; `x` changes the text."""

    BINDINGS: ClassVar = [("x", "press", "Change the text"), ("q", "quit", "Leave")]

    def compose(self) -> ComposeResult:
        """One label."""
        yield Label(READY)

    def action_press(self) -> None:
        """Say the other word."""
        label = self.query_one(Label)
        label.update(RELEASED if str(label.content) == PRESSED else PRESSED)


if __name__ == "__main__":
    OneLabel().run()
