"""What a practice has said already, and what is said each time a step comes round again.

Lines depend on what a step asks for and on where the body comes from, not on where the step
stands in the file. `ScriptCache` keeps them by that content, so that a step is worked out once: in
a plan, which is what makes long flows quick, and from plan to plan while a flow is edited.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from yogaflow.model import Breath, Side, Stances, Unit
from yogaflow.timeline import phrases
from yogaflow.timeline.breath_cycles import Cycle, repetition
from yogaflow.timeline.entering import TimedWay, Way, lay_way, way_into
from yogaflow.timeline.hold_lines import COUNT_AFTER, Said, hold_lines, rep_lines
from yogaflow.timeline.roads import begins_at
from yogaflow.timeline.speech_layout import Sheet, Speech, estimate_speech
from yogaflow.timeline.timeline import EntryKey, Line, Role, SegmentKind
from yogaflow.timeline.visit import Body, Stay

_Key = tuple[object, ...]
_Value = TypeVar("_Value")

LONG_HELD = 4.0
"""Seconds from which a held breath may make dizzy."""

LIMIT = 20_000
"""Entries of a kind after which a cache is emptied: four times what the longest flow needs."""


class ScriptCache:
    """Lines by the content of the step they belong to; for one thread at a time.

    `speech` gives the seconds a line takes; it is asked once for each text. `checkpoint` is called
    at each visit that is laid, so that a thread can wait for more urgent work.
    """

    def __init__(
        self,
        speech: Speech = estimate_speech,
        *,
        checkpoint: Callable[[], None] = lambda: None,
    ) -> None:
        self._speech = speech
        self.checkpoint = checkpoint
        self.lengths: dict[str, float] = {}
        self.ways: dict[_Key, TimedWay] = {}
        self.cycles: dict[_Key, Cycle] = {}
        self.lines: dict[_Key, Said] = {}
        self.reps: dict[_Key, tuple[Said, ...]] = {}

    def speech(self, text: str) -> float:
        """Seconds that a line takes."""
        seconds = self.lengths.get(text)
        if seconds is None:
            seconds = self.lengths[text] = self._speech(text)
        return seconds

    def trim(self) -> None:
        """Empty what has grown past LIMIT: to be called between two plans."""
        for kept in (self.lengths, self.ways, self.cycles, self.lines, self.reps):
            if len(kept) > LIMIT:
                kept.clear()


@dataclass(slots=True)
class Script:
    """The lines of one plan, in its order. `unhurried`, `brief` and `day` are as in Choices."""

    cache: ScriptCache
    unhurried: float
    brief: bool
    day: int
    stances: Stances
    _said: set[EntryKey] = field(default_factory=set)
    _timed: set[tuple[EntryKey, Side | None]] = field(default_factory=set)
    _met: dict[str, EntryKey] = field(default_factory=dict)
    _held: Breath | None = None
    _turns: dict[str, int] = field(default_factory=dict)
    _settled: bool = False
    _warned: dict[str, EntryKey] = field(default_factory=dict)

    def meet(self, stay: Stay) -> bool:
        """Whether this is the first visit of its entry; also marks the first entry of a pose."""
        assert stay.pose is not None
        stay.turn = self._turns[stay.pose.key] = self._turns.get(stay.pose.key, self.day - 1) + 1
        reps = stay.unit is Unit.REPS
        held = stay.breath if stay.breath and stay.breath.is_held and not reps else None
        stay.announces = held != self._held and not reps and stay.led
        self._held = held
        stay.introduces = self._met.setdefault(stay.pose.key, stay.entry) == stay.entry
        return stay.entry not in self._said

    def _warn(self, stay: Stay) -> None:
        """Find the cautions that a way in has to say. Where none is walked, none has been said."""
        assert stay.pose is not None
        place = begins_at(stay.pose, stay.side, self.stances)
        stance = self.stances.by_key.get(place.stance) if place is not None else None
        if stance is not None and stance.cautions:
            stay.warnings = self._unsaid(stance.cautions, stay)
        if stay.introduces:
            found = self._unsaid(stay.pose.cautions, stay)
            stay.cautions = tuple(text for text in found if text not in stay.warnings)
        if stay.announces and stay.breath and max(stay.breath.full, stay.breath.empty) >= LONG_HELD:
            stay.cautions += self._unsaid((phrases.DIZZY,), stay)

    def _unsaid(self, cautions: tuple[str, ...], stay: Stay) -> tuple[str, ...]:
        """Those that no entry before has said: a hazard is told once, whichever pose has it."""
        return tuple(
            text for text in cautions if self._warned.setdefault(text, stay.entry) == stay.entry
        )

    def stayed(self, stay: Stay) -> None:
        """Note that this visit is laid: what is said once has been said."""
        self._said.add(stay.entry)
        self._timed.add((stay.entry, stay.side))

    def way(self, stay: Stay, body: Body) -> TimedWay:
        """The way into the pose of `stay` from where the body is."""
        self._warn(stay)
        first = stay.entry not in self._said
        visited = (stay.entry, stay.side) in self._timed
        key = (
            stay.pose,
            stay.side,
            stay.option_keys,
            stay.transition,
            stay.plain_rest,
            stay.introduces,
            stay.breath if stay.announces else None,
            stay.warnings,
            stay.cautions,
            stay.changed,
            stay.remarks,
            stay.remarked,
            stay.aside,
            stay.ready,
            (stay.count, stay.say, stay.in_pairs) if stay.unit is Unit.REPS else (),
            stay.alternates,
            body.pose,
            body.side,
            body.options,
            body.place,
            body.moving,
            body.is_out,
            body.rested,
            self.stances,
            first,
            visited,
            self.unhurried,
            self.brief,
        )

        def lay() -> TimedWay:
            # Time is given for what is said only once on each side's first visit, so that both
            # sides stay equal; it is said on the very first one. A switch differs anyway.
            way = way_into(stay, body, self.stances)
            timed = first or not (way.other_side or visited)
            return self.lay(stay, body, way, first=first, timed=timed)

        return _kept(self.cache.ways, key, lay)

    def lay(self, stay: Stay, body: Body, way: Way, *, first: bool, timed: bool) -> TimedWay:
        """A way in that is known."""
        return lay_way(
            stay,
            body,
            replace(way, brief=self.brief),
            stances=self.stances,
            speech=self.cache.speech,
            unhurried=self.unhurried,
            first=first,
            timed=timed,
        )

    def settling(self, cycle: Cycle) -> tuple[Line, ...]:
        """The line of the first settling breath of a practice: what it is."""
        sheet = Sheet(cycle.seconds, self.cache.speech)
        if not self._settled:
            self._settled = sheet.say(phrases.SETTLE, Role.COUNT, COUNT_AFTER)
        return sheet.lines()

    def hold(
        self, stay: Stay, cycle: Cycle, breath: Breath, *, by_person: bool, first_visit: bool
    ) -> Said:
        """The lines of a hold or a rest; `by_person` is one whose breaths the person counts."""
        timed = self._times(stay, first_visit=first_visit)
        key = (
            stay.pose,
            stay.side,
            stay.kind,
            stay.unit,
            stay.count,
            stay.say,
            stay.plain_rest,
            _turn(stay, first_visit=first_visit),
            breath,
            cycle.seconds,
            by_person,
            first_visit,
            timed,
            stay.makes_time,
            stay.long,
            stay.still,
            stay.rounds - stay.round if stay.flows_on else 0,
        )

        def lay() -> Said:
            return hold_lines(
                stay,
                duration=cycle.seconds,
                phases=() if by_person else cycle.phases,
                speech=self.cache.speech,
                first_visit=first_visit,
                timed=timed,
                rest=stay.kind is SegmentKind.REST,
            )

        return _kept(self.cache.lines, key, lay)

    def _times(self, stay: Stay, *, first_visit: bool) -> bool:
        """Whether there is time for what is said once: on the other side too, though unsaid."""
        return first_visit or (stay.entry, stay.side) not in self._timed

    def repetition(self, stay: Stay, breath: Breath) -> Cycle:
        """How the breath runs in one repetition."""
        key = (stay.rep, breath, stay.side)
        return _kept(self.cache.cycles, key, lambda: repetition(stay.rep, breath, stay.side))

    def reps(
        self, stay: Stay, cycle: Cycle, breath: Breath, *, told: bool, first_visit: bool
    ) -> tuple[Said, ...]:
        """The lines of each repetition; `told` is true where the way in has said how many.

        Of repetitions in pairs they are those of the first of each pair.
        """
        timed = self._times(stay, first_visit=first_visit)
        own = (stay.say, told, first_visit, timed, stay.makes_time)
        turns = (stay.alternates, stay.in_pairs)
        key = (stay.rep, stay.side, stay.count, breath, own, turns)

        def lay() -> tuple[Said, ...]:
            return tuple(
                rep_lines(
                    stay,
                    rep,
                    phases=cycle.phases,
                    duration=cycle.seconds,
                    speech=self.cache.speech,
                    first_visit=first_visit,
                    timed=timed,
                    told=told,
                )
                for rep in range(1, stay.count + 1)
            )

        return _kept(self.cache.reps, key, lay)


def _turn(stay: Stay, *, first_visit: bool) -> int:
    """Which of the cues is the first that is not said anyway."""
    assert stay.pose is not None
    return stay.turn % max(1, len(stay.pose.cues) - first_visit * len(stay.pose.must))


def _kept(known: dict[_Key, _Value], key: _Key, make: Callable[[], _Value]) -> _Value:
    """The value of a key, made where it is not known yet."""
    value = known.get(key)
    if value is None:
        value = known[key] = make()
    return value
