"""Hold off idle sleep and a dark screen while a practice plays.

All talk with the system happens in one daemon thread: on Linux it goes over D-Bus, which may
hang, and neither the start nor the practice may wait for that. What happens, in states:

    off --acquire--> asking --the system agrees--> held --release--> off
                        '-----it refuses-----> failed --release--> off

A refusal is told once, as a line for the screen: see `take_problem`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import StrEnum

PROBLEM = "The screen may go dark by itself."
"""Said once when the system refuses."""

START_DELAY = 2.0
"""Seconds before the first asking: the first frame is drawn without competition, and no system
goes to sleep that soon."""

Hold = AbstractContextManager[object]
"""Entering holds sleep off and raises if that fails; leaving lets it come again."""


class WakeLockStatus(StrEnum):
    """Whether sleep is being held off."""

    OFF = "off"
    ASKING = "asking"
    HELD = "held"
    FAILED = "failed"


class WakeLock:
    """Holds sleep off between `acquire` and `release`; may be used again and again.

    No method raises, and none waits for the system but `close`, and that one only so long.
    """

    def __init__(
        self, hold: Callable[[], Hold] | None = None, *, delay: float = START_DELAY
    ) -> None:
        """`hold` makes what is entered and left; `delay` is seconds before the first asking."""
        self._make = hold or _system_hold
        self._delay = delay
        self._changed = threading.Condition()
        self._wanted = False
        self._closed = False
        self._status = WakeLockStatus.OFF
        self._problem = ""
        self._told = False
        self._thread: threading.Thread | None = None

    @property
    def status(self) -> WakeLockStatus:
        """Whether sleep is being held off right now."""
        return self._status

    def acquire(self) -> None:
        """Ask the system to stay awake; returns at once."""
        with self._changed:
            if self._closed:
                return
            self._wanted = True
            if self._thread is None:
                self._start()
            self._changed.notify_all()

    def release(self) -> None:
        """Let the system sleep again; returns at once."""
        with self._changed:
            self._wanted = False
            if self._thread is None:
                self._status = WakeLockStatus.OFF
            self._changed.notify_all()

    def close(self, timeout: float = 1.0) -> None:
        """Release for good before the program ends; waits at most `timeout` seconds for it."""
        with self._changed:
            self._wanted = False
            self._closed = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(timeout)

    def take_problem(self) -> str:
        """A line for the person if holding sleep off has failed; once, and "" ever after."""
        with self._changed:
            problem, self._problem = self._problem, ""
            return problem

    def _start(self) -> None:
        thread = threading.Thread(target=self._run, name="yogaflow-awake", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # no more threads to be had
            self._fail()
        else:
            self._thread = thread

    def _run(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed, self._delay)
        while self._wait_until_wanted():
            self._hold_once()
            self._become(WakeLockStatus.OFF)

    def _hold_once(self) -> None:
        # Entered and left in this one thread: wakepy asks for that.
        held = False
        try:
            with self._make():
                held = True
                self._become(WakeLockStatus.HELD)
                self._wait_until_unwanted()
        except Exception:  # whatever a system library raises must not reach the practice
            if not held:  # a failure to let go is the system's own affair
                self._fail()
                self._wait_until_unwanted()

    def _wait_until_wanted(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._wanted or self._closed)
            if not self._closed:
                self._become(WakeLockStatus.ASKING)
            return not self._closed

    def _wait_until_unwanted(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not self._wanted)

    def _become(self, status: WakeLockStatus) -> None:
        with self._changed:
            self._status = status
            self._changed.notify_all()

    def _fail(self) -> None:
        with self._changed:
            if not self._told:
                self._told = True
                self._problem = PROBLEM
            self._become(WakeLockStatus.FAILED)


def _system_hold() -> Hold:
    import logging

    from wakepy import keep

    # With no handler of its own its warnings would be printed over the screen.
    logging.getLogger("wakepy").addHandler(logging.NullHandler())
    return keep.presenting(on_fail="error")
