"""What the YAML parser stumbled over, in plain words and at the place to mend."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yaml import YAMLError

_INDENT = "this line is not set in like the lines around it: check the spaces before it"
_ENDED = "the file goes on after its end: one file holds one flow"
_BY_PROBLEM: tuple[tuple[str, str], ...] = (
    # Parts of the parser's message -> what to say. The first that fits is taken.
    ("block sequence entries are not allowed", "a list begins on a line of its own"),
    ("sequence entries are not allowed", "a list begins on a line of its own"),
    ("unknown escape", "a backslash within double quotes: use single quotes instead"),
    ("hexdecimal", "a backslash within double quotes: use single quotes instead"),
    ("directive", "a line that begins with % has no place here"),
    ("parsing a block collection", "a dash is missing here, or the line is not set in far enough"),
    ("expected node content", "something is missing here: a word, a list or a closing bracket"),
    ("tab character", "a tab: set lines in with spaces"),
)
_OPENERS = "@`%&*!|>"
_GENERIC = "this cannot be read: check the spaces before the line, the colons and the quotes"


def explain(error: YAMLError, text: str) -> tuple[int, int, str]:
    """Line, column (both 1-based, inside the text) and a plain message for a parser's error."""
    problem = str(getattr(error, "problem", "") or "")
    context = str(getattr(error, "context", "") or "")
    lines = re.split("\r\n|\r|\n", text)
    here = _inside(getattr(error, "problem_mark", None), lines)
    start = _inside(getattr(error, "context_mark", None), lines)
    if here is None:
        return (*(start or (1, 1)), _GENERIC)
    line = lines[here[0] - 1]
    blank = line[: len(line) - len(line.lstrip())]
    if "\t" in blank:
        return here[0], blank.index("\t") + 1, "a tab: set lines in with spaces"
    if start is not None:
        told = _from_start(context, problem, lines, start, here)
        if told is not None:
            return told
    letter = line[here[1] - 1 : here[1]]
    if letter and letter in _OPENERS and ("start any token" in problem or "scanning a" in context):
        return (*here, f"a text cannot begin with {letter} here: quote it")
    if "mapping values are not allowed" in problem:
        return (*here, _colon(lines, here))
    if "<document start>" in problem:
        # Without dots that end the document it is a line that stands further left than the first.
        ended = any(text.startswith("...") for text in lines[: here[0] - 1])
        return (*here, _ENDED if ended else _INDENT)
    for part, message in _BY_PROBLEM:
        if part in problem or part in context:
            return (*here, message)
    if "block mapping" in context:
        return (*here, _INDENT if not line[: here[1] - 1].strip() else _after(letter))
    return (*here, _GENERIC)


def _from_start(
    context: str, problem: str, lines: list[str], start: tuple[int, int], here: tuple[int, int]
) -> tuple[int, int, str] | None:
    """The problems that are mended where something began, not where the parser gave up."""
    if "quoted scalar" in context and "end of stream" in problem:
        return (*start, "this quote is never closed")
    if "flow sequence" in context or "flow mapping" in context:
        bracket = lines[start[0] - 1][start[1] - 1 : start[1]] or "["
        if here[0] > start[0] or not lines[here[0] - 1][here[1] - 1 :].strip():
            return (*start, f"this {bracket} is never closed")
        return (*here, f"a comma or the end of the {bracket} is missing here")
    if "simple key" in context:
        return (*start, "a colon is missing on this line, or it is not set in like the others")
    letter = lines[start[0] - 1][start[1] - 1 : start[1]]
    scanning = ("alias", "anchor", "tag", "block scalar")
    if letter and letter in _OPENERS and any(f"scanning a {w}" in context for w in scanning):
        return (*start, f"a text cannot begin with {letter} here: quote it")
    if letter and letter in _OPENERS and "scanning an a" in context:
        return (*start, f"a text cannot begin with {letter} here: quote it")
    return None


def _colon(lines: list[str], here: tuple[int, int]) -> str:
    line = lines[here[0] - 1]
    before = [text for text in lines[: here[0] - 1] if text.strip() and not _is_comment(text)]
    if before and ":" not in line[: here[1] - 1]:
        if _depth(line) > _depth(before[-1]):
            return "this line is set in too far, or the text above it wants quotes"
        return "the line above has no colon, or its text wants quotes"
    return "a second colon on this line: quote the text, or begin a new line"


def _after(letter: str) -> str:
    if letter == "-":
        return "a dash has no place here: check the spaces before it"
    return "text after a closing quote or bracket: quote the whole text"


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _inside(mark: Any, lines: list[str]) -> tuple[int, int] | None:
    """A parser's mark as line and column of an existing place."""
    if mark is None:
        return None
    line = min(int(mark.line), len(lines) - 1)
    column = int(mark.column)
    if line == len(lines) - 1:
        # The end of the file: say so at the end of the last line with something on it.
        while line > 0 and not lines[line].strip():
            line -= 1
            column = len(lines[line])
    return line + 1, min(column, len(lines[line])) + 1
