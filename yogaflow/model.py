"""The format as types: what a flow file and a pose file say, resolved and checked.

Nothing here does I/O or knows YAML, a clock or a screen. The loader builds these objects, the
timeline reads them. Everything is frozen: a flow that plays cannot change under the player.

Units: durations are seconds (float), counts are whole breaths or repetitions, `line` is the
1-based line of the file an entry was written on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

FORMAT_VERSION = 1
"""The `format:` a flow file may name; the only one so far."""

MAX_SEGMENTS = 20_000
"""A flow that would expand past this many segments is refused."""

MAX_SECONDS = 24 * 3600.0
"""A flow longer than a day is refused."""


class Side(StrEnum):
    """A side of the body, or a direction along the mat; each pose says what it names."""

    RIGHT = "right"
    LEFT = "left"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.LEFT if self is Side.RIGHT else Side.RIGHT


class PoseKind(StrEnum):
    """What a pose is for; decides its default breath."""

    STRENGTHEN = "strengthen"
    STRETCH = "stretch"
    BALANCE = "balance"
    FLOWING = "flowing"
    REST = "rest"
    RELEASE = "release"


class Position(StrEnum):
    """How the body meets the floor; decides the time it takes to get from pose to pose."""

    STANDING = "standing"
    KNEELING = "kneeling"
    ALL_FOURS = "all-fours"
    ARM_SUPPORT = "arm-support"
    SEATED = "seated"
    PRONE = "prone"
    SUPINE = "supine"
    SIDE_LYING = "side-lying"


class Unit(StrEnum):
    """What an amount counts."""

    BREATHS = "breaths"
    SECONDS = "seconds"
    REPS = "reps"


class Level(StrEnum):
    """Where in a range an amount is chosen; also the words of `--amount`."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Effort(StrEnum):
    """How an option compares with the plain pose."""

    EASIER = "easier"
    STANDARD = "standard"
    HARDER = "harder"


class Work(StrEnum):
    """What happens to a muscle in a pose."""

    WORKS = "works"
    STRETCHES = "stretches"
    RELEASES = "releases"
    """It is pressed, by a ball or the floor, and lets go."""


class MuscleSide(StrEnum):
    """Which muscle of the pair: the named side's, the other one, or both."""

    SIDE = "side"
    OTHER = "other"
    BOTH = "both"


class Travel(StrEnum):
    """Where a repetition leads: to the side it is for, forward or back; or where one stays."""

    SIDE = "side"
    FORWARD = "forward"
    BACK = "back"
    STAY = "stay"


class Family(StrEnum):
    """How the body is carried; between two of these a figure moves by way-points."""

    STANDING = "standing"
    KNEELING = "kneeling"
    SEATED = "seated"
    PRONE = "prone"
    SUPINE = "supine"


FAMILIES: Mapping[Position, Family] = MappingProxyType(
    {
        Position.STANDING: Family.STANDING,
        Position.KNEELING: Family.KNEELING,
        Position.ALL_FOURS: Family.KNEELING,
        Position.ARM_SUPPORT: Family.KNEELING,
        Position.SEATED: Family.SEATED,
        Position.PRONE: Family.PRONE,
        Position.SUPINE: Family.SUPINE,
        Position.SIDE_LYING: Family.SUPINE,
    }
)
"""The family of a figure that names none, by the position of its pose."""


class PropKind(StrEnum):
    """A thing a figure is drawn with."""

    BLOCK = "block"
    CUSHION = "cushion"
    BAND = "band"
    BENCH = "bench"
    BALL = "ball"
    KETTLEBELL = "kettlebell"
    DUMBBELL = "dumbbell"
    WALL = "wall"


class Counts(StrEnum):
    """What counts as one repetition where the sides alternate: each, or one on either side."""

    EACH = "each"
    PAIR = "pair"


class Half(StrEnum):
    """Half of a breath, for steps that move once per half."""

    INHALE = "inhale"
    EXHALE = "exhale"

    @property
    def other(self) -> Half:
        """The half that follows."""
        return Half.EXHALE if self is Half.INHALE else Half.INHALE


class Place(StrEnum):
    """Where in a hold a line is said, when the file names a place instead of an amount."""

    START = "start"
    HALFWAY = "halfway"
    END = "end"


@dataclass(frozen=True, slots=True)
class Amount:
    """How long: `low` to `high` of a unit, equal when the file gives no range.

    Breaths and reps are counts of at least 1; seconds are whole seconds of at least 1, and 0 only
    between two sets that follow each other at once.
    """

    unit: Unit
    low: int
    high: int

    def pick(self, level: Level) -> int:
        """The amount at that level; the middle rounds down."""
        if level is Level.LOW:
            return self.low
        if level is Level.HIGH:
            return self.high
        return (self.low + self.high) // 2

    @property
    def is_range(self) -> bool:
        """Whether there is anything to choose."""
        return self.low != self.high


QUICKEST = 0.2
"""Seconds of half a breath at least: no more than five pulses a second."""


@dataclass(frozen=True, slots=True)
class Breath:
    """One breath: seconds in, held full, out, held empty. `inhale` and `exhale` are above 0 in all
    but FREE."""

    inhale: float
    exhale: float
    full: float = 0.0
    empty: float = 0.0

    @property
    def seconds(self) -> float:
        """Length of the whole breath, seconds."""
        return self.inhale + self.full + self.exhale + self.empty

    @property
    def is_free(self) -> bool:
        """Whether no breath is led: see FREE."""
        return self.inhale == 0

    @property
    def is_held(self) -> bool:
        """Whether it rests with full or empty lungs."""
        return self.full > 0 or self.empty > 0

    @property
    def plain(self) -> Breath:
        """The same breath with nothing held."""
        return Breath(self.inhale, self.exhale) if self.is_held else self

    def at_pace(self, pace: float) -> Breath:
        """The same breath at a pace: 2.0 is twice as quick, as far as half a breath may be."""
        if pace == 1.0:
            return self
        inhale, exhale = (max(QUICKEST, half / pace) for half in (self.inhale, self.exhale))
        return Breath(inhale, exhale, full=self.full / pace, empty=self.empty / pace)


FREE = Breath(0.0, 0.0)
"""No breath is led: everybody breathes as they like, and seconds alone count."""

KIND_BREATHS: Mapping[PoseKind, Breath] = MappingProxyType(
    {
        PoseKind.STRENGTHEN: Breath(3, 3),
        PoseKind.BALANCE: Breath(4, 4),
        PoseKind.FLOWING: Breath(4, 4),
        PoseKind.STRETCH: Breath(4, 6),
        PoseKind.REST: Breath(4, 6),
        PoseKind.RELEASE: Breath(4, 6),
    }
)
"""The breath of a pose that names none, where step, group and flow name none either."""


class Fact(StrEnum):
    """What is so of the body at a moment: the knee of the front leg is bent, the hands are down.

    Front and back are those of the leg that a side names.
    """

    FRONT_KNEE_BENT = "front knee bent"
    FRONT_KNEE_STRAIGHT = "front knee straight"
    BACK_HEEL_UP = "back heel up"
    BACK_HEEL_DOWN = "back heel down"
    KNEES_UP = "knees up"
    KNEES_DOWN = "knees down"
    HIPS_FRONT = "hips front"
    HIPS_OPEN = "hips open"
    HANDS_UP = "hands up"
    HANDS_DOWN = "hands down"
    TORSO_UP = "torso up"
    TORSO_FOLDED = "torso folded"

    @property
    def about(self) -> str:
        """The part of the body that it is about: of two such facts one is so at a time."""
        return self.value.rpartition(" ")[0]


Facts = frozenset[Fact]


def changed(facts: Facts, by: Iterable[Fact]) -> Facts:
    """The facts after a line has been followed: what it is about is as it leaves it."""
    new = frozenset(by)
    if not new:
        return facts  # Most lines leave the body as it is.
    about = {fact.about for fact in new}
    return frozenset(fact for fact in facts if fact.about not in about) | new


@dataclass(frozen=True, slots=True)
class Words:
    """A line to say, and where: a place, or an offset of breaths or seconds into the hold.

    `once` lines are left out when the same step comes round again. On a way, a line `needs` the
    body to be so and `leaves` it so; where all that it leaves is so already, it is not said.
    The text may hold marks such as `<side>`: see `is_mark`.
    """

    text: str
    at: Place | Amount = Place.START
    once: bool = False
    needs: Facts = frozenset()
    leaves: Facts = frozenset()


@dataclass(frozen=True, slots=True)
class Bells:
    """When bells ring in a stay: again and again, and at instants; seconds from its beginning."""

    every: float = 0.0
    at: tuple[float, ...] = ()

    def within(self, seconds: float) -> tuple[float, ...]:
        """The instants in a stay of so many seconds; the end has a bell of its own."""
        again = [
            n * self.every for n in range(1, int(seconds / self.every) + 1 if self.every else 0)
        ]
        return tuple(at for at in (*again, *self.at) if at < seconds)


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of one repetition: tied to a half of a breath, or to seconds.

    Exactly one of `half` and `seconds` is set. Pace scales halves, never seconds.
    """

    text: str
    half: Half | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way into a pose: lines to say and the least seconds it takes."""

    seconds: float
    say: tuple[Words, ...] = ()


class Haste(StrEnum):
    """How a way is hurried: as quickly as it can be walked, or not at all, from where one is."""

    DIRECT = "direct"
    NONE = "none"


Transition = Entrance | Haste
"""What a file says of a way: the time of all of it, words in place of its own, or its haste."""


@dataclass(frozen=True, slots=True)
class Stance:
    """A place of the body that many poses share; poses begin and end in one.

    `sides` says what a side names, as a pose's does; empty for a stance without sides. `arrive`
    gets one there from anywhere. `rest` is the pose that a bare rest takes there, "" for none: one
    stays. A road passes a stance without `through` only where there is no other way. `holds` is
    what is so of whoever is there; `cautions` are said before it is taken, for whatever pose begins
    in it. `figure` is how it looks, drawn for the right side.
    """

    key: str
    name: str
    position: Position
    arrive: str
    body: str = ""
    sides: str = ""
    rest: str = ""
    through: bool = True
    holds: Facts = frozenset()
    cautions: tuple[str, ...] = ()
    figure: Figure | None = None

    def __hash__(self) -> int:
        """By key: mappings have no hash. Stances that are equal have the same key."""
        return hash(self.key)


@dataclass(frozen=True, slots=True)
class StanceWay:
    """A way from one stance to the next; times are seconds.

    `seconds` is the least that it takes where it is guided, `flow` inside one movement per breath:
    0 where it is the movement itself, None where no breath is long enough. Nothing makes a way that
    is `keep` quicker. `unsided` is said where the side is left to the person.
    """

    start: str
    goal: str
    seconds: float
    say: tuple[Words, ...] = ()
    flow: float | None = None
    keep: bool = False
    unsided: tuple[Words, ...] = ()

    @property
    def seconds_in_flow(self) -> float:
        """Seconds where nobody is guided: its `flow`, if it has one and is not to be kept."""
        return self.seconds if self.keep or self.flow is None else self.flow


@dataclass(frozen=True, slots=True, eq=False)
class Stances:
    """The stances by key, and the ways between them."""

    by_key: Mapping[str, Stance] = field(default_factory=dict)
    ways: tuple[StanceWay, ...] = ()

    def needs_side(self, key: str) -> bool:
        """Whether a stance has sides, and no way into it leaves the side to the person."""
        stance = self.by_key.get(key)
        return bool(stance and stance.sides) and not any(
            way.goal == key and way.unsided for way in self.ways
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """The stance that a pose begins or ends in; with `other`, on its other side."""

    stance: str
    other: bool = False


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle, what happens to it, and on which side."""

    name: str
    work: Work
    side: MuscleSide = MuscleSide.BOTH

    def sides(self, taken: Side | None) -> tuple[Side, ...]:
        """The body's sides whose muscle is meant, in a pose that is taken on that side."""
        if taken is None or self.side is MuscleSide.BOTH:
            return tuple(Side)
        return (taken if self.side is MuscleSide.SIDE else taken.other,)


Point = tuple[float, float, float]
"""Body centimetres: x toward the front of the mat, y up from it, z to the person's right."""


@dataclass(frozen=True, slots=True)
class Prop:
    """A thing in the picture: at a point, or on a joint by its name ("knee" is at both knees)."""

    kind: PropKind
    at: Point = (0.0, 0.0, 0.0)
    on: str = ""


BASE = "base"
"""The figure itself, among the shapes of a repetition; no shape is called so."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How a pose looks, drawn for the right side; or what an option or a phase changes of that.

    `joints` are points by name: those of the spine ("pelvis"), and the others with their side
    ("right knee"). `view` is where it is looked at from, degrees: around the body (0 from its
    right, 90 from its front) and above. `heading`, `hips` and `shoulders` are turned to the
    right, degrees: the whole body on the mat, the pelvis, the shoulders. `gaze` is where the
    face looks. `highlight` names muscles of the pose, `contacts` the joints on the floor.
    `shapes` are named changes, and `rep` names the one at the end of each phase of a repetition
    ("base" is none). `travel` is where the body goes on its way to each of them, or the one word
    for all; with it, a phase may have several shapes. What is None is not said.
    """

    joints: Mapping[str, Point] = field(default_factory=dict)
    view: tuple[float, float] | None = None
    heading: float | None = None
    hips: float | None = None
    shoulders: float | None = None
    gaze: Point | None = None
    highlight: tuple[str, ...] | None = None
    contacts: tuple[str, ...] | None = None
    family: Family | None = None
    props: tuple[Prop, ...] | None = None
    shapes: Mapping[str, Figure] = field(default_factory=dict)
    rep: tuple[str, ...] | None = None
    travel: tuple[Travel, ...] | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A variation a pose offers: easier, standard or harder, with props and what it excludes.

    `rep` replaces the pose's repetition; `seconds` are added to the way in; `sides` makes the
    pose sided while the option is on and says what the side names (text with `<side>`).
    `come_in`, `cues`, `muscles` and `begins`, the stance with it, replace the pose's where they
    are not None; `must` goes with the cues. `figure` holds what the option changes in the picture.
    """

    key: str
    name: str
    effort: Effort = Effort.STANDARD
    say: str = ""
    props: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    seconds: float = 0.0
    rep: tuple[Phase, ...] = ()
    sides: str = ""
    come_in: Entrance | None = None
    cues: tuple[str, ...] | None = None
    must: tuple[str, ...] = ()
    muscles: tuple[Muscle, ...] | None = None
    figure: Figure | None = None
    begins: Ground | None = None


@dataclass(frozen=True, slots=True)
class Pose:
    """One pose of the library.

    `sides` is empty for a pose without sides; otherwise it says what a side names, as text with
    `<side>`: "<side> knee forward". `starts` is the position its way in begins from (pigeon is
    entered from all fours), `position` where the body is while staying; None where nobody knows.
    `begins` and `ends` are its stances; None for a pose that is written without: then they follow
    from its positions.
    `come_from` holds ways in that replace `come_in` after the pose of that key.
    `switch` is the way from one side to the other; None means the whole way in again. `counts`
    says what is counted where repetitions alternate.
    """

    key: str
    name: str
    kind: PoseKind = PoseKind.STRETCH
    position: Position | None = Position.STANDING
    starts: Position | None = Position.STANDING
    begins: Ground | None = None
    ends: Ground | None = None
    short: str = ""
    sanskrit: str = ""
    say_as: str = ""
    gloss: str = ""
    also: tuple[str, ...] = ()
    call: str = ""
    sides: str = ""
    can_see: bool = True
    breath: Breath | None = None
    come_in: Entrance = Entrance(10.0)
    come_from: Mapping[str, Entrance] = field(default_factory=dict)
    switch: Entrance | None = None
    cues: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    come_out: tuple[Words, ...] = ()
    rep: tuple[Phase, ...] = ()
    counts: Counts = Counts.EACH
    options: Mapping[str, Option] = field(default_factory=dict)
    muscles: tuple[Muscle, ...] = ()
    props: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    source: str = ""
    figure: Figure | None = None

    def __hash__(self) -> int:
        """By key: mappings have no hash. Poses that are equal have the same key."""
        return hash(self.key)

    def chosen(self, options: Iterable[str]) -> Pose:
        """The pose as it is with those options: what they bring of their own, the last one's first.

        Short cuts and the switch lead to the plain pose: they are left out with a way in or a
        stance of an option's own.
        """
        found = self
        for option in (self.options[key] for key in options if key in self.options):
            if option.come_in is not None:
                found = replace(found, come_in=option.come_in, come_from={}, switch=None)
            if option.begins is not None:
                found = replace(found, begins=option.begins, ends=None, come_from={}, switch=None)
            if option.cues is not None:
                found = replace(found, cues=option.cues, must=option.must)
            if option.muscles is not None:
                found = replace(found, muscles=option.muscles)
        return found

    @property
    def label(self) -> str:
        """The name for the big view: `short`, or the name cut to 13 letters."""
        return self.short or self.name[:13].rstrip()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it is known by: its name, Sanskrit, short one and others."""
        words = (self.name, self.sanskrit, self.short, *self.also)
        return tuple(word for word in words if word)

    @property
    def spoken(self) -> str:
        """The name as a voice should read it."""
        return self.say_as or self.name


REST_POSES: Mapping[Position, str] = MappingProxyType(
    {
        Position.STANDING: "mountain",
        Position.KNEELING: "childs-pose",
        Position.ALL_FOURS: "childs-pose",
        Position.ARM_SUPPORT: "childs-pose",
        Position.SEATED: "easy-seat",
        Position.PRONE: "prone-rest",
        Position.SUPINE: "supine-rest",
        Position.SIDE_LYING: "supine-rest",
    }
)
"""The pose a bare `rest:` takes, by the position the body was in last."""


@dataclass(frozen=True, slots=True)
class PoseStep:
    """Stay in a pose, or repeat it: `- pigeon: 5-10 breaths` and its long form.

    `amounts` has one amount for each side; they differ only for `hold: {right: …, left: …}`.
    `sides` is None where the step is silent. `options` are switched on by name, `no-NAME` off.
    `transition` says how long the way in takes, or replaces it. `settle` says whether a breath to
    settle in comes before the stay; None leaves that to the pose. `between` is played between two
    sets; or each set begins `every` so many seconds, 0 for neither. `by_round` has the repetitions
    of each round of the repeat around it, and is () where they are the same in all; then `amounts`
    has the most. `alternate` changes the side with each repetition. `bells` ring in a hold of
    seconds.
    """

    pose: str
    amounts: Mapping[Side, Amount]
    line: int
    sides: tuple[Side, ...] | None = None
    say: tuple[Words, ...] = ()
    options: tuple[str, ...] = ()
    transition: Transition | None = None
    settle: bool | None = None
    breath: Breath | None = None
    sets: int = 1
    between: Step | None = None
    every: int = 0
    by_round: tuple[int, ...] = ()
    alternate: bool = False
    bells: Bells | None = None
    wait: bool = False
    optional: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class MoveStep:
    """One movement in half a breath: `- inhale: upward-salute`.

    `pose` is None when the body stays in the pose it is in and only words or breath are given.
    """

    half: Half
    line: int
    pose: str | None = None
    side: Side | None = None
    say: tuple[Words, ...] = ()
    options: tuple[str, ...] = ()
    breath: Breath | None = None
    optional: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class RestStep:
    """Rest in the last position, or in a named pose: `- rest: 5 breaths`."""

    amount: Amount
    line: int
    pose: str | None = None
    say: tuple[Words, ...] = ()
    transition: Transition | None = None
    settle: bool | None = None
    breath: Breath | None = None
    bells: Bells | None = None
    wait: bool = False
    optional: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class SayStep:
    """Words with nothing to do but listen: `- say: Set an intention.`"""

    text: tuple[str, ...]
    line: int
    optional: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Steps played together: in rounds (outside), and on sides (inside).

    `repeat` is a plain count or a range of reps. `part` is the name used, for `- use: NAME`;
    one part's steps are shared by all its uses, so a group must be told apart by its place.
    A round begins `every` so many seconds; 0 has each begin when the one before is over.
    """

    steps: tuple[Step, ...]
    line: int
    sides: tuple[Side, ...] | None = None
    repeat: Amount = Amount(Unit.REPS, 1, 1)
    breath: Breath | None = None
    title: str = ""
    part: str = ""
    optional: bool = False
    transition: Transition | None = None
    settle: bool | None = None
    every: int = 0


Step = PoseStep | MoveStep | RestStep | SayStep | Group


@dataclass(frozen=True, slots=True)
class Flow:
    """A whole flow file, with every pose it needs.

    `poses` holds each pose named in the flow by key, and the rest poses of the stances.
    `path` is the file as it was given ("" for text that came from elsewhere). `why` is for
    whoever practises, `notes` are for whoever teaches, each as it is written, text by text.
    """

    key: str
    title: str
    steps: tuple[Step, ...]
    poses: Mapping[str, Pose]
    about: str = ""
    source: str = ""
    language: str = "en"
    breath: Breath | None = None
    path: str = ""
    transition: Transition | None = None
    settle: bool | None = None
    stances: Stances = field(default_factory=Stances, compare=False, repr=False)
    why: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    author: str = ""

    @property
    def byline(self) -> str:
        """Who made it: "By Ann Bee", or ""."""
        return f"By {self.author}" if self.author else ""


class Severity(StrEnum):
    """How much a problem matters: an error keeps a file from being played, a note does not."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file, or worth knowing of it: where, what, and what was meant.

    `line` and `column` are 1-based; `column` counts characters.
    """

    path: str
    line: int
    column: int
    message: str
    level: Severity = Severity.ERROR

    def __str__(self) -> str:
        kind = "note: " if self.level is Severity.NOTE else ""
        return printable(f"{self.path}:{self.line}:{self.column}: {kind}{self.message}")


class FormatError(Exception):
    """A file that cannot be played as it is written.

    `problems` holds every error found, sorted by line and column; never empty.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            sorted(problems, key=lambda problem: (problem.line, problem.column))
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


SIDE_MARKS = ("side", "other")
COUNT_MARKS = ("amount", "round", "rounds", "set", "sets")
"""The words that may stand in a text as `<side>`, or `<Side>` where a sentence begins."""

MARK = re.compile(r"<([A-Za-z]+)>")


def is_mark(word: str) -> bool:
    """Whether `<word>` is filled when it is said."""
    return word[:1].lower() + word[1:] in {*SIDE_MARKS, *COUNT_MARKS}


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with the marks that `words` has replaced, those with nothing dropped.

    >>> filled("<Amount> to the <side>", {"amount": "five breaths"})
    'Five breaths to the <side>'
    """
    dropped = False

    def fill(match: re.Match[str]) -> str:
        nonlocal dropped
        word = match[1]
        value = words.get(word[:1].lower() + word[1:])
        if value is None:
            return match[0]
        dropped = dropped or not value
        return value[:1].upper() + value[1:] if word[0].isupper() else value

    if "<" not in text:
        return text
    text = MARK.sub(fill, text)
    return " ".join(text.split()) if dropped else text


def sided_text(text: str, side: Side | None) -> str:
    """Fill `<side>`, `<other>`, `<Side>` and `<Other>`; other marks, and all without a side, go.

    >>> sided_text("<Side> knee forward, <other> leg long", Side.RIGHT)
    'Right knee forward, left leg long'
    """
    if "<" not in text:
        return text
    return filled(text, side_words(side) | dict.fromkeys(COUNT_MARKS, ""))


def side_words(side: Side | None) -> dict[str, str]:
    """What the marks of a side stand for; nothing where there is none."""
    words = (side.value, side.other.value) if side else ("", "")
    return dict(zip(SIDE_MARKS, words, strict=True))


ONE_GO = 300
"""Characters that are said in one go at most: longer texts are said sentence by sentence."""

_BETWEEN_SENTENCES = re.compile(r"(?<=[.?!…])(?<!\b[A-Z][a-z]\.)\s+(?=[^\sa-z])")
"""The blanks behind a stop: not in "e.g. this", and not behind the "Dr." of a name."""


def sentences(text: str) -> list[str]:
    """The sentences of a text.

    >>> sentences("Sit tall. Ask Dr. Kim, e.g. today. Rest.")
    ['Sit tall.', 'Ask Dr. Kim, e.g. today.', 'Rest.']
    """
    return _BETWEEN_SENTENCES.split(text)


def in_breaths(text: str) -> list[str]:
    """A text in as few pieces of at most ONE_GO characters as its sentences allow."""
    if len(text) <= ONE_GO:
        return [text]
    pieces: list[str] = []
    for sentence in sentences(text):
        if pieces and len(pieces[-1]) + 1 + len(sentence) <= ONE_GO:
            pieces[-1] += f" {sentence}"
        else:
            pieces.append(sentence)
    return pieces


# Control characters, the line breaks only Unicode knows, marks that turn the reading direction or
# are not seen at all, halves of characters. Not the joiners, which words and emoji are made with.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def printable(text: str, instead: str = "?") -> str:
    """A text as a terminal may be sent it, on one line: a "?" for each character that is no text.

    Every word that is not ours (of a file, its name, an error, a setting) goes through it on its
    way to a screen, so that none moves the cursor, changes colours or writes to the clipboard.

    >>> printable("Pigeon\\x1b[2J")
    'Pigeon?[2J'
    """
    return text if text.isprintable() else _UNPRINTABLE.sub(instead, text)
