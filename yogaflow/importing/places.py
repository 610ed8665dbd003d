"""JSON with places: a value, and where the entries of its lists stand."""

from __future__ import annotations

import json
import re
from json import JSONDecodeError, JSONDecoder

from yogaflow.storage.read_text import position

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = JSONDecoder()
_WHY = {
    "Expecting value": "a value is missing here",
    "Expecting property name enclosed in double quotes": "a name in double quotes is missing here",
    "Expecting ':' delimiter": "a colon is missing here",
    "Expecting ',' delimiter": "a comma is missing here",
    "Extra data": "something follows the end",
    "Unterminated string starting at": "this quote is never closed",
    "Illegal trailing comma before end of object": "a comma too many",
    "Illegal trailing comma before end of array": "a comma too many",
}


class JsonError(Exception):
    """A text that is no JSON: why, in plain words, and the 1-based place."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.message = message


def read_json(text: str) -> object:
    """The value of a text. Raises JsonError."""
    try:
        return json.loads(text)
    except JSONDecodeError as error:
        line, column = position(text, error.pos)
        why = _WHY.get(error.msg, error.msg[:1].lower() + error.msg[1:])
        raise JsonError(line, column, f"no JSON: {why}") from None
    except RecursionError:
        raise JsonError(1, 1, "lists inside each other without end") from None
    except ValueError:
        raise JsonError(1, 1, "a number in it is far too long") from None


def entry_places(text: str, key: str) -> list[tuple[int, int]]:
    """The 1-based places of the entries of a list, by its key in the outermost braces.

    The text must have been read. [] where there is no such list.
    """
    at = _skip(text, 0)
    if text[at : at + 1] != "{":
        return []
    at = _skip(text, at + 1)
    found: list[int] = []
    while text[at] != "}":
        name, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)  # past the colon
        if name == key and text[at] == "[":
            # Of two keys of one name the second counts, as for the value.
            found, at = _entries(text, at)
        else:
            _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return _positions(text, found)


def _entries(text: str, at: int) -> tuple[list[int], int]:
    """Where the entries of a list begin, and where the list ends."""
    found: list[int] = []
    at = _skip(text, at + 1)
    while text[at] != "]":
        found.append(at)
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return found, at + 1


def _positions(text: str, places: list[int]) -> list[tuple[int, int]]:
    """The lines and columns of some ascending places, in one pass."""
    found: list[tuple[int, int]] = []
    line, before = 1, 0
    for place in places:
        piece = text[before:place].replace("\r\n", "\n").replace("\r", "\n")
        line += piece.count("\n")
        start = max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1
        found.append((line, place - start + 1))
        before = place
    return found


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at
