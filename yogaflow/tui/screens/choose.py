"""A question with a few answers, each on a key of its own, and lines to look at before."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from yogaflow.tui.paint import Row
from yogaflow.tui.widgets.menu import Menu
from yogaflow.tui.widgets.text import Words


class ChooseScreen(ModalScreen[str]):
    """Asks. The result is the key of the answer; escape is the last one."""

    AUTO_FOCUS = ""
    CSS_PATH = "../editor.tcss"

    def __init__(
        self, title: str, answers: Sequence[tuple[str, str]], lines: Sequence[Row] = ()
    ) -> None:
        """Each answer is a key and what it does; `lines` are shown between, and can be scrolled."""
        super().__init__()
        self._question = title
        self._answers = tuple(answers)
        self._lines = Menu[Row](lines, lambda row, _width, _marked: [row], id="lines")

    def compose(self) -> ComposeResult:
        """The question, what it is about, the answers."""
        with Vertical(id="box"):
            title = Words(id="title")
            title.show(((self._question, "ink!"),))
            yield title
            yield self._lines
            for key, text in self._answers:
                line = Words()
                line.show(((f"  {key:<8}", "in!"), (text, "ink")))
                yield line

    def on_mount(self) -> None:
        """The lines take as much room as they need and there is."""
        room = max(0, self.size.height - 5 - len(self._answers))
        self._lines.styles.height = min(len(self._lines.items), room)
        self._lines.display = bool(self._lines.items)
        if self._lines.items:
            self._lines.focus()

    def on_key(self, event: events.Key) -> None:
        """An answer by its key, the last one by escape."""
        keys = {key: key for key, _ in self._answers}
        keys["escape"] = keys["ctrl+c"] = self._answers[-1][0]
        letter = (event.character or "").lower()
        name = letter if letter in keys else event.key
        if name in keys:
            event.stop()
            event.prevent_default()
            self.dismiss(keys[name])
