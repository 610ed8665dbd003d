"""Where in a line the name of a pose is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yogaflow.loader.problems import shown
from yogaflow.quick import wording
from yogaflow.quick.line import Line, Unreadable
from yogaflow.quick.names import MOST_WORDS, WORD, NameBook, plain_word

_WORD = re.compile(WORD)
_GAP = re.compile(r"[\s\-_',.]*")
_BESIDE = re.compile(r"[\s\-_]*")
_NUMBER = re.compile(r"(?:\d+|i{1,3}|one|two|three)\Z")
_UNIT = re.compile(
    r"\s*(?:breaths?|brs?|reps?|repetitions?|times|m|mins?|minutes?|s|secs?|seconds?|sets?)(?!\w)|\s*x(?!\w|\s*\d)"
    r"|\s*:\s*\d|[-.]\d|\s+to\s+\d"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A pose that a line names: its key, and the 0-based characters of the name."""

    key: str
    start: int
    end: int
    words: int


def find_pose(line: Line, book: NameBook) -> Found | None:
    """The pose with the longest name in what is left of a line, the first of equals."""
    words = list(_WORD.finditer(line.left))
    best: Found | None = None
    for first, start in enumerate(words):
        plain: list[str] = []
        for last in range(first, min(first + MOST_WORDS, len(words))):
            word = words[last]
            if last > first and not _GAP.fullmatch(line.left, words[last - 1].end(), word.start()):
                break
            plain.append(plain_word(word[0]))
            if best is not None and len(plain) <= best.words:
                continue
            # "warrior 1 min": the number counts minutes.
            if last > first and _NUMBER.match(word[0]) and _UNIT.match(line.left, word.end()):
                continue
            key = book.find(tuple(plain))
            if key is not None:
                best = Found(key, start.start(), word.end(), len(plain))
    return best


def phrase_around(line: Line, found: Found, book: NameBook) -> None:
    """Words right beside a name that belong to it make it another name: an unknown one."""
    before = list(_WORD.finditer(line.left, 0, found.start))
    after = list(_WORD.finditer(line.left, found.end))
    start, end = found.start, found.end
    for match in reversed(before):
        if not _BESIDE.fullmatch(line.left, match.end(), start):
            break
        if match[0] in wording.FILLERS or match[0][0].isdigit():
            break
        start = match.start()
    for match in after:
        if not _BESIDE.fullmatch(line.left, end, match.start()):
            break
        if match[0] in wording.FILLERS or match[0][0].isdigit():
            break
        end = match.end()
    if (start, end) == (found.start, found.end):
        return
    said = line.original(start, end)
    near = book.near(said)
    raise Unreadable(
        f"no pose is called {shown(said)}; did you mean {wording.either(near)}?", start, near
    )
