"""The little algebra of the figure: lengths stay, ends are exact, opposites have a way."""

from __future__ import annotations

from itertools import pairwise
from math import acos, cos, isclose, pi, sin

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.figures import directions
from yogaflow.figure.vectors import (
    UP,
    about,
    across,
    add,
    apart,
    between,
    carried,
    cross,
    dot,
    length,
    mix,
    sub,
    turned,
    unit,
)
from yogaflow.model import Point

NUMBERS = st.floats(-200, 200)
POINTS = st.tuples(NUMBERS, NUMBERS, NUMBERS)
ANY = directions((1, 0, 0), 3.0)
SHARES = st.floats(0, 1)


def near(a: Point, b: Point, by: float = 1e-6) -> bool:
    """Whether two points are the same."""
    return length(sub(a, b)) <= by


@given(POINTS, POINTS, SHARES)
def test_mix_goes_straight_from_one_to_the_other(a: Point, b: Point, share: float) -> None:
    assert near(mix(a, b, 0), a)
    assert near(mix(a, b, 1), b)
    assert near(add(mix(a, b, share), mix(b, a, share)), add(a, b), 1e-9 * 1000)


@given(POINTS, POINTS)
def test_cross_is_at_right_angles_and_across_takes_away_what_is_along(a: Point, b: Point) -> None:
    axis = unit(b)
    assert abs(dot(cross(a, axis), a)) < 1e-6 * (1 + length(a) ** 2)
    assert abs(dot(across(a, axis), axis)) < 1e-6 * (1 + length(a))


def test_nothing_has_no_direction() -> None:
    assert unit((0, 0, 0)) == (0, 0, 0)
    assert unit((0, 3, 4)) == (0, 0.6, 0.8)


@given(POINTS, ANY, st.floats(-7, 7))
def test_turning_keeps_lengths_and_the_axis(a: Point, axis: Point, angle: float) -> None:
    around = about(a, axis, angle)
    assert isclose(length(around), length(a), rel_tol=1e-9, abs_tol=1e-9)
    assert isclose(dot(around, axis), dot(a, axis), rel_tol=1e-6, abs_tol=1e-6)
    assert near(about(around, axis, -angle), a)


@given(POINTS, st.floats(-720, 720))
def test_a_body_turned_on_the_mat_keeps_its_heights(a: Point, degrees: float) -> None:
    around = turned(a, degrees)
    assert around[1] == a[1]
    assert isclose(length(around), length(a), rel_tol=1e-9, abs_tol=1e-9)
    assert near(turned(around, -degrees), a)


def test_a_turn_to_the_right_takes_the_front_to_the_right() -> None:
    assert near(turned((1, 0, 0), 90), (0, 0, 1))


@given(ANY, ANY, POINTS)
def test_carried_takes_one_direction_to_the_other(start: Point, end: Point, a: Point) -> None:
    assert near(carried(start, start, end), end, 1e-4)
    assert isclose(length(carried(a, start, end)), length(a), rel_tol=1e-6, abs_tol=1e-6)


@given(ANY, ANY, SHARES, ANY)
@example((1, 0, 0), (-1, 0, 0), 0.5, (0, 1, 0))
@example((1, 0, 0), (-1, 0, 0), 1.0, (1, 0, 0))  # the bend is no help where it is the way itself
@example((1, 0, 0), (-1, 0, 0), 1.0, (-1, 0, 0))
@example((0, 1, 0), (0, -1, 0), 0.7, (0, 1, 0))
@example((1, 0, 0), (-1, 0, 0), 0.3, (0, 0, 0))
def test_between_is_a_direction_with_exact_ends(
    a: Point, b: Point, share: float, bend: Point
) -> None:
    assert isclose(length(between(a, b, share, bend)), 1.0, abs_tol=1e-6)
    assert near(between(a, b, 0, bend), a, 1e-4)
    assert near(between(a, b, 1, bend), b, 1e-4)


@given(ANY, ANY, ANY)
@example((1, 0, 0), (-1, 0, 0), (1, 0, 0))
@example((1, 0, 0), unit((-1, 0.01, 0)), (0, 0, 1))
def test_between_never_jumps(a: Point, b: Point, bend: Point) -> None:
    steps = [between(a, b, i / 40, bend) for i in range(41)]
    turns = [acos(max(-1.0, min(1.0, dot(p, q)))) for p, q in pairwise(steps)]
    assert max(turns) < 0.2  # twice a quarter of a turn at the most, in twenty steps each


@pytest.mark.parametrize("angle", [0.5, 1.5, 2.5])
def test_between_is_in_the_middle_at_half(angle: float) -> None:
    a, b = (1.0, 0.0, 0.0), (cos(angle), sin(angle), 0.0)
    half = between(a, b, 0.5, UP)
    assert near(half, (cos(angle / 2), sin(angle / 2), 0.0))


def test_opposite_directions_go_by_the_bend() -> None:
    over = between((0, -1, 0), (0, 1, 0), 0.5, (0.6, 0.0, 0.5))
    assert near(over, unit((0.6, 0.0, 0.5)))
    assert acos(over[1]) == pytest.approx(pi / 2)


@given(POINTS, POINTS, POINTS, POINTS)
def test_two_bones_are_as_far_apart_as_their_nearest_points(
    a: Point, b: Point, c: Point, d: Point
) -> None:
    assume(min(length(sub(a, b)), length(sub(c, d))) > 1)
    gap = apart(a, b, c, d)
    parts = [n / 20 for n in range(21)]
    nearest = min(length(sub(mix(a, b, s), mix(c, d, t))) for s in parts for t in parts)
    between_two = (length(sub(a, b)) + length(sub(c, d))) / 40
    assert gap <= nearest + 1e-6
    assert gap >= nearest - between_two - 1e-6
