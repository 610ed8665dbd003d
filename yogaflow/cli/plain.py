"""A practice as plain lines: for screen readers, logs and pipes. One line per event, no colours.

Keys work where the input is a terminal. The same player and loop as the screen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TextIO

from yogaflow.model import Unit, printable
from yogaflow.practice.events import (
    BreathBegan,
    Event,
    Finished,
    Notice,
    Paused,
    PauseReason,
    PhaseBegan,
    Replanned,
    Resumed,
    SegmentBegan,
    Spoken,
    Stopped,
)
from yogaflow.practice.player import PlayerCommand, State
from yogaflow.practice.session import Session
from yogaflow.practice.verbosity import WORDS, Talk
from yogaflow.timeline import MOVING, Phase, PhaseKind, Role, SegmentKind, Timeline
from yogaflow.timeline.outline import clock_text, side_text, visit_amount

TICK = 0.05
"""Seconds between two looks at the clock and the keys."""


class Detail(StrEnum):
    """How much is written: each pose, also what is said, also each breath."""

    POSES = "poses"
    WORDS = "words"
    BREATHS = "breaths"


KEYS: dict[str, PlayerCommand] = {
    "n": PlayerCommand.NEXT,
    "p": PlayerCommand.PREVIOUS,
    "r": PlayerCommand.RESTART,
    "+": PlayerCommand.LONGER,
    "=": PlayerCommand.LONGER,
    "-": PlayerCommand.SHORTER,
    ">": PlayerCommand.FASTER,
    "<": PlayerCommand.SLOWER,
    "o": PlayerCommand.OTHER_SIDE,
    "s": PlayerCommand.SAY_AGAIN,
    "w": PlayerCommand.WHERE_AM_I,
    "\x1b[6~": PlayerCommand.NEXT,
    "\x1b[5~": PlayerCommand.PREVIOUS,
}

HELP = (
    "Keys: space pause or go on, n next, p previous, r restart, + longer, - shorter, "
    "< slower, > quicker, o other side, s say again, w where am I, v talk, m mute, q leave."
)


class Printer:
    """Turns events into lines. Times are seconds of practice since the start."""

    def __init__(self, out: TextIO, detail: Detail) -> None:
        self._out = out
        self._detail = detail
        self._origin: float | None = None
        self._visit = -1

    def line(self, at: float, text: str) -> None:
        """Write one line with its time."""
        if self._origin is None:
            self._origin = at
        shown = printable(f"{clock_text(at - self._origin):>7}  {text}")
        print(shown, file=self._out, flush=True)

    def show(self, events: list[Event], timeline: Timeline, talk: Talk = Talk.FULL) -> None:
        """Write what a person following by lines needs to know."""
        for event in events:
            text = self._text(event, timeline, talk)
            if text:
                self.line(event.at, text)

    def _text(self, event: Event, timeline: Timeline, talk: Talk) -> str:
        match event:
            case SegmentBegan(segment=segment):
                if segment.visit == self._visit and segment.kind is not SegmentKind.WAIT:
                    return ""
                self._visit = segment.visit
                return self._visit_text(timeline, segment.visit, segment.kind)
            case Spoken(line=line):
                # Names and switches have a line of their own already. All else can be read, also
                # where it is not to be heard, but for what only those want who are learning.
                if self._detail is Detail.POSES or line.role is Role.NAME:
                    return ""
                if line.role in {Role.MORE, Role.RECALL, Role.WHY} and talk is not Talk.LEARN:
                    return ""
                return f"  {timeline.written(line.text)}"
            case BreathBegan(segment=segment, number=number):
                if self._detail is not Detail.BREATHS:
                    return ""
                if segment.kind is SegmentKind.SETTLE:
                    return "  settling breath"
                if segment.unit is Unit.BREATHS:
                    left = segment.amount - number + 1
                    return f"  breath, {left} left"
                if segment.unit is Unit.REPS:
                    return f"  rep, {segment.reps - segment.rep + 1} left"
                return "  breath"
            case PhaseBegan(phase=Phase(kind=PhaseKind.FULL | PhaseKind.EMPTY, seconds=seconds)):
                told = self._detail is Detail.BREATHS and seconds >= 1
                return f"  hold, {round(seconds)} s" if told else ""
            case Notice(text=text):
                return text
            case Paused(reason=reason):
                return {
                    PauseReason.PERSON: "Paused. Space goes on.",
                    PauseReason.STALL: "The program stood still; the breath begins again.",
                    PauseReason.SLEEP: "Paused while the machine slept. Space goes on.",
                }[reason]
            case Resumed():
                return "Going on."
            case Replanned():
                return f"Pace {timeline.choices.pace:g}, {clock_text(timeline.duration)} in all."
            case Finished():
                return "The end. Thank you for practising."
            case Stopped():
                return "Left."
        return ""

    def _visit_text(self, timeline: Timeline, index: int, kind: SegmentKind) -> str:
        visit = timeline.visits[index]
        segment = timeline.segments[visit.first]
        if kind is SegmentKind.WAIT:
            return "Stay as long as you like. Space goes on."
        if visit.kind is SegmentKind.READY:
            said = timeline.written(" ".join(line.text for line in segment.lines))
            return f"{timeline.flow.title}. Starts in {round(segment.duration)} s. {said}"
        if visit.kind is SegmentKind.SAY:
            return timeline.written(" ".join(line.text for line in segment.lines))
        if visit.kind is SegmentKind.CLOSE:
            return "Closing. " + timeline.written(" ".join(line.text for line in segment.lines))
        pose = timeline.pose(visit.pose)
        name = visit.title or (pose.name if pose else "Stay")
        if visit.kind is SegmentKind.REST:
            name = f"Rest: {name}"
        if segment.kind in MOVING and segment.kind is SegmentKind.SWITCH:
            name = f"Switch: {name}"
        side = side_text(timeline, visit)
        amount = visit_amount(timeline, visit)
        if visit.kind is SegmentKind.MOVE:
            moving = next(s for s in timeline.segments[visit.first : visit.last + 1] if not s.still)
            amount = "in" if moving.breaths else "out"
        return ", ".join(part for part in (name, side, amount) if part) + "."


@contextmanager
def keyboard() -> Iterator[Callable[[float], str]]:
    """A function that waits up to so many seconds for a key; "" where none came.

    Without a terminal, and on Windows, it only waits.
    """
    if sys.platform != "win32" and sys.stdin.isatty():
        from yogaflow.cli.keyboard import keys

        with keys() as read:
            yield read
    else:
        import time

        def wait(seconds: float) -> str:
            time.sleep(seconds)
            return ""

        yield wait


def press(session: Session, key: str) -> list[Event]:
    """What a key does; nothing for keys without a meaning."""
    if key == " ":
        return session.toggle()
    if key == "q":
        return session.do(PlayerCommand.STOP)
    if key == "m":
        session.set_muted(not session.muted)
        return []
    if key == "v":
        return [Notice(session.clock.now(), WORDS[session.next_talk()])]
    do = KEYS.get(key)
    return session.do(do) if do else []


def play_plain(
    session: Session,
    *,
    key: Callable[[float], str],
    detail: Detail = Detail.POSES,
    out: TextIO | None = None,
    notices: Callable[[], Sequence[str]] = tuple,
) -> State:
    """Play to the end, or until the person leaves; the state it ended in.

    `key` waits up to so many seconds for a key, as `keyboard` gives it. `notices` gives what is
    missing just now, a quiet line each: it is written when it comes up, and when it comes up again.
    """
    printer = Printer(out or sys.stdout, detail)
    told: Sequence[str] = ()
    printer.show(session.begin(), session.player.timeline, session.talk)
    while session.player.state not in {State.FINISHED, State.STOPPED}:
        pressed = key(TICK)
        events = session.tick()
        for one in _split(pressed):
            events += press(session, one)
        printer.show(events, session.player.timeline, session.talk)
        before, told = told, notices()
        for news in told:
            if news not in before:
                printer.line(session.clock.now(), news)
    return session.player.state


def _split(pressed: str) -> list[str]:
    """One read may hold several keys, or one key of several characters."""
    if not pressed:
        return []
    return [pressed] if pressed.startswith("\x1b") else list(pressed)
