"""The whole way, through a real sound server: PulseAudio with a null sink, its monitor recorded.

Bounds are wide here, for a test may run on a machine that is busy; the tight figure is
`benchmarks/cue_onsets.py`.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

if os.name == "nt":
    pytest.skip("PulseAudio is not for Windows", allow_module_level=True)

from benchmarks.cpu_memory import sound_server
from benchmarks.cue_onsets import RATE, Curve, Recorder, find, recording
from tests.audio.pulse import PROGRAMS, Server
from yogaflow.audio.link import SoundLink
from yogaflow.audio.mixer import as_pcm
from yogaflow.audio.reading import read_sound
from yogaflow.audio.theme import DEFAULT
from yogaflow.storage.paths import sounds_dir
from yogaflow.timeline.cues import AnyCue, CueName, SoundCue, SpeechCue

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


@contextmanager
def playing(ambience: Path | None = None) -> Iterator[SoundLink]:
    made = SoundLink(theme=THEME, backend="miniaudio", volume=1.0, ambience=ambience)
    made.start()
    try:
        wait_for(lambda: made.status.state != "starting")
        assert made.status.state == "playing", made.status
        yield made
    finally:
        made.close()


@pytest.fixture
def link(server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundLink]:
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    with playing() as made:
        yield made


def until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def wait_for(true: Callable[[], object]) -> None:
    end = time.monotonic() + 60.0
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


LINE = 0.3 * np.sin(2 * np.pi * 600 * np.arange(RATE) / RATE) * np.hanning(RATE)
"""A second that stands for a spoken line: found in a recording to the sample."""

HEARD: Curve = as_pcm(LINE).astype(np.float64)
"""The same as it is in a recording."""


def write_line(path: Path) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(as_pcm(LINE).tobytes())
    return path


TRIES = 5
"""Times to play: a busy machine moves a stream now and then, a fault of ours every time."""


def onset(recorder: Recorder, sound: Curve, due: float) -> float | None:
    """Seconds from being due to being heard; None if it was not heard within half a second."""
    zero, step, _ = recorder.sink_clock()
    place = find(recorder.samples(), sound, (due - zero) / step, RATE // 2)
    return None if place is None else place * step + zero - due


def band(recorder: Recorder, first: float, last: float) -> float:
    """The level between two instants (monotonic seconds) in the recording, decibels, without
    the pitch of LINE."""
    zero, step, _ = recorder.sink_clock()
    a, b = (round((at - zero) / step) for at in (first, last))
    piece = recorder.samples()[a:b].astype(np.float64)
    spectrum = np.fft.rfft(piece * np.hanning(len(piece)))
    hertz = np.fft.rfftfreq(len(piece), 1 / RATE)
    spectrum[(hertz > 560) & (hertz < 640)] = 0.0
    return float(10 * np.log10((np.abs(spectrum) ** 2).mean() / len(piece) + 1e-9))


def test_muting_is_heard_at_once_and_so_is_the_end_of_it(link: SoundLink, tmp_path: Path) -> None:
    for plan in range(1, 2 * TRIES, 2):
        with recording(tmp_path) as recorder:
            begin = time.monotonic() + 0.3
            link.new_plan(plan, fade=False)
            link.schedule(plan, [SoundCue(begin + 0.1, CueName.OUT, 4.0)])
            until(begin + 1.2)
            link.set_muted(True)
            until(begin + 2.2)
            link.set_muted(False)
            until(begin + 3.0)
            link.new_plan(plan + 1, fade=True)
            until(begin + 3.6)
        zero, step, _ = recorder.sink_clock()
        recorded = recorder.samples().astype(np.float64)
        loud, silent = (
            [
                float(np.sqrt(np.mean(recorded[a:b] ** 2)))
                for first, last in spans
                for a, b in [[round((begin + at - zero) / step) for at in (first, last)]]
            ]
            for spans in (((0.8, 1.1), (2.7, 2.9)), ((1.8, 2.1), (3.5, 3.7)))
        )
        if min(loud) > 100 and max(silent) < 1:
            break
    assert min(loud) > 100
    assert max(silent) < 1


# -- speech ---------------------------------------------------------------------------------


def test_cues_are_heard_when_they_are_due_and_lines_that_cannot_be_read_not_at_all(
    link: SoundLink, tmp_path: Path
) -> None:
    good, gone, cut, other = (tmp_path / name for name in ("a.wav", "b.wav", "c.wav", "d.wav"))
    for path in (good, gone, cut):
        write_line(path)
    gone.unlink()
    cut.write_bytes(cut.read_bytes()[:30_000])
    other.write_bytes(b"no sound at all" * 1000)
    tick = read_sound(THEME / "tick.wav").astype(np.float64)
    pid = link.pid
    for plan in range(1, TRIES + 1):
        with recording(tmp_path) as recorder:
            until(time.monotonic() + 1.5)
            begin = time.monotonic() + 0.5
            link.new_plan(plan, fade=False)
            cues: list[AnyCue] = [SpeechCue(begin + 0.3, str(p), 1.0) for p in (gone, cut, other)]
            link.schedule(plan, [*cues, SoundCue(begin, CueName.TICK)])
            lines = [begin + 1.5, begin + 2.777]
            link.schedule(plan, [SpeechCue(due, str(good), 1.0) for due in lines])
            until(lines[-1] + 1.3)
        assert (link.pid, link.status.message) == (pid, "")
        found = [onset(recorder, HEARD, due) for due in lines] + [onset(recorder, tick, begin)]
        offsets = [offset for offset in found if offset is not None]
        if len(offsets) == 3 and max(offsets) - min(offsets) < 0.06:
            break
    assert len(offsets) == 3
    assert max(offsets) - min(offsets) < 0.06
    # Heard about when they are due.
    assert all(abs(offset) < 0.4 for offset in offsets)
    # Nothing of the others, not a part of one either.
    zero, step, _ = recorder.sink_clock()
    first, last = (round((at - zero) / step) for at in (begin + 0.4, lines[0] - 0.25))
    assert not recorder.samples()[first:last].any()


def test_a_swell_makes_room_for_a_line_and_comes_back(link: SoundLink, tmp_path: Path) -> None:
    path = str(write_line(tmp_path / "line.wav"))
    # The device may be a quarter of a second behind what is due.
    wanted = {
        (0.25, 0.55): pytest.approx(0.0, abs=0.5),
        (1.0, 1.5): pytest.approx(-9.0, abs=1.0),
        (2.3, 2.6): pytest.approx(0.0, abs=0.5),
    }
    for plan in range(1, TRIES + 1):
        with recording(tmp_path) as recorder:
            until(time.monotonic() + 1.5)
            begin = time.monotonic() + 0.5
            link.new_plan(plan, fade=False)
            # The same swell twice, the second under a line.
            for at in (begin, begin + 2.6):
                link.schedule(plan, [SoundCue(at, CueName.OUT, 2.6)])
            link.schedule(plan, [SpeechCue(begin + 3.2, path, 1.0)])
            until(begin + 5.4)
        drops = {
            (first, last): band(recorder, begin + 2.6 + first, begin + 2.6 + last)
            - band(recorder, begin + first, begin + last)
            for first, last in wanted
        }
        if drops == wanted:
            return
    assert drops == wanted


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_after_a_blow_in_the_middle_of_a_line_sound_is_back_soon_and_so_is_speech(
    blow: signal.Signals, link: SoundLink, tmp_path: Path
) -> None:
    path = str(write_line(tmp_path / "line.wav"))
    with recording(tmp_path) as recorder:
        until(time.monotonic() + 1.5)
        begin = time.monotonic() + 0.5
        struck = begin + 0.4
        link.new_plan(1, fade=False)
        link.schedule(1, [SpeechCue(begin, path, 1.0)])
        link.schedule(1, [SoundCue(struck + 0.5 + 0.1 * k, CueName.TICK) for k in range(100)])
        until(struck)
        pid = link.pid
        assert pid is not None
        os.kill(pid, blow)
        wait_for(lambda: link.pid not in {None, pid} and link.status.state == "playing")
        # What was sent before is heard, and what is sent now.
        after = time.monotonic() + 1.0
        link.schedule(1, [SpeechCue(after, path, 1.0)])
        until(after + 1.2)
    zero, step, _ = recorder.sink_clock()
    loud = np.abs(recorder.samples().astype(np.int32)) > 1000
    # What the device had been given is still heard for a while.
    assert loud[round((struck + 0.3 - zero) / step) : round((after - 0.2 - zero) / step)].any()
    assert onset(recorder, HEARD, after) is not None


def test_ambience_is_heard_and_makes_room_too(
    server: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    soundfile = pytest.importorskip("soundfile")
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    rain = np.random.default_rng(3).uniform(-0.3, 0.3, 5 * 44_100)
    soundfile.write(tmp_path / "rain.flac", rain, 44_100)
    path = str(write_line(tmp_path / "line.wav"))
    for _ in range(TRIES):
        with playing(ambience=tmp_path / "rain.flac") as link, recording(tmp_path) as recorder:
            until(time.monotonic() + 1.5)
            before = time.monotonic()
            link.set_ambience(True)
            until(before + 3.5)
            begin = time.monotonic() + 0.3
            link.schedule(1, [SpeechCue(begin, path, 1.0)])
            until(begin + 2.0)
            end = time.monotonic()
            link.set_ambience(False)
            until(end + 2.5)
        steady = band(recorder, begin - 0.3, begin)
        drop = band(recorder, begin + 0.4, begin + 0.9) - steady
        back = band(recorder, end - 0.3, end) - steady
        outside = band(recorder, before - 0.3, before), band(recorder, end + 2.1, end + 2.4)
        if abs(drop + 9.0) < 1.5 and abs(back) < 1.5 and max(outside) < 0.0:
            return
    assert drop == pytest.approx(-9.0, abs=1.5)
    assert back == pytest.approx(0.0, abs=1.5)
    assert max(outside) < 0.0


# -- a device that goes and comes back ------------------------------------------------------


@pytest.fixture
def own_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for program in PROGRAMS:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    made = Server(tmp_path)
    for name, value in made.variables.items():
        monkeypatch.setenv(name, value)
    yield made
    made.end()


@pytest.mark.parametrize("away", [0.1, 2.5])
@pytest.mark.parametrize(
    ("go", "come"), [(Server.take_device, Server.give_device), (Server.end, Server.begin)]
)
def test_sound_is_back_soon_after_its_device_is(
    go: Callable[[Server], None],
    come: Callable[[Server], None],
    away: float,
    own_server: Server,
) -> None:
    with playing() as link:
        pid, begin = link.pid, time.monotonic() + 0.5
        link.new_plan(1, fade=False)
        link.schedule(1, [SoundCue(begin + 0.1 * k, CueName.TICK) for k in range(600)])
        assert own_server.is_loud(20.0)
        until(begin + 1.0)
        go(own_server)
        until(time.monotonic() + away)
        come(own_server)
        assert own_server.is_loud(20.0)
        assert link.status.state == "playing"
        # It is the same process: it has only opened its device anew.
        assert link.pid == pid


OPENING = """
import os
import numpy as np
from yogaflow.audio.backends import BackendUnavailable, Miniaudio

def silence(count):
    return np.zeros(count, np.float32)

counts = []
for _ in range(40):
    device = Miniaudio()
    try:
        device.open(48_000, 60, silence)
    except BackendUnavailable:
        print("none", end=" ")
    device.close()
    counts.append(len(os.listdir("/proc/self/fd")))
print(counts[5], counts[-1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts open files as Linux has them")
@pytest.mark.parametrize("there", [True, False])
def test_no_try_to_open_a_device_leaves_anything_open(there: bool, own_server: Server) -> None:
    """A server takes 64 connections of a program, and then no more: for ever silent."""
    if not there:
        own_server.take_device()
    done = subprocess.run(
        [sys.executable, "-c", OPENING], capture_output=True, text=True, check=True
    )
    *tries, early, late = done.stdout.split()
    assert tries == ([] if there else ["none"] * 40)
    assert early == late
