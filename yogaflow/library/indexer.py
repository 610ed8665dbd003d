"""Reading the flows that wait for a catalogue, beside a screen that must not stand still.

A few are read here, one at a time; many by a process of its own that gives way to everything
else, `python -m yogaflow.library.indexer`. It gets one JSON object on its standard input and
writes a line of JSON for each flow:

    {"flows": [[FOLDER, OWN]...], "poses": [FOLDER...], "files": [[PATH, OWN]...]}
    [NUMBER, LISTED, MARKS]
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import TYPE_CHECKING

from yogaflow.library.summary import FlowSummary, Mark

if TYPE_CHECKING:
    import subprocess

    from yogaflow.library.catalogue import Catalogue, Waiting

FEW = 8
"""Flows that are read in this process: together a tenth of a second, and starting another takes
as long."""


async def reading(catalogue: Catalogue) -> AsyncGenerator[int, None]:
    """Read what waits, and remember it now and then; gives how many are left after each.

    Where the other process cannot be had, or ends too soon, the rest is read here, one by one.
    """
    import asyncio

    from yogaflow.library.catalogue import SAVE_EVERY

    clock = asyncio.get_running_loop().time
    waiting, done, saved = catalogue.waiting, 0, clock()
    try:
        if len(waiting) > FEW:
            async with contextlib.aclosing(_by_another(catalogue, waiting)) as numbers:
                async for number in numbers:
                    done = number + 1
                    yield len(waiting) - done
                    if clock() - saved > SAVE_EVERY:
                        await _save(catalogue)
                        saved = clock()
        for number in range(done, len(waiting)):
            catalogue.read(waiting[number])
            done = number + 1
            yield len(waiting) - done
            await asyncio.sleep(0)
    finally:
        if catalogue.waiting is waiting:  # nobody has looked again meanwhile
            catalogue.waiting = waiting[done:]
    await _save(catalogue)


async def _save(catalogue: Catalogue) -> None:
    """In a thread: ten thousand flows take a tenth of a second."""
    import asyncio

    writing = catalogue.writing()
    if writing is not None:
        await asyncio.to_thread(writing)


async def _by_another(catalogue: Catalogue, waiting: list[Waiting]) -> AsyncGenerator[int, None]:
    """The number of each file, after the other process has read it and the catalogue has it."""
    import asyncio

    process = _start()
    if process is None:
        return
    # Pipes and threads, not asyncio's own processes: those need a loop to end in, and a screen
    # that is left does not wait for them.
    assert process.stdout is not None
    try:
        await asyncio.to_thread(_ask, process, _job(catalogue, waiting))
        while line := await asyncio.to_thread(process.stdout.readline):
            answer = _answer(line)
            if answer is None:
                return
            number, listed, marks = answer
            catalogue.take(waiting[number], listed, marks)
            yield number
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _start() -> subprocess.Popen[bytes] | None:
    """The other process; None where there can be none."""
    import subprocess

    # `-P`: a `yaml.py` in the person's folder is not yaml.
    command = [sys.executable, "-P", "-m", "yogaflow.library.indexer"]
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
    except OSError:
        return None


def _ask(process: subprocess.Popen[bytes], job: bytes) -> None:
    assert process.stdin is not None
    with contextlib.suppress(OSError, ValueError), process.stdin:
        process.stdin.write(job)


def _job(catalogue: Catalogue, waiting: list[Waiting]) -> bytes:
    job = {
        "flows": [[str(folder.path), folder.own] for folder in catalogue.flow_dirs],
        "poses": [str(folder) for folder in catalogue.pose_dirs],
        "files": [[str(one.path), one.own] for one in waiting],
    }
    return json.dumps(job).encode()


def _answer(line: bytes) -> tuple[int, FlowSummary, list[Mark]] | None:
    """A line of the other process; None where it ended amid it."""
    try:
        number, fields, marks = json.loads(line)
        listed = FlowSummary(*fields)
    except (ValueError, TypeError):
        return None
    (low, high), (few, many) = listed.seconds, listed.breaths
    listed = listed._replace(
        seconds=(low, high), breaths=(few, many), problems=tuple(listed.problems)
    )
    return number, listed, [Mark(*mark) for mark in marks]


def main() -> int:
    """The other process: read the files that are asked for, until nobody listens any more."""
    from yogaflow.library.folders import FlowDir
    from yogaflow.library.library import Library
    from yogaflow.library.summarise import look_at

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; ours ends us
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(10)
    job = json.loads(sys.stdin.buffer.read())
    flow_dirs = [FlowDir(Path(path), own) for path, own in job["flows"]]
    library = Library(flow_dirs, [Path(path) for path in job["poses"]])
    with contextlib.suppress(BrokenPipeError):
        for number, (path, own) in enumerate(job["files"]):
            listed, marks = look_at(library, Path(path), own)
            sys.stdout.buffer.write(json.dumps([number, listed, marks]).encode() + b"\n")
            sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
