"""Every file is opened in one place: seen in the source, so that no new reading goes round it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import yogaflow

PACKAGE = Path(yogaflow.__file__).parent

OPENS = {
    *("open", "fdopen", "open_code", "read_text", "read_bytes", "memmap", "fromfile", "loadtxt"),
    *("SoundFile", "FileHandler", "basicConfig", "FileIO", "mmap", "sendfile", "copyfile", "copy2"),
    *("copyfileobj", "NamedTemporaryFile", "TemporaryFile", "mkstemp", "connect", "input"),
    *("mkdir", "makedirs", "touch", "write_text", "write_bytes"),
}
"""Names of functions and methods that open or make a file or a folder, or may."""

READERS = {"json", "tomllib", "pickle", "marshal", "numpy", "np", "plistlib", "csv"}
"""Modules whose `load` takes a file; `soundfile` has `info` and `read`."""

ALLOWED = {
    "storage/regular.py": {
        "open(path, 'rb', opener=_regular)": "the one place",
        "open(path, 'ab', buffering=0, opener=_regular)": "the one place to append",
        "os.open(path, flags | getattr(os, 'O_NONBLOCK', 0), 438)": "of the two",
    },
    "storage/atomic.py": {
        "os.open(path, flags, mode)": "a new file, made by this very call",
        "os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)": "held, and not read",
        "os.open(folder, os.O_RDONLY | getattr(os, 'O_DIRECTORY', 0))": "a folder, or nothing",
    },
    "storage/lock.py": {"os.open(path, os.O_RDWR | os.O_CREAT | ": "held, and not read"},
    "storage/paths.py": {"folder.mkdir(mode=448, exist_ok=True)": "the one place for private ones"},
    "storage/text_file.py": {
        "folder.mkdir(parents=True, exist_ok=True)": "for flows, as the umask"
    },
    "format/schema.py": {"place.mkdir(": "in the checkout", "path.write_text(": "in the checkout"},
    "export/job.py": {"part.write_text(": "our own temporary file"},
    "library/folders.py": {
        "os.open(folder, os.O_RDONLY | getattr(os, 'O_DIRECTORY', 0))": "a folder, or nothing",
    },
    "editing/journal.py": {"os.open(self._file, _APPEND)": "just written; nobody is waited for"},
    "export/tags.py": {"path.open('r+b')": "our own temporary file"},
    "export/encode.py": {
        "part.open('ab')": "our own temporary file",
        "soundfile.SoundFile(path, 'w', rate, 1, subtype, format=name)": "our own temporary file",
        "soundfile.info(path)": "our own temporary file",
    },
    "cli/main.py": {"logging.basicConfig": "into what `opened_to_append` has opened"},
    "cli/output.py": {
        "open(os.devnull, mode": "the system's own",
        "os.open(os.devnull, os.O_WRONLY)": "the system's own",
    },
    "tui/terminal_driver.py": {"os.open(os.devnull, os.O_WRONLY)": "the system's own"},
    "cli/doctor/places.py": {"tempfile.TemporaryFile(dir=path)": "a new file without a name"},
    "audio/child.py": {
        "os.fdopen(os.dup": "a pipe that was handed to us",
        "os.open(os.devnull, os.O_WRONLY)": "the system's own",
    },
    "audio/probe.py": {
        "os.fdopen(os.dup": "a pipe that was handed to us",
        "os.open(os.devnull, os.O_WRONLY)": "the system's own",
    },
    "audio/voice/worker.py": {
        "os.fdopen(os.dup": "a pipe that was handed to us",
        "os.open(os.devnull, os.O_WRONLY)": "the system's own",
    },
    "audio/clips.py": {"wave.open(io.BytesIO(data))": "bytes that have been read"},
    "audio/reading.py": {"wave.open(source, 'rb')": "what `opened` has opened"},
}
"""By module: what opens something without going that way, and why it may."""

NOT_FILES = ("self._open(", "device.open(", "super().open(")
"""Methods of ours with such a name."""


def openings(source: str) -> Iterator[str]:
    """The calls in a source that open a file, or may."""
    mine = {
        name.asname or name.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("yogaflow")
        for name in node.names
    }
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        text, name = ast.unparse(node), ast.unparse(node.func)
        last = name.rpartition(".")[2]
        loads = last in {"load", "reader"} and name.partition(".")[0] in READERS
        is_sound = name in {"soundfile.info", "soundfile.read", "soundfile.blocks"}
        if (last in OPENS and name not in mine) or loads or is_sound:
            yield text


def allowed(module: str, call: str) -> bool:
    return call.startswith(NOT_FILES) or any(
        call.startswith(one) for one in ALLOWED.get(module, ())
    )


def test_every_file_is_opened_in_the_one_place_or_says_why_not() -> None:
    found = {
        f"{module}: {call}"
        for path in PACKAGE.rglob("*.py")
        for module in [path.relative_to(PACKAGE).as_posix()]
        for call in openings(path.read_text(encoding="utf-8"))
        if not allowed(module, call)
    }
    assert found == set()


def test_what_is_allowed_is_there() -> None:
    for module, calls in ALLOWED.items():
        found = list(openings((PACKAGE / module).read_text(encoding="utf-8")))
        for call in calls:
            assert any(one.startswith(call) for one in found), (module, call, found)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "open(path)",
            "Path(name).read_text()",
            "path.read_bytes()",
            "io.open(x)",
            "os.open(x, 0)",
        ),
        *("wave.open(str(path))", "json.load(file)", "np.load(path)", "soundfile.read(path)"),
        *("tomllib.load(file)", "sqlite3.connect(path)", "path.open('rb')", "np.fromfile(path)"),
    ],
)
def test_a_new_reading_would_be_found(line: str) -> None:
    (call,) = openings(line)
    assert not allowed("library/history.py", call)
