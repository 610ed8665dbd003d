"""The quick line: `pigeon 5-10 breaths, right then left` -> the step, as the format writes it.

Text and a pose library in, steps or problems in plain words out; no file is read here.
"""

from __future__ import annotations

from yogaflow.importing.line.items import QuickGroup, QuickItem, QuickNote, steps_in
from yogaflow.importing.line.lists import QuickList, read_quick_lines
from yogaflow.importing.line.reading import read_quick
from yogaflow.importing.line.steps import Kind, QuickProblem, QuickStep
from yogaflow.importing.line.usual import usual_amount
from yogaflow.importing.line.writing import OwnPose, flow_text

__all__ = [
    "Kind",
    "OwnPose",
    "QuickGroup",
    "QuickItem",
    "QuickList",
    "QuickNote",
    "QuickProblem",
    "QuickStep",
    "flow_text",
    "read_quick",
    "read_quick_lines",
    "steps_in",
    "usual_amount",
]
