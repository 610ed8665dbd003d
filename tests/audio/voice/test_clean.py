"""What an engine is given: whatever a flow says, words and pauses and nothing else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yogaflow.audio.voice.clean import LONGEST, MARKS, cleaned

ODD = st.sampled_from(
    [
        *"[]<>&/\\=\"'`|{}()-–—’.,;:!?½ \t\n\r\x00\x1b\u200b\u00ad\u0301\u20e3\ufe0f",
        "[[slnc 10000]]",
        '<break time="10000s"/>',
        "</speak>",
        "［［",
        "﹤",
        "ﷺ",
        "1.5",
        "a.m.",
        "word",
        "I",
    ]
)
ANYTHING = st.one_of(st.text(max_size=400), st.lists(ODD, max_size=200).map("".join))


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Pigeon, right side.", "Pigeon, right side."),
        ("Knee unhappy? A towel under the hip.", "Knee unhappy? A towel under the hip."),
        ("Let the child’s pose go – breathe", "Let the child's pose go, breathe"),
        ("Hold 2.5 minutes, till 7:30 a.m.", "Hold 2.5 minutes, till 7:30 a.m."),
        ("Half-moon (slow) . . . and out", "Half-moon, slow. and out"),
        ("10° & ½ more, 1½ × 20 %", "10 degrees and half more, 1 and a half times 20 percent"),
        ("Śavāsana", "Śavāsana"),
        ("सर्वांगासन", "सर्वांगासन"),
        ("one\nline\r\n\tonly", "one line only"),
        ("soft\u00adly", "softly"),
        ("<break time='10000s'/> [[slnc 10000]] breathe", "break time 10000s' slnc 10000 breathe"),
        ("&lt;speak&gt;", "and lt; speak and gt"),
        ("[[rate 10]]\x1b[31m", "rate 10 31m"),
        ("--voice=x; rm -rf /", "voice x; rm, rf"),
        (",,,,;;;;....!!!!breathe????,,,,", "breathe?"),
        ("🧘 …", ""),
        ("", ""),
    ],
)
def test_lines_and_what_is_said_of_them(text: str, given: str) -> None:
    assert cleaned(text) == given


@given(ANYTHING)
@example("a" * 1000)
@example("1½" * 200)
@example("a-\u0301-b")
def test_any_text_becomes_words_and_pauses(text: str) -> None:
    line = cleaned(text)
    assert len(line) <= LONGEST
    assert cleaned(line) == line
    assert line == line.strip()
    for letter in line:
        kind = unicodedata.category(letter)
        assert kind[0] == "L" or kind in {"Nd", "Mn", "Mc"} or letter in MARKS + " "
    assert "--" not in line
    assert "  " not in line
    # Nothing but silence, however many marks there are.
    assert not line or any(unicodedata.category(letter)[0] in "LN" for letter in line)


@given(st.lists(st.sampled_from(["hips", "Knee", "left,", "slowly."]), max_size=200))
def test_a_long_line_ends_after_a_word(words: list[str]) -> None:
    line = cleaned(" ".join(words))
    assert all(word in {"hips", "Knee", "left,", "slowly.", "left"} for word in line.split())
