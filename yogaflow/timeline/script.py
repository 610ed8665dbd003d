"""Where lines are said inside a segment, so that none overlaps another and none is cut.

A line that does not fit is left out whole. All times are seconds from the segment's beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from yogaflow.model import Amount, Place, Pose, Side, Unit, Words, sided_text
from yogaflow.timeline import wording
from yogaflow.timeline.plan import Line, Phase, PhaseKind, Role

Speech = Callable[[str], float]
"""How long a line takes to say, seconds."""

BOWL_GAP = 0.8
"""Between a bowl and the first word."""
LINE_GAP = 0.35
"""Least silence between two lines."""
TAIL = 0.3
"""A spoken segment lasts at least this much longer than its words (design: 0.3 s)."""
CUE_EVERY = 3
"""Breaths from one cue to the next while staying."""


def estimate_speech(text: str) -> float:
    """Length of a line by its characters, for plans that must agree on every machine.

    About 160 words a minute, a calm teaching voice.
    """
    return round(0.4 + len(text) / 14.0, 2)


@dataclass(frozen=True, slots=True)
class Saying:
    """A text to say and what it is for, before it has a place."""

    text: str
    role: Role


def spoken_length(sayings: Iterable[Saying], speech: Speech) -> float:
    """Seconds the lines take in a row, from the bowl to the end of the tail."""
    total = BOWL_GAP
    for saying in sayings:
        total += speech(saying.text) + LINE_GAP
    return total + TAIL - LINE_GAP


def tenths(seconds: float) -> float:
    """Rounded up to a tenth of a second, so that plans read well."""
    return -(-round(seconds * 1000) // 100) / 10


def spread(sayings: Sequence[Saying], duration: float, speech: Speech) -> tuple[Line, ...]:
    """Lines in a row over a way in: the time that is left goes between them, evenly.

    Nothing is added right after a name, so that "Pigeon, right side." leads into its first line.
    """
    gaps = sum(1 for s in sayings if s.role is not Role.NAME)
    spare = max(0.0, duration - spoken_length(sayings, speech))
    extra = spare / gaps if gaps else 0.0
    lines = []
    at = BOWL_GAP
    for saying in sayings:
        seconds = speech(saying.text)
        if at + seconds > duration:
            break
        lines.append(Line(round(at, 3), seconds, saying.text, saying.role))
        at += seconds + LINE_GAP + (0.0 if saying.role is Role.NAME else extra)
    return tuple(lines)


class Sheet:
    """The lines of one segment while they are being placed; earlier claims win."""

    def __init__(self, duration: float, speech: Speech) -> None:
        self._duration = duration
        self._speech = speech
        self._lines: list[Line] = []

    def say(self, text: str, role: Role, at: float, *, before: float | None = None) -> bool:
        """Place a line at `at`; False, and nothing placed, where it does not fit whole.

        `before` is the instant by which it must have ended; the segment's end by default.
        """
        seconds = self._speech(text)
        limit = self._duration if before is None else min(before, self._duration)
        end = at + seconds
        if at < 0 or end > limit + 1e-9:
            return False
        for line in self._lines:
            if at < line.offset + line.seconds and line.offset < end:
                return False
        self._lines.append(Line(at, seconds, text, role))
        return True

    def lines(self) -> tuple[Line, ...]:
        """What was placed, in order."""
        self._lines.sort(key=lambda line: line.offset)
        return tuple(self._lines)


def hold_lines(
    *,
    pose: Pose,
    side: Side | None,
    say: Sequence[Words],
    unit: Unit,
    duration: float,
    phases: Sequence[Phase],
    breath_seconds: float,
    speech: Speech,
    first_visit: bool,
    quiet: bool,
) -> tuple[Line, ...]:
    """What is said while staying: the file's own words first, then the count, then cues.

    A cue is said on an out-breath every few breaths, never in the first or last one; "last
    breath" at the end of the one before. `quiet` leaves only the file's own words (rests).
    """
    sheet = Sheet(duration, speech)
    for words in say:
        if words.once and not first_visit:
            continue
        text = sided_text(words.text, side)
        sheet.say(text, Role.WORDS, _place(words, duration, breath_seconds, speech(text)))
    if quiet:
        return sheet.lines()
    ins = [p for p in phases if p.kind is PhaseKind.IN]
    outs = {p.breath: p for p in phases if p.kind is PhaseKind.OUT}
    n = len(ins)
    if n >= 2:
        sheet.say(
            wording.LAST_BREATH,
            Role.LAST,
            ins[-1].offset - speech(wording.LAST_BREATH) - 0.1,
        )
    if unit is Unit.BREATHS:
        for phase in ins[:-1:2]:
            left = n - phase.breath + 1
            sheet.say(wording.number(left).capitalize() + ".", Role.COUNT, phase.offset + 0.2)
    elif duration >= 30:
        sheet.say(wording.TEN_SECONDS, Role.COUNT, duration - 10.0 - speech(wording.TEN_SECONDS))
    at_breath = 2
    for cue in pose.cues:
        out = outs.get(at_breath)
        if out is None or at_breath >= n:
            break
        sheet.say(sided_text(cue, side), Role.CUE, out.offset + 0.2)
        at_breath += CUE_EVERY
    return sheet.lines()


def rep_lines(
    rep: int,
    reps: int,
    *,
    side: Side | None,
    say: Sequence[Words],
    phases: Sequence[Phase],
    duration: float,
    speech: Speech,
) -> tuple[Line, ...]:
    """What is said in one repetition: the first one is explained, the others count down."""
    sheet = Sheet(duration, speech)
    left = reps - rep + 1
    if rep == 1:
        for words in say:
            sheet.say(sided_text(words.text, side), Role.WORDS, TAIL)
        for phase in phases:
            if phase.text:
                end = phase.offset + phase.seconds
                sheet.say(sided_text(phase.text, side), Role.CUE, phase.offset + 0.1, before=end)
    elif left == 1:
        sheet.say(wording.LAST_REP, Role.LAST, 0.1)
    else:
        sheet.say(wording.number(left).capitalize() + ".", Role.COUNT, 0.1)
    return sheet.lines()


def _place(words: Words, duration: float, breath_seconds: float, length: float) -> float:
    """Offset of a line of the file; the end means: ends with the hold."""
    if isinstance(words.at, Amount):
        each = breath_seconds if words.at.unit is Unit.BREATHS else 1.0
        return words.at.low * each
    if words.at is Place.HALFWAY:
        return duration / 2
    if words.at is Place.END:
        return max(0.0, duration - length - TAIL)
    return TAIL


def ready_lines(
    countdown: float, *, opening: str, place: str, props: str, speech: Speech
) -> tuple[Line, ...]:
    """The countdown's lines. Where not all fit, the first position comes first, then safety."""
    sheet = Sheet(countdown, speech)
    wanted = [place, wording.SAFETY, opening, props, wording.REJOIN]
    order = [opening, wording.SAFETY, wording.REJOIN, props, place]
    roles = {opening: Role.INTRO, wording.SAFETY: Role.SAFETY, wording.REJOIN: Role.SAFETY}
    room = countdown - BOWL_GAP - TAIL
    kept: set[str] = set()
    for text in wanted:
        if text and (need := speech(text) + LINE_GAP) <= room:
            kept.add(text)
            room -= need
    texts = [text for text in order if text in kept]
    at = BOWL_GAP
    # A second or two of bowl before the first words, where there is the time for it.
    if room > 2.0:
        at += 1.6
        room -= 1.6
    extra = max(0.0, room) / max(1, len(texts))
    for text in texts:
        sheet.say(text, roles.get(text, Role.POSITION), round(at, 3))
        at += speech(text) + LINE_GAP + extra
    return sheet.lines()
