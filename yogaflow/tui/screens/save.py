"""The file of what is edited: saving it, noticing that somebody else has, leaving it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.screen import Screen

from yogaflow.editing.document import Change, ChangedError, Document, FileChange, SaveError
from yogaflow.library.copies import back_to_bundled
from yogaflow.model import FormatError
from yogaflow.storage.diff import Line, difference
from yogaflow.storage.file_version import NO_FILE, FileVersion, stamp_of
from yogaflow.storage.trash import TrashError
from yogaflow.tui.paint import Row
from yogaflow.tui.screens.choose import ChooseScreen
from yogaflow.tui.screens.confirm import KEPT_NOWHERE, ConfirmScreen

WIDTH = 70
"""Cells of a line of a difference."""


class FileSaver:
    """Sees to one document for a screen. Nothing here raises: what is wrong is told."""

    def __init__(
        self,
        screen: Screen[None],
        document: Document,
        *,
        text: Callable[[], str],
        put: Callable[[str], None],
        tell: Callable[[str], None],
    ) -> None:
        """`text` gives what is on the page, `put` puts another text there, to be undone in one
        step; `tell` says something to the person."""
        self._screen = screen
        self._document = document
        self._text = text
        self._put = put
        self._tell = tell
        self._asking = False

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        return self._document.is_changed(self._text())

    def save(self) -> bool:
        """Write the file; whether that went well."""
        try:
            self._document.save(self._text())
        except ChangedError as error:
            self._ask_theirs(f"{error.reason}.")
            return False
        except SaveError as error:
            self._tell(f"not saved: {error.reason}")
            return False
        return True

    def leave(self, gone: Callable[[], None]) -> None:
        """Leave it; what is not saved is asked about first. `gone` is called when it is left."""
        document = self._document

        def answered(answer: str | None) -> None:
            if answer == "d":
                question = f"Throw away what is not saved of {document.path.stem}?"
                box = ConfirmScreen(question, [KEPT_NOWHERE], yes="throw away", no="keep")
                self._screen.app.push_screen(box, thrown)
            elif answer == "l" or (answer == "s" and self.save()):
                document.close()
                gone()

        def thrown(sure: bool | None) -> None:
            if sure:
                document.close(discard=True)
                gone()

        if not self.is_changed:
            document.close()
            gone()
            return
        answers = (
            ("s", "save it"),
            ("l", "for later: offered again"),
            ("d", "throw the changes away"),
            ("escape", "go on writing"),
        )
        self._screen.app.push_screen(ChooseScreen("This is not saved.", answers), answered)

    def revert(self, gone: Callable[[], None]) -> None:
        """Back to the bundled flow: the person's copy goes to the trash, when they say so."""
        document = self._document
        if document.bundled is None or document.is_new:
            self._tell("this is no copy of a bundled flow")
            return

        def answered(answer: str | None) -> None:
            if answer != "b":
                return
            document.close(discard=True)
            try:
                back_to_bundled(document.path)
            except TrashError as error:
                self._screen.app.notify(error.reason, title="Not deleted", severity="error")
            gone()

        answers = (("b", "the copy into the trash"), ("escape", "no"))
        title = f"{document.path.name} is your copy of a bundled flow."
        self._screen.app.push_screen(ChooseScreen(title, answers), answered)

    # -- somebody else ----------------------------------------------------------------------

    def look(self) -> None:
        """Notice what somebody else has done to the file."""
        change = None if self._asking else self._document.look()
        if change is None:
            return
        if change.what is FileChange.GONE:
            self._document.keep_mine(NO_FILE)
            self._tell("the file is gone: saving writes it anew")
        elif change.what is FileChange.UNREADABLE:
            self._tell(f"the file is not what it was: {change.why}")
        elif not self.is_changed:
            self._take_theirs("somebody else has written the file: this is it")
        elif self._theirs() == self._text():
            self._take_theirs("")
        else:
            self._ask_theirs("Somebody else has written the file.", change)

    def _theirs(self) -> str | None:
        try:
            return self._document.theirs()
        except FormatError:
            return None

    def _take_theirs(self, told: str) -> None:
        try:
            text = self._document.take_theirs()
        except FormatError as error:
            self._tell(f"the file is not what it was: {error.problems[0].message}")
            return
        if text != self._text():
            self._put(text)
        self._tell(told)

    def _ask_theirs(self, what: str, change: Change | None = None) -> None:
        theirs = self._theirs()
        stamp = change.stamp if change else self._stamp_now()
        if theirs is None or stamp is None:
            self._tell(what)
            return
        answers = (
            ("t", "theirs; undo: yours again"),
            ("k", "yours; saving overwrites"),
            ("escape", "decide when saving"),
        )
        self._asking = True

        def answered(answer: str | None) -> None:
            self._asking = False
            if answer == "t":
                self._take_theirs("theirs; undo brings yours back")
            elif answer == "k":
                self._document.keep_mine(stamp)

        lines = rows_of(self._text(), theirs)
        title = f"{what}  - yours  + theirs"
        self._screen.app.push_screen(ChooseScreen(title, answers, lines), answered)

    def _stamp_now(self) -> FileVersion | None:
        try:
            return stamp_of(self._document.path)
        except FormatError:
            return None


def rows_of(before: str, after: str) -> Sequence[Row]:
    """A difference as rows to show."""
    paints = {Line.ADDED: "in", Line.REMOVED: "warn", Line.SAME: "quiet", Line.LEFT_OUT: "quiet"}
    rows: list[Row] = []
    for line in difference(before, after, width=WIDTH):
        number = line.after or line.before
        where = f"{number:>4} " if number else "     "
        rows.append(((where, "quiet"), (f"{line.kind.value} {line.text}", paints[line.kind])))
    return rows
