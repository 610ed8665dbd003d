"""A home that an earlier version has written opens unchanged.

`homes/VERSION` was written by that version: settings, own flows and poses, the shelf, and the
journal of a flow that was never saved, its last record torn. A change that cannot read one of them
brings a migration, and a home of its own version beside these.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from yogaflow.cli.main import main
from yogaflow.editing.document import opened
from yogaflow.editing.recovery import unsaved
from yogaflow.format import read_flow
from yogaflow.library.catalogue import default_catalogue
from yogaflow.library.history import default_shelf
from yogaflow.library.library import default_library
from yogaflow.model import Side
from yogaflow.practice.player import Player
from yogaflow.storage import paths
from yogaflow.storage.settings import Settings, load_settings
from yogaflow.timeline import Choices

HOMES = sorted((Path(__file__).parent / "homes").iterdir())


@pytest.fixture(params=HOMES, ids=lambda home: home.name)
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "old home"
    shutil.copytree(request.param, place)
    monkeypatch.setenv("YOGAFLOW_HOME", str(place))
    return place


def contents(home: Path) -> dict[str, bytes]:
    files = (path for path in home.rglob("*") if path.is_file() and "cache" not in path.parts)
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in files}


def test_the_settings_are_those_that_were_written(home: Path) -> None:
    settings, wrong = load_settings(paths.config_dir() / "settings.toml")
    assert wrong == ()
    assert (settings.pace, settings.unhurried, settings.countdown) == (0.9, 1.5, 10)
    assert (settings.volume, settings.talk, settings.theme) == (0.5, "names", "light")
    assert (settings.quiet, settings.voice_rate, settings.cues) == (True, 140, "wood")
    assert settings != Settings()
    assert home.is_dir()


def test_own_flows_and_poses_are_listed_checked_and_played(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(home)
    assert main(["check", str(home)]) == 0
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert "In the evening (yours): 11–12 min" in out
    assert "Йога (yours)" in out
    flow = default_library().find("evening")
    timeline = Player(flow, Choices()).timeline
    assert [visit.pose for visit in timeline.visits if visit.side is Side.LEFT] == [
        "star",
        "pigeon",
    ]
    assert "candle" in flow.poses
    assert main(["show", "йога"]) == 0
    catalogue = default_catalogue()
    catalogue.look()
    assert {one.key for one in catalogue.flows if one.own} == {"evening", "йога"}
    assert contents(home) == before


def test_favourites_and_practices_are_remembered(home: Path) -> None:
    before = contents(home)
    shelf = default_shelf()
    assert shelf.notice() == ""
    assert shelf.favourites == {"evening", "hip-openers"}
    when = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))
    assert dict(shelf.practised) == {"evening": when, "йога": when}
    assert contents(home) == before


def test_a_text_that_was_never_saved_is_offered(home: Path) -> None:
    (left,) = unsaved(paths.unsaved_dir())
    assert left.path == Path("/home/you/flows/evening.yaml")
    assert left.text.endswith("    optional: true\n  - say: Good night.\n")
    assert "pigeon: 6-8 breaths" in left.text
    assert left.whole.startswith("\ufeff# yaml-language-server")
    assert left.whole.endswith("  - say: Good night.\r\n")
    assert left.file.parent == home / "unsaved"


def test_a_flow_is_edited_and_saved_with_its_own_line_ends(home: Path) -> None:
    path = home / "flows" / "йога.yml"
    document = opened(path)
    document.save(document.text.replace("5 breaths", "6 breaths"))
    document.close()
    assert path.read_bytes().endswith(b"  - rest: 6 breaths\r\n")
    assert read_flow(path, default_library().poses()).title == "Йога"
