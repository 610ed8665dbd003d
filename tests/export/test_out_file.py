"""A file appears whole or not at all, whatever happens while it is written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from yogaflow.export.encode import probe
from yogaflow.export.out_file import ExportError, out_file
from yogaflow.storage.atomic import PREFIX, SUFFIX
from yogaflow.storage.lock import take

posix_only = pytest.mark.skipif(os.name == "nt", reason="modes and links as POSIX has them")


def write(out: Path, text: str) -> None:
    with out_file(out) as part:
        part.write_text(text)


def test_a_file_is_there_when_it_is_whole_and_not_before(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    with out_file(out) as part:
        part.write_text("half")
        assert part.parent == tmp_path
        assert not out.exists()
        part.write_text("whole")
    assert out.read_text() == "whole"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


@pytest.mark.parametrize(
    "failure", [OSError(28, "No space left on device"), ValueError("x"), KeyboardInterrupt()]
)
def test_what_was_there_stays_when_writing_fails(tmp_path: Path, failure: BaseException) -> None:
    out = tmp_path / "out.txt"
    out.write_text("old")

    def fail() -> None:
        with out_file(out) as part:
            part.write_text("half")
            raise failure

    expected = ExportError if isinstance(failure, OSError) else type(failure)
    with pytest.raises(expected):
        fail()
    assert out.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


def test_a_full_disk_is_told_in_one_line(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    with pytest.raises(ExportError) as caught, out_file(out):
        raise OSError(28, "No space left on device")
    assert str(caught.value) == f"{out} cannot be written: No space left on device."


def test_places_that_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is a folder"):
        write(tmp_path, "x")
    with pytest.raises(ExportError, match="There is no folder"):
        write(tmp_path / "none" / "out.txt", "x")
    with pytest.raises(ExportError, match="cannot be written"):
        write(tmp_path / ("long" * 100 + ".txt"), "x")
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="There is no folder"):
        write(tmp_path / "file" / "out.txt", "x")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@posix_only
def test_pipes_and_devices_are_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for out in (tmp_path / "pipe.txt", Path("/dev/null")):
        with pytest.raises(ExportError, match="no file that could be replaced"):
            write(out, "x")
    assert stat.S_ISFIFO((tmp_path / "pipe.txt").stat().st_mode)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@posix_only
def test_a_folder_that_is_read_only(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    with pytest.raises(ExportError, match="cannot be written: Permission denied"):
        write(folder / "out.txt", "x")


@posix_only
def test_the_mode_is_kept_and_a_link_stays_a_link(tmp_path: Path) -> None:
    old, link = tmp_path / "old.txt", tmp_path / "link.txt"
    old.write_text("old")
    old.chmod(0o640)
    link.symlink_to(old)
    write(link, "new")
    assert link.is_symlink()
    assert old.read_text() == "new"
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


@posix_only
def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "out.txt", "new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.txt").stat().st_mode) == 0o640


@posix_only
def test_what_a_killed_export_left_goes_with_the_next_one(tmp_path: Path) -> None:
    left, held = (tmp_path / f"{PREFIX}{name}{SUFFIX}" for name in ("left", "held"))
    mine = tmp_path / f"{PREFIX}notes.txt"
    for path in (left, held, mine):
        path.write_text("half")
    lock = take(held)
    assert lock is not None
    write(tmp_path / "out.txt", "whole")
    assert {path.name for path in tmp_path.iterdir()} == {held.name, mine.name, "out.txt"}
    lock.release()


@posix_only
def test_what_an_earlier_version_left_goes_after_a_day(tmp_path: Path) -> None:
    left, fresh, others = (
        tmp_path / name for name in (".yogaflow-1.part", ".yogaflow-2.part", "9.part")
    )
    for path in (left, fresh, others):
        path.write_text("half")
        os.utime(path, (1e9, 1e9))
    os.utime(fresh)
    write(tmp_path / "out.txt", "whole")
    assert {path.name for path in tmp_path.iterdir()} == {fresh.name, others.name, "out.txt"}


def test_a_probe_changes_nothing_where_there_is_room(tmp_path: Path) -> None:
    path = tmp_path / "part"
    path.write_bytes(b"sound")
    probe(path)
    assert path.read_bytes() == b"sound"
