"""The flows there are: bundled ones and the person's own, and the broken ones with their reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from yogaflow.library import Entry, Library
from yogaflow.listed import length_text
from yogaflow.model import Flow
from yogaflow.outline import Row as Step
from yogaflow.outline import extent, rows
from yogaflow.timeline import Choices, TooLongError, compile_flow
from yogaflow.tui import actions
from yogaflow.tui.actions import bindings
from yogaflow.tui.looks import Looks
from yogaflow.tui.paint import Block, Row, cut, spread
from yogaflow.tui.screens.acting import ActingScreen
from yogaflow.tui.screens.filming import frames_of
from yogaflow.tui.widgets.filmstrip import FilmStrip, Frame
from yogaflow.tui.widgets.footer import Keys
from yogaflow.tui.widgets.menu import Menu
from yogaflow.tui.widgets.text import Words

BROKEN = "cannot be played yet"


class LibraryScreen(ActingScreen):
    """Lists flows. Posts `Picked`."""

    ACTIONS = actions.LIBRARY
    BINDINGS: ClassVar[list[BindingType]] = bindings(actions.LIBRARY)

    @dataclass
    class Picked(Message):
        """A flow was picked, to look at or to play at once."""

        entry: Entry
        play: bool

    def __init__(self, library: Callable[[], Library], *, looks: Looks | None = None) -> None:
        """`looks` is what the settings say of figures."""
        super().__init__()
        looks = looks or Looks()
        self._library = library
        self._entries: list[Entry] = []
        self._query = ""
        self._searching = False
        self._title = Words(id="heading")
        self._lengths: dict[str, str] = {}
        self._menu = Menu[Entry]((), self._rows, rows_each=3, empty="Nothing here.", id="flows")
        self._film = FilmStrip(looks, id="film")
        self._keys = Keys(actions.LIBRARY_FOOTER, id="keys")
        self.set_class(looks.figures != "off", "-drawn")

    def compose(self) -> ComposeResult:
        """A heading, the list, the marked flow in pictures, the keys."""
        yield self._title
        yield self._menu
        yield self._film
        yield self._keys

    def on_mount(self) -> None:
        """Show that something is there, then read the flows."""
        self._title.show((("yogaflow", "in!"),))
        self.call_after_refresh(self.read)

    def read(self) -> None:
        """Read the flows, again if need be: a file may have been written meanwhile."""
        self._entries = list(self._library().entries())
        self._lengths.clear()
        self._show()
        self._menu.focus()

    def _rows(self, entry: Entry, width: int, marked: bool) -> Block:
        if entry.key not in self._lengths:
            self._lengths[entry.key] = length_words(entry)
        return entry_rows(entry, self._lengths[entry.key], width, marked)

    def _show(self) -> None:
        found = matching(self._entries, self._query)
        self._menu.show(found)
        heading: Row = (("yogaflow", "in!"), ("   choose a flow", "quiet"))
        if self._searching or self._query:
            caret = "▏" if self._searching else ""
            heading = (("/ ", "in!"), (self._query + caret, "ink!"))
        count = f"{len(found)} of {len(self._entries)}" if self._query else f"{len(found)} flows"
        self._title.show(heading, ((count, "quiet"),))
        self.on_menu_moved()

    # -- searching --------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Type into the search: a key that is taken here does not come to the bindings."""
        if not self._searching:
            return
        if event.key == "backspace":
            self._query = self._query[:-1]
        elif event.character and event.character.isprintable():
            self._query += event.character
        else:
            return
        event.stop()
        event.prevent_default()
        self._show()

    # -- what the person does ---------------------------------------------------------------

    def act(self, name: str) -> None:
        """Do the action of that name."""
        entry = self._menu.current
        if name == "search":
            self._searching = True
            self._show()
        elif name == "leave" and (self._searching or self._query):
            self._searching, self._query = False, ""
            self._show()
        elif name == "film":
            self.toggle_class("-film")
            self.call_after_refresh(self.on_menu_moved)
        elif name == "leave":
            self.app.exit()
        elif name in {"open", "play"} and entry is not None:
            self._searching = False
            self._show()
            self.post_message(self.Picked(entry, name == "play"))

    def on_menu_chosen(self) -> None:
        """A click opens."""
        self.act("open")

    def on_menu_moved(self) -> None:
        """Show the marked flow in pictures, once the mark itself is drawn."""
        if self._film.display:
            self.call_after_refresh(self._show_film)

    def _show_film(self) -> None:
        entry = self._menu.current
        self._film.show(film_of(entry.flow) if entry is not None and entry.flow else ())


def film_of(flow: Flow) -> tuple[Frame, ...]:
    """The pictures of a flow: each pose once, on the side it is taken first."""
    try:
        timeline = compile_flow(flow, Choices())
    except TooLongError:
        return ()
    first: dict[str | None, Step] = {}
    for step in rows(timeline):
        first.setdefault(step.visit.pose, step)
    return frames_of(timeline, list(first.values()))


def matching(entries: Sequence[Entry], query: str) -> list[Entry]:
    """The entries in which every word of the query occurs, in title, key, about or pose names."""
    words = query.lower().split()
    return [entry for entry in entries if all(word in _text(entry) for word in words)]


@lru_cache(maxsize=20_000)
def _searched(key: str, title: str, about: str) -> str:
    return f"{key} {title} {about}".lower()


def _text(entry: Entry) -> str:
    return _searched(entry.key, entry.title, entry.flow.about if entry.flow else "")


def length_words(entry: Entry) -> str:
    """How long a flow is and what it is for: `7–12 min, 45–85 breaths, stretch`."""
    if entry.flow is None:
        return BROKEN
    try:
        length = extent(entry.flow)
    except TooLongError as error:
        return str(error)
    return f"{length_text(length.seconds, length.breaths)}, {length.kind}"


def entry_rows(entry: Entry, length: str, width: int, marked: bool) -> Block:
    """A flow in two rows: its title and length, and what it is about or what is wrong with it."""
    mark: Row = (("▌ ", "in"),) if marked else (("  ", "ink"),)
    whose: Row = (("  yours", "side"),) if entry.own else ()
    if width < 60:
        length = length.split(",", maxsplit=1)[0]
    if entry.flow is None:
        first = entry.problems[0] if entry.problems else None
        what = f"line {first.line}: {first.message}" if first else ""
        more = f" (and {len(entry.problems) - 1} more)" if len(entry.problems) > 1 else ""
        title: Row = (*mark, (entry.title, "warn!"), *whose)
        return [
            spread(title, ((length, "warn"),), width),
            (*mark, (cut(what + more, width - 2), "quiet")),
        ]
    title = (*mark, (entry.title, "ink!" if marked else "ink"), *whose)
    return [
        spread(title, ((length, "in" if marked else "quiet"),), width),
        (*mark, (cut(entry.flow.about, width - 2), "quiet")),
    ]
