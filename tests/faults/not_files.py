"""A pipe, a device, a socket, a folder or a link to such a thing in place of each file and folder.

Nothing may hang, read without end, or end with a traceback.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from yogaflow.audio.ambience import Ambience
from yogaflow.audio.clips import read_clip
from yogaflow.audio.theme import load_theme
from yogaflow.audio.voice.store import Store, recording_seconds
from yogaflow.cli.main import main as yogaflow
from yogaflow.editing.journal import Journal
from yogaflow.editing.journal_files import file_for
from yogaflow.editing.recovery import unsaved
from yogaflow.library.folders import find_theme, theme_names
from yogaflow.library.history import default_shelf
from yogaflow.storage.paths import user_flows_dir
from yogaflow.storage.trash import TrashError, to_trash

LIMIT = 60.0
"""Seconds after which it hangs; a few hundredths are usual."""

MEMORY = 2_000_000_000
"""Bytes that a place may take: what is read without end meets this first."""


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(path))  # The name of a socket may not be long.


def _link(to: str, path: Path) -> None:
    path.symlink_to(to)


KINDS: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "socket": _socket,
    "folder": Path.mkdir,
    "link to itself": lambda path: path.symlink_to(path),
    **{
        f"link to {to}": partial(_link, to)
        for to in (
            *("/dev/zero", "/dev/full", "/dev/null", "/dev/stdin", "/dev/tty", "/dev/urandom"),
            *("/proc/kmsg", "/proc/self/mem", "/proc/self/fd/0", "nowhere"),
        )
    },
}


def _yogaflow(*arguments: str) -> Callable[[Path], object]:
    def act(place: Path) -> object:
        try:
            return yogaflow([argument.replace("PLACE", str(place)) for argument in arguments])
        except SystemExit as end:
            return end.code

    return act


def _unsaved(_: Path) -> object:
    return unsaved()


def _edited(_: Path) -> None:
    journal = Journal.begin(user_flows_dir() / "mine.yaml", "a")
    journal.keep("ab")
    journal.close()


def _starred(_: Path) -> object:
    shelf = default_shelf()
    shelf.turn("hips")
    return shelf.notice()


def _theme(place: Path) -> object:
    return theme_names(), find_theme(place.parent.name), load_theme(place.parent)


def _ambience(place: Path) -> object:
    return Ambience(place).read(1000)


def _clip(place: Path) -> object:
    recording_seconds(place)
    try:
        return read_clip(place)
    except (OSError, ValueError):
        return None


def _store(place: Path) -> None:
    store = Store(place)
    store.find("a" * 64)
    store.check()
    store.prune()
    store.close()


def _thrown(place: Path) -> None:
    with suppress(TrashError):
        to_trash(place)


def _journal() -> str:
    return f"unsaved/{file_for(Path('home/flows/mine.yaml'), Path()).name}"


PLACES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "favourites": ("shelf.json", _yogaflow("list", "--favourites")),
    "a star": ("shelf.json", _starred),
    "the lock of a star": ("shelf.json.lock", _starred),
    "index": ("cache/flows.json", _yogaflow("list")),
    "cache": ("cache", _yogaflow("list")),
    "settings": ("config/settings.toml", _yogaflow("show", "hip-openers")),
    "folder of the settings": ("config", _yogaflow("show", "hip-openers")),
    "journal at the start": ("unsaved/0123.journal", _unsaved),
    "lock of a journal": ("unsaved/0123.lock", _unsaved),
    "folder of journals": ("unsaved", _unsaved),
    "journal of an edit": (_journal(), _edited),
    "log": ("log", _yogaflow("--log", "PLACE", "list")),
    "flow in the library": ("flows/mine.yaml", _yogaflow("list")),
    "flow by name": ("flows/mine.yaml", _yogaflow("show", "mine")),
    "flow by path": ("mine.yaml", _yogaflow("show", "PLACE")),
    "flow that is checked": ("mine.yaml", _yogaflow("check", "PLACE")),
    "flow in a checked folder": ("flows/mine.yaml", _yogaflow("check", "PLACE/..")),
    "flow that is formatted": ("mine.yaml", _yogaflow("format", "PLACE")),
    "list to import": ("list.txt", _yogaflow("import", "PLACE")),
    "place of an import": ("mine.yaml", _yogaflow("import", "list", "-o", "PLACE")),
    "folder of flows": ("flows", _yogaflow("list")),
    "pose": ("poses/mine.yaml", _yogaflow("poses")),
    "pose by name": ("poses/mine.yaml", _yogaflow("poses", "mine")),
    "folder of poses": ("poses", _yogaflow("poses")),
    "words of a theme": ("sounds/mine/theme.toml", _theme),
    "sound of a theme": ("sounds/mine/start.wav", _theme),
    "folder of themes": ("sounds", _theme),
    "ambience": ("rain.ogg", _ambience),
    "recording": ("line.wav", _clip),
    "folder of recordings": ("cache/speech", _store),
    "place of an export": ("out.html", _yogaflow("export", "hip-openers", "PLACE")),
    "file for the trash": ("flows/mine.yaml", _thrown),
    "lock of the trash": ("trash.lock", _thrown),
    "everything": ("", _yogaflow("list")),
}


def _child(kind: str, place: str, folder: Path, told: Path) -> None:
    """Make the place, go there, and end with 0 where all was well."""
    name, act = PLACES[place]
    os.chdir(folder)
    os.environ |= {"YOGAFLOW_HOME": str(folder / "home"), "XDG_DATA_HOME": str(folder / "data")}
    (folder / "list").write_text("pigeon, 3 breaths\n")
    path = (folder / "home" / name).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    KINDS[kind](path)
    os.dup2(os.pipe()[0], 0)  # A standard input that says nothing and does not end.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with told.open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        sys.stdout, sys.stderr = file, file
        try:
            act(path)
            status = 0
        except BaseException:
            traceback.print_exc()
            status = 1
        file.flush()
        os._exit(status)


def fault_of(kind: str, place: str) -> str:
    """What went wrong with a thing of that kind in that place; "" for nothing."""
    with tempfile.TemporaryDirectory(prefix="y") as folder:
        told = Path(folder) / "told"
        # Forked: what is imported here need not be imported for each.
        fork = multiprocessing.get_context("fork")
        child = fork.Process(target=_child, args=(kind, place, Path(folder), told))
        child.start()
        child.join(LIMIT)
        if child.exitcode is None:
            child.kill()
            child.join()
            return "hangs"
        said = told.read_text(errors="replace") if told.exists() else ""
        if child.exitcode or "Traceback" in said:
            return (
                f"{said.strip()[-2000:]}\nfails: {child.exitcode} {said.strip().splitlines()[-1:]}"
            )
    return ""


def main(arguments: list[str] | None = None) -> int:
    """Put each kind in each place, or `--times` of these at random; print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, help="kinds and places, at random")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    pairs = [(kind, place) for kind in KINDS for place in PLACES]
    if asked.times is not None:
        pairs = random.Random(asked.seed).sample(pairs, asked.times)
    faults = {pair: fault for pair in pairs if (fault := fault_of(*pair))}
    for (kind, place), fault in faults.items():
        print(f"a {kind} in place of the {place} {fault.splitlines()[-1]}")
    hung = sum(fault == "hangs" for fault in faults.values())
    print(f"{len(pairs)} tried, {hung} hung, {len(faults) - hung} failed otherwise")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
