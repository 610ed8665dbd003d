"""Whether a body could be drawn so: bones of the right length, nothing through the mat.

Only `yogaflow check` asks: playing reads the same figures without this, and the rig makes the
best of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import dist
from typing import NamedTuple

from yogaflow.figure.body import BONES, GIRDLES, JOINTS, SIDES, SPINE, floor_of
from yogaflow.figure.rig import derived, missing_joints, touching, whole_figure
from yogaflow.format.nodes import Mapping, Node
from yogaflow.format.problems import Report
from yogaflow.model import Figure, Pose

TOLERANCE = 0.15
"""How much a bone may be longer or shorter as it is written."""

SUNK = 3.0
"""Centimetres that a joint may be lower than it lies."""

LIFTED = 5.0
"""Centimetres that a joint on the floor may be higher than it lies."""

_NAMES = {
    ("pelvis", "waist"): "lower back",
    ("waist", "neck"): "upper back",
    ("neck", "head"): "neck",
    ("shoulder", "elbow"): "upper arm",
    ("elbow", "wrist"): "forearm",
    ("wrist", "hand"): "hand",
    ("hip", "knee"): "thigh",
    ("knee", "ankle"): "shin",
    ("ankle", "toe"): "foot",
    ("hip", "hip"): "pelvis",
    ("shoulder", "shoulder"): "shoulder line",
    ("hip", "pelvis"): "half of the pelvis",
    ("shoulder", "neck"): "collarbone",
}


class _Layer(NamedTuple):
    """A mapping that places joints, and the word it stands under: `figure`, or a shape's name."""

    key: Node
    node: Node


class _Drawn(NamedTuple):
    """A whole figure: the option and shape laid over the pose's, and the layers, the last first."""

    figure: Figure
    option: str
    shape: str
    layers: list[_Layer]

    @property
    def note(self) -> str:
        """What a reader must know of it: a shape that is right alone may be wrong on an option."""
        return f"with {self.option} on, " if self.option and self.shape else ""


class _Problem(NamedTuple):
    """What cannot be, and the joints it may come from, the likeliest first."""

    joints: tuple[str, ...]
    text: str


def check_figures(pose: Pose, root: Node, report: Report) -> None:
    """Check the figure of a pose, and those of its options and shapes laid over it.

    `root` is the pose's mapping. A problem is told where the option or shape placed the joint,
    or at its key where that follows from others; what is wrong beneath is not told again.
    """
    told: dict[tuple[str, str], set[_Problem]] = {}
    for drawn in _figures(pose, root):
        if missing_joints(drawn.figure):
            continue
        found = list(_problems(drawn.figure))
        option, shape = drawn.option, drawn.shape
        beneath = {("", ""), (option, ""), ("", shape)} - {(option, shape)}
        known = set().union(*(told.get(key, ()) for key in beneath))
        told[option, shape] = set(found)
        # Every layer but the pose's own figure, unless there is nothing else.
        changes = drawn.layers[:-1] or drawn.layers
        for problem in found:
            if problem not in known:
                joint, node = _place(problem.joints, changes)
                report.at(node, f"{joint}: {drawn.note}{problem.text}")


def _figures(pose: Pose, root: Node) -> Iterator[_Drawn]:
    """Each whole figure there is: the pose's own, its shapes, each option, and shapes on those."""
    own = _layers(root, "figure")
    if pose.figure is None or not own:
        return
    yield _Drawn(whole_figure(pose), "", "", own)
    shapes = _value(own[0].node, "shapes")
    for name in pose.figure.shapes:
        yield _Drawn(whole_figure(pose, (), name), "", name, [*_layers(shapes, name), *own])
    options = _value(root, "options")
    for key, option in pose.options.items():
        change = _layers(_value(options, key), "figure")
        if option.figure is None or not change:
            continue
        yield _Drawn(whole_figure(pose, (key,)), key, "", [*change, *own])
        other = _value(change[0].node, "shapes")
        for name in {**pose.figure.shapes, **option.figure.shapes}:
            # As figures are laid: an option's shape replaces the pose's of that name.
            over = _layers(other, name) or _layers(shapes, name)
            figure = whole_figure(pose, (key,), name)
            yield _Drawn(figure, key, name, [*over, *change, *own])


def _value(node: Node | None, key: str) -> Node | None:
    return node.values.get(key) if isinstance(node, Mapping) else None


def _layers(node: Node | None, key: str) -> list[_Layer]:
    """The layer of that name in a mapping, if it is there."""
    if not isinstance(node, Mapping) or key not in node.keys:
        return []
    return [_Layer(node.keys[key], node.values[key])]


def _place(joints: tuple[str, ...], changes: list[_Layer]) -> tuple[str, Node]:
    """The joint to name, and where: placed in the last layer that has one, else its key."""
    for change in changes:
        for joint in joints:
            side, _, limb = joint.rpartition(" ")
            for group in (side, "both") if side else ("spine",):
                node = _value(_value(change.node, group), limb)
                if node is not None:
                    return joint, node
    return joints[0], changes[0].key


def _problems(figure: Figure) -> Iterator[_Problem]:
    """Whatever of a figure cannot be so."""
    joints = derived(figure)
    for start, end, long in (*BONES, *GIRDLES):
        is_long = dist(joints[start], joints[end])
        if abs(is_long / long - 1.0) > TOLERANCE:
            # Of two joints the outer one tells where to look; one that is derived never does.
            ends = tuple(name for name in (end, start) if name in figure.joints)
            yield _Problem(
                ends or (end,),
                f"the {_bone(start, end)} would be {is_long:.0f} cm long; "
                f"{long:.0f} is right, {TOLERANCE:.0%} more or less at most",
            )
    for name, (_, height, _) in joints.items():
        if height < floor_of(name) - SUNK:
            lies = floor_of(name)
            text = f"{_cm(height)} is below the mat; on it this joint is {lies:g} cm high"
            yield _Problem((name,), text)
    contacts = touching(joints, figure.contacts) if figure.contacts else ()
    for name in JOINTS:
        if name in contacts and joints[name][1] > floor_of(name) + LIFTED:
            yield _Problem((name,), f"a contact, but {_cm(joints[name][1])} high")


def _cm(height: float) -> str:
    return f"{round(height, 1):g} cm"


def _bone(start: str, end: str) -> str:
    one, other = (name.rpartition(" ")[2] for name in (start, end))
    bone = _NAMES[(one, other)]
    side = start.partition(" ")[0] if start not in SPINE else ""
    return f"{side} {bone}" if side in SIDES and one != other else bone
