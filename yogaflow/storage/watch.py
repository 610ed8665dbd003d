"""Noticing that somebody else has changed a file: looks, and what they mean.

Pure but for the look itself, which is given. Editors write a file in several steps: it is gone for
an instant, or half there. So a change is told when two looks in a row have seen the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from yogaflow.model import FormatError
from yogaflow.storage.file_version import NO_FILE, FileVersion, stamp_of


class FileChange(Enum):
    """What has become of a file."""

    CHANGED = "changed"
    """It has another text, or is there (again)."""
    GONE = "gone"
    UNREADABLE = "unreadable"
    """There is something of its name that cannot be read as text: a folder, say."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change on the disk that is not ours."""

    what: FileChange
    stamp: FileVersion
    """Of the file as it is now: what `save_text` must expect to overwrite it knowingly."""
    why: str = ""
    """Of what is unreadable, in plain words."""


class Watch:
    """Watches one file. `look` is called every second or so."""

    def __init__(
        self,
        path: Path,
        stamp: FileVersion,
        stamp_now: Callable[[Path, FileVersion | None], FileVersion] = stamp_of,
    ) -> None:
        """`stamp` is of the file as it was read or written; NO_FILE for one that is not there.

        `stamp_now` gives the stamp of the file as it is; it is told the last one, to be quick.
        """
        self._path = path
        self._known: FileVersion | str = stamp
        self._seen: FileVersion | str = stamp
        self._stamp_now = stamp_now

    def ours(self, stamp: FileVersion) -> None:
        """The file was written or read by ourselves: that is no change."""
        self._known = self._seen = stamp

    def look(self) -> Change | None:
        """What has changed since the last look that told something; None where nothing has.

        Each change is told once, when it has been there for two looks.
        """
        before, self._seen = self._seen, self._now()
        if _same(self._seen, self._known):
            if isinstance(self._seen, FileVersion):  # Perhaps of another time.
                self._known = self._seen
            return None
        if not _same(self._seen, before):
            return None
        self._known = self._seen
        if isinstance(self._seen, str):
            return Change(FileChange.UNREADABLE, NO_FILE, self._seen)
        what = FileChange.CHANGED if self._seen.digest else FileChange.GONE
        return Change(what, self._seen)

    def _now(self) -> FileVersion | str:
        try:
            return self._stamp_now(
                self._path, self._seen if isinstance(self._seen, FileVersion) else None
            )
        except FormatError as error:
            return error.problems[0].message


def _same(one: FileVersion | str, other: FileVersion | str) -> bool:
    if isinstance(one, FileVersion) and isinstance(other, FileVersion):
        return one.same_text(other)
    return one == other
