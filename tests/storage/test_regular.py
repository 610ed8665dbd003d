"""Opening files: only those that are files, and no more of them than is wanted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from yogaflow.storage.regular import NotRegularError, opened, opened_to_append, read_bytes
from yogaflow.storage.toml import read_toml

pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")


def test_a_file_is_read_to_its_end_and_no_further_than_wanted(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 5000)
    assert read_bytes(path, 5000) == b"x" * 5000
    with pytest.raises(OSError, match="longer than 4999 bytes"):
        read_bytes(path, 4999)


@pipes
@pytest.mark.parametrize("use", [opened, opened_to_append, lambda path: read_bytes(path, 9)])
def test_what_is_no_file_is_refused_and_nobody_waits(
    use: Callable[[Path], object], tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe", tmp_path / "link"):
        with pytest.raises(NotRegularError, match="that is no file"):
            use(path)
    with pytest.raises(IsADirectoryError, match="that is a folder"):
        use(tmp_path)


@pipes
def test_a_file_that_becomes_a_pipe_in_between_is_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "flow"
    path.write_text("title: A")
    look = os.stat

    def late(found: str) -> os.stat_result:
        status = look(found)
        path.unlink()
        os.mkfifo(path)
        return status

    mine = Path("/proc/self/fd")
    before = len([*mine.iterdir()]) if mine.is_dir() else 0
    monkeypatch.setattr(os, "stat", late)
    with pytest.raises(NotRegularError):
        opened(path)
    monkeypatch.undo()
    assert not before or len([*mine.iterdir()]) == before


def test_a_file_is_made_to_append_to_and_never_to_read(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with pytest.raises(FileNotFoundError, match="there is no such file"):
        opened(path)
    for piece in (b"one", b"two"):
        with opened_to_append(path) as log:
            log.write(piece)
    assert path.read_bytes() == b"onetwo"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = " + "[" * 3000, "brackets nested too deeply"),
        ("a = " + "[" * 3000 + "]" * 3000, "brackets nested too deeply"),
        ("a = " + "{a=" * 3000, "brackets nested too deeply"),
        ("a." * 30_000 + "a = 1", "not TOML (a line with too many dots)"),
        ("a = " + "1" * 5000, "not TOML (Exceeds the limit"),
        ("a = b", "not TOML (Invalid value"),
        ("#" * 70_000, "longer than 64000 bytes"),
    ],
)
def test_a_table_that_no_parser_should_be_given_is_refused(
    text: str, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    with pytest.raises((OSError, ValueError)) as caught:
        read_toml(path)
    assert says in str(caught.value)
