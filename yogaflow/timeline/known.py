"""What a measurer remembers from flow to flow: steps by what they ask for, and what they took.

Two steps that differ in nothing but their line have one form. A pass is one time a written step
is played, with its sets and sides; the same form, come to in the same way, passes alike.

What is compared often is told apart by identity: forms, places and held poses. Each of these
is made once for what it stands for, as long as it is remembered.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from yogaflow.model import (
    REST_POSES,
    Flow,
    Group,
    Half,
    MoveStep,
    Pose,
    PoseStep,
    RestStep,
    Side,
    Step,
)
from yogaflow.timeline.passes import Pass, Place, Run, Whole
from yogaflow.timeline.speech_layout import Speech, estimate_speech
from yogaflow.timeline.timeline import Choices
from yogaflow.timeline.visit import Body

K = TypeVar("K")
V = TypeVar("V")
Key = tuple[object, ...]

LIMIT = 40_000
"""Passes, forms and so on that are remembered of each; for a moment twice as many."""


class Recent(Generic[K, V]):
    """A bounded memory: what has not been asked for in a long while is forgotten.

    Two generations: when the young one is full, it becomes the old one, which is forgotten. What
    is asked for and found in the old one is young again.
    """

    __slots__ = ("_limit", "_old", "_young")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """What is remembered under a key."""
        found = self._young.get(key)
        if found is None and self._old:
            found = self._old.pop(key, None)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: K, value: V) -> V:
        """Remember a value; returns it."""
        if len(self._young) >= self._limit:
            self._old, self._young = self._young, {}
        self._young[key] = value
        return value

    def clear(self) -> None:
        """Forget everything."""
        self._young.clear()
        self._old.clear()

    def __len__(self) -> int:
        return len(self._young) + len(self._old)


class Held:
    """A pose, told apart by identity. It keeps the pose alive, so that no other gets its id."""

    __slots__ = ("pose",)

    def __init__(self, pose: Pose) -> None:
        self.pose = pose


class Form:
    """What a step asks for, its line and its title apart.

    `poses` are the keys of those it may introduce; `ranged` says whether it leaves a choice.
    """

    __slots__ = ("poses", "ranged")

    def __init__(self, poses: tuple[str, ...], ranged: bool) -> None:
        self.poses = poses
        self.ranged = ranged


class Terms:
    """Choices and surroundings under which passes are alike."""

    __slots__ = ()


class Known:
    """The memory of `measure_flow`, to be kept from call to call; bounded.

    Flows and choices of all kinds may share it. `speech` gives the seconds a line takes.
    Not for several threads at once.
    """

    def __init__(self, speech: Speech = estimate_speech, limit: int = LIMIT) -> None:
        self._speech = speech
        self._lengths: Recent[str, float] = Recent(limit)
        self._poses: dict[str, Pose] = {}
        self._held: Recent[int, Held] = Recent(limit)
        self._by_step: Recent[int, tuple[Step, Form]] = Recent(limit)
        self._forms: Recent[Key, Form] = Recent(limit)
        self._places: Recent[Key, Place] = Recent(limit)
        self._terms: Recent[Key, Terms] = Recent(limit)
        self.passes: Recent[Key, Pass] = Recent(limit)
        self.wholes: Recent[Key, Whole] = Recent(limit)
        self.runs: Recent[Terms, Run] = Recent(4)

    def speech(self, text: str) -> float:
        """How long a line takes, seconds; asked for once."""
        seconds = self._lengths.get(text)
        return self._lengths.put(text, self._speech(text)) if seconds is None else seconds

    def turn_to(self, flow: Flow) -> None:
        """Say whose steps come next: a step's form hangs on the poses it names."""
        poses = self._poses
        if any(poses.setdefault(key, pose) is not pose for key, pose in flow.poses.items()):
            self._by_step.clear()
            self.runs.clear()
            self._poses = dict(flow.poses)

    def terms(self, flow: Flow, choices: Choices, *, ranged: bool) -> Terms:
        """The terms of a flow that is played by choices; `ranged` with the amount chosen."""
        key = (
            choices.level if ranged else None,
            choices.first,
            choices.pace,
            choices.unhurried,
            choices.options,
            choices.skip_optional,
            choices.tapped,
            flow.breath,
            # A bare rest is taken in one of these.
            *(self._hold(flow.poses.get(name)) for name in REST_POSES.values()),
        )
        return self._terms.get(key) or self._terms.put(key, Terms())

    def sizes(self) -> tuple[int, ...]:
        """How much is remembered of each kind."""
        steps = (len(self._held), len(self._by_step), len(self._forms))
        ways = (len(self._lengths), len(self._places), len(self._terms))
        return (*steps, *ways, len(self.passes), len(self.wholes))

    def place(self, body: Body, joins: bool) -> Place:
        """The one place of such bodies."""
        full = body.half is Half.INHALE
        # A breath that has been let out again is over: only a held one is left to the next step.
        breath = body.half_breath if full else None
        pose = self._hold(body.pose)
        key = (body.position, pose, body.side, body.options, breath, body.moving, joins)
        found = self._places.get(key)
        if found is None:
            half = Half.INHALE if full else None
            kept = Body(body.position, body.pose, body.side, body.options, half, breath)
            kept.moving = body.moving
            found = self._places.put(key, Place(kept, joins))
        return found

    def form(self, step: Step) -> Form:
        """The form of a step of the flow that was turned to."""
        found = self._by_step.get(id(step))
        if found is not None:
            return found[1]
        form = self._find_form(step)
        self._by_step.put(id(step), (step, form))
        return form

    def _hold(self, pose: Pose | None) -> Held | None:
        if pose is None:
            return None
        return self._held.get(id(pose)) or self._held.put(id(pose), Held(pose))

    def _pose(self, key: str | None) -> Held | None:
        return None if key is None else self._hold(self._poses[key])

    def _find_form(self, step: Step) -> Form:
        key: Key
        poses: tuple[str, ...] = ()
        ranged = False
        if isinstance(step, PoseStep):
            between = None if step.between is None else self.form(step.between)
            right, left = step.amounts[Side.RIGHT], step.amounts[Side.LEFT]
            key = (
                *(PoseStep, self._pose(step.pose), right, left, step.sides, step.say),
                *(step.options, step.transition, step.breath, step.sets, between),
                *(step.wait, step.optional),
            )
            poses = (step.pose,) if between is None else (step.pose, *between.poses)
            ranged = right.is_range or left.is_range or (between is not None and between.ranged)
        elif isinstance(step, MoveStep):
            key = (
                *(MoveStep, self._pose(step.pose), step.half, step.side, step.say),
                *(step.options, step.breath, step.optional),
            )
        elif isinstance(step, RestStep):
            key = (
                *(RestStep, self._pose(step.pose), step.amount, step.say),
                *(step.transition, step.breath, step.wait, step.optional),
            )
            poses = tuple(REST_POSES.values()) if step.pose is None else (step.pose,)
            ranged = step.amount.is_range
        elif isinstance(step, Group):
            inner = tuple(map(self.form, step.steps))
            key = (Group, inner, step.sides, step.repeat, step.breath, step.optional)
            poses = tuple(pose for form in inner for pose in form.poses)
            ranged = step.repeat.is_range or any(form.ranged for form in inner)
        else:
            key = (type(step), step.text, step.optional)
        form = self._forms.get(key)
        return form or self._forms.put(key, Form(tuple(dict.fromkeys(poses)), ranged))
