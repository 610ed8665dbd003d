"""The mat on paper: three thin lines, its front end marked; it goes on behind the body. Pure."""

from __future__ import annotations

from typing import NamedTuple

from yogaflow.figure.body import MAT_LENGTH, MAT_WIDTH
from yogaflow.figure.camera import Projection
from yogaflow.figure.rig import Stance

_MARGIN = 14.0
_LEAST = 112.0
"""Centimetres of it that are drawn at least."""

_BAR = (9.0, 5.0)
"""Where the bar at the front end begins and ends, centimetres from there."""

Corners = tuple[tuple[float, float], ...]


class Mat(NamedTuple):
    """What is seen of the mat, in centimetres of the picture, y up.

    `sides` are its corners from the back along one side, across the front, and back again;
    `front` is the bar that marks its front end.
    """

    sides: Corners
    front: Corners


def mat_on_paper(stance: Stance) -> Mat:
    """The mat below a stance, no longer than it takes to stand or lie on it."""
    project = Projection(stance.around, stance.above)
    xs = [point[0] for point in stance.joints.values()]
    front = min(MAT_LENGTH / 2, max(xs) + _MARGIN)
    back = max(min(min(xs) - _MARGIN, front - _LEAST), front - MAT_LENGTH)
    half = MAT_WIDTH / 2

    def at(x: float, z: float) -> tuple[float, float]:
        seen = project((x, 0.0, z))
        return (seen[0], seen[1])

    def strip(x0: float, x1: float) -> Corners:
        return (at(x0, -half), at(x1, -half), at(x1, half), at(x0, half))

    return Mat(strip(back, front), strip(front - _BAR[0], front - _BAR[1]))
