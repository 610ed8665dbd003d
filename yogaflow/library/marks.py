"""What flows have in them, each thing a letter: so ten thousand flows are quickly sifted.

A flow's marks are a short text, one letter for each pose, prop, muscle, position and kind that
occurs in it. What a letter stands for is in a table that all flows share.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

KIND, POSITION, WORKS, STRETCHES, PROP, POSE, NEEDS = (
    "kind",
    "position",
    "works",
    "stretches",
    "prop",
    "pose",
    "needs",
)
"""What a mark can be about. NEEDS is a pose that the flow's file needs, and that is not played."""

ABOUTS = frozenset({KIND, POSITION, WORKS, STRETCHES, PROP, POSE, NEEDS})

_RANGES = (range(0x23, 0x5C), range(0x5D, 0x7F), range(0xA1, 0xD800), range(0xE000, 0x110000))
"""Where letters are taken from, in that order: none that JSON escapes, no control character, no
half of a letter. The first 180 take a byte each, and with them a text is read twice as fast."""


class Mark(NamedTuple):
    """Something a flow has. `words` are a pose's names, Sanskrit and others, lower case."""

    about: str
    name: str
    words: str = ""


class Marks:
    """The table of marks; a mark keeps its letter."""

    def __init__(self, known: Iterable[Mark] = ()) -> None:
        """`known` in the order of their letters."""
        self._marks: list[Mark] = []
        self._letters: dict[Mark, str] = {}
        self._by_letter: dict[str, Mark] = {}
        self.letters(known)

    @property
    def known(self) -> tuple[Mark, ...]:
        """All marks, in the order of their letters."""
        return tuple(self._marks)

    def letters(self, marks: Iterable[Mark]) -> str:
        """The letters of these marks; a new one gets the next letter."""
        return "".join([self._letters.get(mark) or self._add(mark) for mark in marks])

    def _add(self, mark: Mark) -> str:
        letter = _letter(len(self._marks))
        self._marks.append(mark)
        self._letters[mark] = letter
        self._by_letter[letter] = mark
        return letter

    def of(self, letters: str) -> list[Mark]:
        """The marks of these letters; a letter that stands for nothing is passed over."""
        return [self._by_letter[letter] for letter in letters if letter in self._by_letter]

    def among(self, letters: str, about: str) -> tuple[str, ...]:
        """The names of the marks of one kind among these letters, each once, in their order."""
        return tuple(dict.fromkeys(mark.name for mark in self.of(letters) if mark.about == about))

    def named(self, about: str, *names: str) -> frozenset[str]:
        """The letters of the marks of these names; of all marks about it where none is given."""
        return frozenset(
            letter
            for mark, letter in self._letters.items()
            if mark.about == about and (not names or mark.name in names)
        )

    def saying(self, word: str) -> frozenset[str]:
        """The letters of the poses that have this in one of their names."""
        return frozenset(
            letter
            for mark, letter in self._letters.items()
            if mark.about == POSE and word in mark.words
        )


def _letter(number: int) -> str:
    """The letter of that number, from 0."""
    for places in _RANGES:
        if number < len(places):
            return chr(places[number])
        number -= len(places)
    raise OverflowError("more marks than there are letters")
