"""Samples as block characters: two colours that fit best, the same cells for the same samples."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strength import examples
from yogaflow.figure import blocks as module
from yogaflow.figure.blocks import ACROSS, DOWN, QUADRANTS, Blocks, Cell
from yogaflow.figure.colours import THEMES, Colour, colours_of
from yogaflow.figure.inks import INKS, NOTHING
from yogaflow.figure.raster import Rows

COLOURS = colours_of(THEMES["dark"])
PAPER = COLOURS[NOTHING]
CHANNEL = st.integers(0, 63).map(lambda step: step * 4)
QUARTERS = st.tuples(*[st.tuples(CHANNEL, CHANNEL, CHANNEL)] * 4)
NUMBERS = st.integers(0, len(INKS) - 1)

WEIGHTS = (0.30, 0.59, 0.11)
"""What red, green and blue add to what the eye takes for light."""


def rows_of(columns: int, rows: int, draw: st.DataObject) -> Rows:
    """Some picture of so many cells."""
    few = draw.draw(st.lists(NUMBERS, min_size=1, max_size=4))
    line = st.lists(st.sampled_from(few), min_size=columns * ACROSS, max_size=columns * ACROSS)
    return [bytearray(draw.draw(line)) for _ in range(rows * DOWN)]


def quarters_of(cell: Cell) -> list[Colour]:
    """The colours of upper left, upper right, lower left and lower right."""
    letter, front, back = cell
    assert back is not None
    front = front or back
    bits = QUADRANTS.index(letter)
    return [front if bits & 1 << i else back for i in range(4)]


def lost(quarters: tuple[Colour, ...], groups: tuple[tuple[int, ...], ...]) -> float:
    """The squared error where each group of quarters has its mean."""
    total = 0.0
    for group in groups:
        for channel, weight in enumerate(WEIGHTS):
            values = [quarters[i][channel] for i in group]
            mean = sum(values) / len(values) if values else 0.0
            total += weight * sum((value - mean) ** 2 for value in values)
    return total


@given(QUARTERS)
@settings(max_examples=examples(100))
def test_the_fit_is_the_best_of_all_ways_to_part_four_quarters(
    quarters: tuple[Colour, ...],
) -> None:
    ways = [
        (part, tuple(i for i in range(4) if i not in part))
        for size in (1, 2, 3)
        for part in combinations(range(4), size)
    ]
    best = min(lost(quarters, way) for way in ways)
    fitted = quarters_of(module._fit(quarters))
    error = sum(
        weight * (a - b) ** 2
        for wanted, found in zip(quarters, fitted, strict=True)
        for a, b, weight in zip(wanted, found, WEIGHTS, strict=True)
    )
    if fitted.count(fitted[0]) == 4:  # two colours that are all but one are drawn as one
        assert error <= best + 4 * module._ALIKE**2
    else:
        # Means are cut to whole numbers: less than one step in each channel of each quarter.
        assert error <= best + 4


@given(st.data(), st.booleans())
@settings(max_examples=examples(12))
def test_every_cell_is_a_letter_with_colours_of_a_screen(data: st.DataObject, halves: bool) -> None:
    cells = Blocks(COLOURS, halves=halves)(rows_of(5, 2, data))
    assert [len(line) for line in cells] == [5, 5]
    for letter, front, back in (cell for line in cells for cell in line):
        assert letter in (" ▀" if halves else QUADRANTS)
        assert len(letter) == 1
        assert back is not None
        assert (front is None) == (letter == " ")
        for rgb in (front, back):
            assert rgb is None or all(0 <= value <= 255 for value in rgb)


@given(NUMBERS)
def test_a_cell_of_one_surface_is_blank_in_its_very_colour(number: int) -> None:
    rows = [bytearray([number] * ACROSS) for _ in range(DOWN)]
    assert Blocks(COLOURS)(rows) == [[(" ", None, COLOURS[number])]]
    letter, front, back = Blocks(COLOURS, halves=True)(rows)[0][0]
    assert (letter, front) == (" ", None)
    assert back is not None
    assert all(abs(a - b) <= 2 for a, b in zip(back, COLOURS[number], strict=True))


def test_a_cell_in_two_halves() -> None:
    skin = next(n for n, ink in enumerate(INKS) if ink and ink.part == "head")
    upper = [bytearray([skin] * ACROSS)] * (DOWN // 2) + [bytearray(ACROSS)] * (DOWN // 2)
    assert Blocks(COLOURS, halves=True)(upper)[0][0][0] == "▀"
    (letter, front, back) = Blocks(COLOURS)(upper)[0][0]
    assert letter in "▀▄"
    assert front is not None
    assert back is not None
    over, under = (front, back) if letter == "▀" else (back, front)
    assert sum(over) > sum(under)


@given(st.data())
@settings(max_examples=examples(12))
def test_what_is_remembered_changes_nothing(data: st.DataObject) -> None:
    """Fresh or used, and after all has been forgotten: the same input gives the same cells."""
    first, second = rows_of(4, 2, data), rows_of(4, 2, data)
    used = Blocks(COLOURS)
    used(second)
    again = used(first)
    assert again == Blocks(COLOURS)(first) == used(first)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_MOST_CELLS", 0)
        assert used(first) == again
        assert used(second) == Blocks(COLOURS)(second)


@given(st.data())
@settings(max_examples=examples(12))
def test_a_cell_depends_on_its_own_samples_alone(data: st.DataObject) -> None:
    rows = rows_of(4, 1, data)
    whole = Blocks(COLOURS)(rows)[0]
    for column, cell in enumerate(whole):
        own = [row[column * ACROSS : (column + 1) * ACROSS] for row in rows]
        assert Blocks(COLOURS)(own) == [[cell]]


def test_nothing_is_paper() -> None:
    rows = [bytearray(3 * ACROSS) for _ in range(DOWN)]
    assert Blocks(COLOURS)(rows) == [[(" ", None, PAPER)] * 3]
