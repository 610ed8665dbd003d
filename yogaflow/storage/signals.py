"""Ending in order when the system or a closed terminal asks for it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def leaving_in_order() -> Iterator[None]:
    """Have a request to end unwind the block, as Ctrl-C does, so that it can clear up.

    SIGTERM and SIGHUP raise SystemExit with the usual status, 128 and the signal's number. One
    that is ignored or taken already stays so. For the main thread.
    """

    def leave(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    wanted = (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP"))
    before = {
        number: signal.signal(number, leave)
        for number in wanted
        if number is not None and signal.getsignal(number) == signal.SIG_DFL
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
