"""Files of flows and poses in folders: names and stamps, nothing read. Imports next to nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class FlowDir:
    """A folder of flows; `own` when they are the person's."""

    path: Path
    own: bool = False


def default_flow_dirs() -> tuple[FlowDir, ...]:
    """The person's own flows, and the bundled ones."""
    from yogaflow import paths

    return FlowDir(paths.user_flows_dir(), own=True), FlowDir(paths.sequences_dir())


def default_pose_dirs() -> tuple[Path, ...]:
    """The person's own poses, and the bundled ones."""
    from yogaflow import paths

    return paths.user_poses_dir(), paths.poses_dir()


def file_of(folder: Path, key: str) -> Path | None:
    """The file of a key in a folder. A key is one plain name: never a way to another folder."""
    if not key or key.startswith(".") or any(letter in key for letter in "/\\:\0"):
        return None
    for suffix in SUFFIXES:
        path = folder / f"{key}{suffix}"
        try:
            if path.exists():
                return path
        except (OSError, ValueError):
            return None
    return None


def files_in(folder: Path) -> Iterator[Path]:
    """The YAML files right in a folder, by name; none where there is no such folder."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - ten thousand Paths cost 20 ms
    except OSError:
        return
    for name in names:
        stem, suffix = os.path.splitext(name)  # noqa: PTH122
        if suffix in SUFFIXES and stem and not name.startswith("."):
            yield folder / name


def flow_files(folders: Sequence[FlowDir]) -> Iterator[tuple[Path, bool]]:
    """Every flow's file and whether it is the person's own; of two with one key the own one."""
    seen: set[str] = set()
    for folder in sorted(folders, key=lambda one: not one.own):
        for path in files_in(folder.path):
            if path.stem not in seen:
                seen.add(path.stem)
                yield path, folder.own


def stamp_of(path: Path) -> tuple[int, int]:
    """Time of the last change (ns) and size (bytes); zeros where the file cannot be asked."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def stamp_of_all(folders: Sequence[Path]) -> list[list[int]]:
    """One stamp for all files of some folders: how many, the newest, and their size."""
    stamps = []
    for folder in folders:
        found = [stamp_of(path) for path in files_in(folder)]
        newest = max((changed for changed, _ in found), default=0)
        stamps.append([len(found), newest, sum(size for _, size in found)])
    return stamps
