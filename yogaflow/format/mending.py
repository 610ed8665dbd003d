"""The nodes of a text that changes: only what lies around a change is parsed again.

A list in lines is a row of items, a mapping in lines a row of entries, and each begins on a line
of its own. Some neighbours in such a row that are a list (or a mapping) when they stand alone
are the same in the midst of the text: their first line ends whatever was open before it, and
the line behind them ends whatever they leave open, for a quote or a bracket that they do not
close is an error where they stand alone. So the smallest such row around a change is parsed,
with nothing before it and nothing behind it. Where that is not what it was, the row around it is
tried, and at last the whole text, which is also what tells the problems of broken texts; then
the nodes that lie outside of the change are kept all the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from yogaflow.format.nodes import (
    MAX_NODES,
    UNWANTED,
    Mapping,
    Node,
    Sequence,
    parse_piece,
    parse_text,
)
from yogaflow.format.problems import MAX_PROBLEMS, Report
from yogaflow.format.rows import (
    Change,
    change_between,
    children_of,
    graft,
    is_dash,
    is_note,
    lines_of,
    move,
    size_of,
    starts_of,
)
from yogaflow.model import FormatError, Problem
from yogaflow.storage.read_text import MAX_BYTES

_EDGE = re.compile(r"^(?:---|\.\.\.|%)", re.MULTILINE)
"""Lines that mean something to a text as a whole."""

_DASH = re.compile(r" *- +")
_OF_TEXT = 3
"""What `parse_piece` counts for a text itself."""

MOST_LINES = 300
"""Longer rows are not parsed for themselves, unless they are a small part of the text."""


class Spot(NamedTuple):
    """Neighbours in a list or a mapping: `first` to `last`, both included.

    `starts` has the line each child of the node begins on, and the one that the node ends
    before. Lines count from 0. `level` is that of the lists and mappings around the node.
    """

    node: Sequence | Mapping
    starts: list[int]
    first: int
    last: int
    level: int

    @property
    def begin(self) -> int:
        """The line the neighbours begin on."""
        return self.starts[self.first]

    @property
    def end(self) -> int:
        """The line they end before."""
        return self.starts[self.last + 1]

    def wider(self) -> Spot:
        """The same with the children beside it, which a line may go over to."""
        last = min(len(self.starts) - 2, self.last + 1)
        return self._replace(first=max(0, self.first - 1), last=last)


class Tree:
    """The nodes of a text, kept while it is written. `path` is the file as messages name it.

    Whatever is read from a list or a mapping may be left there as its `memo`; it is taken away
    where something in it changes. Nodes that only move have another `line` and keep it.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._root: Node | None = None
        self._lines: list[str] = []
        self._problems: list[Problem] = []
        self._count = 0

    def read(self, text: str) -> tuple[Node, list[Problem]]:
        """The root node and the problems of single nodes, as `parse` gives and reports them.

        Raises FormatError as parse does; the nodes of the last good text are kept then.
        """
        if not self._mend(text):
            self._parse(text)
        assert self._root is not None
        return self._root, list(self._problems)

    def _parse(self, text: str) -> None:
        report = Report(self._path)
        root, self._count = parse_text(text, report)
        lines = lines_of(text)
        change = change_between(self._lines, lines)
        if self._root is not None and self._lines and lines and change is not None:
            graft(self._root, root, (self._lines, lines), change)
        self._root, self._lines, self._problems = root, lines, report.problems

    def _mend(self, text: str) -> bool:
        """Bring the nodes to this text; False, and nothing changed, where that is too hard."""
        lines = lines_of(text)
        if not self._lines or not lines or len(text) > MAX_BYTES:
            return False
        change = change_between(self._lines, lines)
        if change is None:
            return True
        most = max(MOST_LINES, len(lines) // 8)
        spots = self._spots(change)
        while spots:
            spot = spots.pop()
            for row in dict.fromkeys((spot.first, spot.last) for spot in (spot, spot.wider())):
                tried = spot._replace(first=row[0], last=row[1])
                if tried.end - tried.begin > most:
                    return False
                if self._mend_at(tried, spots, change, lines):
                    self._lines = lines
                    return True
        return False

    def _spots(self, change: Change) -> list[Spot]:
        """The neighbours a change lies in, row by row, the outermost first."""
        found: list[Spot] = []
        node, end = self._root, len(self._lines)
        # Lines that are put in before a child belong to what is before it.
        bisect = bisect_left if change.first == change.end else bisect_right
        while isinstance(node, Sequence | Mapping):
            starts = starts_of(node, self._lines)
            if not starts or change.first < starts[0]:
                break
            first = max(0, bisect(starts, change.first) - 1)
            last = max(first, bisect_left(starts, change.end) - 1)
            found.append(Spot(node, [*starts, end], first, last, len(found)))
            if last > first:
                break
            end = found[-1].end
            node = children_of(node)[first]
        return found

    def _mend_at(self, spot: Spot, around: list[Spot], change: Change, lines: list[str]) -> bool:
        """Parse some neighbours again; False, and nothing changed, where they do not fit."""
        node, begin, end = spot.node, spot.begin, spot.end + change.more
        if isinstance(node, Mapping) and self._has_problems(spot.starts[0], spot.starts[-1]):
            # A key that is written twice has been left out: the first of them must stay.
            return False
        text = self._piece(spot, lines, end)
        before = [problem for problem in self._problems if problem.line <= begin]
        after = [problem for problem in self._problems if problem.line > spot.end]
        # What is told there may name a line.
        if text is None or (after and change.more):
            return False
        report = Report(self._path)
        try:
            new, count = parse_piece(text, report, line=begin, level=spot.level)
        except FormatError:
            return False
        problems = [*before, *report.problems, *after]
        old = children_of(node)[spot.first : spot.last + 1]
        count += self._count - _OF_TEXT - 1 - size_of(old)
        if isinstance(node, Mapping):
            count -= len(old)
        later = [node for one in (*around, spot) for node in _later(one)] if change.more else []
        if count > MAX_NODES or len(problems) >= MAX_PROBLEMS or not _put(new, spot, lines):
            return False
        self._count, self._problems = count, problems
        for one in (*around, spot):
            one.node.memo = None
        move(later, change.more)
        return True

    def _has_problems(self, begin: int, end: int) -> bool:
        return any(begin < problem.line <= end for problem in self._problems)

    def _piece(self, spot: Spot, lines: list[str], end: int) -> str | None:
        """The lines of some neighbours as a text; None where they cannot stand for themselves."""
        begin, column = spot.begin, spot.node.column - 1
        piece = lines[begin:end]
        if not piece:
            return None
        if isinstance(spot.node, Sequence):
            at = 0
            if spot.first == 0:
                # Nothing is open before a list, so that notes may stand there.
                at = next((at for at, line in enumerate(piece) if not is_note(line)), len(piece))
            if at == len(piece) or not is_dash(piece[at], column):
                return None
        else:
            before, key = piece[0][:column], piece[0][column:]
            if spot.first == 0 and before != self._lines[begin][:column]:
                return None
            # The first key of a step stands behind its dash.
            if spot.first == 0 and _DASH.fullmatch(before):
                piece[0] = " " * column + key
            elif before.strip(" "):
                return None
            if key[:1] in " #" or is_dash(piece[0], column):
                return None
        text = "\n".join(piece) + ("\n" if end < len(lines) else "")
        return None if UNWANTED.search(text) or _EDGE.search(text) else text


def _put(new: Node, spot: Spot, lines: list[str]) -> bool:
    """Put new children in their place; False, and nothing changed, where they do not fit."""
    node, first, last = spot.node, spot.first, spot.last
    if new.column != node.column:
        return False
    if isinstance(node, Sequence):
        if not isinstance(new, Sequence) or not is_dash(lines[new.line - 1], new.column - 1):
            return False
        node.items[first : last + 1] = new.items
        if first == 0:
            node.line = new.line
        return True
    if not isinstance(new, Mapping) or new.braces or new.broken or new.line - 1 != spot.begin:
        return False
    if any(key.column != node.column for key in new.keys.values()):
        # The keys of something further in, with a tag or an anchor before it.
        return False
    names = list(node.keys)
    kept = {*names[:first], *names[last + 1 :]}
    if not kept.isdisjoint(new.keys):
        return False
    keys, values = list(node.keys.items()), list(node.values.items())
    keys[first : last + 1] = new.keys.items()
    values[first : last + 1] = new.values.items()
    node.keys, node.values = dict(keys), dict(values)
    return True


def _later(spot: Spot) -> list[Node]:
    """What stands behind the neighbours in their list or mapping."""
    node, after = spot.node, spot.last + 1
    if isinstance(node, Sequence):
        return node.items[after:]
    return [*list(node.keys.values())[after:], *list(node.values.values())[after:]]
