"""How long ways take: guided, in a given time, directly, or not at all."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.bundled import FLOWS, BundledPoses, bundled_flow
from yogaflow.format import load_flow
from yogaflow.model import Flow
from yogaflow.timeline import (
    Choices,
    CompileError,
    Segment,
    SegmentKind,
    Timeline,
    compile_flow,
    estimate_speech,
)
from yogaflow.timeline.muscle_load import muscles_of
from yogaflow.timeline.timeline import Role

NOW = Choices(countdown=0)
K = SegmentKind
WAYS = {K.ENTER, K.SWITCH}


def written(steps: str, head: str = "") -> Flow:
    text = f"title: A\n{head}flow:\n{steps}"
    return load_flow(text, path="a.yaml", key="a", poses=BundledPoses())


def plan(steps: str, head: str = "") -> Timeline:
    return compile_flow(written(steps, head), NOW)


def way_to(pose: str, timeline: Timeline) -> Segment:
    return next(s for s in timeline.segments if s.kind in WAYS and s.pose == pose)


def texts(segment: Segment) -> list[str]:
    return [line.text for line in segment.lines]


TWIST_TO_PIGEON = (
    "  - {half-seated-twist: 2 breaths, sides: right}\n  - {pigeon: 2 breaths, sides: left"
)


def test_a_time_is_the_time_of_the_whole_way() -> None:
    guided = way_to("pigeon", plan(TWIST_TO_PIGEON + "}\n"))
    slow = way_to("pigeon", plan(TWIST_TO_PIGEON + ", transition: 50s}\n"))
    quick = way_to("pigeon", plan(TWIST_TO_PIGEON + ", transition: 20s}\n"))
    assert (slow.duration, quick.duration) == (50.0, 20.0)
    assert texts(slow) == texts(guided)
    # In less time less is said, in the same order; never without the caution.
    assert 3 < len(texts(quick)) < len(texts(guided))
    assert texts(quick) == [text for text in texts(guided) if text in texts(quick)]
    assert any(line.role is Role.CAUTION for line in quick.lines)


def test_words_of_the_author_take_the_place_of_all_others() -> None:
    way = way_to(
        "pigeon", plan(TWIST_TO_PIGEON + ", transition: {seconds: 9s, say: Over you go.}}\n")
    )
    assert "Over you go." in texts(way)
    assert not any("hands and knees" in text for text in texts(way))


def test_directly_is_as_quick_as_it_can_be_walked_with_name_and_caution() -> None:
    steps = "  - {warrior-1: 2 breaths, sides: right}\n  - {side-angle: 2 breaths, sides: right}\n"
    guided, direct = (
        way_to("side-angle", plan(steps, head)) for head in ("", "transition: direct\n")
    )
    assert direct.duration < guided.duration
    said = {line.role for line in direct.lines}
    assert {Role.NAME, Role.CAUTION} <= said


def test_what_is_to_be_kept_is_kept_also_where_it_is_hurried() -> None:
    steps = "  - forward-fold: 2 breaths\n  - mountain: 2 breaths\n"
    for head in ("transition: direct\n", "transition: 2s\n"):
        assert way_to("mountain", plan(steps, head)).duration >= 6.0
    half = compile_flow(written(steps), Choices(countdown=0, unhurried=0.5))
    assert way_to("mountain", half).duration >= 6.0


def test_the_nearest_transition_counts() -> None:
    steps = """\
  - transition: 30s
    flow:
      - locust: 1 breath
      - {bridge: 1 breath, transition: 40s}
  - prone-rest: 1 breath
"""
    timeline = plan(steps, "transition: 50s\n")
    found = {pose: way_to(pose, timeline).duration for pose in ("locust", "bridge", "prone-rest")}
    assert found == {"locust": 30.0, "bridge": 40.0, "prone-rest": 50.0}


def test_none_is_no_way_from_a_pose_of_the_same_stance() -> None:
    steps = """\
  - {warrior-2: 2 breaths, sides: right}
  - {side-angle: 2 breaths, sides: right, transition: none}
"""
    timeline = plan(steps)
    assert [s.pose for s in timeline.segments if s.kind in WAYS] == ["warrior-2"]
    assert any(s.pose == "side-angle" and s.kind is K.HOLD for s in timeline.segments)


def test_none_where_there_is_a_way_is_refused_with_its_line() -> None:
    steps = "  - mountain: 2 breaths\n  - {bridge: 2 breaths, transition: none}\n"
    with pytest.raises(CompileError, match="the way there takes") as caught:
        plan(steps)
    assert caught.value.line == 4


def test_a_movement_after_a_stay_is_led_to_where_it_begins() -> None:
    steps = "  - down-dog: 2 breaths\n  - inhale: half-lift\n  - exhale: forward-fold\n"
    led = way_to("half-lift", plan(steps))
    assert texts(led) == ["Walk or step to your hands.", "Half lift."]
    moved = plan("  - exhale: down-dog\n  - inhale: half-lift\n  - exhale: forward-fold\n")
    assert not any(s.kind in WAYS for s in moved.segments)


def test_a_breath_is_whole_before_one_is_led_elsewhere() -> None:
    timeline = plan("  - boat: 1 breath\n  - inhale:\n      say: Grow tall.\n  - exhale: cat\n")
    halves = [s.phases[0].kind.value for s in timeline.segments if s.kind is K.MOVE]
    assert halves == ["in", "out"] * (len(halves) // 2)


def test_an_hour_of_vinyasa_takes_about_an_hour() -> None:
    part = """\
  - inhale: upward-salute
  - exhale: forward-fold
  - inhale: half-lift
  - exhale: chaturanga
  - inhale: upward-dog
  - exhale: down-dog
"""
    guided, direct = (
        plan(part * 4 + "  - down-dog: 3 breaths\n", head)
        for head in ("breath: {in: 4, out: 4}\n", "breath: {in: 4, out: 4}\ntransition: direct\n")
    )
    moving = 4 * 6 * 4.0 + 3 * 8.0
    assert direct.duration <= guided.duration
    assert direct.duration == pytest.approx(moving + guided.segments[-1].duration, abs=12)


def test_a_rest_in_place_stays_in_place() -> None:
    timeline = plan("  - {tennis-ball-glutes: 30s, sides: right}\n  - rest: 3 breaths\n")
    rest = next(s for s in timeline.segments if s.kind is K.REST)
    assert rest.pose is not None
    assert not any(s.kind in WAYS and s.pose == "easy-seat" for s in timeline.segments)


def test_a_rest_where_nobody_is_sent_away_is_out_of_the_pose_and_in_its_stance() -> None:
    head = (
        "poses:\n  chair-cat:\n    name: Chair cat\n    stance: on-chair\n    kind: flowing\n"
        "    muscles: [abdominals: works]\n    come-in: Round your back.\n    come-out: Sit tall.\n"
    )
    steps = "  - chair-cat: 3 breaths\n  - rest: 2 breaths\n  - chair-cat: 3 breaths\n"
    timeline = plan(steps, head)
    rest = next(s for s in timeline.segments if s.kind is K.REST)
    assert rest.pose == "chair-cat"
    assert [t for t in texts(rest) if t not in {"Last breath.", "Two breaths."}] == [
        "Sit tall.",
        "Rest here.",
    ]
    # From there the way in is told again, and what has been said is not.
    again = timeline.segments[rest.index + 1]
    assert again.kind is K.ENTER
    assert texts(again) == ["Chair cat.", "Round your back."]
    assert [(m.name, m.breaths) for m in muscles_of(timeline)] == [("abdominals", 12)]


@pytest.mark.parametrize("key", FLOWS)
def test_brief_ways_take_their_least_seconds_and_what_names_and_places_need(key: str) -> None:
    usual = compile_flow(bundled_flow(key), NOW)
    brief = compile_flow(bundled_flow(key), Choices(countdown=0, brief=True))
    shorter = 0
    for one, other in zip(usual.segments, brief.segments, strict=True):
        if one.kind not in WAYS:
            assert one.duration == other.duration
            continue
        shorter += other.duration < one.duration
        assert other.duration <= one.duration
        roles = {Role.NAME, Role.CAUTION, Role.POSITION, Role.COUNT, Role.WORDS}
        kept = [line.text for line in one.lines if line.role in roles]
        assert [line.text for line in other.lines if line.role in roles] == kept
        # Whoever asks for more words in the middle hears those that there is time for, in order.
        assert texts(other) == [text for text in texts(one) if text in texts(other)]
        for line, after in pairwise(other.lines):
            assert line.offset + line.seconds <= after.offset
        assert other.lines[-1].offset + other.lines[-1].seconds <= other.duration
    assert shorter > 0


def test_what_there_is_no_time_for_is_left_out_and_noted() -> None:
    guided = way_to("pigeon", plan(TWIST_TO_PIGEON + "}\n"))
    quick = way_to("pigeon", plan(TWIST_TO_PIGEON + ", transition: 20s}\n"))
    left = [text for text in texts(guided) if text not in texts(quick)]
    assert len(left) > 1
    each = " ".join(f"{text} ({estimate_speech(text):.1f})" for text in left)
    told = f"{len(left)} lines of the way in are left out, with room for 20.0 seconds: {each}"
    assert (guided.notes, quick.notes) == ((), (told,))


def test_a_time_that_is_too_short_for_the_body_is_noted() -> None:
    steps = "  - forward-fold: 2 breaths\n  - {mountain: 2 breaths, transition: 2s}\n"
    way = way_to("mountain", plan(steps))
    assert way.notes == (f"the way in takes {way.duration:g} seconds: 2 are too few for it",)
    # What is only chosen for today is nobody's mistake in the file.
    half = compile_flow(written(steps.replace(", transition: 2s", "")), Choices(unhurried=0.5))
    assert not any(segment.notes for segment in half.segments)


HOUR = """\
title: An hour
breath: {in: 4, out: 4}
transition: direct
parts:
  sun:
    - inhale: upward-salute
    - exhale: forward-fold
    - inhale: half-lift
    - exhale: chaturanga
    - inhale: upward-dog
    - exhale: down-dog
    - down-dog: 5 breaths
    - inhale: half-lift
    - exhale: forward-fold
    - inhale: upward-salute
    - exhale: mountain
  vinyasa: [exhale: chaturanga, inhale: upward-dog, exhale: down-dog]
flow:
  - {use: sun, repeat: 10}
  - repeat: 8
    flow:
      - sides: right, left
        flow:
          - warrior-1: 5 breaths
          - warrior-2: 5 breaths
          - side-angle: 5 breaths
          - use: vinyasa
  - savasana: 8 min
"""


def test_a_class_takes_what_its_holds_and_movements_take_within_a_tenth() -> None:
    """A daily class: one movement a breath, holds of five, and ways as quick as they are walked."""
    flow = load_flow(HOUR, path="a.yaml", key="a", poses=BundledPoses())
    timeline = compile_flow(flow)
    ways = sum(s.duration for s in timeline.segments if s.kind in WAYS)
    done = {K.HOLD, K.MOVE, K.REST}
    inside = sum(s.duration for s in timeline.segments if s.kind in done)
    assert inside == pytest.approx(57.6 * 60, rel=0.03)
    assert timeline.duration - inside < 0.1 * inside
    assert ways < 0.09 * inside
    assert not any(s.kind is K.SETTLE for s in timeline.segments)
