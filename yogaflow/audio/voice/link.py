"""The player's end of the voice: lines of text in, recordings out, never waiting for either.

Nothing here blocks the caller and nothing raises because of the voice: a line that is not there
in time is left out. Imports neither numpy nor an engine. The supervisor's thread looks up what
is kept, and has a process that renders when something is missing:

    starting --(looked up)--> ready, or working while lines are rendered
    any --(no engine; DEATHS or FAILURES in a row)--> failed; what is kept is still found
    failed --(a line is rendered after all)--> working
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from yogaflow.audio.process import child_command
from yogaflow.audio.supervisor import STEP, Supervisor
from yogaflow.audio.voice.agenda import Agenda
from yogaflow.audio.voice.clean import LONGEST, cleaned
from yogaflow.audio.voice.commands import LIMIT, LIMITS
from yogaflow.audio.voice.engines import EngineInfo, found, why_not
from yogaflow.audio.voice.rendering import Answer, Rendering
from yogaflow.audio.voice.store import Store, recording_key
from yogaflow.practice.speech import Clip, VoiceStatus
from yogaflow.timeline.reading_aloud import read_aloud

AHEAD = 2
"""Lines the process has at most: one it works on, and the next."""

BATCH = 0.5
"""Seconds between two rises of `version`: each may mean a new plan."""

IDLE = 20.0
"""Seconds without work after which the process is ended."""

FAILURES = 4
"""Lines that may fail in a row before the engine is given up for a while."""

NO_ROOM = "No voice: there is no room on the disk for what it says."


class VoiceLink(Supervisor[Rendering]):
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
        super().__init__("voice", log)
        self._engine, self._voice, self._rate = engine, voice, rate
        self._command = tuple(command or child_command("yogaflow.audio.voice.worker"))
        # Under the lock of `_wake`:
        self._agenda = Agenda()
        self._info: EngineInfo | None = None
        self._problem = self._notice = ""
        self._version = 0
        self._fresh = False
        self._raised = 0.0
        # The thread's own:
        self._store = Store(cache, limit_mb)
        self._lines: dict[str, tuple[str, str]] = {}
        self._failures = 0
        self._idle_since = 0.0

    @property
    def version(self) -> int:
        """Rises when lengths have become known, a few at a time."""
        return self._version

    @property
    def status(self) -> VoiceStatus:
        """How the voice is doing now."""
        with self._wake:
            name = self._info.name if self._info is not None else ""
            message = "" if self._over else self._problem or self._notice
            return VoiceStatus(self._state(), name, message, self._agenda.done, self._agenda.total)

    def start(self) -> None:
        """Begin, in a thread of its own. A second call changes nothing."""
        if self._engine != "none":
            super().start()

    def want(self, texts: Sequence[str]) -> None:
        """Render these lines, in this order; replaces what was wanted before."""
        with self._wake:
            self._agenda.want(texts)
            self._stir()

    def hurry(self, texts: Sequence[str]) -> None:
        """Render these before all others."""
        with self._wake:
            self._agenda.hurry(texts)
            self._stir()

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
        super().close()
        self._store.close()

    def _state(self) -> str:
        if self._over or self._engine == "none":
            return "off"
        if self._problem:
            return "failed"
        if self._info is None:
            return "starting"
        return "ready" if self._agenda.is_idle else "working"

    # -- what the supervisor asks -----------------------------------------------------------

    def _turn(self) -> float | None:
        if self._info is None:
            self._info = found(self._engine, self._voice)
            if self._info is None:
                self._fail(why_not(self._engine, self._voice))
                return None
            self._notice = self._info.notice
        self._look_up(self._info)
        if self._child is not None:
            self._take_answers(self._child)
        process = self._looked_after(wanted=self._agenda.is_waiting)
        if process is None:
            return self._patience() if self._agenda.is_waiting else None
        self._give_work(process)
        if process.given or not process.ready:
            return STEP
        left = self._idle_since + IDLE - time.monotonic()
        if left <= 0:
            self._part(process, 1.0)
        return max(0.0, left)

    def _make(self) -> Rendering:
        info = self._info
        assert info is not None
        known = self._store.notice
        try:
            self._store.check()
        except OSError:
            self._fail(NO_ROOM)
            raise
        if self._store.notice != known:
            self._make_anew()
        start = {
            "engine": info.name,
            "program": info.program,
            "voice": info.voice,
            "rate": self._rate,
            "limit": LIMITS.get(info.name, LIMIT),
        }
        self._idle_since = time.monotonic()
        return Rendering(self._command, self._log, self._stir, start)

    def _bury(self, child: Rendering | None) -> None:
        if child is not None:
            # Only the first was being worked on, and that only by a process that could.
            self._take_back(child, blamed=child.ready)
        if self.keeps_dying and not self._problem:
            self._give_up()

    # -- lines ------------------------------------------------------------------------------

    def _look_up(self, info: EngineInfo) -> None:
        """Find out which of the new texts are kept from earlier."""
        with self._wake:
            texts = tuple(self._agenda.unlooked)
        clips: dict[str, Clip | None] = {}
        unsaid: list[str] = []
        for text in texts:
            line = cleaned(read_aloud(text), 2 * LONGEST)
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
            self._news()

    def _take_answers(self, process: Rendering) -> None:
        while process.answers and self._child is process:  # It is not, once it is given up.
            answer = process.answers.popleft()
            self._idle_since = time.monotonic()
            if not answer.number:
                if answer.problem:
                    self._give_up()
            elif (given := process.settle(answer.number)) is not None:
                self._take(*given, answer)

    def _take(self, text: str, path: Path, answer: Answer) -> None:
        """What has become of a line."""
        key = self._lines[text][1]
        clip = None if answer.problem else self._store.find(key)
        with self._wake:
            if clip is not None:
                self._failures, self._problem, self._fresh = 0, "", True
                self._agenda.made(text, clip)
            elif answer.errno is not None:
                self._agenda.put_back(text)
            else:
                self._failures += 1
                self._agenda.failed(text)
            self._news()
        if answer.errno is not None:
            self._move(path, key, OSError(answer.errno, answer.problem))
        elif self._failures >= FAILURES:
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

    def _give_work(self, process: Rendering) -> None:
        while len(process.given) < AHEAD:
            with self._wake:
                text = self._agenda.next()
            if text is None:
                return
            line, key = self._lines[text]
            process.render(text, line, self._store.place(key))

    def _give_up(self) -> None:
        """The engine, or the process, keeps failing."""
        info = self._info
        name = info.name if info is not None else "it"
        voice = f" with the voice “{Path(info.voice).name}”" if info and info.voice else ""
        self._fail(f"No voice: {name} keeps failing{voice}.")

    def _fail(self, message: str) -> None:
        """Say what is wrong, and try again later: then it may not be the lines' fault either."""
        process = self._child
        self._problem = self._problem or message
        self._vigil.rest(time.monotonic())
        self._part(process)
        with self._wake:
            self._agenda.forgive()
            self._take_back(process)

    def _take_back(self, process: Rendering | None, *, blamed: bool = False) -> None:
        """What a process was given is to be rendered by another."""
        with self._wake:
            for text, _ in process.given.values() if process is not None else ():
                (self._agenda.failed if blamed else self._agenda.put_back)(text)
                blamed = False
            self._news()

    def _news(self) -> None:
        """Tell those who wait. Hold the lock."""
        now = time.monotonic()
        at_rest = self._agenda.is_idle or self._problem
        if self._fresh and (at_rest or now - self._raised >= BATCH):
            self._fresh = False
            self._raised = now
            self._version += 1
        self._wake.notify_all()
