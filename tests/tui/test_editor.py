"""The editor: text and meaning side by side, commands on steps, one undo, and nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key, Paste

from tests.tui.desk import HIPS, desk
from tests.tui.snapshot import check, grid
from yogaflow.editing.recovery import unsaved
from yogaflow.storage import paths
from yogaflow.tui.screens.add_step import AddStepScreen
from yogaflow.tui.screens.base_screen import BaseScreen
from yogaflow.tui.screens.choose import ChooseScreen
from yogaflow.tui.screens.editor import EditorScreen
from yogaflow.tui.screens.library import LibraryScreen
from yogaflow.tui.screens.player import PlayerScreen

pytestmark = pytest.mark.usefixtures("own_home")

SIZES = [(80, 24), (40, 15), (120, 40)]


@pytest.fixture
def hips(tmp_path: Path) -> Path:
    path = tmp_path / "hips.yaml"
    path.write_text(HIPS, encoding="utf-8")
    return path


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_text_and_meaning_stand_side_by_side(hips: Path, size: tuple[int, int]) -> None:
    async with desk(hips, size) as found:
        check(f"editor-steps-{size[0]}x{size[1]}", grid(found.app))
        await found.press("enter")
        check(f"editor-text-{size[0]}x{size[1]}", grid(found.app))


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_adding_a_step(hips: Path, size: tuple[int, int]) -> None:
    async with desk(hips, size) as found:
        await found.press("a")
        await found.type("pig")
        check(f"editor-add-{size[0]}x{size[1]}", grid(found.app))


async def test_what_is_typed_is_read_at_once(hips: Path) -> None:
    async with desk(hips) as found:
        assert "Bridge" in found.shown()
        await found.press("down", "down", "down", "enter", "end", *["backspace"] * 2)
        assert "1 problem" in found.shown()
        assert "8:13" in found.shown()
        await found.press("ctrl+z")
        assert "all well" in found.shown()
        assert found.text == HIPS


async def test_the_next_problem_is_gone_to(hips: Path) -> None:
    async with desk(hips) as found:
        page = found.editor.page
        page.text = HIPS.replace("bridge", "brigde").replace("5 breaths\n", "5 breths\n")
        await found.settle()
        seen = []
        for _ in range(3):
            await found.press("f8")
            seen.append((page.line, page.cursor_location[1] + 1))
        assert seen == [(7, 22), (8, 5), (9, 11)]
        assert found.editor.outline.has_focus
        await found.press("n", "q")
        assert found.on(ChooseScreen)
        await found.press("escape", "enter", "f8")
        assert page.has_focus


@pytest.mark.parametrize(
    ("first", "keys"),
    [
        ("  - warrior-1: 3 breaths", "    sides: left\n    say: [Look up.]"),
        ("  - sides: right, left", "    flow:\n      - pigeon: 3 breaths  # slowly"),
        ("  - inhale:", "      pose: cow\n\n      # softly\n      say: Look up."),
    ],
)
async def test_enter_behind_a_step_begins_the_next_below_all_of_it(
    tmp_path: Path, first: str, keys: str
) -> None:
    path = tmp_path / "hips.yaml"
    path.write_text(f"title: Hips\nflow:\n{first}\n{keys}\n  - bridge: 5 breaths\n")
    async with desk(path) as found:
        found.editor.page.go_to(3)
        await found.press("enter", "end", "enter")
        await found.type("gomukhasana: 5 breaths")
        new = f"{keys}\n  - gomukhasana: 5 breaths\n  - bridge: 5 breaths\n"
        assert found.text == f"title: Hips\nflow:\n{first}\n{new}"
        assert found.line == "  - gomukhasana: 5 breaths"
        await found.press("end", "enter")
        await found.type("cow: 5 breaths")
        assert found.line == "  - cow: 5 breaths"
        assert found.text.endswith(
            "gomukhasana: 5 breaths\n  - cow: 5 breaths\n  - bridge: 5 breaths\n"
        )


@pytest.mark.parametrize("key", ["s", "g"])
async def test_a_command_that_cannot_apply_says_why_and_writes_nothing(
    hips: Path, key: str
) -> None:
    async with desk(hips) as found:
        await found.press("down", "down", "down", key)
        assert "bridge has no sides" in found.shown()
        assert found.text == HIPS
        # What was wrong before is no hindrance.
        found.editor.page.text = HIPS.replace("bridge:", "brigde:")
        await found.settle()
        await found.press("plus")
        assert "repeat: 2" in found.text


async def test_the_text_has_fifty_columns_and_names_are_whole_beside_it(hips: Path) -> None:
    async with desk(hips, (80, 24)) as found:
        assert found.editor.page.size.width >= 50
        assert "Gomukhasana" in found.shown()
        await found.press("enter")
        assert "- pigeon: 5-10 breaths   # walk out" in found.shown()


async def test_notes_stand_in_the_margin_in_a_colour_of_their_own(hips: Path) -> None:
    own = HIPS.replace("flow:\n", "poses: {stork: {name: Stork}}\nflow:\n", 1)
    async with desk(hips) as found:
        page = found.editor.page
        page.text = own.replace("bridge", "brigde")
        await found.settle()
        assert "1 problem, 1 note" in found.shown()
        noted = own.split("\n").index("poses: {stork: {name: Stork}}")
        wrong = next(row for row, line in enumerate(own.split("\n")) if "bridge" in line)
        margins = {}
        for row in (noted, wrong, 0):
            margin = next(iter(page.render_line(row - page.scroll_offset.y)))
            assert margin.style is not None
            margins[row] = (margin.text.strip()[-1], margin.style.color)
        assert [mark for mark, _ in margins.values()] == ["○", "●", "1"]
        assert len({colour for _, colour in margins.values()}) == 3
        page.text = own
        await found.settle()
        assert "all well, 1 note" in found.shown()
        await found.press("f8")
        assert (page.line, page.cursor_location[1]) == (noted + 1, 8)
        await found.press("ctrl+s")
        assert hips.read_text(encoding="utf-8") == own
        assert "with 1 problem" not in found.shown()


async def test_commands_and_typing_have_one_history(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("down", "plus", "s", "alt+down")
        await found.press("enter", "end")
        await found.type(" # slow")
        await found.press("escape", "r", "d", "down", "c", "g", "x")
        assert found.text != HIPS
        for _ in range(30):
            await found.press("u")
        assert found.text == HIPS
        for _ in range(30):
            await found.press("y")
        assert found.text != HIPS
        assert "# slow" in found.text


async def test_one_command_is_one_undo(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("down", "plus")
        assert "6-11" in found.text
        await found.press("plus")
        await found.press("u")
        assert "6-11" in found.text
        await found.press("u")
        assert found.text == HIPS


async def test_steps_move_with_the_mark_on_them(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("down", "down", "J")
        assert found.line == "  - gomukhasana: 5 breaths"
        await found.press("K")
        assert found.text == HIPS
        assert found.line == "      - gomukhasana: 5 breaths"


async def test_what_is_marked_together_becomes_a_group(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("down", "down", "shift+up", "o")
        assert "      - repeat: 2\n        flow:\n          - pigeon: 5-10" in found.text
        await found.press("plus")
        assert "repeat: 3" in found.text


async def test_what_cannot_be_done_is_told(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("K")
        assert "it is the first step" in found.shown()
        assert found.text == HIPS


async def test_commands_wait_for_a_text_that_can_be_read(hips: Path) -> None:
    async with desk(hips) as found:
        found.editor.page.text = HIPS.replace("title: Hips", "title: [Hips")
        await found.settle()
        await found.press("c")
        assert "mend line" in found.shown()


async def test_steps_are_added_by_a_few_letters_and_by_whole_lines(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("end", "a")
        await found.type("cow")
        await found.press("right", "enter")
        await found.type("pigeon 8 breaths, left then right")
        await found.press("enter")
        await found.type("rest 30s")
        await found.press("enter", "escape")
        assert found.text == HIPS + (
            "  - cow: 6 breaths\n  - pigeon: 8 breaths\n    sides: left, right\n  - rest: 30s\n"
        )
        for _ in range(3):
            await found.press("u")
        assert found.text == HIPS


async def test_words_that_nobody_knows_are_told_and_add_nothing(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("a")
        await found.type("pigoen 5 breaths")
        assert "pigeon" in found.shown()
        await found.press("enter")
        assert found.on(AddStepScreen)
        assert found.text == HIPS


async def test_a_pasted_list_becomes_steps_in_one_go(hips: Path) -> None:
    pasted = "1. cow 5 breaths\n2. cat 5 breaths\n3. nonsense 1 m\ntwice:\n  pigeon 5 breaths\n"
    async with desk(hips) as found:
        await found.press("end", "a")
        await found.app.screen._on_message(Paste(pasted))
        await found.settle()
        assert "line 3" in found.shown()
        await found.type("boat")
        await found.press("enter", "escape")
        lines = found.text.split("\n")
        assert lines[9:12] == ["  - cow: 5 breaths", "  - cat: 5 breaths", lines[11]]
        assert lines[11].startswith("  # ")
        assert "nonsense" in lines[11]
        assert found.text.rstrip().endswith("- boat: 5 breaths")
        await found.press("u", "u")
        assert found.text == HIPS


async def test_a_pose_is_swapped_for_one_of_its_kind(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("down", "w")
        await found.type("ankle")
        await found.press("enter")
        assert found.text == HIPS.replace("pigeon", "ankle-to-knee")


async def test_tab_completes(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("end", "enter", "end", "enter")
        await found.type("pige")
        await found.press("tab")
        assert found.line == "  - pigeon: 5 breaths"
        await found.press("enter")
        await found.type("war")
        await found.press("tab", "down", "enter")
        assert found.line == "  - warrior-2: 5 breaths"
        open_at = []
        for key in ("enter", "tab", "escape"):
            await found.press(key)
            open_at.append(found.editor.page.completing)
        assert open_at == [False, True, False]
        assert found.editor.page.has_focus


async def test_a_new_line_is_a_new_step_and_an_empty_one_ends_the_list(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("end", "enter", "end", "enter")
        assert found.line == "  - "
        await found.press("enter")
        assert found.line == ""


async def test_enter_in_the_middle_of_a_step_takes_nothing_away(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("end", "enter", "home", "right", "right", "enter")
        assert found.text.replace("  - \n", "").replace("\n  - rest", "\nrest") != HIPS
        assert "rest: 5 breaths" in found.text
        await found.press("ctrl+z")
        assert found.text == HIPS


async def test_trying_comes_back_to_the_same_place(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("down", "down", "plus")
        line = found.editor.page.line
        await found.press("p")
        assert found.on(PlayerScreen)
        view = found.sessions[-1].view()
        assert view.segment.pose == "gomukhasana"
        assert view.timeline.choices.countdown == 0
        await found.press("q")
        assert found.on(EditorScreen)
        assert found.editor.page.line == line
        await found.press("P")
        assert found.sessions[-1].clock.speed == 8.0
        await found.press("e")
        assert found.on(EditorScreen)
        assert found.editor.page.line == line


@pytest.mark.parametrize(
    ("place", "keys", "sessions"),
    [
        (EditorScreen, ("down", "down", "p", "q", "P", "e", "p", "q"), 3),
        (LibraryScreen, ("enter", "e", "q", "enter", "q", "e", "q"), 1),
    ],
)
async def test_keys_that_come_all_at_once_go_where_the_key_before_leads(
    hips: Path, place: type[BaseScreen], keys: tuple[str, ...], sessions: int
) -> None:
    async with desk(hips if place is EditorScreen else None) as found:
        for key in keys:
            found.app.post_message(Key(key, None))
        await found.settle()
        assert found.app.is_running
        assert found.on(place)
        assert len(found.sessions) == sessions


async def test_a_flow_with_a_mistake_is_not_tried(hips: Path) -> None:
    async with desk(hips) as found:
        found.editor.page.text = HIPS.replace("pigeon", "pigoen")
        await found.settle()
        await found.press("p")
        assert "line 6: no pose is called pigoen" in found.shown()
        assert not found.sessions


async def test_saving_writes_what_is_on_the_page(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("down", "plus")
        assert "not saved" in found.shown()
        await found.press("ctrl+s")
        assert "not saved" not in found.shown()
        assert hips.read_text(encoding="utf-8") == HIPS.replace("5-10", "6-11")
        await found.press("q")
    assert not unsaved()


async def test_a_bundled_flow_becomes_a_copy_of_ones_own() -> None:
    bundled = paths.sequences_dir() / "hip-openers.yaml"
    before = bundled.read_bytes()
    async with desk(bundled) as found:
        assert "bundled: saving makes your copy" in found.shown()
        await found.press("down", "plus", "ctrl+s")
        assert "your copy of a bundled flow" in found.shown()
    assert bundled.read_bytes() == before
    copy = paths.user_flows_dir() / "hip-openers.yaml"
    assert copy.read_bytes() == before.replace(b"pigeon: 5-10", b"pigeon: 6-11")


async def test_leaving_asks_and_what_is_left_for_later_is_offered(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("down", "plus", "q")
        assert found.on(ChooseScreen)
        await found.press("escape", "q", "l")
    assert hips.read_text(encoding="utf-8") == HIPS
    async with desk(hips) as found:
        assert "never saved" in found.shown()
        assert "+       - pigeon: 6-11 breaths" in found.shown()
        await found.press("u")
        assert "6-11" in found.text
        await found.press("q", "d", "n")
        assert found.on(EditorScreen)
        await found.press("q", "d", "y")
    assert not unsaved()
    assert hips.read_text(encoding="utf-8") == HIPS


async def test_a_new_flow_that_was_never_saved_is_offered_in_the_library(tmp_path: Path) -> None:
    path = tmp_path / "flows" / "evening.yaml"
    async with desk(None, new=(path, "title: Evening\nflow:\n")) as found:
        await found.type("cow")
        await found.press("enter", "escape", "q", "l")
    async with desk(None) as found:
        assert found.on(LibraryScreen)
        assert "u never saved" in found.shown()
        await found.press("u")
        assert "evening: never saved" in found.shown()
        await found.press("escape")
        assert found.on(LibraryScreen)
    async with desk(None) as found:
        await found.press("u", "u")
        assert found.text == "title: Evening\nflow:\n  - cow: 5 breaths\n"
        await found.press("ctrl+s", "q")
        assert path.exists()
    async with desk(None) as found:
        assert "never saved" not in found.shown()
        await found.press("u")
        assert found.on(LibraryScreen)


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_no_key_alone_throws_away_what_was_never_saved(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "flows" / "evening.yaml"
    async with desk(None, new=(path, "title: Evening\nflow:\n")) as found:
        await found.type("cow")
        await found.press("enter", "escape", "q", "l")
    async with desk(None, size) as found:
        await found.press("u", "d")
        assert "y  throw away" in found.shown()
        await found.press("n")
        assert found.on(ChooseScreen)
        assert len(unsaved()) == 1
        await found.press("d", "y")
        assert found.on(LibraryScreen)
        assert "never saved" not in found.shown()
    assert not unsaved()


async def test_back_to_the_bundled_one(monkeypatch: pytest.MonkeyPatch) -> None:
    thrown: list[Path] = []
    monkeypatch.setattr("yogaflow.library.copies.to_trash", thrown.append)
    bundled = paths.sequences_dir() / "hip-openers.yaml"
    async with desk(bundled) as found:
        found.editor.act("revert")
        assert "no copy of a bundled flow" in found.editor._told
        await found.press("down", "plus", "ctrl+s")
    async with desk(bundled) as found:
        found.editor.act("revert")
        await found.settle()
        assert "your copy of a bundled flow" in found.shown()
        await found.press("b")
    assert thrown == [paths.user_flows_dir() / "hip-openers.yaml"]


async def test_a_file_that_somebody_else_writes_is_shown_at_once_where_nothing_is_unsaved(
    hips: Path,
) -> None:
    async with desk(hips) as found:
        hips.write_text(HIPS.replace("5-10", "7"), encoding="utf-8")
        found.editor.look()
        found.editor.look()
        await found.settle()
        assert "pigeon: 7 breaths" in found.text
        assert "not saved" not in found.shown()
        await found.press("u")
        assert found.text == HIPS


async def test_else_it_is_asked_about_with_the_difference(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("end", "plus")
        mine = found.text
        hips.write_text(HIPS.replace("5-10", "7"), encoding="utf-8")
        found.editor.look()
        found.editor.look()
        await found.settle()
        assert "-   - rest: 6 breaths" in found.shown()
        assert "+       - pigeon: 7 breaths" in found.shown()
        await found.press("k", "ctrl+s")
        assert hips.read_text(encoding="utf-8") == mine
        hips.write_text(HIPS, encoding="utf-8")
        await found.press("plus", "ctrl+s", "t")
        assert found.text == HIPS
        await found.press("u")
        assert found.text == mine.replace("6 breaths", "7 breaths")


async def test_a_folder_that_is_gone_is_told_and_the_text_kept(hips: Path) -> None:
    async with desk(hips) as found:
        await found.press("down", "plus")
        hips.unlink()
        hips.parent.joinpath("gone").mkdir()
        folder = hips.parent / "gone"
        found.editor.document.path = folder / "deeper" / "hips.yaml"
        await found.press("ctrl+s")
        assert "not saved" in found.shown()
        assert "6-11" in found.text


async def test_a_new_flow_begins_with_adding(tmp_path: Path) -> None:
    path = tmp_path / "flows" / "evening.yaml"
    async with desk(None, new=(path, "title: Evening\nflow:\n")) as found:
        assert found.on(AddStepScreen)
        await found.type("pig")
        await found.press("enter")
        await found.type("cow")
        await found.press("enter", "escape", "ctrl+s")
        assert path.read_text(encoding="utf-8") == (
            "title: Evening\nflow:\n  - pigeon: 5 breaths\n  - cow: 5 breaths\n"
        )


async def test_ten_steps_with_both_sides_take_less_than_sixty_keys(tmp_path: Path) -> None:
    path = tmp_path / "flows" / "hips.yaml"
    keys: list[str] = []
    poses = ["pig", "go", "ank", "half", "wa", "cra", "cow", "cat", "loc", "br"]
    for letters in poses:
        keys += [*letters, "enter"]
    keys += ["escape", "shift+home", "g", "p", "q", "ctrl+s"]
    assert len(keys) < 60
    async with desk(None, new=(path, "title: Hips\nflow:\n")) as found:
        for key in keys:
            await found.press(key)
        text = path.read_text(encoding="utf-8")
        assert text.count("      - ") == 10
        assert "  - sides: right, left\n    flow:\n" in text
        assert len(found.sessions) == 1
        assert "all well" in found.shown() or "saved" in found.shown()


async def test_from_the_player_to_the_editor_and_on_in_what_was_saved() -> None:
    async with desk(None) as found:
        await found.press("slash")
        await found.type("hip op")
        await found.press("enter", "enter", "space")
        assert found.on(PlayerScreen)
        await found.press("e")
        assert found.on(EditorScreen)
        await found.press("home", "down", "plus", "ctrl+s", "q")
        flow = found.sessions[-1].player.timeline.flow
        assert Path(flow.path) == paths.user_flows_dir() / "hip-openers.yaml"
        assert "changed: this is how it goes on" in found.shown()


async def test_leaving_the_editor_without_saving_changes_nothing_of_the_practice() -> None:
    async with desk(None) as found:
        await found.press("slash")
        await found.type("hip op")
        await found.press("enter", "enter", "space", "e")
        flow = found.sessions[-1].player.timeline.flow
        await found.press("down", "plus", "q", "d", "y")
        assert found.on(PlayerScreen)
        assert found.sessions[-1].player.timeline.flow == flow
        assert "The old flow goes on" not in found.shown()


async def test_the_preview_shows_what_was_saved() -> None:
    async with desk(None) as found:
        await found.press("slash")
        await found.type("hip op")
        await found.press("enter", "e", "home", "down", *["plus"] * 20, "ctrl+s", "q")
        assert "25 breaths" in found.shown()
