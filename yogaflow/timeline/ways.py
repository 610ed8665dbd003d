"""The way into a pose from where the body is: how long it takes, and what is said on it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from yogaflow.cues import CueName
from yogaflow.model import Entrance, Position, Side, sided_text
from yogaflow.timeline import wording
from yogaflow.timeline.plan import Chime, Line, Role, SegmentKind
from yogaflow.timeline.positions import NOWHERE, Passage, passage
from yogaflow.timeline.script import Saying, Speech, spoken_length, spread, tenths
from yogaflow.timeline.stay import Body, Stay

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
class Laid:
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


def is_there(stay: Stay, body: Body) -> bool:
    """Whether the body is in that pose, on that side, already."""
    return (
        body.pose is not None
        and stay.pose is not None
        and body.pose.key == stay.pose.key
        and body.side == stay.side
        and body.options == stay.option_keys
        and stay.transition is None
    )


def leaving(body: Body) -> list[Saying]:
    """What is said on the way out of the pose that was stayed in."""
    if body.pose is None or body.moving:
        return []
    return [Saying(sided_text(t, body.side), Role.EXIT) for t in body.pose.come_out]


def way_sayings(
    stay: Stay, side: Side | None, exits: list[Saying], way: Way, *, first: bool
) -> list[Saying]:
    """The lines of a way in, in order, for one side; `first` adds what is said only once.

    A pose's plain name and its cautions come in the first entry that has the pose.
    """
    assert stay.pose is not None
    pose = stay.pose
    out = list(exits)
    if way.passage.say:
        out.append(Saying(way.passage.say, Role.POSITION))
    if way.other_side:
        out.append(Saying(wording.OTHER_SIDE, Role.NAME))
    if stay.plain_rest:
        out.append(Saying(wording.REST, Role.NAME))
    else:
        glossed = first and stay.introduces and pose.gloss
        name = f"{pose.spoken}, {pose.gloss}" if glossed else pose.spoken
        out.append(Saying(wording.name_line(name, side), Role.NAME))
    out += [
        Saying(sided_text(words.text, side), Role.WAY_IN)
        for words in way.entrance.say
        if first or not words.once
    ]
    out += [Saying(sided_text(o.say, side), Role.OPTION) for o in stay.options if o.say]
    if first and stay.introduces:
        out += [Saying(sided_text(text, side), Role.CAUTION) for text in pose.cautions]
    return out


def lay_way(
    stay: Stay,
    body: Body,
    way: Way,
    *,
    speech: Speech,
    unhurried: float,
    first: bool,
    timed: bool,
) -> Laid:
    """The way in with its time: never shorter than what is said in it, on either side.

    `timed` gives time for the lines that are said only once, `first` says them.
    """
    exits = leaving(body)
    sides = (stay.side, stay.side.other) if stay.side else (None,)
    needs = [
        spoken_length(way_sayings(stay, side, exits, way, first=timed), speech) for side in sides
    ]
    duration = tenths(max(way.seconds * unhurried, *needs))
    sayings = way_sayings(stay, stay.side, exits, way, first=first)
    return Laid(
        SegmentKind.SWITCH if way.other_side else SegmentKind.ENTER,
        duration,
        spread(sayings, duration, speech),
        (Chime(0.0, CueName.SWITCH if way.other_side else CueName.NEXT),),
    )
