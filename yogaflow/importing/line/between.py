"""What happens between two sets: `rest 30s`, `30s rest between sets`, `knees to chest between`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yogaflow.importing.line.amounts import AMOUNT, Piece, piece_of, take_amounts
from yogaflow.importing.line.counting import take_counted
from yogaflow.importing.line.line import GONE, Line, Unreadable
from yogaflow.importing.line.lookup import Lookup
from yogaflow.importing.line.usual import usual_amount
from yogaflow.importing.line.wording import has_words
from yogaflow.model import Pose, Unit

REST = re.compile(r"(?<!\w)rest(?!\w)")
"""The word, wherever it stands."""

_REST_FOR = re.compile(
    rf"(?:(?<!\w)with\s+)?(?<!\w)rest(?:ing)?(?:\s+for)?\s*[:=]?\s*(?P<after>{AMOUNT})"
    rf"(?:\s+(?:in\s+)?between(?:\s+sets)?(?!\w))?"
    rf"|(?<!\w)between\s*[:=]\s*(?P<keyed>{AMOUNT})"
    rf"|(?:(?<!\w)with\s+)?(?P<before>{AMOUNT})(?:\s+of)?\s+"
    rf"(?:rest(?:\s+(?:in\s+)?between)?|(?:in\s+)?between)(?:\s+sets)?(?!\w)"
)
_CLAUSE = re.compile(rf"(?<=[,;(])[^,;(){GONE}]*(?<!\w)between(?!\w)[^,;(){GONE}]*")
_BETWEEN = re.compile(r"(?:(?<!\w)in\s+)?(?<!\w)between(?:\s+sets)?(?!\w)\s*[:=]?")


@dataclass(frozen=True, slots=True)
class LineBetween:
    """A rest, or a pose by its key, and how long."""

    piece: Piece
    pose: str = ""


def take_rest_between(line: Line) -> LineBetween | None:
    """The rest between two sets, struck out; the pose's name must be gone. Raises Unreadable."""
    match = line.take(_REST_FOR)
    if match is not None:
        name = next(name for name in ("after", "keyed", "before") if match[name])
        piece = piece_of(match[name], match.start(name))
        refuse_reps(piece)
        return LineBetween(piece)
    if (rest := REST.search(line.left)) is not None:
        raise Unreadable("rest: how long? write rest 30s", rest.start())
    return None


def take_pose_between(line: Line, lookup: Lookup) -> LineBetween | None:
    """A pose between two sets, in a clause of its own, struck out. Raises Unreadable."""
    match = _CLAUSE.search(line.left)
    if match is None:
        return None
    clause = Line(" " * match.start() + line.original(*match.span()))
    clause.take(_BETWEEN)
    found = lookup.find(clause)
    if found is None:
        rest = clause.copy()
        take_amounts(rest)
        if REST.search(rest.left) is None and has_words(rest):
            lookup.refuse(clause)
        return None  # a rest, which is looked for later
    pose = lookup.take(clause, found)
    if pose.sides:
        raise Unreadable(f"{pose.key} has sides; between takes a pose without", found.start)
    counted = take_counted(clause, pose, found.start)
    lookup.refuse_left(clause, found)
    piece = counted.amount or piece_of(usual_amount(pose), found.start)
    check_reps(piece, pose)
    line.strike(*match.span())
    return LineBetween(piece, pose.key)


def refuse_reps(piece: Piece) -> None:
    """Raise Unreadable for a rest in repetitions."""
    if piece.unit is Unit.REPS:
        raise Unreadable("a rest is counted in breaths or seconds", piece.start)


def check_reps(piece: Piece, pose: Pose, options: tuple[str, ...] = ()) -> None:
    """Raise Unreadable for repetitions of a pose that has none, with these options."""
    repeats = pose.rep or any(pose.options[key].rep for key in options if key in pose.options)
    if piece.unit is Unit.REPS and not repeats:
        usual = usual_amount(pose)
        message = f"{pose.key} has no repetition: write {usual}, or {usual} x3 for sets"
        raise Unreadable(message, piece.start)
