"""From a flow and choices to a session that can be played: player, clock, sound, wakefulness."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from yogaflow.audio.setup import Setup
from yogaflow.model import Flow
from yogaflow.practice.clock import Clock
from yogaflow.practice.player import Player
from yogaflow.practice.session import Session
from yogaflow.practice.verbosity import SpeechChoices
from yogaflow.timeline import Choices

if TYPE_CHECKING:
    from yogaflow.audio.link import SoundLink
    from yogaflow.audio.voice.link import VoiceLink
    from yogaflow.practice.wake_lock import WakeLock

TOLD_FOR = 12.0
"""Seconds that a notice which is said once can be read."""
BACK = "The sound is back."
SLOW = "The voice is slow: what is late is left out."
QUIET_VOLUME = 0.4
"""How loud a quiet practice begins, at most."""


class Once:
    """Tells each thing once, for as long as it takes to read it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: dict[str, float] = {}

    def tell(self, text: str) -> None:
        """Something to say, if it has not been said before."""
        if text and text not in self._told:
            self._told[text] = self._clock() + TOLD_FOR

    def forget(self, text: str) -> None:
        """It is not so any more, and may be told again."""
        self._told.pop(text, None)

    def texts(self) -> tuple[str, ...]:
        """What can be read now."""
        now = self._clock()
        return tuple(text for text, until in self._told.items() if now < until)


class Launcher:
    """Makes sessions; all of them share one sound process and one hold on sleep."""

    def __init__(
        self,
        setup: Setup,
        *,
        manner: SpeechChoices | None = None,
        speed: float = 1.0,
        day: int = 0,
    ) -> None:
        """`manner` and the `speed` of the clock are for practices that ask for no other.

        `day` is as in Choices: the cues of a practice are those of its day.
        """
        self.setup = setup
        self._manner = manner or SpeechChoices()
        self._speed = speed
        self._day = day
        self._sound: SoundLink | None = None
        self._voice: VoiceLink | None = None
        self._awake: WakeLock | None = None
        self._once = Once()
        self._session: Session | None = None
        self._no_sound = ""
        """What was said of the sound when there was none last; "" once there is some again."""

    def session(
        self,
        flow: Flow,
        choices: Choices,
        manner: SpeechChoices | None = None,
        *,
        speed: float | None = None,
    ) -> Session:
        """A session that has not begun. Raises CompileError where the flow is too long.

        `speed` is that of its clock, None for the one that was asked for at the start.
        """
        manner = manner or self._manner
        player = Player(flow, replace(choices, day=self._day))
        sound, voice, awake = self._edges()
        last = self._last_volume(manner)
        session = Session(
            player,
            clock=Clock(self._speed if speed is None else speed),
            sound=sound,
            awake=awake,
            volume=last[0],
            muted=last[1],
            ready=lambda: sound.status.state != "starting",
            log=_event_log() if self.setup.log else None,
            voice=voice,
            talk=manner.talk,
            quiet=manner.quiet,
            delay=self.setup.delay,
        )
        self._session = session
        return session

    def _last_volume(self, manner: SpeechChoices) -> tuple[float, bool]:
        """A volume set in one practice is kept for the next of its kind; quiet ones begin low."""
        volume, muted = self.setup.volume, self.setup.muted
        last = self._session
        if last is not None:
            muted = last.muted
            if manner.quiet or not last.quiet:
                volume = last.volume
        return min(volume, QUIET_VOLUME) if manner.quiet else volume, muted

    def speaks(self) -> bool:
        """Whether there is a voice to speak with. Looks, and starts nothing."""
        from yogaflow.audio.voice.engines import found

        return found(self.setup.voice, self.setup.voice_name) is not None

    def notice(self) -> str:
        """One quiet line about what is missing; "" where all is well."""
        return " ".join(self.notices())

    def notices(self) -> tuple[str, ...]:
        """What is missing, a sentence each.

        That there is no sound stands as long as it is true; all else is said once, and that it is
        back each time.
        """
        if self._awake is not None:
            self._once.tell(self._awake.take_problem())
        if self._voice is not None:
            self._once.tell(self._voice.status.message)
        if self._session is not None and self._session.is_voice_slow:
            self._once.tell(SLOW)
        if self._sound is not None:
            status = self._sound.status
            if status.state == "playing":
                self._once.tell(status.message)  # A theme, or an ambience, that cannot be read.
                if self._no_sound:
                    self._once.tell(BACK)
                self._no_sound = ""
            elif status.message:  # None while it is tried again: then all is as it was.
                self._no_sound = status.message
                self._once.forget(BACK)
        # First what goes away again: the line may be too short for both.
        return (*self._once.texts(), *((self._no_sound,) if self._no_sound else ()))

    def close(self) -> None:
        """End the sound process and let the machine sleep. Bounded, never raises."""
        if self._session is not None:
            self._session.close()
        if self._awake is not None:
            self._awake.close()
        if self._voice is not None:
            self._voice.close()
        if self._sound is not None:
            self._sound.close()

    def _edges(self) -> tuple[SoundLink, VoiceLink, WakeLock]:
        """Sound, voice and the hold on sleep, started at the first practice."""
        from yogaflow.audio.link import SoundLink
        from yogaflow.audio.voice.link import VoiceLink
        from yogaflow.library.folders import find_theme
        from yogaflow.practice.wake_lock import WakeLock
        from yogaflow.storage.paths import expanded, speech_dir

        setup = self.setup
        if self._sound is None:
            theme, problem = find_theme(setup.cues)
            self._once.tell(problem)
            self._sound = SoundLink(
                theme=theme,
                backend=setup.backend,
                volume=setup.volume,
                muted=setup.muted,
                log=setup.log,
                delay=setup.delay,
                ambience=expanded(setup.ambience) if setup.ambience else None,
                ambience_volume=setup.ambience_volume,
            )
            self._sound.start()
        if self._voice is None:
            self._voice = VoiceLink(
                setup.voice, setup.voice_name, setup.voice_rate, cache=speech_dir(), log=setup.log
            )
            self._voice.start()
        if self._awake is None:
            self._awake = WakeLock()
        return self._sound, self._voice, self._awake


def _event_log() -> Callable[[str], None]:
    import logging

    return logging.getLogger("yogaflow.practice.session").info
