"""Ways to a sound device, each behind the same few calls. Everything is imported when opened.

A backend asks `callback(count)` for the next samples whenever its device wants some, from a
thread of its own, and plays them. `latency` is what lies, as far as the library tells, between
asking and hearing.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading
import time
import types
from collections.abc import Callable, Generator
from typing import Any, Protocol

import numpy as np

from yogaflow.audio.mixer import Pcm, Samples
from yogaflow.audio.tape import LEAD, Playing, TapeWriter

Callback = Callable[[int], Samples]

PERIOD_MS = 160
"""Milliseconds of sound the device asks for at a time, and so the latency of a key.

Measured through PulseAudio, with the process held still: 60 ms ran empty after 47 ms, 120 ms
after 95 ms, which a shared machine does to any process now and then; each cue is then late by
the gap until the clock has followed. All but the answers to keys is sent two seconds ahead and
minds no latency.
"""

AUTO = ("miniaudio", "sounddevice")
"""What `auto` tries, in this order, before silence."""


class BackendUnavailable(Exception):  # noqa: N818 (it is no error: the practice goes on)
    """This way to a device is not open here; the text says why, in plain words."""


class Backend(Protocol):
    """An open or not yet open device."""

    name: str
    latency: float

    def open(self, sample_rate: int, period_ms: int, callback: Callback) -> None:
        """Begin to play mono float32 samples. Raises BackendUnavailable."""

    def close(self) -> None:
        """Stop. Does nothing when it is not open."""


class Miniaudio:
    """The default: brings its own way to every system's sound in one wheel."""

    name = "miniaudio"

    def __init__(self) -> None:
        self.latency = 0.0
        self._device: Any = None
        self._release: Callable[[], None] = lambda: None

    def open(self, sample_rate: int, period_ms: int, callback: Callback) -> None:
        """Open the system's default device."""
        try:
            miniaudio = _miniaudio()
        except (ImportError, OSError) as error:
            raise BackendUnavailable(f"miniaudio cannot be loaded: {error}") from error
        device_class, self._release = _releasing(miniaudio)
        kinds = miniaudio.Backend
        # Its null device must not pass for sound: where there is none, we say so.
        real = [k for k in kinds if k not in {kinds.NULL, kinds.CUSTOM, kinds.WEBAUDIO}]
        try:
            device = device_class(
                output_format=miniaudio.SampleFormat.FLOAT32,
                nchannels=1,
                sample_rate=sample_rate,
                buffersize_msec=period_ms,
                backends=real,
                app_name="yogaflow",
            )
            blocks = _blocks(callback)
            next(blocks)
            device.start(blocks)
        except miniaudio.MiniaudioError as error:
            self._release()
            raise BackendUnavailable("no sound device was found") from error
        self._device = device
        # It tells no latency. A period is asked for while the one before is played; through
        # PulseAudio 45 ms were measured. Rather too little: a bell that comes before its sight
        # is noticed sooner than one that comes after.
        self.latency = period_ms / 1000

    def close(self) -> None:
        """Stop and let go of the device."""
        device, self._device = self._device, None
        if device is not None:
            device.close()
            self._release()


def _releasing(miniaudio: Any) -> tuple[Any, Callable[[], None]]:
    """miniaudio's device, and what lets go of its connections once it is closed.

    The package (1.71) never does. And at a PulseAudio that has no device, each try to open one
    leaves six files open for good: after sixty of them the server took no more. So that is asked
    first.
    """
    contexts: list[Any] = []
    lib, ffi = miniaudio.lib, miniaudio.ffi

    class Device(miniaudio.PlaybackDevice):  # type: ignore[misc]
        def _make_context(self, *args: Any, **options: Any) -> Any:
            context = super()._make_context(*args, **options)
            contexts.append(context)
            if context.backend == lib.ma_backend_pulseaudio:
                infos, count = ffi.new("ma_device_info**"), ffi.new("ma_uint32*")
                lib.ma_context_get_devices(context, infos, count, ffi.NULL, ffi.NULL)
                if not count[0]:
                    raise miniaudio.MiniaudioError("the sound server has no device")
            return context

    def release() -> None:
        while contexts:
            lib.ma_context_uninit(contexts.pop())

    return Device, release


def _miniaudio() -> Any:
    """The module, without the web client it imports for internet radio: 6.5 MB, 30 ms."""
    name = "urllib.request"
    if name in sys.modules or "miniaudio" in sys.modules:
        import miniaudio

        return miniaudio
    sys.modules[name] = types.ModuleType(name)
    try:
        import miniaudio
    except AttributeError:
        # A version that really wants it while it loads.
        del sys.modules[name]
        import miniaudio
    finally:
        sys.modules.pop(name, None)
    return miniaudio


def _blocks(callback: Callback) -> Generator[bytes, int, None]:
    count = yield b""
    while True:
        count = yield callback(count).tobytes()


class Sounddevice:
    """PortAudio: where miniaudio has no wheel."""

    name = "sounddevice"
    _outdated = False

    def __init__(self) -> None:
        self.latency = 0.0
        self._stream: Any = None

    def open(self, sample_rate: int, period_ms: int, callback: Callback) -> None:
        """Open PortAudio's default device."""
        try:
            import sounddevice
        except (ImportError, OSError) as error:
            # OSError: the package is there and the system's PortAudio is not.
            raise BackendUnavailable(f"sounddevice cannot be loaded: {error}") from error
        if Sounddevice._outdated:
            # PortAudio looks for devices once in its life: begin another.
            Sounddevice._outdated = False
            with contextlib.suppress(Exception):
                sounddevice._terminate()
                _forget_alsa()
                sounddevice._initialize()

        def fill(out: Any, count: int, _time: object, _status: object) -> None:
            out[:] = callback(count).tobytes()

        try:
            stream = sounddevice.RawOutputStream(
                samplerate=sample_rate,
                blocksize=sample_rate * period_ms // 1000,
                channels=1,
                dtype="float32",
                latency=2 * period_ms / 1000,
                callback=fill,
            )
            stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            Sounddevice._outdated = True
            raise BackendUnavailable("no sound device was found") from error
        self._stream = stream
        self.latency = float(stream.latency)

    def close(self) -> None:
        """Stop and let go of the device."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort()
            stream.close()


class Paced:
    """A device made of a thread and the clock: asks for a block each period.

    `Silence` and `Simpleaudio` are built on it. `play` gets each block and the time it is for.
    """

    name = "paced"

    def __init__(self) -> None:
        self.latency = 0.0
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self, sample_rate: int, period_ms: int, callback: Callback) -> None:
        """Start the thread. Raises BackendUnavailable where a subclass does."""
        self._end.clear()
        self._thread = threading.Thread(
            target=self._run, args=(sample_rate, period_ms, callback), daemon=True, name=self.name
        )
        self._thread.start()

    def close(self) -> None:
        """Stop the thread."""
        self._end.set()
        if self._thread is not None:
            self._thread.join(1.0)
        self._thread = None

    def play(self, samples: Samples, at: float) -> None:
        """What becomes of a block that is due at `at` (monotonic seconds): here, nothing."""
        del samples, at

    def _run(self, sample_rate: int, period_ms: int, callback: Callback) -> None:
        count = sample_rate * period_ms // 1000
        due = time.monotonic()
        while not self._end.is_set():
            self.play(callback(count), due)
            due += count / sample_rate
            left = due - time.monotonic()
            if left > 0:
                self._end.wait(left)
            elif left < -1.0:
                # Stopped for a while: go on from now, no burst of what was missed.
                due = time.monotonic()


class Silence(Paced):
    """The last resort: time passes as on a device, and nothing is heard."""

    name = "silence"


class Simpleaudio(Paced):
    """simpleaudio plays whole buffers only, so it is given long ones that are written meanwhile.

    It reads a buffer while it plays and copies nothing: see `yogaflow.audio.tape`. There will be
    no newer version that does otherwise.
    """

    name = "simpleaudio"

    REFUSALS = 5
    """Blocks for which no buffer could be begun, one after another: the device is gone."""

    def __init__(self) -> None:
        super().__init__()
        self._tapes: TapeWriter | None = None
        self._refused = 0

    def open(self, sample_rate: int, period_ms: int, callback: Callback) -> None:
        """Begin. Raises BackendUnavailable on Python 3.12 and later, and where it is missing."""
        if sys.version_info >= (3, 12):
            raise BackendUnavailable(
                "simpleaudio crashes on Python 3.12 and later; "
                "choose the sound auto, or use Python 3.11"
            )
        try:
            import simpleaudio
        except (ImportError, OSError) as error:
            raise BackendUnavailable(
                "simpleaudio is not installed; it comes with yogaflow[simpleaudio]"
            ) from error

        def begin(tape: Pcm) -> Playing:
            playing: Playing = simpleaudio.play_buffer(tape, 1, 2, sample_rate)
            return playing

        try:
            # Where there is no device, playing is what fails, not loading.
            begin(np.zeros(sample_rate // 100, dtype=np.int16))
        except Exception as error:
            _forget_alsa()
            raise BackendUnavailable("no sound device was found") from error
        self._tapes, self._refused = TapeWriter(begin, sample_rate, time.monotonic), 0
        self.latency = LEAD
        super().open(sample_rate, period_ms, callback)

    def play(self, samples: Samples, at: float) -> None:
        """Have the block heard LEAD after `at`."""
        assert self._tapes is not None
        try:
            self._tapes.write(samples, at)
        except Exception:
            self._refused += 1
            if self._refused >= self.REFUSALS:
                self._end.set()  # Who asks for no samples any more is opened anew.
        else:
            self._refused = 0

    def close(self) -> None:
        """Stop what plays."""
        super().close()
        if self._tapes is not None:
            with contextlib.suppress(Exception):
                self._tapes.stop()


def _forget_alsa() -> None:
    """Have ALSA read its configuration anew when next asked.

    It is read once in a process, and says whether there is a sound server: without this, one that
    starts later is never found.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL("libasound.so.2").snd_config_update_free_global()


BACKENDS: dict[str, Callable[[], Backend]] = {
    "miniaudio": Miniaudio,
    "sounddevice": Sounddevice,
    "simpleaudio": Simpleaudio,
    "silence": Silence,
}


def candidates(choice: str, last: str = "") -> list[str]:
    """The backends to try for a choice, in order; `last` is one that may crash here.

    Silence is not among them unless it was chosen: it is what is left when all of them fail.
    """
    names = AUTO if choice == "auto" else (choice,)
    return sorted(names, key=lambda name: name == last)
