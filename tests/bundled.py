"""The flows that come with yogaflow, read from their files, for tests of what they say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from yogaflow.format import read_flow, read_pose, read_stances
from yogaflow.model import Flow, Pose, Stances
from yogaflow.storage import paths

FLOWS = tuple(sorted(p.stem for p in paths.sequences_dir().glob("*.yaml")))
POSES = tuple(sorted(p.stem for p in paths.poses_dir().glob("*.yaml")))


@cache
def bundled_stances() -> Stances:
    """The stances of the library."""
    return read_stances(paths.ways_dir() / "stances.yaml", Stances())


class BundledPoses:
    """The bundled pose library, as the loader asks for it."""

    def get(self, key: str) -> Pose | None:
        return bundled_pose(key) if key in POSES else None

    def names(self) -> Mapping[str, str]:
        return {key: key for key in POSES}

    def stances(self) -> Stances:
        return bundled_stances()


def stances_in(path: Path, known: Stances) -> Stances:
    """As `read_stances`; what comes with yogaflow is read once, for no test changes it."""
    is_first = path.parent == paths.ways_dir() and not known.by_key
    return bundled_stances() if is_first else read_stances(path, known)


def pose_in(path: Path, stances: Stances) -> Pose:
    """As `read_pose`; what comes with yogaflow is read once, for no test changes it."""
    is_bundled = path.parent == paths.poses_dir() and stances is bundled_stances()
    return bundled_pose(path.stem) if is_bundled else read_pose(path, stances)


@cache
def bundled_pose(key: str) -> Pose:
    """A pose of the library."""
    return read_pose(paths.poses_dir() / f"{key}.yaml", bundled_stances())


@cache
def bundled_flow(key: str) -> Flow:
    """A flow with the poses it names."""
    return read_flow(paths.sequences_dir() / f"{key}.yaml", BundledPoses())
