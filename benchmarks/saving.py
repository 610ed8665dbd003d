"""Saving a file of 40 KB, and one edit in the journal, against the bare calls of the system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks.harness import Figure, medians, report, seconds_of, temporary_home
from yogaflow.editing.change import Change
from yogaflow.editing.journal import Journal
from yogaflow.editing.recovery import unsaved
from yogaflow.storage.text_file import read_stamped, save_text

SIZE = 40_000
"""Bytes."""
SAVE_BOUND = 50.0
"""Milliseconds: as long as a key may take to its effect."""
EDIT_BOUND = 1000.0
"""Microseconds: nothing among what a key costs."""
EDITS = 200
RUNS = 25


def make_text() -> str:
    """A flow of just that size."""
    head = "title: Long\nflow:\n"
    step = "  - mountain: 5 breaths   # tall, the feet below the hips, arms at rest, breathing\n"
    steps, left = divmod(SIZE - len(head) - 2, len(step))
    return head + step * steps + "#" * (left + 1) + "\n"


def save_barely(path: Path, data: bytes) -> None:
    """The yardstick of saving: open, write, fsync, rename."""
    beside = path.with_suffix(".bare")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    os.write(descriptor, data)
    os.fsync(descriptor)
    os.close(descriptor)
    beside.replace(path)


def append_barely(descriptor: int, data: bytes) -> None:
    """The yardstick of an edit: as many bytes with one write."""
    for _ in range(EDITS):
        os.write(descriptor, data)


def edit(journal: Journal) -> None:
    """As many letters typed in the middle."""
    for _ in range(EDITS):
        journal.record(Change(SIZE // 2, SIZE // 2, "a"))


def save(path: Path, text: str) -> None:
    """As the editor does: the file must be the one that was read."""
    save_text(path, text, expect=read_stamped(path)[1])


def main() -> int:
    """Measure, print, judge."""
    text = make_text()
    with temporary_home() as home:
        path, bare = home / "long.yaml", home / "bare.yaml"
        save_text(path, "title: Short\n")
        saved, saved_barely = (
            1e3 * seconds
            for seconds in medians(
                lambda: seconds_of(lambda: save(path, text)),
                lambda: seconds_of(lambda: save_barely(bare, text.encode())),
                runs=RUNS,
            )
        )
        assert path.read_text(encoding="utf-8") == bare.read_text(encoding="utf-8") == text

        journal = Journal.begin(path, *read_stamped(path), folder=home / "unsaved")
        record = b'00000012 00000000 [20000, 20000, "a"]\n'
        descriptor = os.open(home / "bare.journal", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        edited, edited_barely = (
            1e6 * seconds / EDITS
            for seconds in medians(
                lambda: seconds_of(lambda: edit(journal)),
                lambda: seconds_of(lambda: append_barely(descriptor, record)),
                runs=RUNS,
            )
        )
        os.close(descriptor)
        journal.close()
        (left,) = unsaved(home / "unsaved")
        assert len(left.text) == SIZE + (RUNS + 1) * EDITS
    return report(
        [
            Figure(
                "save 40 KB", saved, SAVE_BOUND, "ms", saved_barely, "bare write, fsync, rename"
            ),
            Figure("journal an edit", edited, EDIT_BOUND, "µs", edited_barely, "bare write"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
