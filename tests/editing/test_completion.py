"""What could stand at the cursor, told from the lines alone."""

from __future__ import annotations

import pytest

from tests.bundled import POSES, bundled_pose
from yogaflow.editing.completion import Completion, complete

ALL = [bundled_pose(key) for key in POSES]


def at(text: str) -> Completion | None:
    """The completion at the mark `|` of a text."""
    before = text[: text.index("|")]
    lines = text.replace("|", "").split("\n")
    row = before.count("\n")
    return complete(lines, row + 1, len(before) - (before.rfind("\n") + 1), ALL)


def labels(text: str) -> list[str]:
    found = at(text)
    return [candidate.label for candidate in found.candidates] if found else []


def test_behind_a_dash_stand_poses_with_their_usual_amount_and_the_other_steps() -> None:
    found = at("flow:\n  - pig|")
    assert found is not None
    assert (found.column, found.word) == (4, "pig")
    by_label = {candidate.label: candidate for candidate in found.candidates}
    assert by_label["pigeon"].insert == "pigeon: 5 breaths"
    assert "Eka Pada Rajakapotasana" in by_label["pigeon"].names
    assert by_label["rest"].insert == "rest: 5 breaths"
    assert {"say", "sides", "use", "inhale"} <= by_label.keys()


@pytest.mark.parametrize(
    "text",
    [
        "  - inhale: up|",
        "  - pose: |",
        "    pose: war|",
        "  - exhale:\n      pose: f|",
        "  - {pose: p|",
    ],
)
def test_where_a_pose_is_named_stand_poses(text: str) -> None:
    found = at(f"flow:\n{text}")
    assert found is not None
    assert {candidate.insert for candidate in found.candidates} == set(POSES)


def test_behind_a_pose_stand_amounts_and_reps_only_where_it_repeats() -> None:
    assert labels("flow:\n  - pigeon: |")[0] == "5 breaths"
    assert "12 reps" not in labels("flow:\n  - pigeon: |")
    assert "12 reps" in labels("flow:\n  - bridge: 1|")


def test_options_are_those_of_the_step_s_pose() -> None:
    wanted = list(bundled_pose("pigeon").options)
    assert wanted
    assert labels("flow:\n  - pigeon: 5 breaths\n    options: [|") == wanted
    assert labels("flow:\n  - pose: pigeon\n    hold: 5 breaths\n    options: [block, b|") == wanted
    assert labels("flow:\n  - cow: 5 breaths\n    options: |") == []


def test_keys_are_those_the_step_does_not_have() -> None:
    keys = labels("flow:\n  - pigeon: 5 breaths\n    sides: right\n    |")
    assert {"say", "wait", "breath", "sets"} <= set(keys)
    assert not {"sides", "pose", "hold", "flow"} & set(keys)
    group = labels("flow:\n  - sides: right, left\n    |\n    flow:\n      - cow: 5 breaths")
    assert {"repeat", "title"} <= set(group)
    assert not {"sides", "flow", "wait"} & set(group)


def test_at_the_left_edge_stand_the_keys_of_the_file() -> None:
    assert {"about", "why", "notes", "author", "breath", "parts"} <= set(
        labels("title: T\n|\nflow:\n  - cow: 5 breaths")
    )
    assert "title" not in labels("title: T\n|")


def test_sides_parts_and_yes() -> None:
    assert labels("flow:\n  - pigeon: 5 breaths\n    sides: |")[0] == "right, left"
    assert labels("flow:\n  - inhale:\n      side: |") == ["right", "left"]
    assert labels("parts:\n  sun-a:\n    - cow: 5 breaths\n  b:\nflow:\n  - use: |") == [
        "sun-a",
        "b",
    ]
    assert labels("flow:\n  - pigeon: 5 breaths\n    wait: |") == ["true"]


@pytest.mark.parametrize(
    "text", ["# pig|", "title: pig|", "  - say: pig|", "  - cow: 5 breaths # a|"]
)
def test_in_words_and_comments_nothing_is_offered(text: str) -> None:
    assert at(f"{text}") is None


def test_intervals_are_offered_where_they_belong() -> None:
    assert {"every", "alternate"} <= set(labels("flow:\n  - bridge: 10 reps\n    |"))
    group = labels("flow:\n  - repeat: 3\n    |")
    assert "every" in group
    assert "alternate" not in group
    assert labels("flow:\n  - bridge: 10 reps\n    alternate: |") == ["true"]
