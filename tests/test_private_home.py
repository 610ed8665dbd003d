"""What the program keeps for itself is for one person alone, whatever makes the home first."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from yogaflow.audio.voice.store import Store, write_recording
from yogaflow.cli.main import main
from yogaflow.editing.document import Document, fresh
from yogaflow.library.history import default_shelf
from yogaflow.storage import paths
from yogaflow.storage.text_file import save_text
from yogaflow.storage.trash import to_trash

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes of files are POSIX")

FLOW = "title: Mine\nflow:\n  - pigeon: 5 breaths\n"


class Home:
    """A home of which nothing is there, nor the folder above it; each method writes something."""

    def __init__(self, above: Path) -> None:
        self.above = above
        self.edited: list[Document] = []

    def is_listed(self) -> None:
        assert main(["list"]) == 0

    def is_starred(self) -> None:
        default_shelf().turn("pigeon")

    def has_a_broken_shelf(self) -> None:
        self.is_starred()
        (paths.user_data_dir() / "shelf.json").write_text("[")
        self.is_starred()

    def is_typed_into(self) -> None:
        """The journal and its lock are there for as long as the flow is edited."""
        document = fresh(paths.user_flows_dir() / f"{len(self.edited)}.yaml", FLOW)
        document.keep(FLOW + "# more\n")
        self.edited.append(document)

    def speaks(self) -> None:
        store = Store(paths.speech_dir())
        store.check()
        write_recording(store.place("ab" * 32), bytes(200))

    def saves(self) -> None:
        save_text(paths.user_flows_dir() / "mine.yaml", FLOW, make_folder=True)

    def throws_away(self) -> None:
        to_trash(paths.user_flows_dir() / "mine.yaml")

    def open_to_others(self) -> list[str]:
        """What may be read by others, with its mode."""
        return [
            f"{path.relative_to(self.above)} {stat.S_IMODE(path.stat().st_mode):o}"
            for path in sorted(self.above.rglob("*"))
            if path.stat().st_mode & 0o077
        ]


WRITERS: tuple[Callable[[Home], None], ...] = (
    Home.is_listed,
    Home.is_starred,
    Home.has_a_broken_shelf,
    Home.is_typed_into,
    Home.speaks,
    Home.saves,
    Home.throws_away,
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    home = Home(tmp_path)
    monkeypatch.setitem(sys.modules, "send2trash", SimpleNamespace(send2trash=str))
    monkeypatch.setenv("YOGAFLOW_HOME", str(tmp_path / "not there" / "home"))
    before = os.umask(0o022)
    yield home
    os.umask(before)
    for document in home.edited:
        document.close(discard=True)


@pytest.mark.parametrize("first", WRITERS, ids=lambda writer: writer.__name__)
def test_nothing_of_a_new_home_but_flows_may_be_read_by_others(
    home: Home, first: Callable[[Home], None]
) -> None:
    first(home)
    for writer in WRITERS:
        writer(home)
    made = {path.name for path in home.above.rglob("*")}
    assert made >= {"shelf.json", "shelf.json.broken", "flows.json", "speech", "unsaved", "flows"}
    assert {Path(name).suffix for name in made} >= {".journal", ".lock", ".wav", ".yaml"}
    assert home.open_to_others() == [
        "not there/home/flows 755",
        "not there/home/flows/mine.yaml 644",
    ]


def test_what_is_there_keeps_its_mode(home: Home) -> None:
    """An earlier version has made it, or somebody has opened it to others."""
    home.is_starred()
    home.saves()
    shelf, flows = paths.user_data_dir() / "shelf.json", paths.user_flows_dir()
    shelf.chmod(0o640)
    for folder in (shelf.parent, flows):
        folder.chmod(0o750)
    for writer in WRITERS:
        if writer is not Home.has_a_broken_shelf:
            writer(home)
    assert stat.S_IMODE(shelf.stat().st_mode) == 0o640
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (shelf.parent, flows)} == {0o750}


def test_a_folder_elsewhere_is_as_the_umask_says(home: Home) -> None:
    save_text(home.above / "public" / "deep" / "mine.yaml", FLOW, make_folder=True)
    assert home.open_to_others() == [
        "public 755",
        "public/deep 755",
        "public/deep/mine.yaml 644",
    ]
