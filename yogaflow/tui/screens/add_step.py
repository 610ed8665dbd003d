"""Adding a step: look for a pose, see it, choose how long; or type a line and get the step.

Stays open, so that a whole flow can be written in one go: a few letters and enter for each step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen

from yogaflow.editing.bumping import bumped
from yogaflow.editing.completion import pose_candidate
from yogaflow.figure.rig import stance
from yogaflow.format.pose_source import PoseSource
from yogaflow.importing.line import (
    QuickProblem,
    QuickStep,
    read_quick,
    read_quick_lines,
    usual_amount,
)
from yogaflow.importing.line.writing import item_lines
from yogaflow.model import Pose, Side
from yogaflow.tui.completion_list import ranked
from yogaflow.tui.figure_settings import FigureSettings
from yogaflow.tui.paint import Block, Row, cut, spread
from yogaflow.tui.widgets.body import Body
from yogaflow.tui.widgets.menu import Menu
from yogaflow.tui.widgets.text import Words

HINT = "a pose, or a line: pigeon 5-10 breaths, right then left"


class AddStepScreen(ModalScreen[None]):
    """Looks for poses. Calls `put` with the lines of each step that is taken."""

    AUTO_FOCUS = ""
    CSS_PATH = "../editor.tcss"

    def __init__(
        self,
        poses: Sequence[Pose],
        source: PoseSource,
        put: Callable[[Sequence[str], str], str],
        *,
        title: str = "Add a step",
        only: bool = False,
        looks: FigureSettings | None = None,
    ) -> None:
        """`put` gets the lines of a step and the pose's key ("" where there is none), and says
        what was done. With `only` one pose is picked, and no line can be typed.
        """
        super().__init__()
        self._poses = tuple(poses)
        self._candidates = tuple(pose_candidate(pose) for pose in poses)
        self._source = source
        self._put = put
        self._purpose = title
        self._only = only
        self._query = ""
        self._amounts: dict[str, str] = {}
        self._quick: QuickStep | QuickProblem | None = None
        self._moved = False
        self._told: Row = ()
        self._heading = Words(id="title")
        self._typed = Words(id="typed")
        self._menu = Menu[Pose](self._poses, self._pose_row, empty="", id="found")
        self._body = Body(looks, id="shape")
        self._line = Words(id="result")

    def compose(self) -> ComposeResult:
        """What is typed, the poses with the marked one drawn, what enter would add."""
        with Vertical(id="box"):
            yield self._heading
            yield self._typed
            with Horizontal(id="poses"):
                yield self._menu
                yield self._body
            yield self._line

    def on_mount(self) -> None:
        """All poses, before anything is typed."""
        self._menu._lit = True
        self._show()

    # -- typing -----------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Every key, here and in order: a binding is run elsewhere, and the letters that were
        typed behind it might overtake it."""
        moves = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}
        if event.key in {"escape", "ctrl+c"}:
            self.dismiss()
        elif event.key == "enter":
            self.take()
        elif event.key in moves:
            self._mark(moves[event.key])
        elif event.key in {"left", "right"}:
            self._change(-1 if event.key == "left" else 1)
        elif event.key == "backspace":
            self._query = self._query[:-1]
            self._type()
        elif event.key in {"ctrl+u", "ctrl+w"}:
            self._query = ""
            self._type()
        elif event.character and event.character.isprintable():
            self._query += event.character
            self._type()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """A pasted list is a step for each line; what is not understood is kept as a comment."""
        event.stop()
        lines = [line for line in event.text.splitlines() if line.strip()]
        if self._only or len(lines) < 2:
            self._query += " ".join(lines)
            self._type()
            return
        found = read_quick_lines(event.text, self._source)
        done = len(found.results) - len(found.problems)
        if done:
            self._put(tuple(item_lines(found.items, 0)), "")
        self._query = ""
        self._type()
        self._told = ((f"{done} steps added", "in"),)
        if found.problems:
            first = found.problems[0]
            text = f"{done} of {len(found.results)} lines; line {first.line}: {first.message}"
            self._told = ((text, "warn"),)
        self._show()

    def _type(self) -> None:
        self._moved = False
        self._told = ()
        words = " ".join(self._query.split())
        self._quick = read_quick(words, self._source) if words and not self._only else None
        first = self._quick.pose if isinstance(self._quick, QuickStep) else ""
        found = self._matching(words)
        if first:
            found.sort(key=lambda pose: pose.key != first)
        self._menu.show(found, 0)
        self._show()

    def _matching(self, words: str) -> list[Pose]:
        by_key = {pose.key: pose for pose in self._poses}
        query = words
        while query:
            found = [by_key[one.label] for one in ranked(query, self._candidates)]
            if found:
                return found
            # `pigeon 5 breaths`: what is not part of the name comes behind it.
            query = query.rpartition(" ")[0]
        return [] if words else list(self._poses)

    # -- choosing ---------------------------------------------------------------------------

    def _mark(self, by: int) -> None:
        self._moved = True
        self._menu._move(self._menu.index + by)
        self._show()

    def _change(self, by: int) -> None:
        pose = self._menu.current
        if pose is not None and not self._only:
            self._moved = True
            self._amounts[pose.key] = bumped(self._amount(pose), by)
            self._show()

    def take(self) -> None:
        """Add what is shown below, and be ready for the next."""
        lines, key = self._chosen()
        if not lines:
            return
        told = self._put(lines, key)
        if self._only:
            self.dismiss()
            return
        self._query, self._quick, self._moved = "", None, False
        self._menu.show(self._poses, 0)
        self._told = ((told, "in"),)
        self._show()

    def on_menu_chosen(self) -> None:
        """A click on the marked pose takes it."""
        self._moved = True
        self.take()

    def on_menu_moved(self) -> None:
        """A click, or the wheel."""
        self._moved = True
        self._show()

    def _chosen(self) -> tuple[Sequence[str], str]:
        """The lines that enter would add: those of the typed line, or of the marked pose."""
        if isinstance(self._quick, QuickStep) and not self._moved:
            return self._quick.lines, self._quick.pose or ""
        pose = self._menu.current
        if pose is None or (self._is_line() and not self._moved):
            return (), ""
        return (f"- {pose.key}: {self._amount(pose)}",), pose.key

    def _is_line(self) -> bool:
        """Whether more than a pose was typed: then a slip is told, and nothing is guessed."""
        return any(letter.isdigit() or letter in ",:;" for letter in self._query.strip())

    def _amount(self, pose: Pose) -> str:
        return self._amounts.get(pose.key) or usual_amount(pose)

    # -- drawing ----------------------------------------------------------------------------

    def _show(self) -> None:
        keys = "enter takes it   escape" if self._only else "enter adds   ← → amount   esc closes"
        self._heading.show(((self._purpose, "in!"),), ((keys, "quiet"),))
        typed: Row = ((self._query, "ink!"), ("▏", "ink!"))
        self._typed.show(typed if self._query else (("▏", "ink!"), (HINT, "quiet")))
        pose = self._menu.current
        side = Side.RIGHT if pose is not None and pose.sides else None
        self._body.show(
            stance(pose, side) if pose else None, ((pose.name, "quiet"),) if pose else ()
        )
        self._line.show(self._result())
        self._menu.repaint()

    def _result(self) -> Row:
        if self._told:
            return self._told
        lines, key = self._chosen()
        if self._only:
            return ((key, "ink!"),)
        if not lines:
            problem = self._quick.message if isinstance(self._quick, QuickProblem) else ""
            return ((problem or "no pose is called so", "warn"),)
        return (("  ".join(" ".join(line.split()) for line in lines), "ink!"),)

    def _pose_row(self, pose: Pose, width: int, marked: bool) -> Block:
        mark: Row = (("▌ ", "in"),) if marked else (("  ", "ink"),)
        amount: Row = () if self._only else ((self._amount(pose), "in" if marked else "quiet"),)
        name = cut(pose.name, width - 4)
        return [spread((*mark, (name, "ink!" if marked else "ink")), amount, width)]
