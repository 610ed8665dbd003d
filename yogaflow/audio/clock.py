"""Which sample falls on which second: the sound card's clock read against the computer's. Pure.

Each time the device asks for samples we note when it asked and which sample it is at. Both
clocks wander (a card is easily 100 parts per million off, a request comes milliseconds late),
so a single pair says little; the median over five seconds says a lot.

A sound server's own requests swing too: PulseAudio's null sink was measured at a saw-tooth of
20 ms with a period of 6.3 s, which moves a median over 5 s by 6 ms although no clock is off. So
a correction waits until 15 s of medians agree that it is needed.
"""

from __future__ import annotations

import math
from collections import deque
from statistics import median

WINDOW = 5.0
"""Seconds of observations a median is taken over."""

AGREE = 15.0
"""Seconds for which the medians must all call for a correction before it is made."""

TOLERANCE = 0.005
"""Seconds the mapping may be off before it is corrected."""

URGENT = 0.025
"""Seconds off at which a correction does not wait for the end of a segment any longer."""

JUMP = 0.04
"""Observations that are this many seconds away from the rest, JUMP_COUNT of them running: the
stream itself has moved (it ran empty on a busy machine, the computer slept), and what was known
before is worth nothing."""

JUMP_COUNT = 4


class DeviceClock:
    """Maps seconds of a monotonic clock to samples of a device and corrects itself on demand.

    The mapping stays as it is until `correct` is called, so the sounds of one segment keep
    their distances to the sample.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.corrections = 0
        self._seen: deque[tuple[float, float]] = deque()
        self._medians: deque[tuple[float, float]] = deque()
        self._last = (-math.inf, 0)
        self._offset: float | None = None
        self._strange: list[float] = []
        self._began = 0.0

    @property
    def ready(self) -> bool:
        """Whether there is a mapping yet: after the first observation."""
        return self._offset is not None

    @property
    def settled(self) -> bool:
        """Whether a whole window has been seen since the device began."""
        return bool(self._seen) and self._seen[-1][0] - self._began >= WINDOW

    def observe(self, now: float, position: int) -> None:
        """Note that at `now` (seconds) the device asked for the sample `position`."""
        offset = now - position / self.rate
        last_time, last_position = self._last
        self._last = (now, position)
        if self._offset is None:
            self._offset = offset
        if position > last_position and now - last_time < (position - last_position) / (
            2 * self.rate
        ):
            # Requests in a burst: the device fills its buffer, or catches up after a late one.
            # Only the last of them says when a sample is due.
            (self._strange or self._seen).pop()
        if self._seen and abs(offset - self._measured()) > JUMP:
            # A late request or two are noise.
            self._strange.append(offset)
            if len(self._strange) < JUMP_COUNT:
                return
            self._seen.clear()
            self._medians.clear()
        self._strange.clear()
        if not self._seen:
            self._began = now
        self._seen.append((now, offset))
        while now - self._seen[0][0] > WINDOW:
            self._seen.popleft()
        if self.settled and (not self._medians or now - self._medians[-1][0] >= 1.0):
            self._medians.append((now, self._measured()))
            while now - self._medians[0][0] > AGREE:
                self._medians.popleft()

    def sample_at(self, seconds: float) -> int:
        """The sample the device asks for at `seconds`. Raises RuntimeError before `ready`."""
        if self._offset is None:
            raise RuntimeError("the device has not asked for a sample yet")
        return round((seconds - self._offset) * self.rate)

    @property
    def error(self) -> float:
        """Seconds by which the mapping is off, as far as the observations agree; 0.0 if they
        do not. Positive: the device is later than the mapping thinks."""
        if self._offset is None:
            return 0.0
        if not self.settled:
            return self._measured() - self._offset
        errors = [value - self._offset for _, value in self._medians]
        if not errors or min(errors) * max(errors) <= 0:
            return 0.0
        return min(errors, key=abs)

    def correct(self, *, quiet: bool, boundary: bool = False) -> float:
        """Take over what was measured if the mapping is off; returns the step in seconds.

        `quiet` says that nothing sounds, `boundary` that the next sound begins a segment: the
        moments at which a step cannot be heard. Only an error beyond TOLERANCE is worth a step:
        to keep the distances of the timeline matters more than a few milliseconds that all
        sounds share. An URGENT error is corrected at any time.
        """
        error = self.error
        if self._offset is None or abs(error) <= TOLERANCE:
            return 0.0
        if not (quiet or boundary or abs(error) > URGENT):
            return 0.0
        # The agreement decides whether, the newest median by how much.
        step = self._medians[-1][1] - self._offset if self._medians else error
        self._offset += step
        if self.settled:
            self.corrections += 1
        return step

    def _measured(self) -> float:
        return median(offset for _, offset in self._seen)
