"""The player's end of the voice: lines of text in, recordings out, never waiting for either.

Nothing here blocks the caller and nothing raises because of the voice: a line that is not there
in time is left out. Imports neither numpy nor an engine. One thread looks up what is kept,
starts the process that renders when something is missing, and replaces it when it is lost:

    starting --(looked up)--> ready, or working while lines are rendered
    any --(no engine; DEATHS or FAILURES in a row)--> failed; what is kept is still found
"""

from __future__ import annotations

import contextlib
import threading
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from yogaflow.audio.process import child_command
from yogaflow.audio.voice import rendering
from yogaflow.audio.voice.agenda import Agenda
from yogaflow.audio.voice.clean import LONGEST, cleaned
from yogaflow.audio.voice.commands import LIMIT, LIMITS
from yogaflow.audio.voice.engines import EngineInfo, found, why_not
from yogaflow.audio.voice.rendering import Answer, Rendering
from yogaflow.audio.voice.store import Store, recording_key
from yogaflow.practice.speech import Clip, VoiceStatus
from yogaflow.storage.regular import opened_to_append

AHEAD = 2
"""Lines the process has at most: one it works on, and the next."""

BATCH = 0.5
"""Seconds between two rises of `version`: each may mean a new plan."""

IDLE = 20.0
"""Seconds without work after which the process is ended."""

DEATHS = 4
"""Processes that may be lost in a row, no line answered in between."""

FAILURES = 4
"""Lines that may fail in a row before the engine is given up."""

_BACK_OFF = (0.0, 0.1, 0.5, 1.0)

NO_ROOM = "No voice: there is no room on the disk for what it says."
BROKEN = "No voice: something went wrong inside it."


class VoiceLink:
    """The voice of a practice: a `practice.speech.Voice`. Calls are safe from any thread."""

    def __init__(
        self,
        engine: str = "auto",
        voice: str = "",
        rate: int = 150,
        *,
        cache: Path,
        log: Path | None = None,
        command: Sequence[str] | None = None,
        limit_mb: float = 200.0,
    ) -> None:
        """`cache` is the folder of the recordings; `rate` is words a minute.

        `command` is the program of the process that renders; only tests give another.
        """
        self._engine, self._voice, self._rate = engine, voice, rate
        self._log = log
        self._command = tuple(command or child_command("yogaflow.audio.voice.worker"))
        self._wake = threading.Condition()
        # Under the lock of `_wake`:
        self._agenda = Agenda()
        self._thread: threading.Thread | None = None
        self._over = False
        self._info: EngineInfo | None = None
        self._process: Rendering | None = None
        self._problem = self._notice = ""
        self._version = 0
        self._fresh = False
        self._raised = 0.0
        # The thread's own:
        self._store = Store(cache, limit_mb)
        self._lines: dict[str, tuple[str, str]] = {}
        self._deaths = self._failures = 0
        self._idle_since = 0.0

    @property
    def version(self) -> int:
        """Rises when lengths have become known, a few at a time."""
        return self._version

    @property
    def pid(self) -> int | None:
        """The process that renders, if there is one now."""
        process = self._process
        return process.pid if process is not None and not process.ended else None

    @property
    def status(self) -> VoiceStatus:
        """How the voice is doing now."""
        with self._wake:
            name = self._info.name if self._info is not None else ""
            message = "" if self._over else self._problem or self._notice
            return VoiceStatus(self._state(), name, message, self._agenda.done, self._agenda.total)

    def start(self) -> None:
        """Begin, in a thread of its own. A second call changes nothing."""
        with self._wake:
            if self._thread is None and not self._over and self._engine != "none":
                self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
                self._thread.start()

    def want(self, texts: Sequence[str]) -> None:
        """Render these lines, in this order; replaces what was wanted before."""
        with self._wake:
            self._agenda.want(texts)
            self._wake.notify_all()

    def hurry(self, texts: Sequence[str]) -> None:
        """Render these before all others."""
        with self._wake:
            self._agenda.hurry(texts)
            self._wake.notify_all()

    def clip(self, text: str) -> Clip | None:
        """The recording of a line, or None where it is not there (yet)."""
        return self._agenda.clips.get(text)

    def wait(self, timeout: float) -> bool:
        """Block until nothing is left to render, or it has failed; False: not in `timeout` s."""
        with self._wake:
            return self._wake.wait_for(
                lambda: self._state() in {"ready", "failed", "off"}, max(0.0, timeout)
            )

    def close(self) -> None:
        """End it all. Takes half a second at most and never raises."""
        with self._wake:
            self._over = True
            process = self._process
            self._wake.notify_all()
        if process is not None:
            process.close(0.3)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(0.1)
            # A process the thread was just about to make is ended by it: see _started.
        self._store.close()

    def _state(self) -> str:
        if self._over or self._engine == "none":
            return "off"
        if self._problem:
            return "failed"
        if self._info is None:
            return "starting"
        return "ready" if self._agenda.is_idle else "working"

    # -- the thread -------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._supervise()
        except Exception:
            if self._log is not None:
                with contextlib.suppress(OSError), opened_to_append(self._log) as log:
                    log.write(traceback.format_exc().encode("utf-8", "replace"))
            self._fail(BROKEN)

    def _supervise(self) -> None:
        info = found(self._engine, self._voice)
        if info is None:
            self._fail(why_not(self._engine, self._voice))
            return
        while not self._over:
            self._look_up(info)
            if self._process is not None:
                self._take_answers(self._process)
            if self._process is not None:  # It is not, once the engine is given up.
                self._look_after(self._process)
            self._give_work(info)
            with self._wake:
                if not self._over and not self._has_news():
                    self._wake.wait(self._patience())

    def _has_news(self) -> bool:
        process = self._process
        if self._agenda.unlooked or (process is not None and process.has_news):
            return True
        has_room = process is None or len(process.given) < AHEAD
        return has_room and self._agenda.is_waiting and not self._problem

    def _patience(self) -> float | None:
        """Seconds until something must be looked at again, None for never."""
        process = self._process
        if process is None:
            return None
        if process.given or not process.ready:
            return rendering.STEP
        return max(0.01, self._idle_since + IDLE - time.monotonic())

    def _look_up(self, info: EngineInfo) -> None:
        """Find out which of the new texts are kept from earlier."""
        with self._wake:
            texts = tuple(self._agenda.unlooked)
        clips: dict[str, Clip | None] = {}
        unsaid: list[str] = []
        for text in texts:
            line = cleaned(text, 2 * LONGEST)
            # A line is heard whole or not at all, so one that is too long is not shortened.
            if 0 < len(line) <= LONGEST:
                key = recording_key(info.mark, info.voice, self._rate, line)
                self._lines[text] = (line, key)
                clips[text] = self._store.find(key)
            else:
                unsaid.append(text)
        with self._wake:
            if texts:
                self._agenda.looked(clips)
                self._agenda.drop(unsaid)
                self._fresh = self._fresh or any(clips.values())
            if self._info is None:
                self._info, self._notice = info, info.notice
            self._news()

    def _take_answers(self, process: Rendering) -> None:
        for answer in process.answers():
            if not answer.number:
                process.ready = True
                if answer.problem:
                    self._give_up()
            elif (given := process.given.pop(answer.number, None)) is not None:
                self._deaths = 0
                self._take(*given, answer)
            self._idle_since = time.monotonic()

    def _take(self, text: str, path: Path, answer: Answer) -> None:
        """What has become of a line."""
        key = self._lines[text][1]
        clip = None if answer.problem else self._store.find(key)
        if clip is not None:
            self._failures = 0
            with self._wake:
                self._agenda.made(text, clip)
                self._fresh = True
                self._news()
        elif answer.errno is not None:
            self._move(path, key, OSError(answer.errno, answer.problem))
            with self._wake:
                self._agenda.put_back(text)
                self._news()
        else:
            self._failures += 1
            with self._wake:
                self._agenda.failed(text)
                self._news()
            if self._failures >= FAILURES:
                self._give_up()
        if self._agenda.is_idle:
            self._store.prune()

    def _move(self, path: Path, key: str, error: OSError) -> None:
        """The folder of the recordings cannot be written any more: use another."""
        if path != self._store.place(key):
            return  # It was given to the process before we moved.
        try:
            self._store.give_up(error)
        except OSError:
            self._fail(NO_ROOM)
        else:
            self._make_anew()

    def _make_anew(self) -> None:
        """What was kept may be gone with the folder."""
        gone = [t for t in tuple(self._agenda.clips) if self._store.find(self._lines[t][1]) is None]
        with self._wake:
            self._agenda.lost(gone)
            self._notice = self._store.notice
            self._news()

    def _look_after(self, process: Rendering) -> None:
        """Replace a process that is lost, end one that is not needed."""
        if process.is_lost():
            self._bury(process)
        elif not process.given and time.monotonic() - self._idle_since > IDLE:
            self._process = None
            process.close(1.0)

    def _bury(self, process: Rendering) -> None:
        process.kill()
        blamed = process.ready
        with self._wake:
            self._process = None
            for text, _ in process.given.values():
                if blamed:  # Only the first was being worked on.
                    self._agenda.failed(text)
                else:
                    self._agenda.put_back(text)
                blamed = False
            self._news()
        if process.given or not process.ready:
            self._count_death()

    def _count_death(self) -> None:
        self._deaths += 1
        if self._deaths >= DEATHS:
            self._give_up()
            return
        with self._wake:
            self._wake.wait_for(
                lambda: self._over, _BACK_OFF[min(self._deaths, len(_BACK_OFF)) - 1]
            )

    def _give_work(self, info: EngineInfo) -> None:
        while not (self._over or self._problem):
            process = self._process
            if process is not None and len(process.given) >= AHEAD:
                return
            with self._wake:
                text = self._agenda.next()
            if text is None:
                return
            process = process or self._started(info)
            if process is None:
                with self._wake:
                    self._agenda.put_back(text)
                return
            line, key = self._lines[text]
            process.render(text, line, self._store.place(key))

    def _started(self, info: EngineInfo) -> Rendering | None:
        """A new process, None where there cannot be one now."""
        known = self._store.notice
        try:
            self._store.check()
        except OSError:
            self._fail(NO_ROOM)
            return None
        if self._store.notice != known:
            self._make_anew()
        start = {
            "engine": info.name,
            "program": info.program,
            "voice": info.voice,
            "rate": self._rate,
            "limit": LIMITS.get(info.name, LIMIT),
        }
        try:
            process = Rendering(self._command, self._log, self._wake, start)
        except OSError:
            self._count_death()
            return None
        with self._wake:
            if not self._over:
                self._process = process
                return process
        process.kill()
        return None

    def _give_up(self) -> None:
        """The engine, or the process, keeps failing."""
        info = self._info
        name = info.name if info is not None else self._engine
        voice = f" with the voice “{Path(info.voice).name}”" if info and info.voice else ""
        self._fail(f"No voice: {name} keeps failing{voice}.")

    def _fail(self, message: str) -> None:
        with self._wake:
            self._problem = self._problem or message
            process, self._process = self._process, None
            if process is not None:
                for text, _ in process.given.values():
                    self._agenda.put_back(text)
            self._news()
        if process is not None:
            process.kill()

    def _news(self) -> None:
        """Tell those who wait. Hold the lock."""
        now = time.monotonic()
        at_rest = self._agenda.is_idle or self._problem
        if self._fresh and (at_rest or now - self._raised >= BATCH):
            self._fresh = False
            self._raised = now
            self._version += 1
        self._wake.notify_all()
