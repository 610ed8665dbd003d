"""In a real terminal: a signal leaves it as it was, and so does the end of a practice."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from textual.events import Key

from tests.tui import flows
from yogaflow.library.library import Library
from yogaflow.practice.player import Player
from yogaflow.practice.session import Session
from yogaflow.tui.app import YogaflowApp
from yogaflow.tui.environment import Environment

pty = pytest.importorskip("pty", reason="a pseudo-terminal is needed")

PLAY = """
from tests.tui import flows
from yogaflow.practice.clock import Clock
from yogaflow.library.library import Library
from yogaflow.practice.player import Player
from yogaflow.practice.session import Session
from yogaflow.timeline.timeline import Choices
from yogaflow.tui.app import YogaflowApp
from yogaflow.tui.environment import Environment
import sys

session = Session(Player(flows.REPS, Choices(countdown=0)), clock=Clock({speed}))
app = YogaflowApp(Environment(lambda: None, lambda *_: session), launch=session)
{more}
app.run()
sys.exit(app.return_code)
"""

ALTERNATE, BACK = b"\x1b[?1049h", b"\x1b[?1049l"
LIMIT = 30.0
"""Seconds after which a test gives up; it never waits that long when all is well."""


@contextmanager
def _terminal(speed: float, more: str = "") -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    parent, child = pty.openpty()
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    process = subprocess.Popen(
        [sys.executable, "-c", PLAY.format(speed=speed, more=more)],
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


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
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


# Mouse reports of an old kind, as after a tmux reattach; a lone Latin-1 letter; keys of the kitty
# protocol that no character has, or half of one; the same in a paste.
ODD = (
    b"\x1b[MC\x98*",
    b"\xe9\xff\xfe\x80",
    b"\x1b[1114112u\x1b[99999999999;1u\x1b[97;1;55296u",
    b"\x1b[48;0;0;0;0t\x1b[<0;1;1M\x1b[48;24;80;0;0t",
    b"\x1b[200~\xe9\xc3\x1b[201~",
)


def test_bytes_that_are_no_text_end_nothing() -> None:
    with _terminal(speed=1) as (process, parent):
        _read_until(parent, b"Bridge")
        for odd in ODD:
            os.write(parent, odd)
        os.write(parent, b"?")  # and what comes after them is read
        _read_until(parent, b"escape closes")
        process.send_signal(signal.SIGTERM)
        end = _read_until(parent, BACK)
        assert process.wait(LIMIT) == 128 + signal.SIGTERM
    assert b"Traceback" not in end


def test_a_closed_terminal_is_the_end_even_if_no_signal_says_so() -> None:
    with _terminal(speed=1) as (process, parent):
        _read_until(parent, b"Bridge")
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, parent)  # closes it
        os.close(null)
        assert process.wait(LIMIT) == 128 + signal.SIGHUP


def _fail(*_: object) -> None:
    raise ValueError("on purpose")


def _panic(app: YogaflowApp) -> None:
    app.panic("on purpose")
    app.exit()  # as a key might that was pressed before


ERRORS: dict[str, Callable[[YogaflowApp], object]] = {
    "in a handler": _fail,
    "in a timer": lambda app: app.set_timer(0.01, _fail),
    "in a thread": lambda app: app.run_worker(_fail, thread=True),
    "told by a driver": _panic,
}


@pytest.mark.parametrize("error", ERRORS.values(), ids=list(ERRORS))
async def test_an_error_is_exit_status_1(
    error: Callable[[YogaflowApp], object],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(YogaflowApp, "on_ready", lambda app: error(app) and None, raising=False)
    session = Session(Player(flows.REPS))
    app = YogaflowApp(
        Environment(lambda: Library((), ()), lambda *_, **__: session), launch=session
    )
    await app.run_async(headless=True)
    assert app.return_code == 1
    assert "on purpose" in capsys.readouterr().err


def test_an_error_in_the_thread_that_reads_leaves_the_terminal_whole() -> None:
    broken = "import yogaflow.tui.terminal_driver as driver\ndriver._read = None"
    with _terminal(speed=1, more=broken) as (process, parent):
        _read_until(parent, b"Bridge")
        os.write(parent, b"x")
        end = _read_until(parent, b"TypeError")
        assert process.wait(LIMIT) == 1
    assert BACK in end


@pytest.mark.parametrize(
    ("sent", "key", "typed"),
    [
        ("\x1b[1090::110;;1090u", "n", "т"),
        ("\x1b[1090:1058:110;2;1058u", "n", "Т"),
        ("\x1b[1089::99;5u", "ctrl+c", None),
        ("\x1b[110;;110u", "n", "n"),
        ("\x1b[110:78;2;78u", "N", "N"),
        ("\x1b[122::121;;122u", "z", "z"),  # A German keyboard: the letter that is written on it.
    ],
)
def test_a_letter_of_another_alphabet_is_named_by_its_key(
    sent: str, key: str, typed: str | None
) -> None:
    from yogaflow.tui.terminal_driver import KeyParser

    found = [one for one in KeyParser(False).feed(sent) if isinstance(one, Key)]
    assert [(one.key, one.character) for one in found] == [(key, typed)]
