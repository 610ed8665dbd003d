"""The page is the file: its text, and beside it what the text means, told anew with every key."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from yogaflow.editing.change import changed
from yogaflow.editing.commands import COMMANDS
from yogaflow.editing.completion import Candidate
from yogaflow.editing.document import Document
from yogaflow.editing.layout import Entry, Page
from yogaflow.editing.moves import run_of
from yogaflow.editing.reading import Item, Reader, Reading
from yogaflow.figure.rig import stance
from yogaflow.format import load_flow
from yogaflow.library.library import PoseFolders
from yogaflow.model import Flow, FormatError, Pose, Problem, Side
from yogaflow.storage import garbage
from yogaflow.tui import editor_actions as actions
from yogaflow.tui.actions import bindings
from yogaflow.tui.completion_list import CompletionList, candidate_row
from yogaflow.tui.editor_rows import heading_rows, problem_row, status_rows
from yogaflow.tui.figure_settings import FigureSettings
from yogaflow.tui.labels import MARKS, some
from yogaflow.tui.paint import Row
from yogaflow.tui.reparse import Reparser
from yogaflow.tui.screens.base_screen import BaseScreen
from yogaflow.tui.screens.save import FileSaver
from yogaflow.tui.screens.step_commands import StepCommands
from yogaflow.tui.widgets.body import Body
from yogaflow.tui.widgets.footer import Keys
from yogaflow.tui.widgets.menu import Menu
from yogaflow.tui.widgets.outline import Outline
from yogaflow.tui.widgets.page import PageText
from yogaflow.tui.widgets.text import Words

ALL = 1_000_000
TOLD_FOR = 6.0
"""Seconds that an answer stays."""

PAUSE = 3
"""Looks without a change after which a person is taking a breath."""

SWITCH = 0.0001
"""Seconds after which a reading in its thread lets the keys in: a fiftieth of what is usual."""

QUICK = 8.0
"""Times its own speed that a flow is rehearsed at."""

RESTS = 0.1
"""Seconds without a key after which a reading that a key has interrupted begins again."""

EVERY = 1.0
"""Seconds after which what was typed is on the disk for sure, and the file is looked at."""


class EditorScreen(BaseScreen):
    """Edits one flow. Posts `Try` to play from the cursor, and `Left` when it is over."""

    ACTIONS = actions.EDITOR
    BINDINGS: ClassVar[list[BindingType]] = bindings(actions.EDITOR)
    AUTO_FOCUS = ""
    CSS_PATH = "../editor.tcss"

    @dataclass
    class Try(Message):
        """Play the flow from a line (from 1), at a speed."""

        flow: Flow
        line: int
        speed: float

    @dataclass
    class Left(Message):
        """The editor is to be closed; the document has been seen to."""

        screen: EditorScreen

    @dataclass
    class Read(Message):
        """A reading has come back from its thread, or has been interrupted."""

        reading: Reading | None

    def __init__(
        self,
        document: Document,
        poses: PoseFolders,
        *,
        looks: FigureSettings | None = None,
        line: int = 0,
    ) -> None:
        """`poses` is the pose library; `looks` is what the settings say of figures; `line` (from
        1) is where one begins."""
        super().__init__()
        self.document = document
        self._line = line
        self.poses = poses
        """The pose library."""
        self._looks = looks or FigureSettings()
        self._reading: Reading | None = None
        self._library: dict[str, Pose] = {}
        self._pauses = 0
        self._switch = sys.getswitchinterval()
        self._lines: list[int] = []
        self._told = ""
        self._title = document.path.stem
        self._heading = Words(id="heading")
        self.page = PageText(document.text, id="text")
        self.outline = Outline(id="outline")
        self._body = Body(self._looks, id="shape")
        self._problems = Menu[Problem]((), problem_row, id="wrong")
        self._status = Words(id="status")
        self._keys = Keys(actions.FOOTER_STEPS, id="keys")
        self._list = Menu[Candidate]((), candidate_row, id="completions")
        self._completing = CompletionList(self.page, self._list, self.all_poses)
        self._reparser = Reparser(
            lambda checkpoint: Reader(
                poses, path=str(document.path), key=document.path.stem, checkpoint=checkpoint
            ),
            text=lambda: self.page.text,
            take=self._take,
            aside=lambda work: self.run_worker(work, thread=True, group="reading"),
            back=lambda reading: self.post_message(self.Read(reading)),
        )
        self.page.pressed = self._key_pressed
        self._again: Timer | None = None
        self._step_commands = StepCommands(self, self._looks)
        self._saver = FileSaver(
            self,
            document,
            text=lambda: self.page.text,
            put=lambda text: self.page.apply(changed(self.page.text, text)),
            tell=self.tell,
        )
        self.set_class(self._looks.figures != "off", "-drawn")

    def compose(self) -> ComposeResult:
        """The text left, the steps, the pose and the problems right."""
        yield self._heading
        with Horizontal(id="desk"):
            with Vertical(id="left"):
                yield self.page
                yield self._list
            with Vertical(id="right"):
                yield self.outline
                yield self._body
        yield self._problems
        yield self._status
        yield self._keys

    def on_mount(self) -> None:
        """Begin among the steps, where every key is a command; a new flow begins with adding."""
        self._reparser.read()
        self.outline.focus()
        self.set_interval(EVERY, self._look_after)

    def on_screen_resume(self) -> None:
        """No looking for garbage between two keys, which takes longer than all else: in pauses."""
        garbage.pause()
        sys.setswitchinterval(SWITCH)

    def on_screen_suspend(self) -> None:
        """Elsewhere it is as it was."""
        sys.setswitchinterval(self._switch)
        garbage.resume()

    def on_unmount(self) -> None:
        """Whatever ends the editor: what is unsaved is kept, and others may edit the flow."""
        self.on_screen_suspend()
        self.document.close()

    # -- reading ----------------------------------------------------------------------------

    def _key_pressed(self) -> None:
        """The letter first: a reading ends, and begins again when the hands rest."""
        self._reparser.interrupt()
        if self._again is not None:
            self._again.reset()

    def on_editor_screen_read(self, event: Read) -> None:
        """A reading has come back from its thread, or was interrupted by a key."""
        event.stop()
        if event.reading is None:
            self._again = self.set_timer(RESTS, self._read_again)
        else:
            self._reparser.came(event.reading)

    def _read_again(self) -> None:
        self._again = None
        self._reparser.came(None)

    def _take(self, reading: Reading) -> None:
        is_first, self._reading = self._reading is None, reading
        items = sorted(reading.items, key=lambda item: item.line)
        self._lines = [item.line for item in items]
        self.page.show_problems(reading.told)
        self._problems.show(reading.told)
        self.outline.show(items)
        self._follow()
        if is_first:
            # Once there is a layout: a place on a page without a size would be scrolled to.
            self.call_after_refresh(self._arrive)

    def _arrive(self) -> None:
        """Go to where one begins: the line that was asked for, or the first step."""
        if self._line or self._lines:
            self.page.go_to(self._line or self._lines[0])
        elif self.document.is_new:
            self.act("add")

    # -- drawing ----------------------------------------------------------------------------

    def _follow(self) -> None:
        """The mark of the steps, and the figure, are where the cursor is."""
        at = max(0, bisect_right(self._lines, self.page.line) - 1)
        if self.outline.index != at:
            self.outline.show(self.outline.items, at)
        self._say()
        if self._is_broken(self.page.line):
            return  # The pose stays while its name is typed.
        item = self._drawn()
        pose = self.pose(item.pose) if item and item.pose else None
        side = item.sides[0] if item and item.sides else None
        if pose is not None and side is None and pose.sides:
            side = Side.RIGHT
        caption: Row = ()
        if pose is not None:
            caption = ((pose.name, "quiet"),)
            if side is not None:
                caption = (*caption, (f" {MARKS[side]}", "side"))
        options = item.options if item else ()
        self._body.show(stance(pose, side, options) if pose else None, caption)

    def _is_broken(self, line: int) -> bool:
        """Whether something is wrong on a line (from 1)."""
        return self._reading is not None and any(p.line == line for p in self._reading.problems)

    def _drawn(self) -> Item | None:
        """The step whose pose is shown: the marked one, or the first of the group it is."""
        item = self.outline.current
        if item is None or item.kind not in {"group", "use"}:
            return item
        for inner in self.outline.items[self.outline.index + 1 :]:
            if inner.pose or inner.level <= item.level:
                return inner if inner.level > item.level else None
        return None

    def _say(self) -> None:
        reading = self._reading
        if reading is None:
            return
        if reading.flow is not None:
            self._title = reading.flow.title
        changed = self._saver.is_changed
        self._heading.show(*heading_rows(self._title, self.document, changed=changed))
        told: Row = ((self._told, "hold"),) if self._told else ()
        if not told and self.document.problem:
            told = ((self.document.problem, "warn"),)
        self._status.show(*status_rows(reading, told))
        self._keys.show(actions.FOOTER_TEXT if self.page.has_focus else actions.FOOTER_STEPS)

    def tell(self, text: str) -> None:
        """An answer to the person, for a while."""
        self._told = text
        self._say()
        if text:
            self.set_timer(TOLD_FOR, lambda: self._forget(text))

    def _forget(self, text: str) -> None:
        if self._told == text:
            self._told = ""
            self._say()

    # -- what the person does ---------------------------------------------------------------

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Typed, commanded or undone: keep it, and read it."""
        event.stop()
        self._pauses = 0
        self.document.keep(self.page.text)
        self._completing.typed()
        # The letter first: where a key meets a drawing it is not on the screen yet.
        self.call_after_refresh(self._reparser.read)

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """The cursor has moved."""
        event.stop()
        # Where it moved because something was typed, that is read first.
        if self._reading is not None and self._reading.text == self.page.text:
            self._follow()

    def on_page_text_wanted(self, event: PageText.Wanted) -> None:
        """A key for the completions."""
        self._completing.key(event.key)

    def on_menu_moved(self, event: Menu.Moved) -> None:
        """The mark of the steps was moved: the cursor goes there."""
        if event.menu is self.outline:
            item = self.outline.current
            if item is not None:
                self.page.go_to(item.line)

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        """A click: to a step's text, to a problem, on a completion."""
        if event.menu is self._list:
            self._completing.key("enter")
        elif event.menu is self._problems:
            self._go_to(self._problems.current)
            self.page.focus()
        else:
            self.page.focus()

    def on_descendant_focus(self) -> None:
        """Other keys count now."""
        self.set_class(self.page.has_focus, "-writing")
        self._completing.close()
        self._say()

    def act(self, name: str) -> None:
        """Do the action of that name: a command on steps, or the method of the screen."""
        self._told = ""
        if name in COMMANDS:
            self._step_commands.run(COMMANDS[name])
        else:
            super().act(name)

    def do_undo(self) -> None:
        """Take the last change back."""
        self.page.undo()

    def do_redo(self) -> None:
        """Make it again."""
        self.page.redo()

    def do_extend_up(self) -> None:
        """Mark one step more above."""
        self.outline.extend(-1)

    def do_extend_down(self) -> None:
        """Mark one step more below."""
        self.outline.extend(1)

    def do_extend_to_top(self) -> None:
        """Mark all steps above."""
        self.outline.extend(-ALL)

    def do_extend_to_end(self) -> None:
        """Mark all steps below."""
        self.outline.extend(ALL)

    def do_text(self) -> None:
        """To the text."""
        self.page.focus()

    def do_outline(self) -> None:
        """To the steps."""
        self.outline.focus()

    def do_add(self) -> None:
        """Ask which steps to add."""
        self._step_commands.add()

    def do_swap(self) -> None:
        """Ask for another pose."""
        self._step_commands.swap()

    def do_save(self) -> None:
        """Write the file."""
        self.save()

    def do_try(self) -> None:
        """Play from here."""
        self._try(1.0)

    def do_rehearse(self) -> None:
        """The same, quickly."""
        self._try(QUICK)

    def do_problem(self) -> None:
        """To what is wrong next."""
        self._next_problem()

    def do_revert(self) -> None:
        """Back to the bundled flow."""
        self._saver.revert(self._left)

    def do_leave(self) -> None:
        """From the text to the steps, from these out."""
        if self.page.has_focus:
            self.outline.focus()
        else:
            self._saver.leave(self._left)

    def entries(self, page: Page) -> tuple[Entry, ...]:
        """The steps that are marked: in the text, or among the steps."""
        if self.outline.has_focus and self.outline.items:
            first, last = self.outline.run
            items = self.outline.items
            return run_of(page, items[first].line, items[last].line)
        return run_of(page, *self.page.lines)

    def all_poses(self) -> Sequence[Pose]:
        """Every pose that the flow can name: its own, and those of the library."""
        if not self._library:
            # Once: the folders are not asked again with every letter of a completion.
            keys = self.poses.keys()
            self._library = {key: pose for key in keys if (pose := self.pose(key)) is not None}
        own = self._reading.flow.poses if self._reading and self._reading.flow else {}
        return list({**self._library, **own}.values())

    def pose(self, key: str) -> Pose | None:
        """A pose of the flow's own, or of the library; None for none, or a broken one."""
        if self._reading and self._reading.flow and key in self._reading.flow.poses:
            return self._reading.flow.poses[key]
        try:
            return self.poses.get(key)
        except FormatError:
            return None

    def _next_problem(self) -> None:
        problems = self._reading.told if self._reading else ()
        if not problems:
            self.tell("nothing is wrong")
            return
        row, column = self.page.cursor_location
        here = (row + 1, column + 1)
        later = [problem for problem in problems if (problem.line, problem.column) > here]
        self._go_to((later or problems)[0])

    def _go_to(self, problem: Problem | None) -> None:
        if problem is not None:
            self.page.go_to(problem.line, problem.column)
            self.tell(problem.message)

    def _try(self, speed: float) -> None:
        path = self.document.path
        try:
            flow = load_flow(self.page.text, path=str(path), key=path.stem, poses=self.poses)
        except FormatError as error:
            first = error.problems[0]
            self.tell(f"line {first.line}: {first.message}")
            return
        self.lead(self.Try(flow, self.page.line, speed))

    # -- the file ---------------------------------------------------------------------------

    def look(self) -> None:
        """Notice what somebody else has done to the file."""
        self._saver.look()

    def _look_after(self) -> None:
        self._pauses += 1
        if self._pauses == PAUSE and self.is_current:
            garbage.collect()
        self.run_worker(self.document.flush, thread=True, group="flush", exclusive=True)
        if self.is_current:
            self.look()

    def _left(self) -> None:
        self.lead(self.Left(self))

    def save(self) -> None:
        """Write the file."""
        if self._saver.save():
            wrong = len(self._reading.problems) if self._reading else 0
            self.tell(f"saved, with {some(wrong, 'problem')}" if wrong else "saved")
