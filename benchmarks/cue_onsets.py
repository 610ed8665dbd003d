"""When cues are heard, against when they are due: python -m benchmarks.cue_onsets [--minutes N]

Plays cues through the sound process into a PulseAudio with a null sink, records the sink's
monitor, and finds each cue in the recording by cross-correlation with its known samples, to a
fraction of a sample. One constant offset is removed: what lies between asking and hearing.

The recording counts the sink's samples. Stream and recording run on the same clock, so by itself
the recording shows whether each cue is on its sample, and is blind to that clock running away
from the computer's (PulseAudio's null sink was measured at up to -5 ppm). The sound process
follows the computer's clock in steps of 5 ms or more, between segments. So there are two figures:

- the worst onset in the recording, one constant offset removed; if the sound process corrected
  its clock, one for each stretch between two corrections;
- the worst onset in monotonic time, one constant offset removed, with the arrival times of the
  recorded samples as the bridge between the clocks: never more than a step away.

Yardstick, in the same run: a new playback for each cue, started at its time.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.cpu_memory import sound_server
from benchmarks.harness import Figure, report
from benchmarks.processes import Tree
from yogaflow.audio.link import SoundLink
from yogaflow.audio.reading import read_sound
from yogaflow.audio.theme import DEFAULT
from yogaflow.storage.paths import sounds_dir
from yogaflow.timeline.cues import CueName, SoundCue

RATE = 48_000
BOUND = 1.0
"""Milliseconds a cue may be off."""
AWAY_BOUND = 6.0
"""Milliseconds a cue may be off in monotonic time, however long the run: the 5 ms at which the
sound process corrects its clock, and the uncertainty of the bridge."""
STEP = 4.0
"""Milliseconds from one cue to the next that are a correction of the clock."""
SETTLE = 20.0
"""Seconds before the first cue: as many as the countdown before a practice has."""
YARDSTICK_CUES = 40
AHEAD = 2.0
"""Seconds ahead of which cues are handed over, as the player does."""
NAMES = (CueName.TICK, CueName.PAUSE, CueName.LAST, CueName.RESUME)

Curve = npt.NDArray[np.float64]


class Recorder:
    """The monitor of the null sink, written to a file, with the times at which samples came."""

    def __init__(self, path: Path) -> None:
        self.times: list[tuple[float, int]] = []
        """(monotonic seconds, samples so far)."""
        self._path = path
        command = "parec -d null.monitor --raw --format=s16le --channels=1 --latency-msec=5"
        self._process = subprocess.Popen(
            [*command.split(), f"--rate={RATE}"], stdout=subprocess.PIPE, bufsize=0
        )
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the recording."""
        self._process.terminate()
        self._process.wait()
        self._thread.join()

    def samples(self) -> npt.NDArray[np.int16]:
        """All that was recorded."""
        if self._path.stat().st_size < 2:
            return np.zeros(0, np.int16)
        return np.memmap(self._path, np.dtype("<i2"), "r")

    def sink_clock(self) -> tuple[float, float, float]:
        """(seconds at sample 0, seconds a sample, uncertainty of the latter as a fraction).

        A straight line through the means of stretches of eight seconds: samples come late by
        some milliseconds, in a saw-tooth of some seconds that means even out.
        """
        seconds, counts = np.array(self.times).T
        behind = seconds - counts / RATE
        parts = np.array_split(np.arange(len(seconds)), max(4, int(np.ptp(seconds) / 8)))
        x = np.array([counts[part].mean() for part in parts])
        y = np.array([behind[part].mean() for part in parts])
        middle = x.mean()
        (slope, height), covariance = np.polyfit(x - middle, y, 1, cov=True)
        error = float(np.sqrt(covariance[0, 0]) * RATE)
        return float(height - slope * middle), float(slope + 1 / RATE), error

    def _run(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        count = 0
        with self._path.open("wb") as file, pipe:
            while data := pipe.read(1 << 16):
                count += len(data)
                self.times.append((time.monotonic(), count // 2))
                file.write(data)
                file.flush()


@contextmanager
def recording(folder: Path) -> Iterator[Recorder]:
    """Record for as long as the block lasts; a moment before and after are recorded too."""
    recorder = Recorder(folder / "recording.raw")
    try:
        while not recorder.times:
            time.sleep(0.05)
        yield recorder
        time.sleep(0.5)
    finally:
        recorder.stop()


def find(recorded: npt.NDArray[np.int16], cue: Curve, near: float, reach: int) -> float | None:
    """The sample at which `cue` begins, within `reach` samples of `near`; None if it does not."""
    first = max(0, round(near) - reach)
    piece = np.asarray(recorded[first : round(near) + reach + len(cue)], np.float64)
    if len(piece) <= len(cue):
        return None
    size = 1 << (len(piece) + len(cue)).bit_length()
    product = np.fft.rfft(piece, size) * np.conj(np.fft.rfft(cue, size))
    match = np.fft.irfft(product, size)[: len(piece) - len(cue)]
    peak = int(match.argmax())
    # At half its level at least: the volume is known.
    if match[peak] < 0.25 * (cue**2).sum() or not 0 < peak < len(match) - 1:
        return None
    before, here, after = match[peak - 1 : peak + 2]
    return first + peak + float(0.5 * (before - after) / (before - 2 * here + after))


@dataclass(frozen=True, slots=True)
class Heard:
    """Cues that were due at `due` (seconds) and began in the recording at `onset` (samples)."""

    due: Curve
    onset: Curve
    missing: int

    def deviations(self, seconds_a_sample: float) -> Curve:
        """Milliseconds each cue was off, one constant offset removed."""
        off = self.onset * seconds_a_sample - self.due
        return (off - np.median(off)) * 1000

    def between_corrections(self, corrections: int) -> Curve:
        """Milliseconds each cue was off in the recording, one constant offset removed for each
        stretch between corrections. Steps that are not as many as corrections are deviations."""
        off = self.deviations(1 / RATE)
        edges = np.flatnonzero(np.abs(np.diff(off)) > STEP) + 1
        if len(edges) != corrections:
            return off
        return np.concatenate([part - np.median(part) for part in np.split(off, edges)])

    def drift(self, seconds_a_sample: float) -> float:
        """Milliseconds the cues ran away over the whole run, by a straight line through all."""
        slope = np.polyfit(self.due, self.deviations(seconds_a_sample), 1)[0]
        return float(slope * (self.due[-1] - self.due[0]))


def listen(recorder: Recorder, cues: Sequence[SoundCue]) -> Heard:
    """Find each cue in what was recorded."""
    zero, step, _ = recorder.sink_clock()
    recorded = recorder.samples()
    waves = {
        name: read_sound(sounds_dir() / DEFAULT / f"{name}.wav").astype(np.float64)
        for name in NAMES
    }
    due, onset = [], []
    for cue in cues:
        place = find(recorded, waves[cue.name], (cue.at - zero) / step, RATE // 2)
        if place is not None:
            due.append(cue.at)
            onset.append(place)
    return Heard(np.array(due), np.array(onset), len(cues) - len(due))


def corrections_in(log: str) -> int:
    """How often the sound process says that it has corrected its clock."""
    counts = re.findall(r"clock corrected (\d+) times", log)
    return int(counts[-1]) if counts else 0


def plan(begin: float, seconds: float) -> list[SoundCue]:
    """Cues at uneven times, so that they fall anywhere in the device's blocks."""
    count = int(seconds / 1.7)
    return [
        SoundCue(begin + 1.7 * k + 0.1 * ((k * 0.618034) % 1.0), NAMES[k % len(NAMES)])
        for k in range(count)
    ]


def play(cues: Sequence[SoundCue], link: SoundLink) -> None:
    """Hand the cues over as the player does: each two seconds ahead."""
    link.new_plan(1, fade=False)
    for cue in cues:
        time.sleep(max(0.0, cue.at - AHEAD - time.monotonic()))
        link.schedule(1, [cue])
    time.sleep(max(0.0, cues[-1].at + 2.0 - time.monotonic()))


def play_separately(begin: float) -> None:
    """The yardstick: a playback of its own for each cue, begun at its time. In a process of its
    own, for the library may hang when an interpreter ends."""
    import miniaudio

    def samples(data: bytes) -> Generator[bytes, int, None]:
        size, place = 2 * (yield b""), 0
        while place < len(data):
            piece, place = data[place : place + size], place + size
            size = 2 * (yield piece)

    playing: list[miniaudio.PlaybackDevice] = []
    for cue in plan(begin, 1.7 * YARDSTICK_CUES):
        data = read_sound(sounds_dir() / DEFAULT / f"{cue.name}.wav").tobytes() + bytes(RATE // 2)
        time.sleep(max(0.0, cue.at - time.monotonic()))
        device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=RATE,
            buffersize_msec=60,
            backends=[miniaudio.Backend.PULSEAUDIO],
        )
        stream = samples(data)
        next(stream)
        device.start(stream)
        playing.append(device)
        if len(playing) > 1:
            playing.pop(0).close()
    time.sleep(2.0)
    os._exit(0)


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--separate", type=float, default=0.0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.separate:
        play_separately(options.separate)
    if not shutil.which("pulseaudio") or not shutil.which("parec"):
        print("This needs PulseAudio and its parec: left out.")
        return 0
    with tempfile.TemporaryDirectory(prefix="yogaflow-onsets-") as name, sound_server() as server:
        folder = Path(name)
        os.environ.update(server)
        with recording(folder) as recorder:
            link = SoundLink(theme=sounds_dir() / DEFAULT, volume=1.0, log=folder / "log")
            link.start()
            cues = plan(time.monotonic() + SETTLE, options.minutes * 60)
            time.sleep(SETTLE - AHEAD - 1)
            before = corrections_in((folder / "log").read_text())
            tree = Tree(link.pid or 0)
            tree.look()
            used, since = tree.cpu_seconds(), time.monotonic()
            play(cues, link)
            tree.look()
            cpu = 100 * (tree.cpu_seconds() - used) / (time.monotonic() - since)
            memory = tree.pss_megabytes()
            status = link.status
            link.close()
            begin = time.monotonic() + 2.0
            command = [sys.executable, "-m", "benchmarks.cue_onsets", f"--separate={begin}"]
            subprocess.run(command, check=True, timeout=60 + 2 * YARDSTICK_CUES)
        heard = listen(recorder, cues)
        apart = listen(recorder, plan(begin, 1.7 * YARDSTICK_CUES))
        zero, step, error = recorder.sink_clock()
        log = (folder / "log").read_text()
    if heard.missing or apart.missing or not len(apart.due):
        print(f"Not heard: {heard.missing} of {len(cues)} cues, {apart.missing} played separately")
    if len(heard.due) < 2 or len(apart.due) < 2:
        print(f"{status}\n{log}")
        return 1
    corrections = corrections_in(log) - before
    real, alone = heard.deviations(step), heard.between_corrections(corrections)
    separate = apart.deviations(step)
    late = np.median(heard.onset * step + zero - heard.due) * 1000
    over = heard.due[np.abs(alone) > BOUND] - heard.due[0]
    if len(over):
        print(
            f"{len(over)} cues over the bound, {over[0]:.0f} s to {over[-1]:.0f} s from the first"
        )
    print(
        f"{len(heard.due)} cues in {options.minutes:g} min, {status.backend}\n"
        f"in monotonic time: max {np.abs(real).max():.3f} ms, "
        f"median {np.median(np.abs(real)):.3f} ms, drift {heard.drift(step):+.3f} ms\n"
        f"in the recording alone: max {np.abs(alone).max():.3f} ms, "
        f"median {np.median(np.abs(alone)):.3f} ms\n"
        f"the sink's clock against the computer's: {(step * RATE - 1) * 1e6:+.2f} ppm, "
        f"known to {2e6 * error:.2f} ppm: {2000 * error * np.ptp(heard.due):.2f} ms in this run\n"
        f"constant offset, the recorder's own latency included: {late:+.1f} ms\n"
        f"corrections of the clock: {corrections}\n"
        f"a playback for each cue: max {np.abs(separate).max():.3f} ms, "
        f"median {np.median(np.abs(separate)):.3f} ms\n"
        f"the sound process: {cpu:.2f} % of a core, {memory:.1f} MB"
    )
    worst = float("inf") if heard.missing else float(np.abs(alone).max())
    other = float(np.abs(separate).max())
    return report(
        [
            Figure("a cue's onset, worst", worst, BOUND, "ms", other, "a playback for each"),
            Figure("the same in monotonic time", float(np.abs(real).max()), AWAY_BOUND, "ms"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
