"""The big view: four things in letters as large as the terminal allows, and nothing else."""

from __future__ import annotations

from yogaflow.model import Side
from yogaflow.practice.view import State, View
from yogaflow.timeline.timeline import SegmentKind
from yogaflow.tui.labels import (
    PHASE_PAINTS,
    count_word,
    fullness,
    held_seconds,
    instruction,
    phase_word,
    reading,
    shown_limb,
    shown_pose,
    shown_side,
)
from yogaflow.tui.paint import Block, Painted, Row, beside, block, fit, wrap
from yogaflow.tui.widgets.bar import bar
from yogaflow.tui.widgets.blockfont import columns, fitting, letters_at, plain_letters, sentence
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
    # While there is something to read, that is what must be large.
    name = _name(view, inside, LIMB if reading(view) else max(1, height * 3 // 8))
    place = _side(view, side, inside, max(1, height // 4)) if side else []
    gap = 1 if height >= 12 else 0
    rest = height - len(name) - len(place) - 3 * gap
    if side and rest < LIMB:  # the breath comes before a side in letters
        place = side_rows(side, shown_limb(view), inside - 1, large=False)
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
        small = sentence(label, width, height) or (label.upper(),)
        return [fit(((row, "ink!"),), width, "centre") for row in small]
    return [fit(((text, "ink"),), width, "centre") for text in letters_at(letters, scale)]


def _side(view: View, side: Side, width: int, height: int) -> Block:
    scale = fitting(side.upper(), width * 2 // 3, height)
    limb = shown_limb(view)
    if not scale and height >= LIMB and (words := sentence(f"{side} {limb}", width - 1, 2 * LIMB)):
        return [fit(((row, "side!"),), width - 1, edge(side)) for row in words]
    letters = sentence(limb, width - 2, LIMB) if height >= LARGE else ()
    rows = side_rows(side, "" if letters else limb, width - 2, large=scale > 0, scale=scale)
    rows = [*rows[:-1], *(((row, "ink"),) for row in letters)] if letters else rows
    return [fit(row, width - 1, edge(side)) for row in rows]


def _below(view: View, width: int, height: int) -> Block:
    """The phase and the count side by side, or words and the time there is for them."""
    if view.state is State.PAUSED:
        return block([*_word("PAUSED", "hold", width, height - 2), (), _SPACE], width, height)
    if reading(view):
        letters = sentence(instruction(view), width - 2, height - 2)
        lines = letters or wrap(instruction(view), min(width - 4, 60))
        rows: Block = [((line, "ink" if letters else "ink!"),) for line in lines]
        left = view.segment_left / max(view.segment.duration, 0.1)
        rows = [*rows[: max(0, height - 2)], (), bar(max(4, width * 2 // 3), left, paint="hold")]
        return block(rows, width, height)
    count = count_word(view)
    half = width // 2 if view.phase else 0
    if view.state is State.WAITING:
        digits: Block = [(("stay as long as you like", "ink!"),), _SPACE]
    else:
        digits = _word(count, "ink", width - half, height - (height > LIMB))
    right = block(digits, width - half, height)
    if view.phase is None or view.segment.kind is SegmentKind.READY:
        return right if not half else beside(block([], half, height), right)
    paint = PHASE_PAINTS[view.phase.kind]
    tall = height >= 6
    held = held_seconds(view)
    text = f"{phase_word(view.phase)} {held}".rstrip()
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
        return [((row, f"{paint}!"),) for row in sentence(word, width, height) or (word,)]
    return [((text, paint),) for text in letters_at(letters, scale)]


LIMB, LARGE = 3, 5
"""Rows of a limb in letters, and those of the side's place from which there is room for them."""

_SPACE: Row = (("space to go on", "ink!"),)
