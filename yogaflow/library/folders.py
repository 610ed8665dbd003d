"""Flows, poses and sound themes in folders: names and stamps, nothing read.

Imports next to nothing.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yogaflow.storage.paths import expanded

SUFFIXES = (".yaml", ".yml")

SOUND_SUFFIXES = (".wav", ".flac", ".ogg", ".mp3")
"""Of the sounds of a theme, in the order they are looked for."""

DEFAULT_THEME = "bowls"
"""The bundled theme that completes all others."""


@dataclass(frozen=True, slots=True)
class FlowDir:
    """A folder of flows; `own` when they are the person's."""

    path: Path
    own: bool = False


def default_flow_dirs() -> tuple[FlowDir, ...]:
    """The person's own flows, and the bundled ones."""
    from yogaflow.storage import paths

    return FlowDir(paths.user_flows_dir(), own=True), FlowDir(paths.sequences_dir())


def default_pose_dirs() -> tuple[Path, ...]:
    """The person's own poses, and the bundled ones."""
    from yogaflow.storage import paths

    return paths.user_poses_dir(), paths.poses_dir()


def default_way_dirs() -> tuple[Path, ...]:
    """The person's own stance files, and the bundled one."""
    from yogaflow.storage import paths

    return paths.user_ways_dir(), paths.ways_dir()


def default_theme_dirs() -> tuple[Path, ...]:
    """The folders of the person's own sound themes, and of the bundled ones."""
    from yogaflow.storage import paths

    return paths.user_sounds_dir(), paths.sounds_dir()


def find_theme(name: str) -> tuple[Path, str]:
    """The folder of a sound theme, and what was wrong with the name in one plain line, or "".

    A name is looked up among the person's themes, then among the bundled ones, then here; what
    has a separator in it or begins with a dot or ~ is a path. For a name that leads nowhere, and
    for an empty one, it is the default theme.
    """
    default = default_theme_dirs()[-1] / DEFAULT_THEME
    if not name.strip():
        return default, ""
    places = [Path(name)]
    if name.startswith("~"):
        places = [expanded(name)]
    elif not name.startswith(".") and not any(letter in name for letter in "/\\:\0"):
        places = [*(folder / name for folder in default_theme_dirs()), *places]
    for place in places:
        try:
            if place.is_dir():
                return place, "" if _is_theme(place) else _without_sound(name)
        except (OSError, ValueError):
            continue
    # As Python writes it: a name may hold anything, and this goes to a terminal.
    return default, f"There is no sound theme {name!r}: {DEFAULT_THEME} sounds instead."


def _without_sound(name: str) -> str:
    return f"There is no sound in the theme {name!r}: {DEFAULT_THEME} sounds instead."


def _is_theme(folder: Path) -> bool:
    """Whether there is anything of a theme in it; what cannot be read is named elsewhere."""
    try:
        with os.scandir(folder) as files:
            names = [file.name.lower() for file in files]
    except OSError:
        return True
    return any(name == "theme.toml" or name.endswith(SOUND_SUFFIXES) for name in names)


def theme_names() -> list[str]:
    """The sound themes there are: the person's own by name, then the bundled ones by name."""
    names = [name for folder in default_theme_dirs() for name in _themes_in(folder)]
    return list(dict.fromkeys(names))


def _themes_in(folder: Path) -> list[str]:
    """The folders right in a folder that have a sound in them, by name."""
    found = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        found = [entry.name for entry in entries if entry.name[0] != "." and _has_sound(entry)]
    return sorted(found)


def _has_sound(entry: os.DirEntry[str]) -> bool:
    try:
        with os.scandir(entry) as files:
            return any(file.name.lower().endswith(SOUND_SUFFIXES) for file in files)
    except OSError:
        return False


def file_of(folder: Path, key: str) -> Path | None:
    """The file of a key in a folder. A key is one plain name: never a way to another folder."""
    if not key or key.startswith(".") or any(letter in key for letter in "/\\:\0"):
        return None
    for suffix in SUFFIXES:
        path = folder / f"{key}{suffix}"
        try:
            if os.path.lexists(path):  # a link that leads nowhere is there, and broken
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


Stamp = tuple[int, int]
"""Time of a file's last change (ns) and its size (bytes)."""


def scanned(folder: str) -> dict[str, Stamp]:
    """The YAML files right in a folder by name, with zeros where one cannot be asked.

    Empty where there is no such folder. Of two files with one key the first by name is given.
    """
    found: dict[str, Stamp] = {}
    also: dict[str, Stamp] = {}
    first, second = SUFFIXES
    with contextlib.suppress(OSError), _opened(folder) as place, os.scandir(place) as files:
        for file in files:
            name = file.name
            if not name.endswith(SUFFIXES) or name[0] == ".":
                continue
            try:
                status = file.stat()
            except OSError:
                stamp = (0, 0)
            else:
                stamp = (status.st_mtime_ns, status.st_size)
            if name.endswith(first):
                found[name] = stamp
            else:
                also[name] = stamp
    for name, stamp in also.items():
        if f"{name.removesuffix(second)}{first}" not in found:
            found[name] = stamp
    return found


@contextlib.contextmanager
def _opened(folder: str) -> Iterator[int | str]:
    """The folder itself where the system lets us hold it: its files are asked more quickly then,
    for the way to it is gone once and not for each."""
    if os.scandir not in os.supports_fd:
        yield folder
        return
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def stamps_of_poses(folders: Sequence[Path]) -> dict[str, str]:
    """The poses of some folders: key to file, time and size; of two with one key the first."""
    stamps: dict[str, str] = {}
    for folder in folders:
        for name, (time, size) in scanned(str(folder)).items():
            stamps.setdefault(key_of(name), f"{folder / name} {time} {size}")
    return stamps


def key_of(name: str) -> str:
    """The key of a flow or a pose by the name of its file."""
    return name.rpartition(".")[0]
