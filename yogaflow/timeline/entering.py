"""The way into a pose from where the body is: how long it takes, and what is said on it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from yogaflow.model import (
    Entrance,
    Haste,
    Side,
    Stances,
    Unit,
    Words,
    changed,
    in_breaths,
    sided_text,
)
from yogaflow.model import Place as Instant
from yogaflow.timeline import phrases
from yogaflow.timeline.cues import CueName
from yogaflow.timeline.hold_lines import how_often, own_words
from yogaflow.timeline.passing import left, stops, told_at
from yogaflow.timeline.roads import (
    Place,
    Road,
    begins_at,
    facts_in,
    from_anywhere,
    holds,
    road,
    seconds_of,
)
from yogaflow.timeline.speech_layout import (
    BOWL_GAP,
    SWITCH_GAP,
    Saying,
    Speech,
    spoken_length,
    spread,
    tenths,
)
from yogaflow.timeline.timeline import Chime, Line, Role, SegmentKind, Stop
from yogaflow.timeline.visit import Body, Stay

HURRIED = 0.2
"""The part of the time to do what a line says that is left where a way is hurried."""

COME_BACK = 60.0
"""Seconds to come back in, at least, after one has lain still for long."""

PUT_AWAY = 4.0
"""Seconds to put a prop away, once that has been said."""

_SAID_IN_A_HURRY = {Role.CAUTION, Role.NAME, Role.COUNT, Role.WORDS}
_RANKS: Mapping[Role, int] = MappingProxyType({Role.CAUTION: 0, Role.NAME: 1})


@dataclass(frozen=True, slots=True)
class Way:
    """A way in. `other_side` makes it a switch.

    The body goes out of the old pose, along the `road` and into the new one by the `entrance`; a
    `short_cut` begins inside the old pose, and has no road. `again` is no way at all: what is done
    in the pose begins once more. `extra` are seconds for options. With a `time`, in seconds, the
    whole way takes that long, or `hurried` as long as it must. A `brief` one takes its seconds and
    has no more time for what is said than names and places need.
    """

    entrance: Entrance
    road: Road = ()
    extra: float = 0.0
    other_side: bool = False
    short_cut: bool = False
    again: bool = False
    time: float | None = None
    hurried: bool = False
    brief: bool = False

    @property
    def is_tight(self) -> bool:
        """Whether not all of its lines are given time: then what does not fit is left out."""
        return self.hurried or self.brief or self.time is not None

    def must_say(self, saying: Saying) -> bool:
        """Whether the line is given time in any case."""
        if not self.is_tight:
            return True
        if self.time is not None:
            return saying.role is Role.CAUTION
        named = saying.role in _SAID_IN_A_HURRY
        return named or (saying.role is Role.POSITION and not self.hurried)

    def seconds(self, unhurried: float) -> float:
        """The least time it takes."""
        floor = sum(leg.way.seconds for leg in self.road if leg.way.keep)
        if self.time is not None:
            return max(self.time, floor)
        if self.hurried:
            return sum(leg.way.seconds_in_flow for leg in self.road)
        return seconds_of(self.road, unhurried) + (self.entrance.seconds + self.extra) * unhurried


@dataclass(frozen=True, slots=True)
class TimedWay:
    """A way in as a segment: its kind, its seconds, its lines, its bowl, and notes on it.

    `told` is true where how many repetitions follow is said in it. `stops` are where it leads.
    """

    kind: SegmentKind
    duration: float
    lines: tuple[Line, ...]
    chimes: tuple[Chime, ...]
    told: bool
    notes: tuple[str, ...]
    stops: tuple[Stop, ...]


def way_into(stay: Stay, body: Body, stances: Stances) -> Way:
    """The way into the pose of `stay` from where the body is."""
    if is_in_pose(stay, body):
        return Way(Entrance(0.0), again=True)
    usual = _usual(stay, body, stances)
    if not isinstance(stay.transition, Entrance):
        return replace(usual, hurried=stay.transition is Haste.DIRECT)
    if stay.transition.say:
        return replace(usual, entrance=stay.transition, road=(), short_cut=False)
    return replace(usual, time=stay.transition.seconds)


def _usual(stay: Stay, body: Body, stances: Stances) -> Way:
    """The way in of which the file says nothing."""
    assert stay.pose is not None
    pose, before = stay.pose, body.pose
    same_pose = before is not None and before.key == pose.key
    other_side = stay.side is not None and (
        (stay.changed and before is not None) or (same_pose and body.side is stay.side.other)
    )
    extra = sum(option.seconds for option in stay.options)
    if same_pose and other_side and pose.switch is not None:
        return Way(pose.switch, (), extra, other_side)
    if before is not None and before.key in pose.come_from and _is_plain(stay, body):
        return Way(pose.come_from[before.key], (), extra, other_side, short_cut=True)
    return Way(pose.come_in, _road(stay, body, stances), extra, other_side)


def _road(stay: Stay, body: Body, stances: Stances) -> Road:
    """The road to where the pose of `stay` begins, as far as anybody knows where that is."""
    assert stay.pose is not None
    if body.lost:
        return from_anywhere(stay.pose, stay.side, stances)
    goal = begins_at(stay.pose, stay.side, stances)
    if body.place is None or goal is None:
        return ()
    return road(stances, body.place, goal) or ()


def _is_plain(stay: Stay, body: Body) -> bool:
    """Whether a short cut begins where the body is: on the same side, in the pose's own stance."""
    same_side = stay.side is None or body.side is None or stay.side is body.side
    options = body.pose.options if body.pose is not None else {}
    return same_side and all(options[key].begins is None for key in body.options)


def guided_first(stay: Stay, body: Body, stances: Stances) -> Way | None:
    """The way that is walked before a movement; None where the half breath is time enough.

    From one movement to the next most ways are short enough, some are the movement itself. After
    a stay, and on ways that no breath is long enough for, one is led first, up to the movement.
    """
    if stay.pose is None:
        return None
    found = _road(stay, body, stances)
    while found and found[-1].way.flow == 0:
        found = found[:-1]
    if not found or (body.moving and all(leg.way.flow is not None for leg in found)):
        return None
    return Way(Entrance(0.0), found, hurried=stay.transition is Haste.DIRECT)


def is_in_pose(stay: Stay, body: Body) -> bool:
    """Whether the body is in that pose, on that side, already."""
    return (
        body.pose is not None
        and stay.pose is not None
        and not body.is_out
        and body.pose.key == stay.pose.key
        and (body.side == stay.side or stay.alternates)
        and body.options == stay.option_keys
        and not (isinstance(stay.transition, Entrance) and stay.transition.say)
    )


class _Told:
    """Tells lines one after the other, and knows how the body is after each."""

    def __init__(self, body: Body, stances: Stances) -> None:
        self.stances = stances
        self.leg = 0
        if body.pose is None:
            self.facts = holds(body.place, stances)
        else:
            self.facts = facts_in(body.pose, stances)

    def lines(
        self, lines: Sequence[Words], side: Side | None, role: Role, takes: float | None = None
    ) -> list[Saying]:
        """What is said of some lines: not what has its result already."""
        said = []
        for words in lines:
            if not words.leaves or not words.leaves <= self.facts:
                texts = in_breaths(sided_text(words.text, side))
                said += [Saying(text, role, takes, self.leg) for text in texts]
                self.facts = changed(self.facts, words.leaves)
        return said

    def way_out(self, body: Body, side: Side | None) -> list[Saying]:
        """What is said on the way out of the pose that was stayed in, had it been on that side."""
        if body.pose is None or body.moving:
            return []
        said = self.lines(body.pose.come_out, side, Role.EXIT)
        return [] if body.is_out else said

    def road(self, road: Road, role: Role) -> list[Saying]:
        """What is said along a road; whoever has come to a stance is as it holds."""
        said = []
        for leg in road:
            self.leg += 1
            said += self.lines(leg.say, leg.side, role, leg.way.seconds / max(1, len(leg.say)))
            self.facts = holds(Place(leg.way.goal), self.stances)
        return said


def way_out(body: Body, road: Road, stances: Stances, props: Sequence[str] = ()) -> list[Saying]:
    """What is said on the way out of a pose, of props to put away, and along the road after it."""
    told = _Told(body, stances)
    out = [*told.way_out(body, body.side), *_put_away(props, body)]
    return out + [replace(saying, takes=None) for saying in told.road(road, Role.EXIT)]


def way_sayings(
    stay: Stay,
    body: Body,
    way: Way,
    stances: Stances,
    side: Side | None,
    before: Side | None,
    *,
    first: bool,
    remarks: tuple[str, ...],
) -> list[Saying]:
    """The lines of a way in, in order, for one side; `first` adds what is said only once.

    `before` is the side of the pose one comes out of. A pose's plain name and its cautions come in
    the first entry that has the pose; those of its stance come before the last way of the road,
    which takes it.
    """
    told = _Told(body, stances)
    out: list[Saying] = []
    if not way.short_cut and not way.again:
        out += told.way_out(body, before)
    out += _put_away(stay.aside, body)
    if not way.short_cut and not way.again:
        out += told.road(way.road[:-1], Role.POSITION)
        if way.road and first:
            out += _cautions(stay.warnings, side)
        out += told.road(way.road[-1:], Role.POSITION)
    if stay.half is not None:
        return out  # A movement is called when it begins.
    assert stay.pose is not None
    back = way.other_side and stay.pose.figure is not None and stay.pose.figure.travel is not None
    if way.other_side and not back:
        out.append(Saying(phrases.OTHER_SIDE, Role.NAME))
    told.leg += 1
    lines = [words for words in way.entrance.say if first or not words.once]
    steps = told.lines(lines, side, Role.WAY_IN)
    if not way.again:
        name = phrases.REST if stay.plain_rest else _name(stay, side, steps, first=first)
        name = phrases.AND_BACK if back else name  # the same steps, the other way along the mat
        remarks = (name, *remarks)
    if stay.announces and way.again:
        out += _cautions(stay.cautions if first else (), side)
        out += [Saying(text, Role.NAME) for text in remarks]
    else:
        out += [Saying(text, Role.NAME) for text in remarks or (phrases.AGAIN,)]
    if not steps and not way.again:
        # Nothing tells how: whoever knows the pose by its name takes it now.
        takes = None if lines else way.entrance.seconds
        out[-1] = replace(out[-1], takes=takes, leg=told.leg)
    if not way.again:
        early = () if way.road else stay.warnings
        out += _steps(stay, side, steps, (*early, *stay.cautions) if first else ())
    if stay.announces and stay.breath is not None and (stay.breath.is_held or way.again):
        out.append(Saying(phrases.pattern(stay.breath), Role.POSITION))
    if stay.unit is Unit.REPS and way.time is None:
        out.append(Saying(how_often(stay), Role.COUNT))
        own = own_words(stay, first_visit=first)
        out += [Saying(sided_text(w.text, side), Role.WORDS) for w in own if w.at is Instant.START]
    return out


def _put_away(props: Sequence[str], body: Body) -> list[Saying]:
    """What is said of props that one has done with, where one has not put them down already."""
    come_out = body.pose.come_out if body.pose is not None else ()
    told = " ".join(words.text for words in come_out)
    lines = (phrases.put_away(prop, told) for prop in props)
    return [Saying(text, Role.OPTION, PUT_AWAY) for text in lines if text]


def _cautions(texts: Iterable[str], side: Side | None) -> list[Saying]:
    return [Saying(sided_text(text, side), Role.CAUTION) for text in texts]


def limb_of(stay: Stay, side: Side) -> str:
    """What a side names: "left foot in front"."""
    assert stay.pose is not None
    sides = next((o.sides for o in stay.options if o.sides), stay.pose.sides)
    return sided_text(sides.partition(",")[0], side)


def _name(stay: Stay, side: Side | None, steps: list[Saying], *, first: bool) -> str:
    """The pose and its side: the limb that the side names, unless that is what comes next."""
    assert stay.pose is not None
    pose = stay.pose
    name = (
        f"{pose.spoken}, {pose.gloss}" if first and stay.introduces and pose.gloss else pose.spoken
    )
    if side is not None:
        limb = limb_of(stay, side)
        if limb and not (steps and limb.lower() in steps[0].text.lower()):
            return phrases.limb_line(name, limb)
    return phrases.name_line(name, side)


def _steps(
    stay: Stay, side: Side | None, steps: list[Saying], cautions: Iterable[str]
) -> list[Saying]:
    """The way in line by line, with what has to be known or laid out before its last line.

    A caution comes before the pose is taken, and so does a prop: nobody lies down and gets up
    again for a block. Other options change the pose once it is there.
    """
    props = [o for o in stay.options if o.say and o.props and o.key not in stay.ready]
    others = [o for o in stay.options if o.say and not o.props]
    before = [Saying(sided_text(o.say, side), Role.OPTION) for o in props]
    after = [Saying(sided_text(o.say, side), Role.OPTION) for o in others]
    before += _cautions(cautions, side)
    return [*steps[:-1], *before, *steps[-1:], *after]


def lay_way(
    stay: Stay,
    body: Body,
    way: Way,
    *,
    stances: Stances,
    speech: Speech,
    unhurried: float,
    first: bool,
    timed: bool,
) -> TimedWay:
    """The way in with its time: never shorter than what is said in it, on either side.

    `timed` gives time for the lines that are said only once, `first` says them.
    """
    start = SWITCH_GAP if way.other_side else BOWL_GAP
    ease = HURRIED if way.is_tight else unhurried

    def length(sayings: Sequence[Saying]) -> float:
        return spoken_length(sayings, speech, ease=ease, start=start)

    said = partial(way_sayings, stay, body, way, stances)
    needs = []
    for side, before in _passes(stay.side, body.side):
        for once in {timed, False}:
            every = said(side, before, first=once, remarks=stay.remarks)
            needs.append(length([one for one in every if way.must_say(one)]))
    rises = body.rested and way.time is None and not way.hurried
    duration = tenths(max(way.seconds(unhurried), COME_BACK * rises, *needs))
    every = said(stay.side, body.side, first=first, remarks=stay.remarked)
    sayings = every
    if way.is_tight:
        sayings = _what_fits(every, way, lambda some: length(some) <= duration)
    missed = [f"{one.text} ({speech(one.text):.1f})" for one in every if one not in sayings]
    lines = spread(sayings, duration, speech, ease=ease, start=start)
    out = None if way.short_cut or way.again else left(body)
    into = (stay.side, way.entrance.seconds) if stay.half is None and not way.again else None
    return TimedWay(
        SegmentKind.SWITCH if way.other_side else SegmentKind.ENTER,
        duration,
        lines,
        (Chime(0.0, CueName.SWITCH if way.other_side else CueName.NEXT),),
        told=way.time is None,
        notes=tuple(_notes(way, duration, missed)),
        stops=stops(out, way.road, into, told_at(sayings, lines), duration),
    )


def stops_in_half(stay: Stay, body: Body, seconds: float, stances: Stances) -> tuple[Stop, ...]:
    """Where a movement passes in its half breath of so many seconds, on to its pose."""
    if stay.pose is None:
        return ()
    out = None if body.place is None else left(body)
    found = _road(stay, body, stances)
    # The pose begins where the road ends: nobody stops there.
    return stops(out if found else None, found[:-1], (stay.side, 1.0), {}, seconds)


def _notes(way: Way, duration: float, missed: Sequence[str]) -> Iterator[str]:
    """What whoever wrote the flow may want to know of a way whose time is set."""
    if missed and (way.hurried or way.time is not None):
        told = "1 line of the way in is"
        if len(missed) > 1:
            told = f"{len(missed)} lines of the way in are"
        yield f"{told} left out, with room for {duration:.1f} seconds: {' '.join(missed)}"
    if way.time is not None and duration > way.time + 0.05:
        yield f"the way in takes {duration:g} seconds: {way.time:g} are too few for it"


def _what_fits(
    sayings: Sequence[Saying], way: Way, fits: Callable[[Sequence[Saying]], bool]
) -> list[Saying]:
    """The lines there is time for, in their order; cautions are kept first, then the name."""

    def rank(number: int) -> tuple[bool, int]:
        saying = sayings[number]
        return not way.must_say(saying), _RANKS.get(saying.role, 2)

    kept: set[int] = set()
    for number in sorted(range(len(sayings)), key=rank):
        if fits([sayings[one] for one in sorted({*kept, number})]):
            kept.add(number)
    return [sayings[one] for one in sorted(kept)]


def _passes(side: Side | None, before: Side | None) -> list[tuple[Side | None, Side | None]]:
    """This pass and the one on the other side: its side, and the side of the pose before it."""
    if side is None and before is None:
        return [(None, None)]
    return [(side, before), (side and side.other, before and before.other)]
