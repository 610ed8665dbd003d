"""A cache that is kept from plan to plan changes nothing in any of them."""

from __future__ import annotations

import random

import pytest

from tests.editing.typed import POSES, session, whole
from tests.strength import examples
from yogaflow.model import Level, Side
from yogaflow.timeline import Choices, CompileError, compile_flow
from yogaflow.timeline.script_cache import LIMIT, ScriptCache

CHOICES = (
    Choices(),
    Choices(level=Level.HIGH, countdown=0.0),
    Choices(first=Side.LEFT, unhurried=1.5, pace=0.8),
    Choices(tapped=True, options=("block",)),
)


@pytest.mark.parametrize("seed", range(4))
def test_hundreds_of_edits_compile_as_without_a_cache(seed: int) -> None:
    cache = ScriptCache()
    compiled = 0
    for number, text in enumerate(session(random.Random(seed), examples(150))):
        flow, _ = whole(text)
        if flow is None or not flow.steps:
            continue
        choices = CHOICES[number % len(CHOICES)]
        try:
            assert compile_flow(flow, choices, cache=cache) == compile_flow(flow, choices)
        except CompileError:
            continue
        compiled += 1
    assert compiled >= examples(150) // 6


def test_it_is_emptied_before_it_grows_without_end() -> None:
    asked: list[str] = []

    def speech(text: str) -> float:
        asked.append(text)
        return 1.0

    cache = ScriptCache(speech)
    assert cache.speech("In.") == cache.speech("In.") == 1.0
    assert asked == ["In."]
    for number in range(LIMIT):
        cache.speech(str(number))
    flow = whole("title: A\nflow:\n  - pigeon: 3 breaths\n")[0]
    assert flow is not None
    compile_flow(flow, cache=cache)
    assert len(cache.lengths) < 100
    assert POSES.get("pigeon") in flow.poses.values()


ALIKE = [
    "- forward-fold: 3 breaths\n- plank: 3 breaths",
    "- forward-fold: 3 breaths\n- plank: 3 breaths\n  transition: 25s",
    "- exhale: forward-fold\n- plank: 3 breaths",
    "- sides: right, left\n  repeat: 2\n  flow:\n    - pigeon: 3 breaths",
    "- sides: right, left\n  flow:\n    - pigeon: 3 breaths\n      sets: 2",
    "- pigeon: 3 breaths\n  sides: right\n- plank: 3 breaths",
    "- pigeon: 3 breaths\n  sides: left\n- plank: 3 breaths",
    "- locust: 3 breaths\n- rest: 8 breaths",
    "- locust: 3 breaths\n- rest: {pose: prone-rest, hold: 8 breaths}",
    "- locust: 60s\n- rest: 60s",
    "- locust: 60s\n- rest: {pose: prone-rest, hold: 60s}",
    "- sides: right, left\n  repeat: 2\n  flow:\n    - plank: 3 breaths\n    - pigeon: 3 breaths",
    "- bridge: 5 reps",
    "- bridge: 5 reps\n  say: Slowly.",
    "- bridge: 5 reps\n- bridge: 5 reps",
    "- bridge: 5 reps\n  say: [{at: start, text: Slowly.}]\n  sets: 2\n  between: 30s",
    "- repeat: 3\n  flow:\n    - bridge: 5 reps\n      say: Slowly.",
]
"""Steps of flows that differ in one thing each, which must make a difference in the cache too."""


@pytest.mark.parametrize("choices", [*CHOICES, Choices(tapped=True), Choices(unhurried=2.0)])
def test_steps_that_differ_in_one_thing_are_told_apart(choices: Choices) -> None:
    flows = []
    for steps in ALIKE:
        indented = "".join(f"  {line}\n" for line in steps.splitlines())
        flow, problems = whole(f"title: A\nflow:\n{indented}")
        assert not problems
        assert flow is not None
        flows.append(flow)
    for ordered in (flows, flows[::-1]):
        cache = ScriptCache()
        for flow in ordered:
            assert compile_flow(flow, choices, cache=cache) == compile_flow(flow, choices)
