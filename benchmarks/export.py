"""An hour of practice to a WAV file, its speech rendered before, against sox mixing the same.

The whole command is timed. The yardstick gets every sound of the same practice as a WAV file,
and silence of the right length between them: one sox strings each lane of sounds that do not
overlap, one more adds the lanes up. It neither ducks nor limits, and writes as many samples.

Then the memory of practices of ten minutes, one hour and two: it must not grow.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import wave
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.harness import (
    Figure,
    clean_environment,
    command_seconds,
    medians,
    report,
    seconds_of,
    temporary_home,
    yogaflow,
)
from yogaflow.audio.clips import read_clip
from yogaflow.audio.mixer import Pcm
from yogaflow.audio.theme import DEFAULT, RATE, SoundBank, load_theme
from yogaflow.audio.voice.engines import found
from yogaflow.audio.voice.link import VoiceLink
from yogaflow.export.program import Program, SpokenLine, program_of
from yogaflow.export.speech import speak
from yogaflow.format import read_flow
from yogaflow.library.library import default_library
from yogaflow.model import Flow
from yogaflow.practice.verbosity import SpeechChoices
from yogaflow.storage.paths import sounds_dir
from yogaflow.timeline import Choices, compile_flow
from yogaflow.timeline.cues import SoundCue

FASTER = 500
"""Times real time."""
BOUND = 3600 / FASTER
"""Seconds for an hour."""
RUNS = 5
MINUTES = (10, 60, 120)
MEMORY_BOUND = 120.0
"""Megabytes."""
GROWTH_BOUND = 5.0
"""Megabytes more for two hours than for ten minutes."""

PEAK = """
import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""

FLOW = """\
title: {minutes} minutes
flow:
  - sides: right, left
    repeat: {rounds}
    flow:
      - pigeon: 5 breaths
      - gomukhasana: 5 breaths
  - bridge: 12 reps
  - rest: 5 breaths
"""


def write_flow(folder: Path, minutes: int) -> Flow:
    """The flow file of a practice of so many minutes, or a little more; and what is in it."""
    path = folder / f"{minutes}-minutes.yaml"
    poses = default_library().poses()
    for rounds in range(1, 100):
        path.write_text(FLOW.format(minutes=minutes, rounds=rounds), encoding="utf-8")
        flow = read_flow(path, poses)
        if compile_flow(flow).duration >= 60 * minutes:
            return flow
    raise RuntimeError(f"{minutes} minutes are too long")


# -- the yardstick -------------------------------------------------------------------------


@dataclass(slots=True)
class Lane:
    """Sounds that do not overlap, and the silences between them, as files in order."""

    end: int = 0
    files: list[str] = field(default_factory=list)


class Pieces:
    """Sounds as WAV files in a folder, each written once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[bytes, str] = {}

    def file(self, sound: Pcm) -> str:
        """The name of the file of that sound."""
        data = sound.tobytes()
        if data not in self._known:
            name = f"{len(self._known)}.wav"
            with wave.open(str(self._folder / name), "wb") as file:
                file.setparams((1, 2, RATE, 0, "NONE", ""))
                file.writeframes(data)
            self._known[data] = name
        return self._known[data]


def lanes_of(program: Program, folder: Path) -> list[Lane]:
    """Every sound of a practice as files, in as few lanes as it takes."""
    bank, pieces = SoundBank(load_theme(sounds_dir() / DEFAULT)), Pieces(folder)
    sounds: list[SoundCue | SpokenLine] = [*program.cues, *program.said]
    lanes: list[Lane] = []
    for sound in sorted(sounds, key=lambda sound: sound.at):
        at = round(sound.at * RATE)
        samples = (
            bank.samples(sound.name, sound.seconds, soft=sound.soft)
            if isinstance(sound, SoundCue)
            else read_clip(Path(sound.clip.path))
        )
        lane = next((lane for lane in lanes if lane.end <= at), None)
        if lane is None:
            lane = Lane()
            lanes.append(lane)
        if at > lane.end:
            lane.files.append(pieces.file(np.zeros(at - lane.end, dtype=np.int16)))
        lane.files.append(pieces.file(samples))
        lane.end = at + len(samples)
    return lanes


def mix_with_sox(lanes: Sequence[Lane], folder: Path) -> None:
    """String the sounds of each lane together, and add the lanes up."""
    strung = []
    for number, lane in enumerate(lanes):
        strung.append(f"lane-{number}.wav")
        _sox([*lane.files, strung[-1]], folder)
    levels = [word for name in strung for word in ("-v", "1", name)]
    _sox(["-m", *levels, "mixed.wav"], folder)


def _sox(arguments: Sequence[str], folder: Path) -> None:
    subprocess.run(["sox", "-D", *arguments], cwd=folder, check=True, capture_output=True)


def yardstick(program: Program, folder: Path) -> list[Lane] | None:
    """What sox is given; None, with the reason printed, where it cannot be asked."""
    if shutil.which("sox") is None:
        print("no yardstick: sox is not installed")
        return None
    lanes = lanes_of(program, folder)
    most = max(len(lane.files) for lane in lanes) + 50
    # sox opens all it is given at once.
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard not in {resource.RLIM_INFINITY} and hard < most:
        print(f"no yardstick: sox would have to open {most} files at once")
        return None
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(most, 1024), hard))
    mix_with_sox(lanes, folder)
    with wave.open(str(folder / "mixed.wav")) as file:
        seconds = file.getnframes() / RATE
    assert abs(seconds - program.timeline.duration) < 1.0, "sox has mixed something else"
    count = sum(len(lane.files) for lane in lanes)
    print(f"sox: {len(lanes)} lanes, {count} files, {seconds / 60:.1f} min")
    return lanes


# -- what is measured ----------------------------------------------------------------------


def peak_memory(command: Sequence[str], home: Path) -> float:
    """The most memory the command's process had at once (RSS), MB. Raises if it fails.

    A bare Python starts it: Linux counts what the starting process had as the new one's.
    """
    done = subprocess.run(
        [sys.executable, "-S", "-c", PEAK, *command],
        env=clean_environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return int(done.stdout.splitlines()[-1]) / unit


def heard(flow: Flow, home: Path, engine: str) -> Program:
    """The practice with the lengths of the voice, all of its lines rendered and kept."""
    voice = None
    if engine != "none":
        voice = VoiceLink(engine, cache=home / "cache" / "speech")
        voice.start()
    try:
        spoken = speak(flow, Choices(), voice, None)
        return program_of(spoken.timeline, SpeechChoices(), spoken.clips)
    finally:
        if voice is not None:
            voice.close()


def main() -> int:
    """Measure, print, judge."""
    engine = "auto" if found("auto", "") is not None else "none"
    print("with a voice" if engine != "none" else "there is no voice here: cues only")
    with temporary_home() as home:
        folder = home / "pieces"
        folder.mkdir()
        flows = {minutes: write_flow(home, minutes) for minutes in MINUTES}

        def command(minutes: int) -> list[str]:
            out = str(home / "out.wav")
            return yogaflow("export", flows[minutes].path, out, "--voice", engine)

        program = heard(flows[60], home, engine)
        duration = program.timeline.duration
        print(f"{duration / 60:.1f} min: {len(program.cues)} cues, {len(program.said)} lines")
        lanes = yardstick(program, folder)
        to_an_hour = 3600 / duration
        exporting, *mixing = medians(
            lambda: to_an_hour * command_seconds(command(60), home),
            *(
                [lambda: to_an_hour * seconds_of(lambda: mix_with_sox(lanes, folder))]
                if lanes is not None
                else []
            ),
            runs=RUNS,
        )
        print(f"{3600 / exporting:.0f} x real time; the bound is {FASTER} x")
        memory = {}
        for minutes in MINUTES:
            heard(flows[minutes], home, engine)
            memory[minutes] = peak_memory(command(minutes), home)
            print(f"{minutes:4} minutes: {memory[minutes]:.1f} MB")
    yard = mixing[0] if mixing else None
    growth = memory[MINUTES[-1]] - memory[MINUTES[0]]
    return report(
        [
            Figure("export an hour to WAV", exporting, BOUND, "s", yard, "sox, the same cues"),
            Figure("memory of an export (RSS)", memory[120], MEMORY_BOUND, "MB"),
            Figure("its growth, 10 min to 2 h", growth, GROWTH_BOUND, "MB"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
