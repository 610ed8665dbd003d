"""Where things stand in a text: the same shape as the nodes, with beginnings and ends.

Nodes know where they begin, which is all that a message needs, and they are made after every
keystroke. Whoever changes a text needs the ends as well, and only when it is changed.
"""

from __future__ import annotations

from typing import Any

from yogaflow.format.nodes import MAX_LEVEL
from yogaflow.model import FormatError, Problem


class Span:
    """A piece of the text: `text[start:end]`, in characters.

    The end of a list or mapping that is written in lines is that of the last thing in it:
    comments and blank lines below belong to nobody.
    """

    __slots__ = ("column", "end", "line", "start")

    def __init__(self, start: int, line: int, column: int) -> None:
        """`line` and `column` count from 0 here: they are for slicing, not for people."""
        self.start = start
        self.end = start
        self.line = line
        self.column = column


class Scalar(Span):
    """A word or a text; `value` is what YAML makes of it, without quotes and folds."""

    __slots__ = ("value",)

    def __init__(self, start: int, line: int, column: int, value: str) -> None:
        super().__init__(start, line, column)
        self.value = value


class Sequence(Span):
    """A list; `braces` when it is written in brackets. `column` is that of its dashes."""

    __slots__ = ("braces", "items")

    def __init__(self, start: int, line: int, column: int, braces: bool) -> None:
        super().__init__(start, line, column)
        self.braces = braces
        self.items: list[Span] = []


class Mapping(Span):
    """Keys and values in the order of the text; `braces` when it is written in them."""

    __slots__ = ("braces", "pairs")

    def __init__(self, start: int, line: int, column: int, braces: bool) -> None:
        super().__init__(start, line, column)
        self.braces = braces
        self.pairs: list[tuple[Span, Span]] = []

    def pair(self, name: str) -> tuple[Scalar, Span] | None:
        """The key of that name with its value; None where it is not written."""
        for key, value in self.pairs:
            if isinstance(key, Scalar) and key.value == name:
                return key, value
        return None

    def get(self, name: str) -> Span | None:
        """The value of a key; None where it is not written."""
        found = self.pair(name)
        return found[1] if found else None


def read_spans(text: str, path: str = "") -> Span | None:
    """The root of a text; None where there is nothing but comments.

    Raises FormatError where the text cannot be parsed, or nests too deep to be walked. A byte
    order mark counts as a character.
    """
    import yaml

    from yogaflow.format.yaml_errors import explain

    mark = len(text) - len(text.removeprefix("\ufeff"))
    loader_class: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        loader = loader_class(text[mark:])
        try:
            return _Walk(mark, path).run(loader.get_event)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        line, column, message = explain(error, text[mark:])
        raise FormatError([Problem(path, line, column, message)]) from None


class _Walk:
    """Spans out of events."""

    def __init__(self, mark: int, path: str) -> None:
        self._mark = mark
        self._path = path
        self._open: list[Sequence | Mapping] = []
        self._keys: list[Span | None] = []
        self._root: Span | None = None

    def run(self, next_event: Any) -> Span | None:
        from yaml import events

        while True:
            event: Any = next_event()
            # Asked before the event is known to be of a type whose marks may be missing.
            mark, end = event.start_mark, event.end_mark
            if isinstance(event, events.StreamEndEvent):
                return self._root
            place = mark.index + self._mark, mark.line, mark.column
            if isinstance(event, events.SequenceEndEvent | events.MappingEndEvent):
                self._close(end.index + self._mark)
            elif isinstance(event, events.ScalarEvent | events.AliasEvent):
                word = Scalar(*place, event.value if isinstance(event, events.ScalarEvent) else "")
                word.end = end.index + self._mark
                self._add(word)
            elif isinstance(event, events.SequenceStartEvent):
                self._begin(Sequence(*place, bool(event.flow_style)))
            elif isinstance(event, events.MappingStartEvent):
                self._begin(Mapping(*place, bool(event.flow_style)))

    def _begin(self, span: Sequence | Mapping) -> None:
        if len(self._open) >= MAX_LEVEL:
            message = f"more than {MAX_LEVEL} lists and groups inside each other"
            raise FormatError([Problem(self._path, span.line + 1, span.column + 1, message)])
        self._add(span)
        self._open.append(span)
        self._keys.append(None)

    def _close(self, end: int) -> None:
        span = self._open.pop()
        self._keys.pop()
        if span.braces:
            span.end = end
        elif isinstance(span, Sequence):
            span.end = max([span.start + 1, *(item.end for item in span.items)])
        else:
            span.end = max(value.end for _, value in span.pairs) if span.pairs else span.start

    def _add(self, span: Span) -> None:
        if not self._open:
            if self._root is None:
                self._root = span
            return
        top = self._open[-1]
        if isinstance(top, Sequence):
            top.items.append(span)
        elif self._keys[-1] is None:
            self._keys[-1] = span
        else:
            top.pairs.append((self._keys[-1], span))
            self._keys[-1] = None
