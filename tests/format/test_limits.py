"""The size of a flow, reckoned without expanding it."""

from __future__ import annotations

import pytest

from tests.format.test_fuzz import FLOWS, as_flow
from tests.format_help import flow_of, problems_of
from yogaflow.format.limits import flow_size
from yogaflow.model import (
    MAX_SECONDS,
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


def size_of(steps: str, head: str = "") -> tuple[int, float]:
    size = flow_size(flow_of(f"title: A\n{head}flow:\n{steps}"))
    return size.segments, size.seconds


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
    assert size_of(steps)[0] == segments


@pytest.mark.parametrize(
    ("step", "head", "seconds"),
    [
        ("mountain: N breaths", "", 100),  # stretch: 4/6
        ("upward-salute: N breaths", "", 80),  # flowing: 4/4
        ("mountain: Ns", "", 10),
        ("mountain: N breaths", "breath: {in: 2, out: 3, full: 1}\n", 60),
        (
            "{breath: {in: 1, out: 1}, flow: [mountain: N breaths]}",
            "breath: {in: 2, out: 3}\n",
            20,
        ),
        ("{mountain: N breaths, breath: {in: 5, out: 5}}", "breath: {in: 2, out: 3}\n", 100),
        ("bridge: N reps", "breath: {in: 3, out: 4}\n", 90),  # in, 2s, out
    ],
)
def test_ten_more_take_so_many_seconds_by_the_nearest_breath(
    step: str, head: str, seconds: float
) -> None:
    few = size_of("- " + step.replace("N", "2"), head)[1]
    many = size_of("- " + step.replace("N", "12"), head)[1]
    assert many - few == pytest.approx(seconds)


def test_the_shared_steps_of_parts_are_counted_once() -> None:
    """Two hundred doublings: without memory this would not end."""
    amounts = dict.fromkeys(Side, Amount(Unit.BREATHS, 1, 1))
    steps: tuple[Step, ...] = (PoseStep("mountain", amounts, line=1),)
    for line in range(2, 202):
        steps = (Group(steps, line=line), Group(steps, line=line))
    size = flow_size(Flow("a", "A", steps, {"mountain": Pose("mountain", "Mountain")}))
    assert size.too_large
    assert size.segments > 10**14


def test_a_breath_for_each_use_costs_nothing_extra() -> None:
    parts = "".join(f"  p{n + 1}:\n    - use: p{n}\n" for n in range(20))
    uses = "".join(
        f"  - {{use: p20, breath: {{in: {1 + n / 100:.2f}, out: 3}}}}\n" for n in range(1000)
    )
    flow = flow_of(f"title: A\nparts:\n  p0: [mountain: 1 breath]\n{parts}flow:\n{uses}")
    assert flow_size(flow).segments == 3000


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        ("- mountain: 1 breath\n- repeat: 1000\n  flow:\n    - mountain: 1000 breaths\n", 2),
        (
            "- repeat: 2\n  flow:\n    - inhale: mountain\n    - repeat: 900\n      flow:\n"
            "        - {mountain: 1 breath, sets: 5}\n        - mountain: 24 reps\n",
            4,
        ),
        ("- mountain: 1 breath\n- mountain: 1440 min\n  sets: 2\n", 3),
        ("- mountain: 700 min\n- mountain: 800 min\n", 2),
    ],
)
def test_the_line_to_blame_is_the_innermost_that_is_too_much(steps: str, line: int) -> None:
    head = "title: A\nposes: {mountain: {name: M, rep: [in: Up]}}\nflow:\n"
    ((found, _, message),) = problems_of(head + steps)
    assert "grows past" in message
    assert found - 3 == line


def test_what_is_just_within_the_limits_is_a_flow() -> None:
    size = flow_size(flow_of("title: A\nflow:\n  - mountain: 1438 min\n"))
    assert 0.99 * MAX_SECONDS < size.seconds <= MAX_SECONDS
    rounds = "repeat: 1000, flow: [{repeat: 10, flow: [{inhale: mountain}, {exhale: boat}]}]"
    size = flow_size(flow_of(f"title: A\nbreath: {{in: 3, out: 3}}\nflow: [{{{rounds}}}]\n"))
    assert size.segments == MAX_SEGMENTS
    assert not size.too_large


@pytest.mark.parametrize("text", FLOWS)
def test_the_estimate_is_above_the_timeline_and_not_wildly(text: str) -> None:
    flow = as_flow(text)
    assert isinstance(flow, Flow)
    size = flow_size(flow)
    choices = Choices(level=Level.HIGH, countdown=0.0)
    timeline = compile_flow(flow, choices)
    assert len(timeline.segments) <= size.segments + 2  # a first and a last one are not counted
    assert timeline.duration <= size.seconds + 60
    assert size.segments <= 2 * len(timeline.segments)
    assert size.seconds <= 2 * timeline.duration
