"""What is so of the body: no line asks for what is so already, none for what cannot be done."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings

from tests.bundled import POSES, BundledPoses, bundled_pose, bundled_stances
from tests.flows import flows
from tests.strength import examples
from tests.timeline.test_pairs import SIDES, ways
from yogaflow.format import load_flow
from yogaflow.model import Fact, Facts, Flow, Pose, Side, Words, changed, sided_text
from yogaflow.timeline import Choices, Segment, SegmentKind, compile_flow
from yogaflow.timeline.roads import begins_at, ends_at, facts_in, holds, road
from yogaflow.timeline.timeline import Role

STANCES = bundled_stances()
ON_THE_WAY = {Role.EXIT, Role.POSITION, Role.WAY_IN}


def contradicting(facts: Facts, others: Facts) -> Facts:
    """Those of the others that are about the same and say something else."""
    about = {fact.about: fact for fact in facts}
    return frozenset(one for one in others if about.get(one.about, one) is not one)


def after(facts: Facts, lines: Iterable[Words]) -> Facts:
    for words in lines:
        facts = changed(facts, words.leaves)
    return facts


def test_of_two_facts_about_the_same_the_later_one_is_so() -> None:
    facts = frozenset({Fact.HANDS_DOWN, Fact.TORSO_UP})
    assert changed(facts, [Fact.HANDS_UP]) == {Fact.HANDS_UP, Fact.TORSO_UP}
    assert changed(facts, []) == facts
    assert len({fact.about for fact in Fact}) == len(Fact) / 2


def test_no_stance_is_two_things_at_once() -> None:
    for stance in STANCES.by_key.values():
        assert len({fact.about for fact in stance.holds}) == len(stance.holds), stance.key


def test_a_way_leads_from_what_one_stance_holds_to_what_the_other_does() -> None:
    for way in STANCES.ways:
        for lines in (way.say, way.unsided):
            facts = STANCES.by_key[way.start].holds
            for words in lines:
                assert not contradicting(facts, words.needs), (way.start, way.goal, words.text)
                assert not words.leaves or not words.leaves <= facts, (way.start, way.goal)
                facts = changed(facts, words.leaves)
            goal = STANCES.by_key[way.goal].holds
            assert not contradicting(goal, after(frozenset(), lines)), (way.start, way.goal)


@pytest.mark.parametrize("key", POSES)
def test_a_way_out_leads_back_to_what_the_stance_holds(key: str) -> None:
    pose = bundled_pose(key)
    facts = facts_in(pose, STANCES)
    goal = holds(ends_at(pose, Side.RIGHT, STANCES), STANCES)
    # Hands and heads that no line brings back are on their way already.
    told = after(facts, pose.come_out)
    assert not {f.about for f in contradicting(goal, told)} - {"hands"}, pose.key
    for words in pose.come_out:
        assert not contradicting(facts, words.needs), words.text
        facts = changed(facts, words.leaves)


@pytest.mark.parametrize("sides", SIDES, ids=lambda sides: f"{sides[0]}-{sides[1]}")
@pytest.mark.parametrize("key", POSES)
def test_each_line_finds_the_body_as_it_needs_it(key: str, sides: tuple[Side, Side]) -> None:
    for before, segment in ways(key, *sides):
        start, goal = bundled_pose(before), bundled_pose(segment.pose or "")
        told = follow(start, goal, segment, sides[0] if before == key else sides[1])
        heard = [line.text for line in segment.lines if line.role in ON_THE_WAY]
        assert told == heard, (before, goal.key)


def follow(start: Pose, goal: Pose, segment: Segment, side: Side) -> list[str]:
    """What must be heard from one pose to the other, as one who follows each line."""
    facts, told = facts_in(start, STANCES), []

    def hear(lines: Iterable[Words], on: Side | None) -> None:
        nonlocal facts
        for words in lines:
            assert not contradicting(facts, words.needs), (start.key, goal.key, words.text, facts)
            if not words.leaves or contradicting(facts, words.leaves) or words.leaves - facts:
                told.append(sided_text(words.text, on))
            facts = changed(facts, words.leaves)

    before = side if start.sides else None
    if start.key in goal.come_from and before in {None, segment.side}:
        hear(goal.come_from[start.key].say, segment.side)
        return told
    hear(start.come_out, before)
    begins = begins_at(goal, segment.side, STANCES)
    legs = road(STANCES, ends_at(start, before, STANCES), begins)
    assert legs is not None
    for leg in legs:
        hear(leg.say, leg.side)
        facts = STANCES.by_key[leg.way.goal].holds
    hear(goal.come_in.say if once(goal, segment) else plain(goal), segment.side)
    return told


def once(goal: Pose, segment: Segment) -> bool:
    """Whether the lines that are said once are said here."""
    texts = {line.text for line in segment.lines}
    first = [words for words in goal.come_in.say if words.once]
    return any(sided_text(words.text, segment.side) in texts for words in first)


def plain(goal: Pose) -> list[Words]:
    return [words for words in goal.come_in.say if not words.once]


KNEES = """\
title: Knees
poses:
  lizard:
    name: Lizard
    stance: low-lunge
    sides: <side> foot in front
    come-in: [{text: Both hands inside the foot., needs: [knees down], leaves: [hands down]}]
    come-out: [{text: Hands to the thigh., needs: [hands down], leaves: [hands up]}]
  half-split:
    name: Half split
    stance: low-lunge
    sides: <side> leg long
    come-in: [{text: Hands down., leaves: [hands down]}, Hips back.]
  dragon:
    name: Dragon
    stance: low-lunge
    sides: <side> foot in front
    come-in: [{text: Hands down., leaves: [hands down]}, Hips low.]
flow:
  - sides: right
    flow: [lizard: 2 breaths, half-split: 2 breaths, dragon: 2 breaths, cat: 2 breaths]
"""


def test_a_line_whose_result_is_there_is_not_said() -> None:
    flow = load_flow(KNEES, path="a.yaml", key="a", poses=BundledPoses())
    timeline = compile_flow(flow, Choices(countdown=0))
    told = {
        s.pose: [line.text for line in s.lines if line.role in ON_THE_WAY]
        for s in timeline.segments
        if s.kind is SegmentKind.ENTER
    }
    assert told["half-split"] == ["Hands to the thigh.", "Hands down.", "Hips back."]
    assert told["dragon"] == ["Hips low."]


@given(flows())
@settings(max_examples=examples(60), deadline=None)
def test_no_way_of_any_flow_says_the_same_twice(any_flow: Flow) -> None:
    timeline = compile_flow(any_flow, Choices(countdown=0))
    for segment in timeline.segments:
        if segment.kind in {SegmentKind.ENTER, SegmentKind.SWITCH}:
            texts = [line.text for line in segment.lines if line.role in ON_THE_WAY]
            assert len(texts) == len(set(texts)), texts
