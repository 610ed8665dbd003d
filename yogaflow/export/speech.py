"""Every line of a practice rendered, and the plan with the lengths they really have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Protocol

from yogaflow.export.program import Clips, texts_of
from yogaflow.export.progress import Stage
from yogaflow.model import Flow
from yogaflow.practice.speech import Clip, Voice, line_seconds
from yogaflow.timeline import Choices, Timeline, compile_flow

ROUNDS = 6
"""Plans at most: a length may bring in a line that did not fit before, or another opening."""

PATIENCE = 0.1
"""Seconds between two looks at how far the voice is."""


class Renderer(Voice, Protocol):
    """A voice that can be waited for: `audio.voice.link.VoiceLink`."""

    def wait(self, timeout: float) -> bool:
        """Block until nothing is left to render, or the voice has failed; False: not yet."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A plan and the recordings of its lines.

    `problem` is what was wrong with the voice, "" for nothing; `failed` says that there is none.
    """

    timeline: Timeline
    clips: Clips
    problem: str = ""
    failed: bool = False


def speak(flow: Flow, choices: Choices, voice: Renderer | None, told: Stage | None) -> Spoken:
    """Render all lines of a flow and compile it with their lengths. Blocks until that is done.

    `told` learns how many of how many lines are there. A line that cannot be rendered, or any
    without a voice, keeps its estimated length. Raises CompileError as compile_flow does.
    """
    timeline = compile_flow(flow, choices)
    if voice is None:
        return Spoken(timeline, lambda _: None)

    wanted: dict[str, None] = {}
    for _ in range(ROUNDS):
        texts = texts_of(timeline)
        if wanted.keys() >= set(texts):
            break
        wanted |= dict.fromkeys(texts)
        voice.want(tuple(wanted))
        while not voice.wait(PATIENCE):
            if told is not None:
                told(voice.status.done, voice.status.total)
        timeline = compile_flow(flow, choices, partial(line_seconds, voice))
    if told is not None:
        told(1, 1)
    status = voice.status
    failed = status.state in {"failed", "off"}
    return Spoken(
        timeline, voice.clip, status.message or ("There is no voice" if failed else ""), failed
    )


def as_planned(timeline: Timeline, clips: Clips) -> Clips:
    """Recordings for what is read, not heard: a line without one takes the time of its place."""
    places = {line.text: line.seconds for s in timeline.segments for line in s.lines}
    return lambda text: clips(text) or (Clip("", places[text]) if text in places else None)
