"""From a pose to a body on the mat: whole, of one size, above the mat, on the right side."""

from __future__ import annotations

from dataclasses import replace
from math import dist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures import (
    LIFT,
    LUNGE,
    PLAIN,
    SEAT,
    TALL,
    as_drawn,
    drawn_poses,
    figures,
    posed,
    stances,
    stretched,
    sunk,
)
from tests.strength import examples
from yogaflow.figure.body import (
    HALF_HIPS,
    HALF_SHOULDERS,
    HAND,
    JOINTS,
    NEEDED,
    floor_of,
    mirrored_name,
)
from yogaflow.figure.rig import (
    VIEW,
    Stance,
    derived,
    flipped,
    frame_of,
    laid_over,
    missing_joints,
    stance,
    touching,
    whole_figure,
)
from yogaflow.figure.vectors import dot, length, sub, turned, unit
from yogaflow.model import (
    Family,
    Figure,
    Muscle,
    MuscleSide,
    Point,
    Pose,
    Prop,
    PropKind,
    Side,
    Work,
)

NEARLY = 0.04
"""By how much of its length a bone may be off: less than an eye sees between two pictures."""


def looked_at(pose: Pose, side: Side | None = None, *options: str, shape: str = "") -> Stance:
    """The stance of a pose that has one."""
    found = stance(pose, side, options, shape)
    assert found is not None
    return found


# -- joints ----------------------------------------------------------------------------------


def test_what_is_not_written_follows_from_the_others() -> None:
    joints = derived(as_drawn(Family.STANDING))
    assert list(joints) == list(JOINTS)
    for girdle, base, half in (
        ("hip", "pelvis", HALF_HIPS),
        ("shoulder", "neck", HALF_SHOULDERS),
    ):
        right, left = joints[f"right {girdle}"], joints[f"left {girdle}"]
        assert dist(right, left) == pytest.approx(2 * half)
        assert right[2] > 0 > left[2]
        assert dist(right, joints[base]) == pytest.approx(dist(left, joints[base]))
    assert dist(joints["right hand"], joints["right wrist"]) == pytest.approx(HAND)


def test_what_is_written_stays_as_it_is() -> None:
    hip: Point = (1.0, 2.0, 3.0)
    figure = as_drawn(Family.STANDING, right_hip=hip)
    assert derived(figure)["right hip"] == hip


@given(st.floats(-60, 60))
def test_turned_hips_and_shoulders_go_to_the_right(degrees: float) -> None:
    figure = replace(as_drawn(Family.STANDING), hips=degrees, shoulders=-degrees)
    joints = derived(figure)
    straight = (0.0, 0.0, 1.0)
    for girdle, turn in (("hip", degrees), ("shoulder", -degrees)):
        across = unit(sub(joints[f"right {girdle}"], joints[f"left {girdle}"]))
        assert dot(across, turned(straight, turn)) > 0.99  # the spine is not quite upright


def test_the_frame_of_a_standing_body() -> None:
    joints = looked_at(posed(as_drawn(Family.STANDING))).joints
    frame = frame_of(joints, "pelvis", "waist", "hip")
    assert frame.up[1] > 0.99
    assert frame.right[2] > 0.99
    assert frame.front[0] > 0.99


def test_missing_joints_are_named() -> None:
    whole = as_drawn(Family.STANDING)
    assert missing_joints(whole) == []
    some = {name: point for name, point in whole.joints.items() if name != "left knee"}
    assert missing_joints(Figure(some)) == ["left knee"]
    assert missing_joints(Figure()) == list(NEEDED)


# -- settling --------------------------------------------------------------------------------


@given(figures())
@settings(max_examples=examples(60))
def test_any_figure_gets_whole_bones_above_the_mat(figure: Figure) -> None:
    found = looked_at(posed(figure))
    assert stretched(found.joints) <= NEARLY
    assert sunk(found.joints) <= 1e-9


def test_every_stance_has_whole_bones_above_the_mat() -> None:
    wrong = {
        name: (round(stretched(one.joints), 3), round(sunk(one.joints), 2))
        for name, one in stances()
        if stretched(one.joints) > NEARLY or sunk(one.joints) > 1e-9
    }
    assert not wrong, "by share of a bone, centimetres below the mat"


@given(figures())
@settings(max_examples=examples(20))
def test_the_same_figure_gives_the_same_stance(figure: Figure) -> None:
    assert looked_at(posed(figure)) == looked_at(posed(figure))


@given(figures(), st.sampled_from([30.0, -90.0, 180.0]))
@settings(max_examples=examples(20))
def test_a_heading_turns_body_and_camera_alike(figure: Figure, heading: float) -> None:
    ahead = looked_at(posed(replace(figure, heading=None)))
    turned_ = looked_at(posed(replace(figure, heading=heading)))
    for name, point in ahead.joints.items():
        assert length(sub(turned(point, heading), turned_.joints[name])) < 1e-9
    assert turned_.around == pytest.approx(ahead.around - heading)


def test_contacts_are_what_is_low_unless_they_are_named() -> None:
    joints = derived(as_drawn(Family.STANDING))
    assert touching(joints, None) == {
        f"{side} {joint}" for side in Side for joint in ("ankle", "toe")
    }
    assert touching(joints, ("toe", "left hand")) == {"right toe", "left toe", "left hand"}
    assert touching(joints, ()) == frozenset()


def test_feet_stay_where_they_are_drawn() -> None:
    figure = LUNGE.figure
    assert figure is not None
    for name in ("right ankle", "right toe", "left toe"):
        assert dist(looked_at(LUNGE).joints[name], figure.joints[name]) < 1.5


def test_without_a_view_it_is_the_usual_one() -> None:
    assert (looked_at(LUNGE).around, looked_at(LUNGE).above) == VIEW
    assert stance(PLAIN) is None


# -- sides -----------------------------------------------------------------------------------


def is_mirrored(right: Stance, left: Stance) -> bool:
    """Whether all of one is where it is on the other, on the other side of the body."""
    return left.contacts == {mirrored_name(name) for name in right.contacts} and all(
        dist(
            flipped(turned(point, -right.heading)),
            turned(left.joints[mirrored_name(name)], -left.heading),
        )
        < 1e-9
        for name, point in right.joints.items()
    )


def test_the_other_side_is_the_same_body_mirrored() -> None:
    for pose in drawn_poses():
        right, left = looked_at(pose, Side.RIGHT), looked_at(pose, Side.LEFT)
        if pose.sides:
            assert is_mirrored(right, left), pose.key
            # The camera is on the mirrored side too, so that the picture is.
            ahead = 180 - (right.around + right.heading)
            assert left.around + left.heading == pytest.approx(ahead), pose.key


def test_a_pose_without_sides_is_never_mirrored() -> None:
    for pose in drawn_poses():
        if not pose.sides:
            assert looked_at(pose) == looked_at(pose, Side.RIGHT) == looked_at(pose, Side.LEFT)
    assert not is_mirrored(looked_at(TALL), looked_at(TALL))  # there would be a difference


def test_an_option_may_bring_sides() -> None:
    assert looked_at(SEAT, Side.LEFT) == looked_at(SEAT)
    right = looked_at(SEAT, Side.RIGHT, "twist")
    assert is_mirrored(right, looked_at(SEAT, Side.LEFT, "twist"))


def test_props_and_gaze_are_mirrored() -> None:
    figure = replace(
        as_drawn(Family.STANDING),
        gaze=(0.5, 0.0, 1.0),
        props=(
            Prop(PropKind.BLOCK, at=(5.0, 12.0, 30.0)),
            Prop(PropKind.DUMBBELL, on="right hand"),
        ),
    )
    left = looked_at(posed(figure, sides="<side>"), Side.LEFT)
    assert left.gaze == (0.5, 0.0, -1.0)
    block, held = left.props
    assert block.at == (5.0, 12.0, -30.0)
    assert held.on == "left hand"
    assert block.kind is PropKind.BLOCK


# -- options and shapes ----------------------------------------------------------------------


def test_an_override_keeps_what_it_does_not_say() -> None:
    under = replace(
        as_drawn(Family.STANDING), view=(10.0, 5.0), heading=0.0, highlight=("calves",), props=()
    )
    knee: Point = (5.0, 50.0, 12.0)
    up: Point = (0.0, 1.0, 0.0)
    over = laid_over(under, Figure({"right knee": knee}, gaze=up, shapes={"up": Figure()}))
    assert over.joints == {**under.joints, "right knee": knee}
    assert over.gaze == up
    assert (over.view, over.heading, over.highlight) == ((10.0, 5.0), 0.0, ("calves",))
    assert over.props == ()
    assert set(over.shapes) == {"up"}
    assert laid_over(under, Figure()) == under


def test_an_override_may_take_back_what_was_said() -> None:
    under = replace(as_drawn(Family.STANDING), heading=90.0, highlight=("calves",))
    over = laid_over(under, Figure(heading=0.0, highlight=()))
    assert (over.heading, over.highlight) == (0.0, ())


@pytest.mark.parametrize("again", [False, True])
def test_a_placed_hand_does_not_stay_behind_a_moved_wrist(again: bool) -> None:
    under = as_drawn(Family.STANDING, right_hand=(3, 75, 22), left_hand=(3, 75, -22))
    moved: dict[str, Point] = {"right elbow": (4, 139, 19), "right wrist": (4, 165, 17)}
    if again:
        moved["right hand"] = (14, 170, 17)
    joints = derived(laid_over(under, Figure(moved)))
    assert dist(joints["right hand"], joints["right wrist"]) < HAND + 1
    assert joints["left hand"] == under.joints["left hand"]
    if again:
        assert joints["right hand"] == moved["right hand"]


def test_options_and_shapes_are_laid_over_in_order() -> None:
    assert looked_at(SEAT, None, "block").props[0].kind is PropKind.BLOCK
    assert whole_figure(SEAT, ("block", "twist")).shoulders == 40
    assert whole_figure(SEAT, ("nothing of that name",)) == SEAT.figure
    low, high = looked_at(LIFT), looked_at(LIFT, shape="up")
    assert high.joints["pelvis"][1] - low.joints["pelvis"][1] > 15
    assert looked_at(LIFT, shape="nothing of that name") == low


# -- muscles and family ----------------------------------------------------------------------


def lit(pose: Pose, side: Side | None) -> set[str]:
    """The muscles that are lit, with their side and what happens to them."""
    return {f"{one.side} {one.name} {one.work}" for one in looked_at(pose, side).lit}


def test_muscles_are_lit_on_the_body_s_own_side() -> None:
    assert lit(LUNGE, Side.RIGHT) == {"right quadriceps works", "left hip flexors stretches"}
    assert lit(LUNGE, Side.LEFT) == {"left quadriceps works", "right hip flexors stretches"}
    assert lit(LUNGE, None) == lit(LUNGE, Side.RIGHT)
    assert lit(LIFT, None) == {
        f"{side} {words}"
        for side in Side
        for words in ("gluteus maximus works", "quadriceps stretches")
    }


def test_a_figure_may_say_which_muscles_are_lit() -> None:
    muscles = (Muscle("arms", Work.WORKS), Muscle("neck", Work.STRETCHES, MuscleSide.SIDE))
    figure = replace(as_drawn(Family.STANDING), highlight=("neck",))
    assert lit(posed(figure, muscles=muscles), None) == {"right neck stretches"}
    assert lit(posed(replace(figure, highlight=()), muscles=muscles), None) == set()


def test_the_family_is_the_pose_s_unless_the_figure_names_one() -> None:
    assert looked_at(SEAT).family is Family.SEATED
    figure = replace(as_drawn(Family.STANDING), family=Family.PRONE)
    assert looked_at(posed(figure)).family is Family.PRONE


def test_joints_on_the_mat_have_a_height() -> None:
    assert floor_of("right knee") == floor_of("left knee") == 6.0
    assert mirrored_name("right knee") == "left knee"
    assert mirrored_name("head") == "head"
