"""The sounds a practice is led with, by name. Pure: no sample, no file, no device.

The timeline says which cue falls when; `audio/` knows what each sounds like.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CueName(StrEnum):
    """Every sound a theme has. Those of a breath are rendered to the length of their phase."""

    START = "start"
    """The opening bowl."""
    CLOSE = "close"
    """The closing bowl, with a long tail."""
    NEXT = "next"
    """A new pose: one bowl."""
    SWITCH = "switch"
    """The other side: two bowls."""
    LAST = "last"
    """The last breath begins: a higher bowl."""
    TICK = "tick"
    """Each of the last seconds of the countdown."""
    PAUSE = "pause"
    RESUME = "resume"
    IN = "in"
    """The in-breath: a rising swell over the whole phase."""
    OUT = "out"
    """The out-breath: a falling swell over the whole phase."""
    FULL = "full"
    """A breath held in: a still tone, where the in-breath ended."""
    EMPTY = "empty"
    """A breath held out: a still tone, where the out-breath ended."""


SWELLS = frozenset({CueName.IN, CueName.OUT, CueName.FULL, CueName.EMPTY})
"""The cues that are rendered to a duration; all others are played as they are."""

HELD = frozenset({CueName.FULL, CueName.EMPTY})
"""The swells that neither rise nor fall."""


@dataclass(frozen=True, slots=True)
class SoundCue:
    """A sound at an instant.

    `at` is seconds on the clock the player is driven with; `seconds` is the length of the
    phase for a swell and 0.0 for every other cue. `soft` swells are those of uncounted breaths.
    """

    at: float
    name: CueName
    seconds: float = 0.0
    soft: bool = False


@dataclass(frozen=True, slots=True)
class SpeechCue:
    """A spoken line at an instant: `clip` is the path of its recording, a mono WAV file.

    `at` is seconds as in SoundCue; `seconds` is the length of the recording.
    """

    at: float
    clip: str
    seconds: float


AnyCue = SoundCue | SpeechCue
"""What a sound output is sent."""
