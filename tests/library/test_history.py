"""Favourites and last practices."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest

from yogaflow.cli.main import main
from yogaflow.library import history
from yogaflow.library.folders import FlowDir
from yogaflow.library.history import History, default_shelf, key_in, note_practice
from yogaflow.storage import paths
from yogaflow.storage.lock import held, take

HERE = timezone(timedelta(hours=2))
NOW = datetime(2026, 11, 25, 18, 30, tzinfo=HERE)


def now() -> datetime:
    return NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "shelf.json"


def opened(path: Path) -> History:
    return History(path, now)


def test_nothing_is_written_by_looking(path: Path) -> None:
    assert opened(path).favourites == frozenset()
    assert not path.parent.exists()


def test_favourites_and_practices_are_there_the_next_time(path: Path) -> None:
    first = opened(path)
    assert first.turn("hips")
    assert first.turn("sun")
    assert not first.turn("sun")
    first.practise("sun")
    again = opened(path)
    assert again.favourites == {"hips"}
    assert again.practised == {"sun": NOW}
    assert again.notice() == ""
    assert json.loads(path.read_text()) == {
        "form": 1,
        "favourites": ["hips"],
        "practised": {"sun": "2026-11-25T18:30:00+02:00"},
    }
    assert [file.name for file in path.parent.iterdir()] == ["shelf.json"]


def test_two_that_run_at_once_lose_nothing_of_each_other(path: Path) -> None:
    one, other = opened(path), opened(path)
    one.turn("hips")
    other.practise("sun")
    one.turn("ball")
    assert opened(path).favourites == {"ball", "hips"}
    assert opened(path).practised == {"sun": NOW}


def test_a_flow_keeps_its_star_when_its_key_changes_and_loses_it_when_it_goes(path: Path) -> None:
    found = opened(path)
    found.turn("hips")
    found.practise("hips")
    found.turn("late")
    found.rename("hips", "late")
    assert opened(path).favourites == {"late"}
    assert opened(path).practised == {"late": NOW}
    found.rename("nothing", "late")  # what was under that name is gone
    assert opened(path).favourites == frozenset()
    found.turn("sun")
    found.forget("sun")
    assert opened(path).favourites == frozenset()


def test_what_is_not_on_the_shelf_is_no_reason_to_write(path: Path) -> None:
    found = opened(path)
    found.rename("a", "b")
    found.forget("a")
    assert not path.exists()


@pytest.mark.parametrize(
    ("text", "favourites", "practised"),
    [
        ("", set(), set()),
        ("{", set(), set()),
        ("[1]", set(), set()),
        ("\ufeff\x00", set(), set()),
        ("[" * 100_000, set(), set()),
        ('{"form": 2, "favourites": ["a"], "practised": {}}', {"a"}, set()),
        ('{"form": 1, "favourites": ["a", 3], "practised": {}}', {"a"}, set()),
        (
            '{"form": 1, "favourites": "ab", "practised": {"s": "2026-01-02T03:04:05+01:00"}}',
            set(),
            {"s"},
        ),
        ('{"form": 1, "favourites": ["a"], "practised": {"s": "soon", "t": 3}}', {"a"}, set()),
        ('{"form": 1, "favourites": ["a"], "practised": {"s": "9999-99-99"}}', {"a"}, set()),
    ],
)
def test_a_broken_shelf_is_kept_aside_and_what_can_be_read_stays(
    text: str, favourites: set[str], practised: set[str], path: Path
) -> None:
    path.parent.mkdir()
    path.write_text(text)
    found = opened(path)
    assert found.notice() == "shelf.json was broken; it is kept as shelf.json.broken."
    assert found.notice() == ""
    assert found.favourites == favourites
    assert set(found.practised) == practised
    assert path.with_name("shelf.json.broken").read_text() == text
    found.turn("new")
    assert opened(path).favourites == favourites | {"new"}


def test_a_second_broken_shelf_does_not_replace_the_first(path: Path) -> None:
    path.parent.mkdir()
    for number in range(3):
        path.write_text(f"broken {number}")
        opened(path)
    kept = sorted(p.read_text() for p in path.parent.iterdir())
    assert kept == ["broken 0", "broken 1", "broken 2"]


def test_a_shelf_that_breaks_while_we_run_is_kept_aside_too(path: Path) -> None:
    found = opened(path)
    found.turn("hips")
    path.write_text("{")
    found.turn("sun")
    assert "kept as shelf.json.broken" in found.notice()
    assert opened(path).favourites == {"sun"}


def test_a_shelf_that_cannot_be_read_is_not_written_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(path).turn("hips")
    text = path.read_text()

    def refuse(_: Path, __: int) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(history, "read_bytes", refuse)
    found = opened(path)
    assert "cannot be read (Permission denied)" in found.notice()
    assert found.turn("sun")
    assert found.favourites == {"sun"}  # for as long as it runs
    monkeypatch.undo()
    assert path.read_text() == text


def test_a_broken_shelf_that_cannot_be_put_aside_is_not_written_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_text("{")

    def refuse(_: Path, __: object) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    found = opened(path)
    assert "cannot be put aside" in found.notice()
    found.turn("sun")
    assert path.read_text() == "{"


def test_a_full_disk_is_told_and_the_star_stays_while_we_run(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = opened(path)
    found.turn("hips")
    text = path.read_text()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(history, "write_whole", full)
    found.turn("sun")
    assert found.notice() == f"{path} cannot be written: No space left on device."
    assert found.favourites == {"hips", "sun"}
    assert path.read_text() == text
    monkeypatch.undo()
    found.turn("ball")
    assert opened(path).favourites == {"ball", "hips", "sun"}


def test_another_that_hangs_is_told_and_the_star_is_written_with_the_next(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, other = opened(path), opened(path)
    found.turn("hips")
    lock = take(path.with_name("shelf.json.lock"))
    assert lock is not None
    monkeypatch.setattr(history, "held", partial(held, patience=0.0))
    found.turn("sun")
    assert "another program holds it" in found.notice()
    found.refresh()
    assert found.favourites == {"hips", "sun"}
    lock.release()
    other.turn("ball")
    found.turn("late")
    assert found.notice() == ""
    assert opened(path).favourites == found.favourites == {"ball", "hips", "late", "sun"}


def test_a_whole_shelf_is_not_taken_for_the_broken_one_before_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_text("{")

    @contextlib.contextmanager
    def late(lock: Path) -> Iterator[None]:
        # Another yogaflow was quicker: it has put the broken one aside, and written its own.
        path.rename(path.with_name("aside"))
        path.write_text('{"form": 1, "favourites": ["hips"], "practised": {}}')
        with held(lock):
            yield

    monkeypatch.setattr(history, "held", late)
    assert opened(path).favourites == {"hips"}
    assert sorted(file.name for file in path.parent.iterdir()) == ["aside", "shelf.json"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_its_place_is_told_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    found = opened(path)
    assert "cannot be read (that is no file)" in found.notice()
    assert found.turn("sun")
    assert found.favourites == {"sun"}
    assert path.is_fifo()


def test_only_flows_of_the_library_are_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YOGAFLOW_HOME", str(tmp_path))
    folders = [FlowDir(paths.user_flows_dir(), own=True), FlowDir(paths.sequences_dir())]
    assert key_in(str(paths.sequences_dir() / "hip-openers.yaml"), folders) == "hip-openers"
    assert key_in(str(paths.user_flows_dir() / "mine.yml"), folders) == "mine"
    assert key_in(str(tmp_path / "other.yaml"), folders) is None
    assert key_in("", folders) is None
    monkeypatch.chdir(paths.sequences_dir())
    note_practice("hip-openers.yaml", now)
    note_practice(str(tmp_path / "other.yaml"), now)
    assert default_shelf().practised == {"hip-openers": NOW}


def test_a_practice_in_plain_lines_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YOGAFLOW_HOME", str(tmp_path))
    monkeypatch.setattr("yogaflow.practice.tally.FASTEST", 500.0)
    flows = paths.user_flows_dir()
    flows.mkdir()
    (flows / "short.yaml").write_text("title: Short\nflow:\n  - locust: 2 breaths\n")
    play = ["play", "short", "--plain", "--speed", "500", "--sound", "silence", "--voice", "none"]
    assert main(play) == 0
    assert set(default_shelf().practised) == {"short"}
    (tmp_path / "shelf.json").unlink()
    (tmp_path / "shelf.json").mkdir()
    assert main(play) == 0
    assert "favourites are not kept" in capsys.readouterr().err
