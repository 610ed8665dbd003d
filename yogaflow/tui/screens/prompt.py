"""A question with one line to write as its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from yogaflow.tui.widgets.paragraph import Paragraph
from yogaflow.tui.widgets.text import Words


class AskScreen(ModalScreen[str | None]):
    """The result is the line, without blanks around it; None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "dismiss", "Leave", show=False, priority=True)
    ]

    def __init__(
        self,
        title: str,
        value: str = "",
        check: Callable[[str], str] = lambda _: "",
        *,
        hint: str = "",
    ) -> None:
        """`value` is what stands there at first. `check` gives a problem in plain words, or "".

        A line with a problem is not taken. `hint` is said where there is no problem.
        """
        super().__init__()
        self._check = check
        self._hint = hint
        self._title = Paragraph(title, "ink!")
        self._line = Input(value, compact=True, id="line-to-write")
        self._problem = Paragraph(hint, "quiet", id="problem")

    def compose(self) -> ComposeResult:
        """The question, the line, what is wrong with it, the keys."""
        with Vertical(id="box"):
            yield self._title
            yield self._line
            yield self._problem
            keys = Words(id="keys")
            keys.show(
                (("enter", "ink!"), (" done   ", "quiet"), ("esc", "ink!"), (" leave", "quiet"))
            )
            yield keys

    def on_mount(self) -> None:
        """The line takes the keys."""
        self._line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is wrong while it is written."""
        event.stop()
        self._tell(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the line, if nothing is wrong with it."""
        event.stop()
        if not self._tell(event.value):
            self.dismiss(event.value.strip())

    def _tell(self, value: str) -> str:
        problem = self._check(value.strip())
        self._problem.show(problem or self._hint, "warn" if problem else "quiet")
        return problem
