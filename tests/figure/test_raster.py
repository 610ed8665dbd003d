"""Forms filled in: as large as they are, never outside the canvas, each layer where it may be."""

from __future__ import annotations

from math import asin, hypot, pi, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strength import examples
from yogaflow.figure.camera import Framing
from yogaflow.figure.forms import (
    Bounds,
    Capsule,
    Distance,
    Drawing,
    Form,
    Layer,
    Material,
    Part,
    Polygon,
    Tone,
)
from yogaflow.figure.inks import NOTHING, OUTLINE, number_of, numbers_of
from yogaflow.figure.raster import Rows, corners, raster

COLUMNS, ROWS, ACROSS, DOWN = 50, 25, 4, 8
FRAME = Framing(scale=0.5, middle=0.0, bottom=0.0)
"""A hundred centimetres wide and high: 2 samples for each centimetre both ways."""

FULL = 4.0
"""Samples of a square centimetre."""


def filled(*parts: Part, ground: tuple[Layer, ...] = ()) -> Rows:
    """Those parts on a canvas."""
    drawing = Drawing(ground, parts, Bounds(-50, 50, 0, 100))
    return raster(drawing, FRAME, COLUMNS, ROWS, ACROSS, DOWN, 2.0)


def limb(
    *forms: Form, name: str = "right thigh", inside: tuple[Form, ...] = (), halo: float = 0.0
) -> Part:
    """A part of one tone, with a lit muscle on it."""
    layers = [Layer(Material.LEGGINGS, Tone.MID, forms)]
    if inside:
        layers.append(Layer(Material.WORKS, Tone.MID, inside, inside=True))
    line = tuple(f.grown(halo) for f in forms if halo and isinstance(f, Capsule))
    return Part(name, Distance.MID, tuple(layers), line)


def samples(rows: Rows) -> list[int]:
    """All numbers of a raster."""
    return [number for row in rows for number in row]


def area(rows: Rows) -> float:
    """Square centimetres that are not empty."""
    return (len(samples(rows)) - samples(rows).count(NOTHING)) / FULL


def exact(form: Capsule) -> float:
    """The area of two discs and all between them."""
    x0, y0, r0, x1, y1, r1 = form
    long, less = hypot(x1 - x0, y1 - y0), abs(r0 - r1)
    if long <= less:
        return pi * max(r0, r1) ** 2
    # Two half discs, one with a wedge more and one with a wedge less, and the trapezium between.
    wedge = asin(less / long)
    big, small = max(r0, r1), min(r0, r1)
    tangent = sqrt(long * long - less * less)
    return big**2 * (pi / 2 + wedge) + small**2 * (pi / 2 - wedge) + tangent * (big + small)


CAPSULES = st.builds(
    Capsule,
    st.floats(-30, 30),
    st.floats(20, 80),
    st.floats(5, 15),
    st.floats(-30, 30),
    st.floats(20, 80),
    st.floats(5, 15),
)
ANYWHERE = st.builds(
    Capsule,
    *(st.floats(-200, 200), st.floats(-200, 200), st.floats(0, 60)),
    *(st.floats(-200, 200), st.floats(-200, 200), st.floats(0, 60)),
)


@given(CAPSULES)
@settings(max_examples=examples(60))
def test_a_capsule_has_its_area(form: Capsule) -> None:
    # A form of few samples has few corners, which lie on its edge and so cut a little off; and of
    # the samples that the edge goes through, some more are out than in, or the other way round.
    edge = 2 * pi * min(form.r0, form.r1)
    assert area(filled(limb(form))) == pytest.approx(exact(form), rel=0.07, abs=edge / 4)


@given(CAPSULES)
def test_the_corners_of_a_capsule_lie_on_its_edge(form: Capsule) -> None:
    for x, y in corners(form):
        gaps = [
            hypot(x - form.x0, y - form.y0) - form.r0,
            hypot(x - form.x1, y - form.y1) - form.r1,
        ]
        assert min(map(abs, gaps)) < 1e-6
        assert min(gaps) > -2e-6  # discs a millionth apart are taken for one


@given(st.floats(-40, 0), st.floats(3, 40), st.floats(10, 50), st.floats(3, 40), st.floats(-15, 15))
@settings(max_examples=examples(40))
def test_a_polygon_has_its_area(
    x: float, width: float, y: float, height: float, slant: float
) -> None:
    form = Polygon(
        ((x, y), (x + width, y), (x + width + slant, y + height), (x + slant, y + height))
    )
    around = 2 * (width + hypot(slant, height))
    cut = sum(max(0.0, abs(px) - 50) for px, _ in form.points)
    if not cut:
        assert area(filled(limb(form))) == pytest.approx(width * height, abs=around / 4)


@pytest.mark.parametrize("aspect", [1.6, 2.0, 2.4])
def test_a_disc_stays_round_whatever_the_cells(aspect: float) -> None:
    drawing = Drawing((), (limb(Capsule(0, 50, 20, 0, 50, 20)),), Bounds(-50, 50, 0, 100))
    rows = raster(drawing, FRAME, COLUMNS, ROWS, ACROSS, DOWN, aspect)
    high = sum(any(row) for row in rows) / (FRAME.scale * DOWN / aspect)
    wide = max(len(row) - row.count(0) for row in rows) / (FRAME.scale * ACROSS)
    assert high == pytest.approx(40, abs=1.5)
    assert wide == pytest.approx(40, abs=1.5)


@given(st.lists(ANYWHERE, min_size=1, max_size=3))
@settings(max_examples=examples(60))
def test_forms_outside_the_canvas_leave_it_as_large_as_it_was(forms: list[Capsule]) -> None:
    rows = filled(limb(*forms, inside=tuple(form.shrunk(0.5, -0.3, 0.5) for form in forms)))
    assert len(rows) == ROWS * DOWN
    assert {len(row) for row in rows} == {COLUMNS * ACROSS}


@given(CAPSULES, st.floats(-60, 60), st.floats(-60, 60))
@settings(max_examples=examples(40))
def test_what_is_partly_outside_is_cut_off_and_no_more(form: Capsule, dx: float, dy: float) -> None:
    """The same form on a canvas that is moved: what both see is the same."""
    here = filled(limb(form))
    dx, dy = round(dx), round(dy)
    moved = form._replace(x0=form.x0 + dx, x1=form.x1 + dx, y0=form.y0 + dy, y1=form.y1 + dy)
    there = filled(limb(moved))
    different = total = 0
    for y, row in enumerate(here):
        for x in range(len(row)):
            to_x, to_y = x + 2 * dx, y - 2 * dy
            if 0 <= to_y < len(there) and 0 <= to_x < len(row):
                total += bool(row[x])
                different += row[x] != there[to_y][to_x]
    assert different <= 0.01 * total + 2  # the edge may fall on the other side of a middle


@pytest.mark.parametrize(
    "form",
    [
        Capsule(0, -40, 8, 0, -60, 8),
        Capsule(0, 160, 8, 0, 150, 8),
        Capsule(-90, 50, 8, -70, 50, 8),
        Capsule(90, 50, 8, 70, 50, 8),
        Polygon(((60, 10), (80, 10), (80, 30))),
    ],
    ids=["below", "above", "left", "right", "polygon"],
)
def test_what_is_outside_paints_nothing(form: Form) -> None:
    assert area(filled(limb(form))) == 0


def test_what_is_larger_than_the_canvas_fills_it() -> None:
    assert NOTHING not in samples(filled(limb(Capsule(-300, 50, 100, 300, 50, 100))))


# -- layers ----------------------------------------------------------------------------------

THIGH = Capsule(-30, 50, 8, 30, 50, 6)
SHIN = Capsule(0, 20, 6, 0, 80, 4)
WIDE = Capsule(-40, 50, 30, 40, 50, 30)
WORKS = number_of("right thigh", Material.WORKS, Tone.MID, Distance.MID)
MAT = Layer(Material.MAT, Tone.MID, (Polygon(((-50, 0), (50, 0), (50, 45), (-50, 45))),))


def test_a_muscle_never_paints_outside_its_part() -> None:
    bare = filled(limb(SHIN, name="left shin"), limb(THIGH), ground=(MAT,))
    lit = filled(limb(SHIN, name="left shin"), limb(THIGH, inside=(WIDE,)), ground=(MAT,))
    own = numbers_of("right thigh")
    for before, after in zip(samples(bare), samples(lit), strict=True):
        assert after == (WORKS if before in own else before)


def test_a_muscle_under_another_part_stays_under_it() -> None:
    rows = samples(filled(limb(THIGH, inside=(WIDE,)), limb(SHIN, name="left shin")))
    shin = filled(limb(SHIN, name="left shin"))
    for number, above in zip(rows, samples(shin), strict=True):
        assert above in {number, NOTHING}


@given(CAPSULES, CAPSULES)
@settings(max_examples=examples(40))
def test_an_outline_touches_neither_the_ground_nor_its_own_part(
    below: Capsule, over: Capsule
) -> None:
    others = limb(below, name="left shin")
    plain = samples(filled(others, limb(over), ground=(MAT,)))
    lined = samples(filled(others, limb(over, halo=3.0), ground=(MAT,)))
    free = {NOTHING, *numbers_of("ground"), *numbers_of("right thigh")}
    for before, after in zip(plain, lined, strict=True):
        assert after == before or (after == OUTLINE and before not in free)


def test_an_outline_sets_off_what_lies_over_another_part() -> None:
    rows = filled(limb(SHIN, name="left shin"), limb(THIGH, halo=1.5))
    middle = [row[COLUMNS * ACROSS // 2] for row in rows]
    assert middle.count(OUTLINE) == 6  # 1.5 cm above and below, 2 samples each
