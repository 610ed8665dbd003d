"""A flow before it is played: its poses, its length, and what can be chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

from yogaflow.model import Flow
from yogaflow.practice.replan import carried_choices
from yogaflow.practice.verbosity import SpeechChoices
from yogaflow.timeline import compile_flow
from yogaflow.timeline.muscle_load import muscles_of
from yogaflow.timeline.outline import CompileError, clock_text, rows
from yogaflow.timeline.outline import Row as Step
from yogaflow.timeline.timeline import Choices
from yogaflow.tui import actions
from yogaflow.tui.actions import bindings
from yogaflow.tui.choice_rows import (
    MANNERS,
    Choice,
    choices_of,
    led,
    manner_turned,
    turned,
    unseen,
)
from yogaflow.tui.figure_settings import FigureSettings
from yogaflow.tui.labels import MARKS, some
from yogaflow.tui.paint import Block, Row, Run, cut, fit, spread, width_of
from yogaflow.tui.screens.base_screen import WIDTHS, BaseScreen
from yogaflow.tui.screens.film_panel import frames_of
from yogaflow.tui.screens.why import WhyScreen
from yogaflow.tui.widgets.filmstrip import FilmStrip
from yogaflow.tui.widgets.footer import Keys
from yogaflow.tui.widgets.menu import Menu
from yogaflow.tui.widgets.muscles import Muscles
from yogaflow.tui.widgets.paragraph import Paragraph
from yogaflow.tui.widgets.text import Words

FILM_ROWS = 8
"""Rows of the film strip."""

BROAD = (120, "-broad")
"""Columns from which on the choices and the muscles stand side by side, and the class for it."""


class PreviewScreen(BaseScreen):
    """Shows one flow with choices. Posts `Play`."""

    ACTIONS = actions.PREVIEW
    HORIZONTAL_BREAKPOINTS = [*WIDTHS, BROAD]  # noqa: RUF012 - Textual's own declaration
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(actions.PREVIEW),
        Binding("left", "turn(-1)", "Back", show=False),
        Binding("right", "turn(1)", "On", show=False),
    ]

    @dataclass
    class Play(Message):
        """The person wants to play, with these choices."""

        flow: Flow
        choices: Choices
        manner: SpeechChoices

    @dataclass
    class Edit(Message):
        """The person wants to change the flow, from a line (from 1) on."""

        flow: Flow
        line: int

    def __init__(
        self,
        flow: Flow,
        choices: Choices,
        manner: SpeechChoices | None = None,
        *,
        missing: str = "",
        looks: FigureSettings | None = None,
    ) -> None:
        """`missing` is what will not be heard, "sound" or "voice": where nobody can look that
        matters. Raises CompileError where the flow expands past the limits of the format.
        """
        super().__init__()
        looks = looks or FigureSettings()
        self._manner = manner or SpeechChoices()
        self._missing = missing
        self._timeline = compile_flow(flow, choices)
        self._title = Words(id="heading")
        self._about = Words(id="about")
        self._why = Paragraph(id="why")
        self._note = Words(id="note")
        self._steps = Menu[Step](rows(self._timeline), step_row, id="steps")
        self._choices = Menu[Choice](
            choices_of(self._timeline, self._manner), choice_row, id="choices"
        )
        self._muscles = Muscles(muscles_of(self._timeline), id="muscles")
        self._film = FilmStrip(looks, id="film")
        self._keys = Keys((), id="keys")
        self._filmed: bool | None = None
        """Whether the film strip was asked for; None where nobody has said."""
        drawn = any(pose.figure is not None for pose in flow.poses.values())
        self.set_class(drawn and looks.figures != "off", "-drawn")

    def compose(self) -> ComposeResult:
        """The heading above, the poses left, the choices or muscles right, the keys below."""
        yield self._title
        yield self._about
        yield self._why
        yield self._note
        with Horizontal(id="columns"):
            yield self._steps
            yield self._choices
            yield self._muscles
        yield self._film
        yield self._keys

    def on_mount(self) -> None:
        """Begin at the first pose."""
        self._show()
        self._steps.focus()

    def _show(self, problem: str = "") -> None:
        timeline = self._timeline
        flow = timeline.flow
        length = clock_text(timeline.duration)
        right: Row = ((length, "in!"), (f"   {some(timeline.breaths, 'breath')}", "quiet"))
        self._title.show(((flow.title, "ink!"),), right)
        self._about.show(((flow.about, "quiet"),))
        self._why.show(_begun(flow))
        self.set_class(bool(flow.why or flow.notes), "-why")
        self._keys.show(self._footer())
        text, well = led(unseen(timeline), self._manner, self._missing)
        self._note.show(((problem, "warn"),) if problem else ((text, "quiet" if well else "warn"),))
        # Where there is room for one of them, what the flow is about gives way.
        self.set_class(bool(problem or text), "-noted")
        steps = rows(timeline)
        self._steps.show(steps)
        self._film.show(frames_of(timeline, steps), self._steps.index)
        self._choices.show(choices_of(timeline, self._manner))
        self._muscles.show(muscles_of(timeline))

    def _footer(self) -> tuple[actions.Action, ...]:
        """What the keys do in the column that has them."""
        following = self._following()
        across = actions.TO_POSES
        if following is not self._steps:
            across = actions.TO_MUSCLES if following is self._muscles else actions.ACROSS
        found = [actions.PLAY]
        if self._steps.has_focus:
            found.append(actions.PLAY_FROM)
        found.append(across)
        if self._choices.has_focus:
            found.append(actions.CHANGE)
        if not (self._choices.display and self._muscles.display):
            found.append(actions.CHOICES_AGAIN if self._muscles.display else actions.MUSCLES)
        if self.has_class("-why"):
            found.append(actions.WHY)
        if self.has_class("-drawn"):
            found.append(actions.FILM)
        return (*found, actions.EDIT, actions.HELP, actions.BACK)

    def on_descendant_focus(self) -> None:
        """Other keys count now."""
        self._keys.show(self._footer())

    # -- the film strip -----------------------------------------------------------------------

    def _lay_film(self) -> None:
        """Show the film strip where it was asked for, or where all the rest has room beside it."""
        there = self._filmed
        if there is None:
            room = self._keys.region.y - self._steps.region.y
            there = room >= max(len(self._steps.items), len(self._choices.items)) + FILM_ROWS
            there = there and not self.has_class("-narrow")
        self.set_class(there and self.has_class("-drawn"), "-film")
        self.call_after_refresh(self._keep_focus)

    def _ask_film(self, there: bool) -> None:
        self._filmed = there
        self._lay_film()

    def _uncover(self) -> None:
        """On a small screen the film strip takes the room of the other columns: they want it."""
        if not (self._choices.display or self._muscles.display):
            self._ask_film(False)

    # -- the columns ------------------------------------------------------------------------

    def _columns(self) -> list[Widget]:
        """The columns that are shown, from left to right."""
        return [w for w in (self._steps, self._choices, self._muscles) if w.display]

    def _following(self) -> Widget:
        """The column that comes after the one with the keys, the poses after the last one."""
        columns = self._columns()
        at = columns.index(self.focused) if self.focused in columns else -1
        if at + 1 < len(columns):
            return columns[at + 1]
        if columns == [self._steps]:  # The film strip is in place of the others.
            return self._muscles if self.has_class("-muscles") else self._choices
        return self._steps

    def _to_steps(self) -> None:
        """Back to the poses, which a small screen hides behind the muscles."""
        if not self._steps.display:
            self._turn_over(muscles=False)
        self._steps.focus()

    def _turn_over(self, *, muscles: bool) -> None:
        """Show the muscles in place of the choices, or these again, and go there."""
        self._uncover()
        self.set_class(muscles, "-muscles")
        self._keys.show(self._footer())
        (self._muscles if muscles else self._choices).focus()

    def on_resize(self) -> None:
        """Where the column that has the keys is no longer shown, they go to one that is."""
        self.call_after_refresh(self._lay_film)

    def _keep_focus(self) -> None:
        columns = self._columns()
        if columns and self.focused not in columns:
            columns[0].focus()
        self._keys.show(self._footer())

    def _turn(self, by: int) -> None:
        choice = self._choices.current
        if choice is None:
            return
        if choice.name in MANNERS:
            self._manner = manner_turned(self._manner, choice.name, by)
            chosen = self._manner.led(self._timeline.choices)
        else:
            chosen = turned(self._timeline, choice.name, by)
        try:
            self._timeline = compile_flow(self._timeline.flow, chosen)
        except CompileError as error:
            self._show(str(error))
            return
        self._show()

    def show_flow(self, flow: Flow) -> None:
        """The flow has been written anew: show it as it is now, with the choices that were made."""
        choices = carried_choices(self._timeline.choices, self._timeline.flow, flow)
        try:
            self._timeline = compile_flow(flow, choices)
        except CompileError as error:
            self._show(str(error))
            return
        self._show()

    def _play(self, step: Step | None) -> None:
        choices = self._timeline.choices
        if step is not None and step.number > 1:
            choices = replace(choices, start=step.key)
        self.lead(self.Play(self._timeline.flow, choices, self._manner))

    # -- what the person does ---------------------------------------------------------------

    def action_turn(self, by: int) -> None:
        """Change the marked choice; elsewhere go over to the next column, or back to the poses."""
        if self._choices.has_focus:
            self._turn(by)
        elif by < 0:
            self._to_steps()
        elif not self._muscles.has_focus:
            self.do_across()

    def do_play(self) -> None:
        """From the beginning."""
        self._play(None)

    def do_play_from(self) -> None:
        """From the marked pose; elsewhere change the choice, or go back to the poses."""
        if self._choices.has_focus:
            self._turn(1)
        elif self._muscles.has_focus:
            self._to_steps()
        else:
            self._play(self._steps.current)

    def do_across(self) -> None:
        """To the next column, from the last one to the poses."""
        following = self._following()
        self._uncover()
        if following is self._steps:
            self._to_steps()
        else:
            following.focus()

    def do_change(self) -> None:
        """Change the marked choice, from wherever one is."""
        if not self._choices.display:
            self._turn_over(muscles=False)
        self._choices.focus()
        self._turn(1)

    def do_muscles(self) -> None:
        """The muscles in place of the choices, or these again."""
        shown = self.has_class("-muscles") and self._muscles.display
        self._turn_over(muscles=not shown)

    def do_why(self) -> None:
        """All of why one does it, and the notes."""
        flow = self._timeline.flow
        if flow.why or flow.notes:
            self.app.push_screen(WhyScreen(flow))
        else:
            self._show("This flow has no why: and no notes: yet.")

    def do_film(self) -> None:
        """The film strip, or none."""
        self._ask_film(not self.has_class("-film"))

    def do_edit(self) -> None:
        """Change the flow, from the marked pose on."""
        step = self._steps.current
        line = step.visit.line if step is not None else 0
        self.lead(self.Edit(self._timeline.flow, line))

    def do_leave(self) -> None:
        """Close the film strip that was asked for, then the preview."""
        if self._filmed:
            self._ask_film(False)
        else:
            self.dismiss()

    def on_menu_moved(self) -> None:
        """The film follows the mark."""
        self._film.mark(self._steps.index)

    def on_film_strip_picked(self, event: FilmStrip.Picked) -> None:
        """A click on a picture marks its pose."""
        self._steps.show(self._steps.items, event.index)
        self._film.mark(event.index)

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        """A click on the marked line: change a choice, or play from a pose."""
        if event.menu.id == "choices":
            self._turn(1)
        else:
            self._play(self._steps.current)


def _begun(flow: Flow) -> str:
    """The beginning of what the flow says of itself, and the key that shows all of it."""
    why, notes = " ".join(flow.why), " · ".join(flow.notes)
    return f"Why (w): {why}" if why else f"Notes (w): {notes}"


def step_row(step: Step, width: int, marked: bool) -> Block:
    """A pose of the outline: number, name, side, amount. What the side names gives way first,
    then the name."""
    side: Row = ()
    amount: Row = ((f" {step.amount}", "quiet"),)
    space = width - 6 - width_of(amount)
    if step.visit.side is not None:
        word, mark = step.visit.side.upper(), MARKS[step.visit.side]
        text = cut(step.side, space - cell_len(step.name) - len("   ") - cell_len(mark))
        told = text if word in text and text != f"{word}…" else word
        side = ((f"  {told} {mark}", "side"),)
    name: Run = (cut(step.name, max(6, space - width_of(side))), "ink!" if marked else "ink")
    bar: Run = ("▌", "in") if marked else (" ", "ink")
    row: Row = (bar, (f"{step.number:>3}  ", "quiet"), name, *side)
    return [(*fit(row, width - width_of(amount)), *amount)]


def choice_row(choice: Choice, width: int, marked: bool) -> Block:
    """A choice: its label and its value."""
    value: Row = ((f"‹ {choice.value} ›", "in!"),) if marked else ((f"{choice.value}  ", "ink"),)
    mark = ("▌ ", "in") if marked else ("  ", "ink")
    label = cut(choice.label, max(4, width - sum(len(t) for t, _ in value) - 3))
    return [spread((mark, (label, "ink!" if marked else "quiet")), value, width)]
