"""A drawing as SVG: the body of the screen in lines and flat tones, for paper. Pure.

The same forms that the rasteriser fills become paths with true arcs. On paper a body is white
and light grey with a dark line around it, so that it reads in black and white; lit muscles have
a colour and a hatching of their own. The hatching is lines, no SVG pattern: printers and PDF
make pictures of patterns. Lengths are centimetres of the figure, y downwards as in SVG.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import acos, atan2, ceil, cos, floor, hypot, pi, sin

from yogaflow.export.mat import mat_on_paper
from yogaflow.figure.forms import (
    Bounds,
    Capsule,
    Drawing,
    Form,
    Layer,
    Material,
    Part,
    Polygon,
    Tone,
    bounds_of,
)
from yogaflow.figure.rig import Stance
from yogaflow.figure.scene import HALO, draw

LINE = 0.9
"""Centimetres of the line around a limb."""

_PAD = 3.0

FILLS = {
    Material.SKIN: "#fffdf9",
    Material.TOP: "#cde3db",
    Material.LEGGINGS: "#dfe1ee",
    Material.HAIR: "#6b5142",
    Material.WORKS: "#f29a2e",
    Material.STRETCHES: "#e4f2fa",
    Material.RELEASES: "#f4e8fb",
    Material.PROP: "#e3d7b8",
    Material.WALL: "#f1f1ef",
}
INK = "#2f3138"
_MAT, _EDGE, _FRONT = "#f3f6f1", "#a9b8ae", "#6f8578"
_BOX_SIDES = {Tone.LIGHT: "#f3ead2", Tone.MID: "#e3d7b8", Tone.DARK: "#cbbd98"}
_MUSCLES = {
    Material.WORKS: "#7a3d00",
    Material.STRETCHES: "#0b6fa8",
    Material.RELEASES: "#7a16c8",
}
"""The dots or stripes of each."""
_STEP = 2.6
"""Centimetres from one row of dots, or one stripe, to the next."""


def figure_svg(stance: Stance, name: str) -> tuple[Bounds, str]:
    """The cut of a stance's picture, and its drawing as SVG elements; `name` makes ids unique."""
    drawing = draw(stance, mat=False)
    mat = mat_on_paper(stance)
    sides, front = mat.sides, mat.front
    ground = (
        f'<path fill="{_MAT}" d="{_polygon(sides)}"/>'
        f'<path fill="none" stroke="{_EDGE}" stroke-width=".7" d="{_line(sides)}"/>'
        f'<path fill="{_FRONT}" d="{_polygon(front)}"/>'
    )
    seen = drawing.bounds.joined(bounds_of([Polygon(sides)]))
    cut = Bounds(seen.left - _PAD, seen.right + _PAD, seen.bottom - _PAD, seen.top + _PAD)
    return cut, ground + drawing_svg(drawing, name)


def view_box(box: Bounds) -> str:
    """The viewBox of a cut."""
    width, height = box.right - box.left, box.top - box.bottom
    return f"{_n(box.left)} {_n(-box.top)} {_n(width)} {_n(height)}"


def swatch(material: Material) -> str:
    """A piece of a lit muscle for the legend, 14 by 8. Once in a document: it has an id."""
    piece = Polygon(((0.3, -0.3), (13.7, -0.3), (13.7, -7.7), (0.3, -7.7)))
    return "".join(_muscle((piece,), material, f"{material.value}-key"))


def drawing_svg(drawing: Drawing, name: str) -> str:
    """The body and the things of a drawing as SVG elements, from back to front."""
    # First a dark shape of the whole body: what is left of it around the limbs is its outline.
    # Without it no line would run past the joints, where two pieces hang together.
    around = [form.grown(LINE) for part in drawing.parts for form in _capsules(_base(part))]
    out = [f'<path fill="{INK}" d="{path(around)}"/>']
    for number, part in enumerate(drawing.parts):
        drawn = _part(part, f"{name}-{number}")
        # A wall is behind everything, the dark shape too.
        out = [*drawn, *out] if part.name == "wall" else [*out, *drawn]
    return "".join(out)


def _base(part: Part) -> tuple[Form, ...]:
    """The forms that a part is made of, whatever they are painted with."""
    return tuple(form for layer in part.layers if not layer.inside for form in layer.forms)


def _capsules(forms: Iterable[Form]) -> list[Capsule]:
    return [form for form in forms if isinstance(form, Capsule)]


def _part(part: Part, name: str) -> list[str]:
    out = []
    lines = [form.grown(LINE - HALO) for form in _capsules(part.outline)]
    if lines:
        out.append(f'<path fill="{INK}" d="{path(lines)}"/>')
    painted = [layer for layer in part.layers if not layer.inside]
    for layer in painted:
        edged = "" if _capsules(layer.forms) else f' stroke="{INK}" stroke-width=".6"'
        fill = FILLS[layer.material]
        if layer.material is Material.PROP and not _capsules(layer.forms):
            fill = _BOX_SIDES[layer.tone]
        out.append(f'<path fill="{fill}"{edged} d="{path(layer.forms)}"/>')
    first = painted[0].material if painted else None
    inner = [
        layer
        for layer in part.layers
        if layer.inside
        and layer.tone is not Tone.LIGHT
        and (layer.material in _MUSCLES or (layer.material is not first and _flat(layer, part)))
    ]
    if inner:
        out.append(f'<clipPath id="{name}"><path d="{path(_base(part))}"/></clipPath>')
        out.append(f'<g clip-path="url(#{name})">')
        for layer in inner:
            if layer.material in _MUSCLES:
                out += _muscle(layer.forms, layer.material, f"{name}{layer.material.value[0]}")
            else:
                out.append(f'<path fill="{FILLS[layer.material]}" d="{path(layer.forms)}"/>')
        out.append("</g>")
    return out


def _flat(layer: Layer, part: Part) -> bool:
    """Whether a layer is a surface of its own, and not only light upon another."""
    return layer.tone is Tone.DARK or not any(
        other.material is layer.material and (not other.inside or other.tone is Tone.DARK)
        for other in part.layers
    )


def _muscle(forms: tuple[Form, ...], material: Material, name: str) -> Iterator[str]:
    """A lit muscle: its colour with an edge, and dots upon it for work, stripes for a stretch,
    upright ones for a release."""
    shape, ink = path(forms), _MUSCLES[material]
    yield f'<path stroke="{ink}" stroke-width="1" d="{shape}"/>'  # inner edges are painted over
    yield f'<path fill="{FILLS[material]}" d="{shape}"/>'
    yield f'<clipPath id="{name}"><path d="{shape}"/></clipPath>'
    yield f'<g clip-path="url(#{name})" fill="none" stroke="{ink}" '
    box = bounds_of(forms)
    top, low = -box.top, -box.bottom
    if material is Material.WORKS:
        rows = range(floor(top / _STEP), ceil(low / _STEP) + 1)
        left = _STEP * floor(box.left / _STEP)
        lines = "".join(
            f"M{_n(left - (row % 2) * _STEP / 2)} {_n(row * _STEP)}H{_n(box.right + _STEP)}"
            for row in rows
        )
        # Dots are dashes of no length with round ends.
        yield f'stroke-width="1.15" stroke-linecap="round" stroke-dasharray="0 {_n(_STEP)}">'
    else:
        slant = (low - top) / 2 if material is Material.STRETCHES else 0.0
        first, last = floor((box.left - slant) / _STEP), ceil(box.right / _STEP)
        lines = "".join(
            f"M{_n(column * _STEP)} {_n(low)}L{_n(column * _STEP + slant)} {_n(top)}"
            for column in range(first, last + 1)
        )
        yield 'stroke-width="1.15">'
    yield f'<path d="{lines}"/></g>'


def path(forms: Iterable[Form]) -> str:
    """Forms as one path: all turn the same way, so that where they overlap is filled too."""
    return "".join(_capsule(f) if isinstance(f, Capsule) else _polygon(f.points) for f in forms)


def _capsule(form: Capsule) -> str:
    x0, y0, r0, x1, y1, r1 = form.x0, -form.y0, form.r0, form.x1, -form.y1, form.r1
    dx, dy = x1 - x0, y1 - y0
    long = hypot(dx, dy)
    if long <= abs(r0 - r1) + 0.05:
        x, y, r = (x0, y0, r0) if r0 >= r1 else (x1, y1, r1)
        radius = f"{_n(r)} {_n(r)}"
        return (
            f"M{_n(x - r)} {_n(y)}A{radius} 0 1 1 {_n(x + r)} {_n(y)}"
            f"A{radius} 0 1 1 {_n(x - r)} {_n(y)}Z"
        )
    along, half = atan2(dy, dx), acos((r0 - r1) / long)
    one, other = along - half, along + half
    ends = [(x0 + r0 * cos(one), y0 + r0 * sin(one)), (x1 + r1 * cos(one), y1 + r1 * sin(one))]
    ends += [(x1 + r1 * cos(other), y1 + r1 * sin(other))]
    ends += [(x0 + r0 * cos(other), y0 + r0 * sin(other))]
    a, b, c, d = (f"{_n(x)} {_n(y)}" for x, y in ends)
    far, near = int(2 * half > pi), int(2 * (pi - half) > pi)
    return f"M{a}L{b}A{_n(r1)} {_n(r1)} 0 {far} 1 {c}L{d}A{_n(r0)} {_n(r0)} 0 {near} 1 {a}Z"


def _polygon(points: Iterable[tuple[float, float]]) -> str:
    corners = [(x, -y) for x, y in points]
    turns = sum(
        x * v - u * y for (x, y), (u, v) in zip(corners, corners[1:] + corners[:1], strict=True)
    )
    if turns < 0:
        corners.reverse()
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in corners) + "Z"


def _line(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(-y)}" for x, y in points)


def _n(value: float) -> str:
    """A number as short as it can be, to a millimetre of the body: a hair on paper."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
