"""What can be said of the colours: seen on the paper, and told apart by every eye."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import dist

import pytest

from yogaflow.figure.colours import (
    LEAST_CONTRAST,
    THEMES,
    Colour,
    Theme,
    colour,
    colours_of,
    contrast,
)
from yogaflow.figure.forms import Material, Tone
from yogaflow.figure.inks import INKS, NOTHING, OUTLINE

Matrix = tuple[tuple[float, float, float], ...]

EYES: Mapping[str, Matrix] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""How colours look without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1)."""

APART = 20.0
"""Least distance of the middle tones, which cover most of a limb, in CIE Lab (1976).

2.3 is what an eye can just tell of two large patches side by side. A lit muscle is a few cells
seen from two metres, at a glance, without its neighbour in another colour: some nine times that.
"""

SAME_LIGHT = 12.0
"""Least distance where the light falls the same; the bright edge of a limb is narrow."""

BACKDROP = {Material.WALL, Material.MAT, Material.EDGE, Material.FRONT}
"""What a body is seen before, quiet on purpose: it must not be taken for a limb."""


def linear(value: int) -> float:
    """How much light a channel of sRGB is."""
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def lab(rgb: Colour, eye: Matrix) -> tuple[float, float, float]:
    """CIE Lab (D65) of a colour as that eye has it."""
    light = [linear(value) for value in rgb]
    r, g, b = (
        min(1.0, max(0.0, sum(m * v for m, v in zip(row, light, strict=True)))) for row in eye
    )
    x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047
    y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
    z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883
    fx, fy, fz = (
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def limb_tones(theme: Theme) -> Iterator[tuple[str, str]]:
    """Every tone of body, muscle and thing, with a name."""
    for near, tones in (("", theme.tones), ("far ", theme.far)):
        for material, shades in tones.items():
            if material not in BACKDROP:
                for tone, shade in zip(Tone, shades, strict=True):
                    yield f"{near}{material.value} {tone.name}", shade


@pytest.mark.parametrize("name", THEMES)
def test_every_tone_of_every_limb_can_be_seen_on_the_paper(name: str) -> None:
    theme = THEMES[name]
    paper = colour(theme.paper)
    faint = {
        what: round(contrast(colour(shade), paper), 2)
        for what, shade in limb_tones(theme)
        if contrast(colour(shade), paper) < LEAST_CONTRAST
    }
    assert not faint


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("name", THEMES)
def test_every_eye_tells_muscles_clothes_and_skin_apart(name: str, eye: str) -> None:
    tones = THEMES[name].tones
    for one, other in combinations(
        (
            Material.WORKS,
            Material.STRETCHES,
            Material.RELEASES,
            Material.LEGGINGS,
            Material.SKIN,
        ),
        2,
    ):
        for tone in Tone:
            a, b = (lab(colour(tones[m][tone.value]), EYES[eye]) for m in (one, other))
            least = APART if tone is Tone.MID else SAME_LIGHT
            assert dist(a, b) >= least, (one.value, other.value, tone.name)


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("name", THEMES)
def test_working_and_stretched_are_never_mixed_up_in_any_light(name: str, eye: str) -> None:
    tones = THEMES[name].tones
    for a in tones[Material.WORKS]:
        for b in tones[Material.STRETCHES]:
            assert dist(lab(colour(a), EYES[eye]), lab(colour(b), EYES[eye])) >= 2 * APART


def test_known_contrasts_and_distances() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21.0)
    assert contrast((255, 255, 255), (118, 118, 118)) == pytest.approx(4.54, abs=0.01)
    assert contrast((10, 20, 30), (10, 20, 30)) == 1.0
    assert lab((255, 255, 255), EYES["all cones"]) == pytest.approx((100, 0, 0), abs=0.02)
    assert lab((255, 0, 0), EYES["all cones"]) == pytest.approx((53.24, 80.09, 67.20), abs=0.02)


def test_the_simulation_takes_red_and_green_for_alike() -> None:
    """A test of the measure: a pair that is known to be mixed up comes out near."""
    red, olive = colour("#c0504d"), colour("#7f7f3f")
    apart = dist(lab(red, EYES["all cones"]), lab(olive, EYES["all cones"]))
    assert dist(lab(red, EYES["deuteranopia"]), lab(olive, EYES["deuteranopia"])) < apart / 2


@pytest.mark.parametrize("name", THEMES)
def test_each_number_has_its_colour(name: str) -> None:
    theme = THEMES[name]
    found = colours_of(theme)
    assert len(found) == len(INKS)
    assert found[NOTHING] == colour(theme.paper)
    assert found[OUTLINE] == colour(theme.outline)
    shades = {colour(shade) for _, shade in limb_tones(theme)}
    for ink, rgb in zip(INKS, found, strict=True):
        if ink is not None and ink.material not in BACKDROP:
            assert rgb in shades
