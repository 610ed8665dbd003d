"""How long a line takes, guessed from its text: the same everywhere, and close to a real voice."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import wave
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bundled import FLOWS, bundled_flow
from yogaflow.timeline import compile_flow, estimate_speech

ESPEAK = shutil.which("espeak-ng")
SAMPLE = 40
SILENCE = 130
"""Of 32,768: what is softer is not heard."""


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Five.", 0.48),
        ("Last breath.", 0.87),
        ("Pigeon, right side.", 1.6),
        ("Sore knees? Sit less deep.", 2.15),
    ],
)
def test_estimates_are_the_same_everywhere(text: str, seconds: float) -> None:
    assert estimate_speech(text) == seconds


@given(st.text(max_size=60), st.text(max_size=60))
def test_more_words_never_take_less_time(one: str, two: str) -> None:
    assert estimate_speech(f"{one} {two}") >= max(estimate_speech(one), estimate_speech(two))
    assert estimate_speech(one) > 0


def bundled_lines() -> list[str]:
    """Every line of every bundled flow, once."""
    timelines = [compile_flow(bundled_flow(key)) for key in FLOWS]
    return sorted({line.text for t in timelines for s in t.segments for line in s.lines})


@pytest.mark.skipif(ESPEAK is None, reason="espeak-ng is not installed")
def test_estimates_are_close_to_a_voice_at_150_words_a_minute(tmp_path: Path) -> None:
    texts = bundled_lines()
    texts = texts[:: max(1, len(texts) // SAMPLE)]
    ratios = [estimate_speech(text) / spoken_seconds(text, tmp_path / "line.wav") for text in texts]
    assert statistics.fmean(ratios) == pytest.approx(1.05, abs=0.06)
    assert sum(ratio < 0.9 for ratio in ratios) <= len(ratios) / 10


def spoken_seconds(text: str, path: Path) -> float:
    """What espeak-ng makes of a line, without the silence around it."""
    assert ESPEAK is not None
    command = [ESPEAK, "--stdin", "-s", "150", "-v", "en-gb", "-w", str(path)]
    subprocess.run(command, input=text.encode(), check=True, timeout=20)
    with wave.open(str(path), "rb") as file:
        samples = array("h", file.readframes(file.getnframes()))
        rate = file.getframerate()
    loud = [i for i, sample in enumerate(samples) if abs(sample) > SILENCE]
    return (loud[-1] - loud[0]) / rate
