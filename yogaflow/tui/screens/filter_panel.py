"""The panel that asks which flows are to be shown; what is behind it follows at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from yogaflow.library.search import FlowFilter
from yogaflow.tui.choice_rows import Choice
from yogaflow.tui.filters import Offer, questions, turned_sieve
from yogaflow.tui.screens.preview import choice_row
from yogaflow.tui.widgets.menu import Menu
from yogaflow.tui.widgets.text import Words


class FilterScreen(ModalScreen[None]):
    """Turns what is asked of flows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Back", show=False),
        Binding("right,enter,space", "turn(1)", "On", show=False),
        Binding("backspace,delete", "clear", "All flows", show=False),
        Binding("escape,q,x,ctrl+c", "dismiss", "Close", show=False),
    ]

    def __init__(self, sieve: FlowFilter, offer: Offer, take: Callable[[FlowFilter], str]) -> None:
        """`take` is called with each other sieve; it says how many flows pass, in a word or two."""
        super().__init__()
        self._sieve = sieve
        self._offer = offer
        self._take = take
        self._title = Words(id="title")
        self._menu = Menu[Choice](questions(sieve), choice_row, id="questions")

    def compose(self) -> ComposeResult:
        """A title with how many flows pass, the questions, the keys."""
        with Vertical(id="box"):
            yield self._title
            yield self._menu
            keys = Words(id="keys")
            keys.show(
                (
                    *(("← →", "ink!"), (" change   ", "quiet")),
                    *(("del", "ink!"), (" all   ", "quiet")),
                    *(("esc", "ink!"), (" done", "quiet")),
                )
            )
            yield keys

    def on_mount(self) -> None:
        """The questions take the arrows."""
        self._menu.styles.height = len(self._menu.items)
        self._menu.focus()
        self._show()

    def action_turn(self, by: int) -> None:
        """Turn the marked question."""
        choice = self._menu.current
        if choice is not None:
            self._sieve = turned_sieve(self._sieve, choice.name, by, self._offer)
            self._show()

    def action_clear(self) -> None:
        """Ask nothing any more."""
        self._sieve = FlowFilter()
        self._show()

    def on_menu_chosen(self) -> None:
        """A click on the marked line turns it."""
        self.action_turn(1)

    def _show(self) -> None:
        self._title.show((("Which flows?", "in!"),), ((self._take(self._sieve), "quiet"),))
        self._menu.show(questions(self._sieve))
