"""Asked before a practice that has begun is left."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from yogaflow.tui.screens.confirm import ConfirmScreen


class LeaveScreen(ConfirmScreen, inherit_bindings=False):
    """True: leave. False: go on. The key that asked leaves when it is pressed again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter,q,ctrl+c", "dismiss(True)", "Leave", show=False),
        Binding("n,escape,space", "dismiss(False)", "Stay", show=False),
    ]

    def __init__(self) -> None:
        super().__init__("Leave this practice?")
        self._answers = "q  leave      space  stay"
