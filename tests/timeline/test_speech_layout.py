"""Lines in their places inside a segment."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yogaflow.timeline.speech_layout import Sheet
from yogaflow.timeline.timeline import Role


def test_the_silence_at_an_instant_lies_between_the_lines_around_it() -> None:
    sheet = Sheet(60.0, lambda _: 2.0)
    assert sheet.silence_at(30.0) == (0.0, 60.0)
    for at in (40.0, 10.0, 20.0):  # placed in no order
        assert sheet.say("Soften.", Role.CUE, at)
    assert sheet.silence_at(5.0) == (0.0, 10.0)
    assert sheet.silence_at(10.0) == (12.0, 20.0)  # one that begins now has begun
    assert sheet.silence_at(15.0) == (12.0, 20.0)
    assert sheet.silence_at(21.0) == (22.0, 40.0)
    assert sheet.silence_at(59.0) == (42.0, 60.0)


@given(st.lists(st.integers(0, 98), max_size=20), st.integers(0, 100))
def test_a_silence_holds_no_line_and_ends_where_one_begins(starts: list[int], at: int) -> None:
    sheet = Sheet(100.0, lambda _: 2.0)
    for start in starts:
        sheet.say("Soften.", Role.CUE, start)
    begun = [line.offset + 2.0 for line in sheet.lines() if line.offset <= at]
    ahead = [line.offset for line in sheet.lines() if line.offset > at]
    assert sheet.silence_at(at) == (max(begun, default=0.0), min(ahead, default=100.0))
