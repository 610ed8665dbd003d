"""What is told of figures: each problem once, at the layer that made it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.format.test_figures import POSES, WARRIOR
from tests.format_help import FewPoses
from yogaflow.figure.rig import whole_figure
from yogaflow.format import check_file, load_pose
from yogaflow.model import FormatError, Pose

REP = "rep: [in: Up, out: Down]\n"
SHAPES = "  shapes: {low: {both: {wrist: 6 171 19}}}\n  rep: [low, base]\n"


def checked(text: str, tmp_path: Path) -> list[tuple[int, int, str]]:
    path = tmp_path / "warrior.yaml"
    path.write_text(text, encoding="utf-8")
    return [(p.line, p.column, p.message) for p in check_file(path, FewPoses())]


def told(text: str) -> list[str]:
    with pytest.raises(FormatError) as caught:
        load_pose(text, path="warrior.yaml", key="warrior")
    return [problem.message for problem in caught.value.problems]


def option(figure: str, key: str = "wide") -> str:
    return f"  {key}:\n    name: Wide\n    figure: {figure}\n"


def test_a_fault_beneath_is_told_once_however_many_options_there_are(tmp_path: Path) -> None:
    crooked = WARRIOR.replace("toe: 58 3 9", "toe: 70 3 9") + SHAPES + REP + "options:\n"
    text = crooked + option("{view: 1 2}") + option("{gaze: 0 1}", "other")
    ((line, column, message),) = checked(text, tmp_path)
    assert (line, column) == (10, 46)
    assert message.startswith("right toe: the right foot would be 30 cm")


def test_the_same_fault_of_two_options_is_told_of_both(tmp_path: Path) -> None:
    high = "{right: {toe: 58 30 9}}"
    text = WARRIOR + "options:\n" + option(high) + option(high, "other")
    assert [place[:2] for place in checked(text, tmp_path)] == [(15, 27), (18, 27)]


def test_a_fault_that_follows_is_told_at_the_key_of_what_it_follows_from(tmp_path: Path) -> None:
    """The hips go with the pelvis: no joint of the option's is the thigh's end."""
    text = WARRIOR + "options:\n" + option("{spine: {pelvis: 20 70}}")
    found = checked(text, tmp_path)
    assert [place[:2] for place in found] == [(15, 5), (15, 5), (15, 30)]
    assert [message.partition(":")[0] for _, _, message in found] == [
        "right knee",
        "left knee",
        "pelvis",
    ]


def test_a_shape_that_is_right_alone_may_be_wrong_with_an_option(tmp_path: Path) -> None:
    arms = "{both: {elbow: 4 92 20, wrist: 6 67 22}}"
    text = WARRIOR + SHAPES + REP + "options:\n" + option(arms)
    found = checked(text, tmp_path)
    assert {place[:2] for place in found} == {(12, 32)}
    assert all("with wide on, " in message for _, _, message in found)
    # The option's own shape of that name takes the other's place.
    own = "{both: {elbow: 4 92 20, wrist: 6 67 22}, shapes: {low: {both: {wrist: 7 67 22}}}}"
    assert checked(WARRIOR + SHAPES + REP + "options:\n" + option(own), tmp_path) == []


def test_two_faults_of_one_joint_are_both_told(tmp_path: Path) -> None:
    found = checked(WARRIOR.replace("toe: 58 3 9", "toe: 70 -3 9"), tmp_path)
    assert [place[:2] for place in found] == [(10, 46), (10, 46)]


def test_problems_come_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = (
        "options:\n"
        + option("{left: {toe: -43 30 -26}}")
        + WARRIOR.replace("toe: 58 3 9", "toe: 70 3 9")
    )
    lines = [line for line, _, _ in checked(text, tmp_path)]
    assert lines == sorted(lines)
    assert len(set(lines)) == 2


@pytest.mark.parametrize(
    ("height", "good"), [("-0.3", True), ("-0.5", False), ("2.6", True), ("7.5", True)]
)
def test_three_centimetres_are_the_mat_s(height: str, good: bool, tmp_path: Path) -> None:
    text = WARRIOR.replace("toe: 58 3 9", f"toe: 57 {height} 9")
    assert (checked(text, tmp_path) == []) is good


@pytest.mark.parametrize(("height", "good"), [("7.5", True), ("7.7", False)])
def test_a_contact_is_near_the_floor(height: str, good: bool, tmp_path: Path) -> None:
    text = WARRIOR.replace("toe: 58 3 9", f"toe: 57 {height} 9") + "  contacts: [toe, ankle]\n"
    assert (checked(text, tmp_path) == []) is good


@pytest.mark.parametrize(("toe", "good"), [("59.5 3", True), ("61 3", False), ("54 3", False)])
def test_a_bone_is_within_fifteen_percent(toe: str, good: bool, tmp_path: Path) -> None:
    text = WARRIOR.replace("toe: 58 3 9", f"toe: {toe} 9")
    assert (checked(text, tmp_path) == []) is good


def test_a_body_flat_across_the_mat_is_told_plainly(tmp_path: Path) -> None:
    """Along this line nothing says where the hips are; it must not be a traceback."""
    spine = "waist: 3 94, neck: 2 122, head: 3 140"
    text = WARRIOR.replace(spine, "waist: 3 70 24, neck: 3 70 52, head: 3 70 70")
    assert "left hip: the pelvis would be 0 cm long" in checked(text, tmp_path)[0][2]


def test_one_mistake_is_not_told_again_of_what_leans_on_it() -> None:
    over = "options: {slow: {name: Slow, figure: {rep: [base, low]}}}\n"
    assert len(told(WARRIOR.replace("58 3 9", "here") + SHAPES + REP + over)) == 1
    assert len(told(WARRIOR + SHAPES + "rep: Up and down\n" + over)) == 1
    assert len(told(WARRIOR + SHAPES.replace("6 171 19", "6") + REP + over)) == 1
    muscles = "muscles:\n  - gluteus maximus: works other\n  - quadriceps: works other\n"
    lit = WARRIOR.replace(muscles, "muscles: quadriceps\n") + "  highlight: quadriceps\n"
    assert len(told(lit)) == 1


def test_an_option_with_other_phases_needs_a_rep_in_its_figure() -> None:
    pulses = "options: {pulses: {name: Pulses, rep: [out: Pulse]}}\n"
    (message,) = told(WARRIOR + SHAPES + REP + pulses)
    assert "1 phase, but the figure has 2 shapes" in message
    drawn = pulses.replace("Pulse]", "Pulse], figure: {rep: [low]}")
    assert load_pose(WARRIOR + SHAPES + REP + drawn, path="", key="warrior")
    assert told(WARRIOR + SHAPES + REP + drawn.replace("rep: [low]", "rep: [low, low]")) == [
        "2 shapes, but the repetition has 1 phase"
    ]


@pytest.mark.parametrize("pose", POSES, ids=lambda pose: pose.key)
def test_every_repetition_of_the_library_has_a_shape_for_each_phase(pose: Pose) -> None:
    for key, rep in [("", pose.rep), *((o.key, o.rep or pose.rep) for o in pose.options.values())]:
        figure = whole_figure(pose, (key,) if key else ())
        assert len(figure.rep or ()) == len(rep) * (4 if pose.key == "banded-walk" else 1), key
