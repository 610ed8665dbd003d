"""What you hear is what you export: a practice recorded from a sound server against its file.

Every cue and every spoken line is looked for in the recording by the very samples the file has
there. One constant offset is removed: what lies between asking and hearing.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

if os.name == "nt":
    pytest.skip("PulseAudio is not for Windows", allow_module_level=True)

from benchmarks.cpu_memory import sound_server
from benchmarks.cue_onsets import RATE, Curve, find, recording

pytest.importorskip("miniaudio", reason="miniaudio has no wheel here")

WITHIN = 0.002
"""Seconds a cue may be elsewhere than in the file."""

TRIES = 3
"""How often it is played: a machine that holds the sound process still for longer than the device
has sound for moves the whole stream, and nobody can help it."""

FLOW = """\
title: Two sides
poses:
  reach:
    name: Reach
    sides: <side> arm up
    breath: {in: 1.2, out: 1.2}
    come-in: {seconds: 3s, say: "<Side> arm up."}
    cues: Long and soft.
flow:
  - reach: 2 breaths
"""


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    for program in ("pulseaudio", "parec", "espeak-ng"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    with sound_server() as variables:
        if not variables:
            pytest.skip("PulseAudio does not start here")
        yield os.environ | variables | {"YOGAFLOW_HOME": str(tmp_path / "home")}


def yogaflow(environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "yogaflow", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


def onsets(timeline: Path) -> dict[str, float]:
    """Every cue and line of an exported timeline by its name and number; seconds."""
    found: dict[str, float] = {}
    for segment in json.loads(timeline.read_text())["segments"]:
        for cue in segment["cues"]:
            found[f"{len(found)} {cue['name']}"] = float(cue["at"])
        for line in segment["lines"]:
            found[f"{len(found)} {line['text']}"] = float(line["at"])
    return found


def test_every_cue_is_heard_where_the_file_has_it(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_RUNTIME_DIR", "PULSE_SERVER"):
        monkeypatch.setenv(name, environment[name])
    flow = tmp_path / "two-sides.yaml"
    flow.write_text(FLOW)
    choices = ("--countdown", "4", "--voice", "espeak-ng")
    yogaflow(environment, "export", str(flow), str(tmp_path / "out.wav"), *choices)
    yogaflow(environment, "export", str(flow), str(tmp_path / "out.json"), *choices)
    with wave.open(str(tmp_path / "out.wav")) as file:
        assert (file.getframerate(), file.getnchannels()) == (RATE, 1)
        exported = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64)
    due = onsets(tmp_path / "out.json")
    assert sum(name.endswith(" in") for name in due) >= 4
    assert any(name.endswith("Reach, left side.") for name in due)

    tries = []
    for _ in range(TRIES):
        with recording(tmp_path) as recorder:
            yogaflow(environment, "play", str(flow), "--plain", "--volume", "1", *choices)
        off = deviations(recorder.samples(), exported, due)
        if all(abs(seconds) < WITHIN for seconds in off.values()):
            return
        tries.append(off)
    pytest.fail(f"elsewhere than in the file, seconds: {tries}")


def deviations(
    recorded: npt.NDArray[np.int16], exported: Curve, due: dict[str, float]
) -> dict[str, float]:
    """Seconds by which each cue was elsewhere than in the file; one that was not heard is inf."""
    # The opening bowl tells where in the recording the practice began.
    opening = find(recorded, piece(exported, 0.0), len(recorded) / 2, len(recorded))
    assert opening is not None
    heard: dict[str, float] = {}
    for name, at in due.items():
        place = find(recorded, piece(exported, at), opening + at * RATE, RATE // 4)
        heard[name] = math.inf if place is None else place / RATE - at
    middle = float(np.median(list(heard.values())))
    return {name: offset - middle for name, offset in heard.items()}


def piece(exported: Curve, at: float) -> Curve:
    """A second and a half of the file: enough of a swell to tell where in it one is."""
    first = round(at * RATE)
    return exported[first : first + RATE * 3 // 2]
