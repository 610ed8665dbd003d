"""The figure on the screen of a practice: where it stands, what it shows, what is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip

from tests.figures import MADE
from tests.flows import POSES
from tests.tui.rig import Rig, running
from tests.tui.snapshot import grid
from yogaflow.figure.blocks import QUADRANTS
from yogaflow.figure.colours import DARK as DARK_FIGURE
from yogaflow.figure.colours import LIGHT as LIGHT_FIGURE
from yogaflow.model import Amount, Flow, PoseStep, Side, Unit
from yogaflow.practice.view import View
from yogaflow.storage.settings import Settings
from yogaflow.timeline.timeline import Choices, SegmentKind
from yogaflow.tui.palette import LIGHT
from yogaflow.tui.screens.player import PlayerScreen
from yogaflow.tui.widgets import cells
from yogaflow.tui.widgets.figure import FigureView
from yogaflow.tui.widgets.main_panel import Stage

NOW = Choices(countdown=0)


def flow_of(*poses: str, breaths: int = 8) -> Flow:
    """A hold in each of those poses, which were made by hand."""
    amount = dict.fromkeys(Side, Amount(Unit.BREATHS, breaths, breaths))
    steps = tuple(PoseStep(pose, amount, line) for line, pose in enumerate(poses, 3))
    return Flow("made", "Made by hand", steps, {**POSES, **MADE})


LUNGES = flow_of("lunge")


@pytest.fixture(autouse=True)
def any_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal as on any desk, whatever the tests run in."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(cells, "speaks_unicode", lambda: True)


def holding(view: View) -> bool:
    """Whether the pose is held."""
    return view.segment.kind is SegmentKind.HOLD and view.offset > 1


def figure(rig: Rig) -> FigureView:
    """The widget."""
    return rig.app.screen.query_one(FigureView)


def strips(rig: Rig) -> list[Strip]:
    """The rows of the figure as they are drawn."""
    view = figure(rig)
    return [view.render_line(y) for y in range(view.size.height)]


def text(rig: Rig) -> str:
    """The letters of the figure."""
    return "\n".join(strip.text for strip in strips(rig))


def colours(rig: Rig) -> set[str]:
    """All colours behind and of the letters, as #rrggbb."""
    found: set[str] = set()
    for strip in strips(rig):
        for segment in strip:
            style = segment.style
            for one in (style.color, style.bgcolor) if style else ():
                if one is not None and one.triplet is not None:
                    found.add(one.triplet.hex)
    return found


def there(rig: Rig) -> Region:
    """Where the figure is; nothing where it is not shown."""
    found = rig.app.screen.query(FigureView)
    return found.first().region if found else Region()


def stage(rig: Rig) -> Region:
    """Where the count is."""
    return rig.app.screen.query_one(Stage).region


# -- where it stands -------------------------------------------------------------------------


async def test_it_stands_beside_the_count_large_or_nowhere() -> None:
    async with running(LUNGES, choices=NOW) as rig:
        await rig.until(holding)
        beside = there(rig)
        assert beside.width >= 30
        assert beside.height >= 8
        assert beside.right <= stage(rig).x
        assert set(text(rig)) & set("▛▜▙▟▌▐")

        await rig.pilot.press("f")
        await rig.settle()
        large = there(rig)
        assert large.area > 1.5 * beside.area
        assert large.right <= stage(rig).x
        assert stage(rig).height >= 16  # the name is there, too
        assert not rig.app.screen.query_one("#name").display

        await rig.pilot.press("f")
        await rig.settle()
        assert not there(rig)
        assert stage(rig).width == 80

        await rig.pilot.press("f")
        await rig.settle()
        assert there(rig) == beside


async def test_on_a_small_screen_it_is_large_or_not_at_all() -> None:
    async with running(LUNGES, (40, 15), NOW) as rig:
        await rig.until(holding)
        assert not there(rig)
        await rig.pilot.press("f")
        await rig.settle()
        assert there(rig).width >= 36
        assert there(rig).height >= 5
        assert set(text(rig)) - {" ", "\n"}
        assert "Lunge" in grid(rig.app)
        await rig.pilot.press("f")
        await rig.settle()
        assert not there(rig)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_turned_once_it_is_another_picture_and_after_four_times_the_same(
    size: tuple[int, int],
) -> None:
    async with running(LUNGES, size, NOW) as rig:
        await rig.until(holding)
        seen = [text(rig)]
        for _ in range(4):
            await rig.pilot.press("t")
            await rig.settle()
            seen.append(text(rig))
        assert len(set(seen)) == 4
        assert seen[0] == seen[4]


async def test_on_the_other_side_the_picture_is_mirrored() -> None:
    """The camera is on the mirrored side, so that the letters are, but for the light."""
    async with running(LUNGES, choices=NOW) as rig:
        await rig.until(lambda view: holding(view) and view.side is Side.RIGHT)
        right = [row.rstrip() for row in text(rig).splitlines()]
        await rig.until(lambda view: holding(view) and view.side is Side.LEFT)
        left = [row.rstrip() for row in text(rig).splitlines()]
        width = there(rig).width
        assert left != right
        for one, other in zip(right, left, strict=True):
            if one.strip() and other.strip():
                middle = (len(one) + len(one) - len(one.lstrip())) / 2
                mirrored = (len(other) + len(other) - len(other.lstrip())) / 2
                assert abs(middle + mirrored - width) <= 3


async def test_without_any_figure_there_is_no_place_for_one() -> None:
    amount = dict.fromkeys(Side, Amount(Unit.BREATHS, 4, 4))
    none = Flow("made", "Made by hand", (PoseStep("plain", amount, 3),), {"plain": MADE["plain"]})
    async with running(none, choices=NOW) as rig:
        await rig.until(holding)
        before = grid(rig.app)
        assert not rig.app.screen.query(FigureView)
        assert stage(rig).width == 80
        for key in ("f", "t"):
            await rig.pilot.press(key)
            await rig.settle()
        assert stage(rig).width == 80
        assert len(grid(rig.app).splitlines()) == len(before.splitlines())


async def test_a_pose_without_a_figure_shows_nothing_in_its_place() -> None:
    amount = dict.fromkeys(Side, Amount(Unit.BREATHS, 2, 2))
    one_of_two = Flow(
        "made",
        "Made by hand",
        (PoseStep("tall", amount, 3), PoseStep("plain", amount, 4)),
        {**POSES, "tall": MADE["tall"], "plain": MADE["plain"]},
    )
    async with running(one_of_two, choices=NOW) as rig:
        await rig.until(holding)
        assert text(rig).strip()
        await rig.until(lambda view: holding(view) and view.segment.pose == "plain")
        assert not text(rig).strip()


async def test_switched_off_it_is_never_drawn() -> None:
    async with running(LUNGES, choices=NOW, settings=Settings(figures="off")) as rig:
        await rig.until(holding)
        await rig.pilot.press("f")
        await rig.settle()
        assert not rig.app.screen.query(FigureView)
        assert stage(rig).width == 80


# -- what it is made of ----------------------------------------------------------------------


async def test_without_colour_it_is_braille(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(LUNGES, choices=NOW) as rig:
        await rig.until(holding)
        letters = set(text(rig)) - {" ", "\n"}
        assert any("\u2800" < letter <= "\u28ff" for letter in letters)
        assert all("\u2800" < letter <= "\u28ff" or letter == "█" for letter in letters)


@pytest.mark.parametrize(
    ("settings", "letters"),
    [
        (Settings(figures="halves"), "▀"),
        (Settings(figures="quadrants"), QUADRANTS),
        (Settings(figures="ascii"), "".join(map(chr, range(32, 127)))),
    ],
    ids=["halves", "quadrants", "ascii"],
)
async def test_the_settings_say_what_it_is_made_of(settings: Settings, letters: str) -> None:
    async with running(LUNGES, choices=NOW, settings=settings) as rig:
        await rig.until(holding)
        assert set(text(rig)) - {" ", "\n"} <= set(letters)
        assert text(rig).strip()


async def test_another_theme_paints_it_anew() -> None:
    async with running(LUNGES, choices=NOW) as rig:
        await rig.until(holding)
        dark = colours(rig)
        assert Color.parse(DARK_FIGURE.paper).hex.lower() in dark
        rig.app.theme = LIGHT
        await rig.settle()
        light = colours(rig)
        assert Color.parse(LIGHT_FIGURE.paper).hex.lower() in light
        assert Color.parse(DARK_FIGURE.paper).hex.lower() not in light


# -- how it moves ----------------------------------------------------------------------------


def frames(rig: Rig, seconds: float, step: float = 0.25) -> Iterator[list[Strip]]:
    """What is drawn while time goes by, looked at every `step` seconds."""
    end = rig.now.seconds + seconds
    while rig.now.seconds < end:
        rig.now.seconds += step
        rig.session.tick()
        screen = rig.app.screen
        assert isinstance(screen, PlayerScreen)
        screen.tick()
        yield strips(rig)


async def test_it_breathes_and_a_whole_breath_ends_where_it_began() -> None:
    async with running(LUNGES, choices=NOW) as rig:
        await rig.until(lambda view: holding(view) and view.count < view.total)
        breath = rig.view.segment.breath
        assert breath is not None
        seen = list(frames(rig, 2 * breath.seconds))
        half = len(seen) // 2
        assert seen[:half] == seen[half:]
        assert len({"".join(map(repr, one)) for one in seen}) > 4


async def test_while_breathing_only_some_rows_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[tuple[Region, ...]] = []
    refresh = FigureView.refresh

    def spy(self: FigureView, *regions: Region, **more: bool) -> FigureView:
        written.append(regions)
        return refresh(self, *regions, **more)

    async with running(LUNGES, choices=NOW) as rig:
        await rig.until(holding)
        monkeypatch.setattr(FigureView, "refresh", spy)
        height = figure(rig).size.height
        looks = len(list(frames(rig, 12.0, 1 / 15)))
        monkeypatch.undo()
        assert written
        assert len(written) < looks / 3, "most looks at the clock change nothing"
        assert all(regions for regions in written), "never the whole figure"
        rows = [sum(region.height for region in regions) for regions in written]
        assert max(rows) < 0.75 * height
        # The legs stand still: the lowest rows are never among them.
        assert max(region.bottom for regions in written for region in regions) < height - 1


@pytest.mark.parametrize("calm", [False, True], ids=["moving", "calm"])
async def test_with_reduced_motion_nothing_moves_through_a_whole_breath(calm: bool) -> None:
    settings = replace(Settings(), reduced_motion=calm)
    async with running(LUNGES, choices=NOW, settings=settings) as rig:
        await rig.until(holding)
        breath = rig.view.segment.breath
        assert breath is not None
        seen = list(frames(rig, breath.seconds))
        assert all(one == seen[0] for one in seen) is calm


@pytest.mark.parametrize("calm", [False, True], ids=["moving", "calm"])
async def test_on_the_way_the_body_moves_unless_motion_is_reduced(calm: bool) -> None:
    settings = replace(Settings(), reduced_motion=calm)
    async with running(flow_of("tall", "lunge"), choices=NOW, settings=settings) as rig:
        await rig.until(
            lambda view: view.segment.kind is SegmentKind.ENTER and view.segment.pose == "lunge"
        )
        pictures = {"".join(map(repr, one)) for one in frames(rig, 5.0, 0.5)}
        assert (len(pictures) == 1) is calm


async def test_paused_the_body_stands_still() -> None:
    async with running(LUNGES, choices=NOW) as rig:
        await rig.until(holding)
        await rig.pilot.press("space")
        await rig.settle()
        seen = list(frames(rig, 6.0))
        assert all(one == seen[0] for one in seen)
