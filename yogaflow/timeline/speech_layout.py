"""Where lines are said inside a segment, so that none overlaps another and none is cut.

A line that does not fit is left out whole. All times are seconds from the segment's beginning.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from yogaflow.timeline import phrases
from yogaflow.timeline.reading_aloud import read_aloud
from yogaflow.timeline.timeline import Line, Role

Speech = Callable[[str], float]
"""How long a line takes to say, seconds."""

BOWL_GAP = 0.8
"""Between a bowl and the first word."""
SWITCH_GAP = 1.8
"""Between the two bowls of a switch and the first word."""
LINE_GAP = 0.35
"""Silence between two lines that belong together."""
STEP_GAP = 0.8
"""Least silence after a line of a way between stances."""
LEAST_GAP = 0.15
"""Least silence between any two lines of a segment."""
TAIL = 0.3
"""A spoken segment lasts at least this much longer than its words."""
READY_GAP = 1.5
"""Most silence that is added between two lines of the countdown."""
READY_TIME = 5.0
"""Seconds of the countdown to take the first position in, where there is time to spare."""

TIME_FOR: Mapping[Role, float] = MappingProxyType(
    {Role.EXIT: 1.2, Role.POSITION: 2.8, Role.WAY_IN: 1.3, Role.OPTION: 1.3}
)
"""Least silence after a line that asks for something to be done: the time to do it."""

_STOPS = re.compile(r"[.?!](?=\s+\S)")
_COMMAS = re.compile(r"[,;:–]")


def estimate_speech(text: str) -> float:
    """Length of a line by its letters, words and stops, for plans that agree on every machine.

    Fitted to espeak-ng at 150 words a minute over all bundled lines, silence trimmed: 5 % too
    long on the whole, and of a hundred lines six are too short by more than 5 %.
    """
    text = read_aloud(text)
    letters = sum(map(str.isalnum, text))
    words = len(text.replace("-", " ").split())
    stops = len(_STOPS.findall(text))
    commas = len(_COMMAS.findall(text))
    return round(0.2 + 0.055 * letters + 0.06 * words + 0.4 * commas + 0.55 * stops, 2)


@dataclass(frozen=True, slots=True)
class Saying:
    """A text to say and what it is for, before it has a place.

    `takes` is the least time from its beginning to the next line, seconds, where doing what it
    says has a time of its own. `leg` is the stretch of the way that it leads along: 0 is the way
    out of a pose, then come the ways of the road, then the way into the new pose; None for what
    moves nobody.
    """

    text: str
    role: Role
    takes: float | None = None
    leg: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether doing what it says may take any time there is."""
        return self.takes is None and self.role in TIME_FOR

    def silence(self, seconds: float, ease: float) -> float:
        """The least silence after it, where saying it takes so many seconds."""
        if self.takes is not None:
            return max(STEP_GAP, self.takes * ease - seconds)
        gap = TIME_FOR.get(self.role)
        return LINE_GAP if gap is None else gap * ease


def spoken_length(
    sayings: Iterable[Saying], speech: Speech, *, ease: float = 1.0, start: float = BOWL_GAP
) -> float:
    """Seconds the lines take in a row, from the bowl to the time to do what the last one says.

    `ease` scales the time to do things; `start` is when the first line begins.
    """
    total = start
    for saying in sayings:
        seconds = speech(saying.text)
        total += seconds + saying.silence(seconds, ease)
    return total


def tenths(seconds: float) -> float:
    """Rounded up to a tenth of a second, so that plans read well."""
    return -(-round(seconds * 1000) // 100) / 10


def spread(
    sayings: Sequence[Saying],
    duration: float,
    speech: Speech,
    *,
    ease: float = 1.0,
    start: float = BOWL_GAP,
) -> tuple[Line, ...]:
    """Lines in a row over a way in. Time that is left goes to what takes longest to do.

    Nothing is added after a name, so that "Pigeon, right side." leads into its first line, nor on
    the road, where each line has its time: what no other line can use is left at the end.
    """
    spare = max(0.0, duration - spoken_length(sayings, speech, ease=ease, start=start))
    whole = sum(s.silence(speech(s.text), ease) for s in sayings if s.is_open)
    lines = []
    at = start
    for saying in sayings:
        seconds = speech(saying.text)
        if at + seconds > duration:
            break
        lines.append(Line(round(at, 3), seconds, saying.text, saying.role))
        silence = saying.silence(seconds, ease)
        at += seconds + silence
        if whole and saying.is_open:
            at += spare * silence / whole
    return tuple(lines)


class Sheet:
    """The lines of one segment while they are being placed; earlier claims win.

    They are kept in order, for a hold of some hours has thousands.
    """

    def __init__(self, duration: float, speech: Speech, lines: Iterable[Line] = ()) -> None:
        self.duration = duration
        self._speech = speech
        self._lines = list(lines)

    def say(self, text: str, role: Role, at: float, *, before: float | None = None) -> bool:
        """Place a line at `at`; False, and nothing placed, where it does not fit whole.

        `before` is the instant by which it must have ended; the segment's end by default.
        """
        seconds = self._speech(text)
        limit = self.duration if before is None else min(before, self.duration)
        if at < 0 or at + seconds > limit + 1e-9 or self._taken(at, seconds) is not None:
            return False
        insort(self._lines, Line(at, seconds, text, role), key=_begins)
        return True

    def say_from(self, text: str, role: Role, at: float) -> bool:
        """Place a line at `at` or as soon after it as nothing else is said."""
        seconds = self._speech(text)
        while (line := self._taken(at, seconds)) is not None:
            at = _ends(line) + LINE_GAP
        return self.say(text, role, at)

    def say_by(self, text: str, role: Role, end: float) -> bool:
        """Place a line so that it ends at `end`, or as soon before it as nothing else is said."""
        seconds = self._speech(text)
        while (line := self._taken(end - seconds, seconds)) is not None:
            end = line.offset - LINE_GAP
        return self.say(text, role, end - seconds)

    def say_until(self, text: str, role: Role, end: float) -> bool:
        """Place a line so that it ends at `end`."""
        return self.say(text, role, end - self._speech(text))

    def silence_at(self, at: float) -> tuple[float, float]:
        """The end of the last line that began by then, and the beginning of the one after it."""
        lines, index = self._lines, bisect_right(self._lines, at, key=_begins)
        end = _ends(lines[index - 1]) if index else 0.0
        return end, _begins(lines[index]) if index < len(lines) else self.duration

    def lines(self) -> tuple[Line, ...]:
        """What was placed, in order."""
        return tuple(self._lines)

    def _taken(self, at: float, seconds: float) -> Line | None:
        """The line that is in the way of one at `at`: the last, where there are several."""
        index = bisect_left(self._lines, at + seconds + LEAST_GAP, key=_begins)
        if index and at < _ends(self._lines[index - 1]) + LEAST_GAP:
            return self._lines[index - 1]
        return None


def _begins(line: Line) -> float:
    return line.offset


def _ends(line: Line) -> float:
    return line.offset + line.seconds


def with_time_for(why: Sequence[str], countdown: float, speech: Speech) -> float:
    """Seconds of a countdown that has to say why, too, and of all else what it says without."""
    if not why or not countdown:
        return countdown
    return max(countdown, READY_TIME) + sum(speech(text) + STEP_GAP for text in why)


def ready_lines(
    countdown: float,
    *,
    opening: str,
    place: str,
    props: str,
    speech: Speech,
    why: Sequence[str] = (),
    quiet: bool = False,
) -> tuple[Line, ...]:
    """The countdown's lines. Where not all fit, why comes first, which has been given the time,
    then the first position, then safety."""
    sheet = Sheet(countdown, speech)
    rejoin = phrases.REJOIN_QUIET if quiet else phrases.REJOIN
    wanted = [*why, place, phrases.SAFETY, opening, props, rejoin]
    order = [opening, *why, phrases.SAFETY, rejoin, props, place]
    roles = dict.fromkeys(why, Role.WHY)
    roles |= {opening: Role.INTRO, phrases.SAFETY: Role.SAFETY, rejoin: Role.SAFETY}
    room = countdown - BOWL_GAP - TAIL
    kept: set[str] = set()
    for text in wanted:
        gap = STEP_GAP if text in why else LINE_GAP
        if text and (need := speech(text) + gap) <= room:
            kept.add(text)
            room -= need
    texts = [text for text in order if text in kept]
    at = BOWL_GAP
    # A second or two of bowl before the first words, where there is the time for it.
    if room > 2.0:
        at += 1.6
        room -= 1.6
    # The first position is told early enough to be taken before the practice begins.
    extra = min(READY_GAP, max(0.0, room - READY_TIME) / max(1, len(texts)))
    for text in texts:
        sheet.say(text, roles.get(text, Role.POSITION), round(at, 3))
        at += speech(text) + (STEP_GAP if text in why else LINE_GAP) + extra
    return sheet.lines()
