"""`yogaflow format`: the same words in one form, whatever they were written in."""

from __future__ import annotations

import pytest

from tests.bundled import FLOWS
from tests.editing.edits import comments_of, data_of, written
from tests.format_help import parsed_texts
from yogaflow.editing.formatting import formatted
from yogaflow.storage import paths

CROOKED = """\
\ufeff

# A page of my own.
title:   Hips{end}
about: >
    Four stretches for one hip,

    then the other.
flow:
# first the right one
-   sides:  right, left # all of it
    repeat: 2


    flow:
    - pigeon:    5-10 breaths     # slowly
      say: "Walk the hands
       out."
    -   {gomukhasana: 5 breaths}
-
   # rest well
   rest: 5 breaths

# the end

""".replace("{end}", "   ")

STRAIGHT = """\
# A page of my own.
title: Hips
about: >
    Four stretches for one hip,

    then the other.
flow:
  # first the right one
  - sides: right, left  # all of it
    repeat: 2

    flow:
      - pigeon: 5-10 breaths     # slowly
        say: "Walk the hands
         out."
      - {gomukhasana: 5 breaths}
  -
    # rest well
    rest: 5 breaths

  # the end
"""


def test_a_crooked_page_is_put_straight() -> None:
    assert formatted(CROOKED) == STRAIGHT


def test_line_breaks_of_windows_become_plain_ones() -> None:
    assert formatted(CROOKED.replace("\n", "\r\n")) == STRAIGHT


@pytest.mark.parametrize("chunk", range(4))
def test_formatting_keeps_what_is_said_and_formatting_again_changes_nothing(chunk: int) -> None:
    changed = 0
    for seed in range(chunk, 2000, 4):
        _, text = written(seed)
        once = formatted(text)
        where = f"seed {seed}:\n{text}\n-- became --\n{once}"
        assert data_of(once) == data_of(text), where
        assert comments_of(once) == comments_of(text), where
        assert formatted(once) == once, f"{where}\n-- and then --\n{formatted(once)}"
        changed += once != text
    assert changed > 400


@pytest.mark.parametrize("key", FLOWS)
def test_bundled_flows_are_formatted(key: str) -> None:
    text = (paths.sequences_dir() / f"{key}.yaml").read_text(encoding="utf-8")
    assert formatted(text) == text


def test_a_text_and_its_new_form_are_parsed_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = parsed_texts(monkeypatch)
    assert formatted(CROOKED) == STRAIGHT
    assert parsed == [CROOKED.removeprefix("\ufeff"), STRAIGHT]
