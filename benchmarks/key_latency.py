"""From a key to its effect on the screen while a practice plays."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks.first_frame import FLOW, first_pose
from benchmarks.harness import Figure, clean_environment, report, temporary_home, yogaflow
from benchmarks.one_label import PRESSED, READY, RELEASED
from benchmarks.terminal import Terminal

KEYS = 200
BOUND = 50.0
"""Milliseconds, 99 of 100 keys."""
GAP = 0.11
"""Seconds between two keys: not a divisor of any drawing interval, so all phases are met."""


def percentile(values: list[float], part: float) -> float:
    """The smallest value that so large a part (0 to 1) of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def latencies(
    command: list[str], ready: str, turns: tuple[tuple[str, str], ...], home: Path
) -> list[float]:
    """Type the keys of `turns` over and over; milliseconds until each one's text appeared."""
    found = []
    # A notice about sleep would stand where the keys' effect is looked for: say that it is held
    # off. Every other word there is about the sound.
    environment = clean_environment(home) | {"WAKEPY_FAKE_SUCCESS": "1"}
    with Terminal(command, environment, columns=120, rows=40) as terminal:
        terminal.wait_for(ready)
        terminal.drain(2.0)
        for i in range(KEYS):
            key, text = turns[i % len(turns)]
            typed = terminal.type(key)
            found.append(1000 * (terminal.wait_for(text, 5.0) - typed))
            terminal.drain(GAP + time.perf_counter() % 0.05)
    return found


def main() -> int:
    """Measure, print, judge."""
    with temporary_home() as home:
        label = latencies(
            [sys.executable, "-m", "benchmarks.one_label"],
            READY,
            (("x", PRESSED), ("x", RELEASED)),
            home,
        )
        play = latencies(
            yogaflow("play", FLOW, "--countdown", "3"),
            first_pose(FLOW),
            (("m", "muted"), ("m", "sound")),
            home,
        )
    typical = percentile(play, 0.5)
    print(f"{KEYS} keys, half of them within {typical:.1f} ms")
    what = "key to screen, p99"
    return report(
        [Figure(what, percentile(play, 0.99), BOUND, "ms", percentile(label, 0.99), "one label")]
    )


if __name__ == "__main__":
    sys.exit(main())
