"""Opening the editor, from wherever one is, and coming back from it: what the app does for it.

Loaded when a flow is edited for the first time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from rich.text import Text
from textual.app import App

from yogaflow.editing.document import BusyError, Document, fresh, left_of, opened, resumed
from yogaflow.editing.recovery import Disk, Unsaved, unsaved
from yogaflow.library.library import PoseFolders
from yogaflow.library.manage import new_flow, title_problem
from yogaflow.model import FormatError, printable
from yogaflow.tui.figure_settings import FigureSettings
from yogaflow.tui.paint import Row
from yogaflow.tui.screens.choose import ChooseScreen
from yogaflow.tui.screens.confirm import KEPT_NOWHERE, ConfirmScreen
from yogaflow.tui.screens.editor import EditorScreen
from yogaflow.tui.screens.save import rows_of


class Writing:
    """Opens editors for an app."""

    def __init__(
        self, app: App[None], poses: Callable[[], PoseFolders], looks: FigureSettings
    ) -> None:
        """`poses` gives the pose library, anew for each editor: a pose may have been written."""
        self._app = app
        self._poses = poses
        self._looks = looks
        self._complaint = ""

    @property
    def is_open(self) -> bool:
        """Whether there is an editor below what is shown."""
        return any(isinstance(screen, EditorScreen) for screen in self._app.screen_stack)

    def edit(self, path: Path, *, line: int = 0, alone: bool = False) -> None:
        """Edit a flow's file from a line on; `alone` ends the app where it cannot be opened.

        What a program that was killed has left of it is offered first.
        """
        try:
            left = left_of(path)
        except (OSError, BusyError):
            left = []
        if left:
            self._offer(left[0], path, line, alone=alone)
        else:
            self._open(lambda: opened(path, told=self._complain), line, alone=alone)

    def write(self, path: Path, text: str, *, alone: bool = False) -> None:
        """Write a new flow, which has no file yet. What was left of one is offered first."""
        left = left_of(path)
        if left:
            self._offer(left[0], path, 0, alone=alone, text=text)
        else:
            self._open(lambda: fresh(path, text, told=self._complain), 0, alone=alone)

    def offer_left(self) -> None:
        """Offer what killed programs have left, one after the other, the latest first."""
        for left in reversed(unsaved()):
            # The one pushed last is asked about first.
            self._offer(left, left.path, 0, alone=False, later=True)

    def ask(self) -> None:
        """Ask what a new flow is called, and write it."""
        from yogaflow.tui.screens.prompt import AskScreen

        def answered(title: str | None) -> None:
            if title:
                self.write(*new_flow(title))

        self._app.push_screen(
            AskScreen("What is the new flow called?", check=title_problem), answered
        )

    def _offer(
        self,
        left: Unsaved,
        path: Path,
        line: int,
        *,
        alone: bool,
        text: str | None = None,
        later: bool = False,
    ) -> None:
        """Ask about one text; with `later` nothing else is about to be opened."""

        def answered(answer: str | None) -> None:
            if answer == "u":
                self._open(lambda: resumed(left), line, alone=alone)
                return
            if answer == "d":
                question = f"Throw away what was written of {path.stem}?"
                box = ConfirmScreen(question, [KEPT_NOWHERE], yes="throw away", no="keep")
                self._app.push_screen(box, thrown)
            else:
                go_on(answer)

        def thrown(sure: bool | None) -> None:
            if not sure:
                self._offer(left, path, line, alone=alone, text=text, later=later)
                return
            try:
                left.discard()
            except BusyError as error:
                self._complain(str(error))
                if alone:
                    self._end()
                return
            go_on("d")

        def go_on(answer: str | None) -> None:
            if later:
                return
            if answer == "escape":
                if alone:
                    self._app.exit()
                return
            if text is None:
                self._open(lambda: opened(path, told=self._complain), line, alone=alone)
            else:
                self._open(lambda: fresh(path, text, told=self._complain), 0, alone=alone)

        lines: list[Row] = list(rows_of(left.base, left.text))
        if left.disk is Disk.CHANGED:
            lines.insert(0, (("The file has been written by somebody since then.", "hold"),))
        answers = [("u", "go on with it"), ("d", "throw it away")]
        if not later:
            answers.append(("f", "open the file as it is"))
        answers.append(("escape", "later" if later else "back"))
        when = time.strftime("%d %B, %H:%M", time.localtime(left.when))
        title = f"{path.stem}: never saved, of {when}"
        self._app.push_screen(ChooseScreen(title, answers, lines), answered)

    def _open(self, document: Callable[[], Document], line: int, *, alone: bool) -> None:
        try:
            screen = EditorScreen(document(), self._poses(), looks=self._looks, line=line)
        except FormatError as error:
            self._complain(str(error.problems[0]))
        except BusyError as error:
            self._complain(str(error))
        else:
            self._app.push_screen(screen)
            return
        if alone:
            self._end()

    def _end(self) -> None:
        # As a text: a message that is a str would be read as markup.
        self._app.exit(message=Text(printable(self._complaint)), return_code=1)

    def _complain(self, text: str) -> None:
        self._complaint = text
        self._app.notify(text, severity="error", timeout=10)
