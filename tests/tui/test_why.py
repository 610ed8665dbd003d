"""What a flow says of itself, before it is played: why one does it, and notes for teachers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from tests.tui import flows
from tests.tui.rig import FixedCatalogue, Rig, entry, running
from tests.tui.snapshot import grid
from yogaflow.model import Flow
from yogaflow.practice.verbosity import Talk
from yogaflow.storage.settings import Settings
from yogaflow.timeline import Role
from yogaflow.tui.screens.preview import PreviewScreen
from yogaflow.tui.screens.why import WhyScreen

SIZES = [(80, 24), (40, 15)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")

WHY = (
    "The big muscles of the hips carry you up the stairs, and hold the pelvis level as you walk.",
    "Feel it with your hands: does the hip begin, or the lower back?",
)
NOTES = ("Two blocks each.", "[b]Ben[/b]: no twists today.")
TOLD = replace(flows.HIPS, why=WHY, notes=NOTES, author="Ann Bee")


def words(rig: Rig) -> str:
    """What is on the screen, without lines, frames and the breaks between its rows."""
    return " ".join(grid(rig.app).translate(dict.fromkeys(map(ord, "│▌"), " ")).split())


@asynccontextmanager
async def previewed(
    flow: Flow, size: tuple[int, int] = (80, 24), settings: Settings | None = None
) -> AsyncIterator[Rig]:
    """The app at the preview of a flow."""
    shelf = FixedCatalogue([entry(flow)])
    async with running(None, size, catalogue=lambda: shelf, settings=settings) as rig:
        await rig.pilot.press("enter")
        await rig.pilot.pause()
        assert rig.on(PreviewScreen)
        yield rig


@sizes
async def test_the_preview_begins_it_and_w_shows_it_whole(size: tuple[int, int]) -> None:
    async with previewed(TOLD, size) as rig:
        assert "Why (w): The big muscles of the hip" in words(rig)
        assert NOTES[0] not in words(rig)
        await rig.pilot.press("w")
        await rig.pilot.pause()
        assert rig.on(WhyScreen)
        seen = words(rig)
        assert "By Ann Bee" in seen
        assert WHY[0] in seen
        await rig.pilot.press("end")
        await rig.pilot.pause()
        seen += words(rig)
        for text in (*WHY, *NOTES):
            assert text in seen
        assert seen.rindex(WHY[1]) < seen.rindex(NOTES[0])
        await rig.pilot.press("escape")
        await rig.pilot.pause()
        assert rig.on(PreviewScreen)


@sizes
async def test_notes_alone_are_shown_too(size: tuple[int, int]) -> None:
    async with previewed(replace(flows.HIPS, notes=NOTES), size) as rig:
        assert "Notes (w): Two blocks each." in words(rig)


async def test_a_short_one_is_whole_where_it_stands_and_a_long_one_ends_in_an_ellipsis() -> None:
    async with previewed(TOLD) as rig:
        assert "…" in grid(rig.app)[: grid(rig.app).index("Led by ear")]
    async with previewed(TOLD, (120, 40)) as rig:
        assert " ".join(WHY) in words(rig)


async def test_a_flow_without_it_looks_as_before_and_says_so_when_asked() -> None:
    async with previewed(flows.HIPS) as rig:
        assert "(w)" not in grid(rig.app)
        await rig.pilot.press("w")
        await rig.pilot.pause()
        assert rig.on(PreviewScreen)
        assert "This flow has no why: and no notes: yet." in grid(rig.app)


async def test_with_learn_the_countdown_becomes_longer_by_it() -> None:
    async with previewed(TOLD, settings=Settings(talk="off")) as rig:
        await rig.pilot.press("tab", *["down"] * 5)
        await rig.pilot.press(*["left"] * len(Talk))
        await rig.pilot.pause()
        assert "‹ for learning ›" in grid(rig.app)
        await rig.pilot.press("p")
        await rig.pilot.pause()
        ready = rig.view.timeline.segments[0]
        assert [line.text for line in ready.lines if line.role is Role.WHY] == list(WHY)
        assert ready.duration > 30
    async with previewed(TOLD, settings=Settings(talk="off")) as rig:
        await rig.pilot.press("p")
        await rig.pilot.pause()
        assert rig.view.timeline.segments[0].duration == 20.0
