"""A drawing as SVG: the body of the screen in lines and flat tones, for paper. Pure.

The same forms that the rasteriser fills become paths with true arcs. On paper a body is white
and grey with a dark line around it, so that it reads in black and white; lit muscles have a
colour and a pattern of their own. Lengths are centimetres of the figure, y downwards as in SVG.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import acos, atan2, cos, hypot, pi, sin

from yogaflow.figure.forms import (
    Bounds,
    Capsule,
    Drawing,
    Form,
    Layer,
    Material,
    Part,
    Tone,
)
from yogaflow.figure.rig import Stance
from yogaflow.figure.scene import HALO, draw

LINE = 0.9
"""Centimetres of the line around a limb."""

LEAST_HEIGHT = 108.0
"""Centimetres that a picture is high at least: small poses are not blown up beyond that."""

_PAD = 4.0

FILLS = {
    Material.SKIN: "#fffdf8",
    Material.TOP: "#bcd6cd",
    Material.LEGGINGS: "#c4c7d8",
    Material.HAIR: "#6b5142",
    Material.WORKS: "url(#works)",
    Material.STRETCHES: "url(#stretches)",
    Material.PROP: "#e3d7b8",
    Material.MAT: "#eef2ec",
    Material.FRONT: "#9db3a6",
    Material.WALL: "#ececec",
}
INK = "#2f3138"
_QUIET = "#b9c3bb"
_BOX_SIDES = {Tone.LIGHT: "#f3ead2", Tone.MID: "#e3d7b8", Tone.DARK: "#cbbd98"}
_MUSCLES = {Material.WORKS, Material.STRETCHES}

PATTERNS = (
    '<pattern id="works" width="2.4" height="2.4" patternUnits="userSpaceOnUse">'
    '<rect width="2.4" height="2.4" fill="#f29a2e"/>'
    '<circle cx="0.6" cy="0.6" r="0.42" fill="#7a3d00"/>'
    '<circle cx="1.8" cy="1.8" r="0.42" fill="#7a3d00"/></pattern>'
    '<pattern id="stretches" width="2.6" height="2.6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(35)">'
    '<rect width="2.6" height="2.6" fill="#bfe3f7"/>'
    '<rect width="1.1" height="2.6" fill="#0b6fa8"/></pattern>'
)
"""What muscles are filled with, once for a document: dots for work, stripes for a stretch."""


def box_of(bounds: Bounds) -> Bounds:
    """The cut of a picture: all of the figure and some air, standing at the bottom."""
    low, high = bounds.bottom - _PAD, bounds.top + _PAD
    return Bounds(bounds.left - _PAD, bounds.right + _PAD, low, max(high, low + LEAST_HEIGHT))


def figure_svg(stance: Stance, name: str, *, turn: float = 0.0) -> tuple[Bounds, str]:
    """The cut of a stance's picture, and its drawing as SVG elements; `name` makes ids unique."""
    drawing = draw(stance, turn=turn)
    return box_of(drawing.bounds), drawing_svg(drawing, name)


def view_box(box: Bounds) -> str:
    """The viewBox of a cut."""
    width, height = box.right - box.left, box.top - box.bottom
    return f"{_n(box.left)} {_n(-box.top)} {_n(width)} {_n(height)}"


def drawing_svg(drawing: Drawing, name: str) -> str:
    """A drawing as SVG elements, from back to front."""
    out = [_ground(layer) for layer in drawing.ground if layer.material is not Material.EDGE]
    # First a dark shape of the whole body: what is left of it around the limbs is its outline.
    # Without it no line would run past the joints, where two pieces hang together.
    around = [form.grown(LINE) for part in drawing.parts for form in _capsules(_base(part))]
    out.append(f'<path fill="{INK}" d="{path(around)}"/>')
    for number, part in enumerate(drawing.parts):
        out += _part(part, f"{name}-{number}")
    return "".join(out)


def _ground(layer: Layer) -> str:
    fill = FILLS[layer.material]
    return f'<path fill="{fill}" stroke="{_QUIET}" stroke-width="0.4" d="{path(layer.forms)}"/>'


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
        edged = "" if _capsules(layer.forms) else f' stroke="{INK}" stroke-width="0.6"'
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
        out += [f'<path fill="{FILLS[one.material]}" d="{path(one.forms)}"/>' for one in inner]
        out.append("</g>")
    return out


def _flat(layer: Layer, part: Part) -> bool:
    """Whether a layer is a surface of its own, and not only light upon another."""
    return layer.tone is Tone.DARK or not any(
        other.material is layer.material and not other.inside for other in part.layers
    )


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


def _n(value: float) -> str:
    """A number as short as it can be, to a tenth of a millimetre."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
