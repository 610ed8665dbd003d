"""From `yogaflow play` to the opening bowl, with nothing rendered and with every line rendered.

Plays into a PulseAudio of its own and looks for the first sample in the recording of its null
sink that is not silent; the time is that at which it came. Yardstick, in the same run: a program
that opens the same device and plays the same bowl at once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.cpu_memory import sound_server
from benchmarks.cue_onsets import Recorder
from benchmarks.harness import Figure, clean_environment, medians, report, yogaflow
from yogaflow.audio.voice.engines import found

FLOW = "hip-openers"
RUNS = 5
WARM_BOUND = 1.5
COLD_BOUND = 3.0
LOUD = 30
"""Of 32,768: what is no longer silence."""

BOWL = """
import time, wave, miniaudio
from yogaflow.storage.paths import sounds_dir
with wave.open(str(sounds_dir() / "bowls" / "start.wav")) as file:
    data = file.readframes(file.getnframes())
def stream():
    count = yield b""
    at = 0
    while True:
        part = data[at : at + 2 * count]
        at += 2 * count
        count = yield part + bytes(2 * count - len(part))
blocks = stream()
next(blocks)
device = miniaudio.PlaybackDevice(
    output_format=miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=48000,
    buffersize_msec=160)
device.start(blocks)
time.sleep(5)
"""


def first_sound(command: Sequence[str], environment: dict[str, str], folder: Path) -> float:
    """Seconds from the start of the command to its first sound. Raises if there is none in 20 s."""
    recorder = Recorder(folder / "recording.raw")
    try:
        while not recorder.times:
            time.sleep(0.01)
        begun = time.monotonic()
        with subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                while time.monotonic() < begun + 20.0:
                    time.sleep(0.02)
                    loud = np.flatnonzero(np.abs(recorder.samples().astype(np.int32)) > LOUD)
                    if len(loud):
                        came = next(at for at, count in recorder.times if count > loud[0])
                        return came - begun
            finally:
                process.terminate()
    finally:
        recorder.stop()
    raise RuntimeError(f"no sound from {' '.join(command)}")


def main() -> int:
    """Measure, print, judge."""
    if not (shutil.which("pulseaudio") and shutil.which("parec")):
        print("This needs PulseAudio: left out.")
        return 0
    if found("auto", "") is None:
        print("This needs a voice, such as espeak-ng: left out.")
        return 0
    with tempfile.TemporaryDirectory(prefix="yogaflow-bench-") as name, sound_server() as server:
        folder = Path(name)
        os.environ.update(server)
        play = yogaflow("play", FLOW, "--plain")
        warm_home = clean_environment(folder / "warm")
        subprocess.run(yogaflow("export", FLOW, str(folder / "out.vtt")), env=warm_home, check=True)

        def cold() -> float:
            home = folder / "cold"
            shutil.rmtree(home, ignore_errors=True)
            return first_sound(play, clean_environment(home), folder)

        warm, unknown, bowl = medians(
            lambda: first_sound(play, warm_home, folder),
            cold,
            lambda: first_sound([sys.executable, "-c", BOWL], clean_environment(folder), folder),
            runs=RUNS,
        )
    return report(
        [
            Figure("first sound, lines rendered before", warm, WARM_BOUND, "s", bowl, "a bowl"),
            Figure("first sound, no line rendered yet", unknown, COLD_BOUND, "s", bowl, "a bowl"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
