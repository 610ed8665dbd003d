"""From a flow and choices to a session that can be played: player, clock, sound, wakefulness."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yogaflow.clock import Clock
from yogaflow.model import Flow
from yogaflow.player import Player
from yogaflow.session import Session
from yogaflow.timeline import Choices

if TYPE_CHECKING:
    from yogaflow.audio.link import SoundLink
    from yogaflow.awake import Awake

TOLD_FOR = 12.0
"""Seconds that a notice which is said once can be read."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How sessions are made: speed of the clock, volume (0 to 1), backend, log file."""

    speed: float = 1.0
    volume: float = 0.8
    muted: bool = False
    backend: str = "auto"
    log: Path | None = None


class Launcher:
    """Makes sessions; all of them share one sound process and one hold on sleep."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._sound: SoundLink | None = None
        self._awake: Awake | None = None
        self._awake_told = ""
        self._awake_until = 0.0
        self._session: Session | None = None

    def session(self, flow: Flow, choices: Choices) -> Session:
        """A session that has not begun. Raises TooLongError where the flow is too long."""
        player = Player(flow, choices)
        sound, awake = self._edges()
        last = self._last_volume
        session = Session(
            player,
            clock=Clock(self.setup.speed),
            sound=sound,
            awake=awake,
            volume=last[0],
            muted=last[1],
            ready=lambda: sound.status.state != "starting",
            log=_event_log() if self.setup.log else None,
        )
        self._session = session
        return session

    @property
    def _last_volume(self) -> tuple[float, bool]:
        """A volume set in one practice is kept for the next."""
        if self._session is not None:
            return self._session.volume, self._session.muted
        return self.setup.volume, self.setup.muted

    def notice(self) -> str:
        """One quiet line about the sound and the machine's sleep; "" where all is well."""
        texts = [
            self._sound.status.message if self._sound is not None else "",
            self._awake_problem(),
        ]
        return " ".join(t for t in texts if t)

    def _awake_problem(self) -> str:
        """Said once, for as long as it takes to read it."""
        now = time.monotonic()
        if self._awake is not None and (problem := self._awake.take_problem()):
            self._awake_told, self._awake_until = problem, now + TOLD_FOR
        return self._awake_told if now < self._awake_until else ""

    def close(self) -> None:
        """End the sound process and let the machine sleep. Bounded, never raises."""
        if self._session is not None:
            self._session.close()
        if self._awake is not None:
            self._awake.close()
        if self._sound is not None:
            self._sound.close()

    def _edges(self) -> tuple[SoundLink, Awake]:
        """The sound process and the hold on sleep, started at the first practice."""
        from yogaflow.audio.link import SoundLink
        from yogaflow.awake import Awake
        from yogaflow.paths import sounds_dir

        if self._sound is None:
            self._sound = SoundLink(
                theme=sounds_dir() / "bowls",
                backend=self.setup.backend,
                volume=self.setup.volume,
                muted=self.setup.muted,
                log=self.setup.log,
            )
            self._sound.start()
        if self._awake is None:
            self._awake = Awake()
        return self._sound, self._awake


def _event_log() -> Callable[[str], None]:
    import logging

    return logging.getLogger("yogaflow.session").info
