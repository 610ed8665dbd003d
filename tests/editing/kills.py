"""Editing that is killed, for test_kills: run as a program of its own, which forks.

Each child edits one flow: it takes up what the last one left, then edits, saves and flushes as a
generator of chance says, and reports each finished act with a byte through a pipe. The parent
knows the same chance, so it knows what must be there after so many acts.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, islice
from pathlib import Path

from yogaflow.editing import journal as journal_module
from yogaflow.editing.change import Change
from yogaflow.editing.journal import Journal
from yogaflow.editing.recovery import unsaved
from yogaflow.storage.atomic import PREFIX
from yogaflow.storage.line_endings import Endings
from yogaflow.storage.text_file import read_stamped, save_text

START = "\ufefftitle: Mine\r\nflow:\r\n  - pigeon: 5 breaths\r\n"
"""With a byte order mark and line ends of Windows: both must come through everything."""

TITLE = len("title: Mine\n")
"""Characters that stay: a text of one line would not say how its lines end."""

LONG = 0.001
"""Seconds: about a saving."""


@dataclass(frozen=True, slots=True)
class State:
    """What must be there: the text as it is edited, and as it was saved last."""

    text: str
    saved: str


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a child does: an edit, or else a saving or a flush."""

    change: Change | None = None
    save: bool = False

    def after(self, state: State) -> State:
        """What is there when it is done."""
        if self.change is not None:
            return replace(state, text=self.change.apply(state.text))
        return replace(state, saved=state.text) if self.save else state


def acts(state: State, chance: random.Random) -> Iterator[Act]:
    """What a child does, without end. Each edit has a number in it, so no text comes twice."""
    while True:
        kind = chance.random()
        if kind < 0.1:
            act = Act(save=True)
        elif kind < 0.15:
            act = Act()
        else:
            start = chance.randint(TITLE, len(state.text))
            end = min(len(state.text), start + chance.choice([0, 0, 1, 5, 50]))
            new = f"{chance.getrandbits(40):x}" + chance.choice(["", "\n", "ü\n  # remark\n"])
            act = Act(Change(start, end, new))
        yield act
        state = act.after(state)


def edit(path: Path, folder: Path, script: Iterator[Act], report: Callable[[], None]) -> None:
    """A program that edits a flow: it takes up what was left, and does what it is told."""
    left = unsaved(folder)
    if left:
        endings = Endings.of(left[0].base)
        stamp = left[0].stamp
        journal = left[0].resume()
    else:
        base, stamp = read_stamped(path)
        endings = Endings.of(base)
        journal = Journal.begin(path, base, stamp, folder=folder)
    report()
    for act in script:
        if act.change is not None:
            journal.record(act.change)
        elif act.save:
            whole = endings.put_back(journal.text)
            stamp = save_text(path, whole, expect=stamp)
            journal.saved(whole, stamp)
        else:
            journal.flush()
        report()
    journal.close()


def forked(child: Callable[[Callable[[], None]], None]) -> tuple[int, int]:
    """Run something in a child of its own; its number, and the pipe with a byte a report."""
    reading, wanted = os.pipe()
    number = os.fork()
    if number:
        os.close(wanted)
        return number, reading
    write = os.write

    def report() -> None:
        write(wanted, b".")

    try:
        os.close(reading)
        child(report)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def ended(number: int, reading: int) -> tuple[int, int]:
    """How many more reports came, and by which signal the child ended (0: by itself)."""
    reports = 0
    while piece := os.read(reading, 65536):
        reports += len(piece)
    os.close(reading)
    _, status = os.waitpid(number, 0)
    assert os.WIFSIGNALED(status) or status == 0, "the child failed"
    return reports, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def what_is_there(path: Path, folder: Path) -> State:
    """What the next start finds: the text it offers, or else the file's, and the file's."""
    whole = path.read_bytes().decode()
    saved = Endings.of(whole).plain
    assert whole == "\ufeff" + saved.replace("\n", "\r\n"), "mark or line ends are lost"
    left = unsaved(folder)
    assert len(left) <= 1
    return State(left[0].text if left else saved, saved)


def judged(before: State, script: Iterator[Act], reports: int, found: State) -> int:
    """How many acts were reported. Asserts that none of them is lost, and at most half of one.

    What the act that was not reported did may be there or not.
    """
    if not reports:
        assert found == before, "taking it up again has changed something"
        return 0
    state = before
    for _ in range(reports - 1):
        state = next(script).after(state)
    following = next(script, Act()).after(state)
    assert found.text in (state.text, following.text), "an edit is lost, or the text is broken"
    assert found.saved in (state.saved, following.saved), "a saved file is broken"
    return reports - 1


def at_random(home: Path, kills: int) -> dict[str, int]:
    """Kill children at random moments, one after the other on one flow."""
    path, folder = home / "flows" / "mine.yaml", home / "unsaved"
    path.parent.mkdir()
    path.write_bytes(START.encode())
    chance = random.Random(20_24)
    state = what_is_there(path, folder)
    done = offered = half = 0
    for kill in range(kills):
        script = acts(state, random.Random(kill))
        number, reading = forked(partial(edit, path, folder, script))
        early = sum(len(os.read(reading, 1)) for _ in range(chance.choice([0, 0, 1, 5, 15])))
        until = time.perf_counter() + chance.uniform(0, LONG)
        while time.perf_counter() < until:
            pass
        os.kill(number, signal.SIGKILL)
        late, ending = ended(number, reading)
        assert ending == signal.SIGKILL
        half += any(file.name.startswith(PREFIX) for file in path.parent.iterdir())
        found = what_is_there(path, folder)
        done += judged(state, acts(state, random.Random(kill)), early + late, found)
        offered += found.text != found.saved
        state = found
    tidy(path, folder, state)
    return {"kills": kills, "acts": done, "offered": offered, "half": half}


def at_each_call(home: Path) -> dict[str, int]:
    """Kill children before each of their calls that change something, and amid each writing."""
    chosen = list(islice(acts(State(Endings.of(START).plain, ""), random.Random(5)), 30))
    # The first few leave something to be taken up again, so that this is killed as well.
    first, rest = chosen[:5], chosen[5:]
    for at in count():
        path, folder = home / f"{at}" / "mine.yaml", home / f"{at}" / "unsaved"
        path.parent.mkdir()
        path.write_bytes(START.encode())
        assert ended(*forked(partial(edit, path, folder, iter(first)))) == (len(first) + 1, 0)
        state = what_is_there(path, folder)
        number, reading = forked(partial(killed_at, at, path, folder, iter(rest)))
        reports, ending = ended(number, reading)
        found = what_is_there(path, folder)
        judged(state, iter(rest), reports, found)
        tidy(path, folder, found)
        if not ending:
            break
    return {"calls": at}


def killed_at(
    at: int, path: Path, folder: Path, script: Iterator[Act], report: Callable[[], None]
) -> None:
    """Edit, and be killed at the so-manieth call that changes something on the disk."""
    calls = 0

    def dying(name: str) -> None:
        real = getattr(os, name)

        def call(first: object, *rest: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls > at:
                if name == "write":
                    data = bytes(rest[0])  # type: ignore[call-overload]
                    real(first, data[: len(data) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(first, *rest, **named)

        setattr(os, name, call)

    for name in ("open", "write", "close", "fsync", "replace", "rename", "unlink", "mkdir"):
        dying(name)
    edit(path, folder, script, report)


def tidy(path: Path, folder: Path, state: State) -> None:
    """Take up what is left and save it: then nothing of all the kills is to be seen."""
    last = iter([Act(Change(0, 0, "# last\n")), Act(save=True)])
    assert ended(*forked(partial(edit, path, folder, last))) == (3, 0)
    text = "# last\n" + state.text
    assert what_is_there(path, folder) == State(text, text)
    assert [one.name for one in path.parent.iterdir() if one != folder] == ["mine.yaml"]
    assert list(folder.iterdir()) == []


if __name__ == "__main__":
    journal_module.MOST = 700  # Bytes, so that journals are written anew now and then.
    how, place = sys.argv[1], Path(sys.argv[2])
    print(json.dumps(at_each_call(place) if how == "each" else at_random(place, int(how))))
