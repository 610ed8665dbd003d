"""A file that is held while somebody works on it: let go by itself when they are gone, or killed.

The system lets go of such a hold with the process, however it ends, so there is no stale lock to
tell from a live one. Where a file system knows no locks (some network drives), nothing is held
and nobody is kept out.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_ATTEMPTS = 20
"""Times to look whether a file is still there: some network drives never say so."""

PATIENCE = 2.0
"""Seconds that one holder is waited for: who reads, changes and writes needs some thousandths."""

_STEP = 0.005
"""Seconds between two tries."""

_BUSY = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})


def hold(descriptor: int) -> bool:
    """Hold an open file until it is closed; False where somebody else holds it. Never waits."""
    try:
        if sys.platform == "win32":
            import msvcrt

            # Windows keeps others from reading what is locked: a byte far behind the text is.
            os.lseek(descriptor, 2**30, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _BUSY
    return True


class Lock:
    """A lock file that is held. It goes away with `release`; after a kill it stays, unheld."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    def is_there(self) -> bool:
        """Whether its file is: somebody may have tidied up, and then it holds nobody out."""
        return is_there(self._path, self._descriptor)

    def release(self) -> None:
        """Let go. A second time does nothing."""
        if self._descriptor < 0:
            return
        descriptor, self._descriptor = self._descriptor, -1
        if os.name != "nt":  # Removed while held: who waits for it sees that it is gone.
            with contextlib.suppress(OSError):
                self._path.unlink()
        os.close(descriptor)
        if os.name == "nt":  # An open file cannot be removed there, and nor can another's.
            with contextlib.suppress(OSError):
                self._path.unlink()


def take(path: Path) -> Lock | None:
    """Make a lock file and hold it; None where somebody else does. Raises OSError.

    Never waits. The folder must be there.
    """
    for attempt in reversed(range(_ATTEMPTS)):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), 0o600)
        if not hold(descriptor):
            os.close(descriptor)
            return None
        # Its last holder may have removed it between our opening and our holding it.
        if is_there(path, descriptor) or not attempt:
            break
        os.close(descriptor)
    return Lock(path, descriptor)


@contextlib.contextmanager
def held(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold a lock file while the block reads, changes and writes what others do, too.

    Raises OSError where it cannot be made, or where the same holder has it for `patience` seconds
    or more (one that hangs, say). The folder must be there.
    """
    until, holder = time.monotonic() + patience, None
    while (lock := take(path)) is None:
        before, holder = holder, _identity(path)
        if holder != before:  # It has gone from hand to hand: everyone's turn comes.
            until = time.monotonic() + patience
        elif time.monotonic() >= until:
            raise OSError(errno.EBUSY, "another program holds it, and does not let go")
        time.sleep(_STEP)
    try:
        yield
    finally:
        lock.release()


def _identity(path: Path) -> tuple[int, int] | None:
    """Of a lock file: each holder makes one anew, maybe under the number of the one before."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def is_there(path: Path, descriptor: int) -> bool:
    """Whether an open file is still the one of this name."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False
