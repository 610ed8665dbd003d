"""The clocks a practice runs on. The only module of the core that reads one."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable


def boot_seconds() -> float:
    """Seconds that go on counting while the machine sleeps, where the system has such a clock.

    Linux's monotonic clock and the one Python uses on macOS stand still in sleep; CLOCK_BOOTTIME
    and macOS's CLOCK_MONOTONIC do not. Elsewhere the monotonic clock itself runs on.
    """
    if sys.platform == "linux":
        seconds = time.clock_gettime(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":
        seconds = time.clock_gettime(time.CLOCK_MONOTONIC)
    else:
        seconds = time.monotonic()
    return seconds


class Clock:
    """Practice time: the monotonic clock, run `speed` times as fast from where it began.

    `now` and the argument of `real` are practice seconds, `monotonic` and `real` true ones.
    """

    def __init__(
        self,
        speed: float = 1.0,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        boot: Callable[[], float] = boot_seconds,
    ) -> None:
        if speed <= 0:
            raise ValueError("speed must be above 0")
        self.speed = speed
        self.monotonic = monotonic
        self.boot = boot
        self._origin = monotonic()

    def now(self) -> float:
        """Practice seconds at this moment."""
        return self.at(self.monotonic())

    def at(self, real: float) -> float:
        """Practice seconds at a reading of the monotonic clock."""
        return self._origin + (real - self._origin) * self.speed

    def real(self, at: float) -> float:
        """The reading of the monotonic clock at an instant of practice time."""
        return self._origin + (at - self._origin) / self.speed
