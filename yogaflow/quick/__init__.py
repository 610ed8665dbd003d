"""The quick line: `pigeon 5-10 breaths, right then left` -> the step, as the format writes it.

Pure: text and a pose library in, steps or problems in plain words out.
"""

from __future__ import annotations

from yogaflow.quick.reading import read_quick
from yogaflow.quick.steps import Kind, QuickProblem, QuickStep
from yogaflow.quick.usual import usual_amount

__all__ = ["Kind", "QuickProblem", "QuickStep", "read_quick", "usual_amount"]
