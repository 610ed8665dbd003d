"""What the commands write: every word of it goes through here on its way out."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TextIO


def prepare() -> None:
    """Have three streams that work: a letter that one cannot hold becomes a "?" there, and one
    that was closed leads nowhere."""
    # In this order: each gets the lowest number that is free, which is its own, and no file of
    # ours gets it.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115, PTH123
            setattr(sys, name, nowhere)
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def say(*lines: str) -> None:
    """Write lines to the standard output, none of which breaks. Raises OSError."""
    ours(_text(lines))


def ours(text: str) -> None:
    """Write a text no word of which is foreign, colours and all. Raises OSError."""
    print(text, flush=True)


def tell(*lines: str) -> None:
    """Write lines to standard error; where that fails there is nobody to tell."""
    try:
        print(_text(lines), file=sys.stderr, flush=True)
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Drop what is still to be written there: it failed, and would fail again at the end."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _text(lines: tuple[str, ...]) -> str:
    if not all(map(str.isprintable, lines)):
        # Here, for it brings the whole model: `list` and `--help` have little time.
        from yogaflow.model import printable

        lines = tuple(map(printable, lines))
    return "\n".join(lines)
