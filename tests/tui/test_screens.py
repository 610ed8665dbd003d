"""The screens around the practice."""

from __future__ import annotations

import pytest

from tests.fakes import FakeVoice
from tests.tui import flows
from tests.tui.rig import running
from tests.tui.snapshot import check, grid
from yogaflow.model import Level, Side
from yogaflow.practice.verbosity import Talk
from yogaflow.practice.view import State
from yogaflow.storage.settings import Settings
from yogaflow.timeline.timeline import Choices, SegmentKind
from yogaflow.tui.actions import PLAYER, for_help
from yogaflow.tui.screens.broken import BrokenScreen
from yogaflow.tui.screens.library import LibraryScreen
from yogaflow.tui.screens.player import PlayerScreen
from yogaflow.tui.screens.preview import PreviewScreen
from yogaflow.tui.screens.summary import SummaryScreen

SIZES = [(80, 24), (40, 15)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@sizes
async def test_library(size: tuple[int, int]) -> None:
    async with running(None, size) as rig:
        check(f"library-{size[0]}x{size[1]}", grid(rig.app))


@sizes
async def test_preview(size: tuple[int, int]) -> None:
    async with running(None, size) as rig:
        await rig.pilot.press("down", "down", "enter")
        check(f"preview-{size[0]}x{size[1]}", grid(rig.app))


@sizes
async def test_summary(size: tuple[int, int]) -> None:
    async with running(flows.HIPS, size) as rig:
        await rig.until(lambda view: view.side is Side.LEFT)
        await rig.pilot.press("n")
        await rig.until(lambda view: view.state is State.FINISHED)
        await rig.pilot.pause()
        check(f"summary-{size[0]}x{size[1]}", grid(rig.app))


@sizes
async def test_help(size: tuple[int, int]) -> None:
    async with running(flows.HIPS, size) as rig:
        await rig.pilot.press("?")
        await rig.pilot.pause()
        check(f"help-{size[0]}x{size[1]}", grid(rig.app))


@sizes
async def test_the_help_has_all_words_of_each_key(size: tuple[int, int]) -> None:
    async with running(flows.HIPS, size) as rig:
        await rig.pilot.press("?")
        seen: list[str] = []
        for _ in range(12):
            await rig.pilot.pause()
            for row in grid(rig.app).splitlines():
                text = row.strip(" ▐│█─").strip()
                if text not in seen:
                    seen.append(text)
            await rig.pilot.press("pagedown")
        words = " ".join(" ".join(seen).split())
        for action in for_help(PLAYER):
            for part in action.help.rstrip(".").split():
                assert part in words, action.help


@sizes
async def test_leave(size: tuple[int, int]) -> None:
    async with running(flows.HIPS, size) as rig:
        await rig.until(lambda view: view.segment.kind is SegmentKind.HOLD and view.count == 4)
        await rig.pilot.press("q")
        await rig.pilot.pause()
        assert "Leave this practice?" in grid(rig.app)
        assert "stay" in grid(rig.app)


async def test_a_broken_flow_hides_no_other_and_says_why() -> None:
    async with running(None) as rig:
        text = grid(rig.app)
        assert "Bridges" in text
        assert "line 3: no pose is called pigeo; did you mean pigeon?" in text
        await rig.pilot.press("down", "enter")
        await rig.pilot.pause()
        assert rig.on(BrokenScreen)
        assert "write 5 breaths, 5s or 5 reps" in grid(rig.app)
        assert "e  edit it there" in grid(rig.app)


async def test_searching_narrows_the_list_and_escape_widens_it() -> None:
    async with running(None) as rig:
        await rig.pilot.press("/", "s", "u", "n")
        await rig.pilot.pause()
        text = grid(rig.app)
        assert "Sun salutation" in text
        assert "Bridges" not in text
        await rig.pilot.press("q", "backspace", "escape")
        await rig.pilot.pause()
        assert "Bridges" in grid(rig.app)
        assert rig.app.is_running


async def test_from_the_library_through_a_practice_and_back() -> None:
    async with running(None) as rig:
        await rig.pilot.press("down", "down", "enter")
        assert rig.on(PreviewScreen)
        await rig.pilot.press("space")
        await rig.pilot.pause()
        assert rig.on(PlayerScreen)
        await rig.until(lambda view: view.state is State.FINISHED)
        await rig.pilot.pause()
        assert rig.on(SummaryScreen)
        await rig.pilot.press("enter")
        await rig.pilot.pause()
        assert rig.on(LibraryScreen)
        assert rig.app.is_running


async def test_leaving_a_practice_leads_back_to_the_library() -> None:
    async with running(None) as rig:
        await rig.pilot.press("p")
        await rig.pilot.pause()
        assert rig.on(PlayerScreen)
        await rig.pilot.press("q")
        await rig.pilot.pause()
        assert rig.on(LibraryScreen)


async def test_choices_change_the_length_and_are_played() -> None:
    async with running(None) as rig:
        await rig.pilot.press("down", "down", "enter", "tab")
        assert rig.on(PreviewScreen)
        await rig.pilot.pause()
        before = grid(rig.app).splitlines()[1]
        await rig.pilot.press("right", "down", "right", "right")
        await rig.pilot.pause()
        assert grid(rig.app).splitlines()[1] != before
        await rig.pilot.press("p")
        await rig.pilot.pause()
        choices = rig.view.timeline.choices
        assert choices.first is Side.LEFT
        assert choices.level is Level.HIGH


async def test_play_from_a_pose() -> None:
    async with running(None) as rig:
        await rig.pilot.press("down", "down", "enter", "down", "enter")
        await rig.pilot.pause()
        assert rig.view.timeline.choices.start is not None
        names = [v.pose for v in rig.view.timeline.visits if v.pose]
        assert names[0] == "half-seated-twist"


async def test_every_choice_can_be_turned_and_turned_back() -> None:
    async with running(None) as rig:
        await rig.pilot.press("down", "down", "enter", "tab")
        for _ in range(8):
            await rig.pilot.pause()
            before = grid(rig.app)
            await rig.pilot.press("enter")
            await rig.pilot.pause()
            changed = grid(rig.app)
            await rig.pilot.press("left")
            await rig.pilot.pause()
            assert changed != before
            assert grid(rig.app) == before
            await rig.pilot.press("down")


async def test_where_nobody_can_look_the_preview_says_so() -> None:
    async with running(None) as rig:
        await rig.app.push_screen(PreviewScreen(flows.HIPS, Choices()))
        assert "Led by ear where you cannot look: Pigeon." in grid(rig.app)
        await rig.app.push_screen(PreviewScreen(flows.HIPS, Choices(), missing="sound"))
        assert "You cannot look in Pigeon, and there is no sound." in grid(rig.app)
        await rig.app.push_screen(PreviewScreen(flows.SALUTATION, Choices()))
        assert "Forward fold" in grid(rig.app)


NOTE = {
    "voice": "You cannot look in Pigeon, and there is no voice.",
    "sound": "You cannot look in Pigeon, and there is no sound.",
    "": "Led by ear where you cannot look: Pigeon.",
}


@pytest.mark.parametrize(
    ("settings", "speaks", "missing"),
    [
        (Settings(), True, ""),
        (Settings(), False, "voice"),
        (Settings(voice="none"), True, "voice"),
        (Settings(mute=True), True, "sound"),
        (Settings(sound="silence"), False, "sound"),
    ],
)
async def test_what_will_not_be_heard_is_known_before(
    settings: Settings, speaks: bool, missing: str
) -> None:
    async with running(None, settings=settings, speaks=speaks) as rig:
        await rig.pilot.press("down", "down", "enter")
        assert NOTE[missing] in grid(rig.app)


@sizes
async def test_the_warning_is_there_whole(size: tuple[int, int]) -> None:
    async with running(None, size, settings=Settings(talk="off")) as rig:
        await rig.pilot.press("down", "down", "enter")
        assert "nothing is said." in grid(rig.app)


async def test_talk_and_quiet_are_chosen_and_played_and_kept() -> None:
    settings = Settings(talk="full")
    async with running(None, voice=FakeVoice, settings=settings) as rig:
        await rig.pilot.press("down", "down", "enter", "tab", *["down"] * 5, "right")
        await rig.pilot.pause()
        assert "‹ names, counts ›" in grid(rig.app)
        before = grid(rig.app).splitlines()[1]
        await rig.pilot.press("right", "down", "right")
        await rig.pilot.pause()
        assert grid(rig.app).splitlines()[1] == before
        assert "only counts are said" in grid(rig.app)
        await rig.pilot.press("p")
        await rig.pilot.pause()
        assert (rig.session.talk, rig.session.quiet) == (Talk.COUNTS, True)
        assert rig.session.view().timeline.choices.quiet
        # How to move needs no time where nobody hears it.
        assert rig.view.timeline.choices.brief
        assert "quiet, 80%, counts alone" in grid(rig.app)
        await rig.pilot.press("v", "m", "q")
        await rig.pilot.pause()
        assert rig.on(LibraryScreen)
        await rig.pilot.press("enter")
        assert NOTE["sound"] in grid(rig.app)
        await rig.pilot.press("p")
        await rig.pilot.pause()
        assert (rig.session.talk, rig.session.quiet) == (Talk.OFF, True)
        assert rig.session.view().timeline.choices.quiet


async def test_a_voice_that_failed_is_missed_from_then_on() -> None:
    async with running(None) as rig:  # its sessions have no voice
        await rig.pilot.press("down", "down", "enter")
        assert NOTE[""] in grid(rig.app)
        await rig.pilot.press("p")
        await rig.pilot.pause()
        await rig.pilot.press("q")
        await rig.pilot.pause()
        await rig.pilot.press("enter")
        assert NOTE["voice"] in grid(rig.app)


async def test_a_quick_play_is_led_as_the_settings_have_it() -> None:
    async with running(None, settings=Settings(talk="counts", quiet=True)) as rig:
        await rig.pilot.press("p")
        await rig.pilot.pause()
        assert (rig.session.talk, rig.session.quiet) == (Talk.COUNTS, True)
        assert rig.session.view().timeline.choices.quiet


@pytest.mark.parametrize("size", [(20, 8), (10, 3), (200, 60)])
async def test_no_size_breaks_the_screens(size: tuple[int, int]) -> None:
    async with running(None, size) as rig:
        await rig.pilot.press("?", "escape", "down", "enter", "escape", "down", "enter", "tab")
        await rig.pilot.press("right", "?", "escape", "space")
        await rig.pilot.pause()
        await rig.until(lambda view: view.state is State.FINISHED)
        await rig.pilot.pause()
        assert rig.on(SummaryScreen)
