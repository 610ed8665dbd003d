"""The muscles of a flow as a chart, and where it stands on the screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from tests.tui import flows
from tests.tui.rig import Rig, running
from tests.tui.snapshot import check, grid
from tests.tui.test_drawing import contrast
from yogaflow.model import Flow, Muscle, MuscleSide, Side, Work
from yogaflow.timeline import compile_flow
from yogaflow.timeline.muscle_load import MuscleBreaths, muscles_of
from yogaflow.timeline.timeline import Choices
from yogaflow.tui.paint import Block, width_of
from yogaflow.tui.palette import DARK_COLOURS, LIGHT_COLOURS
from yogaflow.tui.screens.preview import PreviewScreen
from yogaflow.tui.widgets.muscles import bar_of, chart, heading, hidden, picture

SIZES = [(80, 24), (40, 15)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")

WORKS, STRETCHES, RELEASES = Work
SIDE, OTHER = MuscleSide.SIDE, MuscleSide.OTHER

PIGEON = (
    Muscle("gluteus maximus", STRETCHES, SIDE),
    Muscle("piriformis", STRETCHES, SIDE),
    Muscle("hip flexors", STRETCHES, OTHER),
)
TWIST = (
    Muscle("gluteus maximus", STRETCHES, SIDE),
    Muscle("obliques", WORKS),
    Muscle("neck", STRETCHES),
)
SOME = (
    MuscleBreaths("gluteus maximus", WORKS, 12, 12),
    MuscleBreaths("quadriceps", WORKS, 3, 6),
    MuscleBreaths("hip flexors", STRETCHES, 5, 0),
)
MANY = tuple(MuscleBreaths(f"muscle {n}", WORKS, 20 - n, 20 - n) for n in range(8)) + tuple(
    MuscleBreaths(f"muscle {n}", work, 20 - n, 20 - n)
    for work in (STRETCHES, RELEASES)
    for n in range(8)
)


def marked(flow: Flow) -> Flow:
    """The flow, its poses with muscles."""
    named = {"pigeon": PIGEON, "half-seated-twist": TWIST}
    poses = {key: replace(pose, muscles=named.get(key, ())) for key, pose in flow.poses.items()}
    return replace(flow, poses=poses)


HIPS = marked(flows.HIPS)


def lines(rows: Block) -> list[str]:
    return ["".join(text for text, _ in row).rstrip() for row in rows]


# -- the drawing --------------------------------------------------------------------------------


def test_bars_grow_from_the_middle_and_numbers_stand_at_their_ends() -> None:
    assert lines(chart(SOME, 38)) == [
        "◀ LEFT           WORKS         RIGHT ▶",
        "12 ▄▄▄▄▄▄▄ gluteus maximus  ▄▄▄▄▄▄▄ 12",
        "    6 ▗▄▄▄    quadriceps    ▄▄ 3",
        "",
        "◀ LEFT         STRETCHES       RIGHT ▶",
        "         0   hip flexors    ━━━ 5",
    ]


@pytest.mark.parametrize("width", range(1, 80))
def test_a_row_is_as_wide_as_it_is_asked_for(width: int) -> None:
    rows = [row for row in chart((*SOME, MuscleBreaths("arms", WORKS, 123, 0)), width) if row]
    wide = [width_of(row) for row in rows]
    assert set(wide) == {width} or width < 13


@pytest.mark.parametrize("width", [34, 36, 38, 60, 76])
def test_names_and_numbers_are_whole_in_every_column_there_is(width: int) -> None:
    text = "\n".join(lines(chart((*SOME, MuscleBreaths("gluteus minimus", WORKS, 99, 9)), width)))
    for part in ("gluteus maximus", "gluteus minimus", "hip flexors", "◀ LEFT", "RIGHT ▶", " 99"):
        assert part in text


@pytest.mark.parametrize("work", list(Work))
def test_both_sides_are_drawn_alike(work: Work) -> None:
    turn = str.maketrans("▗▖╺╸╶╴", "▖▗╸╺╴╶")
    for breaths in range(21):
        right, left = (bar_of(breaths / 20, 7, work, side) for side in (Side.RIGHT, Side.LEFT))
        assert left[::-1].translate(turn) == right


def test_a_bar_is_half_a_cell_at_least_and_never_too_long() -> None:
    assert bar_of(0.0, 6, WORKS, Side.RIGHT) == ""
    assert bar_of(0.001, 6, WORKS, Side.RIGHT) == "▖"
    assert bar_of(0.001, 6, WORKS, Side.LEFT) == "▗"
    assert bar_of(1.0, 6, STRETCHES, Side.LEFT) == "━" * 6
    assert bar_of(1.0, 0, WORKS, Side.LEFT) == ""


def test_what_happens_is_told_by_word_and_shape_as_well_as_by_colour() -> None:
    assert "WORKS" in lines([heading(WORKS, 34)])[0]
    assert "STRETCHES" in lines([heading(STRETCHES, 34)])[0]
    assert lines([heading(STRETCHES, 14)]) == ["  STRETCHES"]
    assert not set(bar_of(0.7, 9, WORKS, Side.LEFT)) & set(bar_of(0.7, 9, STRETCHES, Side.LEFT))


def test_a_flow_without_muscles_says_so() -> None:
    assert lines(picture((), 60, 10)) == ["No pose of this flow names a muscle."]
    assert hidden((), 60, 10) <= 0


def test_below_the_chart_right_is_compared_with_left() -> None:
    assert lines(picture(SOME[:1], 37, 10))[2:] == ["", "  In breaths, alike on both sides."]
    text = " ".join(line.strip() for line in lines(picture(SOME, 37, 10))[-2:])
    assert text == "The left works 3 breaths more, the right stretches 5 breaths more."
    assert len(picture(SOME, 37, 3)) == 3


@pytest.mark.parametrize("height", range(1, 22))
def test_every_row_can_be_scrolled_to_and_a_heading_stays(height: int) -> None:
    seen: set[tuple[str, str]] = set()
    marks = {WORKS: "▄", STRETCHES: "━", RELEASES: "╌"}
    for top in range(max(0, hidden(MANY, 38, height)) + 1):
        rows = lines(picture(MANY, 38, height, top))
        assert len(rows) <= height
        if height > 1 and rows[0].strip(" ▐"):
            below = [work for work in Work if marks[work] in rows[1]]
            assert all(work.upper() in rows[0] for work in below)
            assert any(work.upper() in rows[0] for work in Work)
        for row in rows:
            seen |= {(m.name, m.work) for m in MANY if f"{m.name} " in row and marks[m.work] in row}
    assert seen == {(m.name, m.work) for m in MANY}


@pytest.mark.parametrize("colours", [DARK_COLOURS, LIGHT_COLOURS], ids=["dark", "light"])
def test_its_colours_can_be_read(colours: dict[str, str]) -> None:
    for work in Work:
        assert contrast(colours[work], colours["paper"]) >= 4.5


# -- on the screen ------------------------------------------------------------------------------


async def preview(rig: Rig, flow: Flow = HIPS, choices: Choices | None = None) -> PreviewScreen:
    screen = PreviewScreen(flow, choices or Choices())
    await rig.app.push_screen(screen)
    await rig.pilot.pause()
    return screen


async def press(pilot: Pilot[None], *keys: str) -> str:
    await pilot.press(*keys)
    await pilot.pause()
    return grid(pilot.app)


def focused(rig: Rig) -> str | None:
    widget: Widget | None = rig.app.screen.focused
    return widget.id if widget else None


@sizes
async def test_the_muscles_stand_in_place_of_the_choices(size: tuple[int, int]) -> None:
    async with running(None, size) as rig:
        await preview(rig)
        before = grid(rig.app)
        assert "STRETCHES" not in before
        text = await press(rig.pilot, "m")
        assert "First side" not in text
        check(f"muscles-{size[0]}x{size[1]}", text)
        assert focused(rig) == "muscles"
        after = await press(rig.pilot, "m", "tab")
        assert "STRETCHES" not in after
        assert after == before


async def test_from_120_columns_on_both_stand() -> None:
    async with running(None, (120, 24)) as rig:
        await preview(rig)
        text = grid(rig.app)
        assert "First side" in text
        assert "STRETCHES" in text
        places = []
        for _ in range(3):
            await press(rig.pilot, "tab")
            places.append(focused(rig))
        assert places == ["choices", "muscles", "steps"]
        await press(rig.pilot, "m")
        assert focused(rig) == "muscles"


async def test_they_follow_the_choices() -> None:
    async with running(None, (120, 24)) as rig:
        await preview(rig)
        assert " 10 " in grid(rig.app)
        text = await press(rig.pilot, "tab", "down", "right", "right")
        assert "‹ high ›" in text
        assert " 20 " in text


async def test_the_second_side_alone_is_told() -> None:
    async with running(None) as rig:
        start = compile_flow(HIPS, Choices()).visits[3].key
        await preview(rig, choices=Choices(start=start))
        text = await press(rig.pilot, "m")
        assert "hip flexors" in text
        assert muscles_of(compile_flow(HIPS, Choices(start=start)))[-1].left == 0
        assert "breaths more" in " ".join(text.split())


@pytest.mark.parametrize("key", ["tab", "enter", "left"])
@sizes
async def test_a_key_leads_back_to_the_poses(size: tuple[int, int], key: str) -> None:
    async with running(None, size) as rig:
        await preview(rig)
        text = await press(rig.pilot, "m", key)
        assert focused(rig) == "steps"
        assert "Half-seated" in text
        assert ("STRETCHES" in text) is (size == (80, 24))


async def test_the_palette_turns_them_over_and_back_to_a_choice() -> None:
    async with running(None) as rig:
        screen = await preview(rig)
        titles = {command.title for command in rig.app.get_system_commands(screen)}
        assert "Muscles or choices" in titles
        screen.act("muscles")
        await rig.pilot.pause()
        screen.act("change")
        await rig.pilot.pause()
        assert "‹ left ›" in grid(rig.app)
        assert focused(rig) == "choices"


async def test_they_scroll_by_keys_and_by_the_wheel() -> None:
    async with running(None, (40, 11)) as rig:
        await preview(rig)
        top = await press(rig.pilot, "m")
        assert "obliques" in top
        end = await press(rig.pilot, "end")
        assert "neck" in end
        assert "obliques" not in end
        assert "STRETCHES" in end
        assert await press(rig.pilot, "down") == end
        up = await press(rig.pilot, "up")
        assert up != end
        assert await press(rig.pilot, "home") == top
        assert await press(rig.pilot, "pagedown", "pageup") == top


async def test_a_smaller_window_takes_the_keys_to_what_is_left() -> None:
    async with running(None, (120, 24)) as rig:
        await preview(rig)
        await press(rig.pilot, "tab", "tab")
        assert focused(rig) == "muscles"
        await rig.pilot.resize_terminal(80, 24)
        await rig.pilot.pause()
        assert "STRETCHES" not in grid(rig.app)
        assert focused(rig) == "steps"


@pytest.mark.parametrize("size", [(20, 8), (10, 3), (200, 60)])
async def test_no_size_breaks_them(size: tuple[int, int]) -> None:
    async with running(None, size) as rig:
        await preview(rig)
        await press(rig.pilot, "m", "down", "end", "tab", "m", "m")
        assert rig.app.is_running
