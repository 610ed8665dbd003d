"""The mixing desk: cues with seconds go in, the device's blocks come out. No device, no clock.

Decides when a cue begins on the device's samples, and what happens to one that is late. Called
from two threads: the one that reads commands and the device's own.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from yogaflow.audio.clock import DeviceClock
from yogaflow.audio.mixer import Mixer, Pcm, Samples, as_samples
from yogaflow.audio.theme import Bank
from yogaflow.cues import SWELLS, CueName, SoundCue

LATE_BELL = 0.15
"""Seconds a bell may be late: then it is played at once. Later, it would only confuse."""

LATE_EDGE = 0.25
"""Seconds over which a swell that begins late comes in."""

_BOUNDARIES = frozenset(CueName) - SWELLS - {CueName.LAST, CueName.TICK}
"""Cues that begin a new stretch of the practice: nobody can hear a step of the clock there."""


@dataclass(slots=True, order=True)
class _Pending:
    at: float
    number: int
    plan: int = field(compare=False)
    cue: SoundCue = field(compare=False)
    samples: Pcm = field(compare=False)


class Desk:
    """Mixes the cues of the newest plan into blocks."""

    def __init__(self, bank: Bank, *, latency: float = 0.0, plan: int = 0) -> None:
        """`latency`: seconds from a block being asked for to its being heard."""
        self.latency = latency
        self.dropped = 0
        """Cues that came too late to be played."""
        self.clock = DeviceClock(bank.rate)
        self._bank = bank
        self._mixer = Mixer(bank.rate, gain=0.0)
        self._lock = threading.Lock()
        self._plan = plan
        self._pending: list[_Pending] = []
        self._count = itertools.count()
        self._volume, self._muted = 1.0, False

    @property
    def busy(self) -> bool:
        """Whether anything is sounding or waiting to sound."""
        return bool(self._pending) or self._mixer.busy

    def schedule(self, plan: int, cues: Sequence[SoundCue]) -> None:
        """Take in cues of a plan; those of a plan that has been replaced are left out."""
        # Swells are made before the lock is taken: the device must not wait for them.
        ready = [(cue, self._bank.samples(cue.name, cue.seconds)) for cue in cues]
        with self._lock:
            if plan < self._plan:
                return
            for cue, samples in ready:
                entry = _Pending(cue.at, next(self._count), plan, cue, samples)
                heapq.heappush(self._pending, entry)

    def new_plan(self, plan: int, *, fade: bool) -> None:
        """Drop what is not of this plan and has not begun; `fade` ends what sounds."""
        with self._lock:
            self._plan = plan
            self._pending = [entry for entry in self._pending if entry.plan >= plan]
            heapq.heapify(self._pending)
            self._mixer.drop(plan)
            if fade:
                self._mixer.fade(plan)

    def set_volume(self, volume: float) -> None:
        """0.0 to 1.0 in steps that are even for the ear."""
        with self._lock:
            self._volume = volume
            self._set_gain()

    def set_muted(self, muted: bool) -> None:
        """Silence; what sounds goes on unheard."""
        with self._lock:
            self._muted = muted
            self._set_gain()

    def block(self, count: int, now: float) -> Samples:
        """The next `count` samples of the stream, asked for at `now` (monotonic seconds)."""
        with self._lock:
            self.clock.observe(now, self._mixer.position)
            self.clock.correct(quiet=not self._mixer.sounding)
            self._begin(self._mixer.position + count)
            return self._mixer.render(count)

    def restart(self, latency: float) -> None:
        """A new device with a clock of its own: forget the old one's."""
        with self._lock:
            self.latency = latency
            self.clock = DeviceClock(self._bank.rate)

    def _set_gain(self) -> None:
        self._mixer.set_gain(0.0 if self._muted else self._volume**2)

    def _begin(self, end: int) -> None:
        """Hand the mixer what begins before the sample `end`."""
        while self._pending and self._start_of(self._pending[0].cue) < end:
            entry = heapq.heappop(self._pending)
            if entry.cue.name in _BOUNDARIES:
                self.clock.correct(quiet=False, boundary=True)
            start = self._start_of(entry.cue)
            late = self._mixer.position - start
            samples: Samples | Pcm | None = entry.samples
            if late > 0:
                samples = self._late(entry, late)
                start = self._mixer.position
            if samples is None:
                self.dropped += 1
            else:
                self._mixer.add(samples, start, plan=entry.plan)

    def _start_of(self, cue: SoundCue) -> int:
        return self.clock.sample_at(cue.at - self.latency)

    def _late(self, entry: _Pending, late: int) -> Samples | Pcm | None:
        """What is played of a sound that should have begun `late` samples ago; None: nothing."""
        rate = self._bank.rate
        if entry.cue.name not in SWELLS:
            # The device's own latency is not lateness: a sound for a key just pressed has it.
            limit = LATE_BELL + self.latency
            return entry.samples if late <= limit * rate else None
        if late * 2 >= len(entry.samples):
            return None
        # The rest of it, from where the breath is now.
        rest = as_samples(entry.samples[late:])
        edge = min(round(LATE_EDGE * rate), len(rest))
        rest[:edge] *= 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, edge, dtype=np.float32))
        return rest
