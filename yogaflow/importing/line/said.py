"""What a line gives to say: all after `say:`, or whatever stands in quotes."""

from __future__ import annotations

import re

from yogaflow.format.quoting import cannot_say, cleaned
from yogaflow.importing.line.line import Line, Unreadable

_TAIL = re.compile(r"(?<!\w)(?:say|words?)\s*:\s*(?P<text>\S.*)$")
_QUOTES = re.compile(r'(?<![\w])"(?P<text>[^"]*[^"\s][^"]*)"')
# An apostrophe is no closing quote: a letter follows it.
_SINGLE_QUOTES = re.compile(r"(?<![\w'])'(?P<text>[^']*\w[^']*(?:'(?=\w)[^']*)*)'(?![\w'])")


def take_words(line: Line) -> tuple[str, ...]:
    """The texts to be said, in order, struck out. Raises Unreadable."""
    found = []
    tail = line.take(_TAIL)
    if tail is not None:
        found.append(tail)
    for pattern in (_QUOTES, _SINGLE_QUOTES):
        found += line.take_all(pattern)
    found.sort(key=lambda match: match.start())
    texts = [_text(line, match) for match in found]
    return tuple(text for text in texts if text)


def _text(line: Line, match: re.Match[str]) -> str:
    start, end = match.span("text")
    text = cleaned(line.original(start, end)).strip("\"'“”„«»")
    if why := cannot_say(text):
        raise Unreadable(why, start)
    return text
