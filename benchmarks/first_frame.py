"""From the command to the first pose's name on the screen, against the least Textual app."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from benchmarks.harness import (
    Figure,
    clean_environment,
    medians,
    report,
    temporary_home,
    yogaflow,
)
from benchmarks.one_label import READY
from benchmarks.terminal import Terminal
from yogaflow.storage.paths import poses_dir

FLOW = "strong-and-open"
BOUND = 1.5
"""Times the yardstick."""
RUNS = 9


def first_pose(flow: str) -> str:
    """The name of the flow's first pose, as it must appear on the screen."""
    shown = subprocess.run(
        yogaflow("show", flow, "--json"), capture_output=True, text=True, check=True
    )
    key = next(s["pose"] for s in json.loads(shown.stdout)["segments"] if s["pose"])
    text = (poses_dir() / f"{key}.yaml").read_text(encoding="utf-8")
    name = re.search(r"(?m)^name: *[\"']?(.+?)[\"']?$", text)
    assert name, f"{key} has no name"
    return name[1]


def seconds_until(text: str, command: list[str], home: Path) -> float:
    """From starting the command in a terminal until the text is there, seconds."""
    with Terminal(command, clean_environment(home)) as terminal:
        return terminal.wait_for(text) - terminal.started


def main() -> int:
    """Measure, print, judge."""
    name = first_pose(FLOW)
    with temporary_home() as home:
        label, frame = medians(
            lambda: seconds_until(READY, [sys.executable, "-m", "benchmarks.one_label"], home),
            lambda: seconds_until(name, yogaflow("play", FLOW), home),
            runs=RUNS,
        )
    what = f"play: {name!r} visible ({frame / label:.2f} x)"
    return report([Figure(what, frame, BOUND * label, "s", label, "one label")])


if __name__ == "__main__":
    sys.exit(main())
