"""The library: lists from the index, searches, sifts, and sees to the files of flows."""

from __future__ import annotations

import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.tui import flows
from tests.tui.rig import Rig, running
from tests.tui.snapshot import check, grid
from yogaflow.library import indexer
from yogaflow.library.catalogue import Catalogue
from yogaflow.library.folders import FlowDir, default_pose_dirs
from yogaflow.library.history import History
from yogaflow.practice.view import State
from yogaflow.storage.paths import sequences_dir
from yogaflow.storage.trash import TrashError
from yogaflow.tui import actions
from yogaflow.tui.app import YogaflowApp
from yogaflow.tui.screens import flowfiles
from yogaflow.tui.screens.broken import BrokenScreen
from yogaflow.tui.screens.confirm import ConfirmScreen
from yogaflow.tui.screens.editor import EditorScreen
from yogaflow.tui.screens.filter_panel import FilterScreen
from yogaflow.tui.screens.library import LibraryScreen
from yogaflow.tui.screens.player import PlayerScreen
from yogaflow.tui.screens.preview import PreviewScreen
from yogaflow.tui.screens.prompt import AskScreen
from yogaflow.tui.screens.summary import SummaryScreen

NOW = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
SIZES = [(80, 24), (40, 15)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")

HIPS = "title: Hips\nabout: One hip.\nflow:\n  - pigeon: 3 breaths\n"
STRONG = "title: Strong\nabout: The legs.\nflow:\n  - bridge: 30 reps\n  - warrior-1: 9 breaths\n"
PROPS = "title: With a block\nflow:\n  - pigeon: 9 min\n    options: [block]\n"
BROKEN = "title: Evening\nflow:\n  - pigeo: 3 breaths\n"
BUNDLED = "title: Bundled hips\nflow:\n  - pigeon: 3 breaths\n"
SUN = "title: Sun\nflow:\n  - mountain: 3 breaths\n"


@dataclass
class House:
    """Folders of flows, with what is kept beside them."""

    own: Path
    bundled: Path
    index: Path
    shelf: Path

    def catalogue(self) -> Catalogue:
        dirs = [FlowDir(self.own, own=True), FlowDir(self.bundled)]
        return Catalogue(dirs, default_pose_dirs(), self.index)

    def kept(self) -> History:
        return History(self.shelf, lambda: NOW)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.own.iterdir())


@pytest.fixture
def house(tmp_path: Path) -> House:
    found = House(
        tmp_path / "own", tmp_path / "bundled", tmp_path / "index.json", tmp_path / "shelf.json"
    )
    found.own.mkdir()
    found.bundled.mkdir()
    for name, text in {
        "hips": HIPS,
        "strong": STRONG,
        "props": PROPS,
        "evening": BROKEN,
    }.items():
        (found.own / f"{name}.yaml").write_text(text)
    (found.bundled / "hips.yaml").write_text(BUNDLED)
    (found.bundled / "sun.yaml").write_text(SUN)
    return found


@asynccontextmanager
async def opened(house: House, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Rig]:
    """The library of a house, after its flows were read."""
    async with running(None, size, catalogue=house.catalogue, shelf=house.kept) as rig:
        await read(rig)
        yield rig


async def read(rig: Rig) -> None:
    """Wait until all flows have been read."""
    await rig.pilot.pause()
    await rig.app.workers.wait_for_complete()
    await rig.pilot.pause()


async def press(rig: Rig, *keys: str) -> str:
    """Press keys; what is on the screen then."""
    await rig.pilot.press(*keys)
    await read(rig)
    return grid(rig.app)


def titles(rig: Rig) -> list[str]:
    """The flows that are listed, in their order."""
    screen = rig.app.screen_stack[0]
    assert isinstance(screen, LibraryScreen)
    return [one.title for one in screen._menu.items]


def marked(rig: Rig) -> str:
    screen = rig.app.screen_stack[0]
    assert isinstance(screen, LibraryScreen)
    assert screen._menu.current is not None
    return screen._menu.current.key


def told(rig: Rig) -> str:
    """What the person was told, all of it."""
    return "\n".join(notice.message for notice in rig.app._notifications)


ALL = ["evening", "Hips", "Strong", "Sun", "With a block"]


# -- the list --------------------------------------------------------------------------------


@sizes
async def test_favourites_and_practices_are_on_the_rows(
    size: tuple[int, int], house: House
) -> None:
    shelf = house.kept()
    shelf.turn("hips")
    History(house.shelf, lambda: NOW - timedelta(days=3)).practise("hips")
    History(house.shelf, lambda: NOW - timedelta(days=200)).practise("sun")
    async with opened(house, size) as rig:
        text = grid(rig.app)
        rows = text.splitlines()
        hips = next(number for number, row in enumerate(rows) if "Hips" in row)
        assert "★ Hips  yours" in rows[hips]
        assert "3 days ago" in rows[hips + 1]
        assert "in May" in text or size == (40, 15)
        check(f"library-kept-{size[0]}x{size[1]}", text)


async def test_what_is_remembered_is_shown_without_reading_a_flow(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(house) as rig:
        first = grid(rig.app)
    monkeypatch.setattr(Catalogue, "read", _never)
    monkeypatch.setattr(Catalogue, "entry", _never)
    async with opened(house) as rig:
        assert grid(rig.app) == first


def _never(*_: object) -> None:
    raise AssertionError("no flow was to be read")


async def test_many_new_flows_are_read_while_the_known_ones_are_there(house: House) -> None:
    async with opened(house):
        pass
    for number in range(2 * indexer.FEW):
        (house.own / f"new-{number:02}.yaml").write_text(HIPS.replace("Hips", f"New {number}"))
    async with running(None, catalogue=house.catalogue, shelf=house.kept) as rig:
        await rig.pilot.pause()
        assert titles(rig)[:2] == ["evening", "Hips"]
        await rig.pilot.press("down")
        await read(rig)
        assert len(titles(rig)) == len(ALL) + 2 * indexer.FEW
        assert marked(rig) == "hips"
    assert not (found := house.catalogue()).look() or not found.waiting


async def test_leaving_while_flows_are_read_loses_none_that_were(house: House) -> None:
    for number in range(2 * indexer.FEW):
        (house.own / f"new-{number:02}.yaml").write_text(HIPS)
    async with running(None, catalogue=house.catalogue, shelf=house.kept) as rig:
        await rig.pilot.pause()
        screen = rig.app.screen
        assert isinstance(screen, LibraryScreen)
        while not (known := len(screen._catalogue.flows)):
            await rig.pilot.pause()
    found = house.catalogue()
    found.look()
    assert len(found.flows) >= known


async def test_files_that_change_meanwhile_are_seen_on_the_way_back(house: House) -> None:
    async with opened(house) as rig:
        assert titles(rig) == ALL
        await press(rig, "down", "enter")
        assert rig.on(PreviewScreen)
        (house.own / "strong.yaml").unlink()
        (house.own / "hips.yaml").write_text(HIPS.replace("Hips", "Other hips"))
        await press(rig, "escape")
        assert titles(rig) == ["evening", "Other hips", "Sun", "With a block"]
        assert marked(rig) == "hips"
        (house.own / "strong.yaml").write_text(STRONG)
        rig.app.app_focus = False
        rig.app.app_focus = True
        await read(rig)
        assert "Strong" in titles(rig)


async def test_a_broken_flow_says_what_is_wrong_and_one_that_is_gone_too(house: House) -> None:
    async with opened(house) as rig:
        text = grid(rig.app)
        assert "line 3: no pose is called pigeo; did you mean pigeon?" in text
        assert "pigeo" in await press(rig, "enter")
        assert rig.on(BrokenScreen)
        await press(rig, "escape", "down")
        (house.own / "hips.yaml").unlink()
        await press(rig, "p")
        assert rig.on(BrokenScreen)
        await press(rig, "escape")
        assert "Bundled hips" in titles(rig)


@sizes
async def test_a_broken_flow_is_edited_at_the_marked_problem(
    size: tuple[int, int], house: House
) -> None:
    (house.own / "evening.yaml").write_text(f"{BROKEN}  - brigde: 3 breaths\n")
    async with opened(house, size) as rig:
        assert "e  edit it there" in await press(rig, "enter")
        await press(rig, "down", "e")
        editor = rig.app.screen
        assert isinstance(editor, EditorScreen)
        assert editor.page.line == 4
        (house.own / "evening.yaml").write_text(HIPS)
        editor.look()
        await press(rig, "q")
        assert titles(rig) == ["Hips", "Hips", "Strong", "Sun", "With a block"]


@sizes
async def test_a_search_opens_the_best_match_by_title(size: tuple[int, int], house: House) -> None:
    (house.own / "ball.yaml").write_text("title: Ball\nabout: For strong legs.\n" + SUN[11:])
    (house.own / "grow.yaml").write_text("title: Grow strong\n" + SUN[11:])
    async with opened(house, size) as rig:
        await press(rig, "slash", *"strong")
        assert titles(rig) == ["Strong", "Grow strong", "Ball"]
        await press(rig, "enter")
        assert rig.on(PreviewScreen)
        await press(rig, "escape", "down", "enter", "escape")
        assert marked(rig) == "grow"


async def test_an_empty_library_is_no_trouble(house: House) -> None:
    for path in (*house.own.iterdir(), *house.bundled.iterdir()):
        path.unlink()
    async with opened(house) as rig:
        text = await press(rig, "enter", "asterisk", "d", "r", "c", "g", "e", "f", "x", "escape")
        assert "Nothing here." in text
        assert "0 flows" in text


# -- searching and sifting -------------------------------------------------------------------


async def test_every_letter_of_a_search_narrows_the_list(house: House) -> None:
    async with opened(house) as rig:
        await press(rig, "/", *"hips")
        assert titles(rig) == ["Hips"]
        await press(rig, *["backspace"] * 4, *"rajakapo")
        assert titles(rig) == ["Hips", "With a block"]
        text = await press(rig, *"jk*sxq")  # no commands, these
        assert "No flow is like that." in text
        assert "/ rajakapojk*sxq" in text
        assert "0 of 5" in text
        await press(rig, "escape")
        assert titles(rig) == ALL
        assert rig.app.is_running


async def test_a_search_starts_at_the_top_and_the_mark_is_kept_after_it(house: House) -> None:
    async with opened(house) as rig:
        await press(rig, "end", "/", *"s")
        assert marked(rig) == "strong"
        await press(rig, "down")
        assert marked(rig) == "sun"
        await press(rig, "escape")
        assert titles(rig) == ALL
        assert marked(rig) == "sun"


async def test_a_new_flow_is_asked_for(house: House) -> None:
    async with opened(house) as rig:
        assert "What is the new flow called?" in await press(rig, "n")


async def test_flows_are_sorted_and_the_mark_stays_on_its_flow(house: House) -> None:
    house.kept().practise("sun")
    house.kept().turn("props")
    async with opened(house) as rig:
        await press(rig, "down")
        assert "last practised first" in await press(rig, "s")
        assert titles(rig)[0] == "Sun"
        assert marked(rig) == "hips"
        assert "shortest first" in await press(rig, "s")
        assert titles(rig)[-2:] == ["With a block", "evening"]
        assert "favourites first" in await press(rig, "s")
        assert titles(rig)[0] == "With a block"
        await press(rig, "s")
        assert titles(rig) == ALL


@sizes
async def test_the_panel_asks_and_the_list_follows(size: tuple[int, int], house: House) -> None:
    async with opened(house, size) as rig:
        text = await press(rig, "x", "down", "right")
        assert rig.on(FilterScreen)
        assert titles(rig) == ["Strong"]
        assert "1 of 5" in text
        check(f"library-sieve-{size[0]}x{size[1]}", text)
        await press(rig, "right")
        assert titles(rig) == ["Hips", "With a block"]
        await press(rig, *["down"] * 5, "enter")
        assert titles(rig) == ["Hips"]
        text = await press(rig, "escape")
        assert "stretch, no props" in text
        assert "1 of 5" in text
        assert "all flows" in text
        await press(rig, "backspace")
        assert titles(rig) == ALL
        assert marked(rig) == "hips"


async def test_every_question_of_the_panel_can_be_turned_round_and_cleared(house: House) -> None:
    house.kept().turn("sun")
    async with opened(house) as rig:
        await press(rig, "x")
        for _ in range(7):
            before = grid(rig.app)
            assert await press(rig, "left") != before
            assert await press(rig, "right") == before
            await press(rig, "down")
        await press(rig, "home", "right")
        assert titles(rig) == ["Sun"]
        await press(rig, "down", "down", "down", "right", "delete")
        assert titles(rig) == ALL
        await press(rig, "x")
        assert rig.on(LibraryScreen)
        await press(rig, "escape")
        assert not rig.app.is_running


async def test_a_star_comes_and_goes(house: House) -> None:
    async with opened(house) as rig:
        assert "★ Hips" in await press(rig, "down", "asterisk")
        assert house.kept().favourites == {"hips"}
        assert "★" not in await press(rig, "asterisk")
        assert house.kept().favourites == frozenset()


async def test_a_broken_shelf_is_told(house: House) -> None:
    house.shelf.write_text("{")
    async with opened(house) as rig:
        assert "shelf.json was broken; it is kept as shelf.json.broken." in told(rig)


# -- files -----------------------------------------------------------------------------------


async def test_a_flow_gets_another_key_and_keeps_its_star(house: House) -> None:
    house.kept().turn("strong")
    async with opened(house) as rig:
        text = await press(rig, "down", "down", "r")
        assert rig.on(AskScreen)
        assert "A new key for Strong" in text
        rig.app.screen.query_one(Input).value = "hips"
        assert "Another flow of yours is called hips." in await press(rig, "enter")
        rig.app.screen.query_one(Input).value = "sun"
        assert "A flow that comes with yogaflow is called sun." in await press(rig, "enter")
        assert rig.on(AskScreen)
        rig.app.screen.query_one(Input).value = " legs "
        await press(rig, "enter")
        assert rig.on(LibraryScreen)
        assert house.files() == ["evening.yaml", "hips.yaml", "legs.yaml", "props.yaml"]
        assert marked(rig) == "legs"
        assert "★ Strong" in grid(rig.app)
        assert house.kept().favourites == {"legs"}


@sizes
async def test_the_question_for_a_key_is_there_whole(size: tuple[int, int], house: House) -> None:
    async with opened(house, size) as rig:
        await press(rig, "down", "r")
        rig.app.screen.query_one(Input).value = "my hips"
        await rig.pilot.pause()
        check(f"library-rename-{size[0]}x{size[1]}", grid(rig.app))
        await press(rig, "escape")
        assert house.files() == ["evening.yaml", "hips.yaml", "props.yaml", "strong.yaml"]


async def test_a_copy_is_made_and_marked(house: House) -> None:
    async with opened(house) as rig:
        await press(rig, "end", "up", "c")  # a bundled one
        assert marked(rig) == "sun-copy"
        assert "Sun (copy)" in titles(rig)
        assert (house.own / "sun-copy.yaml").read_text() == SUN.replace("Sun", "Sun (copy)")


async def test_bundled_flows_are_neither_renamed_nor_deleted(house: House) -> None:
    async with opened(house) as rig:
        await press(rig, "end", "up", "r", "d")
        assert rig.on(LibraryScreen)
        assert "Sun comes with yogaflow and stays as it is: c makes you a copy." in told(rig)
        assert (house.bundled / "sun.yaml").exists()


@pytest.fixture
def trash(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What lies in the trash."""
    thrown: list[str] = []

    def throw(path: Path) -> None:
        thrown.append(path.name)
        path.unlink()

    monkeypatch.setattr(flowfiles, "to_trash", throw)
    return thrown


async def test_a_flow_is_deleted_after_a_question(house: House, trash: list[str]) -> None:
    house.kept().turn("strong")
    async with opened(house) as rig:
        text = await press(rig, "down", "down", "d")
        assert rig.on(ConfirmScreen)
        assert "Put Strong into the trash?" in text
        assert "comes with yogaflow" not in text
        await press(rig, "enter")
        assert trash == []
        await press(rig, "d", "y")
        assert trash == ["strong.yaml"]
        assert titles(rig) == ["evening", "Hips", "Sun", "With a block"]
        assert marked(rig) == "sun"
        assert house.kept().favourites == frozenset()


@sizes
async def test_deleting_leads_back_to_the_bundled_flow(
    size: tuple[int, int], house: House, trash: list[str]
) -> None:
    house.kept().turn("hips")
    async with opened(house, size) as rig:
        text = await press(rig, "down", "d")
        check(f"library-delete-{size[0]}x{size[1]}", text)
        await press(rig, "y")
        assert trash == ["hips.yaml"]
        assert "Bundled hips" in titles(rig)
        assert house.kept().favourites == {"hips"}


async def test_where_there_is_no_trash_nothing_is_deleted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise TrashError(path, "there is no trash on its disk")

    monkeypatch.setattr(flowfiles, "to_trash", refuse)
    async with opened(house) as rig:
        await press(rig, "down", "d", "y")
        assert "Not deleted: there is no trash on its disk." in told(rig)
        assert titles(rig) == ALL


async def test_where_no_folder_can_be_shown_its_path_is_said(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []

    def show(folder: Path) -> bool:
        shown.append(folder)
        return False

    monkeypatch.setattr(flowfiles, "show_folder", show)
    async with opened(house) as rig:
        await press(rig, "down", "g")
        assert shown == [house.own]
        assert f"It is in {house.own}" in told(rig)


async def test_a_full_disk_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("yogaflow.storage.text_file.write_whole", full)
    async with opened(house) as rig:
        await press(rig, "down", "c")
        assert "No copy: the disk is full." in told(rig)
        assert len(house.files()) == 4


# -- what the app does -----------------------------------------------------------------------


async def test_editing_and_writing_are_asked_of_the_app(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    for handler in ("on_library_screen_edit", "on_library_screen_new"):
        monkeypatch.setattr(YogaflowApp, handler, lambda _, *message: asked.extend(message))

    async with running(None, catalogue=house.catalogue, shelf=house.kept) as rig:
        await read(rig)
        await press(rig, "down", "e", "n")
        edit, new = asked
        assert isinstance(edit, LibraryScreen.Edit)
        assert edit.path == house.own / "hips.yaml"
        assert isinstance(new, LibraryScreen.New)


async def test_every_action_of_the_library_has_a_key_of_its_own() -> None:
    keys = [key for action in actions.LIBRARY for key in action.keys]
    assert len(keys) == len(set(keys))
    assert not {"j", "k"} & set(keys)


async def test_a_practice_is_noted_when_a_pose_was_done() -> None:
    noted: list[str] = []

    def note(path: str) -> str:
        noted.append(path)
        return "The shelf is full."

    async with running(None, practised=note) as rig:
        await rig.pilot.press("p", "q")  # left in the countdown
        await rig.pilot.pause()
        assert noted == []
        await rig.pilot.press("p")
        await rig.pilot.pause()
        assert rig.on(PlayerScreen)
        await rig.until(lambda view: view.state is State.FINISHED)
        await rig.pilot.pause()
        assert noted == [flows.REPS.path]
        assert "The shelf is full." in told(rig)
    assert noted == [flows.REPS.path]  # once


@pytest.mark.skipif(sys.platform == "win32", reason="ends by no such signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
async def test_a_practice_is_noted_also_where_a_signal_ends_it(name: str) -> None:
    noted: list[str] = []

    def note(path: str) -> str:
        noted.append(path)
        return ""

    async with running(None, practised=note) as rig:
        await rig.pilot.press("p")
        await rig.pilot.pause()
        await rig.until(lambda _: any(pose.completed for pose in rig.session.tally.poses))
        signal.raise_signal(signal.Signals[name])
        await rig.pilot.pause()
    assert rig.app.return_code == 128 + signal.Signals[name]
    assert noted == [flows.REPS.path]


async def test_a_practice_that_was_skipped_through_is_not_noted() -> None:
    def note(path: str) -> str:
        raise AssertionError(path)

    async with running(None, practised=note) as rig:
        await rig.pilot.press("p")
        await rig.pilot.pause()
        while not rig.session.tally.finished:
            await rig.advance(1.0)
            await rig.pilot.press("n")
        await rig.pilot.pause()
        assert rig.on(SummaryScreen)


async def test_bundled_flows_are_there_without_anything_of_ones_own(tmp_path: Path) -> None:
    def bundled() -> Catalogue:
        dirs = [FlowDir(tmp_path / "none", own=True), FlowDir(sequences_dir())]
        return Catalogue(dirs, default_pose_dirs(), tmp_path / "index.json")

    async with running(None, catalogue=bundled) as rig:
        await read(rig)
        assert "Hip openers" in titles(rig)
