"""What a person no longer wants goes to the trash of their system, not away."""

from __future__ import annotations

from pathlib import Path

from yogaflow.storage.lock import held
from yogaflow.storage.paths import private_folder, user_data_dir


class TrashError(Exception):
    """A file could not be put into the trash; it is where it was. `reason` says why."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path} is not in the trash: {reason}")


def to_trash(path: Path) -> None:
    """Move a file to the trash of the system: a link itself, not what it leads to.

    Raises TrashError.
    """
    try:
        import send2trash  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        raise TrashError(path, "Send2Trash is not installed") from None
    lock = user_data_dir() / "trash.lock"
    try:
        private_folder(lock.parent)
        # It looks for a free name in the trash, and then takes it: two at once would take one.
        with held(lock):
            send2trash.send2trash(str(path.absolute()))
    except FileNotFoundError:
        raise TrashError(path, "there is no such file") from None
    except PermissionError:
        raise TrashError(path, "it may not be moved, or there is no trash on its disk") from None
    except OSError as error:
        raise TrashError(path, error.strerror or str(error)) from None
