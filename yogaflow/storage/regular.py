"""Opening a file: a regular one and nothing else, and no more of it read than is wanted.

A pipe keeps its reader waiting, and a device may have no end. So what a path leads to is looked
at before it is opened (opening alone moves some devices), and once more when it is open: in
between it may have become another. Every file that is read goes through here.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from pathlib import Path

OWN_BYTES = 100_000_000
"""Of the largest file of our own making that is read: an index, a journal."""

_PIECE = 1 << 16
"""Bytes asked for at once where a file is said to be shorter, or has grown meanwhile."""


class NotRegularError(OSError):
    """There is something of that name, and it is neither a file nor a folder."""


def opened(path: Path) -> io.BufferedReader:
    """A regular file, open to be read. Never waits.

    Raises FileNotFoundError, IsADirectoryError, NotRegularError or another OSError with a few
    plain words as `strerror`, and ValueError for what is no name of a file.
    """
    return open(path, "rb", opener=_regular)


def read_bytes(path: Path, most: int) -> bytes:
    """All bytes of a regular file. Raises as `opened` does, and OSError for more than `most`."""
    pieces: list[bytes] = []
    left = most + 1
    with opened(path) as file:
        # Memory is taken for what there is, not for what there may be, and best in one piece.
        size = max(os.fstat(file.fileno()).st_size + 1, _PIECE)
        while left > 0 and (piece := os.read(file.fileno(), min(left, size))):
            pieces.append(piece)
            left -= len(piece)
            size = _PIECE
    if left <= 0:
        raise OSError(errno.EFBIG, f"longer than {most} bytes")
    return b"".join(pieces)


def opened_to_append(path: Path) -> io.FileIO:
    """A regular file, made where there is none, open to be written to at its end.

    Nothing waits in memory: what could not be written is lost, and fails once. Raises as `opened`.
    """
    return open(path, "ab", buffering=0, opener=_regular)


def _regular(path: str, flags: int) -> int:
    """What `open` asks an opener for."""
    try:
        _must_be_regular(os.stat(path).st_mode)  # noqa: PTH116 - `open` gives a text
    except FileNotFoundError:
        if not flags & os.O_CREAT:
            raise FileNotFoundError(errno.ENOENT, "there is no such file") from None
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)
    try:
        _must_be_regular(os.fstat(descriptor).st_mode)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _must_be_regular(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "that is a folder")
    if not stat.S_ISREG(mode):
        raise NotRegularError(errno.EINVAL, "that is no file")
