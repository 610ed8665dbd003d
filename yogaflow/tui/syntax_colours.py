"""The colours of a line of a flow file: keys, poses, amounts, sides, words, comments. Pure.

Line by line on purpose: a grammar that looks at the whole text after every key would make typing
wait in a long flow. What a line alone cannot know, that it is in the middle of a `|` text, is
found by `running_text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yogaflow.format.amounts import UNIT_WORDS
from yogaflow.format.keys import RESERVED
from yogaflow.model import Side

Paint = tuple[int, int, str]
"""From a column to another (0-based, in characters), and the paint."""

COMMENT = "comment"
KEY = "key"
POSE = "pose"
AMOUNT = "amount"
SIDE = "side-word"
WORDS = "words"
DASH = "dash"

_UNITS = "|".join(sorted(UNIT_WORDS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?<![\w-])\d+(?:\s*[-–]\s*\d+)?(?:\s*(?:{_UNITS})(?:\d+s)?)?(?![\w-])", re.I
)
_SIDE = re.compile(r"(?<![\w-])(?:right|left)(?![\w-])")
_KEY = re.compile(r"""("[^"]*"|'[^']*'|[^\s:#{}\[\],"'&*!|>%@`][^:#{}\[\],]*?)\s*:(?=\s|$)""")
_DASHES = re.compile(r"\s*(?:-\s+)*")
_MARK = re.compile(r"(?:^|(?<=\s))#")
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_OPENS_TEXT = re.compile(r":\s*[|>][-+0-9]*\s*(?:#.*)?$|^\s*-\s+[|>][-+0-9]*\s*(?:#.*)?$")
_SIDES = frozenset(Side)
_WORD_KEYS = frozenset(
    {"say", "title", "about", "why", "notes", "author", "source", "text", "name"}
)


def paints(line: str, *, in_text: bool = False) -> Iterator[Paint]:
    """What is painted in a line. `in_text` says that it is in the middle of a `|` text."""
    if in_text:
        yield 0, len(line), WORDS
        return
    quoted = [match.span() for match in _QUOTED.finditer(line)]
    end = len(line)
    for match in _MARK.finditer(line):
        if not any(start <= match.start() < stop for start, stop in quoted):
            yield match.start(), end, COMMENT
            end = match.start()
            break
    lead = _DASHES.match(line)
    at = lead.end() if lead else 0
    for place in range(at):
        if line[place] == "-":
            yield place, place + 1, DASH
    if line[at : at + 1] == "{":
        at += 1
    yield from _keys(line, at, end, quoted)


def _keys(line: str, at: int, end: int, quoted: Sequence[tuple[int, int]]) -> Iterator[Paint]:
    """The keys of a line, several in braces, and the values behind them."""
    key = _KEY.match(line, at, end)
    if key is None:
        yield from _value(line, at, end, "")
        return
    name = _name(key)
    yield key.start(1), key.end(1), _paint_of(name)
    in_braces = line[at - 1 : at] == "{" if at else False
    brace = line.find("{", key.end(), end)
    following = brace + 1 if brace >= 0 else end
    if in_braces and brace < 0:
        following = _next_comma(line, key.end(), end, quoted)
    yield from _value(line, key.end(), following, name)
    while following < end and line[following] in " ,}{":
        following += 1
    if following < end:
        yield from _pairs(line, following, end, quoted)


def _pairs(line: str, at: int, end: int, quoted: Sequence[tuple[int, int]]) -> Iterator[Paint]:
    """What follows in braces: `out: 6, full: 2`."""
    while at < end:
        key = _KEY.match(line, at, end)
        cut = _next_comma(line, at if key is None else key.end(), end, quoted)
        name = ""
        if key is not None:
            name = _name(key)
            yield key.start(1), key.end(1), _paint_of(name)
            at = key.end()
        yield from _value(line, at, cut, name)
        at = cut
        while at < end and line[at] in " ,}{":
            at += 1


def _name(key: re.Match[str]) -> str:
    return key[1].strip("\"'")


def _paint_of(name: str) -> str:
    return SIDE if name in _SIDES else KEY if name in RESERVED else POSE


def _next_comma(line: str, at: int, end: int, quoted: Sequence[tuple[int, int]]) -> int:
    for place in range(at, end):
        if line[place] in ",}{" and not any(start <= place < stop for start, stop in quoted):
            return place
    return end


def _value(line: str, start: int, end: int, key: str) -> Iterator[Paint]:
    if key in _WORD_KEYS:
        first = start + len(line[start:end]) - len(line[start:end].lstrip())
        if first < end:
            yield first, end, WORDS
        return
    for match in _AMOUNT.finditer(line, start, end):
        yield match.start(), match.end(), AMOUNT
    for match in _SIDE.finditer(line, start, end):
        yield match.start(), match.end(), SIDE
    if key in {"inhale", "exhale", "pose", "use"}:
        words = line[start:end]
        first = start + len(words) - len(words.lstrip())
        last = start + len(words.rstrip())
        if first < last and line[first] not in "{[":
            yield first, last, POSE


def running_text(lines: Sequence[str]) -> frozenset[int]:
    """The lines (from 0) in the middle of a text that began with `|` or `>`."""
    found: list[int] = []
    deeper = -1
    for number, line in enumerate(lines):
        if deeper >= 0:
            blanks = len(line) - len(line.lstrip(" "))
            if not line.strip() or blanks > deeper:
                found.append(number)
                continue
            deeper = -1
        # Most lines have none of these letters; looking closer takes fifty times as long.
        if ("|" in line or ">" in line) and _OPENS_TEXT.search(line):
            # The key may be behind a dash: its text stands deeper than the key does.
            keyed = ":" in line.partition("#")[0]
            deeper = len(line) - len(line.lstrip(" -" if keyed else " "))
    return frozenset(found)
