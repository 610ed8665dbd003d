"""Where bells are left out, the screen shows what they would have said: it turns over for a moment.

Imported only where it is needed: the first picture must be quick.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from textual.screen import Screen

from yogaflow.timeline.cues import CueName
from yogaflow.tui.paint import Painted
from yogaflow.tui.palette import DARK, DARK_COLOURS, LIGHT, LIGHT_COLOURS, Palette

PULSES: Mapping[CueName, tuple[tuple[float, float], ...]] = MappingProxyType(
    {
        CueName.START: ((0.0, 0.4),),
        CueName.NEXT: ((0.0, 0.4),),
        CueName.SWITCH: ((0.0, 0.4), (0.7, 1.1)),
        CueName.LAST: ((0.0, 0.2),),
        CueName.CLOSE: ((0.0, 0.4),),
    }
)
"""From when to when the screen is lit, in seconds from the change; as the bells: two for a side."""

APART = 1.2
"""Seconds between two changes that are shown. However fast the clock runs, and whatever keys are
pressed, there are never more than two flashes in a second: more can make people ill."""

# A whole screen of cream would be a shock in a dark room, and black one in a light one.
_DIM: Mapping[str, Palette] = MappingProxyType(
    {
        DARK: Palette({**LIGHT_COLOURS, "paper": "#ecd098"}, reverse=True),
        LIGHT: Palette({**DARK_COLOURS, "paper": "#24303c"}, reverse=True),
    }
)


class Flash:
    """When a screen is lit. Instants are seconds on any clock that goes on."""

    def __init__(self) -> None:
        self._pulses: tuple[tuple[float, float], ...] = ()
        self._since = float("-inf")
        self._palette: Palette | None = None

    def begin(self, name: CueName, now: float) -> None:
        """A change is heard, or would be; nothing where it has no light of its own."""
        if name in PULSES and now - self._since >= APART:
            self._pulses, self._since = PULSES[name], now

    def lit(self, now: float) -> bool:
        """Whether the screen is to be lit at that instant."""
        return any(begin <= now - self._since < end for begin, end in self._pulses)

    def show(self, screen: Screen[None], now: float) -> None:
        """Turn the screen over, or back; it is drawn as a whole at those moments only."""
        palette = lit_palette(screen.app.theme) if self.lit(now) else None
        if palette is self._palette:
            return
        self._palette = palette
        for widget in screen.query(Painted):
            widget.palette = palette
        # This repaints what is on it, too.
        screen.styles.background = palette.colours["paper"] if palette else None


def lit_palette(theme: str) -> Palette:
    """The colours of a lit screen: letters stay as easy to read as in the theme of that name."""
    return _DIM.get(theme, _DIM[DARK])
