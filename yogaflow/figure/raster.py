"""A drawing filled in: rows of numbers, one byte for each sample. Plain Python, spans at a time."""

from __future__ import annotations

from functools import lru_cache
from math import acos, atan2, ceil, cos, hypot, pi, sin

from yogaflow.figure.camera import Framing
from yogaflow.figure.forms import Capsule, Distance, Drawing, Form, Tone
from yogaflow.figure.inks import number_of, outlining, repainting

Rows = list[bytearray]


def raster(
    drawing: Drawing,
    framing: Framing,
    columns: int,
    rows: int,
    across: int,
    down: int,
    aspect: float,
    *,
    shine: bool = True,
) -> Rows:
    """The drawing at `columns` x `rows` cells of `across` x `down` samples each.

    Without `shine` the lightest tone is left out: a third of the work.
    """
    width, height = columns * across, rows * down
    canvas = _Canvas(
        width,
        height,
        framing.scale * across,
        framing.scale / aspect * down,
        (columns / 2 - framing.middle * framing.scale) * across,
        (rows + framing.bottom * framing.scale / aspect) * down,
    )
    for layer in drawing.ground:
        canvas.fill(
            layer.forms, bytes((number_of("ground", layer.material, layer.tone, Distance.MID),))
        )
    for part in drawing.parts:
        if part.outline:
            canvas.change(part.outline, outlining(part.name))
        for layer in part.layers:
            if layer.tone is Tone.LIGHT and layer.inside and not shine:
                continue
            number = number_of(part.name, layer.material, layer.tone, part.distance)
            if layer.inside:
                canvas.change(layer.forms, repainting(part.name, number))
            else:
                canvas.fill(layer.forms, bytes((number,)))
    return canvas.rows


class _Canvas:
    """Rows of samples, and where centimetres are on them."""

    def __init__(self, width: int, height: int, sx: float, sy: float, ox: float, oy: float) -> None:
        self.rows: Rows = [bytearray(width) for _ in range(height)]
        self._width = width
        self._height = height
        self._at = (sx, sy, ox, oy)

    def fill(self, forms: tuple[Form, ...], number: bytes) -> None:
        """Paint forms over whatever is there."""
        rows = self.rows
        for form in forms:
            top, spans = self._spans(form)
            for y, (a, b) in enumerate(spans, top):
                if a < b:
                    rows[y][a:b] = number * (b - a)

    def change(self, forms: tuple[Form, ...], table: bytes) -> None:
        """Change what is there by a table."""
        rows = self.rows
        for form in forms:
            top, spans = self._spans(form)
            for y, (a, b) in enumerate(spans, top):
                if a < b:
                    row = rows[y]
                    row[a:b] = row[a:b].translate(table)

    def _spans(self, form: Form) -> tuple[int, list[tuple[int, int]]]:
        """The first row of a convex form, and for each row from there where it begins and ends."""
        sx, sy, ox, oy = self._at
        if isinstance(form, Capsule):
            # A disc of a few samples needs few corners: most of the time goes into edges.
            widest = form.r0 if form.r0 > form.r1 else form.r1
            outline = corners(form, 2 + min(4, int(widest * sx / 3)))
        else:
            outline = list(form.points)
        points = [(ox + x * sx, oy - y * sy) for x, y in outline]
        ys = [y for _, y in points]
        height, width = self._height, self._width
        top, bottom = ceil(min(ys) - 0.5), ceil(max(ys) - 0.5)
        top = top if top > 0 else 0
        bottom = bottom if bottom < height else height
        count = bottom - top
        if count <= 0:
            return 0, []
        low, high = [width] * count, [0] * count
        px, py = points[-1]
        for qx, qy in points:
            if py != qy:
                ax, ay, bx, by = (px, py, qx, qy) if py < qy else (qx, qy, px, py)
                start, end = ceil(ay - 0.5), ceil(by - 0.5)
                start = start if start > top else top
                end = end if end < bottom else bottom
                if start < end:
                    step = (bx - ax) / (by - ay)
                    x = ax + (start + 0.5 - ay) * step + 0.5
                    for i in range(start - top, end - top):
                        at = int(x) if x > 0.0 else 0
                        if at < low[i]:  # noqa: PLR1730 - the hottest lines of all
                            low[i] = at
                        if at > high[i]:
                            high[i] = at if at < width else width
                        x += step
            px, py = qx, qy
        return top, list(zip(low, high, strict=True))


def corners(form: Capsule, steps: int = 6) -> list[tuple[float, float]]:
    """A capsule as a convex outline: twice so many steps for both arcs, and the lines between."""
    x0, y0, r0, x1, y1, r1 = form
    dx, dy = x1 - x0, y1 - y0
    distance = hypot(dx, dy)
    if distance <= abs(r0 - r1) + 1e-6:  # one disc lies within the other
        x, y, r = (x0, y0, r0) if r0 >= r1 else (x1, y1, r1)
        return [(x + r * c, y + r * s) for c, s in _discs(2 * steps + 2)]
    angle, half = atan2(dy, dx), acos((r0 - r1) / distance)
    rest = pi - half
    # The larger end has the longer arc, and so more of the steps.
    far = min(2 * steps - 1, max(1, round(2 * steps * half / pi)))
    found = []
    a, by = angle - half, 2 * half / far
    for _ in range(far + 1):
        found.append((x1 + r1 * cos(a), y1 + r1 * sin(a)))
        a += by
    near = 2 * steps - far
    a, by = angle + half, 2 * rest / near
    for _ in range(near + 1):
        found.append((x0 + r0 * cos(a), y0 + r0 * sin(a)))
        a += by
    return found


@lru_cache(maxsize=16)
def _discs(count: int) -> tuple[tuple[float, float], ...]:
    """So many points on a circle of radius 1."""
    return tuple((cos(2 * pi * i / count), sin(2 * pi * i / count)) for i in range(count))
