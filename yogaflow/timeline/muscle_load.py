"""Which muscles a practice works, stretches and releases, and for how many breaths. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yogaflow.model import Pose, PoseKind, Side, Work
from yogaflow.timeline import COUNTED, SegmentKind, Timeline

_NOUNS = {Work.WORKS: "work", Work.STRETCHES: "stretch", Work.RELEASES: "release"}


@dataclass(frozen=True, slots=True)
class MuscleBreaths:
    """The counted breaths in which a muscle works, is stretched or released, on each side."""

    name: str
    work: Work
    right: int
    left: int

    def on(self, side: Side) -> int:
        """Breaths on that side."""
        return self.right if side is Side.RIGHT else self.left

    @property
    def breaths(self) -> int:
        """Breaths of both sides together."""
        return self.right + self.left


def muscles_of(timeline: Timeline) -> tuple[MuscleBreaths, ...]:
    """The muscles of a plan: those that work, are stretched, are released; most breaths first.

    What has as many keeps the order of the practice. Breaths are those that count as practice; a
    rest where one is counts nowhere.
    """
    stays: dict[tuple[str, Side | None, tuple[str, ...]], int] = {}
    for segment in timeline.segments:
        if segment.pose is not None and segment.kind in COUNTED and segment.breaths:
            kind = timeline.flow.poses[segment.pose].kind
            if segment.kind is SegmentKind.REST and kind is not PoseKind.REST:
                continue
            stay = (segment.pose, segment.side, segment.options)
            stays[stay] = stays.get(stay, 0) + segment.breaths
    found: dict[tuple[str, Work], dict[Side, int]] = {}
    for (key, taken, options), breaths in stays.items():
        for name, work, side in _parts(timeline.flow.poses[key].chosen(options), taken):
            found.setdefault((name, work), dict.fromkeys(Side, 0))[side] += breaths
    muscles = [
        MuscleBreaths(name, work, counted[Side.RIGHT], counted[Side.LEFT])
        for (name, work), counted in found.items()
    ]
    return tuple(sorted(muscles, key=lambda m: (list(Work).index(m.work), -m.breaths)))


def _parts(pose: Pose, side: Side | None) -> Iterable[tuple[str, Work, Side]]:
    """What each side's muscles do. A pose may name a muscle twice, and yet it works once."""
    return dict.fromkeys(
        (muscle.name, muscle.work, which) for muscle in pose.muscles for which in muscle.sides(side)
    )


def balance(muscles: Sequence[MuscleBreaths]) -> str:
    """Which side has more to do, and by how many breaths; "" where both have the same.

    "the left works 3 breaths more"; where muscles lean to both sides, the most uneven one is
    named: "3 breaths more stretch for the right hip flexors".
    """
    return ", ".join(_leaning(muscles))


def _leaning(muscles: Sequence[MuscleBreaths]) -> Iterator[str]:
    for work in Work:
        uneven = [m for m in muscles if m.work is work and m.right != m.left]
        if not uneven:
            continue
        most = max(uneven, key=lambda m: abs(m.right - m.left))
        side, more = _heavier(most), abs(most.right - most.left)
        breaths = f"{more} breath{'s' if more > 1 else ''} more"
        if all(_heavier(m) is side for m in uneven):
            yield f"the {side} {work} {breaths}"
        else:
            yield f"{breaths} {_NOUNS[work]} for the {side} {most.name}"


def _heavier(muscle: MuscleBreaths) -> Side:
    return Side.RIGHT if muscle.right > muscle.left else Side.LEFT
