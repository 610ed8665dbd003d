"""Makes the bundled themes, a folder of WAV files each: python sounds/make_themes.py [--check]

What each sounds like stands in its `theme_*.py`; here the sounds are set to one loudness and
written, or compared with what is there. Needs numpy.
"""

from __future__ import annotations

import sys
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(1, str(Path(__file__).resolve().parent.parent))

import theme_bowls
import theme_tones
import theme_wood
from synthesis import RATE, Curve

from yogaflow.audio.loudness import loudness

HERE = Path(__file__).resolve().parent

LOUDNESS = -20.0
"""LUFS of every file, measured alone with silence around it."""

THEMES = {
    "bowls": theme_bowls.SOUNDS,
    "tones": theme_tones.SOUNDS,
    "wood": theme_wood.SOUNDS,
}


def samples(sound: Curve) -> npt.NDArray[np.int16]:
    """A sound as it stands in its file."""
    for _ in range(3):  # The gate of the measure moves a little with the level.
        sound = sound * 10 ** ((LOUDNESS - loudness(sound, RATE)) / 20)
    return np.round(sound * 32767).astype(np.int16)


def stored(path: Path) -> npt.NDArray[np.int16]:
    """What a file holds. Raises OSError where there is none."""
    with wave.open(str(path), "rb") as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def differing(folder: Path = HERE) -> list[str]:
    """The files that are not what this script makes, to within rounding on another machine."""
    wrong = []
    for theme, sounds in THEMES.items():
        for name, make in sounds.items():
            path = folder / theme / f"{name}.wav"
            made = samples(make())
            kept = stored(path) if path.exists() else np.zeros(0, np.int16)
            if kept.shape != made.shape or np.abs(kept.astype(int) - made).max() > 1:
                wrong.append(f"{theme}/{path.name}")
    return wrong


def write(folder: Path = HERE) -> None:
    """Write every file of every theme."""
    for theme, sounds in THEMES.items():
        (folder / theme).mkdir(exist_ok=True)
        for name, make in sounds.items():
            with wave.open(str(folder / theme / f"{name}.wav"), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(RATE)
                file.writeframes(samples(make()).astype("<i2").tobytes())


def main() -> int:
    """Write the files, or with --check compare them; the exit status."""
    if sys.argv[1:] == ["--check"]:
        wrong = differing()
        print(f"not as made: {', '.join(wrong)}" if wrong else "all as made")
        return 1 if wrong else 0
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
