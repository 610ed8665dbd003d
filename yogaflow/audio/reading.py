"""Sound files of any usual kind as mono sound at 48 kHz.

A plain WAV file needs only the standard library. What that refuses (floating point, the
extensible header below Python 3.12, FLAC, OGG, MP3) is read by soundfile, which is imported then
and not before: most practices never need its memory.
"""

from __future__ import annotations

import math
import os
import wave
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from yogaflow.audio.mixer import Pcm, Samples, as_pcm
from yogaflow.storage.regular import NotRegularError, opened

RATE = 48_000
"""Samples a second of everything inside; files with another rate are converted."""

LONGEST = 60.0
"""Seconds a cue may have: more is a song in the wrong folder."""

_RATES = range(1_000, 384_001)
"""Samples a second a file may have. The number in a header decides how much memory is asked for."""

_PIECE = 4
"""Seconds that are converted to another rate at once."""

_PASSED = 0.9
"""The part of the lower rate's band that a conversion leaves alone; above it fades to nothing."""

_BLOCK = 1 << 20
"""Bytes of a WAV file in memory at once, besides the mono sound it becomes."""

_FRAMES = 4096
"""Samples of each channel that soundfile is asked for at once: a broken block is lost whole."""


def read_sound(path: Path, *, longest: float = LONGEST) -> Pcm:
    """A sound file of at most `longest` seconds as mono sound at RATE, at its own level.

    Of a file that ends too early, what is there is given back. Raises OSError where it cannot be
    opened and ValueError where there is no sound in it or too much, with one plain line as text.
    """
    try:
        with opened_sound(path) as file:
            try:
                sound, rate = _by_wave(file, longest)
            except (EOFError, wave.Error, RuntimeError):  # The last for a part longer than it says.
                file.seek(0)
                sound, rate = _by_soundfile(file, longest)
    except (FileNotFoundError, IsADirectoryError, NotRegularError) as error:
        raise type(error)(error.strerror) from error
    except OSError as error:
        raise OSError(f"it cannot be opened ({error.strerror or error})") from error
    if not len(sound):
        raise ValueError("there is no sound in it")
    if sound.dtype == np.int16 and rate == RATE:
        return np.asarray(sound, dtype=np.int16)
    level = np.float32(1 / 32768) if sound.dtype == np.int16 else np.float32(1)
    return _whole(resampled(np.asarray(sound * level, dtype=np.float32), rate))


def resampled(samples: Samples, rate: int) -> Samples:
    """Sound at `rate` samples a second as sound at RATE, round(len * RATE / rate) samples.

    Without aliases: what RATE has no room for is left out. Raises ValueError for a rate that no
    sound has.
    """
    if rate not in _RATES:
        raise ValueError(f"{rate} samples a second")
    if rate == RATE:
        return samples
    out = np.empty(round(len(samples) * RATE / rate), dtype=np.float32)
    seconds = max(1, math.ceil(len(samples) / rate))
    piece = min(_PIECE, seconds)
    # By the spectrum, in windows of whole seconds: then both rates have a whole number of samples
    # and of turns in each. The second on either side keeps what comes round the ends out of it.
    span = piece + 2
    window = np.zeros(span * rate, dtype=np.float64)
    for second in range(0, seconds, piece):
        begin = (second - 1) * rate
        first, last = max(0, begin), min(len(samples), begin + len(window))
        window[:] = 0.0
        window[first - begin : last - begin] = samples[first:last]
        spectrum = np.fft.rfft(window)[: span * min(rate, RATE) // 2 + 1]
        spectrum *= _passed(len(spectrum), span, rate) * (RATE / rate)
        sound = np.fft.irfft(spectrum, span * RATE)[RATE : -RATE or None]
        at = second * RATE
        out[at : at + piece * RATE] = sound[: len(out) - at]
    return out


def _passed(count: int, span: int, rate: int) -> npt.NDArray[np.float64]:
    """How much of each of `count` turns in `span` seconds is kept."""
    edge = min(rate, RATE) / 2
    place = (np.arange(count) / span / edge - _PASSED) / (1 - _PASSED)
    return np.asarray(0.5 + 0.5 * np.cos(np.pi * np.clip(place, 0.0, 1.0)), dtype=np.float64)


def _whole(sound: Samples) -> Pcm:
    """As 16 bits; what is louder than they can hold is turned down, never cut off."""
    peak = float(np.abs(sound).max())
    return as_pcm(sound * np.float32(32767 / 32768 / peak) if peak > 1.0 else sound)


def _by_wave(source: BinaryIO, longest: float) -> tuple[Samples | Pcm, int]:
    """Raises EOFError, wave.Error or RuntimeError for what the standard library does not read."""
    with wave.open(source, "rb") as file:
        channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
        if width not in {1, 2, 3, 4}:
            raise wave.Error(f"samples of {8 * width} bits")
        size = width * channels
        claimed, there = file.getnframes(), os.fstat(source.fileno()).st_size // size
        if there < claimed <= longest * rate:
            raise ValueError("a part of it is missing")
        # What writes into a pipe cannot know the length, and claims hours.
        count = min(claimed, there)
        _check(rate, count, longest)
        if (channels, width, rate) == (1, 2, RATE):
            data = file.readframes(count)
            sound = np.frombuffer(data[: len(data) - len(data) % 2], np.int16)
            return sound, rate

        def blocks() -> Iterator[Samples]:
            while data := file.readframes(max(1, _BLOCK // size)):
                if whole := len(data) - len(data) % size:
                    yield _decoded(data[:whole], width).reshape(-1, channels)

        return _mono(blocks(), channels), rate


def _by_soundfile(source: BinaryIO, longest: float) -> tuple[Samples, int]:
    """Raises ValueError for what cannot be read."""
    file = open_other(source)
    import soundfile

    with file:
        rate = file.samplerate
        _check(rate, 0, longest)

        def blocks() -> Iterator[Samples]:
            # A header may know no length, or a wrong one: count what there is.
            left = math.floor(longest * rate) + 1
            while left > 0:
                try:
                    block = file.read(min(left, _FRAMES), dtype="float32", always_2d=True)
                except soundfile.LibsndfileError:
                    return  # It ends too early: what came before it is the sound.
                if not len(block):
                    return
                left -= len(block)
                yield np.nan_to_num(block, copy=False, posinf=1.0, neginf=-1.0)

        sound = _mono(blocks(), file.channels)
        _check(rate, len(sound), longest)
        return sound, rate


def opened_sound(path: Path) -> BinaryIO:
    """A file, open to be read. Raises OSError as `opened` does, ValueError for an empty one."""
    file = opened(path)
    if not os.fstat(file.fileno()).st_size:  # So are those of the system that never end.
        file.close()
        raise ValueError("the file is empty")
    return file


def open_other(source: BinaryIO) -> Any:
    """A sound of any kind that libsndfile knows, as a `soundfile.SoundFile` to read in blocks.

    Raises ValueError, with one plain line as text, for what cannot be read.
    """
    try:
        import soundfile
    except (ImportError, OSError) as error:
        raise ValueError("only plain WAV can be read here: soundfile does not load") from error

    class Forward(soundfile.SoundFile):  # type: ignore[misc]
        """Reads on and on. After every block a SoundFile seeks to where it is, and MP3 cracks."""

        def seekable(self) -> bool:
            return False

    try:
        return Forward(source)
    except soundfile.LibsndfileError as error:
        raise ValueError(_unreadable(str(error.error_string))) from error
    except TypeError as error:  # It asks for what a file without a header does not say.
        raise ValueError(_unreadable()) from error


def _unreadable(reason: str = "") -> str:
    reason = reason.strip().rstrip(".")
    return "not a sound that can be read" + (f" ({reason})" if reason else "")


def _check(rate: int, count: int, longest: float) -> None:
    if rate not in _RATES:
        raise ValueError(f"{rate} samples a second")
    if count > longest * rate:
        raise ValueError(f"longer than {longest:.0f} seconds")


def _mono(blocks: Iterable[Samples], channels: int) -> Samples:
    """One channel of many. Two share their level; more are added to what two would be."""
    parts = [block.sum(axis=1) / np.float32(min(channels, 2)) for block in blocks]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)


def _decoded(data: bytes, width: int) -> Samples:
    """PCM of `width` bytes a sample, little-endian."""
    if width == 1:  # The odd one out: 8 bits are stored without a sign.
        return (np.frombuffer(data, np.uint8).astype(np.float32) - 128) / np.float32(128)
    if width == 3:
        wide = np.zeros((len(data) // 3, 4), dtype=np.uint8)
        wide[:, 1:] = np.frombuffer(data, np.uint8).reshape(-1, 3)
        values = wide.view("<i4")[:, 0]
    else:
        values = np.frombuffer(data, f"<i{width}")
    scale = 2.0 ** (15 if width == 2 else 31)
    return (values / np.float32(scale)).astype(np.float32)
