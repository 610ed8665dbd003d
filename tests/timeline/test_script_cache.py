"""A cache that is kept from plan to plan changes nothing in any of them."""

from __future__ import annotations

import random

import pytest

from tests.editing.typed import POSES, session, whole
from yogaflow.model import Level, Side
from yogaflow.timeline import Choices, TooLongError, compile_flow
from yogaflow.timeline.script_cache import LIMIT, ScriptCache

CHOICES = (
    Choices(),
    Choices(level=Level.HIGH, countdown=0.0),
    Choices(first=Side.LEFT, unhurried=1.5, pace=0.8),
    Choices(tapped=True, options=("block",)),
)


@pytest.mark.parametrize("seed", range(4))
def test_thousands_of_edits_compile_as_without_a_cache(seed: int) -> None:
    cache = ScriptCache()
    compiled = 0
    for number, text in enumerate(session(random.Random(seed), 500)):
        flow, _ = whole(text)
        if flow is None or not flow.steps:
            continue
        choices = CHOICES[number % len(CHOICES)]
        try:
            assert compile_flow(flow, choices, cache=cache) == compile_flow(flow, choices)
        except TooLongError:
            continue
        compiled += 1
    assert compiled > 100


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
