"""Writing a flow's file whole or not at all.

The text goes into a hidden temporary file in the same folder, is brought to the disk, and then
takes the file's name in one step. Whoever reads the file, at whatever moment, finds the old text
or the new one. Whatever goes wrong is a SaveError that says so in plain words, and then the file
is as it was.

- The mode stays, and so do owner, group and extended attributes where the system lets us. Where
  the group cannot be kept, it gets no more rights than everybody.
- A link is followed: the file it leads to is written, the link stays.
- A file with a second name (a hard link) is parted from it: the name that was saved has the new
  text, the other one keeps the old. Writing into the shared file instead could break both.
- A folder in which no file may be made is refused, even where the file itself could be written:
  there is no whole-or-nothing there.
- A file that may not be written to is refused, even where the folder would let it be replaced.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from yogaflow.model import FormatError
from yogaflow.storage.atomic import PREFIX, SHARED, SUFFIX, linked, write_whole
from yogaflow.storage.file_version import (
    NO_FILE,
    FileVersion,
    digest_of,
    read_stamped,
    stamp_from,
    stamp_of,
)
from yogaflow.storage.lock import held
from yogaflow.storage.paths import private_folder, user_data_dir
from yogaflow.storage.read_text import MAX_BYTES, position

__all__ = [
    "NO_FILE",
    "ChangedError",
    "FileVersion",
    "SaveError",
    "read_stamped",
    "reason_of",
    "save_text",
    "stamp_of",
]


class SaveError(Exception):
    """A text could not be written. `reason` says why in plain words; the file is as it was."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path} is not saved: {reason}")


class ChangedError(SaveError):
    """The file on the disk is not the one that was expected: somebody else has written it."""


def save_text(
    path: Path, text: str, *, expect: FileVersion | None = None, make_folder: bool = False
) -> FileVersion:
    """Write a file whole or not at all: UTF-8, line ends and byte order mark as the text has them.

    With `expect` the file must still have the text of that stamp, whatever its time; with NO_FILE
    it must not be there. (An editor that is not ours, and writes in the very instant between that
    look and our last step, is not seen; a new file is never put on another's name.) With
    `make_folder` the folder is made where it is missing. Returns the stamp of the file that is
    there now.

    Raises ChangedError where it is not what was expected, SaveError for all that can go wrong.
    """
    with _told(path, "the folder may not be written to"):
        data = _encoded(path, text)
        real = _real(path)
        if make_folder:
            with _told(path, "the folder may not be made"):
                _make_folder(real.parent)
        old = _old(path, real)
        status = write_whole(
            real,
            data,
            mode=SHARED,
            old=old,
            put=lambda temporary, real: _put(path, temporary, real, expect),
        )
    return stamp_from(status, data)


def _encoded(path: Path, text: str) -> bytes:
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        line, column = position(text, error.start)
        reason = f"the character at {line}:{column} is half of one: a file cannot hold it"
        raise SaveError(path, reason) from None
    if len(data) > MAX_BYTES:
        raise SaveError(path, "the text is larger than 1 MB: too large for a flow or a pose")
    return data


def _real(path: Path) -> Path:
    """The file a path leads to, through whatever links."""
    real = Path(os.path.realpath(path))
    if real.is_symlink():
        raise SaveError(path, "its link leads round in a circle")
    return real


def _make_folder(folder: Path) -> None:
    """A folder for flows is as the umask says, but not what yogaflow keeps all around it."""
    home = Path(os.path.realpath(user_data_dir()))
    if folder.is_relative_to(home):
        private_folder(home)
    folder.mkdir(parents=True, exist_ok=True)


def _old(path: Path, real: Path) -> os.stat_result | None:
    """The file that is there already; None where there is none. Raises for what is no file."""
    try:
        old = real.stat()
    except FileNotFoundError:
        if real.parent.is_dir():
            return None
        raise SaveError(path, f"the folder {real.parent} is gone") from None
    except NotADirectoryError:
        raise SaveError(path, f"{real.parent} is not a folder") from None
    if stat.S_ISDIR(old.st_mode):
        raise SaveError(path, "there is a folder of that name")
    if not stat.S_ISREG(old.st_mode):
        raise SaveError(path, "it is a device, pipe or socket, not a file")
    if not os.access(real, os.W_OK):
        raise SaveError(path, "the file may not be written to")
    return old


def _put(path: Path, temporary: Path, real: Path, expect: FileVersion | None) -> None:
    """The last step: the temporary file takes the name of the real one."""
    if expect is None:
        _replace(path, temporary, real)
        return
    # Its name is that of a temporary file, so that one left by a kill goes like those.
    lock = real.with_name(f"{PREFIX}{digest_of(os.fsencode(real.name))}{SUFFIX}")
    with held(lock):
        if expect.digest:
            _must_be(path, real, expect)
            _replace(path, temporary, real)
        else:
            _put_new(path, temporary, real)


def _must_be(path: Path, real: Path, expect: FileVersion) -> None:
    try:
        found = stamp_of(real)
    except FormatError:
        raise ChangedError(path, "somebody else has changed it") from None
    if not found.digest:
        raise ChangedError(path, "somebody else has removed or renamed it")
    if not found.same_text(expect):
        raise ChangedError(path, "somebody else has changed it")


def _replace(path: Path, temporary: Path, real: Path) -> None:
    busy = "another program holds the file" if os.name == "nt" else "the file may not be replaced"
    with _told(path, busy):
        temporary.replace(real)


def _put_new(path: Path, temporary: Path, real: Path) -> None:
    """Take a name that nobody has."""
    try:
        if os.name == "nt":
            temporary.rename(real)
        elif linked(temporary, real):
            with contextlib.suppress(OSError):  # Removed by the next saving, then.
                temporary.unlink()
        else:
            temporary.replace(real)
    except FileExistsError:
        raise ChangedError(path, "there is a file of that name already") from None


@contextlib.contextmanager
def _told(path: Path, forbidden: str) -> Iterator[None]:
    """Every OSError as a SaveError; `forbidden` is what EACCES means here."""
    try:
        yield
    except OSError as error:
        raise SaveError(path, reason_of(error, forbidden)) from error
    except ValueError as error:
        raise SaveError(path, "this is not a name a file can have") from error


def reason_of(error: OSError, forbidden: str) -> str:
    """Why the disk did not take something, in plain words; `forbidden` for EACCES and EPERM."""
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return forbidden
        case errno.ENOENT:
            return "the folder is gone"
        case errno.ENOTDIR:
            return "part of the way is not a folder"
        case errno.EISDIR:
            return "there is a folder of that name"
        case errno.EROFS:
            return "the disk may only be read"
        case errno.ENOSPC:
            return "the disk is full"
        case errno.EDQUOT:
            return "your share of the disk is used up"
        case errno.EFBIG:
            return "the file is larger than the disk takes"
        case errno.ENAMETOOLONG:
            return "the name is too long"
        case errno.EIO:
            return "the disk has failed"
        case _:
            return f"it cannot be written: {error.strerror or error}"
