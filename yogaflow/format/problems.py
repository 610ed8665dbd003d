"""Collecting what is wrong in a file: everything at once, in the order of the lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Protocol

from yogaflow.model import FormatError, Problem, Severity

MAX_PROBLEMS = 100
"""After this many the rest of a file is most likely not a flow at all."""

MAX_GUESSES = 20
"""Looking for near names costs a millisecond or so; a file of nonsense must not cost seconds."""


def no_wait() -> None:
    """A checkpoint that lets everybody pass."""


class Marked(Protocol):
    """Anything that knows its 1-based line and column."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class Report:
    """The problems of one file while it is read, and notes on it. `path` is the file as given.

    The first MAX_PROBLEMS are kept. With `stops`, one more raises FormatError; without, the file
    is read to its end, for what can be read of it. `checkpoint` is called at each word and step.
    """

    __slots__ = ("_guesses", "_stops", "checkpoint", "notes", "path", "problems")

    def __init__(
        self, path: str, *, stops: bool = True, checkpoint: Callable[[], None] = no_wait
    ) -> None:
        self.path = path
        self.checkpoint = checkpoint
        self._stops = stops
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self._guesses: dict[str, str] = {}

    @property
    def is_full(self) -> bool:
        """Whether all the problems are found that are kept, and none has to be worded any more."""
        return not self._stops and len(self.problems) > MAX_PROBLEMS

    def at(self, node: Marked, message: str) -> None:
        """Add a problem at a node; raises FormatError once there are too many to be useful."""
        self.add(node.line, node.column, message)

    def add(self, line: int, column: int, message: str) -> None:
        """Add a problem at a 1-based line and column."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(self.path, line, column, message))
            if len(self.problems) < MAX_PROBLEMS:
                return
            text = f"{MAX_PROBLEMS} problems so far; the rest was not read"
            self.problems.append(Problem(self.path, line, column, text))
        if self._stops:
            raise FormatError(self.problems)

    def note(self, node: Marked, message: str) -> None:
        """Add what is worth knowing of a node, and keeps nothing from being played."""
        if len(self.notes) < MAX_PROBLEMS:
            self.notes.append(Problem(self.path, node.line, node.column, message, Severity.NOTE))

    def stop_if_bad(self) -> None:
        """Raise FormatError with all problems, if there are any."""
        if self.problems:
            raise FormatError(self.problems)

    def guess(self, word: str, names: Iterable[str]) -> str:
        """`; did you mean NAME?` for the nearest of some names, or nothing.

        With a mapping, what the nearest name stands for is suggested.
        """
        known = self._guesses.get(word)
        if known is None:
            if len(self._guesses) >= MAX_GUESSES:
                return ""
            near = nearest(word, names)
            meant = near[0] if near else ""
            if near and isinstance(names, Mapping) and isinstance(names[meant], str):
                meant = names[meant]
            known = f"; did you mean {meant}?" if meant else ""
            self._guesses[word] = known
        return known


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems and notes by line and column."""
    return tuple(sorted(problems, key=lambda found: (found.line, found.column)))


def nearest(word: str, names: Iterable[str], count: int = 1) -> list[str]:
    """The names most like a word, best first; empty when none is near."""
    return list(_nearest(word, tuple(names), count)) if 0 < len(word) <= 60 else []


@lru_cache(maxsize=64)
def _nearest(word: str, names: tuple[str, ...], count: int) -> tuple[str, ...]:
    # Remembered for the editor, which reads the same wrong word after every keystroke.
    from difflib import get_close_matches

    return tuple(get_close_matches(word, names, n=count, cutoff=0.6))


def alike(word: str, names: Mapping[str, str], count: int = 3) -> list[str]:
    """The keys of the names -> keys that a person may have meant by a word, best first, each once.

    First those with every word of it, in full or begun; of these the ones that begin with it.
    """
    low = " ".join(word.lower().replace("-", " ").split())
    wanted = [re.compile(rf"\b{re.escape(part)}") for part in low.split()]
    within = [name for name in names if wanted and all(part.search(name) for part in wanted)]
    within.sort(key=lambda name: not name.startswith(low))
    found = [*within, *nearest(low, names, count=2 * count)]
    return list(dict.fromkeys(names[name] for name in found))[:count]


def shown(text: str) -> str:
    """A piece of the file as a message quotes it: one short line, no invisible characters."""
    line = " ".join(text.split())
    line = "".join(letter if letter.isprintable() else "?" for letter in line[:60])
    return line if len(line) <= 40 else line[:39].rstrip() + "…"
