"""Reading a text that changes: the same as reading it whole, after every one of many edits."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.format.test_fuzz import EVERYTHING, FLOWS, PIECES, mutated
from tests.format_help import FewPoses
from yogaflow.format import load_flow, mending, nodes, problems
from yogaflow.format.increments import Draft, FlowReader
from yogaflow.library.library import Library
from yogaflow.model import Flow, FormatError, Group, Problem
from yogaflow.storage.paths import poses_dir

POSES = Library((), (poses_dir(),)).poses()
PARTS = """\
title: Parts
parts:
  a: [locust: 3 breaths, rest: 5 breaths]
  b:
    - use: a
      repeat: 2
    - pigeon: 3 breaths
      sides: right
    - repeat: 2
      flow:
        - warrior-1: 3 breaths
        - use: a
  c:
    repeat: 2
    sides: right, left
    flow:
      - pigeon: 2 breaths
      - use: b
poses:
  star: {name: Star, sides: <side> arm up}
  moon:
    name: Moon
    rep: [in: Up, out: Down]
flow:
  - use: b
  - star: 3 breaths
    sides: right
  - title: Group
    sides: right, left
    flow:
      - use: c
      - moon: 5 reps
        sets: 2
        between: {knees-to-chest: 2 breaths}
      - sides: left
        flow:
          - pigeon: 5 breaths
          - say: |
              Two lines,
              in fact.
          - rest: {pose: savasana, hold: 1 min}
  - rest: 5 breaths
"""
TEXTS = [*FLOWS, EVERYTHING, PARTS, PARTS, PARTS]
SWAPS = [
    ("pigeon", "warrior-1"),
    ("sides: right", "sides: left"),
    ("3 breaths", "4 breaths"),
    ("star", "starr"),
    ("moon", "mooon"),
    ("use: a", "use: b"),
    ("use: b", "use: c"),
    ("sides", "side"),
    ("flow:\n", "flow: []\n"),
    ("breaths", "breath"),
    ("locust", "loc"),
    ("name: Star", "name: Sta\n    position: supine"),
    ("rest", "pigeon"),
    ("- ", "# - "),
    ("savasana", "pigeon"),
    ("repeat: 2", "repeat: 3-4"),
    ("a:", "aa:"),
    ("    ", "  "),
    ("\n", "\r\n"),
    ("\n", "\n\n"),
    ("title", "sides"),
]
LETTERS = "abc 5-:#'\"\n[]{}|>,&*!?\t%.\r\ufeff"


def whole(text: str) -> tuple[Flow | None, tuple[Problem, ...]]:
    """What reading all of it gives."""
    try:
        return load_flow(text, path="p.yaml", key="k", poses=POSES), ()
    except FormatError as error:
        return None, error.problems


def reader() -> FlowReader:
    return FlowReader(POSES, path="p.yaml", key="k")


def agrees(draft: Draft, text: str) -> None:
    """Compare what was read by difference with what reading all of it gives."""
    flow, found = whole(text)
    assert draft.problems == found
    if flow is not None:
        assert draft.flow == flow
        assert list(draft.flow.poses) == list(flow.poses)


def edited(text: str, chance: random.Random) -> str:
    """A text after one edit: a letter more or less, a line, an indentation, a word."""
    at = chance.randrange(len(text) + 1)
    kind = chance.randrange(11)
    if kind == 10:
        # Before a word that begins a line, or behind its dash.
        places = [match.end() for match in re.finditer(r"^[ -]*", text, re.MULTILINE)]
        at = chance.choice(places)
        return (
            text[:at]
            + chance.choice(["!", "&a ", "? ", "- ", "'", "|", "*a", "%", "[", "# "])
            + text[at:]
        )
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind <= 2:
        piece = chance.choice(list(LETTERS) if kind == 1 else PIECES)
        return f"{text[:at]}{piece}{text[at:]}"
    if kind >= 6:
        one, other = chance.choice(SWAPS)
        if chance.random() < 0.4:
            one, other = other, one
        places = [place for place in range(len(text)) if text.startswith(one, place)]
        if not places:
            return f"{text}\n"
        at = chance.choice(places)
        return f"{text[:at]}{other}{text[at + len(one) :]}"
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    if kind == 3:
        lines.insert(at, chance.choice(lines))
    elif kind == 4:
        del lines[at]
    else:
        lines[at] = " " * chance.randrange(8) + lines[at].strip()
    return "\n".join(lines)


def session(chance: random.Random, count: int) -> Iterator[str]:
    """The texts of somebody who writes, mostly taking back what does not go."""
    text = good = chance.choice(TEXTS)
    for _ in range(count):
        if chance.random() < 0.02 or len(text) > 6000:
            text = good = chance.choice(TEXTS)
        new = edited(text, chance) if chance.random() < 0.95 else mutated(text, chance)
        yield new
        is_good = not whole(new)[1]
        if is_good and chance.random() < 0.5:
            good = new
        if is_good or chance.random() < 0.2:
            text = new
        elif chance.random() < 0.3:
            text = good


@pytest.mark.parametrize("seed", range(4))
def test_thousands_of_edits_are_read_as_the_whole_text_is(seed: int) -> None:
    chance = random.Random(seed)
    kept = reader()
    good = broken = 0
    for number, text in enumerate(session(chance, 1000)):
        draft = kept.read(text)
        agrees(draft, text)
        if number % 4 == 0:
            assert reader().read(text) == draft
        good += not draft.problems
        broken += bool(draft.problems)
    assert good > 200
    assert broken > 200


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False), st.integers(1, 6))
def test_a_few_edits_of_any_text(text: str, chance: random.Random, count: int) -> None:
    kept = reader()
    agrees(kept.read(text), text)
    for _ in range(count):
        text = edited(text, chance)
        agrees(kept.read(text), text)


BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
BEFORE = """\
title: Good
flow:
  - locust: 3 breaths
  - sides: right, left
    flow:
      - pigeon: 5 breaths
"""
AFTER = "  - say: Thank you.\n  - rest: 5 breaths\n"
cached = lru_cache(maxsize=None)(whole)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_flow_typed_into_a_good_one_and_out_again(path: Path) -> None:
    text = path.read_bytes()[:500].decode("utf-8", errors="replace")
    head, mark, steps = text.partition("flow:\n")
    steps = steps if mark else head
    kept = reader()
    ends = [*range(0, min(len(steps), 240), 2), len(steps)]
    for end in (*ends, *reversed(ends)):
        draft = kept.read(typed := BEFORE + steps[:end] + AFTER)
        flow, found = cached(typed)
        assert draft.problems == found
        assert flow is None or draft.flow == flow
    assert not draft.problems


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_flow_typed_from_its_first_letter(path: Path) -> None:
    text = path.read_bytes()[:500].decode("utf-8", errors="replace")
    kept = reader()
    for end in (*range(0, len(text), 7), len(text)):
        agrees(kept.read(text[:end]), text[:end])


def count_parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are parsed from here on."""
    found: list[str] = []
    real = nodes.parse_piece

    def note(
        text: str, report: problems.Report, *, line: int = 0, level: int = 0
    ) -> tuple[nodes.Node, int]:
        found.append(text)
        return real(text, report, line=line, level=level)

    monkeypatch.setattr(mending, "parse_piece", note)
    monkeypatch.setattr(nodes, "parse_piece", note)
    return found


@pytest.mark.parametrize(
    ("old", "new", "parsed"),
    [
        ("hold: 1 min", "hold: 2 min", ["            rest: {pose: savasana, hold: 2 min}\n"]),
        ("Two lines,", "Two\n              lines,", None),
        ("5 reps", "6 reps", ["        moon: 6 reps\n"]),
        ("title: Parts", "title: Parts and more", ["title: Parts and more\n"]),
        ("sets: 2\n", "sets: 2\n        wait: true\n", None),
        ("  - rest: 5 breaths\n", "  - rest: 5 breaths\n  - say: Bye.\n", None),
        ("  - rest: 5 breaths\n", "", None),
        ("name: Moon", "name: Moons", ["    name: Moons\n"]),
        ("  - use: b\n  - star", "  - say: First.\n  - use: b\n  - star", None),
        ("  - use: b\n  - star", "  # - use: b\n  - star", None),
    ],
)
def test_only_what_lies_around_a_change_is_parsed(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str, parsed: list[str] | None
) -> None:
    kept = reader()
    kept.read(PARTS)
    found = count_parsed(monkeypatch)
    changed = PARTS.replace(old, new)
    draft = kept.read(changed)
    assert parsed is None or found == parsed
    assert len(found) <= 6
    assert sum(map(len, found)) < len(PARTS) / 2
    monkeypatch.undo()
    agrees(draft, changed)


def test_what_stays_is_the_same_object_and_what_moves_has_another_line() -> None:
    kept = reader()
    one = kept.read(PARTS).flow
    two = kept.read(PARTS.replace("sets: 2", "sets: 3")).flow
    three = kept.read(PARTS.replace("sets: 2", "\n        sets: 3")).flow
    assert one is not None
    assert two is not None
    assert three is not None
    assert [a is b for a, b in zip(one.steps, two.steps, strict=True)] == [True, True, False, True]
    group, moved = one.steps[2], three.steps[2]
    assert isinstance(group, Group)
    assert isinstance(moved, Group)
    assert [step.line for step in moved.steps] == [31, 32, 36]
    assert three.steps[3].line == one.steps[3].line + 1


def test_a_part_that_changes_changes_wherever_it_is_used() -> None:
    kept = reader()
    kept.read(PARTS)
    for text in (
        PARTS.replace("locust: 3 breaths", "locust: 4 breaths"),
        PARTS.replace("sides: right\n    - repeat", "sides: left\n    - repeat"),
        PARTS.replace("pigeon: 2 breaths", "locust: 2 breaths"),
        PARTS.replace("    - use: a\n", "\n    - use: a\n"),
        PARTS.replace("  a: [locust: 3 breaths, rest: 5 breaths]", "  a: [rest: 5 breaths]"),
        PARTS.replace("  a: [", "  a: [nothing, "),
        PARTS,
    ):
        agrees(kept.read(text), text)


def test_an_own_pose_that_changes_is_another_pose_to_all_steps() -> None:
    kept = reader()
    kept.read(PARTS)
    for text in (
        PARTS.replace("name: Star, sides: <side> arm up", "name: Star"),
        PARTS.replace("rep: [in: Up, out: Down]", "kind: rest"),
        PARTS.replace("  star:", "  pigeon:").replace("- star", "- pigeon"),
        PARTS.replace("  moon:", "  locust:"),
        PARTS.replace("name: Moon", "nam: Moon"),
        PARTS,
    ):
        agrees(kept.read(text), text)


def test_limits_are_met_at_the_same_letter() -> None:
    kept = reader()
    many = "title: A\nflow:\n" + "  - nowhere: 5 breaths\n" * 98
    deep = "title: A\nflow:\n" + "".join(
        f"{'  ' * level}- flow:\n" for level in range(1, nodes.MAX_LEVEL, 2)
    )
    guesses = "title: A\nflow:\n" + "".join(f"  - pigeon{n}: 1 breath\n" for n in range(25))
    large = "title: A\nflow:\n" + "  - {repeat: 100, flow: [locust: 5 breaths]}\n" * 60
    for text in (
        many,
        many + "  - nowhere: 5 breaths\n",
        many + "  - nowhere: 5 breaths\n  - nowhere: 5\n",
        many.replace("title", "titel") + "  - no\n  - nowhere: 5 breaths\n  - nowhere: 5\n",
        many,
        "",
        guesses,
        guesses.replace("pigeon3", "pigeon3x"),
        guesses.replace("pigeon3", "pigeon"),
        deep,
        deep + " " * 64 + "- locust: 1 breath\n",
        large.replace("100", "10"),
        large,
        large.replace("100", "50"),
        large.replace("100", "200"),
    ):
        agrees(kept.read(text), text)


def test_as_many_words_as_a_file_may_have_and_one_more() -> None:
    kept = reader()
    line = "  - say: [" + ", ".join(["a"] * 996) + "]\n"
    text = "title: A\nflow:\n" + line * 19
    agrees(kept.read(text), text)
    found = []
    for words in range(995, 1025):
        longer = text + "  - say: [" + ", ".join(["a"] * words) + "]\n"
        draft = kept.read(longer)
        agrees(draft, longer)
        found.append(draft.flow is not None)
    assert found == sorted(found, reverse=True)
    assert {True, False} == set(found)


def test_other_line_ends_and_a_mark_at_the_beginning() -> None:
    kept = reader()
    for text in (PARTS, PARTS.replace("\n", "\r\n"), "\ufeff" + PARTS, PARTS.replace("\n", "\r")):
        for changed in (text, text.replace("sets: 2", "sets: 3"), text + "\n", text[:-3]):
            agrees(kept.read(changed), changed)


def test_what_can_be_read_of_a_broken_flow() -> None:
    kept = reader()
    text = PARTS.replace("moon: 5 reps", "moon: 5 rep s").replace("- star", "- stairs")
    draft = kept.read(text)
    assert draft.flow is not None
    assert len(draft.problems) == 2
    assert [step.line for step in draft.flow.steps] == [25, 28, 42]
    assert list(draft.parts) == ["a", "b", "c"]
    assert draft.parts_first
    stopped = kept.read(PARTS.replace("[locust", "locust"))
    assert stopped.flow is None
    assert len(stopped.problems) == 1


def test_more_problems_than_are_told_hide_no_steps() -> None:
    text = "title: A\nflow:\n" + "  - nowhere: 5 breaths\n" * 150 + "  - locust: 5 breaths\n"
    draft = reader().read(text)
    agrees(draft, text)
    assert draft.flow is not None
    assert [step.line for step in draft.flow.steps] == [153]


def test_a_library_with_a_broken_pose() -> None:
    poses = FewPoses(broken="pigeon")
    kept = FlowReader(poses, path="p.yaml", key="k")
    good = BEFORE.replace("locust", "boat")
    for text in (good, good.replace("3", "4"), good.replace("5", "6") + AFTER, good):
        with pytest.raises(FormatError) as raised:
            load_flow(text, path="p.yaml", key="k", poses=FewPoses(broken="pigeon"))
        assert kept.read(text).problems == raised.value.problems
