"""Compiling a flow of 10,000 segments, against making as many objects in a plain loop."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import MappingProxyType

from benchmarks.harness import Figure, medians, report, seconds_of
from yogaflow.model import (
    Amount,
    Entrance,
    Flow,
    Group,
    Half,
    MoveStep,
    Phase,
    Pose,
    PoseKind,
    PoseStep,
    Position,
    RestStep,
    Side,
    Step,
    Unit,
)
from yogaflow.timeline import Choices, compile_flow

SEGMENTS = 10_000
BOUND = 100.0
"""Milliseconds."""
RUNS = 15

REST_KEYS = ("mountain", "childs-pose", "easy-seat", "prone-rest", "supine-rest")


@dataclass(frozen=True, slots=True)
class Plain:
    """As many fields as a segment has, more or less."""

    kind: str
    pose: str
    side: Side
    start: float
    duration: float
    breaths: int
    rep: int
    set: int
    round: int
    line: int


def make_plain() -> list[Plain]:
    """The yardstick."""
    return [Plain("hold", "pose", Side.RIGHT, i * 4.0, 4.0, 1, 0, 1, 1, i) for i in range(SEGMENTS)]


def make_poses() -> dict[str, Pose]:
    """A pose with sides, one with repetitions, and what the flow may rest in."""
    quick = Entrance(2.0)
    poses = {
        "flat": Pose("flat", "Flat", PoseKind.FLOWING, Position.PRONE, Position.PRONE),
        "turn": Pose(
            "turn",
            "Turn",
            PoseKind.FLOWING,
            Position.PRONE,
            Position.PRONE,
            sides="<side> arm back",
            come_in=quick,
            switch=quick,
        ),
        "lift": Pose(
            "lift",
            "Lift",
            PoseKind.FLOWING,
            Position.PRONE,
            Position.PRONE,
            come_in=quick,
            rep=(Phase("Lift", half=Half.INHALE), Phase("Lower", half=Half.EXHALE)),
        ),
    }
    for key in REST_KEYS:
        poses[key] = Pose(key, key, PoseKind.REST, Position.PRONE, Position.PRONE, come_in=quick)
    return poses


def make_flow(rounds: int) -> Flow:
    """A flow with a bit of everything, so many times: holds on both sides, moves, reps, rest."""
    once = MappingProxyType(dict.fromkeys(Side, Amount(Unit.BREATHS, 1, 1)))
    reps = MappingProxyType(dict.fromkeys(Side, Amount(Unit.REPS, 5, 5)))
    steps: tuple[Step, ...] = (
        PoseStep("turn", once, 3, sides=(Side.RIGHT, Side.LEFT)),
        MoveStep(Half.INHALE, 4, pose="lift"),
        MoveStep(Half.EXHALE, 5, pose="flat"),
        MoveStep(Half.INHALE, 6, pose="turn", side=Side.RIGHT),
        MoveStep(Half.EXHALE, 7, pose="flat"),
        PoseStep("lift", reps, 8),
        RestStep(Amount(Unit.SECONDS, 5, 5), 9),
    )
    group = Group(steps, 2, repeat=Amount(Unit.REPS, rounds, rounds))
    return Flow("big", "Big", (group,), make_poses())


def main() -> int:
    """Measure, print, judge."""
    rounds = 10
    count = len(compile_flow(make_flow(rounds), Choices()).segments)
    flow = make_flow(round(SEGMENTS * rounds / count))
    count = len(compile_flow(flow, Choices()).segments)
    print(f"{count} segments")
    plain, compiled = (
        1000 * seconds
        for seconds in medians(
            lambda: seconds_of(make_plain),
            lambda: seconds_of(lambda: compile_flow(flow, Choices())) * SEGMENTS / count,
            runs=RUNS,
        )
    )
    what = f"compile {SEGMENTS} segments"
    return report([Figure(what, compiled, BOUND, "ms", plain, "as many objects in a loop")])


if __name__ == "__main__":
    sys.exit(main())
