"""Where a pose has the body when its file does not say: what is known by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from yogaflow.format.problems import Marked, Report
from yogaflow.model import Ground, Pose, Stances
from yogaflow.storage import paths
from yogaflow.storage.slug import slug
from yogaflow.storage.toml import read_toml

UNKNOWN = (
    "nobody knows where this pose begins: add `stance: standing` (seated, prone, supine, ...), "
    "and the way there is told"
)


def placed(
    pose: Pose,
    at: Marked,
    report: Report,
    stances: Stances,
    library_pose: Callable[[Pose], Pose | None] = lambda _: None,
) -> Pose:
    """The pose with its stance, as far as anybody knows it; where nobody does, a note at `at`.

    Names are asked first in the table, then of the library's poses, which costs reading them. Where
    the file says the position only, and nothing of the way in, the table's stance there is used.
    """
    if pose.begins is not None or (pose.position is not None and pose.come_in.say):
        return pose
    found = pose
    begins = known_stance(pose.key, *pose.names)
    stance = stances.by_key.get(begins.stance) if begins is not None else None
    if pose.position is not None and (
        stance is None or {pose.position, pose.starts} != {stance.position}
    ):
        return pose
    if stance is not None:
        found = replace(pose, begins=begins, position=stance.position, starts=stance.position)
    elif (like := library_pose(pose)) is not None:
        found = replace(
            pose, begins=like.begins, ends=like.ends, position=like.position, starts=like.starts
        )
    if found.position is None:
        report.note(at, UNKNOWN)
    grounds = [ground.stance for ground in (found.begins, found.ends) if ground is not None]
    if not pose.sides and any(map(stances.needs_side, grounds)):
        # Of a pose without sides only the position is told: which foot is in front, nobody knows.
        return replace(found, begins=None, ends=None)
    return found


def known_stance(*names: str) -> Ground | None:
    """The stance that the table has for the first of these names it knows."""
    table = _table()
    for name in names:
        words = slug(name, ascii_only=True)
        found = table.get(words) or table.get(words.removesuffix("-pose"))
        if found is not None:
            return found
    return None


@cache
def _table() -> Mapping[str, Ground]:
    whole = read_toml(paths.sequences_dir() / "ways" / "names.toml")
    return {
        name: Ground(stance.removesuffix(" other"), other=stance.endswith(" other"))
        for stance, names in whole.items()
        for name in names
    }
