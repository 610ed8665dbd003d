"""What an editor knows of a text after every keystroke: outline, problems, length."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bundled import bundled_flow
from tests.editing.typed import BEFORE, PARTS, POSES, TEXTS, session, whole
from tests.editing.typed import edited as edit
from tests.format_help import FewPoses
from tests.strength import examples
from yogaflow.editing.reading import Reader, Reading
from yogaflow.format import load_flow
from yogaflow.model import Group, Level, Problem, Side
from yogaflow.storage.paths import sequences_dir
from yogaflow.timeline import COUNTED, Choices, CompileError, Timeline, compile_flow
from yogaflow.timeline.script_cache import ScriptCache

NOW = Choices()
RIGHT, LEFT = Side


def reader() -> Reader:
    return Reader(POSES, path="p.yaml", key="k")


def read(text: str) -> Reading:
    return reader().read(text)


def side_breaths(timeline: Timeline, side: Side) -> int:
    return sum(s.breaths for s in timeline.segments if s.kind in COUNTED and s.side is side)


def by_line(timeline: Timeline) -> dict[int, tuple[float, float, tuple[Side, ...]]]:
    """Start, seconds and sides of what was played, by the line it is written on."""
    found: dict[int, tuple[float, float, tuple[Side, ...]]] = {}
    for visit in timeline.visits:
        own = timeline.segments[visit.first : visit.last + 1]
        start, seconds, sides = found.get(visit.line, (own[0].start, 0.0, ()))
        if visit.side is not None:
            sides = tuple(dict.fromkeys((*sides, visit.side)))
        found[visit.line] = (start, seconds + sum(s.duration for s in own), sides)
    return found


def agrees(reading: Reading, text: str) -> None:
    """Compare a reading with what loading and compiling the whole text say."""
    assert reading.text == text
    flow, found = whole(text)
    assert reading.flow == flow
    assert reading.problems == found
    if flow is None:
        return
    cache = ScriptCache()  # of this text alone: nothing is left of an earlier one
    low = compile_flow(flow, NOW, cache=cache)
    assert reading.seconds == low.duration
    assert reading.breaths == low.breaths
    assert (reading.right, reading.left) == (side_breaths(low, RIGHT), side_breaths(low, LEFT))
    assert (
        reading.longest == compile_flow(flow, replace(NOW, level=Level.HIGH), cache=cache).duration
    )
    played = by_line(low)
    lines = [item.line for item in reading.items]
    for item in reading.items:
        # Steps on one line are told apart by nothing here.
        if item.kind in ("group", "use") or lines.count(item.line) > 1 or "sets" in text:
            continue
        start, seconds, sides = played.get(item.line, (None, 0.0, ()))
        assert item.start == start
        assert item.seconds == pytest.approx(seconds)
        assert item.sides == sides


@pytest.mark.parametrize("key", sorted(path.stem for path in sequences_dir().glob("*.yaml")))
def test_the_bundled_flows(key: str) -> None:
    text = (sequences_dir() / f"{key}.yaml").read_text(encoding="utf-8")
    reading = read(text)
    agrees(reading, text)
    assert reading.items
    assert sum(item.level == 0 for item in reading.items) == len(bundled_flow(key).steps)


@pytest.mark.parametrize("seed", range(4))
def test_after_every_one_of_many_edits(seed: int) -> None:
    kept = reader()
    for number, text in enumerate(session(random.Random(100 + seed), examples(200))):
        reading = kept.read(text)
        agrees(reading, text)
        anew = read(text) if number % 3 == 0 else None
        # Where the parser stops, items are those of the text before.
        if anew is not None and anew.items:
            assert reading == anew


@settings(max_examples=examples(60), deadline=None)
@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False), st.integers(1, 5))
def test_a_few_edits_of_any_text(text: str, chance: random.Random, count: int) -> None:
    kept = reader()
    for _ in range(count):
        agrees(kept.read(text), text)
        text = edit(text, chance)


def names(reading: Reading) -> list[tuple[int, int, str, str]]:
    return [(item.line, item.level, item.kind, item.name) for item in reading.items]


EVERY_KIND = """\
title: Every kind
flow:
  - say: [Set, an intention.]
    title: Not this
  - sides: left, right
    repeat: 2-3
    flow:
      - pigeon: 5-10 breaths
        options: [block]
      - title: The long one
        bridge: 12 reps
        sets: 3
        between: 30s
  - inhale: upward-salute
  - exhale: {say: Out.}
  - pose: ankle-to-knee
    hold: {right: 5 breaths, left: 8 breaths}
  - rest: 90s
  - rest: {pose: savasana, hold: 2 min}
    optional: true
"""


def test_what_is_listed_of_each_kind_of_step() -> None:
    reading = read(EVERY_KIND)
    assert names(reading) == [
        (3, 0, "say", "Set an intention."),
        (5, 0, "group", "Group"),
        (8, 1, "pose", "Pigeon"),
        (10, 1, "pose", "The long one"),
        (14, 0, "move", "Upward salute"),
        (15, 0, "move", "Exhale"),
        (16, 0, "pose", "Ankle to knee"),
        (18, 0, "rest", "Rest"),
        (19, 0, "rest", "Savasana"),
    ]
    assert [item.amount for item in reading.items] == [
        *("", "2–3 rounds", "5–10 breaths", "3 × 12 reps", "", ""),
        *("right 5 breaths, left 8 breaths", "1:30 min", "2 min"),
    ]
    assert [item.pose for item in reading.items] == [
        *("", "", "pigeon", "bridge", "upward-salute", "", "ankle-to-knee", "", "savasana")
    ]
    assert [item.options for item in reading.items][2:4] == [("block",), ()]
    assert [item.sides for item in reading.items] == [
        *((), (LEFT, RIGHT), (LEFT, RIGHT), (), (), (), (RIGHT, LEFT), (), ())
    ]


def test_a_group_begins_with_its_first_step_and_lasts_as_long_as_all_of_it() -> None:
    reading = read(EVERY_KIND)
    group, pigeon, bridge = reading.items[1:4]
    assert group.start == pigeon.start
    assert group.seconds == pytest.approx(pigeon.seconds + bridge.seconds)
    starts = [item.start for item in reading.items if item.start is not None]
    assert starts[0] == Choices().countdown
    assert starts == sorted(starts)


def test_the_steps_of_a_part_take_what_all_its_uses_take() -> None:
    reading = read(PARTS)
    locust = reading.items[0]
    assert names(reading)[:4] == [
        (3, 1, "pose", "Locust"),
        (3, 1, "rest", "Rest"),
        (5, 1, "use", "a"),
        (7, 1, "pose", "Pigeon"),
    ]
    flow = load_flow(PARTS, path="p.yaml", key="k", poses=POSES)
    visits = [v for v in compile_flow(flow, NOW).visits if v.pose == "locust"]
    timeline = compile_flow(flow, NOW)
    own = [s for v in visits for s in timeline.segments[v.first : v.last + 1]]
    assert locust.start == own[0].start
    assert locust.seconds == pytest.approx(sum(s.duration for s in own))
    after = read(PARTS.replace("  - use: b\n  - star", "  - star").replace("use: c", "say: no"))
    assert {(item.start, item.seconds) for item in after.items if item.line < 20} == {(None, 0.0)}


def test_parts_below_the_flow_are_listed_below_it() -> None:
    text = "title: A\nflow:\n  - use: a\nparts:\n  a:\n    - locust: 1 breath\n"
    assert names(read(text)) == [(3, 0, "use", "a"), (6, 1, "pose", "Locust")]
    group = text.replace("    - locust", "    repeat: 2\n    flow:\n      - locust")
    assert names(read(group))[1:] == [(6, 1, "group", "Group"), (8, 2, "pose", "Locust")]


def test_with_a_problem_all_other_steps_are_listed_and_measured() -> None:
    good = read(BEFORE)
    broken = read(BEFORE + "  - nowhere: 5 breaths\n")
    assert broken.flow is None
    assert broken.problems == (Problem("p.yaml", 7, 5, broken.problems[0].message),)
    assert broken.items == good.items
    assert broken.seconds == good.seconds > 100
    assert broken.longest == good.longest
    assert (broken.breaths, broken.right, broken.left) == (13, 5, 5)


def test_where_the_parser_stops_the_last_outline_stays() -> None:
    kept = reader()
    good = kept.read(BEFORE)
    for text in (BEFORE + '  - say: "', BEFORE.replace("title", "\ttitle"), ""):
        stopped = kept.read(text)
        assert stopped.text == text
        assert stopped.flow is None
        assert len(stopped.problems) == 1
        assert stopped.items == good.items
        assert stopped.seconds == good.seconds
    assert kept.read(BEFORE) == good
    assert read("").items == ()


def test_a_flow_that_grows_too_large_is_listed_but_not_measured() -> None:
    kept = reader()
    good = kept.read(BEFORE)
    large = kept.read(BEFORE.replace("sides: right, left", "repeat: 1000\n    sides: right, left"))
    assert "longer than a day" in large.problems[0].message
    assert [item.name for item in large.items] == [item.name for item in good.items]
    assert [item.start for item in large.items] == [None] * 3
    assert large.items[1].amount == "1000 rounds"
    assert large.seconds == large.breaths == 0
    assert kept.read(BEFORE) == good


def test_what_only_the_timeline_finds_too_long_is_a_problem_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise CompileError("this flow lasts longer than a day", 4)

    monkeypatch.setattr("yogaflow.editing.reading.compile_flow", refuse)
    reading = read(BEFORE)
    assert reading.flow is None
    assert reading.problems == (Problem("p.yaml", 4, 1, "this flow lasts longer than a day"),)
    assert len(reading.items) == 3


def test_a_rest_whose_pose_is_missing_is_a_problem() -> None:
    kept = Reader(FewPoses())
    text = "title: A\nflow:\n  - boat: 5 breaths\n  - rest: 5 breaths\n"
    reading = kept.read(text)
    assert "a rest needs easy-seat" in reading.problems[0].message
    assert reading.text == text
    assert reading.flow is None
    assert len(reading.items) == 2
    assert kept.read(text.replace("boat", "mountain")).problems == ()


def test_without_a_step_nothing_takes_time() -> None:
    reading = read("title: A\nflow: []\n")
    assert reading.items == ()
    assert reading.seconds == reading.longest == 0


def test_a_step_set_in_further_has_another_level() -> None:
    kept = reader()
    flat = kept.read("title: A\nflow:\n  - repeat: 2\n    flow:\n      - locust: 1 breath\n")
    deep = kept.read(
        "title: A\nflow:\n  - flow:\n    - repeat: 2\n      flow:\n      - plank: 5s\n"
    )
    assert [item.level for item in flat.items] == [0, 1]
    assert [item.level for item in deep.items] == [0, 1, 2]
    assert deep.flow is not None
    assert isinstance(deep.flow.steps[0], Group)
