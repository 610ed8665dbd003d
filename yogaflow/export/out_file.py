"""The file that an export writes: whole, or not there, and plain words where it cannot be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yogaflow.storage.atomic import SHARED, replacing


class ExportError(Exception):
    """Why nothing was written, as one plain line."""


@contextmanager
def out_file(out: Path) -> Iterator[Path]:
    """An empty file beside `out`, for the block to fill; at its end it takes `out`'s place.

    If the block fails or is interrupted, the file is removed, and what was at `out` stays as it
    was. Raises ExportError where the folder or the file cannot be written, before or after.
    """
    with _plainly(out):
        target = _target(out)
        old = target.stat() if target.exists() else None
        with replacing(target, mode=SHARED, old=old) as temporary:
            yield temporary.path


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


@contextmanager
def _plainly(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportError(f"{out} cannot be written: {error.strerror or error}.") from error
