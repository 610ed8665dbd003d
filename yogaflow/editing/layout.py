"""Where the steps of a flow stand in its text: each entry with its lines, its keys, its place.

An entry's lines run from its dash to the last thing in it. The comments right above it, at its
own indentation, go where it goes. Blank lines and all other comments belong to nobody and stay
where they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence, parse_as_written
from yogaflow.model import FormatError, Problem


@dataclass(slots=True, eq=False)
class Entry:
    """One written step or group.

    `start` is where the line of its dash begins, `end` where the line of its last word ends,
    without the line break; `lead` is where the comments that belong to it begin. `column` is that
    of the dash, from 0; `line` that of the dash, from 1. `steps` is the list of a group, None for
    a step.
    """

    span: Node
    start: int
    end: int
    lead: int
    column: int
    line: int
    siblings: Steps
    steps: Steps | None = None

    @property
    def index(self) -> int:
        """Its place among its siblings, from 0."""
        return self.siblings.entries.index(self)

    @property
    def parent(self) -> Entry | None:
        """The group it is in; None for what is in no group."""
        return self.siblings.group

    @property
    def mapping(self) -> Mapping | None:
        """Its keys; None for a step that is only a word."""
        return self.span if isinstance(self.span, Mapping) else None


@dataclass(slots=True, eq=False)
class Steps:
    """A list of steps. `name` is "flow", or the part's; `group` the entry whose list it is."""

    span: Sequence
    name: str
    group: Entry | None = None
    entries: list[Entry] = field(default_factory=list)

    @property
    def braces(self) -> bool:
        """Whether it is written in brackets, several steps on a line perhaps."""
        return self.span.braces


@dataclass(frozen=True, slots=True)
class Page:
    """A text with its lists of steps, in the order of the text; `newline` is how its lines end."""

    text: str
    root: Mapping | None
    lists: tuple[Steps, ...]
    newline: str
    starts: tuple[int, ...]
    """Where each line begins."""

    def entries(self) -> Iterator[Entry]:
        """Every entry, in the order of the text."""
        for steps in self.lists:
            yield from _below(steps)

    def at(self, line: int) -> Entry | None:
        """The innermost entry that stands on a line (from 1), with the comments that are its own.

        Between two entries it is the one above; above the first one it is that.
        """
        nearest = inner = None
        for entry in self.entries():
            if self.line_of(entry.lead) > line:
                break
            nearest = entry
            if line <= self.line_of(entry.end):
                inner = entry
        if inner is not None and inner.steps is not None and nearest is not inner:
            # Keys of a group may stand below its list; in the list, what is above counts.
            below = inner.steps.entries and line > self.line_of(inner.steps.entries[-1].end)
            return inner if below else nearest
        return inner or nearest or next(self.entries(), None)

    def line_of(self, index: int) -> int:
        """The line (from 1) on which a character stands."""
        return bisect_right(self.starts, index)


def lay_out(text: str, path: str = "") -> Page:
    """The entries of a text. Raises FormatError where it cannot be parsed."""
    lonely = re.search("\r(?!\n)", text)
    if lonely:
        message = "the lines end as those of very old systems: save them with another ending"
        raise FormatError([Problem(path, text.count("\n", 0, lonely.start()) + 1, 1, message)])
    root = parse_as_written(text, path)
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    starts = (0, *(match.end() for match in re.finditer("\n", text)))
    if not isinstance(root, Mapping):
        return Page(text, None, (), newline, starts)
    lists: list[tuple[int, Steps]] = []
    flow = root.get("flow")
    if isinstance(flow, Sequence):
        lists.append((flow.start, _steps(text, flow, "flow", None, _key_end(root, "flow"))))
    parts = root.get("parts")
    for key, value in parts.pairs if isinstance(parts, Mapping) else ():
        name = key.text if isinstance(key, Scalar) else ""
        inner = value.get("flow") if isinstance(value, Mapping) else value
        if isinstance(inner, Sequence):
            lists.append((inner.start, _steps(text, inner, name, None, key.end)))
    return Page(text, root, tuple(steps for _, steps in sorted(lists, key=_first)), newline, starts)


def _first(pair: tuple[int, Steps]) -> int:
    return pair[0]


def _key_end(mapping: Mapping, name: str) -> int:
    found = mapping.pair(name)
    return found[0].end if found else mapping.start


def _below(steps: Steps) -> Iterator[Entry]:
    for entry in steps.entries:
        yield entry
        if entry.steps is not None:
            yield from _below(entry.steps)


def _steps(text: str, span: Sequence, name: str, group: Entry | None, after: int) -> Steps:
    """The entries of a list; what is above them begins behind `after`."""
    steps = Steps(span, name, group)
    for item in span.items:
        entry = _entry(text, item, steps, after)
        steps.entries.append(entry)
        after = max(after, entry.end)
    return steps


def _entry(text: str, item: Node, steps: Steps, after: int) -> Entry:
    if steps.braces:
        start = lead = item.start
        entry = Entry(item, start, item.end, lead, item.column - 1, item.line, steps)
    else:
        start, line = _dash_line(text, item, steps.span.column - 1)
        end = line_end(text, words_end(text, item.end, item.start))
        lead = _lead(text, start, after, steps.span.column - 1)
        entry = Entry(item, start, end, lead, steps.span.column - 1, line + 1, steps)
    if isinstance(item, Mapping):
        inner = item.get("flow")
        if isinstance(inner, Sequence):
            entry.steps = _steps(text, inner, "", entry, _key_end(item, "flow"))
    return entry


def _dash_line(text: str, item: Node, column: int) -> tuple[int, int]:
    """Where the line with the dash of an item begins, and its number from 0.

    The dash is on the item's line, or above it with nothing but comments in between.
    """
    start, line = _line_start(text, item.start), item.line - 1
    while line > 0:
        dash = text[start + column : start + column + 1]
        if dash == "-" and not text[start : start + column].strip(" \ufeff"):
            break
        start, line = _line_start(text, start - 1), line - 1
    return start, line


def words_end(text: str, end: int, least: int) -> int:
    """Where the last word before `end` ends, at `least` or behind: the blanks and blank lines below
    a `|` text are not its own."""
    while end > least and text[end - 1] in " \t\r\n":
        end -= 1
    return end


def _lead(text: str, start: int, after: int, column: int) -> int:
    """Where the comments right above a line begin, of those at the same column."""
    lead = start
    while lead > after:
        above = _line_start(text, lead - 1)
        line = text[above : lead - 1]
        if above <= after or not line[column:].startswith("#") or line[:column].strip(" "):
            break
        lead = above
    return lead


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, max(0, index)) + 1


def line_end(text: str, index: int) -> int:
    """Where the line of a character ends, without its line break."""
    end = text.find("\n", index)
    end = len(text) if end < 0 else end
    return end - 1 if end > index and text[end - 1] == "\r" else end
