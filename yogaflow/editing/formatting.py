"""A flow's text as the bundled ones are written: the same indentation, blanks and line ends.

Words, order, quotes and comments stay. Two people who format the same flow see only their own
changes when they compare. Formatting twice is formatting once.
"""

from __future__ import annotations

from yogaflow.editing.layout import words_end
from yogaflow.editing.remarks import counted, remarks
from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence, parse
from yogaflow.format.problems import Report
from yogaflow.model import FormatError

INDENT = 2
COMMENT_GAP = 2
"""Blanks before a comment behind a step, at least."""


def formatted(text: str, path: str = "") -> str:
    """The text, formatted. Raises FormatError where it cannot be parsed.

    A text that would say something else in another form is left as it is; that has not been
    seen, but a teacher's page is not the place to find out.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    report = Report(path)
    root = parse(plain, report)
    report.stop_if_bad()
    after = _Page(plain, root).written()
    if after == plain:
        return after
    try:
        new = parse(after, Report(path))
        same = _same(root, new) and counted(plain, root) == counted(after, new)
    except FormatError:
        same = False
    return after if same else text


def _same(one: object, two: object) -> bool:
    """Whether two nodes say the same, wherever they stand."""
    from yogaflow.format import nodes

    if isinstance(one, nodes.Scalar) and isinstance(two, nodes.Scalar):
        return " ".join(one.text.split()) == " ".join(two.text.split())
    if isinstance(one, nodes.Sequence) and isinstance(two, nodes.Sequence):
        return len(one.items) == len(two.items) and all(map(_same, one.items, two.items))
    if isinstance(one, nodes.Mapping) and isinstance(two, nodes.Mapping):
        if list(one.values) != list(two.values):
            return False
        return all(map(_same, one.values.values(), two.values.values()))
    return False


class _Page:
    """The lines of a text, and what each is to become."""

    def __init__(self, text: str, root: Node) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._columns: dict[int, tuple[int, int]] = {}
        """For a line that begins with a dash or a key: its column, and the one it shall have."""
        self._shifts: dict[int, int] = {}
        """For a line in the middle of a text or of brackets: how far it moves."""
        self._gaps: dict[int, list[tuple[int, int]]] = {}
        """Stretches of a line that become one blank."""
        self._comments = self._comment_columns(root)
        if isinstance(root, Mapping) and not root.braces:
            self._mapping(root, 0)

    def written(self) -> str:
        """The text as it shall be."""
        out: list[str] = []
        for number, line in enumerate(self._lines):
            new = self._line(number, line)
            if new or (out and out[-1]) or number in self._shifts:
                out.append(new)
        while out and not out[-1]:
            out.pop()
        while out and not out[0]:
            out.pop(0)
        return "\n".join(out) + "\n"

    # -- what moves -------------------------------------------------------------------------

    def _mapping(self, mapping: Mapping, column: int) -> None:
        for key, value in mapping.pairs:
            line, at = key.line - 1, key.column - 1
            if not self._lines[line][:at].strip():
                self._columns[line] = (at, column)
            by = column - at
            if isinstance(value, Mapping) and not value.braces:
                self._mapping(value, column + INDENT)
            elif isinstance(value, Sequence) and not value.braces:
                self._sequence(value, column + INDENT)
            else:
                self._running_on(key, value, by)
            if value.line == key.line:
                self._one_blank(line, key.end, value.start, ":")

    def _sequence(self, sequence: Sequence, column: int) -> None:
        above = -1
        for item in sequence.items:
            line, dash = item.line - 1, sequence.column - 1
            while line > above + 1 and not self._has_dash(line, dash):
                line -= 1
            above = line
            self._columns[line] = (dash, column)
            if item.line - 1 == line:
                self._one_blank(line, item.start, item.start, "-")
            if isinstance(item, Mapping) and not item.braces:
                self._mapping(item, column + INDENT)
            elif isinstance(item, Sequence) and not item.braces:
                self._sequence(item, column + INDENT)
            else:
                self._running_on(item, item, column + INDENT - (item.column - 1))

    def _has_dash(self, line: int, column: int) -> bool:
        text = self._lines[line]
        return text[column : column + 1] == "-" and not text[:column].strip()

    def _running_on(self, first: Node, value: Node, by: int) -> None:
        """The lines of a text or of brackets below the one they begin on move with it."""
        end = value.end
        if isinstance(value, Scalar):
            end = words_end(self._text, end, value.start)
        line = first.line - 1
        last = line + self._text.count("\n", first.start, max(first.start, end))
        for below in range(line + 1, last + 1):
            self._shifts[below] = by

    def _one_blank(self, line: int, start: int, end: int, mark: str) -> None:
        """One blank between a mark and what follows it on its line."""
        begin = self._text.rfind("\n", 0, start) + 1
        if mark == ":":
            first = self._text.index(":", start) + 1 - begin
        else:
            first = len(self._lines[line][: end - begin].rstrip(" "))
        last = end - begin
        if last > first:
            self._gaps.setdefault(line, []).append((first, last))

    def _comment_columns(self, root: Node | None) -> dict[int, int]:
        """By line: where its comment begins."""
        found: dict[int, int] = {}
        line = at = 0
        for start, _ in remarks(self._text, root):
            line += self._text.count("\n", at, start)
            at = start
            found[line] = start - (self._text.rfind("\n", 0, start) + 1)
        return found

    # -- what is written --------------------------------------------------------------------

    def _line(self, number: int, line: str) -> str:
        comment = self._comments.get(number, -1)
        if number in self._shifts:
            return self._shifted(number, line)
        if comment >= 0 and not line[:comment].strip():
            return " " * self._comment_indent(number, comment) + line[comment:].rstrip()
        if number not in self._columns:
            return line.rstrip()
        old, new = self._columns[number]
        return " " * new + self._spaced(number, line, old, comment)

    def _spaced(self, number: int, line: str, start: int, comment: int) -> str:
        """A line from `start` on, with one blank where one belongs."""
        out, at = "", start
        for first, last in self._gaps.get(number, ()):
            out += line[at:first] + " "
            at = last
        if comment < 0:
            return self._ended(number, out + line[at:])
        words = line[at:comment]
        gap = max(COMMENT_GAP, len(words) - len(words.rstrip()))
        return (out + words.rstrip()).rstrip() + " " * gap + line[comment:].rstrip()

    def _shifted(self, number: int, line: str) -> str:
        by = self._shifts[number]
        if not line.strip():
            return self._ended(number, line)
        blanks = len(line) - len(line.lstrip(" "))
        moved = " " * max(0, blanks + by) + line[blanks:]
        comment = self._comments.get(number, -1)
        return moved.rstrip() if comment >= 0 else self._ended(number, moved)

    def _ended(self, number: int, line: str) -> str:
        """Without blanks at its end, unless it is in the middle of a text."""
        return line if number + 1 in self._shifts else line.rstrip()

    def _comment_indent(self, number: int, column: int) -> int:
        """A comment stands as what it stands above or below at the same column."""
        for line in range(number + 1, len(self._lines)):
            if line in self._columns:
                if self._columns[line][0] == column:
                    return self._columns[line][1]
                break
        deepest = None
        for line in range(number - 1, -1, -1):
            if line in self._columns:
                old, new = self._columns[line]
                deepest = new if deepest is None else deepest
                if old == column:
                    return new
                if old < column:
                    return new + INDENT
        return 0
