"""The keys at the foot of a screen: as many as fit, the most needed first."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from yogaflow.tui.actions import Action
from yogaflow.tui.paint import Block, Painted, Row, Run, width_of

GAP: Run = ("   ", "ink")


class Keys(Painted):
    """Shows actions with their keys; a click on one does it."""

    def __init__(self, actions: Sequence[Action], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._actions = tuple(actions)

    def show(self, actions: Sequence[Action]) -> None:
        """Take other actions, because something else is going on."""
        if tuple(actions) != self._actions:
            self._actions = tuple(actions)
            self.repaint()

    def draw(self, width: int, height: int) -> Block:  # noqa: ARG002 - one row
        """One line."""
        row: list[Run] = []
        for action in fitting(self._actions, width):
            row += [GAP, *entry(action)] if row else entry(action)
        return [tuple(row)]

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        x = 0
        for action in fitting(self._actions, self.size.width):
            end = x + width_of(entry(action))
            if x <= event.x < end:
                await self.run_action(f"screen.act('{action.name}')")
            x = end + len(GAP[0])


def entry(action: Action) -> Row:
    """An action as it stands in the line."""
    return ((action.shown, "ink!"), (f" {action.short}", "quiet"))


def fitting(actions: Sequence[Action], width: int) -> list[Action]:
    """The actions that fit, in their order; the first ones matter most, the last always stays."""
    chosen: list[Action] = []
    ranked = sorted(actions, key=lambda action: action.rank)
    for action in ranked:
        taken = sum(width_of(entry(a)) + len(GAP[0]) for a in (*chosen, action)) - len(GAP[0])
        if taken <= width:
            chosen.append(action)
    return [action for action in actions if action in chosen]
