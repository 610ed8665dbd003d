"""A text that takes as many rows as it needs."""

from __future__ import annotations

from textual.geometry import Size

from yogaflow.tui.paint import Block, Painted, cut, wrap


class Paragraph(Painted):
    """Wraps a text in one paint; with `height: auto` it is as high as the text.

    Where there are fewer rows, the last one ends in an ellipsis.
    """

    def __init__(
        self, text: str = "", paint: str = "ink", *, id: str | None = None, centred: bool = False
    ) -> None:
        super().__init__(id=id)
        self._text = text
        self._paint = paint
        self._centred = centred

    def show(self, text: str, paint: str = "ink") -> None:
        """Take another text; what is around it makes room."""
        if (text, paint) != (self._text, self._paint):
            self._text, self._paint = text, paint
            self.refresh(layout=True)
            self.repaint()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Rows of the text in that width; one where there is none."""
        return max(1, len(wrap(self._text, width)))

    def draw(self, width: int, height: int) -> Block:
        """The text."""
        lines = wrap(self._text, width)
        if len(lines) > height:
            lines[height - 1 :] = [cut(" ".join(lines[height - 1 :]), width)]
        spaces = [(width - len(line)) // 2 if self._centred else 0 for line in lines]
        return [
            ((f"{' ' * space}{line}", self._paint),)
            for line, space in zip(lines, spaces, strict=True)
        ]
