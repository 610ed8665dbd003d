"""The hand-out as one HTML file that stands alone: on a screen, and on one to three pages.

No script, no font, no picture from anywhere else. Figures are inline SVG; each is written once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from yogaflow.export.handout import CAUTION, Card, Handout, Note, Picture
from yogaflow.export.vectors import PATTERNS, figure_svg, view_box
from yogaflow.figure.rig import Stance

_STYLE = """
@page { size: auto; margin: 12mm; }
:root { color-scheme: light dark; --ink: #23272c; --quiet: #656b73; --paper: #fffdf9;
  --line: #d9d3c5; --side: #a04a16; }
@media (prefers-color-scheme: dark) { :root { --ink: #f4efe4; --quiet: #a3adb7;
  --paper: #14191f; --line: #39444f; --side: #f3b680; } figure svg { background: #f6f3ec; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; background: var(--paper);
  color: var(--ink); font: 15px/1.4 Georgia, "Iowan Old Style", "Liberation Serif", serif; }
h1 { font-size: 2rem; line-height: 1.1; margin: 0 0 .2rem; font-weight: 600; }
h2 { font-size: 1.15rem; margin: .9rem 0 .4rem; border-bottom: 1px solid var(--line);
  break-after: avoid; }
header p { margin: .15rem 0; }
.facts, .quiet, .muscles, footer { color: var(--quiet); }
.muscles { font-size: .85rem; }
.key { display: inline-flex; align-items: center; gap: .35rem; margin-right: 1rem; }
.key svg { width: 1.4rem; height: .8rem; border: 1px solid var(--quiet); }
.cards { display: grid; grid-template-columns: repeat(12, 1fr); gap: .8rem 1rem;
  margin-top: .5rem; align-items: start; }
article { grid-column: span 4; break-inside: avoid; }
article.small { grid-column: span 2; font-size: .88rem; }
.pictures { display: flex; gap: .2rem; border-bottom: 1px solid var(--line);
  margin-bottom: .25rem; }
figure { margin: 0; flex: 1 1 0; min-width: 0; text-align: center; font-size: .72rem;
  color: var(--quiet); }
figure svg { width: 100%; height: 8.2rem; display: block; border-radius: .2rem; }
article.small figure svg { height: 5rem; }
h3 { font-size: 1.02rem; margin: 0; line-height: 1.2; }
h3 b { color: var(--quiet); font-weight: 400; margin-right: .25rem; }
h3 i { color: var(--quiet); font-weight: 400; font-size: .82rem; margin-left: .3rem; }
article p { margin: .1rem 0; font-size: .84rem; }
.amount { font-weight: 600; }
.side { color: var(--side); }
.caution, .options { color: var(--quiet); font-style: italic; }
.note { margin: .5rem 0 .1rem; font-style: italic; break-after: avoid; }
footer { margin-top: 1rem; font-size: .82rem; border-top: 1px solid var(--line); }
@media (max-width: 50rem) and (min-width: 32.01rem) { article { grid-column: span 6; }
  article.small { grid-column: span 3; } }
@media (max-width: 32rem) { article, article.small { grid-column: 1 / -1; } }
@media print { :root { --ink: #000; --quiet: #444; --paper: #fff; --line: #bbb; --side: #000; }
  body { padding: 0; max-width: none; font-size: 9.6pt; }
  article { grid-column: span 4; } article.small { grid-column: span 2; }
  figure svg { background: none; height: 3cm; } article.small figure svg { height: 1.8cm; }
  .cards { gap: .3cm .5cm; margin-top: .2cm; } h1 { font-size: 19pt; } .side { font-weight: 600; }
  footer { margin-top: .3cm; } footer p { margin: .1cm 0; } }
"""


def page(handout: Handout) -> str:
    """The hand-out as HTML."""
    figures = _Figures()
    items = "".join(_items(handout.items, figures))
    muscles = "".join(f'<p class="muscles">{escape(line)}</p>' for line in handout.muscles)
    about = f"<p>{escape(handout.about)}</p>" if handout.about else ""
    props = f'<p class="facts">{escape(handout.props)}</p>' if handout.props else ""
    source = f"From: {escape(handout.source)}. " if handout.source else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(handout.title)}</title><style>{_STYLE}</style></head><body>"
        f'<svg width="0" height="0" style="position:absolute" aria-hidden="true">'
        f"<defs>{PATTERNS}{figures.symbols()}</defs></svg>"
        f'<header><h1>{escape(handout.title)}</h1>{about}<p class="facts">'
        f"{escape(handout.facts)}</p>{props}{muscles}{_KEY}</header>"
        f"<main>{items}</main>"
        f"<footer><p>{escape(CAUTION)}</p><p>{source}Made with yogaflow.</p></footer>"
        "</body></html>\n"
    )


_KEY = (
    '<p class="muscles"><span class="key"><svg viewBox="0 0 14 8" role="img" aria-label="dots">'
    '<rect width="14" height="8" fill="url(#works)"/></svg> works</span>'
    '<span class="key"><svg viewBox="0 0 14 8" role="img" aria-label="stripes">'
    '<rect width="14" height="8" fill="url(#stretches)"/></svg> is stretched</span>'
    '<span class="key">The bar across the mat is its front end.</span></p>'
)


class _Figures:
    """The figures of a document: each stance once, as a symbol."""

    def __init__(self) -> None:
        self._names: dict[Stance, str] = {}
        self._symbols: list[str] = []

    def use(self, stance: Stance) -> str:
        """The reference to a stance's symbol."""
        name = self._names.get(stance)
        if name is None:
            name = self._names[stance] = f"f{len(self._names) + 1}"
            box, drawing = figure_svg(stance, name)
            self._symbols.append(
                f'<symbol id="{name}" viewBox="{view_box(box)}" '
                f'preserveAspectRatio="xMidYMax meet">{drawing}</symbol>'
            )
        return name

    def symbols(self) -> str:
        """All of them. Asked for once everything has been used."""
        return "".join(self._symbols)


def _items(items: Iterable[Card | Note], figures: _Figures) -> Iterator[str]:
    """Notes as they come; the cards between two of them in one grid."""
    for is_card, some in groupby(items, lambda item: isinstance(item, Card)):
        if is_card:
            cards = (_card(item, figures) for item in some if isinstance(item, Card))
            yield f'<div class="cards">{"".join(cards)}</div>'
            continue
        for note in some:
            assert isinstance(note, Note)
            text = escape(note.text)
            yield f"<h2>{text}</h2>" if note.heading else f'<p class="note">{text}</p>'


def _card(item: Card, figures: _Figures) -> str:
    pictures = "".join(_figure(item, picture, figures) for picture in item.pictures)
    drawn = f'<div class="pictures">{pictures}</div>' if pictures else ""
    kind = ' class="small"' if item.small else ""
    return f"<article{kind}>{drawn}<div>{_words(item)}</div></article>"


def _figure(card: Card, picture: Picture, figures: _Figures) -> str:
    name = figures.use(picture.stance)
    caption = f"<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
    what = escape(f"{card.name}, {picture.caption}" if picture.caption else card.name)
    return (
        f'<figure><svg role="img" aria-label="{what}"><title>{what}</title>'
        f'<use href="#{name}"/></svg>{caption}</figure>'
    )


def _words(card: Card) -> str:
    sanskrit = f"<i>{escape(card.sanskrit)}</i>" if card.sanskrit else ""
    out = [f"<h3><b>{card.number}</b>{escape(card.name)}{sanskrit}</h3>"]
    if card.amount:
        out.append(f'<p class="amount">{escape(card.amount)}</p>')
    if card.side:
        out.append(f'<p class="side">{escape(card.side)}</p>')
    out += [f'<p class="options">with {escape(option)}</p>' for option in card.options]
    if card.cues:
        out.append(f"<p>{escape(' '.join(card.cues))}</p>")
    if card.caution:
        out.append(f'<p class="caution">{escape(card.caution)}</p>')
    return "".join(out)
