"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STALE = 24 * 3600.0
"""Seconds after which a file of an export that was killed is nobody's any more."""

_PROBE = 1 << 16
_NAME = ".yogaflow-{}.part"


class ExportError(Exception):
    """Why nothing was written, as one plain line."""


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """An empty file beside `out`, for the block to fill; at its end it takes `out`'s place.

    If the block fails or is interrupted, the file is removed, and what was at `out` stays as it
    was. Raises ExportError where the folder or the file cannot be written, before or after.
    """
    with _plainly(out):
        target = _target(out)
        part = target.with_name(_NAME.format(secrets.token_hex(6)))
        _sweep(target.parent)
    try:
        with _plainly(out):
            mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            if mode is not None:
                part.chmod(mode)
            yield part
            _settle(part)
            part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    with suppress(OSError):
        _settle(target.parent)


def probe(part: Path) -> None:
    """Raise the OSError that keeps a file from growing, if there is one; else change nothing.

    An encoder says only that it failed, and not even that for the last bytes that it writes.
    """
    size = part.stat().st_size
    with part.open("ab") as file:
        file.write(bytes(_PROBE))
        file.flush()
        os.fsync(file.fileno())
        file.truncate(size)


def _target(out: Path) -> Path:
    """Where `out` really is: a link to a file stays a link."""
    target = Path(os.path.realpath(out))
    if target.is_dir():
        raise ExportError(f"{out} is a folder. Name a file in it.")
    if target.exists() and not target.is_file():
        raise ExportError(f"{out} is no file that could be replaced.")
    if not target.parent.is_dir():
        raise ExportError(f"There is no folder {target.parent} to write to.")
    if target.exists() and not os.access(target, os.W_OK):
        raise ExportError(f"{out} cannot be written: it is read-only.")
    return target


def _sweep(folder: Path) -> None:
    """Remove what an export left behind that was killed: nobody else could."""
    for part in folder.glob(_NAME.format("?" * 12)):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > STALE:
                part.unlink()


def _settle(path: Path) -> None:
    """Have a file or folder on the disk, not only in memory."""
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _plainly(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportError(f"{out} cannot be written: {error.strerror or error}.") from error
