"""The page: the text of a flow as it is typed, in colour, with its problems underlined.

One history for typing and commands alike: a command is one change of the text, and one undo.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.document._document import Document, EditResult, Location, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit as Typing
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from yogaflow.editing.change import Change
from yogaflow.model import Problem, Severity, printable
from yogaflow.tui.labels import SEVERITY_PAINTS
from yogaflow.tui.palette import DARK, PALETTES
from yogaflow.tui.syntax_colours import AMOUNT, COMMENT, DASH, KEY, POSE, SIDE, WORDS, paints
from yogaflow.tui.syntax_colours import running_text as texts_in

COLOURS: Mapping[str, str] = {
    KEY: "out",
    POSE: "in!",
    AMOUNT: "hold",
    SIDE: "side",
    WORDS: "ink",
    COMMENT: "quiet",
    DASH: "quiet",
}
"""The paint of each kind of word."""

MARGIN_MARKS: Mapping[Severity, str] = {Severity.ERROR: "●", Severity.NOTE: "○"}
"""Behind the number of a line that has a problem or only notes: told apart without colours, too."""

KEPT = 2000
"""Rows that are kept as they were drawn."""

STAND_IN = "�"
"""Seen in the place of a character that is no text."""

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line in YAML, and so on the page."""

UNDO = 100_000
"""Steps that can be undone: as good as all of them."""


class PageText(TextArea):
    """The text. Posts `Wanted` for keys that a list of completions takes, and for tab."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Of the keys that TextArea takes, these are the screen's.
        Binding("f6", "screen.act('rehearse')", show=False),
        Binding("f7", "screen.act('outline')", show=False),
        Binding("ctrl+c", "copy_or_leave", show=False),
    ]

    @dataclass
    class Wanted(Message):
        """A key that means something to the completions: tab, up, down, enter, escape."""

        page: PageText
        key: str

        @property
        def control(self) -> PageText:
            """The page."""
            return self.page

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        self._problems: dict[int, list[tuple[int, Severity]]] = {}
        self._in_texts: frozenset[int] | None = None
        self._whole: str | None = None
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(KEPT)
        self._written: dict[int, tuple[object, ...]] = {}
        self.pressed: Callable[[], None] = lambda: None
        """Called first of all with every key, before anything is made of it."""
        self.completing = False
        """Whether a list of completions is open, and takes the arrows and enter."""
        super().__init__(
            text,
            soft_wrap=False,
            tab_behavior="indent",
            show_line_numbers=True,
            max_checkpoints=UNDO,
            compact=True,
            id=id,
        )
        self.indent_width = 2
        self.match_cursor_bracket = False
        self.cursor_blink = False

    # -- places -----------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The whole text. Asked for with every row that is drawn, so it is kept."""
        if self._whole is None:
            self._whole = self.document.text
        return self._whole

    @text.setter
    def text(self, value: str) -> None:
        self.load_text(value)

    @property
    def line(self) -> int:
        """The line the cursor is on, from 1."""
        return self.cursor_location[0] + 1

    @property
    def lines(self) -> tuple[int, int]:
        """The first and the last line of the selection, from 1."""
        first, last = sorted((self.selection.start, self.selection.end))
        end = last[0] - (last[1] == 0 and last[0] > first[0])
        return first[0] + 1, end + 1

    def go_to(self, line: int, column: int = 0) -> None:
        """Put the cursor on a line (from 1), at a column (from 1); 0 is its first word."""
        row = max(0, min(line, self.document.line_count) - 1)
        text = self.document.get_line(row)
        at = column - 1 if column else len(text) - len(text.lstrip(" -"))
        self.selection = Selection.cursor((row, max(0, min(at, len(text)))))
        self._come_into_sight()

    def on_resize(self) -> None:
        """Where it was not shown, nothing could be scrolled to."""
        self.call_after_refresh(self._come_into_sight)

    def _come_into_sight(self) -> None:
        """Scroll to the cursor: not at all where it is in sight, else to the middle."""
        width, height = self.scrollable_content_region.size
        if not width or not height:
            return
        row, column = self.cursor_location
        left, top = round(self.scroll_x), round(self.scroll_y)
        if column < width - self.gutter_width:
            left = 0
        if not top <= row < top + height:
            top = max(0, row - height // 2)
        if (left, top) != (round(self.scroll_x), round(self.scroll_y)):
            self.scroll_to(left, top, animate=False)
        # Textual tells them only while they are shown: they would come back where they were.
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = self.scroll_y
        if self.show_horizontal_scrollbar:
            self.horizontal_scrollbar.position = self.scroll_x

    def location(self, index: int) -> Location:
        """The place of a character of the text."""
        before = self.text[:index]
        row = before.count("\n")
        return row, len(before) - (before.rfind("\n") + 1)

    # -- changing ---------------------------------------------------------------------------

    def apply(self, change: Change, line: int = 0) -> None:
        """Make a change, to be undone in one step, and go to a line (from 1; 0 stays)."""
        start, end = self.location(change.start), self.location(change.end)
        self.history.checkpoint()
        self.edit(Typing(change.new, start, end, maintain_selection_offset=not line))
        self.history.checkpoint()
        if line:
            self.go_to(line)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Underline the words that something is wrong with, or noted; mark their lines."""
        found: dict[int, list[tuple[int, Severity]]] = {}
        for problem in problems:
            found.setdefault(problem.line - 1, []).append((problem.column - 1, problem.level))
        if found != self._problems:
            self._problems = found
            self.refresh()

    def _build_highlight_map(self) -> None:
        # Called by TextArea after every change of the text, and only then.
        super()._build_highlight_map()
        self._whole = self._in_texts = None

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self.document = _Written(text)
        # TextArea asks for the height with every row, and it is a sum over all lines.
        self.wrapped_document = _Unwrapped(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()

    # -- drawing ----------------------------------------------------------------------------
    #
    # TextArea forgets all rows it has drawn with every change of the text, and writes all of them
    # again. Here a row is known by what it shows, and only rows that differ are written: a key
    # costs two rows instead of forty.

    def render_line(self, y: int) -> Strip:
        """A row as Textual wants it."""
        key = self._seen(y)
        self._written[y] = key
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._marked(self._render_line(y), round(self.scroll_y) + y)
        return strip

    def _marked(self, strip: Strip, row: int) -> Strip:
        """A row with its margin in the colour of what is told of it."""
        levels = {level for _, level in self._problems.get(row, ())}
        margin = next(iter(strip.crop(0, self.gutter_width)), None)
        if not levels or margin is None:
            return strip
        level = Severity.ERROR if Severity.ERROR in levels else Severity.NOTE
        text = f"{margin.text[:-2]}{MARGIN_MARKS[level]} "
        style = (margin.style or Style()) + Style(color=self._colour(level))
        return Strip.join([Strip([Segment(text, style)]), strip.crop(self.gutter_width)])

    def _colour(self, level: Severity) -> Color | None:
        palette = PALETTES.get(self.app.theme, PALETTES[DARK])
        return palette.style(SEVERITY_PAINTS[level]).color

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Write what has changed: where nobody says what, the rows that differ."""
        width, height = self.size
        if regions or layout or recompose or not repaint or not width or not self._written:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        rows = [y for y in range(height) if self._written.get(y) != self._seen(y)]
        if rows:
            super().refresh(*(Region(0, y, width, 1) for y in rows))
        return self

    def _seen(self, y: int) -> tuple[object, ...]:
        """All that a row of the screen depends on."""
        left, top = round(self.scroll_x), round(self.scroll_y)
        row, width = top + y, self.size.width
        drawn = (width, left, self.gutter_width, self.app.theme)
        if row >= self.document.line_count:
            return drawn
        if self._in_texts is None:
            self._in_texts = texts_in(self.document.lines)
        selected: tuple[Location, Location] | None = None
        start, end = sorted((self.selection.start, self.selection.end))
        if start != end and start[0] <= row <= end[0]:
            selected = (start, end)
        cursor: tuple[object, ...] = ()
        if self.selection.end[0] == row:
            cursor = (self.selection.end[1], self.has_focus)
        return (
            *drawn,
            row,
            self.document.get_line(row),
            row in self._in_texts,
            tuple(self._problems.get(row, ())),
            selected,
            cursor,
        )

    def get_line(self, line_index: int) -> Text:
        """A line in its colours."""
        line = super().get_line(line_index)
        text = line.plain
        in_text = self._in_texts is not None and line_index in self._in_texts
        palette = PALETTES.get(self.app.theme, PALETTES[DARK])
        for start, end, kind in paints(text, in_text=in_text):
            style = palette.style(COLOURS[kind])
            line.stylize(
                Style(color=style.color, bold=style.bold, italic=kind == COMMENT), start, end
            )
        for column, level in self._problems.get(line_index, ()):
            told = Style(color=self._colour(level), underline=True)
            line.stylize(told, *_word_at(text, column))
        return line

    def notify_style_update(self) -> None:
        """Another theme: other colours."""
        super().notify_style_update()
        self._strips.clear()
        self._written.clear()

    # -- keys -------------------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        self.pressed()
        taken = {"tab", "up", "down", "enter", "escape"} if self.completing else {"tab"}
        if event.key in taken and not self.read_only:
            event.stop()
            event.prevent_default()
            self.post_message(self.Wanted(self, event.key))
            return
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self._new_line()
            return
        if event.key == "escape":
            # Not to the next widget, as TextArea has it: the screen knows better.
            event.stop()
            event.prevent_default()
            await self.run_action("screen.act('outline')")
            return
        await super()._on_key(event)

    def _new_line(self) -> None:
        """A new line at the indentation of the one before; behind a step's colon, deeper."""
        start, end = sorted((self.selection.start, self.selection.end))
        whole = self.document.get_line(start[0])
        line = whole[: start[1]]
        indent = len(line) - len(line.lstrip(" "))
        words = line.strip()
        if words == "-" and not whole[end[1] :].strip():
            # A dash with nothing behind it: the list is over.
            self.edit(Typing("", (start[0], 0), end, maintain_selection_offset=False))
            return
        text = "\n" + " " * indent
        if words.endswith("flow:") or words in {"parts:", "poses:"}:
            text += " " * (4 if words.startswith("- ") else 2) + ("- " if "flow" in words else "")
        elif words.startswith("- "):
            text += "- "
            if start == end and not whole[end[1] :].strip():
                start = end = self._end_of_step(start[0], indent)
        self.edit(Typing(text, start, end, maintain_selection_offset=False))

    def _end_of_step(self, row: int, dash: int) -> Location:
        """Where the step ends whose dash is in that row and column: below its own keys."""
        last = row
        for below in range(row + 1, self.document.line_count):
            line = self.document.get_line(below)
            if line.strip():
                if len(line) - len(line.lstrip(" ")) <= dash:
                    break
                last = below
        return last, len(self.document.get_line(last))

    def indent(self) -> None:
        """Blanks to the next stop."""
        row, column = self.cursor_location
        blanks = self.indent_width - column % self.indent_width
        self.edit(Typing(" " * blanks, (row, column), (row, column), False))

    def action_copy_or_leave(self) -> None:
        """Copy what is selected; without a selection it is the way out, as everywhere."""
        if self.selected_text:
            self.action_copy()
        else:
            self.screen.call_next(self.screen.run_action, "screen.act('leave')")


class _Written(Document):
    """A text as it stands in its file, whatever is in it; seen as one cell or more a letter.

    A control character is kept, and has a stand-in where a line is drawn and its cells counted.
    """

    def __init__(self, text: str) -> None:
        super().__init__("")
        self._lines = _LINE_END.split(text)

    def __getitem__(self, index: Any) -> Any:
        """A line, or some, as they are seen: as many letters as there are."""
        found = self._lines[index]
        return _seen(found) if isinstance(found, str) else [_seen(line) for line in found]

    def get_size(self, tab_width: int) -> Size:
        """Cells of the widest line, and the lines."""
        widths = (cell_len(_seen(line).expandtabs(tab_width)) for line in self._lines)
        return Size(max(widths, default=0), self.line_count)

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Put a text in the place of what stands there. Document's own would break lines at
        control characters, and lose those."""
        first, last = sorted((start, end))
        replaced = self.get_text_range(first, last)
        new = _LINE_END.split(text)
        new[0] = "".join(self._lines[first[0] : first[0] + 1])[: first[1]] + new[0]
        column = len(new[-1])
        new[-1] += "".join(self._lines[last[0] : last[0] + 1])[last[1] :]
        self._lines[first[0] : last[0] + 1] = new
        return EditResult((first[0] + len(new) - 1, column), replaced)


def _seen(line: str) -> str:
    if line.isprintable():
        return line
    return "\t".join(printable(part, STAND_IN) for part in line.split("\t"))


class _Unwrapped(WrappedDocument):
    """A document whose lines are never wrapped, and so as high as it has lines."""

    @property
    def height(self) -> int:
        """Rows."""
        return self.document.line_count


def _word_at(text: str, column: int) -> tuple[int, int]:
    """The word that begins at a column; what follows its colon is not part of it."""
    end = column
    while end < len(text) and not text[end].isspace() and text[end] not in ",}]":
        end += 1
    word = text[column:end]
    if word.endswith(":") and len(word) > 1:
        end -= 1
    return column, max(end, column + 1)
