"""A flow while it is edited: the text as it was opened, where it is saved to, and its journal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yogaflow.editing.journal import BusyError, Journal
from yogaflow.editing.recovery import Unsaved, unsaved_of
from yogaflow.library.copies import bundled_of, own_copy
from yogaflow.storage.file_version import NO_FILE, FileVersion, read_stamped
from yogaflow.storage.line_endings import Endings
from yogaflow.storage.text_file import ChangedError, SaveError, save_text
from yogaflow.storage.watch import Change, FileChange, Watch


class Document:
    """One flow's file, opened for editing. The text itself lives in the editor.

    `path` is where it is saved to: for a bundled flow that is the person's own copy, which is
    made by the first saving; `bundled` is then the flow it comes from. `text` is what the editor
    begins with, with line feeds and no byte order mark.
    """

    def __init__(
        self,
        path: Path,
        text: str,
        stamp: FileVersion,
        *,
        endings: Endings,
        bundled: Path | None = None,
        journal: Journal | None = None,
    ) -> None:
        """Made by `opened`, `fresh` and `resumed`."""
        self.path = path
        self.text = text
        self.stamp = stamp
        self.bundled = bundled
        self._endings = endings
        self._saved = endings.plain if stamp.digest or bundled else ""
        self._journal = journal
        self._watch = Watch(path, stamp)

    @property
    def is_new(self) -> bool:
        """Whether it has no file of its own yet."""
        return not self.stamp.digest

    @property
    def problem(self) -> str:
        """Why edits are not kept for the next start; "" where they are."""
        return self._journal.problem if self._journal else ""

    def is_changed(self, text: str) -> bool:
        """Whether that text is not the one in the file."""
        return text != self._saved

    def keep(self, text: str) -> None:
        """Write down what has been typed, for the next start after a kill."""
        if self._journal is not None:
            self._journal.keep(text)

    def flush(self) -> None:
        """Wait until the disk has what was kept. For a thread of its own."""
        if self._journal is not None:
            self._journal.flush()

    def save(self, text: str) -> None:
        """Write the file, whole or not at all.

        Raises ChangedError where somebody else has written it meanwhile, and SaveError for all
        else; the text is kept.
        """
        whole = self._endings.put_back(text)
        # Only the person's own folder is made: a folder that somebody has deleted is told of.
        made = self.is_new
        stamp = save_text(self.path, whole, expect=self.stamp, make_folder=made)
        self._stamped(stamp)
        self._endings = Endings.of(whole)
        self._saved = text
        if self._journal is not None:
            self._journal.saved(whole, stamp)

    def look(self) -> Change | None:
        """What somebody else has done to the file since the last look. Each change is told once."""
        return self._watch.look()

    def theirs(self) -> str:
        """The text of the file as it is now. Raises FormatError where it cannot be read."""
        return Endings.of(read_stamped(self.path)[0]).plain

    def take_theirs(self) -> str:
        """The text of the file as it is now; the editor shows that from here on.

        Raises FormatError where it cannot be read, and then nothing has changed.
        """
        whole, stamp = read_stamped(self.path)
        self._stamped(stamp)
        self._endings = Endings.of(whole)
        self._saved = self._endings.plain
        if self._journal is not None:
            self._journal.keep(self._saved)
            self._journal.saved(whole, stamp)
        return self._saved

    def keep_mine(self, stamp: FileVersion) -> None:
        """The file as it is now, of that stamp, may be overwritten by the next saving."""
        self._stamped(stamp)

    def _stamped(self, stamp: FileVersion) -> None:
        self.stamp = stamp
        self._watch.ours(stamp)

    def close(self, *, discard: bool = False) -> None:
        """Let go of it. What is unsaved is offered at the next start, unless discarded."""
        if self._journal is not None:
            self._journal.close(discard=discard)


def opened(path: Path, *, told: Callable[[str], object] | None = None) -> Document:
    """A flow's file; of a bundled one the person's own copy, made by the first saving.

    Raises FormatError for what cannot be read as text, BusyError where it is edited already.
    """
    target = own_copy(path)
    if target.exists():
        path = target
    whole, stamp = read_stamped(path)
    endings = Endings.of(whole)
    if target == path:
        journal = Journal.begin(path, whole, stamp, told=told)
        bundled = bundled_of(path)
        return Document(
            path, endings.plain, stamp, endings=endings, bundled=bundled, journal=journal
        )
    journal = Journal.begin(target, whole, NO_FILE, told=told)
    return Document(target, endings.plain, NO_FILE, endings=endings, bundled=path, journal=journal)


def fresh(path: Path, text: str, *, told: Callable[[str], object] | None = None) -> Document:
    """A flow that has no file yet. Raises BusyError where one of that name is being edited."""
    journal = Journal.begin(path, "", NO_FILE, told=told)
    return Document(path, text, NO_FILE, endings=Endings(), journal=journal)


def resumed(left: Unsaved) -> Document:
    """What a program that was killed has left. Raises BusyError where it is edited already."""
    journal = left.resume()
    return Document(
        left.path,
        left.text,
        left.stamp or NO_FILE,
        endings=Endings.of(left.base),
        bundled=bundled_of(left.path),
        journal=journal,
    )


def left_of(path: Path) -> list[Unsaved]:
    """What killed programs have left of a flow, or of the person's copy of a bundled one."""
    return unsaved_of(own_copy(path))


__all__ = [
    "BusyError",
    "Change",
    "ChangedError",
    "Document",
    "FileChange",
    "SaveError",
    "fresh",
    "left_of",
    "opened",
    "resumed",
]
