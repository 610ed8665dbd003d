"""The lit muscles in words: what colour says on the figure, and what happens to them."""

from __future__ import annotations

from yogaflow.tui.paint import Row
from yogaflow.view import View


def lit_row(view: View, width: int) -> Row:
    """The muscles of the pose that is held, shortened to so many cells."""
    return ()
