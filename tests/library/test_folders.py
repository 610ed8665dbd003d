"""Sound themes by name: the person's own first, the bundled ones, and never a way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yogaflow.library.folders import DEFAULT_THEME, find_theme, theme_names
from yogaflow.storage import paths

DEFAULT = paths.sounds_dir() / DEFAULT_THEME


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the person's own themes, empty."""
    monkeypatch.setenv("YOGAFLOW_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    folder = paths.user_sounds_dir()
    folder.mkdir()
    return folder


def theme(folder: Path, file: str = "next.wav") -> Path:
    folder.mkdir(parents=True)
    (folder / file).write_bytes(b"")
    return folder


def test_the_default_is_there() -> None:
    assert find_theme(DEFAULT_THEME) == (DEFAULT, "")
    assert find_theme("") == (DEFAULT, "")
    assert DEFAULT.is_dir()


def test_an_own_theme_comes_before_a_bundled_one(own: Path) -> None:
    assert find_theme("bowls") == (DEFAULT, "")
    mine = theme(own / "bowls")
    assert find_theme("bowls") == (mine, "")


def test_a_folder_by_its_path(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = theme(tmp_path / "some" / "where")
    assert find_theme(str(there)) == (there, "")
    assert find_theme("some/where") == (Path("some/where"), "")
    assert find_theme("./some/where") == (Path("some/where"), "")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert find_theme("~/some/where") == (there, "")
    here = theme(tmp_path / "here")
    assert find_theme("here") == (Path(here.name), "")
    mine = theme(own / "here")
    assert find_theme("here") == (mine, "")


@pytest.mark.parametrize(
    "name", ["gone", "bowls/start.wav", "../bowls", "..\\x", "~nobody/x", "\0"]
)
def test_what_leads_nowhere_is_named_and_the_default_sounds(own: Path, name: str) -> None:
    assert own.is_dir()
    folder, problem = find_theme(name)
    assert folder == DEFAULT
    assert problem == f"There is no sound theme {name!r}: bowls sounds instead."


def test_a_name_is_never_a_way_out_of_the_folder(own: Path, tmp_path: Path) -> None:
    theme(tmp_path / "private")
    away = tmp_path / "away"
    theme(own / "x")
    for name in ("../private", "x/../../private"):
        # Looked for from here, as any path, and not from the folder of the themes.
        assert find_theme(name)[0] != own / name
    assert find_theme("..")[0] == Path("..")
    assert find_theme(str(away))[0] == DEFAULT


def test_a_folder_without_a_sound_is_named(own: Path) -> None:
    (own / "empty").mkdir()
    folder, problem = find_theme("empty")
    assert folder == own / "empty"
    assert problem == "There is no sound in the theme 'empty': bowls sounds instead."
    # What the breath sounds like is a theme by itself.
    theme(own / "airy", "theme.toml")
    assert find_theme("airy") == (own / "airy", "")


@given(st.text(max_size=300))
@example("~\0")
def test_no_name_does_any_harm(name: str) -> None:
    folder, problem = find_theme(name)
    assert folder.is_dir()
    assert problem.isprintable()


def test_the_names_there_are(own: Path) -> None:
    bundled = theme_names()
    assert DEFAULT_THEME in bundled
    theme(own / "rain", "in.FLAC")
    theme(own / "bowls", "start.mp3")
    theme(own / ".hidden")
    theme(own / "notes", "readme.txt")
    (own / "stray.wav").write_bytes(b"")
    assert theme_names() == ["bowls", "rain", *(name for name in bundled if name != "bowls")]
    assert all(find_theme(name)[1] == "" for name in theme_names())
