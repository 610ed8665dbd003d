"""A timeline is a plan: flat segments with absolute times. Types only; `compiler` makes them.

Units: `start`, `duration`, `offset` and `seconds` are seconds; `start` counts from the beginning
of the practice, `offset` from the beginning of the segment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from yogaflow.model import Breath, Flow, Level, Pose, Side, Unit
from yogaflow.timeline.cues import CueName

EntryKey = tuple[int, ...]
"""A written entry: its place in the lists of the flow, outermost first."""

VisitKey = tuple[int, ...]
"""One time a written entry is played: its place with rounds, passes and sets. The same in every
plan compiled from one flow, whatever the choices."""


class SegmentKind(StrEnum):
    """What a stretch of the practice is for."""

    READY = "ready"
    ENTER = "enter"
    SETTLE = "settle"
    HOLD = "hold"
    MOVE = "move"
    REP = "rep"
    REST = "rest"
    SWITCH = "switch"
    WAIT = "wait"
    SAY = "say"
    CLOSE = "close"


COUNTED = frozenset({SegmentKind.HOLD, SegmentKind.MOVE, SegmentKind.REP, SegmentKind.REST})
"""Segments whose breaths count as practice; a settling breath does not."""

LEAST_REST = 0.1
"""Seconds from which what is left until the next set is a rest; if less, it is a moment."""
MOMENT = 1e-6
"""Seconds of a rest between sets or rounds for which the interval leaves no time."""

MOVING = frozenset({SegmentKind.ENTER, SegmentKind.SWITCH})
"""Segments in which the person is on the way; the pacer is silent there."""


class PhaseKind(StrEnum):
    """A phase of a breath, or a stretch of seconds inside a repetition."""

    IN = "in"
    FULL = "full"
    OUT = "out"
    EMPTY = "empty"
    TIMED = "timed"


class Role(StrEnum):
    """What a spoken line is for; how much of what is said is heard is chosen by role."""

    INTRO = "intro"
    WHY = "why"
    """Why one does it, for those who are learning."""
    SAFETY = "safety"
    POSITION = "position"
    NAME = "name"
    WAY_IN = "way-in"
    OPTION = "option"
    CAUTION = "caution"
    CUE = "cue"
    MORE = "more"
    """A cue between the cues, for those who are learning a pose."""
    COUNT = "count"
    LAST = "last"
    EXIT = "exit"
    CALL = "call"
    RECALL = "recall"
    """The name of a movement that has been called before, for those who are learning."""
    WORDS = "words"
    WAIT = "wait"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Line:
    """A spoken line: where in its segment, how long it takes, what it is for."""

    offset: float
    seconds: float
    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase inside a segment. `breath` is its 1-based number there, 0 outside any breath."""

    kind: PhaseKind
    offset: float
    seconds: float
    breath: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Chime:
    """A sound of a segment; `seconds` is the length of a swell and 0.0 for all others.

    A swell is `soft` where its breath is not counted.
    """

    offset: float
    name: CueName
    seconds: float = 0.0
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the body comes to on its way: a stance on a side, or "" for the segment's own pose.

    It sets out when that is told, at `begins`, and is there at `ends`: seconds in the segment.
    """

    stance: str
    side: Side | None
    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of the timeline.

    `breaths` is the number of in-breaths begun in it. `amount` and `unit` say what is counted
    down in it (breaths or seconds of a hold, the reps of the step for a rep); 0 where nothing is.
    `breath` is the paced breath, None where the pacer is silent. `open` segments have a nominal
    duration and are ended by an event. `rep`, `set` and `round` are 1-based, 0 where there is
    none; `reps`, `sets` and `rounds` are their totals. `still` marks a half breath that was
    inserted. `line` is the line of the flow file, 0 for what no line asked for. `notes` tell
    whoever wrote it what a way has no time for. `stops` are where the body comes to in it, in
    order; () where it stays, or goes straight to its pose. A rest that fills an interval has the
    instant that this began at in `since`.
    """

    index: int
    visit: int
    kind: SegmentKind
    pose: str | None
    side: Side | None
    start: float
    duration: float
    breath: Breath | None = None
    breaths: int = 0
    unit: Unit | None = None
    amount: int = 0
    rep: int = 0
    reps: int = 0
    set: int = 0
    sets: int = 0
    round: int = 0
    rounds: int = 0
    open: bool = False
    still: bool = False
    options: tuple[str, ...] = ()
    line: int = 0
    lines: tuple[Line, ...] = ()
    phases: tuple[Phase, ...] = ()
    chimes: tuple[Chime, ...] = ()
    notes: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()
    since: float | None = None

    def __hash__(self) -> int:
        """By place: hashing every line and phase would cost more than what is looked up."""
        return hash((self.index, self.kind, self.start))

    @property
    def is_moment(self) -> bool:
        """Whether it is over before one notices."""
        return self.duration <= MOMENT

    @property
    def end(self) -> float:
        """When it ends, seconds from the beginning of the practice."""
        return self.start + self.duration

    def phase_at(self, offset: float) -> Phase | None:
        """The phase that holds the offset (seconds), or None where there is none.

        After the last whole breath of a hold of seconds there is none: what is left is still.
        """
        found = None
        for phase in self.phases:
            if phase.offset > offset:
                break
            found = phase
        if found is not None and found.offset + found.seconds < offset - 1e-6:
            return None
        return found


@dataclass(frozen=True, slots=True)
class Visit:
    """One time a pose is taken on one side: what next and previous step by.

    `first` and `last` are indices of segments, both included. `entry` is the written entry it
    comes from, () for the countdown and the close. `title` is the step's own title or "".
    `section` is the title of the nearest titled group. Where it `alternates`, `side` is that
    of its first repetition.
    """

    index: int
    key: VisitKey
    entry: EntryKey
    kind: SegmentKind
    pose: str | None
    side: Side | None
    first: int
    last: int
    options: tuple[str, ...] = ()
    title: str = ""
    section: str = ""
    line: int = 0
    alternates: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chooses before or while playing; the flow itself never changes.

    `first` is the side that goes first wherever the flow does both (None: as written).
    `pace` scales breaths (1.25 is a quarter quicker), `unhurried` the ways in (0.5 to 2).
    `options` are names, `no-NAME` switches one off; with a pose before it (`bridge.leg-lift`,
    `bridge.no-leg-lift`) in that pose alone, else in all that offer it.
    `countdown` is seconds, 0 for none.
    `brief` ways in last no longer than they must where only names are said, not how to move.
    `why` makes the countdown longer by what the flow says of itself. `quiet` speaks of no bells.
    `day` is any number that differs from day to day: each has its own cues.
    `tapped` has the person count the breaths of a hold: such holds are open.
    `adjust` adds to the amount of a written entry, in its own unit. `flips` holds the visits at
    which the person asked for the other side; each flips the rest of its outermost group.
    `start` leaves out all visits before that one.
    """

    first: Side | None = None
    level: Level = Level.LOW
    pace: float = 1.0
    unhurried: float = 1.0
    options: tuple[str, ...] = ()
    countdown: float = 20.0
    skip_optional: bool = False
    brief: bool = False
    why: bool = False
    quiet: bool = False
    day: int = 0
    tapped: bool = False
    adjust: Mapping[EntryKey, int] = field(default_factory=dict)
    flips: frozenset[VisitKey] = frozenset()
    start: VisitKey | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole plan of one practice."""

    flow: Flow
    choices: Choices
    segments: tuple[Segment, ...]
    visits: tuple[Visit, ...]
    by_key: Mapping[VisitKey, int]
    """Index of the visit with that key."""

    @property
    def duration(self) -> float:
        """Length of the practice, seconds, with open segments at their nominal length."""
        return self.segments[-1].end if self.segments else 0.0

    def begins(self, visit: int) -> Segment:
        """The first segment of a visit, by its index."""
        return self.segments[self.visits[visit].first]

    @property
    def breaths(self) -> int:
        """Breaths that count as practice: all but settling ones."""
        return sum(s.breaths for s in self.segments if s.kind in COUNTED)

    def written(self, text: str) -> str:
        """A line as one reads it: names as they are written, where a voice has them by sound."""
        for pose in self.flow.poses.values():
            if pose.say_as:
                text = text.replace(pose.say_as, pose.name)
        return " ".join(text.split())

    def pose(self, key: str | None) -> Pose | None:
        """The pose of that key, None for None."""
        return self.flow.poses[key] if key is not None else None


def props_of(flow: Flow, visits: Iterable[Visit]) -> tuple[str, ...]:
    """What the poses of these visits need at hand, options that are on included, each once."""
    found: dict[str, None] = {}
    for visit in visits:
        if visit.pose is not None:
            pose = flow.poses[visit.pose]
            found |= dict.fromkeys(pose.props)
            for option in visit.options:
                found |= dict.fromkeys(pose.options[option].props)
    return tuple(found)
