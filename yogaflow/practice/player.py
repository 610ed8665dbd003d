"""The player: a timeline, a clock reading passed in, and commands; out come events.

It computes where it is from the clock and never counts ticks. It does no I/O and reads no clock,
so a whole practice plays in a test in milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType

from yogaflow.model import Flow, Unit
from yogaflow.practice.announcements import again, settling, turning, where
from yogaflow.practice.cursor import Cursor, after_end, breath_mark, marks_of, offset_at, walk
from yogaflow.practice.events import (
    BreathBegan,
    BreathEnded,
    Cue,
    Event,
    Finished,
    Notice,
    Paused,
    PauseReason,
    Replanned,
    Resumed,
    SegmentEnded,
    Sound,
    Spoken,
    Stopped,
)
from yogaflow.practice.replan import (
    carried_choices,
    carry_over,
    kept_segment,
    matching_visit,
    on_time,
    stay_in,
)
from yogaflow.practice.view import State, View, view_of
from yogaflow.timeline import (
    MOVING,
    Choices,
    KeptSegment,
    Segment,
    SegmentKind,
    Speech,
    Timeline,
    Visit,
    compile_flow,
    estimate_speech,
    phrases,
)
from yogaflow.timeline.cues import CueName

__all__ = ["Player", "PlayerCommand", "State", "View"]


class PlayerCommand(StrEnum):
    """Everything a person can ask of a practice."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    NEXT = "next"
    PREVIOUS = "previous"
    RESTART = "restart"
    JUMP = "jump"
    LONGER = "longer"
    SHORTER = "shorter"
    FASTER = "faster"
    SLOWER = "slower"
    OTHER_SIDE = "other side"
    SAY_AGAIN = "say again"
    WHERE_AM_I = "where am I"
    BREATH = "breath"
    GO_ON = "go on"
    STOP = "stop"


_ANYTIME = frozenset(
    {
        PlayerCommand.NEXT,
        PlayerCommand.PREVIOUS,
        PlayerCommand.RESTART,
        PlayerCommand.JUMP,
        PlayerCommand.LONGER,
        PlayerCommand.SHORTER,
        PlayerCommand.FASTER,
        PlayerCommand.SLOWER,
        PlayerCommand.OTHER_SIDE,
        PlayerCommand.SAY_AGAIN,
        PlayerCommand.WHERE_AM_I,
        PlayerCommand.STOP,
    }
)

ALLOWED: Mapping[State, frozenset[PlayerCommand]] = MappingProxyType(
    {
        State.IDLE: _ANYTIME | {PlayerCommand.START},
        State.PLAYING: _ANYTIME | {PlayerCommand.PAUSE, PlayerCommand.BREATH, PlayerCommand.GO_ON},
        State.WAITING: _ANYTIME | {PlayerCommand.PAUSE, PlayerCommand.GO_ON},
        State.PAUSED: _ANYTIME | {PlayerCommand.RESUME},
        State.FINISHED: frozenset(),
        State.STOPPED: frozenset(),
    }
)
"""Which commands mean something in which state; all others change nothing."""

PACES = tuple(round(0.5 + 0.1 * i, 1) for i in range(16))
"""The paces that faster and slower step through: 0.5 to 2.0."""

LONGER_BY: Mapping[Unit, int] = MappingProxyType({Unit.BREATHS: 1, Unit.SECONDS: 5, Unit.REPS: 1})
"""What longer adds and shorter takes away."""

RESTARTED = MOVING | {SegmentKind.SETTLE, SegmentKind.SAY}
"""Segments that begin again from their start when a pause broke them."""

UNTOUCHED = MOVING | {SegmentKind.SAY, SegmentKind.WAIT, SegmentKind.CLOSE}
"""Segments that stay as they are when pace or amounts change."""


class Player:
    """Plays one flow.

                 start            pause
        IDLE -----------> PLAYING <----> PAUSED     next, previous, restart, jump and all that
                          |   ^  resume             changes lengths keep the state
          a wait begins   |   | go on
                          v   |
                         WAITING                    stop leads from everywhere to STOPPED;
                                                    the end of the plan to FINISHED

    `speech` gives the seconds a line takes. All times passed in and given out are seconds on
    one clock of the caller's choosing, which must not run backwards.
    """

    def __init__(
        self,
        flow: Flow,
        choices: Choices | None = None,
        speech: Speech = estimate_speech,
    ) -> None:
        """Raises CompileError where the flow expands past the limits of the format."""
        self._speech = speech
        self._timeline = compile_flow(flow, choices, speech)
        self._cursor = Cursor(segment=0, mark=0, clock=0.0, offset=0.0)
        self._state = State.IDLE
        self._plan = 0
        # The segment that was kept when lengths came in while it was played.
        self._kept: KeptSegment | None = None

    @property
    def timeline(self) -> Timeline:
        """The plan as it stands now."""
        return self._timeline

    @property
    def plan(self) -> int:
        """A number that every command that moves or changes the plan raises."""
        return self._plan

    @property
    def state(self) -> State:
        """What the player is doing; WAITING is playing inside a wait."""
        if self._state is State.PLAYING and self._segment.kind is SegmentKind.WAIT:
            return State.WAITING
        return self._state

    @property
    def _segment(self) -> Segment:
        return self._cursor.playing(self._timeline)

    # -- time -------------------------------------------------------------------------------

    def advance(self, now: float) -> list[Event]:
        """Everything crossed since the last call, in order, up to and including `now`."""
        events: list[Event] = []
        if self._state is not State.PLAYING:
            return events
        for event, cursor in walk(self._timeline, self._cursor, now):
            self._cursor = cursor
            if event is not None:
                events.append(event)
        if self._cursor.done:
            self._state = State.FINISHED
        return events

    def upcoming(self, until: float) -> list[Cue]:
        """The cues due up to `until` that have not happened yet. Changes nothing."""
        if self._state is not State.PLAYING:
            return []
        return [
            event
            for event, _ in walk(self._timeline, self._cursor, until)
            if isinstance(event, Sound | Spoken)
        ]

    def view(self, now: float) -> View:
        """What a screen shows at `now`."""
        if self._state is not State.PLAYING:
            now = self._cursor.clock
        return view_of(self._timeline, self._cursor, self.state, now)

    # -- commands ---------------------------------------------------------------------------

    def do(
        self, do: PlayerCommand, now: float, *, at: float | None = None, visit: int | None = None
    ) -> list[Event]:
        """Carry out a command at clock time `now`, after everything due before it.

        `at` (pause only) is an earlier instant to pause at: nothing after it has happened.
        `visit` (jump only) is the index of a visit. A command that means nothing in this state
        does nothing.
        """
        then = now if at is None else min(at, now)
        events = self.advance(then)
        if do not in ALLOWED[self.state]:
            return events
        handlers: Mapping[PlayerCommand, Callable[[], list[Event]]] = {
            PlayerCommand.START: lambda: self._start(now),
            PlayerCommand.PAUSE: lambda: self._pause(then, PauseReason.PERSON),
            PlayerCommand.RESUME: lambda: self._resume(now),
            PlayerCommand.NEXT: lambda: self._step(now, 1),
            PlayerCommand.PREVIOUS: lambda: self._step(now, -1),
            PlayerCommand.RESTART: lambda: self._step(now, 0),
            PlayerCommand.JUMP: lambda: self._go(
                now, self._visit.index if visit is None else visit
            ),
            PlayerCommand.LONGER: lambda: self._lengthen(now, 1),
            PlayerCommand.SHORTER: lambda: self._lengthen(now, -1),
            PlayerCommand.FASTER: lambda: self._pace(now, 1),
            PlayerCommand.SLOWER: lambda: self._pace(now, -1),
            PlayerCommand.OTHER_SIDE: lambda: self._other_side(now),
            PlayerCommand.SAY_AGAIN: lambda: _aloud(now, again(self.view(now))),
            PlayerCommand.WHERE_AM_I: lambda: _aloud(now, where(self.view(now))),
            PlayerCommand.BREATH: lambda: self._breath(now),
            PlayerCommand.GO_ON: lambda: self._go_on(now),
            PlayerCommand.STOP: lambda: self._stop(now),
        }
        return events + handlers[do]()

    def pause(self, at: float, reason: PauseReason) -> list[Event]:
        """Pause for another reason than the person's, at an instant that may have passed."""
        events = self.advance(at)
        if PlayerCommand.PAUSE in ALLOWED[self.state]:
            events += self._pause(at, reason)
        return events

    def retime(self, now: float, speech: Speech) -> list[Event]:
        """Real lengths of spoken lines are known: plan what lies ahead again.

        What is being played stays as it is, so that nothing is said twice or never; the new
        lengths hold from the next segment on.
        """
        events = self.advance(now)
        if self._state in {State.FINISHED, State.STOPPED}:
            return events
        self._speech = speech
        return events + self._replan(now, self._timeline.choices, keep=True)

    def reload(self, now: float, flow: Flow) -> list[Event]:
        """The file has changed while it is played: go on in the new one.

        In the same pose, on the same side, at the same breath, if the flow still has it; else
        with the pose that has taken its place, from its way in. What was made longer or turned to
        the other side stays so where the step is still there. Raises CompileError, and then
        nothing has changed.
        """
        events = self.advance(now)
        if self._state in {State.FINISHED, State.STOPPED}:
            return events
        old, visit = self._timeline, self._visit
        choices = carried_choices(old.choices, old.flow, flow)
        new = compile_flow(flow, choices, self._speech)
        twin = matching_visit(old, new, visit)
        self._plan += 1
        self._kept = None
        if self._state is State.IDLE:
            self._timeline = new
            self._cursor = Cursor(segment=0, mark=0, clock=self._cursor.clock, offset=0.0)
            return [*events, Replanned(now)]
        if twin is None:
            left = self._segment
            self._timeline = new
            first = 1 if new.visits[0].kind is SegmentKind.READY else 0
            target = max(first, min(visit.index, len(new.visits) - 1))
            self._cursor = Cursor(
                segment=new.visits[target].first,
                mark=0,
                clock=now if self._state is State.PLAYING else self._cursor.clock,
                offset=0.0,
                serial=self._cursor.serial,
            )
            events += [SegmentEnded(now, left, False), Replanned(now)]
            return events + self.advance(now)
        if self._state is State.PLAYING:
            self._hold_still(now)
        self._timeline, self._cursor = carry_over(old, new, self._cursor, self._cursor.offset, twin)
        return [*events, Replanned(now)]

    def _start(self, now: float) -> list[Event]:
        self._cursor = replace(self._cursor, clock=now)
        self._state = State.PLAYING
        self._plan += 1
        return self.advance(now)

    def _pause(self, at: float, reason: PauseReason) -> list[Event]:
        self._hold_still(at)
        self._state = State.PAUSED
        self._plan += 1
        return [Paused(at, reason), Sound(at, CueName.PAUSE, 0.0)]

    def _hold_still(self, at: float) -> None:
        """Anchor the cursor where it stands at `at`."""
        offset = offset_at(self._timeline, self._cursor, at)
        self._cursor = replace(self._cursor, clock=at, offset=offset)

    def _resume(self, now: float) -> list[Event]:
        """Go on at the start of what the pause broke. Paused time is discarded here alone."""
        self._rewind()
        self._cursor = replace(self._cursor, clock=now)
        self._state = State.PLAYING
        self._plan += 1
        sound: list[Event] = []
        if self._cursor.interlude is None:
            sound.append(Sound(now, CueName.RESUME, 0.0))
        return [Resumed(now), *sound, *self.advance(now)]

    def _rewind(self) -> None:
        """Put the cursor at the beginning of the broken breath, with a settling breath before.

        A way in and spoken words begin again; a countdown, a wait and the close go on; a breath
        that the person counts is theirs to end.
        """
        cursor, segment = self._cursor, self._segment
        if cursor.interlude is not None:
            self._cursor = replace(cursor, mark=0, offset=0.0, open=False)
            return
        if cursor.mark == 0 or segment.open:
            return
        if segment.kind in RESTARTED:
            self._cursor = replace(cursor, mark=1, offset=0.0, open=False)
            return
        if segment.breath is None or not segment.phases:
            if segment.kind is SegmentKind.REP:
                self._cursor = replace(cursor, mark=1, offset=0.0)
            return
        index, mark = cursor.segment, 1
        if segment.kind is SegmentKind.MOVE and not segment.breaths and index:
            before = self._timeline.segments[index - 1]
            if before.kind is SegmentKind.MOVE and before.breaths:
                # The breath began with the movement before: it begins again there.
                index, segment = index - 1, before
        elif segment.kind in {SegmentKind.HOLD, SegmentKind.REST}:
            phase = segment.phase_at(cursor.offset) or segment.phases[-1]
            mark = breath_mark(segment, phase.breath)
        self._cursor = replace(
            cursor,
            segment=index,
            mark=0,
            offset=0.0,
            open=False,
            interlude=settling(self._timeline, segment, self._speech),
            return_mark=mark,
            return_offset=marks_of(segment)[mark].offset,
        )

    # -- moving about -----------------------------------------------------------------------

    @property
    def _visit(self) -> Visit:
        return self._timeline.visits[self._timeline.segments[self._cursor.segment].visit]

    def _step(self, now: float, by: int) -> list[Event]:
        """Next, previous, or this pose from its beginning; never back to the countdown."""
        here = self._visit.index
        first = 1 if self._timeline.visits[0].kind is SegmentKind.READY else 0
        target = here + by if by > 0 else max(first, here + by)
        return self._go(now, target)

    def _go(self, now: float, target: int) -> list[Event]:
        visits = self._timeline.visits
        left: list[Event] = []
        if self._kept is not None and target <= self._visit.index:
            # What was kept with older lengths is played again: by now all are known.
            choices, self._kept = self._timeline.choices, None
            self._timeline = compile_flow(self._timeline.flow, choices, self._speech)
        if self._cursor.mark or self._cursor.interlude is not None:
            left.append(SegmentEnded(now, self._segment, False))
        self._plan += 1
        if target >= len(visits):
            self._state = State.FINISHED
            self._cursor = replace(self._cursor, clock=now, done=True)
            return [*left, Finished(now)]
        self._cursor = Cursor(
            segment=visits[max(0, target)].first,
            mark=0,
            clock=now,
            offset=0.0,
            serial=self._cursor.serial,
        )
        return [*left, *self.advance(now)]

    def _go_on(self, now: float) -> list[Event]:
        """End an open segment; in any other it means nothing."""
        segment = self._segment
        if not segment.open:
            return []
        ended: list[Event] = []
        if self._cursor.open:
            number = self._cursor.tapped + 1
            ended.append(BreathEnded(now, segment, number, self._cursor.serial))
        return [*ended, *self._leave_open(now, segment)]

    def _leave_open(self, now: float, segment: Segment) -> list[Event]:
        self._cursor = replace(after_end(self._timeline, self._cursor, now), open=False)
        self._plan += 1
        return [SegmentEnded(now, segment, True), *self.advance(now)]

    def _breath(self, now: float) -> list[Event]:
        """The person says that a breath is over; counts only where they are the counter."""
        segment, cursor = self._segment, self._cursor
        if not segment.open or not segment.breaths or not cursor.open:
            return []
        tapped = cursor.tapped + 1
        events: list[Event] = [BreathEnded(now, segment, tapped, cursor.serial)]
        if tapped >= segment.amount:
            return events + self._leave_open(now, segment)
        self._cursor = replace(cursor, tapped=tapped, serial=cursor.serial + 1)
        events.append(BreathBegan(now, segment, tapped + 1, cursor.serial + 1))
        if tapped + 1 == segment.amount:
            events.append(Sound(now, CueName.LAST, 0.0))
        return events

    def _stop(self, now: float) -> list[Event]:
        self._hold_still(now if self._state is State.PLAYING else self._cursor.clock)
        segment = self._segment
        self._state = State.STOPPED
        self._plan += 1
        return [SegmentEnded(now, segment, False), Stopped(now)]

    # -- changing the plan ------------------------------------------------------------------

    def _replan(self, now: float, choices: Choices, *, keep: bool) -> list[Event]:
        """Compile again and go on at the same segment, breath and phase.

        `keep` has the segment that is played stay as it is, lines and all.
        """
        flow = self._timeline.flow
        self._plan += 1
        self._kept = kept_segment(self._timeline, self._cursor) if keep else None
        new = compile_flow(flow, choices, self._speech, keep=self._kept)
        cursor = stay_in(new, self._cursor, self._kept) if self._kept else None
        if cursor is not None:
            was, here = self._timeline.segments[self._cursor.segment], new.segments[cursor.segment]
            if here.since is None:  # A rest that is played stays as it is.
                new = on_time(self._timeline, new, was.start, here)
            self._timeline, self._cursor = new, cursor
            return [Replanned(now)]
        self._kept = None
        if self._state is State.PLAYING:
            self._hold_still(now)
        self._timeline, self._cursor = carry_over(
            self._timeline, new, self._cursor, self._cursor.offset
        )
        return [Replanned(now)]

    @property
    def _is_untouched(self) -> bool:
        """Whether neither pace nor amounts change the segment that is played."""
        return self._segment.kind in UNTOUCHED

    def _lengthen(self, now: float, direction: int) -> list[Event]:
        """Longer or shorter, by one breath, 5 s or one rep; never below what is under way."""
        visit = self._visit
        if self._segment.kind is SegmentKind.WAIT:
            return _answer(now, phrases.NO_LIMIT)
        held = self._counted
        if held is None or held.unit is None:
            return _answer(now, phrases.NO_COUNT)
        wanted = held.amount + direction * LONGER_BY[held.unit]
        least = self._under_way(now, held)
        change = max(wanted, least) - held.amount
        if change == 0 or (change > 0) != (direction > 0):
            return _answer(now, phrases.SHORTEST)
        choices = self._timeline.choices
        adjust = dict(choices.adjust)
        adjust[visit.entry] = adjust.get(visit.entry, 0) + change
        events = self._replan(now, replace(choices, adjust=adjust), keep=self._is_untouched)
        now_held = self._counted or held
        return events + _answer(now, phrases.amount(now_held.amount, held.unit))

    @property
    def _counted(self) -> Segment | None:
        """The stretch of this visit whose amount is counted; None in a countdown, too."""
        inside = self._timeline.segments[self._visit.first : self._visit.last + 1]
        return next((s for s in inside if s.unit and s.kind is not SegmentKind.READY), None)

    def _under_way(self, now: float, held: Segment) -> int:
        """The least amount that does not end before this instant, in the unit of `held`."""
        here = self._timeline.segments[self._cursor.segment]
        if here.kind is not held.kind or self._cursor.interlude is not None:
            inside = here.kind is held.kind
            offset = self._cursor.return_offset if inside else 0.0
        else:
            inside = True
            offset = self.view(now).offset
        if not inside:
            return LONGER_BY[Unit.SECONDS] if held.unit is Unit.SECONDS else 1
        if held.unit is Unit.REPS:
            return here.rep
        if held.unit is Unit.SECONDS:
            return int(offset) + 2
        if here.open:
            return self._cursor.tapped + 1
        phase = here.phase_at(offset)
        return phase.breath if phase else 1

    def _pace(self, now: float, direction: int) -> list[Event]:
        choices = self._timeline.choices
        nearest = min(range(len(PACES)), key=lambda i: abs(PACES[i] - choices.pace))
        index = min(len(PACES) - 1, max(0, nearest + direction))
        if PACES[index] == choices.pace:
            return _answer(now, phrases.QUICKEST if direction > 0 else phrases.SLOWEST)
        pace = replace(choices, pace=PACES[index])
        events = self._replan(now, pace, keep=self._is_untouched)
        return events + _answer(now, phrases.pace(PACES[index], quicker=direction > 0))

    def _other_side(self, now: float) -> list[Event]:
        """Flip the rest of the group and begin this pose again on the other side."""
        timeline, visit = self._timeline, self._visit
        choices = timeline.choices
        if visit.kind is SegmentKind.READY:
            first = next((v.side for v in timeline.visits if v.side is not None), None)
            if first is None:
                return _answer(now, phrases.NO_SIDES)
            events = self._replan(now, replace(choices, first=first.other), keep=False)
            told = phrases.side(first.other, first=True)
            return [*events, Sound(now, CueName.SWITCH, 0.0), *_answer(now, told)]
        if visit.side is None:
            return _answer(now, phrases.NO_SIDES)
        told = phrases.side(visit.side.other)
        flips = choices.flips ^ {visit.key}
        events = self._replan(now, replace(choices, flips=flips), keep=False)
        new = self._timeline.visits[self._timeline.by_key[visit.key]]
        way = self._timeline.segments[new.first]
        if self._state is not State.PLAYING or way.kind not in MOVING:
            events += self._go(now, new.index)
            return [*events, Sound(now, CueName.SWITCH, 0.0), *_answer(now, told)]
        # The way makes time for the two bowls and the side, in place of the bowl of a new pose.
        kept = KeptSegment(visit.key, 0, turning(way, self._speech))
        chosen = self._timeline.choices
        self._timeline = compile_flow(self._timeline.flow, chosen, self._speech, keep=kept)
        events += self._go(now, new.index)
        self._kept = kept
        return [*events, Notice(now, told)]


def _answer(now: float, text: str) -> list[Event]:
    """What a key has done, told in a few words."""
    return [Notice(now, text, (text,), short=True)]


def _aloud(now: float, sentences: tuple[str, ...]) -> list[Event]:
    return [Notice(now, " ".join(sentences), sentences)]
