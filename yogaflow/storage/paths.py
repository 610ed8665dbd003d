"""Every path in one place: what comes with yogaflow, and what belongs to the person.

Nothing is created by asking; who writes makes the folder, with `private_folder`. With
`YOGAFLOW_HOME` set, everything of the person's is below that folder: for tests, for portable use,
for trying things out.
"""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_NAME = "yogaflow"


def sequences_dir() -> Path:
    """The bundled flows, one YAML file each."""
    return _bundled("sequences")


def poses_dir() -> Path:
    """The bundled pose library, one YAML file for each pose."""
    return sequences_dir() / "poses"


def ways_dir() -> Path:
    """The bundled stances and the ways between them."""
    return sequences_dir() / "ways"


def schema_dir() -> Path:
    """The JSON Schemas of flow and pose files."""
    return sequences_dir() / "schema"


def sounds_dir() -> Path:
    """The cue themes, one folder each."""
    return _bundled("sounds")


def user_data_dir() -> Path:
    """What the person makes and should keep: own flows, own poses, the record of practices."""
    home = _home()
    if home is not None:
        return home
    import platformdirs

    return platformdirs.user_data_path(_NAME, appauthor=False)


def user_flows_dir() -> Path:
    """The person's own flows."""
    return user_data_dir() / "flows"


def user_poses_dir() -> Path:
    """The person's own poses."""
    return user_data_dir() / "poses"


def user_ways_dir() -> Path:
    """The person's own stance files."""
    return user_data_dir() / "ways"


def user_sounds_dir() -> Path:
    """The person's own cue themes, one folder each."""
    return user_data_dir() / "sounds"


def unsaved_dir() -> Path:
    """Journals of flows that are being edited, or were when a program was killed."""
    return user_data_dir() / "unsaved"


def speech_dir() -> Path:
    """Rendered speech, by content."""
    return cache_dir() / "speech"


def config_dir() -> Path:
    """Settings and keymap."""
    home = _home()
    if home is not None:
        return home / "config"
    import platformdirs

    return platformdirs.user_config_path(_NAME, appauthor=False)


def cache_dir() -> Path:
    """What can be made again at any time: the index of flows, rendered speech."""
    home = _home()
    if home is not None:
        return home / "cache"
    import platformdirs

    return platformdirs.user_cache_path(_NAME, appauthor=False)


def private_folder(path: Path) -> None:
    """Make a folder for this person alone, and so all that are missing above it. Raises OSError.

    A folder that is there stays as it is.
    """
    for folder in (*reversed(path.parents), path):  # `mkdir` has no mode for parents.
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)


def _bundled(name: str) -> Path:
    # The wheel carries the folders as package data; in a checkout (an editable install) they
    # stand beside the package. Package data is asked first: `site-packages/sequences` may well
    # be somebody else's.
    packaged = _PACKAGE / "data" / name
    beside = _PACKAGE.parent / name
    return beside if not packaged.is_dir() and beside.is_dir() else packaged


def expanded(name: str) -> Path:
    """The path that a name in the settings stands for, with `~` for the home folder.

    Where there is no such home, or no name of a file, it stays as it is: whoever opens it says so.
    """
    try:
        return Path(name).expanduser()
    except (RuntimeError, ValueError):
        return Path(name)


def _home() -> Path | None:
    home = os.environ.get("YOGAFLOW_HOME", "").strip()
    return expanded(home).absolute() if home else None
