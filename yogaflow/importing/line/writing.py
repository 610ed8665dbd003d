"""The whole text of a flow file out of a title, steps and notes, as the bundled flows are written.

A top-level step has two blanks before its dash, a list in a group four more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yogaflow.format.quoting import cleaned, comment, in_braces, quoted, title_text
from yogaflow.importing.line.items import QuickGroup, QuickItem, QuickNote, steps_in
from yogaflow.importing.line.steps import QuickStep
from yogaflow.model import Position

LONGEST_ABOUT = 1000
"""Characters of the sentence that says what a flow is for."""

INDENT = 2
"""Blanks before the dash of a top-level step."""


@dataclass(frozen=True, slots=True)
class OwnPose:
    """A pose that a flow brings because the library lacks it; `name` as it is shown."""

    key: str
    name: str
    sanskrit: str = ""
    sided: bool = False
    position: Position | None = None

    @property
    def line(self) -> str:
        """The pose as a line below `poses:`."""
        parts = [f"name: {in_braces(self.name)}"]
        if self.sanskrit:
            parts.append(f"sanskrit: {in_braces(self.sanskrit)}")
        if self.position is not None:
            parts.append(f"position: {self.position}")
        if self.sided:
            parts.append(f"sides: {in_braces('<side> side')}")
        return f"{self.key}: {{{', '.join(parts)}}}"


def flow_text(
    title: str,
    items: Sequence[QuickItem],
    *,
    notes: Iterable[str] = (),
    about: str = "",
    poses: Iterable[OwnPose] = (),
) -> str:
    """The text of a flow file. `notes` are comments at its top, `poses` those it brings itself.

    A flow needs at least one step to be played; whether there is one is the caller's business.
    """
    lines = [comment(note) for note in notes]
    lines.append(f"title: {quoted(title_text(title))}")
    about = cleaned(about)
    if about:
        short = about if len(about) <= LONGEST_ABOUT else about[: LONGEST_ABOUT - 1].rstrip() + "…"
        lines.append(f"about: {quoted(short)}")
    own = [f"  {pose.line}" for pose in poses]
    if own:
        lines += ["poses:", *own]
    lines += ["flow:", *item_lines(items, INDENT)]
    return "\n".join(lines) + "\n"


def item_lines(items: Iterable[QuickItem], indent: int) -> Iterator[str]:
    """The lines of some items; their dashes have so many blanks before them."""
    blank = " " * indent
    for item in items:
        if isinstance(item, QuickStep):
            yield from (f"{blank}{line}" for line in item.lines)
        elif isinstance(item, QuickNote):
            yield f"{blank}{comment(item.text)}"
        elif any(True for _ in steps_in(item.items)):
            yield from _group_lines(item, indent)
        else:
            # A group without a step is refused: what was noted in it stays.
            notes = [QuickNote(item.title)] if item.title else []
            yield from item_lines([*notes, *item.items], indent)


def _group_lines(group: QuickGroup, indent: int) -> Iterator[str]:
    keys: list[str] = []
    if group.title:
        keys.append(f"title: {quoted(title_text(group.title))}")
    if group.sides:
        keys.append(f"sides: {', '.join(group.sides)}")
    if group.repeat:
        keys.append(f"repeat: {group.repeat}")
    keys.append("flow:")
    blank = " " * indent
    yield f"{blank}- {keys[0]}"
    yield from (f"{blank}  {key}" for key in keys[1:])
    yield from item_lines(group.items, indent + 4)
