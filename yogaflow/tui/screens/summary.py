"""After the closing bowl: what was practised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from yogaflow.model import Side
from yogaflow.practice.session import Session
from yogaflow.tui import actions
from yogaflow.tui.actions import bindings
from yogaflow.tui.labels import length, some
from yogaflow.tui.paint import Block, Painted, Row, cut, fit, wrap
from yogaflow.tui.report import PoseTime, Report, report
from yogaflow.tui.screens.base_screen import BaseScreen
from yogaflow.tui.widgets.blockfont import columns, letters_at
from yogaflow.tui.widgets.footer import Keys

WELL_DONE = "WELL DONE"
NOT_NOTED = "Looked through, and not noted."


class SummaryScreen(BaseScreen):
    """Shows one practice; dismissed by any of its keys."""

    ACTIONS = actions.SUMMARY
    BINDINGS: ClassVar[list[BindingType]] = bindings(actions.SUMMARY)
    AUTO_FOCUS = ""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.report = report(session.tally, session.player.timeline)

    def compose(self) -> ComposeResult:
        """The page and the keys."""
        yield Page(self.report, id="page")
        yield Keys(actions.SUMMARY_FOOTER, id="keys")

    def do_leave(self) -> None:
        """Close it."""
        self.dismiss()


class Page(Painted):
    """A report, drawn."""

    def __init__(self, report: Report, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._report = report

    def draw(self, width: int, height: int) -> Block:
        """The page."""
        return page(self._report, width, height)


def page(report: Report, width: int, height: int) -> Block:
    """The report in at most `height` rows of at most `width` cells."""
    wide = columns(WELL_DONE) <= width and height >= 18 and report.is_practice
    gap: Block = [()] if height >= 18 else []
    head: Block = [((WELL_DONE, "in!"),)]
    if not report.is_practice:
        head = [((NOT_NOTED, "hold"),)]
    if wide:
        head = [(), *[((text, "in"),) for text in letters_at(WELL_DONE)]]
    figures: Row = ((length(report.seconds), "ink!"),)
    for count, word in ((report.breaths, "breath"), (len(report.poses), "pose")):
        if count:
            figures = (*figures, (f"   {some(count, word)}", "ink"))
    rows = [*head, ((report.title, "quiet"),), *gap, figures, *gap]
    inner = min(width, 66)
    if report.balance is not None:
        rows += [balance_row(report.balance, inner), *gap]
    foot = left_out_rows(report.left_out, inner)
    if round(report.rests):
        foot.insert(0, ((f"Rested {length(report.rests)}", "quiet"),))
    space = height - len(rows) - len(foot) - len(gap)
    rows += pose_rows(report.poses, inner, space)
    if foot:
        rows += [*gap, *foot]
    return [fit(row, width, "centre") for row in rows[:height]]


def balance_row(balance: float, width: int) -> Row:
    """Left against right, as a bar with its middle marked; `balance` is the right side's part."""
    right = round(100 * balance)
    left_word, right_word = f"◀ left {100 - right}%  ", f"  right {right}% ▶"
    length = max(4, width - len(left_word) - len(right_word))
    split = round(length * (1 - balance))
    return (
        (left_word, "out!"),
        ("█" * split, "out"),
        ("█" * (length - split), "in"),
        (right_word, "in!"),
    )


def pose_rows(poses: Sequence[PoseTime], width: int, height: int) -> Block:
    """A row for each pose: how much on the left, on the right, or without sides."""
    rows: Block = []
    for pose in poses:
        amount = amount_words(pose)
        name = cut(pose.name, width - len(amount) - 2)
        dots = " " + "·" * (width - len(name) - len(amount) - 2) + " "
        rows.append(((name, "ink"), (dots, "track"), (amount, "ink")))
    if len(rows) > height:
        hidden = len(rows) - max(0, height - 1)
        rows = [*rows[: max(0, height - 1)], ((f"and {hidden} more", "quiet"),)]
    return rows[: max(0, height)]


def amount_words(pose: PoseTime) -> str:
    """How much, in one unit: `5 breaths each side`, `left 4 · right 5 breaths`, `3 × 15 reps`."""
    amounts = pose.amounts
    if len(amounts) == 2 and len(set(amounts.values())) == 1 and None not in amounts:
        return f"{amounts[Side.LEFT]} {pose.unit} each side"
    parts = [
        f"{side.value} {amounts[side]}" if side else amounts[side]
        for side in (Side.LEFT, Side.RIGHT, None)
        if side in amounts
    ]
    return f"{' · '.join(parts)} {pose.unit}"


def left_out_rows(names: Sequence[str], width: int) -> Block:
    """What was left out, in at most two rows."""
    if not names:
        return []
    lines = wrap("Left out: " + "; ".join(names), width)
    if len(lines) > 2:
        lines = [lines[0], f"and more: {len(names)} in all"]
    return [((line, "quiet"),) for line in lines]
