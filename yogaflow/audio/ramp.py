"""A value that moves evenly with the samples: what fades and volumes are made of. Pure."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt


class Ramp:
    """Goes to a target at a constant speed, known at every sample without counting blocks."""

    def __init__(self, value: float = 0.0) -> None:
        self._from = self.target = value
        self._begin = 0
        self._step = 0.0

    def go(self, target: float, step: float, position: int) -> None:
        """From the sample `position` on, move to `target` by `step` a sample."""
        self._from = self.at(position)
        self.target, self._begin = target, position
        self._step = math.copysign(step, target - self._from)

    def at(self, position: int) -> float:
        """The value just before the sample `position` is played."""
        way = (position - self._begin) * self._step
        if abs(way) >= abs(self.target - self._from):
            return self.target
        return self._from + way

    @property
    def end(self) -> int:
        """The sample from which on the value rests at its target."""
        if self._from == self.target:
            return self._begin
        return self._begin + math.ceil((self.target - self._from) / self._step)

    def values(self, position: int, count: int) -> npt.NDArray[np.float64]:
        """The values of `count` samples from `position` on."""
        steps = np.arange(position - self._begin + 1, position - self._begin + count + 1)
        low, high = sorted((self._from, self.target))
        return np.clip(self._from + steps * self._step, low, high)
