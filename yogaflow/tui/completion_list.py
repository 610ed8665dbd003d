"""The list of completions over the text: filters as one types, and puts in what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len
from textual.fuzzy import FuzzySearch

from yogaflow.editing.change import Change
from yogaflow.editing.completion import Candidate, Completion, complete
from yogaflow.model import Pose
from yogaflow.tui.paint import Block, cut
from yogaflow.tui.widgets.menu import Menu
from yogaflow.tui.widgets.page import PageText

ROWS = 7
"""Rows of the list at most."""
WIDTH = 44
"""Cells it is wide at most."""


def ranked(query: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates that match a word, best first; all of them, as they come, for no word.

    Fuzzy: the letters must come in that order. What begins with the word goes first.
    """
    wanted = query.strip().lower()
    if not wanted:
        return list(candidates)
    search = FuzzySearch()
    found: list[tuple[float, Candidate]] = []
    for candidate in candidates:
        score = 0.0
        for number, name in enumerate((candidate.label, *candidate.names)):
            low = name.lower()
            value = search.match(wanted, low)[0]
            if value and low.startswith(wanted):
                value += 100 if number else 200
            elif value and f" {wanted}" in low.replace("-", " "):
                value += 30 if number else 50
            score = max(score, value)
        if score > 0:
            found.append((score, candidate))
    found.sort(key=lambda pair: -pair[0])
    return [candidate for _, candidate in found]


class CompletionList:
    """Keeps the list beside the cursor of a page."""

    def __init__(
        self, page: PageText, menu: Menu[Candidate], poses: Callable[[], Sequence[Pose]]
    ) -> None:
        """`menu` lies above the page; `poses` gives all that a flow can name."""
        self._page = page
        self._menu = menu
        self._poses = poses
        self._found: Completion | None = None
        self._menu.display = False
        self._menu.always_marked = True

    def key(self, key: str) -> None:
        """What the page does not take: tab always, the others while the list is open."""
        if key == "tab" and not self._page.completing:
            self._open()
        elif key in {"tab", "enter"}:
            self._take()
        elif key in {"up", "down"}:
            self._menu.action_move(-1 if key == "up" else 1)
        else:
            self.close()

    def typed(self) -> None:
        """The text or the cursor has changed: follow, or close."""
        if self._page.completing:
            self._show(self._look())

    def close(self) -> None:
        """No list."""
        self._page.completing = False
        self._menu.display = False
        self._found = None

    def _look(self) -> Completion | None:
        row, column = self._page.cursor_location
        return complete(self._page.document.lines, row + 1, column, self._poses())

    def _open(self) -> None:
        found = self._look()
        row, column = self._page.cursor_location
        blank = not self._page.document.get_line(row)[:column].strip()
        if found is None or (blank and not found.word and not column):
            self._page.indent()
            return
        matches = ranked(found.word, found.candidates)
        begins = [one for one in matches if one.label.startswith(found.word)]
        if found.word and (len(matches) == 1 or len(begins) == 1):
            self._found = found
            self._put((begins or matches)[0])
        else:
            self._show(found)

    def _show(self, found: Completion | None) -> None:
        matches = ranked(found.word, found.candidates) if found else []
        if found is None or not matches:
            self.close()
            return
        self._found = found
        self._page.completing = True
        menu = self._menu
        menu.styles.height = min(ROWS, len(matches))
        menu.styles.width = min(WIDTH, self._page.size.width)
        menu.display = True
        menu.show(matches, 0)
        row, _ = self._page.cursor_location
        down = row - round(self._page.scroll_y) + 1
        if down + min(ROWS, len(matches)) > self._page.size.height:
            down = max(0, down - 1 - min(ROWS, len(matches)))
        across = self._page.gutter_width + found.column - round(self._page.scroll_x)
        room = self._page.size.width - min(WIDTH, self._page.size.width)
        menu.styles.offset = (max(0, min(across, room)), down)

    def _take(self) -> None:
        candidate = self._menu.current
        if candidate is not None and self._found is not None:
            self._put(candidate)
        else:
            self.close()

    def _put(self, candidate: Candidate) -> None:
        assert self._found is not None
        page = self._page
        row, column = page.cursor_location
        ends = len(page.document.newline)
        start = sum(len(line) + ends for line in page.document.lines[:row])
        change = Change(start + self._found.column, start + column, candidate.insert)
        at = self._found.column + len(candidate.insert)
        self.close()
        page.apply(change)
        page.move_cursor((row, at))


def candidate_row(candidate: Candidate, width: int, marked: bool) -> Block:
    """A completion in one row."""
    paint = "paper/in" if marked else "ink/track"
    quiet = "paper/in" if marked else "quiet/track"
    label = f" {cut(candidate.label, width - 2)}"
    about = cut(candidate.about, max(0, width - cell_len(label) - 3))
    gap = " " * max(0, width - cell_len(label) - cell_len(about) - 1)
    return [((label, paint + ("!" if marked else "")), (f"{gap}{about} ", quiet))]
