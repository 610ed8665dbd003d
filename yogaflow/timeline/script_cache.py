"""What a practice has said already, and what it says each time a step comes round again.

A step that comes again in the same circumstances says and takes the same: it is worked out once,
which is what makes long flows quick to plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from yogaflow.model import Breath, Place, Position, Side, Unit, sided_text
from yogaflow.timeline import phrases
from yogaflow.timeline.breath_cycles import Cycle, repetition
from yogaflow.timeline.entering import Laid, Way, lay_way, way_into
from yogaflow.timeline.hold_lines import hold_lines, own_words, rep_lines, settle_lines
from yogaflow.timeline.speech_layout import Speech
from yogaflow.timeline.timeline import EntryKey, Line, SegmentKind
from yogaflow.timeline.visit import Body, Stay

_WayKey = tuple[
    EntryKey,
    Side | None,
    bool,
    str,
    Side | None,
    Position | None,
    bool,
    bool,
    bool,
    tuple[str, ...],
    tuple[str, ...],
]
_SettleKey = tuple[EntryKey, Side | None, bool, bool, tuple[str, ...]]
_HeldKey = tuple[EntryKey, Side | None, bool, float, float]
_RepsKey = tuple[EntryKey, Side | None, bool, bool]


@dataclass(slots=True)
class Memory:
    """`speech` gives the seconds a line takes, `unhurried` scales the time of ways in.

    A `quiet` one says nothing while somebody stays, which moves no time.
    """

    speech: Speech
    unhurried: float
    quiet: bool = False
    _said: set[EntryKey] = field(default_factory=set)
    _timed: set[tuple[EntryKey, Side | None]] = field(default_factory=set)
    _met: dict[str, EntryKey] = field(default_factory=dict)
    _ways: dict[_WayKey, Laid] = field(default_factory=dict)
    _held: dict[_HeldKey, tuple[Line, ...]] = field(default_factory=dict)
    _cycles: dict[EntryKey, Cycle] = field(default_factory=dict)
    _settled: dict[_SettleKey, tuple[Line, ...]] = field(default_factory=dict)
    _reps: dict[_RepsKey, tuple[tuple[Line, ...], ...]] = field(default_factory=dict)

    def meet(self, stay: Stay) -> bool:
        """Whether this is the first visit of its entry; also marks the first entry of a pose."""
        assert stay.pose is not None
        stay.introduces = self._met.setdefault(stay.pose.key, stay.entry) == stay.entry
        return stay.entry not in self._said

    def stayed(self, stay: Stay) -> None:
        """This visit is laid: what is said once has been said."""
        self._said.add(stay.entry)
        self._timed.add((stay.entry, stay.side))

    def way(self, stay: Stay, body: Body) -> Laid:
        """The way into the pose of `stay` from where the body is."""
        first = stay.entry not in self._said
        visited = (stay.entry, stay.side) in self._timed
        key = (
            stay.entry,
            stay.side,
            stay.changed,
            body.pose.key if body.pose else "",
            body.side,
            body.position,
            body.moving,
            first,
            visited,
            stay.remarks,
            stay.remarked,
        )
        laid = self._ways.get(key)
        if laid is None:
            # Time is given for what is said only once on each side's first visit, so that both
            # sides stay equal; it is said on the very first one. A switch differs anyway.
            way = way_into(stay, body)
            timed = first or not (way.other_side or visited)
            laid = self._ways[key] = self.lay(stay, body, way, first=first, timed=timed)
        return laid

    def lay(self, stay: Stay, body: Body, way: Way, *, first: bool, timed: bool) -> Laid:
        """A way in that is known."""
        return lay_way(
            stay,
            body,
            way,
            speech=self.speech,
            unhurried=self.unhurried,
            first=first,
            timed=timed,
        )

    def settling(
        self, stay: Stay, cycle: Cycle, *, there: bool, first_visit: bool
    ) -> tuple[Line, ...]:
        """The lines of the settling breath; `there` is a pose that has not been left."""
        if self.quiet or (not there and stay.unit is not Unit.REPS):
            return ()
        key = (stay.entry, stay.side, there, first_visit, stay.remarked)
        lines = self._settled.get(key)
        if lines is None:
            again = (" ".join(stay.remarked) or phrases.AGAIN) if there else ""
            times, own = 0, []
            if stay.unit is Unit.REPS:
                times, own = stay.count, own_words(stay, first_visit=first_visit)
            words = [sided_text(w.text, stay.side) for w in own if w.at is Place.START]
            lines = settle_lines(again, times, words, cycle.phases, self.speech)
            self._settled[key] = lines
        return lines

    def hold(
        self, stay: Stay, cycle: Cycle, breath: Breath, *, by_person: bool, first_visit: bool
    ) -> tuple[Line, ...]:
        """The lines of a hold or a rest; `by_person` is one whose breaths the person counts."""
        if self.quiet:
            return ()
        key = (stay.entry, stay.side, first_visit, cycle.seconds, breath.seconds)
        lines = self._held.get(key)
        if lines is None:
            lines = self._held[key] = hold_lines(
                stay,
                duration=cycle.seconds,
                phases=() if by_person else cycle.phases,
                speech=self.speech,
                first_visit=first_visit,
                rest=stay.kind is SegmentKind.REST,
            )
        return lines

    def repetition(self, stay: Stay, breath: Breath) -> Cycle:
        """One repetition of the step."""
        cycle = self._cycles.get(stay.entry)
        if cycle is None:
            cycle = self._cycles[stay.entry] = repetition(stay.rep, breath)
        return cycle

    def reps(
        self, stay: Stay, cycle: Cycle, *, told: bool, first_visit: bool
    ) -> tuple[tuple[Line, ...], ...]:
        """The lines of each repetition; `told` is true where a settling breath came first."""
        if self.quiet:
            return ((),) * stay.count
        key = (stay.entry, stay.side, first_visit, told)
        said = self._reps.get(key)
        if said is None:
            said = self._reps[key] = tuple(
                rep_lines(
                    stay,
                    rep,
                    phases=cycle.phases,
                    duration=cycle.seconds,
                    speech=self.speech,
                    first_visit=first_visit,
                    told=told,
                )
                for rep in range(1, stay.count + 1)
            )
        return said
