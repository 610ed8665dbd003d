"""Lists and mappings that are written in lines: where each of their children begins and ends.

Every child begins on a line of its own, and ends before the next one or what follows the list.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from yogaflow.format.nodes import Mapping, Node, Sequence


class Change(NamedTuple):
    """The lines that differ: those from `first` to `end` have become `more` lines more.

    Lines count from 0.
    """

    first: int
    end: int
    more: int


def lines_of(text: str) -> list[str]:
    """The lines of a text, as the parser counts them; none where they end in other ways."""
    if text.count("\r") != text.count("\r\n"):
        return []
    return text.removeprefix("\ufeff").split("\n")


def change_between(old: list[str], new: list[str]) -> Change | None:
    """Where two texts differ; None where they do not."""
    if old == new:
        return None
    least = min(len(old), len(new))
    first = next((i for i in range(least) if old[i] != new[i]), least)
    same = next((i for i in range(least - first) if old[-1 - i] != new[-1 - i]), least - first)
    return Change(first, len(old) - same, len(new) - len(old))


def starts_of(node: Node, lines: list[str]) -> list[int]:
    """The line each child of a node begins on; nothing where they have none of their own."""
    if isinstance(node, Mapping):
        good = not node.braces and not node.broken
        if good and all(key.column == node.column for key in node.keys.values()):
            return [key.line - 1 for key in node.keys.values()]
    elif isinstance(node, Sequence):
        column = node.column - 1
        dash = " " * column + "- "
        starts = [item.line - 1 for item in node.items]
        if (
            starts
            and starts[0] == node.line - 1
            and all(lines[at].startswith(dash) for at in starts)
        ):
            return starts
        dashes = [_dash(item.line - 1, column, lines) for item in node.items]
        starts = [line for line in dashes if line is not None]
        if starts and len(starts) == len(dashes) and starts[0] == node.line - 1:
            return starts
    return []


def _dash(line: int, column: int, lines: list[str]) -> int | None:
    """The line with an item's dash: the item's own, or one above with nothing between."""
    if is_dash(lines[line], column):
        return line
    while line > 0:
        line -= 1
        if is_dash(lines[line], column):
            return line if is_note(lines[line][column + 1 :]) else None
        if not is_note(lines[line]):
            break
    return None


def is_dash(line: str, column: int) -> bool:
    """Whether a line begins with a dash in that column (from 0), which begins an item."""
    return (
        line[column : column + 1] == "-"
        and not line[:column].strip(" ")
        and line[column + 1 : column + 2] in " \r"
    )


def is_note(line: str) -> bool:
    """Whether a line has nothing but a comment in it."""
    return line.strip()[:1] in ("", "#")


def children_of(node: Sequence | Mapping) -> list[Node]:
    """The items of a list, the values of a mapping."""
    return node.items if isinstance(node, Sequence) else list(node.values.values())


def size_of(nodes: Iterable[Node]) -> int:
    """How many words, lists and mappings there are in some nodes, they themselves included."""
    count, waiting = 0, [*nodes]
    while waiting:
        one = waiting.pop()
        count += 1
        if isinstance(one, Sequence):
            waiting += one.items
        elif isinstance(one, Mapping):
            count += len(one.keys)
            waiting += one.values.values()
    return count


def move(nodes: Iterable[Node], lines: int) -> None:
    """Have nodes and all in them stand some lines further down."""
    waiting = [*nodes] if lines else []
    while waiting:
        node = waiting.pop()
        node.line += lines
        if isinstance(node, Sequence):
            waiting += node.items
        elif isinstance(node, Mapping):
            waiting += node.values.values()
            for key in node.keys.values():
                key.line += lines


def graft(old: Node, new: Node, texts: tuple[list[str], list[str]], change: Change) -> None:
    """Put old nodes, with what was read from them, into the new ones wherever nothing differs.

    A child on the same lines, in a row of the same column, is the same. `texts` are the lines of
    both; the old nodes are of no use afterwards.
    """
    before, after = texts
    ends = len(before), len(after)
    while isinstance(new, Sequence | Mapping) and type(old) is type(new):
        assert isinstance(old, Sequence | Mapping)
        one, two = starts_of(old, before), starts_of(new, after)
        if old.column != new.column or not one or not two:
            break
        one.append(ends[0])
        two.append(ends[1])
        least = min(len(one), len(two)) - 1
        ahead = 0
        while ahead < least and two[ahead + 1] == one[ahead + 1] <= change.first:
            ahead += 1
        behind = 0
        while (
            behind < least - ahead
            and one[-2 - behind] >= change.end
            and one[-2 - behind] + change.more == two[-2 - behind]
        ):
            behind += 1
        olds = children_of(old)
        kept = olds[len(olds) - behind :]
        move(kept, change.more)
        _replace(new, [*olds[:ahead], *children_of(new)[ahead : len(two) - 1 - behind], *kept])
        if not len(one) - 1 == len(two) - 1 == ahead + behind + 1:
            break
        ends = one[ahead + 1], two[ahead + 1]
        old, new = olds[ahead], children_of(new)[ahead]


def _replace(node: Sequence | Mapping, children: list[Node]) -> None:
    if isinstance(node, Sequence):
        node.items = children
    else:
        node.values = dict(zip(node.keys, children, strict=True))
