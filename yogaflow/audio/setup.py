"""What a practice sounds like, as settings and command line have it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setup:
    """Device, sounds and voice of practices, played or exported; an export opens no device.

    `backend` is a way to the device, `volume` from 0 to 1, `delay` the seconds that the output
    lags behind. `cues` is the name or the path of a sound theme, `ambience` the path of a file, ""
    for none. `voice` is an engine, `voice_name` one of its voices, `voice_rate` words a minute.
    `log` is where the sound and speech processes write their problems.
    """

    backend: str = "auto"
    volume: float = 0.8
    muted: bool = False
    delay: float = 0.0
    cues: str = "bowls"
    ambience: str = ""
    ambience_volume: float = 0.5
    voice: str = "auto"
    voice_name: str = ""
    voice_rate: int = 150
    log: Path | None = None
