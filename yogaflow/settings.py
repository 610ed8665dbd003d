"""What a person prefers, from `settings.toml` in their configuration folder.

Every key is optional. What is wrong is named with its key and left at its default: a slip in
the settings must never keep anyone from practising.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

BACKENDS = ("auto", "miniaudio", "sounddevice", "simpleaudio", "silence")


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults for playing; what is said on the command line wins."""

    pace: float = 1.0
    """Pace of the breath: 1.25 is a quarter quicker."""
    unhurried: float = 1.0
    """Time for the ways in: 1, 1.5 or 2 times the usual."""
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


_CHECKS: dict[str, tuple[Callable[[object], bool], str]] = {
    "pace": (lambda v: _number(v, 0.5, 2.0), "a number from 0.5 to 2"),
    "unhurried": (lambda v: v in (1, 1.5, 2) and not isinstance(v, bool), "1, 1.5 or 2"),
    "countdown": (lambda v: _number(v, 0, 600), "seconds from 0 to 600"),
    "volume": (lambda v: _number(v, 0, 1), "a number from 0 to 1"),
    "mute": (lambda v: isinstance(v, bool), "true or false"),
    "sound": (lambda v: v in BACKENDS, "one of " + ", ".join(BACKENDS)),
    "theme": (lambda v: v in ("dark", "light"), "dark or light"),
}


def _number(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def load_settings(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings in that file, and what is wrong with it in plain words; never raises."""
    import tomllib

    settings = Settings()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return settings, ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return settings, (f"{path}: cannot be read ({error}); the usual settings are used",)
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
