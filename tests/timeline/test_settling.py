"""The breaths to settle in: where they come, how many, how they run, and what is said before."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from tests.bundled import FLOWS, BundledPoses, bundled_flow
from tests.flows import flows
from tests.strength import examples
from yogaflow.format import load_flow
from yogaflow.model import Flow, Level
from yogaflow.timeline import Choices, Segment, SegmentKind, Timeline, compile_flow
from yogaflow.timeline.cues import SWELLS
from yogaflow.timeline.timeline import PhaseKind, Role

K = SegmentKind
WAYS = {K.ENTER, K.SWITCH}
BOX = "{in: 4, full: 4, out: 4, empty: 4}"


def plan(steps: str, head: str = "", choices: Choices | None = None) -> Timeline:
    text = f"title: A\n{head}flow:\n{steps}"
    flow = load_flow(text, path="a.yaml", key="a", poses=BundledPoses())
    return compile_flow(flow, choices or Choices(countdown=0))


def settled(timeline: Timeline) -> list[tuple[str | None, int]]:
    """Each pose that is settled into, with the breaths it takes."""
    return [(s.pose, s.breaths) for s in timeline.segments if s.kind is K.SETTLE]


@pytest.mark.parametrize(
    ("step", "breaths"),
    [
        ("pigeon: 2 breaths, sides: right", 0),
        ("pigeon: 3 breaths, sides: right", 1),
        ("pigeon: 25s, sides: right", 0),
        ("pigeon: 30s, sides: right", 1),
        ("pigeon: 2 breaths, sides: right, breath: {in: 7, out: 8}", 1),
        ("pigeon: 2 min, sides: right", 2),
        ("forward-fold: 5 breaths", 0),
        ("plank: 5 min", 0),  # strengthens
        ("upward-salute: 55s", 0),  # flows
        ("upward-salute: 1 min", 1),
        ("upward-salute: 2 min", 2),
        ("childs-pose: 10 breaths", 0),  # rests
        ("rest: 10 breaths", 0),
        (f"childs-pose: 2 breaths, breath: {BOX}", 1),
        (f"rest: 2 breaths, breath: {BOX}", 1),
        ("bridge: 30 reps", 0),
        # As it is written.
        ("pigeon: 2 min, sides: right, settle: false", 0),
        ("plank: 10s, settle: true", 1),
        ("bridge: 3 reps, settle: true", 1),
        ("rest: 3 breaths, settle: true", 1),
        ("pigeon: 3 min, sides: right, settle: true", 2),
    ],
)
def test_long_stretches_and_breaths_with_pauses_are_settled_into(step: str, breaths: int) -> None:
    timeline = plan(f"  - {{{step}}}\n")
    assert sum(count for _, count in settled(timeline)) == breaths


@pytest.mark.parametrize(
    "choices", [Choices(pace=2.0), Choices(pace=0.5), Choices(level=Level.HIGH)]
)
def test_the_least_amount_at_no_pace_decides(choices: Choices) -> None:
    steps = "  - {pigeon: 2-9 breaths, sides: right}\n  - {pigeon: 3-9 breaths, sides: left}\n"
    timeline = plan(steps, choices=choices)
    assert [s.kind for s in timeline.segments if s.kind is K.SETTLE] == [K.SETTLE]


def test_who_stays_where_they_are_does_not_settle_again() -> None:
    moved = f"  - exhale: childs-pose\n  - {{childs-pose: 3 min, breath: {BOX}}}\n"
    assert settled(plan(moved)) == []
    assert settled(plan(moved.replace("3 min", "3 min, settle: true"))) != []
    twice = "  - forward-fold: 1 min\n  - forward-fold: 1 min\n"
    assert settled(plan(twice)) == [("forward-fold", 1)]


def test_only_the_first_of_several_sets_is_settled_into_on_each_side() -> None:
    steps = "  - {pigeon: 5 breaths, sets: 3, between: {childs-pose: 2 breaths}}\n"
    assert settled(plan(steps)) == [("pigeon", 1)] * 2


def test_the_nearest_word_counts() -> None:
    steps = (
        "  - {plank: 10s}\n"
        "  - settle: false\n"
        "    flow:\n"
        "      - {pigeon: 5 breaths, sides: right}\n"
        "      - {half-split: 5 breaths, sides: right, settle: true}\n"
    )
    poses = "poses: {half-split: {name: Half split, sides: <side> leg long}}\n"
    assert settled(plan(steps, head="settle: true\n" + poses)) == [("plank", 1), ("half-split", 1)]
    assert settled(plan(steps, head=poses)) == [("half-split", 1)]
    part = "  - {use: one, settle: false}\n  - {use: one}\n"
    head = "parts: {one: [forward-fold: 1 min, mountain: 2 breaths]}\n"
    assert settled(plan(part, head=head)) == [("forward-fold", 1)]


def test_a_settling_breath_is_plain_and_soft_and_named_once() -> None:
    timeline = plan(f"  - {{pigeon: 5 breaths, breath: {BOX}}}\n  - forward-fold: 3 min\n")
    found = [s for s in timeline.segments if s.kind is K.SETTLE]
    assert [[line.text for line in s.lines] for s in found] == [["Settle in."], [], []]
    for segment in found:
        assert {p.kind for p in segment.phases} == {PhaseKind.IN, PhaseKind.OUT}
        assert all(chime.soft for chime in segment.chimes)
    others = [c for s in timeline.segments if s.kind is not K.SETTLE for c in s.chimes]
    assert not any(chime.soft for chime in others)


def test_rounds_in_place_begin_with_a_word_not_with_a_breath() -> None:
    timeline = plan("  - repeat: 3\n    flow:\n      - {bridge: 4 reps, say: Slowly.}\n")
    begun = [[line.text for line in s.lines] for s in timeline.segments if s.kind in WAYS]
    assert begun[0][-2:] == ["Four times.", "Slowly."]
    assert begun[1:] == [
        ["Again.", "Four times.", "Slowly."],
        ["Last round.", "Four times.", "Slowly."],
    ]


@pytest.mark.parametrize("transition", ["direct", "1s", "none"])
def test_words_before_repetitions_are_not_lost_on_a_short_way(transition: str) -> None:
    steps = (
        "  - {bridge: 2 breaths}\n"
        f"  - {{bridge: 4 reps, options: [leg-lift], say: Slowly., transition: {transition}}}\n"
    )
    lines = [line for s in plan(steps).segments for line in s.lines]
    said = [line.text for line in lines if line.role in {Role.COUNT, Role.WORDS}]
    for side in ("Four times.", "Slowly."):
        assert said.count(side) == 2, said


@given(flows())
@settings(max_examples=examples(60), deadline=None)
def test_what_is_settled_into_follows_and_one_has_just_arrived(any_flow: Flow) -> None:
    timeline = compile_flow(any_flow, Choices(countdown=0))
    asked = any_flow.settle is True or _any_asked(any_flow.steps)
    for before, settle, after in _threes(timeline.segments):
        if settle.kind is K.SETTLE:
            assert after.visit == settle.visit
            assert after.kind in {K.HOLD, K.REP, K.REST}
            # Words that have no room later are listened to before it.
            assert before.kind in {*WAYS, K.SAY} or asked


def _threes(segments: tuple[Segment, ...]) -> list[tuple[Segment, Segment, Segment]]:
    return [
        (a, b, c)
        for (a, b), (_, c) in zip(pairwise(segments), pairwise(segments[1:]), strict=False)
    ]


def _any_asked(steps: tuple[object, ...]) -> bool:
    return any(
        getattr(step, "settle", None) is True or _any_asked(getattr(step, "steps", ()))
        for step in steps
    )


@pytest.mark.parametrize("key", FLOWS)
def test_the_bundled_flows_settle_after_ways_alone(key: str) -> None:
    timeline = compile_flow(bundled_flow(key), Choices(countdown=0))
    for before, after in pairwise(timeline.segments):
        if after.kind is K.SETTLE:
            assert before.kind in WAYS
            assert not {c.name for c in after.chimes} - SWELLS
