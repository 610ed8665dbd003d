"""Loads a sound library, or reads themes, and tells: `python -m yogaflow.audio.probe`.

    python -m yogaflow.audio.probe library miniaudio
    python -m yogaflow.audio.probe themes FOLDER...
    python -m yogaflow.audio.probe ambience FILE

For `yogaflow doctor`. A library may crash, hang or print, so it is loaded in this process, which
lives for nothing else. The one line of output is JSON: {"version": "1.71", "library": "",
"devices": [...]}, {"problems": [[...], ...]} with those of each theme, {"problems": [...]} for an
ambience, or {"problem": TEXT} where it failed.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

DEVICES = 12
"""Names of devices that are told at most."""


def main() -> None:
    """Do what the arguments say, print one line, end."""
    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    what, *names = sys.argv[1:]
    kinds: dict[str, Callable[..., dict[str, Any]]]
    kinds = {"library": library, "themes": themes, "ambience": ambience}
    try:
        found = kinds[what](*names)
    except Exception as error:
        found = {"problem": str(error) or type(error).__name__}
    said.write(json.dumps(found) + "\n")
    said.flush()
    # Not sys.exit: interpreters have been seen to hang in the teardown of a sound library.
    os._exit(0)


def library(name: str) -> dict[str, Any]:
    """Load a library, and ask it for its devices. Raises ImportError, OSError and what not."""
    module = importlib.import_module(name)
    found: dict[str, Any] = {"version": metadata.version(name), "library": "", "devices": []}
    with contextlib.suppress(Exception):
        # No device at all is no failure to load.
        if name == "miniaudio":
            found["devices"] = _miniaudio_devices(module)
        elif name == "sounddevice":
            found["library"] = str(module.get_portaudio_version()[1]).split(",")[0]
            found["devices"] = [module.query_devices(kind="output")["name"]]
        elif name == "soundfile":
            found["library"] = f"libsndfile {module.__libsndfile_version__}"
    return found


def themes(*names: str) -> dict[str, Any]:
    """Read themes, completed as they are for a practice; what is wrong with each."""
    from yogaflow.audio.theme import load_theme
    from yogaflow.library.folders import DEFAULT_THEME
    from yogaflow.storage.paths import sounds_dir

    usual = sounds_dir() / DEFAULT_THEME
    return {"problems": [list(load_theme(Path(name), usual).problems) for name in names]}


def ambience(name: str) -> dict[str, Any]:
    """Read the beginning of a sound that is to be played round and round."""
    from yogaflow.audio.ambience import Ambience

    problem = Ambience(Path(name)).problem
    return {"problems": [problem] if problem else []}


def _miniaudio_devices(module: Any) -> list[str]:
    kinds = module.Backend
    # Without the null device: see backends.Miniaudio.
    real = [k for k in kinds if k not in {kinds.NULL, kinds.CUSTOM, kinds.WEBAUDIO}]
    devices = module.Devices(real)
    return [str(one["name"]) for one in devices.get_playbacks()[:DEVICES]]


if __name__ == "__main__":
    main()
