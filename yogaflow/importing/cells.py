"""A table as text -> rows of cells, each with its place.

Comma, semicolon or tab; quotes as spreadsheets write them. Python's csv module tells no places,
and guesses the separator from letters that texts have too, so this is ours.
"""

from __future__ import annotations

from dataclasses import dataclass

SEPARATORS = ("\t", ";", ",")
"""What may stand between two cells, the least likely in a text first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text without blanks around it, and the 1-based place it begins at."""

    text: str
    line: int
    column: int


Row = tuple[Cell, ...]


def rows_of(text: str, separator: str) -> tuple[Row, ...]:
    """The rows of a table that have anything in them. A quote that is never closed is a letter."""
    found: list[Row] = []
    reader = _Reader(text.replace("\r\n", "\n").replace("\r", "\n"), separator)
    while (row := reader.row()) is not None:
        if any(cell.text for cell in row):
            found.append(row)
    return tuple(found)


class _Reader:
    def __init__(self, text: str, separator: str) -> None:
        self._text = text
        self._separator = separator
        self._at = 0
        self._line = 1
        self._start = 0

    def row(self) -> Row | None:
        """The next row; None at the end."""
        if self._at >= len(self._text):
            return None
        cells = [self._cell()]
        while self._at < len(self._text) and self._text[self._at] == self._separator:
            self._at += 1
            cells.append(self._cell())
        if self._at < len(self._text):
            self._newline()
        return tuple(cells)

    def _cell(self) -> Cell:
        while self._peek() == " " or (self._peek() == "\t" and self._separator != "\t"):
            self._at += 1
        line, column = self._line, self._at - self._start + 1
        if self._peek() == '"' and (text := self._quoted()) is not None:
            # Within quotes the words begin one further.
            return Cell(" ".join(text.split()), line, column + 1)
        end = self._at
        while end < len(self._text) and self._text[end] not in (self._separator, "\n"):
            end += 1
        text, self._at = self._text[self._at : end], end
        return Cell(" ".join(text.split()), line, column)

    def _quoted(self) -> str | None:
        """The text of a cell in quotes; None, and nothing read, where the quote is not closed."""
        end = self._at + 1
        parts: list[str] = []
        while True:
            close = self._text.find('"', end)
            if close < 0:
                return None
            parts.append(self._text[end:close])
            end = close + 1
            if self._text[end : end + 1] != '"':
                break
            parts.append('"')
            end += 1
        after = end
        while self._text[after : after + 1] == " ":
            after += 1
        if self._text[after : after + 1] not in ("", "\n", self._separator):
            return None  # `"Rest" and more`: no cell in quotes
        for place in range(self._at, after):
            if self._text[place] == "\n":
                self._line += 1
                self._start = place + 1
        self._at = after
        return "".join(parts)

    def _newline(self) -> None:
        self._at += 1
        self._line += 1
        self._start = self._at

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]
