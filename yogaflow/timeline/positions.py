"""What it takes to get from one position to another: seconds, and the line that says how.

The seconds are judgement, from playing the flows through as a stiff beginner. They are added to
a pose's own way in when the body is not where that way in begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yogaflow.model import Pose, Position

P = Position


@dataclass(frozen=True, slots=True)
class Passage:
    """From one position to another: least seconds, and what to say ("" for nothing)."""

    seconds: float
    say: str


NOWHERE = Passage(0.0, "")
"""No way to go."""

ARRIVE: Mapping[Position, str] = MappingProxyType(
    {
        P.STANDING: "Stand at the front of your mat.",
        P.KNEELING: "Kneel on your mat.",
        P.ALL_FOURS: "Come to hands and knees.",
        P.ARM_SUPPORT: "Hands and toes on the floor, body in one line.",
        P.SEATED: "Sit down on your mat.",
        P.PRONE: "Lie face down on your mat.",
        P.SUPINE: "Lie on your back.",
    }
)
"""The first position of a practice, as the countdown names it."""

AT_A_WALL = "Stand close to a wall."
WALL = "wall"


def arrival_line(pose: Pose) -> str:
    """Where a practice that begins with that pose begins."""
    if WALL in pose.props and pose.starts is Position.STANDING:
        return AT_A_WALL
    return ARRIVE[pose.starts]


_TABLE: Mapping[tuple[Position, Position], Passage] = MappingProxyType(
    {
        (P.STANDING, P.KNEELING): Passage(6, "Come down to your knees."),
        (P.STANDING, P.ALL_FOURS): Passage(8, "Come down to hands and knees."),
        (P.STANDING, P.ARM_SUPPORT): Passage(8, "Hands to the floor, step both feet back."),
        (P.STANDING, P.SEATED): Passage(12, "Come down to sit."),
        (P.STANDING, P.PRONE): Passage(13, "Come down, and lie on your belly."),
        (P.STANDING, P.SUPINE): Passage(18, "Come down, and lie on your back."),
        (P.KNEELING, P.STANDING): Passage(8, "Tuck your toes and stand up."),
        (P.KNEELING, P.ALL_FOURS): Passage(4, "Hands to the floor, under your shoulders."),
        (P.KNEELING, P.ARM_SUPPORT): Passage(6, "Hands down, step your feet back."),
        (P.KNEELING, P.SEATED): Passage(6, "Sit to one side, legs in front."),
        (P.KNEELING, P.PRONE): Passage(8, "Walk forward, and lie on your belly."),
        (P.KNEELING, P.SUPINE): Passage(12, "Sit to one side, and lie on your back."),
        (P.ALL_FOURS, P.STANDING): Passage(10, "Step forward, and roll up to stand."),
        (P.ALL_FOURS, P.KNEELING): Passage(4, "Sit back on your heels."),
        (P.ALL_FOURS, P.ARM_SUPPORT): Passage(4, "Tuck your toes, lift your knees."),
        (P.ALL_FOURS, P.SEATED): Passage(8, "Sit to one side, legs in front."),
        (P.ALL_FOURS, P.PRONE): Passage(6, "Walk forward, and lie on your belly."),
        (P.ALL_FOURS, P.SUPINE): Passage(12, "Sit to one side, and lie on your back."),
        (P.ARM_SUPPORT, P.STANDING): Passage(8, "Walk to your hands, and roll up."),
        (P.ARM_SUPPORT, P.KNEELING): Passage(5, "Knees down, sit back on your heels."),
        (P.ARM_SUPPORT, P.ALL_FOURS): Passage(4, "Lower your knees."),
        (P.ARM_SUPPORT, P.SEATED): Passage(8, "Knees down, and sit to one side."),
        (P.ARM_SUPPORT, P.PRONE): Passage(6, "Lower all the way to your belly."),
        (P.ARM_SUPPORT, P.SUPINE): Passage(12, "Knees down, sit, and lie on your back."),
        (P.SEATED, P.STANDING): Passage(15, "Hands down, and come up to stand."),
        (P.SEATED, P.KNEELING): Passage(8, "Come over to your knees."),
        (P.SEATED, P.ALL_FOURS): Passage(15, "Uncross. Hands and knees."),
        (P.SEATED, P.ARM_SUPPORT): Passage(12, "Hands down, and step your feet back."),
        (P.SEATED, P.PRONE): Passage(12, "Turn over, and lie on your belly."),
        (P.SEATED, P.SUPINE): Passage(10, "Lean back on your hands, and lie down."),
        (P.PRONE, P.STANDING): Passage(15, "Press up to hands and knees, then stand."),
        (P.PRONE, P.KNEELING): Passage(8, "Press back up to your knees."),
        (P.PRONE, P.ALL_FOURS): Passage(6, "Press up to hands and knees."),
        (P.PRONE, P.ARM_SUPPORT): Passage(6, "Tuck your toes, and press up."),
        (P.PRONE, P.SEATED): Passage(12, "Press up, and come round to sit."),
        (P.PRONE, P.SUPINE): Passage(10, "Roll over onto your back."),
        (P.SUPINE, P.STANDING): Passage(18, "Roll to one side, sit up, then stand."),
        (P.SUPINE, P.KNEELING): Passage(14, "Roll to one side, and come to your knees."),
        (P.SUPINE, P.ALL_FOURS): Passage(15, "Roll to one side. Hands and knees."),
        (P.SUPINE, P.ARM_SUPPORT): Passage(15, "Roll over, and press up."),
        (P.SUPINE, P.SEATED): Passage(12, "Roll to one side, and sit up."),
        (P.SUPINE, P.PRONE): Passage(10, "Roll over onto your belly."),
    }
)


def passage(start: Position | None, goal: Position) -> Passage:
    """The way from `start` to `goal`; nothing where the body is there already or nowhere yet."""
    if start is None or start is goal:
        return NOWHERE
    return _TABLE[start, goal]
