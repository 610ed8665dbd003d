"""Texts as YAML takes them: plain where that is safe, in quotes where it is not.

Safe also for the programs a flow file is opened with: no word is left plain that some YAML
editor reads as a number, a date or a yes.
"""

from __future__ import annotations

import re

from yogaflow.model import COUNT_MARKS, MARK, ONE_GO, in_breaths, is_mark

LONGEST_WORDS = 3000
"""Characters of one text to say, in sentences of ONE_GO at most."""

MARKS = "only <side> and <other> are known, and " + ", ".join(f"<{word}>" for word in COUNT_MARKS)
"""What whoever writes another mark is told."""

LONGEST_TITLE = 80
"""Characters of a title."""

# What a flow file may not hold anywhere, not even in a note: control characters, the line breaks
# only YAML knows, the marks that turn the reading direction. Tabs and breaks become blanks before.
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_PLAIN = re.compile(r"[^\W_](?:.*[^\s:])?", re.DOTALL)
_WORDS = frozenset("true false yes no on off y n null".split())


def cleaned(text: str) -> str:
    """A text on one line, single blanks, without the characters a flow file may not hold."""
    return " ".join(_UNWANTED.sub("", " ".join(text.split())).split())


def quoted(text: str) -> str:
    """A text as the value of a key."""
    return text if _is_plain(text) else _in_quotes(text)


def in_braces(text: str) -> str:
    """A text as a value within braces or brackets."""
    plain = _is_plain(text) and not any(letter in text for letter in ",:[]{}")
    return text if plain else _in_quotes(text)


def cannot_say(text: str) -> str:
    """Why a text cannot be said in a flow; "" where it can."""
    for match in MARK.finditer(text):
        if not is_mark(match[1]):
            return f"{match[0]}: {MARKS}"
    if len(text) > LONGEST_WORDS:
        return f"{len(text)} characters to say; {LONGEST_WORDS} at most"
    most = max(map(len, in_breaths(text)))
    return f"a sentence of {most} characters; {ONE_GO} at most" if most > ONE_GO else ""


def title_text(text: str) -> str:
    """A text as a title: on one line, at most LONGEST_TITLE characters, no unknown marks."""
    text = MARK.sub(lambda match: match[0] if is_mark(match[1]) else match[1], cleaned(text))
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + "…"


def comment(text: str) -> str:
    """A text as a note in a flow file."""
    return f"# {cleaned(text)}".rstrip()


def _is_plain(text: str) -> bool:
    return (
        _PLAIN.fullmatch(text) is not None
        and text[0].isalpha()
        and ": " not in text
        and " #" not in text
        and text.lower() not in _WORDS
    )


def _in_quotes(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
