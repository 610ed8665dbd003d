"""What the widgets draw, without an app: rows in, rows out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region, Size

from yogaflow.model import Side
from yogaflow.tui import actions
from yogaflow.tui.paint import (
    Block,
    Painted,
    Row,
    Run,
    beside,
    block,
    changed,
    cut,
    fit,
    shortened,
    spread,
    width_of,
    wrap,
)
from yogaflow.tui.palette import DARK_COLOURS, LIGHT_COLOURS, PALETTES
from yogaflow.tui.widgets import blockfont
from yogaflow.tui.widgets.bar import bar
from yogaflow.tui.widgets.disc import disc
from yogaflow.tui.widgets.footer import entry, fitting
from yogaflow.tui.widgets.main_panel import digits
from yogaflow.tui.widgets.progress import progress
from yogaflow.tui.widgets.side import side_rows

TEXTS = st.text(st.sampled_from("abc déé 木🧘-"), max_size=30)


def _text(rows: Block) -> list[str]:
    return ["".join(text for text, _ in row) for row in rows]


# -- rows ------------------------------------------------------------------------------------


@given(TEXTS, st.integers(0, 40), st.sampled_from(["left", "centre", "right"]))
def test_fit_is_exactly_as_wide(text: str, width: int, align: str) -> None:
    assert width_of(fit(((text, "ink"),), width, align)) == width  # type: ignore[arg-type]


@given(TEXTS, st.integers(1, 40))
def test_cut_is_never_wider_and_keeps_what_fits(text: str, width: int) -> None:
    assert width_of(((cut(text, width), "ink"),)) <= width
    if width_of(((text, "ink"),)) <= width:
        assert cut(text, width) == text


@given(TEXTS, TEXTS, st.integers(1, 60))
def test_spread_is_exactly_as_wide(left: str, right: str, width: int) -> None:
    assert width_of(spread(((left, "ink"),), ((right, "ink"),), width)) == width


@given(st.text(st.sampled_from("ab "), max_size=80), st.integers(3, 30))
def test_wrap_loses_no_word_and_fits(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(len(line) <= width for line in lines)
    if all(len(word) <= width for word in text.split()):
        assert " ".join(lines).split() == text.split()


def test_wrap_makes_even_lines() -> None:
    assert wrap("Right knee forward, in front of that hip", 36) == [
        "Right knee forward,",
        "in front of that hip",
    ]


def test_what_is_missing_has_an_ellipsis() -> None:
    assert cut("Half-seated twist", 10) == "Half-seat…"
    assert shortened((("Half", "ink"), ("-seated", "quiet")), 6) == (
        ("Half", "ink"),
        ("-", "quiet"),
        ("…", "quiet"),
    )


def test_the_right_end_goes_before_the_left_one() -> None:
    row = spread((("Gomukhasana, RIGHT", "ink"),), (("sound 80%", "quiet"),), 20)
    assert _text([row]) == ["Gomukhasana, RIGHT  "]


def test_blocks_stand_beside_each_other() -> None:
    left, right = block([(("a", "ink"),)], 3, 3), block([(("b", "ink"),)], 2, 3, down=0)
    assert _text(beside(left, right)) == ["   b ", " a   ", "     "]


RUNS = st.lists(
    st.tuples(st.text("ab█ 木", min_size=1, max_size=6), st.sampled_from(["ink", "in", "ink/in"])),
    max_size=6,
)


def _cells(row: Row) -> list[tuple[str, str]]:
    """Every cell's character and paint; a wide character has a second cell of its own."""
    cells = []
    for text, paint in row:
        for letter in text:
            cells += [(letter, paint)] + [("", paint)] * (width_of(((letter, ""),)) - 1)
    return cells


@given(st.lists(st.tuples(RUNS, RUNS), min_size=1, max_size=6), st.integers(1, 24))
def test_every_cell_that_changed_is_written_again(
    pairs: list[tuple[list[Run], list[Run]]], width: int
) -> None:
    before = [fit(tuple(old), width) for old, _ in pairs]
    after = [fit(tuple(new), width) for _, new in pairs]
    regions = changed(before, after, width)
    for y, (old, new) in enumerate(zip(before, after, strict=True)):
        for x, (one, other) in enumerate(zip(_cells(old), _cells(new), strict=True)):
            if one != other:
                assert any(region.contains(x, y) for region in regions)
    assert before != after or not regions


def test_only_what_changed_is_written_again() -> None:
    before = [fit((("breaths ", "ink"), ("5", "ink!"), (" left", "ink")), 20)] * 3
    after = [before[0], fit((("breaths ", "ink"), ("4", "ink!"), (" left", "ink")), 20), before[2]]
    assert changed(before, after, 20) == [Region(8, 1, 1, 1)]


# -- block letters ---------------------------------------------------------------------------


def test_letters_at_scale_one_are_their_bitmap() -> None:
    assert blockfont.letters_at("HI") == ("█   █ ▀█▀", "█▄▄▄█  █ ", "█   █  █ ", "▀   ▀ ▀▀▀")


@pytest.mark.parametrize("letter", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-':.&")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0, 3.5])
def test_every_letter_has_its_size(letter: str, scale: float) -> None:
    rows = blockfont.letters_at(letter, scale)
    assert len(rows) == blockfont.rows(scale)
    assert {len(row) for row in rows} == {blockfont.columns(letter, scale)}
    assert any(row.strip() for row in rows)


def test_no_two_letters_look_alike() -> None:
    letters = "ABCDEFGHIJKLMNPQRSTUVWXYZ0123456789"  # the letter O is the digit 0 here
    assert len({blockfont.letters_at(letter) for letter in letters}) == len(letters)


def test_a_slope_is_smooth_in_large_letters() -> None:
    large = "".join(blockfont.letters_at("7", 4.0))
    assert set(large) & set("▟▛▙▜▖▗▘▝")


@given(st.text(st.sampled_from("ABIM 7-"), min_size=1, max_size=13), st.integers(1, 200))
def test_the_scale_found_is_the_largest_that_fits(letters: str, width: int) -> None:
    scale = blockfont.fitting(letters, width, 9)
    if scale:
        assert blockfont.columns(letters, scale) <= width
        assert blockfont.rows(scale) <= 9
    larger = max(1.0, scale + 0.5)
    assert blockfont.columns(letters, larger) > width or blockfont.rows(larger) > 9


def test_thirteen_letters_fit_the_width_of_a_terminal() -> None:
    assert blockfont.fitting("M" * 13, 78, 4) == 1.0


@pytest.mark.parametrize(
    ("text", "letters"),
    [("Pigeon", "PIGEON"), ("Śavāsana", "SAVASANA"), ("Child’s pose", "CHILD'S POSE")],
)
def test_names_become_plain_letters(text: str, letters: str) -> None:
    assert blockfont.plain_letters(text) == letters


@pytest.mark.parametrize("text", ["", "शवासन", "木"])
def test_names_without_letters_stay_small(text: str) -> None:
    assert blockfont.plain_letters(text) is None


# -- the pacer -------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(22, 10), (14, 8), (44, 17), (3, 1), (7, 20)])
@pytest.mark.parametrize("level", [0.0, 0.37, 1.0])
def test_the_disc_has_its_size(size: tuple[int, int], level: float) -> None:
    rows = disc(*size, level, paint="disc-in")
    assert len(rows) == size[1]
    assert {width_of(row) for row in rows} == {size[0]}


def _area(rows: Block) -> int:
    return sum(len(t) for row in rows for t, paint in row if "disc-in" in paint)


def test_the_disc_swells_with_the_breath() -> None:
    areas = [_area(disc(40, 20, level / 20, paint="disc-in")) for level in range(21)]
    assert all(a <= b for a, b in pairwise(areas))
    assert areas[-1] > 3 * areas[0]


def test_the_disc_is_round() -> None:
    rows = _text(disc(40, 20, 1.0, paint="disc-in"))
    mirrored = str.maketrans("▌▐▖▗▘▝▙▟▛▜", "▐▌▗▖▝▘▟▙▜▛")
    assert [row[::-1].translate(mirrored) for row in rows] == rows


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_the_count_is_there_however_full_the_disc(level: float) -> None:
    rows = disc(22, 10, level, paint="disc-out", count=digits("5", 22, 10))
    drawn = sum(
        len(text)
        for row in rows
        for text, paint in row
        if paint.startswith("ink/") and text.strip()
    )
    assert drawn > 20


@pytest.mark.parametrize("count", ["5", "10", "88", "2:00"])
def test_the_count_has_five_rows_and_more_where_there_is_room(count: str) -> None:
    picture = digits(count, 30, 16)
    assert len(picture) // 2 >= 5


def test_a_count_too_large_for_its_place_is_left_out() -> None:
    assert digits("1000", 8, 4) == ()
    assert _text(disc(4, 2, 1.0, paint="disc-in", count=blockfont.bits("88", 3.0)))


# -- bars ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fraction", "text"),
    [(0, "    "), (1, "████"), (0.5, "██  "), (1 / 32, "▏   "), (-1, "    "), (7, "████")],
)
def test_the_bar_stands_at_an_eighth(fraction: float, text: str) -> None:
    assert _text([bar(4, fraction, paint="in")]) == [text]


def test_progress_marks_the_switches() -> None:
    assert _text([progress(10, 0.45, (0.2, 0.75))]) == ["━━◆━╸──◇──"]


# -- sides -----------------------------------------------------------------------------------


def test_each_side_stands_at_its_edge_with_its_arrow() -> None:
    right = _text(side_rows(Side.RIGHT, "knee forward", 30, large=True))
    left = _text(side_rows(Side.LEFT, "knee forward", 30, large=True))
    assert right[-1] == "knee forward ▶".rjust(30)
    assert left[-1] == "◀ knee forward".ljust(30)
    assert right[0].endswith("▀▀█▀▀")
    assert left[0].startswith("█ ")


def test_where_it_is_narrow_the_side_is_a_word_with_its_limb() -> None:
    assert _text(side_rows(Side.RIGHT, "knee forward", 24, large=False)) == [
        "  RIGHT knee forward ▶".rjust(24)
    ]
    assert len(side_rows(Side.LEFT, "", 24, large=False)) == 1


# -- the footer ------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [80, 60, 40, 20])
def test_the_footer_fits_and_keeps_what_matters(width: int) -> None:
    chosen = fitting(actions.PLAYER_FOOTER, width)
    assert sum(width_of(entry(action)) + 3 for action in chosen) - 3 <= width
    assert actions.PAUSE in chosen
    if width >= 40:
        assert actions.LEAVE in chosen


# -- widgets and colours ---------------------------------------------------------------------


class _Still(Painted):
    size = Size(12, 3)

    def draw(self, width: int, height: int) -> Block:
        return [(("x" * width, "in!"),)] * (height - 1)


def test_a_widget_draws_lines_without_an_app() -> None:
    widget = _Still()
    strips = [widget.render_line(y) for y in range(4)]
    assert [strip.text for strip in strips] == ["x" * 12, "x" * 12, " " * 12, " " * 12]
    style = next(iter(strips[0])).style
    assert style is not None
    assert style.bold


def test_both_themes_name_the_same_colours() -> None:
    assert DARK_COLOURS.keys() == LIGHT_COLOURS.keys()


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    """How far two colours are apart, as WCAG counts it: 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [DARK_COLOURS, LIGHT_COLOURS], ids=["dark", "light"])
def test_everything_can_be_read(colours: dict[str, str]) -> None:
    paper, ink = colours["paper"], colours["ink"]
    for name in ("ink", "quiet", "in", "out", "hold", "side", "warn"):
        assert contrast(colours[name], paper) >= 4.5, name
    for name in ("faint", "disc-in", "disc-out", "disc-hold"):
        assert contrast(ink, colours[name]) >= 4.5, name


def test_a_paint_is_front_back_and_weight() -> None:
    style = PALETTES["yogaflow-dark"].style("ink/disc-in!")
    assert style.bold
    assert style.bgcolor is not None
    assert style.bgcolor.name == DARK_COLOURS["disc-in"]
    with pytest.raises(KeyError):
        PALETTES["yogaflow-dark"].style("mauve")
