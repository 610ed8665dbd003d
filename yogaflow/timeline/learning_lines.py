"""Plain facts of a pose, for those who learn it: what works, stretches or lets go. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from yogaflow.model import Muscle, MuscleSide, Pose, Side, Work, sided_text

LONGEST = 8
"""Words in a cue at most."""

_PLAIN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "abdominals": ("your belly", "your belly"),
        "arms": ("the <side> arm", "your arms"),
        "calves": ("the <side> calf", "your calves"),
        "chest": ("your chest", "your chest"),
        "feet": ("the <side> foot", "your feet"),
        "gluteus maximus": ("the <side> glute", "your glutes"),
        "gluteus medius": ("the outer <side> hip", "your outer hips"),
        "gluteus minimus": ("the outer <side> hip", "your outer hips"),
        "hamstrings": ("the back of the <side> thigh", "the backs of the thighs"),
        "hip flexors": ("the front of the <side> hip", "the fronts of the hips"),
        "inner thighs": ("the inner <side> thigh", "your inner thighs"),
        "lower back": ("your lower back", "your lower back"),
        "obliques": ("the <side> side of the waist", "the sides of the waist"),
        "outer hips": ("the outer <side> hip", "your outer hips"),
        "pelvic floor": ("the pelvic floor", "the pelvic floor"),
        "piriformis": ("the back of the <side> hip", "the backs of the hips"),
        "quadriceps": ("the front of the <side> thigh", "the fronts of the thighs"),
        "shoulders": ("the <side> shoulder", "your shoulders"),
        "upper back": ("your upper back", "your upper back"),
    }
)
"""Muscles as a teacher names them: on one side, and on both."""

_FELT = {Work.WORKS: "work", Work.STRETCHES: "stretch", Work.RELEASES: "let go"}


def learning_lines(pose: Pose, side: Side | None) -> tuple[str, ...]:
    """What to feel in the pose, a short sentence for each thing that is done to a muscle.

    The muscle that is named first stands for all that do the same on the same side. What a cue
    names already is left out.
    """
    if not pose.muscles:
        return ()
    cues = " ".join(sided_text(cue, side) for cue in pose.cues).lower()
    out: dict[tuple[Work, MuscleSide], str] = {}
    for muscle in pose.muscles:
        what = (muscle.work, muscle.side)
        part = _part(muscle, side)
        if what in out or not part or part.removeprefix("your ") in cues:
            continue
        text = f"Feel {part} {_FELT[muscle.work]}."
        if len(text.split()) <= LONGEST:
            out[what] = text
    return tuple(out.values())


def _part(muscle: Muscle, side: Side | None) -> str:
    """Where the muscle is, in plain words; "" on one side of a pose that has none."""
    name = muscle.name
    one, both = _PLAIN.get(name.lower(), (f"the <side> {name}", f"your {name}"))
    if muscle.side is MuscleSide.BOTH:
        return both
    if side is None:
        return ""
    return one.replace("<side>", side if muscle.side is MuscleSide.SIDE else side.other)
