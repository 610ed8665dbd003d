"""A flow's file while it is edited: bytes kept, bundled ones copied, kills survived."""

from __future__ import annotations

from pathlib import Path

import pytest

from yogaflow.editing.document import (
    BusyError,
    ChangedError,
    Document,
    FileChange,
    SaveError,
    fresh,
    left_of,
    opened,
    resumed,
)
from yogaflow.model import FormatError
from yogaflow.storage import paths
from yogaflow.storage.file_version import NO_FILE, stamp_of

pytestmark = pytest.mark.usefixtures("own_home")

TEXT = "title: Hips\nflow:\n  - cow: 5 breaths\n"


@pytest.fixture
def hips(tmp_path: Path) -> Path:
    path = tmp_path / "hips.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def killed(document: Document) -> None:
    """What a kill leaves: nothing is closed in order, but the system lets go of the lock."""
    journal = document._journal
    assert journal is not None
    journal.close()


def test_a_file_that_is_saved_as_it_was_has_the_same_bytes(tmp_path: Path) -> None:
    for number, data in enumerate(
        (TEXT.encode(), TEXT.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + TEXT.encode())
    ):
        path = tmp_path / f"{number}.yaml"
        path.write_bytes(data)
        document = opened(path)
        assert document.text == TEXT
        document.save(document.text + "# more\n")
        document.save(document.text)
        assert path.read_bytes() == data
        document.close()


def test_an_edit_is_offered_again_after_a_kill(hips: Path) -> None:
    document = opened(hips)
    document.keep(TEXT + "# one\n")
    document.keep(TEXT + "# one\n# two\n")
    killed(document)
    (left,) = left_of(hips)
    again = resumed(left)
    assert again.text == TEXT + "# one\n# two\n"
    assert again.is_changed(again.text)
    again.save(again.text)
    again.close()
    assert left_of(hips) == []
    assert hips.read_text(encoding="utf-8") == TEXT + "# one\n# two\n"


def test_a_bundled_flow_is_saved_as_a_copy_and_opened_as_that_from_then_on() -> None:
    bundled = paths.sequences_dir() / "hip-openers.yaml"
    before = bundled.read_bytes()
    document = opened(bundled)
    assert document.bundled == bundled
    assert document.is_new
    assert not document.is_changed(document.text)
    document.keep(document.text + "# mine\n")
    killed(document)
    again = resumed(left_of(bundled)[0])
    assert again.bundled == bundled
    again.save(again.text)
    again.close()
    assert bundled.read_bytes() == before
    copy = opened(bundled)
    assert copy.path == paths.user_flows_dir() / "hip-openers.yaml"
    assert copy.text.endswith("# mine\n")
    assert copy.bundled == bundled
    assert not copy.is_new
    copy.close()


def test_a_new_flow_never_takes_the_name_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "flows" / "new.yaml"
    document = fresh(path, TEXT)
    assert document.is_changed(TEXT)
    path.parent.mkdir()
    path.write_text("title: Somebody's\n", encoding="utf-8")
    with pytest.raises(ChangedError):
        document.save(TEXT)
    assert path.read_text(encoding="utf-8") == "title: Somebody's\n"
    document.keep_mine(stamp_of(path))
    document.save(TEXT)
    document.close()
    assert path.read_text(encoding="utf-8") == TEXT


def test_what_somebody_else_writes_is_noticed_once_and_can_be_taken(hips: Path) -> None:
    document = opened(hips)
    assert document.look() is None
    hips.write_text(TEXT + "# theirs\n", encoding="utf-8")
    assert document.look() is None, "it may be half written"
    change = document.look()
    assert change is not None
    assert change.what is FileChange.CHANGED
    assert document.look() is None
    with pytest.raises(ChangedError):
        document.save(TEXT + "# mine\n")
    assert document.theirs() == TEXT + "# theirs\n"
    assert document.take_theirs() == TEXT + "# theirs\n"
    assert not document.is_changed(TEXT + "# theirs\n")
    document.save(TEXT + "# mine\n")
    assert document.look() is None
    document.close()


def test_a_file_that_is_gone_is_written_anew_but_no_folder_that_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "hips.yaml"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    document = opened(path)
    path.unlink()
    with pytest.raises(ChangedError):
        document.save(TEXT + "# mine\n")
    path.parent.rmdir()
    with pytest.raises(SaveError, match="gone"):
        document.save(TEXT + "# mine\n")
    path.parent.mkdir()
    document.keep_mine(NO_FILE)
    document.save(TEXT + "# mine\n")
    assert path.read_text(encoding="utf-8") == TEXT + "# mine\n"
    document.close()


def test_two_editors_on_one_file_are_told(hips: Path) -> None:
    document = opened(hips)
    with pytest.raises(BusyError):
        opened(hips)
    document.close()
    opened(hips).close()


def test_what_is_no_text_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_bytes(b"title: \xff\n")
    with pytest.raises(FormatError, match="UTF-8"):
        opened(tmp_path / "bad.yaml")
    with pytest.raises(FormatError, match="no such file"):
        opened(tmp_path / "none.yaml")
