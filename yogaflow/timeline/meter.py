"""How long a flow takes, each visit of it and the whole, without laying it out again and again.

The compiler's own walk and builder do the work: a written step is played for real the first time
it is met in given circumstances, and what it took is remembered. An editor measures a flow after
every keystroke; all but the step that is being written has been measured before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from yogaflow.model import MAX_SECONDS, MAX_SEGMENTS, Flow, Group, Side, Step
from yogaflow.timeline.builder import Builder
from yogaflow.timeline.compiler import Context, Scope, Walk, compile_flow
from yogaflow.timeline.known import Known
from yogaflow.timeline.measure import Measure
from yogaflow.timeline.passes import Part, Pass, Place, Run, Spoken, Taken, Whole
from yogaflow.timeline.script_cache import Memory
from yogaflow.timeline.timeline import (
    COUNTED,
    Choices,
    EntryKey,
    Segment,
    SegmentKind,
    VisitKey,
)
from yogaflow.timeline.visit import Body, Stay, TooLongError

_SILENT = frozenset({SegmentKind.READY, SegmentKind.SAY})
"""Visits that no half breath joins."""


def measure_flow(flow: Flow, choices: Choices | None = None, known: Known | None = None) -> Measure:
    """What `compile_flow` would say of every visit and of the whole.

    `known` is kept from call to call; what has been measured before takes hardly any time.
    Raises TooLongError as compile_flow does.
    """
    choices, known = choices or Choices(), known or Known()
    try:
        return _Meter(flow, choices, known).measure()
    except TooLongError:
        # Where exactly it becomes too long, the compiler knows.
        compile_flow(flow, choices, known.speech)
        raise


class _Once(Builder):
    """Lays one step, from where the one before has left the body."""

    __slots__ = ()

    def __post_init__(self) -> None:
        self._memory = Memory(self.speech, self.unhurried, quiet=True)

    def come_to(self, place: Place) -> None:
        """Stand where a step has left the body; a visit that was laid before stands for it."""
        self.body = place.body()
        kind = SegmentKind.HOLD if place.joins else SegmentKind.SAY
        self._visits.append((Stay(kind, (-2,), (), 0), 0))

    def recall(self, entry: EntryKey, spoken: Spoken, met: Mapping[str, EntryKey]) -> None:
        """Remember the visits of a step's entries that have been, and who introduced a pose."""
        memory = self._memory
        memory._timed.update(((*entry, *rest), side) for rest, side in spoken)
        memory._said.update((*entry, *rest) for rest, _ in spoken)
        memory._met.update(met)

    def visits_taken(self, entry: EntryKey, key: VisitKey) -> tuple[Taken, ...]:
        """The visits that were laid, as they continue an entry and a key."""
        found = self._visits[1:]
        ends = [first for _, first in found[1:]] + [len(self.segments)]
        return tuple(
            _taken(stay, self.segments[first:end], len(entry), len(key))
            for (stay, first), end in zip(found, ends, strict=False)
        )

    def before(self) -> list[Segment]:
        """The segments that still belong to the visit that was laid before."""
        first = self._visits[1][1] if len(self._visits) > 1 else len(self.segments)
        return self.segments[:first]

    def joins(self) -> bool:
        """Whether a half breath would join the last visit."""
        return self._visits[-1][0].kind not in _SILENT

    def spoken(self, entry: EntryKey) -> Spoken:
        """The visits of a step's entries that have been."""
        depth = len(entry)
        return frozenset((one[depth:], side) for one, side in self._memory._timed)

    def introduced(
        self, entry: EntryKey, met: Mapping[str, EntryKey]
    ) -> tuple[tuple[str, EntryKey], ...]:
        """The poses that came for the first time."""
        found = self._memory._met.items()
        return tuple((pose, by[len(entry) :]) for pose, by in found if pose not in met)


def _taken(stay: Stay, segments: list[Segment], entry: int, key: int) -> Taken:
    counted = [one for one in segments if one.kind in COUNTED]
    held = next((one for one in counted if one.amount), None)
    return Taken(
        stay.key[key:],
        stay.entry[entry:],
        stay.kind,
        stay.pose.key if stay.pose else None,
        stay.side,
        stay.option_keys,
        held.unit if held else None,
        held.amount if held else 0,
        tuple(one.duration for one in segments),
        sum(one.breaths for one in counted),
    )


def _breaths(segments: Iterable[Segment], side: Side | None = None) -> int:
    """The breaths that count, of all or on a side."""
    counted = [one for one in segments if one.kind in COUNTED]
    return sum(one.breaths for one in counted if side is None or one.side is side)


def _introduced(wholes: Iterable[Whole]) -> set[str]:
    """The poses that have come."""
    return {pose for whole in wholes for pose in whole.introduced}


class _Meter(Walk):
    """Walks a flow, and plays for real only what is not known."""

    def __init__(self, flow: Flow, choices: Choices, known: Known) -> None:
        super().__init__(flow, choices, known.speech, None)
        known.turn_to(flow)
        self._known = known
        self._terms = known.terms(flow, choices, ranged=False)
        self._ranged = known.terms(flow, choices, ranged=True)
        # What is chosen for single entries and visits is no matter of form.
        self._recalls = not (choices.adjust or choices.flips or choices.start is not None)
        self._start = choices.start
        self._place = known.place(Body(), joins=False)
        self._met: dict[str, EntryKey] = {}
        self._spoken: dict[EntryKey, Spoken] = {}
        self._parts: list[Part] = []
        self._segments = 0
        self._is_laying = False

    def measure(self) -> Measure:
        """Walk all of it."""
        wholes = self._wholes()
        found = Measure(self.flow, self.choices.countdown, wholes, self._close())
        if found.segments > MAX_SEGMENTS or found.seconds > MAX_SECONDS:
            raise TooLongError("this flow is too long", 0)
        return found

    def _wholes(self) -> list[Whole]:
        """The steps of the flow itself: as they were before and behind what has changed."""
        steps, runs = self.flow.steps, self._known.runs
        run = runs.get(self._ranged) if self._recalls else None
        old, before = run or ((), [])
        least = min(len(steps), len(old))
        same = next((i for i in range(least) if steps[i] is not old[i]), least)
        left = least - same
        behind = next((i for i in range(left) if steps[-1 - i] is not old[-1 - i]), left)
        wholes = before[:same]
        self._met = dict.fromkeys(_introduced(wholes), (-1,))
        first, met = self._place, _introduced(before[: len(old) - behind])
        if wholes:
            self._place = wholes[-1].place
        for index in range(same, len(steps)):
            at = index - len(steps) + len(old)
            if at >= len(old) - behind:
                # All that follows is as it was, once the body is where it was, having met the same.
                place = before[at - 1].place if at else first
                if place is self._place and met == self._met.keys():
                    wholes += before[at:]
                    self._place = before[-1].place
                    break
                met.update(before[at].introduced)
            wholes.append(self._whole(steps[index], index))
        if self._recalls:
            runs.put(self._ranged, Run(steps, wholes))
        return wholes

    def _whole(self, step: Step, index: int) -> Whole:
        """A step of the flow itself, with all that is in it."""
        known, met = self._known, self._met
        form = known.form(step)
        terms = self._ranged if form.ranged else self._terms
        key = (form, terms, self._place, *[pose in met for pose in form.poses])
        whole = known.wholes.get(key) if self._recalls else None
        if whole is not None:
            self._place = whole.place
            for pose in whole.introduced:
                met[pose] = (index,)
            self._laid(len(whole.seconds))
            return whole
        self._parts, self._spoken = [], {}
        self.step(step, Context(breath=self.flow.breath), (index,), (index,))
        whole = Whole(tuple(self._parts), self._place)
        return known.wholes.put(key, whole) if self._recalls else whole

    def step(self, step: Step, context: Context, entry: EntryKey, key: VisitKey) -> None:
        """Play a written step, or recall what it took; groups are always walked."""
        if self._is_laying or isinstance(step, Group):
            super().step(step, context, entry, key)
        elif not (step.optional and self.choices.skip_optional):
            taken = self._take(step, context, entry, key)
            self._place = taken.place
            self._spoken[entry] = taken.spoken
            for pose, rest in taken.introduced:
                self._met[pose] = (*entry, *rest)
            if taken.visits:
                self._parts.append(Part(entry[1:], key[1:], taken))
                self._laid(len(taken.seconds))

    def _take(self, step: Step, context: Context, entry: EntryKey, key: VisitKey) -> Pass:
        known, scope = self._known, context.scope
        form = known.form(step)
        circumstances = (
            form,
            self._ranged if form.ranged else self._terms,
            self._place,
            context.side,
            context.breath,
            scope is not None,
            scope and scope.last,
            self._last_round,
            self._last_entry == entry,
            self._spoken.get(entry),
            *[self._introducer(pose, entry) for pose in form.poses],
        )
        taken = known.passes.get(circumstances) if self._recalls else None
        if taken is None:
            out = self._once()
            out.recall(entry, self._spoken.get(entry, frozenset()), self._met)
            self._is_laying = True
            super().step(step, context, entry, key)
            self._is_laying = False
            self._start = out.start
            taken = self._pass(out, entry, key, scope)
            if self._recalls:
                known.passes.put(circumstances, taken)
        elif scope is not None:
            scope.last = taken.scope_side
        self._last_round = taken.last_round
        self._last_entry = entry
        return taken

    def _introducer(self, pose: str, entry: EntryKey) -> EntryKey | bool:
        """Who introduced a pose: the step itself (its entry, continued), another, or nobody."""
        by = self._met.get(pose)
        if by is None:
            return False
        return by[len(entry) :] if by[: len(entry)] == entry else True

    def _close(self) -> Pass:
        """Out of the last pose, and the bowl."""
        key = (None, self._terms, self._place)
        taken = self._known.passes.get(key)
        if taken is None:
            out = self._once()
            out.start = None
            out.close()
            taken = self._known.passes.put(key, self._pass(out, (), (), None))
        return taken

    def _once(self) -> _Once:
        self.out = out = _Once(self.speech, self.choices.unhurried, self._start)
        out.come_to(self._place)
        return out

    def _pass(self, out: _Once, entry: EntryKey, key: VisitKey, scope: Scope | None) -> Pass:
        """What was laid just now."""
        before = out.before()
        return Pass(
            before=tuple(one.duration for one in before),
            breaths_before=_breaths(before),
            visits=out.visits_taken(entry, key),
            seconds=tuple(one.duration for one in out.segments),
            breaths=_breaths(out.segments),
            right=_breaths(out.segments, Side.RIGHT),
            left=_breaths(out.segments, Side.LEFT),
            place=self._known.place(out.body, out.joins()),
            spoken=out.spoken(entry),
            introduced=out.introduced(entry, self._met),
            scope_side=scope.last if scope is not None else None,
            last_round=self._last_round,
        )

    def _laid(self, segments: int) -> None:
        self._segments += segments
        if self._segments > MAX_SEGMENTS:
            raise TooLongError("this flow is too long", 0)
