"""What a table holds: what parts its cells, and what its columns are, by their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from yogaflow.importing.cells import SEPARATORS, Row, rows_of
from yogaflow.importing.line.names import plain_words


class Column(Enum):
    """What a column holds."""

    POSE = "pose"
    SANSKRIT = "sanskrit"
    AMOUNT = "amount"
    BREATHS = "breaths"
    SECONDS = "seconds"
    MINUTES = "minutes"
    REPS = "reps"
    SETS = "sets"
    BETWEEN = "between"
    SIDE = "side"
    OPTIONS = "options"
    SAY = "say"
    NOTE = "note"
    NUMBER = "number"
    UNKNOWN = "unknown"


_NAMES: dict[Column, str] = {
    Column.POSE: "pose/poses/asana/asanas/name/pose name/asana name/posture/exercise/movement",
    Column.SANSKRIT: "sanskrit/sanskrit name/sanskrit pose name",
    Column.AMOUNT: "amount/duration/hold/time/length/how long/hold time/holding time/holds",
    Column.BREATHS: "breaths/breath/breath count/number of breaths/breaths held",
    Column.SECONDS: "seconds/sec/secs/s/hold seconds/duration seconds/time seconds/hold sec/"
    "duration sec/time sec/hold s/duration s/time s/duration in seconds/time in seconds",
    Column.MINUTES: "minutes/min/mins/hold minutes/duration minutes/time minutes/hold min/"
    "duration min/time min/duration in minutes/time in minutes",
    Column.REPS: "reps/rep/repetitions/repetition/repeats",
    Column.SETS: "sets/set",
    Column.BETWEEN: "rest/between/rest between/rest between sets/pause",
    Column.SIDE: "side/sides/r l/l r/right left/left right/which side",
    Column.OPTIONS: "option/options",
    Column.SAY: "say/says/words/cue/cues/instruction/instructions/script",
    Column.NOTE: "note/notes/comment/comments/remark/remarks",
    Column.NUMBER: "#/no/nr/number/num/position/index/order/step/step number",
}
_BY_NAME = {
    plain_words(name): column for column, names in _NAMES.items() for name in names.split("/")
}

AMOUNTS = (Column.AMOUNT, Column.BREATHS, Column.SECONDS, Column.MINUTES, Column.REPS)
"""The columns that say how long."""

LATEST_HEADER = 12
"""Rows among which the headings are looked for."""


def columns_of(row: Row) -> tuple[Column, ...] | None:
    """The columns a row of headings names; None where the row is none.

    One of them must be the pose; where there are several columns, another one must be known too:
    a row of data may have a word that is a heading elsewhere.
    """
    found = tuple(_column(cell.text) for cell in row)
    named = [column for column in found if column is not Column.UNKNOWN]
    alone = sum(bool(cell.text) for cell in row) == 1
    return found if Column.POSE in found and (len(named) > 1 or alone) else None


def find_header(rows: Sequence[Row]) -> tuple[int, tuple[Column, ...]] | None:
    """The place of the row of headings among the first rows, and its columns; None for none."""
    for place, row in enumerate(rows[:LATEST_HEADER]):
        columns = columns_of(row)
        if columns is not None:
            return place, columns
    return None


def table_in(text: str, *, sure: bool) -> tuple[Row, ...]:
    """The rows of a text that is a table; () for one that is none.

    The separator is the one that makes the most known headings, else the one that makes columns
    of as many rows as can be. `sure` says that the text comes as a table: then a comma may part
    cells without headings too. (A quick line has commas of its own.)
    """
    # Some spreadsheets write `sep=;` first; its line stays, empty.
    text = re.sub(r"\Asep=.(?=\r|\n)", "", text, flags=re.IGNORECASE)
    tables = {separator: rows_of(text, separator) for separator in SEPARATORS}
    headed = {
        separator: len(set(header[1]))
        for separator, rows in tables.items()
        if (header := find_header(rows)) is not None
    }
    if headed:
        return tables[max(headed, key=lambda separator: headed[separator])]
    best: tuple[float, tuple[Row, ...]] = (0.0, ())
    for separator, rows in tables.items():
        wide = sum(len(row) > 1 for row in rows) / max(1, len(rows))
        indented = any(not row[0].text for row in rows)
        if sure or (separator != "," and wide == 1.0 and not indented):
            best = max(best, (wide, rows), key=lambda one: one[0])
    return best[1]


def _column(text: str) -> Column:
    if text.strip() == "#":
        return Column.NUMBER
    words = plain_words(re.sub(r"[()\[\]/_]", " ", text))
    return _BY_NAME.get(words, Column.UNKNOWN)
