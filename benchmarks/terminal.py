"""A program in a terminal of its own, and the moment at which a text appears there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType

ESCAPES = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]"  # colours, moves, modes
    rb"|[\]P_^X].*?(?:\x07|\x1b\\)"  # titles and other strings
    rb"|[ -/]*[0-~])",
    re.DOTALL,
)


class Terminal:
    """Runs a program in a pseudo-terminal until the block ends.

    Times are those of `time.perf_counter`, taken when bytes come out of the terminal.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        columns: int = 80,
        rows: int = 24,
    ) -> None:
        self._output = bytearray()
        self.received = 0
        """How many bytes have come out so far."""
        self._fd, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.started = time.perf_counter()
        # Not pty.fork(): a fork of a process with threads, as pytest's workers are, may hang.
        self._process = subprocess.Popen(
            command,
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    def is_running(self) -> bool:
        """Whether the program has not ended by itself."""
        return self._process.poll() is None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    def type(self, keys: str) -> float:
        """Type keys; the time at which they went in."""
        self._output.clear()
        now = time.perf_counter()
        os.write(self._fd, keys.encode())
        return now

    def wait_for(self, text: str, timeout: float = 20.0) -> float:
        """The time at which `text` had come out since the last `type`, in any letter case.

        Raises TimeoutError with what came instead.
        """
        wanted = text.casefold()
        end = time.perf_counter() + timeout
        while time.perf_counter() < end:
            if not self._read(end - time.perf_counter()):
                break
            now = time.perf_counter()
            if wanted in self.text().casefold():
                return now
        raise TimeoutError(f"{text!r} did not come; this did: {self.text()[-2000:]!r}")

    def drain(self, seconds: float) -> None:
        """Take what comes for a while, as a terminal does, and forget it."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if not self._read(left):
                return
            self._output.clear()

    def text(self) -> str:
        """What came out since the last `type`, without escape sequences."""
        return ESCAPES.sub(b"", bytes(self._output)).decode("utf-8", "replace")

    def kill(self) -> None:
        """End the program and all in its session, and wait until it has gone."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._fd)

    def _read(self, timeout: float) -> bool:
        if select.select([self._fd], [], [], max(0.0, timeout))[0]:
            try:
                data = os.read(self._fd, 1 << 16)
            except OSError:  # the other end is closed
                return False
            self._output += data
            self.received += len(data)
            return bool(data)
        return True
