"""Mappings with known keys: one `Record` each, the table's rows being its `Key`s."""

from __future__ import annotations

from collections.abc import Callable, Collection
from collections.abc import Mapping as MappingType
from typing import Any, Generic, TypeVar, cast

from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence
from yogaflow.format.problems import Report, shown
from yogaflow.format.shapes import Json, Shape

T = TypeVar("T")


class Key(Generic[T]):
    """One row of the table: a key, the shape of its value, and a sentence that explains it."""

    __slots__ = ("doc", "name", "required", "shape")

    def __init__(self, name: str, shape: Shape[T], doc: str, *, required: bool = False) -> None:
        self.name = name
        self.shape = shape
        self.doc = doc
        self.required = required


class Record:
    """A kind of mapping. `what` names it in messages: "a rest".

    `refused` holds keys that people write here for good reasons, with the answer they get.
    """

    __slots__ = ("by_name", "keys", "least", "refused", "what")

    def __init__(
        self,
        what: str,
        *keys: Key[Any],
        refused: MappingType[str, str] | None = None,
        least: int = 0,
    ) -> None:
        self.what = what
        self.keys = keys
        self.by_name = {key.name: key for key in keys}
        self.refused = refused or {}
        self.least = least

    def read(self, node: Mapping, report: Report, skip: Collection[str] = ()) -> Fields:
        """Check the keys and read every value; keys in `skip` are somebody else's."""
        fields = Fields(node)
        for name, at in node.keys.items():
            if name in skip:
                continue
            key = self.by_name.get(name)
            if key is None:
                report.at(at, self._unknown(name, report))
                continue
            value = key.shape.read(node.values[name], report)
            if value is not None:
                fields.values[name] = value
        if node.broken:
            return fields
        for key in self.keys:
            if key.required and key.name not in node.keys and key.name not in skip:
                report.at(node, f"{self.what} needs {key.name}:")
        if len(node.keys) < self.least:
            report.at(node, f"{self.what} with nothing in it")
        return fields

    def _unknown(self, name: str, report: Report) -> str:
        if name in self.refused:
            return self.refused[name]
        hint = report.guess(name, self.by_name)
        if not hint and len(self.keys) <= 14:
            hint = f"; it has {', '.join(self.by_name)}"
        return f"{shown(name)} does not belong to {self.what}{hint}"

    def schema(self) -> Json:
        """The JSON Schema of the whole mapping."""
        found: Json = {
            "type": "object",
            "properties": {key.name: documented(key) for key in self.keys},
            "additionalProperties": False,
        }
        required = [key.name for key in self.keys if key.required]
        if required:
            found["required"] = required
        if self.least:
            found["minProperties"] = self.least
        return found


class Fields:
    """What a record's mapping said: values by key, and where each stands."""

    __slots__ = ("node", "values")

    def __init__(self, node: Mapping) -> None:
        self.node = node
        self.values: dict[str, object] = {}

    def get(self, key: Key[T]) -> T | None:
        """The value of a key; None where it is absent or was wrong."""
        return cast("T | None", self.values.get(key.name))

    def default(self, key: Key[T], value: T) -> T:
        """The value of a key, or this one."""
        return cast(T, self.values.get(key.name, value))

    def has(self, key: Key[Any]) -> bool:
        """Whether the key is written, right or wrong."""
        return key.name in self.node.keys

    def at(self, key: Key[Any]) -> Node:
        """Where the value stands; the whole mapping where it is absent."""
        return self.node.values.get(key.name, self.node)


class MappingShape(Shape[Fields]):
    """A mapping within, with short forms.

    A scalar stands for the key that `short` picks by its text, a list for the key `listed`.
    """

    __slots__ = ("listed", "record", "short", "shorts")

    def __init__(
        self,
        record: Record,
        *shorts: Key[Any],
        short: Callable[[str], Key[Any]] | None = None,
        listed: Key[Any] | None = None,
    ) -> None:
        self.record = record
        self.shorts = shorts
        self.short = short
        self.listed = listed

    def read(self, node: Node, report: Report) -> Fields | None:
        if isinstance(node, Mapping):
            return self.record.read(node, report)
        key: Key[Any] | None = None
        if isinstance(node, Scalar):
            if node.broken:
                return None
            key = self._short(node.text)
        elif isinstance(node, Sequence):
            key = self.listed
        if key is None:
            keys = ", ".join(self.record.by_name)
            report.at(node, f"{self.record.what} is written with keys: {keys}")
            return None
        value = key.shape.read(node, report)
        if value is None:
            return None
        mapping = Mapping(node.line, node.column, node.start, False)
        mapping.keys[key.name] = Scalar(node.line, node.column, key.name)
        mapping.values[key.name] = node
        fields = Fields(mapping)
        fields.values[key.name] = value
        return fields

    def _short(self, text: str) -> Key[Any] | None:
        if self.short is not None:
            return self.short(text)
        return self.shorts[0] if self.shorts else None

    def schema(self) -> Json:
        whole = self.record.schema()
        if not self.shorts:
            return whole
        return {"anyOf": [*(key.shape.schema() for key in self.shorts), whole]}


class ObjectShape(Shape[T]):
    """A nested mapping made into an object of the model."""

    __slots__ = ("build", "nested")

    def __init__(self, nested: MappingShape, build: Callable[[Fields, Report], T | None]) -> None:
        self.nested = nested
        self.build = build

    def read(self, node: Node, report: Report) -> T | None:
        fields = self.nested.read(node, report)
        return None if fields is None else self.build(fields, report)

    def schema(self) -> Json:
        return self.nested.schema()


def documented(key: Key[Any]) -> Json:
    """The schema of a key's value with its sentence, as an editor shows it."""
    return {"description": key.doc, **key.shape.schema()}
