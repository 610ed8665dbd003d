"""A pasted list of quick lines -> the items of a flow, every line understood or answered for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from yogaflow.format.pose_source import PoseSource
from yogaflow.format.problems import shown
from yogaflow.format.quoting import cleaned, title_text
from yogaflow.importing.line.headings import Heading, heading_of
from yogaflow.importing.line.items import QuickGroup, QuickItem, QuickNote, steps_in
from yogaflow.importing.line.line import Unreadable, without_marker
from yogaflow.importing.line.reading import LONGEST, read_quick
from yogaflow.importing.line.steps import QuickProblem, QuickStep

MOST_GROUPS = 8
"""Groups inside each other."""

NOT_UNDERSTOOD = "not understood: "
"""Before a line that is kept as a comment."""

_TITLE = re.compile(r"\s*title\s*:\s*(?P<title>\S.*)", re.IGNORECASE)
_BREAKS = re.compile(r"\r\n|\r|\n")
_HASH = re.compile(r"\s*#+\s*")
_NO_HEADING = re.compile(r"\s*(?:say|rest|inhale|exhale|words?|title)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuickList:
    """A pasted list, read.

    `title` is "" where the list names none. `items` has what was understood, and a note in place
    of what was not. `results` is what became of each line that asks for a step, in order, each
    with its 1-based line: the step, or the problem.
    """

    title: str
    items: tuple[QuickItem, ...]
    results: tuple[QuickStep | QuickProblem, ...]

    @property
    def problems(self) -> tuple[QuickProblem, ...]:
        """What was not understood, line by line."""
        return tuple(one for one in self.results if isinstance(one, QuickProblem))

    @property
    def understood(self) -> bool:
        """Whether there is a step at all."""
        return any(isinstance(one, QuickStep) for one in self.results)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    indent: int
    text: str


class _Open:
    """A group that lines are still added to."""

    __slots__ = ("heading", "indent", "items", "row")

    def __init__(self, row: _Row | None, heading: Heading) -> None:
        self.row = row
        self.indent = -1 if row is None else row.indent
        self.heading = heading
        self.items: list[QuickItem] = []


def read_quick_lines(text: str, poses: PoseSource) -> QuickList:
    """The flow that a list of lines asks for. Never raises: what is wrong is in the result."""
    return _Reader(poses).read(text)


class _Reader:
    def __init__(self, poses: PoseSource) -> None:
        self._poses = poses
        self._title = self._hash = ""
        self._results: list[QuickStep | QuickProblem] = []
        self._open: list[_Open] = [_Open(None, Heading())]

    def read(self, text: str) -> QuickList:
        rows = [
            _Row(number, _indent(line), line)
            for number, line in enumerate(_BREAKS.split(text), 1)
            if cleaned(line).strip(".;,-*•")
        ]
        for place, row in enumerate(rows):
            while row.indent <= self._open[-1].indent:
                self._close()
            below = place + 1 < len(rows) and rows[place + 1].indent > row.indent
            self._row(row, first=place == 0, below=below)
        while len(self._open) > 1:
            self._close()
        return QuickList(self._title, tuple(self._open[0].items), tuple(self._results))

    def _row(self, row: _Row, *, first: bool, below: bool) -> None:
        if (hash_ := _HASH.match(row.text)) is not None:
            self._note(row, row.text[hash_.end() :], first=first)
            return
        if (match := _TITLE.fullmatch(row.text)) is not None:
            self._named(row, match["title"])
            return
        bare = without_marker(row.text)
        plain = len(bare) > LONGEST or _NO_HEADING.match(bare) is not None
        try:
            heading = None if plain else heading_of(bare)
        except Unreadable as why:
            column = len(bare) - len(bare.lstrip()) + why.start + 1
            self._refuse(row, QuickProblem(why.message, column))
            return
        if heading is None:
            self._step(row)
        elif below:
            self._group(row, heading)
        else:
            self._lone(row, heading)

    def _note(self, row: _Row, text: str, *, first: bool) -> None:
        if first and cleaned(text):
            self._title = self._hash = title_text(text)
        else:
            self._add(QuickNote(cleaned(text), row.number))

    def _named(self, row: _Row, text: str) -> None:
        if self._title != self._hash:
            self._refuse(row, QuickProblem("the title is said twice", _column(row)))
            return
        if self._hash:
            # The first line was a note after all.
            self._open[0].items.insert(0, QuickNote(self._hash, 1))
        self._title, self._hash = title_text(text), ""

    def _step(self, row: _Row) -> None:
        found = read_quick(row.text, self._poses)
        if isinstance(found, QuickProblem):
            self._refuse(row, found)
            return
        step = replace(found, line=row.number)
        self._results.append(step)
        self._add(step)

    def _group(self, row: _Row, heading: Heading) -> None:
        if len(self._open) > MOST_GROUPS:
            message = f"more than {MOST_GROUPS} headings inside each other"
            self._refuse(row, QuickProblem(message, row.indent + 1))
            return
        self._open.append(_Open(row, heading))

    def _lone(self, row: _Row, heading: Heading) -> None:
        """A heading with nothing set in below it."""
        words = shown(heading.title or cleaned(without_marker(row.text)).rstrip(":"))
        column = _column(row)
        if heading.shapes:
            message = f"{words}: which steps? set the lines below it further in"
            self._refuse(row, QuickProblem(message, column))
        elif isinstance(read_quick(heading.title, self._poses), QuickStep):
            message = f"{words}: for the pose leave out the colon; for a heading set the lines in"
            self._refuse(row, QuickProblem(message, column))
        else:
            self._add(QuickNote(heading.title, row.number))

    def _close(self) -> None:
        done = self._open.pop()
        row, heading = done.row, done.heading
        steps = list(steps_in(done.items))
        if row is None:
            return
        if heading.shapes and not steps:
            message = "none of the lines below was understood"
            self._refuse(row, QuickProblem(message, _column(row)))
            for item in done.items:
                self._add(item)
            return
        sides = heading.sides
        if sides and not any(step.sided for step in steps):
            message = f"{', '.join(sides)}: nothing below has sides"
            self._results.append(QuickProblem(message, _column(row), line=row.number))
            self._add(QuickNote(NOT_UNDERSTOOD + cleaned(row.text), row.number))
            sides = ()
        if not (heading.title or sides or heading.repeat):
            for item in done.items:
                self._add(item)
            return
        items = tuple(done.items)
        self._add(QuickGroup(items, heading.title, sides, heading.repeat, row.number))

    def _refuse(self, row: _Row, problem: QuickProblem) -> None:
        self._results.append(replace(problem, line=row.number))
        self._add(QuickNote(NOT_UNDERSTOOD + cleaned(row.text), row.number))

    def _add(self, item: QuickItem) -> None:
        self._open[-1].items.append(item)


def _indent(line: str) -> int:
    """Cells before the first word or bullet; a tab goes to the next multiple of four."""
    width = 0
    for letter in line:
        if letter == "\t":
            width += 4 - width % 4
        elif letter.isspace():
            width += 1
        else:
            break
    return width


def _column(row: _Row) -> int:
    """The 1-based character that the words of a row begin at."""
    bare = without_marker(row.text)
    return len(bare) - len(bare.lstrip()) + 1
