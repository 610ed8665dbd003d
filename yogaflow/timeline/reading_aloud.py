"""What a voice reads where a text has numbers and abbreviations. The text itself stays as it is.

English, as all that yogaflow says by itself. Only what can mean one thing is read as that: a lone
"I" is the speaker, unless it ends a name. Pure.
"""

from __future__ import annotations

import re

from yogaflow.timeline import phrases

_UNITS = {"h": "hour", "m": "minute", "s": "second"}
_SHORT = {
    "approx": "approximately",
    "incl": "including",
    "vs": "versus",
    "e.g": "for example",
    "i.e": "that is",
    "etc": "and so on",
    "w/o": "without",
    "w/": "with",
}
_SIDES = {"l": "left", "r": "right"}
_LIMBS = "side|arm|leg|foot|hand|knee|hip|heel|elbow|shoulder|shin|thigh|ankle|wrist|toes?|ear"
_ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()
# Words before which a capital I is who is speaking, even where a sentence ends with it.
_SPEAKING = frozenset(
    "am and as but can could did do had have how if is may might must nor not or shall should so "
    "than that then was were what when where while who why will would".split()
)

_WARRIORS = frozenset({"warrior", "virabhadrasana"})

_STOP = r"(?:\.(?=\s+[a-z\d]))?"
"""A full stop that only shortens a word: the sentence goes on."""
_RANGE = r"(?:(?P<{0}low>\d{{1,3}})\s?[-\N{{EN DASH}}]\s?)?(?P<{0}count>\d{{1,3}}(?:\.\d+)?)"
_READ = re.compile(
    rf"""
    (?<![\w.,:/$€£-]) {_RANGE.format("")} (?:
        (?P<joint>[hm]) (?P<rest>\d{{1,2}}) [ms]? \b
      | (?P<gap>\s?|-) (?P<unit>h|hrs?|mins?|s|secs?) \b {_STOP}
      | (?P<glued>m) \b
      | \s?[x×] (?![^\W\d]) (?P<times>) (?:\s? (?P<by>\d{{1,3}})\b)?
      | (?![\w:/%°]|[.,-]\d|-\w)
    )
  | (?<!\w) [x×]\s? {_RANGE.format("x")} (?![\w:/%-])
  | (?<!\w) (?P<short>approx|incl|vs|e\.g|i\.e|etc)
    (?: \. (?P<end>\s*$|\s+(?=[A-Z]))? | (?<=approx)\b )
  | (?<!\w) (?P<with>w/o\b|w/) \s*
  | (?<![\w/'’]) (?P<one>[LRlr]) \s?[/&+]\s? (?P<two>[LRlr]) (?![\w/'’])
  | \s*&\s*
  | (?<=\() (?P<only>[LR]) (?=\))
  | (?<![\w'’.-]) (?P<limb>[LR]) (?=\ (?:{_LIMBS})\b)
  | (?<=[^\W\d_]\ ) (?P<roman>[IVX]+) \b (?!['’/-])
    """,
    re.VERBOSE,
)


_ANY = re.compile(r"[\d&/+]|[IVXLR](?![a-z])|approx|incl|vs|\.[ge]|etc")
"""Without any of these there is nothing to read: so it is with most lines."""


def read_aloud(text: str) -> str:
    """The words a voice says for a text.

    >>> read_aloud("Warrior III, 30s x3 L/R")
    'Warrior three, thirty seconds three times left and right'
    """
    return _READ.sub(_words, text) if _ANY.search(text) else text


def _words(match: re.Match[str]) -> str:
    found = match.groupdict()
    if found["count"]:
        return _amount(match)
    if found["xcount"]:
        return _often(found["xlow"], found["xcount"])
    if short := found["short"] or found["with"]:
        stop = "." if short == "etc" and found["end"] is not None else ""
        return _SHORT[short] + stop + (found["end"] or "") + " " * bool(found["with"])
    if found["one"]:
        one, two = found["one"].lower(), found["two"].lower()
        return match[0] if one == two else f"{_SIDES[one]} and {_SIDES[two]}"
    if side := found["only"] or found["limb"]:
        return _SIDES[side.lower()]
    if found["roman"]:
        return _roman(match)
    return " and "


def _amount(match: re.Match[str]) -> str:
    found = match.groupdict()
    low, count = found["low"], found["count"]
    if low and float(low) >= float(count):
        return match[0]
    said = _range(low, count)
    if found["joint"]:
        below = {"h": "m", "m": "s"}[found["joint"]]
        rest = found["rest"]
        return f"{_unit(said, count, found['joint'])} {_unit(_number(rest), rest, below)}"
    if unit := found["unit"] or found["glued"]:
        # "A 30-sec hold": as an adjective, it has no plural.
        return f"{said} {_UNITS[unit[0]]}" if found["gap"] == "-" else _unit(said, count, unit[0])
    if found["times"] is not None:
        return _often(low, count) + (f" {_number(found['by'])}" if found["by"] else "")
    return said


def _unit(said: str, count: str, unit: str) -> str:
    return f"{said} {_UNITS[unit]}{'s' * (count != '1')}"


def _often(low: str | None, count: str) -> str:
    if low or not count.isdecimal():
        return f"{_range(low, count)} times"
    return phrases.times(int(count))[:-1].lower()


def _range(low: str | None, count: str) -> str:
    return f"{_number(low)} to {_number(count)}" if low else _number(count)


def _number(digits: str) -> str:
    return phrases.number(int(digits)) if digits.isdecimal() else digits


def _roman(match: re.Match[str]) -> str:
    """A numeral as a number; a single letter only where it ends a name."""
    roman, text = match["roman"], match.string
    if roman not in _ROMAN:
        return roman
    if len(roman) == 1:
        name = re.split(r"[\W\d_]+", text[: match.start() - 1])[-1]
        ends = text[match.end() : match.end() + 1] in {"", *".,;:!?)"}
        named = name[:1].isupper() and name.lower() not in _SPEAKING
        if name.lower() not in _WARRIORS and not (ends and named):
            return roman
    return phrases.number(_ROMAN.index(roman) + 1)
