"""eSpeak as a library: the wheel espeakng-loader, for those who have no program.

GPL, so it is loaded into the process that renders and nowhere else. What goes wrong inside it
takes that process with it, and the player starts another.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any

import numpy as np

from yogaflow.audio.mixer import Pcm
from yogaflow.audio.voice.commands import ESPEAK_PITCH, ESPEAK_VOICE, EngineError
from yogaflow.audio.voice.engines import data_folder

# From eSpeak's speak_lib.h.
_RETRIEVAL = 1
_DONT_EXIT = 0x8000
_RATE, _PITCH = 1, 3
_CHARACTERS = 1
# Neither espeakSSML (0x10) nor espeakPHONEMES (0x100): plain text.
_UTF8 = 1

_LONGEST = 40.0
"""Seconds of sound after which it is stopped: more than any line may have."""

_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class _Voice(ctypes.Structure):
    """espeak_VOICE."""

    _fields_ = (
        *((name, ctypes.c_char_p) for name in ("name", "languages", "identifier")),
        *((name, ctypes.c_ubyte) for name in ("gender", "age", "variant", "xx1")),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


class Espeak:
    """The engine, loaded once. One in a process."""

    def __init__(self, path: Path, voice: str, rate: int) -> None:
        """Raises EngineError where it cannot be loaded or does not know the voice."""
        try:
            self._library: Any = ctypes.CDLL(str(path))
        except OSError as error:
            raise EngineError(f"the library cannot be loaded ({error})") from error
        self._library.espeak_Synth.argtypes = [
            *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int),
            *(ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p),
        ]
        self._parts: list[bytes] = []
        self._count = 0
        self._callback = _CALLBACK(self._take)
        data = os.fsencode(data_folder(path))
        self.rate = int(self._library.espeak_Initialize(_RETRIEVAL, 0, data, _DONT_EXIT))
        if self.rate <= 0:
            raise EngineError("the library does not find its data")
        self._library.espeak_SetSynthCallback(self._callback)
        name = (voice or ESPEAK_VOICE).encode()
        # As its own program does: by name, else by language.
        if self._library.espeak_SetVoiceByName(name) and self._library.espeak_SetVoiceByProperties(
            ctypes.byref(_Voice(languages=name))
        ):
            raise EngineError(f"there is no voice {voice!r}")
        self._library.espeak_SetParameter(_RATE, rate, 0)
        self._library.espeak_SetParameter(_PITCH, ESPEAK_PITCH, 0)

    def say(self, text: str) -> Pcm:
        """The samples of a line, `rate` a second. Raises EngineError."""
        self._parts, self._count = [], 0
        data = text.encode() + b"\0"
        problem = (
            self._library.espeak_Synth(data, len(data), 0, _CHARACTERS, 0, _UTF8, None, None)
            or self._library.espeak_Synchronize()
        )
        if problem:
            raise EngineError(f"the library says {problem}")
        return np.frombuffer(b"".join(self._parts), np.int16)

    def _take(self, samples: Any, count: int, events: object) -> int:
        del events
        if samples and count > 0:
            self._parts.append(ctypes.string_at(samples, 2 * count))
            self._count += count
        return int(self._count > _LONGEST * self.rate)
