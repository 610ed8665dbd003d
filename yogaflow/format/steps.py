"""Nodes -> the steps of a flow, checked against the poses and parts they name."""

from __future__ import annotations

import re

from yogaflow.format import keys
from yogaflow.format.counts import ANY_AMOUNT, HOLDING
from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence
from yogaflow.format.pose_source import PoseBook
from yogaflow.format.problems import Report, shown
from yogaflow.format.records import Fields, Key
from yogaflow.format.rounds import Rounds, Steps, check_alternate, check_every
from yogaflow.model import (
    MARK,
    SIDE_MARKS,
    Amount,
    Bells,
    Group,
    Half,
    MoveStep,
    Pose,
    PoseStep,
    RestStep,
    SayStep,
    Side,
    Step,
    Unit,
)

MAX_GROUPS = 64
"""Groups and parts inside each other, parts counted where they are used."""

ONCE = Amount(Unit.REPS, 1, 1)
_AT_ONCE = re.compile(r"0+\s*(?:s|secs?|seconds?)", re.IGNORECASE)


class StepReader:
    """Reads steps. `parts` holds the parts read so far, `known_parts` the names of all."""

    def __init__(self, book: PoseBook, report: Report) -> None:
        self.parts: dict[str, Steps] = {}
        self.known_parts: frozenset[str] = frozenset()
        self.places: dict[int, Node] = {}
        """By the line of a step: what to point at when it comes round too often."""
        self._book = book
        self._report = report
        self._sided: dict[int, bool] = {}
        self._depth: dict[int, int] = {}
        self._rounds = Rounds(report)

    def flow(self, node: Node) -> Steps:
        """The steps of the flow itself, read as any list: what asks for a repeat has found it."""
        steps = self.read(node)
        self._rounds.check(steps, ONCE, last=True)
        return steps

    def read(self, node: Node) -> Steps:
        """The steps of a list; problems go to the report, and their steps are left out."""
        if not isinstance(node, Sequence):
            if not (isinstance(node, Scalar) and node.broken):
                self._report.at(node, "a list of steps is wanted here: each begins with a dash")
            return ()
        if not node.items:
            self._report.at(node, "there are no steps here")
        found = [self._step(item) for item in node.items]
        steps = tuple(step for step in found if step is not None)
        # What is broken may well have sides: nothing is said about those.
        self._sided[id(steps)] = len(steps) < len(found) or any(self._has_sides(s) for s in steps)
        self._depth[id(steps)] = max((self._deep(step) for step in steps), default=0)
        self._rounds.look_in(steps)
        return steps

    def group(self, node: Mapping) -> Group | None:
        """A group written with `flow:`."""
        fields = keys.GROUP.read(node, self._report)
        inner = fields.get(keys.STEPS)
        steps = () if inner is None else self.read(inner)
        return self._group(fields, steps, "")

    def wrap(self, group: Group) -> Steps:
        """The steps of a part that is written as a group: the group, so that its keys count."""
        steps = (group,)
        self._sided[id(steps)] = self._has_sides(group)
        self._depth[id(steps)] = self._deep(group)
        self._rounds.look_in(steps)
        return steps

    def _step(self, node: Node) -> Step | None:
        self._report.checkpoint()
        if isinstance(node, Mapping):
            return self._form(node)
        if isinstance(node, Scalar):
            if not node.broken:
                self._report.at(node, self._lone_word(node.text))
        else:
            self._report.at(node, "a list in a list; steps that belong together go below flow:")
        return None

    def _lone_word(self, text: str) -> str:
        first, _, rest = text.strip().partition(" ")
        if not first:
            return "a dash with nothing after it"
        if rest and self._book.knows(first):
            return f"a colon is missing: {first}: {shown(rest)}"
        if self._book.knows(first):
            return f"{first}: how long? write {first}: 5 breaths"
        key, colon, amount = first.partition(":")
        if colon and amount and self._book.knows(key):
            return f"a blank is missing after the colon: {key}: {shown(amount + ' ' + rest)}"
        return f"{shown(text)}: a step is a pose and how long, as in pigeon: 5 breaths"

    def _form(self, node: Mapping) -> Step | None:
        mains = [name for name in node.keys if name in keys.STEP_FORMS]
        others = [name for name in node.keys if name not in keys.RESERVED]
        main = mains[0] if mains else ""
        if len(mains) > 1:
            self._own_step("rest" if mains[0] == "pose" and "rest" in mains else mains[1], node)
            return None
        if main:
            return self._main(main, node, others)
        if not others:
            if keys.SAY_TEXT.name in node.keys:
                return self._say(node)
            if not node.keys:
                if not node.broken:
                    self._report.at(node, "an empty step")
            else:
                first = next(iter(node.keys))
                self._report.at(node, f"{first} alone is no step; which pose, and how long?")
            return None
        return self._short(node, others)

    def _main(self, main: str, node: Mapping, others: list[str]) -> Step | None:
        poses = [name for name in others if self._book.knows(name)]
        if poses and main == "rest" and main != next(iter(node.keys)):
            self._own_step(main, node)
            return None
        for name in poses:
            self._own_step(name, node)
        if main == "flow":
            return self.group(node)
        record = keys.STEP_FORMS[main]
        fields = record.read(node, self._report, skip=poses)
        if main == "use":
            return self._use(fields)
        if main == "rest":
            return self._rest(fields)
        if main == "pose":
            return self._pose(fields, fields.get(keys.POSE), None)
        return self._move(fields, keys.INHALE if main == "inhale" else keys.EXHALE)

    def _own_step(self, name: str, node: Mapping) -> None:
        """Report a key that begins a step, but stands in another one."""
        text = f"{name} is a step of its own: begin it with a dash"
        if name == "rest" and not {"inhale", "exhale", "use", "flow"} & node.keys.keys():
            written = node.values[name]
            seconds = shown(written.text) if isinstance(written, Scalar) else "10s"
            text += f"; for a rest between two sets, write between: {seconds}"
        self._report.at(node.keys[name], text)

    def _short(self, node: Mapping, others: list[str]) -> Step | None:
        """`- pigeon: 5 breaths`: the one key that is no word of the format is the pose."""
        poses = [name for name in others if self._book.knows(name)]
        main = (poses or others)[0]
        for name in poses[1:]:
            self._own_step(name, node)
        skip = {keys.POSE.name, main, *poses}
        fields = keys.POSE_STEP.read(node, self._report, skip=skip)
        for key in (keys.HOLD, keys.REPS):
            if fields.has(key):
                text = f"how long is said twice: leave out {key.name}, or write pose: {shown(main)}"
                self._report.at(node.keys[key.name], text)
        value = node.values[main]
        if isinstance(value, Mapping | Sequence):
            text = f"here goes how long, as in {shown(main)}: 5 breaths; all else goes below"
            self._report.at(value, text)
            amount = None
        else:
            amount = ANY_AMOUNT.read(value, self._report)
        return self._pose(fields, node.keys[main], amount, value)

    def _pose(
        self,
        fields: Fields,
        word: Scalar | None,
        short: Amount | None,
        short_at: Node | None = None,
    ) -> PoseStep | None:
        report, node = self._report, fields.node
        amounts = None if short is None else dict.fromkeys(Side, short)
        at: Node = short_at or node
        by_round: tuple[int, ...] = ()
        if short_at is None:
            hold, reps = fields.get(keys.HOLD), fields.get(keys.REPS)
            if fields.has(keys.HOLD) and fields.has(keys.REPS):
                report.at(node.keys["reps"], "hold and reps: a step has one of them")
            elif not fields.has(keys.HOLD) and not fields.has(keys.REPS):
                report.at(node, "how long? write hold: 5 breaths, or reps: 12")
            at = fields.at(keys.HOLD if fields.has(keys.HOLD) else keys.REPS)
            amounts = hold if hold is not None else None
            if reps is not None:
                amounts = dict.fromkeys(Side, max(reps, key=lambda amount: amount.high))
                by_round = tuple(amount.low for amount in reps) if len(reps) > 1 else ()
        pose = None if word is None else self._book.find(word)
        options = self._options(fields, pose)
        between = self._between(fields)
        check_every(fields, report, None, self._rounds)
        if pose is not None:
            self._check_pose(fields, pose, options, amounts, at)
        if pose is None or amounts is None:
            return None
        self.places[node.line] = fields.at(keys.SETS) if fields.has(keys.SETS) else at
        sets = fields.get(keys.SETS)
        step = PoseStep(
            pose=pose.key,
            amounts=amounts,
            line=node.line,
            sides=fields.get(keys.SIDES),
            say=fields.default(keys.SAY, ()),
            options=options,
            transition=fields.get(keys.TRANSITION),
            settle=fields.get(keys.SETTLE),
            breath=fields.get(keys.BREATH),
            sets=1 if sets is None else sets.low,
            between=between,
            bells=self._bells(fields, amounts),
            every=int(fields.default(keys.EVERY, 0.0)),
            by_round=by_round,
            alternate=fields.default(keys.ALTERNATE, False),
            wait=fields.default(keys.WAIT, False),
            optional=fields.default(keys.OPTIONAL, False),
            title=fields.default(keys.TITLE, ""),
        )
        self._rounds.listed(step, at)
        return step

    def _check_pose(
        self,
        fields: Fields,
        pose: Pose,
        options: tuple[str, ...],
        amounts: dict[Side, Amount] | None,
        at: Node,
    ) -> None:
        report = self._report
        sided = _is_sided(pose, options)
        amount = None if amounts is None else amounts[Side.RIGHT]
        check_alternate(fields, report, pose, amount, sided=sided)
        if not sided:
            if fields.has(keys.SIDES):
                report.at(fields.node.keys["sides"], f"{pose.key} has no sides")
            if fields.has(keys.HOLD) and isinstance(fields.at(keys.HOLD), Mapping):
                report.at(at, f"{pose.key} has no sides: write one amount")
        if amount is not None and amount.unit is Unit.REPS:
            self._check_rep(pose, options, at)

    def _check_rep(self, pose: Pose, options: tuple[str, ...], at: Node) -> None:
        if not pose.rep and not any(
            pose.options[name].rep for name in options if name in pose.options
        ):
            text = f"{pose.key} has no repetition: count breaths or seconds"
            self._report.at(at, text)

    def _bells(self, fields: Fields, amounts: dict[Side, Amount]) -> Bells | None:
        """The bells of a stay, which must have the seconds to hear the first and the last of."""
        bells = fields.get(keys.BELLS)
        if bells is None:
            return None
        at, seconds = fields.at(keys.BELLS), max(amount.high for amount in amounts.values())
        if any(amount.unit is not Unit.SECONDS for amount in amounts.values()):
            self._report.at(at, "bells ring in a hold of seconds or minutes")
        elif bells.every >= seconds or any(bell > seconds for bell in bells.at):
            self._report.at(at, f"a bell never rings: the hold ends at {seconds} seconds")
        return bells

    def _between(self, fields: Fields) -> Step | None:
        node = fields.get(keys.BETWEEN)
        if node is None:
            return None
        sets = fields.get(keys.SETS)
        if not fields.has(keys.SETS) or (sets is not None and sets.low == 1):
            text = "between is played between sets: write sets: 2 or more beside it"
            self._report.at(fields.node.keys["between"], text)
        if isinstance(node, Scalar):
            if _AT_ONCE.fullmatch(node.text.strip()):
                return RestStep(Amount(Unit.SECONDS, 0, 0), node.line)
            amount = HOLDING.read(node, self._report)
            return None if amount is None else RestStep(amount, node.line)
        if not isinstance(node, Mapping) or len(node.keys) != 1:
            self._report.at(node, "an amount, or one pose: {knees-to-chest: 2 breaths}")
            return None
        ((name, word),) = node.keys.items()
        pose = self._book.find(word)
        amount = ANY_AMOUNT.read(node.values[name], self._report)
        if pose is None or amount is None:
            return None
        if pose.sides:
            self._report.at(word, f"{name} has sides; between takes a pose without")
        if amount.unit is Unit.REPS:
            self._check_rep(pose, (), node.values[name])
        return PoseStep(pose.key, dict.fromkeys(Side, amount), node.line)

    def _options(self, fields: Fields, pose: Pose | None) -> tuple[str, ...]:
        words = fields.default(keys.OPTIONS, ())
        if pose is None:
            return tuple(word.text for word in words)
        on: list[str] = []
        seen: set[str] = set()
        for word in words:
            name = word.text.removeprefix("no-")
            if name not in pose.options:
                hint = self._report.guess(name, pose.options)
                has = f"it has {', '.join(pose.options)}" if pose.options else "it has none"
                text = f"{pose.key} has no option {shown(name)}{hint or '; ' + has}"
                self._report.at(word, text)
                continue
            if name in seen:
                self._report.at(word, f"{name} is written twice")
            seen.add(name)
            if name == word.text:
                for other in on:
                    if name in pose.options[other].excludes or other in pose.options[name].excludes:
                        self._report.at(word, f"{name} and {other} exclude each other")
                on.append(name)
        return tuple(word.text for word in words)

    def _move(self, fields: Fields, key: Key[Fields]) -> MoveStep | None:
        inner = fields.get(key)
        if inner is None:
            return None
        word = inner.get(keys.MOVE_POSE)
        pose = None if word is None else self._book.find(word)
        options = self._options(inner, pose)
        if word is None and options:
            text = "options belong to a pose: write pose: beside them"
            self._report.at(inner.node.keys["options"], text)
        if pose is not None and inner.has(keys.MOVE_SIDE) and not _is_sided(pose, options):
            self._report.at(inner.node.keys["side"], f"{pose.key} has no sides")
        if word is not None and pose is None:
            return None
        return MoveStep(
            half=Half(key.name),
            line=fields.node.line,
            pose=None if pose is None else pose.key,
            side=inner.get(keys.MOVE_SIDE),
            say=inner.default(keys.MOVE_SAY, ()),
            options=options,
            breath=inner.get(keys.BREATH),
            optional=fields.default(keys.OPTIONAL, False),
            title=fields.default(keys.TITLE, ""),
        )

    def _rest(self, fields: Fields) -> RestStep | None:
        inner = fields.get(keys.REST_KEY)
        if inner is None:
            return None
        word, amount = inner.get(keys.POSE), inner.get(keys.REST_HOLD)
        pose = None if word is None else self._book.find(word)
        if pose is not None and pose.sides:
            text = f"{pose.key} has sides, a rest has none; write it as a pose step"
            self._report.at(inner.at(keys.POSE), text)
        if amount is None or (word is not None and pose is None):
            return None
        self.places[fields.node.line] = inner.at(keys.REST_HOLD)
        return RestStep(
            amount=amount,
            line=fields.node.line,
            pose=None if pose is None else pose.key,
            say=fields.default(keys.SAY, ()),
            transition=fields.get(keys.TRANSITION),
            settle=fields.get(keys.SETTLE),
            breath=fields.get(keys.BREATH),
            bells=self._bells(fields, dict.fromkeys(Side, amount)),
            wait=fields.default(keys.WAIT, False),
            optional=fields.default(keys.OPTIONAL, False),
            title=fields.default(keys.TITLE, ""),
        )

    def _say(self, node: Mapping) -> SayStep | None:
        fields = keys.SAY_STEP.read(node, self._report)
        text = fields.get(keys.SAY_TEXT)
        if text is None:
            return None
        optional, title = fields.default(keys.OPTIONAL, False), fields.default(keys.TITLE, "")
        return SayStep(text, node.line, optional, title)

    def _use(self, fields: Fields) -> Group | None:
        word = fields.get(keys.USE)
        if word is None:
            return None
        name = word.text
        if name not in self.known_parts:
            hint = self._report.guess(name, self.known_parts)
            more = hint or ("" if self.known_parts else "; parts: is where parts are written")
            self._report.at(word, f"no part is called {shown(name)}{more}")
            return None
        steps = self.parts.get(name)
        # A part that uses itself, or is broken, has been reported.
        return None if not steps else self._group(fields, steps, name)

    def _group(self, fields: Fields, steps: Steps, part: str) -> Group | None:
        node = fields.node
        if fields.has(keys.SIDES) and steps and not self._sided.get(id(steps), True):
            only = steps[0] if len(steps) == 1 else None
            alone = f"{only.pose} has no sides" if isinstance(only, PoseStep) else ""
            self._report.at(node.keys["sides"], alone or "nothing in here has sides")
        if self._depth.get(id(steps), 0) >= MAX_GROUPS:
            self._report.at(node, f"more than {MAX_GROUPS} groups inside each other")
            return None
        self.places[node.line] = fields.at(keys.REPEAT)
        check_every(fields, self._report, steps, self._rounds)
        repeat = fields.default(keys.REPEAT, ONCE)
        if fields.has(keys.REPEAT):
            self._rounds.check(steps, fields.get(keys.REPEAT))
        return Group(
            steps=steps,
            line=node.line,
            sides=fields.get(keys.SIDES),
            repeat=repeat,
            every=int(fields.default(keys.EVERY, 0.0)),
            breath=fields.get(keys.BREATH),
            title=fields.default(keys.TITLE, ""),
            part=part,
            optional=fields.default(keys.OPTIONAL, False),
            transition=fields.get(keys.TRANSITIONS),
            settle=fields.get(keys.SETTLE),
        )

    def _has_sides(self, step: Step) -> bool:
        if isinstance(step, Group):
            return self._sided.get(id(step.steps), True)
        texts = step.text if isinstance(step, SayStep) else [words.text for words in step.say]
        if any(mark.lower() in SIDE_MARKS for text in texts for mark in MARK.findall(text)):
            return True
        if isinstance(step, PoseStep):
            return _is_sided(self._book.named[step.pose], step.options)
        if isinstance(step, MoveStep) and step.pose is not None:
            return _is_sided(self._book.named[step.pose], step.options)
        return False

    def _deep(self, step: Step) -> int:
        return 1 + self._depth.get(id(step.steps), 0) if isinstance(step, Group) else 0


def _is_sided(pose: Pose, options: tuple[str, ...]) -> bool:
    return bool(pose.sides) or any(
        pose.options[name].sides for name in options if name in pose.options
    )
