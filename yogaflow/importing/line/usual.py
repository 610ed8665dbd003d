"""How long a pose is done for when nobody says."""

from __future__ import annotations

from yogaflow.model import Pose, PoseKind

USUAL_REST = "5 breaths"
"""Of a rest, with or without a pose."""


def usual_amount(pose: Pose) -> str:
    """The amount of a pose that comes without one, as the format writes it: `5 breaths`.

    Ten repetitions of what strengthens and can be repeated, a minute of what works by lying on
    it, five breaths of all else.
    """
    if pose.kind is PoseKind.STRENGTHEN and pose.rep:
        return "10 reps"
    if pose.kind is PoseKind.RELEASE:
        return "1 min"
    return "5 breaths"
