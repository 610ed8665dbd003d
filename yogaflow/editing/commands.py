"""The commands on steps by name: what a key, the palette and a test call the same. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from yogaflow.editing import fields, moves
from yogaflow.editing.blocks import Edit, RefusedError
from yogaflow.editing.layout import Entry, Page
from yogaflow.model import Side

REST = ("- rest: 5 breaths",)
ROUNDS = 2
"""A new group with rounds has as many; + makes it more."""


def _one(run: Callable[[Page, Entry], Edit]) -> Callable[[Page, Sequence[Entry]], Edit]:
    """A command on one step; of several it takes the first."""
    return lambda page, entries: run(page, entries[0])


def _turn_sides(page: Page, entry: Entry) -> Edit:
    """The next of the sides a step can have: silent, both, both the other way round, one."""
    has = fields.sides_of(entry)
    turn = fields.SIDES_IN_TURN
    at = turn.index(has) if has in turn else 0
    sides = turn[(at + 1) % len(turn)]
    edit = fields.set_sides(page, entry, sides)
    note = ", then ".join(sides) or "sides as around it; alone, right and then left"
    return Edit(edit.change, edit.line, note)


COMMANDS: Mapping[str, Callable[[Page, Sequence[Entry]], Edit]] = MappingProxyType(
    {
        "move-up": _one(moves.move_up),
        "move-down": _one(moves.move_down),
        "duplicate": _one(moves.duplicate),
        "delete": moves.delete,
        "longer": _one(lambda page, entry: fields.change_amount(page, entry, 1)),
        "shorter": _one(lambda page, entry: fields.change_amount(page, entry, -1)),
        "sides": _one(_turn_sides),
        "both-sides": lambda page, entries: moves.wrap(
            page, entries, sides=(Side.RIGHT, Side.LEFT)
        ),
        "rounds": lambda page, entries: moves.wrap(page, entries, repeat=ROUNDS),
        "unwrap": _one(moves.unwrap),
        "rest": _one(lambda page, entry: add(page, entry, REST)),
    }
)


def add(page: Page, entry: Entry | None, lines: Sequence[str]) -> Edit:
    """New lines below a step; into a group where that is what is marked; or as the first step."""
    if entry is None:
        return moves.insert_first(page, lines)
    if entry.steps is not None:
        return moves.insert_into(page, entry, lines)
    return moves.insert_after(page, entry, lines)


__all__ = ["COMMANDS", "Edit", "RefusedError", "add"]
