"""Where flows and poses are found: the bundled ones and the person's own.

Poses are loaded one by one, when a flow names them: the first screen must not wait for a whole
library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from yogaflow.format import alike, read_flow, read_pose, read_stances
from yogaflow.library.folders import (
    FlowDir,
    default_flow_dirs,
    default_pose_dirs,
    default_way_dirs,
    file_of,
    files_in,
    flow_files,
)
from yogaflow.model import Flow, FormatError, Pose, Problem, Stances


@dataclass(frozen=True, slots=True)
class Entry:
    """A flow of the library as it is listed. Either `flow` is there, or `problems` are."""

    key: str
    title: str
    path: Path
    own: bool
    flow: Flow | None
    problems: tuple[Problem, ...] = ()


class UnknownFlow(LookupError):  # noqa: N818 - what it says is what happened
    """No flow has this name; `near` holds the names most like it, best first.

    `what` was looked for: a flow, or a flow or pose.
    """

    def __init__(self, name: str, near: Sequence[str], what: str = "flow") -> None:
        self.name = name
        self.near = tuple(near)
        hint = f"; did you mean {' or '.join(self.near)}?" if self.near else ""
        super().__init__(f"no {what} is called {name}{hint}")


class Library:
    """Flows and poses of some folders.

    A person's own flow goes before a bundled one of the same key; of two pose folders the first
    goes before the second. Nothing is read before it is asked for; what has been read is kept.
    """

    def __init__(self, flow_dirs: Sequence[FlowDir], pose_dirs: Sequence[Path]) -> None:
        self._flow_dirs = sorted(flow_dirs, key=lambda folder: not folder.own)
        self._poses = PoseFolders(pose_dirs)

    def find(self, name: str) -> Flow:
        """The flow of a key, or of a title in any case.

        Raises UnknownFlow, or FormatError for a flow that is there and broken.
        """
        for folder in self._flow_dirs:
            path = file_of(folder.path, name)
            if path is not None:
                return read_flow(path, self._poses)
        wanted = " ".join(name.lower().split())
        entries = self.entries()
        for entry in entries:
            if wanted in (entry.title.lower(), entry.key.lower()):
                if entry.flow is None:
                    raise FormatError(entry.problems)
                return entry.flow
        names = {entry.title.lower(): entry.key for entry in entries}
        names.update({entry.key: entry.key for entry in entries})
        raise UnknownFlow(name, alike(wanted, names))

    def entries(self) -> list[Entry]:
        """Every flow, by title; a broken one is listed under its key, with its problems."""
        found = [self.entry(path, own) for path, own in flow_files(self._flow_dirs)]
        return sorted(found, key=lambda entry: (entry.title.lower(), entry.key))

    def entry(self, path: Path, own: bool) -> Entry:
        """The flow in a file of the library, as it is listed."""
        try:
            flow = read_flow(path, self._poses)
        except FormatError as error:
            return Entry(path.stem, path.stem, path, own, None, error.problems)
        return Entry(path.stem, flow.title, path, own, flow)

    def poses(self) -> PoseFolders:
        """The poses, loaded one by one."""
        return self._poses

    def pose_keys(self) -> list[str]:
        """The keys of all poses, in the order of the alphabet; broken ones too."""
        return self._poses.keys()

    def all_poses(self) -> Iterator[tuple[str, Pose | FormatError]]:
        """Every pose with its key, in the order of the alphabet; a broken one as its error."""
        for key in self.pose_keys():
            try:
                pose = self._poses.get(key)
            except FormatError as error:
                yield key, error
            else:
                if pose is not None:
                    yield key, pose


class PoseFolders:
    """The poses of some folders, one file each: the `PoseSource` of the loader.

    Of the folders of stance files the last is read first: the others add to it.
    """

    def __init__(self, folders: Sequence[Path], way_dirs: Sequence[Path] | None = None) -> None:
        self._folders = tuple(folders)
        self._way_dirs = default_way_dirs() if way_dirs is None else tuple(way_dirs)
        self._stances: Stances | None = None
        self._known: dict[str, Pose | FormatError | None] = {}
        self._names: dict[str, str] | None = None

    def get(self, key: str) -> Pose | None:
        """The pose of a key; None where there is none. Raises FormatError for a broken file."""
        if key not in self._known:
            self._known[key] = self._load(key)
        found = self._known[key]
        if isinstance(found, FormatError):
            raise found
        return found

    def names(self) -> Mapping[str, str]:
        """Every name a pose goes by, lower case, and every key -> key. Reads all files once."""
        if self._names is None:
            names: dict[str, str] = {}
            for key in self.keys():
                try:
                    pose = self.get(key)
                except FormatError:
                    pose = None
                for word in pose.names if pose else ():
                    names.setdefault(word.lower(), key)
            names.update({key: key for key in self.keys()})
            self._names = names
        return self._names

    def stances(self) -> Stances:
        """The stances of all stance files; a broken one is left out, and told by `check`."""
        if self._stances is None:
            found = Stances()
            for folder in reversed(self._way_dirs):
                for path in sorted(files_in(folder)):
                    with suppress(FormatError):
                        found = read_stances(path, found)
            self._stances = found
        return self._stances

    def keys(self) -> list[str]:
        """The keys of all poses, in the order of the alphabet; broken ones too."""
        return sorted({path.stem for folder in self._folders for path in files_in(folder)})

    def _load(self, key: str) -> Pose | FormatError | None:
        for folder in self._folders:
            path = file_of(folder, key)
            if path is not None:
                try:
                    return read_pose(path, self.stances())
                except FormatError as error:
                    return error
        return None


def default_library() -> Library:
    """The person's own flows and poses, and the bundled ones."""
    return Library(default_flow_dirs(), default_pose_dirs())
