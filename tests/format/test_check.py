"""Whole files: whether one is a flow or a pose, and reading it by its path."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run

import pytest

from tests.format_help import FewPoses, parsed_texts
from yogaflow.format import check_file, read_flow, read_pose
from yogaflow.model import FormatError, Stances

FLOW = "title: A\nflow:\n  - pigeon: 5 breaths\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.yaml", FLOW, []),
        ("poses/crow.yaml", "name: Crow\n", []),
        ("crow.yaml", "name: Crow\n", []),
        ("poses/a.yaml", FLOW, []),
        ("a.yaml", "title: A\n", ["a flow needs flow:"]),
        ("a.yaml", "about: A\n", ["a flow needs title:", "a flow needs flow:"]),
        ("poses/crow.yaml", "kind: balance\n", ["a pose needs name:"]),
        ("poses/crow.yaml", "nonsense\n", ["a pose is written with keys; name: is enough"]),
        ("a.yaml", "nonsense\n", ["a flow is written with keys: title: and flow:"]),
        ("Crow Pose.yaml", "name: Crow\n", ["write crow-pose"]),
    ],
)
def test_a_file_is_checked_as_what_it_is(
    tmp_path: Path, name: str, text: str, found: list[str]
) -> None:
    problems = check_file(write(tmp_path / name, text), FewPoses())
    assert len(problems) == len(found)
    assert all(part in problem.message for part, problem in zip(found, problems, strict=True))


def test_a_file_in_the_folder_poses_is_a_pose_by_a_short_path_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "poses" / "crow.yaml", "kind: balance\n")
    monkeypatch.chdir(tmp_path / "poses")
    (problem,) = check_file(Path("crow.yaml"), FewPoses())
    assert str(problem) == "crow.yaml:1:1: a pose needs name:"


def test_what_cannot_be_read_is_a_problem_of_the_file(tmp_path: Path) -> None:
    (problem,) = check_file(tmp_path / "no.yaml", FewPoses())
    assert str(problem) == f"{tmp_path / 'no.yaml'}:1:1: there is no such file"


def test_the_key_is_the_name_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "my-flow.yaml", FLOW)
    flow = read_flow(path, FewPoses())
    assert (flow.key, flow.path) == ("my-flow", str(path))
    assert read_pose(write(tmp_path / "crow.yaml", "name: Crow\n"), Stances()).key == "crow"
    with pytest.raises(FormatError, match="there is no such file"):
        read_pose(tmp_path / "no.yaml", Stances())


def test_importing_the_loader_imports_neither_yaml_nor_difflib() -> None:
    code = "import sys, yogaflow.library.library\n"
    code += "print('yaml' in sys.modules, 'difflib' in sys.modules)"
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(("name", "text"), [("a.yaml", FLOW), ("poses/crow.yaml", "name: Crow\n")])
def test_a_file_is_parsed_once(
    tmp_path: Path, name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parsing is most of the time that a long file takes."""
    path = write(tmp_path / name, text)
    parsed = parsed_texts(monkeypatch)
    assert check_file(path, FewPoses()) == ()
    assert parsed.count(text) == 1
