"""A library of 10,000 flows: its index made and read, a search letter by letter, its first rows."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from pathlib import Path

import yaml

from benchmarks.harness import (
    Figure,
    clean_environment,
    medians,
    report,
    seconds_of,
    temporary_home,
    yogaflow,
)
from benchmarks.key_latency import percentile
from benchmarks.terminal import Terminal
from yogaflow.library.catalogue import Catalogue
from yogaflow.library.folders import FlowDir, default_pose_dirs
from yogaflow.library.indexer import reading
from yogaflow.library.library import default_library
from yogaflow.library.search import FlowSearch, Order, ordered
from yogaflow.library.summary import FlowSummary
from yogaflow.storage.paths import sequences_dir

FLOWS = 10_000
COLD_BOUND = 240.0
"""Seconds, in the background and once: 24 ms for each flow."""
WARM_BOUND = 100.0
"""Milliseconds: to list all flows, and to find those of some words."""
KEY_BOUND = 50.0
"""Milliseconds from a key to the flows found, 99 of 100 keys."""
ROWS_BOUND = 150.0
"""Milliseconds that ten thousand flows may add to the time until the first rows."""
RUNS = 15
WORDS = ("viraba", "hip stretch", "evening 47", "pigeon mountain", "zzz")
"""What is searched for, letter by letter, and taken back again."""
FEW = "bundled flows only"


def fill(folder: Path) -> None:
    """Write as many flows, all different: some poses each, one or the other side, ranges."""
    chance = random.Random(1)
    keys = default_library().pose_keys()
    folder.mkdir()
    for number in range(FLOWS):
        title = f"{chance.choice(('Evening', 'Morning', 'Hips', 'Strong legs'))} {number}"
        lines = [f"title: {title}", f"about: {' '.join(chance.sample(keys, 6))}", "flow:"]
        for key in chance.sample(keys, chance.randint(5, 12)):
            low = chance.randint(2, 8)
            lines.append(f"  - {key}: {low}-{low + chance.randint(1, 5)} breaths")
        (folder / f"flow-{number:05}.yaml").write_text("\n".join(lines) + "\n")


def made(home: Path) -> Catalogue:
    """The catalogue of that home, which has looked at nothing yet."""
    dirs = [FlowDir(home / "flows", own=True), FlowDir(sequences_dir())]
    return Catalogue(dirs, default_pose_dirs(), home / "cache" / "flows.json")


def make_index(home: Path) -> None:
    """Read every flow, as the library does while it shows what it has."""

    async def read() -> None:
        catalogue = made(home)
        catalogue.look()
        async for _ in reading(catalogue):
            pass

    asyncio.run(read())


def compose_all(home: Path) -> None:
    """The yardstick of that: each file through the parser in C, and nothing made of it."""
    for path in (home / "flows").iterdir():
        with path.open(encoding="utf-8") as file:
            yaml.compose(file, Loader=yaml.CSafeLoader)


def listed(home: Path) -> list[FlowSummary]:
    """All flows in order, as they are remembered: what the library shows first."""
    return ordered(made(home).recall(), Order.TITLE)


def load(home: Path) -> None:
    """The yardstick of that: the file of the index through Python's own parser."""
    json.loads((home / "cache" / "flows.json").read_bytes())


def ask_all(home: Path) -> None:
    """The yardstick of looking what has changed: time and size of each file."""
    with os.scandir(home / "flows") as files:
        for file in files:
            file.stat()


def searched(catalogue: Catalogue, flows: list[FlowSummary]) -> list[FlowSummary]:
    """The flows with three words in them, two of which are in names of poses."""
    return FlowSearch(flows, catalogue.marks).found("pigeon evening mountain")


def first_rows(home: Path, row: str) -> float:
    """Seconds from the start until a row of the library is on the screen."""
    with Terminal(yogaflow(), clean_environment(home)) as terminal:
        return terminal.wait_for(row) - terminal.started


def search_latencies(home: Path) -> list[float]:
    """Milliseconds from each letter of a search to the list that it leaves."""
    found = []
    with Terminal(yogaflow(), clean_environment(home)) as terminal:
        terminal.wait_for("flows")
        terminal.drain(1.0)
        terminal.type("/")
        terminal.wait_for("/")
        terminal.drain(0.5)
        for word in WORDS * 2:
            for letter in [*word, *["\x7f"] * len(word)]:
                typed = terminal.type(letter)
                # The caret is drawn in the same breath as the list.
                shown = "▏" if letter == "\x7f" else f"{letter}▏"
                found.append(1000 * (terminal.wait_for(shown, 5.0) - typed))
                terminal.drain(0.1 + time.perf_counter() % 0.05)
    return found


def main() -> int:
    """Measure, print, judge."""
    with temporary_home() as home, temporary_home() as bundled:
        fill(home / "flows")
        cold = seconds_of(lambda: make_index(home))
        composed = seconds_of(lambda: compose_all(home))
        catalogue = made(home)
        catalogue.look()
        flows = listed(home)
        warm, loaded, asked, checked, found = (
            1000 * seconds
            for seconds in medians(
                lambda: seconds_of(lambda: listed(home)),
                lambda: seconds_of(lambda: load(home)),
                lambda: seconds_of(lambda: ask_all(home)),
                lambda: seconds_of(catalogue.look),
                lambda: seconds_of(lambda: searched(catalogue, flows)),
                runs=RUNS,
            )
        )
        keys = search_latencies(home)
        few, many = (
            1000 * seconds
            for seconds in medians(
                lambda: first_rows(bundled, "Hip openers"),
                lambda: first_rows(home, "Evening 1"),
                runs=RUNS,
            )
        )
    print(f"{len(keys)} letters, half of them within {percentile(keys, 0.5):.1f} ms")
    return report(
        [
            Figure(f"index of {FLOWS} flows, cold", cold, COLD_BOUND, "s", composed, "yaml in C"),
            Figure("list them, warm", warm, WARM_BOUND, "ms", loaded, "json of the index"),
            Figure("see what has changed", checked, WARM_BOUND, "ms", asked, "stat of each file"),
            Figure("search them, three words", found, WARM_BOUND, "ms"),
            Figure("letter to list, p99", percentile(keys, 0.99), KEY_BOUND, "ms"),
            Figure("first rows of them", many, few + ROWS_BOUND, "ms", few, FEW),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
