"""The poses a line may name: where a name stands in it, and what is said when none does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from yogaflow.format.pose_source import PoseSource
from yogaflow.format.problems import nearest, shown
from yogaflow.importing.line.amounts import take_amounts
from yogaflow.importing.line.line import Line, Unreadable
from yogaflow.importing.line.names import MOST_WORDS, WORD, name_book, plain_word, plain_words
from yogaflow.importing.line.sides import take_sides
from yogaflow.importing.line.wording import FILLERS, KNOWN, either, number_problem, phrase
from yogaflow.model import FormatError, Pose

_WORD = re.compile(WORD)
_GAP = re.compile(r"[\s\-_',.]*")
_BESIDE = re.compile(r"[\s\-_]*")
_NUMBER = re.compile(r"(?:\d+|i{1,3}|one|two|three)\Z")
_UNIT = re.compile(
    r"\s*(?:breaths?|brs?|reps?|repetitions?|times|m|mins?|minutes?|s|secs?|seconds?|sets?)(?!\w)"
    r"|\s*x(?!\w|\s*\d)|\s*:\s*\d|[-.]\d|\s+to\s+\d"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A pose that a line names, the 0-based characters of the name, and how many words it has."""

    key: str
    start: int
    end: int
    words: int


class Lookup:
    """The poses of a library, by every name they go by."""

    def __init__(self, poses: PoseSource) -> None:
        self._poses = poses
        self._book = name_book(poses.names())

    def find(self, line: Line) -> Found | None:
        """The pose with the longest name in what is left of a line, the first of equals."""
        words = list(_WORD.finditer(line.left))
        best: Found | None = None
        for first, start in enumerate(words):
            plain: list[str] = []
            for last in range(first, min(first + MOST_WORDS, len(words))):
                word, before = words[last], words[last - 1].end()
                if last > first and not _GAP.fullmatch(line.left, before, word.start()):
                    break
                plain.append(plain_word(word[0]))
                if best is not None and len(plain) <= best.words:
                    continue
                # "warrior 1 min": the number counts minutes.
                if last > first and _NUMBER.match(word[0]) and _UNIT.match(line.left, word.end()):
                    continue
                key = self._book.find(tuple(plain))
                if key is not None:
                    best = Found(key, start.start(), word.end(), len(plain))
        return best

    def take(self, line: Line, found: Found) -> Pose:
        """The pose that was found, its name struck out. Raises Unreadable for a broken one."""
        line.strike(found.start, found.end)
        try:
            pose = self._poses.get(found.key)
        except FormatError as error:
            first = error.problems[0] if error.problems else "unreadable"
            message = f"{found.key}: its pose file is broken: {first}"
            raise Unreadable(message, found.start) from None
        if pose is None:
            raise Unreadable(f"no pose is called {found.key}", found.start)
        return pose

    def refuse_left(self, line: Line, found: Found | None = None) -> None:
        """Raise Unreadable for the first words that nothing was made of.

        Words right beside the name that was found belong to it: together they name another pose,
        an unknown one.
        """
        if found is not None:
            self._refuse_beside(line, found)
        run = phrase(line)
        if run is None:
            return
        start, said = run[0], line.original(*run)
        first = said.split()[0].lower()
        if self._book.find(plain_words(said)) is not None:
            message = f"{shown(said)} is a step of its own: write it on the next line"
            raise Unreadable(message, start)
        if first[0].isdigit():
            raise Unreadable(number_problem(said), start)
        if first in KNOWN:
            raise Unreadable(f"{shown(said)} has no place here", start)
        if near := nearest(first, KNOWN):
            raise Unreadable(f"{shown(first)}: did you mean {near[0]}?", start)
        message = f"{shown(said)}: not understood; what is to be said goes in quotes"
        raise Unreadable(message, start)

    def refuse(self, line: Line) -> NoReturn:
        """No pose was found: say which words were read as one, or that there are none."""
        take_sides(line)
        take_amounts(line)
        run = phrase(line)
        if run is None:
            raise Unreadable("which pose? write its name, as in pigeon 5 breaths", 0)
        start, said = run[0], line.original(*run)
        near = self._book.near(said)
        if near:
            hint = f"did you mean {either(near)}?"
        else:
            word = next(iter(nearest(said.lower(), KNOWN)), "")
            hint = f"did you mean {word}?" if word else "yogaflow poses lists them all"
        raise Unreadable(f"no pose is called {shown(said)}; {hint}", start, near, said)

    def _refuse_beside(self, line: Line, found: Found) -> None:
        start, end = found.start, found.end
        for match in reversed(list(_WORD.finditer(line.left, 0, start))):
            if not _belongs(line, match, match.end(), start):
                break
            start = match.start()
        for match in _WORD.finditer(line.left, end):
            if not _belongs(line, match, end, match.start()):
                break
            end = match.end()
        if (start, end) != (found.start, found.end):
            said = line.original(start, end)
            near = self._book.near(said)
            message = f"no pose is called {shown(said)}; did you mean {either(near)}?"
            raise Unreadable(message, start, near, said)


def _belongs(line: Line, word: re.Match[str], start: int, end: int) -> bool:
    """Whether a word is part of a name with nothing but the characters given between them."""
    beside = _BESIDE.fullmatch(line.left, start, end) is not None
    return beside and word[0] not in FILLERS and not word[0][0].isdigit()
