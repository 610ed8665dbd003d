"""From stance to stance: whole bones, feet that stay, nothing through the mat, no leap."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise, permutations, product
from math import dist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures import (
    LUNGE,
    SEAT,
    WAYPOINTS,
    plain_stances,
    stances,
    stretched,
    sunk,
)
from tests.strength import examples
from yogaflow.figure.motion import LEG_SECONDS, Way, blended, way
from yogaflow.figure.rig import Stance, stance
from yogaflow.figure.vectors import mix, turned
from yogaflow.figure.waypoints import CROUCH, between_families, waypoint
from yogaflow.model import Family, Side

NEARLY = 0.05
"""By how much of its length a bone may be off on the way."""

SLIP = 1.5
"""Centimetres that a joint on the floor may be off its place: less than half a cell."""

NEAR = 5.0
"""Centimetres between two places on the floor that are about the same."""

FRAME = 0.1
"""Seconds between two pictures of a body on its way."""

LEAP = 20.0
"""Degrees that the camera may go round from one picture to the next."""

FAR = 55.0
"""Centimetres that a joint may go from one picture to the next, between any two poses at all: the
foot that is crossed in a seated twist goes farthest, to the end of a side plank.

In what people practise it is half of that: see the test of the flows in `test_figure_staging`.
"""


def found(name: str) -> Stance:
    """A stance by its name."""
    return dict((*stances(), *plain_stances()))[name]


NAMES = st.sampled_from(sorted(dict((*stances(), *plain_stances()))))
ANY = NAMES.map(found)
SHARES = st.floats(0, 1)


def wrong(path: Way, share: float) -> str:
    """What is wrong with a body on its way; "" for nothing."""
    body = path.at(share)
    if (off := stretched(body.joints)) > NEARLY:
        return f"a bone is {off:.1%} off"
    if (low := sunk(body.joints)) > 1e-9:
        return f"{low:.2f} cm below the mat"
    leg, inside = path.leg_at(share)
    start, end = path.stops[leg : leg + 2] if path.legs else path.stops * 2
    for name in start.contacts & end.contacts:
        a, b = start.joints[name], end.joints[name]
        if dist(a, b) < NEAR and (slip := dist(mix(a, b, inside), body.joints[name])) > SLIP:
            return f"{name} slips by {slip:.1f} cm"
    return ""


def test_on_every_way_the_body_stays_whole_and_its_feet_stay_down() -> None:
    """One of seven pairs of poses and way-points; where on the way differs from pair to pair."""
    faults = {}
    pairs = list(product(plain_stances(), repeat=2))
    for number, (one, other) in enumerate(pairs[::7]):
        path = way(one[1], other[1])
        for leg in range(path.legs):
            share = (leg + number * 0.618 % 1) / path.legs
            if fault := wrong(path, share):
                faults[one[0], other[0], round(share, 3)] = fault
    assert not faults


@given(ANY, ANY, SHARES)
@settings(max_examples=examples(100))
def test_between_any_two_stances_too(start: Stance, end: Stance, share: float) -> None:
    """Sides, options and shapes included."""
    assert not wrong(way(start, end), share)


def test_between_the_shapes_of_one_pose_too() -> None:
    """A repetition goes straight from shape to shape."""
    faults = {}
    for _, same in groupby(stances(), key=lambda one: one[0].split()[0]):
        for number, (one, other) in enumerate(permutations(list(same)[:8], 2)):
            path = Way((one[1], other[1]))
            if fault := wrong(path, number * 0.618 % 1):
                faults[one[0], other[0]] = fault
    assert not faults


@given(ANY, ANY)
@settings(max_examples=examples(60))
def test_the_ends_of_a_way_are_exact(start: Stance, end: Stance) -> None:
    path = way(start, end)
    assert path.at(0.0) is path.stops[0]
    assert path.stops[0] == start
    assert path.at(1.0) is path.stops[-1]
    assert path.stops[-1] == end
    assert path.at(-1.0) is path.stops[0]
    assert path.at(2.0) is path.stops[-1]
    assert path.seconds == path.legs * LEG_SECONDS


@given(ANY, ANY)
@settings(max_examples=examples(25))
def test_neither_body_nor_camera_leaps(start: Stance, end: Stance) -> None:
    path = way(start, end)
    steps = round(path.seconds / FRAME) or 1
    for one, other in pairwise(path.at(i / steps) for i in range(steps + 1)):
        assert abs(one.around - other.around) <= LEAP
        assert abs(one.above - other.above) <= LEAP
        assert max(dist(one.joints[name], other.joints[name]) for name in one.joints) <= FAR


def test_a_way_to_where_one_is_has_no_legs() -> None:
    body = found("lunge right")
    path = way(body, body)
    assert (path.legs, path.seconds) == (0, 0.0)
    assert path.at(0.3) is body


# -- routes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("start", Family)
@pytest.mark.parametrize("end", Family)
def test_routes_lead_over_neighbours_and_back_the_same_way(start: Family, end: Family) -> None:
    route = between_families(start, end)
    assert route == between_families(end, start)[::-1]
    assert not {start, end} & set(route)


@pytest.mark.parametrize(
    ("start", "end", "route"),
    [
        (Family.STANDING, Family.SUPINE, (CROUCH, Family.SEATED)),
        (Family.STANDING, Family.PRONE, (CROUCH, Family.KNEELING)),
        (Family.SEATED, Family.KNEELING, ()),
        (Family.SUPINE, Family.PRONE, (Family.SEATED, Family.KNEELING)),
        (Family.KNEELING, Family.PRONE, ()),
        (Family.STANDING, Family.STANDING, ()),
    ],
)
def test_known_routes(start: Family, end: Family, route: tuple[str, ...]) -> None:
    assert between_families(start, end) == route


def places(path: Way) -> list[str]:
    """The way-points that a way passes, by name, however the body is turned there."""
    names = []
    for stop in path.stops[1:-1]:
        names += [
            name
            for name in WAYPOINTS
            if all(
                dist(turned(point, stop.heading), stop.joints[joint]) < 1e-9
                for joint, point in waypoint(name).joints.items()
            )
        ]
    return names


def test_every_way_passes_its_way_points() -> None:
    for (_, start), (_, end) in product(plain_stances(), repeat=2):
        hands = {"right hand", "left hand"}
        if hands <= start.contacts & end.contacts or start == end:
            continue  # with the hands on the floor the feet step
        assert places(way(start, end)) == list(between_families(start.family, end.family))


def test_with_the_hands_on_the_floor_the_feet_step() -> None:
    kneeling, crouch = waypoint(Family.KNEELING), waypoint(CROUCH)
    assert way(kneeling, crouch).legs == 1
    assert way(replace(kneeling, family=Family.PRONE), crouch).legs == 1


def test_a_pose_may_begin_elsewhere_than_it_ends() -> None:
    """From standing into a pose that is entered from hands and knees."""
    standing, prone = waypoint(Family.STANDING), waypoint(Family.PRONE)
    assert places(way(standing, prone, Family.KNEELING)) == [CROUCH, Family.KNEELING]
    seated = found("seat")
    assert places(way(seated, standing, Family.KNEELING)) == [Family.KNEELING]
    assert places(way(standing, prone, Family.STANDING)) == [CROUCH, Family.KNEELING]


def test_a_way_point_is_turned_like_the_bodies_around_it() -> None:
    standing = replace(waypoint(Family.STANDING), heading=90.0)
    path = way(standing, waypoint(Family.SUPINE))
    assert [round(stop.heading) for stop in path.stops] == [90, 60, 30, 0]


# -- switching sides -------------------------------------------------------------------------


def sides_of(name: str) -> tuple[Stance, Stance]:
    """A stance on the right and on the left."""
    return found(f"{name} right"), found(f"{name} left")


def test_when_sides_switch_the_legs_swap() -> None:
    right, left = sides_of("lunge")
    path = way(right, left)
    assert path.legs == 1
    for side, front, back in (("right", 0.0, 1.0), ("left", 1.0, 0.0)):
        knees = [path.at(share).joints[f"{side} knee"][0] for share in (front, 0.5, back)]
        assert knees[0] > 30 > knees[1] > -25 > knees[2]


def test_when_sides_switch_the_camera_goes_round_by_the_front() -> None:
    right, left = sides_of("lunge")
    seen = [way(right, left).at(i / 20).around for i in range(21)]
    assert seen[0] == 30.0
    assert seen[-1] == 150.0
    assert all(a <= b for a, b in pairwise(seen))
    assert seen[10] == pytest.approx(90.0)


def test_knees_and_feet_do_not_pass_through_each_other() -> None:
    right, left = sides_of("lunge")
    for i in range(41):
        body = way(right, left).at(i / 40).joints
        for name in ("knee", "ankle"):
            assert dist(body[f"right {name}"], body[f"left {name}"]) > 8.0


# -- what goes along -------------------------------------------------------------------------


def test_lit_muscles_props_and_family_change_half_way() -> None:
    start, end = found("lunge right"), found("seat block")
    early, late = blended(start, end, 0.49), blended(start, end, 0.51)
    for name in ("lit", "props", "family", "contacts"):
        assert getattr(early, name) == getattr(start, name)
        assert getattr(late, name) == getattr(end, name)


def test_a_gaze_turns_to_the_front_where_only_one_has_one() -> None:
    body = found("lunge right")
    looking = replace(body, gaze=(0.0, 1.0, 0.0))
    assert blended(looking, body, 0.5).gaze is not None


def test_the_same_way_is_the_same_every_time() -> None:
    lunge, seat = stance(LUNGE, Side.RIGHT), stance(SEAT)
    assert lunge is not None
    assert seat is not None
    way.cache_clear()
    first = way(lunge, seat).at(0.4)
    assert way(replace(lunge), replace(seat)).at(0.4) == first
