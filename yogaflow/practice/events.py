"""What happens in a practice, one frozen object each. `at` is seconds on the player's clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yogaflow.timeline.cues import CueName
from yogaflow.timeline.timeline import Line, Phase, Segment


class PauseReason(StrEnum):
    """Why a practice stands still."""

    PERSON = "person"
    STALL = "stall"
    """The program was stopped or blocked for more than two seconds."""
    SLEEP = "sleep"
    """The machine was asleep."""


@dataclass(frozen=True, slots=True)
class SegmentBegan:
    """A segment begins."""

    at: float
    segment: Segment


@dataclass(frozen=True, slots=True)
class SegmentEnded:
    """A segment was left; `completed` is False where a command cut it short."""

    at: float
    segment: Segment
    completed: bool


@dataclass(frozen=True, slots=True)
class BreathBegan:
    """An in-breath begins. `number` counts in its segment; `serial` is never given twice."""

    at: float
    segment: Segment
    number: int
    serial: int


@dataclass(frozen=True, slots=True)
class BreathEnded:
    """The breath that began with this serial is over. It ends at most once."""

    at: float
    segment: Segment
    number: int
    serial: int


@dataclass(frozen=True, slots=True)
class PhaseBegan:
    """A phase of the breath, or a stretch of seconds of a repetition, begins."""

    at: float
    segment: Segment
    phase: Phase


@dataclass(frozen=True, slots=True)
class Sound:
    """A cue sounds; `seconds` is the length of a swell, 0.0 for all others, `soft` as in Chime."""

    at: float
    name: CueName
    seconds: float
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line of the plan is said."""

    at: float
    line: Line


@dataclass(frozen=True, slots=True)
class Notice:
    """An answer to the person, outside the plan: "say again", "where am I", what a key has done.

    `aloud` holds its sentences where it is also to be heard; () where it is only shown. A `short`
    one is heard only where no line of the plan has to make room for it.
    """

    at: float
    text: str
    aloud: tuple[str, ...] = ()
    short: bool = False


@dataclass(frozen=True, slots=True)
class Paused:
    at: float
    reason: PauseReason


@dataclass(frozen=True, slots=True)
class Resumed:
    at: float


@dataclass(frozen=True, slots=True)
class Replanned:
    """What lies ahead has changed: amounts, pace, sides or spoken lengths."""

    at: float


@dataclass(frozen=True, slots=True)
class Finished:
    """The closing bowl has rung out."""

    at: float


@dataclass(frozen=True, slots=True)
class Stopped:
    """The person left before the end."""

    at: float


Cue = Sound | Spoken
"""What `upcoming` returns."""

Event = (
    SegmentBegan
    | SegmentEnded
    | BreathBegan
    | BreathEnded
    | PhaseBegan
    | Sound
    | Spoken
    | Notice
    | Paused
    | Resumed
    | Replanned
    | Finished
    | Stopped
)


def summary_of(event: Event) -> str:
    """An event as one line of a log: its name, and what tells it from others of its kind."""
    match event:
        case SegmentBegan(segment=segment) | SegmentEnded(segment=segment):
            parts = [segment.kind.value, segment.pose or "", segment.side or ""]
            if isinstance(event, SegmentEnded) and not event.completed:
                parts.append("cut short")
        case BreathBegan() | BreathEnded():
            parts = [f"{event.number}", f"serial {event.serial}"]
        case PhaseBegan(phase=phase):
            parts = [phase.kind.value, f"{phase.seconds:.2f} s"]
        case Sound(name=name):
            parts = [name.value]
        case Spoken(line=line):
            parts = [line.role.value, line.text]
        case Notice(text=text):
            parts = [text]
        case Paused(reason=reason):
            parts = [reason.value]
        case _:
            parts = []
    return " ".join(part for part in (type(event).__name__, *parts) if part)
