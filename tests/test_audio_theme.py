"""The default theme: what the script makes, equally loud, no clicks; and themes that are broken."""

from __future__ import annotations

import importlib.util
import itertools
import wave
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from yogaflow.audio.loudness import loudness
from yogaflow.audio.mixer import as_samples
from yogaflow.audio.theme import DEFAULT, Bank, load_theme, read_wav
from yogaflow.cues import SWELLS, CueName
from yogaflow.paths import sounds_dir

FOLDER = sounds_dir() / DEFAULT
BELLS = [name for name in CueName if name not in SWELLS]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_theme", sounds_dir() / "make_theme.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(
    path: Path, data: bytes, *, rate: int = 48_000, width: int = 2, channels: int = 1
) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(data)


def test_the_files_are_what_the_script_makes(script: ModuleType) -> None:
    assert script.differing() == []
    assert sorted(script.SOUNDS) == sorted(BELLS)


def test_the_script_notices_a_file_that_is_not(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "FOLDER", tmp_path)
    write(tmp_path / "tick.wav", bytes(100))
    assert "tick.wav" in script.differing()


def test_the_whole_theme_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_000_000


@pytest.mark.parametrize("name", BELLS)
def test_each_sound_is_clean_and_as_loud_as_the_others(name: CueName) -> None:
    with wave.open(str(FOLDER / f"{name}.wav")) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (48_000, 2, 1)
    sound = as_samples(read_wav(FOLDER / f"{name}.wav"))
    assert loudness(sound) == pytest.approx(-20.0, abs=1.0)
    assert np.abs(sound).max() < 10 ** (-1 / 20)
    assert sound[0] == 0.0
    assert abs(sound[-1]) < 1e-4
    # From silence to the steepest slope takes a mallet some milliseconds: no click at the start.
    first, whole = np.abs(np.diff(sound[:96])).max(), np.abs(np.diff(sound)).max()
    assert first < whole / 2


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(BELLS, 2)))
def test_no_two_sounds_can_be_taken_for_each_other(one: CueName, other: CueName) -> None:
    """By their melody: the strongest pitch of the beginning and of what comes after, or length."""
    a, b = (as_samples(read_wav(FOLDER / f"{name}.wav")) for name in (one, other))
    pitches = [[_pitch(sound[:6000]), _pitch(sound[len(sound) // 3 :])] for sound in (a, b)]
    apart = max(abs(np.log2(x / y)) for x, y in zip(*pitches, strict=True))
    # Two semitones, or half as long again.
    assert apart > 2 / 12 or max(len(a), len(b)) > 1.5 * min(len(a), len(b))


def _pitch(sound: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
    size = 1 << 16
    spectrum = np.abs(np.fft.rfft(sound[:size] * np.hanning(len(sound[:size])), size))
    return float(np.argmax(spectrum) * 48_000 / size)


def test_the_default_theme_has_no_problems() -> None:
    theme = load_theme(FOLDER)
    assert theme.problems == ()
    assert set(theme.sounds) == set(BELLS)


def test_what_a_theme_lacks_comes_from_the_default_and_is_named(tmp_path: Path) -> None:
    write(tmp_path / "next.wav", b"\x00\x40" * 480)
    (tmp_path / "tick.wav").write_bytes(b"RIFF nonsense")
    theme = load_theme(tmp_path, FOLDER)
    assert set(theme.sounds) == set(BELLS)
    assert len(theme.sounds[CueName.NEXT]) == 480
    assert len(theme.sounds[CueName.TICK]) == len(read_wav(FOLDER / "tick.wav"))
    assert len(theme.problems) == len(BELLS) - 1
    assert any("tick.wav: not a WAV file" in problem for problem in theme.problems)
    assert any("close.wav: there is no such file" in problem for problem in theme.problems)


def test_what_both_lack_is_silent(tmp_path: Path) -> None:
    theme = load_theme(tmp_path / "gone", tmp_path)
    assert theme.sounds == {}
    assert len(Bank(theme).samples(CueName.START)) == 0


@pytest.mark.parametrize(
    ("width", "one"), [(1, b"\xc0"), (2, b"\x00\x40"), (3, b"\0\0\x40"), (4, b"\0\0\0\x40")]
)
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", [24_000, 48_000, 96_000])
def test_every_usual_kind_of_file_is_read(
    tmp_path: Path, width: int, one: bytes, channels: int, rate: int
) -> None:
    write(tmp_path / "x.wav", one * channels * 960, rate=rate, width=width, channels=channels)
    sound = read_wav(tmp_path / "x.wav")
    assert len(sound) == 960 * 48_000 // rate
    assert set(sound.tolist()) == {16384}


def test_what_is_no_sound_of_a_theme_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "empty.wav", b"")
    with pytest.raises(ValueError, match="no sound"):
        read_wav(tmp_path / "empty.wav")
    write(tmp_path / "song.wav", bytes(2 * 61 * 8000), rate=8000)
    with pytest.raises(ValueError, match="60 seconds"):
        read_wav(tmp_path / "song.wav")
    (tmp_path / "dir.wav").mkdir()
    with pytest.raises(OSError, match="no such file"):
        read_wav(tmp_path / "dir.wav")


def test_swells_are_made_once_and_not_kept_without_end() -> None:
    bank = Bank(load_theme(FOLDER))
    first = bank.samples(CueName.IN, 4.0)
    assert bank.samples(CueName.IN, 4.0) is first
    assert len(bank.samples(CueName.OUT, 0.0)) == 0
    for seconds in range(5, 13):
        bank.samples(CueName.IN, float(seconds))
    assert bank.samples(CueName.IN, 4.0) is not first


def test_the_measure_of_loudness() -> None:
    # BS.1770: a full-scale sine of 997 Hz in one channel is -3.01 LUFS.
    time = np.arange(48_000 * 20) / 48_000
    assert loudness(np.sin(2 * np.pi * 997 * time)) == pytest.approx(-3.01, abs=0.08)
    assert loudness(0.1 * np.sin(2 * np.pi * 997 * time)) == pytest.approx(-23.01, abs=0.08)
    with pytest.raises(ValueError, match="silence"):
        loudness(np.zeros(48_000))
    with pytest.raises(ValueError, match="48,000"):
        loudness(np.zeros(48_000), 44_100)
