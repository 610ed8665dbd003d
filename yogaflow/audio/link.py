"""The player's end of the sound: hands cues to a child process and keeps that child alive.

Nothing here blocks the caller and nothing raises because of sound: a practice goes on without.
Imports neither numpy nor a sound library.

States of the supervising thread:

    starting --(child says ready)--> up --(dies, or silent for 1.3 s)--> down
    down --(after a back-off)--> starting
    down --(QUICK_DEATHS in a row)--> resting: without the backend that failed if there is
                                      another, else no child at all for RETRY seconds
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from yogaflow.audio.process import Child, child_command
from yogaflow.timeline.cues import SWELLS, AnyCue, SoundCue, SpeechCue

State = Literal["starting", "playing", "silent", "off"]

SILENCE_LIMIT = 1.3
"""Seconds without a heartbeat after which a child is taken for hung: its successor is to be
heard within two."""

STARTING_LIMIT = 15.0
"""The same until a child has said that it is ready: a cold disk takes its time to import."""

QUICK = 5.0
"""A child that lived less than this many seconds died quickly."""

QUICK_DEATHS = 5
"""Quick deaths in a row after which a backend is given up for a while."""

RETRY = 30.0
"""Seconds for which a backend is given up."""

_BACK_OFF = (0.0, 0.1, 0.3, 1.0, 2.0)
_STEP = 0.1
_KEPT = 4096

NO_SOUND = "No sound: the sound program keeps stopping. Trying again now and then."


@dataclass(frozen=True, slots=True)
class SoundStatus:
    """How the sound is doing; `message` is one quiet line for the screen, "" if all is well."""

    state: State
    backend: str
    message: str


class SoundLink:
    """The sound process and everything that keeps it going. Calls are safe from any thread."""

    def __init__(
        self,
        *,
        theme: Path,
        backend: str = "auto",
        volume: float = 0.8,
        muted: bool = False,
        log: Path | None = None,
        command: Sequence[str] | None = None,
        delay: float = 0.0,
        ambience: Path | None = None,
        ambience_volume: float = 0.5,
    ) -> None:
        """`command` is the program of the child; only tests give another.

        `delay`: seconds that the output lags behind without telling, as Bluetooth does; all is
        sent to it that much sooner. `ambience`: a sound file that is played round and round
        while `set_ambience` says so; `ambience_volume` is from 0.0 to 1.0.
        """
        self._theme = theme
        self._backend = backend
        self._volume = _clamped(volume)
        self._muted = muted
        self._log = log
        self._command = tuple(command or child_command())
        self._delay = max(0.0, float(delay))
        self._ambience = ambience
        self._ambience_volume = _clamped(ambience_volume)
        self._ambience_on = False
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._child: Child | None = None
        self._thread: threading.Thread | None = None
        # Plan numbers of the caller start anew with each practice; the child's only ever rise.
        self._plan = -1
        self._number = 0
        self._cues: list[AnyCue] = []
        self._without: list[str] = []
        self._resting = False

    @property
    def pid(self) -> int | None:
        """The process that sounds now, if there is one."""
        child = self._child
        return child.pid if child is not None and child.alive else None

    def start(self) -> None:
        """Begin; the child starts in a thread of its own. A second call changes nothing."""
        if self._thread is None and not self._over.is_set():
            self._thread = threading.Thread(target=self._supervise, name="sound", daemon=True)
            self._thread.start()

    def schedule(self, plan: int, cues: Sequence[AnyCue]) -> None:
        """Sound these cues. Never blocks. Cues of a plan that has been replaced are left out."""
        with self._lock:
            if plan < self._plan or not cues:
                return
            if plan > self._plan:
                self._begin_plan(plan, fade=False)
            now = time.monotonic()
            self._cues = [cue for cue in self._cues if self._lasts(cue, now)][-_KEPT:]
            self._cues += cues
            self._send(self._cues_message(cues))

    def new_plan(self, plan: int, *, fade: bool) -> None:
        """What was scheduled and has not begun is dropped; `fade` ends what sounds in 30 ms."""
        with self._lock:
            self._begin_plan(plan, fade=fade)

    def set_volume(self, volume: float) -> None:
        """0.0 to 1.0 (more or less is taken for the nearest), heard at once."""
        with self._lock:
            self._volume = _clamped(volume)
            self._send({"do": "volume", "volume": self._volume})

    def set_muted(self, muted: bool) -> None:
        """Silence that keeps the volume; what sounds goes on unheard."""
        with self._lock:
            self._muted = muted
            self._send({"do": "muted", "muted": muted})

    def set_ambience(self, on: bool) -> None:
        """Let the ambience come in, or go; nothing where there is none."""
        with self._lock:
            if self._ambience is not None and on != self._ambience_on:
                self._ambience_on = on
                self._send({"do": "ambience", "on": on})

    @property
    def status(self) -> SoundStatus:
        """How the sound is doing now."""
        if self._over.is_set() or self._thread is None:
            return SoundStatus("off", "", "")
        if self._resting:
            return SoundStatus("silent", "", NO_SOUND)
        child = self._child
        if child is None or not child.alive or child.state == "starting":
            return SoundStatus("starting", "", "")
        return SoundStatus(
            "playing" if child.state == "playing" else "silent", child.backend, child.message
        )

    def drain(self, timeout: float) -> None:
        """Wait until everything scheduled has sounded; at most `timeout` seconds."""
        until = time.monotonic() + timeout
        while (
            (left := until - time.monotonic()) > 0 and not self._over.is_set() and not self._resting
        ):
            child = self._child
            with self._lock:
                ahead = any(cue.at > time.monotonic() for cue in self._cues)
            if self._thread is None or (child is not None and child.is_idle and not ahead):
                return
            time.sleep(min(0.05, left))

    def close(self) -> None:
        """End the child. Takes half a second at most and never raises."""
        self._over.set()
        child = self._child
        if child is not None:
            child.close(0.3)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(0.1)
            # A child the thread was just about to make ends by itself: see _supervise.

    # -- what the child is told -------------------------------------------------------------

    def _begin_plan(self, plan: int, *, fade: bool) -> None:
        self._plan = plan
        self._number += 1
        self._cues = []
        self._send({"do": "plan", "plan": self._number, "fade": fade})

    def _send(self, message: dict[str, Any]) -> None:
        if self._child is not None:
            self._child.send(message)

    def _cues_message(self, cues: Sequence[AnyCue]) -> dict[str, Any]:
        rows = [_row(cue) for cue in cues]
        return {"do": "cues", "plan": self._number, "cues": rows}

    def _lasts(self, cue: AnyCue, now: float) -> bool:
        """Whether a cue is still worth sending: the child decides what is too late."""
        rings = isinstance(cue, SoundCue) and cue.name in SWELLS
        return cue.at + (cue.seconds if rings else 0.2 + self._delay) > now

    def _new_child(self) -> Child:
        """A child that knows all that its predecessor knew and that is still ahead."""
        child = Child(self._command, self._log)
        with self._lock:
            now = time.monotonic()
            self._cues = [cue for cue in self._cues if self._lasts(cue, now)]
            child.send(
                {
                    "do": "start",
                    "theme": str(self._theme),
                    "backend": self._backend,
                    "without": self._without,
                    "volume": self._volume,
                    "muted": self._muted,
                    "plan": self._number,
                    "delay": self._delay,
                    "ambience": str(self._ambience or ""),
                    "ambience_volume": self._ambience_volume,
                }
            )
            if self._ambience_on:
                child.send({"do": "ambience", "on": True})
            if self._cues:
                child.send(self._cues_message(self._cues))
            self._child = child
        return child

    # -- the thread that keeps it alive -----------------------------------------------------

    def _supervise(self) -> None:
        deaths = 0
        while not self._over.is_set():
            try:
                child = self._new_child()
            except OSError:
                # No more processes, no more memory: as bad as a death, and as passing.
                deaths += 1
                lived, suspect = 0.0, ""
            else:
                if self._over.is_set():
                    child.close(0.0)
                    return
                lived = self._watch(child)
                suspect = child.backend
                deaths = deaths + 1 if lived < QUICK else 1
            if self._over.is_set():
                return
            if deaths >= QUICK_DEATHS:
                deaths = 0
                self._give_up(suspect)
            else:
                self._over.wait(_BACK_OFF[min(deaths, len(_BACK_OFF)) - 1])

    def _watch(self, child: Child) -> float:
        """Wait until the child is gone, killing it if it hangs; returns how long it lived."""
        born = last = time.monotonic()
        silent = 0.0
        beats = child.beats
        while not self._over.is_set():
            ended = child.wait(_STEP)
            now = time.monotonic()
            if ended:
                child.kill()  # At once if it has died; it may also just have closed its output.
                break
            # This program may have been stopped itself: a gap of ours is not the child's.
            silent += min(now - last, 2 * _STEP)
            last = now
            if child.beats != beats:
                beats, silent = child.beats, 0.0
            if child.choked or silent > (SILENCE_LIMIT if child.ready else STARTING_LIMIT):
                child.kill()
                break
        return time.monotonic() - born

    def _give_up(self, suspect: str) -> None:
        """After many quick deaths: another backend if there is one, else quiet for a while."""
        if self._backend == "auto" and suspect == "miniaudio" and not self._without:
            self._without = [suspect]
            return
        self._without = []
        self._resting = True
        self._over.wait(RETRY)
        self._resting = False


def _row(cue: AnyCue) -> list[float | str]:
    if isinstance(cue, SpeechCue):
        return [cue.at, "speech", cue.seconds, cue.clip]
    return [cue.at, cue.name.value, cue.seconds]


def _clamped(volume: float) -> float:
    return min(1.0, max(0.0, float(volume)))
