"""The mixer: exact samples, no clicks, never above full scale, whatever the size of the blocks."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strength import examples
from yogaflow.audio.ducking import DOWN_SECONDS, UP_SECONDS
from yogaflow.audio.mixer import (
    AMBIENCE_IN,
    AMBIENCE_OUT,
    FADE_SECONDS,
    SOFTER,
    Bus,
    Mixer,
    Samples,
    Source,
    as_pcm,
    as_samples,
)

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


@st.composite
def sounds(draw: st.DrawFn) -> list[tuple[int, int, int, Bus]]:
    """(begin, length, plan, bus) of a few sounds, speech among them, crowded together."""
    places, lengths, plans = st.integers(0, 30_000), st.integers(1, 20_000), st.integers(1, 2)
    row = st.tuples(places, lengths, plans, st.sampled_from(Bus))
    return draw(st.lists(row, min_size=1, max_size=6))


Command = tuple[int, str, float]
"""(sample, what, how much)."""

COMMANDS = st.lists(
    st.tuples(
        st.integers(0, 50_000),
        st.sampled_from(["gain", "fade", "ambience", "no ambience"]),
        st.sampled_from([0.0, 0.3, 1.0]),
    ),
    max_size=5,
)


def counting() -> Source:
    """A source whose every sample says which one it is."""
    count = itertools.count(1)

    def read(number: int) -> Samples:
        return np.array([next(count) % 9973 for _ in range(number)], np.float32) / np.float32(2e4)

    return read


def mixed(
    rows: list[tuple[int, int, int, Bus]], commands: list[Command], cuts: set[int]
) -> Samples:
    """60,000 samples, in blocks that end at `cuts` and wherever a command falls."""
    mixer, source = Mixer(RATE), counting()
    for begin, length, plan, bus in rows:
        mixer.add(tone(length / RATE, 0.7, 50.0 + 100 * plan), begin, plan=plan, bus=bus)
    edges = sorted({0, 60_000, *cuts, *(at for at, _, _ in commands)})
    out = []
    for first, last in itertools.pairwise(edges):
        for at, what, much in commands:
            if at == first:
                if what == "gain":
                    mixer.set_gain(much)
                elif what == "fade":
                    mixer.fade(2)
                else:
                    mixer.set_ambience(source if what == "ambience" else None)
        out.append(mixer.render(last - first))
    return np.concatenate(out)


@settings(max_examples=examples(60))
@given(sounds(), COMMANDS, st.sets(st.integers(1, 59_999), max_size=30))
def test_the_size_of_the_blocks_changes_no_sample(
    rows: list[tuple[int, int, int, Bus]], commands: list[Command], cuts: set[int]
) -> None:
    assert np.array_equal(mixed(rows, commands, cuts), mixed(rows, commands, set()))


def under_speech(bus: Bus, speech: tuple[int, int], block: int = 2880) -> Samples:
    """A steady sound of 0.5 while a line that is silence itself is spoken."""
    mixer = Mixer(RATE)
    mixer.add(np.full(4 * RATE, 0.5, np.float32), 0, bus=bus)
    begin, end = speech
    mixer.add(np.zeros(end - begin, np.float32), begin, bus=Bus.SPEECH)
    return rendered(mixer, 4 * RATE, block) / np.float32(0.5)


@pytest.mark.parametrize("bus", [Bus.BREATH, Bus.BELL])
def test_other_sounds_make_room_for_speech_and_come_back(bus: Bus) -> None:
    begin, end = RATE, 2 * RATE
    gain = under_speech(bus, (begin, end))
    down, back = begin + round(DOWN_SECONDS * RATE), end + round(UP_SECONDS * RATE)
    assert (gain[:begin] == 1.0).all()
    assert (gain[back:] == 1.0).all()
    assert 20 * np.log10(gain[down:end]) == pytest.approx(-SOFTER[bus], abs=0.01)
    assert (np.diff(gain[begin:down]) <= 0).all()
    assert (np.diff(gain[end:back]) >= 0).all()
    # Never a step.
    assert np.abs(np.diff(gain)).max() < 0.001


def test_speech_itself_does_not_duck() -> None:
    mixer = Mixer(RATE)
    mixer.add(np.full(RATE, 0.4, np.float32), 0, bus=Bus.SPEECH)
    assert (mixer.render(RATE) == np.float32(0.4)).all()


def test_between_two_lines_that_follow_closely_there_is_no_jump() -> None:
    mixer = Mixer(RATE)
    mixer.add(np.full(3 * RATE, 0.5, np.float32), 0, bus=Bus.BREATH)
    for begin in (RATE // 2, RATE // 2 + 20_000):
        mixer.add(np.zeros(12_000, np.float32), begin, bus=Bus.SPEECH)
    gain = rendered(mixer, 3 * RATE) * 2
    assert np.abs(np.diff(gain)).max() < 0.001
    between = gain[RATE // 2 + 12_000 : RATE // 2 + 20_000]
    assert gain.min() < between.max() < 1.0


def test_a_line_that_is_faded_gives_the_others_their_room_back() -> None:
    mixer = Mixer(RATE)
    mixer.add(np.full(4 * RATE, 0.5, np.float32), 0, plan=2, bus=Bus.BREATH)
    mixer.add(np.zeros(3 * RATE, np.float32), 0, plan=1, bus=Bus.SPEECH)
    mixer.render(RATE)
    assert mixer.speech_until == 3 * RATE
    mixer.fade(2)
    faded = round((1 + FADE_SECONDS) * RATE)
    assert mixer.speech_until == faded
    out = rendered(mixer, RATE)
    assert (out[faded - RATE + round(UP_SECONDS * RATE) :] == 0.5).all()
    assert mixer.speech_until == 0


def test_when_a_line_will_be_over_is_known_before_it_begins() -> None:
    mixer = Mixer(RATE)
    mixer.add(np.ones(1000, np.float32), 5000, bus=Bus.SPEECH)
    mixer.add(np.ones(9000, np.float32), 5000)
    assert mixer.speech_until == 6000
    assert mixer.drop(1) == 2
    assert mixer.speech_until == 0


def steady(level: float = 0.1) -> Source:
    return lambda count: np.full(count, level, np.float32)


def test_ambience_comes_and_goes_slowly_and_nobody_waits_for_it() -> None:
    mixer = Mixer(RATE)
    mixer.set_ambience(steady())
    out = rendered(mixer, 4 * RATE)
    come = round(AMBIENCE_IN * RATE)
    assert (np.diff(out[:come]) >= 0).all()
    assert out[: RATE // 10].max() < 0.001
    assert (out[come:] == np.float32(0.1)).all()
    assert not mixer.busy
    assert not mixer.sounding
    mixer.set_ambience(None)
    out = rendered(mixer, 2 * RATE)
    gone = round(AMBIENCE_OUT * RATE)
    assert (np.diff(out[:gone]) <= 0).all()
    assert not out[gone:].any()
    assert np.abs(np.diff(out)).max() < 1e-5


def test_ambience_that_comes_back_goes_on_where_it_stopped_and_without_a_step() -> None:
    mixer, asked = Mixer(RATE), []

    def source(count: int) -> Samples:
        asked.append(count)
        return np.full(count, 0.1, np.float32)

    mixer.set_ambience(source)
    out = [rendered(mixer, 4 * RATE)]
    mixer.set_ambience(None)
    out.append(rendered(mixer, RATE))
    # It has not quite gone when it is wanted again.
    mixer.set_ambience(source)
    out.append(rendered(mixer, 3 * RATE))
    mixer.set_ambience(None)
    out.append(rendered(mixer, 10 * RATE))
    assert sum(asked) == 8 * RATE + round(AMBIENCE_OUT * RATE)
    assert np.abs(np.diff(np.concatenate(out))).max() < 1e-5


def test_ambience_makes_room_for_speech() -> None:
    mixer = Mixer(RATE)
    mixer.set_ambience(steady(0.25))
    mixer.render(4 * RATE)
    mixer.add(np.zeros(RATE, np.float32), mixer.position, bus=Bus.SPEECH)
    out = rendered(mixer, 2 * RATE)
    assert 20 * np.log10(out[RATE - 1] / 0.25) == pytest.approx(-9.0, abs=0.01)
    assert out[-1] == 0.25


def test_speech_that_goes_unheard_is_forgotten_when_it_is_over() -> None:
    mixer = Mixer(RATE, gain=0.0)
    for _ in range(5):
        mixer.add(np.ones(RATE, np.float32), mixer.position, bus=Bus.SPEECH)
        rendered(mixer, 2 * RATE)
    mixer.render(1)
    assert not mixer._spoken


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
