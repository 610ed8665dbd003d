"""Lines as they are kept: trimmed, at one rate, all as loud as each other, and never too loud."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strength import examples
from yogaflow.audio.loudness import loudness
from yogaflow.audio.mixer import Pcm
from yogaflow.audio.voice.level import KEPT, LONGEST, LOUDNESS, levelled

RATE = 48_000


def spoken(
    seconds: float = 1.5,
    *,
    rate: int = 22_050,
    level: float = 0.3,
    before: float = 0.0,
    after: float = 0.0,
    seed: int = 1,
) -> npt.NDArray[np.float32]:
    """Something like a voice: syllables four times a second, with harmonics of 110 Hz."""
    at = np.arange(int(seconds * rate)) / rate
    random = np.random.default_rng(seed)
    sound = sum(
        np.sin(2 * np.pi * 110 * n * at + random.uniform(0, 6)) / n for n in range(1, 20)
    ) * (0.2 + 0.8 * np.abs(np.sin(2 * np.pi * 2 * at + 1)))
    pause = np.zeros(int(before * rate)), np.zeros(int(after * rate))
    return np.concatenate([pause[0], level * sound / np.abs(sound).max(), pause[1]]).astype("f4")


def pcm(sound: npt.NDArray[Any]) -> Pcm:
    return np.round(sound * 32767).astype(np.int16)


def peak(sound: Pcm) -> float:
    """In dBFS."""
    return float(20 * np.log10(np.abs(sound.astype(float)).max() / 32768))


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("level", [0.003, 0.1, 1.0])
def test_every_line_is_as_loud_as_every_other(rate: int, level: float) -> None:
    line = levelled(pcm(spoken(rate=rate, level=level)), rate)
    assert line.dtype == np.int16
    assert abs(len(line) / RATE - 1.5) < 0.01
    assert abs(loudness(line / 32768) - LOUDNESS) < 0.3
    assert peak(line) <= -1.0


@pytest.mark.parametrize("seconds", [0.08, 0.3, 29.0])
def test_short_and_long_lines_too(seconds: float) -> None:
    line = levelled(spoken(seconds), 22_050)
    assert abs(loudness(line / 32768) - LOUDNESS) < 0.5


@settings(max_examples=examples(20))
@given(st.floats(0.0, 0.95), st.sampled_from([8_000, 22_050, 48_000]))
def test_peaks_are_turned_down_not_cut_off(place: float, rate: int) -> None:
    sound = spoken(0.8, rate=rate, level=0.1)
    # A plosive, eight times as high as all the rest.
    click = int(place * len(sound))
    sound[click : click + rate // 1000] += np.float32(0.8)
    line = levelled(sound, rate)
    assert peak(line) <= -1.0
    flat = np.abs(line) >= np.abs(line).max()
    assert np.count_nonzero(flat[1:] & flat[:-1]) <= 2
    assert abs(loudness(line / 32768) - LOUDNESS) < 1.5


@pytest.mark.parametrize("noise", [0.0, 0.0003])
def test_silence_around_a_line_goes_but_for_a_breath_of_it(noise: float) -> None:
    sound = spoken(1.0, before=0.7, after=1.3)
    sound += np.random.default_rng(5).normal(0, noise or 1e-9, len(sound)).astype("f4")
    line = levelled(sound, 22_050)
    assert abs(len(line) / RATE - (1.0 + 2 * KEPT)) < 0.02
    frames = np.abs(line[: len(line) // 480 * 480].astype(float)).reshape(-1, 480).max(axis=1)
    assert frames[0] < 0.02 * frames.max()
    assert frames[4] > 0.05 * frames.max()


def test_a_soft_beginning_is_kept() -> None:
    hiss = np.random.default_rng(2).normal(0, 0.008, 22_050 // 5).astype("f4")
    line = levelled(np.concatenate([hiss, spoken(1.0)]), 22_050)
    assert abs(len(line) / RATE - 1.2) < 0.01


def test_the_edges_begin_and_end_at_nothing() -> None:
    line = levelled(np.full(22_050, 0.5, dtype=np.float32) * spoken(1.0, level=1.0), 22_050)
    assert line[0] == line[-1] == 0
    assert np.abs(line[:24]).max() < 0.2 * np.abs(line[:2400]).max()


@pytest.mark.parametrize(
    ("sound", "why"),
    [
        (np.zeros(0, np.int16), "no sound"),
        (np.zeros(22_050, np.int16), "no sound"),
        (np.ones(22_050, np.int16), "no sound"),
        (np.full(22_050, np.nan, np.float32), "no sound"),
        (spoken(LONGEST + 0.1), "longer than 30 seconds"),
    ],
)
def test_what_is_no_line(sound: npt.NDArray[Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        levelled(sound, 22_050)


@settings(max_examples=examples(50))
@given(st.lists(st.integers(-32768, 32767), min_size=1, max_size=300))
def test_any_samples_are_a_line_or_an_error(samples: list[int]) -> None:
    try:
        line = levelled(np.array(samples, np.int16), 22_050)
    except ValueError:
        assert max(abs(sample) for sample in samples) < 10
    else:
        assert peak(line) <= -1.0 if line.any() else True
