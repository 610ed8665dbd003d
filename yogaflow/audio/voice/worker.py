"""The process that renders: `python -m yogaflow.audio.voice.worker`.

Reads commands as lines of JSON from its standard input and ends when that ends, with whatever
engine it has started.

    {"do": "start", "engine": NAME, "program": PATH, "voice": "", "rate": 150, "limit": 10.0,
     "folder": DIR}
    {"do": "line", "text": TEXT, "path": FILE}

Each also has "n", its number. The first is the start; its answers, and a beat while nothing else
is to be said:

    {"state": "ready"}                              it can take lines; or a "problem"
    {"line": N}                                     the file is there, whole
    {"line": N, "problem": TEXT}                    this line cannot be said
    {"line": N, "problem": TEXT, "errno": NUMBER}   its file cannot be written
    {"state": "beat"}                               every half second
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from yogaflow.audio.voice.clean import cleaned
from yogaflow.audio.voice.store import write_recording

if TYPE_CHECKING:
    from yogaflow.audio.voice.renderers import Renderer

BEAT = 0.5
"""Seconds between two beats."""

_NICE = 10
"""It works while somebody practises: everything else goes first."""


class Worker:
    """Everything in the process but its pipes. Driven by `run` alone."""

    def __init__(self, lines: BinaryIO, answers: BinaryIO) -> None:
        self._lines = lines
        self._answers = answers
        self._writing = threading.Lock()
        self._inbox: queue.SimpleQueue[Mapping[str, Any]] = queue.SimpleQueue()
        self._renderer: Renderer | None = None
        self._folder: Path | None = None

    def run(self) -> NoReturn:
        """Work; does not come back. The end of the input ends the process."""
        for target in (self._read, self._beat):
            threading.Thread(target=target, daemon=True).start()
        while True:
            message = self._inbox.get()
            try:
                if message["do"] == "start" and self._renderer is None:
                    self._start(message)
                elif message["do"] == "line":
                    self._line(message["n"], message["text"], Path(message["path"]))
            except (KeyError, TypeError) as error:
                _log(f"not understood: {message}: {error!r}")

    def close(self) -> None:
        """End the engine, and leave nothing behind: the player may not be there to do it."""
        import shutil

        if self._renderer is not None:
            self._renderer.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, message: Mapping[str, Any]) -> None:
        # Only here: the first beat must not wait for numpy.
        from yogaflow.audio.voice.commands import EngineError
        from yogaflow.audio.voice.renderers import renderer

        try:
            self._folder = Path(message["folder"])
            self._renderer = renderer(
                *(message["engine"], message["program"], message["voice"], message["rate"]),
                limit=message["limit"],
                folder=self._folder,
            )
        except (EngineError, OSError, ValueError) as error:
            _log(f"{message['engine']} cannot be used: {error}")
            self._say({"state": "ready", "problem": str(error)})
        else:
            self._say({"state": "ready"})

    def _line(self, number: int, text: str, path: Path) -> None:
        from yogaflow.audio.voice.commands import EngineError
        from yogaflow.audio.voice.level import levelled

        try:
            if self._renderer is None:
                raise EngineError("there is no engine")
            # Once more: nothing but words gets past this line.
            data = levelled(*self._renderer.say(cleaned(text))).tobytes()
        except (EngineError, OSError, ValueError) as error:
            _log(f"“{text}”: {error}")
            self._say({"line": number, "problem": str(error)})
            return
        try:
            write_recording(path, data)
        except OSError as error:
            _log(f"{path}: {error}")
            self._say({"line": number, "problem": str(error), "errno": error.errno or 0})
        else:
            self._say({"line": number})

    def _read(self) -> None:
        for line in self._lines:
            with contextlib.suppress(ValueError):
                message = json.loads(line)
                if isinstance(message, dict):
                    self._inbox.put(message)
        # Whatever the rest of the process hangs in: nobody is listening any more.
        self.close()
        _end(0)

    def _beat(self) -> None:
        while True:
            self._say({"state": "beat"})
            time.sleep(BEAT)

    def _say(self, answer: Mapping[str, Any]) -> None:
        try:
            with self._writing:
                self._answers.write(json.dumps(answer).encode() + b"\n")
                self._answers.flush()
        except (OSError, ValueError):
            self.close()
            _end(0)


def _log(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        print(f"{time.strftime('%H:%M:%S')} voice: {text}", file=sys.stderr, flush=True)


def _end(code: int) -> NoReturn:
    """End at once, with all that was started here."""
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(code)


def _own_output() -> BinaryIO:
    """Keep the pipe for ourselves: what an engine prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def main() -> None:
    """Run until the standard input ends."""
    # Ctrl-C is meant for the player.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, ValueError):
        faulthandler.enable(sys.stderr)
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(_NICE)
    try:
        Worker(sys.stdin.buffer, _own_output()).run()
    except BaseException as error:
        _log(f"ended by {error!r}")
    _end(1)


if __name__ == "__main__":
    main()
