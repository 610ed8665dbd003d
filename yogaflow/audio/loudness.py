"""How loud a sound is, as ITU-R BS.1770 has it: K-weighted, gated, in LUFS.

For making and testing themes; nothing that plays needs it. The weighting is applied to the
spectrum (its filters' exact response), which spares a recursive filter in pure Python.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (-1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))
"""The two filters of BS.1770-4, annex 1, for 48 kHz: (b0, b1, b2), (a1, a2)."""


def loudness(samples: npt.ArrayLike, rate: int = 48_000) -> float:
    """Integrated loudness of a mono sound in LUFS, half a second of silence on both sides.

    Raises ValueError for another rate than 48,000 and for silence.
    """
    if rate != 48_000:
        raise ValueError("only 48,000 samples a second")
    pad = np.zeros(rate // 2)
    sound = np.concatenate([pad, np.asarray(samples, dtype=np.float64), pad])
    weighted = _weighted(sound)
    block, hop = int(0.4 * rate), int(0.1 * rate)
    sums = np.concatenate([[0.0], np.cumsum(weighted**2)])
    starts = np.arange(0, len(sound) - block + 1, hop)
    power = (sums[starts + block] - sums[starts]) / block
    power = power[_lufs(power) > -70.0]
    if not len(power):
        raise ValueError("silence")
    gate = _lufs(power.mean()) - 10.0
    return float(_lufs(power[_lufs(power) > gate].mean()))


def _weighted(sound: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    # Four to eight times a power of two: with a large prime in its length it takes ten times as
    # long. What rings on past the end comes round to the silence at the beginning, and is over.
    unit = 1 << max(0, len(sound).bit_length() - 3)
    size = -(-len(sound) // unit) * unit
    z = np.exp(-2j * np.pi / size * np.arange(size // 2 + 1))
    spectrum = np.fft.rfft(sound, size)
    for (b0, b1, b2), (a1, a2) in (_SHELF, _HIGH_PASS):
        spectrum *= (b0 + z * (b1 + z * b2)) / (1 + z * (a1 + z * a2))
    return np.fft.irfft(spectrum, size)[: len(sound)]


def _lufs(power: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-12)), dtype=np.float64)
