"""Folding runs of right and left into groups: the same practice, in fewer lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bundled import bundled_pose
from yogaflow.format import load_flow
from yogaflow.importing import folded
from yogaflow.importing.folding import LONGEST_RUN
from yogaflow.importing.line import (
    Kind,
    QuickGroup,
    QuickItem,
    QuickNote,
    QuickStep,
    flow_text,
    read_quick_lines,
    steps_in,
)
from yogaflow.importing.line.writing import item_lines
from yogaflow.library.library import PoseFolders
from yogaflow.model import Half, Side
from yogaflow.storage import paths
from yogaflow.timeline import SegmentKind, compile_flow

LIBRARY = PoseFolders([paths.poses_dir()])
RIGHT, LEFT = (Side.RIGHT,), (Side.LEFT,)


def items(text: str) -> tuple[QuickItem, ...]:
    found = read_quick_lines(text.replace("; ", "\n"), LIBRARY)
    assert found.problems == ()
    return found.items


def fold(text: str) -> str:
    """The items of lines, folded, as they are written."""
    return "\n".join(item_lines(folded(items(text)), 0))


def test_a_mirrored_run_becomes_a_group_with_sides() -> None:
    assert (
        fold("warrior 1 right; side angle right; warrior 1 left; side angle left")
        == """\
- sides: right, left
  flow:
    - warrior-1: 5 breaths
    - side-angle: 5 breaths"""
    )


def test_left_may_go_first_and_what_has_no_sides_stands_between() -> None:
    assert (
        fold("cat; warrior 1 left; plank 10s; side angle left; warrior 1 right; plank 10s; "
             "side angle right; plank 10s")
        == """\
- cat: 5 breaths
- sides: left, right
  flow:
    - warrior-1: 5 breaths
    - plank: 10s
    - side-angle: 5 breaths
- plank: 10s"""
    )  # fmt: skip


def test_one_pose_on_both_sides_is_one_step() -> None:
    assert fold("pigeon 2 min right; pigeon 2 min left") == "- pigeon: 2 min"
    assert fold("pigeon left; pigeon right") == "- pigeon: 5 breaths\n  sides: left, right"


def test_in_a_group_with_sides_both_are_written_down() -> None:
    text = "right side:\n  warrior 1\n  pigeon right\n  pigeon left\n"
    assert (
        fold(text)
        == """\
- sides: right
  flow:
    - warrior-1: 5 breaths
    - pigeon: 5 breaths
      sides: right, left"""
    )


def test_what_is_done_on_both_sides_keeps_them_in_a_group() -> None:
    assert (
        fold("warrior 1 right; pigeon; warrior 1 left; pigeon")
        == """\
- sides: right, left
  flow:
    - warrior-1: 5 breaths
    - pigeon: 5 breaths
      sides: right, left"""
    )


@pytest.mark.parametrize(
    "text",
    [
        "warrior 1 right; side angle right; side angle left; warrior 1 left",
        "warrior 1 right; side angle right; warrior 1 left; side angle 4 breaths left",
        "warrior 1 right; side angle right; warrior 1 left; side angle left with block",
        'warrior 1 right; side angle right "Long"; warrior 1 left; side angle left "Short"',
        "warrior 1 right; side angle left; warrior 1 right; side angle left; cat",
        "warrior 1 right; side angle; plank; warrior 1 left; plank",
        "pigeon right; pigeon left 8 breaths",
        "pigeon right, optional; pigeon left",
        "pigeon right; pigeon right",
        'pigeon right; say: Now the <other> side; pigeon left; say: Now the <other> side',
        "pigeon right; # breathe; pigeon left",
        "cat; cat; cat; cat",
        "cat; cow; cat",
    ],
)  # fmt: skip
def test_what_does_not_mirror_stays(text: str) -> None:
    before = items(text)
    after = folded(before)
    if text.startswith("warrior 1 right; side angle right; side angle left"):
        # Only the pair in the middle is one.
        assert [step.sides for step in steps_in(after)] == [RIGHT, (), LEFT]
    elif text.rpartition("; ")[2] == "cat" and "warrior" in text:
        assert after[0] == QuickGroup(before[:2], repeat="2")
    else:
        assert after == before


def test_rounds_are_folded_where_two_steps_or_more_come_again() -> None:
    assert (
        fold("plank 10s; cat 1 breath; cow 1 breath; cat 1 breath; cow 1 breath; "
             "cat 1 breath; cow 1 breath; cat 1 breath")
        == """\
- plank: 10s
- repeat: 3
  flow:
    - cat: 1 breath
    - cow: 1 breath
- cat: 1 breath"""
    )  # fmt: skip


def test_a_mirrored_group_that_comes_again_has_rounds() -> None:
    once = "warrior 1 right; plank 10s; warrior 1 left; plank 10s; "
    assert (
        fold(once * 3 + "cat")
        == """\
- sides: right, left
  repeat: 3
  flow:
    - warrior-1: 5 breaths
    - plank: 10s
- cat: 5 breaths"""
    )


def test_rounds_within_a_mirrored_group() -> None:
    once = "warrior 1 {0}; cat; cow; cat; cow; side angle {0}; "
    assert (
        fold(once.format("right") + once.format("left").rstrip("; "))
        == """\
- sides: right, left
  flow:
    - warrior-1: 5 breaths
    - repeat: 2
      flow:
        - cat: 5 breaths
        - cow: 5 breaths
    - side-angle: 5 breaths"""
    )


def test_a_title_stays_and_is_folded_inside() -> None:
    text = "Warm-up:\n  pigeon right\n  pigeon left\nStanding:\n  cat\n  cow\n  cat\n  cow\n"
    after = folded(items(text))
    assert [group.title for group in after if isinstance(group, QuickGroup)] == [
        "Warm-up",
        "Standing",
    ]
    assert [step.pose for step in steps_in(after)] == ["pigeon", "cat", "cow"]


def test_long_runs_do_not_take_long() -> None:
    step = QuickStep(Kind.POSE, "cat", "5 breaths")
    same = [step] * 5000
    assert folded(same) == tuple(same)
    pairs = [step, replace(step, pose="cow")] * 900
    assert folded(pairs) == (QuickGroup(tuple(pairs[:2]), repeat="900"),)
    many = [replace(step, pose=f"pose-{number}") for number in range(LONGEST_RUN + 1)] * 2
    assert folded(many) == tuple(many)


# -- the same practice ------------------------------------------------------------------------

Done = tuple[str, str, tuple[Side, ...], tuple[str, ...]]


def practised(items: Iterable[QuickItem], side: tuple[Side, ...] = ()) -> Iterator[Done]:
    """What is done, one by one: rounds outside, sides inside, the nearest sides first."""
    for item in items:
        if isinstance(item, QuickGroup):
            for _ in range(int(item.repeat or 1)):
                for one in item.sides or (None,):
                    yield from practised(item.items, side if one is None else (one,))
        elif isinstance(item, QuickStep):
            sides = item.sides or side or (Side.RIGHT, Side.LEFT)
            if item.kind is Kind.POSE and item.sided:
                for one in sides:
                    yield (item.pose, item.amount, (one,), item.say)
            else:
                own = item.sides or (side if item.sided or "<" in "".join(item.say) else ())
                yield (item.pose, item.amount or str(item.half), own, item.say)


def pose_step(key: str, sides: tuple[Side, ...] = (), amount: str = "3 breaths") -> QuickStep:
    sided = bool(bundled_pose(key).sides)
    return QuickStep(Kind.POSE, key, amount, sides=sides if sided else (), sided=sided)


STEPS = st.one_of(
    st.builds(
        pose_step,
        st.sampled_from(["warrior-1", "pigeon"]),
        st.sampled_from([RIGHT, LEFT, (Side.RIGHT, Side.LEFT), ()]),
        st.sampled_from(["3 breaths", "30s"]),
    ),
    st.builds(pose_step, st.sampled_from(["cat", "plank"])),
    st.sampled_from(
        [
            QuickStep(Kind.MOVE, "cow", half=Half.INHALE),
            QuickStep(Kind.MOVE, "warrior-1", half=Half.EXHALE, sides=RIGHT, sided=True),
            QuickStep(Kind.MOVE, "warrior-1", half=Half.EXHALE, sides=LEFT, sided=True),
            QuickStep(Kind.REST, "", "2 breaths"),
            QuickStep(Kind.WORDS, say=("Breathe.",)),
            QuickStep(Kind.WORDS, say=("The <side> one.",)),
        ]
    ),
)


@st.composite
def practices(draw: st.DrawFn) -> list[QuickItem]:
    """Steps, some of them mirrored or repeated right away, some in groups, with notes between."""
    found: list[QuickItem] = []
    for _ in range(draw(st.integers(1, 4))):
        run: list[QuickItem] = list(draw(st.lists(STEPS, min_size=1, max_size=4)))
        what = draw(st.sampled_from(["plain", "mirrored", "again", "group", "note"]))
        if what == "mirrored":
            found += [*run, *(mirrored(item) for item in run)]
        elif what == "again":
            found += run * draw(st.integers(2, 3))
        elif what == "group":
            sides = draw(st.sampled_from([(), RIGHT, (Side.LEFT, Side.RIGHT)]))
            run += [mirrored(item) for item in run]
            if not any(step.sided for step in steps_in(run)):
                sides = ()
            found.append(QuickGroup(tuple(run), draw(st.sampled_from(["", "A"])), sides, "2"))
        else:
            found += run
            if what == "note":
                found.append(QuickNote("a note"))
    return found


def mirrored(item: QuickItem) -> QuickItem:
    assert isinstance(item, QuickStep)
    return replace(item, sides=(item.sides[0].other,)) if len(item.sides) == 1 else item


@given(practices())
def test_folding_never_changes_what_is_practised(before: list[QuickItem]) -> None:
    after = folded(before)
    assert list(practised(after)) == list(practised(before))
    assert _notes(after) == _notes(before)
    assert folded(after) == after


@given(practices())
def test_the_player_plays_the_same_before_and_after(before: list[QuickItem]) -> None:
    assert _held(folded(before)) == _held(before)


def test_what_mirrors_is_really_found() -> None:
    """The properties above would hold if nothing were ever folded."""
    run: list[QuickItem] = [pose_step("warrior-1", RIGHT), pose_step("cat")]
    assert folded([*run, *map(mirrored, run)]) == (
        QuickGroup((pose_step("warrior-1"), pose_step("cat")), sides=(Side.RIGHT, Side.LEFT)),
    )


def _held(items: Iterable[QuickItem]) -> list[tuple[str | None, Side | None, int]]:
    """What a player does with the items: the pose, its side, and its breaths."""
    text = flow_text("Any", tuple(items))
    flow = load_flow(text, path="", key="any", poses=LIBRARY)
    kinds = {SegmentKind.HOLD, SegmentKind.REST, SegmentKind.MOVE}
    return [
        (segment.pose, segment.side, segment.breaths)
        for segment in compile_flow(flow).segments
        if segment.kind in kinds and segment.line
    ]


def _notes(items: Iterable[QuickItem]) -> list[str]:
    found: list[str] = []
    for item in items:
        if isinstance(item, QuickNote):
            found.append(item.text)
        elif isinstance(item, QuickGroup):
            found += _notes(item.items)
    return found
