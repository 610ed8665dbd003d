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

from yogaflow.audio.mixer import Pcm, as_pcm
from yogaflow.audio.swell import swell
from yogaflow.cues import SWELLS, CueName

RATE = 48_000
"""Samples a second of everything inside; files with another rate are converted."""

LONGEST = 60.0
"""Seconds a sound of a theme may have: more is a song in the wrong folder."""

SWELLS_KEPT = 40.0
"""Seconds of swells that are kept: a hold uses the same two again and again."""

_NOTHING: Pcm = np.zeros(0, dtype=np.int16)

DEFAULT = "bowls"
"""The folder of the default theme."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The sounds of a theme, and what was wrong with it, one plain line each."""

    sounds: Mapping[CueName, Pcm]
    problems: tuple[str, ...] = ()


class Bank:
    """What each cue sounds like, as samples ready to be mixed."""

    def __init__(self, theme: Theme, rate: int = RATE) -> None:
        self.rate = rate
        self._theme = theme
        self._swells: OrderedDict[tuple[CueName, int], Pcm] = OrderedDict()

    def samples(self, name: CueName, seconds: float = 0.0) -> Pcm:
        """The sound of a cue; for a swell, `seconds` long. Empty where there is none."""
        if name not in SWELLS:
            return self._theme.sounds.get(name, _NOTHING)
        count = round(seconds * self.rate)
        if count <= 0:
            return _NOTHING
        key = (name, count)
        if key in self._swells:
            self._swells.move_to_end(key)
        else:
            self._swells[key] = as_pcm(swell(name, count / self.rate, self.rate))
            while (
                len(self._swells) > 1
                and sum(map(len, self._swells.values())) > SWELLS_KEPT * self.rate
            ):
                self._swells.popitem(last=False)
        return self._swells[key]


def load_theme(folder: Path, default: Path | None = None) -> Theme:
    """Read the theme in `folder`, completed from the folder `default`. Never raises."""
    sounds: dict[CueName, Pcm] = {}
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


def read_wav(path: Path) -> Pcm:
    """A WAV file as mono sound at RATE.

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
    sound = _decode(data[:whole], width)
    if channels > 1:
        sound = sound.reshape(-1, channels).mean(axis=1).astype(np.int16)
    if rate != RATE:
        places = np.arange(round(len(sound) * RATE / rate)) * (rate / RATE)
        sound = np.interp(places, np.arange(len(sound)), sound).astype(np.int16)
    return sound


def _decode(data: bytes, width: int) -> Pcm:
    """PCM of `width` bytes a sample (little-endian) as 16 bits: its two highest bytes."""
    if width == 1:
        # The odd one out: 8 bits are stored without a sign.
        return (np.frombuffer(data, np.uint8).astype(np.int16) - 128) * np.int16(256)
    if width not in {2, 3, 4}:
        raise ValueError(f"samples of {8 * width} bits")
    high = np.frombuffer(data, np.uint8).reshape(-1, width)[:, -2:]
    return np.ascontiguousarray(high).view("<i2")[:, 0].astype(np.int16, copy=False)


def _plain(error: Exception) -> str:
    if isinstance(error, (EOFError, wave.Error)):
        return "not a WAV file that can be read" + (f" ({error})" if str(error) else "")
    return str(error.strerror if isinstance(error, OSError) and error.strerror else error)
