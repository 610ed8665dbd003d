"""What programs that were killed have left unsaved, and taking it up again."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from yogaflow.editing.journal import BusyError, Journal
from yogaflow.editing.journal_files import (
    LOCK_SUFFIX,
    default_folder,
    file_for,
    files_in,
    hold,
    name_of,
    read_kept,
)
from yogaflow.editing.journal_records import JournalHeader
from yogaflow.model import FormatError
from yogaflow.storage.file_version import NO_FILE, FileVersion, read_stamped
from yogaflow.storage.line_endings import Endings


class Disk(Enum):
    """What has become of the file since its editing began."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A text that was edited and never saved."""

    path: Path
    """Of the flow."""
    base: str
    """What the file had when the editing began, byte order mark and line ends too."""
    stamp: FileVersion | None
    """Of the file then; None or NO_FILE where there was none."""
    text: str
    """As an editor shows it."""
    when: float
    """Of the last edit, seconds since 1970."""
    disk: Disk
    file: Path
    """The journal."""

    @property
    def whole(self) -> str:
        """The text as it belongs into the file, with the line ends that are the file's."""
        return Endings.of(self.base).put_back(self.text)

    def resume(self, told: Callable[[str], object] | None = None) -> Journal:
        """Go on editing: a journal that has this text already.

        Raises BusyError where somebody else edits this flow by now.
        """
        began = JournalHeader(str(self.path), self.base, self.stamp)
        journal = Journal(began, file_for(self.path, self.file.parent), told)
        journal.take_over(self.file, self.text)
        return journal

    def discard(self) -> None:
        """Forget this text. Raises BusyError where somebody else edits this flow by now."""
        with _held(self.file) as ours:
            if not ours:
                raise BusyError(self.path)
            with contextlib.suppress(OSError):  # Offered again, then.
                self.file.unlink()


def unsaved(folder: Path | None = None) -> list[Unsaved]:
    """What was left, the latest first. What somebody edits just now is not among it.

    A journal whose text has come to the disk after all is removed, and so is what else killed
    programs have left.
    """
    folder = default_folder() if folder is None else folder
    found = _looked(files_in(folder))
    for file in files_in(folder, LOCK_SUFFIX):
        with _held(file):
            pass  # Who lets go of it removes it.
    return found


def unsaved_of(path: Path, folder: Path | None = None) -> list[Unsaved]:
    """What was left of one flow, the latest first: usually one text, or none."""
    folder = default_folder() if folder is None else folder
    flow = name_of(file_for(path, folder))
    return _looked(file for file in files_in(folder) if name_of(file) == flow)


def _looked(files: Iterable[Path]) -> list[Unsaved]:
    found = []
    for file in files:
        # Gone in between, or in a folder where nothing can be removed: no more to be done.
        with _held(file) as ours, contextlib.suppress(OSError):
            one = _look(file) if ours else None
            if one is not None:
                found.append(one)
    return sorted(found, key=lambda one: -one.when)


def _look(file: Path) -> Unsaved | None:
    """What a journal that is held has unsaved; it is removed where that is nothing."""
    kept = read_kept(file)
    if kept is None:
        return None
    path, expected = Path(kept.began.path), kept.began.stamp or NO_FILE
    when = file.stat().st_mtime
    one = Unsaved(path, kept.began.base, kept.began.stamp, kept.text, when, Disk.SAME, file)
    now: FileVersion | None
    try:
        whole, now = read_stamped(path)
        is_saved = Endings.of(whole).plain == kept.text
    except FormatError:
        is_saved, now = False, None if os.path.lexists(path) else NO_FILE
    if is_saved or not kept.is_changed:
        file.unlink()
        return None
    if now is not None and now.same_text(expected):
        return one
    return replace(one, disk=Disk.GONE if now is NO_FILE else Disk.CHANGED)


@contextlib.contextmanager
def _held(file: Path) -> Iterator[bool]:
    """Hold a flow for a moment; whether it could be.

    A full disk and a folder that may only be read keep nobody from what was left there.
    """
    try:
        lock = hold(file)
    except OSError:
        yield True
        return
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.release()
