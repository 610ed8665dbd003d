"""What is said while staying: in a hold, in a rest and in repetitions. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from yogaflow.model import Amount, Breath, Place, Unit, Words, sided_text
from yogaflow.timeline import phrases
from yogaflow.timeline.breath_cycles import last_breath, time_of
from yogaflow.timeline.learning_lines import learning_lines
from yogaflow.timeline.speech_layout import BOWL_GAP, LINE_GAP, TAIL, Saying, Sheet, Speech
from yogaflow.timeline.texts import seconds_allowed
from yogaflow.timeline.timeline import Line, Phase, PhaseKind, Role
from yogaflow.timeline.visit import Stay

COUNT_AFTER = 0.2
"""From the beginning of an in-breath to its number."""
CUE_EVERY = 3
"""Breaths from one cue to the next."""
COUNT_ALL = 10
"""Breaths up to which each one is counted."""
LONG, LONGEST_SILENCE = 180.0, 90.0
"""Seconds from which a hold is long, and that nothing is said for in it; half for learning."""
MINUTE = 60.0
"""Seconds before the end of a long rest at which its one line is said."""
REST_COUNT_EVERY = 4
"""Breaths between two counts of a rest, where one wants to be left alone."""

_BREATHES = re.compile(r"breath|inhal|exhal", re.IGNORECASE)
"""What tells how to breathe."""


class Said(NamedTuple):
    """Lines in their places; the file's own words that need time of their own before them.

    `lost` are those that have no room with this voice: slower than any that is allowed for.
    """

    lines: tuple[Line, ...]
    early: tuple[Words, ...] = ()
    lost: tuple[Words, ...] = ()


def own_words(stay: Stay, *, first_visit: bool) -> list[Words]:
    """The words of the file that are said on this visit."""
    return [words for words in stay.say if first_visit or not words.once]


def hold_lines(
    stay: Stay,
    *,
    duration: float,
    phases: Sequence[Phase],
    speech: Speech,
    first_visit: bool,
    timed: bool,
    rest: bool,
) -> Said:
    """What is said while staying: how long, the file's own words, the count, then cues.

    A cue is said on an out-breath every few breaths, never in the first or last one; "last
    breath" at the end of the one before. A rest has no cues, and a still one has one line. Without
    phases the person counts the breaths, and nothing is said after the beginning. `timed` gives
    time for what is said only on a `first_visit`.
    """
    assert stay.pose is not None
    assert stay.breath is not None
    sheet = Sheet(duration, speech)
    counted = stay.unit is Unit.BREATHS
    opening = phrases.breaths(stay.count) if counted else phrases.seconds(stay.count)
    if stay.flows_on:  # rounds are counted then
        opening = f"{phrases.number(stay.rounds - stay.round + 1).capitalize()}."
    outs = [] if rest or stay.still else _free_outs(phases)
    early: list[Words] = []
    if stay.makes_time:
        trial = Sheet(duration, seconds_allowed)
        own = own_words(stay, first_visit=timed)
        early = _own_lines(stay, own, trial, opening, duration, seconds_allowed)
        if timed and not rest and not stay.still:
            _count(stay, opening, phases, trial, rest=rest)
            unsaid, _ = _say_musts(stay.pose.must, outs, trial)
            early += [Words(cue, once=True) for cue in unsaid]
    own = [words for words in own_words(stay, first_visit=first_visit) if words not in early]
    lost = _own_lines(stay, own, sheet, opening, duration, speech)
    _count(stay, opening, phases, sheet, rest=rest)
    if outs:
        heard = {words.text for words in early}
        must = stay.pose.must if first_visit else ()
        cues = tuple(cue for cue in stay.pose.cues if cue not in must)
        _cues(stay, [cue for cue in must if cue not in heard], cues, outs, sheet)
    return Said(sheet.lines(), tuple(early), tuple(lost))


def _count(stay: Stay, opening: str, phases: Sequence[Phase], sheet: Sheet, *, rest: bool) -> None:
    """Place how long one stays, and what is told of it on the way."""
    counted = stay.unit is Unit.BREATHS
    ins = [p for p in phases if p.kind is PhaseKind.IN]
    if stay.goes_out:
        sheet.say_from(opening, Role.COUNT, COUNT_AFTER)
    else:
        sheet.say(opening, Role.COUNT, COUNT_AFTER)
    if stay.still:
        sheet.say(phrases.ONE_MORE_MINUTE, Role.COUNT, sheet.duration - MINUTE)
    elif counted:
        if len(ins) >= 2:
            sheet.say_until(phrases.LAST_BREATH, Role.LAST, ins[-1].offset - 0.1)
        for phase in _counted_ins(ins, rest=rest):
            text = phrases.number(len(ins) - phase.breath + 1).capitalize() + "."
            sheet.say(text, Role.COUNT, phase.offset + COUNT_AFTER)
    else:
        for left, text in _marks(sheet.duration, stay, rest=rest):
            sheet.say_until(text, Role.COUNT, sheet.duration - left)


def _free_outs(phases: Sequence[Phase]) -> list[Phase]:
    """The out-breaths on which a cue may be said."""
    last = last_breath(phases)
    count = last.breath if last is not None else 0
    return [p for p in phases if p.kind is PhaseKind.OUT and 1 < p.breath < count]


def _say_musts(
    must: Sequence[str], outs: Sequence[Phase], sheet: Sheet
) -> tuple[list[str], list[Phase]]:
    """Say what must be said, on every other out-breath where there is room.

    Returns what is left unsaid, and the out-breaths that are taken.
    """
    unsaid, taken, at_breath = list(must), list[Phase](), 2
    for out in outs:
        said = _first_that_fits(unsaid, Role.CUE, out, sheet) if out.breath >= at_breath else ""
        if said:
            unsaid.remove(said)
            taken.append(out)
            at_breath = out.breath + 2
    return unsaid, taken


def between_lines(
    stay: Stay,
    exits: Sequence[Saying],
    duration: float,
    speech: Speech,
    *,
    said: Sequence[Line] = (),
    leads_on: bool = False,
) -> tuple[Line, ...]:
    """What is said in a rest between two sets, in place of ways: out, how long, and back by count.

    The way out comes first; of the rest as much is said as fits. `said` are lines at its end that
    it has already: they take the place of the count. A rest that `leads_on` is followed by a way.
    """
    sheet = Sheet(duration, speech, said)
    for saying in exits:
        sheet.say_from(saying.text, saying.role, BOWL_GAP)
    end = min((line.offset for line in said), default=duration)
    for left in (3, 2, 1) if stay.remarked and not said and not leads_on else ():
        sheet.say(f"{phrases.number(left).capitalize()}.", Role.COUNT, duration - left)
        end = duration - 3
    for remark in stay.remarked:
        sheet.say_until(remark, Role.NAME, end - LINE_GAP)
    sheet.say_from(phrases.REST, Role.NAME, BOWL_GAP)
    if duration >= 20:
        sheet.say_until(phrases.TEN_SECONDS, Role.COUNT, duration - 10)
        counted = stay.unit is Unit.BREATHS
        total = phrases.breaths(stay.count) if counted else phrases.seconds(stay.count)
        sheet.say_from(total, Role.COUNT, BOWL_GAP)
    return sheet.lines()


def _own_lines(
    stay: Stay,
    own: Sequence[Words],
    sheet: Sheet,
    opening: str,
    duration: float,
    speech: Speech,
) -> list[Words]:
    """Place the file's own words, with room for the opening count before them.

    Returns those there is no room for; the ones for the start stay together.
    """
    assert stay.breath is not None
    texts = [(words, sided_text(words.text, stay.side)) for words in own]
    start = [text for words, text in texts if words.at is Place.START]
    room = COUNT_AFTER + speech(opening) + LINE_GAP
    need = sum(speech(text) + LINE_GAP for text in start)
    late: list[Words] = []
    if TAIL + need > duration:
        late = [words for words in own if words.at is Place.START]
        start = []
    # The count comes first, but for who has to come out; where that leaves no room for the words,
    # they go before it.
    at = room if room + need <= duration and not stay.goes_out else TAIL
    for text in start:
        sheet.say_from(text, Role.WORDS, at)
    ends = []
    for words, text in texts:
        at = _offset(words.at, duration, stay.breath)
        if words.at is Place.END or at >= duration:
            ends.append((words, text))
        elif words.at is not Place.START and not (
            sheet.say_from(text, Role.WORDS, at) or sheet.say_by(text, Role.WORDS, duration - TAIL)
        ):
            late.append(words)
    unsaid = [
        words
        for words, text in reversed(ends)
        if not sheet.say_by(text, Role.WORDS, max(duration - TAIL, min(duration, speech(text))))
    ]
    return [*late, *reversed(unsaid)]


def _offset(at: Place | Amount, duration: float, breath: Breath) -> float:
    if isinstance(at, Amount):
        return time_of(at.low, at.unit, breath)
    return duration / 2 if at is Place.HALFWAY else 0.0


def _counted_ins(ins: Sequence[Phase], *, rest: bool) -> Sequence[Phase]:
    """The in-breaths that are counted aloud, after the first and before the last.

    All of them up to ten breaths; of more, every fifth and the last three.
    """
    if rest:
        return ins[REST_COUNT_EVERY : -REST_COUNT_EVERY // 2 : REST_COUNT_EVERY]
    total = len(ins)
    left = {number: total - number for number in range(1, total - 1)}
    return [ins[number] for number, n in left.items() if total <= COUNT_ALL or n % 5 == 0 or n <= 3]


def _marks(duration: float, stay: Stay, *, rest: bool) -> Iterator[tuple[float, str]]:
    """What is told of the time in a hold of seconds: seconds that are left, and the words.

    In a rest with a pose of its own, which is for lying still, only that a long one ends soon.
    """
    if rest and stay.long:
        yield MINUTE, phrases.ONE_MORE_MINUTE
    if rest and not stay.plain_rest:
        return
    if duration >= 20:
        yield 10.0, phrases.TEN_SECONDS
    if rest or duration < 40:
        return
    yield duration / 2, phrases.HALFWAY
    for minute in range(1, int(duration // 60) + 1):
        left = minute * 60.0
        if abs(left - duration / 2) > (25 if minute == 1 else 40) and duration - left > 40:
            yield left, phrases.seconds(60 * minute)


def _cues(
    stay: Stay, must: Sequence[str], others: Sequence[str], outs: Sequence[Phase], sheet: Sheet
) -> None:
    """What must be said, then a cue every few breaths; more of them, for learning, in between.

    The first that fits is said, and each time the pose comes another one is the first. Nobody is
    left alone in a long hold: cues come again, more often for learning.
    """
    assert stay.pose is not None
    must = [sided_text(cue, stay.side) for cue in must]
    turn = stay.turn % max(1, len(others))
    cues = [sided_text(cue, stay.side) for cue in (*others[turn:], *others[:turn])]
    staying = list(phrases.STAYING)
    if stay.breath is not None and stay.breath.is_held:  # nobody lets a held one go
        cues, staying = ([t for t in some if not _BREATHES.search(t)] for some in (cues, staying))
    long = outs and sheet.duration >= LONG
    again = tuple([*must, *cues] or staying)
    _, taken = _say_musts(must, outs, sheet)
    free = [out for out in outs if out not in taken]
    at_breath = taken[-1].breath + 2 if taken else 2
    for out in tuple(free):
        if out.breath < at_breath:
            continue
        said = _first_that_fits(cues, Role.CUE, out, sheet)
        if said:
            cues.remove(said)
            free.remove(out)
            at_breath = out.breath + CUE_EVERY
    if long:
        _break_silence(again, Role.CUE, outs, sheet, LONGEST_SILENCE)
    more = _in_turn(learning_lines(stay.pose, stay.side), cues)
    for out in free:
        said = _first_that_fits(more, Role.MORE, out, sheet)
        if said:
            more.remove(said)
    if long:
        _break_silence(again, Role.MORE, outs, sheet, LONGEST_SILENCE / 2)


def _break_silence(
    texts: Sequence[str], role: Role, outs: Sequence[Phase], sheet: Sheet, longest: float
) -> None:
    """Say the texts in turn wherever nothing is said for so many seconds."""
    turn = 0
    for out in outs:
        before, after = sheet.silence_at(out.offset)
        if after - before > longest and out.offset - before >= longest / 2:
            turn += sheet.say(texts[turn % len(texts)], role, out.offset + COUNT_AFTER)


def _first_that_fits(texts: Sequence[str], role: Role, out: Phase, sheet: Sheet) -> str:
    return next((t for t in texts if sheet.say(t, role, out.offset + COUNT_AFTER)), "")


def _in_turn(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The texts of both, taken in turn while both have some."""
    paired = [text for pair in zip(one, other, strict=False) for text in pair]
    both = min(len(one), len(other))
    return [*paired, *one[both:], *other[both:]]


def how_often(stay: Stay) -> str:
    """How many repetitions follow."""
    if stay.alternates:
        return phrases.in_turn(stay.count, pairs=stay.in_pairs)
    return phrases.times(stay.count)


def rep_lines(
    stay: Stay,
    rep: int,
    *,
    phases: Sequence[Phase],
    duration: float,
    speech: Speech,
    first_visit: bool,
    timed: bool,
    told: bool,
) -> Said:
    """What is said in one repetition: the first is explained, the others count down.

    The second one says its phases too, after the count; later ones only those that have no
    sound of their own, so that they can be followed by ear. `told` is true where the way in has
    said how many, and the file's words for the start.
    """
    sheet = Sheet(duration, speech)
    left = stay.count - rep + 1
    if rep > 1:
        count = phrases.LAST_REP if left == 1 else phrases.number(left).capitalize() + "."
        sheet.say(count, Role.LAST if left == 1 else Role.COUNT, COUNT_AFTER / 2)
    own = list(_rep_words(stay, rep, duration, told=told, first_visit=timed))
    trial = Sheet(duration, seconds_allowed)
    early = _own_in_rep(stay, own, trial, duration) if stay.makes_time else []
    own = [one for one in own if one[0] not in early and (first_visit or not one[0].once)]
    lost = _own_in_rep(stay, own, sheet, duration)
    for number, phase in enumerate(phases):
        if phase.text and (rep <= 2 or phase.kind is PhaseKind.TIMED):
            end = phase.offset + phase.seconds
            sheet.say(phase.text, Role.CUE, phase.offset + COUNT_AFTER / 2, before=end)
        if number == 0 and rep == 1 and not told:
            # Before the next phase is named: after the last it would be over already.
            for text in (how_often(stay), phrases.times(stay.count)):
                if sheet.say_from(text, Role.COUNT, COUNT_AFTER / 2):
                    break
    return Said(sheet.lines(), tuple(early), tuple(lost))


def _own_in_rep(
    stay: Stay, own: Sequence[tuple[Words, float]], sheet: Sheet, duration: float
) -> list[Words]:
    """Place the file's own words in a repetition; returns those there is no room for."""
    unsaid = []
    for words, offset in own:
        text = sided_text(words.text, stay.side)
        placed = words.at is not Place.END and sheet.say_from(
            text, Role.WORDS, max(offset, COUNT_AFTER / 2)
        )
        if not placed and not sheet.say_by(text, Role.WORDS, duration - TAIL):
            unsaid.append(words)
    return unsaid


def _rep_words(
    stay: Stay, rep: int, duration: float, *, told: bool, first_visit: bool
) -> Iterator[tuple[Words, float]]:
    """The file's words that belong in this repetition, each with its offset in it."""
    assert stay.breath is not None
    for words in own_words(stay, first_visit=first_visit):
        if words.at is Place.START:
            place, offset = (0 if told else 1), 0.0
        elif words.at is Place.HALFWAY:
            place, offset = stay.count // 2 + 1, 0.0
        elif words.at is Place.END:
            place, offset = stay.count, 0.0
        else:
            into = _offset(words.at, duration, stay.breath)
            place, offset = min(stay.count, int(into // duration) + 1), into % duration
        if place == rep:
            yield words, offset
