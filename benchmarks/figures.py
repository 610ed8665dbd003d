"""What figures take of the machine: a picture's time, and the whole program's in a terminal.

A picture's bound follows from the 5 per cent of a core that playing may take (design.md). A pose
that is stayed in for a minute takes 60 pictures of its way in (three legs of 2 s, 10 pictures a
second) and 13 of its first breath (12 steps); after that each picture is a kept one. Five per
cent of that minute are 3,000 ms; half of them are the figure's, the clock, the count and
Textual take the rest. So 73 pictures have 1,500 ms: 20 ms each, on any size of screen.

Processor time, so that what else the machine does is not counted. What is said has been rendered
before, as in `cpu_memory`.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cpu_memory import sound_server
from benchmarks.first_frame import first_pose
from benchmarks.harness import Figure, clean_environment, report, temporary_home, yogaflow
from benchmarks.one_label import READY
from benchmarks.processes import Tree, can_measure
from benchmarks.terminal import Terminal
from yogaflow.figure.motion import LEG_SECONDS, way
from yogaflow.figure.picture import Painter
from yogaflow.figure.rig import Stance, stance
from yogaflow.format import read_pose
from yogaflow.format.poses import NO_STANCES
from yogaflow.model import Side
from yogaflow.storage.paths import poses_dir

SIZES = ((40, 18), (60, 24), (100, 40))
BOUND_MS = 20.0
STEPS = 12
"""Pictures of half a breath."""
PICTURES_A_SECOND = 10

COLUMNS, ROWS = 120, 40
COUNTDOWN = 3
SETTLE = 12.0
"""Seconds that are not measured: of a hold its first breath, which is drawn; the rest is kept."""
SECONDS = 30.0
CPU_BOUND = 5.0
"""Per cent of one core, for playing."""
BYTES_BOUND = 60_000.0
"""Bytes a second: half of what a slow line to another machine carries (1 Mbit/s)."""

BREATHING = "title: Breathing\nflow:\n  - {pose}: 40 breaths\n"
MOVING = "title: On the way\nflow:\n  - repeat: 40\n    flow:\n{stays}"
SHORT_STAYS = ("warrior-1", "pigeon", "half-seated-twist", "bridge")
"""From standing to the floor and back: ways of up to four legs."""


# -- pictures -------------------------------------------------------------------------------


def posed(key: str) -> Stance:
    """How a pose of the library looks on the right."""
    found = stance(read_pose(poses_dir() / f"{key}.yaml", NO_STANCES), Side.RIGHT)
    assert found is not None
    return found


def milliseconds(draw: Callable[[int], object], pictures: int) -> float:
    """Processor time of a picture: the median of so many."""
    times = []
    for number in range(pictures):
        start = time.process_time()
        draw(number)
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def pictures(size: tuple[int, int]) -> tuple[float, float, float]:
    """Milliseconds of a picture: breathing for the first time, again, and on the way."""
    standing, lying = posed("warrior-1"), posed("pigeon")
    paint = Painter()
    frame = paint.framing((standing,), *size)

    def breathe(number: int) -> object:
        return paint.cells(standing, *size, breath=number / STEPS, frame=frame)

    def move(number: int) -> object:
        body = path.at(number / frames)
        return fresh.cells(body, *size, frame=frame, follow=0.5, coarse=True)

    cold = milliseconds(breathe, STEPS + 1)  # a painter draws something new only once
    again = statistics.median(milliseconds(breathe, STEPS + 1) for _ in range(3))
    path, fresh = way(standing, lying), Painter()
    frames = round(path.legs * LEG_SECONDS * PICTURES_A_SECOND)
    return cold, again, milliseconds(move, frames)


def all_pictures() -> list[Figure]:
    """The pictures of all sizes."""
    found = []
    for size in SIZES:
        where = f"{size[0]}x{size[1]}"
        names = ("breathing, new", "breathing, again", "on the way")
        for name, value in zip(names, pictures(size), strict=True):
            found.append(Figure(f"a figure {where}, {name}", value, BOUND_MS, "ms"))
    return found


# -- the whole program ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Use:
    """Per cent of one core, and bytes a second written to the terminal."""

    cpu: float
    bytes: float


def use(command: list[str], ready: str, environment: dict[str, str], after: float) -> Use:
    """Let it run in a terminal, and look `after` so many seconds.

    Raises RuntimeError if it ends by itself.
    """
    with Terminal(command, environment, columns=COLUMNS, rows=ROWS) as terminal:
        terminal.wait_for(ready)
        terminal.drain(after)
        tree = Tree(terminal.pid)
        tree.look()
        before, written, start = tree.cpu_seconds(), terminal.received, time.monotonic()
        while (left := start + SECONDS - time.monotonic()) > 0:
            terminal.drain(min(5.0, left))
            tree.look()
        took = time.monotonic() - start
        if not terminal.is_running():
            raise RuntimeError(f"{' '.join(command)} ended while it was measured")
        return Use(100 * (tree.cpu_seconds() - before) / took, (terminal.received - written) / took)


def flow(folder: Path, name: str, text: str) -> str:
    """A flow of one's own, by its path."""
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def hold_begins(path: str) -> float:
    """When the first hold begins, seconds from the end of the countdown."""
    shown = subprocess.run(yogaflow("show", path, "--json"), capture_output=True, check=True)
    segments = json.loads(shown.stdout)["segments"]
    ready = sum(one["duration"] for one in segments if one["kind"] == "ready")
    return float(next(one["start"] for one in segments if one["kind"] == "hold") - ready)


def playing(home: Path, environment: dict[str, str]) -> list[Figure]:
    """The program with and without a figure, against the least Textual app."""
    label = [sys.executable, "-m", "benchmarks.one_label"]
    blank = use(label, READY, environment, SETTLE)
    stays = "".join(f"      - {key}: 5s\n" for key in SHORT_STAYS)
    hold = flow(home, "breathing", BREATHING.format(pose="warrior-1"))
    moving = flow(home, "moving", MOVING.format(stays=stays))
    settings = home / "config" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    begins = COUNTDOWN + hold_begins(hold)
    found = []
    for name, path, figures, after in (
        ("no figure, breathing", hold, "off", begins),
        ("a figure, breathing", hold, "auto", begins),
        ("a figure, on the way", moving, "auto", 0.0),
    ):
        settings.write_text(f'figures = "{figures}"\n', encoding="utf-8")
        spoken = yogaflow("export", path, str(home / "spoken.vtt"))
        subprocess.run(spoken, env=environment, check=True, capture_output=True)
        play = yogaflow("play", path, "--countdown", str(COUNTDOWN))
        one = use(play, first_pose(path), environment, after + SETTLE)
        found += [
            Figure(f"CPU, {name}", one.cpu, CPU_BOUND, "%", blank.cpu, "one label"),
            Figure(f"written, {name}", one.bytes, BYTES_BOUND, "B/s", blank.bytes, "one label"),
        ]
    return found


def main() -> int:
    """Measure, print, judge."""
    figures = all_pictures()
    if can_measure():
        with temporary_home() as home, sound_server() as sound:
            print("with a sound server" if sound else "without a sound server")
            figures += playing(home, clean_environment(home) | sound)
        print(f"{SECONDS:.0f} s each at {COLUMNS}x{ROWS}")
    else:
        print("The whole program needs Linux's /proc: left out.")
    return report(figures)


if __name__ == "__main__":
    sys.exit(main())
