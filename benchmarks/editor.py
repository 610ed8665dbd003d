"""In the editor: from a key to its letter, and to the outline and the problems being right again.

Outline, totals and problems are told in one drawing, so the line that says how many problems
there are stands for all of them.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks.harness import Figure, clean_environment, report, temporary_home, yogaflow
from benchmarks.key_latency import percentile
from benchmarks.one_label import PRESSED, READY, RELEASED
from benchmarks.terminal import Terminal

KEYS = 150
BOUNDS = {50: (20.0, 60.0), 500: (20.0, 120.0), 5000: (60.0, 1000.0)}
"""By the number of steps: milliseconds to the letter and to the outline, for 99 of 100 keys."""

GAP = 0.05
"""Seconds between two keys: a quick typist."""


def flow_of(steps: int) -> str:
    """A flow of so many written steps, most of them in groups with two sides, as people write.

    The largest one is of movements: of holds so many would take more than a day.
    """
    if steps > 1000:
        half = ["  - inhale: upward-salute", "  - exhale: forward-fold"]
        return (
            "\n".join(["title: Measured", "flow:", "  - cow: 5 breaths", *half * (steps // 2)])
            + "\n"
        )
    lines = ["title: Measured", "flow:", "  - cow: 5 breaths"]
    written = 1
    while written < steps:
        lines += [
            "  - sides: right, left   # both",
            "    flow:",
            "      - pigeon: 10s",
            "        say: Walk the hands out.",
            "      - half-seated-twist: 10s",
            "  - bridge: 1 rep",
            "  - rest: 1 breath",
        ]
        written += 5
    return "\n".join(lines) + "\n"


def typed(terminal: Terminal, keys: tuple[tuple[str, str], ...]) -> list[float]:
    """Press the keys in turn; milliseconds until each one's text has come."""
    found = []
    for number in range(KEYS):
        key, text = keys[number % len(keys)]
        pressed = terminal.type(key)
        found.append(1000 * (terminal.wait_for(text, 10.0) - pressed))
        terminal.drain(GAP + time.perf_counter() % 0.03)
    return found


def latencies(path: Path, home: Path) -> tuple[list[float], list[float]]:
    """Milliseconds from a key to its letter, and to problems and outline."""
    environment = clean_environment(home)
    command = yogaflow("edit", str(path))
    with Terminal(command, environment, columns=120, rows=40) as terminal:
        terminal.wait_for("all well", 60.0)
        # To the end of the pose's name in the first step: `- cow`.
        terminal.type("\r")
        terminal.drain(1.0)
        terminal.type("\x1b[H" + "\x1b[C" * 5)
        terminal.drain(1.0)
        letters = typed(terminal, (("q", "cowq:"), ("\x7f", "cow:")))
        terminal.drain(1.0)
        wholes = typed(terminal, (("q", "1 problem"), ("\x7f", "all well")))
    return letters, wholes


def main() -> int:
    """Measure, print, judge."""
    figures = []
    with temporary_home() as home:
        with Terminal(
            [sys.executable, "-m", "benchmarks.one_label"],
            clean_environment(home),
            columns=120,
            rows=40,
        ) as terminal:
            terminal.wait_for(READY)
            terminal.drain(1.0)
            label = percentile(typed(terminal, (("x", PRESSED), ("x", RELEASED))), 0.99)
        for steps, (letter, whole) in BOUNDS.items():
            path = home / f"measured-{steps}.yaml"
            path.write_text(flow_of(steps), encoding="utf-8")
            letters, wholes = latencies(path, home)
            print(
                f"{steps} steps: half of the letters within {percentile(letters, 0.5):.1f} ms, "
                f"half of the outlines within {percentile(wholes, 0.5):.1f} ms"
            )
            for what, values, limit in (
                ("key to letter", letters, letter),
                ("key to outline and problems", wholes, whole),
            ):
                name = f"{steps} steps: {what}, p99"
                value = percentile(values, 0.99)
                figures.append(Figure(name, value, limit, "ms", label, "one label"))
    return report(figures)


if __name__ == "__main__":
    sys.exit(main())
