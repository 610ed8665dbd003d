"""Asked before a practice that has begun is left."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from yogaflow.tui.widgets.text import Words


class LeaveScreen(ModalScreen[bool]):
    """True: leave. False: go on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter,q,ctrl+c", "dismiss(True)", "Leave", show=False),
        Binding("n,escape,space", "dismiss(False)", "Stay", show=False),
    ]
    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        """The question and its two answers."""
        with Vertical(id="box"):
            for text, paint in (
                ("Leave this practice?", "ink!"),
                ("", "ink"),
                ("q  leave      space  stay", "in!"),
            ):
                line = Words(centred=True)
                line.show(((text, paint),))
                yield line
