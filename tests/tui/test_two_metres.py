"""What can be read from the mat: letters, and every word of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bundled import bundled_flow
from tests.tui.rig import running
from yogaflow.model import Side
from yogaflow.practice.cursor import Cursor, first_mark_from
from yogaflow.practice.view import State, View, view_of
from yogaflow.timeline import Choices, SegmentKind, Timeline, compile_flow
from yogaflow.tui.labels import instruction, phase_word, reading, shown_limb, shown_side
from yogaflow.tui.paint import Block, width_of
from yogaflow.tui.screens.go_to import GoToScreen, visit_at
from yogaflow.tui.widgets.bigview import big_view
from yogaflow.tui.widgets.blockfont import SMALL, columns, plain_letters, sentence
from yogaflow.tui.widgets.main_panel import digits, stage
from yogaflow.tui.widgets.name import name_rows

FLOWS = (
    "ball-at-the-wall five-hip-stretches glute-strength glute-workout hip-openers strong-and-open "
    "sun-salutation-a three-for-the-glutes"
).split()

STAGES = [(38, 11), (58, 14), (40, 16), (80, 16), (60, 32), (100, 48)]
"""Columns and rows that the stage has at 40x15, 60x20, 80x24 (beside a figure and without one),
120x40 and 200x60."""


def views(timeline: Timeline) -> list[View]:
    """A view in the middle of each line and of each phase of a practice."""
    found = []
    for segment in timeline.segments:
        places = {line.offset + line.seconds / 2 for line in segment.lines} | {0.0}
        places |= {phase.offset + phase.seconds / 2 for phase in segment.phases[:8]}
        for place in sorted(places):
            cursor = Cursor(segment.index, first_mark_from(segment, place), place, place)
            found.append(view_of(timeline, cursor, State.PLAYING, place))
    return found


def plain(rows: Block) -> str:
    return "\n".join("".join(text for text, _ in row) for row in rows)


def in_letters(text: str, shown: str, width: int) -> bool:
    """Whether a text stands there in block letters, in any size that is so wide at most."""
    for columns_ in range(width, 8, -1):
        for height in range(3, 40):
            rows = sentence(text, columns_, height)
            if rows and all(row.strip() in shown for row in rows):
                return True
    return False


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize("key", FLOWS)
def test_no_word_is_cut_and_nothing_is_drawn_over(key: str) -> None:
    timeline = compile_flow(bundled_flow(key), Choices(options=("band", "block", "leg-lift")))
    seen = set()
    for view in views(timeline):
        line = ((instruction(view), "ink"),)
        what = (
            instruction(view),
            shown_limb(view),
            view.segment.kind,
            view.phase and view.phase.kind,
        )
        if what in seen:
            continue
        seen.add(what)
        for width, height in STAGES:
            rows = stage(view, width, height, line)
            shown = plain(rows)
            assert [width_of(row) for row in rows] == [width] * height
            assert "…" not in shown, (what, width, height)
            text = " ".join(shown.replace("█", " ").split())
            side = shown_side(view)
            if side is not None:
                for word in words(shown_limb(view)):
                    assert word in text, (what, width, height)
            if view.segment.kind is SegmentKind.READY:
                continue
            told = instruction(view)
            whole = all(word in text for word in words(told))
            own = view.phase is not None and phase_word(view.phase) == told.upper()
            assert whole or own or in_letters(told, shown, width), (what, width, height)


@pytest.mark.parametrize("key", FLOWS)
def test_the_way_in_is_in_letters_where_there_is_the_room(key: str) -> None:
    timeline = compile_flow(bundled_flow(key))
    lines = {
        instruction(view): view
        for view in views(timeline)
        if reading(view) and view.segment.kind is SegmentKind.ENTER
    }
    for told, view in lines.items():
        for width, height in ((40, 16), (80, 16), (60, 32), (100, 48)):
            if len(told) <= 45:
                shown = plain(stage(view, width, height))
                assert not all(word in shown for word in words(told)), (told, width, height)
        for width, height in ((80, 24), (120, 40), (200, 60)):
            shown = plain(big_view(view, width, height))
            if len(told) <= 45:
                assert not all(word in shown for word in words(told)), (told, width, height)


def test_the_count_is_as_large_as_the_name_beside_it() -> None:
    timeline = compile_flow(bundled_flow("hip-openers"), Choices(countdown=0))
    hold = next(s for s in timeline.segments if s.kind is SegmentKind.HOLD and s.side)
    cursor = Cursor(hold.index, first_mark_from(hold, 0.0), 0.0, 0.0)
    view = view_of(timeline, cursor, State.PLAYING, 0.0)
    name = plain(name_rows(view.pose, "", 78, 5)).split("\n")
    letters = len([row for row in name[:-1] if row.strip()])
    assert letters == len(sentence("5", 9, 4))
    for width, height in ((40, 14), (38, 14)):
        shown = plain(stage(view, width, height))
        assert all(row.strip() in shown for row in sentence("5", 9, letters)), shown
    for across, height in ((22, 11), (14, 9)):  # in a disc the pixels are counted, two to a row
        assert len(digits("5", across, height)) >= 2 * letters


@given(st.text(st.sampled_from("ABC xyz,.?!'-():;/&0189"), min_size=1), st.integers(3, 90))
def test_sentences_fit_and_lose_no_word(text: str, width: int) -> None:
    for height in (3, 8, 30):
        rows = sentence(text, width, height)
        assert len(rows) <= height
        assert all(len(row) <= width for row in rows)


def test_what_has_no_letters_is_left_to_be_written() -> None:
    assert sentence("शवासन", 80, 20) == ()
    assert sentence("木のポーズ", 80, 20) == ()
    assert sentence("Śavāsana – “rest”…", 80, 20)
    assert sentence("", 80, 20) == ()
    assert sentence("Unbelievably", 8, 20) == ()


def test_small_letters_are_three_columns_wide() -> None:
    letters = plain_letters("Right knee", SMALL)
    assert letters == "RIGHT KNEE"
    assert columns(letters, 1.0, SMALL) <= 3 * len(letters)


# -- going to a pose -------------------------------------------------------------------------


async def test_a_list_of_the_poses_leads_to_one_of_them() -> None:
    for size in ((80, 24), (40, 15)):
        async with running(bundled_flow("hip-openers"), size, Choices(countdown=0)) as rig:
            await rig.pilot.press("g")
            await rig.settle()
            assert isinstance(rig.app.screen, GoToScreen)
            await rig.pilot.press("down", "down", "enter")
            await rig.settle()
            visit = rig.session.view().visit
            assert (visit.pose, visit.side) == ("ankle-to-knee", Side.RIGHT)
            await rig.pilot.press("g", "escape")
            await rig.settle()
            assert rig.session.view().visit == visit


async def test_a_click_on_the_line_leads_to_the_pose_at_that_place() -> None:
    async with running(bundled_flow("hip-openers"), choices=Choices(countdown=0)) as rig:
        await rig.settle()
        await rig.pilot.click("#progress", offset=(60, 0))
        await rig.settle()
        timeline = rig.session.player.timeline
        assert rig.session.view().visit.index == visit_at(timeline, 59.5 / 78)
        assert rig.session.view().visit.side is Side.LEFT


@pytest.mark.parametrize("height", [11, 12, 14, 16, 20])
@pytest.mark.parametrize("width", [38, 40, 58, 80])
def test_the_breath_is_seen_to_fill_beside_any_count(width: int, height: int) -> None:
    timeline = compile_flow(bundled_flow("hip-openers"), Choices(countdown=0))
    hold = next(s for s in timeline.segments if s.kind is SegmentKind.HOLD and s.side)
    shown = set()
    for place in (0.5, 2.0, 3.5):
        cursor = Cursor(hold.index, first_mark_from(hold, place), place, place)
        view = view_of(timeline, cursor, State.PLAYING, place)
        shown.add(tuple(stage(view, width, height, ((instruction(view), "ink"),))))
    assert len(shown) == 3
