"""When Python looks for garbage. Each trick is here for a figure of a benchmark, and only for that.

| trick | benchmark | figure |
| --- | --- | --- |
| none until the first frame | first_frame | a tenth of the time to it |
| none while a library is read | library | ten thousand tuples take half the time |
| none between two keys in the editor | editor | a whole look takes 50 ms, a letter 9 |
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def pause() -> None:
    """Look for none until `resume`, or to the end of a short command."""
    gc.disable()


def resume() -> None:
    """Look for some again."""
    gc.enable()


def started() -> None:
    """Look for some from here on, but not among what the start has loaded: that stays."""
    gc.collect(0)
    gc.freeze()
    gc.enable()


def collect() -> None:
    """Look for all of it now: when nobody waits."""
    gc.collect()


@contextmanager
def paused() -> Iterator[None]:
    """None is looked for inside; afterwards as before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
