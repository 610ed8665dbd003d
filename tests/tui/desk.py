"""An editor under test, with a clock that stands still and the bundled poses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from tests.fakes import FakeSound
from tests.tui.rig import Now
from tests.tui.snapshot import grid
from yogaflow.library.folders import FlowDir
from yogaflow.library.library import Library
from yogaflow.model import Flow
from yogaflow.practice.player import Player
from yogaflow.practice.session import Session
from yogaflow.practice.verbosity import SpeechChoices
from yogaflow.storage import paths
from yogaflow.timeline.timeline import Choices
from yogaflow.tui.app import YogaflowApp
from yogaflow.tui.environment import Environment
from yogaflow.tui.screens.editor import EditorScreen

HIPS = """\
title: Hips
flow:
  # slowly
  - sides: right, left
    flow:
      - pigeon: 5-10 breaths   # walk out
      - gomukhasana: 5 breaths
  - bridge: 10 reps
  - rest: 5 breaths
"""


class Desk:
    """The app, its pilot, and what is on the page."""

    def __init__(self, app: YogaflowApp, pilot: Pilot[None], sessions: list[Session]) -> None:
        self.app = app
        self.pilot = pilot
        self.sessions = sessions

    @property
    def editor(self) -> EditorScreen:
        """The editor, wherever it is in the stack."""
        return next(s for s in self.app.screen_stack if isinstance(s, EditorScreen))

    @property
    def text(self) -> str:
        """What is on the page."""
        return self.editor.page.text

    @property
    def line(self) -> str:
        """The line that the cursor is on."""
        return self.text.split("\n")[self.editor.page.line - 1]

    def on(self, screen: type[Screen[Any]]) -> bool:
        """Whether such a screen is on top."""
        return isinstance(self.app.screen, screen)

    async def press(self, *keys: str) -> None:
        """Press keys, and let the app settle."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type letters."""
        names = {" ": "space", "\n": "enter", "-": "minus", ":": "colon", "#": "number_sign"}
        await self.press(*(names.get(letter, letter) for letter in text))

    async def settle(self) -> None:
        """Wait for the screen, and for what is read in threads."""
        await self.pilot.pause()

    def shown(self) -> str:
        """The screen as text."""
        return grid(self.app)


@asynccontextmanager
async def desk(
    path: Path | None,
    size: tuple[int, int] = (100, 30),
    *,
    new: tuple[Path, str] | None = None,
    flows: Path | None = None,
    toasts: bool = False,
) -> AsyncIterator[Desk]:
    """The app with an editor of that file, or of a new one; with neither the library."""
    now = Now()
    sessions: list[Session] = []

    def make(
        flow: Flow,
        choices: Choices,
        manner: SpeechChoices | None = None,
        *,
        speed: float | None = None,
    ) -> Session:
        del manner
        clock = now.clock(speed or 1.0)
        session = Session(Player(flow, choices), clock=clock, sound=FakeSound())
        sessions.append(session)
        return session

    folders = [FlowDir(paths.user_flows_dir(), own=True), FlowDir(flows or paths.sequences_dir())]
    environment = Environment(lambda: Library(folders, [paths.poses_dir()]), make)
    app = YogaflowApp(
        environment,
        edit=path,
        write=new,
    )
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=toasts) as pilot:
        found = Desk(app, pilot, sessions)
        await found.settle()
        await found.settle()
        yield found
