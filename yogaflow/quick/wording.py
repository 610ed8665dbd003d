"""The words of a line that carry no meaning of their own, and what is said about unknown ones."""

from __future__ import annotations

import re

from yogaflow.loader.amounts import UNIT_WORDS, AmountError, parse_amount
from yogaflow.loader.problems import nearest, shown
from yogaflow.quick.line import Line, Unreadable
from yogaflow.quick.names import WORD, NameBook

FILLERS = frozenset(
    "a about an and approx around at ca circa do for from hold holding holds in into of on onto "
    "pose posture position side sides stay staying the then to try your".split()
)
"""Words that a line can lose without losing anything."""

KNOWN = (
    *(word for word in UNIT_WORDS if len(word) > 2),
    *"right left both sides each side sets rest with optional wait inhale exhale say".split(),
)
"""Words that mean something in a line, for suggestions."""

_WORD = re.compile(WORD)


def has_words(line: Line) -> bool:
    """Whether anything is left that must mean something."""
    return any(match[0] not in FILLERS for match in _WORD.finditer(line.left))


def phrase(line: Line) -> tuple[int, int] | None:
    """The first run of words that is left: its 0-based characters; None where there is none."""
    words = list(_WORD.finditer(line.left))
    while words and words[0][0] in FILLERS:
        words.pop(0)
    if not words:
        return None
    run = [words[0]]
    for word in words[1:]:
        if not re.fullmatch(r"[\s\-_]*", line.left[run[-1].end() : word.start()]):
            break
        run.append(word)
    while run[-1][0] in FILLERS:
        run.pop()
    return run[0].start(), run[-1].end()


def refuse_left(line: Line, book: NameBook) -> None:
    """Raise Unreadable for the first words that nothing was made of."""
    found = phrase(line)
    if found is None:
        return
    start, end = found
    said = line.original(start, end)
    first = said.split()[0].lower()
    other = book.find(tuple(match[0] for match in _WORD.finditer(said.lower())))
    if other is not None:
        raise Unreadable(f"{shown(said)} is a step of its own: write it on the next line", start)
    if first[0].isdigit():
        raise Unreadable(_number(said), start)
    if near := nearest(first, KNOWN):
        raise Unreadable(f"{shown(first)}: did you mean {near[0]}?", start)
    message = f"{shown(said)}: not understood; what is to be said goes in quotes"
    raise Unreadable(message, start)


def _number(said: str) -> str:
    try:
        parse_amount(said)
    except AmountError as error:
        return str(error)
    return f"{shown(said)}: not understood"


def either(names: tuple[str, ...]) -> str:
    """Some names as a choice: `a, b or c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
