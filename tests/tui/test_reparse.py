"""Readings beside the typing: one at a time, the last text always read in the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.format_help import FewPoses
from yogaflow.editing.reading import Reader, Reading
from yogaflow.tui import reparse
from yogaflow.tui.reparse import Reparser


class Bench:
    """A text that changes, and a thread that works when it is told to."""

    def __init__(self) -> None:
        self.text = ""
        self.taken: list[str] = []
        self.work: list[Callable[[], None]] = []
        self.came: list[Reading | None] = []
        self.reparser = Reparser(
            lambda checkpoint: Reader(FewPoses(), checkpoint=checkpoint),
            text=lambda: self.text,
            take=lambda reading: self.taken.append(reading.text),
            aside=self.work.append,
            back=self.came.append,
        )

    def type(self, text: str) -> None:
        self.text = text
        self.reparser.read()

    def finish(self) -> None:
        self.work.pop(0)()
        self.reparser.came(self.came.pop(0))


def test_what_is_quick_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reparse, "AT_ONCE", 1e9)
    bench = Bench()
    for text in ("a", "ab", "abc"):
        bench.type(text)
    assert bench.taken == ["a", "ab", "abc"]
    assert not bench.work


def test_after_a_slow_reading_the_next_is_made_aside_and_only_the_last_text_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reparse, "AT_ONCE", -1.0)
    bench = Bench()
    for text in ("a", "ab", "abc", "abcd"):
        bench.type(text)
    assert len(bench.work) == 1
    bench.finish()
    assert bench.taken == ["a"]
    assert len(bench.work) == 1
    bench.finish()
    assert bench.taken == ["a", "abcd"]
    assert not bench.work


def test_once_readings_are_quick_again_they_are_made_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench()
    monkeypatch.setattr(reparse, "AT_ONCE", -1.0)
    bench.type("a")
    monkeypatch.setattr(reparse, "AT_ONCE", 1e9)
    bench.finish()
    bench.type("ab")
    assert bench.taken == ["a", "ab"]
    assert not bench.work


def test_a_long_text_is_not_waited_for_when_it_is_opened() -> None:
    bench = Bench()
    bench.type("# long\n" * 10_000)
    assert len(bench.work) == 1
    assert not bench.taken


def test_a_key_interrupts_a_reading_in_its_thread_and_it_begins_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reparse, "AT_ONCE", -1.0)
    bench = Bench()
    bench.type("title: A")
    bench.reparser.interrupt()
    bench.finish()
    assert bench.taken == []
    bench.reparser.interrupt()
    bench.type("title: AB")
    bench.finish()
    assert bench.taken == []
    bench.finish()
    assert bench.taken == ["title: AB"]
    assert not bench.work


def test_a_key_does_not_interrupt_what_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reparse, "AT_ONCE", 1e9)
    bench = Bench()
    bench.reparser.interrupt()
    bench.type("title: A")
    assert bench.taken == ["title: A"]
