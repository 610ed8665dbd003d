"""A person's own theme: what is missing is completed, and what is broken is named."""

from __future__ import annotations

import os
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import example, given
from hypothesis import strategies as st

from yogaflow.audio.mixer import Pcm
from yogaflow.audio.reading import RATE, read_sound
from yogaflow.audio.swell import Breath
from yogaflow.audio.theme import DEFAULT, SoundBank, Theme, load_theme
from yogaflow.storage.paths import sounds_dir
from yogaflow.timeline.cues import SWELLS, CueName

FOLDER = sounds_dir() / DEFAULT
BELLS = {name for name in CueName if name not in SWELLS}
PEAK = 32768 * 10 ** (-1 / 20)


def write(path: Path, sound: Pcm, *, rate: int = RATE) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(sound.astype("<i2").tobytes())


def note(count: int, level: float = 0.5) -> Pcm:
    """A sound that comes and goes."""
    place = np.arange(count) / count
    wave_ = level * 32767 * np.sin(np.pi * place) * np.sin(2 * np.pi * 440 * place * count / RATE)
    return np.asarray(wave_.astype(np.int16), dtype=np.int16)


def assert_as_default(theme: Theme, name: CueName) -> None:
    assert np.array_equal(theme.sounds[name], read_sound(FOLDER / f"{name}.wav"))


def test_any_part_of_a_theme_is_a_theme(tmp_path: Path) -> None:
    write(tmp_path / "next.wav", note(480))
    theme = load_theme(tmp_path, FOLDER)
    assert theme.problems == ()
    assert np.array_equal(theme.sounds[CueName.NEXT], note(480))
    assert set(theme.sounds) == BELLS
    for name in BELLS - {CueName.NEXT}:
        assert_as_default(theme, name)


def test_an_empty_folder_is_the_default(tmp_path: Path) -> None:
    theme = load_theme(tmp_path, FOLDER)
    assert theme.problems == ()
    assert set(theme.sounds) == BELLS


def test_a_folder_that_is_none_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name, reason in {"gone": "there is no such folder", "file": "that is no folder"}.items():
        theme = load_theme(tmp_path / name, FOLDER)
        assert theme.problems == (f"{tmp_path / name}: {reason}",)
        assert set(theme.sounds) == BELLS


def test_what_the_default_lacks_is_named_and_silent(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "default").mkdir()
    write(tmp_path / "default" / "next.wav", note(100))
    for folder in ("own", "default"):
        theme = load_theme(tmp_path / folder, tmp_path / "default")
        assert set(theme.sounds) == {CueName.NEXT}
        assert len(SoundBank(theme).samples(CueName.START)) == 0
        assert len(theme.problems) == len(BELLS) - 1
        assert f"{tmp_path / 'default' / 'start.wav'}: there is no such file" in theme.problems


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
def test_every_kind_of_file(tmp_path: Path, suffix: str) -> None:
    soundfile.write(tmp_path / f"last.{suffix}", note(RATE) / 32768, RATE)
    theme = load_theme(tmp_path, FOLDER)
    assert theme.problems == ()
    sound = theme.sounds[CueName.LAST]
    assert len(sound) == pytest.approx(RATE, abs=3000)
    assert np.abs(sound.astype(int)).max() == pytest.approx(0.5 * 32768, rel=0.05)


def test_wav_comes_first_and_the_case_of_a_name_is_no_matter(tmp_path: Path) -> None:
    write(tmp_path / "Next.WAV", note(100))
    soundfile.write(tmp_path / "next.flac", note(200) / 32768, RATE)
    assert len(load_theme(tmp_path, FOLDER).sounds[CueName.NEXT]) == 100
    (tmp_path / "Next.WAV").write_text("broken")
    theme = load_theme(tmp_path, FOLDER)
    assert len(theme.sounds[CueName.NEXT]) == 200
    assert len(theme.problems) == 1


BROKEN = {
    "cut": "not a sound that can be read",
    "text": "not a sound that can be read",
    "song": "longer than 60 seconds",
    "folder": "that is a folder",
    "empty": "the file is empty",
    "silent": "there is no sound in it",
    "pipe": "that is no file",
    "dangling": "there is no such file",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_broken_is_named_and_comes_from_the_default(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "tick.wav"
    match kind:
        case "cut":
            path.write_bytes((FOLDER / "tick.wav").read_bytes()[:30])
        case "text":
            path.write_text("not a sound at all")
        case "song":
            write(path, np.zeros(600 * 8000, np.int16), rate=8000)
        case "folder":
            path.mkdir()
        case "empty":
            path.write_bytes(b"")
        case "silent":
            write(path, np.zeros(0, np.int16))
        case "pipe" if hasattr(os, "mkfifo"):
            os.mkfifo(path)
        case "dangling" if hasattr(os, "symlink") and os.name != "nt":
            path.symlink_to(tmp_path / "gone")
        case _:
            pytest.skip("not to be made on this system")
    theme = load_theme(tmp_path, FOLDER)
    assert_as_default(theme, CueName.TICK)
    (problem,) = theme.problems
    assert problem.startswith(f"{path}: {BROKEN[kind]}")
    assert "\n" not in problem


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="no such permissions")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("who may do all may read all")
    write(tmp_path / "tick.wav", note(100))
    (tmp_path / "tick.wav").chmod(0)
    theme = load_theme(tmp_path, FOLDER)
    assert_as_default(theme, CueName.TICK)
    assert "Permission denied" in theme.problems[0]
    tmp_path.chmod(0)
    try:
        theme = load_theme(tmp_path, FOLDER)
    finally:
        tmp_path.chmod(0o700)
    assert theme.problems == (f"{tmp_path}: Permission denied",)


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), MemoryError(), KeyError("x")]
)
def test_whatever_reading_does_the_practice_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    write(tmp_path / "tick.wav", note(100))

    def fails(path: Path) -> Pcm:
        if path.parent == tmp_path:
            raise error
        return read_sound(path)

    monkeypatch.setattr("yogaflow.audio.theme.read_sound", fails)
    theme = load_theme(tmp_path, FOLDER)
    assert_as_default(theme, CueName.TICK)
    (problem,) = theme.problems
    assert problem.removeprefix(f"{tmp_path / 'tick.wav'}: ") in {
        "Permission denied",
        "MemoryError",
        "'x'",
    }


@pytest.mark.parametrize(
    ("rate", "subtype", "channels"),
    [(96_000, "PCM_24", 6), (192_000, "FLOAT", 2), (8_000, "PCM_U8", 1), (44_100, "PCM_32", 8)],
)
def test_unusual_files_sound(tmp_path: Path, rate: int, subtype: str, channels: int) -> None:
    one = 0.4 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate) * np.hanning(rate)
    sound = np.zeros((rate, channels))
    sound[:, : min(channels, 2)] = one[:, None]
    soundfile.write(tmp_path / "start.wav", sound, rate, subtype=subtype)
    theme = load_theme(tmp_path, FOLDER)
    assert theme.problems == ()
    read = theme.sounds[CueName.START]
    assert len(read) == RATE
    assert np.abs(read).max() == pytest.approx(0.4 * 32768, rel=0.03)


def test_a_sound_keeps_its_level_unless_it_is_too_loud(tmp_path: Path) -> None:
    write(tmp_path / "next.wav", note(4800, 0.01))
    write(tmp_path / "last.wav", note(4800, 1.0))
    write(tmp_path / "start.wav", np.full(4800, -32768, np.int16))
    theme = load_theme(tmp_path, FOLDER)
    assert np.array_equal(theme.sounds[CueName.NEXT], note(4800, 0.01))
    for name in (CueName.LAST, CueName.START):
        peak = np.abs(theme.sounds[name].astype(int)).max()
        assert 0.999 * PEAK < peak <= PEAK


def test_a_sound_that_was_cut_off_is_named_and_comes_from_the_default(tmp_path: Path) -> None:
    path = tmp_path / "next.wav"
    write(path, note(RATE))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2 + 33])
    theme = load_theme(tmp_path, FOLDER)
    assert theme.problems == (f"{path}: a part of it is missing",)
    assert_as_default(theme, CueName.NEXT)


def test_a_sound_that_breaks_off_ends_without_a_crack(tmp_path: Path) -> None:
    whole = note(RATE)[: RATE // 2 + 16]
    write(tmp_path / "next.wav", whole)
    theme = load_theme(tmp_path, FOLDER)
    assert theme.problems == ()
    sound = theme.sounds[CueName.NEXT].astype(int)
    assert len(sound) == len(whole)
    assert np.array_equal(sound[:-480], whole[: len(sound) - 480])
    assert abs(sound[-1]) < 50
    assert np.abs(np.diff(sound)).max() < 1200


def test_own_breaths_are_cut_to_the_phase_and_never_longer(tmp_path: Path) -> None:
    write(tmp_path / "in.wav", np.tile(note(RATE), 3))
    theme = load_theme(tmp_path, FOLDER)
    assert theme.problems == ()
    bank = SoundBank(theme)
    whole = theme.swells[CueName.IN]
    assert set(theme.sounds) == BELLS
    short = bank.samples(CueName.IN, 1.5)
    assert len(short) == 1.5 * RATE
    assert np.array_equal(short[: -RATE // 2], whole[:RATE])
    assert abs(int(short[-1])) < 50
    tenths = np.abs(short[-RATE // 2 :].astype(int)).reshape(10, -1).max(axis=1)
    assert tenths[-1] < 0.1 * tenths.max()
    long = bank.samples(CueName.IN, 4.0)
    assert len(long) == 4 * RATE
    assert np.array_equal(long[: 3 * RATE], whole)
    assert not long[3 * RATE :].any()
    assert bank.samples(CueName.IN, 4.0) is long
    made = SoundBank(load_theme(FOLDER)).samples(CueName.OUT, 2.0)
    assert np.array_equal(bank.samples(CueName.OUT, 2.0), made)
    assert len(bank.samples(CueName.IN, 1 / RATE)) == 1


def test_a_broken_breath_is_made_instead(tmp_path: Path) -> None:
    (tmp_path / "out.ogg").write_text("x")
    theme = load_theme(tmp_path, FOLDER)
    assert theme.problems[0].startswith(f"{tmp_path / 'out.ogg'}: not a sound")
    assert SoundBank(theme).samples(CueName.OUT, 2.0).any()


@pytest.mark.parametrize("breath", [*Breath])
def test_a_theme_says_what_its_breath_is_made_of(tmp_path: Path, breath: Breath) -> None:
    text = f'about = "Bells from the village, für alle."\nbreath = "{breath}"\n'
    (tmp_path / "theme.toml").write_text(text, encoding="utf-8")
    theme = load_theme(tmp_path, FOLDER)
    assert (theme.problems, theme.breath) == ((), breath)
    assert theme.about == "Bells from the village, für alle."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('breath = "wind"', "'breath = wind' is not known"),
        ("breath = 3", "'breath' is not known"),
        ("breath = ['air']", "'breath' is not known"),
        ('breath = "\\u001b[31m"', "'breath = \\x1b[31m' is not known"),
        ("about = 1", "'about' is not known"),
        ('about = "two\\nlines"', "'about = two\\nlines' is not known"),
        ('breth = "air"', "'breth = air' is not known"),
        ("breath = 0x" + "f" * 9000, "'breath' is not known"),
        ("breath = air", "not TOML ("),
        ("a = " + "[" * 5000, "brackets nested too deeply"),
        ("breath = \xff", "not a text in UTF-8"),
        ("#" * 70_000, "longer than 64000 bytes"),
    ],
)
def test_what_a_theme_says_and_nobody_understands_is_named(
    tmp_path: Path, text: str, problem: str
) -> None:
    (tmp_path / "theme.toml").write_bytes(text.encode("latin-1"))
    theme = load_theme(tmp_path, FOLDER)
    (told,) = theme.problems
    assert told.startswith(f"{tmp_path / 'theme.toml'}: {problem}")
    assert "\n" not in told
    assert theme.breath is Breath.BOWL
    assert set(theme.sounds) == BELLS


def test_a_theme_file_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "theme.toml").mkdir()
    assert load_theme(tmp_path, FOLDER).problems == (
        f"{tmp_path / 'theme.toml'}: that is a folder",
    )


@given(st.binary(max_size=200))
@example(b"x = 2021-02-30")
@example(b"a = 1_" + b"9" * 5000)
def test_no_theme_file_does_any_harm(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "told"
    folder.mkdir(exist_ok=True)
    (folder / "theme.toml").write_bytes(data)
    for problem in load_theme(folder, None).problems:
        assert problem.isprintable()
