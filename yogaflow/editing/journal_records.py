"""What a journal is made of: one record saying what was opened, then one for each edit. Pure.

Each record is a line of JSON with its length and a checksum before it, so that a torn or broken
one is seen and nothing after it is believed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from yogaflow.editing.change import Change
from yogaflow.storage.file_version import FileVersion
from yogaflow.storage.line_endings import Endings

FORM = 1
"""Of the records; a journal of another form is left alone."""

_HEAD = 18
"""Bytes before the JSON: eight digits, a space, eight digits, a space."""


@dataclass(frozen=True, slots=True)
class JournalHeader:
    """What an editing began from."""

    path: str
    base: str
    """The file's text as it stood there, with its byte order mark and line ends."""
    stamp: FileVersion | None = None
    """Of that file; None or NO_FILE for a flow that has no file yet."""

    @property
    def plain(self) -> str:
        """The base as an editor shows it: the text the first edit is made in."""
        return Endings.of(self.base).plain


@dataclass(frozen=True, slots=True)
class RecoveredText:
    """What a journal holds."""

    began: JournalHeader
    text: str
    """After all edits, as an editor shows it."""
    edits: int = 0
    whole: bool = True
    """Whether every record could be read; else `text` is from before the first broken one."""

    @property
    def is_changed(self) -> bool:
        """Whether there is anything in it that the base does not have."""
        return self.text != self.began.plain


def opening(began: JournalHeader) -> bytes:
    """The first record."""
    stamp = began.stamp
    marks = None if stamp is None else [stamp.mtime_ns, stamp.size, stamp.inode, stamp.digest]
    return _record({"form": FORM, "path": began.path, "stamp": marks, "base": began.base})


def edit(change: Change) -> bytes:
    """The record of one edit."""
    return _record([change.start, change.end, change.new])


def read(data: bytes) -> RecoveredText | None:
    """What the bytes of a journal hold, as far as they are whole; None where that is nothing."""
    items = _items(data)
    began = _began(next(items, None))
    if began is None:
        return None
    kept = RecoveredText(began, began.plain)
    for item in items:
        match item:
            case [int(start), int(end), str(new)] if 0 <= start <= end <= len(kept.text):
                text = Change(start, end, new).apply(kept.text)
                kept = replace(kept, text=text, edits=kept.edits + 1)
            case _:
                return replace(kept, whole=False)
    return kept


def _record(item: object) -> bytes:
    # Half characters may be typed and must come back as they were: no escapes, which would join.
    payload = json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return b"%08x %08x %s\n" % (len(payload), zlib.crc32(payload), payload)


def _items(data: bytes) -> Iterator[object]:
    """The records one by one, and then, where there is a rest that is no record, None."""
    at = 0
    while at < len(data):
        head = data[at : at + _HEAD]
        try:
            length, checksum = int(head[:8], 16), int(head[9:17], 16)
        except ValueError:
            yield None
            return
        payload = data[at + _HEAD : at + _HEAD + length]
        at += _HEAD + length + 1
        if at > len(data) or zlib.crc32(payload) != checksum:
            yield None
            return
        try:
            item: object = json.loads(payload.decode("utf-8", "surrogatepass"))
        except ValueError:
            yield None
            return
        yield item


def _began(item: object) -> JournalHeader | None:
    match item:
        case {"form": 1, "path": str(path), "base": str(base), "stamp": None}:
            return JournalHeader(path, base)
        case {
            "form": 1,
            "path": str(path),
            "base": str(base),
            "stamp": [int(mtime_ns), int(size), int(inode), str(digest)],
        }:
            return JournalHeader(path, base, FileVersion(mtime_ns, size, inode, digest))
        case _:
            return None
