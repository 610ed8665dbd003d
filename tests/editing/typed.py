"""The texts of somebody who writes a flow, with all that goes wrong on the way."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from tests.format.test_fuzz import EVERYTHING, FLOWS, PIECES, mutated
from yogaflow.format import load_flow
from yogaflow.library.library import Library
from yogaflow.model import Flow, FormatError, Problem
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


BEFORE = """\
title: Good
flow:
  - locust: 3 breaths
  - sides: right, left
    flow:
      - pigeon: 5 breaths
"""
AFTER = "  - say: Thank you.\n  - rest: 5 breaths\n"


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
