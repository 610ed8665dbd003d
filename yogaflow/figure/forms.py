"""What a drawing is made of: flat forms in layers, layers in parts, parts from back to front.

Everything is in centimetres of the picture's plane: x to the right, y up. The rasteriser fills
the forms cell by cell, the export writes them as vectors; neither knows what a knee is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Material(Enum):
    """What a surface is, and so how it is painted; each is one entry of a theme."""

    SKIN = "skin"
    TOP = "top"
    LEGGINGS = "leggings"
    HAIR = "hair"
    WORKS = "works"
    """A muscle that works."""
    STRETCHES = "stretches"
    """A muscle that is stretched."""
    RELEASES = "releases"
    """A muscle that is pressed, and lets go."""
    PROP = "prop"
    MAT = "mat"
    EDGE = "edge"
    """The side of the mat."""
    FRONT = "front"
    """The stripe that marks the front end of the mat."""
    WALL = "wall"


class Tone(Enum):
    """How much light a surface gets."""

    DARK = 0
    MID = 1
    LIGHT = 2


class Distance(Enum):
    """How far a part is, against the middle of the body."""

    FAR = 0
    MID = 1
    NEAR = 2


class Capsule(NamedTuple):
    """A limb seen flat: two discs and all between them."""

    x0: float
    y0: float
    r0: float
    x1: float
    y1: float
    r1: float

    def grown(self, by: float) -> Capsule:
        """The same with more around it."""
        return self._replace(r0=self.r0 + by, r1=self.r1 + by)

    def cut(self, start: float, end: float) -> Capsule:
        """The piece between two shares of its length."""
        return Capsule(*self._at(start), *self._at(end))

    def _at(self, share: float) -> tuple[float, float, float]:
        rest = 1.0 - share
        return (
            self.x0 * rest + self.x1 * share,
            self.y0 * rest + self.y1 * share,
            self.r0 * rest + self.r1 * share,
        )

    def shrunk(self, share: float, dx: float, dy: float) -> Capsule:
        """Thinner, and moved by so many of its own radii: where light falls on it."""
        return Capsule(
            self.x0 + dx * self.r0,
            self.y0 + dy * self.r0,
            self.r0 * share,
            self.x1 + dx * self.r1,
            self.y1 + dy * self.r1,
            self.r1 * share,
        )


class Polygon(NamedTuple):
    """A convex flat form."""

    points: tuple[tuple[float, float], ...]


Form = Capsule | Polygon


class Layer(NamedTuple):
    """Forms of one surface. With `inside` they show only where their part is already painted."""

    material: Material
    tone: Tone
    forms: tuple[Form, ...]
    inside: bool = False


class Part(NamedTuple):
    """One piece of the body, or a thing: painted as a whole, over what is farther away.

    `outline` are the forms that a thin dark line sets off from the parts behind it.
    """

    name: str
    distance: Distance
    layers: tuple[Layer, ...]
    outline: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """The box around a drawing, centimetres."""

    left: float
    right: float
    bottom: float
    top: float

    def joined(self, other: Bounds) -> Bounds:
        """The box around both."""
        return Bounds(
            min(self.left, other.left),
            max(self.right, other.right),
            min(self.bottom, other.bottom),
            max(self.top, other.top),
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture: the mat and what stands on it, from back to front."""

    ground: tuple[Layer, ...]
    parts: tuple[Part, ...]
    bounds: Bounds


def bounds_of(forms: Iterable[Form]) -> Bounds:
    """The box around forms; there must be one at least."""
    xs: list[float] = []
    ys: list[float] = []
    for form in forms:
        if isinstance(form, Capsule):
            xs += (form.x0 - form.r0, form.x0 + form.r0, form.x1 - form.r1, form.x1 + form.r1)
            ys += (form.y0 - form.r0, form.y0 + form.r0, form.y1 - form.r1, form.y1 + form.r1)
        else:
            xs += (x for x, _ in form.points)
            ys += (y for _, y in form.points)
    return Bounds(min(xs), max(xs), min(ys), max(ys))
