"""The flows of the library, from an index that follows the files by time and size.

The index is one JSON file in the cache folder. It may be lost, broken or read-only at any time:
it only saves the reading and planning of flows that have not changed. A pose that changes makes
the flows outdated that need it, and no others; what is outdated is listed as it was until it has
been read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from yogaflow.library.folders import (
    FlowDir,
    Stamp,
    default_flow_dirs,
    default_pose_dirs,
    default_way_dirs,
    key_of,
    scanned,
    stamps_of_poses,
)
from yogaflow.library.index import OUTDATED, Folder, Index, read_index, write_index
from yogaflow.library.summary import NEEDS, POSE, FlowSummary, Mark, Marks
from yogaflow.storage import garbage, paths

if TYPE_CHECKING:
    from yogaflow.library.library import Entry, Library

SAVE_EVERY = 5.0
"""Seconds of reading between two times the index is written: as much is lost by a kill."""

WAYS = ">"
"""Before the key of a stance file among the poses' stamps: the times of all flows hang on it."""


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
        self._folders: dict[str, Folder] = {}
        self._poses: Mapping[str, str] | None = None
        self._library: Library | None = None
        self._changed = False

    @property
    def flows(self) -> list[FlowSummary]:
        """Every flow that is known, in no order; outdated ones as they were."""
        return [flow for folder in self._folders.values() for flow in folder.flows.values()]

    def recall(self) -> list[FlowSummary]:
        """The flows as they were when they were remembered last; touches none of the folders."""
        if self._poses is None:
            with garbage.paused():
                self._read_index()
        return self.flows

    def look(self) -> list[FlowSummary]:
        """See what the folders hold now; the flows that are known. Reads no flow."""
        self.recall()
        with garbage.paused():
            ways = stamps_of_poses(default_way_dirs())
            poses = stamps_of_poses(self.pose_dirs) | {WAYS + key: ways[key] for key in ways}
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
        folder = self._folders.setdefault(path, Folder())
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

    def _outdate(self, before: Mapping[str, str], now: Mapping[str, str]) -> None:
        """Forget the times of the flows whose poses, or ways, are not what they were."""
        keys = [key for key in before.keys() | now.keys() if before.get(key) != now.get(key)]
        every = any(key.startswith(WAYS) for key in keys)
        letters = self.marks.named(POSE, *keys) | self.marks.named(NEEDS, *keys)
        for folder in self._folders.values():
            for name, flow in folder.flows.items():
                # A broken flow may have named a pose that is there now.
                if every or flow.problems or not letters.isdisjoint(flow.marks):
                    folder.stamps[name] = OUTDATED

    # -- reading flows ----------------------------------------------------------------------

    def read(self, waiting: Waiting) -> None:
        """Read a file that waits, here and now: some ms."""
        from yogaflow.library.summarise import look_at

        self.take(waiting, *look_at(self._read_by(), waiting.path, waiting.own))

    def take(self, waiting: Waiting, listed: FlowSummary, marks: Iterable[Mark]) -> None:
        """A file that waited has been read."""
        listed = listed._replace(marks=self.marks.letters(marks))
        folder = self._folders.setdefault(waiting.folder, Folder())
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

    def entry(self, listed: FlowSummary) -> Entry:
        """The flow itself, or what is wrong with it: read from its file now."""
        return self._read_by().entry(Path(listed.path), listed.own)

    def _read_by(self) -> Library:
        if self._library is None:
            from yogaflow.library.library import Library

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
        folders = {path: folder.copy() for path, folder in self._folders.items()}
        index = Index(dict(self._poses or {}), self.marks, folders)
        return lambda: write_index(self._index, index.without_old_marks())

    def _read_index(self) -> None:
        own = {str(folder.path): folder.own for folder in self.flow_dirs}
        index = read_index(self._index, own)
        if index is not None:
            self.marks, self._folders, self._poses = index.marks, dict(index.folders), index.poses


def default_catalogue() -> Catalogue:
    """The person's own flows, and the bundled ones."""
    index = paths.cache_dir() / "flows.json"
    return Catalogue(default_flow_dirs(), default_pose_dirs(), index)
