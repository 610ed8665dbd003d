"""What an engine says, made ready to be heard: trimmed, at 48 kHz, as loud as everything else."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from yogaflow.audio.loudness import loudness
from yogaflow.audio.mixer import Pcm, Samples
from yogaflow.audio.reading import RATE, resampled

LOUDNESS = -20.0
"""LUFS of a line, as of every sound of a theme."""

PEAK = 10 ** (-1.1 / 20)
"""What no sample exceeds: -1 dBFS with a hair's breadth of room."""

LONGEST = 30.0
"""Seconds a line may take."""

KEPT = 0.02
"""Seconds of silence that stay before the first sound and after the last."""

FADE = 0.005
"""Seconds in which the edges fade."""

_FRAME = 0.005
_QUIET = 10 ** (-45 / 20)
"""Below this part of its loudest frame a line is silent; soft consonants are above it."""

_NOTHING = 1e-4
"""A recording that never gets above this has no sound in it."""

_ROUNDS = 3
"""What is turned down at its peaks is quieter as a whole, so it is levelled again."""

_REACH = 8
"""The limiter looks 2 ** _REACH samples ahead, 5 ms."""


def levelled(sound: npt.NDArray[Any], rate: int = RATE) -> Pcm:
    """Mono samples (16-bit, or floating point from -1 to 1) as a recording that can be kept.

    Raises ValueError, with one plain line, for what is silent or longer than LONGEST seconds.
    """
    if len(sound) > LONGEST * rate:
        raise ValueError(f"longer than {LONGEST:.0f} seconds")
    scale = np.float32(1 / 32768) if sound.dtype == np.int16 else np.float32(1)
    samples = np.nan_to_num(np.asarray(sound, dtype=np.float32) * scale, posinf=1.0, neginf=-1.0)
    if not len(samples) or float(np.abs(samples).max()) < _NOTHING:
        raise ValueError("there is no sound in it")
    samples = resampled(_trimmed(samples, rate), rate)
    for _ in range(_ROUNDS):
        louder = samples * np.float32(10 ** ((LOUDNESS - _loudness(samples)) / 20))
        samples = _limited(louder)
        if samples is louder:
            break
    ramp = np.linspace(0.0, 1.0, min(len(samples) // 2, round(FADE * RATE)), dtype=np.float32)
    if len(ramp):
        samples[: len(ramp)] *= ramp
        samples[-len(ramp) :] *= ramp[::-1]
    return np.asarray(np.round(samples * 32767), dtype=np.int16)


def _trimmed(samples: Samples, rate: int) -> Samples:
    frame = max(1, round(_FRAME * rate))
    padded = np.zeros(-(-len(samples) // frame) * frame, dtype=np.float32)
    padded[: len(samples)] = samples
    power = (padded.reshape(-1, frame) ** 2).mean(axis=1)
    loud = np.flatnonzero(power >= power.max() * _QUIET**2)
    kept = round(KEPT * rate)
    begin = max(0, int(loud[0]) * frame - kept)
    return samples[begin : (int(loud[-1]) + 1) * frame + kept]


def _loudness(samples: Samples) -> float:
    try:
        return loudness(samples, RATE)
    except ValueError:
        # A click, too short to have a loudness: by its power.
        return float(20 * np.log10(np.sqrt(np.mean(samples.astype(np.float64) ** 2)) + 1e-9))


def _limited(samples: Samples) -> Samples:
    """Turned down around what would be too loud, softly, so that nothing is cut off."""
    size = np.abs(samples)
    if float(size.max()) <= PEAK:
        return samples
    width = 1 << _REACH
    gain = np.minimum(1.0, PEAK / np.maximum(size, 1e-9))
    gain = np.pad(gain, width, constant_values=1.0)
    for step in range(_REACH):
        # The least of 2, 4, 8 ... in a row.
        gain = np.minimum(gain[: -(1 << step)], gain[1 << step :])
    # The mean of the least of `width` never lets through more than any of them.
    sums = np.concatenate([[0.0], np.cumsum(gain, dtype=np.float64)])
    smooth = (sums[width:] - sums[:-width]) / width
    return np.asarray(samples * smooth[1 : len(samples) + 1], dtype=np.float32)
