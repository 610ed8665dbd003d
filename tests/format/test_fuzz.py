"""Good files, mutated a few thousand times: never anything but a flow or a FormatError."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from yogaflow.format import load_flow, load_pose
from yogaflow.library.library import Library
from yogaflow.model import FormatError, Problem
from yogaflow.storage.paths import poses_dir, sequences_dir

POSES = Library((), (poses_dir(),)).poses()
EVERYTHING = """\
title: Everything
about: Every form once.
why: [Strong hips carry you., 'Rest: it counts.']
notes: |
  Two blocks each.
  Ben rests.
author: Ann
format: 1
breath: {in: 4, out: 6}
poses:
  star: {name: Star, sides: <side> arm up, options: {tall: {name: Tall}}}
parts:
  sun-a:
    - inhale: upward-salute
    - exhale: {pose: forward-fold, say: [Fold, {text: Long neck, once: true}]}
flow:
  - say: Set an intention.
  - use: sun-a
    repeat: 3-4
  - sides: right, left
    repeat: 2
    flow:
      - pigeon: 3-5 breaths
        options: [block]
        say: [Stay, {at: halfway, text: Bring the <side> hip down.}]
        transition: {seconds: 20s, say: Slowly}
      - rest: {pose: childs-pose, hold: 1m30s}
  - pose: star
    hold: {right: 5 breaths, left: 8 breaths}
    wait: true
    options: tall
  - bridge: 12 reps
    sets: 3
    between: {knees-to-chest: 2 breaths}
    optional: true
"""
PIECES = [
    *"[]{}:,-#&*!|>'\"%@`?<~\t\n \\\0\x1b\u2028🧘é",
    ": ",
    "- ",
    "\n  ",
    "\n\t",
    "<<: ",
    "---\n",
    "...\n",
    "&a ",
    "*a",
    "!!str ",
    "5 breaths",
    "-1",
    "999999999999",
    "1:30",
    "010",
    "on",
    "null",
    "right, left",
    "flow:",
    "use: sun-a",
    "repeat: 1000",
    "pigeon: ",
    "sides: ",
    "[[[[[[[[",
    "<sid>",
]


def mutated(text: str, chance: random.Random) -> str:
    """A text with one to four small things changed."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        to = min(len(text), at + chance.choice((0, 1, 1, 2, 5, 20)))
        kind = chance.randrange(5)
        if kind == 0:
            text = text[:at] + text[to:]
        elif kind == 1:
            text = text[:at] + chance.choice(PIECES) + text[to:]
        elif kind == 2:
            other = chance.randrange(len(text) + 1)
            text = text[:at] + text[other : other + 30] + text[at:]
        elif kind == 3:
            lines = text.split("\n")
            one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[one], lines[two] = lines[two], lines[one]
            text = "\n".join(lines)
        else:
            lines = text.split("\n")
            one = chance.randrange(len(lines))
            lines[one] = " " * chance.randrange(6) + lines[one].strip()
            text = "\n".join(lines)
    return text


def inside(problem: Problem, text: str) -> bool:
    """Whether a problem's place is in the text; just behind the end of a line counts."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return 1 <= problem.line <= len(lines) and (
        1 <= problem.column <= len(lines[problem.line - 1]) + 1
    )


def check(text: str, load: Callable[[str], object]) -> int:
    """Load a text; the number of its problems, each checked."""
    problems: tuple[Problem, ...] = ()
    try:
        load(text)
    except FormatError as error:
        problems = error.problems or (Problem("", 0, 0, "an error without a problem"),)
    for problem in problems:
        assert inside(problem, text), problem
        assert problem.message.strip(), problem
        assert problem.message.isprintable(), problem
    return len(problems)


def as_flow(text: str) -> object:
    return load_flow(text, path="fuzz.yaml", key="fuzz", poses=POSES)


def as_pose(text: str) -> object:
    return load_pose(text, path="poses/fuzz.yaml", key="fuzz")


FLOWS = [EVERYTHING, *(p.read_text(encoding="utf-8") for p in sequences_dir().glob("*.yaml"))]
POSE_TEXTS = [p.read_text(encoding="utf-8") for p in sorted(Path(poses_dir()).glob("*.yaml"))]


def test_what_is_mutated_is_good_to_begin_with() -> None:
    assert [check(text, as_flow) for text in FLOWS] == [0] * len(FLOWS)
    assert [check(text, as_pose) for text in POSE_TEXTS] == [0] * len(POSE_TEXTS)


@pytest.mark.parametrize("seed", range(4))
def test_a_mutated_flow_is_a_flow_or_has_problems_inside_its_text(seed: int) -> None:
    chance = random.Random(seed)
    broken = sum(check(mutated(chance.choice(FLOWS), chance), as_flow) > 0 for _ in range(1500))
    assert broken > 700, "the mutations hardly break anything"


@pytest.mark.parametrize("seed", range(2))
def test_a_mutated_pose_is_a_pose_or_has_problems_inside_its_text(seed: int) -> None:
    chance = random.Random(seed)
    broken = sum(
        check(mutated(chance.choice(POSE_TEXTS), chance), as_pose) > 0 for _ in range(1000)
    )
    assert broken > 300, "the mutations hardly break anything"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        "- " * 500_000,
        "{a: " * 250_000,
        "- a\n" * 250_000,
        "a: " * 333_000,
        "x" * 1_000_000,
        "'" + "a b\n " * 190_000,
        "".join(f"k{number}: v\n" for number in range(80_000)),
        "title: A\nflow:\n" + "  - nowhere: 5 braeths\n" * 40_000,
        "title: A\nflow:\n  - pigeon: " + "5 " * 400_000,
        "title: A\nflow:\n  - pigeon: 5 breaths\n    sides: " + "right," * 160_000,
        "title: A\nflow:\n  - say: " + "<a> " * 240_000,
        "&a [" * 200_000,
        "*a " * 300_000,
        "%a\n" * 300_000,
    ],
    ids=lambda text: text[:12].strip() or "blank",
)
def test_a_megabyte_of_garbage_has_few_problems(text: str) -> None:
    assert 0 < check(text[:1_000_000], as_flow) <= 101
    assert 0 < check(text[:1_000_000], as_pose) <= 101
