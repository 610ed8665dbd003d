"""The sound of a breath: a soft rush with a tone in it that rises (in) or falls (out).

Pitch and brightness move over the whole phase, so the ear always knows where in the breath it
is; an in-breath also grows as it goes, an out-breath fades. The same arguments give the same
samples on every run.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from yogaflow.audio.mixer import Samples
from yogaflow.cues import SWELLS, CueName

TONE = (196.0, 392.0)
"""Hertz: the tone at the empty and at the full end of a breath, an octave apart."""

RUSH = (380.0, 1700.0)
"""Hertz: the middle of the rush of air at the empty and at the full end."""

LEVEL = 0.069
"""Makes a swell of 3 to 12 s measure -27 to -26 LUFS: 6 to 7 dB softer than the bells."""

EDGE_SECONDS = 0.5
"""How long a swell takes to come in and to go, at most; never more than a quarter of it."""

_WIDTH = 600.0
"""Hertz: new values of the noise a second, and so the width of the rush."""

_CHUNK = 1 << 14

Curve = npt.NDArray[np.float64]


def swell(name: CueName, seconds: float, rate: int = 48_000) -> Samples:
    """The swell of a phase of `seconds`, mono float32 at `rate` samples a second.

    Raises ValueError for a cue that is not a swell or a length that is not positive.
    """
    if name not in SWELLS:
        raise ValueError(f"{name} is not a breath")
    count = round(seconds * rate)
    if count <= 0:
        raise ValueError(f"a breath of {seconds} seconds")
    out = np.empty(count, dtype=np.float32)
    noise = _Noise(count / rate)
    # In chunks: the arrays on the way to a long swell would otherwise be many times its size.
    for first in range(0, count, _CHUNK):
        last = min(first + _CHUNK, count)
        out[first:last] = _piece(name, first, last, count, rate, noise)
    return out


def _piece(name: CueName, first: int, last: int, count: int, rate: int, noise: _Noise) -> Curve:
    time = np.arange(first, last, dtype=np.float64) / rate
    seconds = count / rate
    rising = name is CueName.IN
    # How full the lungs are, 0 to 1.
    full = time / seconds if rising else 1.0 - time / seconds

    tone = _phase(time, seconds, TONE, rising)
    # A fifth above, and a second voice slightly off it: warm, and it does not whistle.
    voice = np.sin(tone) + 0.45 * np.sin(1.498 * tone + 1.0) + 0.15 * np.sin(1.004 * tone + 2.0)
    voice += 0.30 * full * np.sin(2.0 * tone + 0.5)

    rush = _phase(time, seconds, RUSH, rising)
    real, imaginary = noise.at(time)
    air = real * np.cos(rush) - imaginary * np.sin(rush)

    loud = 0.62 + 0.38 * full
    return LEVEL * loud * _edges(first, last, count, rate) * (voice + 0.8 * air)


def _phase(time: Curve, seconds: float, span: tuple[float, float], rising: bool) -> Curve:
    """Radians of a tone gliding evenly for the ear (a constant ratio a second)."""
    low, high = span if rising else span[::-1]
    slope = np.log(high / low) / seconds
    return np.asarray(2 * np.pi * low * np.expm1(slope * time) / slope, dtype=np.float64)


def _edges(first: int, last: int, count: int, rate: int) -> Curve:
    """A raised cosine at both ends, zero at the first and the last sample."""
    edge = max(1.0, min(EDGE_SECONDS * rate, count / 4))
    index = np.arange(first, last, dtype=np.float64)
    near = np.minimum(index, count - 1 - index)
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(near / edge, 0.0, 1.0)))


class _Noise:
    """Smooth complex noise of width _WIDTH, the same on every run.

    Values from a counter passed through an integer hash (no `numpy.random`: three megabytes
    that the sound process can do without), joined by cubic curves.
    """

    def __init__(self, seconds: float) -> None:
        count = int(seconds * _WIDTH) + 5
        values = _hashed(2 * count)
        # Every other value: real and imaginary parts, each of mean square one half.
        self._knots = ((values[::2] + 1j * values[1::2]) * np.sqrt(1.5)).astype(np.complex128)

    def at(self, time: Curve) -> tuple[Curve, Curve]:
        """Real and imaginary part at these seconds."""
        place = time * _WIDTH
        whole = place.astype(np.int64)
        t = place - whole
        before, here, after, beyond = (self._knots[whole + k] for k in range(4))
        value = here + 0.5 * t * (
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
        return value.real, value.imag


def _hashed(count: int) -> Curve:
    """`count` numbers evenly spread from -1 to 1 without a visible pattern."""
    x = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    x ^= x >> np.uint64(30)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(27)
    x *= np.uint64(0x94D049BB133111EB)
    x ^= x >> np.uint64(31)
    return x.astype(np.float64) / 2.0**63 - 1.0
