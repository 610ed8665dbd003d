"""A flow as cards and notes: each written entry once, and in words what is done again. Pure.

Built from the plan, so that choices hold, and from the written flow, so that rounds and the other
side are told instead of drawn again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import dist

from yogaflow.export.cards import Again, Card, Item, Note, Picture
from yogaflow.figure.rig import Stance, stance, whole_figure
from yogaflow.model import (
    Effort,
    Group,
    Half,
    MoveStep,
    Option,
    Pose,
    PoseStep,
    RestStep,
    SayStep,
    Side,
    Step,
    Unit,
    Words,
    sided_text,
)
from yogaflow.timeline import MOVING, EntryKey, Role, Timeline, Visit
from yogaflow.timeline.outline import amount_text, held_segment, side_text, visit_amount
from yogaflow.timeline.roads import arrival_line, begins_at

CUES = 3
"""Cues of a pose that a hand-out has room for."""

SMALL_MOVEMENT = 20.0
"""Centimetres that a joint moves in a repetition whose two ends look the same on paper."""

_WAY = frozenset({Role.POSITION, Role.WAY_IN, Role.OPTION})
"""What is said on the way into a pose that tells how to go there."""

_ROUND, _PASS = -2, -1
"""Where in the key of a visit's group the round stands, and the pass of its sides."""


def items_of(timeline: Timeline) -> Iterator[Item]:
    """The cards and notes of a plan, in order."""
    return _Writer(timeline).items(timeline.flow.steps, (), timeline.visits)


class _Writer:
    """Goes through the written steps with the visits that the plan has of them."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._numbers: dict[EntryKey, int] = {}
        self._count = 0
        self._told: set[tuple[str, str]] = set()
        self._in_between = {v.entry[:-1]: v for v in timeline.visits if -1 in v.entry[-1:]}
        self._begins = next((v.index for v in timeline.visits if v.pose is not None), 0)

    def items(
        self, steps: Sequence[Step], above: EntryKey, visits: Sequence[Visit]
    ) -> Iterator[Item]:
        """What becomes of some steps; `above` is the entry they stand in."""
        mine: dict[int, list[Visit]] = {}
        for visit in visits:
            if len(visit.entry) > len(above):
                mine.setdefault(visit.entry[len(above)], []).append(visit)
        for index, step in enumerate(steps):
            key = (*above, index)
            if index not in mine:
                continue
            if isinstance(step, Group):
                yield from self._group(step, key, mine[index])
            else:
                yield from self._entry(step, key, [v for v in mine[index] if v.entry == key])

    # -- groups -----------------------------------------------------------------------------

    def _group(self, group: Group, key: EntryKey, visits: Sequence[Visit]) -> Iterator[Item]:
        if group.title:
            yield Note(group.title, heading=True)
        # What is around the group may come again, too: that is told there.
        around = 3 * len(key) + _ROUND
        visits = [v for v in visits if v.entry[-1] >= 0]  # what comes between is told in words
        visits = [v for v in visits if v.key[:around] == visits[0].key[:around]]
        turns = _turns(key, visits)
        whole = {visit.entry for visit in turns[-1]}
        if len(turns) > 1 and {visit.entry for visit in turns[0]} != whole:
            # The practice was begun in the middle of it.
            yield from self._turns(group, key, turns[0])
            yield Note("And from the beginning:")
            visits = [visit for turn in turns[1:] for visit in turn]
        yield from self._turns(group, key, visits)

    def _turns(self, group: Group, key: EntryKey, visits: Sequence[Visit]) -> Iterator[Item]:
        """A group: its rounds told, its first side drawn, then what differs on the other one."""
        rounds: dict[int, list[list[Visit]]] = {}
        for turn in _turns(key, visits):
            rounds.setdefault(_turn(key, turn[0])[_ROUND], []).append(turn)
        sides = next(iter(rounds.values()))
        differing = [_differing(sides[0], turn) for turn in sides[1:]]
        alone = not any(isinstance(step, Group) for step in group.steps) and (
            sum(not isinstance(step, RestStep | SayStep) for step in group.steps) == 1
        )
        told = [f"{len(rounds)} rounds{_every(group)}"] if len(rounds) > 1 else []
        first = next((visit.side for visit in sides[0] if visit.side), None)
        if any(differing) and first:
            order = f"first {first}, then {first.other}" if alone else f"first on the {first}"
            told.append(f"{'each' if told else 'all of it'} {order}")
        elif len(sides) > 1:
            told = [f"{sum(map(len, rounds.values()))} times"]
        together = alone or not any(differing)
        opening = _turn(key, sides[0][0])[_PASS]
        shown = visits if together else [v for v in visits if _turn(key, v)[_PASS] == opening]
        inside = list(self.items(group.steps, key, shown))
        numbers = [item.number for item in inside if isinstance(item, Card)]
        if told and numbers:
            yield Note(f"{_span(numbers)}: {', '.join(told)}.")
        yield from inside
        if together:
            return
        for differs in filter(None, differing):
            side = next((visit.side for visit in differs if visit.side), None)
            cards = tuple(self._again(visit) for visit in differs)
            yield Again(f"Then all of it again on the {side}:", cards)

    def _again(self, visit: Visit) -> Card:
        """A pose that comes again on its other side."""
        pose = self._timeline.flow.poses[visit.pose or ""]
        return Card(
            number=self._numbers.get(visit.entry, 0),
            name=self._name(visit),
            amount=visit_amount(self._timeline, visit),
            side=side_text(self._timeline, visit),
            pictures=tuple(_pictures(pose, [visit], repeated=False)),
            small=True,
        )

    # -- single entries ---------------------------------------------------------------------

    def _entry(self, step: Step, key: EntryKey, visits: Sequence[Visit]) -> Iterator[Item]:
        pose = self._timeline.pose(visits[0].pose) if visits else None
        if isinstance(step, SayStep):
            if visits:
                yield Note(f"“{' '.join(step.text)}”")
        elif pose is not None and not isinstance(step, Group):
            yield self._card(step, key, visits, pose)
        elif visits and isinstance(step, MoveStep):
            words = " ".join(_own(step.say, visits[0].side))
            yield Note(": ".join(text for text in (_breathe(step).capitalize(), words) if text))

    def _card(
        self,
        step: PoseStep | MoveStep | RestStep,
        key: EntryKey,
        visits: Sequence[Visit],
        pose: Pose,
    ) -> Card:
        self._count += 1
        self._numbers[key] = self._count
        first = visits[0]
        sides = list({visit.side: visit for visit in reversed(visits)}.values())[::-1]
        small = not isinstance(step, PoseStep)
        named = pose.sanskrit.casefold() != pose.name.casefold()
        own = pose.chosen(first.options)
        cues = [*_own(step.say, first.side), *(sided_text(cue, first.side) for cue in own.cues)]
        easier = (
            option
            for option in pose.options.values()
            if option.effort is Effort.EASIER and option.key not in first.options
        )
        return Card(
            number=self._count,
            name=self._name(first),
            sanskrit=pose.sanskrit if named and not small else "",
            amount=_breathe(step) if isinstance(step, MoveStep) else self._amount(step, sides),
            side=self._side(sides),
            pictures=tuple(_pictures(pose, sides, repeated=_repeats(self._timeline, first))),
            cues=tuple(cues[: min(1, len(step.say)) if small else CUES]),
            options=tuple(pose.options[option].name.lower() for option in first.options),
            cautions=self._untold(own.key, self._cautions(key, own, first)),
            way=" ".join(self._way(own, first)),
            easier=self._untold(own.key, [_easier(option, first.side) for option in easier]),
            small=small,
        )

    def _untold(self, key: str, texts: Iterable[str]) -> tuple[str, ...]:
        """Those of them that no card of that pose has told; each once."""
        fresh = [text for text in dict.fromkeys(texts) if (key, text) not in self._told]
        self._told |= {(key, text) for text in fresh}
        return tuple(fresh)

    def _cautions(self, key: EntryKey, pose: Pose, visit: Visit) -> Iterator[str]:
        """Of its stance, its own, and of what is done between two sets."""
        flow = self._timeline.flow
        place = begins_at(pose, visit.side, flow.stances)
        stance = flow.stances.by_key.get(place.stance) if place is not None else None
        texts = [*(stance.cautions if stance is not None else ()), *pose.cautions]
        yield from (sided_text(text, visit.side) for text in texts)
        between = self._in_between.get(key)
        if between is not None and (other := self._timeline.pose(between.pose)) is not None:
            for text in other.cautions:
                yield f"{other.name}: {sided_text(text, between.side)}"

    def _way(self, pose: Pose, visit: Visit) -> Iterator[str]:
        """How one comes into it, as it is told there; whole also where there is no time for that.

        Nothing that is left out for want of time is left out on paper.
        """
        flow = self._timeline.flow
        if visit.index == self._begins and (line := arrival_line(pose, visit.side, flow.stances)):
            yield line
        moving = [
            segment
            for segment in self._timeline.segments[visit.first : visit.last + 1]
            if segment.kind in MOVING
        ]
        said = [line for segment in moving for line in segment.lines if line.role in _WAY]
        in_a_hurry = self._timeline.choices.brief or any(segment.notes for segment in moving)
        if not in_a_hurry and any(line.role is Role.WAY_IN for line in said):
            yield from (line.text for line in said)
            return
        yield from (line.text for line in said if line.role is not Role.WAY_IN)
        own = (sided_text(words.text, visit.side) for words in pose.come_in.say)
        yield from self._untold(pose.key, own)

    def _name(self, visit: Visit) -> str:
        return visit.title or self._timeline.flow.poses[visit.pose or ""].name

    def _side(self, visits: Sequence[Visit]) -> str:
        """What the side names: "RIGHT knee forward, then LEFT"."""
        first = side_text(self._timeline, visits[0])
        others = [visit.side.upper() for visit in visits[1:] if visit.side is not None]
        return ", then ".join([first, *others]) if first else ""

    def _amount(self, step: PoseStep | RestStep, visits: Sequence[Visit]) -> str:
        """How long; on each side, where they differ, and how often: "3 × 15 reps"."""
        amounts = [visit_amount(self._timeline, visit) for visit in visits]
        if isinstance(step, PoseStep) and step.by_round:
            amounts = [f"{'–'.join(map(str, step.by_round))} reps" for _ in visits]
        held = held_segment(self._timeline, visits[0])
        text = f"{held.sets} × " if held is not None and held.sets > 1 else ""
        if len(set(amounts)) > 1:
            named = (f"{v.side} {a}" for v, a in zip(visits, amounts, strict=True) if a)
            text += ", ".join(named)
        else:
            text += amounts[0] + (" each side" if len(visits) > 1 and amounts[0] else "")
        if isinstance(step, RestStep) and not self._name(visits[0]).casefold().startswith("rest"):
            text = f"rest, {text}"
        longer = ", or longer" if step.wait else ""
        return text + longer + self._between(step)

    def _between(self, step: Step) -> str:
        """What is done between two sets."""
        if not isinstance(step, PoseStep) or step.sets < 2:
            return ""
        if step.between is None:
            return _every(step)
        level = self._timeline.choices.level
        if isinstance(step.between, RestStep):
            pose, amount = None, step.between.amount
            if amount.high == 0:
                return ", at once"
        elif isinstance(step.between, PoseStep):
            pose = self._timeline.pose(step.between.pose)
            amount = next(iter(step.between.amounts.values()))
        else:
            return ""
        how_long = amount_text(amount.unit, amount.pick(level))
        return f", {how_long} {pose.name.lower() if pose else 'rest'} between"


def _every(step: PoseStep | Group) -> str:
    """How often a set or a round begins, where the file says that."""
    return f", one every {amount_text(Unit.SECONDS, step.every)}" if step.every else ""


def _easier(option: Option, side: Side | None) -> str:
    """What an easier option asks for: its own words, else its name and its way in."""
    way = option.come_in.say if option.come_in is not None else ()
    texts = [option.say or f"{option.name}.", *(words.text for words in way)]
    return " ".join(sided_text(text, side) for text in texts)


def _turn(key: EntryKey, visit: Visit) -> tuple[int, ...]:
    """Up to which round and pass of a group a visit's key goes. Each group adds three numbers."""
    return visit.key[: 3 * len(key)]


def _turns(key: EntryKey, visits: Sequence[Visit]) -> list[list[Visit]]:
    """The visits of a group by round and pass, in order."""
    found: dict[tuple[int, ...], list[Visit]] = {}
    for visit in visits:
        found.setdefault(_turn(key, visit), []).append(visit)
    return list(found.values())


def _differing(first: Sequence[Visit], other: Sequence[Visit]) -> list[Visit]:
    """The visits of another pass whose entry was on another side in the first; each once."""
    taken = {(visit.entry, visit.side) for visit in first}
    fresh = [v for v in other if v.pose and (v.entry, v.side) not in taken and -1 not in v.entry]
    return list({(visit.entry, visit.side): visit for visit in reversed(fresh)}.values())[::-1]


def _span(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return f"{low} to {high}" if high > low else f"{low}"


def _breathe(step: MoveStep) -> str:
    return "breathe in" if step.half is Half.INHALE else "breathe out"


def _own(say: Sequence[Words], side: Side | None) -> Iterator[str]:
    """What the flow itself says, as sentences."""
    for words in say:
        text = sided_text(words.text, side).strip()
        yield text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _repeats(timeline: Timeline, visit: Visit) -> bool:
    return any(s.rep for s in timeline.segments[visit.first : visit.last + 1])


def _pictures(pose: Pose, visits: Sequence[Visit], *, repeated: bool) -> Iterator[Picture]:
    """The figures of an entry: one for each side; of a repetition, both its ends on one side."""
    ends = _ends(pose, visits[0]) if repeated else ()
    if ends and (len(visits) < 2 or _apart(*ends) > SMALL_MOVEMENT):
        yield from map(Picture, ends)
        return
    for visit in visits:
        body = stance(pose, visit.side, visit.options)
        if body is not None:
            yield Picture(body, str(visit.side) if visit.side and len(visits) > 1 else "")


def _ends(pose: Pose, visit: Visit) -> tuple[Stance, ...]:
    """Where a repetition begins and where it goes; () for one that is not drawn."""
    rep = whole_figure(pose, visit.options).rep
    if not rep:
        return ()
    # Where it begins comes first: that is the shape at the end of the phase before.
    names = list(dict.fromkeys((rep[-1], *rep)))[:2]
    found = (stance(pose, visit.side, visit.options, name) for name in names)
    return tuple(body for body in found if body is not None)


def _apart(one: Stance, *others: Stance) -> float:
    """How far the joint that moves most goes, centimetres."""
    return max(
        (dist(point, other.joints[name]) for other in others for name, point in one.joints.items()),
        default=0.0,
    )
