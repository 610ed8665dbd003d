"""The sound process: `python -m yogaflow.audio.child`.

Reads commands as lines of JSON from its standard input and ends when that ends, so it never
outlives the player. Writes a line of status every half second and whenever something changes.

    {"do": "start", "theme": DIR, "backend": NAME, "last": NAME or "", "volume": 0.8,
     "muted": false, "plan": 1, "delay": 0.0, "ambience": PATH or "",
     "ambience_volume": 0.5}                          the first line, and only the first
    {"do": "cues", "plan": 1, "cues": [[AT, NAME, SECONDS], [AT, NAME, SECONDS, "soft"],
                                    [AT, "speech", SECONDS, CLIP]...]}
    {"do": "plan", "plan": 2, "fade": true}
    {"do": "volume", "volume": 0.5}    {"do": "muted", "muted": true}
    {"do": "ambience", "on": true}

AT is seconds of `time.monotonic`, which all processes of a machine share; CLIP is the path of a
spoken line. Each line also has "n", its number; the status says which number was done last:

    {"state": "playing", "backend": "miniaudio", "message": "", "busy": false, "n": 7}
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import math
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from yogaflow.timeline.cues import AnyCue, CueName, SoundCue, SpeechCue

if TYPE_CHECKING:
    from yogaflow.audio.ambience import Ambience
    from yogaflow.audio.desk import Desk
    from yogaflow.audio.keeper import DeviceKeeper

BEAT = 0.5
"""Seconds between two lines of status."""

LONGEST = 300.0
"""Seconds a swell may have; a phase of a breath has 60 at most."""

DECODED_AHEAD = 4.0
"""Seconds of ambience that are kept ready: more than the disk ever sleeps, less than a megabyte."""


class SoundProcess:
    """Everything in the process but its pipes. Driven by `run` alone."""

    def __init__(self, lines: BinaryIO, status: BinaryIO) -> None:
        self._lines = lines
        self._status = status
        self._inbox: queue.Queue[Mapping[str, Any] | None] = queue.Queue()
        self._desk: Desk | None = None
        self._keeper: DeviceKeeper | None = None
        self._ambience: Ambience | None = None
        self._theme_problem = ""
        self._ambience_told = False
        self._done = 0
        self._silent_from = 0.0
        self._counted = (0, 0)

    def run(self) -> None:
        """Work until the input ends."""
        threading.Thread(target=self._read, name="commands", daemon=True).start()
        self._say()
        next_beat = time.monotonic() + BEAT
        was_busy = True
        while True:
            wait = min(next_beat - time.monotonic(), self._patience())
            with contextlib.suppress(queue.Empty):
                message = self._inbox.get(timeout=max(0.001, wait))
                if message is None:
                    break
                self._take(message)
            now = time.monotonic()
            changed = self._keeper is not None and self._keeper.look(now)
            busy = self._is_busy(now)
            if changed or busy < was_busy or now >= next_beat:
                self._say()
                next_beat = now + BEAT
            was_busy = busy
        if self._keeper is not None:
            self._keeper.close(0.3)

    def _read(self) -> None:
        for line in self._lines:
            with contextlib.suppress(ValueError):
                message = json.loads(line)
                if isinstance(message, dict):
                    self._inbox.put(message)
        self._inbox.put(None)
        # Whatever the rest of the process hangs in: nobody is listening any more.
        time.sleep(1.0)
        os._exit(0)

    def _patience(self) -> float:
        """Seconds until the device or the end of a sound must be looked for again."""
        now = time.monotonic()
        patience = 0.1 if self._is_busy(now) else BEAT
        return patience if self._keeper is None else min(patience, self._keeper.patience(now))

    def _is_busy(self, now: float) -> bool:
        """Whether anything is still to be heard, what lies in the device's buffer included."""
        if self._desk is None or self._keeper is None:
            return False
        if self._desk.busy:
            self._silent_from = now + self._keeper.latency + self._desk.delay
            return True
        return now < self._silent_from

    def _say(self) -> None:
        desk, keeper = self._desk, self._keeper
        if desk is not None and self._counted != (desk.clock.corrections, desk.dropped):
            self._counted = (desk.clock.corrections, desk.dropped)
            _log(f"clock corrected {self._counted[0]} times, {self._counted[1]} cues too late")
        status = {
            "state": "starting" if keeper is None else keeper.state,
            "backend": "" if keeper is None else keeper.backend,
            "message": self._message(),
            "busy": self._is_busy(time.monotonic()),
            "n": self._done,
        }
        self._status.write(json.dumps(status).encode() + b"\n")
        self._status.flush()

    def _message(self) -> str:
        """What is missing, as one plain line; without a device the rest does not matter."""
        device = self._keeper.message if self._keeper is not None else ""
        ambience = self._ambience.problem if self._ambience is not None else ""
        if ambience and not self._ambience_told:
            self._ambience_told = True
            _log(ambience)
        return device or " ".join(filter(None, (self._theme_problem, ambience)))

    def _take(self, message: Mapping[str, Any]) -> None:
        try:
            self._do(message)
            self._done = max(self._done, int(message["n"]))
        except (KeyError, TypeError, ValueError) as error:
            _log(f"not understood: {message}: {error!r}")

    def _do(self, message: Mapping[str, Any]) -> None:
        do, desk = message["do"], self._desk
        if desk is None:
            if do == "start":
                self._start(message)
        elif do == "cues":
            desk.schedule(message["plan"], [_cue(*row) for row in message["cues"]])
        elif do == "plan":
            desk.new_plan(message["plan"], fade=message["fade"])
        elif do == "volume":
            desk.set_volume(message["volume"])
        elif do == "muted":
            desk.set_muted(message["muted"])
        elif do == "ambience":
            desk.set_ambience(bool(message["on"]))

    def _start(self, message: Mapping[str, Any]) -> None:
        # Only here: the first line of status must not wait for numpy.
        from yogaflow.audio.desk import Desk
        from yogaflow.audio.keeper import DeviceKeeper
        from yogaflow.audio.theme import DEFAULT, SoundBank, load_theme
        from yogaflow.storage.paths import sounds_dir

        theme = load_theme(Path(message["theme"]), sounds_dir() / DEFAULT)
        for problem in theme.problems:
            _log(problem)
        if theme.problems:
            # One short line: `yogaflow doctor` names them all.
            name, _, reason = theme.problems[0].rpartition(": ")
            more = f", and {len(theme.problems) - 1} more" if len(theme.problems) > 1 else ""
            self._theme_problem = f"{Path(name).name} cannot be used{more}: {reason}."
        self._ambience = _ambience(message["ambience"], message["ambience_volume"])
        desk = Desk(
            SoundBank(theme),
            plan=message["plan"],
            delay=float(message["delay"]),
            ambience=self._ambience.read if self._ambience is not None else None,
            log=_log,
        )
        desk.set_volume(message["volume"])
        desk.set_muted(message["muted"])
        self._desk = desk
        self._keeper = DeviceKeeper(
            message["backend"],
            lambda count: desk.block(count, time.monotonic()),
            desk.restart,
            give_up=_give_up,
            log=_log,
            last=message["last"],
        )


def _ambience(path: str, volume: float) -> Ambience | None:
    if not path or not volume:
        return None
    from yogaflow.audio.ambience import Ambience

    return Ambience(Path(path), volume, ahead=DECODED_AHEAD)


def _cue(at: float, name: str, seconds: float, more: str = "") -> AnyCue:
    if not (math.isfinite(at) and 0.0 <= seconds <= LONGEST):
        raise ValueError(f"{name} at {at} for {seconds} s")
    if name == "speech":
        return SpeechCue(at, more, seconds)
    return SoundCue(at, CueName(name), seconds, more == "soft")


def _log(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        print(f"{time.strftime('%H:%M:%S')} sound: {text}", file=sys.stderr, flush=True)


def _give_up(text: str) -> None:
    """End at once; the player starts another process."""
    _log(text)
    os._exit(3)


def _own_streams() -> BinaryIO:
    """Keep the pipes for ourselves: what a library prints to 1 or 2 goes nowhere.

    ALSA alone writes forty lines to 2 each time no device is found.
    """
    status = os.fdopen(os.dup(1), "wb")
    sys.stderr = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="replace")
    faulthandler.enable(sys.stderr)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return status


def main() -> None:
    """Run until the standard input ends."""
    # Ctrl-C is meant for the player.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    code = 0
    try:
        SoundProcess(sys.stdin.buffer, _own_streams()).run()
    except BrokenPipeError:
        pass
    except BaseException as error:
        _log(f"ended by {error!r}")
        code = 1
    # Not sys.exit: interpreters have been seen to hang in the teardown of a sound library.
    os._exit(code)


if __name__ == "__main__":
    main()
