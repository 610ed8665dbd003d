"""Flow, pose and settings files with something done to them: each is read, or refused, and quickly.

A file is known by its number: `--first N --times 1` does one of them again.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yogaflow.editing.formatting import formatted
from yogaflow.format import check_file
from yogaflow.library.folders import default_flow_dirs, default_pose_dirs
from yogaflow.library.library import Library
from yogaflow.library.summarise import listed_of
from yogaflow.model import FormatError
from yogaflow.storage.paths import poses_dir, sequences_dir
from yogaflow.storage.read_text import read_text
from yogaflow.storage.settings import load_settings

MS = 100.0
"""Milliseconds of the processor that one file may take."""
MB = 50.0
"""Megabytes that a batch of files may need beyond what the program has anyway."""
BATCH = 200
HANGS = 20.0
"""Seconds of the processor after which a file hangs."""

SETTINGS = b"""\
pace = 1.25
unhurried = 1.5
countdown = 10
mute = false
theme = "light"
cues = "wood"   # a folder
ambience = "~/rain.ogg"
voice_rate = 160
talk = 'names'
"""

ODD = [
    *(
        "\0",
        "\ufeff",
        "\u2028",
        "\x85",
        "\u202e",
        "\u0301" * 50,
        "\U0001f9d8\u200d",
        "\x1b[2J",
        "\t",
    ),
    *(
        "&a ",
        "*a",
        "<<: ",
        "!!python/object:os.system ",
        "!x ",
        "---\n",
        "...\n",
        "%YAML 9.9\n",
        "? ",
    ),
    *("|\n", ">-9\n", "'", '"', '"""', "#", ": ", "- ", "{", "}", "[", "]", ",", "`", "@", "\r"),
    *("breaths", "flow:\n", "sides: right, left\n", "repeat: 99999\n", "2-1 breaths", "poses:\n"),
    *(
        "1e999",
        "nan",
        ".inf",
        "-0",
        "0x1F",
        "1_0",
        "1:30:00",
        "99999999999 hours",
        "0 breaths",
        "~",
        "yes",
    ),
]
"""What is put somewhere into a text."""


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data or b" ")
    for _ in range(chance.choice((1, 1, 2, 10))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _splice(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice(CORPUS)[1]
    return _cut(data, chance) + other[chance.randrange(len(other)) :]


def _odd(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    new = (chance.choice(ODD) * chance.choice((1, 1, 1, 2, 100))).encode()
    return data[:at] + new + data[at:]


def _lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b"\n"]
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at : at + chance.choice((1, 1, 3))]
        case 1:
            lines[at:at] = [lines[other]] * chance.choice((1, 2, 300))
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = b" " * chance.choice((1, 2, 4, 500)) + lines[at]
        case _:
            lines[at] = lines[at].lstrip()
    return b"".join(lines)


def _number(data: bytes, chance: random.Random) -> bytes:
    digits = [at for at, byte in enumerate(data) if chr(byte).isdigit()]
    at = chance.choice(digits or [0])
    new = chance.choice((b"9" * 400, b"9" * 5000, b"-1", b"0", b"1e308", b"0.0000001", b"1000000"))
    return data[:at] + new + data[at + 1 :]


def _nested(data: bytes, chance: random.Random) -> bytes:
    depth, at = chance.choice((3, 30, 300, 3000)), chance.randrange(len(data) + 1)
    pieces = [("[", "]"), ("{a: ", "}"), ("- ", ""), ("- flow:\n", ""), ("a.", "a = 1"), ("? ", "")]
    before, after = chance.choice(pieces)
    text = before * depth + (after * depth if chance.random() < 0.5 else "")
    if chance.random() < 0.2:
        text = "\n" + "\n".join(" " * one + before for one in range(min(depth, 400)))
    if chance.random() < 0.1:
        text = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(depth))
    return data[:at] + text.encode() + data[at:]


CHANGES: Sequence[Callable[[bytes, random.Random], bytes]] = (
    *(_flip, _cut, _splice, _odd, _odd, _lines, _lines, _number, _nested),
)


def _corpus() -> list[tuple[str, bytes]]:
    """Good files, each with the name of its kind."""
    flows = [("flow", path.read_bytes()) for path in sorted(sequences_dir().glob("*.yaml"))]
    poses = [("pose", path.read_bytes()) for path in sorted(poses_dir().glob("*.yaml"))]
    return [*flows * 4, *poses, *[("settings", SETTINGS)] * 15]


CORPUS = _corpus()
LIBRARY = Library(default_flow_dirs(), default_pose_dirs())


def mutated(number: int) -> tuple[str, bytes]:
    """The kind and the bytes of a file by its number."""
    chance = random.Random(number)
    kind, data = chance.choice(CORPUS)
    for _ in range(chance.choice((1, 1, 2, 4))):
        data = chance.choice(CHANGES)(data, chance)
    return kind, data


def check(path: Path) -> None:
    """As `yogaflow check` does."""
    for problem in check_file(path, LIBRARY.poses()):
        str(problem)


def plan(path: Path) -> None:
    """As the library does."""
    listed_of(LIBRARY.entry(path, own=True))


def form(path: Path) -> None:
    """As `yogaflow format` does."""
    with contextlib.suppress(FormatError):
        formatted(read_text(path), str(path))


READINGS: dict[str, Sequence[Callable[[Path], object]]] = {
    "flow": (check, plan, form),
    "pose": (check, form),
    "settings": (load_settings,),
}
"""What the program does with a file of each kind."""


def milliseconds(reading: Callable[[Path], object], path: Path) -> float:
    """Of the processor. Raises whatever the reading does, TimeoutError where it hangs."""
    signal.setitimer(signal.ITIMER_VIRTUAL, HANGS)
    began = time.process_time()
    try:
        reading(path)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
    return 1000 * (time.process_time() - began)


@dataclass(slots=True)
class Told:
    """What came of some files. The slowest is in ms, the largest in MB, each with its number."""

    files: int = 0
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)
    largest: tuple[float, int] = (0.0, 0)

    def add(self, other: Told) -> None:
        """What came of some more."""
        self.files += other.files
        self.faults += other.faults
        self.slowest = max(self.slowest, other.slowest)
        self.largest = max(self.largest, other.largest)

    @property
    def is_good(self) -> bool:
        """Whether all is within its bounds."""
        return not self.faults and self.slowest[0] <= MS and self.largest[0] <= MB


def _hangs(*_: object) -> None:
    raise TimeoutError("it hangs")


def batch(numbers: range) -> Told:
    """What comes of these files, in this process."""
    told = Told()
    signal.signal(signal.SIGVTALRM, _hangs)
    with tempfile.TemporaryDirectory() as folder:
        start = _megabytes()
        for number in numbers:
            kind, data = mutated(number)
            path = Path(folder, "poses" if kind == "pose" else "flows", "mine.yaml")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            try:
                ms = max(milliseconds(reading, path) for reading in READINGS[kind])
                if ms > MS:  # Others use the processor, too: the second time counts.
                    ms = max(milliseconds(reading, path) for reading in READINGS[kind])
                told.slowest = max(told.slowest, (ms, number))
            except Exception:
                told.faults.append(f"{number} ({kind}): {traceback.format_exc()}")
            told.largest = max(told.largest, (_megabytes() - start, number))
    told.files = len(numbers)
    return told


def _megabytes() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def main(arguments: list[str] | None = None) -> int:
    """Read them all, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100_000, help="files")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    asked = parser.parse_args(arguments)
    last = asked.first + asked.times
    batches = [range(at, min(at + BATCH, last)) for at in range(asked.first, last, BATCH)]
    LIBRARY.poses().names()
    told = Told()
    # Forked, with the library read; a process for each batch, so that each tells its own memory.
    fork = multiprocessing.get_context("fork")
    with fork.Pool(maxtasksperchild=1) as pool:
        for one in pool.imap_unordered(batch, batches):
            told.add(one)
    for fault in told.faults[:20]:
        print(fault)
    (ms, slow), (mb, large) = told.slowest, told.largest
    print(
        f"{told.files} files, {len(told.faults)} faults; the slowest {ms:.0f} ms (number {slow}), "
        f"the largest {mb:.0f} MB (number {large})"
    )
    return 0 if told.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
