"""The file in which flows are remembered as they were listed, with the times of their files.

One JSON file, written whole or not at all. Nothing in it is trusted: what is no such file, or one
of another form, or not as it was written to the last byte, is nothing. All lists of it are as long
as there are flows in a folder, so that ten thousand of them are read by Python's own C code,
hardly a line of ours being run.
"""

from __future__ import annotations

import json
import os
import zlib
from array import array
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import repeat
from math import isfinite
from pathlib import Path
from typing import Any

from yogaflow import __version__
from yogaflow.library.folders import Stamp
from yogaflow.library.summary import ABOUTS, FlowSummary, Mark, Marks
from yogaflow.storage.atomic import write_whole
from yogaflow.storage.paths import private_folder
from yogaflow.storage.regular import OWN_BYTES, read_bytes

FORM = 4
"""Of the file; another form is read anew."""

_CHECK = b',"check":'
"""Between the content and its checksum."""

OUTDATED = (-1, -1)
"""The stamp of a file that must be read anew, whatever its own is now."""


@dataclass(slots=True)
class Folder:
    """The flows of a folder by the names of their files, and when each was as it is listed."""

    stamps: dict[str, Stamp] = field(default_factory=dict)
    flows: dict[str, FlowSummary] = field(default_factory=dict)

    def copy(self) -> Folder:
        """The same flows, for somebody who looks at them later."""
        return Folder(dict(self.stamps), dict(self.flows))


@dataclass(frozen=True, slots=True)
class Index:
    """What is remembered: folders by their paths, the poses' stamps by key, the table of marks."""

    poses: Mapping[str, str]
    marks: Marks
    folders: Mapping[str, Folder]

    def without_old_marks(self) -> Index:
        """The same, but for marks that no flow has any more, where those are many."""
        flows = [flow for folder in self.folders.values() for flow in folder.flows.values()]
        used: set[str] = set()
        used.update(*(flow.marks for flow in flows))
        if len(self.marks.known) <= 2 * len(used) + 100:
            return self
        fewer, kept = Marks(), "".join(used)
        table = str.maketrans(dict(zip(kept, fewer.letters(self.marks.of(kept)), strict=True)))
        folders = {path: folder.copy() for path, folder in self.folders.items()}
        for folder in folders.values():
            for name, flow in folder.flows.items():
                folder.flows[name] = flow._replace(marks=flow.marks.translate(table))
        return Index(self.poses, fewer, folders)


def _texts(column: list[str]) -> None:
    """Raises TypeError where one is no text. Joining and packing look faster than a loop."""
    "".join(column)


def _counts(column: list[int]) -> None:
    """Raises TypeError where one is no whole number; `true` is none."""
    if set(map(type, column)) - {int}:
        raise TypeError(column)


def _lengths(column: list[float]) -> None:
    """Raises TypeError where one is no number, ValueError where one is not finite."""
    if not isfinite(sum(array("d", column))):
        raise ValueError(column)


_COLUMNS: dict[str, Callable[[list[Any]], None]] = {
    "names": _texts,
    "times": _counts,
    "sizes": _counts,
    "titles": _texts,
    "abouts": _texts,
    "shortest": _lengths,
    "longest": _lengths,
    "fewest": _counts,
    "most": _counts,
    "kinds": _texts,
    "problems": _texts,
    "marks": _texts,
}
"""What the index has of each flow of a folder, a list for each, and its check: what is alike is
read fastest."""


def read_index(path: Path, own: Mapping[str, bool]) -> Index | None:
    """What is remembered of some folders, which are the person's own or not, by their paths.

    What another version of yogaflow has written is outdated. None where the file is missing,
    broken or of another form.
    """
    try:
        data = read_bytes(path, OWN_BYTES)
        end = data.rindex(_CHECK)
        whole = json.loads(data)
        if whole["check"] != zlib.crc32(memoryview(data)[:end]):
            return None
        form, version = whole["stamp"]
        poses, marks, folders = whole["poses"], whole["marks"], whole["folders"]
        if form != FORM or not isinstance(folders, dict) or not isinstance(poses, dict):
            return None
        _texts(list(poses.values()))
        return Index(
            poses,
            Marks([_mark(*mark) for mark in marks]),
            {
                path: _folder(path, folders[path], own[path], outdated=version != __version__)
                for path in own
                if path in folders
            },
        )
    except (OSError, LookupError, ValueError, TypeError, ArithmeticError, RecursionError):
        return None


def _mark(kind: object, name: object, words: object) -> Mark:
    if kind not in ABOUTS or not isinstance(name, str) or not isinstance(words, str):
        raise ValueError(kind)
    return Mark(str(kind), name, words)


def _folder(folder: str, columns: object, own: bool, *, outdated: bool) -> Folder:
    """The flows of a folder as they are remembered. Raises ValueError for what is none."""
    if not isinstance(columns, dict):
        raise ValueError(folder)
    lists = [columns[name] for name in _COLUMNS]
    for column, check in zip(lists, _COLUMNS.values(), strict=True):
        if not isinstance(column, list) or len(column) != len(lists[0]):
            raise ValueError(folder)
        check(column)
    names, times, sizes, titles, abouts, low, high, few, many, kinds, problems, marks = lists
    start = os.path.join(folder, "")  # noqa: PTH118 - ten thousand Paths cost 20 ms
    # All of this runs outside of the interpreter: a call for each flow would take twice as long.
    flows: Iterable[FlowSummary] = map(
        tuple.__new__,
        repeat(FlowSummary),
        zip(
            [name.rpartition(".")[0] for name in names],
            titles,
            [start + name for name in names],
            repeat(own),
            abouts,
            zip(low, high, strict=True),
            zip(few, many, strict=True),
            kinds,
            [tuple(text.split("\n")) if text else () for text in problems],
            marks,
            strict=False,
        ),
    )
    stamps = repeat(OUTDATED) if outdated else zip(times, sizes, strict=True)
    return Folder(dict(zip(names, stamps, strict=False)), dict(zip(names, flows, strict=True)))


def write_index(path: Path, index: Index) -> None:
    """Whole or not at all: a half-written index must not be found by anybody.

    One that cannot be written is no failure.
    """
    # Piece by piece: one long call would hold up all other threads for a tenth of a second.
    pieces = [
        f'{{"stamp":{_json([FORM, __version__])},"poses":{_json(index.poses)},"marks":'
        f'{_json(index.marks.known)},"folders":{{'
    ]
    for number, (name, folder) in enumerate(index.folders.items()):
        pieces.append(f"{',' if number else ''}{_json(name)}:{{")
        for place, (kind, column) in enumerate(_columns(folder).items()):
            pieces.append(f"{',' if place else ''}{_json(kind)}:{_json(column)}")
        pieces.append("}")
    pieces.append("}")
    # A file's name may have bytes in it that are no text: they go into the index and back.
    data = "".join(pieces).encode("utf-8", "surrogatepass")
    data += b"%b%d}" % (_CHECK, zlib.crc32(data))
    with suppress(OSError):
        private_folder(path.parent)
        write_whole(path, data, wait=False)  # What a power cut takes is made again.


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _columns(folder: Folder) -> dict[str, list[object]]:
    flows = folder.flows.values()
    stamps = [folder.stamps[name] for name in folder.flows]
    values: Iterable[list[object]] = (
        list(folder.flows),
        [time for time, _ in stamps],
        [size for _, size in stamps],
        [one.title for one in flows],
        [one.about for one in flows],
        [float(one.seconds[0]) for one in flows],
        [float(one.seconds[1]) for one in flows],
        [one.breaths[0] for one in flows],
        [one.breaths[1] for one in flows],
        [one.kind for one in flows],
        ["\n".join(one.problems) for one in flows],
        [one.marks for one in flows],
    )
    return dict(zip(_COLUMNS, values, strict=True))
