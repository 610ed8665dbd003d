"""The bundled themes: what the script makes, equally loud, no clicks, each cue to be told apart."""

from __future__ import annotations

import importlib
import itertools
import subprocess
import sys
import wave
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from yogaflow.audio.loudness import loudness
from yogaflow.audio.mixer import Samples, as_samples
from yogaflow.audio.reading import RATE, read_sound
from yogaflow.audio.swell import Breath
from yogaflow.audio.theme import DEFAULT, SoundBank, load_theme
from yogaflow.library.folders import theme_names
from yogaflow.storage.paths import sounds_dir
from yogaflow.timeline.cues import SWELLS, CueName

FOLDER = sounds_dir() / DEFAULT
BELLS = [name for name in CueName if name not in SWELLS]
THEMES = ["bowls", "tones", "wood"]
every_theme = pytest.mark.parametrize("theme", THEMES)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(sounds_dir()), *sys.path])
        return importlib.import_module("make_themes")


def sound_of(theme: str, name: CueName) -> Samples:
    return as_samples(read_sound(sounds_dir() / theme / f"{name}.wav"))


def test_the_files_are_what_the_script_makes() -> None:
    command = [sys.executable, "-P", str(sounds_dir() / "make_themes.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "all as made\n"), done.stderr


def test_the_script_makes_every_theme_whole(script: ModuleType) -> None:
    assert sorted(script.THEMES) == THEMES == theme_names()
    for sounds in script.THEMES.values():
        assert sorted(sounds) == sorted(BELLS)


def test_the_script_notices_a_file_that_is_not_as_made(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = {"wood": ("tick", "last"), "tones": ("tick",)}
    few = {theme: {name: script.THEMES[theme][name] for name in some[theme]} for theme in some}
    monkeypatch.setattr(script, "THEMES", few)
    script.write(tmp_path)
    assert script.differing(tmp_path) == []
    path = tmp_path / "wood" / "tick.wav"
    data = bytearray(path.read_bytes())
    data[2001] ^= 1  # The higher byte of one sample.
    path.write_bytes(data)
    (tmp_path / "tones" / "tick.wav").unlink()
    assert script.differing(tmp_path) == ["wood/tick.wav", "tones/tick.wav"]


def test_the_themes_are_small() -> None:
    assert sum(path.stat().st_size for path in sounds_dir().glob("*/*.wav")) < 5_500_000


@pytest.mark.parametrize("name", BELLS)
@every_theme
def test_each_sound_is_clean_and_as_loud_as_the_others(theme: str, name: CueName) -> None:
    with wave.open(str(sounds_dir() / theme / f"{name}.wav")) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (RATE, 2, 1)
    sound = sound_of(theme, name)
    assert loudness(sound) == pytest.approx(-20.0, abs=1.0)
    assert np.abs(sound).max() < 10 ** (-1 / 20)
    assert sound[0] == 0.0
    assert abs(sound[-1]) < 1e-4
    # From silence to the steepest slope takes a mallet some milliseconds: no click at the start.
    first, whole = np.abs(np.diff(sound[:96])).max(), np.abs(np.diff(sound)).max()
    assert first < whole / 2


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(BELLS, 2)))
@every_theme
def test_no_two_sounds_can_be_taken_for_each_other(
    theme: str, one: CueName, other: CueName
) -> None:
    """By their melody: the strongest pitch of the beginning and of what comes after, or length."""
    a, b = sound_of(theme, one), sound_of(theme, other)
    pitches = [[_pitch(sound[:6000]), _pitch(sound[len(sound) // 3 :])] for sound in (a, b)]
    apart = max(abs(np.log2(x / y)) for x, y in zip(*pitches, strict=True))
    # Two semitones, or half as long again.
    assert apart > 2 / 12 or max(len(a), len(b)) > 1.5 * min(len(a), len(b))


@every_theme
def test_the_cues_mean_the_same_in_every_theme(theme: str) -> None:
    first = {name: _pitch(sound_of(theme, name)[:6000]) for name in BELLS}
    after = {name: _pitch(_second_half(sound_of(theme, name))) for name in BELLS}
    assert first[CueName.PAUSE] > 1.2 * after[CueName.PAUSE]
    assert first[CueName.RESUME] < after[CueName.RESUME] / 1.2
    assert first[CueName.SWITCH] > 1.2 * after[CueName.SWITCH]
    assert first[CueName.NEXT] == pytest.approx(after[CueName.NEXT], rel=0.02)
    assert first[CueName.LAST] > 1.4 * first[CueName.NEXT]
    for deep in (CueName.START, CueName.CLOSE):
        assert after[deep] < min(after[name] for name in BELLS if name not in {"start", "close"})
    longest = sorted(BELLS, key=lambda name: len(sound_of(theme, name)))[-2:]
    assert longest == [CueName.START, CueName.CLOSE]


@pytest.mark.parametrize(
    ("name", "strokes"), [(CueName.NEXT, 1), (CueName.SWITCH, 2), (CueName.LAST, 1)]
)
@every_theme
def test_one_stroke_is_a_new_pose_and_two_are_the_other_side(
    theme: str, name: CueName, strokes: int
) -> None:
    sound = np.abs(sound_of(theme, name))
    loud = np.sqrt(np.convolve(sound**2, np.ones(2400) / 2400)[:: RATE // 100])
    # A stroke is where it is half as loud again as a tenth of a second ago.
    rising = loud[10:] > 1.4 * loud[:-10] + 0.1 * loud.max()
    begins = 1 + int((np.diff(rising.astype(int)) == 1).sum()) - (0 if rising[0] else 1)
    assert begins == strokes


def _second_half(sound: Samples) -> Samples:
    return sound[len(sound) // 2 :]


def _pitch(sound: Samples) -> float:
    size = 1 << 16
    spectrum = np.abs(np.fft.rfft(sound[:size] * np.hanning(len(sound[:size])), size))
    return float(np.argmax(spectrum) * RATE / size)


@pytest.mark.parametrize(
    ("theme", "breath"), [("bowls", Breath.BOWL), ("wood", Breath.AIR), ("tones", Breath.TONE)]
)
def test_a_bundled_theme_is_whole_and_breathes_in_its_own_way(theme: str, breath: Breath) -> None:
    read = load_theme(sounds_dir() / theme)
    assert read.problems == ()
    assert set(read.sounds) == set(BELLS)
    assert read.breath is breath
    swells = [
        SoundBank(load_theme(sounds_dir() / name)).samples(CueName.IN, 3.0) for name in THEMES
    ]
    assert sum(np.array_equal(SoundBank(read).samples(CueName.IN, 3.0), one) for one in swells) == 1


def test_swells_are_made_once_and_not_kept_without_end() -> None:
    bank = SoundBank(load_theme(FOLDER))
    first = bank.samples(CueName.IN, 4.0)
    assert bank.samples(CueName.IN, 4.0) is first
    assert len(bank.samples(CueName.OUT, 0.0)) == 0
    for seconds in range(5, 13):
        bank.samples(CueName.IN, float(seconds))
    assert bank.samples(CueName.IN, 4.0) is not first


def test_the_measure_of_loudness() -> None:
    # BS.1770: a full-scale sine of 997 Hz in one channel is -3.01 LUFS.
    time = np.arange(RATE * 20) / RATE
    assert loudness(np.sin(2 * np.pi * 997 * time)) == pytest.approx(-3.01, abs=0.08)
    assert loudness(0.1 * np.sin(2 * np.pi * 997 * time)) == pytest.approx(-23.01, abs=0.08)
    with pytest.raises(ValueError, match="silence"):
        loudness(np.zeros(RATE))
    with pytest.raises(ValueError, match="48,000"):
        loudness(np.zeros(RATE), 44_100)
