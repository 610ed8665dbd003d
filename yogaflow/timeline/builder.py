"""Lays segments one after the other, and knows where the body is.

The compiler says which pose, side and amount come next; the builder works out how to get there,
how the breath runs in it and what is said, and appends the segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from math import ceil
from typing import NamedTuple

from yogaflow.model import (
    Amount,
    Breath,
    Half,
    Haste,
    PoseKind,
    Position,
    Side,
    Stances,
    Unit,
    Words,
    sided_text,
)
from yogaflow.model import Pose as PoseModel
from yogaflow.timeline import phrases
from yogaflow.timeline.breath_cycles import (
    Cycle,
    countdown_chimes,
    half_of,
    hold_cycle,
    rest_lasting,
    settling_cycle,
    time_of,
)
from yogaflow.timeline.cues import CueName
from yogaflow.timeline.entering import (
    COME_BACK,
    TimedWay,
    guided_first,
    is_in_pose,
    limb_of,
    stops_in_half,
    way_into,
    way_out,
)
from yogaflow.timeline.hold_lines import COUNT_AFTER, Said, between_lines
from yogaflow.timeline.laid import Laid
from yogaflow.timeline.passing import left, stops, told_at
from yogaflow.timeline.roads import Place, Road, ends_at, road, seconds_of
from yogaflow.timeline.script_cache import Script, ScriptCache
from yogaflow.timeline.speech_layout import (
    LINE_GAP,
    TAIL,
    Saying,
    Sheet,
    spoken_length,
    spread,
    tenths,
)
from yogaflow.timeline.texts import other_side, seconds_allowed
from yogaflow.timeline.timeline import (
    COUNTED,
    LEAST_REST,
    MOMENT,
    Chime,
    EntryKey,
    Line,
    Role,
    SegmentKind,
    Stop,
    VisitKey,
)
from yogaflow.timeline.visit import Body, CompileError, Stay

WAIT_SECONDS = 10.0
"""Nominal length of a wait; an exported practice has this much silence there."""
NAMED = 2
"""Rounds in which each movement is named; later ones are told by their number."""
LYING = frozenset({Position.SUPINE, Position.PRONE, Position.SIDE_LYING})
BELL_SECONDS = 8.0
"""How long the closing bowl rings."""


class Due(NamedTuple):
    """A set or a round that is to begin at `at`, `every` so many seconds after the one before.

    Before it there is the `rest`, a segment by its index, which lasts but a moment where nobody
    `rests`; `stay` is that rest, and `exits` are told in it.
    """

    at: float
    every: int
    stay: Stay
    exits: Sequence[Saying]
    rest: int
    rests: bool


@dataclass(slots=True)
class Builder(Laid):
    """Lays what the compiler asks for; `cache` has lines that are worked out already.

    Until the visit `start` is asked for, nothing is laid; None lays everything. The rests of
    `every` that are `crowded` last a moment; those that turn out to be so are found in `too_tight`.
    """

    cache: ScriptCache
    stances: Stances
    unhurried: float = 1.0
    brief: bool = False
    day: int = 0
    start: VisitKey | None = None
    crowded: frozenset[VisitKey] = frozenset()
    too_tight: set[VisitKey] = field(default_factory=set)
    body: Body = field(default_factory=Body)
    _moves: dict[tuple[EntryKey, Side | None], int] = field(default_factory=dict)
    _round: tuple[EntryKey, int] = ((), 0)
    _due: Due | None = None
    _script: Script = field(init=False)

    def __post_init__(self) -> None:
        self.speech = self.cache.speech
        self._script = Script(self.cache, self.unhurried, self.brief, self.day, self.stances)

    # -- what the compiler calls ------------------------------------------------------------

    def ready(self, countdown: float) -> None:
        """The countdown; its lines are filled in when the rest is known."""
        if countdown <= 0:
            return
        stay = Stay(SegmentKind.READY, (), (), 0)
        self._visit(stay)
        self._add(
            stay,
            SegmentKind.READY,
            countdown,
            unit=Unit.SECONDS,
            amount=round(countdown),
            chimes=countdown_chimes(countdown),
        )

    def stay(self, stay: Stay) -> None:
        """A hold, a set of repetitions or a rest, with its way in and its settling breath."""
        if not self._begun(stay):
            return
        assert stay.pose is not None
        assert stay.breath is not None
        self.close_half()
        first_visit = self._script.meet(stay)
        self._visit(stay)
        if stay.between and self.body.pose is not None:
            self._rest_between(stay, stay.breath)
            return
        if self._due is not None and self.body.is_out:
            # Who has rested till the next set is back in the pose when it begins.
            self.body.is_out = not is_in_pose(stay, replace(self.body, is_out=False))
        stays = is_in_pose(stay, self.body)
        props = self._equip(stay)
        told, settles = self._arrive(stay)
        side = stay.last_side
        place = ends_at(stay.pose, side, self.stances)
        rested = stays and self.body.rested
        self.body = Body(place, stay.pose, side, stay.option_keys, is_out=stay.goes_out)
        self.body.props = props
        lies = stay.long and stay.makes_time and stay.pose.position in LYING
        self.body.rested = lies or rested
        if stay.unit is Unit.REPS:
            self._reps(
                stay,
                stay.breath,
                first_visit=first_visit,
                told=told,
                settles=settles,
                called=stay.called or not stays,
            )
        else:
            self._hold(stay, stay.breath, first_visit=first_visit, settles=settles)
        if stay.wait:
            sheet = Sheet(WAIT_SECONDS, self.speech)
            sheet.say(phrases.STAY_OPEN, Role.WAIT, 0.5)
            self._add(stay, SegmentKind.WAIT, WAIT_SECONDS, open=True, lines=sheet.lines())
        self._script.stayed(stay)

    def counted_from(self, index: int) -> float:
        """When the first that counts begins, of the segments from that one on."""
        some = islice(self.segments, index, None)
        return next((one.start for one in some if one.kind in COUNTED), self.now)

    def rest_until(self, stay: Stay, at: float, every: int) -> bool:
        """A rest until what follows begins to count, at `at`; False where no time is left for it.

        Then it is over in a moment, with the body still in its pose: every plan has the same
        visits. How long the way there takes is not known yet: see `_begin_on_time`.
        """
        if not self._begun(stay):
            return False
        assert stay.breath is not None
        self.close_half()
        self._visit(stay)
        seconds = round(at - self.now, 6)
        rests = seconds >= LEAST_REST and stay.key not in self.crowded
        # Whoever rests already stays as they are until the way to what follows.
        pose = self.body.pose
        goes_out = pose is not None and pose.kind is not PoseKind.REST
        exits = way_out(self.body, (), self.stances) if goes_out else []
        due = Due(at, every, stay, exits, len(self.segments), rests)
        if rests:
            self._cycle(
                stay, stay.kind, hold_cycle(stay.breath, seconds), stay.breath, unit=stay.unit
            )
            self.body.is_out = goes_out
            self._round = (stay.entry[:-1], stay.round)
        else:
            self._add(stay, stay.kind, MOMENT)
        self._due = due
        return rests

    def end_round(self) -> None:
        """A round is over: where nothing in it was counted, it began right after its rest."""
        if self._due is not None:
            self._begin_on_time(0.0)

    def _counts_now(self) -> tuple[str, ...]:
        if self._due is None:
            return ()
        return self._begin_on_time(self.now - self._due.at)

    def _begin_on_time(self, late: float) -> tuple[str, ...]:
        """Make the rest before a set or a round as long as lets it begin in time, and tell of it.

        Else it would begin so many seconds `late`. Returns a note where it does.
        """
        assert self._due is not None
        due, self._due = self._due, None
        rest, breath = self.segments[due.rest], due.stay.breath
        if not due.rests:
            passed = f"{due.every + late:.0f} pass before what follows can begin"
            return (f"every {due.every} seconds is too short: {passed}",) if late > 0.05 else ()
        if self.keeps(rest):
            return ()
        seconds = round(rest.duration - late, 6)
        if seconds < LEAST_REST:
            self.too_tight.add(due.stay.key)
            return ()
        assert breath is not None
        due.stay.count = ceil(seconds)
        # What has been said at its end stays there, where there is room for it.
        said = [replace(line, offset=line.offset + seconds - rest.duration) for line in rest.lines]
        said = said if all(line.offset >= 0 for line in said) else []
        lines = between_lines(
            due.stay, due.exits, seconds, self.speech, said=said, leads_on=late > 1e-6
        )
        since = due.at - due.every
        self.segments[due.rest] = rest_lasting(rest, breath, seconds, lines, since)
        for index in range(due.rest + 1, len(self.segments)):
            one = self.segments[index]
            self.segments[index] = replace(one, start=one.start - rest.duration + seconds)
        self.now += seconds - rest.duration
        return ()

    def move(self, stay: Stay) -> None:
        """One half of a breath; a missing half before it is inserted, still."""
        if not self._begun(stay):
            return
        assert stay.half is not None
        assert stay.breath is not None
        led = guided_first(stay, self.body, self.stances)
        if stay.half is Half.INHALE or led is not None:
            self.close_half()
        if led is not None:
            self._visit(stay)
            laid = self._script.lay(stay, self.body, led, first=True, timed=True)
            self._walk(stay, laid)
            last = led.road[-1]
            self.body = Body(Place(last.way.goal, last.side), props=self.body.props)
        if stay.half is Half.EXHALE and self.body.half is not Half.INHALE:
            self._insert_half(Half.INHALE, stay.breath, stay)
        body = self.body
        seen = self._moves.get((stay.entry, stay.side), 0)
        cycle = half_of(stay.breath, stay.half)
        lines = self._tell(stay, seen, cycle.seconds)
        stops = stops_in_half(stay, body, cycle.phases[0].seconds, self.stances)
        self._half(
            stay, stay.pose or body.pose, stay.side, stay.breath, cycle, lines=lines, stops=stops
        )
        self._moves[stay.entry, stay.side] = seen + 1
        if stay.pose is not None:
            body.place = ends_at(stay.pose, stay.side, self.stances)
            body.pose, body.side = stay.pose, stay.side
            body.options = stay.option_keys
        body.is_out = False
        body.half, body.half_breath, body.moving = stay.half, stay.breath, True

    def words(self, stay: Stay) -> None:
        """Words with nothing to do but listen."""
        if not self._begun(stay):
            return
        self.close_half()
        self._visit(stay)
        self._listen(stay, stay.say, stay.say)

    def close(self) -> None:
        """Out of the last pose, up to sit where lying, and the closing bowl."""
        self.close_half()
        stay = Stay(SegmentKind.CLOSE, (-1,), (), 0)
        self._visit(stay)
        up = self._way_up()
        sayings = way_out(self.body, up, self.stances, tuple(self.body.props))
        seconds = seconds_of(up, self.unhurried)
        sayings.append(Saying(phrases.CLOSING, Role.CLOSE))
        least = COME_BACK if self.body.rested else 0.0
        bell = tenths(max(seconds, least, spoken_length(sayings, self.speech)))
        lines = spread(sayings, bell, self.speech)
        self._add(
            stay,
            SegmentKind.CLOSE,
            bell + BELL_SECONDS,
            lines=lines,
            chimes=(Chime(bell, CueName.CLOSE),),
            stops=stops(left(self.body), up, None, told_at(sayings, lines), bell),
        )

    def _way_up(self) -> Road:
        """From where the last pose ends to a stand or a seat, where one can stay."""
        place = self.body.place
        stance = self.stances.by_key.get(place.stance) if place is not None else None
        if place is None or stance is None or stance.position is Position.SEATED:
            return ()
        goal = "standing" if stance.position is Position.STANDING else "cross-legged"
        return road(self.stances, place, Place(goal)) or ()

    def close_half(self) -> None:
        """Finish a breath that was left full: a hold begins with an in-breath."""
        if self.body.half is Half.INHALE:
            assert self.body.half_breath is not None
            self._insert_half(Half.EXHALE, self.body.half_breath, None)

    # -- arriving ---------------------------------------------------------------------------

    def _arrive(self, stay: Stay) -> tuple[bool, bool]:
        """The way in, where one is needed.

        Returns whether it has said how many repetitions follow, and whether one settles in.
        """
        stays = is_in_pose(stay, self.body)
        if stays:
            # Written twice in a row, or moved into just now: the body simply stays, and is told
            # only of a breath that is held from now on, or no more.
            repeats = stay.again and not self.body.moving and not stay.flows_on
            goes = repeats or stay.announces
            goes = goes and stay.kind is not SegmentKind.REST
        else:
            goes = stay.transition is not Haste.NONE
            if not goes:
                self._check_no_way(stay)
        told = False
        if goes:
            laid = self._script.way(stay, self.body)
            self._walk(stay, laid)
            told = laid.told
        elif stay.remarked:
            remark = (" ".join(stay.remarked), Role.NAME)
            calls = _side_calls(stay) if stay.alternates else ()
            stay.called = any(self._say_before([remark, (text, Role.CALL)]) for text in calls)
            if not stay.alternates:  # else the side goes before it
                self._say_before([remark])
        return told, stay.settling > 0 and ((goes and not stays) or stay.settles)

    def _equip(self, stay: Stay) -> dict[str, str]:
        """Find what is put away and what is at hand already on the way to a pose.

        Returns what one has there. In a rest all is kept where it is, unless one lies down.
        """
        assert stay.pose is not None
        there = dict.fromkeys(stay.pose.props, "")
        for option in stay.options:
            there |= dict.fromkeys(option.props, sided_text(option.say, stay.side))
        before = self.body.pose
        out = before.come_out if before is not None and before.key != stay.pose.key else ()
        told = " ".join(words.text for words in out)
        had = {p: text for p, text in self.body.props.items() if phrases.put_away(p, told)}
        if stay.kind is SegmentKind.REST and stay.pose.position not in LYING:
            return {**had, **there}
        stay.aside = tuple(prop for prop in had if prop not in there)
        stay.ready = tuple(
            option.key
            for option in stay.options
            if option.props and all(had.get(prop) == there[prop] for prop in option.props)
        )
        return there

    def _settle(self, stay: Stay, breath: Breath) -> None:
        """The breaths to settle in, right before those that count."""
        cycle = settling_cycle(breath, stay.settling)
        lines = self._script.settling(cycle)
        self._cycle(stay, SegmentKind.SETTLE, cycle, breath.plain, lines=lines, chimes=cycle.chimes)

    def _check_no_way(self, stay: Stay) -> None:
        """Raise CompileError where no time is given to a way that takes some."""
        seconds = seconds_of(way_into(stay, self.body, self.stances).road)
        if seconds > 0:
            what = f"the way there takes {seconds:.0f} seconds"
            raise CompileError(f"{what}: write transition: direct, or a time", stay.line)

    def _walk(self, stay: Stay, laid: TimedWay) -> None:
        self._add(
            stay,
            laid.kind,
            laid.duration,
            lines=laid.lines,
            chimes=laid.chimes,
            notes=laid.notes,
            stops=laid.stops,
        )

    # -- staying ----------------------------------------------------------------------------

    def _hold(self, stay: Stay, breath: Breath, *, first_visit: bool, settles: bool) -> None:
        assert stay.pose is not None
        assert stay.unit is not None
        cycle = _cycle_of(stay, breath)
        by_person = stay.tapped and stay.unit is Unit.BREATHS
        said = self._script.hold(stay, cycle, breath, by_person=by_person, first_visit=first_visit)
        lines = self._make_time(stay, said, cycle.seconds, first_visit=first_visit)
        cycle = _as_led(cycle, stay)
        if settles:
            self._settle(stay, breath)
        if by_person:
            # Nobody knows how long these breaths are: no phases, and the person ends it.
            self._add(
                stay,
                stay.kind,
                cycle.seconds,
                breaths=stay.count,
                unit=stay.unit,
                amount=stay.count,
                open=True,
                lines=lines,
            )
            return
        self._cycle(
            stay, stay.kind, cycle, breath, lines=lines, chimes=cycle.chimes, unit=stay.unit
        )

    def _make_time(
        self, stay: Stay, said: Said, room: float, *, first_visit: bool = True
    ) -> tuple[Line, ...]:
        """Have the file's words that find no room said first, in time that is not counted.

        None is made where the file says how long ways take, nor for words that are to be said
        later than the stay lasts this time: those are left out, and noted. `room` is in seconds.
        Returns the lines that are said in their places.
        """
        told = [words for words in said.early if not isinstance(words.at, Amount)]
        for words in (*said.early, *said.lost):
            if words not in told:
                text = sided_text(words.text, stay.side)
                spare = max(0.0, room - TAIL - LINE_GAP)
                takes = f"takes {self.speech(text):.1f} seconds, with room for {spare:.1f}"
                stay.notes += (f"left out: “{text}” {takes}",)
        if told:
            heard = [words for words in told if first_visit or not words.once]
            self._listen(stay, told, heard)
        return said.lines

    def _listen(self, stay: Stay, told: Sequence[Words], heard: Sequence[Words]) -> None:
        """Words with nothing to do but listen: time for all, on either side, and those heard."""
        texts = [sided_text(words.text, stay.side) for words in told]
        both = ([Saying(side(text), Role.WORDS) for text in texts] for side in (str, other_side))
        duration = tenths(max(spoken_length(some, self.speech) for some in both) + 1.0)
        said = [Saying(sided_text(words.text, stay.side), Role.WORDS) for words in heard]
        self._add(stay, SegmentKind.SAY, duration, lines=spread(said, duration, self.speech))

    def _rest_between(self, stay: Stay, breath: Breath) -> None:
        """A rest between two sets, as long as it is written, with the way out told in it.

        The body is back in its pose when it ends; it is not where the next set begins on the
        other side, which has a way of its own.
        """
        cycle = _as_led(_cycle_of(stay, breath), stay)
        exits = way_out(self.body, (), self.stances)
        lines = between_lines(stay, exits, cycle.seconds, self.speech)
        chimes = (Chime(0.0, CueName.NEXT), *cycle.chimes)
        self._cycle(stay, stay.kind, cycle, breath, lines=lines, chimes=chimes, unit=stay.unit)
        self.body.is_out = not stay.remarked

    def _reps(
        self,
        stay: Stay,
        breath: Breath,
        *,
        first_visit: bool,
        told: bool,
        settles: bool,
        called: bool,
    ) -> None:
        """Repetitions, on their sides in turn where they alternate.

        `called` is true where the side of the first has been told.
        """
        turns = [stay]
        if stay.alternates and stay.side is not None:
            say = () if stay.in_pairs else stay.say
            turns.append(replace(stay, side=stay.side.other, say=say, notes=()))
        cycles = [self._script.repetition(one, breath) for one in turns]
        said = [
            self._script.reps(one, cycle, breath, told=told, first_visit=first_visit)
            for one, cycle in zip(turns, cycles, strict=True)
        ]
        for number in range(stay.reps):
            turn = number % len(turns)
            one, cycle = turns[turn], cycles[turn]
            rep = number // 2 if stay.in_pairs else number
            second = stay.in_pairs and turn == 1
            lines = self._make_time(one, said[turn][rep], cycle.seconds, first_visit=first_visit)
            if second:
                lines = tuple(line for line in lines if line.role not in {Role.COUNT, Role.LAST})
            if settles and number == 0:
                self._settle(stay, breath)
            if stay.alternates and (number or not called):
                lines = self._call_side(one, lines, cycle.seconds)
            chimes = cycle.chimes
            if 0 < rep == stay.count - 1 and not second:
                chimes = (Chime(0.0, CueName.LAST), *chimes)
            self._cycle(
                one,
                SegmentKind.REP,
                cycle,
                breath,
                lines=lines,
                chimes=chimes,
                unit=Unit.REPS,
                rep=rep + 1,
            )

    def _call_side(self, stay: Stay, lines: tuple[Line, ...], seconds: float) -> tuple[Line, ...]:
        """Call the side of a repetition, by its limb, at the end of what comes before it.

        Where there is no room its side alone is called, there or in the repetition itself, which
        lasts so many seconds. Returns what is said in that.
        """
        calls = _side_calls(stay)
        if any(self._say_before([(text, Role.CALL)]) for text in calls):
            return lines
        if any(one in line.text.lower() for one in Side for line in lines):
            return lines  # a phase of it says the side
        sheet = Sheet(seconds, self.speech, lines)
        sheet.say_from(calls[-1], Role.CALL, COUNT_AFTER / 2)
        return sheet.lines()

    # -- one movement per breath ------------------------------------------------------------

    def _insert_half(self, half: Half, breath: Breath, following: Stay | None) -> None:
        """The half that the file leaves out: the body stays where it is."""
        body = self.body
        alone = {SegmentKind.READY, SegmentKind.SAY}
        joins = bool(self._visits) and self._visits[-1][0].kind not in alone
        if not joins and following is not None:
            self._visit(following)
        stay = following or Stay(SegmentKind.MOVE, (), (), 0)
        cycle = half_of(breath, half)
        here = body.place if body.pose is None else None  # a way in led to the stance alone
        stops = () if here is None else (Stop(here.stance, here.side, 0.0, cycle.seconds),)
        self._half(stay, body.pose, body.side, breath, cycle, stops=stops, still=True)
        body.half, body.half_breath = half, breath

    def _half(
        self,
        stay: Stay,
        pose: PoseModel | None,
        side: Side | None,
        breath: Breath,
        cycle: Cycle,
        *,
        lines: tuple[Line, ...] = (),
        stops: tuple[Stop, ...] = (),
        still: bool = False,
    ) -> None:
        self._add(
            stay,
            SegmentKind.MOVE,
            cycle.seconds,
            pose=pose,
            side=side,
            breath=breath,
            breaths=cycle.breaths,
            still=still,
            lines=lines,
            phases=cycle.phases,
            chimes=cycle.chimes,
            stops=stops,
        )

    def _tell(self, stay: Stay, seen: int, room: float) -> tuple[Line, ...]:
        """Say the file's own words for a movement, or else call it; returns what is said in it.

        They come before it, in what is there already or else in time of their own; where that
        must not be, in the half breath itself, which has so many seconds.
        """
        if not stay.say:
            self._call(stay, seen)
            self._visit(stay)
            return ()
        own = tuple(words for words in stay.say if not (words.once and seen))
        texts = [sided_text(words.text, stay.side) for words in own]
        trial, sheet = Sheet(room, seconds_allowed), Sheet(room, self.speech)
        fits = not [text for text in texts if not trial.say_from(text, Role.WORDS, 0.1)]
        said = Said(())
        if own and not fits and stay.makes_time:
            said = Said((), early=own)
        elif own and not (self.segments and self._say_before([(t, Role.CALL) for t in texts])):
            pairs = zip(own, texts, strict=True)
            lost = tuple(w for w, text in pairs if not sheet.say_from(text, Role.WORDS, 0.1))
            said = Said(sheet.lines(), lost=lost)
        if len(said.lost) == len(own):
            self._call(stay, seen)
        self._visit(stay)
        return self._make_time(stay, said, room)

    def _call(self, stay: Stay, seen: int) -> None:
        """Call a movement at the end of what comes before it.

        The first two rounds call names, later ones for those who are learning; a side is called
        every time.
        """
        if not self.segments or stay.pose is None:
            return
        role = Role.CALL if seen < NAMED or stay.side is not None else Role.RECALL
        name = (phrases.move_call(stay.pose.call or stay.pose.spoken, stay.side), role)
        opening = self._opening(stay, seen)
        if not opening or not self._say_before([(opening, Role.CALL), name]):
            self._say_before([(opening, Role.CALL) if opening else name])

    def _opening(self, stay: Stay, seen: int) -> str:
        """Which round a movement begins, where that is told: the last one, and from the third."""
        group = (stay.entry[:-1], stay.round)
        begins, self._round = group != self._round, group
        if stay.remarked and seen:
            return " ".join(stay.remarked)
        return phrases.round_of(stay.round) if begins and seen >= NAMED and stay.round else ""

    def _begun(self, stay: Stay) -> bool:
        """Whether the practice has reached the place it is to start from."""
        self.cache.checkpoint()
        if self.start == stay.key:
            self.start = None
        return self.start is None


def _side_calls(stay: Stay) -> tuple[str, str]:
    """How the side of a repetition is called: by its limb, and alone where there is less room."""
    assert stay.side is not None
    side = phrases.move_call(stay.side.capitalize(), None)
    limb = limb_of(stay, stay.side)
    return phrases.move_call(limb[:1].upper() + limb[1:], None) if limb else side, side


def _cycle_of(stay: Stay, breath: Breath) -> Cycle:
    """The breaths of a stay of so many breaths or seconds."""
    assert stay.unit is not None
    return hold_cycle(breath, time_of(stay.count, stay.unit, breath))


def _as_led(cycle: Cycle, stay: Stay) -> Cycle:
    """The breaths of a stay as they are led, with its bells; what is not led has no sound.

    Breaths that are counted have their phases even so.
    """
    led = cycle.chimes if stay.led else ()
    bells = (Chime(at, CueName.START) for at in stay.bells)
    chimes = tuple(sorted((*led, *bells), key=lambda chime: chime.offset))
    if stay.led or stay.unit is Unit.BREATHS:
        return cycle._replace(chimes=chimes)
    return Cycle((), chimes, 0, cycle.seconds)
