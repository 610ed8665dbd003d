"""Which part of the body is in front: nearer where they cross in the picture, whatever else."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.figure.order import Piece, painters_order
from yogaflow.model import Point


def piece(name: str, *points: Point, radius: float = 4.0, joints: tuple[str, ...] = ()) -> Piece:
    """A chain of bones through those seen points; z is depth toward the eye."""
    bones = tuple((a, radius, b, radius) for a, b in pairwise(points))
    return Piece(name, bones, frozenset(joints))


def ordered(*pieces: Piece) -> list[str]:
    """The names from the farthest to the nearest."""
    return [pieces[i].name for i in painters_order(pieces)]


THIGH = piece("thigh", (-20, 0, 0), (20, 0, 30))
"""Comes toward the eye on the right."""


@pytest.mark.parametrize(("x", "depth"), [(15, 10), (-15, -10)], ids=["near end", "far end"])
def test_legs_that_cross_go_by_where_they_cross(x: float, depth: float) -> None:
    """A shin that is nearer on the whole may lie behind where the thigh comes forward."""
    behind = piece("shin", (x, -20, depth), (x, 20, depth))
    before = piece("shin", (x, -20, depth + 30), (x, 20, depth + 30))
    assert ordered(behind, THIGH) == ordered(THIGH, behind) == ["shin", "thigh"]
    assert ordered(before, THIGH) == ordered(THIGH, before) == ["thigh", "shin"]


def test_what_crosses_nowhere_goes_by_its_middle() -> None:
    far = piece("far", (-50, 0, -5), (-40, 0, -5))
    near = piece("near", (40, 0, 5), (50, 0, 5))
    assert ordered(near, far) == ordered(far, near) == ["far", "near"]


def test_crossing_counts_for_more_than_the_middle() -> None:
    """An arm far in front of the trunk as a whole, whose hand is behind a knee."""
    arm = piece("arm", (0, 60, 60), (0, 0, 0))
    knee = piece("knee", (-20, 0, 10), (20, 0, 10))
    assert ordered(arm, knee) == ordered(knee, arm) == ["arm", "knee"]


def test_three_in_a_ring_are_all_drawn_and_the_farthest_goes_first() -> None:
    """A triangle of sticks, each with its near end on the far end of the one before."""
    a = piece("a", (0, 0, 8), (40, 0, -2))
    b = piece("b", (40, 0, 10), (20, 35, 0))
    c = piece("c", (20, 35, 10), (0, 0, 0))
    assert ordered(a, b) == ["a", "b"]
    assert ordered(b, c) == ["b", "c"]
    assert ordered(c, a) == ["c", "a"]
    for pieces in permutations((a, b, c)):
        assert ordered(*pieces) == ["a", "b", "c"]


def test_at_the_joint_they_share_two_pieces_are_neither_before_nor_behind() -> None:
    """Thigh and shin touch at the knee: what decides is which comes toward the eye."""
    thigh = piece("thigh", (0, 40, 0), (0, 0, 10), joints=("hip", "knee"))
    ahead = piece("shin", (0, 0, 10), (20, -30, 30), joints=("knee", "ankle"))
    back = piece("shin", (0, 0, 10), (20, -30, -30), joints=("knee", "ankle"))
    assert ordered(thigh, ahead) == ordered(ahead, thigh) == ["thigh", "shin"]
    assert ordered(thigh, back) == ordered(back, thigh) == ["shin", "thigh"]


def test_a_limb_folded_over_its_neighbour_is_compared_where_they_lie_on_each_other() -> None:
    thigh = piece("thigh", (0, 0, 0), (40, 0, 0), joints=("hip", "knee"))
    shin = piece("shin", (40, 0, 0), (0, 2, 12), joints=("knee", "ankle"))
    assert ordered(thigh, shin) == ordered(shin, thigh) == ["thigh", "shin"]


COORDINATES = st.floats(-50, 50)
SEEN = st.tuples(COORDINATES, COORDINATES, COORDINATES)


@given(st.lists(st.tuples(SEEN, SEEN), min_size=1, max_size=8))
def test_each_piece_comes_once(ends: list[tuple[Point, Point]]) -> None:
    pieces = [piece(str(i), a, b) for i, (a, b) in enumerate(ends)]
    assert sorted(painters_order(pieces)) == list(range(len(pieces)))


@given(SEEN, SEEN, st.floats(1, 60))
def test_the_same_piece_farther_away_is_behind(a: Point, b: Point, by: float) -> None:
    far = piece("far", *((x, y, z - by) for x, y, z in (a, b)))
    assert ordered(piece("near", a, b), far)[0] == "far"
    assert ordered(far, piece("near", a, b))[0] == "far"
