"""Breaks the sound under a practice: python -m tests.faults.sound [--times N]

A session with the real sound process is ticked 20 times a second, as a screen does, and in the
middle of it there is no device, or the device goes, or the process is killed (once, or five times
running) or hangs. Each time: no tick takes longer than 50 ms, what happens in the practice is what
happens in one that nobody disturbs, and sound comes back. The faults of a device want PulseAudio.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.audio.pulse import PROGRAMS, Server
from yogaflow.audio import supervisor
from yogaflow.audio.keeper import NO_DEVICE
from yogaflow.audio.link import NO_SOUND, SoundLink
from yogaflow.library.library import default_library
from yogaflow.practice.events import Event, summary_of
from yogaflow.practice.player import Player, PlayerCommand
from yogaflow.practice.session import Session
from yogaflow.storage.paths import sounds_dir
from yogaflow.timeline import Choices

TICK = 1 / 20
BOUND = 0.05
"""Seconds that a tick may take."""
PATIENCE = 20.0
"""Seconds after which something is taken never to happen."""
RETRY = 1.0
"""Seconds that stand for the half minute between two tries of what keeps dying."""


Fault = Callable[["Practice", Server | None], float]
"""Breaks something in a practice; returns the seconds after which sound is back."""


class FaultError(Exception):
    """The program has not done what it must."""


class Practice:
    """A session in real time, and what it is held to."""

    def __init__(self, link: SoundLink) -> None:
        self.link = link
        self.longest = 0.0
        """Seconds that the longest tick took, without those in which others had the processor."""
        self._session = Session(_player(), sound=link)
        self._events: list[Event] = self._session.do(PlayerCommand.START)

    def wait_for(self, what: str, true: Callable[[], object]) -> float:
        """Practise until it is so; how long that took, seconds. Raises FaultError."""
        begun = time.monotonic()
        while not true():
            if time.monotonic() - begun > PATIENCE:
                raise FaultError(f"{what} never was; {self.link.status}")
            before = time.perf_counter() - _robbed()
            self._events += self._session.tick()
            self._session.view()
            self.longest = max(self.longest, time.perf_counter() - _robbed() - before)
            time.sleep(TICK)
        return time.monotonic() - begun

    def set_muted(self, muted: bool) -> None:
        """What the key **m** does."""
        self._session.set_muted(muted)

    def check(self) -> None:
        """Raises FaultError where it was not the practice it should have been."""
        alone = _player()
        events = alone.do(PlayerCommand.START, self._events[0].at)
        events += alone.advance(self._session.clock.at(self._session._last))
        if [(e.at, summary_of(e)) for e in events] != [(e.at, summary_of(e)) for e in self._events]:
            raise FaultError("the practice was disturbed")


def _player() -> Player:
    return Player(default_library().find("hip-openers"), Choices(countdown=0))


def _robbed() -> float:
    """Seconds in which this thread could have run and others did, where the system tells."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


@contextmanager
def practice(backend: str) -> Iterator[Practice]:
    """A practice that has begun, its sound not waited for."""
    link = SoundLink(theme=sounds_dir() / "bowls", backend=backend)
    link.start()
    try:
        made = Practice(link)
        yield made
        made.check()
    finally:
        link.close()


def is_well(link: SoundLink) -> bool:
    """Whether it plays, or does as if where silence was chosen."""
    status = link.status
    return status.message == "" and status.state in {"playing", "silent"}


def strike(made: Practice, blow: signal.Signals) -> float:
    """Hit the sound process; seconds until another plays."""
    link = made.link
    made.wait_for("sound", lambda: is_well(link))
    pid = link.pid
    assert pid is not None
    os.kill(pid, blow)
    return made.wait_for("sound again", lambda: link.pid not in {None, pid} and is_well(link))


def killed(made: Practice, _: Server | None) -> float:
    """Its process is killed."""
    return strike(made, signal.SIGKILL)


def hung(made: Practice, _: Server | None) -> float:
    """Its process hangs."""
    return strike(made, signal.SIGSTOP)


def keeps_dying(made: Practice, server: Server | None) -> float:
    """Its process is killed again and again; then it is tried again, or at once for a key."""
    link = made.link
    for _ in range(supervisor.DEATHS - 1):
        strike(made, signal.SIGKILL)
    assert link.pid is not None
    if server is None:
        supervisor.RETRY = PATIENCE * 2
    os.kill(link.pid, signal.SIGKILL)
    made.wait_for("the truth", lambda: link.status.message == NO_SOUND)
    if server is None:
        made.set_muted(True)
        made.set_muted(False)
    took = made.wait_for("sound again", lambda: is_well(link))
    supervisor.RETRY = RETRY
    return took


def missing(made: Practice, server: Server | None) -> float:
    """There is no device, and then there is."""
    assert server is not None
    made.wait_for("the truth", lambda: made.link.status.message == NO_DEVICE)
    server.give_device()
    return made.wait_for("sound", lambda: made.link.status.state == "playing")


def gone(made: Practice, server: Server | None) -> float:
    """The device goes while it plays, and comes back."""
    assert server is not None
    made.wait_for("sound", lambda: made.link.status.state == "playing")
    server.take_device()
    made.wait_for("the truth", lambda: made.link.status.message == NO_DEVICE)
    server.give_device()
    return made.wait_for("sound again", lambda: made.link.status.state == "playing")


ALWAYS = (killed, hung, keeps_dying)
WITH_DEVICE = (missing, gone, keeps_dying)


def run(times: int, fault: Fault, server: Server | None) -> float:
    """The longest tick, seconds. Prints the figures. Raises FaultError."""
    longest, took = 0.0, []
    for _ in range(times):
        if server is not None and fault is missing:
            server.take_device()
        with practice("silence" if server is None else "auto") as made:
            took.append(fault(made, server))
        longest = max(longest, made.longest)
    kind = "silence" if server is None else "PulseAudio"
    print(
        f"sound, {fault.__name__} ({kind}): {times} times, back after {max(took):.1f} s at most, "
        f"longest tick {longest * 1000:.0f} ms"
    )
    return longest


def run_all(times: int) -> float:
    """Every fault so many times; the longest tick, seconds. Raises FaultError."""
    supervisor.RETRY = RETRY
    longest = [run(times, fault, None) for fault in ALWAYS]
    lacking = [program for program in PROGRAMS if shutil.which(program) is None]
    if lacking:
        print(f"sound: {lacking[0]} is not installed, so devices are left out")
        return max(longest)
    with tempfile.TemporaryDirectory(prefix="yogaflow-pulse-") as folder:
        try:
            server = Server(Path(folder))
        except RuntimeError as error:
            print(f"sound: {error}, so devices are left out")
            return max(longest)
        os.environ.update(server.variables)
        try:
            longest += [run(times, fault, server) for fault in WITH_DEVICE]
        finally:
            server.end()
            for name in server.variables:
                del os.environ[name]
    return max(longest)


def main(arguments: Sequence[str] | None = None) -> int:
    """Break it, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=50)
    try:
        longest = run_all(parser.parse_args(arguments).times)
    except FaultError as error:
        print(f"sound: {error}")
        return 1
    return 0 if longest <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
