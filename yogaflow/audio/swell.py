"""The sound of a breath: it rises over the whole in-breath and falls over the whole out-breath.
While a breath is held there is a still tone, at the pitch where the breath before it ended.

Pitch and brightness move over the whole phase, so the ear always knows where in the breath it
is; an in-breath also grows as it goes, an out-breath fades. What it is made of is of a theme's
kind. The same arguments give the same samples on every run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from yogaflow.audio.mixer import Samples
from yogaflow.timeline.cues import HELD, SWELLS, CueName


class Breath(StrEnum):
    """What a breath is made of."""

    BOWL = "bowl"
    """A soft rush with the rim of a bowl sung in it."""
    AIR = "air"
    """A rush of air and next to nothing else."""
    TONE = "tone"
    """A pure warm tone."""


EDGE_SECONDS = 0.5
"""How long a swell takes to come in and to go, at most; never more than a quarter of it."""

PULSE = 1.0
"""Seconds below which a breath is a pulse, struck and gone: nobody hears so short a sound rise."""

PITCHES = {Breath.BOWL: (196.0, 392.0), Breath.AIR: (220.0, 440.0), Breath.TONE: (220.0, 392.0)}
"""From where to where a swell's tone rises, in Hz; a held breath stays at the one or the other."""

_CHUNK = 1 << 14

Curve = npt.NDArray[np.float64]


def swell(
    name: CueName, seconds: float, rate: int = 48_000, breath: Breath = Breath.BOWL
) -> Samples:
    """The swell of a phase of `seconds`, mono float32 at `rate` samples a second.

    A phase shorter than PULSE is a pulse. Of 3 to 12 s a swell measures -27 to -26 LUFS, whatever
    it is made of: 6 to 7 dB softer than the bells. A held breath is 10 dB softer than that. Raises
    ValueError for a cue that is not a swell or a length that is not positive.
    """
    if name not in SWELLS:
        raise ValueError(f"{name} is not a breath")
    count = round(seconds * rate)
    if count <= 0:
        raise ValueError(f"a breath of {seconds} seconds")
    out = np.empty(count, dtype=np.float32)
    phase = _Phase(count / rate, name is CueName.IN)
    held = name in HELD
    made = _still(PITCHES[breath][name is CueName.FULL]) if held else _MADE[breath](phase)
    pulses = seconds < PULSE - 0.001  # a second is one, however it was worked out
    # In chunks: the arrays on the way to a long swell would otherwise be many times its size.
    for first in range(0, count, _CHUNK):
        last = min(first + _CHUNK, count)
        time = np.arange(first, last, dtype=np.float64) / rate
        sound = _edges(first, last, count, rate) * made(time)
        if not held:
            sound *= np.exp(-5.0 * time / seconds) if pulses else 0.62 + 0.38 * phase.full(time)
        out[first:last] = sound
    return out


@dataclass(frozen=True, slots=True)
class _Phase:
    """A breath in or out, of so many seconds."""

    seconds: float
    rising: bool

    def full(self, time: Curve) -> Curve:
        """How full the lungs are, 0 to 1."""
        return time / self.seconds if self.rising else 1.0 - time / self.seconds

    def turned(self, time: Curve, empty: float, full: float) -> Curve:
        """Radians of a tone gliding evenly for the ear (a constant ratio a second).

        From the pitch `empty` to the pitch `full`, in Hz, or back.
        """
        low, high = (empty, full) if self.rising else (full, empty)
        slope = np.log(high / low) / self.seconds
        return np.asarray(2 * np.pi * low * np.expm1(slope * time) / slope, dtype=np.float64)


Made = Callable[[Curve], Curve]
"""What a breath sounds like at some seconds of it, before it comes, grows and goes."""


def _bowl(phase: _Phase) -> Made:
    air = _Air(phase, 380.0, 1700.0, 600.0)

    def made(time: Curve) -> Curve:
        tone = phase.turned(time, *PITCHES[Breath.BOWL])
        # A fifth above, and a second voice slightly off it: warm, and it does not whistle.
        voice = np.sin(tone) + 0.45 * np.sin(1.498 * tone + 1.0) + 0.15 * np.sin(1.004 * tone + 2.0)
        voice += 0.30 * phase.full(time) * np.sin(2.0 * tone + 0.5)
        return np.asarray(0.069 * (voice + 0.8 * air.at(time)))

    return made


def _air(phase: _Phase) -> Made:
    # As breath is heard through the nose: a broad band, and a thinner and brighter one over it.
    throat, nose = _Air(phase, 330.0, 1300.0, 500.0), _Air(phase, 800.0, 2900.0, 1400.0)

    def made(time: Curve) -> Curve:
        # The hollow of a bamboo pipe, hardly there: noise alone has no pitch to follow.
        hollow = np.sin(phase.turned(time, *PITCHES[Breath.AIR]))
        return np.asarray(0.091 * (throat.at(time) + 0.3 * nose.at(time) + 0.2 * hollow))

    return made


def _tone(phase: _Phase) -> Made:
    def made(time: Curve) -> Curve:
        tone, full = phase.turned(time, *PITCHES[Breath.TONE]), phase.full(time)
        # Two voices a hair apart; overtones come as the lungs fill, so that it opens like a vowel.
        voice = 0.86 * np.sin(tone) + 0.14 * np.sin(1.0015 * tone + 2.0)
        voice += (0.1 + 0.3 * full) * np.sin(2.0 * tone + 0.5)
        voice += 0.2 * full**2 * np.sin(3.0 * tone + 1.0)
        return np.asarray(0.107 * voice)

    return made


def _still(pitch: float) -> Made:
    def made(time: Curve) -> Curve:
        tone = 2 * np.pi * pitch * time
        # Whole overtones, which do not beat: small loudspeakers hardly have the low tone itself.
        return np.asarray(
            0.0225 * (np.sin(tone) + 0.3 * np.sin(2.0 * tone) + 0.1 * np.sin(3.0 * tone))
        )

    return made


_MADE = {Breath.BOWL: _bowl, Breath.AIR: _air, Breath.TONE: _tone}


def _edges(first: int, last: int, count: int, rate: int) -> Curve:
    """A raised cosine at both ends, zero at the first and the last sample."""
    edge = max(1.0, min(EDGE_SECONDS * rate, count / 4))
    index = np.arange(first, last, dtype=np.float64)
    near = np.minimum(index, count - 1 - index)
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(near / edge, 0.0, 1.0)))


class _Air:
    """A rush of air: a band of noise `width` Hz wide whose middle glides from `empty` to `full`.

    The noise is smooth and complex, the same on every run: values from a counter passed through an
    integer hash (no `numpy.random`: three megabytes that the sound process can do without), joined
    by cubic curves.
    """

    def __init__(self, phase: _Phase, empty: float, full: float, width: float) -> None:
        self._phase, self._empty, self._full, self._width = phase, empty, full, width
        values = _hashed(2 * (int(phase.seconds * width) + 5))
        # Every other value: real and imaginary parts, each of mean square one half.
        self._knots = ((values[::2] + 1j * values[1::2]) * np.sqrt(1.5)).astype(np.complex128)

    def at(self, time: Curve) -> Curve:
        """The rush at these seconds."""
        value, turned = self._noise(time), self._phase.turned(time, self._empty, self._full)
        return np.asarray(value.real * np.cos(turned) - value.imag * np.sin(turned))

    def _noise(self, time: Curve) -> npt.NDArray[np.complex128]:
        place = time * self._width
        whole = place.astype(np.int64)
        t = place - whole
        before, here, after, beyond = (self._knots[whole + k] for k in range(4))
        value: npt.NDArray[np.complex128] = here + 0.5 * t * (
            after
            - before
            + t
            * (
                2 * before
                - 5 * here
                + 4 * after
                - beyond
                + t * (3 * (here - after) + beyond - before)
            )
        )
        return value


def _hashed(count: int) -> Curve:
    """`count` numbers evenly spread from -1 to 1 without a visible pattern."""
    x = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    x ^= x >> np.uint64(30)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(27)
    x *= np.uint64(0x94D049BB133111EB)
    x ^= x >> np.uint64(31)
    return x.astype(np.float64) / 2.0**63 - 1.0
