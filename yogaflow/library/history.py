"""What a person has done with flows: favourites, and when each was practised last.

One small JSON file among the person's own things, written whole or not at all:

    {"form": 1, "favourites": [KEY...], "practised": {KEY: ISO TIME...}}

Flows go by their keys, so that a flow stays a favourite when yogaflow is installed anew. A file
that is broken is kept aside, never written over; what could be read of it stays. This is not the
record of practices.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from yogaflow.library.folders import FlowDir, default_flow_dirs
from yogaflow.storage import paths
from yogaflow.storage.atomic import write_whole
from yogaflow.storage.lock import held
from yogaflow.storage.regular import OWN_BYTES, read_bytes

FORM = 1


@dataclass(slots=True)
class _Shelf:
    """What is in the file."""

    favourites: dict[str, None] = field(default_factory=dict)
    practised: dict[str, datetime] = field(default_factory=dict)

    def copy(self) -> _Shelf:
        return _Shelf(dict(self.favourites), dict(self.practised))

    def forget(self, *keys: str) -> None:
        for key in keys:
            self.favourites.pop(key, None)
            self.practised.pop(key, None)


class History:
    """Favourites and last practices. Each change is written at once; another yogaflow may run."""

    def __init__(self, path: Path, now: Callable[[], datetime], *, kept: bool = True) -> None:
        """`now` gives the time with its zone. What is not `kept` is forgotten in the end."""
        self._path = path
        self._now = now
        self._written = _Shelf()
        """As the file was, when there was one last."""
        self._changes: list[Callable[[_Shelf], object]] = []
        """What is not in the file yet: made to whatever is found there, not instead of it."""
        self._shelf = _Shelf()
        """What is written, with the changes."""
        self._writable = kept
        self._notice = ""
        self.refresh()

    @property
    def favourites(self) -> frozenset[str]:
        """The keys of favourites."""
        return frozenset(self._shelf.favourites)

    @property
    def practised(self) -> Mapping[str, datetime]:
        """When each flow was practised last, by key."""
        return MappingProxyType(self._shelf.practised)

    @property
    def today(self) -> datetime:
        """What time it is."""
        return self._now()

    def notice(self) -> str:
        """What has gone wrong since it was last asked, in one plain line; "" for nothing."""
        notice, self._notice = self._notice, ""
        return notice

    def refresh(self) -> None:
        """Take what another yogaflow, or a practice of this one, has written meanwhile."""
        if not self._read():
            self._write()  # Not before it is put aside.

    def turn(self, key: str) -> bool:
        """Make a flow a favourite, or no favourite any more; whether it is one now."""
        on = key not in self._shelf.favourites

        def turned(shelf: _Shelf) -> None:
            shelf.favourites.pop(key, None)
            if on:
                shelf.favourites[key] = None

        self._change(turned)
        return on

    def practise(self, key: str) -> None:
        """A flow has just been practised."""
        now = self._now()
        self._change(lambda shelf: shelf.practised.update({key: now}))

    def rename(self, before: str, after: str) -> None:
        """A flow has another key; what was noted under the new one goes."""

        def renamed(shelf: _Shelf) -> None:
            favourite, time = before in shelf.favourites, shelf.practised.get(before)
            shelf.forget(before, after)
            if favourite:
                shelf.favourites[after] = None
            if time is not None:
                shelf.practised[after] = time

        self._change(renamed)

    def forget(self, key: str) -> None:
        """A flow is gone."""
        self._change(lambda shelf: shelf.forget(key))

    # -- the file ---------------------------------------------------------------------------

    def _change(self, change: Callable[[_Shelf], object]) -> None:
        """Change what is in the file now, and write it."""
        if self._writable:
            self._changes.append(change)
            self._write()
        else:
            change(self._shelf)

    def _write(self) -> None:
        """Bring the changes into the file, while no other yogaflow does such a thing."""
        try:
            paths.private_folder(self._path.parent)
            with held(self._path.with_name(f"{self._path.name}.lock")):
                if not self._read():
                    self._set_aside()
                if self._writable and self._shelf != self._written:
                    old = self._path.stat() if self._path.exists() else None
                    write_whole(self._path, _given(self._shelf), old=old)
        except OSError as error:
            self._take(self._written)
            self._notice = f"{self._path} cannot be written: {error.strerror}."
        else:
            self._written, self._changes = self._shelf.copy(), []

    def _read(self) -> bool:
        """Take what is in the file; False where it is broken."""
        if not self._writable:
            return True  # what is known is kept here, for as long as we run
        shelf, sound = self._written, True
        try:
            shelf, sound = _taken(read_bytes(self._path, OWN_BYTES))
        except FileNotFoundError:
            pass
        except OSError as error:
            self._close(f"cannot be read ({error.strerror})")
        self._take(shelf)
        return sound

    def _take(self, written: _Shelf) -> None:
        self._written, self._shelf = written, written.copy()
        for change in self._changes:
            change(self._shelf)

    def _set_aside(self) -> None:
        try:
            aside = _free(self._path)
            self._path.rename(aside)
        except OSError:
            self._close("is broken, and cannot be put aside")
        else:
            self._notice = f"{self._path.name} was broken; it is kept as {aside.name}."

    def _close(self, why: str) -> None:
        self._writable = False
        self._notice = f"{self._path} {why}: favourites are not kept."


def _given(shelf: _Shelf) -> bytes:
    """The bytes of the file."""
    whole = {
        "form": FORM,
        "favourites": sorted(shelf.favourites),
        "practised": {
            key: time.isoformat(timespec="seconds") for key, time in sorted(shelf.practised.items())
        },
    }
    text = json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
    return text.encode("utf-8", "surrogatepass")


def _taken(data: bytes) -> tuple[_Shelf, bool]:
    """What is in a file's bytes, and whether all of it was understood."""
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        return _Shelf(), False
    if not isinstance(whole, dict):
        return _Shelf(), False
    keys, times = whole.get("favourites"), whole.get("practised")
    sound = whole.get("form") == FORM and isinstance(keys, list) and isinstance(times, dict)
    keys = keys if isinstance(keys, list) else []
    times = times if isinstance(times, dict) else {}
    favourites = [key for key in keys if isinstance(key, str)]
    practised = {key: time for key, text in times.items() if (time := _time(text)) is not None}
    understood = len(favourites) == len(keys) and len(practised) == len(times)
    return _Shelf(dict.fromkeys(favourites), practised), sound and understood


def _time(text: object) -> datetime | None:
    """A time of its text; one without a zone is meant here."""
    if not isinstance(text, str):
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _free(path: Path) -> Path:
    """`shelf.json.broken`, or with a number where there is one already."""
    aside, number = path.with_name(f"{path.name}.broken"), 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.broken-{number}")
    return aside


def key_in(path: str, folders: Iterable[FlowDir]) -> str | None:
    """The key of a flow by its file; None for a file that is in none of these folders."""
    file = Path(path).absolute()
    inside = any(file.parent == folder.path for folder in folders)
    return file.stem if path and inside else None


def note_practice(path: str, now: Callable[[], datetime] | None = None) -> str:
    """The flow in that file was practised just now; a file outside the library is not noted.

    Gives what has gone wrong in one plain line, or "".
    """
    key = key_in(path, default_flow_dirs())
    if key is None:
        return ""
    shelf = default_shelf(now)
    shelf.practise(key)
    return shelf.notice()


def default_shelf(now: Callable[[], datetime] | None = None) -> History:
    """The person's own; `now` is the time here, unless it is given."""
    return History(paths.user_data_dir() / "shelf.json", now or _now)


def passing_shelf() -> History:
    """One that is not kept."""
    return History(Path(), _now, kept=False)


def _now() -> datetime:
    return datetime.now().astimezone()
