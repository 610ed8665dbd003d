"""A question with a yes and a no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from yogaflow.tui.widgets.paragraph import Paragraph
from yogaflow.tui.widgets.text import Words

KEPT_NOWHERE = "It was never saved, and does not go into the trash."


class ConfirmScreen(ModalScreen[bool]):
    """True: y was pressed. False: anything else that ends it, return included."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,Y", "dismiss(True)", "Yes", show=False),
        Binding("n,enter,escape,space,q,ctrl+c", "dismiss(False)", "No", show=False),
    ]
    AUTO_FOCUS = ""

    def __init__(
        self, question: str, lines: Sequence[str] = (), *, yes: str = "yes", no: str = "no"
    ) -> None:
        """`lines` say what will happen; `yes` and `no` are the answers in a word or two."""
        super().__init__()
        self._question = question
        self._lines = tuple(lines)
        self._answers = f"y  {yes}      n  {no}"

    def compose(self) -> ComposeResult:
        """The question, what it is about, and the two answers."""
        with Vertical(id="box"):
            yield Paragraph(self._question, "ink!", centred=True)
            for text in self._lines:
                yield Paragraph(text, "quiet", centred=True)
            yield Words()
            answers = Words(centred=True)
            answers.show(((self._answers, "in!"),))
            yield answers
