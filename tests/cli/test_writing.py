"""`yogaflow edit`, `new` and `format` from outside a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from yogaflow.cli.main import main
from yogaflow.library.manage import new_flow
from yogaflow.storage import paths

pytestmark = pytest.mark.usefixtures("own_home")

CROOKED = "title:   Hips\nflow:\n- cow:  5 breaths # up\n"
STRAIGHT = "title: Hips\nflow:\n  - cow: 5 breaths  # up\n"


@pytest.fixture
def crooked(tmp_path: Path) -> Path:
    path = tmp_path / "hips.yaml"
    path.write_text(CROOKED, encoding="utf-8")
    path.chmod(0o640)
    return path


def test_format_writes_files_and_says_which(
    crooked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["format", str(crooked.parent)]) == 0
    assert capsys.readouterr().out == f"{crooked}: formatted\n"
    assert crooked.read_text(encoding="utf-8") == STRAIGHT
    assert crooked.stat().st_mode & 0o777 == 0o640
    assert main(["format", str(crooked)]) == 0
    assert capsys.readouterr().out == "1 file looked at, all in form.\n"


def test_format_can_look_only(crooked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", "--check", str(crooked)]) == 1
    assert capsys.readouterr().out == f"{crooked}\n"
    assert crooked.read_text(encoding="utf-8") == CROOKED
    crooked.write_text(STRAIGHT, encoding="utf-8")
    assert main(["format", "--check", str(crooked)]) == 0


def test_format_leaves_a_broken_file_alone_and_goes_on(
    crooked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = crooked.with_name("broken.yaml")
    broken.write_text("title: [\n", encoding="utf-8")
    assert main(["format", str(crooked.parent)]) == 1
    out, err = capsys.readouterr()
    assert err.startswith(f"{broken}:1:")
    assert "Traceback" not in err
    assert broken.read_text(encoding="utf-8") == "title: [\n"
    assert f"{crooked}: formatted" in out


def test_the_bundled_flows_are_in_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", "--check", str(paths.sequences_dir())]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["edit", "hip-opners"], "did you mean hip-openers"),
        (["edit", "missing.yaml"], "no such file; yogaflow new missing begins one"),
        (["edit", "hip-openers"], "needs a terminal"),
        (["new", "Evening"], "needs a terminal"),
        (["new", "x" * 81], "81 letters; 80 at most"),
        (["new", " "], "It needs a name."),
    ],
)
def test_what_cannot_be_edited_is_told(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 1
    out, err = capsys.readouterr()
    assert said in err
    assert not out


def test_a_new_flow_has_a_name_of_its_own() -> None:
    path, text = new_flow("Hip openers")
    assert path.name == "hip-openers-2.yaml"
    assert text == "title: Hip openers\nflow:\n"
    assert new_flow("Yes: #1")[1] == "title: 'Yes: #1'\nflow:\n"
