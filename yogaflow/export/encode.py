"""Sound into a file, block by block: soundfile and its libsndfile know the formats."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from yogaflow.audio.mixer import Samples, as_pcm
from yogaflow.export.out_file import ExportError
from yogaflow.export.tags import id3, put_before

FORMATS: Mapping[str, tuple[str, str]] = {
    ".wav": ("WAV", "PCM_16"),
    ".flac": ("FLAC", "PCM_16"),
    ".ogg": ("OGG", "VORBIS"),
    ".mp3": ("MP3", "MPEG_LAYER_III"),
}
"""libsndfile's names of the format and of how its samples are kept, by the file's ending."""

WAV_BYTES = (1 << 32) - (1 << 16)
"""What a plain WAV file can hold, its head and tags counted; more becomes RF64, its big sister."""

_PROBE = 1 << 16
"""Bytes that must still fit on the disk."""


def write_sound(
    path: Path,
    ending: str,
    blocks: Iterable[Samples],
    *,
    length: int,
    rate: int,
    tags: Mapping[str, str],
) -> None:
    """Write mono blocks, `length` samples in all, as the format of that ending (".wav").

    Blocks must be short (a second or so): the Vorbis encoder keeps all of one on its stack.
    Raises OSError where the disk gives no room, ExportError where the encoder fails otherwise.
    """
    import soundfile

    name, subtype = FORMATS[ending]
    if name == "WAV" and length * 2 > WAV_BYTES:
        name = "RF64"
    try:
        with soundfile.SoundFile(path, "w", rate, 1, subtype, format=name) as file:
            if name != "MP3":
                for key, text in tags.items():
                    setattr(file, key, text)
            for block in blocks:
                file.write(as_pcm(block) if subtype == "PCM_16" else block)
        if name == "MP3":
            put_before(path, id3(tags))
        probe(path)
        written = soundfile.info(path).frames
    except soundfile.SoundFileError as error:
        probe(path)
        raise ExportError(f"The sound could not be written: {error}") from error
    if written != length:
        raise ExportError(f"The sound was cut off: {written} samples of {length} were written.")


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
