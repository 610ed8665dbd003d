"""Folders, settings, flows and the names of themes: what is on the disk."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from yogaflow.cli.doctor.facts import Cache, Files, Folder
from yogaflow.storage import paths
from yogaflow.storage.settings import Settings, load_settings

FLOWS_READ = 200
"""Flows of a person's own that are read through."""

COUNTED = 50_000
"""Recordings that are counted; more would take too long."""

ROOM = 2_000_000
"""Bytes for which there must be room where recordings are kept: a long line, and a little more."""


def shown(path: Path | str) -> str:
    """A path as it is shown, with ~ for the person's home: reports are passed on."""
    text = str(path)
    with contextlib.suppress(RuntimeError):
        home = str(Path.home())
        if text == home or (text.startswith(home + os.sep) and len(home) > 1):
            return "~" + text[len(home) :]
    return text


def hidden(text: str) -> str:
    """A message of somebody else's, with ~ for the person's home."""
    with contextlib.suppress(RuntimeError):
        home = str(Path.home())
        if len(home) > 1:
            return text.replace(home + os.sep, "~" + os.sep)
    return text


def settings_file() -> Path:
    """Where the settings are, if there are any."""
    return paths.config_dir() / "settings.toml"


def read_settings() -> tuple[Settings, tuple[str, ...]]:
    """The settings, and what is wrong with them."""
    settings, problems = load_settings(settings_file())
    return settings, tuple(hidden(problem) for problem in problems)


def files(problems: tuple[str, ...]) -> Files:
    """The person's places and flows; `problems` are those of the settings."""
    from yogaflow.library.folders import files_in

    own = list(files_in(paths.user_flows_dir()))
    return Files(
        settings=shown(settings_file()),
        settings_exist=settings_file().is_file(),
        settings_problems=problems,
        folders=(
            folder("data", paths.user_data_dir()),
            folder("flows", paths.user_flows_dir()),
            folder("config", paths.config_dir()),
            folder("cache", paths.cache_dir()),
            bundled("bundled flows", paths.sequences_dir()),
            bundled("bundled sounds", paths.sounds_dir()),
        ),
        flows=len(list(files_in(paths.sequences_dir()))),
        own_flows=len(own),
        broken_flows=broken_flows(own[:FLOWS_READ]),
        unplayable=unplayable(),
    )


def unplayable() -> str:
    """Why no flow can be read and planned, or "" if one can."""
    from yogaflow.library.folders import default_flow_dirs, flow_files

    why = f"There are no flows in {shown(paths.sequences_dir())}."
    try:
        from yogaflow.library.library import default_library
        from yogaflow.timeline import Choices, compile_flow

        library = default_library()
        for path, own in flow_files(default_flow_dirs()[::-1]):
            entry = library.entry(path, own)
            if entry.flow is not None:
                compile_flow(entry.flow, Choices())
                return ""
            why = hidden(str(entry.problems[0]))
    except Exception as error:
        return f"Flows cannot be read: {hidden(str(error)) or type(error).__name__}."
    return why


def broken_flows(own: list[Path]) -> tuple[str, ...]:
    """Those of a person's own flows that cannot be played: the first problem of each."""
    try:
        from yogaflow.library.library import default_library

        library = default_library()
        entries = [library.entry(path, own=True) for path in own]
    except Exception:
        return ()  # Said by `unplayable`.
    return tuple(hidden(str(entry.problems[0])) for entry in entries if entry.problems)


def folder(what: str, path: Path, room: int = 1) -> Folder:
    """A folder of the person's: whether it is there, and whether `room` bytes can be put there.

    It is not made: where there is none, the nearest folder above it decides.
    """
    exists = path.is_dir()
    barred = ""
    try:
        if exists:
            # A file without a name, gone at once: the only question that a full disk answers.
            with tempfile.TemporaryFile(dir=path) as file:
                file.write(bytes(room))
        else:
            above = next((one for one in path.parents if one.exists()), path.parent)
            if path.exists() or not above.is_dir():
                raise NotADirectoryError("a file is in its place")
            if not os.access(above, os.W_OK | os.X_OK):
                barred = shown(above)
                raise PermissionError(f"{barred} cannot be written to")
    except OSError as error:
        problem = str(error.strerror or error)
        return Folder(what, shown(path), exists, writable=False, problem=problem, above=barred)
    return Folder(what, shown(path), exists, writable=True)


def bundled(what: str, path: Path) -> Folder:
    """A folder that comes with yogaflow: nobody writes there."""
    exists = path.is_dir()
    return Folder(what, shown(path), exists, problem="" if exists else "is missing", own=False)


def voice_cache() -> Cache:
    """The recordings of spoken lines that are kept."""
    place = paths.speech_dir()
    lines = size = 0
    for where, _, names in os.walk(place):
        for name in names:
            if name.endswith(".wav") and lines < COUNTED:
                with contextlib.suppress(OSError):
                    size += (Path(where) / name).stat().st_size
                    lines += 1
    return Cache(folder("voice cache", place, room=ROOM), lines, size)
