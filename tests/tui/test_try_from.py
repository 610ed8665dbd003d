"""Where a flow begins that is tried from a line of its text."""

from __future__ import annotations

import pytest

from tests.bundled import BundledPoses
from yogaflow.format import load_flow
from yogaflow.timeline import Choices, compile_flow
from yogaflow.tui.try_from import from_line

TEXT = """\
title: Hips

flow:
  - cow: 5 breaths
    say: Look up.
  - sides: right, left
    repeat: 2
    flow:
      - pigeon: 5 breaths
      - gomukhasana: 5 breaths

  - rest: 5 breaths
# the end
"""


@pytest.mark.parametrize(
    ("line", "pose"),
    [
        (1, "cow"),
        (4, "cow"),
        (5, "cow"),
        (6, "pigeon"),
        (8, "pigeon"),
        (9, "pigeon"),
        (10, "gomukhasana"),
        (11, "gomukhasana"),
        (12, "mountain"),
        (13, "mountain"),
    ],
)
def test_it_begins_with_the_step_on_the_line(line: int, pose: str) -> None:
    flow = load_flow(TEXT, path="hips.yaml", key="hips", poses=BundledPoses())
    choices = from_line(flow, line, Choices(countdown=20.0, pace=0.8))
    assert choices.countdown == 0
    assert choices.pace == 0.8
    first = next(s for s in compile_flow(flow, choices).segments if s.pose)
    assert first.pose == pose
