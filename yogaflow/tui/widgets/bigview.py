"""The big view: four things in letters as large as the terminal allows, and nothing else."""

from __future__ import annotations

from yogaflow.model import Side
from yogaflow.practice.view import State, View
from yogaflow.timeline.timeline import SegmentKind
from yogaflow.tui.labels import (
    PHASE_PAINTS,
    PHASE_WORDS,
    count_word,
    fullness,
    held_seconds,
    instruction,
    reading,
    shown_limb,
    shown_pose,
    shown_side,
)
from yogaflow.tui.paint import Block, Painted, Row, beside, block, fit, wrap
from yogaflow.tui.widgets.bar import bar
from yogaflow.tui.widgets.blockfont import columns, fitting, letters_at, plain_letters
from yogaflow.tui.widgets.side import edge, side_rows


class BigView(Painted):
    """Shows one `View`, as `Stage` does."""

    def __init__(self, view: View, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._view = view
        self._told: Row = ()
        self._key: object = None

    def show(self, view: View, told: Row) -> None:
        """Take a new view, and an answer to the person for the last row."""
        self._view, self._told = view, told
        length = max(view.segment.duration, 0.1)
        key = (
            told,
            view.state,
            view.segment.kind,
            view.visit.key,
            view.pose and view.pose.key,
            view.phase and view.phase.kind,
            count_word(view),
            held_seconds(view),
            instruction(view),
            round(fullness(view) * 8 * self.size.width),
            round(view.segment_left / length * 8 * self.size.width) if reading(view) else 0,
        )
        if key != self._key:
            self._key = key
            self.repaint()

    def draw(self, width: int, height: int) -> Block:
        """The whole screen."""
        rows = big_view(self._view, width, height)
        return [*rows[:-1], fit(self._told, width, "centre")] if self._told else rows


def big_view(view: View, width: int, height: int) -> Block:
    """The big view in exactly that size: name, side and limb, phase and pacer, count."""
    side = shown_side(view)
    inside = width - 2
    name = _name(view, inside, max(1, height * 3 // 8))
    place = _side(view, side, inside, max(1, height // 4)) if side else []
    gap = 1 if height >= 12 else 0
    rest = height - len(name) - len(place) - 3 * gap
    rows = [*[()] * gap, *name, *[()] * gap, *place, *[()] * gap]
    if rest > 0:
        rows += _below(view, inside, rest)
    dark: Row = ((" ", "ink"),)
    return beside(
        [(("█", "side"),) if side is Side.LEFT else dark] * height,
        block(rows, inside, height, align="left", down=0),
        [(("█", "side"),) if side is Side.RIGHT else dark] * height,
    )


def _name(view: View, width: int, height: int) -> Block:
    pose = shown_pose(view)
    label = pose.label if pose else view.timeline.flow.title
    letters = plain_letters(label)
    scale = fitting(letters, width, height) if letters else 0.0
    if not letters or not scale:
        return [fit(((label.upper(), "ink!"),), width, "centre")]
    return [fit(((text, "ink"),), width, "centre") for text in letters_at(letters, scale)]


def _side(view: View, side: Side, width: int, height: int) -> Block:
    scale = fitting(side.upper(), width * 2 // 3, height)
    rows = side_rows(side, shown_limb(view), width - 2, large=scale > 0, scale=scale)
    return [fit(row, width - 1, edge(side)) for row in rows]


def _below(view: View, width: int, height: int) -> Block:
    """The phase and the count side by side, or words and the time there is for them."""
    if view.state is State.PAUSED:
        return block([*_word("PAUSED", "hold", width, height - 2), (), _SPACE], width, height)
    if reading(view):
        rows: Block = [((line, "ink!"),) for line in wrap(instruction(view), min(width - 4, 60))]
        left = view.segment_left / max(view.segment.duration, 0.1)
        rows = [*rows[: max(0, height - 2)], (), bar(max(4, width * 2 // 3), left, paint="hold")]
        return block(rows, width, height)
    count = count_word(view)
    half = width // 2 if view.phase else 0
    if view.state is State.WAITING:
        digits: Block = [(("stay as long as you like", "ink!"),), _SPACE]
    else:
        digits = _word(count, "ink", width - half, height - 1)
    right = block(digits, width - half, height)
    if view.phase is None or view.segment.kind is SegmentKind.READY:
        return right if not half else beside(block([], half, height), right)
    paint = PHASE_PAINTS[view.phase.kind]
    tall = height >= 6
    held = held_seconds(view)
    text = f"{PHASE_WORDS[view.phase.kind]} {held}".rstrip()
    word = _word(text, paint, half, height - 2 if tall else height, "HOLD")
    if tall:
        word = [*word, (), bar(half - 4, fullness(view), paint=paint)]
    return beside(block(word, half, height), right)


def _word(word: str, paint: str, width: int, height: int, measure: str = "") -> Block:
    """A word in block letters where they fit. `measure` keeps changing words at one size."""
    letters = plain_letters(word)
    scale = fitting(measure or letters, width - 2, height) if letters else 0.0
    if letters and scale and columns(letters, scale) > width - 2:
        scale = fitting(letters, width - 2, height)  # a count beside it: as large as that can be
    if not letters or not scale:
        return [((word, f"{paint}!"),)]
    return [((text, paint),) for text in letters_at(letters, scale)]


_SPACE: Row = (("space to go on", "ink!"),)
