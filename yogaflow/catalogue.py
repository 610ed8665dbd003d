"""The flows of the library, from an index that follows the files by time and size.

The index is one JSON file in the cache folder. It may be lost, broken or read-only at any time:
it only saves the reading and planning of flows that have not changed. A pose that changes makes
the flows outdated that need it, and no others; what is outdated is listed as it was until it has
been read anew.
"""

from __future__ import annotations

import gc
import json
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import repeat
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from yogaflow import __version__, paths
from yogaflow import marks as about
from yogaflow.folders import (
    FlowDir,
    Stamp,
    default_flow_dirs,
    default_pose_dirs,
    key_of,
    scanned,
    stamps_of_poses,
)
from yogaflow.listed import Listed
from yogaflow.marks import Mark, Marks

if TYPE_CHECKING:
    from yogaflow.library import Entry, Library

FORM = 3
"""Of the index; another form is read anew."""

OUTDATED = (-1, -1)
"""The stamp of a file that must be read anew, whatever its own is now."""

SAVE_EVERY = 5.0
"""Seconds of reading between two times the index is written: as much is lost by a kill."""


def _texts(column: list[str]) -> None:
    """Raises TypeError where one is no text. Joining and packing look faster than a loop."""
    "".join(column)


def _counts(column: list[int]) -> None:
    """Raises TypeError or OverflowError where one is no whole number of 64 bits."""
    array("q", column)


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


@dataclass(slots=True)
class _Folder:
    """The flows of a folder by the names of their files, and when each was as it is listed."""

    stamps: dict[str, Stamp] = field(default_factory=dict)
    flows: dict[str, Listed] = field(default_factory=dict)

    def copy(self) -> _Folder:
        """The same flows, for somebody who looks at them later."""
        return _Folder(dict(self.stamps), dict(self.flows))


class Waiting(NamedTuple):
    """A file that is to be read: it has changed, or is new."""

    folder: str
    name: str
    stamp: Stamp
    own: bool

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.folder, self.name)


class Catalogue:
    """The flows of some folders as they are listed.

    `recall` is quick and says what was there the last time, `look` what is there now and which
    files wait to be read; `read` and `take` add them, and `save` remembers them for the next time.
    """

    def __init__(
        self, flow_dirs: Sequence[FlowDir], pose_dirs: Sequence[Path], index: Path
    ) -> None:
        """`index` is the file of the index."""
        self.flow_dirs = tuple(sorted(flow_dirs, key=lambda folder: not folder.own))
        self.pose_dirs = tuple(pose_dirs)
        self.marks = Marks()
        self.waiting: list[Waiting] = []
        """The files to read, in the order of the folders."""
        self._index = index
        self._folders: dict[str, _Folder] = {}
        self._poses: dict[str, str] | None = None
        self._library: Library | None = None
        self._changed = False

    @property
    def flows(self) -> list[Listed]:
        """Every flow that is known, in no order; outdated ones as they were."""
        return [flow for folder in self._folders.values() for flow in folder.flows.values()]

    def recall(self) -> list[Listed]:
        """The flows as they were when they were remembered last; touches none of the folders."""
        if self._poses is None:
            with _nothing_collected():
                self._read_index()
        return self.flows

    def look(self) -> list[Listed]:
        """See what the folders hold now; the flows that are known. Reads no flow."""
        self.recall()
        with _nothing_collected():
            poses = stamps_of_poses(self.pose_dirs)
            if self._poses != poses:
                self._outdate(self._poses or {}, poses)
                self._poses, self._library, self._changed = poses, None, True
            self.waiting = []
            seen: set[str] = set()
            for folder in self.flow_dirs:
                self._look_into(str(folder.path), folder.own, seen)
            return self.flows

    def _look_into(self, path: str, own: bool, seen: set[str]) -> None:
        """A folder's flows, but for those whose key a folder before it has."""
        found = scanned(path)
        if seen:
            found = {name: stamp for name, stamp in found.items() if key_of(name) not in seen}
        seen.update(map(key_of, found))
        folder = self._folders.setdefault(path, _Folder())
        if found == folder.stamps:
            return
        for name in folder.flows.keys() - found.keys():
            del folder.flows[name], folder.stamps[name]
            self._changed = True
        self.waiting += [
            Waiting(path, name, stamp, own)
            for name, stamp in sorted(found.items())
            if folder.stamps.get(name) != stamp
        ]

    def _outdate(self, before: dict[str, str], now: dict[str, str]) -> None:
        """Forget the times of the flows whose poses are not what they were."""
        keys = [key for key in before.keys() | now.keys() if before.get(key) != now.get(key)]
        letters = self.marks.named(about.POSE, *keys) | self.marks.named(about.NEEDS, *keys)
        for folder in self._folders.values():
            for name, flow in folder.flows.items():
                # A broken flow may have named a pose that is there now.
                if flow.problems or not letters.isdisjoint(flow.marks):
                    folder.stamps[name] = OUTDATED

    # -- reading flows ----------------------------------------------------------------------

    def read(self, waiting: Waiting) -> None:
        """Read a file that waits, here and now: some ms."""
        from yogaflow.looking import look_at

        self.take(waiting, *look_at(self._read_by(), waiting.path, waiting.own))

    def take(self, waiting: Waiting, listed: Listed, marks: Iterable[Mark]) -> None:
        """A file that waited has been read."""
        listed = listed._replace(marks=self.marks.letters(marks))
        folder = self._folders.setdefault(waiting.folder, _Folder())
        folder.stamps[waiting.name], folder.flows[waiting.name] = waiting.stamp, listed
        self._changed = True

    def read_all(
        self, clock: Callable[[], float], told: Callable[[int, int], object] | None = None
    ) -> None:
        """Read everything that waits, and remember it now and then and at the end.

        `clock` gives seconds. `told` is called with how many have been read, and of how many.
        """
        saved, whole = clock(), len(self.waiting)
        try:
            for number, waiting in enumerate(self.waiting):
                if told is not None:
                    told(number, whole)
                self.read(waiting)
                if clock() - saved > SAVE_EVERY:
                    self.save()
                    saved = clock()
        finally:
            self.save()
        self.waiting = []
        if told is not None:
            told(whole, whole)

    def entry(self, listed: Listed) -> Entry:
        """The flow itself, or what is wrong with it: read from its file now."""
        return self._read_by().entry(Path(listed.path), listed.own)

    def _read_by(self) -> Library:
        if self._library is None:
            from yogaflow.library import Library

            self._library = Library(self.flow_dirs, self.pose_dirs)
        return self._library

    # -- the index --------------------------------------------------------------------------

    def save(self) -> None:
        """Write the index, if there is anything new in it. An index that cannot be is none."""
        writing = self.writing()
        if writing is not None:
            writing()

    def writing(self) -> Callable[[], None] | None:
        """What writes the index as it is now, also from another thread; None if all is written."""
        if not self._changed:
            return None
        self._changed = False
        marks, folders = self._in_use()
        poses = dict(self._poses or {})
        return lambda: _write(self._index, poses, marks, folders)

    def _in_use(self) -> tuple[Marks, dict[str, _Folder]]:
        """The marks and flows to write: without the marks that no flow has any more, if many."""
        folders = {path: folder.copy() for path, folder in self._folders.items()}
        used: set[str] = set()
        used.update(*(flow.marks for flow in self.flows))
        if len(self.marks.known) <= 2 * len(used) + 100:
            return self.marks, folders
        fewer = Marks()
        kept = "".join(used)
        table = str.maketrans(dict(zip(kept, fewer.letters(self.marks.of(kept)), strict=True)))
        for folder in folders.values():
            for name, flow in folder.flows.items():
                folder.flows[name] = flow._replace(marks=flow.marks.translate(table))
        return fewer, folders

    def _read_index(self) -> None:
        """Take what is remembered; nothing where the index is missing, broken or another form."""
        try:
            whole = json.loads(self._index.read_bytes())
            form, version = whole["stamp"]
            poses, marks, columns = whole["poses"], whole["marks"], whole["folders"]
            if form != FORM or not isinstance(columns, dict) or not isinstance(poses, dict):
                return
            if set(map(type, poses.values())) - {str}:
                return
            known = Marks([_mark(*mark) for mark in marks])
            own = {str(folder.path): folder.own for folder in self.flow_dirs}
            folders = {
                path: _folder(path, columns[path], own[path], outdated=version != __version__)
                for path in own
                if path in columns
            }
        except (OSError, LookupError, ValueError, TypeError, ArithmeticError, RecursionError):
            return
        self.marks, self._folders, self._poses = known, folders, poses


def _mark(kind: object, name: object, words: object) -> Mark:
    if kind not in about.ABOUTS or not isinstance(name, str) or not isinstance(words, str):
        raise ValueError(kind)
    return Mark(str(kind), name, words)


def _folder(folder: str, columns: object, own: bool, *, outdated: bool) -> _Folder:
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
    flows: Iterable[Listed] = map(
        tuple.__new__,
        repeat(Listed),
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
    return _Folder(dict(zip(names, stamps, strict=False)), dict(zip(names, flows, strict=True)))


def _write(index: Path, poses: dict[str, str], marks: Marks, folders: dict[str, _Folder]) -> None:
    """Whole or not at all: a half-written index must not be found by anybody."""
    # Piece by piece: one long call would hold up all other threads for a tenth of a second.
    pieces = [
        f'{{"stamp":{_json([FORM, __version__])},"poses":{_json(poses)},"marks":'
        f'{_json(marks.known)},"folders":{{'
    ]
    for number, (path, folder) in enumerate(folders.items()):
        pieces.append(f"{',' if number else ''}{_json(path)}:{{")
        for place, (name, column) in enumerate(_columns(folder).items()):
            pieces.append(f"{',' if place else ''}{_json(name)}:{_json(column)}")
        pieces.append("}")
    pieces.append("}}")
    part = index.with_name(f"{index.name}.{os.getpid()}")
    with suppress(OSError):
        index.parent.mkdir(parents=True, exist_ok=True)
        # A file's name may have bytes in it that are no text: they go into the index and back.
        part.write_bytes("".join(pieces).encode("utf-8", "surrogatepass"))
        part.replace(index)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _columns(folder: _Folder) -> dict[str, list[object]]:
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


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Ten thousand new tuples, none of them garbage: looking for some doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def default_catalogue() -> Catalogue:
    """The person's own flows, and the bundled ones."""
    index = paths.cache_dir() / "flows.json"
    return Catalogue(default_flow_dirs(), default_pose_dirs(), index)
