"""What stands on the hand-out of a flow: each pose once, in order, with what to do and how long.

Built from the plan, so that choices hold, and from the written flow, so that what is done again
(rounds, the other side) is told instead of drawn again. Pure; `page` and `poster` set it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yogaflow.anatomy import muscles_of
from yogaflow.figure.rig import Stance, stance, whole_figure
from yogaflow.model import (
    Group,
    MoveStep,
    Pose,
    PoseStep,
    RestStep,
    SayStep,
    Side,
    Step,
    Work,
    sided_text,
)
from yogaflow.outline import amount_text, clock_text, held_segment, side_text, visit_amount
from yogaflow.timeline import EntryKey, Timeline, Visit
from yogaflow.timeline.plan import props_of

CUES = 3
"""Cues of a pose that a hand-out has room for."""

CAUTION = (
    "A stretch is fine. At sharp pain, a pinching knee or tingling down the leg, come out and rest."
)
"""The general caution, in the words of the practice itself."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One figure: the body, and what stands below it ("right", "hips down"), "" for nothing."""

    stance: Stance
    caption: str


@dataclass(frozen=True, slots=True)
class Card:
    """One pose of the flow. `small` is a rest, or one movement of many."""

    number: int
    name: str
    sanskrit: str
    amount: str
    side: str
    pictures: tuple[Picture, ...]
    cues: tuple[str, ...]
    options: tuple[str, ...]
    caution: str
    small: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A line between poses: the title of a part (`heading`), rounds and sides, words to say."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Handout:
    """The whole of it."""

    title: str
    about: str
    facts: str
    props: str
    muscles: tuple[str, ...]
    items: tuple[Card | Note, ...]
    source: str


def handout_of(timeline: Timeline) -> Handout:
    """The hand-out of a plan."""
    flow = timeline.flow
    props = props_of(flow, timeline.visits)
    return Handout(
        title=flow.title,
        about=" ".join(flow.about.split()),
        facts=f"{clock_text(timeline.duration)} minutes, {timeline.breaths} breaths",
        props="Near you: " + ", ".join(props) if props else "",
        muscles=tuple(_muscle_lines(timeline)),
        items=tuple(_Writer(timeline).items(flow.steps, ())),
        source=flow.source,
    )


def _muscle_lines(timeline: Timeline) -> Iterator[str]:
    found = muscles_of(timeline)
    for work, word in ((Work.WORKS, "Strengthens"), (Work.STRETCHES, "Stretches")):
        names = [muscle.name for muscle in found if muscle.work is work]
        if names:
            yield f"{word}: {', '.join(names[:6])}{' and more' if len(names) > 6 else ''}"


class _Writer:
    """Goes through the written steps and looks up what became of each in the plan."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._number = 0
        self._told: set[str] = set()
        self._visits: dict[EntryKey, list[Visit]] = {}
        for visit in timeline.visits:
            self._visits.setdefault(visit.entry, []).append(visit)

    def items(self, steps: Sequence[Step], above: EntryKey) -> Iterator[Card | Note]:
        """Cards and notes of some steps; `above` is the entry they stand in."""
        for index, step in enumerate(steps):
            key = (*above, index)
            if isinstance(step, Group):
                yield from self._group(step, key)
            elif isinstance(step, SayStep):
                if key in self._visits:
                    yield Note(f"“{' '.join(step.text)}”")
            elif key in self._visits:
                yield from self._card(step, key)

    def _group(self, group: Group, key: EntryKey) -> Iterator[Card | Note]:
        inside = list(self.items(group.steps, key))
        if not inside:
            return
        if group.title:
            yield Note(group.title, heading=True)
        told = [part for part in (self._rounds(group, key), self._both(group, key)) if part]
        numbers = [item.number for item in inside if isinstance(item, Card)]
        if told and numbers:
            low, high = numbers[0], numbers[-1]
            which = f"{low} to {high}" if high > low else f"{low}"
            yield Note(f"{which}: {', '.join(told)}.")
        yield from inside

    def _rounds(self, group: Group, key: EntryKey) -> str:
        choices = self._timeline.choices
        rounds = group.repeat.pick(choices.level) + choices.adjust.get(key, 0)
        return f"{rounds} rounds" if rounds > 1 else ""

    def _both(self, group: Group, key: EntryKey) -> str:
        """That all of a group is done on one side and then on the other."""
        if not group.sides or len(group.sides) < 2:
            return ""
        first = next(
            (visit.side for visit in self._timeline.visits if self._is_in(visit, key)), None
        )
        if first is None:
            return ""
        if len([step for step in group.steps if not isinstance(step, RestStep)]) == 1:
            return f"first {first}, then {first.other}"
        return f"all of it on the {first}, then all of it again on the {first.other}"

    @staticmethod
    def _is_in(visit: Visit, key: EntryKey) -> bool:
        return visit.entry[: len(key)] == key and visit.side is not None

    def _card(self, step: Step, key: EntryKey) -> Iterator[Card]:
        visits = self._visits[key]
        first = visits[0]
        pose = self._timeline.pose(first.pose)
        if pose is None:
            return
        self._number += 1
        fresh = pose.key not in self._told
        self._told.add(pose.key)
        by_side = {visit.side: visit for visit in reversed(visits)}
        sides = [visit for visit in visits if by_side.get(visit.side) is visit]
        small = isinstance(step, RestStep | MoveStep)
        moves = isinstance(step, MoveStep)
        yield Card(
            number=self._number,
            name=first.title or pose.name,
            sanskrit=pose.sanskrit if not small else "",
            amount=f"breathe {'in' if step.half == 'inhale' else 'out'}"
            if isinstance(step, MoveStep)
            else self._amount(sides) + self._between(step),
            side=self._side(sides),
            pictures=tuple(_pictures(pose, sides, repeated=_repeats(self._timeline, first))),
            cues=() if small else tuple(_cues(pose, first.side)),
            options=tuple(pose.options[option].name.lower() for option in first.options),
            caution=sided_text(pose.cautions[0], first.side)
            if pose.cautions and fresh and not moves
            else "",
            small=small,
        )

    def _between(self, step: Step) -> str:
        """What is done between two sets."""
        if not isinstance(step, PoseStep) or step.between is None or step.sets < 2:
            return ""
        level = self._timeline.choices.level
        if isinstance(step.between, RestStep):
            pose, amount = None, step.between.amount
        elif isinstance(step.between, PoseStep):
            pose = self._timeline.pose(step.between.pose)
            amount = next(iter(step.between.amounts.values()))
        else:
            return ""
        how_long = amount_text(amount.unit, amount.pick(level))
        return f", {how_long} {pose.name.lower() if pose else 'rest'} between"

    def _side(self, visits: Sequence[Visit]) -> str:
        """What the side names: "RIGHT knee forward, then LEFT"."""
        first = side_text(self._timeline, visits[0])
        others = [visit.side.upper() for visit in visits[1:] if visit.side is not None]
        return ", then ".join([first, *others]) if first else ""

    def _amount(self, visits: Sequence[Visit]) -> str:
        """How long; on each side, where they differ, and how often."""
        amounts = [visit_amount(self._timeline, visit) for visit in visits]
        held = held_segment(self._timeline, visits[0])
        times = f"{held.sets} × " if held is not None and held.sets > 1 else ""
        if len(set(amounts)) > 1:
            named = (f"{v.side} {a}" for v, a in zip(visits, amounts, strict=True) if a)
            return times + ", ".join(named)
        each = " each side" if len(visits) > 1 and amounts[0] else ""
        return times + amounts[0] + each


def _repeats(timeline: Timeline, visit: Visit) -> bool:
    return any(s.rep for s in timeline.segments[visit.first : visit.last + 1])


def _cues(pose: Pose, side: Side | None) -> Iterator[str]:
    for cue in pose.cues[:CUES]:
        yield sided_text(cue, side)


def _pictures(pose: Pose, visits: Sequence[Visit], *, repeated: bool) -> Iterator[Picture]:
    """The figures of an entry: one for each side; of a repetition, both its ends on one side."""
    first = visits[0]
    rep = whole_figure(pose, first.options).rep if repeated else None
    if rep:
        # Where it begins comes first: that is the shape at the end of the phase before.
        ends = dict.fromkeys((rep[-1], *rep))
        for name in list(ends)[:2]:
            body = stance(pose, first.side, first.options, "" if name == "base" else name)
            if body is not None:
                yield Picture(body, "")
        return
    for visit in visits:
        body = stance(pose, visit.side, visit.options)
        if body is not None:
            yield Picture(body, str(visit.side) if visit.side and len(visits) > 1 else "")
