"""Blocks of lines: moved in and out, cut out and put in, without touching what is around them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from yogaflow.editing.change import Change, combined, trimmed
from yogaflow.editing.layout import Entry, Page
from yogaflow.editing.remarks import counted, remarks
from yogaflow.format.nodes import parse_as_written
from yogaflow.model import FormatError

NEST = 4
"""Blanks from a group's dash to the dashes of its steps."""


class RefusedError(Exception):
    """What was asked for cannot be done here; the message says why, and what can."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a command does: the change, the line (from 1) it leaves one on, and what to tell."""

    change: Change
    line: int
    note: str = ""


def edit(
    page: Page,
    changes: list[Change],
    to: Change | int,
    *,
    below: int = 0,
    note: str = "",
    gone: tuple[int, int] = (0, 0),
) -> Edit:
    """One edit of several changes.

    `to` is where one is left: the first line that one of the changes writes, or a place of the
    text before that no change touches; `below` counts lines from there. The comments from
    `gone[0]` to `gone[1]` are meant to go; where any other would, the edit is refused.
    """
    whole = combined(page.text, changes)
    place = to.start if isinstance(to, Change) else to
    earlier = [c for c in changes if c is not to and c.end <= place]
    at = place + sum(len(c.new) - (c.end - c.start) for c in earlier)
    if isinstance(to, Change):
        at += len(to.new) - len(to.new.lstrip("\r\n"))
    after = whole.apply(page.text)
    _keep_remarks(page, after, gone)
    line = after.count("\n", 0, at) + 1 + below
    return Edit(trimmed(page.text, whole), line, note)


def _keep_remarks(page: Page, after: str, gone: tuple[int, int]) -> None:
    """A comment that stands deeper than a `|` text above it would become a part of its words."""
    text = page.text
    if "#" not in text:
        return
    meant = Counter(
        text[start:end].rstrip()
        for start, end in remarks(text, page.root)
        if gone[0] <= start < gone[1]
    )
    try:
        left = counted(after, parse_as_written(after))
    except FormatError as error:
        raise RefusedError(f"that would leave a text that cannot be read: {error}") from None
    for lost in counted(text, page.root) - meant - left:
        raise RefusedError(f"the remark “{lost}” would get lost: move it in the text first")


def shifted(block: str, by: int) -> str:
    """Lines moved to the right or left by some blanks; blank lines stay as they are."""
    if by >= 0:
        return re.sub(r"^(?=[^\r\n])", " " * by, block, flags=re.MULTILINE) if by else block
    return re.sub(rf"^ {{1,{-by}}}", "", block, flags=re.MULTILINE)


def block_of(page: Page, first: Entry, last: Entry | None = None) -> str:
    """The lines of an entry, or from one to another, with the comments that are its own."""
    return page.text[first.lead : (last or first).end]


def cut_out(page: Page, start: int, end: int) -> Change:
    """Takes the lines from `start` to `end` away, with one line break."""
    text = page.text
    if text.startswith("\r\n", end):
        return Change(start, end + 2, "")
    if text.startswith("\n", end):
        return Change(start, end + 1, "")
    # At the end of the text: the line break is the one before.
    if text.endswith("\r\n", 0, start):
        return Change(start - 2, end, "")
    return Change(max(0, start - 1), end, "")


def put_below(page: Page, at: int, block: str) -> Change:
    """Puts lines below the one that ends at `at`."""
    return Change(at, at, page.newline + block)


def put_above(page: Page, at: int, block: str) -> Change:
    """Puts lines above the one that begins at `at`."""
    return Change(at, at, block + page.newline)


def in_lines(entry: Entry) -> None:
    """Raises RefusedError for a step that does not stand on lines of its own."""
    if entry.siblings.braces:
        raise RefusedError(
            "these steps are written in brackets: put each on a line of its own first"
        )
