"""Which lines are heard, and when: between the player's plan and a voice that renders them.

A line is heard whole or not at all, and never while another one is. Nothing here blocks: what a
voice has not rendered in time is left out, and the practice goes on.

All instants are monotonic (real) seconds; so are lengths.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from yogaflow.practice.verbosity import HEARD, Talk
from yogaflow.timeline import Line, Timeline, estimate_speech
from yogaflow.timeline.cues import SpeechCue

FIRST = 30.0
"""Seconds of the plan whose lines must be there before a practice begins."""
SLACK = 0.05
"""Seconds a recording may be longer than its place in the plan."""
PAUSE = 0.25
"""Seconds of silence between two sentences of an answer, and around it."""
PATIENCE, SHORT_PATIENCE = 4.0, 3.0
"""Seconds after which an answer that has not begun is not given any more; a short one is sooner
out of date."""
LAST_KEY = 0.6
"""Seconds after a key in which another may follow: of several the last is answered."""
NOW = 0.05
"""Seconds a line must still lie ahead to be sent."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A rendered line: a mono WAV file and its length in seconds."""

    path: str
    seconds: float


@dataclass(frozen=True, slots=True)
class VoiceStatus:
    """How a voice is doing.

    `state`: "off" (none wanted), "starting", "working" (lines are being rendered), "ready"
    (nothing left to do), "failed". `done` of `total` lines that were asked for are there.
    `message` is one plain line for the screen, "" where all is well.
    """

    state: str
    engine: str = ""
    message: str = ""
    done: int = 0
    total: int = 0


class Voice(Protocol):
    """Renders lines ahead: `audio.voice.link.VoiceLink`. No call blocks or raises."""

    @property
    def version(self) -> int:
        """Rises whenever another line has been rendered."""

    @property
    def status(self) -> VoiceStatus:
        """How it is doing now."""

    def want(self, texts: Sequence[str]) -> None:
        """Render these lines, in this order; replaces what was wanted before."""

    def hurry(self, texts: Sequence[str]) -> None:
        """Render these before all others."""

    def clip(self, text: str) -> Clip | None:
        """The recording of a line, or None where it is not there (yet)."""


def line_seconds(voice: Voice | None, text: str) -> float:
    """Seconds a line takes: as the voice has rendered it, or estimated."""
    clip = voice.clip(text) if voice is not None else None
    return clip.seconds if clip is not None else estimate_speech(text)


@dataclass(frozen=True, slots=True)
class _Asked:
    """An answer that is to be said: its sentences, when that was asked for, and whether it makes
    no line of the plan wait."""

    sentences: tuple[str, ...]
    at: float
    short: bool


@dataclass(frozen=True, slots=True)
class DueLine:
    """A line of the plan that falls due: `at` and its place's length, both real seconds."""

    at: float
    seconds: float
    line: Line


class Speaker:
    """Sends lines to the sound, at most one at a time."""

    def __init__(self, voice: Voice | None, talk: Talk) -> None:
        self.talk = talk
        self.left_out = 0
        """Lines that were late or did not fit."""
        self.late = 0
        """Those of them that the voice was still at work on."""
        self._voice = voice
        self._sent: list[tuple[float, float]] = []
        self._waiting: list[DueLine] = []
        self._asked: _Asked | None = None
        self._given: list[SpeechCue] = []

    def set_talk(self, talk: Talk) -> None:
        """Another level from now on; what an earlier key has done need not be told any more."""
        self.talk = talk
        if self.waits_for_gap:
            self._asked = None

    @property
    def status(self) -> VoiceStatus:
        """How the voice is doing."""
        return self._voice.status if self._voice is not None else VoiceStatus("off")

    @property
    def version(self) -> int:
        """Rises with the lengths that are known."""
        return self._voice.version if self._voice is not None else 0

    def length(self, text: str) -> float:
        """Seconds a line takes: as rendered, or estimated."""
        return line_seconds(self._voice, text)

    def is_news(self, timeline: Timeline, position: float) -> bool:
        """Whether a line ahead of `position` has another length than its place in the plan."""
        return any(
            abs(line.seconds - self.length(line.text)) > 1e-3
            for line in _lines_from(timeline, position)
        )

    def prepare(self, timeline: Timeline, position: float) -> None:
        """Have all lines from `position` on (seconds of practice) rendered in order of need.

        Those that are heard at the present level come first. The others are rendered too:
        their lengths are part of the plan, which must not depend on the level.
        """
        if self._voice is not None:
            heard = HEARD[self.talk]
            first: dict[str, None] = {}
            later: dict[str, None] = {}
            for line in _lines_from(timeline, position):
                (first if line.role in heard else later)[line.text] = None
            self._voice.want([*first, *(text for text in later if text not in first)])

    def is_ready(self, timeline: Timeline, *, fits: bool = False) -> bool:
        """Whether the first lines are there, or never will be; with `fits`, and have room."""
        if self._voice is None or self._voice.status.state in {"off", "failed"}:
            return True
        is_done = self._voice.status.state == "ready"
        heard = HEARD[self.talk]
        for segment in timeline.segments:
            if segment.start > FIRST:
                break
            for line in segment.lines:
                if line.role in heard:
                    clip = self._voice.clip(line.text)
                    if clip is None and not is_done:
                        return False
                    if clip is not None and fits and clip.seconds > line.seconds + SLACK:
                        return False
        return True

    # -- lines of the plan ------------------------------------------------------------------

    def take(self, dues: Iterable[DueLine]) -> None:
        """Lines that fall due soon; those that are heard at this level wait to be sent."""
        heard = HEARD[self.talk]
        self._waiting += [due for due in dues if due.line.role in heard]

    def cues(self, now: float) -> list[SpeechCue]:
        """The lines that can be sent now. Call often: a line may be rendered at the last moment."""
        out: list[SpeechCue] = []
        waiting: list[DueLine] = []
        for due in self._waiting:
            clip = self._voice.clip(due.line.text) if self._voice is not None else None
            if clip is None and due.at > now + NOW:
                waiting.append(due)
            elif clip is None or not self._fits(due, clip.seconds):
                self.left_out += 1
                self.late += clip is None and self.status.state in {"starting", "working"}
            else:
                out.append(SpeechCue(due.at, clip.path, clip.seconds))
                self._sent.append((due.at, due.at + clip.seconds))
        self._waiting = waiting
        self._sent = [span for span in self._sent if span[1] > now]
        return out

    def drop(self, now: float, *, fade: bool) -> list[SpeechCue]:
        """The plan has changed: forget its lines that have not begun; with `fade`, all lines.

        Returns the sentences of an answer that are still to be said, to be sent anew.
        """
        self._waiting = []
        if fade:
            self._sent, self._given = [], []
            return []
        self._given = [cue for cue in self._given if cue.at > now]
        self._sent = [span for span in self._sent if span[0] <= now < span[1]]
        self._claim(self._given)
        return self._given

    def _fits(self, due: DueLine, seconds: float) -> bool:
        if seconds > due.seconds + SLACK:
            return False
        return all(due.at >= end or due.at + seconds <= begin for begin, end in self._sent)

    # -- answers ----------------------------------------------------------------------------

    def ask(self, sentences: tuple[str, ...], now: float, *, short: bool = False) -> None:
        """Have an answer rendered; `answer` gives it as soon as it is there.

        A `short` one is left out where nothing is to be said, and where it would cover a line.
        """
        if self._voice is not None:
            self._voice.hurry(sentences)
            self._asked = _Asked(sentences, now, short)

    @property
    def waits_for_gap(self) -> bool:
        """Whether a short answer waits until nothing else is said."""
        return self._asked is not None and self._asked.short

    def answer(self, now: float, ahead: Sequence[DueLine] = ()) -> list[SpeechCue]:
        """The answer, once all of it is rendered; [] before and after.

        It begins when the line that sounds now is over. The caller must recall (`drop`) and
        send anew what it has sent of the plan: what the answer covers is then left out whole.
        A short answer covers nothing of what is sent, nor of the lines `ahead`.
        """
        asked = self._asked
        if asked is None or self._voice is None:
            return []
        if now > asked.at + (SHORT_PATIENCE if asked.short else PATIENCE):
            self._asked = None
            return []
        clips = [clip for text in asked.sentences if (clip := self._voice.clip(text)) is not None]
        if len(clips) < len(asked.sentences) or (asked.short and now < asked.at + LAST_KEY):
            return []
        at = max([now + NOW, *(end + PAUSE for begin, end in self._sent if begin <= now < end)])
        out: list[SpeechCue] = []
        for clip in clips:
            out.append(SpeechCue(at, clip.path, clip.seconds))
            at += clip.seconds + PAUSE
        is_late = out[0].at > asked.at + SHORT_PATIENCE
        if asked.short and (is_late or not self._is_free(out[0].at, at, ahead)):
            return []
        # It takes the place of what is left to say of the one before.
        self._asked = None
        self._given = self._given if asked.short else []
        return out

    def _is_free(self, begin: float, end: float, ahead: Sequence[DueLine]) -> bool:
        """Whether nothing else is said in that time, or is due in it."""
        heard = HEARD[self.talk]
        dues = [(d.at, d.at + d.seconds) for d in ahead if d.line.role in heard]
        return all(other >= end or over <= begin for other, over in (*self._sent, *dues))

    def claim(self, cues: Sequence[SpeechCue]) -> None:
        """Keep the time of an answer free of lines."""
        self._given = [*self._given, *cues]
        self._claim(cues)

    def _claim(self, cues: Sequence[SpeechCue]) -> None:
        self._sent += [(cue.at - PAUSE, cue.at + cue.seconds + PAUSE) for cue in cues]


def _lines_from(timeline: Timeline, position: float) -> Iterable[Line]:
    for segment in timeline.segments:
        if segment.end > position:
            yield from segment.lines
