"""A `.flow` file of flowBuilder: JSON with poses in order, each with seconds and a side.

Its fields, as the files show them: `name` and `description` of the flow; `asanas`, each with
`english`, `name` (a slug), `sanskrit`, `duration` in seconds, `side` (Front, Right, Left; both,
right, left), `breathCue` (- for none) and `tags`, of which one may say where the body is (Standing,
Seated, Kneeling, Prone, Supine, Side Lying; Floor could be any); or, from its other app, `poses`,
where `name` is what is shown; `sections`, each a `name` and the places of its poses (`asanaIds` or
`poseIndices`).
All else there (difficulty, chakras, pictures) says nothing about the practice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from yogaflow.format.amounts import MAX_AMOUNT_SECONDS
from yogaflow.format.pose_source import PoseSource
from yogaflow.format.problems import shown
from yogaflow.format.quoting import cannot_say, cleaned, title_text
from yogaflow.importing.brought import PoseImporter
from yogaflow.importing.folding import folded
from yogaflow.importing.line import Kind, QuickGroup, QuickItem, QuickNote, QuickStep
from yogaflow.importing.line.lists import NOT_UNDERSTOOD
from yogaflow.importing.places import JsonError, entry_places, read_json
from yogaflow.importing.result import MOST_STEPS, Imported, Remark
from yogaflow.model import Position, Side
from yogaflow.storage.slug import slug

_SIDES: dict[str, tuple[Side, ...]] = {
    "right": (Side.RIGHT,),
    "left": (Side.LEFT,),
    **dict.fromkeys(("front", "center", "centre", "both", "none", ""), ()),
}


def read_flowbuilder(text: str, poses: PoseSource) -> Imported:
    """The flow of a `.flow` file. What is no JSON is a problem with its place."""
    try:
        whole = read_json(text)
    except JsonError as error:
        return Imported("", (), (Remark(error.line, error.column, error.message),))
    if not isinstance(whole, dict):
        return Imported("", (), (Remark(1, 1, "a flow is wanted here: {name, asanas}"),))
    key = "asanas" if "asanas" in whole or "poses" not in whole else "poses"
    entries = whole.get(key)
    if not isinstance(entries, list) or not entries:
        return Imported("", (), (Remark(1, 1, f"there are no poses in it: no {key}"),))
    places = entry_places(text, key)
    if len(entries) > MOST_STEPS:
        message = f"more than {MOST_STEPS:,} poses: too much for one flow"
        return Imported("", (), (Remark(*places[MOST_STEPS], message),))
    return _Reader(PoseImporter(poses), key == "poses").read(whole, entries, places)


class _Reader:
    def __init__(self, brought: PoseImporter, names_shown: bool) -> None:
        self._brought = brought
        self._names_shown = names_shown
        self._problems: list[Remark] = []
        self._remarks: list[Remark] = []
        self._doubled: set[str] = set()

    def read(
        self,
        whole: Mapping[str, object],
        entries: Sequence[object],
        places: Sequence[tuple[int, int]],
    ) -> Imported:
        found = [self._entry(entry, *place) for entry, place in zip(entries, places, strict=True)]
        items = _in_sections(found, whole.get("sections"))
        return Imported(
            title_text(_text(whole, "name")),
            folded(items),
            tuple(self._problems),
            (*self._remarks, *self._brought.remarks),
            cleaned(_text(whole, "description")),
            self._brought.poses,
        )

    def _entry(self, entry: object, line: int, column: int) -> list[QuickItem]:
        """A pose with its time, and notes about what of it was not understood."""
        if not isinstance(entry, dict):
            return self._refuse("a pose is written in braces", "no pose", line, column)
        short = _text(entry, "name")
        name = (short if self._names_shown else _text(entry, "english") or short).strip()
        if not cleaned(name):
            return self._refuse("a pose without a name", "a pose without a name", line, column)
        side = _text(entry, "side").strip().lower()
        seconds = _seconds(entry.get("duration"))
        words = f"{name}, {side or 'front'}, {entry.get('duration')}"
        if side not in _SIDES:
            message = f"{shown(name)}: {shown(side)} is no side; right, left or front"
            return self._refuse(message, words, line, column)
        if seconds is None:
            message = f"{shown(name)}: the duration is wanted in whole seconds, 1 to a day"
            return self._refuse(message, words, line, column)
        sides = _SIDES[side]
        slugs = "" if self._names_shown else short
        pose = self._brought.pose(
            name,
            slugs,
            _text(entry, "sanskrit"),
            sided=bool(sides),
            position=_position(entry.get("tags")),
            at=(line, column),
        )
        step = QuickStep(
            Kind.POSE, pose.key, _amount(seconds), sides=sides, sided=bool(pose.sides), line=line
        )
        if pose.sides and not sides and pose.key not in self._doubled:
            self._doubled.add(pose.key)
            message = f"{pose.key} has sides: {step.amount} on each"
            self._remarks.append(Remark(line, column, message))
        found: list[QuickItem] = []
        if sides and not pose.sides:
            message = f"{pose.key} has no sides: {side} is left out"
            found = self._refuse(message, f"{name}, {side}", line, column)
            step = replace(step, sides=())
        return [*found, self._with_cue(step, _text(entry, "breathCue"))]

    def _with_cue(self, step: QuickStep, cue: str) -> QuickStep:
        cue = cleaned(cue)
        if not cue.strip("-–— ") or cannot_say(cue):
            return step
        return replace(step, say=(cue,))

    def _refuse(self, message: str, words: str, line: int, column: int) -> list[QuickItem]:
        self._problems.append(Remark(line, column, message))
        return [QuickNote(NOT_UNDERSTOOD + cleaned(words)[:200], line)]


def _in_sections(found: Sequence[list[QuickItem]], sections: object) -> list[QuickItem]:
    """The items of all entries, those of a section as a group with its name.

    A section's poses stand where they stand in the flow; one that is spread is several groups.
    """
    names: dict[int, tuple[int, str]] = {}
    for number, section in enumerate(sections if isinstance(sections, list) else ()):
        if not isinstance(section, dict):
            continue
        ids = section.get("asanaIds") or section.get("poseIndices")
        name = title_text(_text(section, "name"))
        for place in ids if isinstance(ids, list) else ():
            if isinstance(place, int) and name:
                names.setdefault(place, (number, name))
    items: list[QuickItem] = []
    inner: list[QuickItem] = []
    now: tuple[int, str] | None = None
    for place, more in enumerate(found):
        if names.get(place) != now:
            items += _group(inner, now)
            inner, now = [], names.get(place)
        inner += more
    return [*items, *_group(inner, now)]


def _group(items: list[QuickItem], section: tuple[int, str] | None) -> list[QuickItem]:
    if section is None or not items:
        return items
    return [QuickGroup(tuple(items), section[1])]


def _position(tags: object) -> Position | None:
    """Where the body is, by the first tag that says so."""
    words = (slug(tag) for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
    return next((place for word in words for place in Position if place == word), None)


def _text(entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _seconds(value: object) -> int | None:
    """A duration in whole seconds; None for what is none."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:9])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 1 <= value <= MAX_AMOUNT_SECONDS or value != int(value):
        return None
    return int(value)


def _amount(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if minutes and rest:
        return f"{minutes}m{rest}s"
    return f"{minutes} min" if minutes else f"{seconds}s"
