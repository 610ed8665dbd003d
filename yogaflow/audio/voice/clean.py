"""What a speech engine may be given: words and the marks between them, and nothing it obeys.

Every engine has a language of its own for pauses, voices and phonemes (`<break time="10000s"/>`,
`[[slnc 10000]]`), and a flow may come from anywhere. So nothing is escaped and nothing is looked
for: what is not a letter, a digit or one of a few marks does not get through. Pure.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 450
"""Characters of a line; a flow's have 300, and are longer where numbers are said in words."""

MARKS = ".,;:!?'-"
"""The marks that may stand between letters, digits and blanks."""

_READ = 4 * LONGEST
"""Characters that are looked at: a text that is all markup is not worth more."""

# Some engines say "dash" or "bracket"; a pause is what is meant.
_PAUSE = ", "
_WORDS = {
    "&": " and ",
    "+": " plus ",
    "%": " percent ",
    "°": " degrees ",
    "×": " times ",
    "½": " half ",
    "¼": " quarter ",
    "¾": " three quarters ",
    "’": "'",
    "‘": "'",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": _PAUSE,
    "\N{EM DASH}": _PAUSE,
    "(": _PAUSE,
    ")": _PAUSE,
}

_STRONGEST = "?!.;:,"
_MIXED = re.compile(r"(?<=[0-9]) ?½")
_LONE_HYPHEN = re.compile(r"(?<![^\W_])-|-(?![^\W_])")
_LONE_APOSTROPHE = re.compile(r"(?<![^\W_])'")
_PAUSES = re.compile(r" *[.,;:!?](?: *[.,;:!?])* *")
_BLANKS = re.compile(r" +")


def cleaned(text: str, longest: int = LONGEST) -> str:
    """A line as an engine is given it, "" if there is no word in it.

    Letters and digits of any script, blanks and MARKS, at most `longest` characters; cleaning it
    again changes nothing.
    """
    kept: list[str] = []
    for letter in _MIXED.sub(" and a half", text[:_READ]):
        # Before compatibility forms are folded: ½ would become "1⁄2".
        kept.append(_WORDS[letter] if letter in _WORDS else unicodedata.normalize("NFKC", letter))
    text = unicodedata.normalize("NFKC", "".join(kept))
    text = "".join(_allowed(text))
    text = _LONE_HYPHEN.sub(_PAUSE, text)
    text = _LONE_APOSTROPHE.sub(" ", text)
    text = _PAUSES.sub(_one_pause, text)
    text = _BLANKS.sub(" ", text).lstrip(" .,;:!?")
    return _short(text, longest).rstrip(" ,;:-")


def _allowed(text: str) -> list[str]:
    kept: list[str] = []
    after_letter = False
    for letter in text:
        kind = unicodedata.category(letter)
        if kind == "Cf":  # A soft hyphen, a joiner: nothing that is seen.
            continue
        if kind[0] == "L" or kind == "Nd" or letter in MARKS:
            kept.append(letter)
        elif kind in {"Mn", "Mc"} and after_letter:
            kept.append(letter)
            continue
        else:
            kept.append(_WORDS.get(letter, " "))
        after_letter = kind[0] == "L"
    return kept


def _one_pause(match: re.Match[str]) -> str:
    """The strongest of marks in a row, and a blank; 1:30, 2.5 and "a.m." stay as they are."""
    marks, text = match[0], match.string
    around = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    numbers = marks in {".", ",", ":"} and all(letter.isdecimal() for letter in around)
    if numbers or (marks == "." and all(letter.isalpha() for letter in around)):
        return marks
    return min(marks.replace(" ", ""), key=_STRONGEST.index) + " "


def _short(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    end = text.rfind(" ", 0, longest + 1)
    return text[: end if end > 0 else longest]
