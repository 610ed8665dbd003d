"""Each surface has a number, and no two the same one."""

from __future__ import annotations

from dataclasses import replace

from tests.figures import LUNGE, stances
from yogaflow.figure.forms import Distance, Material, Tone
from yogaflow.figure.inks import (
    INKS,
    NOTHING,
    OUTLINE,
    number_of,
    numbers_of,
    outlining,
    repainting,
)
from yogaflow.figure.muscles import MUSCLES
from yogaflow.figure.rig import LitMuscle, stance
from yogaflow.figure.scene import draw
from yogaflow.model import Prop, PropKind, Side, Work

PARTS = (
    "trunk",
    "head",
    *(f"{s} {limb}" for s in Side for limb in ("thigh", "shin", "foot", "arm", "forearm")),
)


def test_numbers_are_unique_and_fit_into_a_byte() -> None:
    inks = [ink for ink in INKS if ink is not None]
    assert len(set(inks)) == len(inks)
    assert len(INKS) <= 256
    assert INKS[NOTHING] is INKS[OUTLINE] is None
    for number, ink in enumerate(INKS):
        if ink is not None:
            assert number_of(*ink) == number


def test_every_part_of_every_drawing_has_its_numbers() -> None:
    """Whatever the scene asks for, each muscle and thing included, from every side."""
    body = stance(LUNGE)
    assert body is not None
    all_lit = tuple(
        LitMuscle(name, work, side) for name in MUSCLES for work in Work for side in Side
    )
    things = tuple(
        Prop(kind, on=on)
        for kind in PropKind
        for on in ("", "right hand", "hand", "knee", "head")
        if not (kind is PropKind.BAND and on in {"", "head"})
    )
    everything = replace(body, lit=all_lit, props=things)
    for turn in range(0, 360, 30):
        for one in (body, everything):
            drawing = draw(one, breath=0.5, turn=turn)
            for layer in drawing.ground:
                assert number_of("ground", layer.material, layer.tone, Distance.MID) > OUTLINE
            for part in drawing.parts:
                for layer in part.layers:
                    number = number_of(part.name, layer.material, layer.tone, part.distance)
                    assert number in numbers_of(part.name)


def test_every_stance_can_be_drawn() -> None:
    for _, one in stances():
        for part in draw(one).parts:
            for layer in part.layers:
                assert number_of(part.name, layer.material, layer.tone, part.distance)


def test_parts_share_no_number() -> None:
    seen: set[int] = set()
    for part in (*PARTS, "ground", "prop 0"):
        own = numbers_of(part)
        assert own
        assert not own & seen
        seen |= own
    assert numbers_of("prop 0") == numbers_of("prop 7") == numbers_of("wall")


def test_repainting_changes_one_part_alone() -> None:
    number = number_of("right thigh", Material.WORKS, Tone.MID, Distance.FAR)
    table = repainting("right thigh", number)
    for before in range(256):
        assert table[before] == (number if before in numbers_of("right thigh") else before)


def test_outlining_leaves_the_ground_and_its_own_part() -> None:
    table = outlining("right thigh")
    kept = numbers_of("right thigh") | numbers_of("ground") | {NOTHING}
    for before in range(len(INKS)):
        assert table[before] == (before if before in kept else OUTLINE)
