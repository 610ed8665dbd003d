"""The shapes a value can have: each reads a node and knows its own JSON Schema.

Both stand side by side in one class on purpose: what `read` accepts, `schema` must accept, as a
YAML editor sees it (there `3` is a number and `true` a boolean).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, Generic, TypeVar

from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence
from yogaflow.format.problems import Report, shown
from yogaflow.format.quoting import MARKS
from yogaflow.model import COUNT_MARKS, MARK, ONE_GO, SIDE_MARKS, Side, in_breaths, is_mark

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Json = dict[str, Any]

NAME_PATTERN = "[a-z0-9]+(?:-[a-z0-9]+)*"
_NAME = re.compile(NAME_PATTERN)
LONGEST_TEXT = 300
"""Characters of one line to say, or of any other text that says no other limit."""


def is_name(text: str) -> bool:
    """Whether a text can be the key of a pose, a part or an option: `down-dog`."""
    return _NAME.fullmatch(text) is not None


class Shape(Generic[T]):
    """What a value must look like. `read` returns None once it has reported a problem."""

    __slots__ = ()

    def read(self, node: Node, report: Report) -> T | None:
        """The value, checked; problems go to the report."""
        raise NotImplementedError

    def schema(self) -> Json:
        """The JSON Schema of the values `read` accepts."""
        raise NotImplementedError


class RawShape(Shape[Node]):
    """A value that another part of the loader reads; `define` names its schema in `$defs`."""

    __slots__ = ("define",)

    def __init__(self, define: str) -> None:
        self.define = define

    def read(self, node: Node, report: Report) -> Node | None:
        if isinstance(node, Scalar) and not node.broken and not node.text.strip():
            report.at(node, "nothing is written here")
            return None
        return node

    def schema(self) -> Json:
        return {"$ref": f"#/$defs/{self.define}"}


class Shared(Shape[T]):
    """A shape that many keys have: its schema is written once, in `$defs`."""

    __slots__ = ("define", "shape")

    def __init__(self, define: str, shape: Shape[T]) -> None:
        self.define = define
        self.shape = shape

    def read(self, node: Node, report: Report) -> T | None:
        return self.shape.read(node, report)

    def schema(self) -> Json:
        return {"$ref": f"#/$defs/{self.define}"}


class Text(Shape[str]):
    """A text of one line; runs of blanks and line breaks become one blank.

    `words` limits the words, `side` asks for a `<side>` in it. What is `spoken` may be longer than
    what is said in one go, in sentences that are not.
    """

    __slots__ = ("longest", "side", "spoken", "words")

    def __init__(
        self,
        longest: int = LONGEST_TEXT,
        *,
        words: int = 0,
        side: bool = False,
        spoken: bool = False,
    ) -> None:
        self.longest = longest
        self.spoken = spoken
        self.words = words
        self.side = side

    def read(self, node: Node, report: Report) -> str | None:
        raw = raw_text(node, report, "a text")
        if raw is None:
            return None
        text = " ".join(raw.split())
        if not text:
            report.at(node, "nothing is written here")
        elif len(raw) > self.longest:
            report.at(node, f"{len(raw)} characters; {self.longest} at most")
        elif self.spoken and (most := max(map(len, in_breaths(text)))) > ONE_GO:
            report.at(node, f"a sentence of {most} characters; {ONE_GO} at most")
        elif self.words and len(text.split()) > self.words:
            report.at(node, f"{len(text.split())} words; {self.words} at most")
        elif self.side and "<side>" not in text and "<Side>" not in text:
            report.at(node, "say what the side names, with <side> in it: <side> knee forward")
        elif "<" not in text or marks_are_known(text, node, report):
            return text
        return None

    def schema(self) -> Json:
        # Whatever YAML makes of an unquoted word (a number, a boolean), here it is the word.
        types = ["string", "number", "boolean", "null"]
        return {"type": types, "minLength": 1, "maxLength": self.longest}


class Sentences(Shape[tuple[str, ...]]):
    """Sentences for people, as one text or a list of them; `longest` counts all of them.

    What has no letter in it, a number say, is no sentence. They stand before any side or round,
    so they have no marks. With `lines` each line of a `|` text is a text of its own.
    """

    __slots__ = ("lines", "longest")

    def __init__(self, longest: int, *, lines: bool = False) -> None:
        self.longest = longest
        self.lines = lines

    def read(self, node: Node, report: Report) -> tuple[str, ...] | None:
        found: list[str] = []
        good = True
        for item in node.items if isinstance(node, Sequence) else [node]:
            text = Text(self.longest).read(item, report)
            if text is None:
                good = False
            elif not any(map(str.isalpha, text)):
                report.at(item, f"{shown(text)}: write a sentence")
                good = False
            elif mark := MARK.search(text):
                report.at(item, f"{mark[0]} is known in steps only; here no step has begun")
                good = False
            elif self.lines and isinstance(item, Scalar):
                found += [" ".join(line.split()) for line in item.text.splitlines() if line.strip()]
            else:
                found.append(text)
        if good and not found:
            report.at(node, "an empty list; leave the key out instead")
        elif good and (size := sum(map(len, found))) > self.longest:
            report.at(node, f"{size} characters; {self.longest} at most")
        elif good:
            return tuple(found)
        return None

    def schema(self) -> Json:
        one = Text(self.longest).schema()
        return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


def marks_are_known(text: str, node: Node, report: Report) -> bool:
    """Whether all `<words>` of a text are marks; reports the first that is not."""
    for match in MARK.finditer(text):
        if not is_mark(word := match[1]):
            guess = report.guess(word, (*SIDE_MARKS, *COUNT_MARKS))
            guess = guess.replace("mean ", "mean <").replace("?", ">?")
            report.at(node, f"{match[0]}: {guess[2:] or MARKS}")
            return False
    return True


class Name(Shape[Scalar]):
    """A name of a pose, part or option; whether it exists is checked where it is known."""

    __slots__ = ("what",)

    def __init__(self, what: str) -> None:
        self.what = what

    def read(self, node: Node, report: Report) -> Scalar | None:
        raw = raw_text(node, report, self.what)
        if raw is None:
            return None
        if not raw.strip():
            report.at(node, f"{self.what} is missing here")
            return None
        return Scalar(node.line, node.column, raw.strip())

    def schema(self) -> Json:
        return {"type": ["string", "number"], "pattern": rf"^\s*{NAME_PATTERN}\s*$"}


class Names(Shape[tuple[Scalar, ...]]):
    """Names as a list, or as a text with commas."""

    __slots__ = ("what",)

    def __init__(self, what: str) -> None:
        self.what = what

    def read(self, node: Node, report: Report) -> tuple[Scalar, ...] | None:
        one = Name(self.what)
        if isinstance(node, Sequence):
            if not node.items:
                report.at(node, "an empty list; leave the key out instead")
                return None
            found = [one.read(item, report) for item in node.items]
            return tuple(name for name in found if name is not None)
        text = raw_text(node, report, self.what)
        if text is None:
            return None
        words = [word.strip() for word in text.split(",")]
        if not all(words):
            report.at(node, f"{self.what} is missing here")
            return None
        return tuple(Scalar(node.line, node.column, word) for word in words)

    def schema(self) -> Json:
        names = rf"^\s*{NAME_PATTERN}(?:\s*,\s*{NAME_PATTERN})*\s*$"
        text = {"type": ["string", "number"], "pattern": names}
        return {"anyOf": [text, {"type": "array", "items": Name("").schema(), "minItems": 1}]}


class ListOf(Shape[tuple[T, ...]]):
    """A list of one shape; with `single`, one value may stand without its dash."""

    __slots__ = ("item", "single")

    def __init__(self, item: Shape[T], *, single: bool = True) -> None:
        self.item = item
        self.single = single

    def read(self, node: Node, report: Report) -> tuple[T, ...] | None:
        if isinstance(node, Sequence):
            if not node.items:
                report.at(node, "an empty list; leave the key out instead")
                return None
            found = [self.item.read(item, report) for item in node.items]
            return tuple(value for value in found if value is not None)
        if not self.single:
            report.at(node, "a list is wanted here: each line begins with a dash")
            return None
        value = self.item.read(node, report)
        return None if value is None else (value,)

    def schema(self) -> Json:
        items: Json = {"type": "array", "items": self.item.schema(), "minItems": 1}
        return {"anyOf": [self.item.schema(), items]} if self.single else items


class YesNo(Shape[bool]):
    """`true` or `false`."""

    __slots__ = ()

    def read(self, node: Node, report: Report) -> bool | None:
        text = raw_text(node, report, "true or false")
        if text is None:
            return None
        word = text.strip().lower()
        if word not in ("true", "false"):
            report.at(node, f"{shown(text)}: write true or false")
            return None
        return word == "true"

    def schema(self) -> Json:
        words = "|".join(any_case(word) for word in ("true", "false"))
        return {"anyOf": [{"type": "boolean"}, quoted_pattern(f"(?:{words})", hidden=True)]}


class Choice(Shape[E]):
    """One word out of a few."""

    __slots__ = ("kind",)

    def __init__(self, kind: type[E]) -> None:
        self.kind = kind

    def read(self, node: Node, report: Report) -> E | None:
        words = [str(word) for word in self.kind]
        text = raw_text(node, report, "one word")
        if text is None:
            return None
        word = text.strip()
        if word not in words:
            hint = report.guess(word, words) or f"; one of {', '.join(words)}"
            unknown = f"{shown(word)} is not known here" if word else "a word is missing here"
            report.at(node, unknown + hint)
            return None
        return self.kind(word)

    def schema(self) -> Json:
        words = [str(word) for word in self.kind]
        return {"anyOf": [{"enum": words}, quoted_pattern(f"(?:{'|'.join(words)})", hidden=True)]}


class Sides(Shape[tuple[Side, ...]]):
    """`right, left`, `left, right`, `right` or `left`, as text or as a list."""

    __slots__ = ()

    def read(self, node: Node, report: Report) -> tuple[Side, ...] | None:
        one = Choice(Side)
        if isinstance(node, Sequence):
            if not node.items:
                report.at(node, "no side is named; write right, left")
                return None
            found = [one.read(item, report) for item in node.items]
        else:
            text = raw_text(node, report, "right, left")
            if text is None:
                return None
            if text.strip() in ("both", "each", "right and left", "left and right"):
                report.at(node, f"{text.strip()}: write right, left")
                return None
            words = text[:60].split(",")
            found = [one.read(Scalar(node.line, node.column, word), report) for word in words]
        sides = tuple(side for side in found if side is not None)
        if len(set(sides)) < len(sides):
            report.at(node, "the same side twice; write right, left")
            return None
        return sides if len(sides) == len(found) else None

    def schema(self) -> Json:
        words = [str(side) for side in Side]
        pattern = r"(?:right|left|right\s*,\s*left|left\s*,\s*right)"
        text = {"enum": ["right, left", "left, right", *words]}
        items = {"type": "array", "items": Choice(Side).schema(), "minItems": 1, "maxItems": 2}
        return {"anyOf": [text, quoted_pattern(pattern, hidden=True), items]}


def raw_text(node: Node, report: Report, wanted: str) -> str | None:
    """The source text of a scalar; anything else is reported."""
    if isinstance(node, Scalar):
        return None if node.broken else node.text
    found = "a list" if isinstance(node, Sequence) else "a group of keys"
    if isinstance(node, Mapping) and len(node.keys) == 1 and wanted == "a text":
        report.at(node, "a text with a colon in it: quote it")
    else:
        report.at(node, f"{wanted} is wanted here, not {found}")
    return None


def any_case(word: str) -> str:
    """A pattern for a word in any case: JSON Schema has no flag for it."""
    return "".join(f"[{letter.upper()}{letter}]" if letter.isalpha() else letter for letter in word)


def quoted_pattern(pattern: str, *, hidden: bool = False) -> Json:
    """The schema of a text that fits a pattern, blanks around it allowed."""
    found: Json = {"type": "string", "pattern": rf"^\s*(?:{pattern})\s*$"}
    if hidden:
        # A second spelling, there for quoted values; editors need not offer it.
        found["description"] = "the same, quoted"
    return found
