"""The real program in a real pseudo-terminal, with an emulated screen one can read."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pyte


class Terminal:
    """Runs `yogaflow ARGUMENTS` until the block ends. Times are seconds."""

    def __init__(self, *arguments: str, size: tuple[int, int] = (80, 24)) -> None:
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        self._fd, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.modes = termios.tcgetattr(theirs)
        self._theirs = theirs
        self._open = [self._fd, theirs]
        # What it cannot clear up, for it may be killed.
        self._temporary = TemporaryDirectory(
            prefix="yogaflow-terminal-", ignore_cleanup_errors=True
        )
        self.process = subprocess.Popen(
            [sys.executable, "-m", "yogaflow", *arguments],
            env=os.environ
            | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TMPDIR": self._temporary.name},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            process_group=0,  # in this session, so that it can be stopped as by a shell
            # A suite that runs in the background of a shell has Ctrl-C ignored, and hands that on.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        for pid in [self.process.pid, *self.children("yogaflow")]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self._temporary.cleanup()
        self.close()

    def close(self) -> None:
        """Close the terminal, as its window is closed."""
        for fd in self._open:
            os.close(fd)
        self._open.clear()

    def clear(self, size: tuple[int, int] | None = None) -> None:
        """Empty the screen, as entering the alternate screen does; with `size`, change that."""
        self.screen.reset()
        if size is not None:
            columns, rows = size
            self.screen.resize(rows, columns)
            fcntl.ioctl(self._theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def text(self) -> str:
        """What the screen shows now."""
        return "\n".join(self.screen.display)

    def press(self, keys: str) -> None:
        """Type keys."""
        self.send(keys.encode())

    def send(self, data: bytes) -> None:
        """Send what a terminal sends."""
        os.write(self._fd, data)

    def pump(self, seconds: float) -> None:
        """Take what the program writes for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)

    def wait_for(self, text: str, timeout: float = 30.0) -> str:
        """The screen as soon as it shows the text; fails with what it shows instead."""
        end = time.monotonic() + timeout
        while text not in self.text():
            left = end - time.monotonic()
            assert left > 0, f"{text!r} never came:\n{self.text()}"
            self._read(min(left, 0.2))
        return self.text()

    def wait_for_end(self, timeout: float = 30.0) -> int:
        """The exit status of the program."""
        end = time.monotonic() + timeout
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it goes on:\n{self.text()}"
            self._read(0.1)
        self.pump(0.2)
        return self.process.returncode

    def modes_now(self) -> list[object]:
        """How the terminal is set: to be compared with `modes`."""
        return list(termios.tcgetattr(self._theirs))

    def modes_set(self) -> set[str]:
        """The modes that the program has set and not reset, by their numbers, of those that a
        terminal does not have at first; "kitty" where it has not given back the keyboard."""
        modes: dict[str, bool] = {"25": True, "7": True}
        first = dict(modes)
        for numbers, end in re.findall(rb"\x1b\[\?([\d;]+)([hl])", bytes(self.raw)):
            modes |= dict.fromkeys(numbers.decode().split(";"), end == b"h")
        kitty = len(re.findall(rb"\x1b\[>\d+u", self.raw)) > self.raw.count(b"\x1b[<u")
        changed = {mode for mode, on in modes.items() if on != first.get(mode, False)}
        return changed | {"kitty"} if kitty else changed

    def alive(self) -> list[int]:
        """Processes of the program, itself and whatever it has started, that are there (Linux)."""
        mark = f"TMPDIR={self._temporary.name}".encode()
        found: list[int] = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
        return found

    def is_stopped(self) -> bool:
        """Whether it has been stopped and not gone on (Linux)."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8")
        return stat.rsplit(")", 1)[1].split()[0] == "T"

    def children(self, words: str) -> list[int]:
        """Processes started by the program whose command line has those words (Linux)."""
        found: list[int] = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, ValueError, IndexError):
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if parent == self.process.pid and words in command:
                    found.append(int(folder.name))
        return found

    def _read(self, timeout: float) -> None:
        if not self._open:
            time.sleep(min(timeout, 0.02))
            return
        if not select.select([self._fd], [], [], max(0.0, timeout))[0]:
            return
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # the other end is closed
            time.sleep(min(timeout, 0.05))
            return
        self.raw += data
        self._stream.feed(data)
