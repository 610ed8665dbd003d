"""The player's end of the sound: hands cues to a child process that its supervisor keeps alive.

Nothing here blocks the caller and nothing raises because of sound: a practice goes on without.
Imports neither numpy nor a sound library.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from yogaflow.audio.process import Child, child_command
from yogaflow.audio.supervisor import DEATHS, Supervisor
from yogaflow.timeline.cues import SWELLS, AnyCue, SoundCue, SpeechCue

State = Literal["starting", "playing", "silent", "off"]

_KEPT = 4096

NO_SOUND = "No sound: its program keeps stopping. Tried every half minute; m twice: now."


@dataclass(frozen=True, slots=True)
class SoundStatus:
    """How the sound is doing; `message` is one quiet line for the screen, "" if all is well."""

    state: State
    backend: str
    message: str


class SoundLink(Supervisor[Child]):
    """The sound process and what it is told. Calls are safe from any thread."""

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
        super().__init__("sound", log)
        self._command = tuple(command or child_command())
        self._start: dict[str, Any] = {
            "do": "start",
            "theme": str(theme),
            "backend": backend,
            "volume": _clamped(volume),
            "muted": muted,
            "delay": max(0.0, float(delay)),
            "ambience": str(ambience or ""),
            "ambience_volume": _clamped(ambience_volume),
            "last": "",
        }
        self._ambience_on = False
        # Plan numbers of the caller start anew with each practice; the child's only ever rise.
        self._plan = -1
        self._number = 0
        self._cues: list[AnyCue] = []

    def schedule(self, plan: int, cues: Sequence[AnyCue]) -> None:
        """Sound these cues. Never blocks. Cues of a plan that has been replaced are left out."""
        with self._wake:
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
        with self._wake:
            self._begin_plan(plan, fade=fade)

    def set_volume(self, volume: float) -> None:
        """0.0 to 1.0 (more or less is taken for the nearest), heard at once."""
        self._set("volume", _clamped(volume))

    def set_muted(self, muted: bool) -> None:
        """Silence that keeps the volume; what sounds goes on unheard.

        Whoever ends it wants to hear something: a sound that rests is tried at once.
        """
        if self._start["muted"] and not muted:
            self.retry()
        self._set("muted", muted)

    def set_ambience(self, on: bool) -> None:
        """Let the ambience come in, or go; nothing where there is none."""
        with self._wake:
            if self._start["ambience"] and on != self._ambience_on:
                self._ambience_on = on
                self._send({"do": "ambience", "on": on})

    @property
    def status(self) -> SoundStatus:
        """How the sound is doing now."""
        if self._over or self._thread.ident is None:
            return SoundStatus("off", "", "")
        child = self._child
        if child is not None and child.ready and not child.ended:
            state: State = "playing" if child.state == "playing" else "silent"
            return SoundStatus(state, child.backend, child.message)
        if self.keeps_dying:
            return SoundStatus("silent", "", NO_SOUND)
        return SoundStatus("starting", "", "")

    def drain(self, timeout: float) -> None:
        """Wait until everything scheduled has sounded; at most `timeout` seconds."""
        until = time.monotonic() + timeout
        while (left := until - time.monotonic()) > 0 and not (self._over or self.keeps_dying):
            child = self._child
            with self._wake:
                ahead = any(cue.at > time.monotonic() for cue in self._cues)
            if self._thread.ident is None or (child is not None and child.is_idle and not ahead):
                return
            time.sleep(min(0.05, left))

    # -- what the child is told -------------------------------------------------------------

    def _begin_plan(self, plan: int, *, fade: bool) -> None:
        self._plan = plan
        self._number += 1
        self._cues = []
        self._send({"do": "plan", "plan": self._number, "fade": fade})

    def _set(self, name: str, value: float) -> None:
        with self._wake:
            self._start[name] = value
            self._send({"do": name, name: value})

    def _send(self, message: dict[str, Any]) -> None:
        if self._child is not None:
            self._child.send(message)

    def _cues_message(self, cues: Sequence[AnyCue]) -> dict[str, Any]:
        rows = [_row(cue) for cue in cues]
        return {"do": "cues", "plan": self._number, "cues": rows}

    def _lasts(self, cue: AnyCue, now: float) -> bool:
        """Whether a cue is still worth sending: the child decides what is too late."""
        rings = isinstance(cue, SoundCue) and cue.name in SWELLS
        return cue.at + (cue.seconds if rings else 0.2 + self._start["delay"]) > now

    # -- what the supervisor asks -----------------------------------------------------------

    def _make(self) -> Child:
        """A child that knows all that its predecessor knew and that is still ahead."""
        child = Child(self._command, self._log, self._stir)
        with self._wake:
            now = time.monotonic()
            self._cues = [cue for cue in self._cues if self._lasts(cue, now)]
            child.send({**self._start, "plan": self._number})
            if self._ambience_on:
                child.send({"do": "ambience", "on": True})
            if self._cues:
                child.send(self._cues_message(self._cues))
            self._child = child  # From here on it is told the rest.
        return child

    def _bury(self, child: Child | None) -> None:
        # A backend that may be what ends the process makes way for another, where there is one.
        suspected = child is not None and self._vigil.deaths >= DEATHS - 1
        self._start["last"] = child.backend if child is not None and suspected else ""


def _row(cue: AnyCue) -> list[float | str]:
    if isinstance(cue, SpeechCue):
        return [cue.at, "speech", cue.seconds, cue.clip]
    return [cue.at, cue.name.value, cue.seconds, *(["soft"] if cue.soft else [])]


def _clamped(volume: float) -> float:
    return min(1.0, max(0.0, float(volume)))
