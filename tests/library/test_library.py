"""Where flows and poses are found: bundled and own, good and broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from yogaflow.format import read_pose
from yogaflow.library.folders import FlowDir
from yogaflow.library.library import Library, PoseFolders, UnknownFlow, default_library
from yogaflow.model import FormatError, Pose, Stances
from yogaflow.storage import paths


class Folders:
    """A bundled folder and a person's own, each with flows and poses."""

    def __init__(self, root: Path) -> None:
        self.bundled, self.own = root / "bundled", root / "own"
        for folder in (self.bundled, self.own):
            (folder / "poses").mkdir(parents=True)
        self.pose(self.bundled, "mountain", "Mountain")

    def flow(self, folder: Path, key: str, title: str, pose: str = "mountain") -> Path:
        path = folder / f"{key}.yaml"
        path.write_text(f"title: {title}\nflow:\n  - {pose}: 5 breaths\n", encoding="utf-8")
        return path

    def pose(self, folder: Path, key: str, name: str) -> Path:
        path = folder / "poses" / f"{key}.yaml"
        path.write_text(f"name: {name}\n", encoding="utf-8")
        return path

    def library(self) -> Library:
        return Library(
            (FlowDir(self.bundled), FlowDir(self.own, own=True)),
            (self.own / "poses", self.bundled / "poses"),
        )


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def test_a_flow_is_found_by_key_or_by_title_in_any_case(folders: Folders) -> None:
    folders.flow(folders.bundled, "hips", "Hip openers")
    library = folders.library()
    for name in ("hips", "Hip openers", "hip OPENERS", " HIPS "):
        assert library.find(name).key == "hips"


def test_a_flow_found_by_key_reads_no_other_flow(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders.flow(folders.bundled, "hips", "Hip openers")
    library = folders.library()
    monkeypatch.setattr(library, "entries", lambda: pytest.fail("read everything"))
    assert library.find("hips").title == "Hip openers"


def test_an_unknown_flow_comes_with_the_nearest_names(folders: Folders) -> None:
    folders.flow(folders.bundled, "hip-openers", "Hip openers")
    folders.flow(folders.bundled, "sun", "Sun salutation")
    with pytest.raises(UnknownFlow, match="did you mean hip-openers\\?") as caught:
        folders.library().find("hipopeners")
    assert caught.value.near == ("hip-openers",)
    with pytest.raises(UnknownFlow, match=r"^no flow is called xyz$"):
        folders.library().find("xyz")


@pytest.mark.parametrize("name", ["", ".", "..", "../own/mine", "/etc/passwd", "a\0b", "C:\\a"])
def test_a_name_is_never_a_way_to_another_folder(folders: Folders, name: str) -> None:
    folders.flow(folders.own, "mine", "Mine")
    library = Library((FlowDir(folders.bundled),), ())
    with pytest.raises(UnknownFlow):
        library.find(name)


def test_an_own_flow_goes_before_a_bundled_one_of_the_same_key(folders: Folders) -> None:
    folders.flow(folders.bundled, "hips", "Bundled")
    folders.flow(folders.bundled, "sun", "Sun")
    path = folders.flow(folders.own, "hips", "Own")
    library = folders.library()
    assert library.find("hips").title == "Own"
    listed = [(entry.key, entry.title, entry.own) for entry in library.entries()]
    assert listed == [("hips", "Own", True), ("sun", "Sun", False)]
    assert library.entries()[0].path == path


def test_entries_are_sorted_by_title(folders: Folders) -> None:
    for key, title in (("a", "zebra"), ("b", "Apple"), ("c", "mango")):
        folders.flow(folders.bundled, key, title)
    assert [entry.title for entry in folders.library().entries()] == ["Apple", "mango", "zebra"]


def test_a_broken_own_flow_is_listed_with_its_problems_and_hides_nothing(
    folders: Folders,
) -> None:
    folders.flow(folders.bundled, "sun", "Sun")
    path = folders.flow(folders.own, "broken", "Broken", pose="nowhere")
    (folders.own / "folder.yaml").mkdir()
    (folders.own / "notes.txt").write_text("no flow")
    (folders.own / ".hidden.yaml").write_text("no flow")
    broken, folder, sun = folders.library().entries()
    assert sun.flow is not None
    assert not sun.problems
    assert (broken.key, broken.title, broken.own, broken.flow) == ("broken", "broken", True, None)
    assert str(broken.problems[0]) == f"{path}:3:5: no pose is called nowhere"
    assert folder.problems[0].message == "a folder, not a file"


def test_a_broken_flow_that_is_asked_for_says_why(folders: Folders) -> None:
    folders.flow(folders.own, "broken", "Broken", pose="nowhere")
    for name in ("broken", "BROKEN"):
        with pytest.raises(FormatError, match="no pose is called nowhere"):
            folders.library().find(name)


def test_a_broken_own_flow_still_hides_the_bundled_one_of_its_key(folders: Folders) -> None:
    """Playing something else than what the person wrote would be the worse surprise."""
    folders.flow(folders.bundled, "hips", "Bundled")
    folders.flow(folders.own, "hips", "Own", pose="nowhere")
    with pytest.raises(FormatError):
        folders.library().find("hips")


def test_own_poses_go_before_bundled_ones(folders: Folders) -> None:
    folders.pose(folders.own, "mountain", "My mountain")
    folders.pose(folders.own, "crow", "Crow")
    library = folders.library()
    assert library.pose_keys() == ["crow", "mountain"]
    found = library.poses().get("mountain")
    assert found is not None
    assert found.name == "My mountain"


def test_a_pose_is_read_once_and_only_when_it_is_named(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders.pose(folders.bundled, "crow", "Crow")
    folders.flow(folders.bundled, "a", "A")
    folders.flow(folders.bundled, "b", "B")
    read: list[str] = []

    def noted(path: Path, stances: Stances) -> Pose:
        read.append(path.stem)
        return read_pose(path, stances)

    monkeypatch.setattr("yogaflow.library.library.read_pose", noted)
    folders.library().entries()
    assert read == ["mountain"]


def test_a_broken_pose_breaks_the_flows_that_name_it_and_no_others(folders: Folders) -> None:
    folders.pose(folders.own, "crow", "")
    folders.flow(folders.own, "a", "A", pose="crow")
    folders.flow(folders.own, "b", "B")
    broken, good = folders.library().entries()
    assert "crow: its pose file is broken: " in broken.problems[0].message
    assert good.flow is not None


def test_names_are_all_names_and_leave_broken_poses_their_key(tmp_path: Path) -> None:
    (tmp_path / "pigeon.yaml").write_text(
        "name: Pigeon\nsanskrit: Kapotasana\nalso: [Swan]\nshort: Pidge\n"
    )
    (tmp_path / "broken.yml").write_text("nonsense")
    names = PoseFolders((tmp_path, tmp_path / "nowhere")).names()
    pigeon = dict.fromkeys(("pigeon", "kapotasana", "swan", "pidge"), "pigeon")
    assert names == {**pigeon, "broken": "broken"}


@pytest.mark.parametrize("key", ["", "../a", "a/b", ".a", "a\0", "x" * 5000])
def test_a_pose_key_is_one_plain_name(folders: Folders, key: str) -> None:
    assert folders.library().poses().get(key) is None


def test_folders_that_are_not_there_hold_nothing(tmp_path: Path) -> None:
    library = Library((FlowDir(tmp_path / "no", own=True),), (tmp_path / "no",))
    assert library.entries() == []
    assert library.pose_keys() == []


def test_the_default_library_is_the_bundled_and_the_persons_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YOGAFLOW_HOME", str(tmp_path))
    own = paths.user_flows_dir()
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text("title: AAA mine\nflow:\n  - star: 5 breaths\n")
    paths.user_poses_dir().mkdir(parents=True)
    (paths.user_poses_dir() / "star.yaml").write_text("name: Star\n")
    library = default_library()
    entries = library.entries()
    assert (entries[0].title, entries[0].own) == ("AAA mine", True)
    assert {entry.key for entry in entries} >= {"hip-openers", "glute-strength"}
    assert not [entry for entry in entries if entry.problems]
    assert "star" in library.pose_keys()
