"""A process for sound or speech as its parent sees it: started, written to, listened to, ended.

Three threads, because each of these can block when the child hangs: one writes, one reads, and
the caller does neither.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, cast

from yogaflow.storage.regular import opened_to_append

QUEUE = 256
"""Messages that may wait for a child that does not read, before it is taken for hung."""

STARTING_LIMIT = 15.0
"""Seconds until a process must be ready: a cold disk takes its time to import."""

QUICK = 5.0
"""A sound process that lived less than this many seconds died quickly."""


def child_command(module: str = "yogaflow.audio.child") -> list[str]:
    """How a process of ours is run. `-P`: a `numpy.py` in the person's folder is not numpy."""
    return [sys.executable, "-P", "-m", module]


class Piped:
    """A running process that is spoken to in lines of JSON, and answers in such lines."""

    silence_limit: ClassVar[float]
    """Seconds without a line from it, once it is ready, after which it is taken for hung."""

    def __init__(self, command: Sequence[str], log: Path | None, stir: Callable[[], None]) -> None:
        """Starts it; what it says to its standard error goes to the file `log`.

        `stir` is called from another thread when there is news of it, its end included. Raises
        OSError, or RuntimeError for want of threads, if it cannot be started.
        """
        self.beats = 0
        """How many lines have come that were understood."""
        self.choked = False
        """Whether it has left so much unread that it must be hung."""
        self.ready = False
        """Whether it has said that it can do its work, or why it cannot."""
        self.ended = False
        """Whether nothing will come from it any more."""
        self._sent = 0
        self._queue: queue.Queue[dict[str, Any] | None] = queue.Queue(QUEUE)
        self._stir = stir
        self._process = _popen(command, log)
        try:
            for target in (self._write, self._read):
                threading.Thread(target=target, name="pipe", daemon=True).start()
        except RuntimeError:
            self.kill()
            raise

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    def send(self, message: dict[str, Any]) -> None:
        """Have this written to it, with its number as "n". Never blocks.

        What a choked process is sent is lost.
        """
        self._sent += 1
        try:
            self._queue.put_nowait({**message, "n": self._sent})
        except queue.Full:
            self.choked = True

    @property
    def useful(self) -> bool:
        """Whether it was worth starting."""
        raise NotImplementedError

    def signs(self) -> Mapping[Hashable, float]:
        """What changes or goes while all is well, with the seconds it may stay as it is."""
        if self.ready:
            return {("beats", self.beats): self.silence_limit}
        return {"starting": STARTING_LIMIT}

    def kill(self) -> None:
        """End it now, with all that it has started. Also one that is stopped."""
        if sys.platform != "win32" and self._process.returncode is None:
            # Not waited for yet, so the number is still its own; it leads a group of that number.
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.1)

    def close(self, seconds: float) -> None:
        """Let it end by itself within `seconds`, or end it."""
        with contextlib.suppress(queue.Full, subprocess.TimeoutExpired):
            self._queue.put_nowait(None)
            self._process.wait(seconds)
        self.kill()

    def _write(self) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        try:
            while (message := self._queue.get()) is not None:
                data = memoryview(json.dumps(message).encode() + b"\n")
                while data:
                    # Unbuffered: a signal or a full pipe may leave a part of it.
                    data = data[pipe.write(data) :]
        except (OSError, ValueError):
            pass  # It died: the supervising thread sees that too.
        finally:
            with contextlib.suppress(OSError):
                pipe.close()

    def _read(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        with (
            contextlib.suppress(OSError, ValueError),
            io.BufferedReader(cast("io.RawIOBase", pipe)) as lines,
        ):
            # A line of a child gone mad has no end: read no more than a status can be long.
            while line := lines.readline(65536):
                with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
                    self._take(json.loads(line))
                    self.beats += 1
        self.ended = True
        self._stir()

    def _take(self, message: dict[str, Any]) -> None:
        """What it says, in the thread that reads. Anything odd may be raised: it is left out."""
        raise NotImplementedError


class Child(Piped):
    """A running sound process: ready when it knows its device, or that there is none."""

    silence_limit = 1.3  # Its successor is to be heard within two seconds.

    def __init__(self, command: Sequence[str], log: Path | None, stir: Callable[[], None]) -> None:
        """Raises OSError or RuntimeError if it cannot be started."""
        self.state = "starting"
        self.backend = ""
        self.message = ""
        self._born = time.monotonic()
        self._done = 0
        self._busy = True
        # Last: from here on it may speak.
        super().__init__(command, log, stir)

    @property
    def useful(self) -> bool:
        """Whether it has lived for a while, and not only in trying to open its device."""
        return self.ready and time.monotonic() - self._born >= QUICK

    @property
    def is_idle(self) -> bool:
        """Whether it has taken in all that was sent and nothing of it is left to sound."""
        return self.ready and self._done >= self._sent and not self._busy

    def _take(self, message: dict[str, Any]) -> None:
        self.state = str(message["state"])
        self.backend = str(message["backend"])
        self.message = str(message["message"])
        self._busy = bool(message["busy"])
        self._done = int(message["n"])
        self.ready = self.ready or self.state != "starting"


def child_environment() -> dict[str, str]:
    """The environment variables of a child that runs a module of yogaflow."""
    environment = dict(os.environ)
    # numpy's linear algebra would set up threads and buffers for every core; nothing uses it.
    environment["OPENBLAS_NUM_THREADS"] = "1"
    environment["OMP_NUM_THREADS"] = "1"
    # A checkout that is not installed must be found too; last, so that it shadows nothing.
    root = str(Path(__file__).resolve().parents[2])
    found = environment.get("PYTHONPATH", "").split(os.pathsep)
    environment["PYTHONPATH"] = os.pathsep.join([*filter(None, found), root])
    return environment


def _popen(command: Sequence[str], log: Path | None) -> subprocess.Popen[bytes]:
    # Its own session: Ctrl-C in the terminal is meant for the player, which fades and ends.
    options: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        options = {"creationflags": flags}
    with contextlib.ExitStack() as stack:
        errors: Any = subprocess.DEVNULL
        if log is not None:
            with contextlib.suppress(OSError):
                errors = stack.enter_context(opened_to_append(log))
        return subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            bufsize=0,
            env=child_environment(),
            **options,
        )
