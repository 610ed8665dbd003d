"""The hand-out as one HTML file that stands alone: on a screen, and on one to three pages.

No script, no font, no picture from anywhere else. Figures are inline SVG; each is written once.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from yogaflow.export.cards import Again, Card, Note, Picture, columns_of
from yogaflow.export.handout import Handout
from yogaflow.export.style import STYLE
from yogaflow.export.symbols import FRONT, LEGEND, Symbols, alternative
from yogaflow.export.vectors import swatch
from yogaflow.figure.forms import Material


def page(handout: Handout) -> str:
    """The hand-out as HTML."""
    symbols = Symbols()
    items = "".join(_items(handout, symbols))
    kind = "large" if handout.large else "many"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(handout.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(handout.title)}</title><style>{STYLE}</style></head><body>"
        f'<svg width="0" height="0" class="store" aria-hidden="true">'
        f"<defs>{symbols.written()}</defs></svg>"
        f'<header>{_head(handout)}</header><main class="{kind}">{items}</main>{_notes(handout)}'
        f"<footer>{_paragraph(handout.caution)}{_paragraph(handout.foot)}</footer>"
        "</body></html>\n"
    )


def _head(handout: Handout) -> str:
    facts = (
        f"{_paragraph(handout.byline, 'facts')}{_paragraph(handout.about)}"
        f"{_paragraph(handout.facts, 'facts')}"
        f"{_paragraph(handout.props, 'facts')}{_paragraph(handout.why, 'why')}"
    )
    muscles = "".join(
        f'<p class="muscles">{f"<b>{escape(about)}:</b> " if about else ""}{escape(names)}</p>'
        for about, names in handout.muscles
    )
    legend = f'<p class="muscles legend">{"".join(_legend())}</p>' if handout.drawn else ""
    return f"<h1>{escape(handout.title)}</h1>{facts}{muscles}{legend}"


def _notes(handout: Handout) -> str:
    """What the flow notes, and lines to write on, which a screen does not need."""
    kind = "" if handout.notes else ' class="blank-page"'
    written = "".join(map(_paragraph, handout.notes))
    ruled = '<div class="ruled"></div>' * handout.ruled
    if not written and not ruled:
        return ""
    return f'<section id="notes"{kind}><h2>Notes</h2>{written}{ruled}</section>'


def _legend() -> Iterator[str]:
    for name, words in LEGEND:
        drawn = swatch(Material(name))
        yield (f'<span><svg viewBox="0 0 14 8" aria-hidden="true">{drawn}</svg> {words}</span> ')
    yield f"<span>{FRONT}</span>"


def _paragraph(text: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f"<p{named}>{escape(text)}</p>" if text else ""


def _items(handout: Handout, symbols: Symbols) -> Iterator[str]:
    """Notes as they come; the cards between two of them in one grid."""
    for is_card, some in groupby(handout.items, lambda item: isinstance(item, Card)):
        if is_card:
            run = [item for item in some if isinstance(item, Card)]
            big, small = columns_of(run, large=handout.large)
            cards = "".join(_card(card, symbols, handout.drawn) for card in run)
            yield f'<div class="cards" style="--big:{big};--small:{small}">{cards}</div>'
            continue
        for item in some:
            if isinstance(item, Again):
                cards = "".join(_card(card, symbols, handout.drawn) for card in item.cards)
                yield (
                    f'<section class="again"><p class="note">{escape(item.text)}</p>'
                    f'<div class="cards">{cards}</div></section>'
                )
            elif isinstance(item, Note):
                text = escape(item.text)
                yield f"<h2>{text}</h2>" if item.heading else f'<p class="note">{text}</p>'


def _card(card: Card, symbols: Symbols, drawn: bool) -> str:
    pictures = "".join(_figure(card, picture, symbols) for picture in card.pictures)
    if pictures:
        pictures = f'<div class="pictures">{pictures}</div>'
    elif drawn:
        pictures = '<div class="pictures"><div class="blank"></div></div>'
    kind = ' class="small"' if card.small else ""
    variants = "".join(_figure(card, picture, symbols) for picture in card.variants)
    below = f'<div class="variants">{variants}</div>' if variants else ""
    return f"<article{kind}>{pictures}<div>{_words(card)}{below}</div></article>"


def _figure(card: Card, picture: Picture, symbols: Symbols) -> str:
    symbol = symbols.use(picture.stance)
    box = f'viewBox="0 0 {symbol.width:.0f} {symbol.height:.0f}" style="--share:{symbol.share:.2f}"'
    caption = f"<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
    return (
        f'<figure><svg role="img" {box}><title>{escape(alternative(card, picture))}</title>'
        f'<use href="#{symbol.name}"/></svg>{caption}</figure>'
    )


def _words(card: Card) -> str:
    number = f"<b>{card.number}</b> " if card.number else ""
    sanskrit = f' <i lang="sa-Latn">{escape(card.sanskrit)}</i>' if card.sanskrit else ""
    return "".join(
        (
            f"<h3>{number}{escape(card.name)}{sanskrit}</h3>",
            _paragraph(card.amount, "amount"),
            _paragraph(card.side, "side"),
            *(_paragraph(f"with {option}", "options") for option in card.options),
            *(_paragraph(caution, "caution") for caution in card.cautions),
            _paragraph(card.way, "way"),
            _paragraph(" ".join(card.cues)),
            *(_paragraph(f"Easier: {option}", "easier") for option in card.easier),
        )
    )
