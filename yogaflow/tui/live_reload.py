"""A flow that is played follows its file: what has been saved meanwhile is what goes on.

Loaded after the first picture.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yogaflow.format import read_flow
from yogaflow.format.pose_source import PoseSource
from yogaflow.model import Flow, FormatError
from yogaflow.storage.file_version import NO_FILE, stamp_of
from yogaflow.storage.watch import FileChange, Watch


class LiveReload:
    """Looks at the file of a flow now and then."""

    def __init__(self, path: Path, poses: Callable[[], PoseSource]) -> None:
        """`poses` gives the pose library, anew for each reading."""
        self._path = path
        self._poses = poses
        self._watch = self._watching()

    def look(self) -> Flow | str | None:
        """The flow as it is now; a plain line where it cannot be read; None for nothing new."""
        change = self._watch.look()
        if change is None or change.what is FileChange.GONE:
            return None
        return self._read()

    def turn_to(self, path: Path) -> Flow | str:
        """Follow this file from now on: the person's own copy of a bundled flow, say."""
        self._path = path
        self._watch = self._watching()
        return self._read()

    def _read(self) -> Flow | str:
        try:
            return read_flow(self._path, self._poses())
        except FormatError as error:
            problem = error.problems[0]
            return f"The old flow goes on. The file, line {problem.line}: {problem.message}"

    def _watching(self) -> Watch:
        try:
            stamp = stamp_of(self._path)
        except FormatError:
            stamp = NO_FILE
        return Watch(self._path, stamp)
