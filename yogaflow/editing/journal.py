"""The journal of what is not saved yet: every edit is written down the moment it is made.

One file for each edited flow, in the person's data folder. A program that is killed loses at most
the edit it was just writing. A power cut may lose what came after the last `flush`, since only
that waits for the disk: call it every second or so, away from the keys. Nothing that fails here
stops the typing.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

from yogaflow.editing.change import Change, changed
from yogaflow.editing.journal_files import default_folder, file_for, hold, put_aside
from yogaflow.editing.journal_records import JournalHeader, edit, opening
from yogaflow.storage.atomic import sync_folder, write_whole
from yogaflow.storage.file_version import FileVersion
from yogaflow.storage.line_endings import Endings
from yogaflow.storage.lock import Lock, is_there
from yogaflow.storage.text_file import reason_of

MOST = 1_000_000
"""Bytes of edits after which a journal is written anew, with all of them as one."""

_APPEND = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


class BusyError(Exception):
    """Somebody edits this flow already, here or in another window."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} is being edited already, in another window")


class Journal:
    """The journal of one flow, held against others until it is closed.

    Its file is made with the first edit and goes away when everything is saved. It knows the text
    as the editor has it: `text`. Edits are given one by one (`record`) or as whole texts
    (`keep`). `told` is called with plain words when writing fails, once until it works again;
    `problem` has the same words as long as it fails, else "".

    Only `flush` may be called from another thread.
    """

    def __init__(
        self,
        began: JournalHeader,
        file: Path,
        told: Callable[[str], object] | None = None,
    ) -> None:
        self.text = began.plain
        self.problem = ""
        self._began = began
        self._plain = self.text
        self._file = file
        self._told = told
        self._lock: Lock | None = None
        self._ours = False
        self._closed = False
        self._descriptor = -1
        self._size = 0
        self._most = 0
        self._dirty = False
        self._guard = threading.Lock()
        try:
            self._hold()
        except OSError as error:
            self._fails(error)

    @staticmethod
    def begin(
        path: Path,
        base: str,
        stamp: FileVersion | None = None,
        *,
        folder: Path | None = None,
        told: Callable[[str], object] | None = None,
    ) -> Journal:
        """Begin to edit a flow. Raises BusyError where somebody else does already.

        `base` is the file's text as it stands there, "" for a flow without a file; `stamp` is
        that file's. A journal with unsaved text that an earlier program has left is not touched:
        with the first edit it is moved aside, and it is offered further on.
        """
        folder = default_folder() if folder is None else folder
        began = JournalHeader(str(path.absolute()), base, stamp)
        return Journal(began, file_for(path, folder), told)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything unsaved."""
        return self.text != self._plain

    def record(self, change: Change) -> None:
        """Write down an edit of `text`. One write: a kill loses this edit or none."""
        if self._closed:
            raise ValueError("this journal is closed")
        self.text = change.apply(self.text)
        data = edit(change)
        full = self._size + len(data) > self._most
        if self._descriptor < 0 or full or not is_there(self._file, self._descriptor):
            self._write_anew()
            return
        try:
            if os.write(self._descriptor, data) < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            # What is there in part is taken back; the next edit writes all of them anew.
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self._size)
            self._let_go()
            self._fails(error)
            return
        self._size += len(data)
        self._dirty = True

    def keep(self, text: str) -> None:
        """Write down whatever makes `text` of the text so far."""
        if text != self.text:
            self.record(changed(self.text, text))

    def saved(self, whole: str, stamp: FileVersion) -> None:
        """The file has this text now, as given to `save_text`. What came after it stays."""
        self._began = JournalHeader(self._began.path, whole, stamp)
        self._plain = Endings.of(whole).plain
        if self.is_changed:
            self._write_anew()
        else:
            self._remove()

    def take_over(self, file: Path, text: str) -> None:
        """Go on with the text of a journal that was left; its file is ours from here on."""
        self._ours = self._ours or file == self._file
        self.keep(text)
        if file != self._file and not self.problem:
            with contextlib.suppress(OSError):
                file.unlink()

    def flush(self) -> None:
        """Wait until the disk has what is written so far: then a power cut loses none of it."""
        with self._guard:
            if not self._dirty or self._descriptor < 0:
                return
            self._dirty = False
            descriptor = os.dup(self._descriptor)
        try:
            os.fsync(descriptor)
            sync_folder(self._file.parent)
        except OSError:
            self._dirty = True  # `record` says what is wrong with the disk.
        finally:
            os.close(descriptor)

    def close(self, *, discard: bool = False) -> None:
        """Let go of the flow. What is unsaved is kept and offered again, unless discarded."""
        self._closed = True
        if discard or not self.is_changed:
            self._remove()
        else:
            self._let_go()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _write_anew(self) -> None:
        """Write all there is as one edit, whole or not at all.

        Where an earlier journal is replaced, this waits for the disk: it may hold hours.
        """
        data = opening(self._began)
        if self.is_changed:
            data += edit(changed(self._plain, self.text))
        self._let_go()
        try:
            self._hold()
            if not self._ours:
                put_aside(self._file)
            write_whole(self._file, data, wait=self._ours)
            self._ours = True
            self._descriptor = os.open(self._file, _APPEND)
        except BusyError:
            self._fails(OSError(errno.EBUSY, "another window edits this flow"))
            return
        except OSError as error:
            self._fails(error)
            return
        self._size = len(data)
        self._most = self._size + MOST
        self._dirty = True
        self.problem = ""

    def _hold(self) -> None:
        if self._lock is not None and not self._lock.is_there():
            self._lock.release()
            self._lock = None
        if self._lock is None:
            self._lock = hold(self._file)
            if self._lock is None:
                raise BusyError(Path(self._began.path))

    def _remove(self) -> None:
        self._let_go()
        if self._ours:
            with contextlib.suppress(OSError):
                self._file.unlink()
        self._ours = False

    def _let_go(self) -> None:
        with self._guard:
            if self._descriptor >= 0:
                os.close(self._descriptor)
            self._descriptor = -1

    def _fails(self, error: OSError) -> None:
        was = self.problem
        reason = reason_of(error, f"{self._file.parent} may not be written to")
        self.problem = f"edits are not kept for the next start: {reason}"
        if not was and self._told is not None:
            self._told(self.problem)
