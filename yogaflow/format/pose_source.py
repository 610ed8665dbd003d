"""The poses a flow can name: its own, and those of a library that loads them one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from yogaflow.format.nodes import Scalar
from yogaflow.format.problems import Report, shown
from yogaflow.format.shapes import is_name
from yogaflow.model import REST_POSES, FormatError, Pose, Stances


class PoseSource(Protocol):
    """A pose library."""

    def get(self, key: str) -> Pose | None:
        """The pose of a key; None where there is none. Raises FormatError for a broken file."""

    def names(self) -> Mapping[str, str]:
        """Lower-case names of every kind, and keys -> key. Reads every pose: asked when in need."""

    def stances(self) -> Stances:
        """The stances its poses begin and end in, and the ways between them."""


class PoseBook:
    """The poses of one flow while it is read.

    `named` collects each pose the flow names. A pose with problems of its own is told once, and
    then passed over in silence: `find` returns None and nothing that hangs on it is checked.
    """

    def __init__(self, source: PoseSource, report: Report) -> None:
        self.named: dict[str, Pose] = {}
        self._own: dict[str, Pose | None] = {}
        self._source = source
        self._report = report
        self._broken: set[str] = set()
        self._names: dict[str, str] | None = None

    @property
    def stances(self) -> Stances:
        """The stances of the library."""
        return self._source.stances()

    def bring(self, key: str, pose: Pose | None) -> None:
        """Add a pose of the flow's own; None when it is broken. It goes before the library's."""
        self._own[key] = pose

    def knows(self, key: str) -> bool:
        """Whether there is a pose of that key, broken or not; reports nothing."""
        if key in self._own or key in self._broken or key in self.named:
            return True
        if not is_name(key):
            return False
        try:
            return self._source.get(key) is not None
        except FormatError:
            return True

    def find(self, word: Scalar) -> Pose | None:
        """The pose a word names; an unknown or broken one is reported there."""
        key = word.text
        pose = self.named.get(key)
        if pose is not None or key in self._broken:
            return pose
        if key in self._own:
            pose = self._own[key]
        else:
            try:
                pose = self._source.get(key) if is_name(key) else None
            except FormatError as error:
                self._broken.add(key)
                first = error.problems[0] if error.problems else "unreadable"
                self._report.at(word, f"{key}: its pose file is broken: {first}")
                return None
            if pose is None:
                self._report.at(word, f"no pose is called {shown(key)}{self.hint(key)}")
        if pose is not None:
            self.named[key] = pose
        return pose

    def library_pose(self, pose: Pose) -> Pose | None:
        """The library's pose of the same key, or of one of its names; None for none."""
        names = self._source.names()
        keys = [pose.key, *(names.get(name.lower(), "") for name in pose.names)]
        for key in filter(None, keys):
            try:
                found = self._source.get(key)
            except FormatError:
                continue
            if found is not None:
                return found
        return None

    def hint(self, word: str) -> str:
        """`; did you mean KEY?`, by keys, names, Sanskrit and other names; or nothing."""
        if self._names is None:
            self._names = dict(self._source.names())
            for key, pose in self._own.items():
                self._names[key] = key
                if pose is not None:
                    self._names[pose.name.lower()] = key
        low = " ".join(word.lower().split())
        exact = self._names.get(low) or self._names.get(low.replace("-", " "))
        return f"; did you mean {exact}?" if exact else self._report.guess(low, self._names)

    def all_needed(self) -> dict[str, Pose]:
        """Each pose named, and the rest poses that exist."""
        found = dict(self.named)
        rests = [stance.rest for stance in self.stances.by_key.values() if stance.rest]
        for key in dict.fromkeys(rests or REST_POSES.values()):
            if key not in found:
                try:
                    pose = self._own.get(key) or self._source.get(key)
                except FormatError:
                    # The flow does not name it; a bare rest then stays where the body is.
                    continue
                if pose is not None:
                    found[key] = pose
        return found
