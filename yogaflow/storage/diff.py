"""How two texts differ, for people: what was taken away and what added, with a little around it.

Pure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import islice

_MOST = 2000
"""Lines of each text that are compared one by one, from the first that differs."""


class Line(Enum):
    """What a line of a difference is."""

    SAME = " "
    REMOVED = "-"
    ADDED = "+"
    LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a difference; the numbers are 1-based, None where the line is not there."""

    kind: Line
    before: int | None
    after: int | None
    text: str


def difference(
    before: str, after: str, *, width: int, most: int = 200, context: int = 2
) -> list[DiffLine]:
    """What differs, as lines of at most `width` cells: empty where no line does.

    `context` unchanged lines are around each change; a line LEFT_OUT stands for more of them.
    After `most` lines a last one says that there is more.
    """
    found = list(islice(_lines(before.split("\n"), after.split("\n"), context), most + 1))
    if len(found) > most:
        found[most:] = [DiffLine(Line.LEFT_OUT, None, None, "and more")]
    return [
        DiffLine(line.kind, line.before, line.after, fitted(line.text, width)) for line in found
    ]


def _lines(old: Sequence[str], new: Sequence[str], context: int) -> Iterator[DiffLine]:
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] != new[i]), most)
    tail = next((i for i in range(most - head) if old[-1 - i] != new[-1 - i]), most - head)
    if head == len(old) == len(new):
        return
    start = max(0, head - context)
    spare = min(tail, context)
    ends = len(old) - tail + spare, len(new) - tail + spare
    is_all = min(ends) - start <= _MOST
    if not is_all:  # Where both are long, line by line would take seconds.
        ends = start + _MOST, start + _MOST
    cut_old, cut_new = old[start : ends[0]], new[start : ends[1]]
    last = changes = 0
    for group in SequenceMatcher(None, cut_old, cut_new).get_grouped_opcodes(context):
        if group[0][1] + start > last:
            yield DiffLine(Line.LEFT_OUT, None, None, "")
        for kind, i, j, k, m in group:
            if kind == "equal":
                for at in range(start + i, start + j):
                    yield DiffLine(Line.SAME, at + 1, at - i + k + 1, old[at])
                continue
            if not is_all and changes and (j, m) == (len(cut_old), len(cut_new)):
                break  # Not a change, but where we stopped looking.
            changes += 1
            for at in range(start + i, start + j):
                yield DiffLine(Line.REMOVED, at + 1, None, old[at])
            for at in range(start + k, start + m):
                yield DiffLine(Line.ADDED, None, at + 1, new[at])
        last = group[-1][2] + start
    if last < len(old) or not is_all:
        yield DiffLine(Line.LEFT_OUT, None, None, "" if is_all else "and more")


def fitted(text: str, width: int) -> str:
    """A line of at most `width` cells, with spaces for tabs and dots for what shows nothing."""
    shown = "".join(_shown(letter) for letter in text[: width + 1].expandtabs(4))
    if sum(map(_cells, shown)) <= width and len(text) <= width + 1:
        return shown
    kept, left = "", width - 1
    for letter in shown:
        left -= _cells(letter)
        if left < 0:
            break
        kept += letter
    return kept + "…" * (width > 0)


def _shown(letter: str) -> str:
    return "·" if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") else letter


def _cells(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
