"""A whole practice as absolute sounds and spoken lines, for what is written down, not played.

What is heard of it is decided by the same `Speaker` that decides while a practice plays. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from yogaflow.practice.speech import Clip, DueLine, Speaker, VoiceStatus
from yogaflow.practice.verbosity import SpeechChoices
from yogaflow.timeline import Line, Role, Segment, Timeline
from yogaflow.timeline.cues import SWELLS, SoundCue

Clips = Callable[[str], Clip | None]
"""The recording of a line, or None where there is none."""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line that is heard: `at` is seconds from the beginning of the practice."""

    at: float
    line: Line
    segment: Segment
    clip: Clip

    @property
    def end(self) -> float:
        """When its last word is over, seconds from the beginning of the practice."""
        return self.at + self.clip.seconds


@dataclass(frozen=True, slots=True)
class Program:
    """Everything that is heard of a practice, in order; `cues` have times as `SpokenLine` has.

    `left_out` counts the lines of the chosen level that have no recording or do not fit.
    """

    timeline: Timeline
    cues: tuple[SoundCue, ...]
    said: tuple[SpokenLine, ...]
    left_out: int = 0


def program_of(timeline: Timeline, manner: SpeechChoices, clips: Clips) -> Program:
    """What is heard of a plan, led in this manner; a quiet one has no sounds but the breath.

    Nobody can be waited for: where a practice asks for a key, there is silence.
    """
    speaker = Speaker(_Recorded(clips), manner.talk)
    said = []
    for segment in timeline.segments:
        for line in segment.lines:
            if line.role is Role.WAIT:
                continue
            at = segment.start + line.offset
            speaker.take([DueLine(at, line.seconds, line)])
            said += [
                SpokenLine(at, line, segment, Clip(cue.clip, cue.seconds))
                for cue in speaker.cues(at)
            ]
    return Program(timeline, tuple(_cues(timeline, manner.quiet)), tuple(said), speaker.left_out)


def texts_of(timeline: Timeline) -> tuple[str, ...]:
    """Every line of a plan once, in order, whatever is heard of them: all are part of its time."""
    return tuple({line.text: None for s in timeline.segments for line in s.lines})


def _cues(timeline: Timeline, quiet: bool) -> Iterable[SoundCue]:
    for segment in timeline.segments:
        for chime in sorted(segment.chimes, key=lambda chime: chime.offset):
            if not quiet or chime.name in SWELLS:
                at = segment.start + chime.offset
                yield SoundCue(at, chime.name, chime.seconds, chime.soft)


class _Recorded:
    """A voice that has done its work: `practice.speech.Voice`."""

    version = 0
    status = VoiceStatus("ready")

    def __init__(self, clips: Clips) -> None:
        self.clip = clips

    def want(self, texts: Sequence[str]) -> None:
        """Nothing more is rendered."""

    def hurry(self, texts: Sequence[str]) -> None:
        """Nothing more is rendered."""
