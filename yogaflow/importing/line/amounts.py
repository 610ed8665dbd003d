"""How long and how often, as people write it: `5-10 breaths`, `1:30`, `3x12`, `half a minute`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from yogaflow.format.amounts import AmountError, parse_amount
from yogaflow.format.problems import shown
from yogaflow.importing.line.line import Line, Unreadable
from yogaflow.importing.line.usual import usual_amount
from yogaflow.model import Pose, Unit

_TENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
NUMBER_WORDS: dict[str, int] = {
    **{w: n for n, w in enumerate("one two three four five six seven eight nine".split(), 1)},
    **{w: n for n, w in enumerate(_TENS.split(), 10)},
    **{w: n * 10 for n, w in enumerate("twenty thirty forty fifty sixty".split(), 2)},
    "forty-five": 45,
    "ninety": 90,
}
"""Numbers that are written as words."""

_BREATHS = r"breaths?|breathes|brs?"
_REPS = r"reps?|repetitions?|times"
_MINUTES = r"minutes?|mins?|m"
_SECONDS = r"seconds?|secs?|s|\""
_UNIT = rf"(?:{_BREATHS}|{_REPS}|{_MINUTES}|{_SECONDS})(?!\w)"
_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))

NUMBER = rf"(?:\d+|(?:{_WORDS})(?!\w))"
"""A pattern of a number, in digits or as a word."""

_CLOCK = rf"\d+:\d\d(?!\d)(?:\s*(?:{_MINUTES})(?!\w))?"
_MIXED = rf"\d+\s*(?:(?:{_MINUTES})(?:\s+and)?\s*|')\d+\s*(?:{_SECONDS})(?!\w)"
_PART = rf"(?:\d+\.\d+|\d*\s*½)\s*(?:{_MINUTES})(?!\w)"
_A = r"(?:half\s+a|an?|one\s+and\s+a\s+half)\s+(?:minutes?|min|breath)(?!\w)"
_BROKEN = rf"\d+[.,]\d+\s*{_UNIT}"
_END = rf"(?:{_CLOCK}|{_MIXED}|{_PART}|{_BROKEN}|{_A}|{NUMBER}\s*{_UNIT})"
_DASH = r"\s*(?:-|(?<!\S)to(?!\S))\s*"

START = r"(?<![\w:½])(?<!\d[.,-])"
"""A pattern of a place where a number may begin."""

WITH_UNIT = rf"(?:(?:{_END}|{NUMBER}){_DASH})?{_END}"
"""A pattern of an amount with its unit, without groups, wherever it begins."""

AMOUNT = rf"{START}{WITH_UNIT}"
"""A pattern of an amount with its unit, without groups, where one may begin."""

BARE = rf"{NUMBER}(?:{_DASH}{NUMBER})?(?![\w½]|[.:]\d)"
"""A pattern of a number or a range alone, wherever it begins."""

AMOUNT_PLACE = re.compile(rf"(?:(?<!\w)x\s*(?=\d)|{START}){WITH_UNIT}")
BARE_PLACE = re.compile(rf"{START}{BARE}")
MOST_BREATHS = 12
"""A bare number above this may as well be seconds: it is asked about."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An amount of a line: how it is written in a flow file, its unit, and its 0-based place."""

    text: str
    unit: Unit
    start: int


def take_amounts(line: Line) -> list[Piece]:
    """Every amount with a unit that is left in a line, struck out."""
    return [piece_of(match[0], match.start()) for match in line.take_all(AMOUNT_PLACE)]


def piece_of(text: str, start: int) -> Piece:
    """An amount with its unit, as a flow file has it. Raises Unreadable."""
    text = re.sub(r"^x\s*(?=\d)", "", text.strip())
    ends = [_canonical(end) for end in _ends(text)]
    word = _joined([end for end in ends if end]) if all(ends) else text
    try:
        amount = parse_amount(word)
    except AmountError as error:
        raise Unreadable(str(error), start) from None
    return Piece(word, amount.unit, start)


def _ends(text: str) -> list[str]:
    """Both ends of a range, or the one amount."""
    return re.split(_DASH, text.strip().replace("forty-five", "45"))


def piece_for(text: str, start: int, pose: Pose) -> Piece:
    """An amount with its unit, or a number alone in the unit the pose is counted in.

    Raises Unreadable.
    """
    return piece_of(text, start) if AMOUNT_PLACE.fullmatch(text) else bare_piece(text, start, pose)


def bare_piece(text: str, start: int, pose: Pose) -> Piece:
    """`5-10`: breaths, or the repetitions of a pose that is usually counted in them."""
    ends = [str(number_of(end)) for end in _ends(text)]
    word, last = "-".join(ends), int(ends[-1])
    usual = parse_amount(usual_amount(pose)).unit
    ones = "s" * (word != "1")
    if usual is Unit.REPS:
        return piece_of(f"{word} rep{ones}", start)
    if usual is Unit.SECONDS or last > MOST_BREATHS:
        message = f"{shown(word)} what? write {shown(word)}s or {shown(word)} breaths"
        raise Unreadable(message, start)
    return piece_of(f"{word} breath{ones}", start)


def _canonical(end: str) -> tuple[int, str] | None:
    """Number and unit ("" for none) of one end; minutes and seconds together are "m:s".

    None where it is no whole number of anything.
    """
    end = end.strip().replace('"', "s")
    if clock := re.match(r"(\d+):(\d\d)", end):
        return _seconds(int(clock[1]) * 60 + int(clock[2]))
    if mixed := re.match(rf"(\d+)\s*(?:{_MINUTES}|')\D*?(\d+)\s*\D+$", end):
        return _seconds(int(mixed[1]) * 60 + int(mixed[2]))
    if part := re.match(r"(\d*)\s*(?:(\.\d+)|(½))\s*m", end):
        whole = Fraction(part[1] or 0) + (Fraction(part[2]) if part[2] else Fraction(1, 2))
        if (whole * 60).denominator != 1:
            return None
        return _seconds(int(whole * 60))
    if a := re.match(r"(half|one and|an?)\b.*?\b(min|breath)", " ".join(end.split())):
        if a[2] == "breath":
            return (1, "breath") if a[1] in ("a", "an") else None
        return _seconds({"half": 30, "one and": 90}.get(a[1], 60))
    split = re.match(rf"({NUMBER})\s*(.*)", end)
    if split is None:
        return None
    number, word = number_of(split[1]), split[2]
    if not word:
        return number, ""
    for pattern, unit in ((_BREATHS, "breath"), (_REPS, "rep"), (_MINUTES, "min"), (_SECONDS, "s")):
        if re.fullmatch(pattern, word):
            return number, unit
    return None


def _seconds(seconds: int) -> tuple[int, str]:
    if seconds % 60 == 0 and seconds:
        return seconds // 60, "min"
    return (seconds, "s") if seconds < 60 else (seconds, "m:s")


def _joined(ends: list[tuple[int, str]]) -> str:
    """One end, or two with a dash; the unit once where both have the same."""
    if len(ends) == 1:
        return counted_text(*ends[0])
    (low, first), (high, last) = ends[0], ends[-1]
    if last == "m:s" and not first:
        first = "min"
    if first in ("", last) and last != "m:s":
        blank = "" if last == "s" else " "
        plural = "s" if last in ("breath", "rep") else ""
        return f"{low}-{high}{blank}{last}{plural}"
    return f"{counted_text(low, first)}-{counted_text(high, last)}"


def counted_text(number: int, unit: str) -> str:
    if unit == "m:s":
        return f"{number // 60}m{number % 60}s"
    if unit in ("breath", "rep"):
        return f"{number} {unit}{'s' * (number != 1)}"
    return f"{number}{unit}" if unit == "s" else f"{number} {unit}".strip()


def number_of(word: str) -> int:
    word = word.strip()
    # Python refuses to read thousands of digits; the amount is refused for its size later.
    return NUMBER_WORDS.get(word) or int(word[:10])
