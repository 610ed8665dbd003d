"""The process that renders, as the player's side sees it: what it was given, whether it is well."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yogaflow.audio.process import Piped
from yogaflow.storage.temporary import TemporaryFolder

STEP = 0.25
"""Seconds between two looks at a process that works."""

STARTING_LIMIT = 15.0
"""Seconds until it must have said that it is ready: a cold disk takes its time to import."""

SILENCE_LIMIT = 3.0
"""Seconds without a beat after which it is taken for hung."""

SLACK = 5.0
"""Seconds a line may take beyond the engine's own limit, which the process sees to itself."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the process says: that it is ready (`number` 0), or what became of a line.

    `problem` is "" where all is well. `errno` is the operating system's number where the file
    could not be written, else None.
    """

    number: int
    problem: str
    errno: int | None


class Rendering(Piped):
    """A running process that renders. All but what is said otherwise is for one thread."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path | None,
        wake: threading.Condition,
        start: Mapping[str, Any],
    ) -> None:
        """`wake` is notified of answers and of the end. `start` is the first line it is given.

        Raises OSError if it cannot be started.
        """
        self.given: dict[int, tuple[str, Path]] = {}
        """Texts and files that it has not answered for, by number, oldest first."""
        self.ready = False
        """Whether it has said that it can take lines."""
        self.ended = False
        self._answers: list[Answer] = []
        self._wake = wake
        # Ours, so that it goes however the process ends.
        self._folder = TemporaryFolder("yogaflow-voice-")
        self._limit = float(start["limit"]) + SLACK
        self._looked = time.monotonic()
        self._beats = 0
        self._silent = self._busy = 0.0
        try:
            super().__init__(command, log)
        except OSError:
            self._folder.remove()
            raise
        self.send({**start, "do": "start", "folder": str(self._folder.path)})

    @property
    def has_news(self) -> bool:
        """Whether there are answers, or none will come any more. Hold `wake`."""
        return self.ended or bool(self._answers)

    def render(self, text: str, line: str, path: Path) -> None:
        """Have `line` rendered into a file; `text` is what the line is known by."""
        self.given[self._sent + 1] = (text, path)
        self.send({"do": "line", "text": line, "path": str(path)})

    def kill(self) -> None:
        """End it now, with its engine and the folder they work in."""

        super().kill()
        self._folder.remove()

    def answers(self) -> list[Answer]:
        """What it has answered since the last call."""
        with self._wake:
            answers, self._answers = self._answers, []
        if answers:
            self._busy = 0.0
        return answers

    def is_lost(self) -> bool:
        """Whether it has died or hangs. To be asked every STEP seconds while it has work."""
        now = time.monotonic()
        # This program may have been stopped itself: a gap of ours is not the process's.
        step, self._looked = min(now - self._looked, 2 * STEP), now
        self._silent = self._silent + step if self.beats == self._beats else 0.0
        self._beats = self.beats
        self._busy = self._busy + step if self.given or not self.ready else 0.0
        return (
            self.ended
            or self.choked
            or self._silent > (SILENCE_LIMIT if self.beats else STARTING_LIMIT)
            or self._busy > (self._limit if self.ready else STARTING_LIMIT)
        )

    def _take(self, message: dict[str, Any]) -> None:
        if message.get("state") == "beat":
            return
        number = 0 if message.get("state") == "ready" else int(message["line"])
        code = message.get("errno")
        answer = Answer(
            number, str(message.get("problem", "")), None if code is None else int(code)
        )
        with self._wake:
            self._answers.append(answer)
            self._wake.notify_all()

    def _gone(self) -> None:
        with self._wake:
            self.ended = True
            self._wake.notify_all()
