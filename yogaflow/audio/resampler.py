"""Sound of any rate at the rate of everything else, piece by piece. Pure.

For what is too long to be held at once; `reading.resampled` does the same for a whole sound.
A windowed sinc for each place that a new sample can have between two old ones; a piece of sound
is a few products of matrices.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from yogaflow.audio.mixer import Samples

CROSSINGS = 16
"""Half the length of the filter, in zero crossings of its sinc."""

PASSED = 0.92
"""The share of the band that passes; what follows is the filter's slope."""

LONGEST_PATTERN = 160
"""The most old samples until the pattern of places repeats: 147 for 44,100 Hz. A rate that would
need more is taken for its nearest neighbour, less than a thousandth of a semitone away."""

_AT_ONCE = 16
"""New samples that share a matrix: neighbours, which take from almost the same old ones."""

_SINGLE = 1 << 18
"""Multiplications in one product at most: for more of them OpenBLAS wakes its threads, which
wait for each other on a busy machine, many times as long as the product takes."""

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
            self._groups = _groups(self._new, self._old, band, self._reach)
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
        out = np.empty((count, self._new), dtype=np.float32)
        at = 0
        for first, filters in self._groups:
            width, columns = filters.shape
            rows = max(1, _SINGLE // filters.size)
            for row in range(0, count, rows):
                # Copied, for only then the product is a fast one.
                piece = np.ascontiguousarray(windows[row : row + rows, first : first + width])
                out[row : row + rows, at : at + columns] = piece @ filters
            at += columns
        self._given += out.size
        return out.reshape(-1)


def _groups(new: int, old: int, band: float, reach: int) -> list[tuple[int, Samples]]:
    """(first old sample, matrix of what each new sample takes of it and those that follow)."""
    groups = []
    for begin in range(0, new, _AT_ONCE):
        places = np.arange(begin, min(begin + _AT_ONCE, new)) * (old / new)
        first = int(places[0])
        width = int(places[-1]) + 1 - first + 2 * reach
        away = np.arange(width)[:, None] + first - reach - places[None, :]
        window = np.where(np.abs(away) < reach, np.cos(np.pi / 2 * away / reach) ** 2, 0.0)
        groups.append((first, np.asarray(band * np.sinc(band * away) * window, np.float32)))
    return groups
