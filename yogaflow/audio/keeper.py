"""Opens the sound device, notices when it is lost, and opens it again.

    none --(tried all, one opened)--> real --(stops asking for samples)--> none
    none --(tried all, none opened)--> silent --(tried again each second, one opened)--> real

A library may block for ever in opening and closing: both happen in threads of their own, and
when one takes too long, `give_up` is called, which ends the process.
"""

from __future__ import annotations

import math
import queue
import threading
from collections.abc import Callable, Mapping

import numpy as np

from yogaflow.audio.backends import (
    BACKENDS,
    PERIOD_MS,
    Backend,
    BackendUnavailable,
    Callback,
    Silence,
    candidates,
)
from yogaflow.audio.mixer import Samples
from yogaflow.audio.theme import RATE

AGAIN = 1.0
"""Seconds until a device that could not be opened is tried again, however often: one that comes
back is to be heard within two. (A try that fails takes half a millisecond.)"""

LOST = 1.0
"""Seconds without a request for samples after which a device is taken for lost. No library says
when one goes."""

LOST_AT_FIRST = 2.5
"""The same until it has made STEADY requests. (PulseAudio's null sink was seen to take 1.9 s
from the first to the third.)"""

STEADY = 4

STUCK = 8.0
"""Seconds that opening or closing may take."""

NO_DEVICE = "No sound device: playing silently."


class DeviceKeeper:
    """Keeps a device open. `look` is to be called a few times a second; nothing else blocks."""

    def __init__(
        self,
        choice: str,
        feed: Callable[[int], Samples],
        opened: Callable[[float], None],
        *,
        give_up: Callable[[str], None],
        log: Callable[[str], None],
        last: str = "",
        backends: Mapping[str, Callable[[], Backend]] = BACKENDS,
    ) -> None:
        """`feed(count)` gives the next samples; `opened(latency)` is told of each new device,
        before the first call of `feed` for it; `last` is the backend to try last."""
        self.trying = ""
        """The backend that was tried last: the suspect if the process dies of it."""
        self._names = candidates(choice, last)
        self._silence_chosen = choice == "silence"
        self._choice = choice
        self._feed, self._opened = feed, opened
        self._give_up, self._log = give_up, log
        self._backends = backends
        self._device: Backend | None = None
        self._results: queue.Queue[tuple[Backend | None, Callback | None, str]] = queue.Queue()
        self._opening_since: float | None = None
        self._current: object = None
        self._next_try = 0.0
        self._problem = ""
        self._asked = 0
        self._asked_before = 0
        self._asked_seen = 0
        self._unasked = 0.0
        self._looked = 0.0

    @property
    def state(self) -> str:
        """starting, playing or silent."""
        if self._device is None and not self._problem:
            return "starting"
        return "playing" if self._is_real else "silent"

    @property
    def backend(self) -> str:
        """The backend that plays, or the one being tried."""
        return self._device.name if self._device is not None else self.trying

    @property
    def message(self) -> str:
        """Why there is no sound, as one plain line; "" if there is or if none was wanted."""
        if self._is_real or self._silence_chosen or not self._problem:
            return ""
        if self._choice == "auto":
            return NO_DEVICE
        return f"No sound: {self._problem}."

    @property
    def latency(self) -> float:
        """Seconds from a sample being asked for to its being heard."""
        return self._device.latency if self._device is not None else 0.0

    @property
    def is_opening(self) -> bool:
        """Whether a device is being opened right now."""
        return self._opening_since is not None

    def patience(self, now: float) -> float:
        """Seconds after which `look` has something to do, whatever the device does."""
        if self.is_opening:
            return 0.02
        if self._is_real or (self._device is not None and self._silence_chosen):
            return math.inf
        return max(0.0, self._next_try - now)

    def look(self, now: float) -> bool:
        """See to the device; True if `state`, `backend` or `message` may have changed."""
        step, self._looked = now - self._looked, now
        if self._opening_since is not None:
            return self._look_for_result(now)
        if self._device is not None and (self._is_real or self._silence_chosen):
            return self._is_real and self._look_whether_lost(min(step, 0.6))
        if now < self._next_try:
            return False
        self._opening_since = now
        # Said before it is done: if the library takes the process with it, the parent knows.
        self.trying = self._names[0] if self._names else ""
        threading.Thread(target=self._open, name="open", daemon=True).start()
        return self._device is None

    def close(self, limit: float = STUCK) -> None:
        """Let go of the device; gives up if that takes longer than `limit` seconds."""
        device, self._device, self._current = self._device, None, None
        if device is not None:
            thread = threading.Thread(target=device.close, name="close", daemon=True)
            thread.start()
            thread.join(limit)
            if thread.is_alive():
                self._give_up(f"closing {device.name} takes too long")

    @property
    def _is_real(self) -> bool:
        return self._device is not None and self._device.name != "silence"

    def _look_whether_lost(self, step: float) -> bool:
        # Steps are bounded: a process that was stopped for a while has not lost its device.
        self._unasked = 0.0 if self._asked != self._asked_seen else self._unasked + step
        self._asked_seen = self._asked
        steady = self._asked - self._asked_before >= STEADY
        if self._unasked <= (LOST if steady else LOST_AT_FIRST):
            return False
        self._log("the device has stopped asking for samples")
        self.close()
        self._next_try = 0.0
        return True

    def _look_for_result(self, now: float) -> bool:
        try:
            device, callback, problem = self._results.get_nowait()
        except queue.Empty:
            if self._opening_since is not None and now - self._opening_since > STUCK:
                self._give_up(f"opening {self.trying} takes too long")
            return False
        self._opening_since = None
        if device is None:
            if problem != self._problem:
                self._log(problem)
            self._problem = problem
            self._next_try = now + AGAIN
            if self._device is not None:
                return False  # Still nothing: the silence goes on.
            device = Silence()
            callback = self._callback()
            device.open(RATE, PERIOD_MS, callback)
        else:
            self.close()
            self._problem = ""
            self._log(f"{device.name} is open, latency {device.latency:.3f} s")
        self._opened(device.latency)
        self._device, self._current = device, callback
        self._unasked, self._asked_before = 0.0, self._asked
        return True

    def _open(self) -> None:
        """In a thread: the first backend that opens, or why none does."""
        problems: list[str] = []
        for name in self._names:
            self.trying = name
            callback = self._callback()
            try:
                device = self._backends[name]()
                device.open(RATE, PERIOD_MS, callback)
            except BackendUnavailable as error:
                problems.append(str(error))
            except Exception as error:
                problems.append(f"{name}: {error!r}")
            else:
                self._results.put((device, callback, ""))
                return
        self._results.put((None, None, "; ".join(problems) or "no way to a sound device is left"))

    def _callback(self) -> Callback:
        """What a device calls. Only the current device's reaches the desk: while one takes over
        from another, both ask."""

        def ask(count: int) -> Samples:
            if self._current is not ask:
                return np.zeros(count, dtype=np.float32)
            self._asked += 1
            return self._feed(count)

        return ask
