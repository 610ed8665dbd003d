"""Reading a file as text: everything that can be wrong before its first word is read."""

from __future__ import annotations

import errno
from pathlib import Path

from yogaflow.model import FormatError, Problem
from yogaflow.storage.regular import NotRegularError, read_bytes

MAX_BYTES = 1_000_000
"""Bytes of the largest file that is read; the longest bundled flow has some thousands."""

BOM = "\ufeff"
"""The byte order mark of UTF-8, which some editors put before the first character."""

_TOO_LARGE = "larger than 1 MB: too large for a flow or a pose"

_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def read_text(path: Path) -> str:
    """The text of a file, without a byte order mark.

    Raises FormatError for whatever is no readable UTF-8 file of at most MAX_BYTES. Never waits:
    a pipe or a device is refused before it is opened.
    """
    return read_whole(path).removeprefix(BOM)


def read_whole(path: Path) -> str:
    """The text of a file as it stands there, byte order mark and all: encoded, its very bytes.

    Raises FormatError as `read_text` does.
    """
    return decoded(_read_bytes(path), path)


def decoded(data: bytes, path: Path) -> str:
    """The text of some bytes that came from a file, or in place of one.

    Raises FormatError for what is no UTF-8 of at most MAX_BYTES.
    """
    if len(data) > MAX_BYTES:
        raise _problem(path, _TOO_LARGE)
    for mark, name in _BOMS:
        if data.startswith(mark):
            raise _problem(path, f"this file is saved as {name}: save it as UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = position(before, len(before))
        message = "not UTF-8 from here on: save the file as UTF-8"
        raise _problem(path, message, line, column) from None


def position(text: str, index: int) -> tuple[int, int]:
    """The 1-based line and column of a character of a text."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _read_bytes(path: Path) -> bytes:
    try:
        return read_bytes(path, MAX_BYTES)
    except OSError as error:
        raise _problem(path, _plain(error)) from None
    except ValueError:
        raise _problem(path, "this is not a name a file can have") from None


def _plain(error: OSError) -> str:
    if error.errno == errno.EFBIG:
        return _TOO_LARGE
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case NotADirectoryError():
            return "there is no such file: part of the way is not a folder"
        case IsADirectoryError():
            return "a folder, not a file"
        case NotRegularError():
            return "a device, pipe or socket, not a file"
        case PermissionError():
            return "this file may not be read"
        case _:
            return f"this file cannot be read: {error.strerror or error}"


def _problem(path: Path, message: str, line: int = 1, column: int = 1) -> FormatError:
    return FormatError([Problem(str(path), line, column, message)])
