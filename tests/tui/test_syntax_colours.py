"""The colours of a flow's lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.tui.syntax_colours import paints, running_text


def painted(line: str) -> list[tuple[str, str]]:
    return [(line[start:end], kind) for start, end, kind in sorted(paints(line))]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("title: Hips", [("title", "key"), ("Hips", "words")]),
        (
            "  - pigeon: 5-10 breaths  # ah",
            [("-", "dash"), ("pigeon", "pose"), ("5-10 breaths", "amount"), ("# ah", "comment")],
        ),
        (
            "    sides: right, left",
            [("sides", "key"), ("right", "side-word"), ("left", "side-word")],
        ),
        (
            "  - {cow: 5 breaths, wait: true}",
            [("-", "dash"), ("cow", "pose"), ("5 breaths", "amount"), ("wait", "key")],
        ),
        (
            "    breath: {in: 4, out: 6}",
            [("breath", "key"), ("in", "key"), ("4", "amount"), ("out", "key"), ("6", "amount")],
        ),
        ("  - inhale: cow", [("-", "dash"), ("inhale", "key"), ("cow", "pose")]),
        (
            '  - say: "a # b"  # c',
            [("-", "dash"), ("say", "key"), ('"a # b"  ', "words"), ("# c", "comment")],
        ),
        ("", []),
    ],
)
def test_a_line(line: str, wanted: list[tuple[str, str]]) -> None:
    assert painted(line) == wanted


@given(st.text(alphabet="ab -:#{}[],\"'|>15 breathsrightleft", max_size=60), st.booleans())
def test_no_line_is_painted_beyond_its_ends(line: str, in_text: bool) -> None:
    for start, end, _ in paints(line, in_text=in_text):
        assert 0 <= start <= end <= len(line)


def test_lines_of_a_running_text_are_known() -> None:
    lines = ["- say: |", "    a", "", "    b: # x", "- cow: 1 breath", "about: >-", "  b", "x: |a"]
    assert running_text(lines) == {1, 2, 3, 6}
