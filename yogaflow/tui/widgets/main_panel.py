"""The middle of the player: the breath, its count and the words to it, or what to do while moving.

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
    count_word,
    fullness,
    held_seconds,
    instruction,
    phase_word,
    reading,
    shown_limb,
    shown_side,
    unit_words,
)
from yogaflow.tui.paint import Block, Painted, Row, beside, block, fit, wrap
from yogaflow.tui.widgets.bar import bar
from yogaflow.tui.widgets.blockfont import (
    Bits,
    bits,
    columns,
    fitting,
    letters_at,
    plain_letters,
    sentence,
)
from yogaflow.tui.widgets.disc import disc
from yogaflow.tui.widgets.side import side_rows


class Stage(Painted):
    """Shows one `View`; `show` draws only if something in it is another than before."""

    EXACT = True

    def __init__(self, view: View, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._view = view
        self._line: Row = ()
        self._title = ""
        self._key: object = None

    def show(self, view: View, line: Row, name: str) -> None:
        """Take a new view, the words to it, and the name where it stands nowhere else."""
        self._view, self._line, self._title = view, line, name
        key = (
            line,
            name,
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
        return stage(self._view, width, height, self._line, self._title)


def stage(view: View, width: int, height: int, line: Row = (), name: str = "") -> Block:
    """The stage for a view, in exactly that size, with a line of words below and a name above.

    Readable from the mat from 74x9 cells on.
    """
    side = shown_side(view)
    inside = width - 2
    if inside < 32 or height < 5:
        return block([*_lines(view, width), *_worded(line, width)], width, height, align="left")
    words = _words(view, line, inside, height)
    named = sentence(name, inside, height // 3) or ((name,) if name else ())
    title = [fit(((row, "ink!"),), inside, "centre") for row in named]
    room = height - len(words) - len(title)
    if view.state is State.PAUSED or reading(view):
        middle = _reading(view, inside, room)
    elif inside >= WIDE and room >= 8:
        middle = _wide(view, inside, room)
    elif inside >= STACKED and room >= TALL and side is not None:
        middle = _stacked(view, side, inside, room)
    else:
        middle = _narrow(view, inside, room)
    middle = [*title, *middle, *words]
    dark: Row = ((" ", "ink"),)
    return beside(
        [(("█", "side"),) if side is Side.LEFT else dark] * height,
        middle,
        [(("█", "side"),) if side is Side.RIGHT else dark] * height,
    )


def _words(view: View, line: Row, width: int, height: int) -> Block:
    """The words below the breath, whole where there is any room; while reading an answer alone.

    They have the same rows whatever is said, so that the breath stays where it is.
    """
    still = view.state is State.PAUSED or reading(view)
    if (still and not line) or height < 7:
        return []
    lines = _worded(line, width)
    least = 1 if still or height < 12 else 2
    lines = [fit(row, width, "centre") for row in lines[: max(least, height // 3)]]
    return [fit((), width)] * ((height >= TALL) + max(0, least - len(lines))) + lines


def _worded(line: Row, width: int) -> Block:
    """A line of words, wrapped."""
    text = "".join(text for text, _ in line)
    return [((row, line[0][1]),) for row in wrap(text, width)] if line else []


def _reading(view: View, width: int, height: int) -> Block:
    """What to do, or that it stands still, with the side at its edge.

    The words are what has to be read: they are as large as they can be beside a large side, or
    else below a small one.
    """
    side = shown_side(view)
    if side is None:
        return _text(view, width, height)
    limb = shown_limb(view)
    small = side_rows(side, limb, width, large=False)
    if view.state is not State.PAUSED and height >= 8:
        above = _side_above(side, limb, width) if width >= STACKED and height >= TALL else small
        for rows, air in ((above, 1), (small, 1), (above, 0), (small, 0)):
            if sentence(instruction(view), width, height - len(rows) - air):
                return rows + _text(view, width, height - len(rows))
    if width < WIDE or height < 8:
        tall = width >= STACKED and height >= TALL
        rows = _side_above(side, limb, width) if tall else small
        return rows + _text(view, width, height - len(rows))
    column = _side(side, limb, _side_width(width), height)
    text = _text(view, width - _side_width(width), height)
    return beside(text, column) if side is Side.RIGHT else beside(column, text)


def _text(view: View, width: int, height: int) -> Block:
    """The words to read, in the middle, and how long there is for them."""
    if view.state is State.PAUSED:
        return block(_paused(width, height), width, height)
    left = view.segment_left / max(view.segment.duration, 0.1)
    shrinking = fit(bar(max(8, width - 8), left, paint="hold"), width, "centre")
    # The words come before the bar: where both have no room, it is left out.
    for below in ([fit((), width), shrinking], [shrinking], []):
        room = height - len(below)
        letters = sentence(instruction(view), width, room)
        if letters:
            return [*block([((text, "ink"),) for text in letters], width, room), *below]
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
    inside = digits(count_word(view), width - _words_width(width, below) - 1, below - 1)
    breath = _disc_and_phase if below >= ROUND and inside else _digits_and_phase
    return [*rows, fit((), width), *breath(view, [], width, below)]


def _side_above(side: Side, limb: str, width: int) -> Block:
    """The side in block letters over the whole width, with a column of air at its edge."""
    rows = side_rows(side, limb, width - 1, large=True, scale=_above(width))
    return [fit(row, width, "left" if side is Side.RIGHT else "right") for row in rows]


def _digits_and_phase(view: View, rows: Block, width: int, height: int) -> Block:
    """Where a disc would be too small to hold its count: both as letters, and a bar that fills."""
    room = height - len(rows)
    tall = max(room - 2, min(room, 4))
    both = _letters(view, width, tall)
    held = held_seconds(view) if tall < 5 else ""  # else it stands above the phase
    caption = ", ".join(filter(None, [f"{held} s" if held else "", unit_words(view)]))
    phase, left = view.phase, width - 2
    below: Block = [fit(((caption, "quiet"),), width, "centre")]
    if phase is not None and room - len(both) < 2:
        # One row for both: the bar is as long as the words leave it.
        left -= len(caption) + 2
        below = [
            (
                (f" {caption}  ", "quiet"),
                *bar(max(1, left), fullness(view), paint=PHASE_PAINTS[phase.kind]),
            )
        ]
    elif phase is not None:
        gap: Block = [()] if room > len(both) + 2 else []
        below = [*below, *gap, bar(left, fullness(view), paint=PHASE_PAINTS[phase.kind])]
    return block([*rows, *both, *below][:height], width, height, down=0)


def _letters(view: View, width: int, height: int) -> Block:
    """The count and the phase in block letters: side by side, or else the phase below."""
    count = count_word(view) if view.state is not State.WAITING else ""
    word, paint = _phase_word(view)
    if not word:
        scale = fitting(count, width, height) if count else 0.0
        rows = letters_at(count, scale) if scale else (count,)
        return [fit(((row, "ink!"),), width, "centre") for row in rows]
    held = held_seconds(view)
    half = width - max(columns("HOLD") + 2, width // 2)
    scale = fitting(count, half, height) if count else 0.0
    if not scale and count and height >= 8 and (scale := fitting(count, width, 4)):
        above = [fit(((row, "ink"),), width, "centre") for row in letters_at(count, scale)]
        return [*above, *_phase_rows(word, paint, held, width, height - len(above))]
    number: Block = [((row, "ink"),) for row in letters_at(count, scale)] if scale else []
    phase = _phase_rows(word, paint, held, width - half, height)
    tall = max(len(number), len(phase))
    number = number or [((count, "ink!"),)]
    return beside(block(number, half, tall), block(phase, width - half, tall))


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
    word = f"{phase_word(view.phase)} {held_seconds(view)}".strip().ljust(4) + " "
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
    return phase_word(view.phase), PHASE_PAINTS[view.phase.kind]


def _word_rows(word: str, paint: str, width: int) -> Block:
    """A word in block letters, or small where they do not fit."""
    if not word:
        return []
    scale = _scale(width)
    longest = columns("HOLD", scale)
    letters = plain_letters(word)
    if letters is None or longest > width or columns(letters, scale) > width:
        # Words of a repetition, which may be several.
        rows = sentence(word, width, 6) if width >= longest else ()
        return [fit(((row, f"{paint}!"),), width) for row in rows or wrap(word, width)]
    # Every word begins at one place, so that only the letters change with the breath.
    longest = max(longest, columns(letters, scale))
    indent = ((" " * ((width - longest) // 2), "ink"),) if width > longest + 1 else ()
    return [fit((*indent, (text, paint)), width) for text in letters_at(letters, scale)]


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
