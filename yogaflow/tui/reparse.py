"""Reading the text again with every change: at once where that is quick, else beside the typing."""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time

from yogaflow.editing.reading import Reader, Reading

AT_ONCE = 0.015
"""Seconds of work that a reading may take and still be made between two keys; after a longer one
the next goes into a thread, so that typing never waits."""

MUCH = 40_000
"""Characters of a text whose first reading is not waited for."""


class Rereading:
    """Reads one text. At most one reading is under way; of those asked for meanwhile the last."""

    def __init__(
        self,
        reader: Reader,
        *,
        text: Callable[[], str],
        take: Callable[[Reading], None],
        aside: Callable[[Callable[[], None]], object],
        back: Callable[[Reading], object],
    ) -> None:
        """`text` gives the text, `take` is given each reading. `aside` runs something in a thread;
        `back` is called there with the reading, and must bring it to `came`.
        """
        self._reader = reader
        self._text = text
        self._take = take
        self._aside = aside
        self._back = back
        self._took = 0.0
        self._reads = False
        self._waiting = False

    def read(self) -> None:
        """The text has changed."""
        if self._reads:
            self._waiting = True
            return
        text = self._text()
        # The first reading makes everything; how long that takes, only its length tells.
        first = self._took == 0.0
        if self._took <= AT_ONCE and not (first and len(text) > MUCH):
            self._take(self._read(text))
        else:
            self._reads = True
            self._aside(lambda: self._read_and_send(text))

    def came(self, reading: Reading) -> None:
        """A reading is back from its thread; what has changed meanwhile is read next."""
        self._reads = False
        self._take(reading)
        if self._waiting:
            self._waiting = False
            self.read()

    def _read_and_send(self, text: str) -> None:
        self._back(self._read(text))

    def _read(self, text: str) -> Reading:
        before = thread_time()
        reading = self._reader.read(text)
        self._took = thread_time() - before
        return reading
