"""What only the plan of a flow shows is noted at its step, once for each."""

from __future__ import annotations

from pathlib import Path

from tests.bundled import BundledPoses
from yogaflow.editing.reading import Reader
from yogaflow.format import check_file
from yogaflow.model import Severity

SALUTE = """\
title: Short ways
flow:
  - repeat: 3
    transition: direct
    flow:
      - warrior-1: 2 breaths
      - warrior-2: 2 breaths
  - forward-fold: 2 breaths
  - {mountain: 2 breaths, transition: 2s}
"""


def test_each_step_with_a_way_that_is_cut_short_is_noted_once(tmp_path: Path) -> None:
    path = tmp_path / "short.yaml"
    path.write_text(SALUTE)
    notes = check_file(path, BundledPoses())
    assert {note.level for note in notes} == {Severity.NOTE}
    assert [(note.line, note.column) for note in notes] == [(6, 9), (7, 9), (9, 5)]
    assert (
        "2 lines of the way in are left out, with room for 7.0 seconds: Left hip forward,"
        in str(notes[0])
    )
    assert str(notes[2]).startswith(f"{path}:9:5: note: the way in takes ")
    reading = Reader(BundledPoses(), path=str(path), key="short").read(SALUTE)
    assert reading.notes == notes
    assert reading.problems == ()


def test_a_flow_that_cannot_be_laid_out_has_that_problem_and_its_other_notes(
    tmp_path: Path,
) -> None:
    path = tmp_path / "short.yaml"
    own = "poses: {stork: {name: Stork}}\nflow:\n  - stork: 2 breaths\n"
    lost = "  - childs-pose: 2 breaths\n  - {mountain: 2 breaths, transition: none}\n"
    path.write_text(f"title: A\n{own}{lost}")
    note, problem = check_file(path, BundledPoses())
    assert (note.line, note.level) == (2, Severity.NOTE)
    assert (problem.line, problem.level) == (6, Severity.ERROR)
    assert "write transition: direct, or a time" in problem.message
