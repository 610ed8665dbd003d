"""Whether a body could be drawn so: bones of the right length, nothing through the mat.

Only `yogaflow check` asks: playing reads the same figures without this, and the rig makes the
best of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import dist

from yogaflow.figure.body import BONES, GIRDLES, SIDES, SPINE, floor_of
from yogaflow.figure.rig import derived, missing_joints, touching, whole_figure
from yogaflow.loader.nodes import Mapping, Node
from yogaflow.loader.problems import Report
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


def check_figures(pose: Pose, root: Node, report: Report) -> None:
    """Check the figure of a pose, and those of its options and shapes laid over it.

    `root` is the pose's mapping. A problem is told where the joint was placed; one that stands
    in the pose's own figure is not told again for each option.
    """
    told: set[tuple[int, int]] = set()
    for figure, changes in _figures(pose, root):
        if missing_joints(figure):
            continue
        for joint, message in _problems(figure):
            node = _place(joint, changes)
            if node is not None and (node.line, node.column) not in told:
                told.add((node.line, node.column))
                report.at(node, message)


def _figures(pose: Pose, root: Node) -> Iterator[tuple[Figure, list[Node]]]:
    """Each whole figure there is, with the mappings that made it, the last one first."""
    own = _value(root, "figure")
    if pose.figure is None or own is None:
        return
    yield whole_figure(pose), [own]
    shapes = _value(own, "shapes")
    for name in pose.figure.shapes:
        yield whole_figure(pose, (), name), _known(_value(shapes, name), own)
    options = _value(root, "options")
    for key, option in pose.options.items():
        change = _value(_value(options, key), "figure")
        if option.figure is None or change is None:
            continue
        yield whole_figure(pose, (key,)), [change, own]
        own_shapes = _value(change, "shapes")
        for name in {**pose.figure.shapes, **option.figure.shapes}:
            nodes = _known(_value(own_shapes, name), _value(shapes, name), change, own)
            yield whole_figure(pose, (key,), name), nodes


def _known(*nodes: Node | None) -> list[Node]:
    return [node for node in nodes if node is not None]


def _value(node: Node | None, key: str) -> Node | None:
    return node.values.get(key) if isinstance(node, Mapping) else None


def _place(joint: str, changes: list[Node]) -> Node | None:
    """Where a joint was placed last; the mapping itself where its place follows from others."""
    side, _, limb = joint.rpartition(" ")
    groups = (side, "both") if side else ("spine",)
    for change in changes:
        for group in groups:
            node = _value(_value(change, group), limb)
            if node is not None:
                return node
    return changes[0] if changes else None


def _problems(figure: Figure) -> Iterator[tuple[str, str]]:
    """Each joint that cannot be so, with why."""
    joints = derived(figure)
    for start, end, long in (*BONES, *GIRDLES):
        is_long = dist(joints[start], joints[end])
        if abs(is_long / long - 1.0) > TOLERANCE:
            # The end that was written tells where to look; of two, the outer one.
            joint = end if end in figure.joints else start
            yield (
                joint,
                f"{joint}: the {_bone(start, end)} would be {is_long:.0f} cm long; "
                f"{long:.0f} is right, {TOLERANCE:.0%} more or less at most",
            )
    for name, (_, height, _) in joints.items():
        if height < floor_of(name) - SUNK:
            yield (
                name,
                f"{name}: {height:g} cm is below the mat; "
                f"on it this joint is {floor_of(name):g} cm high",
            )
    for name in touching(joints, figure.contacts) if figure.contacts else ():
        if joints[name][1] > floor_of(name) + LIFTED:
            yield name, f"{name}: a contact, but {joints[name][1]:g} cm high"


def _bone(start: str, end: str) -> str:
    one, other = (name.rpartition(" ")[2] for name in (start, end))
    bone = _NAMES[(one, other)]
    side = start.partition(" ")[0] if start not in SPINE else ""
    return f"{side} {bone}" if side in SIDES and one != other else bone
