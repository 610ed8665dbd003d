"""Ending in order when the system or a closed terminal asks for it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def leaving_in_order() -> Iterator[None]:
    """Have the first request to end unwind the block, so that it can clear up.

    SIGINT, SIGTERM and SIGHUP raise SystemExit with the usual status, 128 and the signal's number,
    and from then on nothing: a closing terminal says it twice, and clearing up is not to be
    interrupted. One that is ignored or taken already stays so. For the main thread.
    """
    leaving = False

    def leave(number: int, _: FrameType | None) -> None:
        nonlocal leaving
        if not leaving:
            leaving = True
            raise SystemExit(128 + number)

    wanted = (getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP"))
    before = {
        number: signal.signal(number, leave)
        for number in wanted
        if number is not None
        and signal.getsignal(number) in {signal.SIG_DFL, signal.default_int_handler}
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
