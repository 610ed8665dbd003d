"""The whole way, through a real sound server: PulseAudio with a null sink, its monitor recorded.

Bounds are wide here, for a test may run on a machine that is busy; the tight figure is
`benchmarks/cue_onsets.py`.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

if os.name == "nt":
    pytest.skip("PulseAudio is not for Windows", allow_module_level=True)

from benchmarks.cpu_memory import sound_server
from benchmarks.cue_onsets import RATE, find, recording
from yogaflow.audio.link import SoundLink
from yogaflow.audio.reading import read_sound
from yogaflow.audio.theme import DEFAULT
from yogaflow.cues import CueName, SoundCue
from yogaflow.paths import sounds_dir

pytest.importorskip("miniaudio", reason="miniaudio has no wheel here")

THEME = sounds_dir() / DEFAULT


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    for program in ("pulseaudio", "parec"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    with sound_server() as variables:
        if not variables:
            pytest.skip("PulseAudio does not start here")
        yield variables


@pytest.fixture
def link(server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundLink]:
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    made = SoundLink(theme=THEME, backend="miniaudio", volume=1.0)
    made.start()
    begun = time.monotonic()
    while made.status.state == "starting":
        assert time.monotonic() - begun < 10.0
        time.sleep(0.02)
    assert made.status.state == "playing", made.status
    yield made
    made.close()


def until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def test_cues_are_heard_when_they_are_due(link: SoundLink, tmp_path: Path) -> None:
    with recording(tmp_path) as recorder:
        # A null sink that was idle keeps its first listener waiting for more than a second.
        until(time.monotonic() + 1.5)
        begin = time.monotonic() + 0.5
        dues = [begin, begin + 0.777, begin + 1.234]
        link.new_plan(1, fade=False)
        link.schedule(1, [SoundCue(due, CueName.TICK) for due in dues])
        until(dues[-1] + 0.3)
    zero, step, _ = recorder.sink_clock()
    recorded = recorder.samples()
    tick = read_sound(THEME / "tick.wav").astype(np.float64)
    offsets = []
    for due in dues:
        place = find(recorded, tick, (due - zero) / step, RATE // 4)
        assert place is not None
        offsets.append(place * step + zero - due)
    assert max(offsets) - min(offsets) < 0.02
    # Heard within a quarter of a second of being due.
    assert all(abs(offset) < 0.25 for offset in offsets)


def test_after_a_kill_sound_is_back_soon(link: SoundLink, tmp_path: Path) -> None:
    with recording(tmp_path) as recorder:
        begin = time.monotonic() + 0.3
        link.new_plan(1, fade=False)
        link.schedule(1, [SoundCue(begin + 0.25 * k, CueName.TICK) for k in range(1, 15)])
        until(begin + 1.0)
        pid = link.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        until(begin + 3.6)
        assert link.status.state == "playing"
        assert link.pid != pid
    zero, step, _ = recorder.sink_clock()
    recorded = np.abs(recorder.samples().astype(np.int32))
    killed = round((begin + 1.2 - zero) / step)
    assert (recorded[: round((begin + 1.0 - zero) / step)] > 1000).any()
    back = np.flatnonzero(recorded[killed:] > 1000)
    assert len(back)
    # Two seconds are promised; here a little more, for a machine that is busy.
    assert back[0] * step + 0.2 < 2.4


def test_muting_is_heard_at_once_and_so_is_the_end_of_it(link: SoundLink, tmp_path: Path) -> None:
    with recording(tmp_path) as recorder:
        begin = time.monotonic() + 0.3
        link.new_plan(1, fade=False)
        link.schedule(1, [SoundCue(begin + 0.1, CueName.OUT, 4.0)])
        until(begin + 1.2)
        link.set_muted(True)
        until(begin + 2.2)
        link.set_muted(False)
        until(begin + 3.0)
        link.new_plan(2, fade=True)
        until(begin + 3.6)
    zero, step, _ = recorder.sink_clock()
    recorded = recorder.samples().astype(np.float64)

    def level(first: float, last: float) -> float:
        a, b = (round((begin + at - zero) / step) for at in (first, last))
        return float(np.sqrt(np.mean(recorded[a:b] ** 2)))

    assert level(0.8, 1.1) > 100
    assert level(1.8, 2.1) < 1
    assert level(2.7, 2.9) > 100
    assert level(3.5, 3.7) < 1
