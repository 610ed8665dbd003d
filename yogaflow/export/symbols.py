"""The figures of a document, each drawn once and used as often as it is shown. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from yogaflow.export.cards import Card, Picture
from yogaflow.export.vectors import figure_svg, view_box
from yogaflow.figure.rig import Stance

LEGEND = (("works", "works"), ("stretches", "is stretched"), ("releases", "is released"))
"""What the hatching of a lit muscle means: the material, and in words."""

FRONT = "The bar across the mat marks its front end."


SMALL_POSE = 112.0
"""Centimetres of height from which on a figure is as high as it may be: lower ones are not blown
up to that."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A figure of the document: its id, and its size in centimetres."""

    name: str
    width: float
    height: float

    @property
    def share(self) -> float:
        """How much of the height for figures it may take."""
        return min(1.0, self.height / SMALL_POSE)


class Symbols:
    """SVG symbols by stance."""

    def __init__(self) -> None:
        self._known: dict[Stance, Symbol] = {}
        self._symbols: list[str] = []

    def use(self, stance: Stance) -> Symbol:
        """The symbol of a stance."""
        if stance not in self._known:
            name = f"f{len(self._known) + 1}"
            box, drawing = figure_svg(stance, name)
            self._symbols.append(
                f'<symbol id="{name}" viewBox="{view_box(box)}" '
                f'preserveAspectRatio="xMidYMax meet">{drawing}</symbol>'
            )
            self._known[stance] = Symbol(name, box.right - box.left, box.top - box.bottom)
        return self._known[stance]

    def written(self) -> str:
        """All of them. Asked for once everything has been used."""
        return "".join(self._symbols)


def alternative(card: Card, picture: Picture) -> str:
    """A figure in words: "Pigeon, RIGHT knee forward", "Warrior 1, left"."""
    more = picture.caption or ("" if len(card.pictures) > 1 else card.side)
    return f"{card.name}, {more}" if more else card.name
