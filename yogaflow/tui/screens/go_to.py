"""The poses of a practice, to go on from one of them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from yogaflow.practice.view import View
from yogaflow.timeline import SegmentKind, Timeline, Visit
from yogaflow.tui.labels import clock, visit_words
from yogaflow.tui.paint import Block, spread
from yogaflow.tui.widgets.menu import Menu
from yogaflow.tui.widgets.text import Words


class GoToScreen(ModalScreen[int]):
    """Asks for a visit of the plan: its index, None where the practice is to go on as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Go there", show=False),
        Binding("escape,q,g", "dismiss", "Close", show=False),
    ]

    def __init__(self, view: View) -> None:
        super().__init__()
        self._timeline = view.timeline
        visits = places(view.timeline)
        self._menu = Menu(visits, self._picture, id="lines")
        here = [n for n, visit in enumerate(visits) if visit.index <= view.visit.index]
        self._menu.index = here[-1] if here else 0

    def compose(self) -> ComposeResult:
        """The poses, each with its side and when it begins."""
        with Vertical(id="box"):
            title = Words(id="title")
            title.show((("Go on from", "ink!"),), (("enter goes there, escape closes", "quiet"),))
            yield title
            yield self._menu

    def on_mount(self) -> None:
        """The list takes as much room as it needs and there is."""
        self._menu.styles.height = min(len(self._menu.items), max(1, self.size.height - 5))
        self._menu.focus()

    def action_choose(self) -> None:
        """Go to the marked pose."""
        visit = self._menu.current
        self.dismiss(None if visit is None else visit.index)

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        """Go to the one that was clicked."""
        event.stop()
        self.action_choose()

    def _picture(self, visit: Visit, width: int, marked: bool) -> Block:
        paint = "in!" if marked else "ink"
        begins = self._timeline.segments[visit.first].start
        words = visit_words(self._timeline, visit)
        return [spread(((words, paint),), ((clock(begins), "quiet"),), width)]


def places(timeline: Timeline) -> list[Visit]:
    """The visits of a plan that one can go on from: not the countdown, nor a nameless rest."""
    rests = {SegmentKind.READY, SegmentKind.REST}
    return [visit for visit in timeline.visits if visit.kind not in rests or visit.title]


def visit_at(timeline: Timeline, part: float) -> int:
    """Index of the visit that is played at a part of the whole, 0 to 1."""
    at = part * timeline.duration
    begun = [v.index for v in timeline.visits if timeline.segments[v.first].start <= at]
    return begun[-1] if begun else 0
