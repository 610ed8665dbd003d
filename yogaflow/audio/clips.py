"""Recordings of spoken lines, as a voice writes them: mono, 16 bits, 48,000 samples a second."""

from __future__ import annotations

import errno
import io
import wave
from pathlib import Path

import numpy as np

from yogaflow.audio.mixer import Pcm
from yogaflow.audio.reading import RATE
from yogaflow.storage.regular import read_bytes

LONGEST = 30.0
"""Seconds a line may take."""

BIGGEST = 3_000_000
"""Bytes its file may have."""


def read_clip(path: Path) -> Pcm:
    """The samples of a spoken line.

    Raises OSError where it cannot be read, ValueError where it is not a whole recording of the
    one kind there is; either says why in plain words.
    """
    try:
        data = read_bytes(path, BIGGEST)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise ValueError("too big for a spoken line") from error
        raise type(error)(error.strerror) from error
    try:
        with wave.open(io.BytesIO(data)) as file:
            kind = file.getnchannels(), 8 * file.getsampwidth(), file.getframerate()
            count = file.getnframes()
            if kind != (1, 16, RATE):
                raise ValueError("{} channels of {} bits at {} Hz".format(*kind))
            if count > LONGEST * RATE:
                raise ValueError(f"longer than {LONGEST:.0f} seconds")
            samples = file.readframes(count)
    except (EOFError, wave.Error) as error:
        raise ValueError("not a WAV file that can be read") from error
    if not count or len(samples) != 2 * count:
        # Half a sentence is worse than none.
        raise ValueError("a part of it is missing")
    return np.frombuffer(samples, "<i2").astype(np.int16, copy=False)
