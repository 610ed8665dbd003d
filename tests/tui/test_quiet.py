"""Quiet: where no bell rings, the screen shows the change."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color

from tests.tui import flows
from tests.tui.rig import Rig, running
from tests.tui.test_drawing import contrast
from yogaflow.model import Side
from yogaflow.practice.view import State, View
from yogaflow.timeline.cues import CueName
from yogaflow.timeline.timeline import Choices, SegmentKind
from yogaflow.tui.flash import APART, PULSES, Flash, lit_palette
from yogaflow.tui.paint import Painted
from yogaflow.tui.palette import DARK, LIGHT, PALETTES
from yogaflow.tui.screens.summary import SummaryScreen

BEFORE = 0.3
"""Seconds before a change at which a test takes a closer look."""


def _papers(rig: Rig) -> Counter[str]:
    """The colours behind the cells as they are seen, each with its number of cells."""
    seen: Counter[str] = Counter()
    for strip in rig.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            assert style is not None
            back = style.color if style.reverse else style.bgcolor
            assert back is not None
            seen[back.get_truecolor().hex] += len(text)
    return seen


def _lit(rig: Rig) -> bool:
    """Whether the whole screen is lit; fails where only a part of it is."""
    papers = _papers(rig)
    usual = PALETTES[rig.app.theme].colours["paper"]
    paper = lit_palette(rig.app.theme).colours["paper"]
    assert not (papers[usual] and papers[paper])
    assert papers[usual] + papers[paper] > papers.total() / 2
    return papers[paper] > 0


async def _step(rig: Rig, seconds: float) -> bool:
    """Whether the screen is lit some time later."""
    rig.now.seconds += seconds
    await rig.settle()
    return _lit(rig)


def _last_out(view: View) -> bool:
    """Before the end of the last hold on the right side."""
    following = view.upcoming
    return (
        view.segment.kind is SegmentKind.HOLD
        and view.side is Side.RIGHT
        and following is not None
        and following.side is Side.LEFT
        and view.count == 1
        and view.segment_left <= 2
    )


async def _before_switch(rig: Rig) -> None:
    await rig.until(_last_out)
    rig.now.seconds += rig.view.segment_left - BEFORE
    await rig.settle()


async def test_a_new_pose_is_seen() -> None:
    async with running(flows.HIPS, quiet=True) as rig:
        await _step(rig, 5)
        assert not _lit(rig)
        await rig.pilot.press("n")
        assert await _step(rig, 0)
        assert await _step(rig, 0.3)
        assert not await _step(rig, 0.15)


async def test_the_other_side_is_seen_twice() -> None:
    async with running(flows.HIPS, quiet=True) as rig:
        await _before_switch(rig)
        assert not _lit(rig)
        seen = [await _step(rig, BEFORE + 0.05)]
        assert rig.view.segment.kind is SegmentKind.SWITCH
        seen += [await _step(rig, 0.1) for _ in range(14)]
        runs = [lit for n, lit in enumerate(seen) if n == 0 or lit is not seen[n - 1]]
        assert runs == [True, False, True, False]


async def test_the_last_breath_is_seen_for_a_shorter_while() -> None:
    async with running(flows.HIPS, quiet=True) as rig:
        await rig.until(lambda v: v.segment.kind is SegmentKind.HOLD and v.count == 2)
        lit = [False]
        while rig.view.count == 2:
            lit.append(await _step(rig, 0.1))
        assert lit.index(True) == len(lit) - 1
        assert await _step(rig, 0.1)
        assert not await _step(rig, 0.15)


async def test_the_bowls_at_both_ends_are_seen() -> None:
    async with running(flows.HIPS, choices=Choices(countdown=5), quiet=True) as rig:
        assert await _step(rig, 0)
        assert not await _step(rig, 0.5)
        await rig.until(lambda view: view.segment.kind is SegmentKind.REST and view.count == 1)
        lit = []
        while rig.is_(State.PLAYING):
            rig.now.seconds += 0.35
            await rig.settle()
            if not rig.on(SummaryScreen):
                lit.append((rig.view.segment.kind, _lit(rig)))
        assert (SegmentKind.CLOSE, True) in lit


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (20, 8), (120, 40)])
@pytest.mark.parametrize("big", [False, True])
async def test_the_whole_screen_is_lit_at_every_size(size: tuple[int, int], big: bool) -> None:
    async with running(flows.HIPS, size, quiet=True) as rig:
        if big:
            await rig.pilot.press("z")
        assert not await _step(rig, 5)
        await rig.pilot.press("n")
        assert await _step(rig, 0)
        assert not await _step(rig, 0.5)


async def test_it_is_seen_in_the_light_theme_and_when_the_theme_turns_over() -> None:
    async with running(flows.HIPS, quiet=True) as rig:
        await rig.pilot.press("ctrl+t")
        await _step(rig, 5)
        await rig.pilot.press("n")
        assert await _step(rig, 0.1)
        await rig.pilot.press("ctrl+t")
        assert await _step(rig, 0.1)
        assert not await _step(rig, 0.3)
        assert rig.app.theme == DARK


async def test_without_colours_it_is_as_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(flows.HIPS, quiet=True) as rig:
        rig.now.seconds += 5
        await rig.settle()
        (before, _), *_ = _papers(rig).most_common()
        await rig.pilot.press("n")
        await rig.settle()
        ((lit, cells), *_), total = _papers(rig).most_common(), _papers(rig).total()
        assert cells > total / 2
        assert contrast(before, lit) > 7
        for colour in (before, lit):
            assert len(set(Color.parse(colour).get_truecolor())) == 1
        styles = [s for strip in rig.app.screen._compositor.render_strips() for _, s, _ in strip]
        assert any(style is not None and style.reverse for style in styles)


async def test_nothing_flashes_where_the_bells_ring() -> None:
    async with running(flows.HIPS) as rig:
        await _step(rig, 5)
        await rig.pilot.press("n")
        assert not await _step(rig, 0)


async def test_a_lit_screen_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(flows.HIPS, quiet=True) as rig:
        await _step(rig, 5)
        await rig.pilot.press("n")
        assert await _step(rig, 0)
        drawn: list[str] = []
        for widget in rig.app.screen.query(Painted):
            monkeypatch.setattr(widget, "refresh", lambda *_, **__: drawn.append("again"))
        for _ in range(10):
            await rig.settle()
        assert drawn == []


async def test_help_may_lie_above_it() -> None:
    async with running(flows.HIPS, quiet=True) as rig:
        await _step(rig, 5)
        await rig.pilot.press("n", "?")
        await rig.settle()
        rig.now.seconds += 1
        await rig.settle()
        await rig.pilot.press("escape")
        assert not await _step(rig, 0)


async def test_the_status_says_quiet() -> None:
    async with running(flows.HIPS, (40, 15), quiet=True) as rig:
        last = rig.app.screen._compositor.render_strips()[-2].text
        assert "quiet" in last


# -- when, without a screen ------------------------------------------------------------------

CHANGES = st.lists(
    st.tuples(st.sampled_from(CueName), st.floats(0.0, 3.0)), min_size=1, max_size=30
)


@given(CHANGES, st.floats(0.005, 0.2))
def test_whatever_happens_there_are_no_more_than_two_flashes_in_a_second(
    changes: list[tuple[CueName, float]], step: float
) -> None:
    flash, now, times = Flash(), 0.0, []
    for name, wait in changes:
        now += wait
        times.append((now, name))
    rises: list[float] = []
    was = False
    at = 0.0
    while at < now + 2:
        while times and times[0][0] <= at:
            flash.begin(times.pop(0)[1], at)
        lit = flash.lit(at)
        if lit and not was:
            rises.append(at)
        was = lit
        at += step
    for n, rise in enumerate(rises):
        assert sum(rise <= other < rise + 1 for other in rises[n:]) <= 2


@pytest.mark.parametrize("name", CueName)
def test_what_is_lit_goes_out_again(name: CueName) -> None:
    flash = Flash()
    flash.begin(name, 100.0)
    assert flash.lit(100.0) is (name in PULSES)
    assert not flash.lit(100.0 + APART)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_lit_screen_can_be_read(theme: str) -> None:
    usual, lit = PALETTES[theme].colours, lit_palette(theme).colours
    assert contrast(usual["paper"], lit["paper"]) > 7
    assert contrast(lit["ink"], lit["paper"]) > 7
    for name in ("quiet", "in", "out", "hold", "side", "warn"):
        assert contrast(lit[name], lit["paper"]) >= 3, name
    for name in ("faint", "disc-in", "disc-out", "disc-hold"):
        assert contrast(lit["ink"], lit[name]) >= 4.5, name
