"""Sounds at exact samples, mixed to one stream in blocks of any size. Pure: no device, no clock.

Positions are samples counted from the start of the stream. Played live the mixer is asked for the
device's blocks, rendered to a file for minutes at a time, and the samples are the same.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from yogaflow.audio.ducking import Duck, Gains
from yogaflow.audio.ramp import Ramp
from yogaflow.timeline.cues import SWELLS, CueName

Samples = npt.NDArray[np.float32]
"""Mono sound, 1.0 is full scale."""

Pcm = npt.NDArray[np.int16]
"""Mono sound, 32,768 is full scale: half the memory of Samples for what is kept."""

Source = Callable[[int], Samples]
"""Gives the next so many samples of a sound that has no end."""


class Bus(StrEnum):
    """What a sound is, and so how it makes room for speech."""

    BELL = "bell"
    BREATH = "breath"
    SPEECH = "speech"


def bus_of(name: CueName) -> Bus:
    """The bus of a cue, live and in a file."""
    return Bus.BREATH if name in SWELLS else Bus.BELL


SOFTER = {Bus.BELL: 3.0, Bus.BREATH: 9.0}
"""Decibels by which each is softer under speech; ambience as much as breath."""

FADE_SECONDS = 0.03
"""How long a fade-out takes."""

AMBIENCE_IN, AMBIENCE_OUT = 3.0, 1.5
"""Seconds in which ambience comes and goes."""

GAIN_SECONDS = 0.05
"""How long the volume takes from silence to full: a step would be heard as a click."""

KNEE = 0.75
"""Up to this level the sum is untouched; what is above is bent so that it never reaches 1.0."""

_CEILING = 0.99
_BLOCK = 1 << 15
_ZEROS: Samples = np.zeros(4096, dtype=np.float32)
_ZEROS.setflags(write=False)


@dataclass(slots=True, order=True)
class _Voice:
    start: int
    number: int
    plan: int = field(compare=False)
    samples: Samples | Pcm = field(compare=False)
    bus: Bus = field(compare=False)
    fade_from: int | None = field(compare=False, default=None)

    @property
    def end(self) -> int:
        return self.start + len(self.samples)


class Mixer:
    """One continuous mono stream of float32 samples, |sample| < 1.0.

    Everything sounds through buses: while a line of speech sounds, the others make room. Ambience
    is a bus of its own that has no end and is never waited for.
    """

    def __init__(self, rate: int = 48_000, *, gain: float = 1.0) -> None:
        self.rate = rate
        self.position = 0
        """The next sample that `render` returns."""
        self._ahead: list[_Voice] = []
        self._sounding: list[_Voice] = []
        self._spoken: list[_Voice] = []
        self._count = itertools.count()
        self._gain = Ramp(_checked(gain))
        self._ambience: Source | None = None
        self._ambience_level = Ramp()
        fade = max(2, round(FADE_SECONDS * rate))
        self._fade: Samples = (0.5 + 0.5 * np.cos(np.linspace(0.0, np.pi, fade))).astype(np.float32)
        self._ducks = {bus: Duck(decibels, rate) for bus, decibels in SOFTER.items()}

    @property
    def busy(self) -> bool:
        """Whether anything sounds or is still to come; ambience aside."""
        return bool(self._ahead or self._sounding)

    @property
    def sounding(self) -> bool:
        """Whether anything has begun and not yet ended; ambience aside."""
        return bool(self._sounding)

    @property
    def speech_until(self) -> int:
        """The sample at which the last line of speech that was added is over; 0 if it is."""
        voices = itertools.chain(self._sounding, self._ahead)
        return max((self._end(v) for v in voices if v.bus is Bus.SPEECH), default=0)

    def add(self, samples: Samples | Pcm, at: int, *, plan: int = 0, bus: Bus = Bus.BELL) -> None:
        """Let `samples` begin at the sample `at`.

        Raises ValueError if that has passed: what is late is for the caller to decide.
        """
        if at < self.position:
            raise ValueError(f"sample {at} has passed: the stream is at {self.position}")
        if len(samples):
            heapq.heappush(self._ahead, _Voice(at, next(self._count), plan, samples, bus))

    def set_ambience(self, source: Source | None) -> None:
        """Let a sound without end come in, in AMBIENCE_IN seconds, or go, in AMBIENCE_OUT.

        A source is asked for each sample once, and for none after it has gone; one that comes
        back goes on where it stopped.
        """
        seconds = AMBIENCE_OUT if source is None else AMBIENCE_IN
        target = 0.0 if source is None else 1.0
        self._ambience_level.go(target, 1 / (seconds * self.rate), self.position)
        self._ambience = source or self._ambience

    def drop(self, plan: int) -> int:
        """Forget what has not begun and is of a plan before `plan`; returns how many sounds."""
        kept = [voice for voice in self._ahead if voice.plan >= plan]
        dropped = len(self._ahead) - len(kept)
        heapq.heapify(kept)
        self._ahead = kept
        return dropped

    def fade(self, plan: int) -> None:
        """Fade out, within FADE_SECONDS, what sounds and is of a plan before `plan`."""
        for voice in self._sounding:
            if voice.plan < plan and voice.fade_from is None:
                voice.fade_from = self.position

    def set_gain(self, gain: float) -> None:
        """Go to this gain (0.0 to 1.0) smoothly. Raises ValueError outside of that."""
        self._gain.go(_checked(gain), 1 / (GAIN_SECONDS * self.rate), self.position)

    def render(self, count: int) -> Samples:
        """The next `count` samples. The array may be shared and read-only: do not write to it."""
        if count > _BLOCK:
            parts = [self.render(min(_BLOCK, count - at)) for at in range(0, count, _BLOCK)]
            return np.concatenate(parts)
        end = self.position + count
        while self._ahead and self._ahead[0].start < end:
            voice = heapq.heappop(self._ahead)
            self._sounding.append(voice)
            if voice.bus is Bus.SPEECH:
                self._spoken.append(voice)
        if self._spoken:
            lasts = self._ducks[Bus.BREATH].lasts
            self._spoken = [v for v in self._spoken if lasts(v.start, self._end(v)) > self.position]
        ambience = self._next_ambience(count)
        if not self._sounding and ambience is None:
            # Silence costs nothing.
            self.position = end
            return _ZEROS[:count] if count <= len(_ZEROS) else np.zeros(count, dtype=np.float32)
        out = np.zeros(count, dtype=np.float32)
        if self._gain.target or self._gain.at(self.position):
            self._mix(out, ambience)
        self.position = end
        self._sounding = [voice for voice in self._sounding if self._end(voice) > end]
        return out

    def _mix(self, out: Samples, ambience: Samples | None) -> None:
        ducked = self._ducked(len(out))
        if ambience is not None:
            out[: len(ambience)] += ambience
            if ducked:
                out *= ducked[Bus.BREATH]
        for voice in self._sounding:
            self._add(voice, out, ducked.get(voice.bus))
        if self._gain.end > self.position:
            out *= self._gain.values(self.position, len(out)).astype(np.float32)
        elif self._gain.target != 1.0:
            out *= np.float32(self._gain.target)
        _limit(out)

    def _add(self, voice: _Voice, out: Samples, gain: Gains | None) -> None:
        first = max(self.position, voice.start)
        last = min(self.position + len(out), self._end(voice))
        if first >= last:
            return
        piece = as_samples(voice.samples[first - voice.start : last - voice.start])
        if voice.fade_from is not None:
            piece = piece * self._fade[first - voice.fade_from : last - voice.fade_from]
        if gain is not None:
            piece = piece * gain[first - self.position : last - self.position]
        out[first - self.position : last - self.position] += piece

    def _end(self, voice: _Voice) -> int:
        if voice.fade_from is None:
            return voice.end
        return min(voice.end, voice.fade_from + len(self._fade))

    def _ducked(self, count: int) -> dict[Bus, Gains]:
        """How loud the next samples of each bus are; nothing while no speech is felt."""
        if not self._spoken:
            return {}
        spans = [(voice.start, self._end(voice)) for voice in self._spoken]
        first, last = self.position, self.position + count
        return {bus: duck.gain(spans, first, last) for bus, duck in self._ducks.items()}

    def _next_ambience(self, count: int) -> Samples | None:
        """The next samples of the ambience, as loud as it has come in; None if there are none."""
        level = self._ambience_level
        left = level.end - self.position
        if self._ambience is None or (level.target == 0.0 and left <= 0):
            return None
        if level.target == 0.0:
            count = min(count, left)
        samples = self._ambience(count)
        if left <= 0:
            return samples
        way = level.values(self.position, count)
        # Without a corner at either end.
        return samples * (way * way * (3.0 - 2.0 * way)).astype(np.float32)


def as_samples(sound: Samples | Pcm) -> Samples:
    """The same sound as floats."""
    if sound.dtype == np.int16:
        return np.asarray(sound * np.float32(1 / 32768), dtype=np.float32)
    return np.asarray(sound, dtype=np.float32)


def as_pcm(sound: npt.NDArray[np.floating]) -> Pcm:
    """The same sound as 16-bit whole numbers; what is beyond full scale is cut."""
    return np.clip(np.round(sound * 32768), -32768, 32767).astype(np.int16)


def _checked(gain: float) -> float:
    if not 0.0 <= gain <= 1.0:
        raise ValueError(f"gain {gain}: from 0.0 to 1.0")
    return float(gain)


def _limit(out: Samples) -> None:
    """Bend what is above the knee, in place. Without memory, so blocks of any size agree."""
    loud = np.abs(out) > KNEE
    if loud.any():
        over = (np.abs(out[loud]) - KNEE) / (_CEILING - KNEE)
        out[loud] = np.sign(out[loud]) * (KNEE + (_CEILING - KNEE) * np.tanh(over))
