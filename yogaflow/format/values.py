"""The values that several kinds of mapping share: breath, lines to say, ways in.

Each is a few rows of the table of keys and the function that makes the model's object of them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from yogaflow.format.counts import (
    ANY_AMOUNT,
    DURATION,
    HOLDING,
    AmountShape,
    Number,
    amount_pattern,
)
from yogaflow.format.nodes import Node, Scalar
from yogaflow.format.problems import Report, shown
from yogaflow.format.quoting import LONGEST_WORDS
from yogaflow.format.records import Fields, Key, MappingShape, ObjectShape, Record
from yogaflow.format.shapes import (
    Choice,
    Json,
    ListOf,
    Shape,
    Shared,
    Text,
    YesNo,
    quoted_pattern,
    raw_text,
)
from yogaflow.model import (
    FREE,
    QUICKEST,
    Amount,
    Bells,
    Breath,
    Entrance,
    Fact,
    Facts,
    Haste,
    Place,
    Transition,
    Unit,
    Words,
)

DEFAULT_ENTRANCE = 10.0
"""Seconds of a way in that names none."""

BREATH_IN = Key("in", Number(QUICKEST, 60), "Seconds of the in-breath.", required=True)
BREATH_OUT = Key("out", Number(QUICKEST, 60), "Seconds of the out-breath.", required=True)
BREATH_FULL = Key("full", Number(0, 60), "Seconds of rest with full lungs.")
BREATH_EMPTY = Key("empty", Number(0, 60), "Seconds of rest with empty lungs.")
BREATH_KEYS = Record("a breath", BREATH_IN, BREATH_OUT, BREATH_FULL, BREATH_EMPTY)


def _breath(fields: Fields, _report: Report) -> Breath | None:
    inhale, exhale = fields.get(BREATH_IN), fields.get(BREATH_OUT)
    if inhale is None or exhale is None:
        return None
    full, empty = fields.default(BREATH_FULL, 0.0), fields.default(BREATH_EMPTY, 0.0)
    return Breath(inhale, exhale, full, empty)


BREATH_SHAPE = Shared("breath", ObjectShape(MappingShape(BREATH_KEYS), _breath))


class _Breathing(Shape[Breath]):
    """What BREATH_SHAPE reads, or the word `free`."""

    __slots__ = ()

    def read(self, node: Node, report: Report) -> Breath | None:
        if not isinstance(node, Scalar) or node.broken:
            return BREATH_SHAPE.read(node, report)
        if node.text.strip() == "free":
            return FREE
        report.at(node, f"{shown(node.text)}: write {{in: 4, out: 6}}, or free")
        return None

    def schema(self) -> Json:
        return {"anyOf": [quoted_pattern("free"), BREATH_SHAPE.schema()]}


BREATHING = Shared("breathing", _Breathing())
"""A breath, or `free` for none that is led."""


class _Bells(Shape[Bells]):
    """`every 5 min`, or an instant, or a list of instants."""

    __slots__ = ()
    _instants = ListOf(DURATION)

    def read(self, node: Node, report: Report) -> Bells | None:
        if isinstance(node, Scalar) and not node.broken:
            word, _, rest = node.text.strip().partition(" ")
            if word == "every":
                every = DURATION.read(Scalar(node.line, node.column, rest), report)
                if every is not None and every < BELLS_APART:
                    report.at(node, f"{shown(rest)}: {BELLS_APART} seconds apart at least")
                    return None
                return None if every is None else Bells(every)
            if not word[:1].isdigit():
                report.at(node, f"{shown(node.text)}: write every 5 min, or [5 min, 10 min]")
                return None
        found = self._instants.read(node, report)
        if found is None:
            return None
        for one, two in pairwise(found):
            if two - one < BELLS_APART:
                text = f"bells ring one after the other, {BELLS_APART} seconds apart at least"
                report.at(node, text)
                return None
        return Bells(at=found)

    def schema(self) -> Json:
        every = amount_pattern((Unit.SECONDS,))
        return {"anyOf": [quoted_pattern(rf"every\s+{every}"), self._instants.schema()]}


BELLS_APART = 10
"""Seconds between two bells: each has its time to ring."""
BELLS_SHAPE = Shared("bells", _Bells())

SPOKEN = Text(LONGEST_WORDS, spoken=True)
LINE_TEXT = Key("text", SPOKEN, "The line to say.", required=True)
LINE_ONCE = Key("once", YesNo(), "true: left out when the same step comes round again.")
_FACTS = Shared("facts", ListOf(Choice(Fact)))
LINE_NEEDS = Key("needs", _FACTS, "How the body is before it: hands down.")
LINE_LEAVES = Key("leaves", _FACTS, "How the body is after it; not said where it is so already.")
LINE_KEYS = Record("a line", LINE_TEXT, LINE_ONCE, LINE_NEEDS, LINE_LEAVES)
ROAD_TEXT = Key("text", Text(100, words=8), "The line to say, eight words at most.", required=True)
ROAD_KEYS = Record("a line of a way", ROAD_TEXT, LINE_NEEDS, LINE_LEAVES)
HOLDS = Key("holds", _FACTS, "How the body is there: hands down, torso folded.")


def facts_at(fields: Fields, key: Key[tuple[Fact, ...]]) -> Facts:
    """The facts that stand at a key; none where it is not there."""
    facts = fields.get(key)
    return frozenset(facts or ())


def _line(fields: Fields, _report: Report) -> Words | None:
    text = fields.get(LINE_TEXT)
    if text is None:
        return None
    return Words(
        text,
        once=fields.default(LINE_ONCE, False),
        needs=facts_at(fields, LINE_NEEDS),
        leaves=facts_at(fields, LINE_LEAVES),
    )


LINES = Shared("lines", ListOf(ObjectShape(MappingShape(LINE_KEYS, LINE_TEXT), _line)))
"""A text, or a list of texts and `{text, once, needs, leaves}`."""
ROAD_LINES = Shared("road-lines", ListOf(ObjectShape(MappingShape(ROAD_KEYS, ROAD_TEXT), _line)))
"""As LINES, for what everybody hears: short, and said every time."""


class _At(Shape[Place | Amount]):
    """Where a line is said: a place in the hold, or so far into it."""

    __slots__ = ()
    _places = Choice(Place)
    _amounts = AmountShape(Unit.BREATHS, Unit.SECONDS, single=True)

    def read(self, node: Node, report: Report) -> Place | Amount | None:
        text = raw_text(node, report, "start, halfway, end or an amount")
        if text is None:
            return None
        if text.strip()[:1].isdigit():
            return self._amounts.read(node, report)
        return self._places.read(node, report)

    def schema(self) -> Json:
        return {"anyOf": [self._places.schema(), self._amounts.schema()]}


PLACED_AT = Key("at", _At(), "When: start, halfway, end, or an amount such as 3 breaths.")
PLACED_KEYS = Record("a line", PLACED_AT, LINE_TEXT, LINE_ONCE)


def _placed(fields: Fields, _report: Report) -> Words | None:
    text = fields.get(LINE_TEXT)
    if text is None:
        return None
    place = fields.default(PLACED_AT, Place.START)
    return Words(text, place, fields.default(LINE_ONCE, False))


PLACED_LINES = Shared(
    "placed-lines", ListOf(ObjectShape(MappingShape(PLACED_KEYS, LINE_TEXT), _placed))
)
"""A text, or a list of texts and `{at, text, once}`."""

CUE_TEXT = Key("text", Text(100, words=8), "What is said: eight words at most.", required=True)
CUE_MUST = Key("must", YesNo(), "true: said the first time one stays, before all others.")
CUE_KEYS = Record("a cue", CUE_TEXT, CUE_MUST)


class Cue(NamedTuple):
    """A cue of a pose, and whether it is said every time."""

    text: str
    must: bool


def _cue(fields: Fields, _report: Report) -> Cue | None:
    text = fields.get(CUE_TEXT)
    return None if text is None else Cue(text, fields.default(CUE_MUST, False))


CUES = Shared("cues", ListOf(ObjectShape(MappingShape(CUE_KEYS, CUE_TEXT), _cue)))
"""A text, or a list of texts and `{text, must}`."""

ENTRANCE_SECONDS = Key("seconds", DURATION, "How long the way takes at least: 15s.")
ENTRANCE_SAY = Key("say", LINES, "What is said on the way, line by line.")
ENTRANCE_KEYS = Record("a way in", ENTRANCE_SECONDS, ENTRANCE_SAY, least=1)


def _entrance(fields: Fields, _report: Report) -> Entrance:
    seconds = fields.default(ENTRANCE_SECONDS, DEFAULT_ENTRANCE)
    return Entrance(seconds, fields.default(ENTRANCE_SAY, ()))


def _duration_or_line(text: str) -> Key[Any]:
    """Two words of which the first begins with a digit are meant as a duration."""
    looks = text.strip()[:1].isdigit() and len(text.split()) <= 2
    return ENTRANCE_SECONDS if looks else ENTRANCE_SAY


ENTRANCE = Shared(
    "entrance",
    ObjectShape(
        MappingShape(
            ENTRANCE_KEYS,
            ENTRANCE_SECONDS,
            ENTRANCE_SAY,
            short=_duration_or_line,
            listed=ENTRANCE_SAY,
        ),
        _entrance,
    ),
)
"""`{seconds, say}`, or only lines, or only a duration."""


class _Hurried(Shape[Transition]):
    """What `usual` reads, or one of the words that say how a way is hurried."""

    __slots__ = ("usual",)

    _words = Choice(Haste)

    def __init__(self, usual: Shape[Entrance]) -> None:
        self.usual = usual

    def read(self, node: Node, report: Report) -> Transition | None:
        if isinstance(node, Scalar) and node.text.strip()[:1].isalpha():
            return self._words.read(node, report)
        return self.usual.read(node, report)

    def schema(self) -> Json:
        return {"anyOf": [self._words.schema(), self.usual.schema()]}


class _Time(Shape[Entrance]):
    """A duration, for the whole of a way."""

    __slots__ = ()

    def read(self, node: Node, report: Report) -> Entrance | None:
        seconds = DURATION.read(node, report)
        return None if seconds is None else Entrance(seconds)

    def schema(self) -> Json:
        return DURATION.schema()


TRANSITION_SHAPE = Shared(
    "transition", _Hurried(ObjectShape(MappingShape(ENTRANCE_KEYS, ENTRANCE_SECONDS), _entrance))
)
"""`{seconds, say}`, only a duration, or a word."""

TRANSITIONS_SHAPE = Shared("transitions", _Hurried(_Time()))
"""For many ways: a duration or a word."""

SHARED: tuple[Shared[Any], ...] = (
    ANY_AMOUNT,
    HOLDING,
    DURATION,
    BREATH_SHAPE,
    BREATHING,
    BELLS_SHAPE,
    _FACTS,
    LINES,
    ROAD_LINES,
    PLACED_LINES,
    CUES,
    ENTRANCE,
    TRANSITION_SHAPE,
    TRANSITIONS_SHAPE,
)
"""What the schemas write once."""


class SinglePairShape(Shape[tuple[Scalar, Node]]):
    """A list entry with one key and its value: `- in: Lift the hips`."""

    __slots__ = ("example", "key_pattern", "value")

    def __init__(self, example: str, key_pattern: str, value: Json) -> None:
        self.example = example
        self.key_pattern = key_pattern
        self.value = value

    def read(self, node: Node, report: Report) -> tuple[Scalar, Node] | None:
        from yogaflow.format.nodes import Mapping

        if isinstance(node, Mapping) and len(node.keys) == 1:
            ((name, key),) = node.keys.items()
            return key, node.values[name]
        if not (isinstance(node, Scalar) and node.broken):
            report.at(node, f"one key and its value, as in: {self.example}")
        return None

    def schema(self) -> Json:
        return {
            "type": "object",
            "patternProperties": {self.key_pattern: self.value},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }
