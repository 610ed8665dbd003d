"""A hand-out as one SVG picture: text as text, figures as paths, as wide as a page of A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from yogaflow.export.handout import CAUTION, Card, Handout, Note
from yogaflow.export.vectors import PATTERNS, figure_svg, view_box

WIDTH = 794
"""Width of the picture: A4 at 96 dots an inch."""

_MARGIN = 46
_UNITS = 12
_GAP = 14
_UNIT = (WIDTH - 2 * _MARGIN + _GAP) / _UNITS
_BIG, _SMALL = 4, 2
_PICTURE = {False: 112, True: 66}
"""How high figures are, on a card and on a small one."""

_LETTER = 0.53
"""Width of a letter by its size: more than most fonts need, so that no line runs over."""

_FONT = "Georgia, 'Iowan Old Style', 'Liberation Serif', serif"
_INK, _QUIET, _LINE = "#23272c", "#656b73", "#d9d3c5"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text: what is written, how large, and how."""

    text: str
    size: float
    style: str = ""
    colour: str = _INK


def poster(handout: Handout) -> str:
    """The hand-out as SVG."""
    page = _Page()
    page.lines([_Line(handout.title, 26, "font-weight:600")], WIDTH - 2 * _MARGIN)
    facts = [handout.about, handout.facts, handout.props, *handout.muscles]
    lines = [_Line(text, 11.5, "", _INK if n == 0 else _QUIET) for n, text in enumerate(facts)]
    page.lines([line for line in lines if line.text], WIDTH - 2 * _MARGIN)
    page.key()
    for item in handout.items:
        if isinstance(item, Note):
            page.note(item)
        else:
            page.card(item)
    page.end_row()
    source = f"From: {handout.source}. " if handout.source else ""
    page.rule()
    foot = [
        _Line(CAUTION, 10.5, "", _QUIET),
        _Line(f"{source}Made with yogaflow.", 10.5, "", _QUIET),
    ]
    page.lines(foot, WIDTH - 2 * _MARGIN)
    height = round(page.y + _MARGIN)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family={quoteattr(_FONT)}>'
        f"<title>{escape(handout.title)}</title><defs>{PATTERNS}</defs>"
        f'<rect width="{WIDTH}" height="{height}" fill="#fffefb"/>{"".join(page.out)}</svg>\n'
    )


class _Page:
    """What has been set so far, and how far down that is."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.y = float(_MARGIN)
        self._column = 0
        self._low = self.y
        self._figures = 0

    def lines(self, lines: Iterable[_Line], width: float) -> None:
        """Text over the whole width."""
        self.end_row()
        self.y = self._text(lines, _MARGIN, self.y, width)

    def rule(self) -> None:
        """A thin line."""
        self.y += 8
        self.out.append(f'<path d="M{_MARGIN} {self.y:.1f}H{WIDTH - _MARGIN}" stroke="{_LINE}"/>')
        self.y += 6

    def key(self) -> None:
        """What dots and stripes on a figure mean."""
        self.y += 8
        x = float(_MARGIN)
        for name, text in (("works", "works"), ("stretches", "is stretched")):
            self.out.append(
                f'<svg x="{x:.0f}" y="{self.y:.1f}" width="22" height="12" viewBox="0 0 14 7.6">'
                f'<rect width="14" height="7.6" fill="url(#{name})" stroke="{_QUIET}" '
                f'stroke-width=".4"/></svg>'
            )
            self._word(text, x + 28, self.y + 10, 10.5)
            x += 110
        self._word("The bar across the mat is its front end.", x, self.y + 10, 10.5)
        self.y += 20

    def note(self, note: Note) -> None:
        """A heading, or a line that tells of rounds and sides."""
        self.end_row()
        self.y += 10 if note.heading else 2
        size, style = (15, "font-weight:600") if note.heading else (11.5, "font-style:italic")
        self.lines([_Line(note.text, size, style)], WIDTH - 2 * _MARGIN)
        if note.heading:
            self.rule()
        else:
            self.y += 8

    def card(self, card: Card) -> None:
        """A pose, in the next free place of its row or in a new row."""
        units = _SMALL if card.small else _BIG
        if self._column + units > _UNITS:
            self.end_row()
        x, width = _MARGIN + self._column * _UNIT, units * _UNIT - _GAP
        self._column += units
        tall = _PICTURE[card.small]
        each = width / max(1, len(card.pictures))
        for number, picture in enumerate(card.pictures):
            self._figures += 1
            box, drawing = figure_svg(picture.stance, f"f{self._figures}")
            at = x + number * each
            label = quoteattr(f"{card.name}, {picture.caption}".rstrip(", "))
            self.out.append(
                f'<svg x="{at:.1f}" y="{self.y:.1f}" width="{each:.1f}" height="{tall}" '
                f'viewBox="{view_box(box)}" preserveAspectRatio="xMidYMax meet" role="img" '
                f"aria-label={label}>{drawing}</svg>"
            )
            if picture.caption:
                middle = at + each / 2
                self._word(picture.caption, middle, self.y + tall + 9, 8.5, "middle")
        below = self.y + tall + (12 if any(p.caption for p in card.pictures) else 3)
        self._low = max(self._low, self._text(_words(card), x, below, width))

    def end_row(self) -> None:
        """Go on below the cards of the row."""
        if self._column:
            self.y = self._low + 14
            self._column = 0
        self._low = self.y

    def _text(self, lines: Iterable[_Line], x: float, y: float, width: float) -> float:
        for line in lines:
            for part in wrap(line.text, max(8, int(width / (line.size * _LETTER)))):
                y += line.size * 1.3
                style = f' style="{line.style}"' if line.style else ""
                self.out.append(
                    f'<text x="{x:.1f}" y="{y:.1f}" font-size="{line.size}" '
                    f'fill="{line.colour}"{style}>{escape(part)}</text>'
                )
        return y

    def _word(self, text: str, x: float, y: float, size: float, anchor: str = "start") -> None:
        self.out.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{_QUIET}" '
            f'text-anchor="{anchor}">{escape(text)}</text>'
        )


def _words(card: Card) -> Iterator[_Line]:
    size = 9.5 if card.small else 10
    number = f"{card.number}  " if card.number else ""
    yield _Line(f"{number}{card.name}", 11 if card.small else 12.5, "font-weight:600")
    if card.sanskrit:
        yield _Line(card.sanskrit, size, "font-style:italic", _QUIET)
    if card.amount:
        yield _Line(card.amount, size, "font-weight:600")
    if card.side:
        yield _Line(card.side, size, "", "#a04a16")
    for option in card.options:
        yield _Line(f"with {option}", size, "font-style:italic", _QUIET)
    if card.cues:
        yield _Line(" ".join(card.cues), size)
    if card.caution:
        yield _Line(card.caution, size, "font-style:italic", _QUIET)
