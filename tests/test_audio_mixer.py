"""The mixer: exact samples, no clicks, never above full scale, whatever the size of the blocks."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yogaflow.audio.mixer import FADE_SECONDS, Mixer, Samples, as_pcm, as_samples

RATE = 48_000


def tone(seconds: float, level: float = 0.5, pitch: float = 440.0) -> Samples:
    time = np.arange(round(seconds * RATE)) / RATE
    return np.asarray(level * np.cos(2 * np.pi * pitch * time), dtype=np.float32)


def rendered(mixer: Mixer, count: int, block: int = 2880) -> Samples:
    return np.concatenate(
        [mixer.render(min(block, count - first)) for first in range(0, count, block)]
    )


@pytest.mark.parametrize("at", [0, 1, 2879, 2880, 2881, 10_007])
def test_a_sound_begins_and_ends_at_its_sample(at: int) -> None:
    mixer = Mixer(RATE)
    mixer.add(np.full(100, 0.5, np.float32), at)
    out = rendered(mixer, 15_000)
    assert np.flatnonzero(out).tolist() == list(range(at, at + 100))


def test_sounds_add_up() -> None:
    mixer = Mixer(RATE)
    mixer.add(np.full(10, 0.25, np.float32), 0)
    mixer.add(np.full(10, 0.5, np.float32), 5)
    assert mixer.render(15).tolist() == [0.25] * 5 + [0.75] * 5 + [0.5] * 5


def test_what_is_kept_as_whole_numbers_sounds_the_same() -> None:
    sound = tone(0.01)
    assert np.abs(as_samples(as_pcm(sound)) - sound).max() <= 1 / 65536
    mixer = Mixer(RATE)
    mixer.add(as_pcm(sound), 0)
    assert np.abs(mixer.render(len(sound)) - sound).max() <= 1 / 65536


@settings(max_examples=30)
@given(st.lists(st.integers(1, 9000), min_size=1, max_size=40), st.integers(0, 20_000))
def test_the_size_of_the_blocks_changes_no_sample(blocks: list[int], fade_at: int) -> None:
    def mixed(sizes: list[int]) -> Samples:
        mixer = Mixer(RATE)
        mixer.add(tone(0.3, 0.9), 1000)
        mixer.add(tone(0.2, 0.9, 300.0), 4000)
        out, commanded = [], False
        for size in sizes:
            # Commands fall on the same sample for both.
            if not commanded and mixer.position == fade_at:
                mixer.set_gain(0.3)
                commanded = True
            out.append(mixer.render(size))
        return np.concatenate(out)

    total = sum(blocks)
    edges = sorted({0, total, min(fade_at, total), *np.cumsum(blocks).tolist()})
    pieces = mixed([b - a for a, b in itertools.pairwise(edges)])
    coarse = sorted({0, total, min(fade_at, total)})
    whole = mixed([b - a for a, b in itertools.pairwise(coarse)])
    assert np.allclose(pieces, whole, rtol=0.0, atol=1e-6)


def test_a_fade_ends_within_thirty_milliseconds_and_without_a_step() -> None:
    mixer = Mixer(RATE)
    sound = tone(2.0, 0.8)
    mixer.add(sound, 0, plan=1)
    before = mixer.render(10_000)
    mixer.fade(2)
    after = rendered(mixer, 10_000)
    assert not after[round(FADE_SECONDS * RATE) :].any()
    assert after[: round(0.02 * RATE)].any()
    natural = np.abs(np.diff(sound)).max()
    whole = np.concatenate([before, after])
    assert np.abs(np.diff(whole)).max() < natural * 1.05
    assert not mixer.busy


def test_a_fade_spares_the_new_plan() -> None:
    mixer = Mixer(RATE)
    mixer.add(np.full(9000, 0.25, np.float32), 0, plan=1)
    mixer.add(np.full(9000, 0.5, np.float32), 0, plan=2)
    mixer.render(100)
    mixer.fade(2)
    out = rendered(mixer, 5000)
    assert out[-1] == pytest.approx(0.5)


def test_dropping_a_plan_forgets_what_has_not_begun_and_lets_the_rest_end() -> None:
    mixer = Mixer(RATE)
    mixer.add(np.full(1000, 0.25, np.float32), 0, plan=1)
    mixer.add(np.full(1000, 0.25, np.float32), 2000, plan=1)
    mixer.add(np.full(1000, 0.25, np.float32), 4000, plan=2)
    first = mixer.render(500)
    assert mixer.drop(2) == 1
    out = np.concatenate([first, rendered(mixer, 5500)])
    assert out[:1000].all()
    assert not out[1000:4000].any()
    assert out[4000:5000].all()


@pytest.mark.parametrize("count", [1, 2, 10])
def test_the_sum_never_reaches_full_scale_and_one_sound_is_left_alone(count: int) -> None:
    mixer = Mixer(RATE)
    for _ in range(count):
        mixer.add(tone(0.1, 0.7), 0)
    out = mixer.render(4800)
    assert np.abs(out).max() < 1.0
    if count == 1:
        assert np.array_equal(out, tone(0.1, 0.7))


def test_the_volume_moves_without_steps() -> None:
    mixer = Mixer(RATE)
    mixer.add(np.full(48_000, 0.5, np.float32), 0)
    parts = [mixer.render(2880)]
    for gain in (0.0, 1.0, 0.2, 0.9):
        mixer.set_gain(gain)
        parts.append(mixer.render(2880))
    out = np.concatenate(parts)
    assert np.abs(np.diff(out)).max() < 0.5 / (0.04 * RATE)
    assert out[2 * 2880 - 1] == 0.0
    assert out[3 * 2880 - 1] == pytest.approx(0.5)
    assert out[-1] == pytest.approx(0.45, rel=1e-3)


def test_muted_sounds_go_on_unheard() -> None:
    mixer = Mixer(RATE, gain=0.0)
    mixer.add(np.full(6000, 0.5, np.float32), 0)
    assert not mixer.render(3000).any()
    mixer.set_gain(1.0)
    assert mixer.render(2999)[-1] == pytest.approx(0.5)
    assert mixer.render(10).tolist() == [0.5] + [0.0] * 9


def test_silence_may_be_shared_but_not_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Mixer(RATE).render(100)[0] = 1.0


def test_a_whole_file_at_once() -> None:
    mixer = Mixer(RATE)
    mixer.add(np.full(10, 0.5, np.float32), 200_000)
    out = mixer.render(300_000)
    assert len(out) == 300_000
    assert np.flatnonzero(out).tolist() == list(range(200_000, 200_010))


def test_what_has_passed_and_what_is_no_gain_is_refused() -> None:
    mixer = Mixer(RATE)
    mixer.render(10)
    with pytest.raises(ValueError, match="has passed"):
        mixer.add(np.zeros(1, np.float32), 9)
    with pytest.raises(ValueError, match="gain"):
        mixer.set_gain(1.5)
