"""The little algebra a stick body needs, on plain tuples: numpy gains nothing at this size."""

from __future__ import annotations

from math import acos, cos, radians, sin, sqrt

from yogaflow.model import Point

UP: Point = (0.0, 1.0, 0.0)


def add(a: Point, b: Point, by: float = 1.0) -> Point:
    """`a` and `by` times `b`."""
    return (a[0] + b[0] * by, a[1] + b[1] * by, a[2] + b[2] * by)


def sub(a: Point, b: Point) -> Point:
    """From `b` to `a`."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def dot(a: Point, b: Point) -> float:
    """The product of the lengths along each other."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Point, b: Point) -> Point:
    """At right angles to both."""
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def length(a: Point) -> float:
    """How long."""
    return sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def unit(a: Point) -> Point:
    """The direction, of length 1; of nothing, nothing."""
    long = length(a)
    return (a[0] / long, a[1] / long, a[2] / long) if long > 1e-9 else (0.0, 0.0, 0.0)


def mix(a: Point, b: Point, share: float) -> Point:
    """From `a` (0) to `b` (1)."""
    rest = 1.0 - share
    return (a[0] * rest + b[0] * share, a[1] * rest + b[1] * share, a[2] * rest + b[2] * share)


def across(a: Point, axis: Point) -> Point:
    """The part of `a` at right angles to a unit axis."""
    return add(a, axis, -dot(a, axis))


def about(a: Point, axis: Point, angle: float) -> Point:
    """`a` turned about a unit axis by an angle in radians (Rodrigues)."""
    c, s = cos(angle), sin(angle)
    return add(
        add((a[0] * c, a[1] * c, a[2] * c), cross(axis, a), s), axis, dot(axis, a) * (1.0 - c)
    )


def apart(a: Point, b: Point, c: Point, d: Point) -> float:
    """The distance between two bones, from `a` to `b` and from `c` to `d`; neither is a point.

    Written out: the figure asks for it thousands of times for one way.
    """
    (ax, ay, az), (cx, cy, cz) = a, c
    ux, uy, uz = b[0] - ax, b[1] - ay, b[2] - az
    vx, vy, vz = d[0] - cx, d[1] - cy, d[2] - cz
    wx, wy, wz = ax - cx, ay - cy, az - cz
    long, wide = ux * ux + uy * uy + uz * uz, vx * vx + vy * vy + vz * vz
    along = ux * vx + uy * vy + uz * vz
    near, far = ux * wx + uy * wy + uz * wz, vx * wx + vy * wy + vz * wz
    slant = long * wide - along * along
    s = (along * far - near * wide) / slant if slant > 1e-9 else 0.0
    s = 0.0 if s < 0.0 else min(s, 1.0)
    t = (along * s + far) / wide
    if t < 0.0 or t > 1.0:
        t = 0.0 if t < 0.0 else 1.0
        s = (along * t - near) / long
        s = 0.0 if s < 0.0 else min(s, 1.0)
    x, y, z = wx + ux * s - vx * t, wy + uy * s - vy * t, wz + uz * s - vz * t
    return sqrt(x * x + y * y + z * z)


def carried(a: Point, start: Point, end: Point) -> Point:
    """`a` turned the shortest way that takes the direction `start` to the direction `end`."""
    axis = cross(start, end)
    sine, cosine = length(axis), dot(start, end)
    if sine < 1e-6:
        return a if cosine > 0 else (-a[0], -a[1], -a[2])
    return about(a, unit(axis), acos(max(-1.0, min(1.0, cosine))))


def between(a: Point, b: Point, share: float, bend: Point) -> Point:
    """A direction on the way from `a` to `b`, on the sphere.

    Opposite directions have no shortest way: from about 150 degrees on it goes by `bend`.
    """
    cosine = max(-1.0, min(1.0, dot(a, b)))
    angle = acos(cosine)
    if angle < 1e-3:
        return unit(mix(a, b, share))
    if angle > 2.6:
        # At right angles to the way: a bend that lies along it would lead nowhere.
        chord = unit(sub(b, a))
        aside = across(add(mix(a, b, 0.5), bend), chord)
        over = unit(aside) if length(aside) > 1e-3 else _beside(chord)
        if share < 0.5:
            return between(a, over, share * 2, bend)
        return between(over, b, share * 2 - 1, bend)
    sine = sin(angle)
    start, end = sin((1.0 - share) * angle) / sine, sin(share * angle) / sine
    return (
        a[0] * start + b[0] * end,
        a[1] * start + b[1] * end,
        a[2] * start + b[2] * end,
    )


def _beside(axis: Point) -> Point:
    """Any direction at right angles to a unit axis."""
    other = UP if abs(axis[1]) < 0.7 else (1.0, 0.0, 0.0)
    return unit(across(other, axis))


def turned(a: Point, degrees: float) -> Point:
    """`a` turned about the upright axis, to the person's right, by degrees."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (a[0] * c - a[2] * s, a[1], a[0] * s + a[2] * c)
