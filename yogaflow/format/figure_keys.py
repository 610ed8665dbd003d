"""The table of keys of a figure: how a pose looks, and what an option or a phase changes of it."""

from __future__ import annotations

import re
from typing import Any

from yogaflow.format.nodes import Node, Scalar, Sequence
from yogaflow.format.problems import Report, shown
from yogaflow.format.records import Key, Record
from yogaflow.format.shapes import (
    Choice,
    Json,
    ListOf,
    Name,
    RawShape,
    Shape,
    Shared,
    Text,
    raw_text,
)
from yogaflow.format.values import SinglePairShape
from yogaflow.model import Family, PropKind, Travel

SPINE = ("pelvis", "waist", "neck", "head")
LIMBS = ("shoulder", "elbow", "wrist", "hand", "hip", "knee", "ankle", "toe")
"""The joints that may be placed; those of `yogaflow.figure.body`, which is not loaded for them."""

FARTHEST = 300.0
"""Centimetres, either way: nothing of a person is farther from the middle of the mat."""

_NUMBER = r"-?[0-9]{1,3}(?:\.[0-9]{1,3})?"
_IS_NUMBER = re.compile(_NUMBER).fullmatch
_LOOKS_LIKE_ONE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?").fullmatch
_GAP = r"(?:\s*,\s*|\s+)"


class Numbers(Shape[tuple[float, ...]]):
    """Numbers with blanks or commas between, or as a list: `40 48 9`."""

    __slots__ = ("_fits", "least", "limit", "most", "pattern", "what")

    def __init__(self, what: str, least: int, most: int, limit: float) -> None:
        self.what = what
        self.least = least
        self.most = most
        self.limit = limit
        # The schema has the same pattern, so that what is read here is never marked there.
        self.pattern = rf"\s*{_NUMBER}(?:{_GAP}{_NUMBER}){{{least - 1},{most - 1}}}\s*"
        self._fits = re.compile(self.pattern).fullmatch

    def read(self, node: Node, report: Report) -> tuple[float, ...] | None:
        if isinstance(node, Sequence):
            texts = [item.text for item in node.items if isinstance(item, Scalar)]
            if len(texts) < len(node.items):
                report.at(node, f"{self.what}: numbers only")
                return None
            good = self.least <= len(texts) <= self.most and all(map(_IS_NUMBER, texts))
        else:
            text = raw_text(node, report, self.what)
            if text is None:
                return None
            texts = text.replace(",", " ").split()
            good = self._fits(text) is not None
        numbers = tuple(map(float, texts)) if good else ()
        if numbers and max(numbers) <= self.limit and min(numbers) >= -self.limit:
            return numbers
        written = node.text if isinstance(node, Scalar) else " ".join(texts)
        report.at(node, f"{shown(written)}: {self._wrong(texts)}")
        return None

    def _wrong(self, texts: list[str]) -> str:
        """Why texts are not the numbers that are wanted."""
        if not all(map(_LOOKS_LIKE_ONE, texts)):
            return f"{self.what} is written in numbers"
        if not self.least <= len(texts) <= self.most:
            return f"{self.what} has {self._count()}"
        if any(abs(float(text)) > self.limit for text in texts):
            return f"from -{self.limit:g} to {self.limit:g}"
        if all(map(_IS_NUMBER, texts)):
            return "a comma stands only between two numbers"
        return "three digits before the point and three after it at most"

    def _count(self) -> str:
        if self.least == self.most:
            return f"{self.least} number{'s' * (self.least > 1)}"
        return f"{self.least} or {self.most} numbers"

    def schema(self) -> Json:
        number: Json = {"type": "number", "minimum": -self.limit, "maximum": self.limit}
        forms: list[Json] = [
            {"type": "string", "pattern": f"^{self.pattern}$"},
            {
                "type": "array",
                "items": {"anyOf": [number, {"type": "string", "pattern": f"^{_NUMBER}$"}]},
                "minItems": self.least,
                "maxItems": self.most,
            },
        ]
        return {"anyOf": [number, *forms] if self.least == 1 else forms}


POINT = Shared("point", Numbers("a point", 2, 3, FARTHEST))
"""x forward, y up, z to the right, centimetres; z may be left out."""
DEGREES = Numbers("a turn", 1, 1, 360.0)


def _joints(what: str, names: tuple[str, ...]) -> Record:
    keys = (Key(name, POINT, f"Where the {name} is: forward, up, to the right.") for name in names)
    return Record(what, *keys, least=1)


SPINE_JOINTS = _joints("the spine", SPINE)
LIMB_JOINTS = _joints("the limbs", LIMBS)

VIEW = Key(
    "view",
    Numbers("a view", 2, 2, 360.0),
    "Where it is looked at from, degrees: around (0 right, 90 front), above.",
)
SPINE_KEY = Key("spine", RawShape("spine"), "Pelvis, waist, neck and head.")
BOTH = Key("both", RawShape("limbs"), "Joints of both sides; the left is mirrored.")
RIGHT = Key("right", RawShape("limbs"), "Joints of the right side.")
LEFT = Key("left", RawShape("limbs"), "Joints of the left side.")

TURN_BODY = Key("body", DEGREES, "The whole body on the mat, degrees to the right.")
TURN_HIPS = Key("hips", DEGREES, "The pelvis, degrees to the right.")
TURN_SHOULDERS = Key("shoulders", DEGREES, "The shoulders, degrees to the right.")
TURN_KEYS = Record("a turn", TURN_BODY, TURN_HIPS, TURN_SHOULDERS, least=1)
TURN = Key("turn", RawShape("turn"), "What is turned to the right, and how far.")

GAZE = Key("gaze", POINT, "Where the face looks, as a direction.")
NO_MUSCLES = ("spine", "ankles")
"""Could be named as muscles once: files that do are read, and these passed over."""
HIGHLIGHT = Key("highlight", ListOf(Text(40)), "The muscles that are lit: hamstrings other.")
CONTACTS = Key("contacts", ListOf(Text(40)), "The joints on the floor: knee, right hand.")
FAMILY = Key("family", Choice(Family), "How the body is carried; decides the way into the pose.")
_PROP_VALUE: Json = {
    "anyOf": [POINT.schema(), {"type": "string", "pattern": r"^\s*[a-z]+(?: [a-z]+)?\s*$"}]
}
PROPS = Key(
    "props",
    ListOf(
        SinglePairShape("- block: 20 12 14", f"^(?:{'|'.join(PropKind)})$", _PROP_VALUE),
        single=False,
    ),
    "Things in the picture: at a point, or on a joint.",
)
SHAPES = Key("shapes", RawShape("shapes"), "Changes with a name, for the phases of a repetition.")
REP = Key("rep", ListOf(Name("a shape")), "The shape at the end of each phase; base is none.")
TRAVEL = Key(
    "travel", ListOf(Choice(Travel)), "Where the steps lead: one word, or one for each of rep."
)

_CHANGES = (
    VIEW,
    SPINE_KEY,
    BOTH,
    RIGHT,
    LEFT,
    TURN,
    GAZE,
    HIGHLIGHT,
    CONTACTS,
    FAMILY,
    PROPS,
)
FIGURE = Record("a figure", *_CHANGES, SHAPES, REP, TRAVEL, least=1)
SHAPE = Record(
    "a shape",
    *_CHANGES,
    least=1,
    refused={
        word: f"a shape has no {word}:; write it beside shapes:" for word in ("rep", "travel")
    },
)
FIGURE_KEY = Key(
    "figure",
    RawShape("figure"),
    "How the pose looks, drawn for the right side; docs/figures.md shows how to write it.",
)

DEFINES: dict[str, Record] = {
    "figure": FIGURE,
    "spine": SPINE_JOINTS,
    "limbs": LIMB_JOINTS,
    "turn": TURN_KEYS,
}
"""The records that figures refer to by name."""
FREE: dict[str, Record | Shape[Any]] = {"shapes": SHAPE}
"""What the values of its mappings with free keys are."""
