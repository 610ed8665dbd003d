"""A hand-out as one SVG picture: text as text, figures as paths, as wide as a page of A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from yogaflow.export.cards import COLUMNS, Again, Card, Note, Picture, columns_of
from yogaflow.export.handout import Handout
from yogaflow.export.lines import FONT, LINE, QUIET, SIDE, Line, width_of, wrapped
from yogaflow.export.symbols import FRONT, LEGEND, Symbols, alternative
from yogaflow.export.vectors import swatch
from yogaflow.figure.forms import Material

WIDTH = 794
"""Width of the picture: A4 at 96 dots an inch."""

_MARGIN = 46
_ALL = WIDTH - 2 * _MARGIN
_GAP = 16
_UNIT = (_ALL + _GAP) / COLUMNS
_VARIANTS = 3
"""Variants beside each other below a card."""

_VARIANT = 56
"""How high variants are, and poses that come again."""

_RULED = 30
"""From one line to write on to the next."""

_AGAIN = 4
"""Poses that come again, beside each other."""


def poster(handout: Handout) -> str:
    """The hand-out as SVG."""
    sheet = _Sheet(handout)
    sheet.lines([Line(handout.title, 27, "font-weight:600")])
    sheet.y += 4
    sheet.lines(_head(handout))
    if handout.drawn:
        sheet.legend()
    for is_card, some in groupby(handout.items, lambda item: isinstance(item, Card)):
        if is_card:
            sheet.cards([item for item in some if isinstance(item, Card)])
            continue
        for item in some:
            if isinstance(item, Note):
                sheet.note(item)
            elif isinstance(item, Again):
                sheet.again(item)
    sheet.notes(handout)
    sheet.rule()
    foot = (text for text in (handout.caution, handout.foot) if text)
    sheet.lines(Line(text, 10.5, "", QUIET) for text in foot)
    height = round(sheet.y + _MARGIN)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="{FONT}">'
        f"<title>{escape(handout.title, quote=False)}</title><defs>{sheet.symbols.written()}</defs>"
        f'<rect width="{WIDTH}" height="{height}" fill="#fffefb"/>{"".join(sheet.out)}</svg>\n'
    )


def _head(handout: Handout) -> Iterator[Line]:
    quiet = (handout.facts, handout.props)
    yield Line(handout.byline, 12, "", QUIET)
    yield Line(handout.about, 12)
    yield from (Line(text, 12, "", QUIET) for text in quiet)
    yield Line(handout.why, 12)
    for about, names in handout.muscles:
        yield Line(f"{about}: {names}" if about else names, 10.5, "", QUIET)


class _Sheet:
    """What has been set so far, and how far down that is."""

    def __init__(self, handout: Handout) -> None:
        self.out: list[str] = []
        self.y = float(_MARGIN)
        self.symbols = Symbols()
        self._drawn = handout.drawn
        self._large = handout.large
        self._tall = {False: 166, True: 92} if handout.large else {False: 128, True: 70}

    def lines(self, lines: Iterable[Line]) -> None:
        """Text over the whole width."""
        self.y = self._text(lines, _MARGIN, self.y, _ALL)

    def rule(self) -> None:
        """A thin line."""
        self.y += 8
        self.out.append(f'<path d="M{_MARGIN} {self.y:.1f}h{_ALL}" stroke="{LINE}"/>')
        self.y += 6

    def notes(self, handout: Handout) -> None:
        """What the flow notes, and lines to write on."""
        if not handout.notes and not handout.ruled:
            return
        self.note(Note("Notes", heading=True))
        self.lines(Line(text, 12) for text in handout.notes)
        for _ in range(handout.ruled):
            self.y += _RULED - 14
            self.rule()

    def legend(self) -> None:
        """What dots and stripes on a figure mean."""
        self.y += 10
        x = float(_MARGIN)
        for name, text in LEGEND:
            self.out.append(
                f'<svg x="{x:.0f}" y="{self.y:.1f}" width="24" height="13.7" viewBox="0 0 14 8">'
                f"{swatch(Material(name))}</svg>"
            )
            self._word(text, x + 30, self.y + 10.5, 10.5)
            x += 50 + width_of(text, 10.5)
        self._word(FRONT, x, self.y + 10.5, 10.5)
        self.y += 24

    def note(self, note: Note) -> None:
        """A heading, or a line that tells of rounds and sides."""
        self.y += 12 if note.heading else 2
        size, style = (15, "font-weight:600") if note.heading else (11.5, "font-style:italic")
        self.lines([Line(note.text, size, style)])
        if note.heading:
            self.rule()
        self.y += 8

    def cards(self, cards: Sequence[Card]) -> None:
        """Poses, in as many rows as they need."""
        big, small = columns_of(cards, large=self._large)
        row: list[tuple[float, float, Card]] = []
        column = 0
        for card in cards:
            units = small if card.small else big
            if column + units > COLUMNS:
                self._set(row)
                row, column = [], 0
            row.append((_MARGIN + column * _UNIT, units * _UNIT - _GAP, card))
            column += units
        self._set(row)

    def again(self, again: Again) -> None:
        """Poses that come again, small, their words beside them."""
        top, units = self.y, COLUMNS // _AGAIN
        line = Line(again.text, 11.5, "font-style:italic")
        self.y = self._text([line], _MARGIN + 12, self.y, _ALL - 12) + 8
        for first in range(0, len(again.cards), _AGAIN):
            low = self.y
            for number, card in enumerate(again.cards[first : first + _AGAIN]):
                x, width = _MARGIN + 12 + number * units * _UNIT, units * _UNIT - _GAP
                drawn = 0.42 * width if self._drawn else 0.0
                self._figures(card, card.pictures, x, self.y + _VARIANT, drawn, _VARIANT)
                text = self._text(_words(card), x + drawn + 6, self.y, width - drawn - 12)
                low = max(low, text, self.y + (_VARIANT if self._drawn else 0))
            self.y = low + 10
        bar = f'<path d="M{_MARGIN} {top:.1f}V{self.y - 6:.1f}" stroke="{LINE}"'
        self.out.append(f'{bar} stroke-width="2"/>')
        self.y += 12

    def _set(self, row: Sequence[tuple[float, float, Card]]) -> None:
        """Set a row of cards, each with where it begins and how wide it is, and go on below.

        All figures stand on one line.
        """
        highs = [
            self._high(picture, len(card.pictures), width, self._tall[card.small])
            for _, width, card in row
            for picture in card.pictures
        ]
        named = any(picture.caption for _, _, card in row for picture in card.pictures)
        ground = self.y + max(highs, default=0)
        below = ground + (16 if named else 5 if self._drawn else 0)
        low = below
        for x, width, card in row:
            if self._drawn:
                rule = f'<path d="M{x:.1f} {below:.1f}h{width:.1f}" stroke="{LINE}"/>'
                self.out.append(rule)
            self._figures(card, card.pictures, x, ground, width, self._tall[card.small])
            end = self._text(_words(card), x, below + 3, width)
            for first in range(0, len(card.variants), _VARIANTS):
                some = card.variants[first : first + _VARIANTS]
                share = width * len(some) / _VARIANTS
                end += 8 + max(self._high(one, len(some), share, _VARIANT) for one in some)
                end = self._figures(card, some, x, end, share, _VARIANT)
            low = max(low, end)
        self.y = low + 20

    def _high(self, picture: Picture, beside: int, width: float, tall: float) -> float:
        """How high a figure becomes that shares a width with others."""
        symbol = self.symbols.use(picture.stance)
        return min(tall * symbol.share, ((width + 8) / beside - 8) * symbol.height / symbol.width)

    def _figures(
        self,
        card: Card,
        pictures: Sequence[Picture],
        x: float,
        ground: float,
        width: float,
        tall: float,
    ) -> float:
        """Figures side by side, standing on `ground`; how far down their captions go."""
        each = (width + 8) / max(1, len(pictures))
        low = ground
        for number, picture in enumerate(pictures):
            at = x + number * each
            high = self._high(picture, len(pictures), width, tall)
            self.out.append(
                f'<g role="img"><title>{escape(alternative(card, picture), quote=False)}</title>'
                f'<use href="#{self.symbols.use(picture.stance).name}" x="{at:.1f}" '
                f'y="{ground - high:.1f}" width="{each - 8:.1f}" height="{high:.1f}"/></g>'
            )
            y = ground + 1
            for part in wrapped(Line(picture.caption, 9), each - 8):
                y += 10.5
                self._word(part, at + each / 2 - 4, y, 9, "middle")
            low = max(low, y)
        return low

    def _text(self, lines: Iterable[Line], x: float, y: float, width: float) -> float:
        for line in lines:
            style = f' style="{line.style}"' if line.style else ""
            for part in wrapped(line, width):
                y += line.size * 1.3
                self.out.append(
                    f'<text x="{x:.1f}" y="{y:.1f}" font-size="{line.size}" '
                    f'fill="{line.colour}"{style}>{escape(part, quote=False)}</text>'
                )
        return y

    def _word(self, text: str, x: float, y: float, size: float, anchor: str = "start") -> None:
        self.out.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{QUIET}" '
            f'text-anchor="{anchor}">{escape(text, quote=False)}</text>'
        )


def _words(card: Card) -> Iterator[Line]:
    size = 10 if card.small else 10.5
    number = f"{card.number} " if card.number else ""
    yield Line(f"{number}{card.name}", 11 if card.small else 13, "font-weight:600")
    yield Line(card.sanskrit, size, "font-style:italic", QUIET)
    yield Line(card.amount, size, "font-weight:600")
    yield Line(card.side, size, "", SIDE)
    for option in card.options:
        yield Line(f"with {option}", size, "font-style:italic", QUIET)
    yield from (Line(caution, 9.5, "font-style:italic", QUIET) for caution in card.cautions)
    yield Line(card.way, 9.5)
    yield Line(" ".join(card.cues), size)
    yield from (Line(f"Easier: {option}", 9.5, "", QUIET) for option in card.easier)
