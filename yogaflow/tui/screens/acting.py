"""What all full screens have in common: their actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.screen import Screen

from yogaflow.tui.actions import EVERYWHERE, Action


class ActingScreen(Screen[None]):
    """A screen whose bindings, palette, help and footer come from one list of actions."""

    ACTIONS: ClassVar[Sequence[Action]]

    async def action_act(self, name: str) -> None:
        """Do the action of that name, from a key, the palette or a click."""
        if any(action.name == name for action in EVERYWHERE):
            await self.run_action(f"app.{name}")
        else:
            self.act(name)

    def act(self, name: str) -> None:
        """Do one of the screen's own actions."""
        raise NotImplementedError
