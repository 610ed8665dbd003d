"""The mixing desk: cues with seconds go in, the device's blocks come out. No device, no clock.

Decides when a cue begins on the device's samples, and what happens to one that is late. Called
from two threads: the one that reads commands and the device's own.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from yogaflow.audio.clips import read_clip
from yogaflow.audio.clock import DeviceClock
from yogaflow.audio.mixer import Bus, Mixer, Pcm, Samples, Source, as_samples, bus_of
from yogaflow.audio.theme import SoundBank
from yogaflow.timeline.cues import SWELLS, AnyCue, CueName, SpeechCue

LATE = 0.15
"""Seconds a bell or a spoken line may be late: then it sounds at once, and whole. Later, it would
only confuse."""

LATE_EDGE = 0.25
"""Seconds over which a swell that begins late comes in."""

LINE_GAP = 0.1
"""Seconds between a line that was late and the next, which would have begun while it sounds."""

TWICE = 0.5
"""Seconds apart, at most, that two sounds of a name are taken for one that was sent again."""

_BOUNDARIES = frozenset(CueName) - SWELLS - {CueName.LAST, CueName.TICK}
"""Cues that begin a new stretch of the practice: nobody can hear a step of the clock there.
(A spoken line is none: it may well begin in the middle of a breath.)"""


@dataclass(slots=True, order=True)
class _Pending:
    at: float
    number: int
    plan: int = field(compare=False)
    name: str = field(compare=False)
    bus: Bus = field(compare=False)
    boundary: bool = field(compare=False)
    samples: Pcm = field(compare=False)


class Desk:
    """Mixes the cues of the newest plan into blocks."""

    def __init__(
        self,
        bank: SoundBank,
        *,
        latency: float = 0.0,
        plan: int = 0,
        delay: float = 0.0,
        ambience: Source | None = None,
        clip: Callable[[Path], Pcm] = read_clip,
        log: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`latency`: seconds from a block being asked for to its being heard, as far as the
        device tells; `delay`: seconds more that it does not tell, as Bluetooth takes.

        `clip` reads a spoken line and raises OSError or ValueError where it cannot.
        """
        self.latency = latency
        self.delay = delay
        self.dropped = 0
        """Cues that came too late to be played."""
        self.clock = DeviceClock(bank.rate)
        self._bank = bank
        self._mixer = Mixer(bank.rate, gain=0.0)
        self._ambience = ambience
        self._clip, self._log = clip, log
        self._lock = threading.Lock()
        self._plan = plan
        self._pending: list[_Pending] = []
        self._begun: list[tuple[str, int, float]] = []
        self._count = itertools.count()
        self._volume, self._muted = 1.0, False

    @property
    def busy(self) -> bool:
        """Whether anything is sounding or waiting to sound; ambience aside, which never ends."""
        return bool(self._pending) or self._mixer.busy

    def schedule(self, plan: int, cues: Sequence[AnyCue]) -> None:
        """Take in cues of a plan; those of a plan that has been replaced are left out."""
        if plan < self._plan:
            return
        # Swells are made and lines are read before the lock is taken: the device must not wait.
        ready = [self._entry(plan, cue) for cue in cues]
        with self._lock:
            if plan < self._plan:
                return
            for entry in ready:
                heapq.heappush(self._pending, entry)

    def new_plan(self, plan: int, *, fade: bool) -> None:
        """Drop what is not of this plan and has not begun; `fade` ends what sounds."""
        with self._lock:
            self._plan = plan
            self._pending = [entry for entry in self._pending if entry.plan >= plan]
            heapq.heapify(self._pending)
            self._mixer.drop(plan)
            if fade:
                self._begun = []
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

    def set_ambience(self, on: bool) -> None:
        """Let the ambience come in, or go."""
        with self._lock:
            self._mixer.set_ambience(self._ambience if on else None)

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

    def _entry(self, plan: int, cue: AnyCue) -> _Pending:
        number = next(self._count)
        if isinstance(cue, SpeechCue):
            line = self._line(cue.clip)
            return _Pending(cue.at, number, plan, cue.clip, Bus.SPEECH, False, line)
        bus = bus_of(cue.name)
        samples = self._bank.samples(cue.name, cue.seconds, soft=cue.soft)
        return _Pending(cue.at, number, plan, cue.name, bus, cue.name in _BOUNDARIES, samples)

    def _line(self, clip: str) -> Pcm:
        """A spoken line, or nothing: the practice goes on without it."""
        try:
            return self._clip(Path(clip))
        except (OSError, ValueError) as error:
            self._log(f"a line is left out: {clip}: {error}")
            return np.zeros(0, dtype=np.int16)

    def _begin(self, end: int) -> None:
        """Hand the mixer what begins before the sample `end`."""
        while self._pending and self._start_of(self._pending[0]) < end:
            entry = heapq.heappop(self._pending)
            if self._has_begun(entry):
                continue
            if entry.boundary:
                self.clock.correct(quiet=False, boundary=True)
            due = self._start_of(entry)
            start = max(due, self._mixer.position)
            if entry.bus is Bus.SPEECH and start < (over := self._mixer.speech_until):
                # The line before was late. Two at once are none.
                start = over + round(LINE_GAP * self._bank.rate)
            samples = self._late(entry, start - due) if start > due else entry.samples
            if samples is None:
                self.dropped += 1
            else:
                self._mixer.add(samples, start, plan=entry.plan, bus=entry.bus)
                if start < end:
                    self._begun.append((entry.name, entry.plan, entry.at))

    def _has_begun(self, entry: _Pending) -> bool:
        """Whether it sounds already, by an older plan: what is not due yet is sent again with a
        new plan, and we begin sooner than it is due."""
        self._begun = [begun for begun in self._begun if begun[2] > entry.at - 2 * TWICE]
        reach = min(self.latency + self.delay, TWICE)
        return any(
            name == entry.name and plan < entry.plan and abs(at - entry.at) < reach
            for name, plan, at in self._begun
        )

    def _start_of(self, entry: _Pending) -> int:
        return self.clock.sample_at(entry.at - self.latency - self.delay)

    def _late(self, entry: _Pending, late: int) -> Samples | Pcm | None:
        """What is played of a sound that should have begun `late` samples ago; None: nothing."""
        rate = self._bank.rate
        if entry.bus is not Bus.BREATH:
            # The device's own time is not lateness: a sound for a key just pressed has it.
            limit = LATE + self.latency + self.delay
            return entry.samples if late <= limit * rate else None
        if late * 2 >= len(entry.samples):
            return None
        # The rest of it, from where the breath is now.
        rest = as_samples(entry.samples[late:])
        edge = min(round(LATE_EDGE * rate), len(rest))
        rest[:edge] *= 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, edge, dtype=np.float32))
        return rest
