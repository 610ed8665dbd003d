"""Whether a file on the disk is still the one that was read or written."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from yogaflow.model import FormatError
from yogaflow.storage.read_text import read_whole

_FRESH = 3_000_000_000
"""Nanoseconds within which a file may change twice and show one time: two seconds on a stick."""


@dataclass(frozen=True, slots=True)
class FileVersion:
    """What a file was like when it was read or written.

    Time and size only save the reading: whether two stamps are of one text is said by `digest`.
    """

    mtime_ns: int
    """Time of the last change, nanoseconds."""
    size: int
    """Bytes."""
    inode: int
    digest: str
    """Of the bytes; empty where there is no file."""

    def same_text(self, other: FileVersion) -> bool:
        """Whether both are of the same bytes, whenever and by whomever they were written."""
        return self.digest == other.digest


NO_FILE = FileVersion(0, 0, 0, "")
"""The stamp of a file that is not there: expecting it, a new flow never takes another's name."""


def read_stamped(path: Path) -> tuple[str, FileVersion]:
    """A file's text as it stands there, byte order mark and line ends too, and its stamp.

    Raises FormatError for what cannot be read as text. `Endings` makes of it what an editor shows.
    """
    try:
        status = path.stat()
    except (OSError, ValueError):
        status = None
    text = read_whole(path)
    # The look was before the reading: if the file changed between, the next look reads again.
    return text, stamp_from(status, text.encode())


def stamp_of(path: Path, known: FileVersion | None = None) -> FileVersion:
    """The stamp of a file as it is now; NO_FILE where there is none.

    With `known`, an earlier stamp, a file that shows the same time and size is not read again
    (unless it changed so lately that a second change may show the same time).
    Raises FormatError for what is there and cannot be read as text.
    """
    if known is not None and known.digest:
        with contextlib.suppress(OSError, ValueError):
            status = path.stat()
            settled = abs(time.time_ns() - status.st_mtime_ns) > _FRESH
            if settled and (status.st_mtime_ns, status.st_size, status.st_ino) == (
                known.mtime_ns,
                known.size,
                known.inode,
            ):
                return known
    try:
        return read_stamped(path)[1]
    except FormatError:
        if not os.path.lexists(path):
            return NO_FILE
        raise


def stamp_from(status: os.stat_result | None, data: bytes) -> FileVersion:
    """The stamp of a file with these bytes; `status` is None where it could not be asked."""
    digest = digest_of(data)
    if status is None:
        return FileVersion(0, len(data), 0, digest)
    return FileVersion(status.st_mtime_ns, status.st_size, status.st_ino, digest)


def digest_of(data: bytes) -> str:
    """What tells one text from another."""
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()
