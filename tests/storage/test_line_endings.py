"""Line ends and byte order marks: what comes back unchanged is the very same file."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from yogaflow.storage.line_endings import Endings

ENDS = ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"]
LINES = st.sampled_from(["", "", "- pigeon: 5 breaths", "- rest: 1 min", "x", "ü"])


@st.composite
def wholes(draw: st.DrawFn) -> str:
    """A file with whatever line ends, and maybe a byte order mark."""
    ends = draw(st.sampled_from([["\n"], ["\r\n"], ["\r", "\n"], ENDS]))
    lines = draw(st.lists(st.tuples(LINES, st.sampled_from(ends)), max_size=12))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return mark + "".join(line + end for line, end in lines) + draw(LINES)


@st.composite
def edits(draw: st.DrawFn, text: str) -> str:
    """A text with some of it replaced."""
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    return text[:start] + draw(st.sampled_from(["", "\n", "a", "x\ny", "\n\n"])) + text[end:]


@given(whole=wholes())
def test_an_unchanged_text_is_the_same_file(whole: str) -> None:
    endings = Endings.of(whole)
    assert endings.put_back(endings.plain) == whole
    assert not re.search("[\r\x85\u2028\u2029]", endings.plain)


@given(data=st.data(), whole=wholes())
def test_a_changed_text_is_read_as_it_was_written(data: st.DataObject, whole: str) -> None:
    endings = Endings.of(whole)
    text = data.draw(edits(endings.plain))
    again = Endings.of(endings.put_back(text))
    assert again.plain == text
    assert again.bom == endings.bom


@given(text=st.text(alphabet="ab\n"), whole=wholes())
def test_any_text_may_take_the_place_of_any_other(text: str, whole: str) -> None:
    assert Endings.of(Endings.of(whole).put_back(text)).plain == text


@given(data=st.data(), whole=wholes())
def test_lines_before_and_after_a_change_keep_their_ends(data: st.DataObject, whole: str) -> None:
    endings = Endings.of(whole.replace("\r\n", "\n").replace("\r", "\n"))  # no pair to be split
    count = len(endings.lines)
    at = data.draw(st.integers(0, count - 1))
    lines = [*endings.lines[:at], "quite new", *endings.lines[at:]]
    again = Endings.of(endings.put_back("\n".join(lines)))
    assert again.ends[:at] == endings.ends[:at]
    assert again.ends[at + 1 :] == endings.ends[at:]
    assert again.ends[at] == endings.common


def test_a_new_line_in_a_file_from_windows_ends_as_the_others_do() -> None:
    endings = Endings.of("\ufeffa\r\nb\r\n")
    assert endings.plain == "a\nb\n"
    assert endings.put_back("a\nnew\nb\n") == "\ufeffa\r\nnew\r\nb\r\n"


def test_a_new_line_in_a_mixed_file_takes_the_most_common_end() -> None:
    endings = Endings.of("a\nb\r\nc\r\nd")
    assert endings.put_back("a\nb\nnew\nc\nd\nlast") == "a\nb\r\nnew\r\nc\r\nd\r\nlast"


def test_a_line_between_changed_ones_keeps_its_end() -> None:
    endings = Endings.of("one\ntwo\r\nthree\nfour\nfive\n")
    assert endings.put_back("new\ntwo\nthree\nfive\n") == "new\ntwo\r\nthree\nfive\n"


def test_an_empty_line_after_a_lone_return_is_not_swallowed() -> None:
    endings = Endings.of("a\rb\rc\nd\n\n")
    assert Endings.of(endings.put_back("a\n\nd\n\n")).plain == "a\n\nd\n\n"


def test_a_file_that_never_was() -> None:
    assert Endings().plain == ""
    assert Endings().put_back("a\nb") == "a\nb"
