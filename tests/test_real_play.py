"""The real thing: a practice in a terminal, processes killed and stopped under it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.terminal import Terminal
from yogaflow.library.history import default_shelf
from yogaflow.storage.paths import user_flows_dir

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="finds its processes in /proc, which is Linux's"
)

QUIET = ("--sound", "silence", "--mute")
MUTE = (*QUIET, "--voice", "none")
"""Nothing is rendered either, which takes most of the time of a short practice."""
CHILD = "yogaflow.audio.child"

SLOW = """\
title: Slow
flow:
  - pigeon: 9 breaths
    sides: right
    transition: 1s
    breath: {in: 20, out: 20}
"""


@pytest.fixture
def slow(tmp_path: Path) -> str:
    path = tmp_path / "slow.yaml"
    path.write_text(SLOW)
    return str(path)


def wait_until(true: object, timeout: float = 10.0) -> float:
    """Seconds until a condition held."""
    assert callable(true)
    start = time.monotonic()
    while not true():
        assert time.monotonic() < start + timeout
        time.sleep(0.02)
    return time.monotonic() - start


def test_a_practice_runs_untouched_to_its_summary() -> None:
    with Terminal("play", "strong-and-open", "--speed", "300", *QUIET) as terminal:
        terminal.wait_for("LEFT")
        terminal.wait_for("right 50%", timeout=60)
        terminal.wait_for("5 breaths each side")
        assert terminal.process.poll() is None


def test_a_killed_sound_process_changes_nothing_and_comes_back(slow: str) -> None:
    with Terminal("play", slow, "--speed", "10", "--countdown", "1", *QUIET) as terminal:
        terminal.wait_for("breaths left")
        (child,) = terminal.children(CHILD)
        os.kill(child, signal.SIGKILL)
        took = wait_until(lambda: [c for c in terminal.children(CHILD) if c != child])
        assert took < 4.0
        terminal.pump(0.5)
        assert "breaths left" in terminal.text()
        assert "Traceback" not in terminal.text()


def test_a_stopped_program_goes_on_at_the_broken_breath(slow: str) -> None:
    with Terminal("play", slow, "--plain=breaths", "--countdown", "0", *MUTE) as terminal:
        terminal.wait_for("settling breath")
        terminal.process.send_signal(signal.SIGSTOP)
        terminal.pump(2.6)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for("the breath begins again")
        shown = terminal.wait_for("Going on.")
        terminal.pump(0.5)
        # The settling breath begins again: no burst of breaths, no pose missed.
        assert terminal.text().count("settling breath") == 2, shown
        assert "9 left" not in terminal.text()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP])
def test_a_terminated_program_leaves_the_terminal_whole(slow: str, end: signal.Signals) -> None:
    with Terminal("play", slow, *QUIET) as terminal:
        terminal.wait_for("Slow")
        terminal.process.send_signal(end)
        terminal.wait_for_end()
        assert b"\x1b[?1049l" in terminal.raw
        assert b"\x1b[?1000l" in terminal.raw
        assert terminal.modes_now() == terminal.modes
        wait_until(lambda: not terminal.children(CHILD))


def test_plain_lines_take_keys_and_put_the_terminal_back(slow: str) -> None:
    with Terminal("play", slow, "--plain", *MUTE) as terminal:
        terminal.wait_for("Starts in 20 s")
        terminal.press(" ")
        terminal.wait_for("Paused. Space goes on.")
        terminal.press(" n")
        terminal.wait_for("Pigeon, RIGHT knee forward, 9 breaths.")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert "Left." in terminal.text()
        assert b"\x1b" not in terminal.raw
        assert terminal.modes_now() == terminal.modes


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP])
def test_terminated_plain_playing_puts_the_terminal_back(slow: str, end: signal.Signals) -> None:
    with Terminal("play", slow, "--plain", *MUTE) as terminal:
        terminal.wait_for("Starts in 20 s")
        terminal.process.send_signal(end)
        assert terminal.wait_for_end() == 128 + end
        assert "Traceback" not in terminal.text()
        assert terminal.modes_now() == terminal.modes


TWO = """\
title: Two
flow:
  - pigeon: 1 breath
    sides: right
    transition: 1s
    breath: {in: 1, out: 1}
  - rest: 9 breaths
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, None])
@pytest.mark.usefixtures("own_home")
def test_plain_playing_is_noted_however_it_ends(end: signal.Signals | None) -> None:
    path = user_flows_dir() / "two.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(TWO, encoding="utf-8")
    with Terminal("play", "two", "--plain", "--countdown", "0", "--speed", "2", *MUTE) as terminal:
        terminal.wait_for("Rest:")
        if end is None:
            terminal.close()
        else:
            terminal.process.send_signal(end)
        assert terminal.wait_for_end()
    assert list(default_shelf().practised) == ["two"]


def test_plain_playing_gives_the_terminal_back_while_it_is_stopped(slow: str) -> None:
    with Terminal("play", slow, "--plain", *MUTE) as terminal:
        terminal.wait_for("Starts in 20 s")
        playing = terminal.modes_now()
        assert playing != terminal.modes
        for _ in range(2):
            terminal.process.send_signal(signal.SIGTSTP)
            wait_until(terminal.is_stopped)
            assert terminal.modes_now() == terminal.modes
            terminal.process.send_signal(signal.SIGCONT)
            wait_until(lambda: terminal.modes_now() == playing)
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_control_c_ends_plain_playing_without_a_traceback(slow: str) -> None:
    with Terminal("play", slow, "--plain", *MUTE) as terminal:
        terminal.wait_for("Starts in 20 s")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.wait_for_end() == 130
        assert "Traceback" not in terminal.text()


def test_a_reader_that_leaves_early_is_no_failure() -> None:
    done = subprocess.run(
        f"{sys.executable} -m yogaflow show strong-and-open | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.stdout.startswith("Strong and open")
    assert done.stderr == ""
