"""Reading a small TOML file: settings, and what a sound theme tells of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yogaflow.storage.regular import read_bytes

LONGEST = 64_000
"""Bytes of the largest file that is read."""

_DOTS = 100
"""Dots a line may have: the time for a dotted key grows with the square of its length."""


def read_toml(path: Path) -> dict[str, Any]:
    """What a TOML file holds. Raises OSError or ValueError, with one plain line as text."""
    data = read_bytes(path, LONGEST)
    # Only here: most people have no such file.
    import tomllib

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("not a text in UTF-8") from error
    if max(line.count(".") for line in text.split("\n")) > _DOTS:
        raise ValueError("not TOML (a line with too many dots)")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("brackets nested too deeply") from error
    except ValueError as error:
        raise ValueError(f"not TOML ({' '.join(str(error).split())})") from error
