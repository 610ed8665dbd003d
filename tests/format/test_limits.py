"""The segments of a flow, counted without expanding it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.format.test_fuzz import FLOWS, as_flow
from tests.format_help import FewPoses, flow_of, problems_of
from yogaflow.format import check_file
from yogaflow.format.limits import most_segments
from yogaflow.model import (
    MAX_SEGMENTS,
    Amount,
    Flow,
    Group,
    Level,
    Pose,
    PoseStep,
    Side,
    Step,
    Unit,
)
from yogaflow.timeline import Choices, compile_flow


def segments_of(steps: str) -> int:
    return most_segments(flow_of(f"title: A\nflow:\n{steps}"))


@pytest.mark.parametrize(
    ("steps", "segments"),
    [
        ("- mountain: 5 breaths", 3),
        ("- {mountain: 5 breaths, wait: true}", 4),
        ("- pigeon: 5 breaths", 6),  # both sides, where nobody says otherwise
        ("- {pigeon: 5 breaths, sides: left}", 3),
        ("- {sides: 'right, left', flow: [pigeon: 5 breaths]}", 6),
        ("- {sides: right, flow: [pigeon: 5 breaths]}", 3),
        ("- {sides: 'right, left', flow: [mountain: 5 breaths, pigeon: 5 breaths]}", 12),
        ("- {bridge: 5 breaths, options: leg-lift}", 6),
        ("- bridge: 10-12 reps", 14),
        ("- {mountain: 5 breaths, sets: 3}", 9),
        ("- {boat: 5 breaths, sets: 3, between: 30s}", 15),
        ("- {boat: 5 breaths, sets: 3, between: {knees-to-chest: 2 breaths}}", 18),
        ("- inhale: upward-salute", 2),  # its out-breath is inserted
        ("- inhale: upward-salute\n- exhale: forward-fold", 2),
        ("- exhale: forward-fold\n- inhale: upward-salute", 4),
        ("- rest: 5 breaths", 2),
        ("- say: Listen", 1),
        ("- {repeat: 4-5, flow: [mountain: 5 breaths, say: Listen]}", 20),
    ],
)
def test_segments_are_counted_at_the_high_end(steps: str, segments: int) -> None:
    assert segments_of(steps) == segments


def test_the_shared_steps_of_parts_are_counted_once() -> None:
    """Two hundred doublings: without memory this would not end."""
    amounts = dict.fromkeys(Side, Amount(Unit.BREATHS, 1, 1))
    steps: tuple[Step, ...] = (PoseStep("mountain", amounts, line=1),)
    for line in range(2, 202):
        steps = (Group(steps, line=line), Group(steps, line=line))
    flow = Flow("a", "A", steps, {"mountain": Pose("mountain", "Mountain")})
    assert most_segments(flow) > 10**14


def test_a_breath_for_each_use_costs_nothing_extra() -> None:
    parts = "".join(f"  p{n + 1}:\n    - use: p{n}\n" for n in range(20))
    uses = "".join(
        f"  - {{use: p20, breath: {{in: {1 + n / 100:.2f}, out: 3}}}}\n" for n in range(1000)
    )
    flow = flow_of(f"title: A\nparts:\n  p0: [mountain: 1 breath]\n{parts}flow:\n{uses}")
    assert most_segments(flow) == 3000


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        ("- mountain: 1 breath\n- repeat: 1000\n  flow:\n    - mountain: 30 reps\n", 2),
        (
            "- repeat: 2\n  flow:\n    - inhale: mountain\n    - repeat: 900\n      flow:\n"
            "        - {mountain: 1 breath, sets: 5}\n        - mountain: 24 reps\n",
            4,
        ),
        ("- rest: 5 breaths\n- mountain: 100 reps\n  sets: 99\n" * 3, 3),
    ],
)
def test_the_line_to_blame_is_the_innermost_that_is_too_much(steps: str, line: int) -> None:
    head = "title: A\nposes: {mountain: {name: M, rep: [in: Up]}}\nflow:\n"
    ((found, _, message),) = problems_of(head + steps)
    assert "grows past" in message
    assert found - 3 == line


def test_what_is_just_within_the_limit_is_a_flow() -> None:
    rounds = "repeat: 1000, flow: [{repeat: 10, flow: [{inhale: mountain}, {exhale: boat}]}]"
    flow = flow_of(f"title: A\nbreath: {{in: 3, out: 3}}\nflow: [{{{rounds}}}]\n")
    assert most_segments(flow) == MAX_SEGMENTS


def test_a_day_is_not_too_long_and_a_little_more_is(tmp_path: Path) -> None:
    def found(minutes: int) -> list[str]:
        path = tmp_path / "long.yaml"
        path.write_text(f"title: A\nflow:\n  - mountain: {minutes} min\n  - mountain: 40s\n")
        return [str(problem).removeprefix(f"{path}:") for problem in check_file(path, FewPoses())]

    assert found(1438) == []
    assert found(1439) == ["4:5: this flow lasts longer than a day"]


@pytest.mark.parametrize("text", FLOWS)
def test_the_estimate_is_above_the_timeline_and_not_wildly(text: str) -> None:
    flow = as_flow(text)
    assert isinstance(flow, Flow)
    timeline = compile_flow(flow, Choices(level=Level.HIGH, countdown=0.0))
    segments = most_segments(flow)
    assert len(timeline.segments) <= segments + 2  # a first and a last one are not counted
    assert segments <= 2 * len(timeline.segments)
