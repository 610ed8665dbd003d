"""The terminal changes its size again and again, from 1x1 to 300x100, in each of the screens.

Nothing fails, and at last the screen shows what it shows where it is opened at that size. A few
sizes are also tried in a terminal of its own, where only what has changed is written.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from argparse import ArgumentParser
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from tests.faults import terminals
from tests.terminal import Terminal
from tests.tui import flows
from tests.tui.desk import HIPS, desk
from tests.tui.rig import running
from tests.tui.snapshot import grid

Size = tuple[int, int]
Opened = Callable[[Size], AbstractAsyncContextManager[Pilot[None]]]
LEAST, MOST = (1, 1), (300, 100)
EDGES = (LEAST, MOST, (1, 100), (300, 1), (80, 24))


@asynccontextmanager
async def library(size: Size) -> AsyncIterator[Pilot[None]]:
    """The library."""
    async with running(None, size) as rig:
        yield rig.pilot


@asynccontextmanager
async def preview(size: Size) -> AsyncIterator[Pilot[None]]:
    """The preview of a flow."""
    async with running(None, size) as rig:
        await rig.pilot.press("down", "down", "enter")
        yield rig.pilot


@asynccontextmanager
async def player(size: Size) -> AsyncIterator[Pilot[None]]:
    """The third breath of a pose, on a clock that stands still."""
    async with running(flows.HIPS, size) as rig:
        await rig.until(lambda view: view.count == 3)
        yield rig.pilot


@asynccontextmanager
async def editor(size: Size, folder: Path) -> AsyncIterator[Pilot[None]]:
    """The editor of a small flow, on its first line: how far down one is stays as it is."""
    path = folder / "hips.yaml"
    path.write_text(HIPS, encoding="utf-8")
    async with desk(path, size) as found:
        found.editor.page.go_to(1)
        yield found.pilot


async def shown(opened: Opened, sizes: Sequence[Size]) -> str:
    """What a screen shows after all these sizes, of which the first is that it is opened at."""
    first, *others = sizes
    async with opened(first) as pilot:
        for size in others:
            await pilot.resize_terminal(*size)
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        return grid(pilot.app)


async def fault(opened: Opened, times: int, random: Random) -> str:
    """What goes wrong in one screen, or ""."""
    between = [
        random.choice(EDGES)
        if random.random() < 0.1
        else (random.randint(LEAST[0], MOST[0]), random.randint(LEAST[1], MOST[1]))
        for _ in range(times)
    ]
    last = (random.randint(20, 120), random.randint(8, 40))
    try:
        resized = await shown(opened, [(80, 24), *between, last])
        fresh = await shown(opened, [last])
    except Exception as error:
        return f"{error!r}, among {between[-20:]}"
    if resized == fresh:
        return ""
    return f"{last[0]}x{last[1]} looks so:\n{resized}\nand not so:\n{fresh}"


def _shows(terminal: Terminal, text: str) -> bool:
    return terminal.text() == text


def in_a_terminal(times: int, random: Random, report: Callable[[str], None]) -> int:
    """How often a real library looked otherwise than a fresh one, of as many sizes."""
    wrong = 0
    with Terminal(size=(80, 24)) as terminal:
        terminal.wait_for("Strong and open", 60.0)
        for _ in range(times):
            size = (random.randint(20, 120), random.randint(8, 40))
            with Terminal(size=size) as other:
                other.wait_for("choose a flow", 60.0)
                terminals.settle(other)
                fresh = other.text()
            terminal.clear(size)
            terminal.process.send_signal(signal.SIGWINCH)
            try:
                terminals.until(partial(_shows, terminal, fresh), terminal, 30.0)
            except terminals.FaultError as fault:
                wrong += 1
                report(f"{size[0]}x{size[1]} in a terminal: {fault}\nand not so:\n{fresh}")
    return wrong


def run(times: int, rounds: int, seed: int, report: Callable[[str], None] = print) -> int:
    """How many screens went wrong; `times` sizes in each, a comparison after each round of them."""
    wrong = 0
    with TemporaryDirectory() as folder:
        places: dict[str, Opened] = {
            "library": library,
            "preview": preview,
            "player": player,
            "editor": partial(editor, folder=Path(folder)),
        }
        for name, opened in places.items():
            random = Random(f"{seed} {name}")
            for _ in range(rounds):
                if what := asyncio.run(fault(opened, times // rounds, random)):
                    wrong += 1
                    report(f"{name}: {what}")
        report(f"{len(places)} screens, {times} sizes each, {wrong} faults")
    return wrong


def main() -> int:
    """Run it: 1 where something went wrong."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=1000, help="sizes in each screen")
    parser.add_argument("--rounds", type=int, default=20, help="comparisons in each screen")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rounds = max(1, min(arguments.rounds, arguments.times))
    wrong = run(arguments.times, rounds, arguments.seed)
    with TemporaryDirectory() as home:
        os.environ["YOGAFLOW_HOME"] = home
        wrong += in_a_terminal(min(rounds, 5), Random(arguments.seed), print)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
