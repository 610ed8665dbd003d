"""The table of keys of a flow file: what may be written where, and what it means.

The checker (`flows`, `steps`) and the JSON Schema (`schema`) both read this table and nothing
else; a key that is not here does not exist. The rows of pose files are in `pose_keys`, those of
the values both share in `values`.
"""

from __future__ import annotations

from yogaflow.format.counts import HOLDING, Count, Seconds
from yogaflow.format.nodes import Mapping, Node, Sequence
from yogaflow.format.problems import Report
from yogaflow.format.records import Key, MappingShape, Record
from yogaflow.format.shapes import (
    Choice,
    Json,
    ListOf,
    Name,
    Names,
    RawShape,
    Sentences,
    Shape,
    Sides,
    Text,
    YesNo,
    raw_text,
)
from yogaflow.format.values import (
    BELLS_SHAPE,
    BREATHING,
    LINES,
    PLACED_LINES,
    SPOKEN,
    TRANSITION_SHAPE,
    TRANSITIONS_SHAPE,
)
from yogaflow.model import FORMAT_VERSION, Amount, Side


class HoldShape(Shape[dict[Side, Amount]]):
    """An amount, or one for each side: `{right: 5 breaths, left: 8 breaths}`."""

    __slots__ = ()

    def read(self, node: Node, report: Report) -> dict[Side, Amount] | None:
        if not isinstance(node, Mapping):
            amount = HOLDING.read(node, report)
            return None if amount is None else dict.fromkeys(Side, amount)
        fields = HOLD_SIDES.read(node, report)
        right, left = fields.get(HOLD_RIGHT), fields.get(HOLD_LEFT)
        if right is None or left is None:
            return None
        if right.unit is not left.unit:
            report.at(node, "both sides in the same unit, please")
            return None
        return {Side.RIGHT: right, Side.LEFT: left}

    def schema(self) -> Json:
        return {"anyOf": [HOLDING.schema(), HOLD_SIDES.schema()]}


HOLD_RIGHT = Key("right", HOLDING, "How long on the right.", required=True)
HOLD_LEFT = Key("left", HOLDING, "How long on the left.", required=True)
HOLD_SIDES = Record("a hold with sides", HOLD_RIGHT, HOLD_LEFT)


class RepsShape(Shape[tuple[Amount, ...]]):
    """How many repetitions; or a list, `[21, 15, 9]`, with one number for each round."""

    __slots__ = ()
    _one = Count(1000, ranges=True, reps=True)
    _each = Count(1000)

    def read(self, node: Node, report: Report) -> tuple[Amount, ...] | None:
        if not isinstance(node, Sequence):
            amount = self._one.read(node, report)
            return None if amount is None else (amount,)
        if len(node.items) < 2:
            report.at(node, "a list has a number for each round, [21, 15, 9]; else write reps: 12")
            return None
        found = [self._each.read(item, report) for item in node.items]
        amounts = tuple(amount for amount in found if amount is not None)
        return amounts if len(amounts) == len(found) else None

    def schema(self) -> Json:
        each = {"type": "array", "items": self._each.schema(), "minItems": 2}
        return {"anyOf": [self._one.schema(), each]}


class FormatShape(Shape[int]):
    """The version of the format; there is one."""

    __slots__ = ()

    def read(self, node: Node, report: Report) -> int | None:
        text = raw_text(node, report, "a number")
        if text is None or text.strip() == str(FORMAT_VERSION):
            return None if text is None else FORMAT_VERSION
        report.at(node, f"only format: {FORMAT_VERSION} is known")
        return None

    def schema(self) -> Json:
        return {"anyOf": [{"const": FORMAT_VERSION}, {"type": "string", "pattern": r"^\s*1\s*$"}]}


class Language(Shape[str]):
    """A language code. Unquoted `no` is Norwegian here, though YAML editors see `false`."""

    __slots__ = ()

    def read(self, node: Node, report: Report) -> str | None:
        text = raw_text(node, report, "a language such as en")
        if text is None:
            return None
        first, *rest = text.strip().split("-")
        good = first.isascii() and first.isalpha() and first.islower() and len(first) in (2, 3)
        if not good or not all(part.isascii() and part.isalnum() for part in rest):
            report.at(node, f"{text.strip()[:20]}: write a code such as en or pt-BR")
            return None
        return text.strip()

    def schema(self) -> Json:
        pattern = r"^\s*[a-z]{2,3}(?:-[A-Za-z0-9]+)*\s*$"
        return {"type": ["string", "boolean"], "pattern": pattern}


TITLE = Key("title", Text(80), "A name to show for this part of the practice.")
OPTIONAL = Key("optional", YesNo(), "true: left out first when the practice must be short.")
BREATH = Key("breath", BREATHING, "The breath here: {in: 4, out: 6}; or free, for none.")
SIDES = Key("sides", Sides(), "Which sides, and in which order: right, left.")
OPTIONS = Key("options", Names("an option"), "Options of the pose to switch on; no-NAME is off.")
WAIT = Key("wait", YesNo(), "true: stays until the person says go on.")
SAY = Key("say", PLACED_LINES, "What is said; with at: also halfway or at the end.")
TRANSITION = Key(
    "transition", TRANSITION_SHAPE, "How long the way in takes, 20s; or direct, or none."
)
TRANSITIONS = Key("transition", TRANSITIONS_SHAPE, "How long each way in takes, 5s; or direct.")
SETTLE = Key("settle", YesNo(), "A breath to settle in before staying: true always, false never.")
REPEAT = Key("repeat", Count(1000, ranges=True), "How many rounds: 3 or 3-4.")

EVERY = Key(
    "every", Seconds(5, 3600), "Each set or round begins so long after the one before: 1 min."
)

POSE = Key("pose", Name("a pose"), "The pose to stay in, by its key: pigeon.", required=True)
HOLD = Key("hold", HoldShape(), "How long to stay: 5 breaths, 30s; or one for each side.")
REPS = Key("reps", RepsShape(), "How often to repeat the pose: 12; or by rounds: [21, 15, 9].")
SETS = Key("sets", Count(100), "How many times the whole hold or all the reps.")
BETWEEN = Key("between", RawShape("between"), "What happens between two sets: 30s or a pose.")
BELLS = Key("bells", BELLS_SHAPE, "Bells in a hold of minutes: every 5 min, or [5 min, 8 min].")
ALTERNATE = Key("alternate", YesNo(), "true: the side changes with each repetition.")
POSE_STEP = Record(
    "a pose step",
    POSE,
    HOLD,
    REPS,
    SIDES,
    SAY,
    OPTIONS,
    TRANSITION,
    SETTLE,
    WAIT,
    BREATH,
    SETS,
    BETWEEN,
    BELLS,
    EVERY,
    ALTERNATE,
    OPTIONAL,
    TITLE,
    refused={
        "repeat": "repeat belongs to a group; here write sets: 3, or reps: 12",
        "rounds": "write sets: 3",
    },
)

MOVE_POSE = Key("pose", Name("a pose"), "The pose to move into.")
MOVE_SIDE = Key("side", Choice(Side), "Which side: right or left.")
MOVE_SAY = Key("say", LINES, "What is said with this half breath.")
MOVE = Record(
    "a movement",
    MOVE_POSE,
    MOVE_SIDE,
    MOVE_SAY,
    OPTIONS,
    BREATH,
    least=1,
    refused={"sides": "a movement goes to one side: write side: right"},
)
MOVE_SHAPE = MappingShape(MOVE, MOVE_POSE)
INHALE = Key("inhale", MOVE_SHAPE, "Move with one in-breath: the pose, or side and words.")
EXHALE = Key("exhale", MOVE_SHAPE, "Move with one out-breath: the pose, or side and words.")
MOVE_STEP = Record(
    "a movement",
    INHALE,
    EXHALE,
    OPTIONAL,
    TITLE,
    refused={
        key: f"{key} goes inside: inhale: {{pose: warrior-1, {key}: ...}}"
        for key in ("side", "say", "options", "breath")
    }
    | {"every": "every belongs to the group around it, beside its repeat"},
)

REST_HOLD = Key("hold", HOLDING, "How long to rest.", required=True)
REST = Record("a rest", POSE, REST_HOLD)
REST_SHAPE = MappingShape(REST, REST_HOLD)
REST_KEY = Key("rest", REST_SHAPE, "Rest where you are, or in a pose: 5 breaths.")
REST_STEP = Record(
    "a rest",
    REST_KEY,
    SAY,
    TRANSITION,
    SETTLE,
    BREATH,
    BELLS,
    WAIT,
    OPTIONAL,
    TITLE,
    refused={
        "sides": "a rest has no sides",
        "alternate": "a rest has no sides",
        "every": "every belongs to a pose with sets, or to a group with repeat",
    },
)

SAY_TEXT = Key("say", ListOf(SPOKEN), "Words to listen to.")
SAY_STEP = Record("a say step", SAY_TEXT, OPTIONAL, TITLE)

STEPS = Key("flow", RawShape("steps"), "The steps, each with its dash.", required=True)
GROUP = Record(
    "a group",
    STEPS,
    SIDES,
    REPEAT,
    EVERY,
    BREATH,
    TRANSITIONS,
    SETTLE,
    TITLE,
    OPTIONAL,
    refused={
        "wait": "a group cannot wait; write wait: true at a step in it",
        "sets": "a group has rounds: write repeat: 3",
        "say": "a group has no words of its own; write - say: ... as its first step",
        "alternate": "alternate is for one pose with reps; a group with sides and repeat takes its "
        "sides in turn already",
    },
)

USE = Key("use", Name("a part"), "The steps of a part, by its name.", required=True)
USE_STEP = Record(
    "a use of a part",
    USE,
    REPEAT,
    EVERY,
    SIDES,
    BREATH,
    TRANSITIONS,
    SETTLE,
    TITLE,
    OPTIONAL,
    refused=GROUP.refused,
)

FLOW_TITLE = Key("title", Text(80), "The name of the flow.", required=True)
ABOUT = Key("about", Text(1000), "What the flow is for, in a sentence or two.")
WHY = Key("why", Sentences(1000), "Why one does it, in three to five sentences; said with learn.")
NOTES = Key("notes", Sentences(4000, lines=True), "Notes for whoever teaches it; never said.")
AUTHOR = Key("author", Text(), "Who made the flow; stands on the hand-out.")
SOURCE = Key("source", Text(1000), "Where the flow comes from.")
FLOW_BREATH = Key("breath", BREATHING, "The breath of the whole flow: {in: 4, out: 6}; or free.")
POSES = Key("poses", RawShape("poses"), "Poses the library lacks: {crow: {name: Crow}}.")
PARTS = Key("parts", RawShape("parts"), "Steps written once, for use: in the flow.")
LANGUAGE = Key("language", Language(), "The language of the words: en.")
FORMAT = Key("format", FormatShape(), "The version of this format: 1.")
FLOW = Record(
    "a flow",
    FLOW_TITLE,
    ABOUT,
    WHY,
    NOTES,
    AUTHOR,
    SOURCE,
    LANGUAGE,
    FORMAT,
    FLOW_BREATH,
    TRANSITIONS,
    SETTLE,
    POSES,
    PARTS,
    STEPS,
)

STEP_FORMS: dict[str, Record] = {
    "flow": GROUP,
    "use": USE_STEP,
    "inhale": MOVE_STEP,
    "exhale": MOVE_STEP,
    "rest": REST_STEP,
    "pose": POSE_STEP,
}
"""The key that makes a step what it is, apart from `say` alone and a pose's own key."""

RESERVED = frozenset(
    name
    for record in (FLOW, POSE_STEP, MOVE, MOVE_STEP, REST, REST_STEP, GROUP, USE_STEP)
    for name in record.by_name
) | {"in", "out", "full", "empty", "at", "text", "once", "seconds", "rep", "side"}
"""Words that cannot be the key of a pose."""

YAML_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
"""Words other programs read as something else, so no pose, part or option is called so."""
