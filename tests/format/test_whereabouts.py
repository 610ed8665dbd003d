"""Where a pose is when its file does not say: by its name, by the library, or told in a note."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.bundled import bundled_stances
from tests.format_help import FewPoses
from yogaflow.format import check_file, load_flow, load_pose, read_draft
from yogaflow.format.whereabouts import known_stance
from yogaflow.library.library import default_library
from yogaflow.model import Ground, Pose, Position, Severity
from yogaflow.storage.paths import ways_dir
from yogaflow.storage.slug import slug

FLOW = "title: Own\nposes:\n  {pose}\nflow:\n  - {key}: 3 breaths\n"


def own(pose: str) -> Pose:
    key = pose.partition(":")[0]
    text = FLOW.format(pose=pose, key=key)
    return load_flow(text, path="own.yaml", key="own", poses=FewPoses()).poses[key]


@pytest.mark.parametrize(
    ("name", "stance", "sides"),
    [
        ("Sphinx", "prone", ""),
        ("Cobra Pose", "prone", ""),
        ("Supine twist", "knees-in", "<side> knee across"),
        ("Triangle", "open-stride", "<side> foot in front"),
        ("Vṛkṣāsana", "one-leg", "standing on the <side> leg"),
        ("Melting heart", "all-fours", ""),
        ("Side-lying rest", "side-lying", "lying on the <side> side"),
        ("Child's Pose", "child", ""),
    ],
)
def test_a_pose_that_many_know_is_where_it_always_is(name: str, stance: str, sides: str) -> None:
    told = f", sides: {sides}" if sides else ""
    pose = own(f"mine: {{name: {name}{told}}}")
    assert pose.begins == Ground(stance)
    assert pose.position is pose.starts is bundled_stances().by_key[stance].position
    text = f"name: {name}\n" + (f"sides: {sides}\n" if sides else "")
    alone = load_pose(text, path="mine.yaml", key="mine", stances=bundled_stances())
    assert alone.begins == Ground(stance)
    assert own(f"mine: {{name: Mine, also: {name}{told}}}").begins == Ground(stance)


def test_some_lie_on_the_other_side_than_the_one_they_name() -> None:
    found = own("mine: {name: Clamshell, sides: <side> knee lifts}")
    assert found.begins == Ground("side-lying", other=True)


def test_of_a_pose_without_sides_in_a_stance_with_sides_the_position_is_known() -> None:
    triangle = own("triangle: {name: Triangle}")
    assert (triangle.begins, triangle.position) == (None, Position.STANDING)
    # Which side one lies on, the way there can leave open.
    assert own("mine: {name: Fetal pose}").begins == Ground("side-lying")


def test_what_the_file_says_goes_before_what_is_known() -> None:
    assert own("cobra: {name: Cobra, position: kneeling}").position is Position.KNEELING
    told = own("cobra: {name: Cobra, starts: seated}")
    assert (told.position, told.starts) == (Position.SEATED, Position.SEATED)
    assert told.begins is None
    assert own("cobra: {name: Cobra, stance: child}").begins == Ground("child")


def test_where_a_file_says_only_the_position_its_name_says_more() -> None:
    known = "lunge: {name: Low lunge, position: kneeling, sides: <side> foot in front"
    assert own(known + "}").begins == Ground("low-lunge")
    # Its own way in begins where its position is, as it always did.
    assert own(known + ", come-in: Step forward.}").begins is None
    assert own(known + ", starts: standing}").begins is None


def test_the_library_s_pose_of_the_same_name_tells() -> None:
    class Grown(FewPoses):
        def get(self, key: str) -> Pose | None:
            if key == "stork":
                text = "name: Stork\nalso: Long legs\nposition: seated\nstarts: kneeling\n"
                return load_pose(text, path="stork.yaml", key="stork")
            return super().get(key)

        def names(self) -> dict[str, str]:
            return {**super().names(), "stork": "stork", "long legs": "stork"}

    for pose in ("stork: {name: Mine}", "mine: {name: Long Legs}", "mine: {name: M, also: Stork}"):
        text = FLOW.format(pose=pose, key=pose.partition(":")[0])
        draft = read_draft(text, path="own.yaml", key="own", poses=Grown())
        assert draft.flow is not None
        found = draft.flow.poses[pose.partition(":")[0]]
        assert (found.position, found.starts) == (Position.SEATED, Position.KNEELING)
        assert draft.notes == ()


def test_a_place_nobody_knows_is_noted_and_the_flow_plays(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(FLOW.format(pose="stork: {name: Stork}", key="stork"))
    (note,) = check_file(path, FewPoses())
    assert (note.line, note.column, note.level) == (3, 3, Severity.NOTE)
    assert str(note).startswith(f"{path}:3:3: note: nobody knows where this pose begins")
    draft = read_draft(path.read_text(), path=str(path), key="own", poses=FewPoses())
    assert (draft.problems, draft.notes) == ((), (note,))
    assert draft.flow is not None
    assert draft.flow.poses["stork"].position is None
    (folder := tmp_path / "poses").mkdir()
    (folder / "stork.yaml").write_text("name: Stork\n")
    (note,) = check_file(folder / "stork.yaml", FewPoses())
    assert (note.line, note.column, note.level) == (1, 1, Severity.NOTE)


def test_notes_and_problems_come_in_the_order_of_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(FLOW.format(pose="stork: {name: Stork}", key="no-such"))
    found = check_file(path, FewPoses())
    assert [(one.line, one.level) for one in found] == [(3, Severity.NOTE), (5, Severity.ERROR)]
    (broken,) = read_draft(path.read_text(), path="", key="own", poses=FewPoses()).problems
    assert broken.level is Severity.ERROR


def test_the_table_is_written_as_names_are_looked_up() -> None:
    stances = bundled_stances().by_key
    whole = tomllib.loads((ways_dir() / "names.toml").read_text(encoding="utf-8"))
    assert {stance.removesuffix(" other") for stance in whole} == set(stances) - {"lunge"}
    names = [name for listed in whole.values() for name in listed]
    assert len(set(names)) == len(names)
    for name in names:
        assert slug(name, ascii_only=True) == name
        assert not name.endswith("-pose")
    for key, pose in default_library().all_poses():
        assert isinstance(pose, Pose)
        assert known_stance(key) == pose.begins, key
