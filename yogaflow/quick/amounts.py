"""How long and how often, as people write it: `5-10 breaths`, `1:30`, `3x12`, `half a minute`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from yogaflow.loader.amounts import AmountError, parse_amount
from yogaflow.loader.problems import shown
from yogaflow.model import Pose, Unit
from yogaflow.quick.line import Line, Unreadable
from yogaflow.quick.usual import usual_amount

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
_NUMBER = rf"(?:\d+|(?:{_WORDS})(?!\w))"
_CLOCK = rf"\d+:\d\d(?!\d)(?:\s*(?:{_MINUTES})(?!\w))?"
_MIXED = rf"\d+\s*(?:(?:{_MINUTES})(?:\s+and)?\s*|')\d+\s*(?:{_SECONDS})(?!\w)"
_PART = rf"(?:\d+\.\d+|\d*\s*½)\s*(?:{_MINUTES})(?!\w)"
_A = r"(?:half\s+a|an?|one\s+and\s+a\s+half)\s+(?:minutes?|min|breath)(?!\w)"
_BROKEN = rf"\d+[.,]\d+\s*{_UNIT}"
_END = rf"(?:{_CLOCK}|{_MIXED}|{_PART}|{_BROKEN}|{_A}|{_NUMBER}\s*{_UNIT})"
_DASH = r"\s*(?:-|(?<!\S)to(?!\S))\s*"
_START = r"(?<![\w:½])(?<!\d[.,-])"
_BODY = rf"(?:(?:{_END}|{_NUMBER}){_DASH})?{_END}"
AMOUNT = rf"{_START}{_BODY}"
"""A pattern of an amount with its unit, without groups."""

_BARE = rf"{_NUMBER}(?:{_DASH}{_NUMBER})?(?![\w½]|[.:]\d)"
_SETS_OF = re.compile(
    rf"{_START}(?P<sets>{_NUMBER})\s*(?:x|sets?(?:\s+of|\s*x)?)\s*(?P<amount>{_BODY}|{_BARE})"
    rf"(?!\s*x\s*\d)"
)
_AMOUNT = re.compile(rf"(?:(?<!\w)x\s*(?=\d)|{_START}){_BODY}")
_BARE_AMOUNT = re.compile(rf"{_START}{_BARE}")
_COUNT = re.compile(
    rf"(?<![\w.])x\s*(?P<after>\d+)(?:\s*-\s*(?P<to>\d+))?(?:\s*(?:times|sets?))?(?!\w)"
    rf"|{_START}(?P<before>\d+)(?:\s*-\s*(?P<till>\d+))?\s*x(?!\w)"
    rf"|{_START}(?P<times>{_NUMBER})\s+times(?!\w)"
    rf"|(?<!\w)(?P<word>once|twice|thrice)(?!\w)"
)
_SETS = re.compile(
    rf"{_START}(?P<sets>{_NUMBER})\s*sets?(?!\w)|(?<!\w)sets?\s*[:=]\s*(?P<keyed>\d+)(?!\w)"
)
_REPS_KEY = re.compile(r"(?<!\w)reps?\s*[:=]\s*(?P<count>\d+(?:-\d+)?)(?!\w)")
_TWICE = {"once": 1, "twice": 2, "thrice": 3}

MOST_BREATHS = 12
"""A bare number above this may as well be seconds: it is asked about."""

MOST_SETS = 100
"""Sets of one step."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An amount of a line: how it is written in a flow file, its unit, and its 0-based place."""

    text: str
    unit: Unit
    start: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What a line says of how long and how often; None and 1 where it says nothing."""

    amount: Piece | None
    sets: int = 1
    sets_at: int = 0


def take_amounts(line: Line) -> list[Piece]:
    """Every amount with a unit that is left in a line, struck out."""
    return [piece_of(match[0], match.start()) for match in line.take_all(_AMOUNT)]


def take_counted(line: Line, pose: Pose, name_at: int) -> Counted:
    """Amount and sets of a pose whose name begins at a 0-based place, struck out.

    Raises Unreadable.
    """
    several = line.take(_SETS_OF)
    if several is not None:
        sets = _sets(several["sets"], several.start())
        at = several.start("amount")
        amount = piece_for(several["amount"], at, pose)
        _refuse_more(line)
        return Counted(amount, sets, several.start())
    # "5 breaths, 3 times": the second is how often.
    every = _AMOUNT.finditer(line.left)
    found = next((match for match in every if not match[0].endswith("times")), None)
    piece = None
    if found is not None:
        line.strike(*found.span())
        piece = piece_of(found[0], found.start())
    elif (keyed := line.take(_REPS_KEY)) is not None:
        piece = piece_of(f"{keyed['count']} reps", keyed.start())
    counts, named = line.take(_COUNT), line.take(_SETS)
    sets, sets_at = 1, 0
    if named is not None:
        sets = _sets(named["sets"] or named["keyed"], named.start())
        sets_at = named.start()
    if counts is not None:
        low, high = _times(counts)
        if piece is None:
            text = f"{low}-{high} reps" if high != low else _counted(low, "rep")
            piece = piece_of(text, counts.start())
        elif named is not None or high != low:
            raise Unreadable(f"{shown(counts[0])}: write the sets once, as in x3", counts.start())
        else:
            sets, sets_at = _sets(str(low), counts.start()), counts.start()
    bare = _BARE_AMOUNT.search(line.left) if piece is None else None
    # A lone number before the name ("3 pigeon") may number the line.
    if bare is not None and (bare.start() > name_at or not bare[0].isdigit()):
        line.strike(*bare.span())
        piece = _bare(bare[0], bare.start(), pose)
    _refuse_more(line)
    return Counted(piece, sets, sets_at)


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
    return piece_of(text, start) if _AMOUNT.fullmatch(text) else _bare(text, start, pose)


def _bare(text: str, start: int, pose: Pose) -> Piece:
    """`5-10`: breaths, or the repetitions of a pose that is usually counted in them."""
    ends = [str(_number(end)) for end in _ends(text)]
    word, last = "-".join(ends), int(ends[-1])
    usual = parse_amount(usual_amount(pose)).unit
    if usual is Unit.REPS:
        return piece_of(f"{word} reps", start)
    if usual is Unit.SECONDS or last > MOST_BREATHS:
        message = f"{shown(word)} what? write {shown(word)}s or {shown(word)} breaths"
        raise Unreadable(message, start)
    return piece_of(f"{word} breaths", start)


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
    split = re.match(rf"({_NUMBER})\s*(.*)", end)
    if split is None:
        return None
    number, word = _number(split[1]), split[2]
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
        return _counted(*ends[0])
    (low, first), (high, last) = ends[0], ends[-1]
    if last == "m:s" and not first:
        first = "min"
    if first in ("", last) and last != "m:s":
        blank = "" if last == "s" else " "
        plural = "s" if last in ("breath", "rep") else ""
        return f"{low}-{high}{blank}{last}{plural}"
    return f"{_counted(low, first)}-{_counted(high, last)}"


def _counted(number: int, unit: str) -> str:
    if unit == "m:s":
        return f"{number // 60}m{number % 60}s"
    if unit in ("breath", "rep"):
        return f"{number} {unit}{'s' * (number != 1)}"
    return f"{number}{unit}" if unit == "s" else f"{number} {unit}".strip()


def _number(word: str) -> int:
    word = word.strip()
    # Python refuses to read thousands of digits; the amount is refused for its size later.
    return NUMBER_WORDS.get(word) or int(word[:10])


def _times(match: re.Match[str]) -> tuple[int, int]:
    if match["word"]:
        return (_TWICE[match["word"]],) * 2
    low = _number(match["after"] or match["before"] or match["times"])
    high = match["to"] or match["till"]
    return low, _number(high) if high else low


def _sets(word: str, start: int) -> int:
    number = _number(word)
    if not 1 <= number <= MOST_SETS:
        raise Unreadable(f"{number} sets: from 1 to {MOST_SETS}, please", start)
    return number


def _refuse_more(line: Line) -> None:
    """A second amount, or a number that nothing was made of."""
    for pattern in (_SETS_OF, _AMOUNT, _COUNT, _SETS):
        if (more := pattern.search(line.left)) is not None:
            said = shown(line.original(*more.span()).strip())
            raise Unreadable(f"{said}: how long is said twice; one step a line", more.start())
    if (bare := _BARE_AMOUNT.search(line.left)) is not None:
        number = shown(bare[0])
        breaths = f"{number} breath{'s' * (number != '1')}"
        message = f"{number} what? {breaths}, {number}s, or x{number} for sets"
        raise Unreadable(message, bare.start())
