"""The cells of six poses, compared with files under `golden`: a limb that moves is a failure.

`UPDATE_SNAPSHOTS=1 pytest tests/figure/test_golden.py` writes them anew; look at the difference,
and at the poses, before committing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from tests.bundled import bundled_pose
from tests.tui.snapshot import check
from yogaflow.figure.blocks import Cell
from yogaflow.figure.camera import Framing
from yogaflow.figure.colours import Colour
from yogaflow.figure.picture import Cells, Encoding, painter
from yogaflow.figure.rig import Stance, stance
from yogaflow.figure.vectors import add
from yogaflow.model import Point, Side

FOLDER = Path(__file__).parent / "golden"

POSES = {
    "warrior-1": "left wrist",
    "pigeon": "left ankle",
    "bridge": "right knee",
    "gomukhasana": "left elbow",
    "half-seated-twist": "right knee",
    "single-leg-deadlift": "left ankle",
}
"""The poses, and for each a limb to move."""

SIZES = ((40, 18), (24, 12))
ENCODINGS = (Encoding.QUADRANTS, Encoding.BRAILLE)

UP: Point = (0.0, 4.0, 0.0)
"""Four centimetres: what a limb may not move unseen."""

BEYOND = {"elbow": ("wrist", "hand"), "wrist": ("hand",), "knee": (), "ankle": ("toe",)}
"""What goes along with a joint."""


def posed(key: str) -> Stance:
    """The pose on its right side."""
    found = stance(bundled_pose(key), Side.RIGHT)
    assert found is not None, f"{key} has no figure"
    return found


def framed(body: Stance, size: tuple[int, int]) -> Framing:
    """The framing of the pose as it is."""
    return painter().framing((body,), *size)


def drawn(body: Stance, size: tuple[int, int], encoding: Encoding, frame: Framing) -> str:
    """The picture as text: its letters, and a table of colours where it has some."""
    cells = painter(encoding).cells(body, *size, frame=frame)
    letters = ["".join(letter for letter, _, _ in row) for row in cells]
    table = colour_table(cells) if encoding.coloured else []
    return "".join(f"{line.rstrip()}\n" for line in (*letters, *table))


def colour_table(cells: Cells) -> list[str]:
    """For each row its runs of one colour: "3 c99f7c/5b9c8d" is three cells, front and behind.

    A dot is the paper. A row of paper alone is left out.
    """
    paper = cells[0][0][2]
    found = ["", "row: cells front/behind, . for paper"]
    for number, row in enumerate(cells, 1):
        if any(cell != (" ", None, paper) for cell in row):
            found.append(f"{number:2}: " + ", ".join(runs(row, paper)))
    return found


def runs(row: list[Cell], paper: Colour | None) -> Iterator[str]:
    """The runs of a row in words."""

    def word(colour: Colour | None) -> str:
        return "." if colour == paper else bytes(colour or ()).hex()

    for (front, back), run in groupby(row, key=lambda cell: cell[1:]):
        pair = word(back) if front is None else f"{word(front)}/{word(back)}"
        yield f"{len(list(run))} {pair}"


def name_of(key: str, size: tuple[int, int], encoding: Encoding) -> str:
    """The name of a golden file."""
    return f"{key}-{size[0]}x{size[1]}-{'colour' if encoding.coloured else encoding.value}"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("key", POSES)
def test_the_cells_of_a_pose(key: str, size: tuple[int, int], encoding: Encoding) -> None:
    body = posed(key)
    text = drawn(body, size, encoding, framed(body, size))
    check(name_of(key, size, encoding), text, FOLDER)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("key", POSES)
def test_a_limb_that_moves_by_four_centimetres_fails(
    key: str, size: tuple[int, int], encoding: Encoding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UPDATE_SNAPSHOTS", raising=False)  # never write this one
    body, joint = posed(key), POSES[key]
    side, _, limb = joint.partition(" ")
    moved = {name: add(body.joints[name], UP) for name in (joint, *along(side, limb))}
    other = replace(body, joints={**body.joints, **moved})
    text = drawn(other, size, encoding, framed(body, size))
    with pytest.raises(AssertionError, match="differs"):
        check(name_of(key, size, encoding), text, FOLDER)


def along(side: str, limb: str) -> list[str]:
    """The joints beyond one, of the same side."""
    return [f"{side} {name}" for name in BEYOND[limb]]
