"""Commands on what a step says: its keys, its sides, its amount, its pose."""

from __future__ import annotations

from collections.abc import Sequence as Some

from yogaflow.editing.blocks import Edit, RefusedError, edit, in_lines
from yogaflow.editing.bumping import bumped, bumped_count
from yogaflow.editing.change import Change
from yogaflow.editing.layout import Entry, Page, line_end, words_end
from yogaflow.editing.moves import comment_in
from yogaflow.format.keys import RESERVED, STEP_FORMS
from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence
from yogaflow.model import Side

SIDES_IN_TURN: tuple[tuple[Side, ...], ...] = (
    (),
    (Side.RIGHT, Side.LEFT),
    (Side.LEFT, Side.RIGHT),
    (Side.RIGHT,),
    (Side.LEFT,),
)
"""What one key after the other makes of the sides of a step; the first is to say nothing."""


def put_key(page: Page, entry: Entry, name: str, value: str) -> Edit:
    """Write a key of a step, or another value for it. `value` is as YAML wants it in a line."""
    mapping = _mapping(entry)
    return edit(page, [_put(page, mapping, name, value)], entry.start)


def drop_key(page: Page, entry: Entry, name: str) -> Edit:
    """Take a key of a step away; a comment on its line stays."""
    mapping = _mapping(entry)
    return edit(page, [_drop(page, mapping, name)], entry.start)


def set_sides(page: Page, entry: Entry, sides: Some[Side]) -> Edit:
    """The sides of a step or a group; none to leave them to what is around it."""
    mapping = _mapping(entry)
    if entry.steps is None and _pose_word(mapping) is None and mapping.pair("use") is None:
        raise RefusedError("only poses and groups have sides")
    if not sides:
        if mapping.pair("sides") is None:
            raise RefusedError("it says nothing of sides already")
        return drop_key(page, entry, "sides")
    return put_key(page, entry, "sides", ", ".join(sides))


def sides_of(entry: Entry) -> tuple[Side, ...]:
    """The sides an entry asks for itself; nothing where it is silent, or says something odd."""
    value = entry.mapping.get("sides") if entry.mapping else None
    words: list[str] = []
    if isinstance(value, Scalar):
        words = [word.strip() for word in value.text.split(",")]
    elif value is not None and not isinstance(value, Mapping):
        items: list[Node] = getattr(value, "items", [])
        words = [item.text for item in items if isinstance(item, Scalar)]
    try:
        return tuple(Side(word) for word in words)
    except ValueError:
        return ()


def change_amount(page: Page, entry: Entry, by: int) -> Edit:
    """One breath, one rep or some seconds more (1) or less (-1); of a group, one round."""
    mapping = _mapping(entry)
    words = list(_amounts(mapping))
    if not words:
        if entry.steps is None and mapping.pair("use") is None:
            raise RefusedError("there is no amount here")
        repeat = mapping.get("repeat")
        if repeat is None:
            if by < 0:
                raise RefusedError("it is one round already")
            return put_key(page, entry, "repeat", "2")
        return _rewritten(page, entry, [repeat], lambda text: bumped_count(text, by))
    return _rewritten(page, entry, words, lambda text: bumped(text, by))


def set_pose(page: Page, entry: Entry, key: str) -> Edit:
    """Another pose in its place; all else stays as it is written."""
    word = pose_word(entry)
    if word is None:
        raise RefusedError("there is no pose here")
    return edit(page, [Change(word.start, word.end, key)], entry.start)


def pose_word(entry: Entry) -> Scalar | None:
    """The word that names the pose of a step, wherever it stands; None for steps without."""
    return _pose_word(entry.mapping) if entry.mapping else None


# -- parts ---------------------------------------------------------------------------------


def _mapping(entry: Entry) -> Mapping:
    in_lines(entry)
    if entry.mapping is None or not entry.mapping.pairs:
        raise RefusedError("this step is not written as a pose and how long: mend it first")
    return entry.mapping


def _pose_word(mapping: Mapping) -> Scalar | None:
    pose = mapping.get("pose")
    if isinstance(pose, Scalar):
        return pose
    for name in ("inhale", "exhale", "rest"):
        value = mapping.get(name)
        if isinstance(value, Mapping):
            return _pose_word(value) if value.pair("pose") else None
        if isinstance(value, Scalar) and name != "rest":
            return value
    if any(mapping.pair(name) for name in STEP_FORMS):
        return None
    short = [key for key, _ in mapping.pairs if isinstance(key, Scalar)]
    return next((key for key in short if key.text not in RESERVED), None)


def _amounts(mapping: Mapping) -> list[Scalar]:
    """The words that say how long: one, or one for each side."""
    for name in ("hold", "reps", "rest"):
        value = mapping.get(name)
        if isinstance(value, Mapping):
            found = [value.get(key) for key in ("right", "left")] if name == "hold" else []
            found += [value.get("hold")] if name == "rest" else []
            return [word for word in found if isinstance(word, Scalar)]
        if isinstance(value, Sequence):
            return [item for item in value.items if isinstance(item, Scalar)]
        if isinstance(value, Scalar):
            return [value]
    word = _pose_word(mapping)
    for key, value in mapping.pairs:
        if key is word and isinstance(value, Scalar):
            return [value]
    return []


def _rewritten(page: Page, entry: Entry, words: Some[Node], how: object) -> Edit:
    assert callable(how)
    changes: list[Change] = []
    for word in words:
        old = page.text[word.start : word.end]
        value = word.text if isinstance(word, Scalar) else ""
        new = str(how(value))
        # Where quotes and escapes stand in the way, the plain amount takes their place.
        written = old.replace(value, new, 1) if value and old.count(value) == 1 else new
        if new != value:
            changes.append(Change(word.start, word.end, written))
    if not changes:
        raise RefusedError("it is as short as it can be" if words else "there is no amount here")
    return edit(page, changes, entry.start)


def _put(page: Page, mapping: Mapping, name: str, value: str) -> Change:
    found = mapping.pair(name)
    text = page.text
    if mapping.braces and "," in value:
        value = f"[{value}]"
    if found is not None:
        key, old = found
        start = old.start
        if isinstance(old, Scalar) and old.start == old.end:
            start = text.index(":", key.end) + 1
            return Change(start, start, f" {value}")
        if _has_comment(page, key, old):
            raise RefusedError(f"there are remarks inside {name}: change it in the text")
        if old.line != key.line:
            # A list in lines below the key: its place is taken by one line.
            start = text.index(":", key.end) + 1
            return Change(start, old.end, f" {value}")
        return Change(start, old.end, value)
    if mapping.braces:
        last = mapping.pairs[-1][1].end
        return Change(last, last, f", {name}: {value}")
    column = " " * (mapping.pairs[0][0].column - 1)
    flow = mapping.pair("flow")
    if flow is not None:
        at = flow[0].start
        return Change(at, at, f"{name}: {value}{page.newline}{column}")
    end = line_end(text, words_end(text, mapping.pairs[0][1].end, mapping.pairs[0][0].end))
    return Change(end, end, f"{page.newline}{column}{name}: {value}")


def _drop(page: Page, mapping: Mapping, name: str) -> Change:
    text = page.text
    names = [key.text if isinstance(key, Scalar) else "" for key, _ in mapping.pairs]
    if name not in names:
        raise RefusedError(f"there is no {name} here")
    if len(names) == 1:
        raise RefusedError(f"{name} is all that this step says")
    at = names.index(name)
    key, value = mapping.pairs[at]
    end = max(words_end(text, value.end, key.end), text.index(":", key.end) + 1)
    if mapping.braces:
        if at + 1 < len(names):
            return Change(key.start, mapping.pairs[at + 1][0].start, "")
        before = mapping.pairs[at - 1][1]
        return Change(max(before.end, before.start), end, "")
    if _has_comment(page, key, value):
        raise RefusedError(f"there are remarks inside {name}: take it out in the text")
    stop = line_end(text, end)
    if comment_in(page, end, stop):
        # The remark stays where it is, on a line of its own or behind the dash.
        rest = len(text[end:stop]) - len(text[end:stop].lstrip())
        return Change(key.start, end + rest, "")
    if at == 0:
        following = mapping.pairs[1][0]
        between = text[stop : following.start]
        return Change(key.start, following.start if not between.strip() else stop, "")
    start = text.rfind("\n", 0, key.start) + 1
    start -= 1 + text.endswith("\r\n", 0, start)
    return Change(start, stop, "")


def _has_comment(page: Page, key: Node, value: Node) -> bool:
    """Whether there is a comment between a key and the end of its value, lines apart."""
    return bool(comment_in(page, key.end, value.end))
