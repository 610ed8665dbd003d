"""Commands on steps, one by one: what they write, where they leave one, what they refuse."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from yogaflow.editing.commands import COMMANDS, Edit, RefusedError, add
from yogaflow.editing.fields import drop_key, put_key, set_pose
from yogaflow.editing.layout import Entry, Page, lay_out
from yogaflow.editing.moves import run_of
from yogaflow.model import FormatError

HIPS = """\
title: Hips  # mine
flow:
  # slowly
  - sides: right, left    # one, then the other
    flow:
      - pigeon: 5-10 breaths   # walk out

      - gomukhasana: 5 breaths
        say: Fold.
      - {half-seated-twist: 30s}
  - rest: 5 breaths
"""


def done(name: str, line: int, text: str = HIPS, last: int = 0) -> tuple[str, Edit]:
    page = lay_out(text)
    edit = COMMANDS[name](page, run_of(page, line, last or line))
    return edit.change.apply(text), edit


def refusal(name: str, line: int, text: str = HIPS) -> str:
    with pytest.raises(RefusedError) as refused:
        done(name, line, text)
    return str(refused.value)


def on(line: int, run: Callable[[Page, Entry], Edit], text: str = HIPS) -> str:
    page = lay_out(text)
    entry = page.at(line)
    assert entry is not None
    return run(page, entry).change.apply(text)


def lines(text: str, *numbers: int) -> Sequence[str]:
    whole = text.split("\n")
    return [whole[number - 1] for number in numbers]


def test_a_step_changes_places_and_the_blank_line_between_stays_between() -> None:
    after, edit = done("move-down", 6)
    assert edit.line == 9
    assert lines(after, 6, 7, 8, 9) == [
        "      - gomukhasana: 5 breaths",
        "        say: Fold.",
        "",
        "      - pigeon: 5-10 breaths   # walk out",
    ]
    back, edit = done("move-up", 9, after)
    assert (back, edit.line) == (HIPS, 6)


def test_from_the_end_of_a_group_it_moves_out_and_back_in() -> None:
    after, edit = done("move-down", 10)
    assert lines(after, 10) == ["  - {half-seated-twist: 30s}"]
    assert edit.line == 10
    assert done("move-up", 10, after)[0] == HIPS


def test_from_the_top_of_a_group_it_moves_above_the_group_and_its_comment() -> None:
    after, edit = done("move-up", 6)
    assert lines(after, 3, 4) == ["  - pigeon: 5-10 breaths   # walk out", "  # slowly"]
    assert edit.line == 3
    # On its way back it stands at the top of the group; the blank line has stayed in it.
    back, edit = done("move-down", 3, after)
    assert sorted(back.split("\n")) == sorted(HIPS.split("\n"))
    assert lines(back, edit.line) == ["      - pigeon: 5-10 breaths   # walk out"]


def test_ends_of_the_flow_are_told() -> None:
    assert refusal("move-up", 4) == "it is the first step"
    assert refusal("move-down", 11) == "it is the last step"


def test_the_only_step_of_a_group_does_not_leave_it_empty() -> None:
    text = "title: T\nflow:\n  - repeat: 2\n    flow:\n      - bridge: 5 breaths\n"
    for name in ("move-up", "move-down", "delete"):
        assert "only step of its group" in refusal(name, 5, text)
    assert refusal("delete", 3, text) == "a flow needs a step: add another one first"


def test_a_duplicate_stands_below_and_takes_no_comment_with_it() -> None:
    after, edit = done("duplicate", 4)
    assert after.count("# slowly") == 1
    assert after.count("pigeon") == 2
    assert edit.line == 11


def test_several_steps_are_deleted_at_once() -> None:
    after, edit = done("delete", 6, last=8)
    assert "pigeon" not in after
    assert "gomukhasana" not in after
    assert lines(after, 6) == ["      - {half-seated-twist: 30s}"]
    assert edit.line == 6


def test_the_last_lines_of_a_text_without_a_line_break_go_cleanly() -> None:
    text = "title: T\nflow:\n  - a: 5 breaths\n  - b: 5 breaths"
    after, edit = done("delete", 4, text)
    assert after == "title: T\nflow:\n  - a: 5 breaths"
    assert edit.line == 3


def test_steps_that_are_marked_become_a_group() -> None:
    after, edit = done("both-sides", 6, last=8)
    assert lines(after, 6, 7, 8, 10) == [
        "      - sides: right, left",
        "        flow:",
        "          - pigeon: 5-10 breaths   # walk out",
        "          - gomukhasana: 5 breaths",
    ]
    assert edit.line == 6
    unwrapped, edit = done("unwrap", 6, after)
    assert unwrapped == HIPS
    assert edit.note == "sides: gone with the group"


def test_unwrapping_keeps_the_remarks_of_the_group() -> None:
    after, _ = done("unwrap", 4)
    assert lines(after, 3, 4, 5) == [
        "  # slowly",
        "  # one, then the other",
        "  - pigeon: 5-10 breaths   # walk out",
    ]
    assert refusal("unwrap", 11) == "this is no group"


def test_sides_turn_and_come_back_to_nothing() -> None:
    text, seen = HIPS, []
    for _ in range(5):
        text, edit = done("sides", 6, text)
        seen.append(edit.note)
    assert text == HIPS
    assert seen[:2] == ["right, then left", "left, then right"]
    assert refusal("sides", 11) == "only poses and groups have sides"


def test_taking_the_first_key_of_a_group_away_keeps_its_remark() -> None:
    after = on(4, lambda page, entry: drop_key(page, entry, "sides"))
    assert lines(after, 4, 5) == ["  - # one, then the other", "    flow:"]
    lay_out(after)


def test_amounts_of_steps_and_rounds_of_groups() -> None:
    assert lines(done("longer", 6)[0], 6) == ["      - pigeon: 6-11 breaths   # walk out"]
    assert lines(done("shorter", 10)[0], 10) == ["      - {half-seated-twist: 25s}"]
    assert lines(done("longer", 11)[0], 11) == ["  - rest: 6 breaths"]
    grown, _ = done("longer", 4)
    assert lines(grown, 5, 6) == ["    repeat: 2", "    flow:"]
    assert refusal("shorter", 4) == "it is one round already"
    assert refusal("longer", 3, "title: T\nflow:\n  - say: Hello.\n") == "there is no amount here"
    short = "title: T\nflow:\n  - bridge: 1 breath\n"
    assert refusal("shorter", 3, short) == "it is as short as it can be"


def test_both_sides_of_a_hold_grow() -> None:
    text = "title: T\nflow:\n  - pose: pigeon\n    hold: {right: 5 breaths, left: 8 breaths}\n"
    assert lines(done("longer", 3, text)[0], 4) == ["    hold: {right: 6 breaths, left: 9 breaths}"]


def test_keys_are_written_where_the_step_has_room_for_them() -> None:
    braces = on(10, lambda page, entry: put_key(page, entry, "sides", "left, right"))
    assert lines(braces, 10) == ["      - {half-seated-twist: 30s, sides: [left, right]}"]
    below = on(6, lambda page, entry: put_key(page, entry, "wait", "true"))
    assert lines(below, 6, 7) == [
        "      - pigeon: 5-10 breaths   # walk out",
        "        wait: true",
    ]
    other = on(8, lambda page, entry: put_key(page, entry, "say", "Rest."))
    assert lines(other, 9) == ["        say: Rest."]
    listed = "title: T\nflow:\n  - pigeon: 5 breaths\n    sides:\n      - right\n      - left\n"
    one = on(3, lambda page, entry: put_key(page, entry, "sides", "left"), listed)
    assert one == "title: T\nflow:\n  - pigeon: 5 breaths\n    sides: left\n"


def test_a_pose_is_replaced_in_its_place() -> None:
    assert lines(on(6, lambda page, entry: set_pose(page, entry, "cow")), 6) == [
        "      - cow: 5-10 breaths   # walk out"
    ]
    with pytest.raises(RefusedError):
        on(11, lambda page, entry: set_pose(page, entry, "cow"))


def test_new_steps_go_below_into_a_group_or_are_the_first() -> None:
    new = ("- cow: 5 breaths", "  say: Look up.")
    page = lay_out(HIPS)
    assert lines(add(page, page.at(8), new).change.apply(HIPS), 10, 11) == [
        "      - cow: 5 breaths",
        "        say: Look up.",
    ]
    assert lines(add(page, page.at(4), new).change.apply(HIPS), 11) == ["      - cow: 5 breaths"]
    for text in ("title: T\nflow:\n", "title: T\nflow: []\n", "title: T\nflow:", "title: T\n"):
        after = add(lay_out(text), None, new).change.apply(text)
        assert after.rstrip("\n") == "title: T\nflow:\n  - cow: 5 breaths\n    say: Look up.", text


def test_steps_in_brackets_are_left_to_the_text() -> None:
    text = "title: T\nflow: [{pigeon: 5 breaths}, {cow: 5 breaths}]\n"
    for name in ("move-down", "duplicate", "both-sides", "rest", "longer", "sides"):
        assert "brackets" in refusal(name, 2, text)


def test_windows_lines_stay_windows_lines() -> None:
    text = HIPS.replace("\n", "\r\n")
    for name, line in (("both-sides", 6), ("duplicate", 8), ("rest", 11), ("sides", 6)):
        after, _ = done(name, line, text)
        assert after.count("\n") == after.count("\r\n"), name


def test_a_comment_that_would_become_a_part_of_words_is_told() -> None:
    text = (
        "title: T\nflow:\n  - say: |\n      Lie down.\n  - cow: 5 breaths\n"
        "         # deep in\n  - pigeon: 5 breaths\n"
    )
    assert "“# deep in” would get lost" in refusal("delete", 5, text)


def test_what_cannot_be_parsed_cannot_be_laid_out() -> None:
    with pytest.raises(FormatError):
        lay_out("title: [\nflow:\n")
    with pytest.raises(FormatError):
        lay_out("title: T\rflow:\r")


def test_a_run_of_steps_is_that_of_the_innermost_list_with_both() -> None:
    page = lay_out(HIPS)
    assert [entry.line for entry in run_of(page, 6, 10)] == [6, 8, 10]
    assert [entry.line for entry in run_of(page, 10, 6)] == [6, 8, 10]
    assert [entry.line for entry in run_of(page, 8, 11)] == [4, 11]
    assert [entry.line for entry in run_of(page, 1, 1)] == [4]
    assert run_of(lay_out("title: T\nflow:\n"), 1, 2) == ()


def test_each_round_of_a_list_of_reps_gets_one_more() -> None:
    text = (
        "title: A\nflow:\n  - repeat: 3\n    flow:\n      - pose: bridge\n"
        "        reps: [21, 15, 9]\n"
    )
    assert "        reps: [22, 16, 10]\n" in done("longer", 5, text)[0]
