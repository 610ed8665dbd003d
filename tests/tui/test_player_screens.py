"""How the player looks, state by state, at two sizes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tui import flows
from tests.tui.rig import running
from tests.tui.snapshot import check, grid
from yogaflow.model import Flow, Side
from yogaflow.practice.player import PlayerCommand
from yogaflow.practice.view import State, View
from yogaflow.timeline.timeline import PhaseKind, SegmentKind
from yogaflow.tui.paint import Painted

SIZES = [(80, 24), (40, 15)]


def _in(
    kind: SegmentKind, side: Side | None = None, phase: PhaseKind | None = None, count: int = 0
) -> Callable[[View], bool]:
    """Whether a view is in the second half of such a phase."""

    def found(view: View) -> bool:
        return (
            view.segment.kind is kind
            and view.side is side
            and (phase is None or (view.phase is not None and view.phase.kind is phase))
            and (phase is None or view.phase_progress > 0.4)
            and (not count or view.count == count)
            and (phase is not None or view.offset > view.segment.duration / 2)
        )

    return found


STATES: dict[str, tuple[Flow, Callable[[View], bool]]] = {
    "countdown": (flows.HIPS, _in(SegmentKind.READY)),
    "moving": (flows.HIPS, _in(SegmentKind.ENTER, Side.RIGHT)),
    "settling": (flows.HIPS, _in(SegmentKind.SETTLE, Side.RIGHT, PhaseKind.IN)),
    "right-in": (flows.HIPS, _in(SegmentKind.HOLD, Side.RIGHT, PhaseKind.IN, 3)),
    "right-out": (flows.HIPS, _in(SegmentKind.HOLD, Side.RIGHT, PhaseKind.OUT, 1)),
    "switch": (flows.HIPS, _in(SegmentKind.SWITCH, Side.LEFT)),
    "left-in": (flows.HIPS, _in(SegmentKind.HOLD, Side.LEFT, PhaseKind.IN, 5)),
    "left-full": (flows.HIPS, _in(SegmentKind.HOLD, Side.LEFT, PhaseKind.FULL, 2)),
    "left-out": (flows.HIPS, _in(SegmentKind.HOLD, Side.LEFT, PhaseKind.OUT, 2)),
    "rest": (flows.HIPS, _in(SegmentKind.REST, None, PhaseKind.OUT, 4)),
    "close": (flows.HIPS, _in(SegmentKind.CLOSE)),
    "reps": (flows.REPS, _in(SegmentKind.REP, None, PhaseKind.OUT, 6)),
    "move": (flows.SALUTATION, _in(SegmentKind.MOVE, None, PhaseKind.OUT)),
    "wait": (flows.WAITING, lambda view: view.state is State.WAITING),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", STATES)
async def test_state(name: str, size: tuple[int, int]) -> None:
    flow, found = STATES[name]
    async with running(flow, size) as rig:
        await rig.until(found)
        check(f"player-{name}-{size[0]}x{size[1]}", grid(rig.app))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_paused(size: tuple[int, int]) -> None:
    async with running(flows.HIPS, size) as rig:
        await rig.until(STATES["right-in"][1])
        await rig.pilot.press("space")
        await rig.settle()
        check(f"player-paused-{size[0]}x{size[1]}", grid(rig.app))


@pytest.mark.parametrize("name", ["countdown", "moving", "right-in", "left-out", "reps", "wait"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_big_view(name: str, size: tuple[int, int]) -> None:
    flow, found = STATES[name]
    async with running(flow, size) as rig:
        await rig.until(found)
        await rig.pilot.press("z")
        await rig.settle()
        check(f"big-{name}-{size[0]}x{size[1]}", grid(rig.app))


async def test_the_edges_say_which_side_it_is() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(STATES["right-in"][1])
        right = grid(rig.app).splitlines()
        await rig.until(STATES["left-in"][1])
        left = grid(rig.app).splitlines()
    assert sum(line.endswith("█") and len(line) == 80 for line in right) > 8
    assert sum(line.startswith("█") for line in left) > 8
    assert any("knee forward ▶" in line for line in right)
    assert any("◀ knee forward" in line for line in left)


@pytest.mark.parametrize("size", [(20, 8), (10, 3), (1, 1), (34, 5), (74, 9), (250, 70)])
@pytest.mark.parametrize("big", [False, True])
async def test_no_size_breaks_it(size: tuple[int, int], big: bool) -> None:
    async with running(flows.HIPS, size) as rig:
        if big:
            await rig.pilot.press("z")
        for name in ("countdown", "moving", "right-in", "switch", "left-out", "rest", "close"):
            await rig.until(STATES[name][1])
            assert len(grid(rig.app).splitlines()) == size[1]


async def test_growing_and_shrinking_shows_everything_again() -> None:
    async with running(flows.HIPS, (40, 15)) as rig:
        await rig.until(STATES["right-in"][1])
        small = grid(rig.app)
        await rig.pilot.resize_terminal(80, 24)
        await rig.settle()
        check("player-right-in-80x24", grid(rig.app))
        await rig.pilot.resize_terminal(40, 15)
        await rig.settle()
        assert grid(rig.app) == small


async def test_the_tiny_form_still_has_side_phase_and_count() -> None:
    async with running(flows.HIPS, (20, 8)) as rig:
        await rig.until(STATES["right-in"][1])
        text = grid(rig.app)
        assert "Pigeon" in text
        assert "RIGHT" in text
        assert "IN" in text
        assert " 3" in text


async def test_what_is_wrong_with_the_sound_is_said_quietly() -> None:
    async with running(flows.HIPS, notice=lambda: "No sound device: playing silently.") as rig:
        await rig.settle()
        assert "No sound device: playing silently." in grid(rig.app)


async def test_an_answer_stays_for_a_while_and_goes() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(STATES["right-in"][1])
        await rig.pilot.press("w")
        await rig.settle()
        assert "Three breaths left" in grid(rig.app)
        await rig.advance(7)
        assert "Three breaths left" not in grid(rig.app)


async def test_nothing_is_drawn_again_while_nothing_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(STATES["right-in"][1])
        rig.session.do(PlayerCommand.PAUSE)
        await rig.settle()
        drawn: list[str] = []
        for widget in rig.app.screen.query(Painted):
            monkeypatch.setattr(widget, "refresh", lambda *_, **__: drawn.append("again"))
        await rig.advance(30)
        assert drawn == []


async def test_after_a_sleep_the_practice_waits_and_says_why() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(STATES["right-in"][1])
        rig.now.seconds += 3600
        await rig.settle()
        assert rig.is_(State.PAUSED)
        assert "The machine was asleep." in grid(rig.app)


async def test_after_a_stall_it_goes_on_with_a_settling_breath() -> None:
    async with running(flows.HIPS) as rig:
        await rig.until(STATES["right-in"][1])
        rig.now.seconds += 5
        await rig.settle()
        assert rig.is_(State.PLAYING)
        assert "one breath to settle" in grid(rig.app)
