"""How figures are drawn on this screen: what the settings say, and what the terminal can do."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FigureSettings:
    """`figures` is auto, off, or an encoding by name; `reduced_motion` shows still pictures;
    `cell_aspect` is a cell's height by its width."""

    figures: str = "auto"
    reduced_motion: bool = False
    cell_aspect: float = 2.0


def speaks_unicode() -> bool:
    """Whether what is written to the terminal may be more than ASCII."""
    stream = sys.__stdout__
    return stream is None or (stream.encoding or "").lower().replace("-", "") in {"utf8", "utf16"}
