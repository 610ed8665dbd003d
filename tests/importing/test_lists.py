"""A pasted list of quick lines -> a whole flow file, and what could not be understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bundled import POSES, bundled_pose
from yogaflow.editing.formatting import formatted
from yogaflow.format import load_flow
from yogaflow.format.quoting import in_braces, quoted
from yogaflow.importing.line import (
    OwnPose,
    QuickGroup,
    QuickItem,
    QuickList,
    QuickNote,
    QuickProblem,
    QuickStep,
    flow_text,
    read_quick_lines,
    steps_in,
)
from yogaflow.importing.line.headings import heading_of
from yogaflow.importing.line.line import Unreadable
from yogaflow.library.library import PoseFolders
from yogaflow.model import Flow, FormatError, Group, PoseStep, Side
from yogaflow.storage import paths

LIBRARY = PoseFolders([paths.poses_dir()])


def read(text: str) -> QuickList:
    return read_quick_lines(text, LIBRARY)


def written(text: str) -> str:
    found = read(text)
    return flow_text(found.title or "Untitled", found.items)


def loaded(text: str) -> Flow:
    return load_flow(text, path="test.yaml", key="test", poses=LIBRARY)


def wrong(text: str) -> list[tuple[int, int, str]]:
    return [(one.line, one.column, one.message) for one in read(text).problems]


def test_a_list_becomes_a_flow() -> None:
    text = """\
Title: Hips, in the evening

1. child's pose 1 min
2. pigeon 5-10 breaths, right then left
3. bridge 12 reps x3, rest 30s
# remember the blocks
4. savasana 3 min
"""
    assert (
        written(text)
        == """\
title: Hips, in the evening
flow:
  - childs-pose: 1 min
  - pigeon: 5-10 breaths
    sides: right, left
  - bridge: 12 reps
    sets: 3
    between: 30s
  # remember the blocks
  - savasana: 3 min
"""
    )
    assert wrong(text) == []
    assert [one.line for one in read(text).results] == [3, 4, 5, 7]


def test_headings_make_groups_of_what_is_set_in() -> None:
    text = """\
# Strong: and open
Warm-up:
  - cat 5 breaths
  - cow 5 breaths
x3
    inhale upward salute
    exhale forward fold
Standing, both sides, 2-3 rounds:
\twarrior 1 5 breaths
\tSide angles:
\t\tside angle 5 breaths with block
\trest 2 breaths
right side:
  pigeon 2 min
Cool down:
savasana 3 min
"""
    assert (
        written(text)
        == """\
title: 'Strong: and open'
flow:
  - title: Warm-up
    flow:
      - cat: 5 breaths
      - cow: 5 breaths
  - repeat: 3
    flow:
      - inhale: upward-salute
      - exhale: forward-fold
  - title: Standing
    sides: right, left
    repeat: 2-3
    flow:
      - warrior-1: 5 breaths
      - title: Side angles
        flow:
          - side-angle: 5 breaths
            options: [block]
      - rest: 2 breaths
  - sides: right
    flow:
      - pigeon: 2 min
  # Cool down
  - savasana: 3 min
"""
    )
    assert wrong(text) == []
    assert formatted(written(text)) == written(text)


def test_what_is_not_understood_is_told_by_line_and_kept_in_its_place() -> None:
    text = "boat 5 breaths\r\n  - pigoen 5 breaths\r\n\r\nplank 30\r\nx3\r\n    nonsense\r\n"
    assert wrong(text) == [
        (2, 5, "no pose is called pigoen; did you mean pigeon?"),
        (4, 7, "30 what? write 30s or 30 breaths"),
        (6, 5, "no pose is called nonsense; yogaflow poses lists them all"),
        (5, 1, "none of the lines below was understood"),
    ]
    assert written(text).splitlines()[2:] == [
        "  - boat: 5 breaths",
        "  # not understood: - pigoen 5 breaths",
        "  # not understood: plank 30",
        "  # not understood: x3",
        "  # not understood: nonsense",
    ]
    assert len(loaded(written(text)).steps) == 1


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("boat\nx3\nboat", 2, 1, "x3: which steps? set the lines below it further in"),
        ("  right side:\nboat", 1, 3, "right side: which steps? set the lines below it further in"),
        ("both sides:\n  boat", 1, 1, "right, left: nothing below has sides"),
        ("- Pigeon:\nboat", 1, 3, "Pigeon: for the pose leave out the colon"),
        ("x0:\n  boat", 1, 1, "0 rounds: from 1 to 1000"),
        ("boat, x2, x3:\n  boat", 1, 11, "the rounds are said twice"),
        ("Sun A 3 times slowly:\n  boat", 1, 7, "3 times slowly: set it off with commas"),
        ("title: A\ntitle: B\nboat", 2, 1, "the title is said twice"),
        ("say:", 1, 1, "no pose is called say"),
    ],
)
def test_what_is_wrong_with_a_heading(text: str, line: int, column: int, message: str) -> None:
    found = wrong(text)
    assert len(found) == 1
    assert found[0][:2] == (line, column)
    assert found[0][2].startswith(message)
    assert "# not understood: " in written(text)


@pytest.mark.parametrize(
    ("text", "title", "sides", "repeat"),
    [
        ("Warm-up:", "Warm-up", "", ""),
        ("3 rounds of Standing:", "Standing", "", "3"),
        ("Sun A x3:", "Sun A", "", "3"),
        ("Sun A, three times:", "Sun A", "", "3"),
        ("twice:", "", "", "2"),
        ("repeat 2-3", "", "", "2-3"),
        ("Standing (right side):", "Standing", "right", ""),
        ("L/R", "", "left right", ""),
        ("Left then right, x2:", "", "left right", "2"),
        ("Day 3:", "Day 3", "", ""),
        ("What is left over:", "What is left over", "", ""),
    ],
)
def test_headings(text: str, title: str, sides: str, repeat: str) -> None:
    found = heading_of(text)
    assert found is not None
    assert (found.title, " ".join(found.sides), found.repeat) == (title, sides, repeat)


def test_what_is_no_heading() -> None:
    for text in ("pigeon", "pigeon x3", ":", "", "right pigeon"):
        assert heading_of(text) is None
    for text in ("Standing right:", "Right side first:", "2 rounds, 3 rounds:"):
        with pytest.raises(Unreadable):
            heading_of(text)


def test_the_first_note_is_the_title_unless_one_is_named() -> None:
    assert read("\n# Evening\n# a note\nboat").title == "Evening"
    found = read("# a note\nTITLE: Evening\nboat")
    assert found.title == "Evening"
    assert found.items[0] == QuickNote("a note")
    assert read("boat\n# a note").title == ""


def test_too_many_headings_inside_each_other() -> None:
    text = "\n".join(f"{' ' * depth}Level {depth}:" for depth in range(20)) + "\n" + " " * 20
    found = read(text + "boat")
    assert found.problems[0].message == "more than 8 headings inside each other"
    assert loaded(flow_text("Deep", found.items)).steps


def test_a_line_without_an_end() -> None:
    text = "boat\n" + "right, left, " * 50_000 + ":\n  plank 30s"
    assert wrong(text) == [(2, 1, "more than 500 characters: one step a line")]
    assert len(loaded(written(text)).steps) == 2


def test_nothing_at_all() -> None:
    for text in ("", "\n\n", "# only a note", "...\n-\n"):
        found = read(text)
        assert not found.understood
        assert found.problems == ()


def test_poses_of_its_own_and_words_at_the_top() -> None:
    step = read("boat 5 breaths").items
    poses = [OwnPose("star", "Star, one: leg", "Tarasana", sided=True), OwnPose("tree", "Tree")]
    text = flow_text("Mine #1", step, notes=["from: a list"], about="Calm: slow.", poses=poses)
    assert (
        text
        == """\
# from: a list
title: 'Mine #1'
about: 'Calm: slow.'
poses:
  star: {name: 'Star, one: leg', sanskrit: Tarasana, sides: '<side> side'}
  tree: {name: Tree}
flow:
  - boat: 5 breaths
"""
    )
    assert loaded(text).title == "Mine #1"


# -- texts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "as_value"),
    [
        ("Grow long", "Grow long"),
        ("Child's pose", "Child's pose"),
        ("Slowly: breathe", "'Slowly: breathe'"),
        ("Ends so:", "'Ends so:'"),
        ("Not #1", "'Not #1'"),
        ("A#1", "A#1"),
        ("- dash", "'- dash'"),
        ("'quoted'", "'''quoted'''"),
        ("yes", "'yes'"),
        ("Null", "'Null'"),
        ("12", "'12'"),
        ("2026-01-01", "'2026-01-01'"),
        ("[block]", "'[block]'"),
        ("é accented", "é accented"),
        ("*star", "'*star'"),
    ],
)
def test_texts_are_quoted_where_yaml_needs_it(text: str, as_value: str) -> None:
    assert quoted(text) == as_value
    assert in_braces("a, b") == "'a, b'"


@given(st.text(max_size=80))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    from yogaflow.format.quoting import cannot_say, cleaned, title_text

    said = cleaned(text)
    if not said or cannot_say(said):
        return
    title = title_text(text)
    page = f"title: {quoted(title)}\nflow:\n  - say: {quoted(said)}\n  - say: [{in_braces(said)}]\n"
    flow = loaded(page)
    assert flow.title == title
    assert [step.text for step in flow.steps if hasattr(step, "text")] == [(said,), (said,)]


# -- any list --------------------------------------------------------------------------------

SIDED = [key for key in POSES if bundled_pose(key).sides]
PLAIN = [key for key in POSES if not bundled_pose(key).sides]
GOOD = st.one_of(
    st.builds("{} {}".format, st.sampled_from(POSES), st.sampled_from(["5 breaths", "30s", ""])),
    st.builds("{}, {}".format, st.sampled_from(SIDED), st.sampled_from(["right", "L/R", "each"])),
    st.builds("{} 3-4 breaths x{}, rest 20s".format, st.sampled_from(PLAIN), st.integers(2, 9)),
    st.sampled_from(["rest 1 min", "rest", "say: Now: breathe", '"Yes"', "inhale cow", "# note"]),
    st.builds("exhale to {}".format, st.sampled_from(POSES)),
)
BAD = st.sampled_from(["pigoen", "pigeon 5 hours", "boat left", "wobble", "x3", "right side:"])
HEADS = st.sampled_from(["Warm-up:", "x3", "twice:", "both sides:", "Hips, right side, x2:", "no:"])


@st.composite
def lists(draw: st.DrawFn, lines: st.SearchStrategy[str] = GOOD) -> list[str]:
    """Some lines, some of them set in below a heading."""
    found: list[str] = []
    for _ in range(draw(st.integers(1, 5))):
        if draw(st.booleans()):
            found.append(draw(lines))
        else:
            found.append(draw(HEADS))
            found += [f"  {line}" for line in draw(st.lists(lines, min_size=1, max_size=3))]
    return found


@given(lists())
def test_what_was_understood_is_a_flow_without_a_problem(lines: list[str]) -> None:
    found = read("\n".join(lines))
    text = flow_text(found.title or "Any", found.items)
    assert all(
        "nothing below has sides" in one.message or "none of" in one.message
        for one in found.problems
    )
    if not found.understood:
        return
    flow = loaded(text)
    assert _poses(flow) == [step.pose for step in steps_in(found.items) if step.amount]
    assert formatted(text) == text


@given(lists(st.one_of(GOOD, BAD)))
def test_every_line_is_a_step_a_problem_or_a_note(lines: list[str]) -> None:
    found = read("\n".join(lines))
    steps = [one for one in found.results if isinstance(one, QuickStep)]
    assert steps == list(steps_in(found.items))
    kept = {step.line for step in steps} | {one.line for one in found.problems}
    kept |= set(_note_lines(found.items)) | {1}
    assert kept >= set(range(1, len(lines) + 1))
    if steps:
        loaded(flow_text("Any", found.items))


@given(st.text(st.sampled_from("abx3: \n\t-#'\",.5"), max_size=60) | st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    found = read(text)
    if found.understood:
        try:
            loaded(flow_text(found.title or "Any", found.items))
        except FormatError as error:  # pragma: no cover - would be a mistake of ours
            pytest.fail(str(error))
    for one in found.problems:
        assert isinstance(one, QuickProblem)
        assert one.line >= 1
        assert one.column >= 1


def _poses(flow: Flow) -> list[str]:
    """The keys of all pose steps and rests, in the order of the file."""
    from yogaflow.model import RestStep, Step

    def walk(steps: tuple[Step, ...]) -> list[str]:
        found: list[str] = []
        for step in steps:
            if isinstance(step, Group):
                found += walk(step.steps)
            elif isinstance(step, PoseStep):
                found.append(step.pose)
            elif isinstance(step, RestStep):
                found.append(step.pose or "")
        return found

    return walk(flow.steps)


def _note_lines(items: tuple[QuickItem, ...]) -> list[int]:
    found: list[int] = []
    for item in items:
        if isinstance(item, QuickGroup):
            found += [item.line, *_note_lines(item.items)]
        elif isinstance(item, QuickNote):
            found.append(item.line)
    return found


def test_sides_are_those_of_the_model() -> None:
    step = next(steps_in(read("pigeon left").items))
    assert step.sides == (Side.LEFT,)
