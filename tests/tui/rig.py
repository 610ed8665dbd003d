"""A practice on a clock that stands still until a test moves it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from tests.fakes import FakeSound, FakeTime
from tests.tui import flows
from yogaflow.library.catalogue import Catalogue
from yogaflow.library.history import History
from yogaflow.library.library import Entry, Library
from yogaflow.library.summarise import listed_of
from yogaflow.library.summary import FlowSummary
from yogaflow.model import Flow, Problem
from yogaflow.practice.player import Player
from yogaflow.practice.session import Session
from yogaflow.practice.speech import Voice
from yogaflow.practice.verbosity import SpeechChoices, Talk
from yogaflow.practice.view import State, View
from yogaflow.storage.settings import Settings
from yogaflow.timeline.timeline import Choices
from yogaflow.tui.app import YogaflowApp
from yogaflow.tui.environment import Environment
from yogaflow.tui.screens.player import PlayerScreen

STEP = 0.5
"""Seconds: below the gap that a session takes for a stall."""


class Now(FakeTime):
    """A clock's reading, in seconds, that tests set. The machine never sleeps."""

    @property
    def seconds(self) -> float:
        """What the clock says."""
        return self.monotonic

    @seconds.setter
    def seconds(self, to: float) -> None:
        self.monotonic = self.boot = to


class FixedCatalogue(Catalogue):
    """A library of flows made by hand."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__((), (), Path(os.devnull))
        self._given: dict[str, Entry] = {}
        self._as_listed: list[FlowSummary] = []
        for entry in entries:
            listed, marks = listed_of(entry)
            self._given[listed.path] = entry
            self._as_listed.append(listed._replace(marks=self.marks.letters(marks)))

    @property
    def flows(self) -> list[FlowSummary]:
        """What was given, as it is listed."""
        return self._as_listed

    def look(self) -> list[FlowSummary]:
        """What was given: no folder is looked into."""
        return self._as_listed

    def entry(self, listed: FlowSummary) -> Entry:
        """The flow itself."""
        return self._given[listed.path]

    def save(self) -> None:
        """Nothing is remembered."""


BROKEN = Entry(
    "evening",
    "evening",
    Path("flows/evening.yaml"),
    own=True,
    flow=None,
    problems=(
        Problem("evening.yaml", 3, 5, "no pose is called pigeo; did you mean pigeon?"),
        Problem("evening.yaml", 4, 13, "5: five what? write 5 breaths, 5s or 5 reps"),
    ),
)


def entry(flow: Flow, *, own: bool = False) -> Entry:
    """A flow as it is listed."""
    return Entry(flow.key, flow.title, Path(f"{flow.key}.yaml"), own, flow)


SHELF = FixedCatalogue(
    [entry(flows.REPS), BROKEN, entry(flows.HIPS), entry(flows.SALUTATION, own=True)]
)


@dataclass
class Rig:
    """An app under test, with its clock. `session` is the one made last."""

    app: YogaflowApp
    pilot: Pilot[None]
    now: Now
    sessions: list[Session]

    @property
    def session(self) -> Session:
        """The practice."""
        return self.sessions[-1]

    @property
    def view(self) -> View:
        """Where it is."""
        return self.session.view()

    def on(self, screen: type[Screen[Any]]) -> bool:
        """Whether such a screen is on top."""
        return isinstance(self.app.screen, screen)

    def is_(self, state: State) -> bool:
        """Whether the practice is in that state."""
        return self.view.state is state

    async def settle(self) -> None:
        """Draw what is to be drawn."""
        for screen in self.app.screen_stack:
            if isinstance(screen, PlayerScreen):
                screen.tick()
        await self.pilot.pause()

    async def advance(self, seconds: float) -> None:
        """Let time pass, in steps that are no stall."""
        end = self.now.seconds + seconds
        while self.now.seconds < end:
            self.now.seconds = min(end, self.now.seconds + STEP)
            self.session.tick()
        await self.settle()

    async def until(self, found: Callable[[View], bool], limit: float = 900.0) -> None:
        """Let time pass until the practice is somewhere."""
        end = self.now.seconds + limit
        while not found(self.view):
            assert self.now.seconds < end, f"never came there: {self.view}"
            self.now.seconds += STEP
            self.session.tick()
        await self.settle()


@asynccontextmanager
async def running(
    flow: Flow | None,
    size: tuple[int, int] = (80, 24),
    choices: Choices | None = None,
    notice: Callable[[], str] = str,
    voice: Callable[[FakeTime], Voice] | None = None,
    talk: Talk = Talk.FULL,
    quiet: bool = False,
    settings: Settings | None = None,
    speaks: bool = True,
    catalogue: Callable[[], Catalogue] | None = None,
    shelf: Callable[[], History] | None = None,
    practised: Callable[[str], str] = lambda _: "",
) -> AsyncIterator[Rig]:
    """The app: with a flow it plays it at once, without one it opens the library."""
    now = Now()
    sessions: list[Session] = []

    def make(
        flow: Flow,
        choices: Choices,
        manner: SpeechChoices | None = None,
        *,
        speed: float | None = None,
    ) -> Session:
        manner = manner or SpeechChoices(talk, quiet)
        session = Session(
            Player(flow, choices),
            clock=now.clock(speed or 1.0),
            sound=FakeSound(),
            voice=voice(now) if voice else None,
            talk=manner.talk,
            quiet=manner.quiet,
        )
        sessions.append(session)
        return session

    launch = make(flow, choices or Choices()) if flow else None
    environment = Environment(
        lambda: Library((), ()),
        make,
        settings=settings,
        notice=notice,
        speaks=lambda: speaks,
        catalogue=catalogue or (lambda: SHELF),
        shelf=shelf,
        practised=practised,
    )
    app = YogaflowApp(environment, launch=launch)
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        rig = Rig(app, pilot, now, sessions)
        await pilot.pause()
        yield rig
