"""What a minute of practice takes of the machine: every process of it, the sound's included.

Where PulseAudio is installed it plays into a server of its own with a null sink, so that the
sound process works as it does at home; the server's time is not ours and is not counted. What
is said has been rendered before: a first practice takes a few seconds of processor time more,
once, in a process that gives way to all others and has gone before long.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.first_frame import FLOW, first_pose
from benchmarks.harness import Figure, clean_environment, report, temporary_home, yogaflow
from benchmarks.one_label import READY
from benchmarks.processes import Tree, can_measure
from benchmarks.terminal import Terminal

COLUMNS, ROWS = 120, 40
SETTLE = 5.0
"""Seconds from the start that are not measured."""
SECONDS = 60.0
CPU_BOUND = 5.0
"""Per cent of one core."""
MEMORY_BOUND = 120.0
"""Megabytes."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a program used: per cent of one core, MB at the most, and processes at the most."""

    cpu: float
    memory: float
    processes: int


def measure(command: list[str], ready: str, environment: dict[str, str], seconds: float) -> Use:
    """Let it run in a terminal from when `ready` is on its screen; look every five seconds.

    Raises RuntimeError if the program does not live that long.
    """
    with Terminal(command, environment, columns=COLUMNS, rows=ROWS) as terminal:
        terminal.wait_for(ready)
        terminal.drain(SETTLE)
        tree = Tree(terminal.pid)
        processes = tree.look()
        before, start = tree.cpu_seconds(), time.monotonic()
        memory = tree.pss_megabytes()
        while (left := start + seconds - time.monotonic()) > 0:
            terminal.drain(min(5.0, left))
            processes = max(processes, tree.look())
            memory = max(memory, tree.pss_megabytes())
        took = time.monotonic() - start
        if not terminal.is_running():
            raise RuntimeError(f"{' '.join(command)} ended while it was measured")
        return Use(100 * (tree.cpu_seconds() - before) / took, memory, processes)


@contextmanager
def sound_server() -> Iterator[dict[str, str]]:
    """A PulseAudio with a null sink for as long as the block lasts; the variables to reach it.

    Nothing where PulseAudio is missing or does not start.
    """
    program = shutil.which("pulseaudio")
    if not program:
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="yogaflow-pulse-") as folder:
        variables = {"XDG_RUNTIME_DIR": folder, "PULSE_SERVER": f"unix:{folder}/pulse/native"}
        server = subprocess.Popen(
            [
                *(program, "--daemonize=no", "--exit-idle-time=-1", "-n"),
                *("-L", "module-native-protocol-unix", "-L", "module-null-sink rate=48000"),
            ],
            env=clean_environment(Path(folder)) | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            socket = Path(folder) / "pulse" / "native"
            for _ in range(50):
                if socket.exists():
                    break
                time.sleep(0.1)
            yield variables if socket.exists() else {}
        finally:
            server.terminate()
            server.wait()


def main() -> int:
    """Measure, print, judge."""
    if not can_measure():
        print("This needs Linux's /proc: left out.")
        return 0
    with temporary_home() as home, sound_server() as sound:
        environment = clean_environment(home) | sound
        print("with a sound server" if sound else "without a sound server")
        least = [sys.executable, "-m", "benchmarks.one_label"]
        label = measure(least, READY, environment, SECONDS / 3)
        spoken = yogaflow("export", FLOW, str(home / "spoken.vtt"))
        subprocess.run(spoken, env=environment, check=True, capture_output=True)
        play = yogaflow("play", FLOW, "--countdown", "3")
        use = measure(play, first_pose(FLOW), environment, SECONDS)
    print(f"{use.processes} processes, {SECONDS:.0f} s at {COLUMNS}x{ROWS}")
    return report(
        [
            Figure("CPU while playing", use.cpu, CPU_BOUND, "%", label.cpu, "one label, idle"),
            Figure("memory (PSS)", use.memory, MEMORY_BOUND, "MB", label.memory, "one label"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
