"""How the breath runs: phases and their sounds, for holds, repetitions and half breaths. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from yogaflow.model import Amount, Breath, Half, PoseKind, Side, Unit, sided_text
from yogaflow.model import Phase as RepPhase
from yogaflow.timeline.cues import CueName
from yogaflow.timeline.timeline import Chime, Phase, PhaseKind

LONG, LONG_BREATHS = 30.0, 3
"""The seconds, or the breaths, from which a stretch is long enough to be settled into."""
VERY_LONG = 120.0
"""Seconds from which there are two breaths to settle in; a flowing pose has one from half of it."""
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


@lru_cache(maxsize=512)
def breaths_in(breath: Breath, seconds: float) -> Cycle:
    """Breaths in a row, the last one cut where the seconds end."""
    kinds = lengths_of(breath)
    phases: list[Phase] = []
    chimes: list[Chime] = []
    number = 0
    while number * breath.seconds < seconds - 1e-6:
        # From the breath's number, not by adding up: a long hold must not drift.
        at = number * breath.seconds
        number += 1
        for kind, whole in kinds.items():
            length = min(whole, seconds - at)
            if length > 1e-6:
                phases.append(Phase(kind, at, length, number))
                if kind in {PhaseKind.IN, PhaseKind.OUT}:
                    chimes.append(swell(kind, at, length))
            at += whole
    return Cycle(tuple(phases), tuple(chimes), number, seconds)


@lru_cache(maxsize=512)
def hold_cycle(breath: Breath, seconds: float) -> Cycle:
    """The breaths of a hold, as `breaths_in`, and a bowl where the last one begins."""
    cycle = breaths_in(breath, seconds)
    last = last_breath(cycle.phases, breath.seconds)
    if last is None:
        return cycle
    bowl = Chime(last.offset, CueName.LAST)
    chimes = sorted((*cycle.chimes, bowl), key=lambda chime: chime.offset)
    return cycle._replace(chimes=tuple(chimes))


def last_breath(phases: tuple[Phase, ...], whole: float) -> Phase | None:
    """The in-breath of the last breath, for the bowl; None where there is but one.

    Where the seconds of a hold cut the last breath to less than half of its `whole` length, the
    one before is the last that is worth the name.
    """
    ins = [p for p in phases if p.kind is PhaseKind.IN]
    if len(ins) < 2:
        return None
    end = phases[-1].offset + phases[-1].seconds
    if end - ins[-1].offset < whole / 2:
        ins.pop()
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
    return Cycle(tuple(phases), (swell(kinds[0], 0.0, moving),), int(inhale), moving + still)


def repetition(rep: Sequence[RepPhase], breath: Breath, side: Side | None) -> Cycle:
    """One repetition on a side: halves at the breath's lengths, seconds as they are."""
    phases: list[Phase] = []
    chimes: list[Chime] = []
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
            chimes.append(swell(kind, at, seconds))
        at += seconds
    return Cycle(tuple(phases), tuple(chimes), breaths, at)


def swell(kind: PhaseKind, offset: float, seconds: float) -> Chime:
    """The sound of an in-breath or an out-breath over its whole length."""
    return Chime(offset, CueName.IN if kind is PhaseKind.IN else CueName.OUT, seconds)


def countdown_chimes(seconds: float) -> tuple[Chime, ...]:
    """The opening bowl, and a tick for each of the last seconds before the start."""
    ticks = [
        Chime(seconds - left, CueName.TICK) for left in range(TICKS, 0, -1) if seconds - left > 0.5
    ]
    return Chime(0.0, CueName.START), *ticks
