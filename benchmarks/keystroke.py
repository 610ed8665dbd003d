"""From a letter typed in a flow to its outline, problems and length, without drawing.

Somebody writes here and there in a long flow: a word to say, an amount, a whole new line letter
by letter, with all the problems that half a line has; then all of it is taken back.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from itertools import accumulate, islice
from statistics import median

from benchmarks.harness import Figure, report, seconds_of
from benchmarks.key_latency import percentile
from yogaflow.editing.reading import Reader
from yogaflow.format import load_flow
from yogaflow.library.library import default_library
from yogaflow.timeline import compile_flow

BOUNDS = {50: (15.0, 40.0), 500: (60.0, 100.0), 5000: (500.0, 900.0)}
"""By the number of steps: milliseconds for half of the keystrokes, and for 99 of 100.

Ours: what `benchmarks.editor` allows to the outline, less what drawing takes.
"""

KEYS = {50: 1000, 500: 1000, 5000: 400}
"""How many keystrokes are typed."""

POSES = default_library().poses()
MOVES = ("upward-salute", "forward-fold", "half-lift", "chaturanga", "upward-dog", "down-dog")
AMOUNTS = ("5 breaths", "3-5 breaths", "30s", "1 min")
HELD = ("warrior-1", "warrior-2", "pigeon", "locust", "plank", "childs-pose", "half-seated-twist")


def long_flow(steps: int, chance: random.Random) -> str:
    """A flow of so many written steps, groups among them.

    A day is not enough for 5,000 holds: the longest flow moves with the breath.
    """
    lines = ["title: A long flow", "flow:"]
    count = 0
    while count < steps:
        if steps > 1000:
            count += 9
            for _ in range(4):
                lines.append(f"  - inhale: {chance.choice(MOVES)}")
                lines.append(f"  - exhale: {chance.choice(MOVES)}")
            lines.append("  - say: Notice how you feel.")
            continue
        count += 5
        before = ""
        if chance.random() < 0.3:
            count += 1
            lines += ["  - sides: right, left", "    flow:"]
            before = "    "
        for pose in ("warrior-2", *chance.choices(HELD, k=3)):
            lines.append(f"{before}  - {pose}: {chance.choice(AMOUNTS)}")
        lines.append(f"{before}    say: Let the breath do the work.")
        lines.append(f"  - {chance.choice(('say: Notice how you feel.', 'rest: 2 breaths'))}")
    return "\n".join(lines) + "\n"


def typed(text: str, chance: random.Random) -> Iterator[str]:
    """The texts after each of many keystrokes, without end."""
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    while True:
        at = chance.randrange(2, len(lines) - 1)
        line = lines[at]
        kind = chance.choice(("word", "amount", "line"))
        first = old = len(line)
        digits = [place for place, letter in enumerate(line) if letter.isdigit()]
        if kind == "line":
            inset = len(line) - len(line.lstrip())
            if not line.lstrip().startswith("-"):
                inset -= 2
            new = "\n" + " " * inset + "- plank: 4 breaths"
        elif kind == "amount" and digits:
            first, old = digits[0], digits[0] + 1
            new = chance.choice("12346789")
        elif "say: " in line:
            first = old = line.index("say: ") + 5
            new = "And now, "
        else:
            new = " # and so on"
        before, after = text[: starts[at] + first], text[starts[at] + old :]
        ends = [*range(1, len(new) + 1), *range(len(new) - 1, 0, -1)]
        yield from (before + new[:end] + after for end in ends)
        yield text


def figures(steps: int) -> list[Figure]:
    """Type in a flow of so many steps."""
    chance = random.Random(steps)
    text = long_flow(steps, chance)
    reader = Reader(POSES)
    first = 1000 * seconds_of(lambda: reader.read(text))
    taken = []
    problems = 0
    for new in islice(typed(text, chance), KEYS[steps]):
        start = time.perf_counter()
        reading = reader.read(new)
        taken.append(1000 * (time.perf_counter() - start))
        problems += bool(reading.problems)
    whole = 1000 * median(seconds_of(lambda: _whole(text)) for _ in range(3))
    share = round(100 * problems / len(taken))
    print(f"{steps} steps: {first:.0f} ms at first; {share} % of the keystrokes with a problem")
    half, most = BOUNDS[steps]
    return [
        Figure(f"keystroke in {steps} steps, half", percentile(taken, 0.5), half, "ms"),
        Figure(
            f"keystroke in {steps} steps, p99",
            percentile(taken, 0.99),
            most,
            "ms",
            whole,
            "load and compile all",
        ),
    ]


def _whole(text: str) -> object:
    """The yardstick."""
    return compile_flow(load_flow(text, path="", key="long", poses=POSES))


def main() -> int:
    """Measure, print, judge."""
    return report([figure for steps in BOUNDS for figure in figures(steps)])


if __name__ == "__main__":
    sys.exit(main())
