"""The doctor's bowl and sentence, through a real sound server, recorded."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from benchmarks.cue_onsets import find, recording
from tests.audio.test_server import server  # noqa: F401 - a fixture
from yogaflow.audio.reading import read_sound
from yogaflow.library.folders import DEFAULT_THEME
from yogaflow.storage.paths import sounds_dir

RATE = 48_000


@pytest.fixture(autouse=True)
def _with_server(server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    for name, value in server.items():
        monkeypatch.setenv(name, value)


def heard(folder: Path, *arguments: str) -> tuple[str, npt.NDArray[np.int16]]:
    """What the doctor printed, and all that was to be heard meanwhile."""
    with recording(folder) as recorder:
        done = subprocess.run(
            [sys.executable, "-m", "yogaflow", "doctor", *arguments],
            env=os.environ | {"YOGAFLOW_HOME": str(folder / "home")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout, np.array(recorder.samples())


def test_a_bowl_is_played_and_the_device_named(tmp_path: Path) -> None:
    said, recorded = heard(tmp_path, "--sound", "miniaudio")
    assert "ok miniaudio" in said
    assert "set to auto: plays through miniaudio" in said
    assert "A bowl was played through miniaudio." in said
    bowl = read_sound(sounds_dir() / DEFAULT_THEME / "start.wav").astype(np.float64)
    # The volume that is set, 0.8, is 0.64 of full scale.
    place = find(recorded, 0.64 * bowl, 0, len(recorded))
    assert place is not None
    assert place + len(bowl) < len(recorded)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_a_sentence_is_said(tmp_path: Path) -> None:
    said, recorded = heard(tmp_path, "--speak", "espeak-ng")
    assert "espeak-ng speaks: " in said
    assert "It was played through miniaudio." in said
    seconds = float(said.split("espeak-ng speaks: ")[1].split(" s.")[0])
    assert 2.0 < seconds < 8.0
    loud = np.flatnonzero(np.abs(recorded.astype(np.int32)) > 300)
    assert seconds - 0.5 < (loud[-1] - loud[0]) / RATE < seconds + 0.5


def test_a_backend_that_was_chosen_and_is_not_there_says_so(tmp_path: Path) -> None:
    said, recorded = heard(tmp_path, "--sound", "silence")
    assert "No sound: it is set to silence." in said
    assert not recorded.any()
