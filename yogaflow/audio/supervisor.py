"""Keeps a child process going: started, watched, replaced when it is lost, tried again for ever.

    none --(wanted, and due)--> running --(dead, or hung)--> none

A next child is due after PAUSES, and after DEATHS in a row, none of use, every RETRY seconds.
"""

from __future__ import annotations

import contextlib
import math
import threading
import time
import traceback
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from yogaflow.audio.process import Piped
from yogaflow.storage.regular import opened_to_append

PAUSES = (0.0, 0.1, 0.3, 1.0)
"""Seconds from a death to the next child, for the first deaths in a row."""

DEATHS = len(PAUSES) + 1

RETRY = 30.0

STEP = 0.1
"""Seconds between two looks at a child that is to say something soon."""


class Vigil:
    """When a child is due, and when it is lost. Pure: all times are seconds that are passed in."""

    def __init__(self) -> None:
        self.deaths = 0
        """How many there were in a row."""
        self.due = -math.inf
        """When a child may be started."""
        self._looked = self._watched = 0.0
        self._seen: Mapping[Hashable, float] = {}

    def born(self, now: float) -> None:
        """A child was started."""
        self._looked, self._seen = now, {}

    def is_lost(self, now: float, signs: Mapping[Hashable, float]) -> bool:
        """Whether one of its signs of life has stayed the same for longer than its limit."""
        # This program may have been stopped itself: a gap of ours is not the child's.
        self._watched += min(now - self._looked, 2 * STEP)
        self._looked = now
        self._seen = {sign: self._seen.get(sign, self._watched) for sign in signs}
        return any(self._watched - self._seen[sign] > limit for sign, limit in signs.items())

    def died(self, now: float, *, useful: bool) -> None:
        """A child was lost, or could not be started."""
        self.deaths = 1 if useful else self.deaths + 1
        self.due = now + (PAUSES[self.deaths - 1] if self.deaths < DEATHS else RETRY)

    def rest(self, now: float) -> None:
        """No child would be of use for a while."""
        self.deaths, self.due = DEATHS, now + RETRY


C = TypeVar("C", bound=Piped)


class Supervisor(Generic[C]):
    """A thread that looks after a child process. Subclasses say what the child is for.

    What several threads use is under the lock of `_wake`.
    """

    def __init__(self, name: str, log: Path | None) -> None:
        self._log = log
        self._wake = threading.Condition()
        self._child: C | None = None
        self._vigil = Vigil()
        self._over = self._stirred = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def pid(self) -> int | None:
        """The process that works now, if there is one."""
        child = self._child
        return child.pid if child is not None and not child.ended else None

    @property
    def keeps_dying(self) -> bool:
        """Whether the last children have all died early, and there is none that is well."""
        child = self._child
        return self._vigil.deaths >= DEATHS and (child is None or not child.ready)

    def start(self) -> None:
        """Begin, in a thread of its own. A second call changes nothing."""
        with self._wake:
            if self._thread.ident is None and not self._over:
                self._thread.start()

    def retry(self) -> None:
        """Start a child now, however many have died."""
        self._vigil.due = -math.inf
        self._stir()

    def close(self) -> None:
        """End it all. Takes half a second at most and never raises."""
        with self._wake:
            self._over, child, self._child = True, self._child, None
            self._stir()
        if child is not None:
            child.close(0.3)
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(0.1)
            # A child the thread was just about to make is ended by it.

    def _turn(self) -> float | None:
        """See to the child and to what else there is to do; seconds until the next turn."""
        self._looked_after(wanted=True)
        return self._patience()

    def _make(self) -> C:
        """A new child that knows all it must. Raises OSError where there cannot be one."""
        raise NotImplementedError

    def _bury(self, child: C | None) -> None:
        """A child is gone or, with None, could not be made or looked after."""

    def _stir(self) -> None:
        """Have the next turn now."""
        with self._wake:
            self._stirred = True
            self._wake.notify_all()

    def _run(self) -> None:
        while not self._over:
            self._stirred = False
            try:
                patience = self._turn()
            except Exception:
                if self._log is not None:
                    with contextlib.suppress(OSError), opened_to_append(self._log) as log:
                        log.write(traceback.format_exc().encode("utf-8", "replace"))
                self._vigil.rest(time.monotonic())
                self._part(self._child)
                self._bury(None)
                patience = RETRY
            with self._wake:
                self._wake.wait_for(lambda: self._stirred or self._over, patience)
        self._part(self._child)

    def _looked_after(self, *, wanted: bool) -> C | None:
        """The child, after a lost one was ended and one that is due was started."""
        child, now = self._child, time.monotonic()
        if child is not None:
            if not (child.ended or child.choked or self._vigil.is_lost(now, child.signs())):
                return child
            self._lose(child)
        if wanted and now >= self._vigil.due and not self._over:
            self._vigil.born(now)
            try:
                self._child = self._make()
            except (OSError, RuntimeError):
                # No more processes, threads or memory: as bad as a death, and as passing.
                self._lose(None)
        return self._child

    def _lose(self, child: C | None) -> None:
        self._vigil.died(time.monotonic(), useful=child is not None and child.useful)
        self._part(child)
        self._bury(child)

    def _part(self, child: C | None, seconds: float = 0.0) -> None:
        """End the child, which has so many seconds to do so by itself."""
        self._child = None
        if child is not None:
            child.close(seconds)

    def _patience(self) -> float:
        """Seconds until a child must be looked at, or is due."""
        return STEP if self._child is not None else max(0.0, self._vigil.due - time.monotonic())
