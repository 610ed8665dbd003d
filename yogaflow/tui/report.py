"""What the summary says of a practice: time, breaths, poses by side, what was left out. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from yogaflow.model import Side
from yogaflow.practice.tally import Tally
from yogaflow.timeline.timeline import Timeline


@dataclass(slots=True)
class PoseTime:
    """A pose as it was practised: breaths and seconds by side, `None` for no side."""

    name: str
    breaths: dict[Side | None, int]
    seconds: dict[Side | None, float]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole practice. `balance` is the right side's part of the sided time, None without any."""

    title: str
    seconds: float
    breaths: int
    poses: tuple[PoseTime, ...]
    left_out: tuple[str, ...]
    balance: float | None
    finished: bool


def report(tally: Tally, timeline: Timeline) -> Report:
    """The report of what was tallied, against the plan as it stood in the end."""
    poses: dict[str, PoseTime] = {}
    for practised in tally.poses:
        pose = timeline.flow.poses.get(practised.pose)
        entry = poses.setdefault(
            practised.pose, PoseTime(pose.name if pose else practised.pose, {}, {})
        )
        side = practised.side
        entry.breaths[side] = entry.breaths.get(side, 0) + practised.breaths
        entry.seconds[side] = entry.seconds.get(side, 0.0) + practised.seconds
    sides = tally.per_side()
    sided = sum(sides.values())
    return Report(
        title=timeline.flow.title,
        seconds=tally.seconds,
        breaths=tally.breaths,
        poses=tuple(poses.values()),
        left_out=tuple(
            f"{timeline.flow.poses[visit.pose].name}{f', {visit.side}' if visit.side else ''}"
            for visit in tally.skipped(timeline.visits)
            if visit.pose is not None
        ),
        balance=sides[Side.RIGHT] / sided if sided else None,
        finished=tally.finished,
    )
