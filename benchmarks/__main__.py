"""Run the benchmarks and print one table: `make bench`, or `make bench ARGS="compile"`.

Each runs in a process of its own. The exit status is 1 if any figure is over its bound.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.harness import RESULTS, Figure, table

FOLDER = Path(__file__).parent
NOT_BENCHMARKS = {"__init__", "__main__", "harness", "terminal", "processes", "one_label"}


def main() -> int:
    """Run those named, or all; print what they print, then the table."""
    known = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in NOT_BENCHMARKS)
    asked = sys.argv[1:] or known
    unknown = [name for name in asked if name not in known]
    if unknown:
        print(f"No benchmark named {', '.join(unknown)}. There are: {', '.join(known)}")
        return 2
    figures: list[Figure] = []
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "figures.jsonl"
        results.touch()
        for name in asked:
            print(f"\n== {name}", flush=True)
            command = [sys.executable, "-m", f"benchmarks.{name}"]
            done = subprocess.run(
                command,
                cwd=FOLDER.parent,
                env=os.environ | {RESULTS: str(results)},
                check=False,
            )
            if done.returncode:
                failed.append(name)
        for line in results.read_text(encoding="utf-8").splitlines():
            figures.append(Figure(**json.loads(line)))
    print("\n" + table(figures))
    if failed:
        print(f"\nOver the bound, or broken: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
