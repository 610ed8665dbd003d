"""Commands on the steps of the editor: made in the text, and told where they cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from yogaflow.editing.commands import Edit, RefusedError, add
from yogaflow.editing.fields import pose_word, set_pose
from yogaflow.editing.layout import Entry, Page, lay_out
from yogaflow.editing.moves import run_of
from yogaflow.format import read_draft
from yogaflow.model import FormatError, Pose
from yogaflow.tui.figure_settings import FigureSettings

if TYPE_CHECKING:
    from textual.app import App

    from yogaflow.editing.document import Document
    from yogaflow.library.library import PoseFolders
    from yogaflow.tui.widgets.outline import Outline
    from yogaflow.tui.widgets.page import PageText


class Editor(Protocol):
    """What commands on steps need of the editor's screen."""

    document: Document
    poses: PoseFolders
    page: PageText
    outline: Outline

    @property
    def app(self) -> App[object]:
        """The app, for questions of their own."""

    def entries(self, page: Page) -> Sequence[Entry]:
        """The steps that are marked."""

    def all_poses(self) -> Sequence[Pose]:
        """Every pose that there is."""

    def pose(self, key: str) -> Pose | None:
        """The pose of that key."""

    def tell(self, text: str) -> None:
        """Show one line below the text."""


class StepCommands:
    """Carries out commands on steps for one editor."""

    def __init__(self, editor: Editor, looks: FigureSettings) -> None:
        """`looks` is what the settings say of figures."""
        self._editor = editor
        self._looks = looks

    def run(self, command: Callable[[Page, Sequence[Entry]], Edit]) -> None:
        """A command on what is marked."""
        editor = self._editor
        try:
            page = self._laid_out()
            entries = editor.entries(page)
            if not entries:
                raise RefusedError("there is no step here yet: a adds one")
            edit = self._checked(command(page, entries))
        except (RefusedError, FormatError) as refused:
            editor.tell(plain(refused))
            return
        self._make(edit)

    def add(self) -> None:
        """Ask which steps to add, below the marked one."""
        from yogaflow.tui.screens.add_step import AddStepScreen

        editor = self._editor

        def put(lines: Sequence[str], key: str) -> str:
            try:
                page = self._laid_out()
                # The cursor is on what was added last, and the steps may not have been told yet.
                entries = run_of(page, *editor.page.lines)
                edit = self._checked(add(page, entries[-1] if entries else None, lines))
            except (RefusedError, FormatError) as refused:
                return plain(refused)
            last = edit.line + len(lines) - 1
            self._make(Edit(edit.change, last))  # The next one goes below.
            return f"added {key or lines[0].lstrip('- ')}, line {edit.line}"

        editor.app.push_screen(
            AddStepScreen(editor.all_poses(), editor.poses, put, looks=self._looks)
        )

    def swap(self) -> None:
        """Ask for another pose of the same kind, those most like it first."""
        from yogaflow.tui.screens.add_step import AddStepScreen

        editor = self._editor
        item = editor.outline.current
        pose = editor.pose(item.pose) if item and item.pose else None
        if pose is None:
            editor.tell("there is no pose here to swap")
            return
        line = editor.page.line
        alike = [one for one in editor.all_poses() if one.kind is pose.kind and one != pose]
        alike.sort(key=lambda one: _unlike(one, pose))

        def put(_: Sequence[str], key: str) -> str:
            def command(page: Page, entries: Sequence[Entry]) -> Edit:
                if pose_word(entries[0]) is None:
                    raise RefusedError("there is no pose here")
                return set_pose(page, entries[0], key)

            editor.page.go_to(line)
            self.run(command)
            return key

        title = f"In place of {pose.name}: {pose.kind}"
        editor.app.push_screen(
            AddStepScreen(alike, editor.poses, put, title=title, only=True, looks=self._looks)
        )

    def _laid_out(self) -> Page:
        return lay_out(self._editor.page.text, str(self._editor.document.path))

    def _checked(self, edit: Edit) -> Edit:
        """The edit. Raises RefusedError where more would be wrong with the text than before."""
        text = self._editor.page.text
        after = self._problems(edit.change.apply(text))
        for message in after - self._problems(text) if after else ():
            raise RefusedError(f"not done: {message}")
        return edit

    def _problems(self, text: str) -> Counter[str]:
        poses = self._editor.poses
        return Counter(
            one.message for one in read_draft(text, path="", key="", poses=poses).problems
        )

    def _make(self, edit: Edit) -> None:
        self._editor.outline.alone()
        self._editor.page.apply(edit.change, edit.line)
        self._editor.tell(edit.note)


def plain(refused: Exception) -> str:
    """Why something cannot be done, in one line."""
    if isinstance(refused, FormatError):
        problem = refused.problems[0]
        return f"mend line {problem.line} first: {problem.message}"
    return str(refused)


def _unlike(one: Pose, other: Pose) -> tuple[bool, bool]:
    """How far a pose is from another of its kind: the nearest ones are offered first."""
    return one.position is not other.position, bool(one.sides) != bool(other.sides)
