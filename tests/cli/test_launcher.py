"""Sessions are made with what was asked for, and what is missing is told once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows import HIPS
from yogaflow.audio.keeper import NO_DEVICE
from yogaflow.audio.link import NO_SOUND, SoundLink, SoundStatus, State
from yogaflow.audio.setup import Setup
from yogaflow.cli.launcher import BACK, QUIET_VOLUME, SLOW, TOLD_FOR, Launcher, Once
from yogaflow.practice.verbosity import SpeechChoices, Talk
from yogaflow.timeline import Choices


@pytest.fixture
def launcher() -> Iterator[Launcher]:
    made = Launcher(Setup(backend="silence", voice="none", volume=0.7))
    yield made
    made.close()


def test_a_thing_is_told_once_for_as_long_as_it_takes_to_read() -> None:
    now = [0.0]
    once = Once(clock=lambda: now[0])
    once.tell("")
    assert once.texts() == ()
    once.tell("No voice.")
    now[0] = TOLD_FOR - 1
    once.tell("No voice.")
    once.tell("No sound.")
    assert once.texts() == ("No voice.", "No sound.")
    now[0] = TOLD_FOR + 1
    once.tell("No voice.")
    assert once.texts() == ("No sound.",)


def test_a_quiet_practice_begins_low_and_the_next_one_does_not(launcher: Launcher) -> None:
    low = launcher.session(HIPS, Choices(), SpeechChoices(Talk.NAMES, quiet=True))
    assert (low.volume, low.quiet, low.talk) == (QUIET_VOLUME, True, Talk.NAMES)
    usual = launcher.session(HIPS, Choices())
    assert (usual.volume, usual.quiet, usual.talk) == (0.7, False, Talk.FULL)
    usual.set_volume(0.3)
    usual.set_muted(True)
    again = launcher.session(HIPS, Choices())
    assert (again.volume, again.muted) == (0.3, True)


def test_an_unknown_theme_is_told() -> None:
    launcher = Launcher(Setup(backend="silence", voice="none", cues="no-such-theme"))
    try:
        launcher.session(HIPS, Choices())
        assert any("no-such-theme" in text for text in launcher.notices())
    finally:
        launcher.close()


def test_a_voice_that_cannot_keep_up_is_told(
    launcher: Launcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = launcher.session(HIPS, Choices())
    assert SLOW not in launcher.notices()
    monkeypatch.setattr(type(session), "is_voice_slow", True)
    assert SLOW in launcher.notices()


def test_that_there_is_no_sound_stands_and_that_it_is_back_is_told_each_time(
    launcher: Launcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(state: State, message: str = "") -> tuple[str, ...]:
        monkeypatch.setattr(SoundLink, "status", SoundStatus(state, "", message))
        return launcher.notices()

    launcher.session(HIPS, Choices())
    assert told("starting") == told("playing") == ()
    for _ in range(2):
        assert told("silent", NO_DEVICE) == (NO_DEVICE,)
        assert told("starting") == (NO_DEVICE,), "it is not back yet"
        assert told("silent", NO_SOUND) == (NO_SOUND,)
        assert told("playing") == told("playing") == (BACK,)
    assert told("starting") == (BACK,)


def test_a_practice_that_is_meant_to_be_silent_misses_nothing(
    launcher: Launcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    launcher.session(HIPS, Choices())
    for state in ("starting", "silent", "off", "silent"):
        monkeypatch.setattr(SoundLink, "status", SoundStatus(state, "silence", ""))
        assert launcher.notices() == ()


def test_whether_there_is_a_voice_is_seen_without_starting_one(
    launcher: Launcher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert not launcher.speaks()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not Launcher(Setup(voice="espeak-ng")).speaks()
