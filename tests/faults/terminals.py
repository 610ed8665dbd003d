"""What a terminal can do to the program, in each of its places, again and again.

It is interrupted, terminated, hung up, or its terminal is closed: then it ends within a second,
leaves the terminal as it was, and no process behind. It is stopped, by a key or by another program,
and goes on, also at another size: then it shows what it showed.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.terminal import Terminal

FLOW = "title: Slow\nflow:\n  - pigeon: 90 breaths\n    sides: right\n"
QUIET = ("--sound", "silence", "--mute")
SIZE, OTHER = (80, 24), (100, 30)
WAIT = 60.0
"""Seconds after which a program that shows nothing is taken for dead."""


@dataclass(frozen=True)
class Place:
    """Where the program is when something happens: its arguments ({} is a folder), what it shows
    then, and keys that lead on from there to where nothing moves."""

    arguments: tuple[str, ...]
    shown: str
    keys: str = ""
    there: str = ""
    screen: bool = True


PLACES = {
    "library": Place((), "Strong and open"),
    "preview": Place((), "Strong and open", "\r", "pace"),
    "player": Place(("play", "{}/slow.yaml", *QUIET), "space pause", " ", "go on"),
    "editor": Place(("edit", "{}/slow.yaml"), "all well"),
    "plain": Place(("play", "{}/slow.yaml", "--plain", *QUIET), "Starts in", screen=False),
    "export": Place(("export", "{}/slow.yaml", "{}/slow.wav", "--voice", "none"), "", screen=False),
}

ENDS: dict[str, signal.Signals | None] = {
    "SIGINT": signal.SIGINT,
    "SIGTERM": signal.SIGTERM,
    "SIGHUP": signal.SIGHUP,
    "closed": None,
}
"""Ways to end it: a signal, or None for a terminal that is closed."""

STOPS: dict[str, Callable[[Terminal], None]] = {
    "ctrl+z": lambda terminal: terminal.press("\x1a"),
    "SIGTSTP": lambda terminal: terminal.process.send_signal(signal.SIGTSTP),
    "SIGSTOP": lambda terminal: terminal.process.send_signal(signal.SIGSTOP),
}


class FaultError(Exception):
    """What was not as it should be."""


@contextmanager
def at(place: Place, folder: Path, size: tuple[int, int] = SIZE) -> Iterator[Terminal]:
    """The program, where it is wanted, and still."""
    arguments = [argument.format(folder) for argument in place.arguments]
    with Terminal(*arguments, size=size) as terminal:
        if place.shown:
            terminal.wait_for(place.shown, WAIT)
        else:
            until(lambda: any(folder.glob("*.part*")) or any(folder.glob(".*")), terminal, WAIT)
        while place.there not in terminal.text():
            # Once more after a while: before a practice has begun, space begins it.
            terminal.press(place.keys)
            with suppress(AssertionError):
                terminal.wait_for(place.there, 3.0)
        if place.screen:
            settle(terminal)
        yield terminal


def settle(terminal: Terminal) -> None:
    """Wait until nothing more is written for a while."""
    length = -1
    while length != len(terminal.raw):
        length = len(terminal.raw)
        terminal.pump(0.3)


def until(true: Callable[[], bool], terminal: Terminal, limit: float) -> float:
    """Seconds until something was so. Raises FaultError after `limit`."""
    start = time.monotonic()
    while not true():
        if time.monotonic() - start > limit:
            raise FaultError(f"not within {limit} s:\n{terminal.text()}")
        terminal.pump(0.01)
    return time.monotonic() - start


def end(place: Place, number: signal.Signals | None, folder: Path, limit: float) -> None:
    """End it once."""
    with at(place, folder) as terminal:
        if number is None:
            terminal.close()
        if number is not None or place is PLACES["export"]:  # which reads nothing from it
            terminal.process.send_signal(number or signal.SIGHUP)
        until(lambda: terminal.process.poll() is not None, terminal, limit)
        code = terminal.process.returncode
        if number is not None:
            terminal.pump(0.05)
            _check_whole(terminal)
            if code != 128 + number:
                raise FaultError(f"exit status {code}:\n{terminal.text()}")
            if "Traceback" in terminal.text():
                raise FaultError(terminal.text())
        elif code == 0 and place.screen:
            raise FaultError("exit status 0")
        until(lambda: not terminal.alive(), terminal, 2 * limit)


def go_on(terminal: Terminal, stop: Callable[[Terminal], None], *, screen: bool) -> None:
    """Stop it and have it go on; it shows what it showed."""
    before = terminal.text()
    stop(terminal)
    until(terminal.is_stopped, terminal, WAIT)
    if stop is not STOPS["SIGSTOP"]:  # of which it does not know
        terminal.pump(0.05)
        _check_whole(terminal)
    if screen:
        terminal.clear()
    terminal.process.send_signal(signal.SIGCONT)
    if screen:
        until(lambda: terminal.text() == before, terminal, WAIT)
        until(lambda: terminal.modes_set() >= {"1049", "1003", "2004", "25"}, terminal, WAIT)
    else:
        until(lambda: not terminal.is_stopped(), terminal, WAIT)


def resized_away(place: Place, stop: Callable[[Terminal], None], folder: Path) -> None:
    """Stop it, change the size, have it go on: it shows what it shows where it starts so."""
    with at(place, folder, OTHER) as terminal:
        fresh = terminal.text()
    with at(place, folder) as terminal:
        stop(terminal)
        until(terminal.is_stopped, terminal, WAIT)
        terminal.clear(OTHER)
        terminal.process.send_signal(signal.SIGCONT)
        until(lambda: terminal.text() == fresh, terminal, WAIT)


def _check_whole(terminal: Terminal) -> None:
    if modes := terminal.modes_set():
        raise FaultError(f"modes left on: {modes}")
    if terminal.modes_now() != terminal.modes:
        raise FaultError("the terminal is not set as it was")


def run(
    times: int,
    limit: float,
    places: tuple[str, ...] = tuple(PLACES),
    report: Callable[[str], None] = print,
) -> int:
    """How many of all these went wrong."""
    wrong: Counter[str] = Counter()
    done = 0
    for name in places:
        place = PLACES[name]
        for what, number in ENDS.items():
            for _ in range(times):
                done += 1
                with _counted(f"{name}, {what}", wrong, report) as folder:
                    end(place, number, folder, limit)
        for what, stop in STOPS.items():
            if what == "ctrl+z" and name in {"editor", "plain", "export"}:
                continue  # there it undoes, or is the terminal's own
            with (
                _counted(f"{name}, {what} and back", wrong, report) as folder,
                at(place, folder) as terminal,
            ):
                for _ in range(times):
                    done += 1
                    go_on(terminal, stop, screen=place.screen)
            if place.screen and name != "player":
                done += 1
                with _counted(f"{name}, {what}, another size", wrong, report) as folder:
                    resized_away(place, stop, folder)
    report(f"{done} times, {sum(wrong.values())} faults {dict(wrong) or ''}")
    return sum(wrong.values())


@contextmanager
def _counted(name: str, wrong: Counter[str], report: Callable[[str], None]) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        (Path(folder) / "slow.yaml").write_text(FLOW, encoding="utf-8")
        os.environ["YOGAFLOW_HOME"] = f"{folder}/home"
        try:
            yield Path(folder)
        except (FaultError, AssertionError) as fault:
            wrong[name] += 1
            report(f"{name}: {fault}")


def main() -> int:
    """Run it: 1 where something went wrong."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--limit", type=float, default=1.0, help="seconds that an end may take")
    parser.add_argument("--place", choices=PLACES, action="append")
    arguments = parser.parse_args()
    places = tuple(arguments.place or PLACES)
    return 1 if run(arguments.times, arguments.limit, places) else 0


if __name__ == "__main__":
    sys.exit(main())
