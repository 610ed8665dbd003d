"""The loop that drives the player: clock, gaps, sound, sleep of the machine.

The same for the screen and for plain lines. `tick` is to be called some 10 to 30 times a second;
nothing is counted in ticks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from yogaflow.model import Flow
from yogaflow.practice.clock import Clock
from yogaflow.practice.events import (
    Event,
    Finished,
    Notice,
    Paused,
    PauseReason,
    Replanned,
    Resumed,
    Sound,
    Spoken,
    Stopped,
    summary_of,
)
from yogaflow.practice.player import Player, PlayerCommand, State
from yogaflow.practice.speech import DueLine, Speaker, Voice, VoiceStatus
from yogaflow.practice.tally import Tally
from yogaflow.practice.verbosity import ALOUD, Talk, turned
from yogaflow.practice.view import View
from yogaflow.timeline.cues import SWELLS, AnyCue, SoundCue

GAP = 2.0
"""Seconds between two ticks above which the program has been stopped or blocked."""
LONG_GAP = 120.0
"""Seconds of a gap after which nobody is still in the pose, whatever made it."""
AHEAD = 2.0
"""Seconds that cues are sent ahead of their time."""
SOUND_WAIT = 2.0
"""Seconds that a practice waits for its sound before it begins in silence."""
VOICE_WAIT = 10.0
"""Seconds that it waits for the first spoken lines; later ones are rendered while it plays."""
LOOK = 8.0
"""Seconds ahead in which no line may be due that a short answer would cover."""
LEAD = 0.4
"""Seconds from the decision to begin to the beginning: the opening bowl, too, is sent ahead."""
RETIME = 3.0
"""Seconds between two new plans while lines are being rendered."""
SLOW_LINES = 3
"""Lines that a voice may have ready too late before it is called slow."""
REST_AFTER = 600.0
"""Seconds of pause after which the machine may sleep again."""

FADES = frozenset(
    {
        PlayerCommand.PAUSE,
        PlayerCommand.STOP,
        PlayerCommand.NEXT,
        PlayerCommand.PREVIOUS,
        PlayerCommand.RESTART,
        PlayerCommand.JUMP,
        PlayerCommand.OTHER_SIDE,
    }
)
"""Commands after which nothing of the old plan may sound on; after others it rings out."""


class SoundOut(Protocol):
    """Where cues go: `audio.link.SoundLink`, or nothing at all."""

    def schedule(self, plan: int, cues: Sequence[AnyCue]) -> None:
        """Cues with `at` in monotonic seconds. Must not block."""

    def new_plan(self, plan: int, *, fade: bool) -> None:
        """Drop what older plans have not begun; with `fade`, end what sounds within 30 ms."""

    def set_volume(self, volume: float) -> None:
        """0.0 to 1.0, at once."""

    def set_muted(self, muted: bool) -> None:
        """Silence that keeps the volume."""

    def set_ambience(self, on: bool) -> None:
        """Let the ambience come in or go, slowly; nothing where there is none."""


class SleepGuard(Protocol):
    """Keeps the machine from sleeping: `wake_lock.WakeLock`."""

    def acquire(self) -> None:
        """Hold sleep off. Must not block or raise."""

    def release(self) -> None:
        """Let the machine sleep again."""


class Session:
    """One practice on one clock."""

    def __init__(
        self,
        player: Player,
        *,
        clock: Clock | None = None,
        sound: SoundOut | None = None,
        awake: SleepGuard | None = None,
        volume: float = 0.8,
        muted: bool = False,
        ready: Callable[[], bool] = lambda: True,
        log: Callable[[str], None] | None = None,
        voice: Voice | None = None,
        talk: Talk = Talk.FULL,
        quiet: bool = False,
        delay: float = 0.0,
    ) -> None:
        """`ready` says whether a cue that is sent now would be heard, or none ever will be.

        `log` is given a line for each event, with its time in seconds on the session's clock.
        `quiet` leaves out every bell; the screen shows changes instead. `delay` is the seconds
        by which the sound wants its cues sooner still.
        """
        self.player = player
        self.clock = clock or Clock()
        self.sound = sound
        self.awake = awake
        self.tally = Tally()
        self.volume = volume
        self.muted = muted
        self.quiet = quiet
        self._ahead = AHEAD + delay
        self.pause_reason: PauseReason | None = None
        self._speaker = Speaker(voice, talk)
        self._ready = ready
        self._log = log
        self._begun: float | None = None
        self._held_awake = False
        self._paused_since: float | None = None
        self._last = self.clock.monotonic()
        self._last_boot = self.clock.boot()
        self._fed = float("-inf")
        self._plan = player.plan
        # The sound's plan numbers rise with the player's, and once more for each answer.
        self._sound_plan = player.plan
        self._lengths = 0
        self._has_ambience = False
        self._retimed = float("-inf")

    # -- driving ----------------------------------------------------------------------------

    def tick(self) -> list[Event]:
        """Everything that has happened since the last call; finds gaps and feeds the sound."""
        real, boot = self.clock.monotonic(), self.clock.boot()
        gap = real - self._last
        asleep = (boot - self._last_boot) - gap
        slept = asleep > GAP or gap > LONG_GAP
        seen = self._last
        self._last, self._last_boot = real, boot
        events: list[Event] = []
        if self._begun is not None and self.player.state is State.IDLE:
            waited = real - self._begun
            if slept:  # Nobody waits for it any more: it begins, and waits for them, unheard.
                self._begun = None
                events += self.player.do(PlayerCommand.START, self.clock.at(real))
                events += self._pause_at(self.clock.at(real), PauseReason.SLEEP)
            elif self._can_begin(waited):
                self._retime(self.clock.at(real), real, at_once=True)
                # With real lengths the opening may tell other minutes: that is waited for, too.
                if waited > VOICE_WAIT or self._speaker.is_ready(self.player.timeline, fits=True):
                    self._begun = None
                    events += self._command(PlayerCommand.START, self.clock.at(real + LEAD))
                    self._feed(self.clock.at(real))
            return self._note_events(events, real)
        playing = self.player.state in {State.PLAYING, State.WAITING}
        if playing and (gap > GAP or asleep > GAP):
            reason = PauseReason.SLEEP if slept else PauseReason.STALL
            events += self._pause_at(self.clock.at(seen), reason)
            if not slept:
                events += self._command(PlayerCommand.RESUME, self.clock.at(real))
        else:
            events += self.player.advance(self.clock.at(real))
        events += self._retime(self.clock.at(real), real)
        self._answer(real)
        self._feed(self.clock.at(real))
        return self._note_events(events, real)

    def begin(self) -> list[Event]:
        """Start as soon as sound and voice are there, or have taken too long to come."""
        self._begun = self._last = self.clock.monotonic()
        self._last_boot = self.clock.boot()
        self._prepare()
        return self.tick()

    def do(self, do: PlayerCommand, *, visit: int | None = None) -> list[Event]:
        """Carry out a command now; what was due before it has happened first."""
        events = self.tick()
        now = self.clock.at(self._last)
        more = self._command(do, now, visit=visit)
        for event in more:
            if isinstance(event, Notice) and event.aloud:
                self._tell(event.aloud, short=event.short)
        self._answer(self._last)
        self._feed(now)
        return events + self._note_events(more, self._last)

    def reload(self, flow: Flow) -> list[Event]:
        """Go on in the flow as it is written now. Raises CompileError; nothing changes then."""
        events = self.tick()
        now = self.clock.at(self._last)
        more = self.player.reload(now, flow)
        self._new_plan(fade=False, now=now)
        self._prepare()
        self._feed(now)
        return events + self._note_events(more, self._last)

    def toggle(self) -> list[Event]:
        """The one key: start, pause, resume, or go on where the flow waits."""
        match self.player.state:
            case State.IDLE:
                return self.do(PlayerCommand.START)
            case State.PLAYING:
                return self.do(PlayerCommand.PAUSE)
            case State.WAITING:
                return self.do(PlayerCommand.GO_ON)
            case State.PAUSED:
                return self.do(PlayerCommand.RESUME)
            case _:
                return []

    def view(self) -> View:
        """Where the practice is, as of the last tick."""
        return self.player.view(self.clock.at(self._last))

    def end(self) -> bool:
        """Stop what has not ended by itself; whether it has been a practice."""
        self.do(PlayerCommand.STOP)
        return self.tally.is_practice(self.player.timeline, self.clock.speed)

    def close(self) -> None:
        """Let the machine sleep again. The sound belongs to whoever made it."""
        if self._held_awake and self.awake is not None:
            self.awake.release()
        self._held_awake = False

    # -- sound ------------------------------------------------------------------------------

    def set_volume(self, volume: float) -> None:
        """0.0 to 1.0; heard at once. Raising it ends the mute."""
        volume = min(1.0, max(0.0, round(volume, 2)))
        if volume > self.volume and self.muted:
            self.set_muted(False)
        self.volume = volume
        if self.sound is not None:
            self.sound.set_volume(volume)

    def set_muted(self, muted: bool) -> None:
        """Silence, and back to the volume it was."""
        self.muted = muted
        if self.sound is not None:
            self.sound.set_muted(muted)

    # -- voice ------------------------------------------------------------------------------

    @property
    def talk(self) -> Talk:
        """How much is said."""
        return self._speaker.talk

    @property
    def voice(self) -> VoiceStatus:
        """How the voice is doing."""
        return self._speaker.status

    @property
    def is_voice_slow(self) -> bool:
        """Whether it cannot keep up; with a practice in a hurry none could."""
        return self._speaker.late >= SLOW_LINES and self.clock.speed <= 1.0

    def set_talk(self, talk: Talk) -> None:
        """Say more or less from now on; a line that is being said is said to its end."""
        self._speaker.set_talk(talk)
        self._prepare()
        self._resend(fade=False, now=self.clock.at(self._last))
        self._feed(self.clock.at(self._last))

    def next_talk(self) -> Talk:
        """The next level of talk, which is now in force."""
        self.set_talk(turned(self.talk))
        self._speaker.ask((ALOUD[self.talk],), self._last, short=True)
        return self.talk

    def _can_begin(self, waited: float) -> bool:
        """The opening bowl and the first words must not be lost while things start up."""
        if not (self._ready() or waited > SOUND_WAIT):
            return False
        return waited > VOICE_WAIT or self._speaker.is_ready(self.player.timeline)

    def _prepare(self) -> None:
        self._speaker.prepare(self.player.timeline, self.view().position)

    def _retime(self, now: float, real: float, *, at_once: bool = False) -> list[Event]:
        """Put the real lengths of spoken lines into the plan, not more often than need be."""
        version = self._speaker.version
        if version == self._lengths:
            return []
        is_busy = self._speaker.status.state == "working" and real - self._retimed < RETIME
        if not at_once and (is_busy or self._begun is not None):
            return []
        self._lengths = version
        if not self._speaker.is_news(self.player.timeline, self.view().position):
            return []
        self._retimed = real
        events = self.player.retime(now, self._speaker.length)
        self._new_plan(fade=False, now=now)
        # What fits depends on the lengths: there may be lines that were not in the plan before.
        self._prepare()
        # Nobody has asked for this plan: it is no news to them.
        return [event for event in events if not isinstance(event, Replanned)]

    def _tell(self, sentences: tuple[str, ...], *, short: bool) -> None:
        """Have an answer said. What a key has done is not, where nothing else is."""
        if not short or self.talk is not Talk.OFF:
            self._speaker.ask(sentences, self._last, short=short)

    def _answer(self, real: float) -> None:
        """Say an answer that has been rendered; lines of the plan make room for a long one."""
        short = self._speaker.waits_for_gap
        until = self.clock.at(real + LOOK) if short else real
        ahead = self._due_lines(self.player.upcoming(until)) if short else ()
        cues = self._speaker.answer(real, tuple(ahead))
        if not cues or self.sound is None:
            return
        if not short:
            self._resend(fade=False, now=self.clock.at(real))
        self._speaker.claim(cues)
        self.sound.schedule(self._sound_plan, cues)

    # -- inside -----------------------------------------------------------------------------

    def _command(self, do: PlayerCommand, now: float, *, visit: int | None = None) -> list[Event]:
        events = self.player.do(do, now, visit=visit)
        changed = self.player.plan != self._plan
        self._new_plan(fade=do in FADES, now=now)
        if changed and do not in {PlayerCommand.PAUSE, PlayerCommand.STOP}:
            self._prepare()
        self._send(events)
        return events

    def _pause_at(self, at: float, reason: PauseReason) -> list[Event]:
        events = self.player.pause(at, reason)
        self._new_plan(fade=True, now=at)
        return events

    def _new_plan(self, *, fade: bool, now: float) -> None:
        if self.player.plan == self._plan:
            return
        self._plan = self.player.plan
        self._resend(fade=fade, now=now)

    def _resend(self, *, fade: bool, now: float) -> None:
        """Take back what has been sent and has not begun; it is sent anew from now on."""
        self._fed = now
        self._sound_plan += 1
        kept = self._speaker.drop(self.clock.real(now), fade=fade)
        if self.sound is not None:
            self.sound.new_plan(self._sound_plan, fade=fade)
            if kept:
                self.sound.schedule(self._sound_plan, kept)

    def _feed(self, now: float) -> None:
        """Send what falls due in the next two seconds and has not been sent."""
        if self.sound is None:
            return
        until = now + self._ahead * self.clock.speed
        if until > self._fed:
            cues = self.player.upcoming(until)
            self._send([c for c in cues if c.at > self._fed])
            self._fed = until
        lines = self._speaker.cues(self.clock.real(now))
        if lines:
            self.sound.schedule(self._sound_plan, lines)

    def _send(self, events: Sequence[Event]) -> None:
        """Send sounds, and have the speaker see to lines."""
        if self.sound is None:
            return
        self._speaker.take(self._due_lines(events))
        speed = self.clock.speed
        cues = [
            SoundCue(self.clock.real(e.at), e.name, e.seconds / speed, e.soft)
            for e in events
            if isinstance(e, Sound) and not (self.quiet and e.name not in SWELLS)
        ]
        if cues:
            self.sound.schedule(self._sound_plan, cues)

    def _due_lines(self, events: Sequence[Event]) -> Iterator[DueLine]:
        for e in events:
            if isinstance(e, Spoken):
                seconds = e.line.seconds / self.clock.speed
                yield DueLine(self.clock.real(e.at), seconds, e.line)

    def _note_events(self, events: list[Event], real: float) -> list[Event]:
        """Add up what was practised, and keep the machine awake while there is practice."""
        self.tally.add(events)
        for event in events:
            if self._log is not None:
                self._log(f"{event.at:.3f} {summary_of(event)}")
            if isinstance(event, Paused):
                self.pause_reason, self._paused_since = event.reason, real
            elif isinstance(event, Resumed):
                self.pause_reason = self._paused_since = None
            elif isinstance(event, Finished | Stopped):
                self.close()
        self._update_ambience()
        if self.awake is None:
            return events
        state = self.player.state
        since = self._paused_since
        wanted = state in {State.PLAYING, State.WAITING} or (
            state is State.PAUSED and since is not None and real - since < REST_AFTER
        )
        if wanted and not self._held_awake:
            self._held_awake = True
            self.awake.acquire()
        elif not wanted and self._held_awake:
            self.close()
        return events

    def _update_ambience(self) -> None:
        """Ambience is there while there is practice."""
        wanted = self.player.state in {State.PLAYING, State.WAITING}
        if wanted != self._has_ambience and self.sound is not None:
            self._has_ambience = wanted
            self.sound.set_ambience(wanted)
