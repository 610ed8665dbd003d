"""The journal: whatever was edited is there after a kill, and nothing is ever misread."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.editing import journal_records
from yogaflow.editing.change import Change, changed
from yogaflow.editing.journal import BusyError, Journal
from yogaflow.editing.journal_files import file_for
from yogaflow.editing.journal_records import JournalHeader, RecoveredText
from yogaflow.editing.recovery import Disk, Unsaved, unsaved, unsaved_of
from yogaflow.storage.line_endings import Endings
from yogaflow.storage.text_file import NO_FILE, FileVersion, read_stamped, save_text, stamp_of

posix_only = pytest.mark.skipif(os.name == "nt", reason="links of POSIX")

BASE = "title: Mine\nflow:\n  - pigeon: 5 breaths\n"
LATER = BASE + "  - rest: 1 min\n"

STAMP = FileVersion(1, 2, 3, "abc")
TEXTS = st.text(st.characters(exclude_categories=[]), max_size=8)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, list[Change], list[str]]:
    """A base, some edits of it, and the texts there were, the base among them."""
    base = draw(TEXTS)
    texts, changes = [Endings.of(base).plain], []
    for new in draw(st.lists(TEXTS, max_size=6)):
        start = draw(st.integers(0, len(texts[-1])))
        end = draw(st.integers(start, len(texts[-1])))
        changes.append(Change(start, end, new))
        texts.append(changes[-1].apply(texts[-1]))
    return base, changes, texts


class Flow:
    """A flow in a folder, and the folder of journals."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "unsaved"
        self.path = folder / "mine.yaml"
        self.path.write_bytes(BASE.encode())
        self.told: list[str] = []

    def begin(self) -> Journal:
        base, stamp = read_stamped(self.path)
        return Journal.begin(self.path, base, stamp, folder=self.folder, told=self.told.append)

    def kill(self, journal: Journal) -> None:
        """What the system does with a killed program: all is closed, and nothing else done."""
        journal._let_go()
        if journal._lock is not None:
            os.close(journal._lock._descriptor)

    def left(self) -> list[str]:
        return [one.text for one in unsaved(self.folder)]

    def only(self) -> Unsaved:
        (one,) = unsaved(self.folder)
        return one

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def flow(tmp_path: Path) -> Flow:
    return Flow(tmp_path)


# Records


@given(made=edits(), data=st.data())
def test_a_journal_cut_anywhere_has_the_text_of_the_last_whole_edit(
    made: tuple[str, list[Change], list[str]], data: st.DataObject
) -> None:
    base, changes, texts = made
    pieces = [
        journal_records.opening(JournalHeader("a.yaml", base, STAMP)),
        *map(journal_records.edit, changes),
    ]
    ends = [len(b"".join(pieces[:count])) for count in range(1, len(pieces) + 1)]
    journal = b"".join(pieces)
    cut = data.draw(st.integers(0, len(journal)))
    whole = sum(end <= cut for end in ends)
    kept = journal_records.read(journal[:cut])
    if not whole:
        assert kept is None
    else:
        began = JournalHeader("a.yaml", base, STAMP)
        assert kept == RecoveredText(began, texts[whole - 1], whole - 1, whole=cut in ends)


@given(made=edits(), data=st.data())
def test_a_journal_with_a_broken_byte_gives_a_text_from_before_it(
    made: tuple[str, list[Change], list[str]], data: st.DataObject
) -> None:
    base, changes, texts = made
    pieces = [
        journal_records.opening(JournalHeader("a.yaml", base)),
        *map(journal_records.edit, changes),
    ]
    journal = bytearray(b"".join(pieces))
    at = data.draw(st.integers(0, len(journal) - 1))
    journal[at] ^= data.draw(st.integers(1, 255))
    kept = journal_records.read(bytes(journal))
    ends = [len(b"".join(pieces[: count + 1])) for count in range(len(pieces))]
    hit = next(index for index, end in enumerate(ends) if at < end)
    in_piece = at - ends[hit] + len(pieces[hit])
    # Two spaces and a line feed of each record carry nothing: one that is broken is no loss.
    if in_piece in (8, 17) or at == ends[hit] - 1:
        assert kept is not None
        assert kept.text == texts[-1]
    elif hit:
        assert kept is not None
        assert kept.text in texts[hit - 1 :]
    else:
        assert kept is None or kept.began.base == base


@pytest.mark.parametrize("item", [{}, [], [1], "text", None, [1, 2, 3], [2, 1, ""], [0, 99, ""]])
def test_a_record_that_is_no_edit_ends_the_reading(item: object) -> None:
    journal = journal_records.opening(JournalHeader("a.yaml", "abc"))
    journal += journal_records.edit(Change(0, 0, "x")) + journal_records._record(item)
    kept = journal_records.read(journal + journal_records.edit(Change(0, 0, "y")))
    assert kept == RecoveredText(JournalHeader("a.yaml", "abc"), "xabc", 1, whole=False)


@pytest.mark.parametrize("item", [{}, [], {"form": 2, "path": "a", "base": "", "stamp": None}])
def test_what_does_not_begin_as_a_journal_is_none(item: object) -> None:
    assert journal_records.read(journal_records._record(item)) is None
    assert journal_records.read(b"") is None
    assert journal_records.read(b"no journal") is None


# The smallest replacement


@given(before=st.text(alphabet="ab\n"), after=st.text(alphabet="ab\n"))
def test_the_smallest_replacement(before: str, after: str) -> None:
    change = changed(before, after)
    assert change.apply(before) == after
    old = before[change.start : change.end]
    assert not old or not change.new or (old[0] != change.new[0] and old[-1] != change.new[-1])


@given(text=st.text(max_size=30), data=st.data())
def test_one_edit_is_found_as_one_of_its_size(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    change = Change(start, end, data.draw(st.text(max_size=5)))
    found = changed(text, change.apply(text))
    assert found.end - found.start <= end - start
    assert len(found.new) <= len(change.new)


# Editing


def test_nothing_is_written_before_there_is_an_edit(flow: Flow) -> None:
    journal = flow.begin()
    assert [name for name in flow.files() if not name.endswith(".lock")] == []
    journal.close()
    assert flow.files() == []


def test_what_was_edited_is_there_after_a_kill(flow: Flow) -> None:
    journal = flow.begin()
    journal.record(Change(7, 11, "Yours"))
    journal.keep(journal.text + "  - rest: 1 min\n")
    flow.kill(journal)
    one = flow.only()
    assert one.text == BASE.replace("Mine", "Yours") + "  - rest: 1 min\n"
    assert (one.path, one.base, one.disk) == (flow.path, BASE, Disk.SAME)
    assert one.stamp == stamp_of(flow.path)
    assert one.when == one.file.stat().st_mtime
    assert unsaved_of(flow.path, flow.folder) == [one]
    assert unsaved_of(flow.path.with_name("other.yaml"), flow.folder) == []


def test_a_killed_program_that_edited_nothing_leaves_nothing(flow: Flow) -> None:
    flow.kill(flow.begin())
    assert len(flow.files()) == 1
    assert flow.left() == []
    assert flow.files() == []


def test_what_was_taken_back_is_nothing_unsaved(flow: Flow) -> None:
    journal = flow.begin()
    changed = []
    for text in (LATER, BASE):
        journal.keep(text)
        changed.append(journal.is_changed)
    assert changed == [True, False]
    flow.kill(journal)
    assert flow.left() == []
    assert flow.files() == []


def test_closing_keeps_what_is_unsaved_unless_it_is_discarded(flow: Flow) -> None:
    journal = flow.begin()
    journal.keep(LATER)
    journal.close()
    assert flow.left() == [LATER]
    journal = flow.only().resume()
    journal.close(discard=True)
    assert flow.left() == []
    assert flow.files() == []
    with pytest.raises(ValueError, match="closed"):
        journal.record(Change(0, 0, "a"))


def test_saving_begins_afresh(flow: Flow) -> None:
    journal = flow.begin()
    journal.keep(LATER)
    journal.saved(LATER, save_text(flow.path, LATER))
    assert not journal.is_changed
    assert len(flow.files()) == 1
    journal.keep(LATER + "# more\n")
    flow.kill(journal)
    one = flow.only()
    assert (one.text, one.base, one.disk) == (LATER + "# more\n", LATER, Disk.SAME)


def test_edits_made_while_it_was_saved_stay(flow: Flow) -> None:
    journal = flow.begin()
    journal.keep(LATER)
    stamp = save_text(flow.path, LATER)
    journal.keep(LATER + "# more\n")
    journal.saved(LATER, stamp)
    flow.kill(journal)
    one = flow.only()
    assert (one.text, one.base, one.disk) == (LATER + "# more\n", LATER, Disk.SAME)


def test_a_kill_just_after_saving_leaves_nothing_unsaved(flow: Flow) -> None:
    journal = flow.begin()
    journal.keep(LATER)
    save_text(flow.path, LATER)
    flow.kill(journal)
    assert flow.left() == []
    assert flow.files() == []


def test_line_ends_and_mark_are_put_back(flow: Flow) -> None:
    windows = "\ufeff" + BASE.replace("\n", "\r\n")
    flow.path.write_bytes(windows.encode())
    journal = flow.begin()
    assert journal.text == BASE
    journal.keep(LATER)
    flow.kill(journal)
    assert flow.only().text == LATER
    assert flow.only().whole == "\ufeff" + LATER.replace("\n", "\r\n")


def test_a_file_that_has_changed_since_is_told(flow: Flow) -> None:
    journal = flow.begin()
    journal.keep(LATER)
    flow.kill(journal)
    flow.path.write_text("title: Theirs\n")
    assert flow.only().disk is Disk.CHANGED
    flow.path.write_bytes(b"\xff\xfe")
    assert flow.only().disk is Disk.CHANGED
    flow.path.unlink()
    assert flow.only().disk is Disk.GONE
    assert flow.only().text == LATER


def test_a_flow_that_has_no_file_yet(flow: Flow) -> None:
    path = flow.path.with_name("new.yaml")
    journal = Journal.begin(path, "", NO_FILE, folder=flow.folder)
    journal.keep(BASE)
    flow.kill(journal)
    assert (flow.only().text, flow.only().disk) == (BASE, Disk.SAME)
    path.write_text("somebody else's")
    assert flow.only().disk is Disk.CHANGED


def test_the_latest_comes_first(flow: Flow) -> None:
    for name, when in [("a.yaml", 100), ("b.yaml", 300), ("c.yaml", 200)]:
        journal = Journal.begin(flow.path.with_name(name), "", folder=flow.folder)
        journal.keep(name)
        flow.kill(journal)
        os.utime(file_for(flow.path.with_name(name), flow.folder), (when, when))
    assert flow.left() == ["b.yaml", "c.yaml", "a.yaml"]


def test_without_a_folder_it_is_the_persons(
    flow: Flow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YOGAFLOW_HOME", str(tmp_path / "home"))
    assert unsaved() == unsaved_of(flow.path) == []
    assert not (tmp_path / "home").exists()
    journal = Journal.begin(flow.path, BASE)
    journal.keep(LATER)
    flow.kill(journal)
    (one,) = unsaved()
    assert one.file.parent == tmp_path / "home" / "unsaved"


# Two at once


def test_the_second_editor_of_a_flow_is_told(flow: Flow) -> None:
    journal = flow.begin()
    journal.keep(LATER)
    with pytest.raises(BusyError, match="edited already"):
        flow.begin()
    assert flow.left() == [], "a live editor's text is not offered"
    journal.close(discard=True)
    flow.begin().close()


@posix_only
def test_two_ways_to_one_file_are_one_flow(flow: Flow, tmp_path: Path) -> None:
    journal = flow.begin()
    (tmp_path / "link.yaml").symlink_to(flow.path)
    with pytest.raises(BusyError):
        Journal.begin(tmp_path / "link.yaml", BASE, folder=flow.folder)
    journal.close()


def test_what_was_offered_and_taken_by_another_is_busy(flow: Flow) -> None:
    journal = flow.begin()
    journal.keep(LATER)
    flow.kill(journal)
    one, other = flow.only(), flow.only()
    held = one.resume()
    for take in (other.resume, other.discard):
        with pytest.raises(BusyError):
            take()
    held.close()
    other.discard()
    assert flow.files() == []


# Taking it up again


def test_what_is_resumed_survives_the_next_kill_at_once(flow: Flow) -> None:
    journal = flow.begin()
    journal.keep(LATER)
    for _ in range(3):
        flow.kill(journal)
        journal = flow.only().resume()
        assert journal.text == LATER
    journal.keep(LATER + "# more\n")
    flow.kill(journal)
    assert flow.left() == [LATER + "# more\n"]
    journal = flow.only().resume()
    journal.saved(journal.text, save_text(flow.path, journal.text))
    journal.close()
    assert flow.files() == []


def test_editing_anew_does_not_lose_what_was_left_and_not_taken_up(flow: Flow) -> None:
    for text in ("first\n", "second\n", "third\n"):
        journal = flow.begin()
        journal.keep(text)
        flow.kill(journal)
    assert sorted(flow.left()) == ["first\n", "second\n", "third\n"]
    by_text = {one.text: one for one in unsaved_of(flow.path, flow.folder)}
    journal = by_text["first\n"].resume()
    journal.keep("first and more\n")
    flow.kill(journal)
    assert sorted(flow.left()) == ["first and more\n", "second\n", "third\n"]
    for one in unsaved(flow.folder):
        one.discard()
    assert flow.files() == []


def test_a_journal_that_cannot_be_read_is_neither_offered_nor_lost(flow: Flow) -> None:
    file = file_for(flow.path, flow.folder)
    flow.folder.mkdir()
    file.write_bytes(b"of a later yogaflow")
    journal = flow.begin()
    journal.keep(LATER)
    flow.kill(journal)
    assert flow.left() == [LATER]
    assert b"of a later yogaflow" in [path.read_bytes() for path in flow.folder.iterdir()]


# Growing


def test_a_journal_that_grows_is_written_anew(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yogaflow.editing.journal.MOST", 1000)
    journal = flow.begin()
    file = file_for(flow.path, flow.folder)
    most = 0
    for number in range(300):
        journal.keep(f"{BASE}# {number}\n")
        most = max(most, file.stat().st_size)
    assert most < 1500
    flow.kill(journal)
    assert flow.left() == [f"{BASE}# 299\n"]


def test_a_journal_that_somebody_has_tidied_away_is_written_anew(flow: Flow) -> None:
    journal = flow.begin()
    journal.keep(LATER)
    for path in flow.folder.iterdir():
        path.unlink()
    flow.folder.rmdir()
    journal.keep(LATER + "# more\n")
    flow.kill(journal)
    assert flow.left() == [LATER + "# more\n"]
    assert flow.told == []


# What goes wrong


@pytest.mark.parametrize("at", range(4))
def test_a_full_disk_stops_no_typing_and_is_told_once(
    flow: Flow, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = flow.begin()
    texts = [f"{BASE}# {number}\n" for number in range(6)]
    for text in texts[:at]:
        journal.keep(text)

    def half(descriptor: int, data: bytes) -> int:
        """A disk that takes five more bytes."""
        if half.room == 0:  # type: ignore[attr-defined]
            raise OSError(errno.ENOSPC, "full")
        half.room = 0  # type: ignore[attr-defined]
        return write(descriptor, data[:5])

    write = os.write
    half.room = 5  # type: ignore[attr-defined]
    monkeypatch.setattr(os, "write", half)
    for text in texts[at:5]:
        journal.keep(text)
        assert journal.text == text
    assert len(flow.told) == 1
    assert "the disk is full" in flow.told[0] == journal.problem
    monkeypatch.undo()

    # What was written before it was full is still whole.
    file = file_for(flow.path, flow.folder)
    kept = journal_records.read(file.read_bytes()) if file.exists() else None
    assert (kept.text if kept else None) == (texts[at - 1] if at else None)

    journal.keep(texts[5])
    assert journal.problem == ""
    flow.kill(journal)
    assert flow.left() == [texts[5]]
    assert len(flow.told) == 1


def test_a_folder_that_cannot_be_made(flow: Flow) -> None:
    flow.folder.write_text("a file in its place")
    journal = flow.begin()
    assert len(flow.told) == 1
    assert flow.told[0].startswith("edits are not kept for the next start: ")
    journal.keep(LATER)
    assert journal.text == LATER
    assert len(flow.told) == 1
    flow.folder.unlink()
    journal.keep(LATER + "# more\n")
    assert journal.problem == ""
    with pytest.raises(BusyError):
        flow.begin()
    flow.kill(journal)
    assert flow.left() == [LATER + "# more\n"]


def test_what_was_left_is_offered_even_where_nothing_can_be_written(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = flow.begin()
    journal.keep(LATER)
    journal.close()
    real = os.open

    def read_only(path: object, flags: int, *rest: int, **named: int) -> int:
        if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
            raise OSError(errno.EROFS, "read-only")
        return real(path, flags, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", read_only)
    assert flow.left() == [LATER]
    journal = flow.only().resume(flow.told.append)
    assert journal.text == LATER
    assert "may only be read" in journal.problem
    assert len(flow.told) == 1


def test_flushing_from_another_thread_brings_all_to_the_disk(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)

    def flush() -> int:
        synced.clear()
        thread = threading.Thread(target=journal.flush)
        thread.start()
        thread.join()
        return len(synced)

    journal = flow.begin()
    assert flush() == 0
    journal.keep(LATER)
    assert synced == [], "no key waits for the disk"
    assert flush() >= 1
    assert flush() == 0
    journal.keep(BASE)
    journal.close()
    assert flush() == 0
