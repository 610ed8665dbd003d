"""Where journals are, what they are called, and who holds them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from yogaflow.editing.journal_records import RecoveredText, read
from yogaflow.storage.lock import Lock, take
from yogaflow.storage.paths import private_folder
from yogaflow.storage.regular import OWN_BYTES, read_bytes

SUFFIX = ".journal"
LOCK_SUFFIX = ".lock"


def default_folder() -> Path:
    """The person's unsaved texts."""
    from yogaflow.storage import paths

    return paths.unsaved_dir()


def file_for(path: Path, folder: Path) -> Path:
    """The journal of a flow's file: one for each real file, whatever links lead to it."""
    from hashlib import blake2b

    real = os.path.normcase(os.path.realpath(path))
    name = blake2b(real.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return folder / f"{name}{SUFFIX}"


def name_of(file: Path) -> str:
    """What the journals of one flow and its lock have in common."""
    return file.name.split(".")[0]


def files_in(folder: Path, suffix: str = SUFFIX) -> Iterator[Path]:
    """Every journal of a folder, those put aside too; none where there is no such folder."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - as quick as can be, at every start
    except OSError:
        return
    for name in names:
        if name.endswith(suffix) and not name.startswith("."):
            yield folder / name


def hold(file: Path) -> Lock | None:
    """Hold the flow of a journal, those put aside too; None where somebody else does.

    Makes the folder. Raises OSError.
    """
    private_folder(file.parent)
    return take(file.with_name(f"{name_of(file)}{LOCK_SUFFIX}"))


def read_kept(file: Path) -> RecoveredText | None:
    """What a journal holds; None where there is none, or nothing in it can be believed."""
    try:
        return read(read_bytes(file, OWN_BYTES))
    except OSError:
        return None


def put_aside(file: Path) -> None:
    """Make room for a new journal of the same flow; the flow must be held. Raises OSError.

    What an earlier program has left stays under another name, if there is unsaved text in it or
    it cannot be told.
    """
    if not file.exists():
        return
    kept = read_kept(file)
    if kept is not None and kept.whole and not kept.is_changed:
        return
    for number in count(1):
        aside = file.with_name(f"{name_of(file)}.{number}{SUFFIX}")
        if not aside.exists():
            file.rename(aside)
            return
