"""The table of keys of a pose file, and of a pose that a flow brings along."""

from __future__ import annotations

import re
from typing import Any

from yogaflow.format import figure_keys
from yogaflow.format.counts import DURATION
from yogaflow.format.figure_keys import FIGURE_KEY, NO_MUSCLES
from yogaflow.format.nodes import Node
from yogaflow.format.problems import Report, shown
from yogaflow.format.records import Key, Record
from yogaflow.format.shapes import (
    NAME_PATTERN,
    Choice,
    Json,
    ListOf,
    Names,
    RawShape,
    Shape,
    Text,
    YesNo,
    raw_text,
)
from yogaflow.format.values import BREATH_SHAPE, ENTRANCE, LINES, SinglePairShape
from yogaflow.format.values import CUES as CUE_SHAPE
from yogaflow.model import Counts, Effort, Ground, PoseKind, Position

MUSCLES = (
    "gluteus maximus",
    "gluteus medius",
    "gluteus minimus",
    "piriformis",
    "hamstrings",
    "quadriceps",
    "hip flexors",
    "lower back",
    "abdominals",
    "obliques",
    "pelvic floor",
    "inner thighs",
    "outer hips",
    "calves",
    "upper back",
    "shoulders",
    "chest",
    "arms",
    "neck",
    "feet",
)
"""The muscles and regions a pose may name; the figure knows where each is."""

_MUSCLE_WORDS = {
    "type": "string",
    "pattern": r"^\s*(?:works|stretches|releases)(?:\s+(?:side|other|both))?\s*$",
}
_MUSCLE_PATTERN = rf"^(?:{'|'.join((*MUSCLES, *NO_MUSCLES))})$"
_PHASE_PATTERN = r"^(?:in|out|[0-9]+(?:\.[0-9]+)?\s*s)$"

REP_SHAPE = ListOf(
    SinglePairShape("- in: Lift the hips", _PHASE_PATTERN, Text().schema()), single=False
)
REP = Key("rep", REP_SHAPE, "One repetition: in:, out: or seconds such as 2s:, in order.")
COUNT = Key("count", Choice(Counts), "pair: where sides alternate, one on either side is one rep.")

_GROUND = re.compile(rf"({NAME_PATTERN})( +other)?")


class GroundShape(Shape[Ground]):
    """A stance; with `other` behind it, on the other side than the pose's."""

    __slots__ = ()

    def read(self, node: Node, report: Report) -> Ground | None:
        text = raw_text(node, report, "a stance")
        if text is None:
            return None
        match = _GROUND.fullmatch(text.strip())
        if match is None:
            report.at(node, f"{shown(text)}: write a stance: low-lunge, or side-lying other")
            return None
        return Ground(match[1], other=bool(match[2]))

    def schema(self) -> Json:
        return {"type": "string", "pattern": rf"^\s*{_GROUND.pattern}\s*$"}


MUSCLE_PAIRS = ListOf(
    SinglePairShape("- piriformis: stretches side", _MUSCLE_PATTERN, _MUSCLE_WORDS),
    single=False,
)

OPTION_NAME = Key("name", Text(40), "The name to show.", required=True)
OPTION_LEVEL = Key("level", Choice(Effort), "easier, standard or harder than the plain pose.")
OPTION_SAY = Key("say", Text(), "What is said when the option is on.")
OPTION_PROPS = Key("props", ListOf(Text(60)), "What is needed: band, block.")
OPTION_EXCLUDES = Key("excludes", Names("an option"), "Options that cannot be on together.")
OPTION_SECONDS = Key("seconds", DURATION, "How much longer the way in takes: 5s.")
OPTION_SIDES = Key("sides", Text(60, side=True), "Makes the pose sided: <side> leg lifts.")
OPTION_STANCE = Key("stance", GroundShape(), "The stance with it, where it is another: forearms.")
OPTION_COME_IN = Key("come-in", ENTRANCE, "A way in of its own, in place of the pose's.")
OPTION_CUES = Key("cues", CUE_SHAPE, "Said while staying, in place of the pose's cues.")
OPTION_MUSCLES = Key(
    "muscles", MUSCLE_PAIRS, "What works, stretches or releases, in place of the pose's."
)
OPTION = Record(
    "an option",
    OPTION_NAME,
    OPTION_LEVEL,
    OPTION_SAY,
    OPTION_PROPS,
    OPTION_EXCLUDES,
    OPTION_SECONDS,
    REP,
    OPTION_SIDES,
    OPTION_STANCE,
    OPTION_COME_IN,
    OPTION_CUES,
    OPTION_MUSCLES,
    FIGURE_KEY,
)

NAME = Key("name", Text(60), "The name of the pose.", required=True)
SHORT = Key("short", Text(13), "The name in 13 letters at most, for the big view.")
SANSKRIT = Key("sanskrit", Text(80), "The Sanskrit name.")
SAY_AS = Key("say-as", Text(80), "The name as a voice should read it.")
GLOSS = Key("gloss", Text(40, words=3), "A plain word for beginners: chair.")
ALSO = Key("also", ListOf(Text(80)), "Other names of the pose.")
CALL = Key("call", Text(40, words=3), "What is called when flowing, three words at most.")
KIND = Key("kind", Choice(PoseKind), "What the pose is for; decides its breath.")
POSITION = Key("position", Choice(Position), "How the body meets the floor while staying.")
STARTS = Key("starts", Choice(Position), "The position the way in begins from.")
STANCE = Key("stance", GroundShape(), "The stance it begins and ends in: low-lunge.")
ENDS = Key("ends", GroundShape(), "The stance it ends in, where that is another one.")
POSE_SIDES = Key("sides", Text(60, side=True), "What a side names: <side> knee forward.")
CAN_SEE = Key("can-see", YesNo(), "false: the face is down or away from the screen.")
POSE_BREATH = Key("breath", BREATH_SHAPE, "The breath in this pose: {in: 4, out: 6}.")
COME_IN = Key("come-in", ENTRANCE, "The way in: lines to say, and seconds.")
FROM = Key("from", RawShape("from"), "Other ways in, by the pose before.")
SWITCH = Key("switch", ENTRANCE, "The way from one side to the other.")
CUES = Key("cues", CUE_SHAPE, "Said while staying; eight words each at most.")
COME_OUT = Key("come-out", LINES, "The way out, line by line.")
OPTIONS = Key("options", RawShape("options"), "Variations of the pose, by name.")
MUSCLE_LIST = Key(
    "muscles", MUSCLE_PAIRS, "Muscles: works, stretches or releases, then side, other or both."
)
PROPS = Key("props", ListOf(Text(60)), "What is needed: block, blanket.")
CAUTIONS = Key("cautions", ListOf(Text()), "When to take care, or to leave the pose out.")
POSE_SOURCE = Key("source", Text(1000), "Where the facts come from.")
POSE_FILE = Record(
    "a pose",
    NAME,
    SHORT,
    SANSKRIT,
    SAY_AS,
    GLOSS,
    ALSO,
    CALL,
    KIND,
    POSITION,
    STARTS,
    STANCE,
    ENDS,
    POSE_SIDES,
    CAN_SEE,
    POSE_BREATH,
    COME_IN,
    FROM,
    SWITCH,
    CUES,
    COME_OUT,
    REP,
    COUNT,
    OPTIONS,
    MUSCLE_LIST,
    PROPS,
    CAUTIONS,
    POSE_SOURCE,
    FIGURE_KEY,
)

DEFINES: dict[str, Shape[Any] | Record] = {
    "from": ENTRANCE,
    "options": OPTION,
    **figure_keys.FREE,
}
"""What the values of the mappings with free keys are."""

RECORDS: dict[str, Record] = figure_keys.DEFINES
"""The mappings that others refer to by name."""
