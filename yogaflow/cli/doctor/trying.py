"""Hearing is believing: a bowl and a sentence, the way a practice plays them."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from yogaflow.audio.link import SoundLink, SoundStatus
from yogaflow.audio.voice.link import VoiceLink
from yogaflow.cli.doctor.facts import CheckResult
from yogaflow.cli.doctor.places import hidden
from yogaflow.library.folders import find_theme
from yogaflow.practice.speech import Clip
from yogaflow.storage.settings import Settings
from yogaflow.timeline.cues import AnyCue, CueName, SoundCue, SpeechCue

SENTENCE = "This is the voice of yogaflow. Breathe in, and out."

READY = 10.0
"""Seconds the sound process has to get a device."""

SETTLE = 1.0
"""Seconds before the sound: a device that has slept may swallow the beginning."""

LONGEST = 20.0
"""Seconds a test may sound."""

PATIENCE = 60.0
"""Seconds an engine has for the sentence: a big one reads its voice from the disk first."""

LOUD_ENOUGH = 0.3
"""A test is to be heard, whatever volume is set."""

HEARD = "If you heard nothing, look at the volume, and at the output your system has chosen."


def play_bowl(settings: Settings, log: Path | None = None) -> CheckResult:
    """Play the opening bowl of the chosen theme. Errors go to the file `log`."""
    problem, backend = _play(settings, SoundCue(0.0, CueName.START), log)
    if problem:
        return CheckResult("sound", well=False, said=problem)
    muted = " A practice begins muted, as it is set." if settings.mute else ""
    return CheckResult("sound", True, f"A bowl was played through {backend}.{muted} {HEARD}")


def speak(settings: Settings, log: Path | None = None) -> CheckResult:
    """Render a sentence anew with the chosen voice, and play it."""
    if settings.voice == "none":
        return CheckResult("voice", False, "No voice is wanted: voice is set to none.")
    with tempfile.TemporaryDirectory(prefix="yogaflow-doctor-") as folder:
        # A folder of its own: a recording of last week says nothing of today's engine.
        link = VoiceLink(
            settings.voice, settings.voice_name, settings.voice_rate, cache=Path(folder), log=log
        )
        try:
            clip, engine, problem = _render(link)
            if clip is None:
                return CheckResult("voice", well=False, said=problem)
            problem, backend = _play(settings, SpeechCue(0.0, clip.path, clip.seconds), log)
        finally:
            link.close()
    made = f"{engine} speaks: {clip.seconds:.1f} s."
    if problem:
        return CheckResult("voice", well=False, said=f"{made} {problem}")
    return CheckResult("voice", True, f"{made} It was played through {backend}. {HEARD}")


def _render(link: VoiceLink) -> tuple[Clip | None, str, str]:
    """The sentence, the engine that said it, and why it could not."""
    link.want([SENTENCE])
    link.start()
    in_time = link.wait(PATIENCE)
    clip, status = link.clip(SENTENCE), link.status
    if clip is not None:
        return clip, status.engine, ""
    late = f"{status.engine or 'The voice'} has said nothing in {PATIENCE:.0f} s."
    failed = hidden(status.message) or f"{status.engine or 'The voice'} could not say it."
    return None, status.engine, failed if in_time else late


def _play(settings: Settings, cue: AnyCue, log: Path | None) -> tuple[str, str]:
    """Play a cue through the real sound process: what went wrong or "", and the backend."""
    link = SoundLink(
        theme=find_theme(settings.cues)[0],
        backend=settings.sound,
        volume=max(LOUD_ENOUGH, settings.volume),
        log=log,
    )
    link.start()
    try:
        until = time.monotonic() + READY
        while (status := link.status).state == "starting" and time.monotonic() < until:
            time.sleep(0.02)
        if status.state == "playing":
            at = time.monotonic() + SETTLE + settings.delay
            link.schedule(0, [replace(cue, at=at)])
            link.drain(LONGEST)
            status = link.status
    finally:
        link.close()
    return _problem(status), status.backend


def _problem(status: SoundStatus) -> str:
    if status.state == "playing":
        return ""
    if status.message:
        return status.message
    if status.state == "silent":
        return "No sound: it is set to silence."
    return "No sound: the sound process does not answer."
