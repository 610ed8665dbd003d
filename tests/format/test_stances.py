"""Stance files: what they say, and what is wrong in them, with line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bundled import bundled_stances
from yogaflow.format import check_file, load_pose
from yogaflow.format.stances import load_stances
from yogaflow.library.library import PoseFolders
from yogaflow.model import FormatError, Ground, Position, Side, Stances, Words
from yogaflow.storage import paths
from yogaflow.timeline.roads import Place, road

BALL = """\
stances:
  on-a-ball: {name: On a ball, position: seated, arrive: Sit on your ball.}
ways:
  - {way: standing > on-a-ball, seconds: 6s, say: Sit down slowly.}
  - {way: on-a-ball > standing, seconds: 5s, keep: true, say: Stand up.}
"""


def problems_of(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(FormatError) as caught:
        load_stances(text, path="x.yaml", known=bundled_stances())
    return [(one.line, one.column, one.message) for one in caught.value.problems]


def test_stances_of_ones_own_are_added_to_those_that_are_known() -> None:
    found = load_stances(BALL, path="x.yaml", known=bundled_stances())
    assert len(found.by_key) == len(bundled_stances().by_key) + 1
    legs = road(found, Place("on-a-ball"), Place("low-pigeon", Side.LEFT))
    assert legs is not None
    assert legs[0].say == (Words("Stand up."),)


def test_a_way_of_ones_own_takes_the_place_of_the_bundled_one() -> None:
    text = "ways: [{way: standing > fold, seconds: 9s, say: Fold.}]"
    found = load_stances(text, path="x.yaml", known=bundled_stances())
    (way,) = [one for one in found.ways if (one.start, one.goal) == ("standing", "fold")]
    assert (way.seconds, way.say, way.flow) == (9.0, (Words("Fold."),), None)
    assert len(found.ways) == len(bundled_stances().ways)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        (BALL.replace("on-a-ball > standing", "on-a-bal > standing"), 5, 11, "on-a-ball?"),
        (BALL.replace("  - {way: on-a-ball > standing", "  - {way: fold > standing"), 2, 3, "left"),
        (
            BALL.replace("  - {way: standing > on-a-ball", "  - {way: standing > fold"),
            2,
            3,
            "reached",
        ),
        (
            BALL.replace("Stand up.", "<Side> foot down."),
            5,
            63,
            "neither stance has sides",
        ),
        (BALL + BALL.splitlines()[3] + "\n", 6, 11, "written twice"),
        ("ways: [{way: standing, seconds: 6s}]", 1, 14, "standing > fold"),
        ("ways: [{way: standing > standing, seconds: 6s}]", 1, 14, "write two stances"),
        ("stances: [a]", 1, 10, "keys with values"),
        ("ways: {a: b}", 1, 7, "a list"),
        ("stance: {}", 1, 1, "did you mean stances?"),
        ("hello", 1, 1, "stances: and ways:"),
        (BALL.replace("position: seated", "position: seted"), 2, 42, "did you mean seated?"),
    ],
)
def test_what_is_wrong_is_told_where_it_is(text: str, line: int, column: int, words: str) -> None:
    found = problems_of(text)
    assert (found[0][:2]) == (line, column), found
    assert words in found[0][2], found


def test_the_bundled_file_and_ones_own_are_checked_as_what_they_are(tmp_path: Path) -> None:
    poses = PoseFolders([paths.poses_dir()])
    assert check_file(paths.ways_dir() / "stances.yaml", poses) == ()
    own = tmp_path / "ball.yaml"
    own.write_text(BALL, encoding="utf-8")
    assert check_file(own, poses) == ()
    own.write_text(BALL.replace("seconds: 6s", "seconds: soon"), encoding="utf-8")
    (problem,) = check_file(own, poses)
    assert (problem.line, problem.column) == (4, 42)


def test_a_broken_file_of_ones_own_breaks_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("stances: [", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(BALL, encoding="utf-8")
    found = PoseFolders([paths.poses_dir()], [tmp_path, paths.ways_dir()]).stances()
    assert "on-a-ball" in found.by_key
    assert found.by_key.keys() > bundled_stances().by_key.keys()


# -- in a pose ------------------------------------------------------------------------------


def pose_problems(text: str, stances: Stances) -> list[tuple[int, int, str]]:
    with pytest.raises(FormatError) as caught:
        load_pose(text, path="x.yaml", key="x", stances=stances)
    return [(one.line, one.column, one.message) for one in caught.value.problems]


def test_the_positions_of_a_pose_follow_from_its_stances() -> None:
    text = "name: A\nstance: plank\nends: prone\n"
    pose = load_pose(text, path="", key="a", stances=bundled_stances())
    assert (pose.begins, pose.ends) == (Ground("plank"), Ground("prone"))
    assert (pose.starts, pose.position) == (Position.ARM_SUPPORT, Position.PRONE)
    text = "name: A\nsides: <side> leg lifts\nstance: side-lying other\n"
    pose = load_pose(text, path="", key="a", stances=bundled_stances())
    assert pose.begins == Ground("side-lying", other=True)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("name: A\nstance: plonk\n", 2, 9, "no stance is called plonk; did you mean plank?"),
        ("name: A\nstance: stride\n", 2, 9, "stride has sides: this pose needs them, too"),
        ("name: A\nstance: plank\nposition: prone\n", 3, 11, "leave it out"),
        ("name: A\nends: plank\n", 2, 7, "where does it begin?"),
        ("name: A\nstance: Plank!\n", 2, 9, "write a stance"),
    ],
)
def test_a_stance_that_cannot_be_is_told(text: str, line: int, column: int, words: str) -> None:
    found = pose_problems(text, bundled_stances())
    assert found[0][:2] == (line, column)
    assert words in found[0][2]


def test_on_the_side_one_may_lie_without_saying_which() -> None:
    text = "name: A\nstance: side-lying\n"
    assert load_pose(text, path="", key="a", stances=bundled_stances()).sides == ""
