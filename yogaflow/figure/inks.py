"""The numbers a raster is made of: one for each part, material, tone and distance.

A number is a byte, so that a row is a `bytearray` and "paint only inside this limb" is one
`translate` of a slice. Which colour a number has is the theme's business (`colours`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from yogaflow.figure.forms import Distance, Material, Tone

NOTHING = 0
"""Where nothing is drawn."""
OUTLINE = 1
"""The thin dark line between parts that lie over each other."""


class Ink(NamedTuple):
    """What a number stands for."""

    part: str
    material: Material
    tone: Tone
    distance: Distance


_BODY: dict[str, tuple[Material, ...]] = {
    "trunk": (Material.TOP, Material.LEGGINGS),
    "head": (Material.SKIN, Material.HAIR),
}
_LIMBS = {
    "thigh": Material.LEGGINGS,
    "shin": Material.LEGGINGS,
    "foot": Material.SKIN,
    "arm": Material.SKIN,
    "forearm": Material.SKIN,
}
_GROUND = (Material.MAT, Material.EDGE, Material.FRONT)
_MUSCLES = (Material.WORKS, Material.STRETCHES, Material.RELEASES)
_THINGS = (Material.PROP, Material.WALL)
PROP = "prop"


def _all() -> Iterator[Ink]:
    for material in _GROUND:
        yield Ink("ground", material, Tone.MID, Distance.MID)
    for material in _THINGS:
        for tone in Tone:
            yield Ink(PROP, material, tone, Distance.MID)
    for part, materials in _BODY.items():
        for material in materials:
            for tone in Tone:
                yield Ink(part, material, tone, Distance.MID)
        for material in _MUSCLES:
            for tone in (Tone.MID, Tone.LIGHT):
                yield Ink(part, material, tone, Distance.MID)
    for side in ("right", "left"):
        for limb, material in _LIMBS.items():
            for distance in Distance:
                for tone in Tone:
                    yield Ink(f"{side} {limb}", material, tone, distance)
            if limb != "forearm":
                for material_ in _MUSCLES:
                    for tone in (Tone.MID, Tone.LIGHT):
                        yield Ink(f"{side} {limb}", material_, tone, Distance.MID)


INKS: tuple[Ink | None, ...] = (None, None, *_all())
"""The ink of each number; the first two are `NOTHING` and `OUTLINE`."""

_NUMBERS = {ink: number for number, ink in enumerate(INKS) if ink is not None}
assert len(INKS) <= 256


def number_of(part: str, material: Material, tone: Tone, distance: Distance) -> int:
    """The number for that surface. Things share theirs, muscles have one at any distance."""
    if material in _THINGS:
        part = PROP
    if material not in _LIMBS.values() or part in _BODY:
        distance = Distance.MID
    if material in _MUSCLES and tone is Tone.DARK:
        tone = Tone.MID
    return _NUMBERS[Ink(part, material, tone, distance)]


@lru_cache(maxsize=64)
def numbers_of(part: str) -> frozenset[int]:
    """All numbers of one part."""
    key = PROP if part.startswith(PROP) or part == "wall" else part
    return frozenset(n for n, ink in enumerate(INKS) if ink is not None and ink.part == key)


@lru_cache(maxsize=512)
def repainting(part: str, number: int) -> bytes:
    """A table that gives every number of a part that one, and leaves all others."""
    own = numbers_of(part)
    return bytes(number if n in own else n for n in range(256))


@lru_cache(maxsize=64)
def outlining(part: str) -> bytes:
    """A table that darkens whatever belongs to other parts, and leaves the ground and its own."""
    own, ground = numbers_of(part), numbers_of("ground")
    kept = own | ground | {NOTHING}
    return bytes(n if n in kept or n >= len(INKS) else OUTLINE for n in range(256))
