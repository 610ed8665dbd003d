"""Which speech engines there are, found without starting any.

In the order of choice: the system's own voice (`say`, SAPI), the program espeak-ng, the library
of the wheel espeakng-loader (extra `yogaflow[voice]`). piper comes first where a voice file for
it was named. Without numpy: the player's side asks, and `yogaflow doctor`.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from yogaflow.storage.paths import expanded
from yogaflow.storage.regular import opened

ENGINES = ("piper", "say", "sapi", "espeak-ng", "espeakng-loader")
"""All engines there are, in the order in which they are tried."""

MODEL = ".onnx"
"""How the name of a voice file for piper ends."""


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """An engine that can be used.

    `program` is its program, or its library for espeakng-loader. `voice` is the voice to ask it
    for, "" for its usual one. `mark` changes when what it would say may sound different.
    `notice` is one plain line where it is not what was asked for, else "".
    """

    name: str
    program: str
    voice: str = ""
    mark: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Availability:
    """What was found of an engine: the path of its program, or else a reason why it is not."""

    name: str
    path: str = ""
    problem: str = ""


def found(engine: str = "auto", voice: str = "") -> EngineInfo | None:
    """The engine to use, or None. `engine` is one of ENGINES, "auto" or "none".

    A voice that is a file for piper is left out for any other engine.
    """
    model = voice.endswith(MODEL)
    notice = ""
    names = (engine,) if engine != "auto" else ENGINES if model else ENGINES[1:]
    for name in names:
        here = _look(name, voice)
        if not here.path:
            if name == "piper" and engine == "auto":
                notice = f"piper cannot be used: {here.problem}."
            continue
        wanted = "" if model and name != "piper" else voice
        parts = [here.path, *([wanted] if name == "piper" else [])]
        return EngineInfo(name, here.path, wanted, _mark(name, *parts), notice)
    return None


def why_not(engine: str, voice: str = "") -> str:
    """Why `found` gives None, one plain line."""
    if engine == "auto":
        return "No voice was found; `yogaflow doctor` says what to install."
    return f"No voice: {engine} cannot be used, {_look(engine, voice).problem}."


def available(voice: str = "") -> list[Availability]:
    """All engines that this system could have, found or not; `voice` as it is set."""
    here = [name for name in ENGINES if name not in _elsewhere()]
    return [_look(name, voice) for name in here]


def _elsewhere() -> set[str]:
    return {"say", "sapi"} - {_SYSTEMS.get(sys.platform, "")}


_SYSTEMS: Mapping[str, str] = {"darwin": "say", "win32": "sapi"}


def _look(name: str, voice: str) -> Availability:
    if name in _elsewhere():
        system = "macOS" if name == "say" else "Windows"
        return Availability(name, problem=f"it is a part of {system}")
    match name:
        case "say":
            path = shutil.which("say") or ""
        case "sapi":
            path = _powershell()
        case "espeak-ng":
            path = _espeak()
        case "espeakng-loader":
            path = _library()
        case "piper":
            return _piper(voice)
        case _:
            return Availability(name, problem="there is no such engine")
    return Availability(name, path, "" if path else "it is not installed")


def _powershell() -> str:
    # Windows PowerShell: the newer one need not have the speech library.
    root = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"))
    path = root / "System32" / "WindowsPowerShell" / "v1.0" / "powershell.exe"
    return str(path) if path.is_file() else shutil.which("powershell") or ""


def _espeak() -> str:
    path = shutil.which("espeak-ng") or shutil.which("espeak")
    if path is None and sys.platform == "win32":
        # Its installer leaves the PATH alone.
        usual = Path(os.environ.get("PROGRAMFILES", "")) / "eSpeak NG" / "espeak-ng.exe"
        path = str(usual) if usual.is_file() else None
    return path or ""


def _library() -> str:
    """The library of espeakng-loader. It is GPL, and is loaded in the worker alone."""
    import importlib.util

    try:
        spec = importlib.util.find_spec("espeakng_loader")
    except (ImportError, ValueError):
        return ""
    if spec is None or spec.origin is None:
        return ""
    folder = Path(spec.origin).parent
    names = {"win32": "espeak-ng.dll", "darwin": "libespeak-ng.dylib"}
    library = folder / names.get(sys.platform, "libespeak-ng.so")
    return str(library) if library.is_file() and data_folder(library).is_dir() else ""


def data_folder(library: Path) -> Path:
    """Where the wheel keeps what its library reads."""
    return library.parent / "espeak-ng-data"


def _piper(voice: str) -> Availability:
    # The virtual environment of this program need not be on the PATH.
    beside = str(Path(sys.executable).parent)
    program = ""
    for where in (beside, None):
        for name in ("piper", "piper-tts"):
            path = shutil.which(name, path=where)
            if not program and path and not _is_for_mice(path):
                program = path
    if not program:
        return Availability("piper", problem="it is not installed")
    if not voice.endswith(MODEL):
        return Availability("piper", problem=f"it needs a voice, a file that ends in {MODEL}")
    model = expanded(voice)
    for file in (model, model.with_name(model.name + ".json")):
        if not file.is_file():
            return Availability("piper", problem=f"there is no file {file}")
    return Availability("piper", program)


def _is_for_mice(path: str) -> bool:
    """Whether it is the other program of that name, which sets up gaming mice."""
    try:
        with opened(Path(path)) as file:
            start = file.read(8192)
    except OSError:
        return False
    return start.startswith(b"#!") and b"ratbag" in start


def _mark(name: str, *paths: str) -> str:
    """A fingerprint: which engine, which build of it, which voice file."""
    parts = [name]
    for path in paths:
        try:
            info = expanded(path).stat()
            parts.append(f"{info.st_size}-{info.st_mtime_ns}")
        except (OSError, ValueError):
            parts.append("?")
    return " ".join(parts)
