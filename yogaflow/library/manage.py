"""Making, renaming, duplicating and finding flows on the disk: never over a file that is there.

What goes wrong is a ManageError in plain words, and then nothing has changed.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from yogaflow.format.nodes import Mapping as MappingNode
from yogaflow.format.nodes import Scalar, parse_as_written
from yogaflow.format.quoting import LONGEST_TITLE, in_braces, quoted
from yogaflow.library.copies import free_name
from yogaflow.model import FormatError
from yogaflow.storage import paths
from yogaflow.storage.atomic import linked
from yogaflow.storage.slug import is_reserved, is_sign, slug
from yogaflow.storage.text_file import NO_FILE, ChangedError, SaveError, read_stamped, save_text

LONGEST_KEY = 80
"""Letters of a key."""
LONGEST_BYTES = 200
"""Bytes of a key: disks take 255 with the ending and with what a copy adds."""

_ATTEMPTS = 20
"""Times to look for a free name."""

_COPY = re.compile(r"(.+)-copy(?:-(\d+))?")
_COPY_TITLE = re.compile(r"(.+?) \(copy(?: \d+)?\)")
_SCHEMA = re.compile(r"(\ufeff?# yaml-language-server: \$schema=)(\S+)")


class ManageError(Exception):
    """A flow could not be renamed, copied or found; the text is all a person needs to see."""


def key_from(title: str) -> str:
    """The key of a flow of that title: small letters of any script, digits and hyphens.

    "flow" where nothing of the title can be part of one.
    """
    key = slug(title)[:LONGEST_KEY]
    while len(key.encode()) > LONGEST_BYTES:
        key = key[:-1]
    return key.strip("-") or "flow"


def key_problem(text: str, path: Path, *others: Path) -> str:
    """Why a flow's file cannot be called so, in plain words; "" where it can.

    `others` are folders in which nobody may have the key either.
    """
    key = text.strip()
    if not key:
        return "It needs a name."
    if not _is_key(key):
        return f"Letters, digits and hyphens, please: {key_from(key)}"
    if len(key) > LONGEST_KEY or len(key.encode()) > LONGEST_BYTES:
        return f"{LONGEST_KEY} letters at most, please."
    if is_reserved(key):
        return f"Some systems keep {key} for themselves."
    if key.lower() == path.stem.lower():
        return ""
    if free_name(path.parent, key) != key:
        return f"Another flow of yours is called {key}."
    if others and free_name(others[0], key, *others[1:]) != key:
        return f"A flow that comes with yogaflow is called {key}."
    return ""


def _is_key(text: str) -> bool:
    """Whether a text can be a key: it begins with a letter, and may have dots and lines in it."""
    return (
        text[0].isalnum()
        and not text.endswith(".")
        and all(one.isalnum() or one in "._-" or is_sign(one) for one in text)
    )


def renamed(path: Path, key: str) -> Path:
    """Give a flow's file another key, never another file's; where it is now.

    Raises ManageError.
    """
    to = path.with_name(f"{key.strip()}{path.suffix}")
    if to == path:
        return path
    try:
        _move(path, to)
    except FileExistsError:
        raise ManageError(f"There is a {to.name} already.") from None
    except FileNotFoundError:
        raise ManageError(f"{path.name} is not there any more.") from None
    except OSError as error:
        raise ManageError(f"{path.name} keeps its name: {_reason(error)}.") from None
    return to


def _move(path: Path, to: Path) -> None:
    """Rename, and raise FileExistsError where that would be over another file."""
    same = to.exists() and to.samefile(path)  # only small and large letters differ, on some disks
    if os.name == "nt" or same:
        path.rename(to)  # Windows never renames over a file
        return
    if path.is_symlink():  # A second name would be one of what it leads to, on some systems.
        if os.path.lexists(to):
            raise FileExistsError(to)
        path.rename(to)
        return
    if not linked(path, to):
        path.rename(to)
        return
    try:
        path.unlink()
    except OSError:
        to.unlink()
        raise


def duplicate(path: Path, folder: Path, *others: Path) -> Path:
    """Copy a flow's file into the person's folder, under a key that is free; where it is.

    Its title says that it is a copy. `others` are folders in which nobody may have the key
    either. Raises ManageError.
    """
    try:
        text, _ = read_stamped(path)
    except FormatError as error:
        raise ManageError(f"{path.name}: {error.problems[0].message}") from None
    stem = slug(path.stem) if is_reserved(path.stem) else path.stem
    wanted = stem if _COPY.fullmatch(stem) else f"{stem}-copy"
    for attempt in reversed(range(_ATTEMPTS)):
        key = free_name(folder, wanted, *others)
        to = folder / f"{key}{path.suffix}"
        copy = as_copy(text, key, path.parent, folder)
        try:
            save_text(to, copy, expect=NO_FILE, make_folder=True)
            break
        except SaveError as error:
            # Another yogaflow may have taken the name in between.
            if not attempt or not isinstance(error, ChangedError):
                raise ManageError(f"No copy: {error.reason}.") from None
    return to


def as_copy(text: str, key: str, before: Path, after: Path) -> str:
    """The text of a copy with that key: its title says so, its schema is found from its folder.

    A text that cannot be parsed stays as it is.
    """
    text = _schema_found(text, before, after)
    try:
        root = parse_as_written(text.removeprefix("\ufeff"))
    except FormatError:
        return text
    title = root.get("title") if isinstance(root, MappingNode) else None
    if not isinstance(title, Scalar) or not title.text.strip():
        return text
    offset = len(text) - len(text.removeprefix("\ufeff"))
    start, end = title.start + offset, title.end + offset
    break_ = "\n" if text[start:end].endswith("\n") else ""
    return f"{text[:start]}{in_braces(copy_title(title.text, key))}{break_}{text[end:]}"


def copy_title(title: str, key: str) -> str:
    """The title of a copy: "Hips (copy)", and by the number in its key "Hips (copy 2)"."""
    title = " ".join(title.split())
    of = _COPY_TITLE.fullmatch(title)
    copy = _COPY.fullmatch(key)
    mark = f" (copy {copy[2]})" if copy and copy[2] else " (copy)"
    base = of[1] if of else title
    return base[: LONGEST_TITLE - len(mark)].rstrip() + mark


def _schema_found(text: str, before: Path, after: Path) -> str:
    """The first line leads editors to the schema, by a path from where the file was."""
    found = _SCHEMA.match(text)
    if found is None or before == after:
        return text
    schema = before / found[2]
    path = schema.as_posix()
    if " " in path or "://" in found[2] or not schema.is_file():
        return text
    return f"{found[1]}{path}{text[found.end() :]}"


def show_folder(folder: Path, environment: Mapping[str, str] | None = None) -> bool:
    """Have the system open a folder in its file manager; False where there is none to ask."""
    import shutil
    import subprocess

    environment = os.environ if environment is None else environment
    start: Callable[[Path], None] | None = getattr(os, "startfile", None)  # Windows has it.
    if start is not None:
        try:
            start(folder)
        except OSError:
            return False
        return True
    program = "open" if sys.platform == "darwin" else "xdg-open"
    # Without a screen xdg-open may start a browser in the terminal that we draw on.
    screen = sys.platform == "darwin" or environment.keys() & {"DISPLAY", "WAYLAND_DISPLAY"}
    path = shutil.which(program, path=environment.get("PATH"))
    if path is None or not screen:
        return False
    nothing = subprocess.DEVNULL
    try:
        subprocess.Popen(
            [path, str(folder)],
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            start_new_session=True,
        )
    except OSError:
        return False
    return True


def _reason(error: OSError) -> str:
    match error.errno:
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "its folder may only be read"
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full"
        case errno.ENAMETOOLONG:
            return "the name is too long"
        case _:
            return error.strerror or str(error)


def new_flow(title: str) -> tuple[Path, str]:
    """The file of a flow of that title, under a name that nobody has, and its first lines."""
    title = " ".join(title.split())
    folder = paths.user_flows_dir()
    key = free_name(folder, key_from(title), paths.sequences_dir())
    return folder / f"{key}.yaml", f"title: {quoted(title)}\nflow:\n"


def title_problem(title: str) -> str:
    """Why a flow cannot be called so, in plain words; "" where it can."""
    words = " ".join(title.split())
    if not words:
        return "It needs a name."
    if len(words) > LONGEST_TITLE:
        return f"{len(words)} letters; {LONGEST_TITLE} at most"
    if not words.isprintable():
        return "There is an invisible character in it."
    return ""
