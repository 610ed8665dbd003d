"""What could be written where the cursor is: poses by any of their names, keys, options, amounts.

Worked out from the line itself and the lines above it, not from the parsed text: while one types,
the text is broken most of the time. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from yogaflow.format import keys
from yogaflow.format.records import Record
from yogaflow.importing.line import usual_amount
from yogaflow.model import Pose


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could stand here: `insert` takes the place of the word before the cursor.

    `names` are all the words it can be found by, `about` says what it is, in a few words.
    """

    label: str
    insert: str
    about: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """The candidates for the word that begins at a column (from 0) and reads `word` so far."""

    column: int
    word: str
    candidates: tuple[Candidate, ...]


_STEP = re.compile(r"^(\s*)-(\s+)([\w-]*)$")
_POSE_VALUE = re.compile(r"(?:^|[\s{])(?:pose|inhale|exhale|rest):\s+(?:\{\s*)?([\w-]*)$")
_OPTIONS = re.compile(r"^\s*(?:-\s+)?options:\s*(?:\[\s*)?(?:[\w-]+\s*,\s*)*([\w-]*)$")
_SIDES = re.compile(r"(?:^|[\s{])sides:\s*([\w, -]*)$")
_SIDE = re.compile(r"(?:^|[\s{])side:\s*([\w-]*)$")
_USE = re.compile(r"(?:^|[\s{])use:\s*([\w-]*)$")
_YES = re.compile(r"(?:^|[\s{])(?:wait|optional|alternate):\s*([\w-]*)$")
_AMOUNT = re.compile(r"(?:^|[\s{])([a-z0-9][\w-]*):\s+([\w -]*)$")
_KEY = re.compile(r"^(\s*)([\w-]*)$")
_PART = re.compile(r"^  ([a-z0-9-]+):\s*(?:#.*)?$")

_STEP_WORDS = (
    Candidate("rest", "rest: 5 breaths", "a rest where the body is"),
    Candidate("say", "say: ", "words to listen to"),
    Candidate("sides", "sides: right, left", "a group, on both sides"),
    Candidate("repeat", "repeat: 2", "a group, in rounds"),
    Candidate("inhale", "inhale: ", "a movement with one in-breath"),
    Candidate("exhale", "exhale: ", "a movement with one out-breath"),
    Candidate("use", "use: ", "the steps of a part"),
    Candidate("flow", "flow:", "a group"),
)
_SIDE_WORDS = (
    Candidate("right, left", "right, left"),
    Candidate("left, right", "left, right"),
    Candidate("right", "right"),
    Candidate("left", "left"),
)
_AMOUNTS = ("5 breaths", "5-10 breaths", "3 breaths", "8 breaths", "30s", "1 min", "2 min")
_VALUES = {
    "sides": "right, left",
    "side": "right",
    "repeat": "2",
    "sets": "3",
    "between": "30s",
    "every": "1 min",
    "alternate": "true",
    "wait": "true",
    "optional": "true",
    "breath": "{in: 4, out: 6}",
    "transition": "20s",
    "settle": "true",
    "hold": "5 breaths",
    "reps": "10",
    "format": "1",
    "language": "en",
}
"""What a key is completed with; the others with a blank."""


def complete(
    lines: Sequence[str], line: int, column: int, poses: Sequence[Pose]
) -> Completion | None:
    """What could stand at a line (from 1) and column (from 0); None where nothing is known.

    `poses` are all there are, the flow's own too.
    """
    before = lines[line - 1][:column]
    if "#" in before and re.search(r"(?:^|\s)#", before):
        return None
    indent = _indent(before)
    if found := _STEP.match(before):
        return _at(column, found[3], (*_pose_steps(poses), *_STEP_WORDS))
    if found := _OPTIONS.search(before):
        return _at(column, found[1], _options(_pose_above(lines, line, poses)))
    if found := _SIDES.search(before):
        return _at(column, found[1], _SIDE_WORDS)
    if found := _SIDE.search(before):
        return _at(column, found[1], _SIDE_WORDS[2:])
    if found := _USE.search(before):
        return _at(column, found[1], [Candidate(part, part) for part in _parts(lines)])
    if found := _YES.search(before):
        return _at(column, found[1], (Candidate("true", "true"),))
    if found := _POSE_VALUE.search(before):
        plain = [pose_candidate(pose) for pose in poses]
        amounts = _amounts(None) if "rest:" in before else ()
        return _at(column, found[1], (*amounts, *plain))
    if (found := _AMOUNT.search(before)) and found[1] not in {"say", "title", "about", "text"}:
        pose = next((pose for pose in poses if pose.key == found[1]), None)
        if pose is not None or found[1] in {"hold", "reps"}:
            return _at(column, found[2], _amounts(pose))
        return None
    if found := _KEY.match(before):
        return _at(column, found[2], _keys(lines, line, indent))
    return None


def _at(column: int, word: str, candidates: Iterable[Candidate]) -> Completion | None:
    found = tuple(candidates)
    return Completion(column - len(word), word, found) if found else None


def pose_candidate(pose: Pose) -> Candidate:
    """A pose by its key, to be found by any of its names."""
    about = f"{pose.name}, {pose.sanskrit}" if pose.sanskrit else pose.name
    return Candidate(pose.key, pose.key, about, pose.names)


def _pose_steps(poses: Sequence[Pose]) -> list[Candidate]:
    return [
        replace(pose_candidate(pose), insert=f"{pose.key}: {usual_amount(pose)}") for pose in poses
    ]


def _options(pose: Pose | None) -> list[Candidate]:
    if pose is None:
        return []
    return [Candidate(o.key, o.key, f"{o.name}, {o.effort}") for o in pose.options.values()]


def _amounts(pose: Pose | None) -> list[Candidate]:
    texts = [usual_amount(pose)] if pose is not None else []
    texts += _AMOUNTS
    if pose is None or pose.rep or any(option.rep for option in pose.options.values()):
        texts += ["8 reps", "10 reps", "12 reps"]
    return [Candidate(text, text) for text in dict.fromkeys(texts)]


def _parts(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    inside = False
    for line in lines:
        if line[:1].strip():
            inside = line.startswith("parts:")
        elif inside and (match := _PART.match(line)):
            found.append(match[1])
    return found


def _step_lines(lines: Sequence[str], line: int, indent: int) -> list[str]:
    """The lines of the step whose keys stand at `indent`, from its dash to the end."""
    first = line - 1
    while first > 0:
        text = lines[first]
        if _dash_indent(text) == indent:
            break
        if text.strip() and _indent(text) < indent and first < line - 1:
            return []
        first -= 1
    else:
        return []
    last = line
    while last < len(lines):
        text = lines[last]
        if text.strip() and _indent(text) < indent:
            break
        last += 1
    return list(lines[first:last])


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _dash_indent(text: str) -> int:
    """Where the keys of a step stand whose dash is on this line; -1 for none."""
    match = re.match(r"^(\s*-\s+)\S", text)
    return len(match[1]) if match else -1


def _first_words(lines: Sequence[str], indent: int) -> list[str]:
    """The keys of a step, in order."""
    found = []
    for text in lines:
        match = re.match(r"[\s-]*([\w-]+):", text)
        column = len(text) - len(text.lstrip(" -"))
        if match and column == indent:
            found.append(match[1])
    return found


def _pose_above(lines: Sequence[str], line: int, poses: Sequence[Pose]) -> Pose | None:
    text = lines[line - 1]
    dash = _dash_indent(text)
    indent = dash if dash >= 0 else _indent(text)
    known = {pose.key: pose for pose in poses}
    step = _step_lines(lines, line, indent)
    for word in _first_words(step, indent):
        if word in known:
            return known[word]
    for text in step:
        if (match := re.search(r"pose:\s*([\w-]+)", text)) and match[1] in known:
            return known[match[1]]
    return None


def _keys(lines: Sequence[str], line: int, indent: int) -> list[Candidate]:
    """The keys that the step or the file does not have yet."""
    if indent == 0:
        words = [match[1] for text in lines if (match := re.match(r"([\w-]+):", text))]
        return _record(keys.FLOW, words)
    words = _first_words(_step_lines(lines, line, indent), indent)
    if not words:
        return []
    record = next((keys.STEP_FORMS[word] for word in words if word in keys.STEP_FORMS), None)
    if record is None:
        is_group = not any(word not in keys.RESERVED for word in words)
        record = keys.GROUP if is_group else keys.POSE_STEP
    hidden = {"pose", "hold", "reps"} if record is keys.POSE_STEP else set()
    return _record(record, [*words, *hidden])


def _record(record: Record, words: Sequence[str]) -> list[Candidate]:
    found = []
    for key in record.keys:
        if key.name in words:
            continue
        value = _VALUES.get(key.name, "")
        ends = "" if key.name in {"flow", "parts", "poses"} else f" {value}"
        found.append(Candidate(key.name, f"{key.name}:{ends}", key.doc))
    return found
