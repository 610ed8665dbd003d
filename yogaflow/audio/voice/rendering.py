"""The process that renders, as the player's side sees it: what it was given, whether it is well."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yogaflow.audio.process import Piped
from yogaflow.storage.temporary import TemporaryFolder

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

    silence_limit = 3.0

    def __init__(
        self,
        command: Sequence[str],
        log: Path | None,
        stir: Callable[[], None],
        start: Mapping[str, Any],
    ) -> None:
        """`start` is the first line it is given. Raises OSError or RuntimeError."""
        self.given: dict[int, tuple[str, Path]] = {}
        """Texts and files that it has not answered for, by number, oldest first."""
        self.answers: deque[Answer] = deque()
        """What it has said; its reading thread adds."""
        self._answered = 0
        # Ours, so that it goes however the process ends.
        self._folder = TemporaryFolder("yogaflow-voice-")
        self._limit = float(start["limit"]) + SLACK
        try:
            super().__init__(command, log, stir)
        except (OSError, RuntimeError):
            self._folder.remove()
            raise
        self.send({**start, "do": "start", "folder": str(self._folder.path)})

    def render(self, text: str, line: str, path: Path) -> None:
        """Have `line` rendered into a file; `text` is what the line is known by."""
        self.given[self._sent + 1] = (text, path)
        self.send({"do": "line", "text": line, "path": str(path)})

    def settle(self, number: int) -> tuple[str, Path] | None:
        """The text and file of a line that is answered, None where it was not given."""
        given = self.given.pop(number, None)
        self._answered += given is not None
        return given

    @property
    def useful(self) -> bool:
        """Whether it has answered at all."""
        return self._answered > 0

    def signs(self) -> Mapping[Hashable, float]:
        """As of any process, and that a line is answered that one which is ready was given."""
        lines: dict[Hashable, float] = {("lines", self._sent, self._answered): self._limit}
        return {**super().signs(), **(lines if self.given and self.ready else {})}

    def kill(self) -> None:
        """End it now, with its engine and the folder they work in."""
        super().kill()
        self._folder.remove()

    def _take(self, message: dict[str, Any]) -> None:
        if message.get("state") == "beat":
            return
        is_start = message.get("state") == "ready"
        number = 0 if is_start else int(message["line"])
        code = message.get("errno")
        problem = str(message.get("problem", ""))
        self.answers.append(Answer(number, problem, None if code is None else int(code)))
        self.ready = self.ready or is_start
        self._stir()
