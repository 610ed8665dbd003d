"""Whether an hour of practice leaves anything behind: python -m tests.faults.hour [--minutes N]

A practice in a terminal, with its sound and its voice. From minute 5 on (before that everything is
loaded and every line rendered) memory, open files and threads of all its processes together may
not grow. A minute's median counts, for a moment's open file is no leak.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.cpu_memory import sound_server
from benchmarks.harness import clean_environment, temporary_home, yogaflow
from benchmarks.processes import PROC, Tree, can_measure
from benchmarks.terminal import Terminal

MINUTE = 60.0
WARM_UP = 5.0
"""Minutes that are not judged; a third of a practice that is shorter than fifteen."""
EVERY = 5.0
"""Seconds between two looks."""
MEGABYTES = 5.0
"""How much may be added."""

FLOW = "title: An hour\nflow:\n" + (
    "  - pigeon: 10 breaths\n  - warrior-2: 10 breaths\n  - mountain: 1 minute\n" * 20
)


@dataclass(frozen=True, slots=True)
class Use:
    """What all processes of a program hold at an instant; memory in MB."""

    memory: float
    files: int
    threads: int


def use(tree: Tree) -> Use:
    """What they hold now."""
    tree.look()
    files = threads = 0
    for pid in tree.living():
        with contextlib.suppress(OSError):
            files += sum(1 for _ in (PROC / str(pid) / "fd").iterdir())
            threads += sum(1 for _ in (PROC / str(pid) / "task").iterdir())
    return Use(tree.own_megabytes(), files, threads)


def middle(uses: Sequence[Use]) -> Use:
    """The medians."""
    return Use(
        median(one.memory for one in uses),
        round(median(one.files for one in uses)),
        round(median(one.threads for one in uses)),
    )


def grown(minutes: float) -> tuple[Use, Use]:
    """What it holds after the warm-up, and in the end. Raises RuntimeError if it ends before."""
    warm = min(WARM_UP, minutes / 3) * MINUTE
    window = min(MINUTE, warm / 2)
    early: list[Use] = []
    late: list[Use] = []
    with temporary_home() as home, sound_server() as sound:
        path = home / "hour.yaml"
        path.write_text(FLOW)
        command = yogaflow("play", str(path), "--countdown", "3")
        with Terminal(command, clean_environment(home) | sound, columns=100, rows=30) as terminal:
            terminal.wait_for("left")
            tree, begun = Tree(terminal.pid), time.monotonic()
            while (past := time.monotonic() - begun) < minutes * MINUTE:
                terminal.drain(min(EVERY, window / 3))
                if not terminal.is_running():
                    raise RuntimeError(f"it ended after {past:.0f} s")
                if warm - window < past <= warm:
                    early.append(use(tree))
                elif past > minutes * MINUTE - window:
                    late.append(use(tree))
    return middle(early), middle(late)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60.0)
    minutes = parser.parse_args(arguments).minutes
    if not can_measure():
        print("hour: this needs Linux's /proc: left out")
        return 0
    before, after = grown(minutes)
    print(
        f"hour: {minutes:g} minutes, {before.memory:.1f} MB, {before.files} files "
        f"and {before.threads} threads after the warm-up; then "
        f"{after.memory - before.memory:+.1f} MB, {after.files - before.files:+d} files, "
        f"{after.threads - before.threads:+d} threads"
    )
    held = (
        after.memory - before.memory <= MEGABYTES
        and after.files <= before.files
        and after.threads <= before.threads
    )
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
