"""Making room for speech: how loud everything else is while a line is spoken. Pure.

A function of the spans in which speech sounds and of nothing else, so that blocks of any size
agree. All gains come from tables made once: the same samples wherever a block begins.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Gains = npt.NDArray[np.float32]
"""Factors, one for each sample."""

DOWN_SECONDS = 0.12
"""How long it takes to make room, from the first sample of a line on."""

UP_SECONDS = 0.4
"""How long it takes to come back, from its last sample on."""


class Duck:
    """One kind of sound under speech: softer by `decibels` for as long as a line sounds."""

    def __init__(self, decibels: float, rate: int) -> None:
        self.floor = np.float32(10 ** (-decibels / 20))
        """The gain under a line."""
        self.down = _curve(decibels, round(DOWN_SECONDS * rate), falling=True)
        self.up = _curve(decibels, round(UP_SECONDS * rate), falling=False)

    def lasts(self, begin: int, end: int) -> int:
        """The first sample at which a line from `begin` to `end` is not felt any more."""
        return max(end, begin + len(self.down)) + len(self.up)

    def gain(self, spans: Sequence[tuple[int, int]], first: int, last: int) -> Gains:
        """The gain of the samples from `first` to `last`, given the lines (begin, end).

        Lines that overlap or follow closely: the softer of what each asks for. A line shorter
        than the way down is taken for as long as that.
        """
        gain = np.ones(last - first, dtype=np.float32)
        for begin, end in spans:
            bottom = begin + len(self.down)
            rise = max(end, bottom)
            _lower(gain, first, begin, self.down)
            a, b = max(bottom, first), min(rise, last)
            if a < b:
                gain[a - first : b - first] = self.floor
            _lower(gain, first, rise, self.up)
        return gain


def _lower(gain: Gains, first: int, at: int, curve: Gains) -> None:
    """Where `curve`, begun at the sample `at`, is below `gain`, take that; in place."""
    a, b = max(at, first), min(at + len(curve), first + len(gain))
    if a < b:
        piece = gain[a - first : b - first]
        np.minimum(piece, curve[a - at : b - at], out=piece)


def _curve(decibels: float, count: int, *, falling: bool) -> Gains:
    """From 1.0 to the floor or back, even for the ear and without a corner at either end."""
    way = (np.arange(count) + 0.5) / count
    depth = 0.5 - 0.5 * np.cos(np.pi * way)
    if not falling:
        depth = 1.0 - depth
    return np.asarray(10 ** (-decibels / 20 * depth), dtype=np.float32)
