"""Engines at work: a line of text in, samples out. In the worker's process only.

A program runs once for each line, or runs on and is given one line after another. What takes too
long is killed.
"""

from __future__ import annotations

import contextlib
import os
import queue
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any, Protocol

from yogaflow.audio.mixer import Pcm
from yogaflow.audio.reading import RATE, read_sound
from yogaflow.audio.voice.commands import Command, EngineError, command
from yogaflow.audio.voice.level import LONGEST
from yogaflow.storage.paths import expanded

_WRITTEN = re.compile(rb"([0-9A-Za-z_-]+\.wav)\s*$")
"""How a lasting program names the file it has written, whatever else it says."""

_LOGGED = 50
"""Lines of a lasting program that go to the log."""

_FLUSHED = 2.0
"""Seconds the last bytes of a file may take to come after its name."""


class Renderer(Protocol):
    """An engine that is ready to speak."""

    def say(self, text: str) -> tuple[Pcm, int]:
        """The samples of a line, and how many there are in a second.

        Raises EngineError, OSError or ValueError, with one plain line.
        """

    def close(self) -> None:
        """End what runs. Never raises."""


def renderer(
    name: str, program: str, voice: str, rate: int, limit: float, folder: Path
) -> Renderer:
    """The engine `name`; a line may take `limit` seconds, and it works in `folder`.

    Raises EngineError or ValueError.
    """
    if name == "espeakng-loader":
        return _InProcess(program, voice, rate)
    voice = str(expanded(voice)) if name == "piper" else voice
    how = command(name, program, voice, rate, str(folder))
    if how.lasting:
        return PersistentRenderer(how, folder, limit)
    file = folder / "line.wav"
    return OneShotRenderer(command(name, program, voice, rate, str(file)), file, limit)


class _InProcess:
    def __init__(self, path: str, voice: str, rate: int) -> None:
        from yogaflow.audio.voice.espeak import Espeak

        self._espeak = Espeak(Path(path), voice, rate)

    def say(self, text: str) -> tuple[Pcm, int]:
        return self._espeak.say(text), self._espeak.rate

    def close(self) -> None:
        pass


class OneShotRenderer:
    """A program that reads a text to its end and writes a file."""

    def __init__(self, how: Command, file: Path, limit: float) -> None:
        self._how = how
        self._file = file
        self._limit = limit
        self._process: subprocess.Popen[bytes] | None = None

    def say(self, text: str) -> tuple[Pcm, int]:
        """As Renderer has it."""
        with contextlib.suppress(FileNotFoundError):
            self._file.unlink()
        with _started(self._how, subprocess.DEVNULL) as process:
            self._process = process
            try:
                process.communicate(text.encode() + b"\n", timeout=self._limit)
            except subprocess.TimeoutExpired as error:
                raise EngineError(f"not done after {self._limit:g} s") from error
            finally:
                process.kill()
        if process.returncode:
            raise EngineError(f"the engine ended with {process.returncode}")
        return read_sound(self._file, longest=LONGEST), RATE

    def close(self) -> None:
        """As Renderer has it."""
        process = self._process
        if process is not None:
            process.kill()


class PersistentRenderer:
    """A program that reads line after line and says the name of each file it has written."""

    def __init__(self, how: Command, folder: Path, limit: float) -> None:
        self._how = how
        self._folder = folder
        self._limit = limit
        self._process: subprocess.Popen[bytes] | None = None
        self._names: queue.Queue[str | None] = queue.Queue()

    def say(self, text: str) -> tuple[Pcm, int]:
        """As Renderer has it. A program that has ended is started again."""
        try:
            if self._process is None:
                self._start()
            assert self._process is not None
            pipe = self._process.stdin
            assert pipe is not None
            while not self._names.empty():  # Said twice, or too late for the line before.
                self._names.get_nowait()
            pipe.write(text.encode() + b"\n")
            pipe.flush()
            name = self._names.get(timeout=self._limit)
        except queue.Empty as error:
            self._end()
            raise EngineError(f"not done after {self._limit:g} s") from error
        except OSError as error:
            self._end()
            raise EngineError(f"the engine cannot be run ({error})") from error
        if name is None:
            self._end()
            raise EngineError("the engine has ended")
        file = self._folder / name
        try:
            _wait_until_whole(file)
            return read_sound(file, longest=LONGEST), RATE
        finally:
            with contextlib.suppress(OSError):
                file.unlink()

    def close(self) -> None:
        """As Renderer has it."""
        self._end()

    def _start(self) -> None:
        self._names = queue.Queue()
        self._process = _started(self._how, subprocess.PIPE)
        out = self._process.stdout
        assert out is not None
        threading.Thread(target=_listen, args=(out, self._names), daemon=True).start()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1.0)
            with contextlib.suppress(OSError):
                if process.stdin is not None:
                    process.stdin.close()


def _listen(out: IO[bytes], names: queue.Queue[str | None]) -> None:
    logged = 0
    with contextlib.suppress(OSError, ValueError), out:
        # A program gone mad need not end its lines, nor its talk.
        while line := out.readline(4096):
            if found := _WRITTEN.search(line):
                names.put(found[1].decode())
            elif (logged := logged + 1) <= _LOGGED:
                sys.stderr.write(line.decode(errors="replace"))
    names.put(None)


def _wait_until_whole(file: Path) -> None:
    """piper says the name while the last of its samples still wait to be written."""
    until = time.monotonic() + _FLUSHED
    size, seen = 0, -1
    while (not size or size != seen) and time.monotonic() < until:
        time.sleep(0.02)
        seen, size = size, file.stat().st_size


def _started(how: Command, out: int) -> subprocess.Popen[bytes]:
    """Raises OSError."""
    options: dict[str, Any] = {}
    if sys.platform == "win32":
        options = {
            "creationflags": subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        }
    return subprocess.Popen(
        how.arguments,
        stdin=subprocess.PIPE,
        stdout=out,
        # What a lasting one logs may be the name of its file.
        stderr=subprocess.STDOUT if how.lasting else None,
        env={**os.environ, **how.environment},
        **options,
    )
