"""Where the sounds of the cues come from: a folder of WAV files, and swells made to measure.

A theme is a folder with a file for each cue that is not a breath: `start.wav`, `close.wav` and so
on, named as in `cues.CueName`. What a theme lacks comes from the default theme; what that lacks
too is silent. Either way a problem is named and nothing fails.
"""

from __future__ import annotations

import wave
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from yogaflow.audio.mixer import Samples
from yogaflow.audio.swell import swell
from yogaflow.cues import SWELLS, CueName

RATE = 48_000
"""Samples a second of everything inside; files with another rate are converted."""

LONGEST = 60.0
"""Seconds a sound of a theme may have: more is a song in the wrong folder."""

SWELLS_KEPT = 40.0
"""Seconds of swells that are kept: a hold uses the same two again and again."""

DEFAULT = "bowls"
"""The folder of the default theme."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The sounds of a theme, and what was wrong with it, one plain line each."""

    sounds: Mapping[CueName, Samples]
    problems: tuple[str, ...] = ()


class Bank:
    """What each cue sounds like, as samples ready to be mixed."""

    def __init__(self, theme: Theme, rate: int = RATE) -> None:
        self.rate = rate
        self._theme = theme
        self._swells: OrderedDict[tuple[CueName, int], Samples] = OrderedDict()

    def samples(self, name: CueName, seconds: float = 0.0) -> Samples:
        """The sound of a cue; for a swell, `seconds` long. Empty where there is none."""
        if name not in SWELLS:
            return self._theme.sounds.get(name, np.zeros(0, dtype=np.float32))
        count = round(seconds * self.rate)
        if count <= 0:
            return np.zeros(0, dtype=np.float32)
        key = (name, count)
        if key in self._swells:
            self._swells.move_to_end(key)
        else:
            self._swells[key] = swell(name, count / self.rate, self.rate)
            while (
                len(self._swells) > 1
                and sum(map(len, self._swells.values())) > SWELLS_KEPT * self.rate
            ):
                self._swells.popitem(last=False)
        return self._swells[key]


def load_theme(folder: Path, default: Path | None = None) -> Theme:
    """Read the theme in `folder`, completed from the folder `default`. Never raises."""
    sounds: dict[CueName, Samples] = {}
    problems: list[str] = []
    places = [folder, *([default] if default is not None and default != folder else [])]
    for name in CueName:
        if name in SWELLS:
            continue
        for place in places:
            try:
                sounds[name] = read_wav(place / f"{name}.wav")
                break
            except (OSError, EOFError, ValueError, wave.Error) as error:
                problems.append(f"{place / f'{name}.wav'}: {_plain(error)}")
    return Theme(sounds, tuple(problems))


def read_wav(path: Path) -> Samples:
    """A WAV file as mono float32 at RATE.

    Raises OSError, EOFError or wave.Error for what cannot be read, ValueError for what is no
    sound of a theme.
    """
    if not path.is_file():
        raise FileNotFoundError("there is no such file")
    with wave.open(str(path), "rb") as file:
        channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
        count = file.getnframes()
        if rate <= 0 or channels <= 0 or count > LONGEST * rate:
            raise ValueError(f"longer than {LONGEST:.0f} seconds")
        data = file.readframes(count)
    whole = len(data) - len(data) % (width * channels)
    if not whole:
        raise ValueError("there is no sound in it")
    flat = _decode(data[:whole], width)
    mono: Samples = flat.reshape(-1, channels).mean(axis=1).astype(np.float32)
    if rate != RATE:
        places = np.arange(round(len(mono) * RATE / rate)) * (rate / RATE)
        mono = np.interp(places, np.arange(len(mono)), mono).astype(np.float32)
    mono.setflags(write=False)
    return mono


def _decode(data: bytes, width: int) -> Samples:
    """PCM of `width` bytes a sample as floats from -1 to 1."""
    if width == 1:
        whole = np.frombuffer(data, np.uint8).astype(np.int32) - 128
    elif width == 2:
        whole = np.frombuffer(data, "<i2").astype(np.int32)
    elif width == 3:
        padded = np.zeros((len(data) // 3, 4), np.uint8)
        padded[:, 1:] = np.frombuffer(data, np.uint8).reshape(-1, 3)
        whole, width = padded.view("<i4")[:, 0], 4
    elif width == 4:
        whole = np.frombuffer(data, "<i4").astype(np.int32)
    else:
        raise ValueError(f"samples of {8 * width} bits")
    return (whole / 2.0 ** (8 * width - 1)).astype(np.float32)


def _plain(error: Exception) -> str:
    if isinstance(error, (EOFError, wave.Error)):
        return "not a WAV file that can be read" + (f" ({error})" if str(error) else "")
    return str(error.strerror if isinstance(error, OSError) and error.strerror else error)
