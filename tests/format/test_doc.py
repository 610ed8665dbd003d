"""docs/format.md: every example loads, and every form and key has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yogaflow.format import keys, load_flow, load_pose, pose_keys, stances
from yogaflow.format.records import Record
from yogaflow.format.stances import load_stances
from yogaflow.library.library import Library
from yogaflow.storage.paths import poses_dir
from yogaflow.timeline import compile_flow

TEXT = (Path(__file__).parents[2] / "docs" / "format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", TEXT, flags=re.DOTALL | re.MULTILINE)
POSES = Library((), (poses_dir(),)).poses()

NOTEBOOK = [
    "Child's pose 1 min, arrive",
    "Cat/cow x 8",
    "Sun A x 3 slow, x 2 quick",
    "Warrior 2, side angle, half moon right, vinyasa, then left",
    "Pigeon 2 min, fold halfway through",
    "Tight hip: right 5, left 8",
    "Boat 5 breaths x 3, hug knees between",
    "Bridge, leg lift right and left",
    "Set an intention",
    "Try crow, about 3 min",
    "Skip if late",
    "Plank 30 s, side plank left and right 20 s, twice",
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split("\n")[0][:30])
def test_every_example_loads_and_plays(example: str) -> None:
    if example.startswith("stances:"):
        assert "on-a-ball" in load_stances(example, path="", known=POSES.stances()).by_key
        return
    if example.startswith("name:"):
        assert load_pose(example, path="docs/format.md", key="example").name
        return
    if example.startswith("- "):
        example = f"title: Steps\nflow:\n{example}"
    flow = load_flow(example, path="docs/format.md", key="example", poses=POSES)
    assert compile_flow(flow).duration > 0


@pytest.mark.parametrize(
    "record",
    [
        keys.FLOW,
        keys.POSE_STEP,
        keys.MOVE_STEP,
        keys.REST_STEP,
        keys.GROUP,
        keys.USE_STEP,
        pose_keys.POSE_FILE,
        pose_keys.OPTION,
        stances.STANCE,
        stances.WAY,
    ],
    ids=lambda record: record.what,
)
def test_every_key_stands_in_an_example(record: Record) -> None:
    everything = "\n".join(EXAMPLES)
    for key in record.by_name:
        assert re.search(rf"(?:^|[\s{{,-]){re.escape(key)}:", everything, re.MULTILINE), key


def test_the_notebook_is_there_row_by_row() -> None:
    comments = re.findall(r"^  # (.*)$", EXAMPLES[-1], flags=re.MULTILINE)
    assert comments == NOTEBOOK


def test_it_is_about_two_pages() -> None:
    assert len(TEXT.splitlines()) < 330
