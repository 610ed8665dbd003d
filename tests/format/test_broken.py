"""Broken files, each with what is told about it: `broken/expected.json`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from yogaflow.format import check_file
from yogaflow.library.library import Library
from yogaflow.storage.paths import poses_dir

FOLDER = Path(__file__).parent / "broken"
EXPECTED: dict[str, list[dict[str, Any]]] = json.loads(
    (FOLDER / "expected.json").read_text(encoding="utf-8")
)
POSES = Library((), (poses_dir(),)).poses()


@pytest.mark.parametrize("name", EXPECTED)
def test_every_problem_is_told_at_its_place(name: str) -> None:
    found = check_file(FOLDER / name, POSES)
    wanted = EXPECTED[name]
    places = [(problem.line, problem.column) for problem in found]
    assert places == [(one["line"], one["column"]) for one in wanted], list(map(str, found))
    for problem, one in zip(found, wanted, strict=True):
        assert one["contains"] in problem.message
        assert problem.path == str(FOLDER / name)


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_told_is_one_short_line_without_jargon(name: str) -> None:
    for problem in check_file(FOLDER / name, POSES):
        assert len(problem.message) < 160
        assert problem.message.isprintable()
        assert not re.search("[Tt]raceback|Error|None|NoneType|mapping|scalar", problem.message)
        head = f"{FOLDER / name}:{problem.line}:{problem.column}: "
        assert str(problem).startswith(head)


def test_every_broken_file_is_listed_and_there_are_enough() -> None:
    files = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.yaml")}
    assert {name.replace("/", str(Path("/"))[0]) for name in EXPECTED} >= files
    assert len(files) >= 70
    assert all(EXPECTED.values())
