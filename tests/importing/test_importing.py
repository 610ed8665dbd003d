"""Lists, tables and `.flow` files -> flows: what each of them may look like."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.format_help import FewPoses
from yogaflow.format import load_flow
from yogaflow.importing import AlreadyFlow, Imported, read_import
from yogaflow.importing.cells import rows_of
from yogaflow.importing.columns import Column, columns_of
from yogaflow.importing.places import JsonError, entry_places, read_json
from yogaflow.library.library import PoseFolders
from yogaflow.model import Flow, Group, PoseStep, Side
from yogaflow.storage import paths

LIBRARY = PoseFolders([paths.poses_dir()])


def read(text: str, name: str = "mine.txt") -> Imported:
    return read_import(text, name, LIBRARY)


def steps(text: str, name: str = "mine.csv") -> list[str]:
    """The flow of a file as it is written below `flow:`, one line each."""
    found = read(text, name)
    page = found.text(found.title or "Any")
    loaded(page)
    return [line.removeprefix("  ") for line in page.partition("flow:\n")[2].splitlines()]


def loaded(page: str) -> Flow:
    return load_flow(page, path="mine.yaml", key="mine", poses=LIBRARY)


def wrong(text: str, name: str = "mine.csv") -> list[tuple[int, int, str]]:
    return [(one.line, one.column, one.message) for one in read(text, name).problems]


# -- lists -----------------------------------------------------------------------------------


def test_a_list_is_folded() -> None:
    text = "# Evening\nwarrior 1 right\nplank 10s\nwarrior 1 left\nplank 10s\npigoen\n"
    found = read(text)
    assert found.title == "Evening"
    assert (
        found.text(found.title)
        == """\
title: Evening
flow:
  - sides: right, left
    flow:
      - warrior-1: 5 breaths
      - plank: 10s
  # not understood: pigoen
"""
    )
    assert wrong(text) == [(6, 1, "no pose is called pigoen; did you mean pigeon?")]


def test_a_flow_is_no_import() -> None:
    with pytest.raises(AlreadyFlow):
        read("title: Mine\nflow:\n  - pigeon: 5 breaths\n")
    assert read("title: Flow: hips\npigeon\n").steps


def test_too_long_a_list() -> None:
    found = read("pigeon\n" * 5_002)
    assert found.steps == ()
    assert found.problems[0].message.startswith("more than 5,000 lines")


# -- tables ----------------------------------------------------------------------------------


def test_a_table_with_headings() -> None:
    text = "Pose,Amount,Side\nPigeon,5-10 breaths,right then left\nBridge,12 reps,\nPlank,30s,-\n"
    assert steps(text) == [
        "- pigeon: 5-10 breaths",
        "  sides: right, left",
        "- bridge: 12 reps",
        "- plank: 30s",
    ]
    assert wrong(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "pose,amount,side\nPigeon,2 min,left\n",
        "Asana;Duration;Side\nPigeon;2 min;L\n",
        "name\thold\tsides\nPigeon\t2 min\tleft\n",
        "\ufeffPose , Time , Side \n\"Pigeon\" , \"2 min\" ,  Left \n",
        "Side,Minutes,Pose\nleft,2,Pigeon\n",
        "side;min;pose name\nleft;2;pigeon\n",
        "Pose,Seconds,Side\nPigeon,120,left\n",
        "Pose,Duration (min),Side\nPigeon,2,left\n",
        "Pose,Time [sec],Side,,\nPigeon,120,left,,\n",
        "sep=;\r\nPose;Amount;Side\r\n\r\nPigeon;2:00;(L)\r\n",
        "My favourites,,\nPose,Amount,Side\nPigeon,2 min,left\n",
    ],
)  # fmt: skip
def test_tables_come_in_many_forms(text: str) -> None:
    name = "mine.csv"
    found = steps(text, name)
    assert found[0] in {"- pigeon: 2 min", "- pigeon: 120s"}
    assert found[1:] == ["  sides: left"]
    assert wrong(text) == []


def test_a_table_without_headings_says_what_a_quick_line_may_say() -> None:
    text = "Pigeon,5 breaths,right\nWarrior,1 min,left\nboat,3x5,\nWarrior 1,2 min,\n"
    assert steps(text) == [
        "- pigeon: 5 breaths",
        "  sides: right",
        "# not understood: Warrior, 1 min, left",
        "- boat: 5 breaths",
        "  sets: 3",
        "- warrior-1: 2 min",
    ]
    assert wrong(text)[0][:2] == (2, 1)


def test_each_column_counts_in_its_unit() -> None:
    text = (
        "#,Pose,Breaths,Seconds,Reps,Sets,Rest,Options,Cue,Notes\n"
        "1,Pigeon,5-8,,,,,block,Grow heavy: breathe,the tight hip\n"
        "2,Bridge,,,12,3,30,,,\n"
        "3,Boat,,30,,2,knees to chest 2 breaths,,,\n"
    )
    assert steps(text) == [
        "- pigeon: 5-8 breaths  # the tight hip",
        "  options: [block]",
        "  say: 'Grow heavy: breathe'",
        "- bridge: 12 reps",
        "  sets: 3",
        "  between: 30s",
        "- boat: 30s",
        "  sets: 2",
        "  between: {knees-to-chest: 2 breaths}",
    ]
    assert wrong(text) == []


def test_a_problem_of_a_table_has_the_place_of_its_cell() -> None:
    text = (
        'Pose,Amount,Side\n"Pigoen",5 breaths,\nBoat,5 breths,\nBoat,5 breaths,left\n'
        ",5 breaths,\nPigeon,10-5 breaths,right\nPigeon,5,right,more\n"
    )
    assert wrong(text) == [
        (2, 2, "no pose is called Pigoen; did you mean pigeon?"),
        (3, 8, "breths: did you mean breaths?"),
        (4, 16, "boat has no sides"),
        (5, 2, "no pose in this row"),
        (6, 8, "10-5 breaths: the smaller number goes first"),
        (7, 16, "more: a cell beyond the last heading is left out"),
    ]
    assert steps(text)[:2] == [
        "# not understood: Pigoen, 5 breaths",
        "# not understood: Boat, 5 breths",
    ]


def test_front_and_both_say_nothing_of_a_pose_without_sides() -> None:
    text = "Pose,Amount,Side\nBoat,30s,both\nPlank,30s,Front\nPigeon,30s,both\nPigeon,9s,center\n"
    assert steps(text) == [
        "- boat: 30s",
        "- plank: 30s",
        "- pigeon: 30s",
        "  sides: right, left",
        "- pigeon: 9s",
    ]
    assert wrong(text) == []


def test_words_above_the_headings_and_columns_nothing_is_made_of() -> None:
    text = (
        "Flow Name,\"Hips, slow\"\nDescription,For the evening\nTotal Poses,2\n\n"
        "Position,Pose Name,Sanskrit Name,Duration,Side,Difficulty\n"
        "1,Low Plank,Chaturanga Dandasana,0m 30s,both,Beginner\n"
        "2,Half Pigeon,Something else,1m 5s,Right,Beginner\n"
    )  # fmt: skip
    found = read(text, "export.csv")
    assert (found.title, found.about) == ("Hips, slow", "For the evening")
    assert steps(text) == [
        "# Total Poses: 2",
        "- chaturanga: 30s",
        "# not understood: 2, Half Pigeon, Something else, 1m 5s, Right, Beginner",
    ]
    assert [(one.line, one.column, one.message) for one in found.remarks] == [
        (5, 48, "the column Difficulty is left out"),
        (6, 3, "Low Plank is read as chaturanga, by its Sanskrit name"),
    ]


def test_a_tab_at_the_beginning_of_a_line_makes_no_table() -> None:
    text = "Standing x2:\n\tboat\n\tplank 30s\n"
    assert steps(text, "mine.txt")[0] == "- title: Standing"
    assert steps("boat\t30s\nplank\t20s\n", "mine.txt") == ["- boat: 30s", "- plank: 20s"]
    assert steps("pose, amount\npigeon, 30s\n", "-") == ["- pigeon: 30s"]
    assert steps("pigeon, 30s, left\nboat, 30s\n", "-")[-1] == "- boat: 30s"


def test_cells() -> None:
    text = 'a, "b ""c"", d",e\n"two\nlines",  x\n\n"open,y\n"Rest" and more,z'
    assert [
        [(cell.text, cell.line, cell.column) for cell in row] for row in rows_of(text, ",")
    ] == [
        [("a", 1, 1), ('b "c", d', 1, 5), ("e", 1, 17)],
        [("two lines", 2, 2), ("x", 3, 10)],
        [('"open', 5, 1), ("y", 5, 7)],
        [('"Rest" and more', 6, 1), ("z", 6, 17)],
    ]


@given(st.text(st.sampled_from('ab,;"\n\r '), max_size=40))
def test_any_table_is_cut_into_cells_that_are_in_it(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for row in rows_of(text, ","):
        for cell in row:
            line = plain[cell.line - 1]
            if cell.text and '"' not in line:
                assert line[cell.column - 1 :].startswith(cell.text.split()[0])


def test_headings_are_known_by_many_names() -> None:
    (row,) = rows_of("Asana, Hold (sec), R/L, Number of breaths, Colour", ",")
    assert columns_of(row) == (
        *(Column.POSE, Column.SECONDS, Column.SIDE, Column.BREATHS, Column.UNKNOWN),
    )
    (row,) = rows_of("Name, Colour", ",")
    assert columns_of(row) is None


# -- .flow -----------------------------------------------------------------------------------


def asana(
    english: str, seconds: object = 30, side: str = "Front", **more: object
) -> dict[str, object]:
    """A pose as the files have it; the rest of their fields says nothing about the practice."""
    return {
        "name": english.lower().replace(" ", "-"),
        "english": english,
        "sanskrit": "",
        "duration": seconds,
        "difficulty": "Beginner",
        "side": side,
        "description": "A few words about it.",
        "tags": ["Floor"],
        "chakras": ["Root"],
        **more,
    }  # fmt: skip


def flow_json(*asanas: object, **more: object) -> str:
    return json.dumps({"name": "Slow evening", "asanas": list(asanas), **more}, indent=2)


def test_a_flow_file_with_sections() -> None:
    text = flow_json(
        asana("Child's Pose", 120),
        asana("Warrior I", 45, "Right"),
        asana("Plank", 90),
        asana("Warrior I", 45, "Left"),
        asana("Plank", 90),
        asana("Corpse Pose", 300),
        description="For tired days: slow.",
        sections=[
            {"id": "b", "name": "End", "asanaIds": [5], "collapsed": False},
            {"id": "a", "name": "Strong", "asanaIds": [1, 2, 3, 4], "collapsed": True},
        ],
    )
    found = read(text, "slow_evening.flow")
    assert (
        found.text(found.title)
        == """\
title: Slow evening
about: 'For tired days: slow.'
flow:
  - childs-pose: 2 min
  - title: Strong
    flow:
      - sides: right, left
        flow:
          - warrior-1: 45s
          - plank: 1m30s
  - title: End
    flow:
      - savasana: 5 min
"""
    )
    assert found.problems == found.remarks == ()


def test_the_other_app_writes_poses() -> None:
    text = json.dumps(
        {
            "name": "Slow",
            "poses": [
                {"name": "Pigeon Pose", "side": "Right", "duration": 60, "breathCue": "Exhale"},
                {"name": "Pigeon Pose", "side": "Left", "duration": 60, "breathCue": "Exhale"},
                {"name": "Boat Pose", "side": "Center", "duration": 20, "breathCue": "-"},
            ],
            "sections": [{"name": "All", "poseIndices": [0, 1, 2], "isCollapsed": False}],
        }
    )
    assert steps(text, "slow.flow") == [
        "- title: All",
        "  flow:",
        "    - pigeon: 1 min",
        "      say: Exhale",
        "    - boat: 20s",
    ]


@pytest.mark.parametrize(
    ("tags", "position"),
    [
        (["Core", "Prone", "Backbend"], ", position: prone"),
        (["Side Lying", "Restorative"], ", position: side-lying"),
        (["Seated", "Kneeling"], ", position: seated"),
        (["Floor", "Arm Balance"], ""),
        (["Standing (inverted)"], ""),
        ([1, None, {"Prone": 2}], ""),
        ("Prone", ""),
        (None, ""),
    ],
)
def test_a_pose_that_comes_along_is_where_its_tags_say(tags: object, position: str) -> None:
    found = read(flow_json(asana("Cosmic Egg", 30, tags=tags)), "a.flow")
    text = found.text("A")
    assert f"  cosmic-egg: {{name: Cosmic Egg{position}}}\n" in text
    pose = load_flow(text, path="a.yaml", key="a", poses=LIBRARY).poses["cosmic-egg"]
    assert pose.position == (position.removeprefix(", position: ") or None)


def test_a_pose_of_the_library_stays_where_it_is_whatever_its_tags_say() -> None:
    assert "position" not in read(flow_json(asana("Boat Pose", tags=["Prone"])), "a.flow").text("A")


def test_a_pose_the_library_lacks_comes_along() -> None:
    text = flow_json(
        asana("Low Lunge", 30, "Right", sanskrit="Anjaneyasana"),
        asana("Low Lunge", 30, "Left", sanskrit="Anjaneyasana"),
        asana("Tree: Pose", 10),
        asana("Rest", 10),
        asana("立つ", 10),
        asana("Low Plank", 10, sanskrit="Chaturanga Dandasana"),
    )
    found = read(text, "own.flow")
    assert found.problems == ()
    assert [pose.line for pose in found.poses] == [
        "low-lunge: {name: Low Lunge, sanskrit: Anjaneyasana, sides: '<side> side'}",
        "tree-pose: {name: 'Tree: Pose'}",
        "own-rest: {name: Rest}",
        "pose-1: {name: 立つ}",
    ]
    flow = loaded(found.text("Own"))
    assert [step.pose for step in flow.steps if isinstance(step, PoseStep)] == [
        *("low-lunge", "tree-pose", "own-rest", "pose-1", "chaturanga"),
    ]
    messages = [one.message for one in found.remarks]
    assert "the library has no Low Lunge. The flow brings it itself, as low-lunge" in messages
    assert "Low Plank is read as chaturanga, by its Sanskrit name" in messages
    assert len(messages) == 5
    assert found.remarks[0].line == 4


def test_a_pose_that_is_nearly_there_is_named() -> None:
    (remark,) = read(flow_json(asana("King Pigeon")), "own.flow").remarks
    assert "nearest: pigeon" in remark.message


def test_sides_where_the_pose_has_none_and_none_where_it_has_some() -> None:
    text = flow_json(asana("Plank", 30, "Right"), asana("Pigeon Pose", 60), asana("Pigeon Pose", 9))
    found = read(text, "own.flow")
    assert [one.message for one in found.problems] == ["plank has no sides: right is left out"]
    assert [one.message for one in found.remarks] == ["pigeon has sides: 1 min on each"]
    assert steps(text, "own.flow") == [
        "# not understood: Plank, right",
        "- plank: 30s",
        "- pigeon: 1 min",
        "- pigeon: 9s",
    ]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (asana("Plank", 0), "Plank: the duration is wanted in whole seconds"),
        (asana("Plank", None), "Plank: the duration is wanted in whole seconds"),
        (asana("Plank", 7.5), "Plank: the duration is wanted in whole seconds"),
        (asana("Plank", True), "Plank: the duration is wanted in whole seconds"),
        (asana("Plank", 10**9), "Plank: the duration is wanted in whole seconds"),
        (asana("Plank", "soon"), "Plank: the duration is wanted in whole seconds"),
        (asana("Plank", 30, "Up"), "Plank: up is no side"),
        (asana(" "), "a pose without a name"),
        ("Plank", "a pose is written in braces"),
        ([], "a pose is written in braces"),
    ],
)
def test_entries_that_are_not_understood_are_kept_as_comments(entry: object, message: str) -> None:
    text = flow_json(asana("Boat Pose"), entry)
    ((line, _, told),) = wrong(text, "own.flow")
    assert told.startswith(message)
    assert text.splitlines()[line - 1].lstrip()[0] in '{["'
    assert steps(text, "own.flow")[1].startswith("# not understood: ")


def test_durations_may_be_whole_numbers_of_other_kinds() -> None:
    text = flow_json(asana("Plank", 30.0), asana("Boat Pose", "45"))
    assert steps(text, "own.flow") == ["- plank: 30s", "- boat: 45s"]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('{"name": "A",\n "asanas": [1,]}', 2, 14, "no JSON: "),
        ('{"name": "A"', 1, 13, "no JSON: a comma is missing here"),
        ('{"name": "A}', 1, 10, "no JSON: this quote is never closed"),
        ('{"name" "A"}', 1, 9, "no JSON: a colon is missing here"),
        ("{} {}", 1, 4, "no JSON: something follows the end"),
        ("", 1, 1, "no JSON: a value is missing here"),
        ("[1, 2]", 1, 1, "a flow is wanted here"),
        ('{"name": "A"}', 1, 1, "there are no poses in it: no asanas"),
        ('{"poses": {}}', 1, 1, "there are no poses in it: no poses"),
        ("[" * 100_000, 1, 1, "lists inside each other without end"),
        ('{"name": ' + "1" * 5000 + "}", 1, 1, "a number in it is far too long"),
    ],
)
def test_what_is_no_flow_file_is_told_with_its_place(
    text: str, line: int, column: int, message: str
) -> None:
    ((at_line, at_column, told),) = wrong(text, "own.flow")
    assert told.startswith(message)
    if "1,]" not in text:  # Python says it in different places
        assert (at_line, at_column) == (line, column)


def test_json_is_known_by_what_is_in_it() -> None:
    assert read(flow_json(asana("Boat Pose")), "-").steps
    assert read("[ ] boat 5 breaths\n[x] plank\n", "-").steps


def test_sections_may_be_anything() -> None:
    entries = [asana("Boat Pose"), asana("Plank"), asana("Boat Pose", 9)]
    strange: list[object] = [None, 3, "x", [3], [{}], [{"name": "A", "asanaIds": ["x", None, -1]}]]
    for sections in strange:
        text = flow_json(*entries, sections=sections)
        assert steps(text, "own.flow") == ["- boat: 30s", "- plank: 30s", "- boat: 9s"]
    spread = [{"name": "A", "asanaIds": [0, 2]}, {"name": "B", "asanaIds": [0, 1]}]
    found = loaded(read(flow_json(*entries, sections=spread), "own.flow").text("Any"))
    assert [step.title for step in found.steps if isinstance(step, Group)] == ["A", "B", "A"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
SECTION = st.fixed_dictionaries({"name": JSON, "asanaIds": st.lists(st.integers(-1, 6))})
ENTRY = st.fixed_dictionaries(
    {"english": st.sampled_from(["Boat Pose", "Pigeon Pose", "Star", "Yes", "a: b"]) | JSON},
    optional={
        "side": st.sampled_from(["Right", "Left", "Front", "both"]) | JSON,
        "duration": st.integers(-2, 400) | JSON,
        "breathCue": JSON,
        "sanskrit": JSON,
    },
)


@given(st.lists(ENTRY | JSON, max_size=5), JSON, JSON | st.lists(SECTION))
def test_whatever_is_in_a_flow_file_the_result_can_be_played(
    entries: list[object], name: object, sections: object
) -> None:
    text = json.dumps({"name": name, "asanas": entries, "sections": sections})
    found = read(text, "any.flow")
    assert len(found.steps) + len(found.problems) >= min(1, len(entries))
    if found.steps:
        flow = loaded(found.text(found.title or "Any"))
        assert flow.steps


@given(JSON, st.lists(JSON, max_size=4), st.sampled_from([None, 0, 2, "\t"]))
def test_the_places_of_entries(
    other: object, entries: list[object], indent: int | str | None
) -> None:
    text = json.dumps({"a": other, "asanas": entries, "z": other}, indent=indent)
    lines = text.split("\n")
    places = entry_places(text, "asanas")
    assert len(places) == len(entries)
    for entry, (line, column) in zip(entries, places, strict=True):
        begins = json.dumps(entry, indent=indent).split("\n")[0]
        assert lines[line - 1][column - 1 :].startswith(begins)
    assert entry_places(text, "none") == []


def test_json_errors_have_their_place() -> None:
    with pytest.raises(JsonError) as error:
        read_json('{\r\n "a": nope}')
    assert (error.value.line, error.value.column) == (2, 7)


# -- names -----------------------------------------------------------------------------------


def test_a_broken_pose_of_the_library_is_passed_over() -> None:
    found = read_import(flow_json(asana("Pigeon")), "a.flow", FewPoses(broken="pigeon"))
    assert [pose.key for pose in found.poses] == ["pigeon-2"]
    assert found.steps[0].pose == "pigeon-2"
    assert Side.RIGHT not in found.steps[0].sides


# -- the page about it -------------------------------------------------------------------------


def test_the_examples_of_the_page_are_what_they_say() -> None:
    page = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
    a_list, table, sides = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    found = read(a_list)
    assert found.problems == found.remarks == ()
    assert f"{found.title}, {len(found.steps)} steps" in page
    assert steps(table, "-") == ["- pigeon: 2 min", "- bridge: 12 reps"]
    rows = [(row[:40].replace("becomes", "").strip(), row[40:]) for row in sides.splitlines()]
    becomes = [right for _, right in rows if right]
    assert steps("\n".join(left for left, _ in rows), "-") == becomes
