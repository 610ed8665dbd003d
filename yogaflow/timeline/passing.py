"""Where the body passes on a way, and when: at each stance as its line is said. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from yogaflow.model import Side
from yogaflow.timeline.roads import Place, Road
from yogaflow.timeline.speech_layout import Saying
from yogaflow.timeline.timeline import Line, Stop
from yogaflow.timeline.visit import Body

LEAST = 0.5
"""Seconds that a stretch counts for at least where stretches share a time."""


def left(body: Body) -> Place | None:
    """The stance one comes to on the way out of the pose; None where one is there already."""
    out = body.pose is not None and body.pose.come_out and not body.is_out
    return body.place if out else None


def told_at(sayings: Sequence[Saying], lines: Sequence[Line]) -> dict[int, float]:
    """When each stretch of a way is first told of, by its number: see `Saying.leg`."""
    found: dict[int, float] = {}
    for saying, line in zip(sayings, lines, strict=False):
        if saying.leg is not None:
            found.setdefault(saying.leg, line.offset)
    return found


def stops(
    out: Place | None,
    road: Road,
    into: tuple[Side | None, float] | None,
    told: Mapping[int, float],
    end: float,
) -> tuple[Stop, ...]:
    """Where a way leads, from a beginning to `end`: to `out`, along the road, and `into` the pose.

    `into` is the pose's side, and its seconds. Stretches that nobody tells of share the time of the
    one before them; those before the first line share its time.
    """
    ahead: list[tuple[int, str, Side | None, float]] = []
    if out is not None:
        ahead.append((0, out.stance, out.side, LEAST))
    for number, leg in enumerate(road, 1):
        ahead.append((number, leg.way.goal, leg.side, leg.way.seconds_in_flow))
    if into is not None:
        ahead.append((len(road) + 1, "", *into))
    starts = [number for number, *_ in ahead if number in told]
    first = ahead[0][0] if ahead else 0
    found: list[Stop] = []
    for start, after in zip_longest([first, *starts[1:]], starts[1:]):
        inside = [one for one in ahead if start <= one[0] and (after is None or one[0] < after)]
        at = told.get(starts[0] if start == first and starts else start, 0.0)
        until = end if after is None else told[after]
        whole = sum(max(LEAST, seconds) for *_, seconds in inside)
        for _, stance, side, seconds in inside:
            there = at + (until - at) * max(LEAST, seconds) / whole
            whole -= max(LEAST, seconds)
            found.append(Stop(stance, side, round(at, 3), round(there, 3)))
            at = there
    return tuple(found)
