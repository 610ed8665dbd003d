"""Saving: the old text or the new one, never half of either, and plain words for what fails."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from yogaflow.model import FormatError
from yogaflow.storage import atomic, text_file
from yogaflow.storage.atomic import PREFIX, SUFFIX
from yogaflow.storage.lock import held, hold
from yogaflow.storage.read_text import MAX_BYTES
from yogaflow.storage.text_file import (
    NO_FILE,
    ChangedError,
    FileVersion,
    SaveError,
    read_stamped,
    save_text,
    stamp_of,
)

posix_only = pytest.mark.skipif(os.name == "nt", reason="modes, links and locks of POSIX")

OLD = "title: Old\nflow:\n  - pigeon: 5 breaths\n"
NEW = "title: New\nflow:\n  - pigeon: 8 breaths\n  - rest: 1 min\n"


@pytest.fixture
def flow(tmp_path: Path) -> Path:
    path = tmp_path / "flows" / "mine.yaml"
    path.parent.mkdir()
    path.write_text(OLD)
    return path


def reason(path: Path, text: str = NEW) -> str:
    with pytest.raises(SaveError) as caught:
        save_text(path, text)
    assert caught.value.path == path
    assert str(caught.value) == f"{path} is not saved: {caught.value.reason}"
    return caught.value.reason


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def is_untouched(path: Path) -> bool:
    """Whether the old text is there, and nothing beside it."""
    return path.read_text() == OLD and names(path.parent) == [path.name]


# What is written


def test_a_text_is_saved_and_stamped(flow: Path) -> None:
    stamp = save_text(flow, NEW)
    assert flow.read_text() == NEW
    assert stamp == stamp_of(flow) == read_stamped(flow)[1]
    assert stamp.mtime_ns == flow.stat().st_mtime_ns
    assert names(flow.parent) == ["mine.yaml"]


@pytest.mark.parametrize("text", ["", "\ufeffa\r\nb\rc\n\u2028", "title: ü – 🧘\n", "no end"])
def test_bytes_are_those_of_the_text(flow: Path, text: str) -> None:
    save_text(flow, text)
    assert flow.read_bytes() == text.encode()
    assert read_stamped(flow)[0] == text


@posix_only
def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    save_text(tmp_path / "new.yaml", NEW)
    assert (tmp_path / "new.yaml").stat().st_mode == usual.stat().st_mode


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_mode_of_the_old_file_stays(flow: Path, mode: int) -> None:
    flow.chmod(mode)
    save_text(flow, NEW)
    assert stat.S_IMODE(flow.stat().st_mode) == mode


@posix_only
def test_where_the_group_cannot_be_kept_it_may_no_more_than_everybody(
    flow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow.chmod(0o664)
    real = flow.stat()
    other = os.stat_result([*real[:5], real.st_gid + 1, *real[6:]])

    def no_chown(*_: int) -> None:
        raise PermissionError(errno.EPERM, "not yours")

    monkeypatch.setattr(os, "fchown", no_chown)
    atomic.write_whole(flow, NEW.encode(), old=other)
    assert stat.S_IMODE(flow.stat().st_mode) == 0o644
    assert flow.read_text() == NEW


@posix_only
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives files away")
def test_owner_and_group_stay(flow: Path) -> None:
    os.chown(flow, 12345, 54321)
    save_text(flow, NEW)
    assert (flow.stat().st_uid, flow.stat().st_gid) == (12345, 54321)


@posix_only
def test_a_link_stays_and_its_file_is_written(flow: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    second = tmp_path / "second.yaml"
    link.symlink_to(Path("flows") / "mine.yaml")
    second.symlink_to(link)
    save_text(second, NEW)
    assert link.is_symlink()
    assert second.is_symlink()
    assert flow.read_text() == NEW
    assert names(tmp_path) == ["flows", "link.yaml", "second.yaml"]
    assert names(flow.parent) == ["mine.yaml"]


@posix_only
def test_a_link_to_a_file_that_is_not_there_yet_makes_it(tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(tmp_path / "target.yaml")
    save_text(link, NEW)
    assert link.is_symlink()
    assert (tmp_path / "target.yaml").read_text() == NEW


@posix_only
def test_a_linked_folder_is_followed(flow: Path, tmp_path: Path) -> None:
    (tmp_path / "there").symlink_to(flow.parent)
    save_text(tmp_path / "there" / "mine.yaml", NEW)
    assert flow.read_text() == NEW
    assert (tmp_path / "there").is_symlink()


@posix_only
def test_a_second_name_of_the_file_keeps_the_old_text(flow: Path, tmp_path: Path) -> None:
    (tmp_path / "second").hardlink_to(flow)
    save_text(flow, NEW)
    assert flow.read_text() == NEW
    assert (tmp_path / "second").read_text() == OLD


def test_a_missing_folder_is_made_where_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "new.yaml"
    assert reason(path) == f"the folder {path.parent} is gone"
    save_text(path, NEW, make_folder=True)
    assert path.read_text() == NEW


# What is expected


def test_what_nobody_else_has_changed_is_saved(flow: Path) -> None:
    _, stamp = read_stamped(flow)
    for text in (NEW, OLD, NEW):
        stamp = save_text(flow, text, expect=stamp)
    assert flow.read_text() == NEW


def test_what_somebody_else_has_changed_is_not_overwritten(flow: Path) -> None:
    _, stamp = read_stamped(flow)
    status = flow.stat()
    theirs = OLD.replace("Old", "Oil")
    flow.write_text(theirs)
    os.utime(flow, ns=(status.st_atime_ns, status.st_mtime_ns))  # same size, same time
    with pytest.raises(ChangedError, match="somebody else has changed it"):
        save_text(flow, NEW, expect=stamp)
    assert flow.read_text() == theirs
    assert names(flow.parent) == ["mine.yaml"]


def test_a_file_written_anew_with_the_same_text_has_not_changed(flow: Path) -> None:
    _, stamp = read_stamped(flow)
    flow.unlink()
    flow.write_text(OLD)
    os.utime(flow, (1, 1))
    save_text(flow, NEW, expect=stamp)
    assert flow.read_text() == NEW


def test_a_file_that_somebody_has_removed_is_told(flow: Path) -> None:
    _, stamp = read_stamped(flow)
    flow.unlink()
    with pytest.raises(ChangedError, match="removed or renamed"):
        save_text(flow, NEW, expect=stamp)
    assert names(flow.parent) == []


def test_a_file_that_has_become_something_else_is_told(flow: Path) -> None:
    _, stamp = read_stamped(flow)
    flow.write_bytes(b"\xff\xfe\0")
    with pytest.raises(ChangedError, match="somebody else has changed it"):
        save_text(flow, NEW, expect=stamp)
    assert flow.read_bytes() == b"\xff\xfe\0"


def test_a_new_file_never_takes_the_name_of_another(flow: Path) -> None:
    with pytest.raises(ChangedError, match="a file of that name already"):
        save_text(flow, NEW, expect=NO_FILE)
    assert is_untouched(flow)
    stamp = save_text(flow.with_name("new.yaml"), NEW, expect=NO_FILE)
    assert stamp_of(flow.with_name("new.yaml")) == stamp
    assert names(flow.parent) == ["mine.yaml", "new.yaml"]


@posix_only
def test_nor_where_the_disk_knows_no_hard_links(
    flow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", no_links)
    test_a_new_file_never_takes_the_name_of_another(flow)


# What goes wrong


def test_a_folder_of_that_name(tmp_path: Path) -> None:
    assert reason(tmp_path) == "there is a folder of that name"


def test_a_folder_that_is_a_file(flow: Path) -> None:
    assert reason(flow / "mine.yaml") == f"{flow} is not a folder"
    assert is_untouched(flow)


def test_a_name_no_file_can_have(tmp_path: Path) -> None:
    assert "not a name" in reason(tmp_path / "a\0b")
    assert reason(tmp_path / ("a" * 300)) == "the name is too long"


def test_a_text_that_is_too_long_to_be_read_again(flow: Path) -> None:
    assert "larger than 1 MB" in reason(flow, "a" * (MAX_BYTES + 1))
    assert is_untouched(flow)
    save_text(flow, "a" * MAX_BYTES)
    assert len(read_stamped(flow)[0]) == MAX_BYTES


def test_a_character_no_file_can_hold(flow: Path) -> None:
    assert "at 2:2 is half of one" in reason(flow, "ab\nc\ud800")
    assert is_untouched(flow)


@posix_only
def test_a_link_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert reason(tmp_path / "a") == "its link leads round in a circle"
    assert (tmp_path / "a").is_symlink()


@posix_only
def test_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "not a file" in reason(tmp_path / "pipe")


@posix_only
def test_a_file_that_may_not_be_written_to(flow: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may write to whatever mode there is, so the answer is given for it.
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    assert reason(flow) == "the file may not be written to"
    assert is_untouched(flow)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.EACCES, "the folder may not be written to"),
        (errno.EROFS, "the disk may only be read"),
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your share of the disk is used up"),
        (errno.ENOENT, "the folder is gone"),
        (errno.EMFILE, "it cannot be written: too bad"),
    ],
)
def test_a_folder_in_which_no_file_can_be_made(
    flow: Path, code: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, "open", code, lambda _, name: name.endswith(SUFFIX))
    assert reason(flow) == words
    monkeypatch.undo()
    assert is_untouched(flow)


@pytest.mark.parametrize(("call", "times"), [("write", 5), ("fsync", 1), ("replace", 1)])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_disk_that_is_full_at_any_moment(
    flow: Path, call: str, times: int, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_at_a_time(monkeypatch)
    for failure in range(times):
        with monkeypatch.context() as patch:
            failing(patch, call, code, lambda count, _, at=failure: count == at)  # type: ignore[misc]
            assert "disk" in reason(flow)
        assert is_untouched(flow)
    # There is no further call of that kind that could fail.
    failing(monkeypatch, call, code, lambda count, name: count >= times and is_file(name))
    save_text(flow, NEW)
    assert flow.read_text() == NEW
    assert names(flow.parent) == ["mine.yaml"]


@posix_only
def test_a_file_that_outgrows_what_the_system_allows(flow: Path) -> None:
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
        assert reason(flow, "a" * 5000) == "the file is larger than the disk takes"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert is_untouched(flow)


@posix_only
def test_a_folder_that_cannot_be_brought_to_the_disk_is_no_failure(
    flow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not for folders")

    monkeypatch.setattr(os, "fsync", fsync)
    save_text(flow, NEW)
    assert flow.read_text() == NEW


@posix_only
def test_it_is_on_the_disk_before_it_has_the_name(
    flow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, os.replace

    def spied_fsync(descriptor: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
        order.append(f"fsync {kind}")
        fsync(descriptor)

    def spied_replace(old: Path, new: Path) -> None:
        assert old.read_text() == NEW
        order.append("replace")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", spied_fsync)
    monkeypatch.setattr(os, "replace", spied_replace)
    save_text(flow, NEW)
    assert order == ["fsync file", "replace", "fsync folder"]


def test_somebody_who_interrupts_leaves_nothing_behind(
    flow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save_text(flow, NEW)
    assert is_untouched(flow)


# What killed programs leave


@posix_only
def test_what_a_killed_program_left_is_removed_and_what_another_holds_is_not(flow: Path) -> None:
    left, held = (flow.with_name(f"{PREFIX}{name}{SUFFIX}") for name in ("left", "held"))
    left.write_text("half of it")
    held.write_text("half of it")
    other = flow.with_name(f"{PREFIX}notes.yaml")
    other.write_text("no temporary file")
    descriptor = os.open(held, os.O_RDWR)
    try:
        assert hold(descriptor)
        save_text(flow, NEW)
        assert sorted(flow.parent.iterdir()) == sorted([flow, held, other])
    finally:
        os.close(descriptor)
    save_text(flow, OLD)
    assert not held.exists()


@posix_only
def test_a_temporary_file_that_was_taken_for_one_left_behind_is_made_again(
    flow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def cleaned_in_between(descriptor: int) -> bool:
        made.append(descriptor)
        if len(made) == 1:
            (file,) = flow.parent.glob(f"{PREFIX}*")
            file.unlink()
        return hold(descriptor)

    monkeypatch.setattr(atomic, "hold", cleaned_in_between)
    save_text(flow, NEW)
    assert len(made) == 2
    assert flow.read_text() == NEW
    assert names(flow.parent) == ["mine.yaml"]


# Stamps


def test_a_file_that_is_not_there_and_one_that_cannot_be_read(tmp_path: Path) -> None:
    assert stamp_of(tmp_path / "none.yaml") == NO_FILE
    assert stamp_of(tmp_path / "none.yaml", NO_FILE) == NO_FILE
    with pytest.raises(FormatError, match="a folder"):
        stamp_of(tmp_path)


def test_a_settled_file_is_not_read_again_and_a_fresh_one_is(
    flow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(flow, (1, 1))
    settled = stamp_of(flow)
    flow.write_text(OLD.replace("Old", "Oil"))
    fresh = flow.stat()
    assert not stamp_of(flow, settled).same_text(settled)
    known = stamp_of(flow)
    flow.write_text(OLD.replace("Old", "Odd"))
    os.utime(flow, ns=(fresh.st_atime_ns, known.mtime_ns))
    assert not stamp_of(flow, known).same_text(known)

    os.utime(flow, (1, 1))
    known = stamp_of(flow)
    monkeypatch.setattr("yogaflow.storage.file_version.read_whole", None)
    assert stamp_of(flow, known) is known


# Tools


def failing(
    patch: pytest.MonkeyPatch, call: str, code: int, when: Callable[[int, str], bool]
) -> list[str]:
    """Let a call of the system fail; what it was called with is added to the list."""
    real = getattr(os, call)
    called: list[str] = []

    def fails(first: object, *rest: object, **named: object) -> object:
        called.append(str(first))
        if when(len(called) - 1, str(first)):
            raise OSError(code, "too bad")
        return real(first, *rest, **named)

    patch.setattr(os, call, fails)
    return called


def is_file(name: str) -> bool:
    """Whether what a call was made with is no folder: a path, or the number of an open file."""
    status = os.fstat(int(name)) if name.isdigit() else Path(name).stat()
    return not stat.S_ISDIR(status.st_mode)


def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes a dozen bytes with each call."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:12]))


def test_between_the_last_look_and_the_last_step_no_other_yogaflow_writes(
    flow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, stamp = read_stamped(flow)
    monkeypatch.setattr(text_file, "held", partial(held, patience=0.0))
    look = text_file.stamp_of

    def meanwhile(path: Path) -> FileVersion:
        monkeypatch.setattr(text_file, "stamp_of", look)
        with pytest.raises(SaveError, match="another program holds it"):
            save_text(flow, "other", expect=stamp)
        return look(path)

    monkeypatch.setattr(text_file, "stamp_of", meanwhile)
    save_text(flow, NEW, expect=stamp)
    assert flow.read_text() == NEW
    assert names(flow.parent) == ["mine.yaml"]
