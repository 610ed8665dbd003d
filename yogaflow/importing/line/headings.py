"""Headings of a list: `Warm-up:`, `3 rounds:`, `right side:`, `Standing, both sides, x3:`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yogaflow.format.problems import shown
from yogaflow.format.quoting import title_text
from yogaflow.importing.line.amounts import NUMBER, number_of
from yogaflow.importing.line.line import Line, Unreadable, alike
from yogaflow.importing.line.sides import take_sides
from yogaflow.model import Side

_COUNT = rf"{NUMBER}(?:\s*(?:-|to)\s*{NUMBER})?"
_REPEAT = (
    rf"(?:(?:repeat(?:ed)?\s*:?\s*)?(?:(?<!\w)x\s*{_COUNT}"
    rf"|(?<!\w){_COUNT}\s*(?:x|times|rounds?)(?!\w)"
    rf"|(?<!\w)(?:twice|thrice)(?!\w))(?:\s*(?:times|through))?"
    rf"|(?<!\w)repeat\s*:?\s*{_COUNT})"
)
_SIDE = r"(?:on\s+)?(?:the\s+)?(?:right|left|[rl])(?:\s+side)?"
_SIDES = (
    rf"(?:(?:on\s+)?(?:both|each|either|per)\s+sides?"
    rf"|{_SIDE}(?:\s*(?:,|/|&|\+|->|-|\band\b|\bthen\b)+\s*|\s+then\s+){_SIDE}"
    rf"|{_SIDE})"
)
_WHOLE_REPEAT = re.compile(_REPEAT)
_WHOLE_SIDES = re.compile(_SIDES)
_NUMBERS = re.compile(NUMBER)
_SAID_SIDES = r"(?:on\s+)?(?:the\s+)?(?:both|each|right|left)\s+sides?"
_LAST = re.compile(rf"\s+(?P<said>{_REPEAT}|{_SAID_SIDES})$")
_FIRST = re.compile(rf"(?P<said>{_REPEAT})(?:\s+of)?\s+")
_INSIDE = re.compile(rf"{_REPEAT}|(?<!\w){_SAID_SIDES}(?!\w)|\s(?:right|left)$")
_CLAUSES = re.compile(r"\s*(?:[,;()]|\s-\s|:(?=\s))\s*")

MOST_ROUNDS = 1000
"""Rounds of a group."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says of the lines below it; `repeat` as in the format."""

    title: str = ""
    sides: tuple[Side, ...] = ()
    repeat: str = ""

    @property
    def shapes(self) -> bool:
        """Whether it changes what is practised, and does not only name it."""
        return bool(self.sides or self.repeat)


def heading_of(text: str) -> Heading | None:
    """The heading that a line without its bullet is; None for a line that is none.

    With a colon at its end any line is one, without one only what says nothing but sides and
    rounds. Raises Unreadable for rounds that cannot be.
    """
    text = text.strip()
    ends = text.endswith(":")
    words = text.rstrip(":").strip()
    if not words:
        return None
    clauses = _split(words)
    if not ends and not all(_says_how(clause) for clause, _ in clauses):
        return None
    found = Heading()
    titles: list[str] = []
    for clause, start in clauses:
        found = _with_clause(found, titles, clause, start)
    return Heading(title_text(", ".join(titles)), found.sides, found.repeat)


def _split(words: str) -> list[tuple[str, int]]:
    """The clauses of a heading with their places; `right, left` stays one."""
    whole = alike(words)
    if _WHOLE_SIDES.fullmatch(whole):
        return [(words, 0)]
    clauses: list[tuple[str, int]] = []
    start = 0
    for match in _CLAUSES.finditer(whole):
        clauses.append((words[start : match.start()], start))
        start = match.end()
    clauses.append((words[start:], start))
    return [clause for clause in clauses if clause[0].strip()]


def _says_how(clause: str) -> bool:
    plain = alike(clause)
    return bool(_WHOLE_REPEAT.fullmatch(plain) or _WHOLE_SIDES.fullmatch(plain))


def _with_clause(found: Heading, titles: list[str], clause: str, start: int) -> Heading:
    plain = alike(clause)
    if (match := _WHOLE_REPEAT.fullmatch(plain)) is not None:
        return _repeated(found, match, start)
    if _WHOLE_SIDES.fullmatch(plain):
        return _sided(found, clause, start)
    if (last := _LAST.search(plain)) is not None:
        at = last.start("said")
        found = _with_clause(found, [], clause[at:], start + at)
        return _with_clause(found, titles, clause[: last.start()], start)
    if (first := _FIRST.match(plain)) is not None:
        found = _with_clause(found, [], clause[: first.end("said")], start)
        return _with_clause(found, titles, clause[first.end() :], start + first.end())
    if (inside := _INSIDE.search(plain)) is not None:
        said = clause[inside.start() :].strip()
        message = f"{shown(said)}: set it off with commas, as in Standing, right side, x3:"
        raise Unreadable(message, start + inside.start())
    titles.append(clause.strip())
    return found


def _repeated(found: Heading, match: re.Match[str], start: int) -> Heading:
    if found.repeat:
        raise Unreadable("the rounds are said twice", start)
    # "x3", "3x" and "three times" have a number, "twice" has none.
    numbers = [number_of(one[0]) for one in _NUMBERS.finditer(match[0])]
    usual = 2 if "twice" in match[0] else 3
    low, high = (numbers[0], numbers[-1]) if numbers else (usual, usual)
    if not 1 <= low <= high <= MOST_ROUNDS:
        message = f"{low}-{high} rounds: from 1 to {MOST_ROUNDS}, the smaller first"
        raise Unreadable(message if low != high else message.replace(f"{low}-", "", 1), start)
    return Heading(found.title, found.sides, f"{low}-{high}" if high > low else str(low))


def _sided(found: Heading, clause: str, start: int) -> Heading:
    if found.sides:
        raise Unreadable("the sides are said twice", start)
    sides, _ = take_sides(Line(clause))
    return Heading(found.title, sides, found.repeat)
