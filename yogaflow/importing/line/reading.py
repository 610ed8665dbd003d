"""One quick line -> one step: what is recognised is struck out, what stays over is asked about.

The order in which things are looked for matters: texts in quotes hide everything in them, then
the pose's name (it may hold a number or a word for a side: warrior 1, side plank), then sides,
rests, amounts, options; whatever word is left then was not understood.
"""

from __future__ import annotations

import re
from dataclasses import replace

from yogaflow.format.pose_source import PoseSource
from yogaflow.format.quoting import cleaned
from yogaflow.importing.line.amounts import take_amounts
from yogaflow.importing.line.between import REST, refuse_reps, take_pose_between
from yogaflow.importing.line.line import Line, Unreadable, without_marker
from yogaflow.importing.line.lookup import Found, Lookup
from yogaflow.importing.line.options import take_options
from yogaflow.importing.line.posing import pose_step
from yogaflow.importing.line.said import take_words
from yogaflow.importing.line.sides import take_sides
from yogaflow.importing.line.steps import Kind, QuickProblem, QuickStep, is_sided
from yogaflow.importing.line.usual import USUAL_REST
from yogaflow.importing.line.wording import has_words
from yogaflow.model import Half

LONGEST = 500
"""Characters of one line; more is no line that somebody typed."""

_MOVE = re.compile(r"(?<!\w)(?:on\s+(?:an?|the|your)\s+)?(?P<half>inhale|exhale)s?(?!\w)")
_REST_FIRST = re.compile(r"\s*rest(?!\w)\s*[:,-]?\s*(?:(?:in|for)(?!\w)\s*)?")
_OPTIONAL = re.compile(
    r"(?<!\w)(?:optional(?:ly)?(?:\s*:\s*true)?|if\s+(?:there\s+is\s+)?time(?:\s+allows)?)(?!\w)"
)
_NOTE = re.compile(r"\s#\s*(?P<note>.*)$")
_WAIT = re.compile(r"(?<!\w)(?:(?:and|then)\s+)?wait(?:\s*:\s*true)?(?!\w)")


def read_quick(text: str, poses: PoseSource) -> QuickStep | QuickProblem:
    """The step that one line asks for, or what keeps it from being understood."""
    if len(text) > LONGEST:
        return QuickProblem(f"more than {LONGEST} characters: one step a line")
    bare = without_marker(text)
    if not bare.strip():
        return QuickProblem("nothing is written here; write a pose and how long: pigeon 5 breaths")
    if bare.lstrip().startswith("#"):
        return QuickProblem("a note, no step; write a pose and how long: pigeon 5 breaths")
    try:
        return _step(Line(bare), Lookup(poses))
    except Unreadable as why:
        return QuickProblem(why.message, min(why.start, len(text)) + 1, why.near, why.unknown)


def _step(line: Line, lookup: Lookup) -> QuickStep:
    say = take_words(line)
    note = line.take(_NOTE)
    step = _noted(line, say, lookup)
    if note is None:
        return step
    return replace(step, note=cleaned(line.original(*note.span("note"))))


def _noted(line: Line, say: tuple[str, ...], lookup: Lookup) -> QuickStep:
    optional = line.take(_OPTIONAL) is not None
    if say and not has_words(line):
        return QuickStep(Kind.WORDS, say=say, optional=optional)
    moves = line.take_all(_MOVE)
    if len(moves) > 1:
        half = moves[1]["half"]
        message = f"{half} is a step of its own: write it on the next line"
        raise Unreadable(message, moves[1].start("half"))
    if moves:
        step = _move(line, Half(moves[0]["half"]), bool(say), lookup)
        return replace(step, say=say, optional=optional)
    wait = line.take(_WAIT) is not None
    between = take_pose_between(line, lookup)
    found = lookup.find(line)
    rest = _REST_FIRST.match(line.left)
    if found is None and between is None:
        rest = rest or REST.search(line.left)
    if rest is not None and (found is None or found.start >= rest.end()):
        line.strike(*rest.span())
        step = _rest(line, found, lookup)
    elif found is None:
        lookup.refuse(line)
    else:
        step = pose_step(line, found, between, lookup)
    return replace(step, say=say, wait=wait, optional=optional)


def _rest(line: Line, found: Found | None, lookup: Lookup) -> QuickStep:
    pose = None if found is None else lookup.take(line, found)
    if pose is not None and found is not None and pose.sides:
        message = f"{pose.key} has sides, a rest has none; leave out the word rest"
        raise Unreadable(message, found.start)
    amounts = take_amounts(line)
    if len(amounts) > 1:
        raise Unreadable("how long is said twice; one step a line", amounts[1].start)
    for amount in amounts:
        refuse_reps(amount)
    lookup.refuse_left(line, found)
    text = amounts[0].text if amounts else USUAL_REST
    return QuickStep(Kind.REST, pose.key if pose else "", text)


def _move(line: Line, half: Half, has_say: bool, lookup: Lookup) -> QuickStep:
    found = lookup.find(line)
    if found is None:
        if has_say and not has_words(line):
            return QuickStep(Kind.MOVE, half=half)
        lookup.refuse(line)
    pose = lookup.take(line, found)
    sides, sides_at = take_sides(line, pose.sides)
    if len(sides) > 1:
        raise Unreadable("a movement goes to one side: right or left", sides_at)
    if amounts := take_amounts(line):
        message = f"{half} takes half a breath: leave out how long, or leave out {half}"
        raise Unreadable(message, amounts[0].start)
    options = take_options(line, pose)
    lookup.refuse_left(line, found)
    sided = is_sided(pose, options)
    if sides and not sided:
        raise Unreadable(f"{pose.key} has no sides", sides_at)
    return QuickStep(Kind.MOVE, pose.key, sides=sides, options=options, half=half, sided=sided)
