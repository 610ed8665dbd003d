"""`tests.faults.hour` in small: that it sees what a program holds. Its bounds need real minutes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.processes import Tree, can_measure
from tests.faults.hour import grown, use

pytestmark = pytest.mark.skipif(not can_measure(), reason="reads Linux's /proc")

HOLDER = """\
import sys, threading
sys.stdin.readline()
held = [open(sys.argv[1]) for _ in range(12)]
rest = threading.Event()
threads = [threading.Thread(target=rest.wait, daemon=True) for _ in range(3)]
for thread in threads:
    thread.start()
print("held", flush=True)
sys.stdin.readline()
"""


def test_every_open_file_and_thread_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        print("hold", file=holder.stdin, flush=True)
        assert holder.stdout.readline() == "held\n"
        held = use(Tree(holder.pid))
        # Its three streams, and what it holds; its own thread, and those it began.
        assert held.files >= 12 + 3
        assert held.threads == 3 + 1
        assert held.memory > 1
        print("end", file=holder.stdin, flush=True)


def test_some_seconds_of_practice_are_measured_with_its_sound_process() -> None:
    before, after = grown(minutes=0.06)
    assert before.memory > 10
    assert before.threads >= 3
    assert after.files >= 3
