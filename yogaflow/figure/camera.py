"""Where a picture is taken from, and how much of it fits into so many cells."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

from yogaflow.figure.forms import Bounds
from yogaflow.model import Point

CELL_ASPECT = 2.0
"""Height of a cell by its width, where nobody says otherwise."""

CLOSEST = 1.75
"""How much larger than a standing person a small pose may be shown."""

STANDING = 196.0
"""Centimetres of height that a standing person with arms up takes, with some air."""

PAD = 5.0
"""Centimetres of air around a figure."""


class Projection:
    """From the mat's frame to the picture: x to the right, y up, and depth toward the eye."""

    __slots__ = ("_ca", "_cp", "_sa", "_sp")

    def __init__(self, around: float, above: float) -> None:
        """Degrees around the mat (0 from its right edge, 90 from its front) and above it."""
        a, p = radians(around), radians(above)
        self._ca, self._sa, self._cp, self._sp = cos(a), sin(a), cos(p), sin(p)

    def __call__(self, point: Point) -> Point:
        """Where a point is seen."""
        x, y, z = point
        ahead = x * self._sa + z * self._ca
        return (
            x * self._ca - z * self._sa,
            y * self._cp - ahead * self._sp,
            y * self._sp + ahead * self._cp,
        )

    @property
    def toward(self) -> Point:
        """The direction to the eye, in the mat's frame."""
        return (self._sa * self._cp, self._sp, self._ca * self._cp)


@dataclass(frozen=True, slots=True)
class Framing:
    """A cut of the picture: columns per centimetre, the middle's x, and the y at the bottom."""

    scale: float
    middle: float
    bottom: float

    def eased(self, other: Framing, share: float) -> Framing:
        """From this one (0) to another (1)."""
        rest = 1.0 - share
        return Framing(
            self.scale * rest + other.scale * share,
            self.middle * rest + other.middle * share,
            self.bottom * rest + other.bottom * share,
        )


def framing(bounds: Bounds, columns: int, rows: int, aspect: float = CELL_ASPECT) -> Framing:
    """The framing that shows all within the bounds, standing at the bottom of the cells."""
    width = max(1.0, bounds.right - bounds.left + 2 * PAD)
    height = max(1.0, bounds.top - bounds.bottom + 2 * PAD)
    tall = rows * aspect
    scale = min(columns / width, tall / height, CLOSEST * tall / STANDING)
    return Framing(scale, (bounds.left + bounds.right) / 2, bounds.bottom - PAD * 0.6)
