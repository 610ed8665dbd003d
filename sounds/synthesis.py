"""What the sounds of the themes are made with: struck bodies, held tones, and putting together.

Sums of sines, with nothing sampled and nothing random, so the same sounds come out on every run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Curve = npt.NDArray[np.float64]

Sounds = Mapping[str, Callable[[], Curve]]
"""What makes each sound of a theme, by the name of its cue. How loud it is does not matter."""

RATE = 48_000


class Partial(NamedTuple):
    """One mode of a struck body: ratio to the lowest, level, seconds to fall by 60 dB, beat."""

    ratio: float
    level: float
    decay: float
    """As a part of the time that the lowest takes."""
    beat: float = 0.0
    """Hertz between the two halves of the mode. No bowl is quite round: so it sings."""


# A bar of wood over a tube: the fourth, nearly gone at once, is what makes it wood.
WOOD = (
    Partial(1.00, 1.00, 1.00),
    Partial(3.93, 0.22, 0.35),
    Partial(9.50, 0.05, 0.15),
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
    return np.asarray(out * _rise(time, attack))


def tone(
    overtones: Sequence[float], pitch: float, attack: float, decay: float, seconds: float
) -> Curve:
    """A tone that is breathed in rather than struck, as `seconds` of sound.

    `overtones` are the levels of one, two, three times `pitch` Hz and so on. It comes within
    `attack` s, then falls by 60 dB in `decay` s, the higher overtones first.
    """
    time = np.arange(round(seconds * RATE)) / RATE
    out = np.zeros_like(time)
    for number, level in enumerate(overtones, start=1):
        # Three voices a hair apart, as of players side by side: held, it moves, and never beats.
        for cents, share, turn in ((0.0, 0.6, 0.0), (-2.5, 0.2, 2.1), (2.5, 0.2, 4.2)):
            hertz = number * pitch * 2 ** (cents / 1200)
            # Higher overtones come later and go sooner.
            rise = _rise(time, attack * (1 + 0.25 * (number - 1)))
            fall = np.exp(-6.91 * np.maximum(time - attack, 0) * number**0.5 / decay)
            out += level * share * rise * fall * np.sin(2 * np.pi * hertz * time + turn)
    return out


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


def _rise(time: Curve, attack: float) -> Curve:
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(time / attack, 0, 1)))
