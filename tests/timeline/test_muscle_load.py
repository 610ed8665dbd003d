"""Which muscles a practice works and stretches, and for how many breaths."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flows import POSES, RIGHT_LEFT, breaths, flow, flows, seconds, stay
from tests.strength import examples
from yogaflow.export.listing import show_text
from yogaflow.model import (
    Amount,
    Flow,
    Group,
    Half,
    MoveStep,
    Muscle,
    MuscleSide,
    PoseStep,
    RestStep,
    Side,
    Step,
    Unit,
    Work,
)
from yogaflow.timeline import COUNTED, Choices, SegmentKind, Timeline, compile_flow
from yogaflow.timeline.muscle_load import MuscleBreaths, balance, muscles_of

WORKS, STRETCHES, RELEASES = Work
SIDE, OTHER = MuscleSide.SIDE, MuscleSide.OTHER

MUSCLES: dict[str, tuple[Muscle, ...]] = {
    "warrior": (
        Muscle("gluteus maximus", WORKS, OTHER),
        Muscle("quadriceps", WORKS, OTHER),
        Muscle("hip flexors", STRETCHES, OTHER),
        Muscle("abdominals", WORKS),
    ),
    "pigeon": (Muscle("gluteus maximus", STRETCHES, SIDE), Muscle("hip flexors", STRETCHES, OTHER)),
    "bridge": (Muscle("gluteus maximus", WORKS), Muscle("hip flexors", STRETCHES)),
    "steps": (Muscle("gluteus medius", WORKS, SIDE),),
    "fold": (Muscle("hamstrings", STRETCHES),),
    "childs-pose": (Muscle("lower back", STRETCHES),),
}
WARRIOR = replace(POSES["warrior"], muscles=MUSCLES["warrior"])


def marked(plain: Flow) -> Flow:
    """The flow with poses that name their muscles."""
    poses = {key: replace(pose, muscles=MUSCLES.get(key, ())) for key, pose in plain.poses.items()}
    return replace(plain, poses=poses)


def found(*steps: Step, choices: Choices | None = None) -> list[tuple[str, str, int, int]]:
    timeline = compile_flow(marked(flow(*steps)), choices or Choices())
    return [(m.name, m.work.value, m.right, m.left) for m in muscles_of(timeline)]


def test_the_other_side_is_the_opposite_one() -> None:
    right = stay("warrior", breaths(3), sides=(Side.RIGHT,))
    assert found(right) == [
        ("abdominals", "works", 3, 3),
        ("gluteus maximus", "works", 0, 3),
        ("quadriceps", "works", 0, 3),
        ("hip flexors", "stretches", 0, 3),
    ]


def test_both_sides_of_a_pose_are_counted_where_they_are_taken() -> None:
    uneven = {Side.RIGHT: breaths(5), Side.LEFT: breaths(8)}
    assert found(PoseStep("pigeon", uneven, 1, sides=RIGHT_LEFT)) == [
        ("gluteus maximus", "stretches", 5, 8),
        ("hip flexors", "stretches", 8, 5),
    ]


def test_what_works_comes_first_and_then_what_has_most_breaths() -> None:
    steps = (stay("pigeon", breaths(9)), stay("bridge", Amount(Unit.REPS, 2, 2)))
    assert [(name, work) for name, work, _, _ in found(*steps)] == [
        ("gluteus maximus", "works"),
        ("hip flexors", "stretches"),
        ("gluteus maximus", "stretches"),
    ]


def test_a_rest_counts_where_its_pose_names_muscles_and_settling_never() -> None:
    rest = RestStep(breaths(4), 1, pose="childs-pose")
    assert found(rest) == [("lower back", "stretches", 4, 4)]
    assert found(RestStep(breaths(4), 1, pose="mountain")) == []


def test_movements_are_counted_by_their_in_breaths() -> None:
    fold = MoveStep(Half.EXHALE, 1, "fold")
    rise = MoveStep(Half.INHALE, 1, "fold")
    assert found(rise, fold, rise, fold) == [("hamstrings", "stretches", 2, 2)]


def test_a_hold_of_seconds_is_counted_by_the_breaths_begun_in_it() -> None:
    plan = compile_flow(marked(flow(stay("pigeon", seconds(30), sides=(Side.LEFT,)))), Choices())
    (glute, _) = muscles_of(plan)
    assert (glute.right, glute.left) == (0, plan.breaths)
    assert plan.breaths > 0


def test_an_option_that_adds_sides_leaves_what_both_sides_do() -> None:
    bridge = stay("bridge", breaths(5))
    lifted = stay("bridge", breaths(5), options=("leg-lift",), sides=RIGHT_LEFT)
    assert found(bridge)[0] == ("gluteus maximus", "works", 5, 5)
    assert found(lifted)[0] == ("gluteus maximus", "works", 10, 10)


def test_choices_are_counted_as_they_stand() -> None:
    group = Group((stay("pigeon", breaths(5, 10)),), 1, sides=RIGHT_LEFT)
    timeline = compile_flow(marked(flow(group)), Choices(adjust={(0, 0): 2}))
    assert [(m.right, m.left) for m in muscles_of(timeline)] == [(7, 7), (7, 7)]


def test_a_muscle_that_is_named_twice_works_once() -> None:
    twice = (Muscle("arms", WORKS, SIDE), Muscle("arms", WORKS))
    plain = flow(stay("pigeon", breaths(5), sides=(Side.RIGHT,)))
    poses = {**POSES, "pigeon": replace(POSES["pigeon"], muscles=twice)}
    (arms,) = muscles_of(compile_flow(replace(plain, poses=poses), Choices()))
    assert (arms.right, arms.left, arms.breaths) == (5, 5, 10)


def _reckoned(timeline: Timeline) -> Counter[tuple[str, Work, Side]]:
    """The same, the long way round."""
    counted: Counter[tuple[str, Work, Side]] = Counter()
    for segment in timeline.segments:
        pose = timeline.pose(segment.pose)
        if pose is None or segment.kind not in COUNTED:
            continue
        for muscle in pose.muscles:
            for side in Side:
                near = muscle.side is MuscleSide.BOTH or segment.side is None
                if near or (segment.side is side) is (muscle.side is SIDE):
                    counted[muscle.name, muscle.work, side] += segment.breaths
    return +counted


@settings(max_examples=examples(120), deadline=None)
@given(flows(), st.sampled_from([None, *Side]))
def test_the_breaths_are_those_of_the_timeline(plain: Flow, first: Side | None) -> None:
    timeline = compile_flow(marked(plain), Choices(first=first))
    muscles = muscles_of(timeline)
    on_sides = {(m.name, m.work, side): m.on(side) for m in muscles for side in Side}
    assert {what: n for what, n in on_sides.items() if n} == _reckoned(timeline)
    assert all(m.breaths for m in muscles)
    assert all(m.on(side) <= timeline.breaths for m in muscles for side in Side)
    works = [m.work is WORKS for m in muscles]
    assert works == sorted(works, reverse=True)


@settings(max_examples=examples(120), deadline=None)
@given(flows())
def test_the_side_that_goes_first_changes_no_sum(plain: Flow) -> None:
    plans = [compile_flow(marked(plain), Choices(first=side, countdown=0)) for side in Side]
    right, left = (muscles_of(plan) for plan in plans)
    sums = [{(m.name, m.work): m.breaths for m in muscles} for muscles in (right, left)]
    assert sums[0] == sums[1]
    # A movement that names no pose stays in the last one, on the side that was last.
    if not any(segment.kind is SegmentKind.MOVE for segment in plans[0].segments):
        assert sorted(right, key=str) == sorted(left, key=str)


# -- in words -----------------------------------------------------------------------------------


def test_where_no_side_is_named_both_are_meant() -> None:
    back = Muscle("quadriceps", WORKS, OTHER)
    assert back.sides(Side.LEFT) == (Side.RIGHT,)
    assert back.sides(None) == tuple(Side)


def test_the_balance_names_the_side_that_has_more() -> None:
    thigh, glute = MuscleBreaths("quadriceps", WORKS, 3, 6), MuscleBreaths("arms", WORKS, 4, 5)
    assert balance([MuscleBreaths("neck", WORKS, 5, 5)]) == ""
    assert balance([]) == ""
    assert balance([glute]) == "the left works 1 breath more"
    assert balance([glute, thigh]) == "the left works 3 breaths more"
    chest = MuscleBreaths("chest", STRETCHES, 2, 0)
    assert (
        balance([thigh, chest])
        == "the left works 3 breaths more, the right stretches 2 breaths more"
    )
    ball = MuscleBreaths("piriformis", RELEASES, 9, 1), MuscleBreaths("calves", RELEASES, 0, 2)
    assert balance(ball) == "8 breaths more release for the right piriformis"


def test_a_muscle_is_named_where_another_leans_the_other_way() -> None:
    hips = MuscleBreaths("hip flexors", STRETCHES, 8, 5)
    glute = MuscleBreaths("gluteus maximus", STRETCHES, 5, 8)
    assert balance([glute, hips]) == "3 breaths more stretch for the left gluteus maximus"


def test_the_plan_in_lines_ends_with_its_muscles() -> None:
    uneven = {Side.RIGHT: breaths(5), Side.LEFT: breaths(8)}
    steps = (stay("bridge", breaths(5)), PoseStep("pigeon", uneven, 1, sides=RIGHT_LEFT))
    text = show_text(compile_flow(marked(flow(*steps)), Choices()))
    assert text.split("\n\n")[-3:] == [
        "Works, in breaths on each side: gluteus maximus 5",
        "Stretches, in breaths on each side: hip flexors 13 right and 10 left, gluteus\n"
        "maximus 5 right and 8 left",
        "3 breaths more stretch for the right hip flexors.",
    ]
    assert "breaths on each side" not in show_text(compile_flow(flow(*steps), Choices()))
