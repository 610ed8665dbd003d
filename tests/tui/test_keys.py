"""What every key does while a practice plays."""

from __future__ import annotations

import pytest

from tests.tui import flows
from tests.tui.rig import Rig, running
from tests.tui.snapshot import grid
from yogaflow.editing.commands import COMMANDS
from yogaflow.model import Side
from yogaflow.practice.view import State, View
from yogaflow.timeline.timeline import Choices, SegmentKind
from yogaflow.tui import actions
from yogaflow.tui.app import YogaflowApp
from yogaflow.tui.screens.base_screen import LAYOUT, BaseScreen, method_of
from yogaflow.tui.screens.editor import EditorScreen
from yogaflow.tui.screens.help import HelpScreen
from yogaflow.tui.screens.leave import LeaveScreen
from yogaflow.tui.screens.library import LibraryScreen
from yogaflow.tui.screens.player import PlayerScreen
from yogaflow.tui.screens.preview import PreviewScreen
from yogaflow.tui.screens.summary import SummaryScreen


def _holding(view: View) -> bool:
    return view.segment.kind is SegmentKind.HOLD and view.count == 3


async def _press(rig: Rig, *keys: str) -> View:
    await rig.pilot.press(*keys)
    await rig.settle()
    return rig.view


PRESSES = [(action.name, key) for action in actions.PLAYER for key in action.keys]


@pytest.mark.parametrize(("name", "key"), PRESSES)
async def test_every_key_comes_to_its_action(
    name: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    async def note(_: PlayerScreen, name: str) -> None:
        done.append(name)

    monkeypatch.setattr(PlayerScreen, "action_act", note)
    async with running(flows.HIPS) as rig:
        await rig.pilot.press(key)
    assert done == [name]


def test_no_key_has_two_meanings() -> None:
    for screen in (actions.PLAYER, actions.LIBRARY, actions.PREVIEW, actions.SUMMARY):
        keys = [key for action in screen for key in action.keys]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "screen", [PlayerScreen, LibraryScreen, PreviewScreen, EditorScreen, SummaryScreen], ids=str
)
def test_every_action_has_its_method_and_no_method_is_without_action(
    screen: type[BaseScreen],
) -> None:
    everywhere = {action.name for action in actions.EVERYWHERE}
    assert all(hasattr(YogaflowApp, f"action_{name}") for name in everywhere)
    commands = set(COMMANDS) if screen is EditorScreen else set()
    names = {action.name for action in screen.ACTIONS if action.do is None}
    wanted = {method_of(name) for name in names - everywhere - commands}
    assert {name for name in dir(screen) if name.startswith("do_")} == wanted


@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
async def test_capitals_do_as_their_letters_and_other_letters_are_explained_once(
    size: tuple[int, int],
) -> None:
    async with running(flows.HIPS, size) as rig:
        await rig.until(_holding)
        await _press(rig, "M")
        assert rig.session.muted
        before = rig.view.visit
        await _press(rig, "т", "ν", "т")
        assert [notice.message for notice in rig.app._notifications] == [LAYOUT]
        assert (await _press(rig, "N")).visit is not before
    async with running(None, size) as rig:
        await rig.pilot.press("slash", "т")
        await rig.pilot.pause()
        assert not rig.app._notifications
        await rig.pilot.press("escape", "т")
        await rig.pilot.pause()
        assert [notice.message for notice in rig.app._notifications] == [LAYOUT]
        await rig.pilot.press("P")
        await rig.pilot.pause()
        assert rig.on(PlayerScreen)


async def test_space_pauses_and_resumes() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(_holding)
        assert (await _press(rig, "space")).state is State.PAUSED
        assert (await _press(rig, "space")).state is State.PLAYING


async def test_space_goes_on_where_the_flow_waits() -> None:
    async with running(flows.WAITING) as rig:
        await rig.until(lambda view: view.state is State.WAITING)
        view = await _press(rig, "space")
        assert view.state is State.PLAYING
        assert view.segment.kind is SegmentKind.CLOSE


@pytest.mark.parametrize("key", ["n", "right", "pagedown"])
async def test_next(key: str) -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(_holding)
        pose = (await _press(rig, key)).pose
        assert pose is not None
        assert pose.key == "half-seated-twist"


@pytest.mark.parametrize("key", ["p", "left", "pageup"])
async def test_previous(key: str) -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(lambda v: _holding(v) and v.pose is not None and v.pose.key != "pigeon")
        pose = (await _press(rig, key)).pose
        assert pose is not None
        assert pose.key == "pigeon"


async def test_restart_begins_with_the_way_in() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(_holding)
        visit = rig.view.visit
        view = await _press(rig, "r")
        assert view.visit == visit
        assert view.segment.kind is SegmentKind.ENTER


async def test_longer_and_shorter_say_what_it_is_now() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(_holding)
        assert (await _press(rig, "plus")).total == 6
        assert "Six breaths." in grid(rig.app)
        assert (await _press(rig, "minus", "minus")).total == 4


async def test_pace() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(_holding)
        assert (await _press(rig, ">")).timeline.choices.pace > 1
        assert "of its pace" in grid(rig.app)
        assert "Quicker, 110 percent." in grid(rig.app)
        assert (await _press(rig, "comma", "comma")).timeline.choices.pace < 1


async def test_other_side() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(_holding)
        assert rig.view.side is Side.RIGHT
        assert (await _press(rig, "o")).side is Side.LEFT
        assert "LEFT" in grid(rig.app) or "knee forward" in grid(rig.app)


async def test_say_again() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(_holding)
        await _press(rig, "s")
        assert "Pigeon, right side." in grid(rig.app)


async def test_mute_and_volume() -> None:
    async with running(flows.HIPS) as rig:
        await _press(rig, "m")
        assert rig.session.muted
        assert "muted" in grid(rig.app)
        await _press(rig, "m")
        assert "sound 80%" in grid(rig.app)
        await _press(rig, "9", "[")
        assert "sound 60%" in grid(rig.app)
        await _press(rig, "0")
        assert "sound 70%" in grid(rig.app)


async def test_the_theme_turns_over_and_back() -> None:
    async with running(flows.HIPS) as rig:
        before = rig.app.theme
        await _press(rig, "ctrl+t")
        assert rig.app.theme != before
        await _press(rig, "ctrl+t")
        assert rig.app.theme == before


async def test_the_practice_goes_on_under_the_help() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(_holding)
        await _press(rig, "?")
        assert rig.on(HelpScreen)
        assert "Begin this pose again" in grid(rig.app)
        await rig.advance(20)
        assert rig.is_(State.PLAYING)
        assert not _holding(rig.view)
        await _press(rig, "escape")
        assert rig.on(PlayerScreen)


@pytest.mark.parametrize("covered", [False, True])
async def test_the_summary_comes_without_a_key(covered: bool) -> None:
    async with running(flows.HIPS, choices=Choices(countdown=0)) as rig:
        if covered:
            await rig.until(_holding)
            await _press(rig, "?")
        await rig.until(lambda view: view.state is State.FINISHED)
        await rig.pilot.pause()
        assert rig.on(SummaryScreen)
        await rig.pilot.press("space")
        await rig.pilot.pause()
        assert not rig.app.is_running


async def test_leaving_loses_nothing_before_the_first_breath() -> None:
    async with running(flows.HIPS) as rig:
        await rig.advance(3)
        await rig.pilot.press("q")
        await rig.pilot.pause()
        assert rig.is_(State.STOPPED)
        assert not rig.app.is_running


async def test_leaving_asks_where_something_would_be_lost() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(_holding)
        await _press(rig, "escape")
        assert rig.on(LeaveScreen)
        assert rig.is_(State.PAUSED)
        await _press(rig, "n")
        assert rig.is_(State.PLAYING)
        await _press(rig, "q", "y")
        assert rig.is_(State.STOPPED)
        assert not rig.app.is_running


async def test_a_pause_stays_one_after_the_question() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(_holding)
        await _press(rig, "space", "q", "space")
        assert rig.is_(State.PAUSED)


async def test_the_palette_has_every_command() -> None:
    async with running(flows.HIPS) as rig:
        screen = rig.app.screen
        assert isinstance(screen, PlayerScreen)
        commands = {c.title: c for c in rig.app.get_system_commands(screen)}
        titles = {action.title for action in actions.PLAYER} - {actions.PALETTE.title}
        assert set(commands) == titles
        await rig.until(_holding)
        commands["Next pose"].callback()
        await rig.settle()
        assert rig.view.pose is not None
        assert rig.view.pose.key == "half-seated-twist"


async def test_the_palette_opens() -> None:
    async with running(flows.HIPS) as rig:
        await rig.pilot.press("ctrl+p")
        await rig.pilot.pause()
        assert "Restart this pose" in grid(rig.app) or "Big view" in grid(rig.app)


async def test_a_click_in_the_footer_does_what_it_says() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(_holding)
        await rig.pilot.click("#keys", offset=(3, 0))
        await rig.settle()
        assert rig.is_(State.PAUSED)
