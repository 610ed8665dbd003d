"""What the compiler asks the builder for, and where the body is in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from yogaflow.model import Breath, Half, Option, Phase, Pose, Side, Transition, Unit, Words
from yogaflow.timeline.roads import Place
from yogaflow.timeline.timeline import EntryKey, Segment, SegmentKind, VisitKey


class CompileError(ValueError):
    """The flow cannot be laid out in time as it is written. `line` is the line of the file."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(slots=True)
class Stay:
    """One visit, with everything resolved.

    Not frozen: a frozen one costs twice the time to make, and a long flow makes thousands.
    `count` is in `unit`. `again` marks the same written entry coming straight round again.
    `changed` is true where another side was taken last in the same group.
    `plain_rest` is a rest that names no pose. `introduces` is set by the builder: this entry is
    the first with its pose, and says its plain name. So are `announces`, that its breath is held as
    it was not before, or no more, `turn`, how often the pose has come before, `warnings`, the
    cautions of the stance where the pose begins, and `cautions`, those of the pose, that no entry
    before has said.
    `between` is a rest between two sets of a pose: no way is told or timed; a rest
    that `goes_out` of the pose stays in its stance.
    `remarks` tell which set or round begins; they are given time on both sides, and are said on
    the one where they are in `remarked`. `settling` breaths follow a way in,
    and come without one where the file says that it `settles`. A stay is `led` where its breath has
    a sound and is shown; a `long` one is a rest of minutes, and a `still` one of these is not led.
    `bells` are seconds from its beginning. `aside` are the props that are put away on the way,
    `ready` the options whose props are where they belong already. `notes` are for whoever wrote it.
    Where it `alternates`, `side` is that of the first repetition; `in_pairs` one on either side
    counts as one; the side has been `called` where the rest before has told it.
    """

    kind: SegmentKind
    key: VisitKey
    entry: EntryKey
    line: int
    pose: Pose | None = None
    side: Side | None = None
    unit: Unit | None = None
    count: int = 0
    breath: Breath | None = None
    half: Half | None = None
    options: tuple[Option, ...] = ()
    option_keys: tuple[str, ...] = ()
    say: tuple[Words, ...] = ()
    transition: Transition | None = None
    settling: int = 0
    settles: bool = False
    rep: tuple[Phase, ...] = ()
    set: int = 0
    sets: int = 0
    round: int = 0
    rounds: int = 0
    led: bool = True
    long: bool = False
    still: bool = False
    bells: tuple[float, ...] = ()
    aside: tuple[str, ...] = ()
    ready: tuple[str, ...] = ()
    wait: bool = False
    tapped: bool = False
    again: bool = False
    changed: bool = False
    plain_rest: bool = False
    between: bool = False
    goes_out: bool = False
    introduces: bool = False
    turn: int = 0
    announces: bool = False
    warnings: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    remarked: tuple[str, ...] = ()
    alternates: bool = False
    in_pairs: bool = False
    called: bool = False
    title: str = ""
    section: str = ""
    notes: tuple[str, ...] = ()

    @property
    def reps(self) -> int:
        """How many repetitions there are to do."""
        return self.count * (2 if self.in_pairs else 1)

    @property
    def last_side(self) -> Side | None:
        """The side that it ends on."""
        turned = self.alternates and self.reps % 2 == 0
        return self.side.other if self.side is not None and turned else self.side

    @property
    def flows_on(self) -> bool:
        """Whether it is one breath more of what was done the round before, with nothing between."""
        return self.again and self.unit is Unit.BREATHS and self.count == 1 and self.rounds > 1

    @property
    def makes_time(self) -> bool:
        """Whether time may be made for words: not where the file says how long ways take."""
        return self.transition is None


@dataclass(frozen=True, slots=True)
class KeptSegment:
    """A segment that is being played while the rest is planned anew: it stays as it is.

    `place` counts the segments of its visit before it.
    """

    visit: VisitKey
    place: int
    segment: Segment


@dataclass(slots=True)
class Body:
    """Where the body is: what the next way in depends on.

    `place` is where one is after the way out of the pose; None before the first, or where it is
    `lost`.
    `half` is the half breath it moved on last, `half_breath` that breath; `moving` is true
    after a movement, False after a stay. `is_out` is a body whose way out has been told, `rested`
    one that has lain still for long. `props` are what it has on or with it, each with what was said
    of it.
    """

    place: Place | None = None
    pose: Pose | None = None
    side: Side | None = None
    options: tuple[str, ...] = ()
    half: Half | None = None
    half_breath: Breath | None = None
    moving: bool = False
    is_out: bool = False
    rested: bool = False
    props: Mapping[str, str] = field(default_factory=dict)

    @property
    def lost(self) -> bool:
        """Whether nobody knows where the body is: in a pose without a stance or position."""
        return self.pose is not None and self.place is None
