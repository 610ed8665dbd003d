"""The colours by what they mean, in a dark and a light theme of our own.

Drawing code names a meaning ("ink", "in", "side"); style sheets name the same as `$ink`, `$in`,
`$side`. A paint is written `FRONT`, `FRONT/BACK`, and `!` at the end for bold: "ink/disc-in!".
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.color import Color
from rich.style import Style
from textual.theme import Theme

DARK = "yogaflow-dark"
LIGHT = "yogaflow-light"

# Each phase of the breath has one accent, for its word, and a deeper tone of it for the disc, so
# that the count can be read on the disc as well as beside it.
DARK_COLOURS: Mapping[str, str] = {
    "paper": "#10151b",
    "ink": "#f4efe4",
    "quiet": "#95a0ab",
    "faint": "#1a222b",
    "track": "#33404d",
    "in": "#86d9ca",
    "disc-in": "#23695f",
    "out": "#b3b2f5",
    "disc-out": "#4a4a96",
    "hold": "#ecca90",
    "disc-hold": "#75592a",
    "side": "#f3b680",
    "warn": "#f0957f",
    "works": "#ffb454",
    "stretches": "#5cc8ff",
    "releases": "#d08cff",
}

LIGHT_COLOURS: Mapping[str, str] = {
    "paper": "#f8f4eb",
    "ink": "#23272c",
    "quiet": "#656b73",
    "faint": "#eee8da",
    "track": "#cfc6b3",
    "in": "#17695f",
    "disc-in": "#9fd8cc",
    "out": "#4f4aa8",
    "disc-out": "#c3c2f2",
    "hold": "#7d560f",
    "disc-hold": "#ecd098",
    "side": "#a04a16",
    "warn": "#ab3326",
    "works": "#a85400",
    "stretches": "#0a66a0",
    "releases": "#7a16c8",
}


def theme(name: str) -> Theme:
    """The theme of that name, `DARK` or `LIGHT`."""
    colours = DARK_COLOURS if name == DARK else LIGHT_COLOURS
    return Theme(
        name=name,
        dark=name == DARK,
        primary=colours["in"],
        secondary=colours["out"],
        accent=colours["side"],
        warning=colours["hold"],
        error=colours["warn"],
        success=colours["in"],
        foreground=colours["ink"],
        background=colours["paper"],
        surface=colours["paper"],
        panel=colours["faint"],
        variables=dict(colours),
    )


class Palette:
    """Styles by paint, made once each."""

    def __init__(self, colours: Mapping[str, str], *, reverse: bool = False) -> None:
        """`reverse` says what is drawn the other way round, so that it also differs where a
        terminal has no colours."""
        self.colours = colours
        self._reverse = reverse
        self._styles: dict[str, Style] = {}

    def style(self, paint: str) -> Style:
        """The style of a paint; an unknown colour raises KeyError."""
        style = self._styles.get(paint)
        if style is None:
            front, _, back = paint.rstrip("!").partition("/")
            ink, paper = self.colours[front], self.colours[back or "paper"]
            if self._reverse:
                ink, paper = paper, ink
            style = Style(
                color=Color.parse(ink),
                bgcolor=Color.parse(paper),
                bold=paint.endswith("!") or None,
                reverse=self._reverse or None,
            )
            self._styles[paint] = style
        return style


PALETTES: Mapping[str, Palette] = {DARK: Palette(DARK_COLOURS), LIGHT: Palette(LIGHT_COLOURS)}
"""The palette of each theme, by the theme's name."""
