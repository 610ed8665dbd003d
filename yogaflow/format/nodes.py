"""Text -> marked nodes: what is written, where, and nothing resolved.

YAML is used for its shape alone. Every scalar is its source text: `on`, `1:30`, `010` and
`2026-01-01` are words. What a teacher's page never needs (anchors, aliases, tags, merge keys,
second documents) is refused.

The nodes are built while walking the events. PyYAML's composer is not used: the C one crashes
the process on deep nesting, so the level has to be watched here anyway.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from yogaflow.format.problems import Report, shown
from yogaflow.model import FormatError
from yogaflow.storage.read_text import MAX_BYTES, position

if TYPE_CHECKING:
    from yaml import YAMLError

MAX_LEVEL = 32
"""Lists and mappings inside each other. The parser's own time is quadratic in this."""

MAX_NODES = 20_000
"""Words, lists and mappings in one file: some 6,000 steps. Bounds the time a file can take."""

# Also the line breaks only YAML knows (editors disagree with it about the line number), and the
# marks that turn the reading direction: what is shown would not be what is written.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


class Node:
    """A piece of the file: `text[start:end]`, in characters.

    `line` and `column` are 1-based; columns count characters. The end of a list or mapping that is
    written in lines is that of the last thing in it: comments and blank lines below belong to
    nobody. A byte order mark counts as a character.

    Plain slotted classes: a file has thousands of these, and a frozen dataclass takes three
    times as long to make.
    """

    __slots__ = ("column", "end", "line", "start")

    def __init__(self, line: int, column: int, start: int = 0, end: int = 0) -> None:
        self.line = line
        self.column = column
        self.start = start
        self.end = end


class Scalar(Node):
    """A word or a text, without quotes and folds. `broken` means its problem has been reported."""

    __slots__ = ("broken", "text")

    def __init__(
        self, line: int, column: int, text: str, start: int = 0, end: int = 0, broken: bool = False
    ) -> None:
        self.line = line
        self.column = column
        self.start = start
        self.end = end
        self.text = text
        self.broken = broken


class Sequence(Node):
    """A list; `braces` when it is written in brackets. `column` is that of its dashes."""

    __slots__ = ("braces", "items")

    def __init__(self, line: int, column: int, start: int, braces: bool) -> None:
        self.line = line
        self.column = column
        self.start = self.end = start
        self.braces = braces
        self.items: list[Node] = []


class Mapping(Node):
    """Keys with values; `braces` when it is written in them.

    `keys` and `values` have each good key once, in the order of the file. `broken` means that an
    entry was left out because its problem has been reported already. `pairs` has every entry as it
    is written.
    """

    __slots__ = ("braces", "broken", "keys", "pairs", "values")

    def __init__(self, line: int, column: int, start: int, braces: bool) -> None:
        self.line = line
        self.column = column
        self.start = self.end = start
        self.braces = braces
        self.broken = False
        self.keys: dict[str, Scalar] = {}
        self.values: dict[str, Node] = {}
        self.pairs: list[tuple[Node, Node]] = []

    def pair(self, name: str) -> tuple[Scalar, Node] | None:
        """The first key of that name with its value; None where it is not written."""
        for key, value in self.pairs:
            if isinstance(key, Scalar) and key.text == name:
                return key, value
        return None

    def get(self, name: str) -> Node | None:
        """The value of a key; None where it is not written."""
        found = self.pair(name)
        return found[1] if found else None


def parse(text: str, report: Report) -> Node:
    """The root node of a text.

    Problems of single nodes (a tag, a key written twice) are reported and passed over, so that
    the rest is checked too. Raises FormatError where reading cannot go on.
    """
    if len(text) > MAX_BYTES:
        _stop(report, 1, 1, "larger than 1 MB: too large for a flow or a pose")
    _check_characters(text.removeprefix("\ufeff"), report)
    root = _build(text, report, strict=True)
    if root is None:
        _stop(report, 1, 1, "this file has nothing but comments in it")
    assert root is not None
    return root


def parse_as_written(text: str, path: str = "") -> Node | None:
    """The root node of a text with all that is written in it, right or wrong; None for nothing.

    For whoever changes a text. Raises FormatError where it cannot be parsed.
    """
    return _build(text, Report(path, stops=False), strict=False)


def _build(text: str, report: Report, *, strict: bool) -> Node | None:
    import yaml

    plain = text.removeprefix("\ufeff")
    # The type stubs do not know that the C loader may be missing.
    loader_class: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        loader = loader_class(plain)
        try:
            builder = _Builder(plain, report, offset=len(text) - len(plain), strict=strict)
            return builder.build(loader.get_event)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        # Whoever changes a text is told of what stops the parser, and of nothing else.
        told = report if strict else Report(report.path)
        _explain(error, plain, told)
        raise FormatError(told.problems) from None


def _explain(error: YAMLError, text: str, report: Report) -> None:
    from yogaflow.format.yaml_errors import explain

    line, column, message = explain(error, text)
    report.add(line, column, message)


def _stop(report: Report, line: int, column: int, message: str) -> None:
    report.add(line, column, message)
    raise FormatError(report.problems)


def _check_characters(text: str, report: Report) -> None:
    if not text.strip():
        _stop(report, 1, 1, "this file is empty")
    for count, match in enumerate(UNWANTED.finditer(text)):
        line, column = position(text, match.start())
        report.add(line, column, _unwanted(match[0]))
        if count == 4:
            break
    report.stop_if_bad()


def _unwanted(letter: str) -> str:
    if letter == "\x00":
        return "a NUL character: this is not a text file, or it is not saved as UTF-8"
    return f"an invisible character (U+{ord(letter):04X}): delete it"


class _Builder:
    """Nodes out of events."""

    def __init__(self, text: str, report: Report, *, offset: int, strict: bool) -> None:
        self._text = text
        self._report = report
        self._offset = offset
        self._strict = strict
        self._stack: list[Sequence | Mapping] = []
        self._keys: list[Node | None] = []
        """For each open collection: the key that waits for its value."""
        self._root: Node | None = None

    def build(self, next_event: Any) -> Node | None:
        from yaml import events

        # One dispatch on the type name: the loop runs once for each word of the file.
        scalar, map_start, list_start = (
            events.ScalarEvent,
            events.MappingStartEvent,
            events.SequenceStartEvent,
        )
        ends = (events.MappingEndEvent, events.SequenceEndEvent)
        count, offset = 0, self._offset
        checkpoint = self._report.checkpoint
        while True:
            checkpoint()
            event = next_event()
            kind = type(event)
            if kind in ends:
                self._close(event.end_mark.index + offset)
                continue
            mark = event.start_mark
            line, column, start = mark.line + 1, mark.column + 1, mark.index + offset
            if kind is scalar:
                self._check_properties(event, line, column)
                self._scalar(event, line, column, start)
            elif kind is map_start:
                self._check_properties(event, line, column)
                self._open(Mapping(line, column, start, bool(event.flow_style)))
            elif kind is list_start:
                self._check_properties(event, line, column)
                self._open(Sequence(line, column, start, bool(event.flow_style)))
            elif kind is events.AliasEvent:
                message = f"*{shown(event.anchor)}: aliases are not used here; for steps that "
                self._report.add(line, column, message + "come again there are parts: and use:")
                end = event.end_mark.index + offset
                self._add(Scalar(line, column, "", start, end, broken=True))
            elif kind is events.DocumentStartEvent:
                self._document(event, line, column)
            elif kind is events.StreamEndEvent:
                return self._root
            count += 1
            if count > MAX_NODES:
                message = f"more than {MAX_NODES:,} words and lists: too much for one file"
                _stop(self._report, line, column, message)

    def _document(self, event: Any, line: int, column: int) -> None:
        if self._root is not None and self._strict:
            _stop(self._report, line, column, "a second document begins here: one file, one flow")
        if event.version or event.tags:
            self._report.add(line, column, "a line that begins with % has no place here")

    def _check_properties(self, event: Any, line: int, column: int) -> None:
        if event.anchor is not None:
            message = f"&{shown(event.anchor)}: anchors are not used here; for steps that come "
            self._report.add(line, column, message + "again there are parts: and use:")
        if event.tag is not None:
            self._report.add(line, column, "a word that begins with ! has no place here: quote it")

    def _open(self, node: Sequence | Mapping) -> None:
        if len(self._stack) >= MAX_LEVEL:
            message = f"more than {MAX_LEVEL} lists and groups inside each other"
            _stop(self._report, node.line, node.column, message)
        self._add(node)
        self._stack.append(node)
        self._keys.append(None)

    def _close(self, end: int) -> None:
        node = self._stack.pop()
        self._keys.pop()
        if node.braces:
            node.end = end
        elif isinstance(node, Sequence):
            node.end = max([node.start + 1, *[item.end for item in node.items]])
        else:
            node.end = max([value.end for _, value in node.pairs], default=node.start)

    def _scalar(self, event: Any, line: int, column: int, start: int) -> None:
        value: str = event.value
        node = Scalar(line, column, value, start, event.end_mark.index + self._offset)
        if event.style == '"' and (found := UNWANTED.search(value)):
            self._report.add(line, column, _unwanted(found[0]))
            node.broken = True
        if not self._stack:
            self._add(node)
            return
        top = self._stack[-1]
        if type(top) is Mapping and self._keys[-1] is None:
            self._keys[-1] = node
            # A bare word between braces: its colon is missing, or a comma has cut a text.
            if top.braces and top.keys and self._text_after(event) in ",}":
                node.broken = True
                message = f"{shown(value)}: a comma splits here: quote the text"
                self._report.add(line, column, message)
            return
        self._add(node)

    def _text_after(self, event: Any) -> str:
        index: int = event.end_mark.index
        text = self._text
        while index < len(text) and text[index] in " \t\r\n":
            index += 1
        return text[index : index + 1] or "?"

    def _add(self, node: Node) -> None:
        if not self._stack:
            self._root = self._root or node
            return
        top = self._stack[-1]
        if isinstance(top, Sequence):
            top.items.append(node)
            return
        key = self._keys[-1]
        if key is None:
            if not (isinstance(node, Scalar) and node.broken):
                self._report.at(node, "a key is one word, not a list or a group")
            self._keys[-1] = node
            return
        self._keys[-1] = None
        top.pairs.append((key, node))
        if not isinstance(key, Scalar) or key.broken:
            top.broken = True
            return
        name = key.text
        if name == "<<":
            message = "<<: merging is not used here; for steps that come again there are "
            self._report.at(key, message + "parts: and use:")
            top.broken = True
        elif name in top.keys:
            if self._report.is_full:
                return
            first = top.keys[name].line
            message = f"{shown(name)} is written twice here; the first is on line {first}"
            self._report.at(key, message)
        else:
            top.keys[name] = key
            top.values[name] = node
