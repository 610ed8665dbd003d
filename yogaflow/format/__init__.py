"""Reading flows and poses: text -> model, every problem with line, column and a suggestion.

The only package that imports yaml, and only once there is a text to parse.
"""

from __future__ import annotations

from pathlib import Path

from yogaflow.format.flows import flow_of, load_flow, read_draft
from yogaflow.format.nodes import Mapping, Node, parse
from yogaflow.format.pose_source import PoseSource
from yogaflow.format.poses import load_pose, pose_of, read_pose_node
from yogaflow.format.problems import Report, alike, in_order, nearest
from yogaflow.format.stances import STANCE_FILE, load_stances, stances_of
from yogaflow.model import Flow, FormatError, Pose, Problem, Severity, Stances
from yogaflow.storage.read_text import read_text

__all__ = [
    "PoseSource",
    "alike",
    "check_file",
    "load_flow",
    "load_pose",
    "nearest",
    "read_draft",
    "read_flow",
    "read_pose",
    "read_stances",
    "read_text",
]


def read_flow(path: Path, poses: PoseSource) -> Flow:
    """The flow in a file; its key is the file's name. Raises FormatError."""
    return load_flow(read_text(path), path=str(path), key=path.stem, poses=poses)


def read_pose(path: Path, stances: Stances) -> Pose:
    """The pose in a file; its key is the file's name. Raises FormatError."""
    return load_pose(read_text(path), path=str(path), key=path.stem, stances=stances)


def read_stances(path: Path, known: Stances) -> Stances:
    """The stances in a file, added to those that are known. Raises FormatError."""
    return load_stances(read_text(path), path=str(path), known=known)


def check_file(path: Path, poses: PoseSource) -> tuple[Problem, ...]:
    """Every problem of a flow file or a pose file, and the notes on it; empty when it is good.

    A mapping with `flow:` is a flow; otherwise a file in a folder named `poses` is a pose, and
    so is a mapping with `name:` and no `title:`. One with `stances:` or `ways:` is a stance file.
    """
    from yogaflow.format.plans import plan_problems

    report = Report(str(path), stops=False)
    try:
        text = read_text(path)
        root = parse(text, report)
        keys = root.keys if isinstance(root, Mapping) else {}
        if "flow" not in keys and not STANCE_FILE.by_name.keys().isdisjoint(keys):
            stances_of(root, report, poses.stances())
            return ()
        in_poses = path.absolute().parent.name == "poses"
        if "flow" not in keys and (in_poses or ("name" in keys and "title" not in keys)):
            drawn = {path.stem: (pose_of(root, report, path.stem, poses.stances()), root)}
        else:
            flow = flow_of(root, report, path.stem, poses)
            report.notes += (planned := plan_problems(flow, text))
            if any(one.level is Severity.ERROR for one in planned):
                return in_order(report.notes)
            drawn = _own_poses(root, str(path), poses.stances())
        return in_order([*_figure_problems(drawn, str(path)), *report.notes])
    except FormatError as error:
        return in_order([*error.problems, *report.notes])


def _own_poses(root: Node, path: str, stances: Stances) -> dict[str, tuple[Pose, Node]]:
    """The poses that a flow brings, also those it does not use; the flow has been read well."""
    own = root.values.get("poses") if isinstance(root, Mapping) else None
    if not isinstance(own, Mapping):
        return {}
    found = (
        (key, read_pose_node(key, node, Report(path), stances), node)
        for key, node in own.values.items()
    )
    return {key: (pose, node) for key, pose, node in found if pose is not None}


def _figure_problems(drawn: dict[str, tuple[Pose, Node]], path: str) -> list[Problem]:
    """What is wrong with the figures of poses, each with the node it was read from."""
    from yogaflow.format.figure_checks import check_figures

    report = Report(path)
    for pose, node in drawn.values():
        check_figures(pose, node, report)
    return report.problems
