"""A flow that is played follows its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.desk import HIPS, Desk, desk
from yogaflow.tui.live_reload import LiveReload
from yogaflow.tui.screens.player import PlayerScreen

pytestmark = pytest.mark.usefixtures("own_home")


async def played(found: Desk) -> PlayerScreen:
    """The flow of the desk, tried from its second step."""
    await found.press("down", "down", "p")
    screen = found.app.screen
    assert isinstance(screen, PlayerScreen)
    return screen


async def test_what_is_saved_while_it_plays_is_what_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "hips.yaml"
    path.write_text(HIPS, encoding="utf-8")
    async with desk(path) as found:
        screen = await played(found)
        before = screen.session.view()
        path.write_text(HIPS.replace("gomukhasana: 5", "gomukhasana: 9"), encoding="utf-8")
        screen.look()
        assert screen.session.player.timeline.flow == before.timeline.flow, "perhaps half written"
        screen.look()
        await found.settle()
        after = screen.session.view()
        assert after.segment.pose == before.segment.pose == "gomukhasana"
        held = [s.amount for s in after.timeline.segments if s.pose == "gomukhasana" and s.amount]
        assert set(held) == {9}
        assert "this is how it goes on" in found.shown()


async def test_a_mistake_in_the_file_is_told_and_the_old_flow_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "hips.yaml"
    path.write_text(HIPS, encoding="utf-8")
    async with desk(path, (120, 40)) as found:
        screen = await played(found)
        before = screen.session.player.timeline
        path.write_text(HIPS.replace("bridge", "brigde"), encoding="utf-8")
        screen.look()
        screen.look()
        await found.settle()
        assert screen.session.player.timeline is before
        assert "The old flow goes on. The file, line 8" in " ".join(found.shown().split())


def test_a_file_that_goes_away_changes_nothing(tmp_path: Path) -> None:
    from tests.bundled import BundledPoses

    path = tmp_path / "hips.yaml"
    path.write_text(HIPS, encoding="utf-8")
    following = LiveReload(path, BundledPoses)
    path.unlink()
    assert following.look() is None
    assert following.look() is None
    assert isinstance(following.turn_to(path), str)
