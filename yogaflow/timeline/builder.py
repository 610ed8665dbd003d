"""Lays segments one after the other, and knows where the body is.

The compiler says which pose, side and amount come next; the builder works out how to get there,
how the breath runs in it and what is said, and appends the segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from yogaflow.cues import CueName
from yogaflow.model import (
    MAX_SECONDS,
    MAX_SEGMENTS,
    Breath,
    Entrance,
    Half,
    Option,
    Position,
    Side,
    Unit,
    Words,
    sided_text,
)
from yogaflow.model import Phase as RepPhase
from yogaflow.model import Pose as PoseModel
from yogaflow.timeline import wording
from yogaflow.timeline.plan import (
    Chime,
    EntryKey,
    Line,
    Phase,
    PhaseKind,
    Role,
    Segment,
    SegmentKind,
    Visit,
    VisitKey,
)
from yogaflow.timeline.positions import passage
from yogaflow.timeline.script import (
    TAIL,
    Saying,
    Sheet,
    Speech,
    hold_lines,
    spoken_length,
    spread,
)

WAIT_SECONDS = 10.0
"""Nominal length of a wait; an exported practice has this much silence there."""
BELL_SECONDS = 8.0
"""How long the closing bowl rings."""
TICKS = 3
"""The countdown ticks for this many seconds at its end."""

_FLOOR = frozenset({Position.SUPINE, Position.PRONE, Position.SEATED})


class TooLongError(ValueError):
    """The flow expands past the limits of the format. `line` is the line of the file."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Stay:
    """What the compiler asks for: one visit, with everything resolved.

    `count` is in `unit`. `again` marks the same written entry coming straight round again.
    `changed` is true where another side was taken last in the same group.
    """

    kind: SegmentKind
    key: VisitKey
    entry: EntryKey
    line: int
    pose: PoseModel | None = None
    side: Side | None = None
    unit: Unit | None = None
    count: int = 0
    breath: Breath | None = None
    half: Half | None = None
    options: tuple[Option, ...] = ()
    say: tuple[Words, ...] = ()
    transition: Entrance | None = None
    rep: tuple[RepPhase, ...] = ()
    set: int = 0
    sets: int = 0
    round: int = 0
    rounds: int = 0
    wait: bool = False
    tapped: bool = False
    again: bool = False
    changed: bool = False
    plain_rest: bool = False
    title: str = ""
    section: str = ""

    @property
    def option_keys(self) -> tuple[str, ...]:
        """Names of the options that are on."""
        return tuple(o.key for o in self.options)


@dataclass(slots=True)
class _Body:
    """Where the body is: what the next way in depends on."""

    position: Position | None = None
    pose: PoseModel | None = None
    side: Side | None = None
    options: tuple[str, ...] = ()
    half: Half | None = None
    moving: bool = False
    half_breath: Breath | None = None


class _Cycle(NamedTuple):
    phases: tuple[Phase, ...]
    chimes: tuple[Chime, ...]
    breaths: int


@dataclass(slots=True)
class Builder:
    """Collects segments and visits; `speech` gives the seconds a line takes.

    Until the visit `start` is asked for, nothing is laid; None lays everything.
    """

    speech: Speech
    unhurried: float = 1.0
    start: VisitKey | None = None
    segments: list[Segment] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    now: float = 0.0
    body: _Body = field(default_factory=_Body)
    _said: set[EntryKey] = field(default_factory=set)
    _timed: set[tuple[EntryKey, Side | None]] = field(default_factory=set)
    _moves: dict[tuple[EntryKey, Side | None], int] = field(default_factory=dict)
    _cycles: dict[tuple[Breath, float], _Cycle] = field(default_factory=dict)

    # -- what the compiler calls ------------------------------------------------------------

    def ready(self, countdown: float) -> None:
        """The countdown; its lines are filled in when the rest is known."""
        if countdown <= 0:
            return
        self._visit(Stay(SegmentKind.READY, (), (), 0))
        chimes = [Chime(0.0, CueName.START)]
        chimes += [
            Chime(countdown - i, CueName.TICK) for i in range(TICKS, 0, -1) if countdown - i > 0.5
        ]
        self._add(
            Stay(SegmentKind.READY, (), (), 0),
            SegmentKind.READY,
            countdown,
            unit=Unit.SECONDS,
            amount=round(countdown),
            chimes=tuple(chimes),
        )

    def stay(self, stay: Stay) -> None:
        """A hold, a set of repetitions or a rest, with its way in and its settling breath."""
        if not self._begun(stay):
            return
        assert stay.pose is not None
        assert stay.breath is not None
        self.close_half(stay.breath)
        first_visit = stay.entry not in self._said
        self._visit(stay)
        arrived = self._way_in(stay)
        if arrived is not None:
            self._settle(stay, stay.breath, arrived)
        self.body = _Body(stay.pose.position, stay.pose, stay.side, stay.option_keys)
        if stay.unit is Unit.REPS:
            self._reps(stay, stay.breath)
        else:
            self._hold(stay, stay.breath, first_visit=first_visit)
        if stay.wait:
            sheet = Sheet(WAIT_SECONDS, self.speech)
            sheet.say(wording.STAY_OPEN, Role.WAIT, 0.5)
            self._add(stay, SegmentKind.WAIT, WAIT_SECONDS, open=True, lines=sheet.lines())
        self._said.add(stay.entry)
        self._timed.add((stay.entry, stay.side))

    def move(self, stay: Stay) -> None:
        """One half of a breath; a missing half before it is inserted, still."""
        if not self._begun(stay):
            return
        assert stay.half is not None
        assert stay.breath is not None
        if stay.half is Half.INHALE:
            self.close_half(stay.breath)
        if (
            stay.pose is not None
            and not self.body.moving
            and self.body.position in _FLOOR
            and stay.pose.starts is Position.STANDING
        ):
            # Nobody gets from lying to standing in half a breath.
            self._visit(stay)
            self._enter(stay, passage(self.body.position, stay.pose.starts).seconds)
            self.body = _Body(stay.pose.starts)
        if stay.half is Half.EXHALE and self.body.half is not Half.INHALE:
            self._insert_half(Half.INHALE, stay.breath, stay)
        pose = stay.pose or self.body.pose
        seen = self._moves.get((stay.entry, stay.side), 0)
        self._call(stay, seen)
        self._visit(stay)
        breath = stay.breath
        inhale = stay.half is Half.INHALE
        duration = breath.inhale + breath.full if inhale else breath.exhale + breath.empty
        sheet = Sheet(duration, self.speech)
        for words in stay.say:
            if not (words.once and seen):
                sheet.say(sided_text(words.text, stay.side), Role.WORDS, 0.1)
        self._half(stay, pose, stay.side, breath, stay.half, duration, lines=sheet.lines())
        self._moves[stay.entry, stay.side] = seen + 1
        body = self.body
        if stay.pose is not None:
            body.position, body.pose, body.side = stay.pose.position, stay.pose, stay.side
            body.options = stay.option_keys
        body.half, body.moving, body.half_breath = stay.half, True, breath

    def words(self, stay: Stay, texts: Sequence[str]) -> None:
        """Words with nothing to do but listen."""
        if not self._begun(stay):
            return
        self.close_half(None)
        self._visit(stay)
        sayings = [Saying(t, Role.WORDS) for t in texts]
        duration = _tenths(spoken_length(sayings, self.speech) + 1.0)
        self._add(stay, SegmentKind.SAY, duration, lines=spread(sayings, duration, self.speech))

    def close(self) -> None:
        """Out of the last pose, up to sit where lying, and the closing bowl."""
        self.close_half(None)
        stay = Stay(SegmentKind.CLOSE, (-1,), (), 0)
        self._visit(stay)
        body = self.body
        sayings = self._exit()
        seconds = 0.0
        if body.position not in {None, Position.STANDING, Position.SEATED}:
            way = passage(body.position, Position.SEATED)
            sayings.append(Saying(way.say, Role.EXIT))
            seconds = way.seconds * self.unhurried
        sayings.append(Saying(wording.CLOSING, Role.CLOSE))
        up = _tenths(max(seconds, spoken_length(sayings, self.speech)))
        self._add(
            stay,
            SegmentKind.CLOSE,
            up + BELL_SECONDS,
            lines=spread(sayings, up, self.speech),
            chimes=(Chime(up, CueName.CLOSE),),
        )

    def close_half(self, breath: Breath | None) -> None:
        """Finish a breath that was left full: a hold begins with an in-breath."""
        if self.body.half is Half.INHALE:
            own = self.body.half_breath or breath
            assert own is not None
            self._insert_half(Half.EXHALE, own, None)

    # -- ways in ----------------------------------------------------------------------------

    def _way_in(self, stay: Stay) -> bool | None:
        """Append the way in. None: no settling breath follows; True where a bowl is still due."""
        assert stay.pose is not None
        body = self.body
        same = (
            body.pose is not None
            and body.pose.key == stay.pose.key
            and body.side == stay.side
            and body.options == stay.option_keys
            and stay.transition is None
        )
        rest = stay.kind is SegmentKind.REST
        if same:
            return None if rest or body.moving or not stay.again else True
        self._enter(stay, None)
        return None if rest else False

    def _enter(self, stay: Stay, seconds: float | None) -> None:
        """An enter or a switch; `seconds` replaces the pose's own way in (a bare passage)."""
        assert stay.pose is not None
        pose, body = stay.pose, self.body
        same_pose = body.pose is not None and body.pose.key == pose.key
        other_side = stay.side is not None and (
            (stay.changed and body.pose is not None) or (same_pose and body.side is stay.side.other)
        )
        way = passage(body.position, pose.starts)
        entrance = pose.come_in
        if seconds is not None:
            entrance = Entrance(0.0)
        elif stay.transition is not None:
            entrance, way = stay.transition, passage(None, pose.starts)
        elif same_pose and other_side and pose.switch is not None:
            entrance, way = pose.switch, passage(None, pose.starts)
        elif body.pose is not None and body.pose.key in pose.come_from:
            entrance, way = pose.come_from[body.pose.key], passage(None, pose.starts)
        least = entrance.seconds + way.seconds + sum(o.seconds for o in stay.options)
        if seconds is not None:
            least = seconds
        first = stay.entry not in self._said
        # Time is given for what is said only once on each side's first visit, so that both
        # sides stay equal; it is said on the very first one. A switch differs anyway.
        timed = first or (not other_side and (stay.entry, stay.side) not in self._timed)
        exits = self._exit()
        needs = [
            spoken_length(
                self._sayings(stay, side, exits, entrance, way.say, other_side, timed), self.speech
            )
            for side in ((stay.side, stay.side.other) if stay.side else (None,))
        ]
        duration = _tenths(max(least * self.unhurried, *needs))
        sayings = self._sayings(stay, stay.side, exits, entrance, way.say, other_side, first)
        self._add(
            stay,
            SegmentKind.SWITCH if other_side else SegmentKind.ENTER,
            duration,
            lines=spread(sayings, duration, self.speech),
            chimes=(Chime(0.0, CueName.SWITCH if other_side else CueName.NEXT),),
        )

    def _sayings(
        self,
        stay: Stay,
        side: Side | None,
        exits: list[Saying],
        entrance: Entrance,
        way: str,
        other_side: bool,
        first: bool,
    ) -> list[Saying]:
        """The lines of a way in, in order, for one side."""
        assert stay.pose is not None
        pose = stay.pose
        out = list(exits)
        if way:
            out.append(Saying(way, Role.POSITION))
        if other_side:
            out.append(Saying(wording.OTHER_SIDE, Role.NAME))
        if stay.plain_rest:
            out.append(Saying(wording.REST, Role.NAME))
        else:
            name = wording.name_line(pose.spoken, side)
            if first and pose.gloss:
                name = wording.name_line(f"{pose.spoken}, {pose.gloss}", side)
            out.append(Saying(name, Role.NAME))
        out += [
            Saying(sided_text(words.text, side), Role.WAY_IN)
            for words in entrance.say
            if first or not words.once
        ]
        out += [Saying(sided_text(o.say, side), Role.OPTION) for o in stay.options if o.say]
        if first:
            out += [Saying(sided_text(text, side), Role.CAUTION) for text in pose.cautions]
        return out

    def _exit(self) -> list[Saying]:
        body = self.body
        if body.pose is None or body.moving:
            return []
        return [Saying(sided_text(t, body.side), Role.EXIT) for t in body.pose.come_out]

    # -- staying ----------------------------------------------------------------------------

    def _settle(self, stay: Stay, breath: Breath, bowl: bool) -> None:
        cycle = self._cycle(breath, breath.seconds)
        chimes = ((Chime(0.0, CueName.NEXT), *cycle.chimes)) if bowl else cycle.chimes
        self._add(
            stay,
            SegmentKind.SETTLE,
            breath.seconds,
            breath=breath,
            breaths=1,
            phases=cycle.phases,
            chimes=chimes,
        )

    def _hold(self, stay: Stay, breath: Breath, *, first_visit: bool) -> None:
        assert stay.pose is not None
        assert stay.unit is not None
        counted = stay.unit is Unit.BREATHS
        duration = stay.count * breath.seconds if counted else float(stay.count)
        by_person = stay.tapped and counted
        cycle = self._cycle(breath, duration)
        chimes = cycle.chimes
        if cycle.breaths >= 2:
            last = next(p for p in cycle.phases if p.breath == cycle.breaths)
            bell = Chime(last.offset, CueName.LAST)
            chimes = tuple(sorted((*chimes, bell), key=lambda c: c.offset))
        lines = hold_lines(
            pose=stay.pose,
            side=stay.side,
            say=stay.say,
            unit=stay.unit,
            duration=duration,
            phases=() if by_person else cycle.phases,
            breath_seconds=breath.seconds,
            speech=self.speech,
            first_visit=first_visit,
            quiet=stay.kind is SegmentKind.REST,
        )
        self._add(
            stay,
            stay.kind,
            duration,
            breath=None if by_person else breath,
            breaths=stay.count if by_person else cycle.breaths,
            unit=stay.unit,
            amount=stay.count,
            open=by_person,
            lines=lines,
            phases=() if by_person else cycle.phases,
            chimes=() if by_person else chimes,
        )

    def _reps(self, stay: Stay, breath: Breath) -> None:
        phases, chimes, breaths, duration = _rep_cycle(stay.rep, breath)
        for rep in range(1, stay.count + 1):
            sheet = Sheet(duration, self.speech)
            left = stay.count - rep + 1
            if rep == 1:
                for words in stay.say:
                    if not (words.once and stay.entry in self._said):
                        sheet.say(sided_text(words.text, stay.side), Role.WORDS, TAIL)
                for phase in phases:
                    text = sided_text(phase.text, stay.side)
                    end = phase.offset + phase.seconds
                    if text:
                        sheet.say(text, Role.CUE, phase.offset + 0.1, before=end)
            elif left == 1:
                sheet.say(wording.LAST_REP, Role.LAST, 0.1)
            else:
                sheet.say(wording.number(left).capitalize() + ".", Role.COUNT, 0.1)
            bell = (Chime(0.0, CueName.LAST),) if left == 1 and rep > 1 else ()
            self._add(
                stay,
                SegmentKind.REP,
                duration,
                breath=breath if breaths else None,
                breaths=breaths,
                unit=Unit.REPS,
                amount=stay.count,
                rep=rep,
                lines=sheet.lines(),
                phases=phases,
                chimes=(*bell, *chimes),
            )

    # -- one movement per breath ------------------------------------------------------------

    def _insert_half(self, half: Half, breath: Breath, following: Stay | None) -> None:
        """The half that the file leaves out: the body stays where it is."""
        body = self.body
        joins = bool(self.visits) and self.visits[-1].kind not in {
            SegmentKind.READY,
            SegmentKind.SAY,
        }
        if not joins and following is not None:
            self._visit(following)
        stay = following or Stay(SegmentKind.MOVE, (), (), 0)
        duration = (
            breath.inhale + breath.full if half is Half.INHALE else breath.exhale + breath.empty
        )
        self._half(stay, body.pose, body.side, breath, half, duration, still=True)
        body.half, body.half_breath = half, breath

    def _half(
        self,
        stay: Stay,
        pose: PoseModel | None,
        side: Side | None,
        breath: Breath,
        half: Half,
        duration: float,
        *,
        lines: tuple[Line, ...] = (),
        still: bool = False,
    ) -> None:
        inhale = half is Half.INHALE
        moving, resting = (breath.inhale, breath.full) if inhale else (breath.exhale, breath.empty)
        kinds = (PhaseKind.IN, PhaseKind.FULL) if inhale else (PhaseKind.OUT, PhaseKind.EMPTY)
        phases = [Phase(kinds[0], 0.0, moving, 1)]
        if resting > 0:
            phases.append(Phase(kinds[1], moving, resting, 1))
        self._add(
            stay,
            SegmentKind.MOVE,
            duration,
            pose=pose,
            side=side,
            breath=breath,
            breaths=1 if inhale else 0,
            still=still,
            lines=lines,
            phases=tuple(phases),
            chimes=(Chime(0.0, CueName.IN if inhale else CueName.OUT, moving),),
        )

    def _call(self, stay: Stay, seen: int) -> None:
        """Call a movement at the end of what comes before it.

        The first round calls names, the second "in" and "out", later ones leave the tones alone;
        a side is called every time.
        """
        if not self.segments or stay.pose is None:
            return
        call = stay.pose.call or stay.pose.spoken
        if seen == 0 or stay.side is not None:
            text = wording.move_call(call, stay.side)
        elif seen == 1:
            text = "In." if stay.half is Half.INHALE else "Out."
        else:
            return
        last = self.segments[-1]
        seconds = self.speech(text)
        at = last.duration - seconds - 0.05
        if at < 0 or any(line.offset + line.seconds > at for line in last.lines):
            return
        self.segments[-1] = with_lines(last, (*last.lines, Line(at, seconds, text, Role.CALL)))

    # -- bookkeeping ------------------------------------------------------------------------

    def _begun(self, stay: Stay) -> bool:
        """Whether the practice has reached the place it is to start from."""
        if self.start == stay.key:
            self.start = None
        return self.start is None

    def _visit(self, stay: Stay) -> None:
        """Begin a visit; its last segment is set as segments arrive."""
        if self.visits and self.visits[-1].key == stay.key and stay.key:
            return
        first = len(self.segments)
        self.visits.append(
            Visit(
                index=len(self.visits),
                key=stay.key,
                entry=stay.entry,
                kind=stay.kind,
                pose=stay.pose.key if stay.pose else None,
                side=stay.side,
                first=first,
                last=first,
                options=stay.option_keys,
                title=stay.title,
                section=stay.section,
                line=stay.line,
            )
        )

    def _add(
        self,
        stay: Stay,
        kind: SegmentKind,
        duration: float,
        *,
        pose: PoseModel | None = None,
        side: Side | None = None,
        breath: Breath | None = None,
        breaths: int = 0,
        unit: Unit | None = None,
        amount: int = 0,
        rep: int = 0,
        open: bool = False,
        still: bool = False,
        lines: tuple[Line, ...] = (),
        phases: tuple[Phase, ...] = (),
        chimes: tuple[Chime, ...] = (),
    ) -> None:
        if len(self.segments) >= MAX_SEGMENTS:
            raise TooLongError(f"this flow has more than {MAX_SEGMENTS:,} segments", stay.line)
        if self.now + duration > MAX_SECONDS:
            raise TooLongError("this flow lasts longer than a day", stay.line)
        pose = pose or stay.pose
        self.segments.append(
            Segment(
                len(self.segments),
                len(self.visits) - 1,
                kind,
                pose.key if pose else None,
                side if kind is SegmentKind.MOVE else stay.side,
                self.now,
                duration,
                breath,
                breaths,
                unit,
                amount,
                rep,
                amount if rep else 0,
                stay.set,
                stay.sets,
                stay.round,
                stay.rounds,
                open,
                still,
                stay.option_keys,
                stay.line,
                lines,
                phases,
                chimes,
            )
        )
        self.now += duration

    def _cycle(self, breath: Breath, duration: float) -> _Cycle:
        """Breaths in a row, the last one cut where the duration ends."""
        key = (breath, duration)
        found = self._cycles.get(key)
        if found is None:
            found = self._cycles[key] = _breaths(breath, duration)
        return found


def _breaths(breath: Breath, duration: float) -> _Cycle:
    kinds = (
        (PhaseKind.IN, breath.inhale),
        (PhaseKind.FULL, breath.full),
        (PhaseKind.OUT, breath.exhale),
        (PhaseKind.EMPTY, breath.empty),
    )
    phases: list[Phase] = []
    chimes: list[Chime] = []
    number = 0
    while number * breath.seconds < duration - 1e-6:
        # From the breath's number, not by adding up: a long hold must not drift.
        at = number * breath.seconds
        number += 1
        for kind, seconds in kinds:
            length = min(seconds, duration - at)
            if length > 1e-6:
                phases.append(Phase(kind, at, length, number))
                if kind in {PhaseKind.IN, PhaseKind.OUT}:
                    name = CueName.IN if kind is PhaseKind.IN else CueName.OUT
                    chimes.append(Chime(at, name, length))
            at += seconds
    return _Cycle(tuple(phases), tuple(chimes), number)


def _rep_cycle(
    rep: Sequence[RepPhase], breath: Breath
) -> tuple[tuple[Phase, ...], tuple[Chime, ...], int, float]:
    """Phases and sounds of one repetition, its in-breaths, and its length in seconds."""
    phases: list[Phase] = []
    chimes: list[Chime] = []
    at, breaths = 0.0, 0
    for part in rep:
        if part.half is None:
            seconds = part.seconds or 0.0
            phases.append(Phase(PhaseKind.TIMED, at, seconds, breaths, part.text))
        else:
            inhale = part.half is Half.INHALE
            seconds = breath.inhale if inhale else breath.exhale
            breaths += inhale
            kind = PhaseKind.IN if inhale else PhaseKind.OUT
            phases.append(Phase(kind, at, seconds, breaths, part.text))
            chimes.append(Chime(at, CueName.IN if inhale else CueName.OUT, seconds))
        at += seconds
    return tuple(phases), tuple(chimes), breaths, at


def with_lines(segment: Segment, lines: tuple[Line, ...]) -> Segment:
    """The same segment saying something else."""
    return replace(segment, lines=lines)


def _tenths(seconds: float) -> float:
    """Rounded up to a tenth of a second, so that plans read well."""
    return -(-round(seconds * 1000) // 100) / 10
