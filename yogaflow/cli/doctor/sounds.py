"""Sound backends, voice engines and cue themes.

Libraries are loaded, and devices opened, in processes of their own, and each has its time: a
sound library that crashes, hangs or prints is a line of the report and no more.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from yogaflow.audio.link import SoundLink, SoundStatus
from yogaflow.audio.process import child_environment
from yogaflow.cli.doctor.facts import Backend, Cues, Engine, Package, Sound, Theme, Voice
from yogaflow.cli.doctor.machine import version_of
from yogaflow.cli.doctor.places import hidden, shown, voice_cache
from yogaflow.library.folders import DEFAULT_THEME, find_theme, theme_names
from yogaflow.storage import paths
from yogaflow.storage.settings import Settings

LIBRARIES = ("miniaudio", "sounddevice", "simpleaudio")

OPENING_LIMIT = 10.0
"""Seconds the sound process has to say whether it got a device."""

LOADING_LIMIT = 20.0
"""Seconds a library has to load, on a cold disk."""

NO_ANSWER = "the sound process does not answer"


def probe(what: str, *names: str, limit: float = LOADING_LIMIT) -> dict[str, Any]:
    """What `yogaflow.audio.probe` tells; {"problem": TEXT} for whatever went wrong."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "yogaflow.audio.probe", what, *names],
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limit,
            check=False,
        )
        told = json.loads(done.stdout) if done.stdout else {}
    except subprocess.TimeoutExpired:
        return {"problem": f"it hangs for more than {limit:.0f} s"}
    except (OSError, ValueError) as error:
        return {"problem": str(error)}
    if not isinstance(told, dict) or not told:
        return {"problem": f"it ends the process that loads it (status {done.returncode})"}
    if "problem" in told:
        told["problem"] = hidden(str(told["problem"]))
    return told


def loaded(package: Package) -> Package:
    """A package with what it says of itself when it is loaded; those without sound as they are."""
    if not package.version or package.name not in {"numpy", "soundfile"}:
        return package
    told = probe("library", package.name)
    return replace(
        package, library=str(told.get("library", "")), problem=str(told.get("problem", ""))
    )


def usual_backend() -> str:
    """The backend that is installed with yogaflow here; see pyproject.toml."""
    has_wheel = platform.machine() in {"x86_64", "AMD64"} or sys.platform == "darwin"
    return "miniaudio" if has_wheel else "sounddevice"


def sound(choice: str, log: Path | None = None) -> Sound:
    """The backends, each tried; the sound process writes its errors to the file `log`."""
    with ThreadPoolExecutor(len(LIBRARIES)) as pool:
        backends = list(pool.map(backend, LIBRARIES))
    status = try_device(choice, log)
    tried = []
    # One after the other: some devices can be had by one process only.
    for one in backends:
        if not one.loads:
            tried.append(one)
        elif status.state == "playing" and status.backend == one.name:
            tried.append(replace(one, opens=True))
        elif choice == one.name:
            tried.append(replace(one, opens=False, problem=_reason(status)))
        else:
            alone = try_device(one.name, log)
            opens = alone.state == "playing"
            tried.append(replace(one, opens=opens, problem="" if opens else _reason(alone)))
    return Sound(choice, status.state, status.backend, status.message, tuple(tried))


def backend(name: str) -> Backend:
    """A backend, its library loaded once and let go again."""
    usual, version = name == usual_backend(), version_of(name)
    if not version:
        return Backend(name, problem="not installed", usual=usual)
    told = probe("library", name)
    return Backend(
        name,
        version=version,
        library=str(told.get("library", "")),
        loads="problem" not in told,
        devices=tuple(str(device) for device in told.get("devices", [])),
        problem=str(told.get("problem", "")),
        usual=usual,
    )


def try_device(
    choice: str,
    log: Path | None = None,
    limit: float = OPENING_LIMIT,
    command: Sequence[str] | None = None,
) -> SoundStatus:
    """What the sound process says of itself with this choice, within `limit` seconds.

    `command` is that process; only tests give another.
    """
    theme = paths.sounds_dir() / DEFAULT_THEME
    link = SoundLink(theme=theme, backend=choice, muted=True, log=log, command=command)
    until = time.monotonic() + limit
    link.start()
    try:
        while (status := link.status).state == "starting" and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        link.close()
    if status.state == "starting":
        return SoundStatus("silent", "", f"No sound: {NO_ANSWER}.")
    return status


def _reason(status: SoundStatus) -> str:
    return status.message.removeprefix("No sound: ").removesuffix(".")


def voice(settings: Settings) -> Voice:
    """The engines, which of them speaks, and what is kept of what was said."""
    from yogaflow.audio.voice.engines import available, found

    engines = tuple(
        Engine(one.name, shown(one.path), hidden(one.problem))
        for one in available(settings.voice_name)
    )
    taken = found(settings.voice, settings.voice_name)
    return Voice(
        choice=settings.voice,
        taken=taken.name if taken else "",
        notice=hidden(taken.notice) if taken else "",
        engines=engines,
        cache=voice_cache(),
    )


def cues(settings: Settings) -> Cues:
    """The themes, each read through, and the ambience that is set.

    Raises RuntimeError where themes cannot be read at all.
    """
    chosen, problem = find_theme(settings.cues)
    folders = {name: find_theme(name)[0] for name in theme_names()}
    if chosen not in folders.values():
        folders[chosen.name] = chosen
    told = _problems("themes", *folders.values())  # In one process: numpy takes longest.
    themes = tuple(
        Theme(
            name,
            path=shown(path),
            own=path.parent != paths.sounds_dir(),
            chosen=path == chosen,
            problems=tuple(hidden(problem) for problem in problems),
        )
        for (name, path), problems in zip(folders.items(), told, strict=True)
    )
    ambience = settings.ambience
    wrong = _problems("ambience", paths.expanded(ambience)) if ambience else []
    return Cues(themes, problem, shown(ambience), hidden(wrong[0]) if wrong else "")


def _problems(what: str, *places: Path) -> list[Any]:
    told = probe(what, *map(str, places))
    if "problem" in told:
        raise RuntimeError(told["problem"])
    return list(told["problems"])
