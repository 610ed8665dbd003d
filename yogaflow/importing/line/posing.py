"""The step of a pose: how long, how often, on which sides, with which options."""

from __future__ import annotations

import re
from dataclasses import replace

from yogaflow.importing.line.amounts import AMOUNT, piece_for
from yogaflow.importing.line.between import LineBetween, check_reps, take_rest_between
from yogaflow.importing.line.counting import LineAmounts, take_counted
from yogaflow.importing.line.line import Line, Unreadable
from yogaflow.importing.line.lookup import Found, Lookup
from yogaflow.importing.line.options import take_options
from yogaflow.importing.line.sides import side_of, take_sides
from yogaflow.importing.line.steps import Kind, QuickStep, is_sided
from yogaflow.importing.line.usual import usual_amount
from yogaflow.model import Pose, Side, Unit

_SIDE = r"(?:on\s+)?(?:the\s+)?(?P<{}>right|left|[rl])(?:\s+side)?\s*[:=]?\s*"
_HOW_LONG = rf"{AMOUNT}|(?<![\w:])\d+(?:-\d+)?(?!\w)"
_BOTH_AMOUNTS = re.compile(
    rf"(?<![\w']){_SIDE.format('one')}(?P<a>{_HOW_LONG})"
    r"(?:\s*(?:,|;|/|\band\b|\bthen\b))*\s*"
    rf"{_SIDE.format('two')}(?P<b>{_HOW_LONG})"
)


def pose_step(line: Line, found: Found, between: LineBetween | None, lookup: Lookup) -> QuickStep:
    """The step of the pose that was found in a line. Raises Unreadable."""
    pose = lookup.take(line, found)
    between = between or take_rest_between(line)
    both = line.take(_BOTH_AMOUNTS)
    if both is None:
        sides, sides_at = take_sides(line, pose.sides)
        counted = take_counted(line, pose, found.start)
    else:
        sides, sides_at, counted = (), both.start(), LineAmounts(None)
    options = take_options(line, pose)
    lookup.refuse_left(line, found)
    sided = is_sided(pose, options)
    if not sided and (sides or both is not None):
        raise Unreadable(f"{pose.key} has no sides", sides_at)
    if counted.amount is not None:
        check_reps(counted.amount, pose, options)
    step = QuickStep(
        Kind.POSE,
        pose.key,
        counted.amount.text if counted.amount else usual_amount(pose),
        sides=sides,
        options=options,
        sets=counted.sets,
        sided=sided,
    )
    if both is not None:
        step = _both_amounts(step, both, pose)
    if between is None:
        return step
    if counted.sets == 1:
        message = "a rest between sets needs sets: write x3, or a line of its own for the rest"
        raise Unreadable(message, between.piece.start)
    return replace(step, between=between.piece.text, between_pose=between.pose)


def _both_amounts(step: QuickStep, match: re.Match[str], pose: Pose) -> QuickStep:
    """`right 5 breaths, left 8 breaths`."""
    first, second = side_of(match["one"]), side_of(match["two"])
    if first is second:
        raise Unreadable(f"{first} is said twice", match.start("two"))
    pieces = [piece_for(match[name], match.start(name), pose) for name in ("a", "b")]
    if pieces[0].unit is not pieces[1].unit:
        raise Unreadable("both sides in the same unit, please", match.start("b"))
    if pieces[0].unit is Unit.REPS:
        raise Unreadable("reps are the same on both sides; write two lines", match.start("b"))
    right, left = pieces if first is Side.RIGHT else pieces[::-1]
    return replace(step, amount=right.text, left_amount=left.text, sides=(first, second))
