"""The flows that come with yogaflow, read from their files, for tests of what they say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

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


@cache
def bundled_pose(key: str) -> Pose:
    """A pose of the library."""
    return read_pose(paths.poses_dir() / f"{key}.yaml", bundled_stances())


@cache
def bundled_flow(key: str) -> Flow:
    """A flow with the poses it names."""
    return read_flow(paths.sequences_dir() / f"{key}.yaml", BundledPoses())
