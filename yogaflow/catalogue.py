"""What `list` says of every flow, remembered by the file's time and size.

One JSON file in the cache folder. It may be lost, broken or read-only at any time: it only saves
the reading and planning of flows that have not changed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yogaflow import __version__
from yogaflow.folders import FlowDir, flow_files, stamp_of, stamp_of_all

if TYPE_CHECKING:
    from yogaflow.library import Library

FORM = 1
"""Of the index; another form is read anew."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A flow as it is listed: seconds and breaths at the low and the high end of its ranges.

    `problems` is empty for a flow that can be played; the figures are 0 where it is not.
    """

    key: str
    title: str
    path: str
    own: bool
    about: str = ""
    seconds: tuple[float, float] = (0.0, 0.0)
    breaths: tuple[int, int] = (0, 0)
    kind: str = ""
    problems: tuple[str, ...] = ()


def catalogue(flow_dirs: Sequence[FlowDir], pose_dirs: Sequence[Path], index: Path) -> list[Listed]:
    """Every flow, by title; those that have changed since the index was written are read."""
    stamp = [FORM, __version__, stamp_of_all(pose_dirs)]
    known = _read(index, stamp)
    kept: dict[str, list[object]] = {}
    found: list[Listed] = []
    library: Library | None = None
    for path, own in flow_files(flow_dirs):
        mark = list(stamp_of(path))
        entry = known.get(str(path))
        if entry is not None and entry[0] == mark:
            listed = _listed(entry[1])
        else:
            if library is None:
                from yogaflow.library import Library

                library = Library(flow_dirs, pose_dirs)
            listed = _look(library, path, own)
        kept[str(path)] = [mark, asdict(listed)]
        found.append(listed)
    if library is not None or kept.keys() != known.keys():
        _write(index, {"stamp": stamp, "flows": kept})
    return sorted(found, key=lambda one: (one.title.lower(), one.key))


def _look(library: Library, path: Path, own: bool) -> Listed:
    from yogaflow.outline import TooLongError, extent

    entry = library.entry(path, own)
    if entry.flow is None:
        problems = tuple(str(problem) for problem in entry.problems)
        return Listed(entry.key, entry.title, str(path), own, problems=problems)
    try:
        length = extent(entry.flow)
    except TooLongError as error:
        said = f"{path}:{max(1, error.line)}:1: {error}"
        return Listed(entry.key, entry.title, str(path), own, problems=(said,))
    return Listed(
        entry.key,
        entry.title,
        str(path),
        own,
        about=entry.flow.about,
        seconds=length.seconds,
        breaths=length.breaths,
        kind=length.kind,
    )


def _listed(item: object) -> Listed:
    assert isinstance(item, dict)
    pairs = {name: tuple(item[name]) for name in ("seconds", "breaths", "problems")}
    return Listed(**{**item, **pairs})


def _read(index: Path, stamp: list[object]) -> dict[str, list[object]]:
    """What is known by path; nothing where the index is missing, broken or of another time."""
    try:
        whole = json.loads(index.read_bytes())
        if whole["stamp"] != stamp:
            return {}
        flows = whole["flows"]
        for _, item in flows.values():
            _listed(item)
    except (OSError, ValueError, KeyError, TypeError, AssertionError, AttributeError):
        return {}
    assert isinstance(flows, dict)
    return flows


def _write(index: Path, whole: object) -> None:
    """Whole or not at all: a half-written index must not be found by anybody."""
    part = index.with_name(f"{index.name}.{os.getpid()}")
    with suppress(OSError):
        index.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(whole), encoding="utf-8")
        part.replace(index)


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
    return "\n".join([*lines, "", f"Your own flows: {folder}"])


def list_json(found: Sequence[Listed]) -> str:
    """The library as a JSON list; `problems` is empty for a flow that can be played."""
    return json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False)
