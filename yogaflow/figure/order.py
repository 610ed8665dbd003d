"""Which part of the body is in front of which: a painter's order by comparing where they cross."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yogaflow.model import Point

Bone = tuple[Point, float, Point, float]
"""From a seen point to another, each with its radius, centimetres; z is depth toward the eye."""

_MARGIN = 0.5


class Piece(NamedTuple):
    """A part as the order sees it: its bones, and the joints it shares with its neighbours."""

    name: str
    bones: tuple[Bone, ...]
    joints: frozenset[str]


def painters_order(pieces: Sequence[Piece]) -> list[int]:
    """Indices from the farthest to the nearest.

    Two pieces that cross in the picture are compared where they cross; parts that cross nowhere
    go by their middle. Where three lie over each other in a ring, the farthest goes first.
    """
    count = len(pieces)
    depths = [_middle(piece) for piece in pieces]
    behind: list[set[int]] = [set() for _ in range(count)]
    for i in range(count):
        for j in range(i):
            nearer = _nearer(pieces[i], pieces[j])
            if nearer > 0:
                behind[i].add(j)
            elif nearer < 0:
                behind[j].add(i)
    left = sorted(range(count), key=lambda i: depths[i])
    order: list[int] = []
    while left:
        free = next((i for i in left if not behind[i]), left[0])
        left.remove(free)
        order.append(free)
        for others in behind:
            others.discard(free)
    return order


def _middle(piece: Piece) -> float:
    total = sum(a[2] + b[2] for a, _, b, _ in piece.bones)
    return total / (2 * len(piece.bones))


def _nearer(one: Piece, other: Piece) -> float:
    """Above 0 where the first is in front, below 0 where it is behind, 0 where they are apart."""
    joined = bool(one.joints & other.joints)
    best, closest = 0.0, 1e9
    for a, ra, b, rb in one.bones:
        for c, rc, d, rd in other.bones:
            s, t, gap = _approach(a, b, c, d)
            gap -= ra + (rb - ra) * s + rc + (rd - rc) * t
            if joined and _at_joint(a, b, s, c, d, t):
                continue
            if gap < closest and gap < _MARGIN:
                closest = gap
                best = (a[2] + (b[2] - a[2]) * s) - (c[2] + (d[2] - c[2]) * t)
    if closest == 1e9 and joined:
        return _middle(one) - _middle(other)
    return best


def _at_joint(a: Point, b: Point, s: float, c: Point, d: Point, t: float) -> bool:
    """Whether two bones meet there because they hang together."""
    one = a if s < 0.5 else b
    other = c if t < 0.5 else d
    near = abs(one[0] - other[0]) + abs(one[1] - other[1]) + abs(one[2] - other[2]) < 14.0
    return near and min(s, 1 - s) < 0.35 and min(t, 1 - t) < 0.35


def _approach(a: Point, b: Point, c: Point, d: Point) -> tuple[float, float, float]:
    """Shares of two flat segments where they are closest, and their distance there."""
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    wx, wy = a[0] - c[0], a[1] - c[1]
    uu, uv, vv = ux * ux + uy * uy, ux * vx + uy * vy, vx * vx + vy * vy
    uw, vw = ux * wx + uy * wy, vx * wx + vy * wy
    area = uu * vv - uv * uv
    s = min(1.0, max(0.0, (uv * vw - vv * uw) / area)) if area > 1e-6 else 0.5
    t = min(1.0, max(0.0, (uv * s + vw) / vv)) if vv > 1e-6 else 0.0
    s = min(1.0, max(0.0, (uv * t - uw) / uu)) if uu > 1e-6 else 0.0
    dx, dy = wx + ux * s - vx * t, wy + uy * s - vy * t
    return s, t, float((dx * dx + dy * dy) ** 0.5)
