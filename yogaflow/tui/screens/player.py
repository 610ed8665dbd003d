"""The practice itself: everything on it is drawn from `session.view()`, on a clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message

from yogaflow.model import Flow
from yogaflow.practice.events import Event, Notice, PauseReason, Sound
from yogaflow.practice.player import PlayerCommand
from yogaflow.practice.session import Session
from yogaflow.practice.view import State, View
from yogaflow.timeline import CompileError
from yogaflow.timeline.cues import CueName
from yogaflow.tui import actions
from yogaflow.tui.actions import bindings
from yogaflow.tui.figure_settings import FigureSettings
from yogaflow.tui.labels import (
    clock,
    coming,
    getting_ready,
    instruction,
    pace_words,
    phase_word,
    place,
    reading,
    shown_pose,
    sound_words,
    talk_words,
)
from yogaflow.tui.paint import Row, width_of
from yogaflow.tui.screens.base_screen import BaseScreen
from yogaflow.tui.widgets.footer import Keys
from yogaflow.tui.widgets.main_panel import Stage
from yogaflow.tui.widgets.name import Name
from yogaflow.tui.widgets.progress import Progress
from yogaflow.tui.widgets.text import Words

if TYPE_CHECKING:
    from yogaflow.format.pose_source import PoseSource
    from yogaflow.tui.flash import Flash
    from yogaflow.tui.live_reload import LiveReload
    from yogaflow.tui.screens.figure_panel import FigurePresenter
    from yogaflow.tui.widgets.bigview import BigView

TICK = 1 / 15
"""Seconds between two looks at the clock. Nothing is counted in ticks."""

LOOK = 1.0
"""Seconds between two looks at the flow's file."""

WRITTEN_ANEW = "The flow has been changed: this is how it goes on."
STILL_OLD = "The flow has been changed, but is too long now: the old one goes on."

AWAY = "The machine was asleep. Take your place again, in your own time."

FIGURELESS = "There is no figure to show here."

TOLD_FOR = 6.0
"""Seconds that an answer to the person stays on the screen."""

SOON = 0.5
"""Seconds a person waits without being told what for."""

VOLUME_STEP = 0.1
"""What one key adds to the volume or takes from it; the whole is 1."""


class PlayerScreen(BaseScreen):
    """Leads through one practice. Posts `Ended` when it is over or left."""

    ACTIONS = actions.PLAYER
    BINDINGS: ClassVar[list[BindingType]] = bindings(actions.PLAYER)
    AUTO_FOCUS = ""

    class Ended(Message):
        """The practice is over. `finished` is False where the person left."""

        def __init__(self, session: Session, *, finished: bool) -> None:
            super().__init__()
            self.session = session
            self.finished = finished

    class Edit(Message):
        """The person wants to change the flow, from a line (from 1) on; the practice is paused."""

        def __init__(self, session: Session, line: int) -> None:
            super().__init__()
            self.session = session
            self.line = line

    def __init__(
        self,
        session: Session,
        *,
        notice: Callable[[], str] = str,
        looks: FigureSettings | None = None,
        poses: Callable[[], PoseSource] | None = None,
    ) -> None:
        """`notice` gives one quiet line about sound and sleep, "" where all is well. With `poses`,
        the pose library, the flow follows its file: what is saved meanwhile is what goes on.
        """
        super().__init__()
        self.session = session
        self._looks = looks or FigureSettings()
        self._notice = notice
        self._poses = poses
        self._following: LiveReload | None = None
        self._told = ""
        self._told_until = 0.0
        self._ended = False
        self._begun = float("inf")
        self._flash: Flash | None = None
        view = session.view()
        self._heading = Words(id="heading")
        self._progress = Progress(id="progress")
        self._pose_name = Name(shown_pose(view), view.timeline.flow.title, id="name")
        self._stage = Stage(view, id="stage")
        self._next = Words(id="next")
        self._keys = Keys(actions.PLAYER_FOOTER, id="keys")
        self._big: BigView | None = None
        self._figuring: FigurePresenter | None = None
        self._place = Vertical(id="figure")
        drawn = any(pose.figure is not None for pose in view.timeline.flow.poses.values())
        self.set_class(drawn and self._looks.figures != "off", "-drawn")

    def compose(self) -> ComposeResult:
        """From the top: where in the flow, the name, the breath, the words, the keys."""
        yield self._heading
        yield self._progress
        yield self._pose_name
        with Horizontal(id="middle"):
            yield self._place
            with Vertical(id="beside"):
                yield self._stage
        yield self._next
        yield self._keys

    def on_mount(self) -> None:
        """Begin once the first picture is out: the countdown starts when it can be read."""
        self._show()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if self._ended or not self.is_attached:
            return  # Left as quickly as it came.
        if self.session.view().state is State.IDLE:
            self._begun = self.session.clock.monotonic()
            self._take(self.session.begin())
        self.set_interval(TICK, self.tick)
        self._follow_file()
        if self.has_class("-drawn"):
            self._draw_figures()
        self._show()

    def _draw_figures(self) -> None:
        # Only now: what draws bodies is loaded once the first picture is out.
        from yogaflow.tui.screens.figure_panel import FigurePresenter

        self._figuring = FigurePresenter(self, self._place, self._looks)

    def _follow_file(self) -> None:
        path = self.session.player.timeline.flow.path
        if self._poses is None or not path:
            return
        from yogaflow.tui.live_reload import LiveReload

        self._following = LiveReload(Path(path), self._poses)
        self.set_interval(LOOK, self.look)

    def look(self) -> None:
        """See whether the flow's file has been written anew."""
        if self._following is not None and not self._ended and self.is_current:
            self._go_on_in(self._following.look())

    def follow(self, path: Path) -> None:
        """Back from the editor: go on in the flow as it has been saved there."""
        if self._following is not None:
            self._go_on_in(self._following.turn_to(path))

    def _go_on_in(self, flow: Flow | str | None) -> None:
        if isinstance(flow, str):
            self._tell(flow)
        elif flow is not None and flow != self.session.player.timeline.flow:
            try:
                self._take(self.session.reload(flow))
            except CompileError as error:
                self._tell(f"{STILL_OLD} {error}")
                return
            self._tell(WRITTEN_ANEW)
        self._show()

    def tick(self) -> None:
        """Look at the clock. Synchronous, so that no other handler comes in between."""
        if not self._ended:
            self._take(self.session.tick())
            self._show()

    # -- what happened ----------------------------------------------------------------------

    def _take(self, events: Sequence[Event]) -> None:
        for event in events:
            if isinstance(event, Notice):
                self._tell(event.text)
            elif isinstance(event, Sound) and self.session.quiet:
                self._mark(event.name)
        if not self._ended and self.session.player.state is State.FINISHED:
            self._end(finished=True)

    def _tell(self, text: str) -> None:
        self._told = text
        self._told_until = self.session.clock.monotonic() + TOLD_FOR

    def _mark(self, name: CueName) -> None:
        """Show a change that no bell says."""
        if self._flash is None:
            from yogaflow.tui.flash import Flash

            self._flash = Flash()
        self._flash.begin(name, self.session.clock.monotonic())

    def _end(self, *, finished: bool) -> None:
        self._ended = True
        self.lead(self.Ended(self.session, finished=finished))

    # -- drawing ----------------------------------------------------------------------------

    def _show(self) -> None:
        """Give every widget what it shows; each writes only what has changed."""
        view = self.session.view()
        if self._flash is not None:
            self._flash.show(self, self.session.clock.monotonic())
        if self._big is not None and self.has_class("-big"):
            self._big.show(view, self._told_row(view))
            return
        self._heading.show(*self._heading_rows(view))
        self._progress.show(view.timeline, view.position)
        self._pose_name.show(shown_pose(view), view.timeline.flow.title)
        large = self.has_class("-portrait", "-wide") and not self.has_class("-low")
        name = self._pose_name.label if large and not self.has_class("-least") else ""
        self._stage.show(view, self._line_row(view), name)
        if self._figuring is not None:
            self._figuring.show(view, self._stage.breath(view))
        self._show_next(coming(view))
        still = view.state in {State.PAUSED, State.WAITING, State.IDLE}
        self._keys.show(actions.PLAYER_FOOTER_STILL if still else actions.PLAYER_FOOTER)

    def _show_next(self, upcoming: str) -> None:
        """What comes next, whole, and how it sounds; a notice that has no room has a row more."""
        left: Row = (("next  ", "quiet"), (upcoming, "ink")) if upcoming else ()
        notice = self._notice()
        words = sound_words(self.session, notice)
        right: Row = ((words, "quiet"),)
        apart = width_of(left) + width_of(right) + 1 > self.size.width - 2
        self._next.set_class(apart and words == notice, "-two")
        self._next.show(left, () if apart and words != notice else right)

    def _heading_rows(self, view: View) -> tuple[Row, Row]:
        where = place(view)
        left: Row = ((view.timeline.flow.title, "quiet!"),)
        if where:
            left = (*left, (f"   {where}", "quiet"))
        pace = pace_words(view)
        right: Row = ((f"{clock(view.left)} left", "ink"),)
        return left, (((f"{pace}   ", "quiet"), *right) if pace else right)

    def _line_row(self, view: View) -> Row:
        told = self._told_row(view)
        if told or (reading(view) and view.state is not State.PAUSED):
            return told
        if view.state is State.PAUSED:
            away = self.session.pause_reason is PauseReason.SLEEP
            return ((AWAY, "ink"),) if away else ()
        words = instruction(view)
        if view.phase is not None and phase_word(view.phase) == words.upper():
            return ()  # It stands there in large letters.
        return ((words, "ink"),)

    def _told_row(self, view: View) -> Row:
        now = self.session.clock.monotonic()
        if self._told and now >= self._told_until:
            self._told = ""
        if self._told:
            return ((self._told, "hold"),)
        if view.state is not State.IDLE or now < self._begun + SOON:
            return ()
        return tuple((words, "quiet") for words in getting_ready(self.session.voice) if words)

    # -- what the person does ---------------------------------------------------------------

    def act(self, name: str) -> None:
        """Do one of the practice's actions."""
        if self._ended:
            return
        action = next(action for action in self.ACTIONS if action.name == name)
        if action.do is not None:
            self._command(action.do)
        else:
            super().act(name)
        if not self._ended:
            self._show()

    def do_pause(self) -> None:
        """Pause, or go on."""
        self._take(self.session.toggle())

    def do_mute(self) -> None:
        """Sound off, or on."""
        self.session.set_muted(not self.session.muted)

    def do_louder(self) -> None:
        """Sound a little higher."""
        self.session.set_volume(self.session.volume + VOLUME_STEP)

    def do_quieter(self) -> None:
        """Sound a little lower."""
        self.session.set_volume(self.session.volume - VOLUME_STEP)

    def do_talk(self) -> None:
        """Say more, or less."""
        self.session.next_talk()
        self._tell(talk_words(self.session))

    def do_figure(self) -> None:
        """The figure in another size, or none."""
        self._figure("figure")

    def do_turn(self) -> None:
        """The figure from further round."""
        self._figure("turn")

    def _figure(self, name: str) -> None:
        if self._figuring is not None:
            self._figuring.act(name)
        else:
            self._tell(FIGURELESS)

    def do_go_to(self) -> None:
        """A list of the poses, to go on from one of them."""
        from yogaflow.tui.screens.go_to import GoToScreen

        self.app.push_screen(GoToScreen(self.session.view()), self._jump)

    def on_progress_clicked(self, event: Progress.Clicked) -> None:
        """Go on from the pose at that place of the line."""
        from yogaflow.tui.screens.go_to import visit_at

        event.stop()
        self._jump(visit_at(self.session.player.timeline, event.part))

    def _jump(self, visit: int | None) -> None:
        if visit is not None and not self._ended:
            self._take(self.session.do(PlayerCommand.JUMP, visit=visit))
            self._show()

    def do_big(self) -> None:
        """The big view, or the usual one."""
        if self._big is None:  # made when it is first wanted: the first picture must be quick
            from yogaflow.tui.widgets.bigview import BigView

            self._big = BigView(self.session.view(), id="big")
            self.mount(self._big)
        self.toggle_class("-big")

    def _command(self, do: PlayerCommand) -> None:
        self._told = ""
        self._take(self.session.do(do))

    def do_edit(self) -> None:
        """Pause, and change the flow."""
        if self.session.view().state in {State.PLAYING, State.WAITING}:
            self._take(self.session.do(PlayerCommand.PAUSE))
        view = self.session.view()
        self.lead(self.Edit(self.session, view.segment.line or view.visit.line))

    def do_leave(self) -> None:
        """Ask first if there is practice to lose; it stands still meanwhile."""
        if not self.session.tally.poses:
            self._stop()
            return
        from yogaflow.tui.screens.leave import LeaveScreen

        was_playing = self.session.view().state in {State.PLAYING, State.WAITING}
        if was_playing:
            self._take(self.session.do(PlayerCommand.PAUSE))

        def answered(leave: bool | None) -> None:
            if leave:
                self._stop()
            elif was_playing:
                self._take(self.session.do(PlayerCommand.RESUME))

        self.app.push_screen(LeaveScreen(), answered)

    def _stop(self) -> None:
        self._take(self.session.do(PlayerCommand.STOP))
        self._end(finished=False)
