"""Where the body is at every instant of a practice: told from the plan and the time alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import dist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bundled import FLOWS, bundled_flow
from tests.figures import MADE
from tests.flows import POSES, RIGHT_LEFT, breaths, reps, seconds, stay
from tests.strength import examples
from yogaflow.figure.rig import Stance, stance, whole_figure
from yogaflow.figure.waypoints import waypoint
from yogaflow.model import (
    BASE,
    Breath,
    Entrance,
    Family,
    Flow,
    Group,
    Half,
    MoveStep,
    Position,
    RestStep,
    SayStep,
    Side,
    Step,
)
from yogaflow.practice.cursor import Cursor, first_mark_from, marks_of
from yogaflow.practice.player import Player, PlayerCommand
from yogaflow.practice.staging import LEAD, Moment, Staging
from yogaflow.practice.view import State, View, view_of
from yogaflow.timeline import MOVING, Choices, Segment, SegmentKind, Timeline, compile_flow

K = SegmentKind
INSTANTS = (0.0, 0.07, 0.2, 0.4, 0.6, 0.8, 0.97, 1.0)
"""Shares of a segment at which one looks."""

GAP = 1.0
"""Centimetres between where a movement ends and where the next begins: less than a cell shows."""

QUICK = 25.0
"""Centimetres from one picture to the next, a tenth of a second later."""


def made(*steps: Step, breath: Breath | None = None) -> Flow:
    """A flow of those steps with the poses that were made by hand."""
    return Flow("made", "Made by hand", steps, {**POSES, **MADE}, breath=breath)


ALL = made(
    SayStep(("Stand still for a moment.",), 1),
    stay("tall", breaths(2)),
    Group(
        (stay("lunge", breaths(2)), stay("seat", seconds(20), options=("twist",))), 4, RIGHT_LEFT
    ),
    MoveStep(Half.INHALE, 5, "tall"),
    MoveStep(Half.EXHALE, 6, "lunge", Side.LEFT),
    MoveStep(Half.INHALE, 7),
    stay("lift", reps(3), sets=2, between=RestStep(seconds(15), 1, pose="seat")),
    RestStep(breaths(2), 9, pose="seat"),
    stay("lift", breaths(2)),
    breath=Breath(4, 4, full=1, empty=1),
)
"""Holds, sides, options, half breaths, repetitions, sets and a rest."""

PLANS = [pytest.param(ALL, id="made"), *(pytest.param(name, id=name) for name in FLOWS)]


def plan(of: Flow | str, choices: Choices | None = None) -> Timeline:
    """The plan of a flow."""
    return compile_flow(bundled_flow(of) if isinstance(of, str) else of, choices)


def seen(timeline: Timeline, segment: Segment, share: float) -> View:
    """What is to be seen after that share of a segment."""
    offset = share * segment.duration
    mark = min(first_mark_from(segment, offset), len(marks_of(segment)) - 1)
    at = Cursor(segment.index, mark, 0.0, offset)
    return view_of(timeline, at, State.PLAYING, 0.0)


def moments(timeline: Timeline, segment: Segment, stager: Staging) -> list[Moment]:
    """The body at some instants of a segment; none where it has no figure."""
    found = [stager.moment(seen(timeline, segment, share)) for share in INSTANTS]
    return [one for one in found if one is not None]


def shown(timeline: Timeline, stager: Staging) -> list[tuple[Segment, list[Moment]]]:
    """All of a practice that has figures."""
    every = ((one, moments(timeline, one, stager)) for one in timeline.segments)
    return [(segment, found) for segment, found in every if found]


@pytest.mark.parametrize("of", PLANS)
@pytest.mark.parametrize("still", [False, True], ids=["moving", "still"])
def test_there_is_a_body_wherever_the_pose_has_a_figure(of: Flow | str, still: bool) -> None:
    timeline, stager = plan(of), Staging(still=still)
    for segment in timeline.segments:
        pose = timeline.pose(segment.pose)
        if pose is not None and pose.figure is not None:
            found = moments(timeline, segment, stager)
            assert len(found) == len(INSTANTS)
            assert all(moment.framed and moment.left for moment in found)


@pytest.mark.parametrize("of", PLANS)
def test_the_body_goes_forward_and_is_there_before_it_stays(of: Flow | str) -> None:
    timeline = plan(of)
    for segment, found in shown(timeline, Staging()):
        if segment.kind is K.REP:
            continue
        ways = {id(moment.way) for moment in found}
        if between_sets(timeline, segment):
            assert len(ways) == 2, segment  # out of the pose, and back into it
            continue
        shares = [moment.share for moment in found]
        assert shares == sorted(shares), segment
        assert shares[-1] > 1.0 - 1e-9, segment  # the last instant is a hair before the end
        assert len(ways) == 1, segment
        if segment.kind in {K.HOLD, K.SETTLE, K.WAIT}:
            assert not any(moment.moving for moment in found), segment
        if segment.kind in MOVING and found[0].moving:  # it is said before the body moves
            lead = min(LEAD / segment.duration, 0.15)
            if found[0].way.spans:
                lead = segment.stops[0].begins / segment.duration
            early = [one for at, one in zip(INSTANTS, shares, strict=True) if at <= lead]
            assert not any(early), segment


@pytest.mark.parametrize("long", [0.1, 10.0, 60.0])
def test_whatever_time_a_way_in_has_the_body_soon_goes_and_arrives_unhurried(long: float) -> None:
    up = stay("tall", breaths(2), transition=Entrance(long))
    timeline = plan(made(stay("lift", breaths(2)), up))
    enter = next(one for one in timeline.segments if one.pose == "tall")

    def after(seconds: float) -> Moment:
        moment = Staging().moment(seen(timeline, enter, seconds / enter.duration))
        assert moment is not None
        return moment

    arrival = LEAD + after(0.0).way.seconds
    assert after(min(LEAD + 0.1, enter.duration / 5)).share > 0.0
    assert not after(min(arrival + 0.1, enter.duration * 0.97)).moving


def between_sets(timeline: Timeline, segment: Segment) -> bool:
    """Whether it is a rest between two sets that has no way in after it."""
    after = timeline.segments[segment.index + 1 : segment.index + 2]
    return segment.kind is K.REST and any(one.kind is K.REP and one.set > 1 for one in after)


def test_between_two_sets_the_body_is_out_and_back_when_the_count_ends() -> None:
    timeline = plan("three-for-the-glutes")
    rest = next(one for one in timeline.segments if between_sets(timeline, one))
    for after, moving in ((0.1, True), (rest.duration - 3.5, False), (rest.duration - 1, True)):
        moment = Staging().moment(seen(timeline, rest, after / rest.duration))
        assert moment is not None
        assert moment.moving is moving, after


@pytest.mark.parametrize("of", PLANS)
def test_each_segment_begins_where_the_one_before_has_ended(of: Flow | str) -> None:
    for (one, before), (other, after) in pairwise(shown(plan(of), Staging())):
        if other.index != one.index + 1 or other.kind is K.READY or one.kind is K.READY:
            continue  # the countdown shows what one gets ready for
        ends, starts = before[-1].stance.joints, after[0].stance.joints
        gap = max(dist(ends[name], starts[name]) for name in ends)
        assert gap < GAP, (one.kind, other.kind, other.index)


def test_on_the_ways_of_the_flows_nothing_leaps() -> None:
    """From one picture of a moving body to the next no joint goes farther than a quick hand."""
    ways: dict[tuple[Stance, Stance], Moment] = {}
    for name in FLOWS:
        for _, found in shown(plan(name), Staging()):
            stops = found[0].way.stops
            ways.setdefault((stops[0], stops[-1]), found[0])
    assert len(ways) > 50
    for moment in ways.values():
        steps = round(moment.way.seconds * 10)
        pictures = [moment.way.at(i / steps).joints for i in range(steps + 1)] if steps else []
        for one, other in pairwise(pictures):
            assert max(dist(one[name], other[name]) for name in one) < QUICK


@pytest.mark.parametrize("of", PLANS)
def test_still_pictures_never_move(of: Flow | str) -> None:
    for segment, found in shown(plan(of), Staging(still=True)):
        assert not any(moment.moving for moment in found)
        if segment.kind is not K.REP:
            assert len({id(moment.stance) for moment in found}) == 1


@pytest.mark.parametrize("of", PLANS)
def test_still_pictures_show_where_the_moving_ones_arrive(of: Flow | str) -> None:
    timeline = plan(of)
    for (segment, one), (_, other) in zip(
        shown(timeline, Staging()), shown(timeline, Staging(still=True)), strict=True
    ):
        arrived = one[0] if between_sets(timeline, segment) else one[-1]
        assert arrived.way.stops[-1] == other[-1].stance


def test_what_is_stayed_in_is_the_pose_on_its_side_with_its_options() -> None:
    timeline = plan(ALL)
    checked = 0
    for segment, found in shown(timeline, Staging()):
        pose = timeline.pose(segment.pose)
        if segment.kind is K.HOLD and pose is not None:
            assert found[0].stance == stance(pose, segment.side, segment.options)
            checked += 1
    assert checked >= 5


def shapes_of(segment: Segment, timeline: Timeline) -> list[Stance | None]:
    """The shapes of a repetition, in order."""
    pose = timeline.pose(segment.pose)
    assert pose is not None
    names = whole_figure(pose, segment.options).rep or ()
    return [
        stance(pose, segment.side, segment.options, "" if name == BASE else name) for name in names
    ]


@pytest.mark.parametrize("of", PLANS)
def test_a_repetition_passes_its_shapes_in_order(of: Flow | str) -> None:
    timeline = plan(of)
    for segment in timeline.segments:
        pose = timeline.pose(segment.pose)
        if segment.kind is not K.REP or pose is None or pose.figure is None:
            continue
        shapes, stager = shapes_of(segment, timeline), Staging()
        if not shapes or pose.figure.travel:
            continue  # those that travel have tests of their own
        assert len(shapes) == len(segment.phases), "a shape for the end of each phase"
        for number, phase in enumerate(segment.phases):
            for share in (0.0, 0.5, 1.0 - 1e-6):
                at = (phase.offset + share * phase.seconds) / segment.duration
                moment = stager.moment(seen(timeline, segment, at))
                assert moment is not None
                assert moment.way.stops[-1] == shapes[number]
                assert moment.way.stops[0] == shapes[number - 1]
                assert moment.moving is (shapes[number] != shapes[number - 1])
                assert moment.share == pytest.approx(share, abs=1e-5)
                assert set(moment.framed) == set(shapes)  # the camera holds all of it


def test_a_pose_that_can_be_repeated_is_seen_alone_where_it_is_held() -> None:
    timeline = plan(made(stay("lift", breaths(2))))
    hold = next(one for one in timeline.segments if one.kind is K.HOLD)
    moment = Staging().moment(seen(timeline, hold, 0.5))
    assert moment is not None
    assert moment.framed == (stance(MADE["lift"]),)


def test_a_repetition_in_still_pictures_changes_with_the_phase() -> None:
    timeline = plan(ALL)
    segment = next(one for one in timeline.segments if one.kind is K.REP)
    stager = Staging(still=True)
    shapes = shapes_of(segment, timeline)
    for phase, shape in zip(segment.phases, shapes, strict=True):
        for share in (0.0, 0.5, 0.99):
            at = (phase.offset + share * phase.seconds) / segment.duration
            moment = stager.moment(seen(timeline, segment, at))
            assert moment is not None
            assert (moment.stance, moment.moving) == (shape, False)


INSIDE = st.lists(
    st.tuples(st.integers(0, len(plan(ALL).segments) - 1), st.floats(0, 1)), min_size=1, max_size=12
)


@given(INSIDE)
@settings(max_examples=examples(40))
def test_the_same_view_gives_the_same_moment_whatever_was_asked_before(
    asked: list[tuple[int, float]],
) -> None:
    """Asked once or a thousand times, forward or after a jump."""
    timeline, used = plan(ALL), Staging()
    for number, share in asked:
        view = seen(timeline, timeline.segments[number], share)
        fresh, again = Staging().moment(view), used.moment(view)
        assert fresh == again == used.moment(view)
        if fresh is not None and again is not None:
            assert fresh.stance == again.stance


def test_a_new_plan_is_looked_at_anew() -> None:
    """What is asked for is the same place in another plan: only the side is another."""
    stager = Staging()
    right, left = (
        plan(made(stay("lunge", breaths(3), sides=(side,))), Choices(countdown=0)) for side in Side
    )
    hold = next(one for one in right.segments if one.kind is K.HOLD)
    one = stager.moment(seen(right, hold, 0.5))
    other = stager.moment(seen(left, left.segments[hold.index], 0.5))
    assert one is not None
    assert other is not None
    assert (one.stance, other.stance) == tuple(stance(MADE["lunge"], side) for side in Side)


def test_the_countdown_shows_the_first_pose() -> None:
    timeline = plan(made(stay("lunge", breaths(2), sides=(Side.LEFT,))), Choices(countdown=10))
    moment = Staging().moment(seen(timeline, timeline.segments[0], 0.5))
    assert timeline.segments[0].kind is K.READY
    assert moment is not None
    assert moment.stance == stance(MADE["lunge"], Side.LEFT)
    assert not moment.moving


def test_after_lying_one_ends_sitting() -> None:
    timeline = plan(made(stay("lift", breaths(2))))
    close = timeline.segments[-1]
    assert close.kind is K.CLOSE
    moment = Staging().moment(seen(timeline, close, 1.0))
    assert moment is not None
    assert moment.stance == waypoint(Family.SEATED)
    standing = plan(made(stay("tall", breaths(2))))
    moment = Staging().moment(seen(standing, standing.segments[-1], 1.0))
    assert moment is not None
    assert moment.stance == stance(MADE["tall"])


def test_a_pose_without_a_figure_has_none_and_the_next_begins_afresh() -> None:
    timeline = plan(
        made(stay("tall", breaths(2)), stay("plain", breaths(2)), stay("lunge", breaths(2)))
    )
    stager = Staging()
    for segment in timeline.segments:
        found = moments(timeline, segment, stager)
        assert bool(found) is (segment.pose != "plain"), segment
    enter = next(one for one in timeline.segments if one.pose == "lunge")
    assert not any(moment.moving for moment in moments(timeline, enter, stager))


def test_a_repetition_without_a_figure_has_no_body() -> None:
    timeline = plan(made(stay("bridge", reps(2))))
    assert shown(timeline, Staging()) == []


def test_from_a_pose_it_has_a_way_from_the_body_goes_straight() -> None:
    """Else it passes where the way in begins."""
    low = replace(MADE["lunge"], starts=Position.ALL_FOURS)
    known = replace(low, come_from={"tall": Entrance(10.0)})
    steps = (stay("tall", breaths(2)), stay("lunge", breaths(2), sides=(Side.LEFT,)))
    legs = []
    for lunge in (low, known):
        timeline = plan(replace(made(*steps), poses={**MADE, "lunge": lunge}))
        enter = next(one for one in timeline.segments if one.pose == "lunge")
        legs.append(moments(timeline, enter, Staging())[0].way.legs)
    assert legs[0] > legs[1] == 1


def test_in_the_settling_breath_after_a_pause_the_body_stays() -> None:
    player = Player(made(stay("lunge", breaths(4), sides=(Side.LEFT,))), Choices(countdown=0))
    player.do(PlayerCommand.START, 0.0)
    hold = next(one for one in player.timeline.segments if one.kind is K.HOLD)
    player.advance(hold.start + 12.0)
    player.do(PlayerCommand.PAUSE, hold.start + 12.0)
    player.do(PlayerCommand.RESUME, 500.0)
    player.advance(501.0)
    view = player.view(501.0)
    assert view.segment.kind is K.SETTLE
    moment = Staging().moment(view)
    assert moment is not None
    assert moment.stance == stance(MADE["lunge"], Side.LEFT)
