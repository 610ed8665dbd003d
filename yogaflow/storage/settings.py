"""What a person prefers, from `settings.toml` in their configuration folder.

Every key is optional. What is wrong is named with its key and left at its default: a slip in
the settings must never keep anyone from practising.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from yogaflow.storage.toml import read_toml

TALK = ("learn", "full", "names", "counts", "off")
VOICES = ("auto", "none", "say", "sapi", "espeak-ng", "espeakng-loader", "piper")
BACKENDS = ("auto", "miniaudio", "sounddevice", "simpleaudio", "silence")

FIGURES = ("auto", "quadrants", "halves", "braille", "ascii", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults for playing; what is said on the command line wins."""

    pace: float = 1.0
    """Pace of the breath: 1.25 is a quarter quicker."""
    unhurried: float = 1.0
    """Time for the ways in: 0.5 to 2 times the usual."""
    countdown: float = 20.0
    """Seconds before the start."""
    volume: float = 0.8
    """0 to 1."""
    mute: bool = False
    """Begin silent; m brings the sound back."""
    sound: str = "auto"
    """auto, miniaudio, sounddevice, simpleaudio or silence."""
    theme: str = "dark"
    """dark or light."""
    figures: str = "auto"
    """auto, quadrants, halves, braille, ascii or off."""
    reduced_motion: bool = False
    """Still pictures: figures neither move nor breathe."""
    cell_aspect: float = 2.0
    """The height of a cell of your terminal by its width, where figures look squashed."""
    cues: str = "bowls"
    """The sounds: bowls, wood, tones, a folder of your own by name or by path."""
    delay: float = 0.0
    """Seconds that your output lags behind, as Bluetooth does; sounds are sent that much sooner."""
    quiet: bool = False
    """For thin walls: low, no bells, and the screen flashes at changes."""
    ambience: str = ""
    """A sound file that is played round and round under the practice."""
    ambience_volume: float = 0.5
    """0 to 1."""
    talk: str = "full"
    """How much is said: learn, full, names, counts or off."""
    voice: str = "auto"
    """auto, none, say, sapi, espeak-ng, espeakng-loader or piper."""
    voice_name: str = ""
    """A voice of that engine; for piper the path of its .onnx file. Empty: its usual one."""
    voice_rate: int = 150
    """Words a minute."""


_CHECKS: dict[str, tuple[Callable[[object], bool], str]] = {
    "pace": (lambda v: _number(v, 0.5, 2.0), "a number from 0.5 to 2"),
    "unhurried": (lambda v: _number(v, 0.5, 2), "a number from 0.5 to 2"),
    "countdown": (lambda v: _number(v, 0, 600), "seconds from 0 to 600"),
    "volume": (lambda v: _number(v, 0, 1), "a number from 0 to 1"),
    "mute": (lambda v: isinstance(v, bool), "true or false"),
    "sound": (lambda v: v in BACKENDS, "one of " + ", ".join(BACKENDS)),
    "theme": (lambda v: v in ("dark", "light"), "dark or light"),
    "figures": (lambda v: v in FIGURES, "one of " + ", ".join(FIGURES)),
    "reduced_motion": (lambda v: isinstance(v, bool), "true or false"),
    "cell_aspect": (lambda v: _number(v, 1, 3), "a number from 1 to 3"),
    "cues": (lambda v: isinstance(v, str) and bool(v), "the name or the path of a folder"),
    "delay": (lambda v: _number(v, 0, 2), "seconds from 0 to 2"),
    "quiet": (lambda v: isinstance(v, bool), "true or false"),
    "ambience": (lambda v: isinstance(v, str), "the path of a sound file"),
    "ambience_volume": (lambda v: _number(v, 0, 1), "a number from 0 to 1"),
    "talk": (lambda v: v in TALK, "one of " + ", ".join(TALK)),
    "voice": (lambda v: v in VOICES, "one of " + ", ".join(VOICES)),
    "voice_name": (lambda v: isinstance(v, str), "the name of a voice"),
    "voice_rate": (
        lambda v: isinstance(v, int) and _number(v, 80, 300),
        "words a minute from 80 to 300",
    ),
}


def _number(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def load_settings(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings in that file, and what is wrong with it in plain words; never raises."""
    settings = Settings()
    try:
        table = read_toml(path)
    except FileNotFoundError:
        return settings, ()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        return settings, (f"{path}: cannot be read ({why}); the usual settings are used",)
    known = {f.name: f.type for f in fields(Settings)}
    wrong: list[str] = []
    for key, value in table.items():
        if key not in known:
            wrong.append(f"{path}: there is no setting “{key}”")
            continue
        good, what = _CHECKS[key]
        if not good(value):
            wrong.append(f"{path}: {key} wants {what}")
            continue
        fixed: Any = float(value) if known[key] == "float" else value
        settings = replace(settings, **{key: fixed})
    return settings, tuple(wrong)
