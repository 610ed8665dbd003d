"""How often: `x3`, `3 sets of 12`, `twice`; together with how long it makes what is done.

`3x12` is sets times amount; `x12` alone is twelve repetitions, and after an amount twelve sets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yogaflow.format.problems import shown
from yogaflow.importing.line.amounts import (
    AMOUNT_PLACE,
    BARE,
    BARE_PLACE,
    NUMBER,
    START,
    WITH_UNIT,
    Piece,
    bare_piece,
    counted_text,
    number_of,
    piece_for,
    piece_of,
)
from yogaflow.importing.line.line import Line, Unreadable
from yogaflow.model import Pose

_SETS_OF = re.compile(
    rf"{START}(?P<sets>{NUMBER})\s*(?:x|sets?(?:\s+of|\s*x)?)\s*(?P<amount>{WITH_UNIT}|{BARE})"
    rf"(?!\s*x\s*\d)"
)
_COUNT = re.compile(
    rf"(?<![\w.])x\s*(?P<after>\d+)(?:\s*-\s*(?P<to>\d+))?(?:\s*(?:times|sets?))?(?!\w)"
    rf"|{START}(?P<before>\d+)(?:\s*-\s*(?P<till>\d+))?\s*x(?!\w)"
    rf"|{START}(?P<times>{NUMBER})\s+times(?!\w)"
    rf"|(?<!\w)(?P<word>once|twice|thrice)(?!\w)"
)
_SETS = re.compile(
    rf"{START}(?P<sets>{NUMBER})\s*sets?(?!\w)|(?<!\w)sets?\s*[:=]\s*(?P<keyed>\d+)(?!\w)"
)
_REPS_KEY = re.compile(r"(?<!\w)reps?\s*[:=]\s*(?P<count>\d+(?:-\d+)?)(?!\w)")
_TWICE = {"once": 1, "twice": 2, "thrice": 3}

MOST_SETS = 100
"""Sets of one step."""


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """What a line says of how long and how often; None and 1 where it says nothing."""

    amount: Piece | None
    sets: int = 1


def take_counted(line: Line, pose: Pose, name_at: int) -> LineAmounts:
    """Amount and sets of a pose whose name begins at a 0-based place, struck out.

    Raises Unreadable.
    """
    several = line.take(_SETS_OF)
    if several is not None:
        sets = _sets(several["sets"], several.start())
        at = several.start("amount")
        amount = piece_for(several["amount"], at, pose)
        _refuse_more(line)
        return LineAmounts(amount, sets)
    # "5 breaths, 3 times": the second is how often.
    every = AMOUNT_PLACE.finditer(line.left)
    found = next((match for match in every if not match[0].endswith("times")), None)
    piece = None
    if found is not None:
        line.strike(*found.span())
        piece = piece_of(found[0], found.start())
    elif (keyed := line.take(_REPS_KEY)) is not None:
        piece = piece_of(f"{keyed['count']} reps", keyed.start())
    counts, named = line.take(_COUNT), line.take(_SETS)
    sets = 1
    if named is not None:
        sets = _sets(named["sets"] or named["keyed"], named.start())
    if counts is not None:
        low, high = _times(counts)
        if piece is None:
            text = f"{low}-{high} reps" if high != low else counted_text(low, "rep")
            piece = piece_of(text, counts.start())
        elif named is not None or high != low:
            raise Unreadable(f"{shown(counts[0])}: write the sets once, as in x3", counts.start())
        else:
            sets = _sets(str(low), counts.start())
    bare = BARE_PLACE.search(line.left) if piece is None else None
    # A lone number before the name ("3 pigeon") may number the line.
    if bare is not None and (bare.start() > name_at or not bare[0].isdigit()):
        line.strike(*bare.span())
        piece = bare_piece(bare[0], bare.start(), pose)
    _refuse_more(line)
    return LineAmounts(piece, sets)


def _times(match: re.Match[str]) -> tuple[int, int]:
    if match["word"]:
        return (_TWICE[match["word"]],) * 2
    low = number_of(match["after"] or match["before"] or match["times"])
    high = match["to"] or match["till"]
    return low, number_of(high) if high else low


def _sets(word: str, start: int) -> int:
    number = number_of(word)
    if not 1 <= number <= MOST_SETS:
        raise Unreadable(f"{number} sets: from 1 to {MOST_SETS}, please", start)
    return number


def _refuse_more(line: Line) -> None:
    """A second amount, or a number that nothing was made of."""
    for pattern in (_SETS_OF, AMOUNT_PLACE, _COUNT, _SETS):
        if (more := pattern.search(line.left)) is not None:
            said = shown(line.original(*more.span()).strip())
            raise Unreadable(f"{said}: how long is said twice; one step a line", more.start())
    if (bare := BARE_PLACE.search(line.left)) is not None:
        number = shown(bare[0])
        breaths = f"{number} breath{'s' * (number != '1')}"
        message = f"{number} what? {breaths}, {number}s, or x{number} for sets"
        raise Unreadable(message, bare.start())
