"""Flows for tests: a few poses, and hypothesis strategies for whole flows as model objects."""

from __future__ import annotations

from hypothesis import strategies as st

from yogaflow.model import (
    Amount,
    Breath,
    Entrance,
    Flow,
    Group,
    Half,
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

REP = (
    Phase("Lift", half=Half.INHALE),
    Phase("Stay up", seconds=2.0),
    Phase("Lower", half=Half.EXHALE),
)


def _pose(key: str, position: Position, *, sides: str = "", **more: object) -> Pose:
    fields: dict[str, object] = {
        "key": key,
        "name": key.replace("-", " ").capitalize(),
        "position": position,
        "starts": position,
        "sides": sides,
        "come_in": Entrance(12.0, (Words("Come in slowly."), Words("Breathe.", once=True))),
        "come_out": ("Come out.",),
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
    )
}

STAYED = ("mountain", "locust", "warrior", "pigeon", "bridge", "easy-seat")
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
    return Flow("test", "Test flow", steps, POSES, breath=breath)


RIGHT_LEFT = (Side.RIGHT, Side.LEFT)

HIPS = flow(
    Group((stay("pigeon", breaths(5, 10)), stay("warrior", breaths(3, 5))), 1, sides=RIGHT_LEFT),
    RestStep(breaths(5), 4),
)
"""Two poses on the right, the same two on the left, a rest."""


def amounts(unit: Unit, top: int) -> st.SearchStrategy[Amount]:
    """An amount or a range up to `top`."""
    ends = st.lists(st.integers(1, top), min_size=2, max_size=2).map(sorted)
    return ends.map(lambda e: Amount(unit, e[0], e[1]))


held = st.one_of(amounts(Unit.BREATHS, 6), amounts(Unit.SECONDS, 40))
side_lists = st.sampled_from(
    [None, (Side.RIGHT,), (Side.LEFT,), RIGHT_LEFT, (Side.LEFT, Side.RIGHT)]
)
breath_choices = st.none() | st.builds(
    Breath,
    inhale=st.sampled_from([2.0, 3.0, 4.5]),
    exhale=st.sampled_from([2.0, 4.0, 6.5]),
    full=st.sampled_from([0.0, 1.0]),
    empty=st.sampled_from([0.0, 0.5]),
)
words = st.lists(
    st.builds(
        Words,
        text=st.sampled_from(["Soften.", "Let the <side> hip grow heavy, and breathe."]),
        at=st.one_of(st.sampled_from(list(Place)), st.just(breaths(2)), st.just(seconds(7))),
        once=st.booleans(),
    ),
    max_size=2,
).map(tuple)


@st.composite
def pose_steps(draw: st.DrawFn, *, waits: bool = True) -> PoseStep:
    """A hold or repetitions, with any of the keys a step may have."""
    repeated = draw(st.booleans())
    pose = draw(st.sampled_from(REPEATED if repeated else STAYED))
    amount = draw(amounts(Unit.REPS, 4) if repeated else held)
    sided = bool(POSES[pose].sides)
    own = {Side.RIGHT: amount, Side.LEFT: amount}
    return PoseStep(
        pose,
        own,
        draw(st.integers(1, 99)),
        sides=draw(side_lists) if sided else None,
        say=draw(words),
        options=draw(st.sampled_from([(), ("band",), ("leg-lift",)])) if pose == "bridge" else (),
        transition=draw(st.none() | st.just(Entrance(8.0))),
        breath=draw(breath_choices),
        sets=draw(st.integers(1, 3)),
        between=draw(st.none() | st.just(RestStep(seconds(6), 1))),
        wait=waits and draw(st.integers(0, 5)) == 0,
        optional=draw(st.booleans()),
    )


@st.composite
def move_steps(draw: st.DrawFn) -> MoveStep:
    """Half a breath, of either kind."""
    pose = draw(st.none() | st.sampled_from(MOVED))
    return MoveStep(
        draw(st.sampled_from(list(Half))),
        draw(st.integers(1, 99)),
        pose=pose,
        side=draw(st.none() | st.sampled_from(list(Side))) if pose == "warrior" else None,
        breath=draw(breath_choices),
    )


rest_steps = st.builds(RestStep, held, st.integers(1, 99), pose=st.none() | st.just("mountain"))
say_steps = st.builds(SayStep, st.just(("Set an intention.",)), st.integers(1, 99))


def steps(*, waits: bool = True) -> st.SearchStrategy[Step]:
    """Any step, groups in groups included."""
    leaves: st.SearchStrategy[Step] = st.one_of(
        pose_steps(waits=waits), move_steps(), rest_steps, say_steps
    )

    def grouped(inner: st.SearchStrategy[Step]) -> st.SearchStrategy[Step]:
        return st.builds(
            Group,
            st.lists(inner, min_size=1, max_size=3).map(tuple),
            st.integers(1, 99),
            sides=side_lists,
            repeat=amounts(Unit.REPS, 3),
            breath=breath_choices,
            optional=st.booleans(),
        )

    return st.recursive(leaves, grouped, max_leaves=5)


def flows(*, waits: bool = True) -> st.SearchStrategy[Flow]:
    """Whole flows."""
    return st.lists(steps(waits=waits), min_size=1, max_size=4).map(lambda s: flow(*s))
