"""Which options of its pose a line switches on or off: `with block`, `+ mudra-arms`, `no band`."""

from __future__ import annotations

import re

from yogaflow.format.problems import nearest, shown
from yogaflow.importing.line.line import GONE, Line, Unreadable
from yogaflow.importing.line.names import plain_words
from yogaflow.model import Pose

_WITH = re.compile(
    rf"(?:(?<!\w)(?P<with>with|using|w/|without|no)(?![\w-])|\+)\s*"
    rf"(?P<what>[^,;()\[\]+{GONE}]*[^,;()\[\]+\s{GONE}])"
)
_KEY = re.compile(rf"(?<!\w)options?\s*:\s*\[?(?P<what>[^\]{GONE}]*)\]?")
_AND = re.compile(r"\s*(?:,|&|\band\b)\s*")
_OFF = re.compile(r"no-(?P<what>[\w-]+)")
_ARTICLES = frozenset(("a", "an", "the", "your", "option"))


def take_options(line: Line, pose: Pose) -> tuple[str, ...]:
    """The options a line names, struck out, each once; `no-NAME` for one that is off.

    Raises Unreadable for what the pose does not offer, and for what excludes each other.
    """
    names = _names(pose)
    found: list[tuple[str, int]] = []
    for match in [*line.take_all(_KEY), *line.take_all(_WITH)]:
        off = "no-" if match.groupdict().get("with") in ("without", "no") else ""
        place = match.start("what")
        for word in _AND.split(match["what"]):
            if not word.strip():
                continue
            at = line.left.find(word, place)
            place = match.start("what") + match["what"].find(word) if at < 0 else at
            found.append((_option(word, off, names, pose, place), place))
    found += _bare(line, names)
    return _checked(found, pose)


def _names(pose: Pose) -> dict[tuple[str, ...], str]:
    """The plain words of every option's key and name -> its key."""
    found: dict[tuple[str, ...], str] = {}
    for key, option in pose.options.items():
        for text in (key, option.name):
            found.setdefault(_plain(text), key)
    return found


def _plain(text: str) -> tuple[str, ...]:
    return tuple(word.removesuffix("s") for word in plain_words(text) if word not in _ARTICLES)


def _option(word: str, off: str, names: dict[tuple[str, ...], str], pose: Pose, place: int) -> str:
    if (other := _OFF.fullmatch(word.strip())) is not None:
        word, off = other["what"], "no-"
    key = names.get(_plain(word))
    if key is not None:
        return off + key
    near = nearest(word.strip().replace(" ", "-"), pose.options)
    has = f"it has {', '.join(pose.options)}" if pose.options else "it has none"
    hint = f"did you mean {near[0]}?" if near else has
    raise Unreadable(f"{pose.key} has no option {shown(word)}; {hint}", place)


def _bare(line: Line, names: dict[tuple[str, ...], str]) -> list[tuple[str, int]]:
    """Options that stand alone between commas or in brackets: `pigeon 5 breaths, block`."""
    found: list[tuple[str, int]] = []
    for match in re.finditer(rf"[^,;()\[\]{GONE}]+", line.left):
        words = _plain(match[0])
        if words and words in names:
            lead = len(match[0]) - len(match[0].lstrip())
            found.append((names[words], match.start() + lead))
            line.strike(*match.span())
    return found


def _checked(found: list[tuple[str, int]], pose: Pose) -> tuple[str, ...]:
    kept: list[str] = []
    for word, place in found:
        key = word.removeprefix("no-")
        if any(key == other.removeprefix("no-") for other in kept):
            raise Unreadable(f"{key} is written twice", place)
        for other in kept:
            if key == word and other in pose.options:
                one, two = pose.options[key], pose.options[other]
                if key in two.excludes or other in one.excludes:
                    raise Unreadable(f"{key} and {other} exclude each other", place)
        kept.append(word)
    return tuple(kept)
