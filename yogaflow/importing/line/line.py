"""A quick line while it is read: what has been understood is struck out, places stay."""

from __future__ import annotations

import re

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("–—−‐‑‒", "-"),
        **dict.fromkeys("’‘ʼ′`", "'"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("×✕✖", "x"),
        **dict.fromkeys("\t\u00a0\u2007\u2009\u202f", " "),
    }
)
_MARKER = re.compile(
    r"""\s* (?: [-*+>•‣·▪◦○●–—] | \[[ xX]?\] | \(\d{1,3}\) | \d{1,3}[.)](?!\d) | [a-z]\)
    | \d{1,3}:(?=\s+[^\W\d_]) ) (?=\s|[^\W\d_])""",
    re.VERBOSE,
)

GONE = "\0"
"""Stands for every character that has been understood: patterns do not reach across it."""


def alike(text: str) -> str:
    """A text in small letters, of as many characters, its dashes, quotes and blanks made alike."""
    small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return small.translate(_ALIKE)


def without_marker(text: str) -> str:
    """The line with blanks for its bullet, number or box; what follows keeps its column."""
    end = 0
    while (match := _MARKER.match(text, end)) is not None and match.end() < len(text):
        # "+block" and "-5" are no bullets, "-pigeon" is one.
        end = match.end()
    return " " * end + text[end:]


class Line:
    """One line. `left` is what has not been understood yet, with GONE for the rest."""

    __slots__ = ("left", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.left = alike(text)

    def copy(self) -> Line:
        """The line as it is now, to try something on."""
        other = Line(self.text)
        other.left = self.left
        return other

    def strike(self, start: int, end: int) -> None:
        """Mark some characters as understood."""
        self.left = self.left[:start] + GONE * (end - start) + self.left[end:]

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place of a pattern in what is left, struck out; None where there is none."""
        match = pattern.search(self.left)
        if match is not None:
            self.strike(*match.span())
        return match

    def take_all(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Every place of a pattern in what is left, struck out."""
        found = list(pattern.finditer(self.left))
        for match in found:
            self.strike(*match.span())
        return found

    def original(self, start: int, end: int) -> str:
        """A piece of the line as it was written."""
        return self.text[start:end]


class Unreadable(Exception):  # noqa: N818 - never leaves this package
    """A line that cannot be understood: why, and the 0-based character it is about.

    `unknown` is what was read as the name of a pose that is not there.
    """

    def __init__(
        self, message: str, start: int, near: tuple[str, ...] = (), unknown: str = ""
    ) -> None:
        super().__init__(message)
        self.unknown = unknown
        self.message = message
        self.start = start
        self.near = near
