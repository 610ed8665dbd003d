"""Random flow texts in many hands, random commands on them, and the same commands on plain data."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from yogaflow.editing import fields, moves
from yogaflow.editing.blocks import Edit, RefusedError
from yogaflow.editing.bumping import bumped, bumped_count
from yogaflow.editing.layout import Entry, Page, Steps
from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence, parse
from yogaflow.format.problems import Report
from yogaflow.model import Side

Data = str | list["Data"] | dict[str, "Data"]
"""What a text says, without how: words, lists, and mappings in their order."""

Path = tuple[str, tuple[int, ...]]
"""An entry: the name of its outermost list, and its places from there."""

POSES = ("pigeon", "bridge", "half-seated-twist", "boat", "mountain", "warrior-1")
AMOUNTS = ("5 breaths", "5-10 breaths", "30s", "20-30s", "1m30s", "2 min", "1 breath", "12 reps")
REMARKS = ("# both", "# - pigeon: 5 breaths", "#", "# it's: a {remark}", "#   deep in")


@dataclass
class Writer:
    """Writes a flow in somebody's hand: indentation, quotes, comments, blank lines as they like."""

    chance: random.Random
    lines: list[str] = field(default_factory=list)

    def whole(self) -> str:
        """A flow of a dozen lines, perhaps with parts, with either kind of line break."""
        r = self.chance
        self._remarks(0)
        self.lines.append(f"title: Test{self._tail()}")
        if r.random() < 0.2:
            blank = r.choice(("", "  "))
            self.lines += [
                "why:",
                f"{blank}- Strong hips carry you.",
                f"{blank}- 'Rest: it counts.'",
            ]
            self.lines += ["notes: |", "  Two blocks each.", "", "    # slowly", "author: Ann Bee"]
        if r.random() < 0.2:
            self.lines += ["parts:", f"  again:{self._tail()}"]
            self._steps(r.choice((2, 4)), r.randint(1, 2), 1)
            self._remarks(0)
        self.lines.append(f"flow:{self._tail()}")
        self._steps(r.choice((0, 2, 2, 2, 4)), r.randint(1, 4), 0)
        if r.random() < 0.5:
            self._remarks(r.choice((0, 2)))
        if r.random() < 0.2:
            self.lines.append("about: Below the steps")
        newline = r.choice(("\n", "\n", "\n", "\r\n"))
        end = newline if r.random() < 0.8 else ""
        return newline.join(self.lines) + end

    def _tail(self) -> str:
        """A comment behind what a line says, now and then."""
        r = self.chance
        return f"{' ' * r.randint(1, 5)}{r.choice(REMARKS)}" if r.random() < 0.25 else ""

    def _remarks(self, column: int) -> None:
        r = self.chance
        while r.random() < 0.25:
            roll = r.random()
            if roll < 0.3:
                self.lines.append("")
            elif roll < 0.4:
                self.lines.append("  " + " " * r.randint(0, 4))
            else:
                off = column if roll < 0.8 else r.randint(0, 8)
                self.lines.append(" " * off + r.choice(REMARKS))

    def _steps(self, column: int, count: int, level: int) -> None:
        for _ in range(count):
            self._remarks(column)
            if level < 3 and self.chance.random() < 0.3:
                self._group(column, level)
            else:
                self._step(column)

    def _group(self, column: int, level: int) -> None:
        r = self.chance
        heads = [
            head
            for head in ("sides: right, left", "repeat: 3", "title: Again and again")
            if r.random() < 0.5
        ]
        r.shuffle(heads)
        gap = r.choice((1, 1, 1, 3))
        inner = column + 1 + gap
        at = r.choice((len(heads), len(heads), 0))
        keys = [*heads[:at], "flow:", *heads[at:]]
        for number, key in enumerate(keys):
            lead = " " * column + "-" + " " * gap if number == 0 else " " * inner
            if number:
                self._remarks(inner)
            self.lines.append(f"{lead}{key}{self._tail()}")
            if key == "flow:":
                self._steps(inner + r.choice((0, 2, 2, 4)), r.randint(1, 3), level + 1)

    def _step(self, column: int) -> None:
        r = self.chance
        pose, amount = r.choice(POSES), r.choice(AMOUNTS)
        forms = [
            [f"{pose}: {amount}"],
            [f"{pose}: '{amount}'"],
            [f'"{pose}": {amount}'],
            [f"pose: {pose}", f"hold: {amount}"],
            [f"hold: {amount}", f"pose: {pose}"],
            [f"pose: {pose}", "hold: {right: 5 breaths, left: 8 breaths}"],
            [f"rest: {amount}"],
            [f"inhale: {pose}"],
            ["exhale:", f"  pose: {pose}", "  side: left"],
            ["say: Set an intention. # 1 is one"],
            ["say: |", "  Lie down,", "", "    and stay."],
            ['say: "Lie down,', '  and # stay."'],
        ]
        lines = list(r.choice(forms))
        if lines[0].split(":")[0].strip("\"'") in (*POSES, "pose", "hold") and r.random() < 0.4:
            lines.append(r.choice(("sides: left", "sides: [right, left]", "sides: right, left")))
            if r.random() < 0.4:
                lines.append(r.choice(("say: Fold.", "say: [Fold., Rest.]", "wait: true")))
        if r.random() < 0.15 and len(lines) == 1 and "'" not in lines[0] and "," not in lines[0]:
            lines = ["{" + lines[0].split(" #")[0] + r.choice(("", ", optional: true")) + "}"]
        gap = " " * r.choice((1, 1, 1, 3))
        text = lines[0].startswith("say:") and len(lines) > 1
        for number, line in enumerate(lines):
            lead = " " * column + "-" + gap if number == 0 else " " * (column + 1 + len(gap))
            tail = "" if text or line.startswith("say: Set") else self._tail()
            self.lines.append(f"{lead}{line}{tail}" if line else "")
            if not text and number + 1 < len(lines) and r.random() < 0.1:
                self.lines.append(" " * (column + 1 + len(gap)) + r.choice(REMARKS))


def data_of(text: str, root: Node | None = None) -> dict[str, Data]:
    """What a text says; `root` where it has been parsed."""
    found = _data(root or parse(text, Report("test.yaml")))
    assert isinstance(found, dict)
    return found


def _data(node: Node) -> Data:
    if isinstance(node, Mapping):
        found = {name: _data(value) for name, value in node.values.items()}
        # Between braces two sides are a list, for a comma would split them; they mean the same.
        sides = found.get("sides")
        if isinstance(sides, list):
            found["sides"] = ", ".join(str(side) for side in sides)
        return found
    if isinstance(node, Sequence):
        return [_data(item) for item in node.items]
    assert isinstance(node, Scalar)
    # The blanks of a `|` text may grow by those of the group it is moved into.
    return " ".join(node.text.split())


def path_of(entry: Entry) -> Path:
    """Where an entry is."""
    places: list[int] = []
    at: Entry | None = entry
    steps = entry.siblings
    while at is not None:
        places.append(at.index)
        steps = at.siblings
        at = at.parent
    return steps.name, tuple(reversed(places))


def entry_at(page: Page, path: Path) -> Entry:
    """The entry that is there."""
    steps: Steps | None = next(one for one in page.lists if one.name == path[0])
    for place in path[1][:-1]:
        assert steps is not None
        steps = steps.entries[place].steps
    assert steps is not None
    return steps.entries[path[1][-1]]


def list_of(data: dict[str, Data], path: Path) -> list[Data]:
    """The list an entry is in, as data."""
    name, places = path
    if name == "flow":
        found = data["flow"]
    else:
        parts = data["parts"]
        assert isinstance(parts, dict)
        found = parts[name]
    for place in places[:-1]:
        assert isinstance(found, list)
        inner = found[place]
        assert isinstance(inner, dict)
        found = inner["flow"]
    assert isinstance(found, list)
    return found


def _is_group(item: Data) -> bool:
    return isinstance(item, dict) and isinstance(item.get("flow"), list)


def _inner(item: Data) -> list[Data]:
    assert isinstance(item, dict)
    steps = item["flow"]
    assert isinstance(steps, list)
    return steps


Model = Callable[[dict[str, Data], Path], None]


def down(data: dict[str, Data], path: Path) -> None:
    """Move an entry down."""
    steps, at = list_of(data, path), path[1][-1]
    if at + 1 < len(steps):
        if _is_group(steps[at + 1]):
            _inner(steps[at + 1]).insert(0, steps[at])
            del steps[at]
        else:
            steps[at], steps[at + 1] = steps[at + 1], steps[at]
        return
    outer = list_of(data, (path[0], path[1][:-1]))
    outer.insert(path[1][-2] + 1, steps.pop(at))


def up(data: dict[str, Data], path: Path) -> None:
    """Move an entry up."""
    steps, at = list_of(data, path), path[1][-1]
    if at > 0:
        if _is_group(steps[at - 1]):
            _inner(steps[at - 1]).append(steps.pop(at))
        else:
            steps[at], steps[at - 1] = steps[at - 1], steps[at]
        return
    outer = list_of(data, (path[0], path[1][:-1]))
    outer.insert(path[1][-2], steps.pop(at))


def twice(data: dict[str, Data], path: Path) -> None:
    """Duplicate an entry."""
    steps, at = list_of(data, path), path[1][-1]
    steps.insert(at + 1, copy.deepcopy(steps[at]))


def away(data: dict[str, Data], path: Path) -> None:
    """Delete an entry."""
    del list_of(data, path)[path[1][-1]]


def resting(data: dict[str, Data], path: Path) -> None:
    """Insert a rest below an entry."""
    list_of(data, path).insert(path[1][-1] + 1, {"rest": "5 breaths"})


def grouped(data: dict[str, Data], path: Path) -> None:
    """Wrap an entry in a group with both sides."""
    steps, at = list_of(data, path), path[1][-1]
    steps[at] = {"sides": "right, left", "repeat": "2", "flow": [steps[at]]}


def ungrouped(data: dict[str, Data], path: Path) -> None:
    """Unwrap a group."""
    steps, at = list_of(data, path), path[1][-1]
    steps[at : at + 1] = _inner(steps[at])


def sided(data: dict[str, Data], path: Path) -> None:
    """Set the sides of an entry."""
    item = list_of(data, path)[path[1][-1]]
    assert isinstance(item, dict)
    item["sides"] = "left, right"


def sideless(data: dict[str, Data], path: Path) -> None:
    """Leave the sides of an entry to what is around it."""
    item = list_of(data, path)[path[1][-1]]
    assert isinstance(item, dict)
    del item["sides"]


def _bump(by: int) -> Model:
    def change(data: dict[str, Data], path: Path) -> None:
        item = list_of(data, path)[path[1][-1]]
        assert isinstance(item, dict)
        for name in ("hold", "reps", "rest", "forward-fold", *POSES):
            value = item.get(name)
            if isinstance(value, str):
                item[name] = bumped(value, by)
                return
            if isinstance(value, dict):
                item[name] = {key: bumped(str(text), by) for key, text in value.items()}
                return
        repeat = item.get("repeat")
        item["repeat"] = "2" if repeat is None else bumped_count(str(repeat), by)

    return change


def other_pose(data: dict[str, Data], path: Path) -> None:
    """Another pose for an entry."""
    steps = list_of(data, path)
    item = steps[path[1][-1]]
    assert isinstance(item, dict)
    steps[path[1][-1]] = _swapped(item)


def _swapped(item: dict[str, Data]) -> dict[str, Data]:
    if "pose" in item:
        return {**item, "pose": "forward-fold"}
    for half in ("inhale", "exhale"):
        value = item.get(half)
        if isinstance(value, dict):
            return {**item, half: {**value, "pose": "forward-fold"}}
        if value is not None:
            return {**item, half: "forward-fold"}
    return {"forward-fold" if name in POSES else name: value for name, value in item.items()}


@dataclass(frozen=True)
class Command:
    """A command on an entry, and what it does to the data."""

    name: str
    run: Callable[[Page, Entry], Edit]
    model: Model
    keeps_comments: bool = True


COMMANDS = (
    Command("down", moves.move_down, down),
    Command("up", moves.move_up, up),
    Command("down again", moves.move_down, down),
    Command("up again", moves.move_up, up),
    Command("duplicate", moves.duplicate, twice),
    Command("delete", lambda page, entry: moves.delete(page, [entry]), away, keeps_comments=False),
    Command(
        "rest", lambda page, entry: moves.insert_after(page, entry, ["- rest: 5 breaths"]), resting
    ),
    Command(
        "wrap",
        lambda page, entry: moves.wrap(page, [entry], sides=(Side.RIGHT, Side.LEFT), repeat=2),
        grouped,
    ),
    Command("unwrap", moves.unwrap, ungrouped),
    Command(
        "sides", lambda page, entry: fields.set_sides(page, entry, (Side.LEFT, Side.RIGHT)), sided
    ),
    Command("no sides", lambda page, entry: fields.set_sides(page, entry, ()), sideless),
    Command("longer", lambda page, entry: fields.change_amount(page, entry, 1), _bump(1)),
    Command("shorter", lambda page, entry: fields.change_amount(page, entry, -1), _bump(-1)),
    Command("swap", lambda page, entry: fields.set_pose(page, entry, "forward-fold"), other_pose),
)


def comments_of(text: str) -> list[str]:
    """The comments of a text, sorted: whatever stands behind a # that begins a word outside a
    quoted text. Texts to say are the only ones here with a # in them, and are left out."""
    found = []
    for line in text.splitlines():
        if "say:" in line or "and # stay" in line:
            continue
        before, mark, rest = line.partition("#")
        if mark and (not before or before[-1].isspace()):
            found.append(rest.rstrip())
    return sorted(found)


def written(seed: int) -> tuple[random.Random, str]:
    """A text by its number, and the chance that goes on from there."""
    chance = random.Random(seed)
    return chance, Writer(chance).whole()


def picked(chance: random.Random, page: Page) -> tuple[Entry, Command]:
    """Some entry of a text, and something to do with it."""
    return chance.choice(list(page.entries())), chance.choice(COMMANDS)


__all__ = ["Command", "RefusedError", "comments_of", "data_of", "entry_at", "path_of", "picked"]
