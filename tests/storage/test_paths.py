"""Where things are: bundled folders, and the person's own below YOGAFLOW_HOME."""

from __future__ import annotations

from pathlib import Path

import pytest

from yogaflow.storage import paths
from yogaflow.storage.paths import expanded

OWN = (
    paths.user_data_dir,
    paths.user_flows_dir,
    paths.user_poses_dir,
    paths.config_dir,
    paths.cache_dir,
)


def test_bundled_folders_are_those_of_the_checkout() -> None:
    root = Path(__file__).resolve().parents[2]
    assert paths.sequences_dir() == root / "sequences"
    assert paths.poses_dir() == root / "sequences" / "poses"
    assert paths.schema_dir() == root / "sequences" / "schema"
    assert paths.sounds_dir() == root / "sounds"


def test_package_data_is_asked_before_the_folder_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "yogaflow"
    packaged = package / "data" / "sequences"
    packaged.mkdir(parents=True)
    somebody_elses = tmp_path / "site-packages" / "sequences"
    somebody_elses.mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert paths.sequences_dir() == packaged


def test_a_home_of_its_own_holds_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "away"
    monkeypatch.setenv("YOGAFLOW_HOME", str(home))
    assert all(place().is_relative_to(home) for place in OWN)
    assert paths.user_flows_dir() == home / "flows"
    assert paths.user_poses_dir() == home / "poses"
    assert not home.exists(), "asking must create nothing"


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_home_is_no_home(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOGAFLOW_HOME", value)
    for place in OWN:
        assert place().is_absolute()
        assert "yogaflow" in place().parts


def test_a_relative_home_does_not_move_with_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YOGAFLOW_HOME", "here")
    assert paths.user_data_dir() == tmp_path / "here"


@pytest.mark.parametrize("name", ["~\0", "~nobody-here\0", "~nobody-of-that-name/x", "\0", ""])
def test_a_name_that_leads_to_no_home_stays_as_it_is(name: str) -> None:
    assert expanded(name) == Path(name)


def test_the_home_folder_is_put_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert expanded("~/rain.ogg") == tmp_path / "rain.ogg"
