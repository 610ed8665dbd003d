"""Differences for people: every changed line, a little around it, never too much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.storage import diff as module
from yogaflow.storage.diff import DiffLine, Line, difference, fitted

TEXTS = st.lists(st.sampled_from("abc"), max_size=12).map("\n".join)


def shown(before: str, after: str, *, width: int = 40, most: int = 200) -> list[str]:
    return [
        f"{line.before or '-'} {line.after or '-'} {line.kind.value} {line.text}".rstrip()
        for line in difference(before, after, width=width, most=most)
    ]


def test_equal_texts_do_not_differ() -> None:
    assert shown("a\nb", "a\nb") == []
    assert shown("", "") == []


def test_a_changed_line_with_two_lines_around_it() -> None:
    before = "title: Mine\nflow:\n  - pigeon: 5 breaths\n  - rest: 1 min\n"
    after = before.replace("5", "8")
    assert shown(before, after) == [
        "1 1   title: Mine",
        "2 2   flow:",
        "3 - -   - pigeon: 5 breaths",
        "- 3 +   - pigeon: 8 breaths",
        "4 4     - rest: 1 min",
        "5 5",
    ]


def test_what_lies_between_changes_is_left_out() -> None:
    lines = [f"line {number}" for number in range(1, 31)]
    changed = ["first", *lines[1:14], *lines[15:], "last"]
    assert shown("\n".join(lines), "\n".join(changed)) == [
        "1 - - line 1",
        "- 1 + first",
        "2 2   line 2",
        "3 3   line 3",
        "- - …",
        "13 13   line 13",
        "14 14   line 14",
        "15 - - line 15",
        "16 15   line 16",
        "17 16   line 17",
        "- - …",
        "29 28   line 29",
        "30 29   line 30",
        "- 30 + last",
    ]


@given(before=TEXTS, after=TEXTS)
def test_it_leads_from_one_text_to_the_other(before: str, after: str) -> None:
    old, new = before.split("\n"), after.split("\n")
    found = difference(before, after, width=9)
    for line in found:
        assert line.before is None or old[line.before - 1] == line.text
        assert line.after is None or new[line.after - 1] == line.text
    removed = {line.before for line in found if line.kind is Line.REMOVED}
    added = {line.after for line in found if line.kind is Line.ADDED}
    kept = [text for number, text in enumerate(old, 1) if number not in removed]
    assert kept == [text for number, text in enumerate(new, 1) if number not in added]
    assert bool(found) == (before != after)


@given(before=TEXTS, after=TEXTS, most=st.integers(1, 6))
def test_what_is_too_much_is_cut_and_said(before: str, after: str, most: int) -> None:
    whole = difference(before, after, width=9)
    found = difference(before, after, width=9, most=most)
    if len(whole) <= most:
        assert found == whole
    else:
        assert found == [*whole[:most], DiffLine(Line.LEFT_OUT, None, None, "and more")]


def test_of_long_texts_the_beginning_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 10)
    lines = [f"line {number}" for number in range(1, 101)]
    changed = ["new", *lines[:-1], "last"]
    assert shown("\n".join(lines), "\n".join(changed)) == [
        "- 1 + new",
        "1 2   line 1",
        "2 3   line 2",
        "- - …",
        "8 9   line 8",
        "9 10   line 9",
        "- - … and more",
    ]
    wholly = shown("\n".join(lines), "\n".join(line.upper() for line in lines))
    assert wholly[0] == "1 - - line 1"
    assert wholly[-2:] == ["- 10 + LINE 10", "- - … and more"]


@pytest.mark.parametrize(
    ("text", "width", "line"),
    [
        ("pigeon", 6, "pigeon"),
        ("pigeon", 5, "pige…"),
        ("pigeon", 1, "…"),
        ("pigeon", 0, ""),
        ("\tx", 9, "    x"),
        ("a\x1b[31m\u202eb", 20, "a·[31m·b"),
        ("鳩のポーズ", 10, "鳩のポーズ"),
        ("鳩のポーズ", 9, "鳩のポー…"),
        ("u\u0308ber", 4, "u\u0308ber"),
    ],
)
def test_a_line_fits(text: str, width: int, line: str) -> None:
    assert fitted(text, width) == line


def test_a_line_is_cut_in_a_difference_too() -> None:
    assert shown("", "a" * 1_000_000, width=5) == ["1 - -", "- 1 + aaaa…"]
