"""compile_flow(flow, choices, speech) -> Timeline: who, on which side, how often, how long.

Walks what is written: rounds outside, sides inside; the nearest `sides` wins; a range is chosen
once for a written entry. The builder turns each visit into segments.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from yogaflow.model import (
    KIND_BREATHS,
    REST_POSES,
    Amount,
    Breath,
    Counts,
    Flow,
    Group,
    MoveStep,
    Option,
    Pose,
    PoseKind,
    PoseStep,
    Position,
    RestStep,
    Side,
    Step,
    Transition,
    Unit,
    Words,
    sentences,
)
from yogaflow.model import Place as At
from yogaflow.timeline import phrases
from yogaflow.timeline.breath_cycles import settling_breaths, time_of
from yogaflow.timeline.builder import Builder
from yogaflow.timeline.roads import Place, arrival_line
from yogaflow.timeline.script_cache import ScriptCache
from yogaflow.timeline.speech_layout import (
    Speech,
    estimate_speech,
    ready_lines,
    with_time_for,
)
from yogaflow.timeline.texts import Texts
from yogaflow.timeline.timeline import (
    Choices,
    EntryKey,
    SegmentKind,
    Timeline,
    Visit,
    VisitKey,
    props_of,
)
from yogaflow.timeline.visit import CompileError, KeptSegment, Stay

LONG_REST = 120.0
"""Seconds from which a rest is for lying still: no breath is led in it."""

__all__ = ["CompileError", "KeptSegment", "Speech", "compile_flow", "estimate_speech"]


def compile_flow(
    flow: Flow,
    choices: Choices | None = None,
    speech: Speech = estimate_speech,
    *,
    keep: KeptSegment | None = None,
    cache: ScriptCache | None = None,
) -> Timeline:
    """The plan of one practice.

    `keep` is a segment of an older plan that is being played: it takes the place of the one that
    would be there, where both are of the same kind. `cache` is one made with the same `speech`,
    to be kept from plan to plan.
    Raises CompileError where the flow expands past MAX_SEGMENTS segments or MAX_SECONDS seconds.
    """
    cache = cache or ScriptCache(speech)
    cache.trim()
    crowded: frozenset[VisitKey] = frozenset()
    while True:
        walk = Walk(flow, choices or Choices(), cache, keep, crowded)
        timeline = walk.run()
        if not walk.out.too_tight:
            return timeline
        # The way to what follows leaves these rests no time: all is laid again without it.
        crowded |= walk.out.too_tight


@dataclass(slots=True)
class Scope:
    """The outermost thing with sides that is being played: what `other side` flips."""

    flipped: bool = False
    last: Side | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the groups around a step give it."""

    side: Side | None = None
    breath: Breath | None = None
    transition: Transition | None = None
    settle: bool | None = None
    scope: Scope | None = None
    round: int = 0
    rounds: int = 0
    section: str = ""

    @property
    def said_side(self) -> Side | None:
        """The side that texts name where a step has none of its own."""
        flipped = self.scope is not None and self.scope.flipped
        return self.side.other if self.side is not None and flipped else self.side


class Walk:
    """Goes through what is written, and asks `out` for one visit after the other."""

    def __init__(
        self,
        flow: Flow,
        choices: Choices,
        cache: ScriptCache,
        keep: KeptSegment | None,
        crowded: frozenset[VisitKey],
    ) -> None:
        self.flow = flow
        self.choices = choices
        self.out = Builder(
            cache,
            flow.stances,
            choices.unhurried,
            choices.brief,
            choices.day,
            choices.start,
            crowded,
            keep=keep,
        )
        self.first_side: Side | None = None
        self._last_entry: EntryKey | None = None
        self._last_round = (False, False)
        self._options: dict[tuple[str, tuple[str, ...]], tuple[Option, ...]] = {}
        self._chosen: dict[tuple[str, tuple[str, ...]], Pose] = {}
        self._paced: dict[Breath, Breath] = {}
        self.texts = Texts()
        why = flow.why if choices.why else ()
        self._why = tuple(sentence for text in why for sentence in sentences(text))

    def run(self) -> Timeline:
        """The whole plan."""
        choices, out = self.choices, self.out
        out.ready(with_time_for(self._why, choices.countdown, out.speech))
        self.steps(
            self.flow.steps,
            Context(
                breath=self.flow.breath,
                transition=self.flow.transition,
                settle=self.flow.settle,
            ),
            (),
            (),
        )
        out.close()
        visits = out.visits()
        if choices.countdown > 0:
            self._fill_countdown(visits)
        return Timeline(
            flow=self.flow,
            choices=choices,
            segments=tuple(out.segments),
            visits=visits,
            by_key={v.key: v.index for v in visits},
        )

    # -- walking ----------------------------------------------------------------------------

    def steps(
        self, steps: tuple[Step, ...], context: Context, entry: EntryKey, key: VisitKey
    ) -> None:
        """Play steps that stand in one list."""
        for index, step in enumerate(steps):
            self.step(step, context, (*entry, index), (*key, index))

    def step(self, step: Step, context: Context, entry: EntryKey, key: VisitKey) -> None:
        """Play a written step: all its rounds, sets and sides."""
        if step.optional and self.choices.skip_optional:
            return
        if isinstance(step, Group):
            self.group(step, context, entry, key)
            return
        if isinstance(step, PoseStep):
            self.pose(step, context, entry, key)
        elif isinstance(step, MoveStep):
            self.move(step, context, entry, key)
        elif isinstance(step, RestStep):
            self.rest(step, context, entry, key)
        else:
            stay = Stay(SegmentKind.SAY, key, entry, step.line, round=context.round)
            stay.rounds, stay.title, stay.section = context.rounds, step.title, context.section
            stay.say = tuple(Words(text) for text in step.text)
            self.texts.fill(stay, context.said_side)
            self.out.words(stay)
        self._last_entry = entry

    def group(self, group: Group, context: Context, entry: EntryKey, key: VisitKey) -> None:
        """Play the steps of a group, round by round and side by side."""
        rounds = self._count(group.repeat, entry)
        sides = self._order(group.sides) if group.sides else (context.side,)
        scope = context.scope or (Scope() if group.sides else None)
        begun = 0
        for number in range(1, rounds + 1):
            told = False
            if group.every and number > 1:
                last = number == rounds
                remark = phrases.LAST_ROUND if last else phrases.round_of(number)
                around = replace(context, round=number, rounds=rounds)
                place = (*key, number, 0, -1)
                told = self._wait_for(group, around, (*entry, -1), place, begun, remark)
                self._last_entry = None
            begun = len(self.out.segments)
            for turn, side in enumerate(sides):
                if number == rounds > 1 and not told:
                    self._last_round = (True, turn == 0)
                here = Context(
                    side=side,
                    breath=group.breath or context.breath,
                    transition=group.transition or context.transition,
                    settle=context.settle if group.settle is None else group.settle,
                    scope=scope,
                    round=number if rounds > 1 else context.round,
                    rounds=rounds if rounds > 1 else context.rounds,
                    section=group.title or context.section,
                )
                self.steps(group.steps, here, entry, (*key, number, turn))
            if group.every:
                self.out.end_round()
        self._last_round = (False, False)

    def _opens_last_round(self) -> tuple[bool, bool]:
        """Whether the step opens the last round of a group, and whether that is to be told.

        It is told on the first side; the second one gets the same time.
        """
        found, self._last_round = self._last_round, (False, False)
        return found

    def pose(self, step: PoseStep, context: Context, entry: EntryKey, key: VisitKey) -> None:
        """Take a pose, set by set and side by side."""
        pose = self.flow.poses[step.pose]
        options = self._active(pose, step.options)
        sides = self._sides_of(step, context, pose, options)
        scope = context.scope or Scope()
        begun = 0
        opens, told = self._opens_last_round()
        for number in range(1, step.sets + 1):
            told_set = False
            if number > 1:
                turns = len(sides) > 1 or (*key, number, 0) in self.choices.flips
                remark = self._set_of(number, step, sides[0])
                if step.every:
                    told_set = self._wait_for(
                        step,
                        context,
                        (*entry, -1),
                        (*key, number, -1),
                        begun,
                        "" if turns else remark,
                    )
                    told_set = told_set and not turns
                elif step.between is not None:
                    told_set = self._between(step, number, turns, remark, context, entry, key)
            begun = len(self.out.segments)
            for turn, planned in enumerate(sides):
                here = (*key, number, turn)
                side = self._flip(planned, here, scope)
                stay = self._in_pose(step, context, entry, here, pose, options, side)
                first = (phrases.LAST_ROUND,) if opens and number == 1 else ()
                which = () if told_set or step.sets == 1 else (phrases.set_of(number, step.sets),)
                stay.remarks = (*first, *which)
                if turn == 0:
                    stay.remarked = (*(first if told else ()), *which)
                stay.called = told_set
                # Between sets there are the seconds that are written, and no breath more.
                follows = step.between is None and not step.every
                stay.again = self._last_entry == entry and follows
                turned = side is not None and scope.last is side.other
                stay.changed = turned and not stay.alternates
                self.out.stay(stay)
                self._last_entry = entry
                if side is not None and not stay.alternates:
                    scope.last = side

    def _sides_of(
        self, step: PoseStep, context: Context, pose: Pose, options: tuple[Option, ...]
    ) -> tuple[Side | None, ...]:
        """The sides that a pose is taken on one after the other; the first of those in turn."""
        if not self._sided(pose, options):
            return (None,)
        if step.sides:
            sides = self._order(step.sides)
        elif context.side:
            return (context.side,)
        else:
            sides = self._order((Side.RIGHT, Side.LEFT))
        return sides[:1] if step.alternate else sides

    def _in_pose(
        self,
        step: PoseStep,
        context: Context,
        entry: EntryKey,
        key: VisitKey,
        pose: Pose,
        options: tuple[Option, ...],
        side: Side | None,
    ) -> Stay:
        """One visit of a pose, on a side; its key ends in the numbers of set and side."""
        amount = step.amounts[side or Side.RIGHT]
        if step.by_round:
            number = step.by_round[max(1, context.round) - 1]
            amount = Amount(Unit.REPS, number, number)
        kind = SegmentKind.REP if amount.unit is Unit.REPS else SegmentKind.HOLD
        stay = self._stay(kind, step, context, entry, key, pose, options)
        stay.side = side
        stay.unit, stay.count = amount.unit, self._count(amount, entry)
        stay.alternates = step.alternate and side is not None  # an option may take the sides away
        stay.in_pairs = stay.alternates and pose.counts is Counts.PAIR
        stay.say, stay.wait, stay.tapped = step.say, step.wait, self.choices.tapped
        stay.transition = step.transition or context.transition
        stay.rep = next((o.rep for o in options if o.rep), pose.rep)
        self._lead(stay, step, context, amount)
        if step.sets > 1:
            stay.set, stay.sets = key[-2], step.sets
        if key[-2] == 1 and stay.led:
            self._settle(stay, step, context, pose, amount)
        self.texts.fill(stay, side or context.said_side, amount)
        return stay

    @staticmethod
    def _set_of(number: int, step: PoseStep, side: Side | None) -> str:
        """Which set begins, with its first side where that is told nowhere else."""
        text = phrases.set_of(number, step.sets)
        return phrases.move_call(text[:-1], side) if step.alternate else text

    def _wait_for(
        self,
        step: PoseStep | Group,
        context: Context,
        entry: EntryKey,
        key: VisitKey,
        begun: int,
        remark: str,
    ) -> bool:
        """Rest until `every` has passed since what began with the segment `begun` of the plan.

        Whether there is time for a rest; the remark tells in it what follows.
        """
        at = self.out.counted_from(begun) + step.every
        rest = RestStep(Amount(Unit.SECONDS, 1, 1), step.line)
        stay = self._rest(rest, replace(context, side=None), entry, key)
        stay.remarked = (remark,) if remark else ()
        return self.out.rest_until(stay, at, step.every)

    def _between(
        self,
        step: PoseStep,
        number: int,
        turns: bool,
        remark: str,
        context: Context,
        entry: EntryKey,
        key: VisitKey,
    ) -> bool:
        """Play what is written before set `number`; whether that has told which set begins.

        `turns` is a set that begins on another side than the one before has ended on; else the
        remark tells which it is.
        """
        between, alone = step.between, replace(context, side=None)
        entry, key = (*entry, -1), (*key, number, -1)
        if not isinstance(between, RestStep) or between.pose is not None:
            assert between is not None
            self.step(between, alone, entry, key)
            return False
        if between.amount.high == 0:
            return False
        stay = self._rest(between, alone, entry, key)
        stay.between = True
        stay.remarked = () if turns else (remark,)
        self.out.stay(stay)
        self._last_entry = entry
        return not turns

    def move(self, step: MoveStep, context: Context, entry: EntryKey, key: VisitKey) -> None:
        """Move with half a breath."""
        pose = self.flow.poses[step.pose] if step.pose else None
        options = self._active(pose, step.options) if pose else ()
        stay = self._stay(SegmentKind.MOVE, step, context, entry, key, pose, options)
        if _is_free(step.breath, context):
            raise CompileError("breath: free leads no breath to move with", step.line)
        stay.half, stay.say = step.half, step.say
        stay.transition = context.transition
        if self._opens_last_round()[1]:
            stay.remarked = (phrases.LAST_ROUND,)
        if step.side or (pose is not None and self._sided(pose, options)):
            scope = context.scope or Scope()
            side = step.side or context.side or self.choices.first or Side.RIGHT
            stay.side = scope.last = self._flip(side, key, scope)
        self.texts.fill(stay, stay.side or context.said_side)
        self.out.move(stay)

    def rest(self, step: RestStep, context: Context, entry: EntryKey, key: VisitKey) -> None:
        """Rest."""
        stay = self._rest(step, context, entry, key)
        opens, told = self._opens_last_round()
        if opens:
            stay.remarks = (phrases.LAST_ROUND,)
            stay.remarked = stay.remarks if told else ()
        self.out.stay(stay)

    def _rest(self, step: RestStep, context: Context, entry: EntryKey, key: VisitKey) -> Stay:
        """A rest where the body is; before anything else that is standing."""
        pose = self.flow.poses[step.pose] if step.pose else self._rest_pose()
        stay = self._stay(SegmentKind.REST, step, context, entry, key, pose, ())
        stay.unit, stay.count = step.amount.unit, self._count(step.amount, entry)
        stay.say, stay.wait = step.say, step.wait
        stay.transition = step.transition or context.transition
        stay.plain_rest = step.pose is None
        self._lead(stay, step, context, step.amount)
        if stay.led:
            self._settle(stay, step, context, pose, step.amount)
        body = self.out.body
        if stay.plain_rest and body.pose is not None and pose.key == body.pose.key:
            # One stays where one is, out of the pose.
            stay.pose, stay.side, stay.option_keys = body.pose, body.side, body.options
            if pose.kind is not PoseKind.REST:
                stay.goes_out = bool(pose.come_out) and not body.lost
                out = pose.come_out if stay.goes_out else ()
                stay.say = (*out, Words(phrases.REST_HERE), *step.say)
        self.texts.fill(stay, context.said_side or stay.side, step.amount)
        return stay

    def _rest_pose(self) -> Pose:
        """The pose that a bare rest takes where the body is; standing before anything else."""
        body = self.out.body
        place = body.place or Place("standing")
        stance = self.flow.stances.by_key.get(place.stance)
        stays = body.lost or (stance is not None and not stance.rest and not body.moving)
        if stays and body.pose is not None:
            return body.pose
        if stance is not None and stance.rest:
            return self.flow.poses[stance.rest]
        known = stance or body.pose
        position = known.position if known is not None else None
        return self.flow.poses[REST_POSES[position or Position.STANDING]]

    def _stay(
        self,
        kind: SegmentKind,
        step: PoseStep | MoveStep | RestStep,
        context: Context,
        entry: EntryKey,
        key: VisitKey,
        pose: Pose | None,
        options: tuple[Option, ...],
    ) -> Stay:
        """What all visits have in common."""
        option_keys = tuple(o.key for o in options) if options else ()
        if option_keys and pose is not None:
            known = self._chosen.get((pose.key, option_keys))
            if known is None:
                known = self._chosen[pose.key, option_keys] = pose.chosen(option_keys)
            pose = known
        return Stay(
            kind,
            key,
            entry,
            step.line,
            pose=pose,
            breath=self._breath(step.breath, context, pose),
            options=options,
            option_keys=option_keys,
            round=context.round,
            rounds=context.rounds,
            title=step.title,
            section=context.section,
        )

    # -- choices ----------------------------------------------------------------------------

    def _count(self, amount: Amount, entry: EntryKey) -> int:
        """The chosen amount of a written entry, with what the person has added to it."""
        picked = amount.pick(self.choices.level)
        if self.choices.adjust:
            picked += self.choices.adjust.get(entry, 0)
        return max(1, picked)

    @staticmethod
    def _sided(pose: Pose, options: tuple[Option, ...]) -> bool:
        return bool(pose.sides) or any(o.sides for o in options)

    def _order(self, sides: tuple[Side, ...]) -> tuple[Side, ...]:
        """Both sides begin with the chosen one; a single side is meant as it is written."""
        first = self.choices.first
        if first is not None and len(sides) == 2:
            sides = (first, first.other)
        if self.first_side is None and len(sides) == 2:
            self.first_side = sides[0]
        return sides

    def _flip(self, side: Side | None, key: VisitKey, scope: Scope) -> Side | None:
        """The side after what the person asked for: each flip turns the rest of the scope."""
        if key in self.choices.flips:
            scope.flipped = not scope.flipped
        return side.other if side is not None and scope.flipped else side

    @staticmethod
    def _settle(
        stay: Stay, step: PoseStep | RestStep, context: Context, pose: Pose, amount: Amount
    ) -> None:
        """Note the breaths to settle in: as it is written, or by the pose and the amount."""
        wanted = context.settle if step.settle is None else step.settle
        if wanted is False:
            return
        kind = PoseKind.REST if isinstance(step, RestStep) else pose.kind
        usual = settling_breaths(kind, amount, _written_breath(step.breath, context, pose))
        stay.settles = wanted is True
        stay.settling = max(usual, stay.settles)

    @staticmethod
    def _repeat(stay: Stay) -> None:
        """Have the cues that must be said heard in repetitions, too; most go by a breath."""
        if not stay.led and any(phase.half for phase in stay.rep):
            text = "breath: free leads no breath, and this repetition goes by it"
            raise CompileError(text, stay.line)
        assert stay.pose is not None
        stay.say += tuple(Words(text, At.HALFWAY, once=True) for text in stay.pose.must)

    def _lead(
        self, stay: Stay, step: PoseStep | RestStep, context: Context, amount: Amount
    ) -> None:
        """Find whether the breath of a stay is led, and which bells ring in it.

        It is not where the file leaves it free, nor in a long rest, unless that has a breath of its
        own or one with pauses.
        """
        free = _is_free(step.breath, context)
        if free and amount.unit is Unit.BREATHS:
            text = "breath: free leads no breath to count: write seconds or minutes"
            raise CompileError(text, step.line)
        rests = stay.kind is SegmentKind.REST or (
            stay.pose is not None and stay.pose.kind is PoseKind.REST
        )
        if rests and stay.pose is not None:
            breath = _written_breath(step.breath, context, stay.pose)
            stay.long = time_of(amount.low, amount.unit, breath) >= LONG_REST
            stay.still = stay.long and (free or (step.breath is None and not breath.is_held))
        stay.led = not free and not stay.still
        if stay.kind is SegmentKind.REP:
            self._repeat(stay)
        if step.bells is not None:
            stay.bells = step.bells.within(stay.count)

    def _breath(self, own: Breath | None, context: Context, pose: Pose | None) -> Breath:
        """The nearest breath, at the chosen pace."""
        breath = _written_breath(own, context, pose)
        paced = self._paced.get(breath)
        if paced is None:
            paced = self._paced[breath] = breath.at_pace(self.choices.pace)
        return paced

    def _active(self, pose: Pose, named: tuple[str, ...]) -> tuple[Option, ...]:
        """The options that are on: the file's, then the person's; a later one wins."""
        if not pose.options:
            return ()
        key = (pose.key, named)
        found = self._options.get(key)
        if found is not None:
            return found
        on: list[str] = []
        for written in (*named, *self.choices.options):
            only, _, name = written.rpartition(".")
            if only not in {"", pose.key}:
                continue
            if name.startswith("no-") and name[3:] in pose.options:
                on = [o for o in on if o != name[3:]]
            elif name in pose.options:
                against = pose.options[name].excludes
                on = [
                    o
                    for o in on
                    if o != name and o not in against and name not in pose.options[o].excludes
                ]
                on.append(name)
        found = self._options[key] = tuple(pose.options[name] for name in on)
        return found

    # -- the countdown ----------------------------------------------------------------------

    def _fill_countdown(self, visits: tuple[Visit, ...]) -> None:
        """Its words need what comes after: the first position, the props, the length."""
        out = self.out
        first = next((v for v in visits if v.pose is not None), None)
        place = ""
        if first is not None and first.pose is not None:
            pose = self.flow.poses[first.pose].chosen(first.options)
            place = arrival_line(pose, first.side, self.flow.stances)
        ready = out.segments[0]
        if out.keeps(ready):
            return
        # A flow that begins with a movement is called at the very end of the countdown.
        room = min((line.offset for line in ready.lines), default=ready.duration)
        lines = ready_lines(
            room,
            opening=phrases.opening(self.flow, out.now - ready.duration, self.first_side),
            place=place,
            props=phrases.props_line(props_of(self.flow, visits)),
            speech=out.speech,
            why=self._why,
            quiet=self.choices.quiet,
        )
        out.say_in(0, (*lines, *ready.lines))


def _written_breath(own: Breath | None, context: Context, pose: Pose | None) -> Breath:
    """The nearest breath, whole: step, group or flow, pose, kind; where that is left free, how
    long one may take it to be."""
    breath = own or context.breath
    if (breath is None or breath.is_free) and pose is not None:
        breath = pose.breath or KIND_BREATHS[pose.kind]
    return breath or Breath(4, 4)


def _is_free(own: Breath | None, context: Context) -> bool:
    """Whether the file leaves the breath to whoever breathes it."""
    breath = own or context.breath
    return breath is not None and breath.is_free
