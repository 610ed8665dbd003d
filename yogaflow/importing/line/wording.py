"""The words of a line that carry no meaning of their own, and those that do."""

from __future__ import annotations

import re

from yogaflow.format.amounts import UNIT_WORDS, AmountError, parse_amount
from yogaflow.format.problems import shown
from yogaflow.importing.line.line import Line
from yogaflow.importing.line.names import WORD

FILLERS = frozenset(
    "a about an and approx around at ca circa do for from hold holding holds in into of on onto "
    "pose posture position stay staying the then to try your".split()
)
"""Words that a line can lose without losing anything."""

KNOWN = (
    *(word for word in UNIT_WORDS if len(word) > 2),
    *"right left both sides each side sets rest with optional wait inhale exhale say".split(),
)
"""Words that mean something in a line, for suggestions."""

_WORD = re.compile(WORD)
_BESIDE = re.compile(r"[\s\-_]*")


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
        if not _BESIDE.fullmatch(line.left, run[-1].end(), word.start()):
            break
        run.append(word)
    while run[-1][0] in FILLERS:
        run.pop()
    return run[0].start(), run[-1].end()


def number_problem(said: str) -> str:
    """Why a piece that begins with a digit is no amount."""
    try:
        parse_amount(said)
    except AmountError as error:
        return str(error)
    return f"{shown(said)}: not understood"


def either(names: tuple[str, ...]) -> str:
    """Some names as a choice: `a, b or c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
