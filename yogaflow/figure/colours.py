"""The colours of a figure in a dark and a light theme, and what can be said about them.

Orange and sky blue are told apart with every common kind of colour blindness (Okabe and Ito's
pair), so a muscle that works and one that is stretched are never mixed up; one that is released
is violet; clothes and skin are quiet tones beside them. Every tone of every limb has 3:1 on the
paper at least.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yogaflow.figure.forms import Distance, Material
from yogaflow.figure.inks import INKS

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

LEAST_CONTRAST = 3.0
"""Of every limb on the paper (WCAG 2.1, 1.4.11, for graphics)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A paper, a line, and for each material its three tones; limbs far away have their own."""

    paper: str
    outline: str
    tones: Mapping[Material, tuple[str, str, str]]
    far: Mapping[Material, tuple[str, str, str]]
    ground: Mapping[Material, str]


DARK = Theme(
    paper="#10151b",
    outline="#090c10",
    tones=MappingProxyType(
        {
            Material.SKIN: ("#c99f7c", "#e8c6a4", "#f8e2c9"),
            Material.TOP: ("#5b9c8d", "#79bdab", "#9ad4c4"),
            Material.LEGGINGS: ("#70769f", "#8d93bb", "#abb0d2"),
            Material.HAIR: ("#93603f", "#b07a54", "#c99470"),
            Material.WORKS: ("#ff9d2e", "#ffab42", "#ffc983"),
            Material.STRETCHES: ("#33b1f2", "#49bfff", "#9adcff"),
            Material.RELEASES: ("#b03af0", "#bc50fa", "#d793ff"),
            Material.PROP: ("#8a7a55", "#a8966a", "#c5b386"),
            Material.WALL: ("#2b343e", "#2b343e", "#2b343e"),
        }
    ),
    far=MappingProxyType(
        {
            Material.SKIN: ("#8a7566", "#9f8875", "#b39b86"),
            Material.LEGGINGS: ("#62678a", "#6f7496", "#7f84a5"),
        }
    ),
    ground=MappingProxyType(
        {Material.MAT: "#1e3338", Material.EDGE: "#37585d", Material.FRONT: "#7da9a8"}
    ),
)

LIGHT = Theme(
    paper="#f8f4eb",
    outline="#ece7db",
    tones=MappingProxyType(
        {
            Material.SKIN: ("#7c4f37", "#97654a", "#a97a5f"),
            Material.TOP: ("#1d5f54", "#2b7568", "#45897d"),
            Material.LEGGINGS: ("#3a3f66", "#4d5380", "#666c97"),
            Material.HAIR: ("#2f211b", "#3f2d24", "#523d32"),
            Material.WORKS: ("#d0500a", "#d9590f", "#e2691e"),
            Material.STRETCHES: ("#0577bb", "#0a86cf", "#2a93d5"),
            Material.RELEASES: ("#7a16c8", "#8a24dc", "#9c46e6"),
            Material.PROP: ("#6d5a2e", "#85703e", "#96814f"),
            Material.WALL: ("#e4dccb", "#e4dccb", "#e4dccb"),
        }
    ),
    far=MappingProxyType(
        {
            Material.SKIN: ("#8b7464", "#94806f", "#998777"),
            Material.LEGGINGS: ("#737798", "#7b80a0", "#8386a4"),
        }
    ),
    ground=MappingProxyType(
        {Material.MAT: "#dfe3d6", Material.EDGE: "#b9c4b4", Material.FRONT: "#7f9c92"}
    ),
)

THEMES: Mapping[str, Theme] = MappingProxyType({"dark": DARK, "light": LIGHT})


def colour(text: str) -> Colour:
    """#rrggbb as numbers."""
    return (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))


def colours_of(theme: Theme) -> tuple[Colour, ...]:
    """The colour of each number of a raster."""
    found = [colour(theme.paper), colour(theme.outline)]
    for ink in INKS[2:]:
        assert ink is not None
        if ink.material in theme.ground:
            found.append(colour(theme.ground[ink.material]))
            continue
        far = ink.distance is Distance.FAR and ink.material in theme.far
        tones = (theme.far if far else theme.tones)[ink.material]
        found.append(colour(tones[ink.tone.value]))
    return tuple(found)


def luminance(rgb: Colour) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.1)."""
    parts = [v / 255 for v in rgb]
    linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.1)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
