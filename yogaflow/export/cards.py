"""What a hand-out is made of: cards with figures, and the lines between them. Types only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yogaflow.figure.rig import Stance


@dataclass(frozen=True, slots=True)
class Picture:
    """One figure: the body, and what stands below it ("right", "hands on hips"), "" for nothing."""

    stance: Stance
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One pose. `number` counts the poses of a flow, 0 for none.

    `small` is a rest or a movement of half a breath, or a pose that comes again.
    `way` is how one comes into it, `easier` are the easier options that are not on.
    `variants` are figures to be shown below, smaller still: the options of a contact sheet.
    """

    number: int
    name: str
    sanskrit: str = ""
    amount: str = ""
    side: str = ""
    pictures: tuple[Picture, ...] = ()
    cues: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    way: str = ""
    easier: tuple[str, ...] = ()
    small: bool = False
    variants: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A line between poses: the title of a part (`heading`), rounds and sides, words to say."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """Poses that come again on their other side, with a line above; their numbers stay."""

    text: str
    cards: tuple[Card, ...]


Item = Card | Note | Again

COLUMNS = 12
"""Of the grid that cards are set in."""


def columns_of(cards: Sequence[Card], *, large: bool) -> tuple[int, int]:
    """How many of the columns a card and a small card take, of those between two notes."""
    if large:
        return 6, 3
    # Four stand better in one row than three and one.
    four = len(cards) == 4 and not any(card.small for card in cards)
    return (3, 2) if four else (4, 2)
