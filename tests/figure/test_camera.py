"""Where a picture is taken from, and what of it fits into so many cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.figure.camera import CLOSEST, STANDING, Framing, Projection, framing
from yogaflow.figure.forms import Bounds, Capsule, Polygon, bounds_of
from yogaflow.figure.vectors import dot, length
from yogaflow.model import Point

ANGLES = st.floats(-360, 360)
ABOVE = st.floats(-89, 89)
CENTIMETRES = st.floats(-200, 200)
SIZES = st.integers(1, 200)


@given(ANGLES, ABOVE, st.tuples(CENTIMETRES, CENTIMETRES, CENTIMETRES))
def test_a_projection_only_turns(around: float, above: float, point: Point) -> None:
    project = Projection(around, above)
    assert length(project(point)) == pytest.approx(length(point), abs=1e-6)
    assert project(point)[2] == pytest.approx(dot(point, project.toward), abs=1e-6)
    assert project(project.toward)[2] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("around", "seen"),
    [(0, (1, 0, 0)), (90, (0, 0, 1)), (180, (-1, 0, 0)), (-90, (0, 0, -1))],
    ids=["right", "front", "left", "back"],
)
def test_around_the_mat(around: float, seen: Point) -> None:
    """The front of the mat is to the right when one looks from its right edge."""
    assert Projection(around, 0)((1.0, 0.0, 0.0)) == pytest.approx(seen, abs=1e-9)


def test_up_is_up_and_from_above_what_is_nearer_is_lower() -> None:
    project = Projection(0, 30)
    assert project((0, 1, 0))[1] > 0.8
    assert project((0, 0, 1))[1] < 0 < project((0, 0, -1))[1]


@given(CENTIMETRES, CENTIMETRES, CENTIMETRES, CENTIMETRES, SIZES, SIZES, st.floats(1.0, 3.0))
def test_all_within_the_bounds_is_in_the_picture(
    x0: float, x1: float, y0: float, y1: float, columns: int, rows: int, aspect: float
) -> None:
    bounds = Bounds(min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1))
    frame = framing(bounds, columns, rows, aspect)
    left = columns / 2 + (bounds.left - frame.middle) * frame.scale
    right = columns / 2 + (bounds.right - frame.middle) * frame.scale
    bottom = (bounds.bottom - frame.bottom) * frame.scale / aspect
    top = (bounds.top - frame.bottom) * frame.scale / aspect
    assert -1e-9 <= left <= right <= columns + 1e-9
    assert -1e-9 <= bottom <= top <= rows + 1e-9
    assert frame.scale <= CLOSEST * rows * aspect / STANDING + 1e-9


def test_an_eased_framing_has_exact_ends() -> None:
    one, other = Framing(0.2, 4.0, -3.0), Framing(0.4, 8.0, 3.0)
    assert one.eased(other, 0.0) == one
    assert one.eased(other, 1.0) == other
    assert one.eased(other, 0.5).middle == 6.0


def test_bounds_go_around_all_forms() -> None:
    forms = (Capsule(0, 0, 2, 10, 0, 1), Polygon(((3, -5), (4, 6), (5, 0))))
    assert bounds_of(forms) == Bounds(-2, 11, -5, 6)
    assert Bounds(0, 1, 0, 1).joined(Bounds(-1, 0.5, 0.5, 3)) == Bounds(-1, 1, 0, 3)
