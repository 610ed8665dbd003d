"""Ambience: any rate without aliases, round and round without a click, level, and no waiting."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strength import examples
from yogaflow.audio import ambience as ambience_module
from yogaflow.audio.ambience import LOUDNESS, SEAM, Ambience, looped
from yogaflow.audio.loudness import loudness
from yogaflow.audio.mixer import Samples
from yogaflow.audio.reading import RATE
from yogaflow.audio.resampler import Resampler

soundfile = pytest.importorskip("soundfile")


def tone(seconds: float, pitch: float, rate: int = RATE, level: float = 0.25) -> Samples:
    time_ = np.arange(round(seconds * rate)) / rate
    return np.asarray(level * np.sin(2 * np.pi * pitch * time_), dtype=np.float32)


def noise(seconds: float, level: float = 0.1, rate: int = RATE) -> Samples:
    made = np.random.default_rng(7).uniform(-level, level, round(seconds * rate))
    return np.asarray(made, dtype=np.float32)


def decibels(sound: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-30))


# -- another rate, piece by piece -----------------------------------------------------------


def resampled(sound: Samples, rate: int, sizes: Iterator[int]) -> Samples:
    resampler, parts, at = Resampler(rate, RATE), [], 0
    while at < len(sound):
        size = next(sizes)
        parts.append(resampler.take(sound[at : at + size]))
        at += size
    return np.concatenate([*parts, resampler.end()])


@pytest.mark.parametrize("rate", [8000, 11_025, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000])
def test_a_tone_of_any_rate_is_the_same_tone(rate: int) -> None:
    out = resampled(tone(1.0, 1000.0, rate), rate, itertools.repeat(3000))
    assert len(out) == RATE
    middle = slice(RATE // 10, -RATE // 10)
    assert decibels((out - tone(1.0, 1000.0))[middle]) < -60


@pytest.mark.parametrize("pitch", [26_000.0, 30_000.0, 40_000.0])
def test_what_there_is_no_room_for_is_left_out(pitch: float) -> None:
    out = resampled(tone(1.0, pitch, 96_000), 96_000, itertools.repeat(5000))
    assert decibels(out[RATE // 10 : -RATE // 10]) < -60


@settings(max_examples=examples(30))
@given(
    st.sampled_from([11_025, 44_100, 44_056, 96_000]),
    st.lists(st.integers(1, 4000), min_size=1, max_size=20),
)
def test_the_size_of_the_pieces_changes_nothing(rate: int, sizes: list[int]) -> None:
    sound = noise(0.3, rate=rate)
    pieces = resampled(sound, rate, itertools.cycle(sizes))
    whole = resampled(sound, rate, itertools.repeat(len(sound)))
    assert len(pieces) == len(whole) == pytest.approx(0.3 * RATE, abs=8)
    assert np.allclose(pieces, whole, rtol=0.0, atol=1e-6)


@pytest.mark.parametrize("rate", [0, 100, 10_000_000])
def test_a_rate_no_sound_has_is_refused(rate: int) -> None:
    with pytest.raises(ValueError, match="samples a second"):
        Resampler(rate, RATE)


# -- round and round ------------------------------------------------------------------------


def pieces(sound: Samples, size: int) -> Callable[[], Iterator[Samples]]:
    return lambda: (sound[at : at + size] for at in range(0, len(sound), size))


def taken(source: Iterator[Samples], count: int) -> Samples:
    parts, there = [], 0
    for piece in source:
        parts.append(piece)
        there += len(piece)
        if there >= count:
            break
    return np.concatenate(parts)[:count]


@pytest.mark.parametrize("seconds", [1.0, 1.7, 2.5, 9.0])
def test_the_end_passes_into_the_beginning(seconds: float) -> None:
    sound = noise(seconds)
    seam = min(round(SEAM * RATE), len(sound) // 4)
    out = taken(looped(pieces(sound, 5000), round(SEAM * RATE)), 4 * len(sound))
    turn = len(sound) - seam
    assert np.array_equal(out[:turn], sound[:turn])
    # From the first seam on it is the same, round and round.
    assert np.array_equal(out[turn : 2 * turn], out[2 * turn : 3 * turn])
    assert np.array_equal(out[turn + seam : 2 * turn], sound[seam:turn])
    # In the seam as loud as elsewhere.
    assert decibels(out[turn : turn + seam]) == pytest.approx(decibels(sound), abs=0.3)


def test_a_loop_has_no_click() -> None:
    # Ends at its peak, begins at zero.
    sound = tone(3.0 + 0.25 / 220, 220.0)
    assert abs(sound[-1]) > 0.24
    out = taken(looped(pieces(sound, 4096), round(SEAM * RATE)), 10 * RATE)
    steepest = np.abs(np.diff(sound)).max()
    # Two tones at once, out of step, are at most 1.42 times as steep.
    assert np.abs(np.diff(out)).max() < 1.5 * steepest


@settings(max_examples=examples(20))
@given(st.integers(48_000, 200_000), st.integers(500, 60_000))
def test_how_it_is_decoded_changes_nothing(length: int, size: int) -> None:
    sound = noise(length / RATE)
    whole = taken(looped(pieces(sound, length), round(SEAM * RATE)), 500_000)
    assert np.array_equal(taken(looped(pieces(sound, size), round(SEAM * RATE)), 500_000), whole)


@pytest.mark.parametrize("count", [0, 100, RATE - 1])
def test_less_than_a_second_is_no_ambience(count: int) -> None:
    with pytest.raises(ValueError, match="short" if count else "no sound"):
        taken(looped(pieces(np.ones(count, np.float32), 1000), RATE), 10)


# -- files ----------------------------------------------------------------------------------


def write(path: Path, sound: Samples, rate: int = RATE, **options: str) -> Path:
    soundfile.write(path, sound, rate, **options)
    return path


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3"])
def test_every_usual_kind_is_read_and_made_as_loud_as_any_other(
    ending: str, tmp_path: Path
) -> None:
    loud = np.stack([noise(6.0, 0.5, 44_100), noise(6.0, 0.5, 44_100)], axis=1)
    made = Ambience(write(tmp_path / f"rain.{ending}", loud, 44_100), 1.0)
    out = made.read(10 * RATE)
    assert made.problem == ""
    assert loudness(out) == pytest.approx(LOUDNESS, abs=1.0)
    # Over the seam too.
    assert loudness(out[4 * RATE : 6 * RATE]) == pytest.approx(LOUDNESS, abs=1.0)


def test_a_soft_file_is_raised_and_a_volume_lowers_it(tmp_path: Path) -> None:
    path = write(tmp_path / "rain.wav", noise(5.0, 0.01))
    whole, half = Ambience(path, 1.0).read(3 * RATE), Ambience(path, 0.5).read(3 * RATE)
    assert loudness(whole) == pytest.approx(LOUDNESS, abs=1.0)
    assert np.allclose(half, whole * 0.5)


def test_a_beginning_that_is_silence_does_not_make_the_rest_loud(tmp_path: Path) -> None:
    sound = np.concatenate([np.zeros(8 * RATE, np.float32), noise(20.0, 0.3)])
    out = Ambience(write(tmp_path / "dawn.wav", sound), 1.0).read(28 * RATE)
    assert loudness(out[10 * RATE : 25 * RATE]) == pytest.approx(LOUDNESS, abs=1.0)
    nothing = Ambience(write(tmp_path / "none.wav", np.zeros(3 * RATE, np.float32)))
    assert not nothing.read(5 * RATE).any()
    assert nothing.problem == ""


def test_reading_in_pieces_of_any_size_gives_the_same_samples(tmp_path: Path) -> None:
    path = write(tmp_path / "rain.flac", noise(3.0, rate=44_100), 44_100)
    once, again = Ambience(path), Ambience(path)
    parts = [once.read(count) for count in (1, 7, 5000, 7680, 200_000, 0, 3)]
    assert np.array_equal(np.concatenate(parts), again.read(sum(map(len, parts))))


def test_sound_with_holes_in_it_stays_a_sound(tmp_path: Path) -> None:
    sound = noise(2.0)
    sound[5000:5100] = np.nan
    sound[9000] = np.inf
    out = Ambience(write(tmp_path / "odd.wav", sound, subtype="FLOAT"), 1.0).read(4 * RATE)
    assert np.isfinite(out).all()
    assert out.any()


def test_a_file_that_breaks_off_is_played_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write(tmp_path / "rain.flac", noise(8.0))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    made = Ambience(path, 1.0)
    out = made.read(10 * RATE)
    assert made.problem == ""
    assert all(part.any() for part in np.split(out, 40))


def test_what_cannot_be_read_is_said_in_one_plain_line(tmp_path: Path) -> None:
    text = tmp_path / "notes.ogg"
    text.write_text("rain, and a brook")
    short = write(tmp_path / "hum.wav", noise(0.2))
    for path, why in (
        (tmp_path / "gone.ogg", "there is no such file"),
        (tmp_path, "that is a folder"),
        (Path(tmp_path.anchor), "that is a folder"),
        (text, "not a sound"),
        (short, "it is too short"),
    ):
        made = Ambience(path)
        assert made.problem.startswith(f"The ambience cannot be read: {path.name or path}: {why}")
        assert "\n" not in made.problem
        assert not made.read(1000).any()


@pytest.mark.skipif(os.name == "nt", reason="no pipes among the files")
def test_a_pipe_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    assert "that is no file" in Ambience(tmp_path / "pipe.wav").problem


def test_one_that_is_deleted_while_it_plays_is_said_too(tmp_path: Path) -> None:
    path = write(tmp_path / "rain.wav", noise(3.0))
    made = Ambience(path)
    assert made.read(RATE).any()
    path.unlink()
    out = made.read(9 * RATE)
    assert not out[-RATE:].any()
    assert "there is no such file" in made.problem


def test_soundfile_that_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "rain.wav", noise(3.0))
    monkeypatch.setitem(sys.modules, "soundfile", None)
    assert "soundfile" in Ambience(path).problem


# -- decoded ahead --------------------------------------------------------------------------


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 10.0
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)


def test_decoded_ahead_it_is_the_same_sound_but_for_a_soft_beginning(tmp_path: Path) -> None:
    path = write(tmp_path / "rain.wav", noise(3.0))
    ahead = Ambience(path, ahead=2.0)
    ready = ahead._ready
    assert ready is not None
    until(lambda: ready.qsize() > 2)
    out = ahead.read(30_000)
    assert np.array_equal(out[480:], Ambience(path).read(30_000)[480:])
    ahead.close()


def test_what_is_not_there_in_time_is_silence_without_a_click(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "rain.wav", noise(5.0))
    gate = threading.Event()
    plain = ambience_module._once

    def slow(place: Path) -> Iterator[Samples]:
        for number, piece in enumerate(plain(place)):
            if number == 3 and not gate.is_set():
                gate.wait(10.0)
            yield np.ones_like(piece)

    monkeypatch.setattr(ambience_module, "_once", slow)
    monkeypatch.setattr(ambience_module, "_gain", lambda _: 1.0)
    monkeypatch.setattr(ambience_module, "SEAM", 0.1)
    made = Ambience(path, 1.0, ahead=2.0)
    ready = made._ready
    assert ready is not None
    until(lambda: ready.qsize() >= 3)
    begun = time.monotonic()
    first = made.read(2 * RATE)
    # It did not wait for what is not decoded.
    assert time.monotonic() - begun < 5.0
    assert not first[-RATE:].any()
    gate.set()
    until(lambda: ready.qsize() >= 3)
    out = np.concatenate([first, made.read(20_000)])
    assert out[-1] == 1.0
    assert np.abs(np.diff(out)).max() < 0.01
    made.close()


def test_a_thread_of_its_own_never_holds_more_than_it_should_and_ends(tmp_path: Path) -> None:
    path = write(tmp_path / "rain.wav", noise(3.0))
    before = threading.active_count()
    made = Ambience(path, ahead=1.0)
    ready = made._ready
    assert ready is not None
    until(ready.full)
    held = sum(len(piece) for piece in list(ready.queue))
    assert held < 3 * RATE
    made.close()
    made.read(RATE)
    until(lambda: threading.active_count() == before)


def test_a_problem_of_the_thread_is_said(tmp_path: Path) -> None:
    made = Ambience(tmp_path / "gone.wav", ahead=1.0)
    until(lambda: made.problem)
    assert not made.read(1000).any()


def test_nothing_is_imported_before_it_is_needed() -> None:
    program = (
        "import sys\n"
        "import yogaflow.audio.child, yogaflow.audio.desk, yogaflow.audio.ambience\n"
        "print([n for n in ('soundfile', 'numpy.fft', 'numpy.random') if n in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
