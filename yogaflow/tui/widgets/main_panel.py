"""The middle of the player: the breath and its count, or what to do while moving.

One widget that draws by what is going on. Where a figure stands beside it, it has half the width
of a terminal of 80 columns, and puts the side above the breath instead of beside it.
"""

from __future__ import annotations

from functools import lru_cache

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
    shown_side,
    unit_words,
)
from yogaflow.tui.paint import Block, Painted, Row, beside, block, fit, wrap
from yogaflow.tui.widgets.bar import bar
from yogaflow.tui.widgets.blockfont import Bits, bits, columns, fitting, letters_at
from yogaflow.tui.widgets.disc import disc
from yogaflow.tui.widgets.side import side_rows


class Stage(Painted):
    """Shows one `View`; `show` draws only if something in it is another than before."""

    EXACT = True

    def __init__(self, view: View, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._view = view
        self._key: object = None

    def show(self, view: View) -> None:
        """Take a new view."""
        self._view = view
        key = (
            view.state,
            view.segment.kind,
            view.visit.key,
            view.phase and view.phase.kind,
            count_word(view),
            held_seconds(view),
            instruction(view),
            round(self.breath(view) * FINE),
            round(view.segment_left / max(view.segment.duration, 0.1) * 160)
            if reading(view)
            else 0,
        )
        if key != self._key:
            self._key = key
            self.repaint()

    def breath(self, view: View) -> float:
        """How full the lungs are, 0 to 1, in the steps that are drawn.

        Smaller ones would repaint rows that look the same. What breathes beside the stage takes
        its breath from here: one update of the screen for both costs half of two.
        """
        steps = FINE if self.size.height >= 16 else COARSE
        return round(fullness(view) * steps) / steps

    def draw(self, width: int, height: int) -> Block:
        """The whole stage."""
        return stage(self._view, width, height)


def stage(view: View, width: int, height: int) -> Block:
    """The stage for a view, in exactly that size. Readable from the mat from 74x9 cells on."""
    side = shown_side(view)
    inside = width - 2
    if inside < 32 or height < 5:
        return block(_lines(view, width), width, height, align="left")
    if view.state is State.PAUSED or reading(view):
        middle = _reading(view, inside, height)
    elif inside >= WIDE and height >= 8:
        middle = _wide(view, inside, height)
    elif inside >= STACKED and height >= TALL and side is not None:
        middle = _stacked(view, side, inside, height)
    else:
        middle = _narrow(view, inside, height)
    dark: Row = ((" ", "ink"),)
    return beside(
        [(("█", "side"),) if side is Side.LEFT else dark] * height,
        middle,
        [(("█", "side"),) if side is Side.RIGHT else dark] * height,
    )


def _reading(view: View, width: int, height: int) -> Block:
    """What to do, or that it stands still, with the side at its edge."""
    side = shown_side(view)
    large = width >= WIDE and height >= 8
    if side is None:
        return _text(view, width, height)
    if not large:
        tall = width >= STACKED and height >= TALL
        limb = shown_limb(view)
        rows = _side_above(side, limb, width) if tall else side_rows(side, limb, width, large=False)
        return rows + _text(view, width, height - len(rows))
    column = _side(side, shown_limb(view), _side_width(width), height)
    text = _text(view, width - _side_width(width), height)
    return beside(text, column) if side is Side.RIGHT else beside(column, text)


def _text(view: View, width: int, height: int) -> Block:
    """The words to read, in the middle, and how long there is for them."""
    if view.state is State.PAUSED:
        return block(_paused(width, height), width, height)
    lines = wrap(instruction(view), min(width - 4, 48))
    airy = 2 * len(lines) + 2 <= height
    rows: Block = []
    for line in lines:
        rows.append(((line, "ink!"),))
        if airy:
            rows.append(())
    length = max(8, min(width - 8, 40))
    if height >= 3:
        rows = rows[: height - (1 if airy else 2)]
        if not airy and rows:
            rows.append(())
        left = view.segment_left / max(view.segment.duration, 0.1)
        rows.append(bar(length, left, paint="hold"))
    return block(rows, width, height)


def _paused(width: int, height: int) -> Block:
    word = "PAUSED"
    rows: Block = [(("PAUSED", "hold!"),)]
    if columns(word) <= width and height >= 6:
        rows = [((text, "hold"),) for text in letters_at(word)]
    rows += [(), (("space to go on", "ink!"),)]
    if height >= len(rows) + 2:
        rows.append(())
        rows += [((line, "quiet"),) for line in wrap(QUIET_START, width - 2)]
    return rows


QUIET_START = "It begins with the name and one quiet breath."


def _wide(view: View, width: int, height: int) -> Block:
    """Three columns: the side at its own edge, the disc in the middle, the phase opposite."""
    middle = min(width - 2 * _side_width(width), 2 * height)
    before = (width - middle) // 2
    after = width - middle - before
    side = shown_side(view)
    at_left, at_right = _phase(view, before, height), _phase(view, after, height)
    if side is Side.LEFT:
        at_left = _side(side, shown_limb(view), before, height)
    elif side is Side.RIGHT:
        at_right = _side(side, shown_limb(view), after, height)
    else:
        at_left = block([], before, height)
    # A column of air on either side of the count: the side stands right beside it.
    return beside(at_left, _breath(view, middle, height, air=1), at_right)


def _stacked(view: View, side: Side, width: int, height: int) -> Block:
    """Beside a figure: the side in block letters, and below it the breath."""
    rows = _side_above(side, shown_limb(view), width)
    below = height - len(rows) - 1
    breath = _disc_and_phase if below >= ROUND else _digits_and_phase
    return [*rows, fit((), width), *breath(view, [], width, below)]


def _side_above(side: Side, limb: str, width: int) -> Block:
    """The side in block letters over the whole width, with a column of air at its edge."""
    rows = side_rows(side, limb, width - 1, large=True, scale=_above(width))
    return [fit(row, width, "left" if side is Side.RIGHT else "right") for row in rows]


def _digits_and_phase(view: View, rows: Block, width: int, height: int) -> Block:
    """Where a disc would be too small to hold its count: both as letters, and a bar that fills."""
    word, paint = _phase_word(view)
    half = width - columns("HOLD") - 2
    count = count_word(view) if view.state is not State.WAITING else ""
    scale = fitting(count, half, 4) if count else 0.0
    digits: Block = [((text, "ink"),) for text in letters_at(count, scale)] if scale else []
    tall = min(4, height)
    both = beside(
        block(digits or [((count, "ink!"),)], half, tall),
        block(_word_rows(word, paint, width - half), width - half, tall),
    )
    below: Block = []
    if height > 4:
        caption = fit(((unit_words(view), "quiet"),), half, "centre")
        left = bar(width - half - 2, fullness(view), paint=paint) if view.phase else ()
        held = held_seconds(view)
        left = ((f"{held} s", f"{paint}!"),) if held else left
        below.append((*caption, *left))
    return block([*rows, *both, *below], width, height, down=0)


def _above(width: int) -> float:
    """The scale of a side that stands above the breath: a third of what would fit beside it."""
    return _scale(width * 2 // 3)


def _phase(view: View, width: int, height: int) -> Block:
    word, paint = _phase_word(view)
    return _word_column(word, paint, held_seconds(view), width, height)


@lru_cache(maxsize=32)
def _word_column(word: str, paint: str, held: str, width: int, height: int) -> Block:
    rows = _word_rows(word, paint, width)
    above = _phase_rows(word, paint, held, width, height)[: -len(rows)] if held else []
    # As much below it as above it, so that the word stays in its place.
    below: Block = [()] * len(above)
    return block([*above, *rows, *below][:height], width, height)


def _phase_rows(word: str, paint: str, held: str, width: int, height: int) -> Block:
    """The phase, and above it the seconds a breath is still held, as large as there is room."""
    rows = _word_rows(word, paint, width)
    if not held:
        return rows
    if len(rows) == 1:
        return [fit(((f"{word} {held}", f"{paint}!"),), width)]
    if height >= 2 * len(rows):
        return [*_word_rows(held, paint, width), *rows]
    return [fit(((f"{held} s", f"{paint}!"),), width), *rows][-height:]


def _narrow(view: View, width: int, height: int) -> Block:
    """Two columns: a small disc, and beside it the side above the phase."""
    words = _words_width(width, height)
    side = shown_side(view)
    rows = side_rows(side, shown_limb(view), words, large=False) if side else []
    return _disc_and_phase(view, rows, width, height)


def _words_width(width: int, height: int) -> int:
    """Columns for words beside a disc of that height."""
    return max(columns("HOLD"), width - 2 * height)


def _disc_and_phase(view: View, rows: Block, width: int, height: int) -> Block:
    """The disc with its count, and beside it some rows above the phase."""
    words = _words_width(width, height)
    small = width - words - 1
    free = height - len(rows)
    phase = _phase_rows(*_phase_word(view), held_seconds(view), words, free)
    space = height - len(rows) - len(phase)
    if space < 0:
        phase, space = phase[:1], height - len(rows) - 1
    column = [*rows, *[fit((), words)] * space, *phase]
    return beside(
        _breath(view, small, height), block([], 1, height), block(column, words, height, down=0)
    )


def _lines(view: View, width: int) -> Block:
    """As few cells as a screen can have: words only."""
    side = shown_side(view)
    rows = side_rows(side, shown_limb(view), width, large=False)[:1] if side else []
    if view.state is State.PAUSED:
        return [*rows, (("PAUSED", "hold!"), (": space to go on", "ink"))]
    if reading(view):
        return [*rows, *[((line, "ink"),) for line in wrap(instruction(view), width)]]
    count = count_word(view)
    if view.phase is None:
        return [*rows, ((count, "ink!"),)]
    paint = PHASE_PAINTS[view.phase.kind]
    word = f"{PHASE_WORDS[view.phase.kind]} {held_seconds(view)}".strip().ljust(4) + " "
    left = bar(max(1, width - 4 - len(word)), fullness(view), paint=paint)
    return [*rows, ((word, f"{paint}!"), *left, (f" {count:>3}", "ink!"))]


@lru_cache(maxsize=32)
def _side(side: Side, limb: str, width: int, height: int) -> Block:
    rows = side_rows(side, limb, width - 1, large=True, scale=_scale(width))
    padded = [(*row, (" ", "ink")) if side is Side.RIGHT else ((" ", "ink"), *row) for row in rows]
    return block(padded, width, height)


def _phase_word(view: View) -> tuple[str, str]:
    """The phase as a word, and its paint; "" where nothing is breathed."""
    if view.state is State.WAITING:
        return "STAY", "hold"
    if view.phase is None or view.segment.kind is SegmentKind.READY:
        return "", "ink"
    return PHASE_WORDS[view.phase.kind], PHASE_PAINTS[view.phase.kind]


def _word_rows(word: str, paint: str, width: int) -> Block:
    """A word in block letters, or small where they do not fit."""
    if not word:
        return []
    scale = _scale(width)
    longest = columns("HOLD", scale)
    if longest > width:
        return [fit(((word, f"{paint}!"),), width)]
    # Every word begins at one place, so that only the letters change with the breath.
    indent = ((" " * ((width - longest) // 2), "ink"),) if width > longest + 1 else ()
    return [fit((*indent, (text, paint)), width) for text in letters_at(word, scale)]


def _side_width(width: int) -> int:
    """Columns for a side in block letters, and one of air, on a stage of that width."""
    return columns("RIGHT", _scale(width * 36 // 100)) + 1


def _scale(width: int) -> float:
    """The scale of block letters in a column: whole steps of what `RIGHT` takes."""
    return max(1.0, fitting("RIGHT", width - 1, 99))


def _breath(view: View, width: int, height: int, *, air: int = 0) -> Block:
    """The disc with the count in it, `air` columns beside that, and below it what is counted."""
    caption = unit_words(view) if height >= 8 else ""
    tall = height - 1 if height >= 8 else height
    phase = f"disc-{PHASE_PAINTS[view.phase.kind]}" if view.phase else "faint"
    if view.state is State.WAITING:
        caption, count = "your own time" if caption or tall < height else "", ""
    else:
        count = count_word(view)
    rows = disc(
        width, tall, fullness(view), paint=phase, count=digits(count, width - 2 * air, tall)
    )
    below: Row = ((caption, "quiet"),) if len(caption) <= width else ()
    return rows + [fit(below, width, "centre")] * (height - tall)


def digits(count: str, width: int, height: int) -> Bits:
    """The count, as large as the disc can hold with a little air around it."""
    across = min(width // 2, height)  # rows that the disc really takes
    tall = across * 3 // 4 if across >= 10 else across - 1
    scale = fitting(count, width, tall) if count else 0.0
    return bits(count, scale) if scale else ()


WIDE = 72
"""Columns from which the stage has three columns and block letters."""

FINE, COARSE = 24, 12
"""Steps of a half breath on a large stage and on a small one; the one divides the other."""

ROUND = 9
"""Rows from which a disc can hold its count."""

STACKED, TALL = 36, 11
"""Columns and rows from which the side stands above the breath in block letters."""
