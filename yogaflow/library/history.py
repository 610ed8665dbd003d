"""What a person has done with flows: favourites, and when each was practised last.

One small JSON file among the person's own things, written whole or not at all:

    {"form": 1, "favourites": [KEY...], "practised": {KEY: ISO TIME...}}

Flows go by their keys, so that a flow stays a favourite when yogaflow is installed anew. A file
that is broken is kept aside, never written over; what could be read of it stays. This is not the
record of practices.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from yogaflow.library.folders import FlowDir, default_flow_dirs
from yogaflow.storage import paths
from yogaflow.storage.atomic import write_whole

FORM = 1


class History:
    """Favourites and last practices. Each change is written at once; another yogaflow may run."""

    def __init__(self, path: Path, now: Callable[[], datetime], *, kept: bool = True) -> None:
        """`now` gives the time with its zone. What is not `kept` is forgotten in the end."""
        self._path = path
        self._now = now
        self._favourites: dict[str, None] = {}
        self._practised: dict[str, datetime] = {}
        self._writable = kept
        self._written = True
        self._notice = ""
        self._read()

    @property
    def favourites(self) -> frozenset[str]:
        """The keys of favourites."""
        return frozenset(self._favourites)

    @property
    def practised(self) -> Mapping[str, datetime]:
        """When each flow was practised last, by key."""
        return MappingProxyType(self._practised)

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
        if self._written:
            self._read()

    def turn(self, key: str) -> bool:
        """Make a flow a favourite, or no favourite any more; whether it is one now."""
        on = key not in self._favourites
        with self._change():
            self._favourites.pop(key, None)
            if on:
                self._favourites[key] = None
        return on

    def practise(self, key: str) -> None:
        """A flow has just been practised."""
        with self._change():
            self._practised[key] = self._now()

    def rename(self, before: str, after: str) -> None:
        """A flow has another key; what was noted under the new one goes."""
        if {before, after}.isdisjoint(self._favourites.keys() | self._practised.keys()):
            return
        with self._change():
            favourite, time = before in self._favourites, self._practised.get(before)
            self._forget(before, after)
            if favourite:
                self._favourites[after] = None
            if time is not None:
                self._practised[after] = time

    def forget(self, key: str) -> None:
        """A flow is gone."""
        if key in self._favourites or key in self._practised:
            with self._change():
                self._forget(key)

    def _forget(self, *keys: str) -> None:
        for key in keys:
            self._favourites.pop(key, None)
            self._practised.pop(key, None)

    # -- the file ---------------------------------------------------------------------------

    @contextlib.contextmanager
    def _change(self) -> Iterator[None]:
        """Change what is in the file now, and write it."""
        self.refresh()
        yield
        self._write()

    def _read(self) -> None:
        if not self._writable:
            return  # what is known is kept here, for as long as we run
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            self._close(f"cannot be read ({error.strerror})")
            return
        favourites, practised, sound = _taken(data)
        self._favourites = dict.fromkeys(favourites)
        self._practised = practised
        if not sound:
            self._set_aside()

    def _set_aside(self) -> None:
        try:
            aside = _free(self._path)
            self._path.rename(aside)
        except OSError:
            self._close("is broken, and cannot be put aside")
        else:
            self._notice = f"{self._path.name} was broken; it is kept as {aside.name}."

    def _write(self) -> None:
        if not self._writable:
            return
        whole = {
            "form": FORM,
            "favourites": sorted(self._favourites),
            "practised": {
                key: time.isoformat(timespec="seconds")
                for key, time in sorted(self._practised.items())
            },
        }
        data = json.dumps(whole, indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            old = self._path.stat() if self._path.exists() else None
            write_whole(self._path, data + b"\n", old=old)
            self._written = True
        except OSError as error:
            self._written = False  # what is known is not in the file: it is not read again
            self._notice = f"{self._path} cannot be written: {error.strerror}."

    def _close(self, why: str) -> None:
        self._writable = False
        self._notice = f"{self._path} {why}: favourites are not kept."


def _taken(data: bytes) -> tuple[list[str], dict[str, datetime], bool]:
    """Favourites and times in a file's bytes, and whether all of it was understood."""
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        return [], {}, False
    if not isinstance(whole, dict):
        return [], {}, False
    keys, times = whole.get("favourites"), whole.get("practised")
    sound = whole.get("form") == FORM and isinstance(keys, list) and isinstance(times, dict)
    keys = keys if isinstance(keys, list) else []
    times = times if isinstance(times, dict) else {}
    favourites = [key for key in keys if isinstance(key, str)]
    practised = {key: time for key, text in times.items() if (time := _time(text)) is not None}
    understood = len(favourites) == len(keys) and len(practised) == len(times)
    return favourites, practised, sound and understood


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
