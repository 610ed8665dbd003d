"""The Textual app: which screen follows which. Everything it needs is given to it."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App, SystemCommand
from textual.driver import Driver
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen

from yogaflow.model import Flow, printable
from yogaflow.practice.player import PlayerCommand
from yogaflow.practice.session import Session
from yogaflow.storage import garbage
from yogaflow.timeline.timeline import Choices
from yogaflow.tui.environment import Environment
from yogaflow.tui.figure_settings import FigureSettings
from yogaflow.tui.labels import VOICELESS
from yogaflow.tui.paint import Printable
from yogaflow.tui.palette import DARK, DARK_COLOURS, LIGHT, theme
from yogaflow.tui.screens.base_screen import HEIGHTS, WIDTHS, BaseScreen, form
from yogaflow.tui.screens.player import PlayerScreen

if TYPE_CHECKING:
    from rich.console import RenderableType

    from yogaflow.practice.verbosity import SpeechChoices
    from yogaflow.tui.open_editor import Writing
    from yogaflow.tui.screens.editor import EditorScreen
    from yogaflow.tui.screens.library import LibraryScreen
    from yogaflow.tui.screens.preview import PreviewScreen

_PRINTABLE = Printable()


class YogaflowApp(App[None]):
    """Library, preview, player and summary, or one practice and out."""

    TITLE = "yogaflow"
    CSS_PATH = "yogaflow.tcss"
    ALLOW_SELECT = False
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(
        self,
        environment: Environment,
        *,
        launch: Session | None = None,
        edit: Path | None = None,
        write: tuple[Path, str] | None = None,
    ) -> None:
        """With `launch`, that session is played and the app ends after its summary; with `edit`
        that file is edited, with `write` a new one is written with that text, and then it ends.
        """
        super().__init__()
        self._environment = environment
        self._launch = launch
        self._settings = environment.settings
        self._edit = edit
        self._write = write
        self._writing: Writing | None = None
        self._last: Session | None = None
        self._practised = launch
        """The practice that is on and has not been noted."""
        self.register_theme(theme(DARK))
        self.register_theme(theme(LIGHT))
        # Set without its watcher, which would go through all styles a second time.
        settings = environment.settings
        light = settings is not None and settings.theme == "light"
        self.set_reactive(App.theme, LIGHT if light else DARK)
        self.set_class(not light, "-dark-mode", update=False)
        self.set_class(light, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours by name, for every theme that does not bring them."""
        return dict(DARK_COLOURS)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What each row of the screen goes through on its way out."""
        return [*super().get_line_filters(), _PRINTABLE]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """A toast, of every screen and widget: its words are foreign, and never markup."""
        del markup
        super().notify(
            printable(message),
            title=printable(title),
            severity=severity,
            timeout=timeout,
            markup=False,
        )

    def get_default_screen(self) -> Screen[None]:
        """The first screen; the others are imported when they are needed."""
        screen: Screen[None]
        if self._launch is not None:
            screen = self._player(self._launch)
        elif self._edit is not None or self._write is not None:
            screen = Screen()
        else:
            from yogaflow.tui.screens.library import LibraryScreen

            screen = LibraryScreen(
                self._environment.catalogue, shelf=self._environment.shelf, looks=self._looks()
            )
        screen.add_class(*form(*self.size))
        return screen

    def get_driver_class(self) -> type[Driver]:
        """Textual's, or for a terminal of Linux or macOS our own kind of it."""
        usual = super().get_driver_class()
        if sys.platform != "win32" and usual.__name__ == "LinuxDriver":
            from yogaflow.tui.terminal_driver import TerminalDriver

            usual = TerminalDriver
        return usual

    def on_load(self) -> None:
        """A signal must leave the terminal whole, from the moment that it is changed."""
        if sys.platform != "win32":  # There is no such call there.
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self._end, 128 + number)

    def on_mount(self) -> None:
        """Memory is looked after from the first frame."""
        # What each widget has written is gone from a terminal that the shell has had.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        self.call_after_refresh(garbage.started)
        if self._edit is not None:
            self.call_after_refresh(self.writing.edit, self._edit, alone=True)
        elif self._write is not None:
            self.call_after_refresh(self.writing.write, *self._write, alone=True)

    def _end(self, code: int) -> None:
        self.exit(return_code=code)

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """End the program. The status of an error or a signal stands, whatever ends it then."""
        super().exit(result, self.return_code or return_code, message)

    def panic(self, *renderables: RenderableType) -> None:
        """End the program with an error: its status is 1."""
        self._return_code = self.return_code or 1
        super().panic(*renderables)

    def on_unmount(self) -> None:
        """However the program ends, the practice that was on is noted."""
        self._note()

    # -- from screen to screen: see `BaseScreen.lead` -----------------------------------------

    def on_library_screen_picked(self, event: LibraryScreen.Picked) -> None:
        """A flow was picked: look at it, or play it at once."""
        from yogaflow.timeline import CompileError
        from yogaflow.tui.screens.preview import PreviewScreen

        flow = event.flow
        try:
            if event.play:
                self._play(flow, self._choices(), self._manner())
            else:
                screen = PreviewScreen(
                    flow,
                    self._choices(),
                    self._manner(),
                    missing=self._missing(),
                    looks=self._looks(),
                )
                self.push_screen(screen)
        except CompileError as error:
            self.notify(str(error), title=flow.title, severity="error")

    def on_preview_screen_play(self, event: PreviewScreen.Play) -> None:
        """The choices are made."""
        self._play(event.flow, event.choices, event.manner)

    def _play(self, flow: Flow, choices: Choices, manner: SpeechChoices) -> None:
        self._last = self._practised = self._environment.make_session(flow, choices, manner)
        self.push_screen(self._player(self._last))

    def _player(self, session: Session) -> PlayerScreen:
        return PlayerScreen(
            session,
            notice=self._environment.notice,
            looks=self._looks(),
            poses=lambda: self._environment.library().poses(),
        )

    def _choices(self) -> Choices:
        if self._settings is None:
            return Choices()
        choices = Choices(
            pace=self._settings.pace,
            unhurried=self._settings.unhurried,
            countdown=self._settings.countdown,
        )
        return self._manner().led(choices)

    def _looks(self) -> FigureSettings:
        """How figures are drawn."""
        settings = self._settings
        if settings is None:
            return FigureSettings()
        return FigureSettings(settings.figures, settings.reduced_motion, settings.cell_aspect)

    def _manner(self) -> SpeechChoices:
        """As it was left in the practice before; at first as the settings have it."""
        from yogaflow.practice.verbosity import SpeechChoices, Talk

        if self._last is not None:
            return SpeechChoices(self._last.talk, self._last.quiet)
        if self._settings is None:
            return SpeechChoices()
        return SpeechChoices(Talk(self._settings.talk), self._settings.quiet)

    def _missing(self) -> str:
        """What will not be heard: "sound", "voice", or "" where all will be."""
        settings, last = self._settings, self._last
        muted = last.muted if last is not None else settings is not None and settings.mute
        if muted or (settings is not None and settings.sound == "silence"):
            return "sound"
        if last is not None:
            return "voice" if last.voice.state in VOICELESS else ""
        voiceless = settings is not None and settings.voice == "none"
        return "voice" if voiceless or not self._environment.speaks() else ""

    # -- writing ----------------------------------------------------------------------------

    @property
    def writing(self) -> Writing:
        """What opens editors."""
        if self._writing is None:
            from yogaflow.tui.open_editor import Writing

            self._writing = Writing(
                self, lambda: self._environment.library().poses(), self._looks()
            )
        return self._writing

    def on_library_screen_edit(self, event: LibraryScreen.Edit) -> None:
        """Edit a flow of the library."""
        self.writing.edit(event.path, line=event.line)

    def on_library_screen_unsaved(self, _: LibraryScreen.Unsaved) -> None:
        """See to the texts that were never saved."""
        self.writing.offer_left()

    def on_library_screen_new(self, _: LibraryScreen.New) -> None:
        """Write a new flow."""
        self.writing.ask()

    def on_preview_screen_edit(self, event: PreviewScreen.Edit) -> None:
        """Edit the flow that is looked at."""
        self.writing.edit(Path(event.flow.path), line=event.line)

    def on_player_screen_edit(self, event: PlayerScreen.Edit) -> None:
        """Edit the flow that is played; it has been paused. What is only tried is edited already:
        that is the way back."""
        if self.writing.is_open:
            event.session.do(PlayerCommand.STOP)
            self.pop_screen()
            return
        path = event.session.player.timeline.flow.path
        if path:
            self.writing.edit(Path(path), line=event.line)
        else:
            self.notify("A pose alone is in no flow file: yogaflow new writes one.")

    def on_editor_screen_try(self, event: EditorScreen.Try) -> None:
        """Play from the cursor; the way back leads to the editor."""
        from yogaflow.timeline import CompileError
        from yogaflow.tui.try_from import from_line

        try:
            choices = from_line(event.flow, event.line, self._choices())
            self._last = self._environment.make_session(
                event.flow, choices, self._manner(), speed=event.speed
            )
        except CompileError as error:
            self.notify(str(error), title=event.flow.title, severity="error")
            return
        self.push_screen(self._player(self._last))

    def on_editor_screen_left(self, event: EditorScreen.Left) -> None:
        """Back to where the editor was opened; that shows the flow as it is now."""
        document = event.screen.document
        # Nothing saved: there is no copy of a bundled flow then, or no more, and it is what it was.
        saved = document.path if document.path.exists() else document.bundled
        if self._edit is not None or self._write is not None:
            self.exit()
            return
        while event.screen in self.screen_stack:
            self.pop_screen()
        from yogaflow.tui.screens.preview import PreviewScreen

        shown = self.screen_stack[-1]
        if saved is None:
            return
        if isinstance(shown, PlayerScreen):
            shown.follow(saved)
        elif isinstance(shown, PreviewScreen):
            self._show_anew(shown, saved)

    def _show_anew(self, screen: PreviewScreen, path: Path) -> None:
        """The flow that is looked at, as it has been saved."""
        from yogaflow.format import read_flow
        from yogaflow.model import FormatError

        try:
            screen.show_flow(read_flow(path, self._environment.library().poses()))
        except FormatError as error:
            self.notify(str(error.problems[0]), severity="error")

    def on_player_screen_ended(self, event: PlayerScreen.Ended) -> None:
        """A practice is over: its summary, or straight back where the person left it."""
        while len(self.screen_stack) > 1 and not isinstance(self.screen, PlayerScreen):
            self.pop_screen()  # help or a question may lie above it
        if self._writing is not None and self._writing.is_open:
            self.pop_screen()  # It was only tried, and is no practice.
            return
        if notice := self._note():
            self.notify(notice, severity="warning")
        if event.finished:
            from yogaflow.tui.screens.summary import SummaryScreen

            self.push_screen(SummaryScreen(event.session), self._summary_closed)
        else:
            self._back()

    def _note(self) -> str:
        """Note the practice that was on, if it was one; what has gone wrong, or ""."""
        session, self._practised = self._practised, None
        if session is None or not session.end():
            return ""
        return self._environment.practised(session.player.timeline.flow.path)

    def _summary_closed(self, _: None) -> None:
        self._back()

    def _back(self) -> None:
        """To the flows, or out if the practice was all that was asked for."""
        if self._launch is not None:
            self.exit()
            return
        while len(self.screen_stack) > 1:
            self.pop_screen()

    # -- actions of every screen ------------------------------------------------------------

    def action_help(self) -> None:
        """Every key of this screen."""
        from yogaflow.tui.screens.help import HelpScreen

        screen = self.screen
        if isinstance(screen, BaseScreen):
            self.push_screen(HelpScreen(screen.ACTIONS))

    def action_palette(self) -> None:
        """The command palette."""
        self.action_command_palette()

    def action_theme(self) -> None:
        """Light on dark, or dark on light."""
        self.theme = LIGHT if self.theme == DARK else DARK

    def action_suspend(self) -> None:
        """Back to the shell. The session finds the gap by itself."""
        self.action_suspend_process()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette has what the keys have."""
        if not isinstance(screen, BaseScreen):
            return

        def doing(name: str) -> Callable[[], None]:
            def run() -> None:
                screen.call_next(screen.action_act, name)

            return run

        for action in screen.ACTIONS:
            if action.title and action.name != "palette":
                keys = f"{action.help}  ({action.shown})"
                yield SystemCommand(action.title, keys, doing(action.name))
