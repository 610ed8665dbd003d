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


class Interrupted(Exception):  # noqa: N818 - nothing has gone wrong
    """A key came while a text was read in its thread."""


class Reparser:
    """Reads one text. At most one reading is under way; of those asked for meanwhile the last.

    A key interrupts a reading in its thread, and it begins again with the next text: two threads
    of Python take turns, so a letter would take twice its time (19 ms in a flow of 500 steps, and
    40 in the worst case, where it takes 9).
    """

    def __init__(
        self,
        reader: Callable[[Callable[[], None]], Reader],
        *,
        text: Callable[[], str],
        take: Callable[[Reading], None],
        aside: Callable[[Callable[[], None]], object],
        back: Callable[[Reading | None], object],
    ) -> None:
        """`reader` makes a reader with a checkpoint. `text` gives the text, `take` is given each
        reading. `aside` runs something in a thread; `back` is called there with the reading, or
        with None where it was interrupted, and must bring it to `came`.
        """
        self._reader = reader(self._checkpoint)
        self._is_interrupted = False
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

    def interrupt(self) -> None:
        """A key has come: a reading in its thread ends at its next checkpoint."""
        self._is_interrupted = self._reads

    def came(self, reading: Reading | None) -> None:
        """A reading is back from its thread; what has changed meanwhile is read next."""
        self._reads = self._is_interrupted = False
        if reading is not None:
            self._take(reading)
        if self._waiting or reading is None:
            self._waiting = False
            self.read()

    def _checkpoint(self) -> None:
        if self._is_interrupted:
            raise Interrupted

    def _read_and_send(self, text: str) -> None:
        try:
            reading = self._read(text)
        except Interrupted:
            self._back(None)
        else:
            self._back(reading)

    def _read(self, text: str) -> Reading:
        before = thread_time()
        reading = self._reader.read(text)
        self._took = thread_time() - before
        return reading
