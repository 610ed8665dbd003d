"""A line with something at its left and something at its right, or a short text."""

from __future__ import annotations

from yogaflow.tui.paint import (
    Align,
    Block,
    Painted,
    Row,
    cut,
    fit,
    shortened,
    spread,
    width_of,
    wrap,
)


class Words(Painted):
    """A line of text. What is at the right is kept whole; what is at the left is cut."""

    def __init__(self, *, id: str | None = None, centred: bool = False) -> None:
        super().__init__(id=id)
        self._left: Row = ()
        self._right: Row = ()
        self._centred = centred

    def show(self, left: Row, right: Row = ()) -> None:
        """Take new words; nothing is drawn if they are the old ones."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.repaint()

    def draw(self, width: int, height: int) -> Block:
        """The line; a text alone is wrapped where there are more rows for it."""
        align: Align = "centre" if self._centred else "left"
        if height > 1 and len(self._left) == 1 and not self._right:
            text, paint = self._left[0]
            lines = wrap(text, width)
            lines[height - 1 :] = [cut(" ".join(lines[height - 1 :]), width)]
            return [fit(((line, paint),), width, align) for line in lines]
        if height > 1 and self._right and width_of(self._left) + width_of(self._right) >= width:
            below = fit(shortened(self._right, width), width, "right")
            return [fit(shortened(self._left, width), width), below]
        if self._centred:
            return [fit(shortened(self._left, width), width, align)]
        return [spread(self._left, self._right, width)]
