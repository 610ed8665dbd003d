"""What a sound file says of itself: title, artist, software, and for MP3 the tag that holds them.

libsndfile writes the other formats' tags; its MP3 tags turn every letter beyond ASCII into two
wrong ones, so that tag is made here: ID3 version 2.3 with UTF-16, which every player reads.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from yogaflow import __version__
from yogaflow.model import Flow

LONGEST = 200
"""Letters of a tag: more is not shown anywhere."""

_FRAMES = {"title": "TIT2", "artist": "TPE1", "software": "TSSE"}
_PIECE = 1 << 20


def tags_of(flow: Flow) -> dict[str, str]:
    """The tags of a practice, by libsndfile's names."""
    tags = {"title": flow.title, "artist": "yogaflow", "software": f"yogaflow {__version__}"}
    if flow.about:
        tags["comment"] = flow.about
    return {name: " ".join(text.split())[:LONGEST] for name, text in tags.items()}


def id3(tags: Mapping[str, str]) -> bytes:
    """The tags as an ID3 version 2.3 tag, to be put before the first frame of an MP3 file."""
    frames = b"".join(
        _frame(_FRAMES[name], b"\1" + _utf16(text))
        for name, text in tags.items()
        if name in _FRAMES
    )
    if comment := tags.get("comment"):
        frames += _frame("COMM", b"\1eng" + _utf16("") + b"\0\0" + _utf16(comment))
    # The length has seven bits in each byte, so that it never looks like the start of sound.
    length = bytes(len(frames) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + length + frames


def put_before(path: Path, head: bytes) -> None:
    """Put bytes before what a file holds, in place, a piece at a time. Raises OSError."""
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        while end > 0:
            start = max(0, end - _PIECE)
            file.seek(start)
            piece = file.read(end - start)
            file.seek(start + len(head))
            file.write(piece)
            end = start
        file.seek(0)
        file.write(head)


def _frame(name: str, body: bytes) -> bytes:
    return name.encode("ascii") + len(body).to_bytes(4, "big") + b"\0\0" + body


def _utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le")
