"""The outline of a flow that is being written: every entry, with what it takes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from yogaflow.format.problems import no_wait
from yogaflow.model import Amount, Flow, Group, PoseStep, RestStep, SayStep, Side, Step, Unit
from yogaflow.timeline.outline import amount_text
from yogaflow.timeline.timeline import EntryKey, Timeline


@dataclass(frozen=True, slots=True)
class Item:
    """One written entry, in the order of the file.

    `line` is 1-based; `level` counts the groups around it, and a part with a list counts as one.
    `kind` is "pose", "move", "rest", "say", "group" or "use". `name` is the title, or the pose's
    name, the words, the part; `pose` the key of the pose, "" where none is named.
    `sides` are those it is taken on, in their order; those of a group are what it says itself.
    `amount` is how long, as text; for a group its rounds, where it has several.
    `start` is when it begins for the first time, `seconds` all its visits together, without the
    countdown; None and 0 where it is not played, or where the flow cannot be compiled.
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


class EntryTimes(NamedTuple):
    """A written entry, played once or often.

    `start` is when it begins for the first time, `seconds` all its visits together; for a pose,
    `sides` are those it is taken on, in their order.
    """

    start: float
    seconds: float
    sides: tuple[Side, ...] = ()


def outline_items(
    flow: Flow,
    parts: Mapping[str, Sequence[Step]],
    timeline: Timeline | None,
    *,
    parts_first: bool = False,
    checkpoint: Callable[[], None] = no_wait,
) -> tuple[Item, ...]:
    """The items of a flow and of its parts, which may stand before the flow's steps.

    `timeline` is None where the flow cannot be compiled. A part's steps take all that their uses
    take. `checkpoint` is called at each visit and step, so that a thread can be interrupted.
    """
    played = played_entries(timeline, checkpoint) if timeline is not None else {}
    own: list[Item] = []
    for key, level, step in _written(flow.steps):
        checkpoint()
        own.append(_item(level, step, flow, played.get(key)))
    shared: list[Item] = []
    if parts:
        used: dict[int, EntryTimes] = {}
        _add_used(flow.steps, (), played, used, in_part=False)
        for steps in parts.values():
            for _, level, step in _written(steps, (), 1):
                shared.append(_item(level, step, flow, used.get(id(step))))
    return (*shared, *own) if parts_first else (*own, *shared)


def played_entries(
    timeline: Timeline, checkpoint: Callable[[], None] = no_wait
) -> dict[EntryKey, EntryTimes]:
    """The written entries that are played, groups included, each under its place."""
    starts: dict[EntryKey, float] = {}
    seconds: dict[EntryKey, float] = {}
    sides: dict[EntryKey, dict[Side, None]] = {}
    segments = timeline.segments
    for visit in timeline.visits:
        checkpoint()
        entry = visit.entry
        start = segments[visit.first].start
        took = segments[visit.last].end - start
        if entry and visit.side is not None:
            taken = (visit.side, visit.side.other) if visit.alternates else (visit.side,)
            sides.setdefault(entry, {}).update(dict.fromkeys(taken))
        while entry:
            starts.setdefault(entry, start)
            seconds[entry] = seconds.get(entry, 0.0) + took
            entry = entry[:-1]
    return {
        entry: EntryTimes(start, seconds[entry], tuple(sides.get(entry, ())))
        for entry, start in starts.items()
    }


Row = tuple[EntryKey, int, Step]


def _written(steps: Sequence[Step], above: EntryKey = (), level: int = 0) -> list[Row]:
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
    played: Mapping[EntryKey, EntryTimes],
    found: dict[int, EntryTimes],
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


def _together(one: EntryTimes, other: EntryTimes) -> EntryTimes:
    sides = tuple(dict.fromkeys((*one.sides, *other.sides)))
    return EntryTimes(min(one.start, other.start), one.seconds + other.seconds, sides)


def _item(level: int, step: Step, flow: Flow, one: EntryTimes | None) -> Item:
    kind, pose, amount = "say", "", ""
    options: tuple[str, ...] = ()
    if isinstance(step, Group):
        kind, name = ("use", step.part) if step.part else ("group", "Group")
        amount = _timed(_rounds(step.repeat), step.every)
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


def _stay(step: PoseStep) -> str:
    right, left = (_text(step.amounts[side]) for side in Side)
    text = right if right == left else f"right {right}, left {left}"
    if step.by_round:
        text = f"{'–'.join(map(str, step.by_round))} reps"
    return _timed(f"{step.sets} × {text}" if step.sets > 1 else text, step.every)


def _timed(text: str, every: int) -> str:
    return f"{text} every {amount_text(Unit.SECONDS, every)}" if every else text


def _text(amount: Amount) -> str:
    return amount_text(amount.unit, amount.low, amount.high)


def _rounds(repeat: Amount) -> str:
    if repeat.high == 1:
        return ""
    return f"{repeat.low}–{repeat.high} rounds" if repeat.is_range else f"{repeat.low} rounds"
