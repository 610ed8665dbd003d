"""Steps that travel: the second length is told as the way back."""

from __future__ import annotations

from tests.bundled import BundledPoses
from tests.format_help import flow_of
from yogaflow.timeline import Choices, compile_flow


def test_the_second_length_is_the_way_back() -> None:
    text = (
        "title: Steps\nflow:\n  - sides: right, left\n    flow:\n"
        "      - utkatasana-side-steps: 5 reps\n      - rest: 1 breath\n"
    )
    timeline = compile_flow(flow_of(text, BundledPoses()), Choices(countdown=0.0))
    said = [line.text for segment in timeline.segments for line in segment.lines]
    back = said.index("And back.")
    assert said[back + 1].startswith("Left foot leads")
    assert "Other side." not in said
    assert sum("travelling" in line for line in said) == 1
