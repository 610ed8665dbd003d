"""Poses by the names another program gives them: the library's, or else the flow's own."""

from __future__ import annotations

from dataclasses import dataclass

from yogaflow.format.pose_source import PoseSource
from yogaflow.format.poses import bad_key
from yogaflow.format.problems import shown
from yogaflow.format.quoting import title_text
from yogaflow.importing.line import OwnPose
from yogaflow.importing.line.names import name_book, plain_words
from yogaflow.importing.line.wording import either
from yogaflow.importing.result import LONGEST_KEY, Remark
from yogaflow.model import FormatError, Pose, Position
from yogaflow.storage.slug import slug

LONGEST_NAME = 60
"""Letters of the name of a pose."""


@dataclass(frozen=True, slots=True)
class Named:
    """A pose that an entry means: its key, and what a side of it names ("" for no sides)."""

    key: str
    sides: str


class PoseImporter:
    """Finds poses by name, and brings those the library lacks, so that a practice stays whole."""

    def __init__(self, poses: PoseSource) -> None:
        self._poses = poses
        self._book = name_book(poses.names())
        self._taken = set(poses.names().values())
        self._own: dict[tuple[str, bool], OwnPose] = {}
        self._known: dict[tuple[str, str, str], Named | None] = {}
        self.remarks: list[Remark] = []

    @property
    def poses(self) -> tuple[OwnPose, ...]:
        """The flow's own poses, in the order they came."""
        return tuple(self._own.values())

    def pose(
        self,
        name: str,
        slug: str,
        sanskrit: str,
        *,
        sided: bool,
        position: Position | None = None,
        at: tuple[int, int],
    ) -> Named:
        """The pose of a name, a slug or a Sanskrit name, in this order; else one of the flow's own.

        `sided` says that it is done on one side; a pose of the flow's own then has sides, and it
        has the `position` it is first met with. Poses
        that are not found by their name, and those that are brought, are remarked on once, `at`
        the line and column they are first met.
        """
        asked = (name, slug, sanskrit)
        if asked not in self._known:
            self._known[asked] = self._find(name, slug, sanskrit, at)
        return self._known[asked] or self._bring(name, sanskrit, sided, position, at)

    def _find(self, name: str, slug: str, sanskrit: str, at: tuple[int, int]) -> Named | None:
        for words, how in ((name, ""), (slug, "short name"), (sanskrit, "Sanskrit name")):
            key = self._book.find(plain_words(words))
            pose = None if key is None else self._load(key)
            if pose is None:
                continue
            if how:
                message = f"{shown(name)} is read as {pose.key}, by its {how}"
                self.remarks.append(Remark(*at, message))
            return Named(pose.key, pose.sides)
        return None

    def _load(self, key: str) -> Pose | None:
        try:
            return self._poses.get(key)
        except FormatError:
            return None

    def _bring(
        self,
        name: str,
        sanskrit: str,
        sided: bool,
        position: Position | None,
        at: tuple[int, int],
    ) -> Named:
        shown_name = title_text(name)[:LONGEST_NAME].rstrip()
        found = self._own.get((shown_name.casefold(), sided))
        if found is None:
            key = self._free(shown_name)
            found = OwnPose(key, shown_name, title_text(sanskrit), sided, position)
            self._own[(shown_name.casefold(), sided)] = found
            near = self._book.near(name)
            hint = f"; nearest: {either(near)}" if near else ""
            message = f"the library has no {shown(name)}{hint}. The flow brings it itself, as {key}"
            self.remarks.append(Remark(*at, message))
        return Named(found.key, "<side> side" if sided else "")

    def _free(self, name: str) -> str:
        """A key that is nobody's."""
        stem = slug(name, ascii_only=True)[: LONGEST_KEY - 4].strip("-")
        if stem and bad_key(stem, "pose"):
            stem = f"own-{stem}"
        key, number = stem or "pose-1", 2
        while key in self._taken:
            key, number = f"{stem or 'pose'}-{number}", number + 1
        self._taken.add(key)
        return key
