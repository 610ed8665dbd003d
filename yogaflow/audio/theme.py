"""Where the sounds of the cues come from: a folder of sound files, and swells made to measure.

A theme is a folder with a file for each cue, named as in `timeline.cues.CueName`: `start.wav`,
`close.flac` and so on. Any of them may be missing: then it is the default theme's. A breath is
made to the length of its phase, unless the theme has a file for it. `theme.toml` may say of what
it is made:

    about = "One line of what it is like."
    breath = "air"   # or "bowl" or "tone"

What is broken is named, and nothing fails.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from yogaflow.audio.mixer import Pcm, as_pcm
from yogaflow.audio.reading import RATE as RATE  # noqa: PLC0414 - for those who play
from yogaflow.audio.reading import read_sound
from yogaflow.audio.swell import EDGE_SECONDS, Breath, swell
from yogaflow.library.folders import DEFAULT_THEME, SOUND_SUFFIXES
from yogaflow.storage.toml import read_toml
from yogaflow.timeline.cues import SWELLS, CueName

DEFAULT = DEFAULT_THEME
"""The folder of the default theme."""

SOFT = 0.5
"""The level of a soft swell: 6 dB below one that is counted."""
SWELLS_KEPT = 40.0
"""Seconds of swells that are kept: a hold uses the same two again and again."""

ABOUT = "theme.toml"
"""The file in which a theme tells of itself."""

_NOTHING: Pcm = np.zeros(0, dtype=np.int16)

_PEAK = 32768 * 10 ** (-1 / 20)
"""The highest sample of any cue, -1 dBFS: two that meet are then bent as little as can be."""

_END = 480
"""Samples over which a sound that breaks off is led to silence: else it ends with a crack."""

_STEP = 160
"""The highest last sample of a sound that does not break off."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The sounds of a theme, and what was wrong with it, one plain line each."""

    sounds: Mapping[CueName, Pcm]
    """Of the cues that are played as they are."""
    problems: tuple[str, ...] = ()
    swells: Mapping[CueName, Pcm] = field(default_factory=dict)
    """The theme's own sounds for in and out; what is not here is made of `breath`."""
    breath: Breath = Breath.BOWL
    about: str = ""


class SoundBank:
    """What each cue sounds like, as samples ready to be mixed."""

    def __init__(self, theme: Theme, rate: int = RATE) -> None:
        self.rate = rate
        self._theme = theme
        self._swells: OrderedDict[tuple[CueName, int, bool], Pcm] = OrderedDict()

    def samples(self, name: CueName, seconds: float = 0.0, *, soft: bool = False) -> Pcm:
        """The sound of a cue; for a swell, `seconds` long, or `soft`. Empty where there is none."""
        if name not in SWELLS:
            return self._theme.sounds.get(name, _NOTHING)
        count = round(seconds * self.rate)
        if count <= 0:
            return _NOTHING
        key = (name, count, soft)
        if key in self._swells:
            self._swells.move_to_end(key)
        else:
            made = self._made(name, count)
            self._swells[key] = (made * SOFT).astype(np.int16) if soft else made
            while (
                len(self._swells) > 1
                and sum(map(len, self._swells.values())) > SWELLS_KEPT * self.rate
            ):
                self._swells.popitem(last=False)
        return self._swells[key]

    def _made(self, name: CueName, count: int) -> Pcm:
        if name in self._theme.swells:
            return _fitted(self._theme.swells[name], count, self.rate)
        return as_pcm(swell(name, count / self.rate, self.rate, self._theme.breath))


def load_theme(folder: Path, default: Path | None = None) -> Theme:
    """Read the theme in `folder`, completed from the folder `default`. Never raises.

    A sound that is missing is a problem only where nothing is left to complete it from.
    """
    read = _Reading()
    about, breath = "", Breath.BOWL
    if read.folder(folder, list(CueName)):
        about, breath = read.about(folder / ABOUT)
    missing = [name for name in CueName if name not in SWELLS and name not in read.sounds]
    if default is not None and default != folder and missing:
        read.folder(default, missing)
    left = folder if default is None else default
    for name in missing:
        if name not in read.sounds:
            read.problems.append(f"{left / name}.wav: there is no such file")
    sounds = {name: sound for name, sound in read.sounds.items() if name not in SWELLS}
    swells = {name: sound for name, sound in read.sounds.items() if name in SWELLS}
    return Theme(sounds, tuple(read.problems), swells, breath, about)


@dataclass(slots=True)
class _Reading:
    """A theme as it is read: the sounds so far, and what was wrong."""

    sounds: dict[CueName, Pcm] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def folder(self, folder: Path, wanted: Sequence[CueName]) -> bool:
        """Take what there is of the wanted sounds from a folder; whether it is one."""
        try:
            # Sorted, so that of two that differ only in case the lower one is taken.
            found = {name.lower(): name for name in sorted(os.listdir(folder))}  # noqa: PTH208
        except (OSError, ValueError) as error:
            self.problems.append(f"{folder}: {_plain(error)}")
            return False
        for cue in wanted:
            for name in (cue + suffix for suffix in SOUND_SUFFIXES):
                if name not in found:
                    continue
                path = folder / found[name]
                try:
                    self.sounds[cue] = _tamed(read_sound(path))
                    break
                except Exception as error:
                    # Whatever a library makes of a file, the practice goes on without it.
                    self.problems.append(f"{path}: {_plain(error)}")
        return True

    def about(self, path: Path) -> tuple[str, Breath]:
        """What a theme tells of itself: one line, and what its breath is made of."""
        about, breath = "", Breath.BOWL
        told: dict[str, Any] = {}
        try:
            told = read_toml(path)
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as error:
            self.problems.append(f"{path}: {_plain(error)}")
        for key, value in told.items():
            if key == "about" and isinstance(value, str) and value.isprintable():
                about = value
            elif key == "breath" and value in [*Breath]:
                breath = Breath(value)
            else:
                text = f"{key} = {value}" if isinstance(value, str) else key
                self.problems.append(f"{path}: {text[:60]!r} is not known")
        return about, breath


def _tamed(sound: Pcm) -> Pcm:
    """A sound at its own level, but below full scale, and without a crack at its end."""
    peak = max(-int(sound.min()), int(sound.max()))
    if peak <= _PEAK and abs(int(sound[-1])) <= _STEP:
        return sound
    # Its whole part: a rounded peak could be a hair above.
    whole: Pcm = np.trunc(sound * np.float32(min(1.0, _PEAK / max(peak, 1)))).astype(np.int16)
    if abs(int(whole[-1])) > _STEP:
        _lead_out(whole, _END)
    return whole


def _fitted(sound: Pcm, count: int, rate: int) -> Pcm:
    """A sound as `count` samples: led out where it is longer, silent after it where shorter."""
    out = np.zeros(count, dtype=np.int16)
    kept = sound[:count]
    out[: len(kept)] = kept
    if len(sound) > count:
        _lead_out(out, min(round(EDGE_SECONDS * rate), count // 4))
    return out


def _lead_out(sound: Pcm, count: int) -> None:
    """Let the last `count` samples of a sound, at most all, fall to silence."""
    count = min(count, len(sound))
    if count:
        fall = 0.5 + 0.5 * np.cos(np.linspace(0.0, np.pi, count, dtype=np.float32))
        sound[-count:] = np.round(sound[-count:] * fall)


def _plain(error: Exception) -> str:
    if isinstance(error, FileNotFoundError) and error.errno:
        return "there is no such folder"
    if isinstance(error, NotADirectoryError):
        return "that is no folder"
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(text.split()) or type(error).__name__
