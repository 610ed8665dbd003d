"""Makes the default theme, `bowls/*.wav`: python sounds/make_theme.py [--check]

Singing bowls and small wooden notes by modal synthesis: each sound is a sum of partials that a
soft mallet sets going, each with a frequency, a level and a time to die away. Nothing in it is
sampled or random, so the same files come out on every run. Needs numpy.
"""

from __future__ import annotations

import sys
import wave
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from yogaflow.audio.loudness import loudness

Curve = npt.NDArray[np.float64]

RATE = 48_000
LOUDNESS = -20.0
"""LUFS of every file, measured alone with silence around it."""

FOLDER = Path(__file__).resolve().parent / "bowls"


class Partial(NamedTuple):
    """One mode of a struck body: ratio to the lowest, level, seconds to fall by 60 dB, beat."""

    ratio: float
    level: float
    decay: float
    beat: float
    """Hertz between the two halves of the mode. No bowl is quite round: so it sings."""


# Ratios of a hammered bowl; the higher a mode, the sooner it is gone.
BOWL = (
    Partial(1.00, 1.00, 1.00, 0.7),
    Partial(2.76, 0.62, 0.72, 1.3),
    Partial(5.18, 0.22, 0.42, 2.1),
    Partial(8.16, 0.07, 0.22, 3.1),
    Partial(11.4, 0.025, 0.12, 0.0),
)

# A bar of wood over a tube: the fourth, nearly gone at once, is what makes it wood.
WOOD = (
    Partial(1.00, 1.00, 1.00, 0.0),
    Partial(3.93, 0.22, 0.35, 0.0),
    Partial(9.50, 0.05, 0.15, 0.0),
)


def strike(
    partials: Sequence[Partial], pitch: float, decay: float, seconds: float, attack: float = 0.008
) -> Curve:
    """A body of lowest mode `pitch` Hz that falls by 60 dB in `decay` s, as `seconds` of sound."""
    time = np.arange(round(seconds * RATE)) / RATE
    out = np.zeros_like(time)
    for number, part in enumerate(partials):
        half = part.beat / 2
        wave_ = 0.6 * np.sin(2 * np.pi * (pitch * part.ratio - half) * time + number)
        wave_ += 0.4 * np.sin(2 * np.pi * (pitch * part.ratio + half) * time + 2 * number)
        # A felt mallet: high modes answer a little later and softer than steel would have them.
        out += part.level * wave_ * np.exp(-6.91 * time / (decay * part.decay))
    rise = 0.5 - 0.5 * np.cos(np.pi * np.clip(time / attack, 0, 1))
    return np.asarray(out * rise)


def together(seconds: float, *parts: tuple[float, float, Curve]) -> Curve:
    """Sounds at (seconds, level) in one, ending in silence without a step."""
    out = np.zeros(round(seconds * RATE))
    for at, level, sound in parts:
        first = round(at * RATE)
        piece = sound[: len(out) - first]
        out[first : first + len(piece)] += level * piece
    tail = round(min(0.3 * seconds, 1.5) * RATE)
    out[-tail:] *= 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, tail))
    out[0] = 0.0
    return out


def start() -> Curve:
    """One deep bowl: we begin."""
    return together(4.5, (0.0, 1.0, strike(BOWL, 196.0, 6.0, 4.5, 0.012)))


def close() -> Curve:
    """The deepest bowl, and once more, to end on: nothing else has so long a tail."""
    return together(
        8.0,
        (0.0, 0.8, strike(BOWL, 164.8, 9.0, 8.0, 0.015)),
        (2.2, 1.0, strike(BOWL, 164.8, 9.0, 5.8, 0.015)),
    )


def next_() -> Curve:
    """One bowl of middle height."""
    return together(2.2, (0.0, 1.0, strike(BOWL, 293.7, 3.2, 2.2)))


def switch() -> Curve:
    """Two bowls, the second lower: the other side."""
    return together(
        2.8,
        (0.0, 0.9, strike(BOWL, 349.2, 2.6, 2.8)),
        (0.55, 1.0, strike(BOWL, 261.6, 3.2, 2.25)),
    )


def last() -> Curve:
    """A small high bowl."""
    return together(1.5, (0.0, 1.0, strike(BOWL[:3], 587.3, 2.0, 1.5)))


def tick() -> Curve:
    """A fingertip on wood."""
    return together(0.2, (0.0, 1.0, strike(WOOD, 784.0, 0.22, 0.2, 0.004)))


def pause() -> Curve:
    """Two wooden notes going down."""
    return together(
        0.7,
        (0.0, 1.0, strike(WOOD, 523.3, 0.6, 0.7, 0.005)),
        (0.16, 1.0, strike(WOOD, 349.2, 0.7, 0.54, 0.005)),
    )


def resume() -> Curve:
    """The same two going up."""
    return together(
        0.7,
        (0.0, 1.0, strike(WOOD, 349.2, 0.6, 0.7, 0.005)),
        (0.16, 1.0, strike(WOOD, 523.3, 0.7, 0.54, 0.005)),
    )


SOUNDS: dict[str, Callable[[], Curve]] = {
    "start": start,
    "close": close,
    "next": next_,
    "switch": switch,
    "last": last,
    "tick": tick,
    "pause": pause,
    "resume": resume,
}


def samples(name: str) -> npt.NDArray[np.int16]:
    """A sound of the theme as it stands in its file."""
    sound = SOUNDS[name]()
    for _ in range(3):  # The gate of the measure moves a little with the level.
        sound *= 10 ** ((LOUDNESS - loudness(sound, RATE)) / 20)
    return np.round(sound * 32767).astype(np.int16)


def stored(path: Path) -> npt.NDArray[np.int16]:
    """What a file holds. Raises OSError where there is none."""
    with wave.open(str(path), "rb") as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def differing() -> list[str]:
    """The files that are not what this script makes, to within rounding on another machine."""
    wrong = []
    for name in SOUNDS:
        path = FOLDER / f"{name}.wav"
        made = samples(name)
        kept = stored(path) if path.exists() else np.zeros(0, np.int16)
        if kept.shape != made.shape or np.abs(kept.astype(int) - made).max() > 1:
            wrong.append(path.name)
    return wrong


def main() -> int:
    """Write the files, or with --check compare them; the exit status."""
    if sys.argv[1:] == ["--check"]:
        wrong = differing()
        print(f"not as made: {', '.join(wrong)}" if wrong else "all as made")
        return 1 if wrong else 0
    FOLDER.mkdir(exist_ok=True)
    for name in SOUNDS:
        with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples(name).astype("<i2").tobytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
