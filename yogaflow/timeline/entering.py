"""The way into a pose from where the body is: how long it takes, and what is said on it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from yogaflow.model import Entrance, Position, Side, sided_text
from yogaflow.timeline import phrases
from yogaflow.timeline.cues import CueName
from yogaflow.timeline.positions import NOWHERE, Passage, passage
from yogaflow.timeline.speech_layout import (
    BOWL_GAP,
    SWITCH_GAP,
    Saying,
    Speech,
    spoken_length,
    spread,
    tenths,
)
from yogaflow.timeline.timeline import Chime, Line, Role, SegmentKind
from yogaflow.timeline.visit import Body, Stay

_FLOOR = frozenset({Position.SUPINE, Position.PRONE, Position.SEATED})


@dataclass(frozen=True, slots=True)
class Way:
    """A way in. `seconds` is the least time it takes; `other_side` makes it a switch.

    `passage` gets the body to where the `entrance` begins.
    """

    entrance: Entrance
    passage: Passage
    seconds: float
    other_side: bool


@dataclass(frozen=True, slots=True)
class TimedWay:
    """A way in as a segment: its kind, its seconds, its lines and its bowl."""

    kind: SegmentKind
    duration: float
    lines: tuple[Line, ...]
    chimes: tuple[Chime, ...]


def way_into(stay: Stay, body: Body) -> Way:
    """The way into the pose of `stay` from where the body is."""
    assert stay.pose is not None
    pose = stay.pose
    same_pose = body.pose is not None and body.pose.key == pose.key
    other_side = stay.side is not None and (
        (stay.changed and body.pose is not None) or (same_pose and body.side is stay.side.other)
    )
    between = NOWHERE
    if stay.transition is not None:
        entrance = stay.transition
    elif same_pose and other_side and pose.switch is not None:
        entrance = pose.switch
    elif body.pose is not None and body.pose.key in pose.come_from:
        entrance = pose.come_from[body.pose.key]
    else:
        entrance = pose.come_in
        between = passage(body.position, pose.starts)
    seconds = entrance.seconds + between.seconds + sum(o.seconds for o in stay.options)
    return Way(entrance, between, seconds, other_side)


def bare_passage(stay: Stay, body: Body) -> Way | None:
    """Up from the floor to where a movement begins; None where the body is near enough.

    Nobody gets from lying to standing in half a breath; between all other positions one
    movement per breath is what such flows are made of.
    """
    if stay.pose is None or body.moving or body.position not in _FLOOR:
        return None
    if stay.pose.starts is not Position.STANDING:
        return None
    between = passage(body.position, stay.pose.starts)
    return Way(Entrance(0.0), between, between.seconds, other_side=False)


def is_in_pose(stay: Stay, body: Body) -> bool:
    """Whether the body is in that pose, on that side, already."""
    return (
        body.pose is not None
        and stay.pose is not None
        and body.pose.key == stay.pose.key
        and body.side == stay.side
        and body.options == stay.option_keys
        and stay.transition is None
    )


def exit_lines(body: Body, side: Side | None) -> list[Saying]:
    """What is said on the way out of the pose that was stayed in, had it been on that side."""
    if body.pose is None or body.moving:
        return []
    return [Saying(sided_text(t, side), Role.EXIT) for t in body.pose.come_out]


def way_sayings(
    stay: Stay,
    side: Side | None,
    exits: list[Saying],
    way: Way,
    *,
    first: bool,
    remarks: tuple[str, ...],
) -> list[Saying]:
    """The lines of a way in, in order, for one side; `first` adds what is said only once.

    A pose's plain name and its cautions come in the first entry that has the pose.
    """
    out = list(exits)
    if way.passage.say:
        out.append(Saying(way.passage.say, Role.POSITION))
    if way.other_side:
        out.append(Saying(phrases.OTHER_SIDE, Role.NAME))
    steps = [
        Saying(sided_text(words.text, side), Role.WAY_IN)
        for words in way.entrance.say
        if first or not words.once
    ]
    name = phrases.REST if stay.plain_rest else _name(stay, side, steps, first=first)
    out.append(Saying(name, Role.NAME))
    out += [Saying(text, Role.NAME) for text in remarks]
    return out + _steps(stay, side, steps, first=first)


def _name(stay: Stay, side: Side | None, steps: list[Saying], *, first: bool) -> str:
    """The pose and its side: the limb that the side names, unless that is what comes next."""
    assert stay.pose is not None
    pose = stay.pose
    name = (
        f"{pose.spoken}, {pose.gloss}" if first and stay.introduces and pose.gloss else pose.spoken
    )
    if side is not None:
        sides = next((o.sides for o in stay.options if o.sides), pose.sides)
        limb = sided_text(sides.partition(",")[0], side)
        if limb and not (steps and limb.lower() in steps[0].text.lower()):
            return phrases.limb_line(name, limb)
    return phrases.name_line(name, side)


def _steps(stay: Stay, side: Side | None, steps: list[Saying], *, first: bool) -> list[Saying]:
    """The way in line by line, with what has to be known or laid out before its last line.

    A caution comes before the pose is taken, and so does a prop: nobody lies down and gets up
    again for a block. Other options change the pose once it is there.
    """
    assert stay.pose is not None
    props = [o for o in stay.options if o.say and o.props]
    others = [o for o in stay.options if o.say and not o.props]
    before = [Saying(sided_text(o.say, side), Role.OPTION) for o in props]
    after = [Saying(sided_text(o.say, side), Role.OPTION) for o in others]
    if first and stay.introduces:
        cautions = [Saying(sided_text(t, side), Role.CAUTION) for t in stay.pose.cautions]
        if len(steps) > 1:
            before += cautions
        else:
            after += cautions
    return [*steps[:-1], *before, *steps[-1:], *after]


def lay_way(
    stay: Stay,
    body: Body,
    way: Way,
    *,
    speech: Speech,
    unhurried: float,
    first: bool,
    timed: bool,
) -> TimedWay:
    """The way in with its time: never shorter than what is said in it, on either side.

    `timed` gives time for the lines that are said only once, `first` says them.
    """
    start = SWITCH_GAP if way.other_side else BOWL_GAP
    exits = exit_lines(body, body.side)
    needs = [
        spoken_length(
            way_sayings(
                stay, side, exit_lines(body, before), way, first=once, remarks=stay.remarks
            ),
            speech,
            ease=unhurried,
            start=start,
        )
        for side, before in _passes(stay.side, body.side)
        for once in {timed, False}
    ]
    duration = tenths(max(way.seconds * unhurried, *needs))
    sayings = way_sayings(stay, stay.side, exits, way, first=first, remarks=stay.remarked)
    return TimedWay(
        SegmentKind.SWITCH if way.other_side else SegmentKind.ENTER,
        duration,
        spread(sayings, duration, speech, ease=unhurried, start=start),
        (Chime(0.0, CueName.SWITCH if way.other_side else CueName.NEXT),),
    )


def _passes(side: Side | None, before: Side | None) -> list[tuple[Side | None, Side | None]]:
    """This pass and the one on the other side: its side, and the side of the pose before it."""
    if side is None and before is None:
        return [(None, None)]
    return [(side, before), (side and side.other, before and before.other)]
