"""Stand-ins for the edges: a clock that a test holds, and a sound that only remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from yogaflow.clock import Clock
from yogaflow.cues import AnyCue, CueName, SoundCue, SpeechCue


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
class FakeSound:
    """Remembers what it was sent; `heard` is what would sound in the end."""

    sent: list[tuple[int, SoundCue]] = field(default_factory=list)
    spoken: list[tuple[int, SpeechCue]] = field(default_factory=list)
    plans: list[tuple[int, bool]] = field(default_factory=list)
    volume: float = -1.0
    muted: bool = False

    ambience: bool = False

    def schedule(self, plan: int, cues: Sequence[AnyCue]) -> None:
        self.sent += [(plan, cue) for cue in cues if isinstance(cue, SoundCue)]
        self.spoken += [(plan, cue) for cue in cues if isinstance(cue, SpeechCue)]

    def set_ambience(self, on: bool) -> None:
        self.ambience = on

    def new_plan(self, plan: int, *, fade: bool) -> None:
        self.plans.append((plan, fade))

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def set_muted(self, muted: bool) -> None:
        self.muted = muted

    def names(self) -> list[CueName]:
        """The names of all cues that were sent, in order."""
        return [cue.name for _, cue in self.sent]


@dataclass
class FakeAwake:
    """Counts how often it was asked."""

    held: bool = False
    calls: list[str] = field(default_factory=list)

    def acquire(self) -> None:
        self.held = True
        self.calls.append("acquire")

    def release(self) -> None:
        self.held = False
        self.calls.append("release")
