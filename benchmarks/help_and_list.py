"""Commands that only print: `--help`, and `list` with a hundred flows, warm."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.harness import (
    Figure,
    command_seconds,
    medians,
    report,
    temporary_home,
    yogaflow,
)
from yogaflow.storage.paths import sequences_dir

FLOWS = 100
HELP_BOUND = 50.0
LIST_BOUND = 100.0
"""Both milliseconds."""
RUNS = 25


def fill(home: Path) -> None:
    """Give the person as many flows as are missing to a hundred: copies of the bundled ones."""
    bundled = sorted(sequences_dir().glob("*.yaml"))
    own = home / "flows"
    own.mkdir()
    for i in range(FLOWS - len(bundled)):
        source = bundled[i % len(bundled)]
        copy = own / f"{source.stem}-{i}.yaml"
        copy.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")


def main() -> int:
    """Measure, print, judge."""
    with temporary_home() as home:
        fill(home)
        bare, of_help, of_list = (
            1000 * seconds
            for seconds in medians(
                lambda: command_seconds([sys.executable, "-c", "pass"], home),
                lambda: command_seconds(yogaflow("--help"), home),
                lambda: command_seconds(yogaflow("list"), home),
                runs=RUNS,
            )
        )
    return report(
        [
            Figure("yogaflow --help", of_help, HELP_BOUND, "ms", bare, "python -c pass"),
            Figure(f"list, {FLOWS} flows", of_list, LIST_BOUND, "ms", bare, "python -c pass"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
