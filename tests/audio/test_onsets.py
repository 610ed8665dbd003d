"""The benchmark's own ears: it finds a cue to a fraction of a sample, and sees a drift."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from benchmarks.cue_onsets import RATE, Heard, corrections_in, find, plan

TIME = np.arange(RATE // 5) / RATE


def cue(shift: float = 0.0) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A decaying tone that begins `shift` samples late, softly."""
    time = TIME - shift / RATE
    rise = np.clip(time / 0.004, 0, 1) ** 2
    return np.asarray(8000 * rise * np.exp(-20 * time) * np.sin(2 * np.pi * 784 * time))


@pytest.mark.parametrize("shift", [0.0, 0.25, 0.5, 0.9])
@pytest.mark.parametrize("begin", [20_000, 48_123])
def test_a_cue_is_found_to_a_fraction_of_a_sample(shift: float, begin: int) -> None:
    recorded = np.zeros(2 * RATE, np.int16)
    recorded[begin : begin + len(TIME)] = np.round(cue(shift))
    found = find(recorded, cue(), begin + 3000.0, 8000)
    assert found == pytest.approx(begin + shift, abs=0.05)


def test_silence_and_something_else_are_not_a_cue() -> None:
    recorded = np.zeros(2 * RATE, np.int16)
    assert find(recorded, cue(), 40_000.0, 8000) is None
    recorded[::97] = 2000
    assert find(recorded, cue(), 40_000.0, 8000) is None
    assert find(recorded[:100], cue(), 40.0, 8000) is None


def test_one_constant_offset_is_removed_and_a_drift_is_not() -> None:
    due = np.arange(0.0, 300.0, 1.7)
    steady = Heard(due, (due + 0.123) * RATE, 0)
    assert np.abs(steady.deviations(1 / RATE)).max() < 1e-6
    drifting = Heard(due, (due * (1 + 10e-6) + 0.123) * RATE, 0)
    assert np.abs(drifting.deviations(1 / RATE)).max() == pytest.approx(1.5, abs=0.05)
    assert drifting.drift(1 / RATE) == pytest.approx(10e-6 * 1000 * (due[-1] - due[0]))


def test_a_correction_is_no_deviation_but_a_gap_is() -> None:
    due = np.arange(0.0, 300.0, 1.7)
    stepped = Heard(due, (due + 0.1 + np.where(due > 200, 0.006, 0.0)) * RATE, 0)
    assert np.abs(stepped.between_corrections(1)).max() < 1e-6
    assert np.abs(stepped.between_corrections(0)).max() == pytest.approx(6.0)
    assert np.abs(stepped.between_corrections(2)).max() == pytest.approx(6.0)
    assert corrections_in("a\nsound: clock corrected 3 times, 0 cues too late\nb") == 3
    assert corrections_in("nothing") == 0


def test_the_cues_fall_anywhere_in_a_block_and_do_not_touch() -> None:
    cues = plan(100.0, 300.0)
    places = [(each.at * RATE) % 2880 for each in cues]
    assert max(places) > 2700
    assert min(places) < 180
    assert min(b.at - a.at for a, b in itertools.pairwise(cues)) > 1.5
