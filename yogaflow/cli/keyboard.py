"""Single keys from a terminal of Linux or macOS, which is always given back as it was."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

assert sys.platform != "win32"  # For the checker of types: all below is of the other systems.


@contextmanager
def keys() -> Iterator[Callable[[float], str]]:
    """A function that waits up to so many seconds for a key; "" where none came.

    The terminal is put back as it was, whatever happens, and also while the program is stopped.
    Once it is closed, the function ends the program.
    """
    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)

    def read(seconds: float) -> str:
        ready, _, _ = select.select([fd], [], [], seconds)
        if not ready:
            return ""
        if not (data := os.read(fd, 32)):
            raise SystemExit(128 + signal.SIGHUP)
        return data.decode(errors="ignore")

    def stop(number: int, _: FrameType | None) -> None:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)
        signal.signal(number, stop)  # It goes on; SIGCONT has been sent.
        tty.setcbreak(fd)

    handlers = {
        signal.SIGTSTP: signal.signal(signal.SIGTSTP, stop),
        # After SIGSTOP, which nobody is told of, the shell has had the terminal.
        signal.SIGCONT: signal.signal(signal.SIGCONT, lambda *_: tty.setcbreak(fd)),
    }
    try:
        tty.setcbreak(fd)
        yield read
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        with suppress(termios.error):  # It may be closed.
            termios.tcsetattr(fd, termios.TCSADRAIN, before)
