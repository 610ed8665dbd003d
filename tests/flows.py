"""Flows for tests: a few poses, and hypothesis strategies for whole flows as model objects."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement, product
from typing import TypeVar

from hypothesis import strategies as st

from tests.bundled import bundled_stances
from yogaflow.model import (
    Amount,
    Breath,
    Entrance,
    Flow,
    Group,
    Half,
    Haste,
    MoveStep,
    Option,
    Phase,
    Place,
    Pose,
    PoseKind,
    PoseStep,
    Position,
    RestStep,
    SayStep,
    Side,
    Step,
    Unit,
    Words,
)

T = TypeVar("T")

REP = (
    Phase("Lift", half=Half.INHALE),
    Phase("Stay up", seconds=2.0),
    Phase("Lower", half=Half.EXHALE),
)


def _pose(key: str, position: Position | None, *, sides: str = "", **more: object) -> Pose:
    fields: dict[str, object] = {
        "key": key,
        "name": key.replace("-", " ").capitalize(),
        "position": position,
        "starts": position,
        "sides": sides,
        "come_in": Entrance(12.0, (Words("Come in slowly."), Words("Breathe.", once=True))),
        "come_out": (Words("Come out."),),
        "cues": ("Grow long.", "Let the <side> hip soften." if sides else "Stay soft."),
        "cautions": ("Never into sharp pain.",),
    }
    return Pose(**{**fields, **more})  # type: ignore[arg-type]


POSES: dict[str, Pose] = {
    pose.key: pose
    for pose in (
        _pose("mountain", Position.STANDING, kind=PoseKind.REST),
        _pose("childs-pose", Position.KNEELING, kind=PoseKind.REST),
        _pose("easy-seat", Position.SEATED, kind=PoseKind.REST),
        _pose("prone-rest", Position.PRONE, kind=PoseKind.REST),
        _pose("supine-rest", Position.SUPINE, kind=PoseKind.REST),
        _pose("locust", Position.PRONE, kind=PoseKind.STRENGTHEN, can_see=False),
        _pose(
            "warrior",
            Position.STANDING,
            kind=PoseKind.STRENGTHEN,
            sides="<side> foot in front",
            switch=Entrance(9.0, (Words("Turn to the other end."),)),
        ),
        _pose(
            "pigeon",
            Position.PRONE,
            sides="<side> knee forward",
            starts=Position.ALL_FOURS,
            come_from={"warrior": Entrance(17.0, (Words("Step back."),))},
        ),
        _pose(
            "bridge",
            Position.SUPINE,
            kind=PoseKind.STRENGTHEN,
            rep=REP,
            options={
                "leg-lift": Option("leg-lift", "Leg lift", sides="<side> leg up", seconds=3.0),
                "band": Option("band", "Band", props=("band",), excludes=("leg-lift",)),
            },
        ),
        _pose(
            "steps", Position.STANDING, sides="travelling <side>", rep=(Phase("Step", None, 4.0),)
        ),
        _pose("arms-up", Position.STANDING, kind=PoseKind.FLOWING, call="Arms up"),
        _pose("fold", Position.STANDING, kind=PoseKind.FLOWING, call="Fold"),
        _pose("down-dog", Position.ARM_SUPPORT, kind=PoseKind.FLOWING, call="Down dog"),
        _pose("stork", None, sides="<side> leg up"),
        _pose("siesta", Position.SIDE_LYING, kind=PoseKind.REST),
    )
}

STAYED = ("mountain", "locust", "warrior", "pigeon", "bridge", "easy-seat", "stork", "siesta")
REPEATED = ("bridge", "steps")
MOVED = ("arms-up", "fold", "down-dog", "warrior")


def breaths(low: int, high: int | None = None) -> Amount:
    """So many breaths."""
    return Amount(Unit.BREATHS, low, high or low)


def seconds(low: int, high: int | None = None) -> Amount:
    """So many seconds."""
    return Amount(Unit.SECONDS, low, high or low)


def reps(low: int, high: int | None = None) -> Amount:
    """So many repetitions."""
    return Amount(Unit.REPS, low, high or low)


def stay(pose: str, amount: Amount, **more: object) -> PoseStep:
    """A step that stays the same on both sides."""
    return PoseStep(pose, dict.fromkeys(Side, amount), 1, **more)  # type: ignore[arg-type]


def flow(*steps: Step, breath: Breath | None = None) -> Flow:
    """A flow of those steps with the test poses."""
    return Flow("test", "Test flow", steps, POSES, breath=breath, stances=bundled_stances())


RIGHT_LEFT = (Side.RIGHT, Side.LEFT)

HIPS = flow(
    Group((stay("pigeon", breaths(5, 10)), stay("warrior", breaths(3, 5))), 1, sides=RIGHT_LEFT),
    RestStep(breaths(5), 4),
)
"""Two poses on the right, the same two on the left, a rest."""


def any_of(found: Sequence[T]) -> st.SearchStrategy[T]:
    """One of them, in one draw: half of a property's time goes by in drawing its flow.

    `sampled_from` would write all of them into its name.
    """
    return st.integers(0, len(found) - 1).map(lambda index: found[index])


def amounts(unit: Unit, top: int) -> st.SearchStrategy[Amount]:
    """An amount or a range up to `top`."""
    ends = combinations_with_replacement(range(1, top + 1), 2)
    return any_of([Amount(unit, low, high) for low, high in ends])


LINES = st.integers(1, 99)
held = st.one_of(amounts(Unit.BREATHS, 6), amounts(Unit.SECONDS, 40))
side_lists = st.sampled_from(
    [None, (Side.RIGHT,), (Side.LEFT,), RIGHT_LEFT, (Side.LEFT, Side.RIGHT)]
)
BREATHS = [
    Breath(*phases) for phases in product([2.0, 3.0, 4.5], [2.0, 4.0, 6.5], [0.0, 1.0], [0.0, 0.5])
]
# As often none as one.
breath_choices = any_of([*[None] * len(BREATHS), *BREATHS])
WORDS = [
    Words(text, at=at, once=once)
    for text, at, once in product(
        ["Soften.", "Let the <side> hip grow heavy, and breathe."],
        [*Place, breaths(2), seconds(7)],
        [False, True],
    )
]
words = st.lists(any_of(WORDS), max_size=2).map(tuple)


transitions = st.sampled_from([None, None, Entrance(8.0), Haste.DIRECT])
settles = st.sampled_from([None, None, True, False])

# Made once: hypothesis looks through a strategy anew each time it is made.
one_in_two = st.booleans()
one_in_six = st.integers(0, 5).map(lambda number: number == 0)
intervals = st.sampled_from([0, 0, 0, 30, 90])
halves = st.sampled_from(list(Half))
moved = st.sampled_from([*[None] * len(MOVED), *MOVED])
moved_sides = st.sampled_from([None, *Side])
bridge_options = st.sampled_from([(), ("band",), ("leg-lift",)])
counts = amounts(Unit.REPS, 4)
repeated_poses, stayed_poses = st.sampled_from(REPEATED), st.sampled_from(STAYED)
sets_and_rests = any_of(list(product([1, 2, 3], [None, RestStep(seconds(6), 1)])))


@st.composite
def pose_steps(draw: st.DrawFn, *, waits: bool = True, timed: bool = True) -> PoseStep:
    """A hold or repetitions, with any of the keys a step may have."""
    repeated = draw(one_in_two)
    pose = draw(repeated_poses if repeated else stayed_poses)
    amount = draw(counts if repeated else held)
    sets, between = draw(sets_and_rests)
    sided = bool(POSES[pose].sides)
    own = {Side.RIGHT: amount, Side.LEFT: amount}
    sides = draw(side_lists) if sided else None
    every = draw(intervals) if timed else 0
    return PoseStep(
        pose,
        own,
        draw(LINES),
        sides=sides,
        say=draw(words),
        options=draw(bridge_options) if pose == "bridge" else (),
        transition=draw(transitions),
        settle=draw(settles),
        breath=draw(breath_choices),
        sets=sets,
        between=None if every else between,
        every=every,
        alternate=pose == "steps" and len(sides or RIGHT_LEFT) == 2 and draw(one_in_two),
        wait=waits and not every and draw(one_in_six),
        optional=draw(one_in_two),
    )


@st.composite
def move_steps(draw: st.DrawFn) -> MoveStep:
    """Half a breath, of either kind."""
    pose = draw(moved)
    return MoveStep(
        draw(halves),
        draw(LINES),
        pose=pose,
        side=draw(moved_sides) if pose == "warrior" else None,
        breath=draw(breath_choices),
    )


rest_steps = st.builds(
    RestStep, held, LINES, pose=st.sampled_from([None, "mountain"]), settle=settles
)
say_steps = st.builds(SayStep, st.just(("Set an intention.",)), LINES)


def steps(*, waits: bool = True, timed: bool = True) -> st.SearchStrategy[Step]:
    """Any step, groups in groups included."""
    leaves: st.SearchStrategy[Step] = st.one_of(
        pose_steps(waits=waits, timed=timed), move_steps(), rest_steps, say_steps
    )

    def grouped(inner: st.SearchStrategy[Step]) -> st.SearchStrategy[Step]:
        return st.builds(
            Group,
            st.lists(inner, min_size=1, max_size=3).map(tuple),
            LINES,
            sides=side_lists,
            repeat=amounts(Unit.REPS, 3),
            every=st.sampled_from([0, 0, 0, 120] if timed else [0]),
            breath=breath_choices,
            optional=st.booleans(),
            transition=transitions,
            settle=settles,
        )

    return st.recursive(leaves, grouped, max_leaves=5)


def flows(*, waits: bool = True, timed: bool = True) -> st.SearchStrategy[Flow]:
    """Whole flows; `timed` with sets and rounds that begin every so many seconds."""
    return st.lists(steps(waits=waits, timed=timed), min_size=1, max_size=4).map(lambda s: flow(*s))
