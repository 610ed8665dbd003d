"""Stand-ins for the edges: a clock that a test holds, and a sound that only remembers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from yogaflow.practice.clock import Clock
from yogaflow.practice.speech import Clip, VoiceStatus
from yogaflow.timeline import estimate_speech
from yogaflow.timeline.cues import AnyCue, CueName, SoundCue, SpeechCue


class FakeTime:
    """Two clocks in one hand; seconds. Sleep moves only the one that counts in sleep."""

    def __init__(self, at: float = 1000.0) -> None:
        self.monotonic = at
        self.boot = at

    def pass_by(self, seconds: float) -> None:
        """Time goes on for everybody."""
        self.monotonic += seconds
        self.boot += seconds

    def sleep(self, seconds: float) -> None:
        """The machine sleeps: only boot time goes on."""
        self.boot += seconds

    def clock(self, speed: float = 1.0) -> Clock:
        """A practice clock that follows this time."""
        return Clock(speed, monotonic=lambda: self.monotonic, boot=lambda: self.boot)


@dataclass
class Heard:
    """A sound or a line as it would have been heard: real seconds, and where it was cut."""

    cue: AnyCue
    begin: float
    end: float
    cut: bool = False


@dataclass
class FakeSound:
    """Remembers what it was sent. With `time`, also works out what would have been heard."""

    sent: list[tuple[int, SoundCue]] = field(default_factory=list)
    spoken: list[tuple[int, SpeechCue]] = field(default_factory=list)
    plans: list[tuple[int, bool]] = field(default_factory=list)
    volume: float = -1.0
    muted: bool = False
    ambience: bool = False
    time: FakeTime | None = None
    heard: list[Heard] = field(default_factory=list)

    def schedule(self, plan: int, cues: Sequence[AnyCue]) -> None:
        self.sent += [(plan, cue) for cue in cues if isinstance(cue, SoundCue)]
        self.spoken += [(plan, cue) for cue in cues if isinstance(cue, SpeechCue)]
        self.heard += [Heard(cue, cue.at, cue.at + cue.seconds) for cue in cues]

    def new_plan(self, plan: int, *, fade: bool) -> None:
        self.plans.append((plan, fade))
        if self.time is None:
            return
        now = self.time.monotonic
        self.heard = [one for one in self.heard if one.begin <= now]
        for one in self.heard:
            if fade and one.end > now:
                one.end, one.cut = now, True

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def set_muted(self, muted: bool) -> None:
        self.muted = muted

    def set_ambience(self, on: bool) -> None:
        self.ambience = on

    def names(self) -> list[CueName]:
        """The names of all cues that were sent, in order."""
        return [cue.name for _, cue in self.sent]

    def lines(self) -> list[Heard]:
        """The spoken lines that were heard, in the order of time."""
        spoken = [one for one in self.heard if isinstance(one.cue, SpeechCue)]
        return sorted(spoken, key=lambda one: one.begin)


@dataclass
class FakeVoice:
    """Renders each line to a recording that does not exist, in `delay` seconds of `time`.

    `length` gives the seconds of a line; it agrees with the plan's own guess by default.
    """

    time: FakeTime
    delay: float = 0.0
    length: Callable[[str], float] = estimate_speech
    state: str = "working"
    there: dict[str, float] = field(default_factory=dict)
    _queue: list[str] = field(default_factory=list)
    _free: float = 0.0

    @property
    def version(self) -> int:
        self._work()
        return len(self.there)

    @property
    def status(self) -> VoiceStatus:
        self._work()
        state = "ready" if self.state == "working" and not self._queue else self.state
        done = len(self.there)
        return VoiceStatus(state, "fake", "", done, done + len(self._queue))

    def want(self, texts: Sequence[str]) -> None:
        self._work()
        self._free = max(self._free, self.time.monotonic)
        self._queue = [text for text in texts if text not in self.there]

    def hurry(self, texts: Sequence[str]) -> None:
        new = [text for text in texts if text not in self.there]
        self.want([*new, *(text for text in self._queue if text not in new)])

    def clip(self, text: str) -> Clip | None:
        self._work()
        return Clip(text, self.there[text]) if text in self.there else None

    def _work(self) -> None:
        while (
            self.state == "working"
            and self._queue
            and self._free + self.delay <= self.time.monotonic
        ):
            self._free += self.delay
            text = self._queue.pop(0)
            self.there[text] = self.length(text)


@dataclass
class FakeWakeLock:
    """Counts how often it was asked."""

    held: bool = False
    calls: list[str] = field(default_factory=list)

    def acquire(self) -> None:
        self.held = True
        self.calls.append("acquire")

    def release(self) -> None:
        self.held = False
        self.calls.append("release")
