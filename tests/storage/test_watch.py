"""Noticing what others do to a file: told once, when it has settled, and never of ourselves."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from yogaflow.model import FormatError, Problem
from yogaflow.storage.text_file import NO_FILE, FileVersion, read_stamped, save_text, stamp_of
from yogaflow.storage.watch import Change, FileChange, Watch

PATH = Path("mine.yaml")
HALF, FOLDER = "larger than 1 MB", "a folder, not a file"


def stamp(text: str, when: int = 0) -> FileVersion:
    return FileVersion(when, len(text), 1, text)


OLD, NEW, NEWER = stamp("old"), stamp("new"), stamp("newer")


def looks(known: FileVersion, seen: Sequence[FileVersion | str]) -> list[Change | None]:
    """What each look tells when it sees these, one after the other."""
    coming = list(seen)

    def now(path: Path, _: FileVersion | None) -> FileVersion:
        assert path == PATH
        found = coming.pop(0)
        if isinstance(found, str):
            raise FormatError([Problem(str(path), 1, 1, found)])
        return found

    watch = Watch(PATH, known, now)
    return [watch.look() for _ in seen]


CHANGED, GONE = Change(FileChange.CHANGED, NEW), Change(FileChange.GONE, NO_FILE)
UNREADABLE = Change(FileChange.UNREADABLE, NO_FILE, FOLDER)


def test_nothing_is_told_while_nothing_changes() -> None:
    assert looks(OLD, [OLD, OLD, OLD]) == [None] * 3
    assert looks(NO_FILE, [NO_FILE, NO_FILE]) == [None] * 2


def test_a_change_is_told_once_when_two_looks_have_seen_it() -> None:
    assert looks(OLD, [NEW, NEW, NEW]) == [None, CHANGED, None]


def test_a_file_still_being_written_is_waited_for() -> None:
    assert looks(OLD, [stamp("n"), stamp("ne"), NEW, NEW]) == [None, None, None, CHANGED]
    assert looks(OLD, [HALF, NEW, NEW]) == [None, None, CHANGED]


def test_a_file_that_is_away_for_an_instant_is_not_gone() -> None:
    assert looks(OLD, [NO_FILE, OLD, OLD]) == [None] * 3
    assert looks(OLD, [NO_FILE, NEW, NEW]) == [None, None, CHANGED]


def test_a_file_that_is_gone_and_comes_back() -> None:
    seen = [NO_FILE, NO_FILE, NO_FILE, NEW, NEW]
    assert looks(OLD, seen) == [None, GONE, None, None, CHANGED]
    seen = [NO_FILE, NO_FILE, OLD, OLD]
    assert looks(OLD, seen) == [None, GONE, None, Change(FileChange.CHANGED, OLD)]


def test_a_folder_in_its_place_is_told_with_why() -> None:
    seen: list[FileVersion | str] = [FOLDER, FOLDER, FOLDER, OLD, OLD]
    assert looks(OLD, seen) == [None, UNREADABLE, None, None, Change(FileChange.CHANGED, OLD)]


def test_another_time_and_the_same_text_is_no_change() -> None:
    assert looks(OLD, [stamp("old", 5), stamp("old", 6), stamp("old", 6)]) == [None] * 3


def test_the_next_change_is_told_as_well() -> None:
    seen = [NEW, NEW, NEWER, NEWER, OLD, OLD]
    told = [one for one in looks(OLD, seen) if one]
    assert [one.stamp for one in told] == [NEW, NEWER, OLD]


def test_what_we_write_ourselves_is_no_change() -> None:
    seen = [OLD]
    watch = Watch(PATH, OLD, lambda *_: seen[0])
    seen[0] = NEW
    assert watch.look() is None
    watch.ours(NEW)
    assert [watch.look(), watch.look()] == [None, None]
    watch.ours(NEWER)
    seen[0] = NEWER
    assert [watch.look(), watch.look()] == [None, None]
    seen[0] = OLD
    assert [watch.look(), watch.look()] == [None, Change(FileChange.CHANGED, OLD)]


@given(seen=st.lists(st.sampled_from([OLD, NEW, NO_FILE, FOLDER, stamp("old", 1)])))
def test_whatever_was_told_last_is_what_was_there_for_two_looks(
    seen: list[FileVersion | str],
) -> None:
    """After two looks alike the person knows what is there, and is never told it twice."""
    known: str = OLD.digest
    for index, told in enumerate(looks(OLD, seen)):
        now = seen[index]
        word = now if isinstance(now, str) else now.digest
        if told is not None:
            assert word != known
            known = word
            assert (told.why or told.stamp.digest) == word
        before = seen[index - 1] if index else OLD
        if word == (before if isinstance(before, str) else before.digest):
            assert known == word


def test_the_last_stamp_is_given_so_that_a_look_is_quick() -> None:
    given_to: list[FileVersion | None] = []

    def now(_: Path, last: FileVersion | None) -> FileVersion:
        given_to.append(last)
        return NEW

    watch = Watch(PATH, OLD, now)
    watch.look()
    watch.look()
    assert given_to == [OLD, NEW]


def test_real_files(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("old\n")
    watch = Watch(path, read_stamped(path)[1])
    assert [watch.look(), watch.look()] == [None, None]

    watch.ours(save_text(path, "ours\n"))
    assert [watch.look(), watch.look()] == [None, None]

    other = tmp_path / "other"
    other.write_text("them\n")
    os.utime(other, ns=(0, path.stat().st_mtime_ns))
    other.replace(path)
    assert [watch.look(), watch.look()] == [None, Change(FileChange.CHANGED, stamp_of(path))]

    path.unlink()
    assert [watch.look(), watch.look()] == [None, GONE]
    path.mkdir()
    assert [watch.look(), watch.look()] == [None, UNREADABLE]
    path.rmdir()
    save_text(path, "back\n")
    watch.look()
    told = watch.look()
    assert told is not None
    save_text(path, "mine after all\n", expect=told.stamp)
