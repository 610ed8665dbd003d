"""In a real terminal: a signal leaves it as it was, and so does the end of a practice."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

pty = pytest.importorskip("pty", reason="a pseudo-terminal is needed")

PLAY = """
from tests.tui import flows
from yogaflow.practice.clock import Clock
from yogaflow.practice.player import Player
from yogaflow.practice.session import Session
from yogaflow.timeline.timeline import Choices
from yogaflow.tui.app import YogaflowApp
from yogaflow.tui.environment import Environment
import sys

session = Session(Player(flows.REPS, Choices(countdown=0)), clock=Clock({speed}))
app = YogaflowApp(Environment(lambda: None, lambda *_: session), launch=session)
app.run()
sys.exit(app.return_code)
"""

ALTERNATE, BACK = b"\x1b[?1049h", b"\x1b[?1049l"
LIMIT = 30.0
"""Seconds after which a test gives up; it never waits that long when all is well."""


@contextmanager
def _terminal(speed: float) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    parent, child = pty.openpty()
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    process = subprocess.Popen(
        [sys.executable, "-c", PLAY.format(speed=speed)],
        stdin=child,
        stdout=child,
        stderr=child,
        env=environment,
        start_new_session=True,
    )
    os.close(child)
    try:
        yield process, parent
    finally:
        process.kill()
        process.wait()
        os.close(parent)


def _read_until(parent: int, what: bytes) -> bytes:
    """Everything that is written until `what` is among it, or the end."""
    seen = b""
    while what not in seen:
        ready, _, _ = select.select([parent], [], [], LIMIT)
        assert ready, f"nothing more came after {seen[-200:]!r}"
        try:
            data = os.read(parent, 1 << 16)
        except OSError:  # Linux's way of saying that the other end is closed
            break
        if not data:
            break
        seen += data
    return seen


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_whole(number: signal.Signals) -> None:
    with _terminal(speed=1) as (process, parent):
        assert ALTERNATE in _read_until(parent, b"Bridge")
        process.send_signal(number)
        end = _read_until(parent, BACK)
        assert process.wait(LIMIT) == 128 + number
    assert BACK in end
    assert b"Traceback" not in end


def test_a_practice_runs_to_its_summary_in_a_real_terminal() -> None:
    with _terminal(speed=400) as (process, parent):
        _read_until(parent, b"8 breaths")
        os.write(parent, b"q")
        assert BACK in _read_until(parent, BACK)
        assert process.wait(LIMIT) == 0
