"""Temporary folders that go away with their program, also when it is killed."""

from __future__ import annotations

import contextlib
from pathlib import Path

from yogaflow.storage.lock import take

_LOCK = "lock"


class TemporaryFolder:
    """A new folder among the system's temporary files, locked as long as its program lives.

    Making one removes those of the same prefix that no program has locked: a killed one has left
    them.
    """

    def __init__(self, prefix: str) -> None:
        """Raises OSError where none can be made."""
        import tempfile

        _clear(Path(tempfile.gettempdir()), prefix)
        self.path = Path(tempfile.mkdtemp(prefix=prefix))
        self._lock = take(self.path / _LOCK)

    def remove(self) -> None:
        """Delete the folder and all that is in it. Never raises."""
        _remove(self.path)
        if self._lock is not None:
            self._lock.release()


def _clear(folder: Path, prefix: str) -> None:
    for left in folder.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):
            if (lock := take(left / _LOCK)) is not None:
                _remove(left)
                lock.release()


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
