"""What the summary says of a practice: time, breaths, poses by side, what was left out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yogaflow.model import Side, Unit
from yogaflow.practice.tally import Tally, VisitRecord
from yogaflow.timeline.outline import clock_text
from yogaflow.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class PoseTime:
    """A pose as it was practised, in one unit: how much by side, `None` for no side.

    Repetitions are "15", or "3 × 15" where there were sets; long stays are "1:30".
    """

    name: str
    unit: str
    amounts: dict[Side | None, str]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole practice. `balance` is the right side's part of the sided time, None without any.

    `rests` are the seconds rested, which are in `seconds`, too. `is_practice` is whether
    enough was done, at whatever speed.
    """

    title: str
    seconds: float
    breaths: int
    poses: tuple[PoseTime, ...]
    left_out: tuple[str, ...]
    balance: float | None
    rests: float
    is_practice: bool


def report(tally: Tally, timeline: Timeline) -> Report:
    """The report of what was tallied, against the plan as it stood in the end."""
    visits: dict[str, list[VisitRecord]] = {}
    for one in tally.poses:
        if round(one.seconds) and not one.is_rest:
            visits.setdefault(one.pose, []).append(one)
    sides = tally.per_side()
    sided = sum(sides.values())
    return Report(
        title=timeline.flow.title,
        seconds=tally.seconds,
        breaths=tally.breaths,
        poses=tuple(_pose_time(timeline, *found) for found in visits.items()),
        left_out=tuple(
            f"{timeline.flow.poses[visit.pose].name}{f', {visit.side}' if visit.side else ''}"
            for visit in tally.skipped(timeline.visits)
            if visit.pose is not None
        ),
        balance=sides[Side.RIGHT] / sided if sided else None,
        rests=sum(one.seconds for one in tally.poses if one.is_rest),
        is_practice=tally.is_practice(timeline, speed=1.0),
    )


def _pose_time(timeline: Timeline, key: str, visits: Sequence[VisitRecord]) -> PoseTime:
    pose = timeline.flow.poses.get(key)
    units = {one.unit for one in visits}
    unit = units.pop() if len(units) == 1 else None
    if unit is Unit.REPS and not any(one.sets for one in visits):
        unit = None
    if unit is Unit.BREATHS and not any(one.breaths for one in visits):
        unit = None
    sides = dict.fromkeys(one.side for one in visits)
    by_side = {side: [one for one in visits if one.side is side] for side in sides}
    if unit is Unit.REPS:
        amounts = {side: _reps(found) for side, found in by_side.items()}
        return PoseTime(pose.name if pose else key, "reps", amounts)
    if unit is Unit.BREATHS:
        amounts = {side: str(sum(one.breaths for one in found)) for side, found in by_side.items()}
        return PoseTime(pose.name if pose else key, "breaths", amounts)
    seconds = {side: sum(one.seconds for one in found) for side, found in by_side.items()}
    is_long = max(seconds.values()) >= 90
    amounts = {
        side: clock_text(long) if is_long else str(round(long)) for side, long in seconds.items()
    }
    return PoseTime(pose.name if pose else key, "min" if is_long else "s", amounts)


def _reps(visits: Sequence[VisitRecord]) -> str:
    """`15`, `3 × 15` of sets that are alike, the sum of others."""
    sets = [count for one in visits for count in one.sets.values()]
    if len(sets) > 1 and len(set(sets)) == 1:
        return f"{len(sets)} × {sets[0]}"
    return str(sum(sets))
