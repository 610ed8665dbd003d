"""The flows there are: bundled ones and the person's own, and the broken ones with their reason."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from yogaflow.library.catalogue import Catalogue, default_catalogue
from yogaflow.library.history import History, passing_shelf
from yogaflow.library.indexer import reading
from yogaflow.library.library import Entry
from yogaflow.library.search import FlowFilter, FlowSearch, Order, ordered
from yogaflow.library.summary import FlowSummary
from yogaflow.model import Flow
from yogaflow.storage.paths import unsaved_dir
from yogaflow.tui import actions
from yogaflow.tui.actions import bindings
from yogaflow.tui.figure_settings import FigureSettings
from yogaflow.tui.flowrows import FlowMarks, ago, flow_rows, heading, tally
from yogaflow.tui.labels import some
from yogaflow.tui.paint import Block
from yogaflow.tui.screens.base_screen import BaseScreen
from yogaflow.tui.screens.film_panel import film_of
from yogaflow.tui.widgets.filmstrip import FilmStrip, Frame
from yogaflow.tui.widgets.footer import Keys
from yogaflow.tui.widgets.menu import Menu
from yogaflow.tui.widgets.text import Words

if TYPE_CHECKING:
    from yogaflow.tui.screens.flowfiles import FlowFiles

SHOW_EVERY = 1.0
"""Seconds between two times the list is made anew while flows are being read."""


class LibraryScreen(BaseScreen):
    """Lists flows. Posts `Picked`, `Edit`, `New` and `Unsaved`."""

    ACTIONS = actions.LIBRARY
    BINDINGS: ClassVar[list[BindingType]] = bindings(actions.LIBRARY)

    @dataclass
    class Picked(Message):
        """A flow was picked, to look at or to play at once."""

        flow: Flow
        play: bool

    @dataclass
    class Edit(Message):
        """A flow is to be edited, from a line (from 1) on; 0 for its first step."""

        path: Path
        line: int = 0

    class New(Message):
        """A flow is to be written."""

    class Unsaved(Message):
        """The texts that were never saved are to be seen to."""

    def __init__(
        self,
        catalogue: Callable[[], Catalogue] | None = None,
        *,
        shelf: Callable[[], History] | None = None,
        looks: FigureSettings | None = None,
    ) -> None:
        """`catalogue` and `shelf` are called once something is on the screen: by default the
        person's own catalogue, and a shelf that is not kept. `looks` is what the settings say of
        figures.
        """
        super().__init__()
        looks = looks or FigureSettings()
        self._make = catalogue or default_catalogue, shelf or passing_shelf
        self._catalogue: Catalogue
        self._shelf: History
        self._files: FlowFiles | None = None
        self._order = Order.TITLE
        self._sieve = FlowFilter()
        self._query = ""
        self._searching = False
        self._sifter: FlowSearch | None = None
        self._left = -1  # not known yet
        self._away = 0
        """How many screens files may be written in are to come back from: a box may lead on."""
        self._drafts = 0
        """How many texts were never saved."""
        self._filmed: bool | None = None
        """Whether the film strip was asked for; None where nobody has said."""
        self._films: dict[str, tuple[Frame, ...]] = {}
        self._title = Words(id="heading")
        self._menu = Menu[FlowSummary]((), self._rows, rows_each=3, id="flows")
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
        """Show that something is there, then look for the flows."""
        self._title.show((("yogaflow", "in!"),))
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        catalogue, shelf = self._make
        self._catalogue, self._shelf = catalogue(), shelf()
        self._catalogue.recall()
        self._arrange()
        self._menu.focus()
        self.watch(self.app, "app_focus", self._look_again, init=False)
        # What is remembered is on the screen before the files are asked: ten thousand of them
        # take as long again.
        self.call_after_refresh(self._look)

    def on_unmount(self) -> None:
        """What has been read need not be read again the next time."""
        if self._sifter is not None:
            self._catalogue.save()

    # -- the flows --------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """Files may have been written meanwhile, and a flow was practised perhaps."""
        if self._away:
            self._away -= 1
            self._look()
        elif self._sifter is not None:
            self._count_drafts()

    def _look_again(self, focus: bool) -> None:
        """Somebody comes back to this terminal, from an editor perhaps."""
        if focus and self.is_current:
            self._look()

    def _look(self, mark: Path | None = None) -> None:
        """See what is there, mark that flow, and begin to read what has changed."""
        self._catalogue.look()
        self._shelf.refresh()
        self._films.clear()
        self._count_drafts()
        self._left = len(self._catalogue.waiting)
        self._arrange(str(mark) if mark else None)
        if self._left:
            self.run_worker(self._read(mark), group="index", exclusive=True)

    def _count_drafts(self) -> None:
        """See what was never saved; nothing is loaded where there is nothing."""
        before, self._drafts = self._drafts, 0
        if any(unsaved_dir().glob("*.journal")):
            from yogaflow.editing.recovery import unsaved

            self._drafts = len(unsaved())
        if self._drafts > before:
            self.notify(f"{some(self._drafts, 'text')} never saved: u goes on with it.")
        self._head()

    async def _read(self, mark: Path | None) -> None:
        clock = asyncio.get_running_loop().time
        shown = clock()
        async for left in reading(self._catalogue):
            self._left = left
            first = self._sifter is not None and not self._sifter.flows
            if left and (first or clock() - shown > SHOW_EVERY):
                self._arrange()
                shown = clock()
        self._left = 0
        self._arrange(str(mark) if mark else None)

    def _arrange(self, mark: str | None = None) -> None:
        """Put all flows in their order, and keep the mark where it is, or on that file."""
        shelf = self._shelf
        flows = ordered(self._catalogue.flows, self._order, shelf.favourites, shelf.practised)
        self._sifter = FlowSearch(flows, self._catalogue.marks, shelf.favourites)
        current = self._menu.current
        self._show(mark or (current.path if current else None))
        if notice := shelf.notice():
            self.notify(notice, severity="warning")

    def _show(self, mark: str | None = None) -> None:
        """Show the flows that are asked for; with no file to mark, the first one is."""
        if self._sifter is None:
            return
        found = self._sifter.found(self._query, self._sieve)
        index = 0
        if mark is not None:
            places = (place for place, one in enumerate(found) if one.path == mark)
            index = next(places, self._menu.index)
        nothing = "Nothing here." if self._left == 0 else "Reading the flows …"
        self._menu.empty = "No flow is like that." if self._sifter.flows else nothing
        self._menu.show(found, index)
        self._head()
        self.on_menu_moved()

    def _head(self) -> None:
        """The heading and the keys."""
        query = f"{self._query}{'▏' * self._searching}"
        sifted = bool(self._query or self._sieve.words)
        left = heading(query, self._sieve.words)
        shown = len(self._menu.items)
        whole = len(self._sifter.flows) if self._sifter is not None else 0
        right = tally(shown, whole, self._left, self._order, self.size.width, sifted=sifted)
        self._title.show(left, ((right, "quiet"),))
        if self._searching:
            self._keys.show(actions.LIBRARY_FOOTER_SEARCHING)
        else:
            keys = actions.LIBRARY_FOOTER_SIFTED if sifted else actions.LIBRARY_FOOTER
            self._keys.show((*keys, actions.UNSAVED) if self._drafts else keys)

    def _rows(self, one: FlowSummary, width: int, marked: bool) -> Block:
        shelf = self._shelf
        time = shelf.practised.get(one.key)
        words = ago(time, shelf.today) if time is not None else ""
        return flow_rows(one, FlowMarks(one.key in shelf.favourites, words), width, marked)

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
        """Do the action of that name; while the flows are being looked for there is one alone."""
        if self._sifter is not None or name == "leave":
            super().act(name)

    def do_search(self) -> None:
        """Type into the search."""
        if self._sifter is not None:
            self._searching = True
            self._sifter.prepare()
            self._head()

    def do_all(self) -> None:
        """Ask nothing any more; the mark stays on its flow."""
        self._searching, self._query, self._sieve = False, "", FlowFilter()
        one = self._menu.current
        self._show(one.path if one else None)

    def do_leave(self) -> None:
        """Back to all flows, then out."""
        if self._searching or self._query or self._sieve.words:
            self.do_all()
        else:
            self.app.exit()

    def do_sort(self) -> None:
        """Another order."""
        orders = tuple(Order)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self._arrange()

    def do_film(self) -> None:
        """The marked flow in pictures, or none."""
        self._filmed = not self.has_class("-film")
        self.set_class(self._filmed, "-film")
        self.call_after_refresh(self.on_menu_moved)

    def do_new(self) -> None:
        """Write a flow."""
        self._away += 1
        self.lead(self.New())

    def do_unsaved(self) -> None:
        """See to the texts that were never saved."""
        if self._drafts:
            self._away += 1
            self.lead(self.Unsaved())
        else:
            self.notify("All that was written is saved.")

    def do_favourite(self) -> None:
        """Give the marked flow a star, or take it away."""
        if one := self._menu.current:
            self._shelf.turn(one.key)
            self._arrange()

    def do_rename(self) -> None:
        """Another key for the marked flow."""
        if one := self._menu.current:
            self._flow_files.rename(one)

    def do_duplicate(self) -> None:
        """A copy of the marked flow."""
        if one := self._menu.current:
            self._flow_files.duplicate(one)

    def do_delete(self) -> None:
        """The marked flow into the trash."""
        if one := self._menu.current:
            self._flow_files.delete(one)

    def do_folder(self) -> None:
        """The folder of the marked flow."""
        if one := self._menu.current:
            self._flow_files.show_folder(one)

    @property
    def _flow_files(self) -> FlowFiles:
        if self._files is None:
            from yogaflow.tui.screens.flowfiles import FlowFiles

            self._files = FlowFiles(self, self._catalogue, self._shelf, self._look)
        return self._files

    def do_edit(self) -> None:
        """Change the marked flow."""
        if one := self._menu.current:
            self._edit(Path(one.path))

    def do_open(self) -> None:
        """Look at the marked flow."""
        self._pick(play=False)

    def do_play(self) -> None:
        """Play the marked flow."""
        self._pick(play=True)

    def _pick(self, *, play: bool) -> None:
        if one := self._menu.current:
            self._searching = False
            self._away += 1
            self._head()
            self._open(self._catalogue.entry(one), play=play)

    def _edit(self, path: Path, line: int = 0) -> None:
        self._away += 1
        self.lead(self.Edit(path, line))

    def _open(self, entry: Entry, *, play: bool) -> None:
        if entry.flow is not None:
            self.lead(self.Picked(entry.flow, play))
            return
        from yogaflow.tui.screens.broken import BrokenScreen

        def closed(line: int | None) -> None:
            if line is not None:
                self._edit(entry.path, line)

        self.app.push_screen(BrokenScreen(entry), closed)

    def do_sieve(self) -> None:
        """Ask which flows are to be shown."""
        from yogaflow.tui.filters import offer_of
        from yogaflow.tui.screens.filter_panel import FilterScreen

        one = self._menu.current

        def take(sieve: FlowFilter) -> str:
            self._sieve = sieve
            self._show(one.path if one else None)
            whole = len(self._sifter.flows) if self._sifter is not None else 0
            return f"{len(self._menu.items)} of {whole}"

        self._searching = False
        offer = offer_of(self._catalogue.flows, self._catalogue.marks)
        self.app.push_screen(FilterScreen(self._sieve, offer, take))

    def on_resize(self) -> None:
        """There may be room for pictures now."""
        there = self.has_class("-tall") if self._filmed is None else self._filmed
        self.set_class(there, "-film")
        self.call_after_refresh(self.on_menu_moved)

    def on_menu_chosen(self) -> None:
        """A click opens."""
        self.do_open()

    def on_menu_moved(self) -> None:
        """Show the marked flow in pictures, once the mark itself is drawn."""
        if self._film.display:
            self.call_after_refresh(self._show_film)

    def _show_film(self) -> None:
        one = self._menu.current
        if one is None:
            self._film.show(())
            return
        if one.path not in self._films:
            flow = self._catalogue.entry(one).flow
            self._films[one.path] = film_of(flow) if flow is not None else ()
        self._film.show(self._films[one.path])
