"""The film strip in preview and library, and the still figure's words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widget import Widget

from tests.tui.rig import FixedCatalogue, Rig, running
from yogaflow.figure.blocks import QUADRANTS
from yogaflow.figure.rig import LitMuscle
from yogaflow.library.library import Entry, default_library
from yogaflow.model import Side, Work
from yogaflow.storage.settings import Settings
from yogaflow.timeline import Choices, compile_flow
from yogaflow.timeline.outline import rows
from yogaflow.tui.screens.film_panel import film_of
from yogaflow.tui.screens.library import LibraryScreen
from yogaflow.tui.screens.preview import PreviewScreen, step_row
from yogaflow.tui.widgets.filmstrip import FilmStrip
from yogaflow.tui.widgets.muscle_legend import lit_rows

FLOW = default_library().find("hip-openers")
SALUTATION = default_library().find("sun-salutation-a")
SHELF = FixedCatalogue(
    [Entry(f.key, f.title, Path(f"{f.key}.yaml"), False, f) for f in (FLOW, SALUTATION)]
)


@pytest.fixture(autouse=True)
def _drawn_flows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.tui.rig.SHELF", SHELF)


async def preview(rig: Rig) -> PreviewScreen:
    await rig.pilot.pause()
    screen = rig.app.screen
    assert isinstance(screen, PreviewScreen)
    return screen


def is_filmed(screen: PreviewScreen) -> bool:
    return bool(screen._film.display)


def shown(widget: Widget) -> list[str]:
    return [widget.render_line(y).text for y in range(widget.size.height)]


def drawn(lines: list[str]) -> int:
    """Cells with a part of a figure in them."""
    blocks = set(QUADRANTS) - {" "}
    return sum(letter in blocks for line in lines for letter in line)


async def test_the_library_shows_the_marked_flow_in_pictures() -> None:
    async with running(None, size=(80, 24)) as rig:
        screen = rig.app.screen
        assert isinstance(screen, LibraryScreen)
        film = screen.query_one(FilmStrip)
        await rig.pilot.press("f")
        await rig.pilot.pause()
        *_, captions = shown(film)
        assert "Pigeon" in captions
        assert "Ankle to knee" in captions
        assert drawn(shown(film)) > 60
        await rig.pilot.press("down")
        await rig.pilot.pause()
        assert "Mountain" in shown(film)[-1]
        await rig.pilot.press("f")
        await rig.pilot.pause()
        assert not film.display


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (120, 40)])
async def test_the_film_follows_the_marked_pose(size: tuple[int, int]) -> None:
    async with running(None, size=size) as rig:
        await rig.pilot.press("enter")
        await rig.pilot.pause()
        screen = rig.app.screen
        assert isinstance(screen, PreviewScreen)
        film = screen.query_one(FilmStrip)
        # Where there is room for all of it, it is there.
        assert film.display == (size == (120, 40))
        if not film.display:
            await rig.pilot.press("f")
            await rig.pilot.pause()
        assert film.display
        assert film.first == 0
        await rig.pilot.press("end")
        await rig.pilot.pause()
        assert film.first > 0
        assert "Easy seat" in shown(film)[-1]
        assert all(len(line) <= film.size.width for line in shown(film))


async def test_a_click_on_a_picture_marks_its_pose() -> None:
    async with running(None, size=(120, 40)) as rig:
        await rig.pilot.press("enter")
        await rig.pilot.pause()
        screen = rig.app.screen
        assert isinstance(screen, PreviewScreen)
        await rig.pilot.click(FilmStrip, offset=(50, 3))
        await rig.pilot.pause()
        assert screen._steps.index == 2
        assert "Ankle to knee" in shown(screen.query_one(FilmStrip))[-1]


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 15)])
async def test_the_muscles_come_in_place_of_the_film_where_there_is_room_for_one(
    size: tuple[int, int],
) -> None:
    async with running(None, size=size) as rig:
        await rig.pilot.press("enter")
        screen = await preview(rig)
        if not screen._film.display:
            await rig.pilot.press("f")
            await rig.pilot.pause()
        assert screen._film.display
        await rig.pilot.press("m")
        await rig.pilot.pause()
        assert screen._muscles.display
        assert screen._muscles.has_focus
        assert screen._muscles.size.height > 2
        await rig.pilot.press("m")
        await rig.pilot.pause()
        assert screen._choices.display
        assert screen._choices.has_focus


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
async def test_escape_closes_the_film_that_was_asked_for_then_the_preview(
    size: tuple[int, int],
) -> None:
    async with running(None, size=size) as rig:
        await rig.pilot.press("enter")
        screen = await preview(rig)
        if is_filmed(screen):
            await rig.pilot.press("f")
            await rig.pilot.pause()
            assert not is_filmed(screen)
        await rig.pilot.press("f")
        await rig.pilot.pause()
        assert is_filmed(screen)
        await rig.pilot.press("escape")
        await rig.pilot.pause()
        assert rig.app.screen is screen
        assert not is_filmed(screen)
        await rig.pilot.press("escape")
        await rig.pilot.pause()
        assert rig.on(LibraryScreen)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 15), (140, 40)])
async def test_the_footer_says_what_the_keys_do_in_each_column(size: tuple[int, int]) -> None:
    async with running(None, size=size) as rig:
        await rig.pilot.press("enter")
        screen = await preview(rig)
        names = {"choices": screen._choices, "muscles": screen._muscles, "poses": screen._steps}
        for key in ("tab", "m", "tab", "m", "f", "tab", "tab", "m"):
            footer = {action.name: action for action in screen._footer()}
            assert screen._keys._actions == screen._footer()
            assert ("play-from" in footer) == screen._steps.has_focus
            assert ("change" in footer) == screen._choices.has_focus
            wanted = names[footer["across"].short]
            await rig.pilot.press(key)
            await rig.pilot.pause()
            if key == "tab":
                assert wanted.has_focus


async def test_a_name_and_its_side_are_whole_before_what_the_side_names() -> None:
    step = next(row for row in rows(compile_flow(FLOW, Choices())) if "twist" in row.name)
    for width, told in {
        80: "Half-seated twist  RIGHT knee up, twist to the RIGHT ▶",
        58: "Half-seated twist  RIGHT knee up, twist… ▶",
        42: "Half-seated twist  RIGHT ▶",
    }.items():
        text = "".join(text for text, _ in step_row(step, width, marked=False)[0])
        assert told in text
        assert text.endswith(step.amount)
        assert cell_len(text) == width


async def test_a_theme_is_drawn_anew_and_off_is_off() -> None:
    async with running(None, size=(120, 40)) as rig:
        film = rig.app.screen.query_one(FilmStrip)
        await rig.pilot.pause()
        before = [film.render_line(y) for y in range(film.size.height)]
        await rig.pilot.press("ctrl+t")
        await rig.pilot.pause()
        assert [film.render_line(y) for y in range(film.size.height)] != before
    async with running(None, size=(120, 40), settings=replace(Settings(), figures="off")) as rig:
        assert not rig.app.screen.query_one(FilmStrip).display


def test_a_flow_is_filmed_with_each_pose_once() -> None:
    captions = ["".join(text for text, _ in frame.caption) for frame in film_of(FLOW)]
    assert captions == [
        "Pigeon ▶",
        "Gomukhasana ▶",
        "Ankle to knee ▶",
        "Seated twist ▶",
        "Easy seat",
    ]
    assert all(frame.stance is not None for frame in film_of(SALUTATION))


def test_lit_muscles_are_named_with_their_side_once() -> None:
    lit = (
        LitMuscle("gluteus maximus", Work.WORKS, Side.LEFT),
        LitMuscle("quadriceps", Work.WORKS, Side.LEFT),
        LitMuscle("calves", Work.STRETCHES, Side.RIGHT),
        LitMuscle("calves", Work.STRETCHES, Side.LEFT),
        LitMuscle("piriformis", Work.RELEASES, Side.LEFT),
    )
    texts = ["".join(text for text, _ in row) for row in lit_rows(lit)]
    assert texts == [
        "■ works  left gluteus maximus, quadriceps",
        "▒ stretches  calves",
        "░ releases  left piriformis",
    ]
