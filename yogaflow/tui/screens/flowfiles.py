"""What a person does with the files of flows, from the library: rename, copy, delete, find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen

from yogaflow.library.catalogue import Catalogue
from yogaflow.library.folders import file_of
from yogaflow.library.manage import ManageError, duplicate, key_problem, renamed, show_folder
from yogaflow.library.summary import FlowSummary
from yogaflow.model import printable
from yogaflow.storage.trash import TrashError, to_trash

if TYPE_CHECKING:
    from yogaflow.library.history import History


class FlowFiles:
    """Renames, copies and deletes flows, shows their folders. Bundled flows are never touched."""

    def __init__(
        self,
        screen: Screen[None],
        catalogue: Catalogue,
        shelf: History,
        changed: Callable[[Path | None], object],
    ) -> None:
        """`changed` is called after each change, with the file to mark now, if there is one."""
        self._screen = screen
        self._shelf = shelf
        self._changed = changed
        self._own = [folder.path for folder in catalogue.flow_dirs if folder.own]
        self._bundled = [folder.path for folder in catalogue.flow_dirs if not folder.own]

    def _is_own(self, one: FlowSummary) -> bool:
        if not one.own:
            self._say(f"{one.title} comes with yogaflow and stays as it is: c makes you a copy.")
        return one.own

    def rename(self, one: FlowSummary) -> None:
        """Ask for another key, and give the file that name."""
        if not self._is_own(one):
            return
        from yogaflow.tui.screens.prompt import AskScreen

        path = Path(one.path)

        def rename(key: str | None) -> None:
            if not key or key == one.key:
                return
            try:
                now = renamed(path, key)
            except ManageError as error:
                self._say(str(error), wrong=True)
                return
            self._shelf.rename(one.key, now.stem)
            self._changed(now)

        self._screen.app.push_screen(
            AskScreen(
                f"A new key for {one.title}",
                printable(one.key),
                lambda text: key_problem(text, path, *self._bundled),
                hint="The name of its file, and its name for yogaflow play.",
            ),
            rename,
        )

    def duplicate(self, one: FlowSummary) -> None:
        """A copy among the person's own."""
        if not self._own:
            return
        try:
            copy = duplicate(Path(one.path), self._own[0], *self._bundled)
        except ManageError as error:
            self._say(str(error), wrong=True)
            return
        self._changed(copy)

    def delete(self, one: FlowSummary) -> None:
        """Into the trash, when the person says so."""
        if not self._is_own(one):
            return
        from yogaflow.tui.screens.confirm import ConfirmScreen

        path = Path(one.path)
        lines = [path.name]
        if any(file_of(folder, one.key) is not None for folder in self._bundled):
            lines.append("The one that comes with yogaflow is listed in its place again.")

        def delete(sure: bool | None) -> None:
            if not sure:
                return
            try:
                to_trash(path)
            except TrashError as error:
                self._say(f"Not deleted: {error.reason}.", wrong=True)
                return
            if len(lines) == 1:
                self._shelf.forget(one.key)
            self._changed(None)

        question = f"Put {one.title} into the trash?"
        self._screen.app.push_screen(
            ConfirmScreen(question, lines, yes="into the trash", no="keep"), delete
        )

    def show_folder(self, one: FlowSummary) -> None:
        """Show the folder in a file manager, or say where it is."""
        folder = Path(one.path).parent
        if not show_folder(folder):
            self._say(f"It is in {folder}")

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self._screen.notify(text, severity="warning" if wrong else "information")
