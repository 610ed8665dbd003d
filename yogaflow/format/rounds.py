"""What sets and rounds ask of the keys beside them: reps by rounds, `every`, `alternate`."""

from __future__ import annotations

from yogaflow.format import keys
from yogaflow.format.nodes import Node
from yogaflow.format.problems import Report
from yogaflow.format.records import Fields
from yogaflow.model import Amount, Group, Pose, PoseStep, RestStep, Step, Unit

Steps = tuple[Step, ...]


class Rounds:
    """Knows of steps that have been read what only the groups around them can answer.

    A part is read before it is known where it is used, so all is kept by the list of its steps.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._lists: dict[int, Node] = {}
        self._open: dict[int, dict[Node, int]] = {}
        self._waits: set[int] = set()
        self._told: set[Node] = set()

    def listed(self, step: PoseStep, node: Node) -> None:
        """Note where the list of reps of a step stands."""
        self._lists[id(step)] = node

    def look_in(self, steps: Steps) -> None:
        """Note the lists of reps that no repeat in there is for, and whether a step waits."""
        found: dict[Node, int] = {}
        waits = False
        for step in steps:
            if isinstance(step, Group):
                if step.repeat.high == 1:
                    found |= self._open.get(id(step.steps), {})
                waits = waits or self.waits(step.steps)
            elif isinstance(step, PoseStep | RestStep):
                waits = waits or step.wait
                if isinstance(step, PoseStep) and step.by_round:
                    found[self._lists[id(step)]] = len(step.by_round)
        self._open[id(steps)] = found
        if waits:
            self._waits.add(id(steps))

    def waits(self, steps: Steps) -> bool:
        """Whether a step in there waits for the person."""
        return id(steps) in self._waits

    def check(self, steps: Steps, repeat: Amount | None, *, last: bool = False) -> None:
        """Report lists of reps that have not one number for each round of the repeat around them.

        None is a repeat that is broken. There is none further out where it is the `last`.
        """
        for node, numbers in self._open.get(id(steps), {}).items():
            if repeat is None:
                text = ""
            elif repeat.high == 1 and not last:
                continue  # one round is none: another repeat may be around it
            elif repeat.high == 1:
                text = "a list has a number for each round: put repeat: around it, on a group"
            elif repeat.is_range:
                text = f"a list wants a fixed number of rounds: write repeat: {numbers}, no range"
            elif numbers != repeat.low:
                text = f"{numbers} numbers for {repeat.low} rounds: write one for each"
            else:
                continue
            if text and node not in self._told:
                self._report.at(node, text)
            self._told.add(node)


def check_every(fields: Fields, report: Report, steps: Steps | None, rounds: Rounds) -> None:
    """Report an `every` that has nothing to come round; `steps` are those of a group."""
    if not fields.has(keys.EVERY):
        return
    at = fields.node.keys[keys.EVERY.name]
    often = keys.SETS if steps is None else keys.REPEAT
    count = fields.get(often)
    if not fields.has(often) or (count is not None and count.high == 1):
        what = "set" if steps is None else "round"
        report.at(at, f"every says when the next {what} begins: write {often.name}: 2 or more")
    elif steps is None and fields.has(keys.BETWEEN):
        report.at(at, "every and between: write one; what every leaves over is the rest between")
    elif fields.default(keys.WAIT, False) or (steps is not None and rounds.waits(steps)):
        report.at(at, "every and wait: nobody knows how long a wait lasts; write one of them")


def check_alternate(
    fields: Fields, report: Report, pose: Pose, amount: Amount | None, *, sided: bool
) -> None:
    """Report an `alternate` where no sides can take turns."""
    if not fields.default(keys.ALTERNATE, False):
        return
    at = fields.node.keys[keys.ALTERNATE.name]
    sides = fields.get(keys.SIDES)
    if not sided:
        report.at(at, f"{pose.key} has no sides to alternate")
    elif amount is not None and amount.unit is not Unit.REPS:
        group = "a group with sides and repeat takes sides in turn"
        report.at(at, f"alternate changes sides with each rep: write reps; {group}")
    elif sides is not None and len(sides) == 1:
        text = f"alternate takes both sides: leave out sides, or write {sides[0]}, {sides[0].other}"
        report.at(at, text)
