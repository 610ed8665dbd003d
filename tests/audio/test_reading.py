"""Sound files: every usual kind becomes the same sound, and what is none says why."""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.strength import examples
from yogaflow.audio.mixer import Samples, as_samples
from yogaflow.audio.reading import RATE, read_sound, resampled

RATES = [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 44_101, 48_000, 88_200, 96_000, 192_000]


def write(path: Path, data: bytes, *, rate: int = RATE, width: int = 2, channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(data)
    return path


def note(rate: int, seconds: float, pitch: float = 440.0) -> Samples:
    """A sine that swells and dies, so that its ends are no matter."""
    time = np.arange(round(seconds * rate)) / rate
    shape = np.sin(np.pi * time / seconds) ** 2
    return np.asarray(0.5 * shape * np.sin(2 * np.pi * pitch * time), dtype=np.float32)


@pytest.mark.parametrize("rate", RATES)
def test_another_rate_is_the_same_sound(rate: int) -> None:
    seconds = 9.3  # Over the seams of the pieces it is converted in.
    pitch = 0.35 * min(rate, RATE)
    made, wanted = resampled(note(rate, seconds, pitch), rate), note(RATE, seconds, pitch)
    count = min(len(made), len(wanted))
    assert np.abs(made[:count] - wanted[:count]).max() < 1e-3


@settings(max_examples=examples(30))
@given(st.integers(0, 3_000), st.integers(1_000, 384_000))
def test_it_has_as_many_samples_as_it_should(count: int, rate: int) -> None:
    assert len(resampled(np.zeros(count, np.float32), rate)) == round(count * RATE / rate)


def test_what_48_khz_has_no_room_for_leaves_nothing_behind() -> None:
    assert np.abs(resampled(note(96_000, 2.0, 30_000.0), 96_000)).max() < 1e-5


def test_the_end_of_a_sound_does_not_come_round_to_its_beginning() -> None:
    sound = np.zeros(44_100, np.float32)
    sound[-1000:] = 0.5
    assert np.abs(resampled(sound, 44_100)[:1000]).max() < 1e-5


@pytest.mark.parametrize("rate", [0, -1, 999, 384_001, 2**32 - 1])
def test_a_rate_that_no_sound_has_is_refused(rate: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="samples a second"):
        resampled(np.zeros(10, np.float32), rate)
    path = write(tmp_path / "x.wav", bytes(100))
    whole = bytearray(path.read_bytes())
    whole[24:28] = struct.pack("<I", rate % 2**32)
    path.write_bytes(whole)
    with pytest.raises(ValueError, match="samples a second"):
        read_sound(path)


@pytest.mark.parametrize(
    ("width", "one"), [(1, b"\xc0"), (2, b"\x00\x40"), (3, b"\0\0\x40"), (4, b"\0\0\0\x40")]
)
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000, 96_000, 192_000])
def test_every_usual_wav_is_read(
    tmp_path: Path, width: int, one: bytes, channels: int, rate: int
) -> None:
    path = write(
        tmp_path / "x.wav", one * channels * rate, rate=rate, width=width, channels=channels
    )
    sound = read_sound(path)
    assert len(sound) == RATE
    # The steps at both ends ring, as steps do; between them it is level.
    assert set(sound[2000:-2000].tolist()) == {16384}


@pytest.mark.parametrize(
    ("name", "kind", "subtype"),
    [
        ("x.wav", "WAVEX", "PCM_16"),
        ("x.wav", "WAVEX", "PCM_24"),
        ("x.wav", "WAV", "FLOAT"),
        ("x.wav", "WAV", "DOUBLE"),
        ("x.wav", "WAV", "IMA_ADPCM"),
        ("x.flac", "FLAC", "PCM_24"),
        ("x.ogg", "OGG", "VORBIS"),
        ("x.ogg", "OGG", "OPUS"),
        ("x.mp3", "MP3", "MPEG_LAYER_III"),
    ],
)
def test_what_the_standard_library_refuses_is_read_too(
    tmp_path: Path, name: str, kind: str, subtype: str
) -> None:
    path = tmp_path / name
    soundfile.write(path, note(RATE, 2.0), RATE, format=kind, subtype=subtype)
    sound, wanted = as_samples(read_sound(path)).astype(np.float64), note(RATE, 2.0)
    assert len(sound) == pytest.approx(len(wanted), abs=5_000)
    # A codec works in blocks and may begin late: where they fit best, they are alike.
    size = 1 << 18
    product = np.fft.rfft(sound, size) * np.fft.rfft(wanted, size).conj()
    likeness = np.fft.irfft(product).max() / np.linalg.norm(sound) / np.linalg.norm(wanted)
    assert likeness > 0.99
    assert np.abs(sound).max() == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("kind", ["WAVEX", "FLAC"])
def test_six_channels_become_one_as_loud_as_two_would_be(tmp_path: Path, kind: str) -> None:
    front = np.zeros((RATE, 6))
    front[:, 0] = front[:, 1] = note(RATE, 1.0)
    soundfile.write(tmp_path / "x", front, RATE, format=kind, subtype="PCM_24")
    assert np.abs(as_samples(read_sound(tmp_path / "x")) - note(RATE, 1.0)).max() < 1e-4


def test_what_is_louder_than_full_scale_is_turned_down_and_not_cut_off(tmp_path: Path) -> None:
    loud = 8 * note(RATE, 1.0)
    soundfile.write(tmp_path / "x.wav", loud, RATE, subtype="FLOAT")
    wanted = loud / np.abs(loud).max()
    assert np.abs(as_samples(read_sound(tmp_path / "x.wav")) - wanted).max() < 1e-3


def test_what_is_no_number_is_silence(tmp_path: Path) -> None:
    sound = np.concatenate([note(RATE, 1.0), np.full(100, np.nan, np.float32)])
    soundfile.write(tmp_path / "x.wav", sound, RATE, subtype="FLOAT")
    read = read_sound(tmp_path / "x.wav")
    assert np.abs(read[:RATE]).max() == pytest.approx(0.5 * 32768, rel=0.01)
    assert not read[RATE:].any()


@pytest.mark.parametrize("name", ["x.flac", "x.ogg", "x.mp3"])
def test_of_a_file_that_ends_too_early_what_is_there_is_used(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    # Noise, since a codec makes nearly nothing of silence and of sines.
    noise = np.random.default_rng(3).uniform(-0.5, 0.5, 4 * RATE)
    soundfile.write(path, noise, RATE)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2 + 1])
    assert 1.0 * RATE < len(read_sound(path)) < 2.5 * RATE


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24"])
def test_of_a_wav_file_one_knows_that_a_part_is_missing(tmp_path: Path, subtype: str) -> None:
    path = tmp_path / "x.wav"
    soundfile.write(path, np.full(RATE, 0.1), RATE, subtype=subtype)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2 + 1])
    with pytest.raises(ValueError, match="a part of it is missing"):
        read_sound(path)


@pytest.mark.parametrize("claimed", [0x7FFFF000, 0xFFFFFFFF])
def test_a_length_that_was_not_known_when_the_header_was_written(
    tmp_path: Path, claimed: int
) -> None:
    path = write(tmp_path / "x.wav", b"\x00\x40" * 480)
    data = bytearray(path.read_bytes())
    data[40:44] = struct.pack("<I", claimed)
    path.write_bytes(data)
    assert read_sound(path).tolist() == [16384] * 480


def test_what_is_too_long_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "song.wav", bytes(2 * 90 * 8000), rate=8000)
    soundfile.write(tmp_path / "song.flac", np.zeros(90 * 8000), 8000)
    for name in ("song.wav", "song.flac"):
        with pytest.raises(ValueError, match=r"^longer than 60 seconds$"):
            read_sound(tmp_path / name)
        assert len(read_sound(tmp_path / name, longest=90.0)) == 90 * RATE
        with pytest.raises(ValueError, match="longer than 90 seconds"):
            read_sound(tmp_path / name, longest=89.9)


def test_what_is_no_sound_says_why(tmp_path: Path) -> None:
    write(tmp_path / "none.wav", b"")
    (tmp_path / "empty.wav").write_bytes(b"")
    (tmp_path / "dir.wav").mkdir()
    (tmp_path / "text.wav").write_text("not a sound")
    (tmp_path / "cut.wav").write_bytes(b"RIFF\x24\0\0\0WAVEfmt ")
    (tmp_path / "x.raw").write_bytes(bytes(range(256)))
    for name, text in {
        "none.wav": "there is no sound in it",
        "empty.wav": "the file is empty",
        "dir.wav": "that is a folder",
        "gone.wav": "there is no such file",
        "text.wav": "not a sound that can be read",
        "cut.wav": "not a sound that can be read",
        "x.raw": "not a sound that can be read",
    }.items():
        with pytest.raises((OSError, ValueError)) as caught:
            read_sound(tmp_path / name)
        assert str(caught.value).startswith(text)
        assert "\n" not in str(caught.value)
        assert str(tmp_path) not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.wav")
    with pytest.raises(OSError, match="no file"):
        read_sound(tmp_path / "x.wav")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "x.wav", bytes(100))

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(wave, "open", refused)  # The tests may run as somebody who may do all.
    with pytest.raises(OSError, match=r"^it cannot be opened \(Permission denied\)$"):
        read_sound(path)


HEADER = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 60, b"WAVE", b"fmt ", 16, 1, 1, RATE, 1, 2, 16,
                     b"data", 24)  # fmt: skip


@given(st.binary(max_size=80), st.integers(0, 44), st.binary(max_size=6))
@example(b"", 20, b"\x01\x00\x00\x00")
@example(b"", 39, b"\x00\x19")
def test_no_bytes_whatever_do_any_harm(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes, at: int, change: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.wav"
    data = bytearray(HEADER + tail)
    data[at : at + len(change)] = change
    path.write_bytes(data)
    with contextlib.suppress(OSError, ValueError):
        assert 0 < len(read_sound(path)) <= 60 * RATE


def test_a_usual_file_needs_no_library_of_codecs(tmp_path: Path) -> None:
    usual = write(tmp_path / "a.wav", bytes(960))
    other = write(tmp_path / "b.wav", bytes(960), rate=44_100, width=3, channels=2)
    code = (
        "import sys; from pathlib import Path; from yogaflow.audio.reading import read_sound\n"
        f"read_sound(Path({str(usual)!r})); read_sound(Path({str(other)!r}))\n"
        "assert 'soundfile' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
