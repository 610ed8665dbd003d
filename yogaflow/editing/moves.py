"""Commands on whole steps: up and down, in and out of groups, twice, away, together."""

from __future__ import annotations

from collections.abc import Sequence

from yogaflow.editing.blocks import (
    NEST,
    Edit,
    RefusedError,
    block_of,
    cut_out,
    edit,
    in_lines,
    put_above,
    put_below,
    shifted,
)
from yogaflow.editing.change import Change
from yogaflow.editing.layout import Entry, Page, Steps
from yogaflow.editing.remarks import remarks
from yogaflow.format.nodes import Scalar
from yogaflow.model import Side

ONLY = "it is the only step of its group: unwrap the group, or delete it"


def move_down(page: Page, entry: Entry) -> Edit:
    """Below the next step; into the next group as its first; from the end of a group out of it."""
    in_lines(entry)
    siblings = entry.siblings.entries
    at = entry.index
    if at + 1 < len(siblings):
        below = siblings[at + 1]
        if _can_take(below):
            assert below.steps is not None
            _not_the_only(entry)
            first = below.steps.entries[0]
            block = shifted(block_of(page, entry), first.column - entry.column)
            return _elsewhere(page, entry, put_above(page, first.lead, block))
        return _swap(page, entry, below, down=True)
    group = entry.parent
    if group is None:
        raise RefusedError("it is the last step")
    in_lines(group)
    _not_the_only(entry)
    block = shifted(block_of(page, entry), group.column - entry.column)
    if group.end == entry.end:
        return _in_place(page, entry, block)
    return _elsewhere(page, entry, put_below(page, group.end, block))


def move_up(page: Page, entry: Entry) -> Edit:
    """Above the step before; into a group as its last; from the top of a group out of it."""
    in_lines(entry)
    at = entry.index
    if at > 0:
        above = entry.siblings.entries[at - 1]
        if _can_take(above):
            assert above.steps is not None
            _not_the_only(entry)
            last = above.steps.entries[-1]
            block = shifted(block_of(page, entry), last.column - entry.column)
            if last.end == above.end:
                return _in_place(page, entry, block)
            return _elsewhere(page, entry, put_below(page, last.end, block))
        return _swap(page, above, entry, down=False)
    group = entry.parent
    if group is None:
        raise RefusedError("it is the first step")
    in_lines(group)
    _not_the_only(entry)
    block = shifted(block_of(page, entry), group.column - entry.column)
    return _elsewhere(page, entry, put_above(page, group.lead, block))


def duplicate(page: Page, entry: Entry) -> Edit:
    """The same step once more, below; the comments above it are not said twice."""
    in_lines(entry)
    change = put_below(page, entry.end, page.text[entry.start : entry.end])
    return edit(page, [change], change)


def delete(page: Page, entries: Sequence[Entry]) -> Edit:
    """Away with steps that stand one below the other; comments above them stay."""
    first, last = entries[0], entries[-1]
    in_lines(first)
    if len(entries) == len(first.siblings.entries):
        raise RefusedError(ONLY if first.parent else "a flow needs a step: add another one first")
    change = cut_out(page, first.start, last.end)
    if last is first.siblings.entries[-1]:
        above = first.siblings.entries[first.index - 1]
        return edit(page, [change], above.start, gone=(first.start, last.end))
    return edit(page, [change], change, gone=(first.start, last.end))


def insert_after(page: Page, entry: Entry, lines: Sequence[str]) -> Edit:
    """New lines below a step, at its indentation; the first of them begins with the dash."""
    in_lines(entry)
    change = put_below(page, entry.end, _lines(page, lines, entry.column))
    return edit(page, [change], change)


def insert_into(page: Page, group: Entry, lines: Sequence[str]) -> Edit:
    """New lines as the last step of a group."""
    if not _can_take(group):
        raise RefusedError("the steps of this group are written in brackets")
    assert group.steps is not None
    return insert_after(page, group.steps.entries[-1], lines)


def insert_first(page: Page, lines: Sequence[str]) -> Edit:
    """New lines as the first step of a flow that has none yet."""
    pair = page.root.pair("flow") if page.root is not None and not page.root.braces else None
    text = page.text
    if pair is None:
        block = f"flow:{page.newline}" + _lines(page, lines, 2)
        line_break = "" if not text or text.endswith("\n") else page.newline
        change = Change(len(text), len(text), line_break + block + page.newline)
        return edit(page, [change], change, below=1)
    key, value = pair
    empty = isinstance(value, Scalar) and not value.text.strip()
    if not empty and text[value.start : value.end].replace(" ", "") != "[]":
        raise RefusedError("flow: is no list of steps: mend it first")
    colon = text.index(":", key.end) + 1
    end = colon if empty else value.end
    rest = text.find("\n", end)
    rest = len(text) if rest < 0 else rest
    rest -= text.endswith("\r", 0, rest)
    put = put_below(page, rest, _lines(page, lines, key.column + 1))
    return edit(page, [put] if empty else [Change(colon, end, ""), put], put)


def wrap(
    page: Page, entries: Sequence[Entry], *, sides: Sequence[Side] = (), repeat: int = 0
) -> Edit:
    """Steps that stand one below the other become a group, with sides, with rounds, or both."""
    first, last = entries[0], entries[-1]
    in_lines(first)
    head = [f"sides: {', '.join(sides)}"] if sides else []
    head += [f"repeat: {repeat}"] if repeat > 1 else []
    lines = (
        [f"- {head[0]}", *(f"  {line}" for line in head[1:]), "  flow:"] if head else ["- flow:"]
    )
    block = shifted(block_of(page, first, last), NEST)
    above = _lines(page, lines, first.column)
    change = Change(first.lead, last.end, above + page.newline + block)
    return edit(page, [change], change)


def unwrap(page: Page, group: Entry) -> Edit:
    """The steps of a group without it. Its comments stay; what its keys said is told."""
    in_lines(group)
    if not _can_take(group):
        raise RefusedError(
            "this is no group" if group.steps is None else "its steps are in brackets"
        )
    assert group.steps is not None
    assert group.mapping is not None
    first, last = group.steps.entries[0], group.steps.entries[-1]
    block = shifted(block_of(page, first, last), group.column - first.column)
    kept = _comments(page, group, first.lead, last.end)
    comments = [" " * group.column + comment for comment in kept]
    text = page.newline.join([*comments, block])
    gone = [
        key.text for key, _ in group.mapping.pairs if isinstance(key, Scalar) and key.text != "flow"
    ]
    note = f"{', '.join(gone)}: gone with the group" if gone else ""
    change = Change(group.start, group.end, text)
    below = len(comments) + _comment_lines(page, first)
    return edit(page, [change], change, below=below, note=note)


# -- parts ---------------------------------------------------------------------------------


def _swap(page: Page, above: Entry, below: Entry, *, down: bool) -> Edit:
    """Two steps change places; what is between them stays between them."""
    one, two = block_of(page, above), block_of(page, below)
    between = page.text[above.end : below.lead]
    change = Change(above.lead, below.end, two + between + one)
    if not down:
        return edit(page, [change], change, below=_comment_lines(page, below))
    lines = (two + between).count("\n") + _comment_lines(page, above)
    return edit(page, [change], change, below=lines)


def _elsewhere(page: Page, entry: Entry, put: Change) -> Edit:
    """Cut out where it stands, and put in somewhere else."""
    cut = cut_out(page, entry.lead, entry.end)
    return edit(page, [cut, put], put, below=_comment_lines(page, entry))


def _in_place(page: Page, entry: Entry, block: str) -> Edit:
    """Only to the right or to the left: in or out of a group that ends, or begins, beside it."""
    change = Change(entry.lead, entry.end, block)
    return edit(page, [change], change, below=_comment_lines(page, entry))


def _can_take(entry: Entry) -> bool:
    """Whether a step can be moved into it: a group whose steps have lines of their own."""
    return entry.steps is not None and not entry.steps.braces and bool(entry.steps.entries)


def _not_the_only(entry: Entry) -> None:
    if len(entry.siblings.entries) == 1:
        raise RefusedError(ONLY if entry.parent else "it is the only step")


def _comment_lines(page: Page, entry: Entry) -> int:
    """How many lines of comments above it are its own."""
    return page.text.count("\n", entry.lead, entry.start)


def _lines(page: Page, lines: Sequence[str], column: int) -> str:
    return page.newline.join(" " * column + line for line in lines)


def _comments(page: Page, group: Entry, start: int, end: int) -> list[str]:
    """The comments of a group that are not its steps' own: in its head, and below its list."""
    return [
        page.text[first:last].rstrip()
        for first, last in remarks(page.text, page.root)
        if group.start <= first < start or end <= first < group.end
    ]


def comment_in(page: Page, start: int, end: int) -> str:
    """The first comment of a stretch of the text, from its #; "" for none."""
    for first, last in remarks(page.text, page.root):
        if start <= first < end:
            return page.text[first:last].rstrip()
    return ""


def run_of(page: Page, first_line: int, last_line: int) -> tuple[Entry, ...]:
    """The steps from one line to another (from 1): those of the innermost list that holds both."""
    one, two = page.at(first_line), page.at(last_line)
    if one is None or two is None:
        return ()
    line = [one]
    while line[-1].parent is not None:
        line.append(line[-1].parent)
    lists: dict[int, Entry] = {id(entry.siblings): entry for entry in line}
    other: Entry | None = two
    while other is not None:
        start = lists.get(id(other.siblings))
        if start is not None:
            steps: Steps = other.siblings
            low, high = sorted((start.index, other.index))
            return tuple(steps.entries[low : high + 1])
        other = other.parent
    return (one,)
