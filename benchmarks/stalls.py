"""How long a tick of the player takes while sound and voice break: python -m benchmarks.stalls

A session with the real sound process and the real voice is ticked 15 times a second, as a screen
does. In the middle of it one thing breaks; the figure is the longest tick, which is how long the
screen would stand still. Yardstick, in the same run: the longest tick with nothing broken.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cpu_memory import sound_server
from benchmarks.harness import Figure, report
from yogaflow.audio.link import SoundLink
from yogaflow.audio.voice.link import VoiceLink
from yogaflow.library.library import default_library
from yogaflow.practice.player import Player, PlayerCommand
from yogaflow.practice.session import Session
from yogaflow.storage.paths import sounds_dir

FLOW = "hip-openers"
TICK = 1 / 15
SECONDS = 6.0
"""Seconds of practice for each fault; it breaks after a third of them."""
BOUND = 50.0
"""Milliseconds."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a fault can break."""

    sound: SoundLink
    voice: VoiceLink
    cache: Path
    server: Path


def longest_tick(fault: Callable[[Room], None], server: Path) -> float:
    """The longest tick of a few seconds of practice in which `fault` happens, milliseconds."""
    with tempfile.TemporaryDirectory(prefix="yogaflow-bench-") as name:
        cache = Path(name) / "speech"
        sound = SoundLink(theme=sounds_dir() / "bowls")
        voice = VoiceLink(cache=cache)
        room = Room(sound, voice, cache, server)
        session = Session(Player(default_library().find(FLOW)), sound=sound, voice=voice)
        sound.start()
        voice.start()
        try:
            time.sleep(1.0)
            session.begin()
            session.do(PlayerCommand.NEXT)
            worst, broken = 0.0, False
            begun = time.monotonic()
            while (past := time.monotonic() - begun) < SECONDS:
                if not broken and past > SECONDS / 3:
                    broken = True
                    fault(room)
                before = time.perf_counter()
                session.tick()
                session.view()
                if broken and past > SECONDS / 2:
                    session.do(PlayerCommand.WHERE_AM_I)
                worst = max(worst, time.perf_counter() - before)
                time.sleep(TICK)
        finally:
            session.close()
            voice.close()
            sound.close()
    return worst * 1000


def nothing(room: Room) -> None:
    """All is well."""
    del room


def kill_sound(room: Room) -> None:
    """The sound process dies."""
    if room.sound.pid:
        os.kill(room.sound.pid, signal.SIGKILL)


def hang_sound(room: Room) -> None:
    """The sound process stands still."""
    if room.sound.pid:
        os.kill(room.sound.pid, signal.SIGSTOP)


def kill_voice(room: Room) -> None:
    """The voice's process dies."""
    if room.voice.pid:
        os.kill(room.voice.pid, signal.SIGKILL)


def hang_voice(room: Room) -> None:
    """The voice's process stands still."""
    if room.voice.pid:
        os.kill(room.voice.pid, signal.SIGSTOP)


def lose_cache(room: Room) -> None:
    """The cache folder is gone, and a file stands in its place."""
    shutil.rmtree(room.cache, ignore_errors=True)
    room.cache.parent.mkdir(exist_ok=True)
    room.cache.write_text("not a folder")


def lose_device(room: Room) -> None:
    """The sound server goes away."""
    (room.server / "pulse" / "native").unlink(missing_ok=True)
    for pid in (room.server / "pulse").glob("pid"):
        os.kill(int(pid.read_text()), signal.SIGKILL)


FAULTS: dict[str, Callable[[Room], None]] = {
    "sound process killed": kill_sound,
    "sound process hung": hang_sound,
    "voice process killed": kill_voice,
    "voice process hung": hang_voice,
    "voice cache lost": lose_cache,
    "sound device lost": lose_device,
}


def main() -> int:
    """Measure, print, judge."""
    with sound_server() as server:
        os.environ.update(server)
        folder = Path(server.get("XDG_RUNTIME_DIR", "/nowhere"))
        well = longest_tick(nothing, folder)
        figures = [
            Figure(f"tick, {what}", longest_tick(fault, folder), BOUND, "ms", well, "all well")
            for what, fault in FAULTS.items()
        ]
    return report(figures)


if __name__ == "__main__":
    sys.exit(main())
