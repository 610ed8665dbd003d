"""Recordings of lines, kept by what they are of: DIR/<2 hex>/<key>.wav.

The key is a hash of everything a recording depends on, so a file is never wrong, only missing. A
file is whole or not there, and its size must be what its header says. Several yogaflows may share
the folder; a file made twice is the same file.

Without numpy: the player looks here before any process is started.
"""

from __future__ import annotations

import contextlib
import errno
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from yogaflow.storage.atomic import remove_if_left, write_whole
from yogaflow.storage.paths import private_folder
from yogaflow.storage.regular import opened
from yogaflow.storage.temporary import TemporaryFolder

if TYPE_CHECKING:
    from yogaflow.practice.speech import Clip

FORMAT = 1
"""Rises when the same text would be rendered or levelled in another way."""

RATE = 48_000
"""Samples a second of a recording: mono, 16 bits."""

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_ENDING = ".wav"
_SPARE = "yogaflow-speech-"


def recording_key(mark: str, voice: str, rate: int, text: str) -> str:
    """The name of a recording of `text`, by an engine with the fingerprint `mark`."""
    import hashlib

    parts = f"{FORMAT}\0{mark}\0{voice}\0{rate}\0{text}"
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()


def recording_seconds(path: Path) -> float | None:
    """The length of a whole recording, None for anything else. Never raises."""
    try:
        with opened(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size <= _HEADER.size:
                return None
            head = file.read(_HEADER.size)
        riff, _, wave, fmt, _, kind, channels, rate, _, _, bits, data, length = _HEADER.unpack(head)
    except (OSError, struct.error):
        return None
    if (riff, wave, fmt, data) != (b"RIFF", b"WAVE", b"fmt ", b"data"):
        return None
    if (kind, channels, rate, bits) != (1, 1, RATE, 16) or not length:
        return None
    return length / (2 * RATE) if size == _HEADER.size + length else None


def write_recording(path: Path, data: bytes) -> None:
    """Write mono 16-bit samples at RATE, all or nothing. Raises OSError."""
    length = len(data)
    head = _HEADER.pack(
        *(b"RIFF", 36 + length, b"WAVE", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16, b"data", length)
    )
    private_folder(path.parent)
    try:
        write_whole(path, head + data, wait=False)  # What a power cut takes is rendered again.
    except OSError:
        # Where files in use cannot be replaced: somebody has made it in the meantime.
        if recording_seconds(path) is None:
            raise


class Store:
    """The recordings in a folder, and in a temporary one where that cannot be written.

    For one thread at a time.
    """

    def __init__(self, folder: Path, limit_mb: float = 200.0) -> None:
        """Nothing is created by this."""
        self.notice = ""
        """What the person should know, one plain line; "" where all is well."""
        self._folder = folder
        self._limit = limit_mb * 1e6
        self._spare: TemporaryFolder | None = None
        self._used: set[str] = set()
        self._written = False

    def find(self, key: str) -> Clip | None:
        """The recording of that name, if it is there and whole."""
        from yogaflow.practice.speech import Clip  # The process that renders plays nothing.

        folders = [self._folder] if self._spare is None else [self._spare.path, self._folder]
        for folder in folders:
            path = _place(folder, key)
            seconds = recording_seconds(path)
            if seconds is not None:
                if key not in self._used:
                    self._used.add(key)
                    # Those that were not used for longest make room first.
                    with contextlib.suppress(OSError):
                        os.utime(path)
                return Clip(str(path), seconds)
        return None

    def place(self, key: str) -> Path:
        """Where a recording is to be written."""
        self._written = True
        return _place(self._folder if self._spare is None else self._spare.path, key)

    def check(self) -> None:
        """See whether files can be made before the first is; else use a temporary folder.

        Raises OSError where none can be made.
        """
        if self._spare is None:
            try:
                private_folder(self._folder)
                for left in self._folder.glob("*.part"):
                    remove_if_left(left)
                write_whole(self._folder / "probe", b"\0", put=lambda made, _: made.unlink())
            except OSError as error:
                self.give_up(error)

    def give_up(self, error: OSError) -> None:
        """The folder cannot be written: a temporary one for this run. Raises OSError without."""
        if self._spare is not None:
            raise error
        self._spare = TemporaryFolder(_SPARE)
        full = error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
        reason = "the disk is full" if full else "its folder cannot be written"
        self.notice = f"What the voice says is not kept: {reason}."

    def prune(self) -> None:
        """Keep the folder within its limit: what was not used for longest goes. Never raises."""
        if not self._written or self._spare is not None:
            return
        self._written = False
        files: list[tuple[float, int, str]] = []
        for entry in _entries(self._folder):
            with contextlib.suppress(OSError):
                info = entry.stat()
                if entry.name.endswith(_ENDING):
                    files.append((info.st_mtime, info.st_size, entry.path))
                else:
                    remove_if_left(Path(entry.path))
        total = sum(size for _, size, _ in files)
        for _, size, name in sorted(files):
            if total <= self._limit:
                break
            path = Path(name)
            if path.stem not in self._used:
                with contextlib.suppress(OSError):
                    path.unlink()
                total -= size

    def close(self) -> None:
        """Remove the temporary folder, if there is one."""
        if self._spare is not None:
            self._spare.remove()
            self._spare = None


def _place(folder: Path, key: str) -> Path:
    return folder / key[:2] / (key + _ENDING)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """The files of a store."""
    with contextlib.suppress(OSError), os.scandir(folder) as outer:
        for entry in outer:
            if len(entry.name) == 2 and entry.is_dir(follow_symlinks=False):
                with contextlib.suppress(OSError), os.scandir(entry.path) as inner:
                    yield from inner
