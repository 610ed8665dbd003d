"""What the library knows of a flow without reading it again: its length, and what it has in it.

What a flow has is a short text of letters, one for each pose, prop, muscle, position and kind that
occurs in it; a table that all flows share says what each letter stands for. So ten thousand flows
are quickly searched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple


class FlowSummary(NamedTuple):
    """A flow as it is listed: seconds and breaths at the low and the high end of its ranges.

    `kind` is the one most of the time is spent in. `marks` are letters of a table of marks.
    `problems` is empty for a flow that can be played; the figures are 0 where it is not.
    """

    # A tuple, not a dataclass: ten thousand of them are made each time the library opens, and
    # a tuple is made in a third of the time.
    key: str
    title: str
    path: str
    own: bool
    about: str = ""
    seconds: tuple[float, float] = (0.0, 0.0)
    breaths: tuple[int, int] = (0, 0)
    kind: str = ""
    problems: tuple[str, ...] = ()
    marks: str = ""


def by_title(flows: Iterable[FlowSummary]) -> list[FlowSummary]:
    """Flows in the order of their titles; those that are called alike, of their keys."""
    # One after the other: texts alone are compared faster than pairs of them.
    found = sorted(flows, key=lambda one: one.key)
    found.sort(key=lambda one: one.title.lower())
    return found


def length_text(seconds: tuple[float, float], breaths: tuple[int, int]) -> str:
    """Length and breaths in one short text: "11–18 min, 45–85 breaths"."""
    low, high = (max(1, round(s / 60)) for s in seconds)
    few, many = breaths
    minutes = f"{low} min" if low == high else f"{low}–{high} min"
    count = f"{few}" if few == many else f"{few}–{many}"
    return f"{minutes}, {count} breath{'s' * (many != 1)}"


def list_text(found: Sequence[FlowSummary], folder: Path) -> str:
    """The library as lines: key, title, length, breaths, kind; broken flows with why."""
    lines: list[str] = []
    width = max((len(one.key) for one in found), default=0)
    for one in found:
        mine = " (yours)" if one.own else ""
        if one.problems:
            lines.append(f"{one.key:{width}}  broken{mine}:")
            lines += [f"{'':{width}}    {problem}" for problem in one.problems]
            continue
        length = length_text(one.seconds, one.breaths)
        lines.append(f"{one.key:{width}}  {one.title}{mine}: {length}, {one.kind}")
    if not found:
        lines.append("No flow is like that.")
    lines += ["", f"Your own flows: {folder}"]
    if not all(map(str.isprintable, lines)):
        from yogaflow.model import printable  # Here, for a list has no time for the whole model.

        lines = [*map(printable, lines)]
    return "\n".join(lines)


def list_json(found: Sequence[FlowSummary], marks: Marks) -> str:
    """The library as a JSON list; `problems` is empty for a flow that can be played."""
    whole = [_whole(one, marks) for one in found]
    return json.dumps(whole, indent=2)


def _whole(one: FlowSummary, marks: Marks) -> dict[str, object]:
    whole = one._asdict()
    letters = whole.pop("marks")
    return whole | {
        "kinds": marks.among(letters, KIND),
        "positions": marks.among(letters, POSITION),
        "works": marks.among(letters, WORKS),
        "stretches": marks.among(letters, STRETCHES),
        "releases": marks.among(letters, RELEASES),
        "props": marks.among(letters, PROP),
        "poses": marks.among(letters, POSE),
    }


KIND, POSITION, WORKS, STRETCHES, RELEASES, PROP, POSE, NEEDS = (
    "kind",
    "position",
    "works",
    "stretches",
    "releases",
    "prop",
    "pose",
    "needs",
)
"""What a mark can be about. NEEDS is a pose that the flow's file needs, and that is not played."""

ABOUTS = frozenset({KIND, POSITION, WORKS, STRETCHES, RELEASES, PROP, POSE, NEEDS})

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
