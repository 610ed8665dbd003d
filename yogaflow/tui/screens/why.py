"""What a flow says of itself: why one does it, and the notes for whoever teaches it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from yogaflow.model import Flow
from yogaflow.tui.widgets.paragraph import Paragraph
from yogaflow.tui.widgets.text import Words


class WhyScreen(ModalScreen[None]):
    """Shows all of it, to be scrolled where it is longer than the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,w,enter,space", "dismiss", "Close", show=False)
    ]

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self._flow = flow

    def compose(self) -> ComposeResult:
        """The title, then the texts, each a paragraph."""
        flow = self._flow
        with VerticalScroll(id="box"):
            title = Words(id="title")
            title.show(((flow.title, "in!"),), (("escape closes", "quiet"),))
            yield title
            if flow.byline:
                yield Paragraph(flow.byline, "quiet")
            yield from (Paragraph(text) for text in flow.why)
            if flow.notes:
                yield Paragraph("Notes for whoever teaches it", "quiet")
            yield from (Paragraph(text) for text in flow.notes)

    def on_mount(self) -> None:
        """The texts take the arrows."""
        self.query_one("#box").focus()
