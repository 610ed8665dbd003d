"""Figures without colour: braille and letters, and what they tell by texture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.figures import LIFT, LUNGE, SEAT, plain_stances
from yogaflow.figure.muscles import MUSCLES
from yogaflow.figure.picture import Cells, Encoding, Painter
from yogaflow.figure.rig import LitMuscle, Stance, stance
from yogaflow.model import Side, Work

BRAILLE = Painter(Encoding.BRAILLE)
ASCII = Painter(Encoding.ASCII)


def drawn(paint: Painter, body: Stance | None, columns: int = 40, rows: int = 18) -> Cells:
    """The cells of a stance that there must be."""
    assert body is not None
    return paint.cells(body, columns, rows)


def letters(cells: Cells) -> set[str]:
    """The letters that are used."""
    return {letter for row in cells for letter, _, _ in row}


def text(cells: Cells) -> str:
    """Lines of letters."""
    return "\n".join("".join(letter for letter, _, _ in row) for row in cells)


@pytest.mark.parametrize("paint", [BRAILLE, ASCII], ids=lambda paint: paint.encoding)
def test_there_is_no_colour_and_every_row_is_as_long(paint: Painter) -> None:
    for _, body in plain_stances()[::2]:
        cells = drawn(paint, body)
        assert [len(row) for row in cells] == [40] * 18
        assert all((front, back) == (None, None) for row in cells for _, front, back in row)


def test_braille_is_braille_blocks_and_blanks() -> None:
    for name, body in plain_stances()[::2]:
        used = letters(drawn(BRAILLE, body))
        assert all(letter in " █▒░" or "\u2800" < letter <= "\u28ff" for letter in used), name
        assert any(letter > "\u2800" for letter in used), name


def test_ascii_is_ascii() -> None:
    for name, body in plain_stances()[::2]:
        used = letters(drawn(ASCII, body))
        assert all(" " <= letter <= "~" for letter in used), name
        assert {"@", "%", "~"} <= used, name  # a head, a trunk, a floor


def lit(work: Work) -> Stance:
    """The lunge with one thigh lit."""
    body = stance(LUNGE)
    assert body is not None
    return replace(body, lit=(LitMuscle("quadriceps", work, Side.RIGHT),))


def test_braille_tells_what_happens_to_a_muscle() -> None:
    works, stretches, releases = (drawn(BRAILLE, lit(work)) for work in Work)
    none = drawn(BRAILLE, replace(lit(Work.WORKS), lit=()))
    assert "█" in letters(works)
    assert "█" not in letters(stretches) | letters(releases) | letters(none)
    assert "▒" in letters(stretches)
    assert "▒" not in letters(works) | letters(releases) | letters(none)
    assert "░" in letters(releases)
    assert "░" not in letters(works) | letters(stretches) | letters(none)
    assert text(works) != text(stretches) != text(none)


def test_ascii_tells_what_happens_to_a_muscle() -> None:
    works, stretches, releases = (letters(drawn(ASCII, lit(work))) for work in Work)
    assert works & {"#", "=", "o"} == {"#"}
    assert stretches & {"#", "=", "o"} == {"="}
    assert releases & {"#", "=", "o"} == {"o"}
    assert not {"#", "=", "o"} & letters(drawn(ASCII, replace(lit(Work.WORKS), lit=())))


@pytest.mark.parametrize("paint", [BRAILLE, ASCII], ids=lambda paint: paint.encoding)
@pytest.mark.parametrize("size", [(1, 1), (3, 2), (12, 6), (120, 40)])
def test_any_size_can_be_drawn(paint: Painter, size: tuple[int, int]) -> None:
    for body in (stance(LUNGE, Side.LEFT), stance(LIFT), stance(SEAT, None, ("block",))):
        cells = drawn(paint, body, *size)
        assert [len(row) for row in cells] == [size[0]] * size[1]


def test_every_muscle_may_be_lit() -> None:
    body = stance(LUNGE)
    assert body is not None
    everything = tuple(
        LitMuscle(name, work, side) for name in MUSCLES for work in Work for side in Side
    )
    for paint in (BRAILLE, ASCII):
        assert text(drawn(paint, replace(body, lit=everything))) != text(drawn(paint, body))


def test_a_thing_stands_where_it_is() -> None:
    assert {"[", "]"} <= letters(drawn(ASCII, stance(SEAT, None, ("block",))))
    assert not {"[", "]"} & letters(drawn(ASCII, stance(SEAT)))
