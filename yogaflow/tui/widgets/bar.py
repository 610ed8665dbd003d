"""A bar that can stand at an eighth of a cell."""

from __future__ import annotations

from yogaflow.tui.paint import Row

_EIGHTHS = " ▏▎▍▌▋▊▉"


def bar(width: int, fraction: float, *, paint: str) -> Row:
    """A row of exactly `width` cells, filled from the left to that fraction (0 to 1)."""
    eighths = round(min(1.0, max(0.0, fraction)) * width * 8)
    whole, part = divmod(eighths, 8)
    filled = "█" * whole + (_EIGHTHS[part] if part else "")
    return ((filled + " " * (width - len(filled)), f"{paint}/track"),)
