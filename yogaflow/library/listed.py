"""A flow as it is listed, and lists of flows as text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from yogaflow.library import marks as about
from yogaflow.library.marks import Marks


class Listed(NamedTuple):
    """A flow as it is listed: seconds and breaths at the low and the high end of its ranges.

    `kind` is the one most of the time is spent in. `marks` are letters of a table of marks.
    `problems` is empty for a flow that can be played; the figures are 0 where it is not.
    """

    # A tuple, not a dataclass: ten thousand of them are made each time the library opens, and
    # a tuple is made in a third of the time.
    key: str
    title: str
    path: str
    own: bool
    about: str = ""
    seconds: tuple[float, float] = (0.0, 0.0)
    breaths: tuple[int, int] = (0, 0)
    kind: str = ""
    problems: tuple[str, ...] = ()
    marks: str = ""


def by_title(flows: Iterable[Listed]) -> list[Listed]:
    """Flows in the order of their titles; those that are called alike, of their keys."""
    # One after the other: texts alone are compared faster than pairs of them.
    found = sorted(flows, key=lambda one: one.key)
    found.sort(key=lambda one: one.title.lower())
    return found


def length_text(seconds: tuple[float, float], breaths: tuple[int, int]) -> str:
    """Length and breaths in one short text: "11–18 min, 45–85 breaths"."""
    low, high = (max(1, round(s / 60)) for s in seconds)
    few, many = breaths
    minutes = f"{low} min" if low == high else f"{low}–{high} min"
    count = f"{few}" if few == many else f"{few}–{many}"
    return f"{minutes}, {count} breath{'s' * (many != 1)}"


def list_text(found: Sequence[Listed], folder: Path) -> str:
    """The library as lines: key, title, length, breaths, kind; broken flows with why."""
    lines: list[str] = []
    width = max((len(one.key) for one in found), default=0)
    for one in found:
        mine = " (yours)" if one.own else ""
        if one.problems:
            lines.append(f"{one.key:{width}}  broken{mine}:")
            lines += [f"{'':{width}}    {problem}" for problem in one.problems]
            continue
        length = length_text(one.seconds, one.breaths)
        lines.append(f"{one.key:{width}}  {one.title}{mine}: {length}, {one.kind}")
    if not found:
        lines.append("No flow is like that.")
    return printable("\n".join([*lines, "", f"Your own flows: {folder}"]))


def printable(text: str) -> str:
    """The text without what no terminal takes: a file's name may have bytes that are no letters."""
    return text.encode("utf-8", "replace").decode()


def list_json(found: Sequence[Listed], marks: Marks) -> str:
    """The library as a JSON list; `problems` is empty for a flow that can be played."""
    whole = [_whole(one, marks) for one in found]
    return printable(json.dumps(whole, indent=2, ensure_ascii=False))


def _whole(one: Listed, marks: Marks) -> dict[str, object]:
    whole = one._asdict()
    letters = whole.pop("marks")
    return whole | {
        "kinds": marks.among(letters, about.KIND),
        "positions": marks.among(letters, about.POSITION),
        "works": marks.among(letters, about.WORKS),
        "stretches": marks.among(letters, about.STRETCHES),
        "props": marks.among(letters, about.PROP),
        "poses": marks.among(letters, about.POSE),
    }
