"""A plain list of quick lines."""

from __future__ import annotations

from yogaflow.format.pose_source import PoseSource
from yogaflow.importing.folding import folded
from yogaflow.importing.line import read_quick_lines
from yogaflow.importing.result import Imported, Remark


def read_lines(text: str, poses: PoseSource) -> Imported:
    """The flow of a list: each line a step, as `pigeon 5-10 breaths, right then left`."""
    found = read_quick_lines(text, poses)
    problems = tuple(Remark(one.line, one.column, one.message) for one in found.problems)
    return Imported(found.title, folded(found.items), problems)
