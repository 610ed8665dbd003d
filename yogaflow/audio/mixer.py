"""Sounds at exact samples, mixed to one stream in blocks of any size. Pure: no device, no clock.

Positions are samples counted from the start of the stream. Played live the mixer is asked for the
device's blocks, rendered to a file for minutes at a time, and the samples are the same.
"""

from __future__ import annotations

import heapq
import itertools
import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
"""Mono sound, 1.0 is full scale."""

Pcm = npt.NDArray[np.int16]
"""Mono sound, 32,768 is full scale: half the memory of Samples for what is kept."""

FADE_SECONDS = 0.03
"""How long a fade-out takes."""

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
    fade_from: int | None = field(compare=False, default=None)

    @property
    def end(self) -> int:
        return self.start + len(self.samples)


class Mixer:
    """One continuous mono stream of float32 samples, |sample| < 1.0."""

    def __init__(self, rate: int = 48_000, *, gain: float = 1.0) -> None:
        self.rate = rate
        self.position = 0
        """The next sample that `render` returns."""
        self._ahead: list[_Voice] = []
        self._sounding: list[_Voice] = []
        self._count = itertools.count()
        self._gain = self._target = _checked(gain)
        fade = max(2, round(FADE_SECONDS * rate))
        self._fade: Samples = (0.5 + 0.5 * np.cos(np.linspace(0.0, np.pi, fade))).astype(np.float32)

    @property
    def busy(self) -> bool:
        """Whether anything sounds or is still to come."""
        return bool(self._ahead or self._sounding)

    @property
    def sounding(self) -> bool:
        """Whether anything has begun and not yet ended."""
        return bool(self._sounding)

    def add(self, samples: Samples | Pcm, at: int, *, plan: int = 0) -> None:
        """Let `samples` begin at the sample `at`.

        Raises ValueError if that has passed: what is late is for the caller to decide.
        """
        if at < self.position:
            raise ValueError(f"sample {at} has passed: the stream is at {self.position}")
        if len(samples):
            heapq.heappush(self._ahead, _Voice(at, next(self._count), plan, samples))

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
        self._target = _checked(gain)

    def render(self, count: int) -> Samples:
        """The next `count` samples. The array may be shared and read-only: do not write to it."""
        if count > _BLOCK:
            parts = [self.render(min(_BLOCK, count - at)) for at in range(0, count, _BLOCK)]
            return np.concatenate(parts)
        end = self.position + count
        while self._ahead and self._ahead[0].start < end:
            self._sounding.append(heapq.heappop(self._ahead))
        if not self._sounding:
            # Silence costs nothing.
            self.position = end
            self._gain = self._gain_after(count)
            return _ZEROS[:count] if count <= len(_ZEROS) else np.zeros(count, dtype=np.float32)
        out = np.zeros(count, dtype=np.float32)
        if self._gain or self._target:
            for voice in self._sounding:
                self._mix(voice, out)
            self._apply_gain(out)
            _limit(out)
        self.position = end
        self._gain = self._gain_after(count)
        self._sounding = [voice for voice in self._sounding if self._lasts(voice)]
        return out

    def _mix(self, voice: _Voice, out: Samples) -> None:
        first = max(self.position, voice.start)
        last = min(self.position + len(out), voice.end)
        if voice.fade_from is not None:
            last = min(last, voice.fade_from + len(self._fade))
        if first >= last:
            return
        piece = as_samples(voice.samples[first - voice.start : last - voice.start])
        if voice.fade_from is not None:
            piece = piece * self._fade[first - voice.fade_from : last - voice.fade_from]
        out[first - self.position : last - self.position] += piece

    def _lasts(self, voice: _Voice) -> bool:
        if voice.fade_from is not None and voice.fade_from + len(self._fade) <= self.position:
            return False
        return voice.end > self.position

    def _apply_gain(self, out: Samples) -> None:
        if self._gain != self._target:
            step = math.copysign(1 / (GAIN_SECONDS * self.rate), self._target - self._gain)
            low, high = sorted((self._gain, self._target))
            ramp = np.clip(self._gain + step * np.arange(1, len(out) + 1), low, high)
            out *= ramp.astype(np.float32)
        elif self._gain != 1.0:
            out *= np.float32(self._gain)

    def _gain_after(self, count: int) -> float:
        """What the gain will be that many samples on."""
        way = self._target - self._gain
        step = count / (GAIN_SECONDS * self.rate)
        return self._target if abs(way) <= step else self._gain + math.copysign(step, way)


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
