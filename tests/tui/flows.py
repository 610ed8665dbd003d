"""Small flows made of model objects, so that these tests depend on no file of the library."""

from __future__ import annotations

from yogaflow.model import (
    Amount,
    Breath,
    Effort,
    Entrance,
    Flow,
    Group,
    Half,
    MoveStep,
    Option,
    Phase,
    Pose,
    PoseKind,
    PoseStep,
    Position,
    RestStep,
    Side,
    Step,
    Unit,
    Words,
)

PIGEON = Pose(
    key="pigeon",
    name="Pigeon",
    sanskrit="Eka Pada Rajakapotasana",
    position=Position.PRONE,
    starts=Position.ALL_FOURS,
    sides="<side> knee forward",
    can_see=False,
    come_in=Entrance(
        15.0,
        (
            Words("<Side> knee forward, in front of that hip."),
            Words("<Side> foot toward the <other> wrist."),
            Words("<Other> leg long behind."),
        ),
    ),
    cues=("Let the <side> hip grow heavy.", "Breathe into the back of that hip."),
    come_out=(Words("Walk your hands back in."),),
    options={
        "block": Option("block", "Block under the hip", Effort.EASIER, props=("block",)),
    },
)
TWIST = Pose(
    key="half-seated-twist",
    name="Half-seated twist",
    short="Seated twist",
    sanskrit="Ardha Matsyendrasana",
    position=Position.SEATED,
    starts=Position.SEATED,
    sides="<side> knee up, twist to the <side>",
    breath=Breath(4, 5, full=1),
    come_in=Entrance(15.0, (Words("<Other> leg straight."), Words("Grow tall, turn <side>."))),
)
BRIDGE = Pose(
    key="bridge",
    name="Bridge",
    sanskrit="Setu Bandhasana",
    kind=PoseKind.STRENGTHEN,
    position=Position.SUPINE,
    starts=Position.SUPINE,
    can_see=False,
    rep=(
        Phase("Lift the hips", Half.INHALE),
        Phase("Stay up", seconds=2.0),
        Phase("Lower", Half.EXHALE),
    ),
)
MOUNTAIN = Pose("mountain", "Mountain", PoseKind.REST, sanskrit="Tadasana")
SALUTE = Pose("upward-salute", "Upward salute", PoseKind.FLOWING, call="arms up")
FOLD = Pose("forward-fold", "Forward fold", PoseKind.FLOWING, call="fold", can_see=False)
BACK_REST = Pose(
    "supine-rest",
    "Rest, knees bent",
    PoseKind.REST,
    Position.SUPINE,
    Position.SUPINE,
    short="Back rest",
)
EASY_SEAT = Pose(
    "easy-seat", "Easy seat", PoseKind.REST, Position.SEATED, Position.SEATED, sanskrit="Sukhasana"
)
CHILDS_POSE = Pose(
    "childs-pose",
    "Child's pose",
    PoseKind.REST,
    Position.KNEELING,
    Position.KNEELING,
    sanskrit="Balasana",
)
FRONT_REST = Pose(
    "prone-rest",
    "Rest on your front",
    PoseKind.REST,
    Position.PRONE,
    Position.PRONE,
    short="Front rest",
)
POSES = {
    pose.key: pose
    for pose in (
        PIGEON,
        TWIST,
        BRIDGE,
        MOUNTAIN,
        SALUTE,
        FOLD,
        BACK_REST,
        EASY_SEAT,
        CHILDS_POSE,
        FRONT_REST,
    )
}


def hold(pose: str, low: int, high: int = 0, line: int = 5, **more: object) -> PoseStep:
    """`- pose: LOW-HIGH breaths`."""
    amount = Amount(Unit.BREATHS, low, high or low)
    return PoseStep(pose, dict.fromkeys(Side, amount), line, **more)  # type: ignore[arg-type]


def reps(pose: str, count: int, line: int = 9) -> PoseStep:
    """`- pose: COUNT reps`."""
    return PoseStep(pose, {side: Amount(Unit.REPS, count, count) for side in Side}, line)


def flow(*steps: Step, key: str = "test", title: str = "Hip openers") -> Flow:
    """A flow of these steps."""
    return Flow(key, title, steps, POSES, about="A stretch for one hip, then for the other.")


HIPS = flow(
    Group(
        (hold("pigeon", 5, 10), hold("half-seated-twist", 5, 10, line=6)),
        4,
        sides=(Side.RIGHT, Side.LEFT),
    ),
    RestStep(Amount(Unit.BREATHS, 5, 5), 9),
    key="hip-openers",
)
REPS = flow(reps("bridge", 8), key="bridges", title="Bridges")
SALUTATION = flow(
    Group(
        (
            MoveStep(Half.INHALE, 4, "upward-salute"),
            MoveStep(Half.EXHALE, 5, "forward-fold"),
            MoveStep(Half.INHALE, 6, "upward-salute"),
            MoveStep(Half.EXHALE, 7, "mountain"),
        ),
        3,
        repeat=Amount(Unit.REPS, 3, 3),
    ),
    key="salutation",
    title="Sun salutation",
)
WAITING = flow(hold("pigeon", 2, wait=True, sides=(Side.LEFT,)), key="waiting", title="Your time")
