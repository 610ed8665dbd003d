"""The outline of a flow that is being written: every entry, with what it takes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from yogaflow.model import Amount, Flow, Group, PoseStep, RestStep, SayStep, Side, Step
from yogaflow.timeline.measure import Measure, Played, Stretch
from yogaflow.timeline.outline import amount_text
from yogaflow.timeline.timeline import EntryKey


@dataclass(frozen=True, slots=True)
class Item:
    """One written entry, in the order of the file.

    `line` is 1-based; `level` counts the groups around it, and a part with a list counts as one.
    `kind` is "pose", "move", "rest", "say", "group" or "use". `name` is the title, or the pose's
    name, the words, the part; `pose` the key of the pose, "" where none is named.
    `sides` are those it is taken on, in their order; those of a group are what it says itself.
    `amount` is how long, as text; for a group its rounds, where it has several.
    `start` is when it begins for the first time, `seconds` all its visits together, without the
    countdown; None and 0 where it is not played, or where the flow cannot be measured.
    """

    line: int
    level: int
    kind: str
    name: str
    pose: str
    sides: tuple[Side, ...]
    options: tuple[str, ...]
    amount: str
    start: float | None
    seconds: float


class _Shown(NamedTuple):
    """A step as it was listed, with all that is written in it."""

    step: Step
    stretch: Stretch | None
    items: list[Item]


class Outline:
    """Lists the items of a flow again and again. What stays as it is stays the same object."""

    def __init__(self) -> None:
        self._last: dict[int, _Shown] = {}

    def items(
        self,
        flow: Flow,
        parts: Mapping[str, Sequence[Step]],
        measure: Measure | None,
        *,
        parts_first: bool = False,
    ) -> tuple[Item, ...]:
        """The items of a flow and of its parts, which may stand before the flow's steps.

        `measure` is None where the flow cannot be measured. A part's steps take all that their
        uses take.
        """
        last, self._last = self._last, {}
        own: list[Item] = []
        stretches = measure.stretches() if measure else [None] * len(flow.steps)
        for step, stretch in zip(flow.steps, stretches, strict=True):
            shown = last.get(id(step))
            if shown is None or not _is_alike(shown.stretch, stretch):
                played = measure.played_in(stretch) if measure and stretch else {}
                shown = _Shown(step, stretch, _listed(step, flow, played, shown))
            self._last[id(step)] = shown
            own += shown.items
        shared: list[Item] = []
        if parts:
            used: dict[int, Played] = {}
            _add_used(flow.steps, (), measure.played() if measure else {}, used, in_part=False)
            for steps in parts.values():
                for _, level, step in _written(steps, (), 1):
                    shared.append(_item(level, step, flow, used.get(id(step))))
        return (*shared, *own) if parts_first else (*own, *shared)


def _is_alike(one: Stretch | None, other: Stretch | None) -> bool:
    """Whether a step takes the same at the same time."""
    if one is None or other is None:
        return one is other
    return one.whole is other.whole and one.start == other.start and one.after == other.after


def _listed(
    step: Step, flow: Flow, played: Mapping[EntryKey, Played], old: _Shown | None
) -> list[Item]:
    """The items of a step and of all that is in it."""
    rows = _written((step,), (), 0)
    if old is not None:
        return [
            _again(item, played.get(entry[1:]))
            for item, (entry, _, _) in zip(old.items, rows, strict=True)
        ]
    return [_item(level, one, flow, played.get(entry[1:])) for entry, level, one in rows]


Row = tuple[EntryKey, int, Step]


def _written(steps: Sequence[Step], above: EntryKey, level: int) -> list[Row]:
    """What is written there, groups before what is in them: entry, level and step."""
    found: list[Row] = []
    for index, step in enumerate(steps):
        entry = (*above, index)
        found.append((entry, level, step))
        if isinstance(step, Group) and not step.part:
            found += _written(step.steps, entry, level + 1)
    return found


def _add_used(
    steps: Sequence[Step],
    above: EntryKey,
    played: Mapping[EntryKey, Played],
    found: dict[int, Played],
    *,
    in_part: bool,
) -> None:
    """Add up what the steps of parts take, by their ids, wherever they are used."""
    for index, step in enumerate(steps):
        entry = (*above, index)
        one = played.get(entry)
        if one is None:
            continue
        if in_part:
            so_far = found.get(id(step))
            found[id(step)] = one if so_far is None else _together(so_far, one)
        if isinstance(step, Group):
            inside = in_part or bool(step.part)
            _add_used(step.steps, entry, played, found, in_part=inside)


def _together(one: Played, other: Played) -> Played:
    sides = tuple(dict.fromkeys((*one.sides, *other.sides)))
    return Played(min(one.start, other.start), one.seconds + other.seconds, sides)


def _item(level: int, step: Step, flow: Flow, one: Played | None) -> Item:
    """A new item for a step."""
    kind, pose, amount = "say", "", ""
    options: tuple[str, ...] = ()
    if isinstance(step, Group):
        kind, name = ("use", step.part) if step.part else ("group", "Group")
        amount = _rounds(step.repeat)
    elif isinstance(step, SayStep):
        name = " ".join(step.text)
    else:
        pose = step.pose or ""
        if isinstance(step, PoseStep):
            kind, name, amount = "pose", "", _stay(step)
        elif isinstance(step, RestStep):
            kind, name, amount = "rest", "Rest", _text(step.amount)
        else:
            kind, name = "move", step.half.value.capitalize()
        if not isinstance(step, RestStep):
            options = step.options
        name = flow.poses[pose].name if pose else name
    if step.title and kind != "say":
        name = step.title
    sides = step.sides or () if isinstance(step, Group) else one.sides if one else ()
    start, seconds = (one.start, one.seconds) if one else (None, 0.0)
    return Item(step.line, level, kind, name, pose, sides, options, amount, start, seconds)


def _again(old: Item, one: Played | None) -> Item:
    """The item of a step that is written as it was."""
    sides = old.sides
    if old.kind not in ("group", "use"):
        sides = one.sides if one else ()
    start, seconds = (one.start, one.seconds) if one else (None, 0.0)
    if (start, seconds, sides) == (old.start, old.seconds, old.sides):
        return old
    return Item(
        old.line,
        old.level,
        old.kind,
        old.name,
        old.pose,
        sides,
        old.options,
        old.amount,
        start,
        seconds,
    )


def _stay(step: PoseStep) -> str:
    right, left = (_text(step.amounts[side]) for side in Side)
    text = right if right == left else f"right {right}, left {left}"
    return f"{step.sets} × {text}" if step.sets > 1 else text


def _text(amount: Amount) -> str:
    return amount_text(amount.unit, amount.low, amount.high)


def _rounds(repeat: Amount) -> str:
    if repeat.high == 1:
        return ""
    return f"{repeat.low}–{repeat.high} rounds" if repeat.is_range else f"{repeat.low} rounds"
