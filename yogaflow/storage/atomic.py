"""Writing a file whole or not at all: a temporary file beside it is filled and takes its name.

Temporary files are hidden, and locked as long as their program lives. Whoever writes next in the
same folder removes those that no program has locked: a killed one has left them. Those of earlier
versions knew no locks, and go when they are a day old.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from yogaflow.storage.lock import hold, is_there

PREFIX = ".yogaflow-"
"""How the name of a temporary file begins."""
SUFFIX = ".tmp"
"""How it ends."""

PRIVATE = 0o600
"""The mode of a new file that only this person reads: all that the program keeps for itself."""
SHARED = 0o666
"""That of a new file which is the person's to give away; the umask has the last word."""

_NO_LINKS = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
)
"""What systems without hard links say when asked for one."""

_ATTEMPTS = 20
_OLD = 60.0
"""Seconds after which a temporary file is nobody's, where no lock can tell."""

_EARLIER = re.compile(r"\.yogaflow-.*\.part|([0-9a-f]{64}\.)?\d+\.part")
"""Temporary files of earlier versions: of exports, and in the folders of recorded lines."""
_DAY = 24 * 3600.0
"""Seconds after which those are nobody's: no export and no line takes as long."""


@dataclass(slots=True)
class Temporary:
    """A file that is not there yet under its own name: write to `path` or to `descriptor`.

    `status` is that of the finished file, None until then.
    """

    path: Path
    descriptor: int
    status: os.stat_result | None = None


@contextlib.contextmanager
def replacing(
    real: Path,
    *,
    mode: int = PRIVATE,
    old: os.stat_result | None = None,
    put: Callable[[Path, Path], object] = Path.replace,
    wait: bool = True,
) -> Iterator[Temporary]:
    """An empty file for the block to fill; at its end, `put(temporary, real)` gives it its name.

    With `old`, the file that is there, the new one gets its attributes, owner, group and mode;
    else it has `mode`: it is private, unless whoever calls says that it is SHARED.
    Without `wait` the data may still be on its way to the disk at the end: whole after a kill,
    but maybe not after a power cut. Raises OSError and whatever the block or `put` raises; then no
    temporary file is left, and the real one is as it was.
    """
    _clean(real.parent)
    path, descriptor = _make(real.parent, mode if old is None else PRIVATE)
    temporary = Temporary(path, descriptor)
    try:
        try:
            yield temporary
            if old is not None:
                _like(descriptor, real, old)
            if wait:
                os.fsync(descriptor)
            temporary.status = os.fstat(descriptor)
            if os.name != "nt":  # Still locked: nobody takes it for a leftover.
                put(path, real)
        finally:
            os.close(descriptor)
        if os.name == "nt":  # There an open file cannot be renamed.
            put(path, real)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    if wait:
        sync_folder(real.parent)


def write_whole(
    real: Path,
    data: bytes,
    *,
    mode: int = PRIVATE,
    old: os.stat_result | None = None,
    put: Callable[[Path, Path], object] = Path.replace,
    wait: bool = True,
) -> os.stat_result:
    """The status of the new file with that data; the rest, and errors, as `replacing`."""
    with replacing(real, mode=mode, old=old, put=put, wait=wait) as temporary:
        _fill(temporary.descriptor, data)
    assert temporary.status is not None
    return temporary.status


def _make(folder: Path, mode: int) -> tuple[Path, int]:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    for attempt in reversed(range(_ATTEMPTS)):
        path = folder / f"{PREFIX}{os.urandom(8).hex()}{SUFFIX}"
        descriptor = os.open(path, flags, mode)
        # Another's `_clean` may have come between making and locking it: then make another one.
        if os.name == "nt" or not attempt or (hold(descriptor) and is_there(path, descriptor)):
            break
        os.close(descriptor)
    return path, descriptor


def _clean(folder: Path) -> None:
    """Remove what killed programs have left in a folder."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208 - a folder may hold ten thousand flows
            if name.startswith(PREFIX):
                remove_if_left(folder / name)


def remove_if_left(path: Path) -> None:
    """Remove a file of ours if it is a temporary one of a program that was killed. Never raises.

    Only for names with PREFIX, and folders that are ours: what else is called so may be anybody's.
    """
    with contextlib.suppress(OSError):
        if path.name.startswith(PREFIX) and path.name.endswith(SUFFIX):
            _remove_unheld(path)
        elif _EARLIER.fullmatch(path.name):
            _remove_older(path, _DAY)


def _remove_older(path: Path, seconds: float) -> None:
    if time.time() - path.lstat().st_mtime > seconds:
        path.unlink()


def _remove_unheld(path: Path) -> None:
    if sys.platform == "win32":
        # An open file cannot be removed there, but just before its last step a file is closed.
        _remove_older(path, _OLD)
    else:
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if hold(descriptor):
                path.unlink()
        finally:
            os.close(descriptor)


def _fill(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def _like(descriptor: int, real: Path, old: os.stat_result) -> None:
    """Give the new file what the old one had."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            for name in os.listxattr(real):
                with contextlib.suppress(OSError):
                    os.setxattr(descriptor, name, os.getxattr(real, name))
    if sys.platform != "win32":
        mode = stat.S_IMODE(old.st_mode)
        new = os.fstat(descriptor)
        if new.st_uid != old.st_uid:
            with contextlib.suppress(OSError):
                os.fchown(descriptor, old.st_uid, -1)
        if new.st_gid != old.st_gid:
            try:
                os.fchown(descriptor, -1, old.st_gid)
            except OSError:
                # Another group than was meant: it may do what everybody may, and no more.
                mode = (mode & ~0o2070) | (mode & 0o007) << 3
        os.fchmod(descriptor, mode)


def linked(path: Path, to: Path) -> bool:
    """Give a file a second name that nobody has; False, and nothing done, without hard links.

    Raises FileExistsError where the name is taken, OSError for all else.
    """
    try:
        to.hardlink_to(path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(to):
            raise FileExistsError(to) from None
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Bring the new name to the disk. The file is whole by now, so a failure is no failure."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
