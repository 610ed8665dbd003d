"""How far an export is: a bar on a terminal, nothing where there is none."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Stage = Callable[[int, int], None]
"""Tell how much of how much is done."""

EVERY = 0.1
"""Seconds between two pictures of a bar."""


@contextmanager
def stages() -> Iterator[Callable[[str], Stage]]:
    """Gives what begins a stage by its name, one line each; all are drawn on standard error."""
    if not sys.stderr.isatty():
        yield lambda _: _untold
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description:6}"), BarColumn(), TaskProgressColumn())
    # Drawn when told, not from a thread: an interrupt then finds nothing running.
    with Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), auto_refresh=False
    ) as progress:

        def begin(name: str) -> Stage:
            task = progress.add_task(name, total=None)
            drawn = 0.0

            def told(done: int, total: int) -> None:
                nonlocal drawn
                now = time.monotonic()
                due = now - drawn >= EVERY or done >= total
                drawn = now if due else drawn
                progress.update(task, completed=done, total=max(total, 1), refresh=due)

            return told

        yield begin


def _untold(done: int, total: int) -> None:
    """Nobody looks."""
