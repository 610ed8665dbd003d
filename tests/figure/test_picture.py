"""Pictures in one call, and as text for a terminal that is not ours to paint."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures import LIFT, LUNGE, plain_stances
from yogaflow.figure.ansi import ansi, nearest
from yogaflow.figure.blocks import Cell
from yogaflow.figure.colours import Colour
from yogaflow.figure.picture import Encoding, Painter, chosen, painter
from yogaflow.figure.rig import Stance, stance

Q, H, B, A = Encoding.QUADRANTS, Encoding.HALVES, Encoding.BRAILLE, Encoding.ASCII
CHANNEL = st.integers(0, 255)
COLOURS = st.tuples(CHANNEL, CHANNEL, CHANNEL)


@pytest.mark.parametrize(
    ("figures", "colour", "unicode", "term", "wanted"),
    [
        ("auto", True, True, "xterm-256color", Q),
        ("auto", True, True, "", Q),
        ("auto", True, True, "linux", H),
        ("auto", True, True, "screen.linux", H),
        ("auto", False, True, "xterm-256color", B),
        ("auto", False, True, "linux", B),
        ("auto", True, False, "xterm-256color", A),
        ("auto", True, True, "dumb", A),
        ("off", True, True, "xterm-256color", Q),
        ("quadrants", True, True, "linux", Q),
        ("quadrants", False, True, "xterm-256color", B),
        ("halves", True, True, "xterm-256color", H),
        ("halves", False, True, "xterm-256color", B),
        ("braille", True, True, "xterm-256color", B),
        ("braille", True, False, "xterm-256color", A),
        ("ascii", True, True, "xterm-256color", A),
        ("ascii", False, True, "linux", A),
    ],
)
def test_what_a_terminal_is_given(
    figures: str, colour: bool, unicode: bool, term: str, wanted: Encoding
) -> None:
    assert chosen(figures, colour=colour, unicode=unicode, term=term) is wanted


@pytest.mark.parametrize("encoding", Encoding)
def test_the_same_input_gives_the_same_cells(encoding: Encoding) -> None:
    """From a painter that has drawn all the others before, too."""
    used = Painter(encoding)
    for _, body in plain_stances()[::8]:
        first = used.cells(body, 24, 12, breath=0.5, turn=90.0)
        assert first == Painter(encoding).cells(body, 24, 12, breath=0.5, turn=90.0)
        assert first == used.cells(body, 24, 12, breath=0.5, turn=90.0)


def body(stance_: Stance | None) -> Stance:
    """A stance that there must be."""
    assert stance_ is not None
    return stance_


@pytest.mark.parametrize("encoding", Encoding)
def test_no_room_is_no_picture(encoding: Encoding) -> None:
    paint = painter(encoding)
    assert paint.cells(body(stance(LUNGE)), 0, 12) == paint.cells(body(stance(LUNGE)), 24, 0) == []


@pytest.mark.parametrize("encoding", [Q, H, B])
def test_breath_and_turn_are_seen_and_the_frame_stands_still(encoding: Encoding) -> None:
    paint, standing = painter(encoding), body(stance(LUNGE))
    frame = paint.framing((standing,), 40, 18)
    empty = paint.cells(standing, 40, 18, frame=frame)
    full = paint.cells(standing, 40, 18, breath=1.0, frame=frame)
    assert empty != full
    # The feet stand: the lowest rows are the same.
    assert empty[-4:] == full[-4:]
    assert paint.cells(standing, 40, 18, turn=90.0) != empty


def test_one_framing_holds_all_of_a_movement() -> None:
    low, high = body(stance(LIFT)), body(stance(LIFT, shape="up"))
    paint = painter()
    both = paint.framing((low, high), 40, 18)
    assert both == paint.framing((high, low), 40, 18)
    assert both.scale <= min(paint.framing((one,), 40, 18).scale for one in (low, high))


def test_themes_have_their_own_paper() -> None:
    dark, light = (
        painter(Q, theme).cells(body(stance(LUNGE)), 20, 10) for theme in ("dark", "light")
    )
    assert dark[0][0][2] != light[0][0][2]


# -- as text ---------------------------------------------------------------------------------

RED: Colour = (255, 0, 0)
GREY: Colour = (8, 8, 8)


def test_colours_are_escape_codes_said_once_for_a_run() -> None:
    row: list[Cell] = [("▀", RED, GREY), ("▄", RED, GREY), (" ", None, GREY)]
    assert ansi([row]) == "\x1b[0;38;2;255;0;0;48;2;8;8;8m▀▄\x1b[0;48;2;8;8;8m \x1b[0m"
    assert ansi([row], true_colour=False) == "\x1b[0;38;5;196;48;5;232m▀▄\x1b[0;48;5;232m \x1b[0m"


def test_cells_without_colour_are_plain_text() -> None:
    plain: list[list[Cell]] = [[("a", None, None), (" ", None, None)], [(" ", None, None)] * 2]
    assert ansi(plain) == "a\n"
    for encoding in (B, A):
        assert "\x1b" not in ansi(painter(encoding).cells(body(stance(LUNGE)), 30, 12))


def test_a_row_leaves_no_colour_behind() -> None:
    lines = ansi(painter().cells(body(stance(LUNGE)), 30, 12)).split("\n")
    assert len(lines) == 12
    assert all(line.endswith("\x1b[0m") for line in lines)
    plain = re.compile(r"\x1b\[[0-9;]*m")
    assert {len(plain.sub("", line)) for line in lines} == {30}


def cube(number: int) -> Colour:
    """The colour of a number from 16 on, as xterm has it."""
    if number >= 232:
        return (8 + 10 * (number - 232),) * 3
    steps = (0, 95, 135, 175, 215, 255)
    number -= 16
    return steps[number // 36], steps[number // 6 % 6], steps[number % 6]


def apart(one: Colour, other: Colour) -> int:
    """The square of how far two colours are from each other."""
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


@given(COLOURS)
def test_the_nearest_of_256_colours(rgb: Colour) -> None:
    least = min(apart(rgb, cube(number)) for number in range(16, 256))
    assert apart(rgb, cube(nearest(rgb))) == least
