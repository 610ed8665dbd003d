"""Keys, copies and new names of flows on the disk."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.format import read_flow
from yogaflow.library.library import default_library
from yogaflow.library.manage import (
    ManageError,
    as_copy,
    copy_title,
    duplicate,
    key_from,
    key_problem,
    renamed,
    show_folder,
)
from yogaflow.storage.paths import schema_dir, sequences_dir

TEXT = "title: Hips  # mine\nflow:\n  - pigeon: 3 breaths\n"

no_root = pytest.mark.skipif(
    os.name == "nt" or getattr(os, "geteuid", lambda: 0)() == 0, reason="root may write anywhere"
)


@pytest.fixture
def hips(tmp_path: Path) -> Path:
    path = tmp_path / "flows" / "hips.yaml"
    path.parent.mkdir()
    path.write_text(TEXT)
    return path


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


# -- keys ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Hips, in the evening", "hips-in-the-evening"),
        ("  Child's pose — 2 × ", "childs-pose-2"),
        ("Früh übt sich", "fruh-ubt-sich"),
        ("太陽禮拜", "太陽禮拜"),
        ("!?", "flow"),
        ("", "flow"),
        ("Con", "con-flow"),
        ("com¹ ", "com1-flow"),
        ("a/b\\c:d", "a-b-c-d"),
        ("x" * 300, "x" * 80),
        ("योग", "योग"),
        ("字" * 300, "字" * 66),
    ],
)
def test_a_key_is_made_of_a_title(title: str, key: str) -> None:
    assert key_from(title) == key


@given(st.text())
def test_every_key_that_is_made_can_be_had(title: str) -> None:
    assert key_problem(key_from(title), Path("/nowhere/hips.yaml")) == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "needs a name"),
        ("my hips", "please: my-hips"),
        ("../hips", "please: hips"),
        ("a/b", "please: a-b"),
        (".hidden", "please: hidden"),
        ("-x", "please: x"),
        ("hips.", "please: hips"),
        ("nul", "keep nul for themselves"),
        ("COM1.x", "keep COM1.x for themselves"),
        ("lpt²", "keep lpt² for themselves"),
        ("x" * 81, "80 letters at most"),
        ("late", "Another flow of yours is called late"),
        ("LATE", "Another flow of yours is called LATE"),
        ("sun", "comes with yogaflow is called sun"),
        ("hips", ""),
        ("Hips", ""),
        (" hips-2 ", ""),
        ("5_hips.b", ""),
    ],
)
def test_what_a_key_cannot_be_is_said(text: str, says: str, hips: Path, tmp_path: Path) -> None:
    (hips.parent / "late.yml").write_text(TEXT)
    bundled = tmp_path / "bundled"
    bundled.mkdir()
    (bundled / "sun.yaml").write_text(TEXT)
    found = key_problem(text, hips, bundled)
    assert (found == "") is (says == "")
    assert says in found


# -- renaming --------------------------------------------------------------------------------


def test_a_flow_gets_another_key_and_keeps_its_text(hips: Path) -> None:
    to = renamed(hips, "evening")
    assert names(hips.parent) == ["evening.yaml"]
    assert to == hips.with_name("evening.yaml")
    assert to.read_text() == TEXT
    assert renamed(to, "evening") == to
    assert renamed(to, "Evening").read_text() == TEXT
    assert names(hips.parent) == ["Evening.yaml"]


@pytest.mark.parametrize("links", [True, False])
def test_no_file_is_ever_renamed_over_another(
    links: bool, hips: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", _no_links)
    (hips.parent / "late.yaml").write_text("other")
    with pytest.raises(ManageError, match=r"There is a late\.yaml already"):
        renamed(hips, "late")
    assert hips.read_text() == TEXT
    assert (hips.parent / "late.yaml").read_text() == "other"
    assert renamed(hips, "later").read_text() == TEXT
    assert names(hips.parent) == ["late.yaml", "later.yaml"]


def _no_links(_: Path, __: Path) -> None:
    raise OSError(errno.ENOTSUP, "Operation not supported")


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_renamed_itself(hips: Path, tmp_path: Path) -> None:
    link = hips.with_name("link.yaml")
    link.symlink_to(hips)
    to = renamed(link, "other")
    assert to.is_symlink()
    assert to.read_text() == TEXT
    assert names(tmp_path / "flows") == ["hips.yaml", "other.yaml"]


def test_a_flow_that_is_gone_is_not_renamed(hips: Path) -> None:
    hips.unlink()
    with pytest.raises(ManageError, match="not there any more"):
        renamed(hips, "late")


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.EACCES, "may only be read"), (errno.EROFS, "may only be"), (errno.ENOSPC, "full")],
)
def test_why_a_flow_keeps_its_name_is_said(
    number: int, says: str, hips: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(ManageError, match=says):
        renamed(hips, "late")
    assert names(hips.parent) == ["hips.yaml"]


@no_root
def test_a_folder_that_may_only_be_read_is_told(hips: Path) -> None:
    hips.parent.chmod(0o500)
    try:
        with pytest.raises(ManageError, match="may only be read"):
            renamed(hips, "late")
        with pytest.raises(ManageError, match="No copy"):
            duplicate(hips, hips.parent)
    finally:
        hips.parent.chmod(0o700)


def test_a_copy_of_a_name_that_windows_keeps_has_another(tmp_path: Path) -> None:
    for name, copy in (("con", "con-flow-copy"), ("con.foo", "con-foo-copy")):
        (tmp_path / f"{name}.yaml").write_text(TEXT)
        assert duplicate(tmp_path / f"{name}.yaml", tmp_path).stem == copy


def test_where_the_old_name_cannot_go_there_is_no_second_one(
    hips: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path == hips:
            raise PermissionError(errno.EACCES, "no")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(ManageError):
        renamed(hips, "late")
    assert names(hips.parent) == ["hips.yaml"]


# -- copies ----------------------------------------------------------------------------------


def test_copies_are_counted_in_key_and_title(hips: Path) -> None:
    made = [duplicate(hips, hips.parent) for _ in range(3)]
    assert [path.stem for path in made] == ["hips-copy", "hips-copy-2", "hips-copy-3"]
    again = duplicate(made[1], hips.parent)
    assert again.stem == "hips-copy-4"
    texts = [path.read_text() for path in (*made, again)]
    assert texts[0] == TEXT.replace("Hips", "Hips (copy)")
    assert [text.splitlines()[0] for text in texts[1:]] == [
        f"title: Hips (copy {number})  # mine" for number in (2, 3, 4)
    ]
    assert hips.read_text() == TEXT


def test_every_bundled_flow_can_be_copied_and_read(tmp_path: Path) -> None:
    library = default_library()
    for path in sequences_dir().glob("*.yaml"):
        copy = duplicate(path, tmp_path / "new" / "flows")
        assert copy.stem == f"{path.stem}-copy"
        flow, before = read_flow(copy, library.poses()), library.find(path.stem)
        assert flow.title == f"{before.title} (copy)"
        assert (flow.steps, flow.about) == (before.steps, before.about)
        schema = copy.read_text().splitlines()[0].partition("$schema=")[2]
        assert Path(schema) == schema_dir() / "flow.schema.json"


def test_a_key_of_a_bundled_flow_is_not_taken(hips: Path, tmp_path: Path) -> None:
    bundled = tmp_path / "bundled"
    bundled.mkdir()
    (bundled / "hips-copy.yaml").write_text(TEXT)
    assert duplicate(hips, hips.parent, bundled).stem == "hips-copy-2"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: 'It''s: mine'\nflow: []\n", "title: 'It''s: mine (copy)'\nflow: []\n"),
        ('{title: "A, b", flow: []}', "{title: 'A, b (copy)', flow: []}"),
        ("title: >\n  Long\n  one\nflow: []\n", "title: Long one (copy)\nflow: []\n"),
        ("\ufefftitle: Hips\nflow: []\n", "\ufefftitle: Hips (copy)\nflow: []\n"),
        ("title:\nflow: []\n", "title:\nflow: []\n"),
        ("title: [\n", "title: [\n"),
        ("- a\n", "- a\n"),
        ("flow: []\r\ntitle: Hips\r\n", "flow: []\r\ntitle: Hips (copy)\r\n"),
    ],
)
def test_only_the_title_of_a_copy_changes(before: str, after: str) -> None:
    assert as_copy(before, "x-copy", Path("/a"), Path("/b")) == after


def test_a_long_title_stays_a_title() -> None:
    title = copy_title("x" * 80, "x-copy-2")
    assert len(title) == 80
    assert title.endswith("x (copy 2)")


@pytest.mark.parametrize("text", ["title: [", "# yaml-language-server: $schema=https://x/y\na"])
def test_a_broken_flow_is_copied_as_it_is(text: str, hips: Path) -> None:
    hips.write_text(text)
    assert duplicate(hips, hips.parent).read_text() == text


def test_what_is_no_text_is_not_copied(hips: Path) -> None:
    hips.write_bytes(b"\xff\xfe")
    with pytest.raises(ManageError, match=r"hips\.yaml: "):
        duplicate(hips, hips.parent)
    assert names(hips.parent) == ["hips.yaml"]


# -- folder and trash ------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="other programs there")
def test_the_folder_is_shown_where_there_is_a_screen_and_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "xdg-open"
    program.write_text("")
    program.chmod(0o755)
    asked: list[list[str]] = []

    def start(command: list[str], **_: object) -> None:
        asked.append(command)

    monkeypatch.setattr(subprocess, "Popen", start)
    here = {"PATH": str(tmp_path)}
    assert not show_folder(tmp_path, here)
    assert not show_folder(tmp_path, {"DISPLAY": ":0", "PATH": "/no/where"})
    assert asked == []
    assert show_folder(tmp_path, here | {"DISPLAY": ":0"})
    assert asked == [[str(program), str(tmp_path)]]


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="the trash of a desktop")
def test_what_is_deleted_lies_in_the_trash_of_the_system(hips: Path, tmp_path: Path) -> None:
    code = "import sys, pathlib, yogaflow.storage.trash as t; t.to_trash(pathlib.Path(sys.argv[1]))"
    home = {"HOME": str(tmp_path / "home"), "XDG_DATA_HOME": str(tmp_path / "home" / "data")}
    (tmp_path / "home").mkdir()
    subprocess.run([sys.executable, "-c", code, str(hips)], env=os.environ | home, check=True)
    assert not hips.exists()
    (kept,) = (tmp_path / "home").rglob("hips.yaml")
    assert kept.read_text() == TEXT
