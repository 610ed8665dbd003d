"""A table: a pose in each row, how long, on which side; with headings or without.

Every row is put together as a quick line, so a cell may say whatever a quick line may say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from yogaflow.format.pose_source import PoseSource
from yogaflow.format.problems import shown
from yogaflow.format.quoting import cannot_say, cleaned, title_text
from yogaflow.importing.cells import Cell, Row
from yogaflow.importing.columns import AMOUNTS, Column, find_header
from yogaflow.importing.folding import folded
from yogaflow.importing.line import QuickItem, QuickNote, QuickProblem, QuickStep, read_quick
from yogaflow.importing.line.lists import NOT_UNDERSTOOD
from yogaflow.importing.result import Imported, Remark

_NO_SIDE = frozenset("front center centre middle none no na x / both".split())
"""What a side column says of a pose that has none; `both` is said of either kind."""

_EMPTY = frozenset(("-", "–", "—", "n/a", "N/A"))
"""What stands in a cell that has nothing to say."""

_TITLES = frozenset(("flow name", "flow", "title", "name of the flow", "sequence"))
_ABOUTS = frozenset(("description", "about"))
_FACTS = frozenset(("total poses", "total duration", "created", "author", "date", "level"))
_BARE = re.compile(r"\d+(?:[.,]\d+)?(?:\s*[-–]\s*\d+(?:[.,]\d+)?)?")
_JOIN = " | "
"""Between the cells of a row, so that no name reaches from one into the next."""

_UNITS = {
    Column.BREATHS: " breaths",
    Column.SECONDS: "s",
    Column.MINUTES: " min",
    Column.REPS: " reps",
    Column.SETS: " sets",
}


def read_table(rows: Sequence[Row], poses: PoseSource) -> Imported:
    """The flow of the rows of a table."""
    return _Table(poses).read(rows)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of the quick line that a row makes, and the cell it came from."""

    text: str
    cell: Cell


class _Table:
    def __init__(self, poses: PoseSource) -> None:
        self._poses = poses
        self._title = ""
        self._about = ""
        self._items: list[QuickItem] = []
        self._problems: list[Remark] = []
        self._remarks: list[Remark] = []

    def read(self, rows: Sequence[Row]) -> Imported:
        header = find_header(rows)
        columns: tuple[Column, ...] = ()
        start = 0
        if header is not None:
            start, columns = header[0] + 1, header[1]
            self._above(rows[: header[0]])
            self._unknown(rows[header[0]], columns)
        for row in rows[start:]:
            self._row(row, columns)
        items = folded(self._items)
        problems, remarks = tuple(self._problems), tuple(self._remarks)
        return Imported(self._title, items, problems, remarks, self._about)

    def _above(self, rows: Sequence[Row]) -> None:
        """Rows above the headings: `Flow Name,Hips`."""
        for row in rows:
            told = [cell for cell in row if cell.text]
            name, value = told[0].text.lower().rstrip(":"), " ".join(c.text for c in told[1:])
            if name in _TITLES and value:
                self._title = title_text(value)
            elif name in _ABOUTS and value:
                self._about = cleaned(value)
            elif name in _FACTS:
                self._items.append(QuickNote(f"{told[0].text}: {value}"))
            elif len(told) == 1 and not self._title:
                self._title = title_text(told[0].text)
            else:
                self._refuse(row, told[0], "not understood above the headings")

    def _unknown(self, row: Row, columns: tuple[Column, ...]) -> None:
        """Say which columns nothing is made of."""
        for cell, column in zip(row, columns, strict=True):
            if column is Column.UNKNOWN and cell.text:
                message = f"the column {shown(cell.text)} is left out"
                self._remarks.append(Remark(cell.line, cell.column, message))

    def _row(self, row: Row, columns: tuple[Column, ...]) -> None:
        told = [cell for cell in row if cell.text]
        first = told[0]
        if first.text.startswith("#"):
            self._items.append(QuickNote(cleaned(" ".join(c.text for c in told).lstrip("# "))))
            return
        if len(told) == 1 and first.text.endswith(":"):
            self._items.append(QuickNote(first.text.rstrip(": "), first.line))
            return
        if not columns:
            pieces = [_Piece(cell.text, cell) for cell in told]
            self._step(row, pieces, {})
            return
        cells = self._by_column(row, columns)
        if Column.POSE not in cells and Column.SANSKRIT in cells:
            cells[Column.POSE] = cells.pop(Column.SANSKRIT)
        if Column.POSE not in cells:
            self._refuse(row, first, "no pose in this row")
            return
        self._step(row, _pieces(cells), cells)

    def _by_column(self, row: Row, columns: tuple[Column, ...]) -> dict[Column, Cell]:
        cells: dict[Column, Cell] = {}
        for place, cell in enumerate(row):
            if not cell.text or cell.text in _EMPTY:
                continue
            if place >= len(columns):
                message = f"{shown(cell.text)}: a cell beyond the last heading is left out"
                self._problems.append(Remark(cell.line, cell.column, message))
                self._items.append(QuickNote(NOT_UNDERSTOOD + cell.text, cell.line))
            elif columns[place] in cells:
                message = f"{shown(cell.text)}: a second {columns[place].value} in this row"
                self._problems.append(Remark(cell.line, cell.column, message))
                self._items.append(QuickNote(NOT_UNDERSTOOD + cell.text, cell.line))
            else:
                cells[columns[place]] = cell
        return cells

    def _step(self, row: Row, pieces: list[_Piece], cells: dict[Column, Cell]) -> None:
        found = self._read(pieces, cells)
        place = pieces[0].cell
        if isinstance(found, QuickProblem):
            cell, column = _cell_at(pieces, found.column)
            self._refuse(row, replace(cell, column=column), found.message)
            return
        step = replace(found, line=place.line)
        say = cells.get(Column.SAY)
        if say is not None:
            why = cannot_say(say.text)
            if why:
                self._problems.append(Remark(say.line, say.column, why))
                self._items.append(QuickNote(NOT_UNDERSTOOD + say.text, say.line))
            else:
                step = replace(step, say=(*step.say, cleaned(say.text)))
        if (note := cells.get(Column.NOTE)) is not None:
            step = replace(step, note=cleaned(f"{step.note} {note.text}"))
        self._items.append(step)

    def _read(self, pieces: list[_Piece], cells: dict[Column, Cell]) -> QuickStep | QuickProblem:
        """The step of a row; its pose by the Sanskrit name where the other one is unknown."""
        found = self._sided_or_not(pieces, cells)
        sanskrit, pose = cells.get(Column.SANSKRIT), cells.get(Column.POSE)
        if isinstance(found, QuickStep) or not (found.unknown and sanskrit and pose):
            return found
        swapped = [
            replace(piece, text=sanskrit.text) if piece.cell is pose else piece for piece in pieces
        ]
        again = self._sided_or_not(swapped, cells)
        if isinstance(again, QuickProblem):
            return found
        message = f"{shown(pose.text)} is read as {again.pose}, by its Sanskrit name"
        self._remarks.append(Remark(pose.line, pose.column, message))
        return again

    def _sided_or_not(
        self, pieces: list[_Piece], cells: dict[Column, Cell]
    ) -> QuickStep | QuickProblem:
        """The step of a row, without a side that says nothing."""
        found = self._quick(pieces)
        side = cells.get(Column.SIDE)
        if isinstance(found, QuickStep) or side is None or side.text.lower() not in _NO_SIDE:
            return found
        again = self._quick([piece for piece in pieces if piece.cell is not side])
        return again if isinstance(again, QuickStep) else found

    def _quick(self, pieces: list[_Piece]) -> QuickStep | QuickProblem:
        return read_quick(_JOIN.join(piece.text for piece in pieces), self._poses)

    def _refuse(self, row: Row, cell: Cell, message: str) -> None:
        self._problems.append(Remark(cell.line, cell.column, message))
        words = ", ".join(one.text for one in row if one.text)
        self._items.append(QuickNote(NOT_UNDERSTOOD + cleaned(words), cell.line))


def _pieces(cells: dict[Column, Cell]) -> list[_Piece]:
    """The quick line of a row, piece by piece."""
    found = [_Piece(cells[Column.POSE].text, cells[Column.POSE])]
    for column in (*AMOUNTS, Column.SETS, Column.BETWEEN, Column.SIDE, Column.OPTIONS):
        cell = cells.get(column)
        if cell is None:
            continue
        text = cell.text
        if column in _UNITS and _BARE.fullmatch(text):
            text += _UNITS[column]
        elif column is Column.BETWEEN:
            seconds = "s" * (_BARE.fullmatch(text) is not None)
            text = f"rest {text}{seconds}" if text[0].isdigit() else f"({text} between)"
        elif column is Column.OPTIONS:
            text = f"with {text}"
        elif column is Column.SIDE and text.lower() == "both":
            text = "both sides"
        found.append(_Piece(text, cell))
    return found


def _cell_at(pieces: list[_Piece], column: int) -> tuple[Cell, int]:
    """The cell that a 1-based column of the quick line lies in, and the column in the file."""
    start = 1
    for piece in pieces:
        end = start + len(piece.text)
        if column < end + len(_JOIN) or piece is pieces[-1]:
            inside = min(max(0, column - start), max(0, len(piece.cell.text) - 1))
            return piece.cell, piece.cell.column + inside
        start = end + len(_JOIN)
    return pieces[0].cell, pieces[0].cell.column
