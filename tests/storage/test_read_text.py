"""Reading a file as text: whatever a path can be."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from yogaflow.format import read_text
from yogaflow.model import FormatError, Problem
from yogaflow.storage.read_text import MAX_BYTES, position


def problem(path: Path) -> Problem:
    with pytest.raises(FormatError) as caught:
        read_text(path)
    (found,) = caught.value.problems
    assert found.path == str(path)
    return found


def test_a_file_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "flow.yaml"
    path.write_bytes(b"\xef\xbb\xbftitle: \xc3\xbc\r\n")
    assert read_text(path) == "title: ü\r\n"


def test_a_missing_file(tmp_path: Path) -> None:
    assert problem(tmp_path / "no.yaml").message == "there is no such file"


def test_a_path_through_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a")
    assert "no such file" in problem(tmp_path / "file" / "flow.yaml").message


def test_a_name_no_file_can_have(tmp_path: Path) -> None:
    assert "not a name" in problem(tmp_path / "a\0b").message
    assert "cannot be read" in problem(tmp_path / ("a" * 5000)).message


def test_a_folder(tmp_path: Path) -> None:
    assert problem(tmp_path).message == "a folder, not a file"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no device files here")
def test_a_device() -> None:
    assert problem(Path("/dev/zero")).message == "a device, pipe or socket, not a file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_nobody_writes_to_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert problem(tmp_path / "pipe.yaml").message == "a device, pipe or socket, not a file"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets in the file system")
def test_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.yaml")
        assert "socket" in problem(Path("s.yaml")).message


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_to_itself_and_one_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "lost").symlink_to(tmp_path / "nowhere")
    assert "cannot be read" in problem(tmp_path / "loop").message
    assert problem(tmp_path / "lost").message == "there is no such file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    path.write_text("a")
    path.chmod(0)
    assert problem(path).message == "this file may not be read"


def test_up_to_a_megabyte_is_read_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * MAX_BYTES)
    assert len(read_text(path)) == MAX_BYTES
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    assert problem(path).message == "larger than 1 MB: too large for a flow or a pose"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_named_or_found_out(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "wide.yaml"
    path.write_bytes("title: A\n".encode(encoding))
    if encoding in ("utf-16", "utf-32"):
        assert f"saved as {encoding.upper()}" in problem(path).message
    else:
        # Without its mark it looks like text full of NUL characters, which the parser tells.
        assert "\0" in read_text(path)


def test_the_first_wrong_byte_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("title: ü𝕏\r\nabout: ".encode() + b"\xfc\n")
    found = problem(path)
    assert (found.line, found.column) == (2, 8)
    assert found.message == "not UTF-8 from here on: save the file as UTF-8"


def test_a_place_in_a_text() -> None:
    assert position("", 0) == (1, 1)
    assert position("ab\ncd", 4) == (2, 2)
    assert position("a\r\nb\rc", 5) == (3, 1)
