"""A sound of the person's own, played round and round under the practice.

Decoded piece by piece, so that two hours of rain take no more memory than a minute, and made as
loud as any other ambience. `soundfile` and the Fourier transform are imported only here, and only
once there is an ambience.
"""

from __future__ import annotations

import functools
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from yogaflow.audio.mixer import Samples
from yogaflow.audio.reading import RATE, open_other, opened_sound
from yogaflow.audio.resampler import Resampler
from yogaflow.storage.paths import expanded

LOUDNESS = -34.0
"""LUFS of an ambience at full volume: 14 below speech."""

SEAM = 2.0
"""Seconds in which its end passes into its beginning; at most a quarter of it."""

SHORTEST = 1.0
"""Seconds a file must have: less is a hum."""

_LISTENED = 20.0
"""Seconds from which its loudness is taken."""
_LISTENED_AT_ONCE = 2.0
_MOST_GAIN, _LEAST_GAIN = 24.0, -40.0
"""Decibels. More would only bring up noise."""
_SOFTLY = -12.0
"""Decibels for a file whose beginning is silence: nobody knows what follows."""

_FRAMES = 1 << 14
_EDGE: Samples = np.linspace(0.0, 1.0, 480, dtype=np.float32)
"""How sound ends and begins where it runs dry."""
_NOTHING: Samples = np.zeros(0, dtype=np.float32)


class Ambience:
    """An endless sound that is read in pieces of any size.

    With `ahead` (seconds) it is decoded in a thread of its own, so far ahead, and what is not
    there in time is silence: for live sound. Without, reading decodes, and the samples are the
    same on every run: for a file.
    """

    def __init__(self, path: Path, volume: float = 0.5, *, ahead: float = 0.0) -> None:
        """`volume` is from 0.0 to 1.0. Never raises: see `problem`, which is known at once
        unless it is decoded ahead."""
        self.problem = ""
        """Why nothing sounds, as one plain line; "" while all is well."""
        self._rest = _NOTHING
        self._dry = ahead > 0.0
        self._pieces = self._decoded(path, volume)
        self._over = threading.Event()
        self._ready: queue.Queue[Samples] | None = None
        if ahead > 0.0:
            # Pieces have about _FRAMES samples, resampled a few more.
            self._ready = queue.Queue(max(2, round(ahead * RATE / _FRAMES)))
            threading.Thread(target=self._work, name="ambience", daemon=True).start()
        else:
            self._rest = next(self._pieces, _NOTHING)

    def read(self, count: int) -> Samples:
        """The next `count` samples; silence where it cannot be read, or not in time."""
        parts, there = [self._rest], len(self._rest)
        while there < count:
            piece = self._next()
            if not len(piece):
                break
            parts.append(piece)
            there += len(piece)
        samples = np.concatenate(parts)
        samples, self._rest = samples[:count], samples[count:]
        if len(samples) == count and not self._dry:
            return samples
        return self._softened(samples, count)

    def close(self) -> None:
        """Decode no further."""
        self._over.set()

    def _next(self) -> Samples:
        """The next piece; nothing if there is none, or none yet."""
        if self._ready is None:
            return next(self._pieces, _NOTHING)
        try:
            return self._ready.get_nowait()
        except queue.Empty:
            return _NOTHING

    def _softened(self, samples: Samples, count: int) -> Samples:
        """Without a click where it runs dry and where it comes back."""
        out = np.zeros(count, dtype=np.float32)
        out[: len(samples)] = samples
        edge = min(len(_EDGE), len(samples))
        if edge and self._dry:
            out[:edge] *= _EDGE[:edge]
        self._dry = len(samples) < count
        if edge and self._dry:
            out[len(samples) - edge : len(samples)] *= _EDGE[:edge][::-1]
        return out

    def _work(self) -> None:
        assert self._ready is not None
        for piece in self._pieces:
            while not self._over.is_set():
                try:
                    self._ready.put(piece, timeout=1.0)
                    break
                except queue.Full:
                    continue
            if self._over.is_set():
                return

    def _decoded(self, path: Path, volume: float) -> Iterator[Samples]:
        """All pieces, at their level; ends only where it cannot be read."""
        try:
            place = expanded(str(path))
            gain = np.float32(volume * _gain(_once(place)))
            for piece in looped(lambda: _once(place), round(SEAM * RATE)):
                yield piece * gain
        except (OSError, ValueError, MemoryError) as error:
            # A system's own error says more than the reason: its number, and the path again.
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            self.problem = f"The ambience cannot be read: {path.name or path}: {reason}."


def looped(once: Callable[[], Iterable[Samples]], seam: int) -> Iterator[Samples]:
    """What `once` gives, again and again, its last `seam` samples passing into its first.

    Of a short sound it is a quarter. Both are as loud together as either alone (their powers add
    up). Raises ValueError for one of less than SHORTEST seconds.
    """
    tail = _NOTHING
    while True:
        held, count = _NOTHING, 0
        for piece in once():
            count += len(piece)
            held = np.concatenate([held, piece])
            if len(held) > len(tail) + seam:
                # The last of what has come may be the end: it is held back.
                yield _passed(tail, held)[:-seam]
                held, tail = held[-seam:], _NOTHING
        if count < SHORTEST * RATE:
            raise ValueError("it is too short" if count else "there is no sound in it")
        held = _passed(tail, held)
        kept = min(seam, count // 4)
        if len(held) > kept:
            yield held[:-kept]
        tail = held[-kept:]


def _passed(tail: Samples, head: Samples) -> Samples:
    """`head`, with `tail` passing into its beginning."""
    count = min(len(tail), len(head))
    if not count:
        return head
    way = (np.arange(count, dtype=np.float32) + 0.5) * np.float32(np.pi / 2 / count)
    out = head.copy()
    out[:count] = tail[:count] * np.cos(way) + head[:count] * np.sin(way)
    return out


def _once(path: Path) -> Iterator[Samples]:
    """A sound file from its beginning to its end, mono at RATE, in pieces.

    Raises OSError or ValueError. What breaks off is a sound as long as it is.
    """
    with opened_sound(path) as source, open_other(source) as file:
        resampler = Resampler(file.samplerate, RATE)
        share = np.float32(1 / min(file.channels, 2))
        frames = max(1, min(_FRAMES, _FRAMES * file.samplerate // RATE))
        while True:
            try:
                block = file.read(frames, dtype="float32", always_2d=True)
            except RuntimeError:
                # As soundfile's errors are: a frame that is broken.
                break
            if not len(block):
                break
            # Many times as quick as a sum along the short side.
            mono = functools.reduce(np.add, block.T) * share
            yield resampler.take(np.nan_to_num(mono, copy=False, posinf=1.0, neginf=-1.0))
        yield resampler.end()


def _gain(pieces: Iterable[Samples]) -> float:
    """The factor that makes a sound LOUDNESS loud, by its first seconds that are not silent."""
    from yogaflow.audio.loudness import loudness

    powers: list[float] = []
    for seconds in _stretches(pieces, round(_LISTENED_AT_ONCE * RATE)):
        try:
            powers.append(10 ** (loudness(seconds, RATE) / 10))
        except ValueError:
            continue  # Silence.
        if len(powers) * _LISTENED_AT_ONCE >= _LISTENED:
            break
    if not powers:
        return float(10 ** (_SOFTLY / 20))
    # What is much softer than the rest does not count, as in the measure itself.
    loud = [power for power in powers if power > max(powers) / 100]
    decibels = LOUDNESS - 10 * np.log10(sum(loud) / len(loud))
    return float(10 ** (np.clip(decibels, _LEAST_GAIN, _MOST_GAIN) / 20))


def _stretches(pieces: Iterable[Samples], count: int) -> Iterator[Samples]:
    """Stretches of `count` samples, a minute of them at most; of a sound that is shorter than
    one, what there is."""
    held, looked = _NOTHING, 0
    whole = False
    for piece in pieces:
        held = np.concatenate([held, piece])
        if len(held) >= count:
            yield held[:count]
            held, whole = held[count:], True
            looked += count
            if looked >= 60 * RATE:
                return
    if not whole and len(held):
        yield held
