"""Which sides a line asks for: `right then left`, `each side`, `(R)`, `on the left`."""

from __future__ import annotations

import re

from yogaflow.importing.line.line import Line, Unreadable
from yogaflow.importing.line.names import plain_words
from yogaflow.model import Side

_ONE = r"(?:right|left|rt|lt|[rl])"
_SIDE = (
    rf"(?:(?:on|to|for|from)\s+)?(?:(?:the|your)\s+)?{_ONE}"
    r"(?:\s*-?\s*(?:hand\s+)?side)?(?:\s+only)?"
)
_THEN = r"(?:\s*(?:,|;|/|\+|&|\||->|→|>|-|\band\b|\bthen\b)\s*)+|\s+"
_TWO = re.compile(rf"(?<![\w'])(?P<first>{_SIDE})(?:{_THEN})(?P<second>{_SIDE})(?![\w'])")
_LIMB = r"(?:sides?|legs?|arms?|hips?|ways?)(?![\w'])"
_BOTH = re.compile(
    rf"(?<![\w'])(?:(?:on|for|to|per)\s+)?(?:both|each|either|every|ea\.?|per|a|two)\s+{_LIMB}"
    rf"|/\s*{_LIMB}|(?<![\w'])(?:e/s|each|both)(?![\w'])"
)
_KEY = re.compile(r"(?<![\w'])sides?\s*[:=]")
_SINGLE = re.compile(rf"(?<![\w']){_SIDE}(?![\w'])")
_WORD = re.compile(r"(?<![a-z])(?:right|left|rt|lt|[rl])(?![a-z])")


def side_of(text: str) -> Side:
    """The side that a piece of a line names."""
    word = _WORD.search(text)
    return Side.RIGHT if word is not None and word[0].startswith("r") else Side.LEFT


def take_sides(line: Line, means: str = "") -> tuple[tuple[Side, ...], int]:
    """The sides a line asks for, struck out, and their 0-based place; none are ().

    `means` is what a side of the pose names, as in its file: "<side> knee forward"; then "right
    knee" is the right side too. Raises Unreadable where sides are asked for twice.
    """
    found: list[tuple[tuple[Side, ...], int]] = []
    line.take(_KEY)
    for match in line.take_all(_TWO):
        first, second = side_of(match["first"]), side_of(match["second"])
        if first is second:
            raise Unreadable(f"{first} is said twice", match.start("second"))
        found.append(((first, second), match.start()))
    found += [((Side.RIGHT, Side.LEFT), match.start()) for match in line.take_all(_BOTH)]
    for match in line.take_all(_SINGLE):
        found.append(((side_of(match[0]),), match.start()))
        _take_meaning(line, match.end(), means)
    if not found:
        return (), 0
    found.sort(key=lambda one: one[1])
    if len(found) == 2 and len(found[0][0]) == len(found[1][0]) == 1 and found[0][0] != found[1][0]:
        return (*found[0][0], *found[1][0]), found[0][1]
    if len(found) > 1:
        raise Unreadable("the sides are said twice", found[1][1])
    return found[0]


def _take_meaning(line: Line, start: int, means: str) -> None:
    """Strike out words after a side that say what the pose's side names anyway."""
    said = plain_words(means.partition("<side>")[2])
    for size in range(len(said), 0, -1):
        pattern = r"\s+" + r"\W+".join(re.escape(word) for word in said[:size]) + r"(?!\w)"
        match = re.compile(pattern).match(line.left, start)
        if match is not None:
            line.strike(*match.span())
            return
