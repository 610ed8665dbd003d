"""The recordings that are kept: whole or not there, within bounds, and never in anyone's way."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import threading
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.audio.voice.store import (
    RATE,
    Store,
    recording_key,
    recording_seconds,
    write_recording,
)
from yogaflow.storage.atomic import PREFIX, SUFFIX
from yogaflow.storage.lock import take

SECOND = b"\1\0" * RATE
FULL = OSError(errno.ENOSPC, "no space left")


def keys(count: int) -> list[str]:
    return [recording_key("engine 1", "en", 150, f"line {number}") for number in range(count)]


def filled(folder: Path, names: list[str], *, seconds: int = 1) -> Store:
    """A store with these recordings, the first the one that was used longest ago."""
    store = Store(folder)
    for number, key in enumerate(names):
        path = store.place(key)
        write_recording(path, SECOND * seconds)
        os.utime(path, (1e9 + number, 1e9 + number))
    return store


def test_a_recording_is_found_again_with_its_length(tmp_path: Path) -> None:
    (key,) = keys(1)
    store = Store(tmp_path / "new" / "speech")
    assert store.find(key) is None
    assert not (tmp_path / "new").exists()
    store.check()
    write_recording(store.place(key), SECOND[: RATE // 2 * 2] + SECOND)
    clip = store.find(key)
    assert clip is not None
    assert clip.seconds == 1.5
    assert clip.path == str(tmp_path / "new" / "speech" / key[:2] / f"{key}.wav")
    with wave.open(clip.path) as file:
        assert file.getparams()[:4] == (1, 2, RATE, RATE * 3 // 2)
        assert file.readframes(10) == b"\1\0" * 10
    assert Store(tmp_path / "new" / "speech").find(key) == clip


def test_everything_a_recording_depends_on_is_in_its_key() -> None:
    different = {
        recording_key("a", "b", 150, "c"),
        recording_key("x", "b", 150, "c"),
        recording_key("a", "x", 150, "c"),
        recording_key("a", "b", 151, "c"),
        recording_key("a", "b", 150, "x"),
        recording_key("ab", "", 150, "c"),
        recording_key("a", "b", 150, "\ud800"),
    }
    assert len(different) == 7
    assert recording_key("a", "b", 150, "c") in different


@pytest.mark.parametrize("cut", [0, 1, 43, 44, 45, 1000, 44 + 2 * RATE - 1])
def test_a_truncated_file_is_not_there_and_is_made_anew(tmp_path: Path, cut: int) -> None:
    (key,) = keys(1)
    store = filled(tmp_path, [key])
    path = store.place(key)
    path.write_bytes(path.read_bytes()[:cut])
    assert store.find(key) is None
    write_recording(path, SECOND)
    assert store.find(key) is not None


@given(st.binary(max_size=200), st.integers(0, 60))
def test_no_bytes_but_a_recording_have_a_length(garbage: bytes, place: int) -> None:
    path = Path(os.environ["YOGAFLOW_HOME"]) / "one.wav"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(garbage)
    assert recording_seconds(path) is None
    write_recording(path, SECOND[:200])
    whole = path.read_bytes()
    path.write_bytes(whole[:place] + garbage + whole[place + len(garbage) :])
    seconds = recording_seconds(path)
    # Numbers nobody reads may be anything; what is found is a file that is whole.
    assert seconds is None or seconds == (path.stat().st_size - 44) / (2 * RATE)


@pytest.mark.parametrize(("channels", "width", "rate"), [(2, 2, RATE), (1, 1, RATE), (1, 2, 22050)])
def test_another_kind_of_wav_is_no_recording(
    tmp_path: Path, channels: int, width: int, rate: int
) -> None:
    with wave.open(str(tmp_path / "x.wav"), "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(SECOND)
    assert recording_seconds(tmp_path / "x.wav") is None


def test_a_folder_or_nothing_is_no_recording(tmp_path: Path) -> None:
    assert recording_seconds(tmp_path) is None
    assert recording_seconds(tmp_path / "missing" / "x.wav") is None


def test_what_cannot_be_written_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (key,) = keys(1)
    path = Store(tmp_path).place(key)

    def broken(_: object, __: object) -> None:
        raise FULL

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(OSError, match="no space"):
        write_recording(path, SECOND)
    assert not list(path.parent.iterdir())
    monkeypatch.undo()
    # Somebody else has made it, and it is in use: as good as ours.
    write_recording(path, SECOND)
    monkeypatch.setattr(os, "replace", broken)
    write_recording(path, SECOND)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_the_longest_unused_make_room(tmp_path: Path) -> None:
    names = keys(10)
    filled(tmp_path, names)
    store = Store(tmp_path, limit_mb=0.5)
    assert store.find(names[0]) is not None
    store.prune()  # Nothing was written in this run: nothing needs to go.
    assert all(recording_seconds(store.place(key)) for key in names)
    store = Store(tmp_path, limit_mb=0.5)
    store.find(names[0])
    store.place(names[0])
    store.prune()
    kept = [key for key in names if recording_seconds(store.place(key)) is not None]
    # Five of 96 KB are within half a megabyte: the one just used, and the newest.
    assert kept == [names[0], *names[6:]]


def test_what_is_used_now_never_goes(tmp_path: Path) -> None:
    names = keys(5)
    filled(tmp_path, names)
    store = Store(tmp_path, limit_mb=0.1)
    assert all(store.find(key) for key in names)
    store.place(names[0])
    store.prune()
    assert all(store.find(key) for key in names)


def test_a_use_is_noted_once(tmp_path: Path) -> None:
    (key,) = keys(1)
    store = filled(tmp_path, [key])
    path = store.place(key)
    store.find(key)
    first = path.stat().st_mtime
    assert first > 1.5e9
    os.utime(path, (1e9, 1e9))
    store.find(key)
    assert path.stat().st_mtime == 1e9


def test_what_a_killed_writer_left_goes_with_the_next_recording_and_nothing_else(
    tmp_path: Path,
) -> None:
    (key,) = keys(1)
    folder = Store(tmp_path).place(key).parent
    folder.mkdir(parents=True)
    left, held, other = (
        folder / name for name in (f"{PREFIX}left{SUFFIX}", f"{PREFIX}held{SUFFIX}", "notes.txt")
    )
    for path in (left, held, other):
        path.write_bytes(b"x")
    lock = take(held)
    assert lock is not None
    write_recording(folder / f"{key}.wav", SECOND)
    assert {path.name for path in folder.iterdir()} == {held.name, other.name, f"{key}.wav"}
    lock.release()


def test_what_earlier_versions_left_goes_after_a_day(tmp_path: Path) -> None:
    one, other = keys(2)
    store = Store(tmp_path)
    place = store.place(one)
    write_recording(place, SECOND)
    left = [tmp_path / "17.part", place.with_name(f"{other}.17.part")]
    fresh = [tmp_path / "18.part", place.with_name(f"{other}.18.part")]
    for path in (*left, *fresh):
        path.write_bytes(b"")
        os.utime(path, (1e9, 1e9))
    for path in fresh:
        os.utime(path)
    store.check()
    store.prune()
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {place, *fresh}


def test_a_file_in_place_of_the_folder_means_a_temporary_one(tmp_path: Path) -> None:
    (key,) = keys(1)
    (tmp_path / "speech").write_text("not a folder")
    store = Store(tmp_path / "speech")
    assert store.find(key) is None
    store.check()
    spare = store.place(key)
    assert "cannot be written" in store.notice
    assert tmp_path not in spare.parents
    write_recording(spare, SECOND)
    clip = store.find(key)
    assert clip is not None
    assert clip.path == str(spare)
    store.check()
    store.prune()
    assert store.place(key) == spare
    store.close()
    assert not spare.parent.parent.exists()


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="modes mean nothing to this user"
)
def test_a_read_only_folder_is_read_and_not_written(tmp_path: Path) -> None:
    first, second = keys(2)
    filled(tmp_path, [first])
    tmp_path.chmod(0o555)
    store = Store(tmp_path)
    store.check()
    assert store.find(first) is not None
    assert tmp_path not in store.place(second).parents
    tmp_path.chmod(0o755)
    store.close()


def test_a_full_disk_is_named_and_what_was_kept_is_still_found(tmp_path: Path) -> None:
    first, second = keys(2)
    store = filled(tmp_path, [first])
    store.give_up(FULL)
    assert store.notice == "What the voice says is not kept: the disk is full."
    assert store.find(first) is not None
    assert tmp_path not in store.place(second).parents
    # There is no third place.
    with pytest.raises(OSError, match="no space"):
        store.give_up(FULL)
    store.close()


def test_the_temporary_folder_of_a_program_that_was_killed_goes_with_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new, other = (
        tmp_path / name for name in ("yogaflow-speech-old", "yogaflow-speech-new", "speech")
    )
    for folder in (old, new, other):
        (folder / "ab").mkdir(parents=True)
    (old / "lock").touch()
    lock = take(new / "lock")
    assert lock is not None
    store = Store(tmp_path / "cache")
    store.give_up(FULL)
    assert not old.exists()
    assert new.exists()
    assert other.exists()
    store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["speech", "yogaflow-speech-new"]
    lock.release()


def test_no_temporary_folder_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "speech").write_text("not a folder")

    def full(**_: object) -> str:
        raise FULL

    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(OSError, match="no space"):
        Store(tmp_path / "speech").check()


def test_several_may_write_and_read_and_prune_at_once(tmp_path: Path) -> None:
    names = keys(12)
    wrong: list[object] = []

    def work(number: int) -> None:
        store = Store(tmp_path, limit_mb=0.5)
        for key in names[number:] + names[:number]:
            path = store.place(key)
            try:
                write_recording(path, SECOND)
            except OSError as error:
                wrong.append(error)
            seconds = recording_seconds(path)
            if seconds not in {None, 1.0}:
                wrong.append(seconds)
            store.prune()

    threads = [threading.Thread(target=work, args=(3 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
