"""The person's own copies of bundled flows, and the way back."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from yogaflow.library.copies import (
    Place,
    back_to_bundled,
    bundled_of,
    default_places,
    free_name,
    is_bundled,
    own_copy,
)
from yogaflow.library.folders import FlowDir
from yogaflow.library.library import Library
from yogaflow.storage import paths
from yogaflow.storage.text_file import save_text
from yogaflow.storage.trash import TrashError, to_trash

posix_only = pytest.mark.skipif(os.name == "nt", reason="links of POSIX")

FLOW = "title: Hips\nflow:\n  - pigeon: 5 breaths\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path / "own", tmp_path / "bundled")
    (place.bundled / "poses").mkdir(parents=True)
    (place.bundled / "hips.yaml").write_text(FLOW)
    return place


def test_a_bundled_flow_is_saved_under_its_name_among_the_persons(place: Place) -> None:
    bundled = place.bundled / "hips.yaml"
    assert is_bundled(bundled, [place])
    target = own_copy(bundled, [place])
    assert target == place.own / "hips.yaml"
    assert not place.own.exists(), "asking must make nothing"

    save_text(target, FLOW.replace("5", "8"), make_folder=True)
    assert bundled_of(target, [place]) == bundled
    assert bundled.read_text() == FLOW
    library = Library([FlowDir(place.own, own=True), FlowDir(place.bundled)], [])
    assert [(one.key, one.own) for one in library.entries()] == [("hips", True)]


def test_an_own_flow_is_saved_where_it_is(place: Place, tmp_path: Path) -> None:
    for path in (place.own / "mine.yaml", tmp_path / "elsewhere.yaml", Path("here.yaml")):
        assert not is_bundled(path, [place])
        assert own_copy(path, [place]) == path
        assert bundled_of(path, [place]) is None


def test_the_persons_file_may_end_in_another_way(place: Place) -> None:
    place.own.mkdir()
    mine = place.own / "hips.yml"
    mine.write_text(FLOW)
    assert own_copy(place.bundled / "hips.yaml", [place]) == mine
    assert bundled_of(mine, [place]) == place.bundled / "hips.yaml"


def test_bundled_poses_become_own_poses(place: Place, tmp_path: Path) -> None:
    poses = Place(tmp_path / "own poses", place.bundled / "poses")
    pose = place.bundled / "poses" / "pigeon.yaml"
    for places in ([place, poses], [poses, place]):
        assert own_copy(pose, places) == poses.own / "pigeon.yaml"


def test_the_bundled_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOGAFLOW_HOME", str(tmp_path))
    bundled = paths.sequences_dir() / "hip-openers.yaml"
    assert own_copy(bundled) == tmp_path / "flows" / "hip-openers.yaml"
    assert bundled_of(tmp_path / "flows" / "hip-openers.yaml") == bundled
    assert own_copy(paths.poses_dir() / "pigeon.yaml") == tmp_path / "poses" / "pigeon.yaml"
    assert all(place.bundled.is_dir() for place in default_places())


@posix_only
def test_a_link_to_a_bundled_flow_is_never_written_through(place: Place, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(place.bundled / "hips.yaml")
    assert own_copy(link, [place]) == place.own / "hips.yaml"

    place.own.mkdir()
    mine = place.own / "hips.yaml"
    mine.symlink_to(place.bundled / "hips.yaml")
    target = own_copy(mine, [place])
    assert target == place.own / "hips-2.yaml"
    save_text(target, "title: New\n")
    assert (place.bundled / "hips.yaml").read_text() == FLOW


@posix_only
def test_a_linked_folder_of_the_person(place: Place, tmp_path: Path) -> None:
    elsewhere = tmp_path / "synced"
    elsewhere.mkdir()
    place.own.symlink_to(elsewhere)
    (elsewhere / "hips.yaml").write_text(FLOW)
    for mine in (place.own / "hips.yaml", elsewhere / "hips.yaml"):
        assert bundled_of(mine, [place]) == place.bundled / "hips.yaml"


def test_back_to_the_bundled_one(place: Place) -> None:
    place.own.mkdir()
    mine = place.own / "hips.yaml"
    mine.write_text("mine")
    thrown: list[Path] = []
    bundled = back_to_bundled(mine, [place], throw=thrown.append)
    assert bundled == place.bundled / "hips.yaml"
    assert thrown == [mine]
    other = place.own / "only-mine.yaml"
    with pytest.raises(ValueError, match="no bundled one"):
        back_to_bundled(other, [place], throw=thrown.append)
    assert thrown == [mine]


def test_free_names(tmp_path: Path) -> None:
    others = tmp_path / "others"
    others.mkdir()
    assert free_name(tmp_path / "no folder", "hips") == "hips"
    assert free_name(tmp_path, "hips") == "hips"
    (tmp_path / "Hips.yaml").touch()
    assert free_name(tmp_path, "hips") == "hips-2"
    (tmp_path / "hips-2.yml").mkdir()
    (tmp_path / "hips-4.txt").touch()
    assert free_name(tmp_path, "hips") == "hips-3"
    assert free_name(tmp_path, "hips-2") == "hips-3"
    (others / "hips-3.yaml").touch()
    assert free_name(tmp_path, "hips") == "hips-3"
    assert free_name(tmp_path, "hips", others) == "hips-4"
    (tmp_path / "flow-2024.yaml").touch()
    assert free_name(tmp_path, "flow-2024") == "flow-2024-2"


# The trash


def fake_trash(monkeypatch: pytest.MonkeyPatch, error: OSError | None = None) -> list[str]:
    thrown: list[str] = []

    def send2trash(path: str) -> None:
        if error is not None:
            raise error
        thrown.append(path)

    monkeypatch.setitem(sys.modules, "send2trash", SimpleNamespace(send2trash=send2trash))
    return thrown


def test_a_file_goes_to_the_trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    thrown = fake_trash(monkeypatch)
    monkeypatch.chdir(tmp_path)
    to_trash(Path("mine.yaml"))
    assert thrown == [str(tmp_path / "mine.yaml")]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(), "there is no such file"),
        (PermissionError(), "it may not be moved, or there is no trash on its disk"),
        (OSError(5, "Input/output error"), "Input/output error"),
    ],
)
def test_what_cannot_be_thrown_away_is_told(
    error: OSError, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_trash(monkeypatch, error)
    with pytest.raises(TrashError) as caught:
        to_trash(tmp_path / "mine.yaml")
    assert caught.value.reason == words
    assert str(caught.value) == f"{tmp_path / 'mine.yaml'} is not in the trash: {words}"


def test_without_the_library_that_knows_the_trash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "send2trash", None)
    (tmp_path / "mine.yaml").touch()
    with pytest.raises(TrashError, match="Send2Trash is not installed"):
        to_trash(tmp_path / "mine.yaml")
    assert (tmp_path / "mine.yaml").exists()
