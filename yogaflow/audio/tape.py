"""A continuous stream out of a library that only plays buffers, each from beginning to end.

A long buffer, a tape, is begun and then written ahead of where it plays: the library must read
it while it plays, and not copy it first. When a tape is full the next one begins; the two overlap
and fade into each other, for nobody can say to the sample when a buffer begins to sound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from yogaflow.audio.mixer import Pcm, Samples

LENGTH = 30.0
"""Seconds of a tape. A card's clock strays by some 3 ms in it, and each tape begins anew."""

LEAD = 0.25
"""Seconds between writing and hearing. simpleaudio reads 0.1 s ahead of what is heard; the rest
is for a machine that is busy."""

OVERLAP = 0.02
"""Seconds two tapes share."""


class Playing(Protocol):
    """A buffer that plays."""

    def is_playing(self) -> bool:
        """Whether it has neither reached its end nor lost its device."""

    def stop(self) -> None:
        """End it now."""


class TapeWriter:
    """Writes blocks to tapes, and begins a tape whenever there is sound and none to write it to."""

    def __init__(
        self, begin: Callable[[Pcm], Playing], rate: int, clock: Callable[[], float]
    ) -> None:
        """`begin` plays mono samples at `rate`, and raises where there is no device; `clock`
        tells seconds."""
        self._begin, self._rate, self._clock = begin, rate, clock
        self._edge = round(OVERLAP * rate)
        self._rise = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, self._edge))
        self._tape: Pcm = np.zeros(0, dtype=np.int16)
        self._began = 0.0
        self._written = 0
        self._new: Playing | None = None
        self._old: Playing | None = None

    def write(self, samples: Samples, at: float) -> None:
        """Have a block heard LEAD after `at`. What `begin` raises is raised; the block is lost."""
        data = np.clip(samples * 32767, -32768, 32767).astype(np.int16)
        place = round((at + LEAD - self._began) * self._rate)
        if abs(place - self._written) > len(data) // 2:
            self._written = max(0, place)  # Whoever writes has stood still for a while.
        left = len(self._tape) - self._edge - self._written
        runs = self._new is not None and self._new.is_playing()
        if runs and len(data) <= left:
            self._put(data)
            return
        # Ended before its time: it has lost its device, and we ask for it even in silence.
        lost = self._new is not None and not runs and left > 0
        if (data.any() or lost) and at + LEAD >= self._clock():
            self._change(data, at)

    def stop(self) -> None:
        """End all that plays. Raises what the library raises."""
        playing, self._old, self._new = (self._old, self._new), None, None
        for one in playing:
            if one is not None:
                one.stop()

    def _put(self, data: Pcm) -> None:
        self._tape[self._written : self._written + len(data)] = data
        self._written += len(data)

    def _change(self, data: Pcm, at: float) -> None:
        """Begin a tape with this block; the old one is left with its first samples, falling."""
        tape: Pcm = np.zeros(round(LENGTH * self._rate), dtype=np.int16)
        new = self._begin(tape)
        began = self._clock()
        room = self._tape[self._written : self._written + self._edge]
        if self._new is not None and len(room) == self._edge:
            head = data[: self._edge].astype(np.float64)
            room[:] = (head * self._rise[::-1]).astype(np.int16)
            data[: self._edge] = (head * self._rise).astype(np.int16)
        self._old, self._new = self._new, new
        self._tape, self._began = tape, began
        self._written = max(0, round((at + LEAD - began) * self._rate))
        self._put(data)
