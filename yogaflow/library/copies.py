"""Bundled flows and the person's own: a bundled one is never changed, editing makes a copy.

The copy has the same name in the person's folder, and so stands before the bundled one. Poses are
treated alike.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from yogaflow.library.folders import SUFFIXES, file_of
from yogaflow.storage.trash import to_trash

_COPY = re.compile(r"(.+)-(\d{1,2})")
"""A key that ends with the number of a copy."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of the person's that stands before a bundled one."""

    own: Path
    bundled: Path


def default_places() -> tuple[Place, ...]:
    """Flows and poses."""
    from yogaflow.storage import paths

    return (
        Place(paths.user_flows_dir(), paths.sequences_dir()),
        Place(paths.user_poses_dir(), paths.poses_dir()),
    )


def is_bundled(path: Path, places: Sequence[Place] | None = None) -> bool:
    """Whether a file comes with yogaflow, through whatever links it is reached."""
    real = Path(os.path.realpath(path))
    return any(real.is_relative_to(os.path.realpath(place.bundled)) for place in _all(places))


def own_copy(path: Path, places: Sequence[Place] | None = None) -> Path:
    """Where a file is saved when it has been edited: itself, or for a bundled one the own copy.

    That is the person's file of the same key where there is one, else the same name in the
    person's folder. Nothing is made by asking.
    """
    if not is_bundled(path, places):
        return path
    real = Path(os.path.realpath(path))
    place = _place_of(real.parent, places)
    there = file_of(place.own, real.stem) or place.own / real.name
    if is_bundled(there, places):  # A link of the person's to the bundled file: never through it.
        return place.own / f"{free_name(place.own, real.stem)}{real.suffix}"
    return there


def bundled_of(path: Path, places: Sequence[Place] | None = None) -> Path | None:
    """The bundled file that a person's own one stands before; None where there is none."""
    folder = os.path.realpath(path.parent)
    for place in _all(places):
        if os.path.realpath(place.own) == folder:
            return file_of(place.bundled, path.stem)
    return None


def back_to_bundled(
    path: Path,
    places: Sequence[Place] | None = None,
    *,
    throw: Callable[[Path], object] | None = None,
) -> Path:
    """Put the person's own file into the trash; the bundled one, which is in its place now.

    Raises TrashError, and then nothing has changed. Raises ValueError where no bundled one is.
    """
    bundled = bundled_of(path, places)
    if bundled is None:
        raise ValueError(f"{path} stands before no bundled one")
    (throw or to_trash)(path)
    return bundled


def free_name(folder: Path, key: str, *others: Path) -> str:
    """The key itself, or else it with the lowest number nobody has: hips, hips-2, hips-3.

    `others` are folders in which nobody may have it either. Large and small letters are the same,
    as they are on many disks.
    """
    taken = {name for place in (folder, *others) for name in _keys(place)}
    if key.lower() not in taken:
        return key
    copy = _COPY.fullmatch(key)
    stem, first = (copy[1], int(copy[2]) + 1) if copy else (key, 2)
    numbered = (f"{stem}-{number}" for number in count(first))
    return next(name for name in numbered if name.lower() not in taken)


def _keys(folder: Path) -> Iterator[str]:
    """The keys of a folder in small letters, whatever has them: a file, a folder, a broken link."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - a folder may hold ten thousand flows
    except OSError:
        return
    for name in names:
        stem, suffix = os.path.splitext(name)  # noqa: PTH122
        if suffix.lower() in SUFFIXES:
            yield stem.lower()


def _place_of(folder: Path, places: Sequence[Place] | None) -> Place:
    """The place of a bundled folder, or of the folder around it."""
    around = [place for place in _all(places) if folder.is_relative_to(_real(place.bundled))]
    return max(around, key=lambda place: len(_real(place.bundled).parts))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _all(places: Sequence[Place] | None) -> Sequence[Place]:
    return default_places() if places is None else places
