"""simpleaudio: buffers that are written while they play, and the library itself where it is."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.audio import backends
from yogaflow.audio.backends import BackendUnavailable, Simpleaudio
from yogaflow.audio.link import SoundLink, SoundStatus
from yogaflow.audio.mixer import Pcm
from yogaflow.audio.reading import read_sound
from yogaflow.audio.tape import LEAD, LENGTH, OVERLAP, TapeWriter
from yogaflow.library.folders import DEFAULT_THEME
from yogaflow.storage.paths import sounds_dir
from yogaflow.timeline.cues import CueName, SoundCue, SpeechCue

RATE = 8000
BLOCK = 1280
"""160 ms."""
AHEAD = 0.1
"""Seconds simpleaudio reads ahead."""

Curve = npt.NDArray[np.float64]


class Card:
    """Plays buffers as simpleaudio does, reading each as time passes; its time is ours to set."""

    def __init__(self, slow: float = 0.0) -> None:
        self.now = 0.0
        self.tapes: list[_Tape] = []
        self.gone = False
        self._slow = slow

    def clock(self) -> float:
        return self.now

    def lose(self) -> None:
        self.gone = True
        for tape in self.tapes:
            tape.stop()

    def begin(self, tape: Pcm) -> _Tape:
        if self.gone:
            raise RuntimeError("Error opening PCM device.")
        # Each second tape begins to sound a little later than the others.
        began = self.now + self._slow * (len(self.tapes) % 2)
        self.tapes.append(_Tape(tape, began))
        return self.tapes[-1]

    def advance(self, seconds: float) -> None:
        self.now += seconds
        for tape in self.tapes:
            tape.read(self.now + AHEAD)

    def heard(self, seconds: float) -> Curve:
        """All that sounded until then."""
        out = np.zeros(round((seconds + LENGTH) * RATE))
        for tape in self.tapes:
            begin = round(tape.began * RATE)
            out[begin : begin + len(tape.samples)] += tape.samples
        return out[: round(seconds * RATE)]


class _Tape:
    def __init__(self, buffer: Pcm, began: float) -> None:
        self.buffer, self.began = buffer, began
        self.samples: Curve = np.zeros(0)
        self.stopped = False

    def read(self, until: float) -> None:
        if self.is_playing():
            end = max(0, round((until - self.began) * RATE))
            self.samples = np.append(self.samples, self.buffer[len(self.samples) : end] / 32767)

    def is_playing(self) -> bool:
        return not self.stopped and len(self.samples) < len(self.buffer)

    def stop(self) -> None:
        self.stopped = True


def tone(seconds: float) -> npt.NDArray[np.float32]:
    times = np.arange(round(seconds * RATE) // BLOCK * BLOCK) / RATE
    return (0.5 * np.sin(2 * np.pi * 220 * times)).astype(np.float32)


def played(card: Card, sound: npt.NDArray[np.float32], late: float = 0.0) -> TapeWriter:
    """Write the sound block by block, each when it is due or up to `late` seconds after."""
    tapes = TapeWriter(card.begin, RATE, card.clock)
    for number, block in enumerate(np.split(sound, len(sound) // BLOCK)):
        at = number * BLOCK / RATE
        card.advance(at + late * (number % 3) / 2 - card.now)
        tapes.write(block, at)
    card.advance(2.0)
    return tapes


@pytest.mark.parametrize("late", [0.0, 0.1])
def test_a_stream_longer_than_a_tape_is_heard_whole_and_in_time(late: float) -> None:
    card = Card()
    sound = tone(2.5 * LENGTH)
    played(card, sound, late)
    assert len(card.tapes) == 3
    first = round(LEAD * RATE)
    heard = card.heard(len(sound) / RATE + LEAD)[first:]
    # To a step of 16 bits, and two where tapes fade into each other.
    assert np.abs(heard - sound).max() < 3 / 32767


def test_tapes_that_begin_2_ms_apart_dent_the_sound_and_never_click() -> None:
    card = Card(slow=0.002)
    sound = tone(1.2 * LENGTH)
    played(card, sound)
    heard = card.heard(len(sound) / RATE + LEAD)[round(LEAD * RATE) :]
    usual = np.abs(np.diff(sound)).max()
    assert np.abs(np.diff(heard)).max() < 1.1 * usual
    far = round((LENGTH - 2 * BLOCK / RATE - LEAD - OVERLAP) * RATE)
    assert np.abs(heard[:far] - sound[:far]).max() < 3 / 32767


@given(st.lists(st.booleans(), min_size=1, max_size=400))
def test_what_is_not_silent_is_heard_and_silence_begins_no_tape(loud: list[bool]) -> None:
    card = Card()
    pieces = [np.full(BLOCK, 0.25 if one else 0.0, np.float32) for one in loud]
    played(card, np.concatenate(pieces))
    heard = card.heard(len(loud) * BLOCK / RATE + LEAD)[round(LEAD * RATE) :]
    assert np.abs(heard - np.concatenate(pieces)).max() < 3 / 32767
    assert bool(card.tapes) == any(loud)
    assert len(card.tapes) <= 1 + sum(loud) * BLOCK / RATE


def test_after_a_standstill_sound_comes_when_it_is_due() -> None:
    card = Card()
    tapes = TapeWriter(card.begin, RATE, card.clock)
    block = np.full(BLOCK, 0.25, np.float32)
    tapes.write(block, 0.0)
    card.advance(5.0)
    for number in range(25):
        # What is asked for much too late is not worth a tape.
        tapes.write(block, BLOCK / RATE * (1 + number))
    tapes.write(block, 5.0)
    card.advance(2.0)
    heard = np.flatnonzero(card.heard(7.0))
    assert len(card.tapes) == 1
    assert heard[-1] == round((5.0 + LEAD) * RATE) + BLOCK - 1
    assert (heard >= round((5.0 + LEAD) * RATE)).sum() == BLOCK


def test_a_lost_device_is_noticed_in_silence_too_and_found_again() -> None:
    card = Card()
    tapes = played(card, tone(1.0))
    card.lose()
    silence = np.zeros(BLOCK, np.float32)
    with pytest.raises(RuntimeError):
        tapes.write(silence, card.now)
    card.gone = False
    card.tapes.clear()
    tapes.write(np.full(BLOCK, 0.25, np.float32), card.now)
    assert len(card.tapes) == 1
    tapes.stop()
    assert card.tapes[0].stopped


def test_a_device_that_refuses_again_and_again_is_let_go() -> None:
    backend = Simpleaudio()
    card = Card()
    card.lose()
    backend._tapes = TapeWriter(card.begin, RATE, card.clock)
    block = np.full(BLOCK, 0.25, np.float32)
    for _ in range(Simpleaudio.REFUSALS - 1):
        backend.play(block, 0.0)
    assert not backend._end.is_set()
    backend.play(block, 0.0)
    # It asks for no more samples, by which the keeper sees it.
    assert backend._end.is_set()


def test_it_is_refused_where_it_crashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 12, 0))
    with pytest.raises(BackendUnavailable, match=r"3\.12 .* choose the sound auto"):
        Simpleaudio().open(48_000, 60, lambda count: np.zeros(count, np.float32))


def test_a_device_that_cannot_be_opened_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    class Library:
        @staticmethod
        def play_buffer(*_: object) -> None:
            raise RuntimeError("Error opening PCM device. -- CODE: -2")

    forgotten: list[bool] = []
    monkeypatch.setattr(sys, "version_info", (3, 11, 0))
    monkeypatch.setitem(sys.modules, "simpleaudio", Library)
    monkeypatch.setattr(backends, "_forget_alsa", lambda: forgotten.append(True))
    with pytest.raises(BackendUnavailable, match="no sound device"):
        Simpleaudio().open(48_000, 60, lambda count: np.zeros(count, np.float32))
    assert forgotten


# -- the library itself --------------------------------------------------------------------

FLOW = """\
title: Short
breath: {in: 1, out: 1}
flow:
  - pigeon: 2 breaths
    transition: 1s
"""

NEEDS_LIBRARY = pytest.mark.skipif(
    sys.version_info >= (3, 12) or importlib.util.find_spec("simpleaudio") is None,
    reason="simpleaudio is not installed; it works up to Python 3.11",
)


@pytest.fixture
def flow(tmp_path: Path) -> Path:
    path = tmp_path / "short.yaml"
    path.write_text(FLOW)
    return path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for program in ("pulseaudio", "parec"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    from benchmarks.cpu_memory import sound_server

    with sound_server() as variables:
        if not variables:
            pytest.skip("PulseAudio does not start here")
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        yield


def clip(folder: Path) -> tuple[Path, Curve]:
    """A line of speech, as good as: nothing else in a practice sounds like it."""
    noise = np.random.default_rng(1).normal(0.0, 3000.0, 38_400)
    hush = np.convolve(noise, np.hanning(24) / 12, "same") * np.hanning(len(noise))
    path = folder / "line.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(hush.astype("<i2").tobytes())
    return path, hush.astype(np.int16).astype(np.float64)


def practice(flow: Path) -> list[tuple[float, CueName | None, float]]:
    """What sounds in a practice, from its first breath: when, which cue (None: a line), how long.

    It ends where the last breath begins: the way out has nothing new to hear.
    """
    from yogaflow.format import read_flow
    from yogaflow.library.library import default_library
    from yogaflow.practice.events import Sound
    from yogaflow.practice.player import Player, PlayerCommand
    from yogaflow.timeline import Choices

    player = Player(read_flow(flow, default_library().poses()), Choices(countdown=0.0))
    player.do(PlayerCommand.START, 0.0)
    cues = player.upcoming(60.0)
    breaths = [cue for cue in cues if isinstance(cue, Sound) and cue.name is CueName.IN]
    first, last = breaths[0].at, breaths[-1].at
    return [
        (cue.at - first, cue.name, cue.seconds)
        if isinstance(cue, Sound)
        else (cue.at - first, None, 0.8)
        for cue in cues
        if first <= cue.at <= last
    ]


@NEEDS_LIBRARY
@pytest.mark.usefixtures("server")
def test_a_practice_is_heard_through_simpleaudio(flow: Path, tmp_path: Path) -> None:
    from benchmarks.cue_onsets import find, recording
    from yogaflow.audio.swell import swell

    path, line = clip(tmp_path)
    plan = practice(flow)
    names = [name for _, name, _ in plan]
    assert {CueName.IN, CueName.OUT, CueName.LAST, CueName.SWITCH, None} <= set(names)
    link = SoundLink(theme=sounds_dir() / DEFAULT_THEME, backend="simpleaudio", volume=1.0)
    link.start()
    try:
        with recording(tmp_path) as recorder:
            begin = time.monotonic() + 2.0
            cues = [
                SpeechCue(begin + at, str(path), seconds)
                if name is None
                else SoundCue(begin + at, name, seconds)
                for at, name, seconds in plan
            ]
            link.schedule(1, cues)
            time.sleep(begin + plan[-1][0] + 2.0 - time.monotonic())
            assert link.status == SoundStatus("playing", "simpleaudio", "")
    finally:
        link.close()
    zero, step, _ = recorder.sink_clock()
    recorded = recorder.samples()
    off = []
    for at, name, seconds in plan:
        if name is None:
            wanted = line
        elif seconds:
            wanted = np.asarray(swell(name, seconds, 48_000), np.float64) * 32767
        else:
            wanted = read_sound(sounds_dir() / DEFAULT_THEME / f"{name}.wav").astype(np.float64)
        place = find(recorded, wanted, (begin + at - zero) / step, 24_000)
        assert place is not None, f"{name or 'speech'} at {at:.2f} s was not heard"
        off.append(place * step + zero - begin - at)
    # In time with one another, and with the clock as far as a sound server lets us know.
    assert max(off) - min(off) < 0.06
    assert all(abs(one) < 0.2 for one in off), off


@pytest.mark.skipif(
    sys.version_info < (3, 12) and importlib.util.find_spec("simpleaudio") is not None,
    reason="simpleaudio plays here",
)
def test_where_it_cannot_play_a_practice_goes_on_and_says_why(flow: Path) -> None:
    arguments = (
        "play",
        str(flow),
        "--plain",
        "--sound",
        "simpleaudio",
        "--speed",
        "60",
        "--voice",
        "none",
    )
    done = subprocess.run(
        [sys.executable, "-m", "yogaflow", *arguments],
        env=os.environ | {"PYTHONFAULTHANDLER": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    why = "crashes on Python 3.12" if sys.version_info >= (3, 12) else "is not installed"
    assert f"No sound: simpleaudio {why}" in done.stdout
    assert "The end." in done.stdout
