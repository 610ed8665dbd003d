"""What a quick line turns into: the facts of one step, and its lines in a flow file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from yogaflow.format.quoting import comment, in_braces, quoted
from yogaflow.model import Half, Pose, Side


class Kind(StrEnum):
    """What a step is."""

    POSE = "pose"
    MOVE = "move"
    REST = "rest"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class QuickStep:
    """One step, understood.

    `pose` is a key ("" for words, a bare rest and a movement that stays), `amount` and `between`
    (the rest between two sets) are written as in the format. `between_pose` is what is done
    between two sets instead of a rest. `left_amount` is the amount of the left side where the
    sides differ; `amount` is then the right one's. `note` is a comment behind the step. `sided`
    says whether the pose, with these options, has sides. `line` is the 1-based line of a pasted
    list it was read from, 0 for none.
    """

    kind: Kind
    pose: str = ""
    amount: str = ""
    left_amount: str = ""
    sides: tuple[Side, ...] = ()
    options: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    sets: int = 1
    between: str = ""
    between_pose: str = ""
    half: Half | None = None
    note: str = ""
    wait: bool = False
    optional: bool = False
    sided: bool = False
    line: int = field(default=0, compare=False)

    @property
    def lines(self) -> tuple[str, ...]:
        """The step as YAML: the first line begins with "- ", the others are set in by two."""
        rest: list[str] = []
        if self.kind is Kind.MOVE:
            first = self._move()
        elif self.kind is Kind.WORDS:
            first = f"say: {_texts(self.say)}"
        elif self.kind is Kind.REST:
            first, rest = self._rest(), self._said()
        else:
            first, rest = self._pose(), self._beside()
        if self.wait:
            rest.append("wait: true")
        if self.optional:
            rest.append("optional: true")
        note = f"  {comment(self.note)}" if self.note else ""
        return (f"- {first}{note}", *(f"  {line}" for line in rest))

    def _pose(self) -> str:
        return f"pose: {self.pose}" if self.left_amount else f"{self.pose}: {self.amount}"

    def _beside(self) -> list[str]:
        found: list[str] = []
        if self.left_amount:
            found.append(f"hold: {{right: {self.amount}, left: {self.left_amount}}}")
        if self.sides:
            found.append(f"sides: {', '.join(self.sides)}")
        if self.options:
            found.append(f"options: [{', '.join(self.options)}]")
        found += self._said()
        if self.sets > 1:
            found.append(f"sets: {self.sets}")
        if self.between_pose:
            found.append(f"between: {{{self.between_pose}: {self.between}}}")
        elif self.between:
            found.append(f"between: {self.between}")
        return found

    def _said(self) -> list[str]:
        return [f"say: {_texts(self.say)}"] if self.say else []

    def _rest(self) -> str:
        if self.pose:
            return f"rest: {{pose: {self.pose}, hold: {self.amount}}}"
        return f"rest: {self.amount}"

    def _move(self) -> str:
        inner: dict[str, str] = {}
        if self.pose:
            inner["pose"] = self.pose
        if self.sides:
            inner["side"] = self.sides[0]
        if self.say:
            inner["say"] = _texts(self.say, braces=True)
        if self.options:
            inner["options"] = f"[{', '.join(self.options)}]"
        if list(inner) == ["pose"]:
            return f"{self.half}: {self.pose}"
        words = ", ".join(f"{key}: {value}" for key, value in inner.items())
        return f"{self.half}: {{{words}}}"


def _texts(texts: tuple[str, ...], *, braces: bool = False) -> str:
    if len(texts) == 1:
        return in_braces(texts[0]) if braces else quoted(texts[0])
    return f"[{', '.join(in_braces(text) for text in texts)}]"


def is_sided(pose: Pose, options: Collection[str]) -> bool:
    """Whether a pose has sides while these options are on."""
    on = (pose.options[name] for name in options if name in pose.options)
    return bool(pose.sides) or any(option.sides for option in on)


@dataclass(frozen=True, slots=True)
class QuickProblem:
    """A line that was not understood: why, in plain words.

    `column` is the 1-based character of the line that the word in question begins at, `near` the
    keys of the poses most like what was written, best first, `unknown` the words that were read
    as the name of a pose and are none. `line` is the 1-based line of a pasted list.
    """

    message: str
    column: int = 1
    near: tuple[str, ...] = ()
    unknown: str = ""
    line: int = field(default=1, compare=False)
