"""How the breath runs: phases and their sounds, for holds, repetitions and half breaths. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from yogaflow.model import Amount, Breath, Half, PoseKind, Side, Unit, sided_text
from yogaflow.model import Phase as RepPhase
from yogaflow.timeline.cues import CueName
from yogaflow.timeline.timeline import Chime, Line, Phase, PhaseKind, Segment

LONG, LONG_BREATHS = 30.0, 3
"""The seconds, or the breaths, from which a stretch is long enough to be settled into."""
VERY_LONG = 120.0
"""Seconds from which there are two breaths to settle in; a flowing pose has one from half of it."""
FIT = 0.1
"""The part of its length by which a breath is made longer or shorter, so that seconds hold whole
ones."""
LEAST_HELD = 0.5
"""Seconds from which a held breath has a tone: what is shorter is a rest between two breaths."""
TICKS = 3
"""The countdown ticks for this many seconds at its end."""


class Cycle(NamedTuple):
    """A stretch of breathing: phases, sounds, in-breaths begun, and its length in seconds."""

    phases: tuple[Phase, ...]
    chimes: tuple[Chime, ...]
    breaths: int
    seconds: float


def time_of(count: int, unit: Unit, breath: Breath) -> float:
    """How long so many breaths or seconds are."""
    return count * breath.seconds if unit is Unit.BREATHS else float(count)


def lengths_of(breath: Breath) -> dict[PhaseKind, float]:
    """The phases of a breath in their order, with their seconds."""
    return {
        PhaseKind.IN: breath.inhale,
        PhaseKind.FULL: breath.full,
        PhaseKind.OUT: breath.exhale,
        PhaseKind.EMPTY: breath.empty,
    }


def whole_breaths(seconds: float, breath: Breath, begun: float = 0.0) -> tuple[int, float]:
    """How many breaths there are in so many seconds, and how much longer than usual each is.

    Only whole ones, by a tenth longer or shorter at most; what is left over is still. `begun` is
    what is left of a breath that is under way, in seconds: that is finished in any case.
    """
    most = max(0, int((seconds - begun) / breath.seconds + 1e-9))
    found = {n: seconds / (begun + n * breath.seconds) for n in (most, most + 1) if begun or n}
    fitting = [n for n, factor in found.items() if abs(factor - 1.0) <= FIT + 1e-9]
    if fitting:
        number = min(fitting, key=lambda n: abs(found[n] - 1.0))
        return number, 1.0 if abs(found[number] - 1.0) < 1e-9 else found[number]
    return most, min(found.get(most, 1.0), 1.0 + FIT)


@lru_cache(maxsize=512)
def breaths_in(breath: Breath, seconds: float) -> Cycle:
    """Whole breaths in a row, fitted to the seconds, and still where none fits any more."""
    count, factor = whole_breaths(seconds, breath)
    kinds = {kind: whole * factor for kind, whole in lengths_of(breath).items()}
    phases: list[Phase] = []
    for number in range(1, count + 1):
        # From the breath's number, not by adding up: a long hold must not drift.
        at = (number - 1) * breath.seconds * factor
        for kind, whole in kinds.items():
            length = min(whole, seconds - at)
            if length > 1e-6:
                phases.append(Phase(kind, at, length, number))
            at += whole
    return Cycle(tuple(phases), swells(phases), count, seconds)


@lru_cache(maxsize=512)
def hold_cycle(breath: Breath, seconds: float) -> Cycle:
    """The breaths of a hold, as `breaths_in`, and a bowl where the last one begins."""
    cycle = breaths_in(breath, seconds)
    last = last_breath(cycle.phases)
    if last is None:
        return cycle
    bowl = Chime(last.offset, CueName.LAST)
    chimes = sorted((*cycle.chimes, bowl), key=lambda chime: chime.offset)
    return cycle._replace(chimes=tuple(chimes))


def rest_lasting(
    rest: Segment, breath: Breath, seconds: float, lines: tuple[Line, ...], since: float
) -> Segment:
    """The rest till the next set, as long as so many seconds, with the breaths they hold.

    `since` is when what it follows began, seconds from the beginning of the practice.
    """
    cycle = hold_cycle(breath, seconds)
    return replace(
        rest,
        duration=seconds,
        breath=breath if cycle.breaths else None,
        amount=ceil(seconds),
        breaths=cycle.breaths,
        lines=lines,
        phases=cycle.phases,
        chimes=(Chime(0.0, CueName.NEXT), *cycle.chimes),
        since=since,
    )


def last_breath(phases: Sequence[Phase]) -> Phase | None:
    """The in-breath of the last breath, for the bowl; None where there is but one."""
    ins = [p for p in phases if p.kind is PhaseKind.IN]
    return ins[-1] if len(ins) > 1 else None


def settling_breaths(kind: PoseKind, amount: Amount, breath: Breath) -> int:
    """How many breaths there are to settle in before a stay, once a way in has been walked.

    `amount` and `breath` are those of the file: the least of a range, at no pace.
    """
    if amount.unit is Unit.REPS:
        return 0
    if breath.is_held:
        return 1
    counted = amount.unit is Unit.BREATHS
    seconds = time_of(amount.low, amount.unit, breath)
    if kind in {PoseKind.STRETCH, PoseKind.RELEASE}:
        settles = seconds >= LONG or (counted and amount.low >= LONG_BREATHS)
    else:
        settles = kind is PoseKind.FLOWING and seconds >= VERY_LONG / 2
    return settles * (2 if seconds >= VERY_LONG else 1)


def settling_cycle(breath: Breath, count: int) -> Cycle:
    """Breaths to settle in: plain ones, softer than those that are counted."""
    cycle = breaths_in(breath.plain, count * breath.plain.seconds)
    return cycle._replace(chimes=tuple(replace(chime, soft=True) for chime in cycle.chimes))


@lru_cache(maxsize=512)
def half_of(breath: Breath, half: Half) -> Cycle:
    """One half of a breath, with the pause that follows it."""
    inhale = half is Half.INHALE
    moving, still = (breath.inhale, breath.full) if inhale else (breath.exhale, breath.empty)
    kinds = (PhaseKind.IN, PhaseKind.FULL) if inhale else (PhaseKind.OUT, PhaseKind.EMPTY)
    phases = [Phase(kinds[0], 0.0, moving, 1)]
    if still > 0:
        phases.append(Phase(kinds[1], moving, still, 1))
    return Cycle(tuple(phases), swells(phases), int(inhale), moving + still)


def repetition(rep: Sequence[RepPhase], breath: Breath, side: Side | None) -> Cycle:
    """One repetition on a side: halves at the breath's lengths, seconds as they are."""
    phases: list[Phase] = []
    at, breaths = 0.0, 0
    for part in rep:
        text = sided_text(part.text, side)
        if part.half is None:
            seconds = part.seconds or 0.0
            phases.append(Phase(PhaseKind.TIMED, at, seconds, breaths, text))
        else:
            inhale = part.half is Half.INHALE
            seconds = breath.inhale if inhale else breath.exhale
            breaths += inhale
            kind = PhaseKind.IN if inhale else PhaseKind.OUT
            phases.append(Phase(kind, at, seconds, breaths, text))
        at += seconds
    return Cycle(tuple(phases), swells(phases), breaths, at)


def swells(phases: Iterable[Phase]) -> tuple[Chime, ...]:
    """The sound of each phase of a breath, over its whole length."""
    return tuple(
        Chime(phase.offset, CueName(phase.kind), phase.seconds)
        for phase in phases
        if phase.kind is not PhaseKind.TIMED
        and (phase.kind in {PhaseKind.IN, PhaseKind.OUT} or phase.seconds >= LEAST_HELD)
    )


def countdown_chimes(seconds: float) -> tuple[Chime, ...]:
    """The opening bowl, and a tick for each of the last seconds before the start."""
    ticks = [
        Chime(seconds - left, CueName.TICK) for left in range(TICKS, 0, -1) if seconds - left > 0.5
    ]
    return Chime(0.0, CueName.START), *ticks
