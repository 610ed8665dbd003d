"""What the benchmarks share: a figure with its bound and yardstick, and medians over runs."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = "YOGAFLOW_BENCH_RESULTS"
"""Environment variable: a file to which each figure is added as a line of JSON."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `value`, `bound` and `yardstick` are in `unit`; less is better.

    `yardstick` is None where there is nothing to hold the figure against.
    """

    what: str
    value: float
    bound: float
    unit: str
    yardstick: float | None = None
    yardstick_name: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the figure is within its bound."""
        return self.value <= self.bound

    def cells(self) -> tuple[str, str, str, str, str]:
        """The figure as words: what, value, bound, yardstick, verdict."""
        held_against = (
            "-"
            if self.yardstick is None
            else f"{_amount(self.yardstick, self.unit)} {self.yardstick_name}".rstrip()
        )
        return (
            self.what,
            _amount(self.value, self.unit),
            _amount(self.bound, self.unit),
            held_against,
            "kept" if self.is_kept else "OVER",
        )


def report(figures: Sequence[Figure]) -> int:
    """Print the figures, hand them to `python -m benchmarks`; the exit status to end with."""
    print(table(figures))
    results = os.environ.get(RESULTS)
    if results:
        with Path(results).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(figure)) + "\n" for figure in figures)
    return 0 if all(figure.is_kept for figure in figures) else 1


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines with columns."""
    rows = [("what", "figure", "bound", "yardstick", "")]
    rows += [figure.cells() for figure in figures]
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    right = {1, 2}
    return "\n".join(
        "  ".join(
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def medians(*actions: Callable[[], float], runs: int) -> list[float]:
    """The median of each action's figures, over runs that take turns.

    One round before the first is thrown away: it fills caches. Turns make what else the machine
    does fall on all alike.
    """
    for action in actions:
        action()
    rounds = [[action() for action in actions] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def seconds_of(action: Callable[[], object]) -> float:
    """How long one call takes, seconds."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def command_seconds(command: Sequence[str], home: Path) -> float:
    """How long a command takes from start to exit, seconds. Raises if it fails."""
    environment = clean_environment(home)
    return seconds_of(
        lambda: subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True
        )
    )


def yogaflow(*arguments: str) -> list[str]:
    """The command line of the yogaflow that belongs to this Python."""
    script = Path(sys.executable).with_name("yogaflow")
    start = [str(script)] if script.exists() else [sys.executable, "-m", "yogaflow"]
    return [*start, *arguments]


def clean_environment(home: Path) -> dict[str, str]:
    """An environment as on any desk: colours, nobody's settings, yogaflow's own folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TEXTUAL", "NO_COLOR", "PYTHON"))
    }
    return kept | {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": kept.get("LANG", "C.UTF-8"),
        "YOGAFLOW_HOME": str(home),
    }


@contextmanager
def temporary_home() -> Iterator[Path]:
    """A folder for YOGAFLOW_HOME that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="yogaflow-bench-") as folder:
        yield Path(folder)


def _amount(value: float, unit: str) -> str:
    digits = 3 if unit == "s" else 1
    return f"{value:.{digits}f} {unit}"
