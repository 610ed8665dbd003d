"""Nodes -> `Figure`."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from yogaflow.format import figure_keys as keys
from yogaflow.format.keys import YAML_WORDS
from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence
from yogaflow.format.problems import Report, shown
from yogaflow.format.records import Fields, Key, Record
from yogaflow.format.shapes import is_name
from yogaflow.model import BASE, Figure, MuscleSide, Point, Prop, PropKind

_SIDES = ("right", "left")
_PLACED = ("elbow", "wrist", "knee", "ankle", "toe")
_NEEDED = (*keys.SPINE, *(f"{side} {limb}" for side in _SIDES for limb in _PLACED))
_LIMBS = frozenset(f"{side} {limb}" for side in _SIDES for limb in keys.LIMBS) | {*keys.LIMBS}
_JOINTS = _LIMBS | {*keys.SPINE}


def read_figure(
    node: Node | None,
    report: Report,
    *,
    muscles: Collection[str] | None,
    phases: int | None,
    whole: bool,
    shapes: Collection[str] | None = (),
) -> Figure | None:
    """The figure of a mapping; None where there is none, or it has a problem.

    `muscles` are those of the pose, `phases` how many a repetition has, `shapes` those that are
    known from the pose; what is None is wrong in the file itself, and nothing is said about it
    here. A `whole` figure needs every joint; an option's needs none.
    """
    if node is None:
        return None
    before = len(report.problems)
    fields = _fields(node, keys.FIGURE, report)
    if fields is None:
        return None
    figure = _read(fields, report, muscles, _shapes(fields, report, muscles))
    if whole and len(report.problems) == before:
        _complete(figure, node, report)
    own = _written_shapes(fields.get(keys.SHAPES))
    _check_rep(fields, phases, None if shapes is None or own is None else {*own, *shapes}, report)
    _check_travel(fields, report)
    return figure if len(report.problems) == before else None


def check_option_rep(
    phases: Node, count: int, figure: Figure | None, over: Figure | None, report: Report
) -> None:
    """An option with another number of phases than the pose's figure has must draw its own.

    `phases` is where the option's repetition stands, with `count` phases; `figure` is the
    pose's, and `over` what the option changes of it.
    """
    drawn = figure.rep if figure is not None else None
    if figure is None or drawn is None or (over is not None and over.rep is not None):
        return
    if _fits(len(drawn), count, travels=figure.travel is not None):
        return
    told = _counted(count, "phase")
    message = f"{told}, but the figure has {_counted(len(drawn), 'shape')}"
    report.at(phases, f"{message}; give the option a figure: with its own rep:")


def _fits(shapes: int, phases: int, *, travels: bool) -> bool:
    """Whether there is a shape for each phase; or several, where they are steps that travel."""
    return shapes == phases or (travels and phases > 0 and shapes % phases == 0)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _fields(node: Node, record: Record, report: Report) -> Fields | None:
    if isinstance(node, Mapping):
        return record.read(node, report)
    if not (isinstance(node, Scalar) and node.broken):
        report.at(node, f"{record.what} is written with keys: {', '.join(record.by_name)}")
    return None


def _read(
    fields: Fields, report: Report, muscles: Collection[str] | None, shapes: dict[str, Figure]
) -> Figure:
    turn = _inner(fields, keys.TURN, keys.TURN_KEYS, report)
    view = fields.get(keys.VIEW)
    gaze = fields.get(keys.GAZE)
    rep = fields.get(keys.REP)
    words = ("", *(f" {side}" for side in (MuscleSide.SIDE, MuscleSide.OTHER)))
    named = None if muscles is None else [*muscles, *keys.NO_MUSCLES]
    lit = None if named is None else [name + word for word in words for name in named]
    highlight = _known(fields, keys.HIGHLIGHT, lit, "a muscle of this pose", report)
    return Figure(
        joints=_joints(fields, report),
        view=(view[0], view[1]) if view else None,
        heading=_first(turn, keys.TURN_BODY),
        hips=_first(turn, keys.TURN_HIPS),
        shoulders=_first(turn, keys.TURN_SHOULDERS),
        gaze=_point(gaze) if gaze else None,
        highlight=highlight and tuple(w for w in highlight if w.split()[0] not in keys.NO_MUSCLES),
        contacts=_contacts(fields, report),
        family=fields.get(keys.FAMILY),
        props=_props(fields, report),
        shapes=shapes,
        rep=tuple(word.text for word in rep) if rep is not None else None,
        travel=fields.get(keys.TRAVEL),
    )


def _inner(fields: Fields, key: Key[Node], record: Record, report: Report) -> Fields | None:
    node = fields.get(key)
    return None if node is None else _fields(node, record, report)


def _first(fields: Fields | None, key: Key[tuple[float, ...]]) -> float | None:
    value = fields.get(key) if fields is not None else None
    return value[0] if value else None


def _point(numbers: tuple[float, ...]) -> Point:
    return (numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else 0.0)


def _joints(fields: Fields, report: Report) -> dict[str, Point]:
    """The joints of spine, both, right and left, the last of them winning."""
    joints: dict[str, Point] = {}
    for key, record, sides in (
        (keys.SPINE_KEY, keys.SPINE_JOINTS, ("",)),
        (keys.BOTH, keys.LIMB_JOINTS, ("right ", "left ")),
        (keys.RIGHT, keys.LIMB_JOINTS, ("right ",)),
        (keys.LEFT, keys.LIMB_JOINTS, ("left ",)),
    ):
        inner = _inner(fields, key, record, report)
        if inner is None:
            continue
        for name, value in inner.values.items():
            assert isinstance(value, tuple)
            point = _point(value)
            for side in sides:
                mirrored = len(sides) > 1 and side == "left "
                joints[side + name] = (point[0], point[1], -point[2]) if mirrored else point
    return joints


def _known(
    fields: Fields,
    key: Key[tuple[str, ...]],
    names: Collection[str] | None,
    what: str,
    report: Report,
) -> tuple[str, ...] | None:
    """Words that must be among the names; each that is not is reported where it stands."""
    words = fields.get(key)
    if words is None or names is None:
        return words
    places = _places(fields.at(key))
    if len(places) != len(words):  # one of them was no word at all
        return words
    for word, at in zip(words, places, strict=True):
        if word not in names:
            report.at(at, f"{shown(word)} is not {what}{report.guess(word, names)}")
    return words


def _places(node: Node) -> list[Node]:
    return list(node.items) if isinstance(node, Sequence) else [node]


def _contacts(fields: Fields, report: Report) -> tuple[str, ...] | None:
    return _known(fields, keys.CONTACTS, _JOINTS, "a joint", report)


def _props(fields: Fields, report: Report) -> tuple[Prop, ...] | None:
    pairs = fields.get(keys.PROPS)
    if pairs is None:
        return None
    found: list[Prop] = []
    for key, value in pairs:
        if key.text not in list(PropKind):
            hint = report.guess(key.text, list(PropKind))
            report.at(key, f"{shown(key.text)} cannot be drawn{hint}")
            continue
        kind = PropKind(key.text)
        word = value.text.strip() if isinstance(value, Scalar) else ""
        if word in _LIMBS:
            found.append(Prop(kind, on=word))
        elif word[:1].isalpha():
            report.at(value, f"{shown(word)} is no joint of a limb{report.guess(word, _LIMBS)}")
        elif (numbers := keys.POINT.read(value, report)) is not None:
            found.append(Prop(kind, at=_point(numbers)))
    return tuple(found)


def _shapes(fields: Fields, report: Report, muscles: Collection[str] | None) -> dict[str, Figure]:
    node = fields.get(keys.SHAPES)
    found: dict[str, Figure] = {}
    if node is None:
        return found
    if not isinstance(node, Mapping):
        report.at(node, "shapes are written as keys with values")
        return found
    for name, key in node.keys.items():
        if not is_name(name) or name == BASE:
            report.at(key, f"{shown(name)} cannot name a shape: small letters, and not base")
            continue
        if name in YAML_WORDS:
            report.at(key, f"{name} cannot name a shape: other programs read it as something else")
            continue
        inner = _fields(node.values[name], keys.SHAPE, report)
        if inner is not None:
            found[name] = _read(inner, report, muscles, {})
    return found


def _complete(figure: Figure, node: Node, report: Report) -> None:
    missing = [name for name in _NEEDED if name not in figure.joints]
    if missing:
        named = ", ".join(missing[:4]) + (" ..." if len(missing) > 4 else "")
        report.at(node, f"a figure needs every joint; missing: {named}")


def _written_shapes(node: Node | None) -> Collection[str] | None:
    """The names of the shapes as they are written, good or not."""
    if node is None:
        return ()
    return node.keys if isinstance(node, Mapping) else None


def _check_rep(
    fields: Fields, phases: int | None, shapes: Iterable[str] | None, report: Report
) -> None:
    names = fields.get(keys.REP)
    if names is None:
        return
    at = fields.at(keys.REP)
    travels = fields.get(keys.TRAVEL) is not None
    if phases is not None and not _fits(len(names), phases, travels=travels):
        there = (
            f"the repetition has {_counted(phases, 'phase')}" if phases else "nothing is repeated"
        )
        report.at(at, f"{_counted(len(names), 'shape')}, but {there}")
    if shapes is None:
        return
    known = {BASE, *shapes}
    for word in names:
        if word.text not in known:
            hint = report.guess(word.text, known)
            report.at(word, f"{shown(word.text)} is no shape of this figure{hint}")


def _check_travel(fields: Fields, report: Report) -> None:
    """One word, or one for each shape of the repetition that the figure has itself."""
    words, names = fields.get(keys.TRAVEL), fields.get(keys.REP)
    if words is None:
        return
    if names is None:
        report.at(fields.at(keys.TRAVEL), "travel: stands beside rep:, which has the steps")
    elif len(words) not in {1, len(names)}:
        counted = f"{_counted(len(words), 'word')}, but rep: has {_counted(len(names), 'shape')}"
        report.at(fields.at(keys.TRAVEL), counted)
