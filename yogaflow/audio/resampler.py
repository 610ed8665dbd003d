"""Sound of any rate at the rate of everything else, piece by piece. Pure.

For what is too long to be held at once; `reading.resampled` does the same for a whole sound.
A windowed sinc for each place a new sample can have between two old ones, all of them in one
matrix: a piece of sound is one product.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

CROSSINGS = 16
"""Half the length of the filter, in zero crossings of its sinc."""

PASSED = 0.92
"""The share of the band that passes; what follows is the filter's slope."""

LONGEST_PATTERN = 160
"""The most old samples until the pattern of places repeats: 147 for 44,100 Hz. A rate that would
need more is taken for its nearest neighbour, less than a thousandth of a semitone away."""


_NOTHING: Samples = np.zeros(0, dtype=np.float32)


class Resampler:
    """Takes in a sound at `rate` and gives it at `to`, delayed by nothing."""

    def __init__(self, rate: int, to: int) -> None:
        """Raises ValueError for rates no sound has."""
        if not 2000 <= rate <= 768_000:
            raise ValueError(f"{rate} samples a second")
        ratio = Fraction(to, rate).limit_denominator(LONGEST_PATTERN)
        self._new, self._old = ratio.numerator, ratio.denominator
        self._trivial = self._new == self._old
        band = PASSED * min(1.0, self._new / self._old)
        self._reach = int(np.ceil(CROSSINGS / band))
        if not self._trivial:
            self._filters = _filters(self._new, self._old, band, self._reach)
        self._waiting: Samples = np.zeros(self._reach, dtype=np.float32)
        self._taken = self._given = 0

    def take(self, samples: Samples) -> Samples:
        """The sound so far that has not been given yet."""
        if self._trivial:
            return samples
        self._taken += len(samples)
        return self._give(samples)

    def end(self) -> Samples:
        """The rest, once all is taken in."""
        if self._trivial:
            return _NOTHING
        whole = -(-self._taken * self._new // self._old)
        rest = self._give(np.zeros(self._reach + self._old + 1, dtype=np.float32))
        return rest[: max(0, whole - (self._given - len(rest)))]

    def _give(self, samples: Samples) -> Samples:
        waiting = np.concatenate([self._waiting, samples])
        window = self._old + 2 * self._reach
        count = (len(waiting) - window) // self._old + 1 if len(waiting) >= window else 0
        self._waiting = waiting[count * self._old :]
        if not count:
            return _NOTHING
        step = waiting.strides[0]
        windows = np.lib.stride_tricks.as_strided(
            waiting, (count, window), (self._old * step, step), writeable=False
        )
        # Copied, for only then the product is a fast one.
        out = np.ascontiguousarray(windows) @ self._filters
        self._given += out.size
        return np.asarray(out.reshape(-1), dtype=np.float32)


def _filters(new: int, old: int, band: float, reach: int) -> npt.NDArray[np.float32]:
    """One column for each new sample: what it takes of each old one around."""
    places = np.arange(new) * (old / new)
    away = np.arange(old + 2 * reach)[:, None] - reach - places[None, :]
    window = np.where(np.abs(away) < reach, np.cos(np.pi / 2 * away / reach) ** 2, 0.0)
    return np.asarray(band * np.sinc(band * away) * window, dtype=np.float32)
