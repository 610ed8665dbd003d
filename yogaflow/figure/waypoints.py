"""The places a body passes through on its way: how people really get from mat to feet.

Nobody folds straight from standing to lying. Between two families of poses the way leads over a
crouch, hands and knees, or a seat with the feet on the floor.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from yogaflow.figure.rig import Stance, derived, settled, touching
from yogaflow.model import Family, Figure, Point

CROUCH = "crouch"
"""The low squat with the hands on the floor that all ways up and down pass."""

_NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    Family.STANDING: (CROUCH,),
    CROUCH: (Family.STANDING, Family.KNEELING, Family.SEATED),
    # From hands and knees one sits to one side, and turns over the knees on the way back.
    Family.KNEELING: (CROUCH, Family.PRONE, Family.SEATED),
    Family.SEATED: (CROUCH, Family.SUPINE, Family.KNEELING),
    Family.PRONE: (Family.KNEELING,),
    Family.SUPINE: (Family.SEATED,),
}


def _both(joints: Mapping[str, Point]) -> dict[str, Point]:
    return {
        f"{side} {name}": (x, y, z * sign)
        for name, (x, y, z) in joints.items()
        for side, sign in (("right", 1.0), ("left", -1.0))
    }


_SHAPES: Mapping[str, Mapping[str, Point]] = {
    CROUCH: {
        "pelvis": (-16, 27, 0),
        "waist": (-1, 45, 0),
        "neck": (22, 59, 0),
        "head": (37, 65, 0),
        **_both(
            {
                "elbow": (29, 30, 20),
                "wrist": (37, 8, 19),
                "hand": (46, 3, 18),
                "knee": (22, 40, 22),
                "ankle": (-2, 7, 15),
                "toe": (15, 3, 20),
            }
        ),
    },
    Family.KNEELING: {
        "pelvis": (-28, 51, 0),
        "waist": (-5, 54, 0),
        "neck": (23, 57, 0),
        "head": (40, 59, 0),
        **_both(
            {
                "elbow": (25, 27, 17),
                "wrist": (26, 4, 17),
                "hand": (37, 3, 17),
                "knee": (-29, 7, 10),
                "ankle": (-70, 5, 10),
                "toe": (-87, 3, 10),
            }
        ),
    },
    Family.STANDING: {
        "pelvis": (0, 91, 0),
        "waist": (1, 115, 0),
        "neck": (-1, 143, 0),
        "head": (2, 161, 0),
        **_both(
            {
                "elbow": (-2, 112, 21),
                "wrist": (3, 87, 22),
                "knee": (1, 48, 9),
                "ankle": (-1, 6, 9),
                "toe": (17, 3, 11),
            }
        ),
    },
    Family.PRONE: {
        "pelvis": (0, 10, 0),
        "waist": (24, 11, 0),
        "neck": (52, 9, 0),
        "head": (69, 12, 0),
        **_both(
            {
                "elbow": (58, 5, 34),
                "wrist": (74, 4, 14),
                "knee": (-43, 7, 10),
                "ankle": (-85, 6, 11),
                "toe": (-102, 3, 11),
            }
        ),
    },
    Family.SUPINE: {
        "pelvis": (0, 10, 0),
        "waist": (-24, 9, 0),
        "neck": (-52, 9, 0),
        "head": (-70, 11, 0),
        **_both(
            {
                "elbow": (-26, 5, 26),
                "wrist": (-1, 4, 30),
                "knee": (29, 42, 10),
                "ankle": (46, 5, 10),
                "toe": (63, 3, 11),
            }
        ),
    },
    Family.SEATED: {
        "pelvis": (0, 10, 0),
        "waist": (-2, 34, 0),
        "neck": (0, 62, 0),
        "head": (2, 80, 0),
        **_both(
            {
                "elbow": (-14, 36, 22),
                "wrist": (-24, 12, 26),
                "hand": (-33, 4, 28),
                "knee": (29, 41, 11),
                "ankle": (47, 5, 11),
                "toe": (64, 3, 13),
            }
        ),
    },
}


@cache
def waypoint(name: str) -> Stance:
    """The body at a way-point, looked at from where the pose before was."""
    figure = Figure(joints=_SHAPES[name])
    joints = settled(derived(figure), 40)
    family = Family.STANDING if name == CROUCH else Family(name)
    return Stance(joints, around=30.0, above=12.0, contacts=touching(joints, None), family=family)


@cache
def between_families(start: Family, end: Family) -> tuple[str, ...]:
    """The way-points from one family to another, the shortest way; none between neighbours."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {str(start)}
    while ways:
        way = ways.pop(0)
        if way[-1] == end:
            return way[1:-1]
        for place in _NEIGHBOURS[way[-1]]:
            if place not in seen:
                seen.add(place)
                ways.append((*way, place))
    raise AssertionError("every family can be reached from every other")
