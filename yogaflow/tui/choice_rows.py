"""What a person can choose before a practice, and what each turn of a choice changes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from yogaflow.model import Group, Level, Side, Step
from yogaflow.practice.player import PACES
from yogaflow.practice.verbosity import SpeechChoices, Talk
from yogaflow.timeline.outline import has_range, offered_options
from yogaflow.timeline.timeline import Choices, Timeline

COUNTDOWNS = (0.0, 5.0, 10.0, 20.0, 30.0, 60.0)
"""Seconds before the start that can be chosen."""

UNHURRIED = (0.5, 0.75, 1.0, 1.5, 2.0)
"""What the time for the ways in can be multiplied by."""

MANNERS = frozenset({"talk", "quiet"})
"""The names of the choices that `manner_turned` turns; `turned` sees to all others."""

TALK: Mapping[Talk, str] = MappingProxyType(
    {
        Talk.LEARN: "for learning",
        Talk.FULL: "full",
        Talk.NAMES: "names, counts",
        Talk.COUNTS: "counts only",
        Talk.OFF: "off",
    }
)
"""How much is said, as a value of a choice."""

LACKS: Mapping[Talk, str] = MappingProxyType(
    {Talk.COUNTS: "only counts are said", Talk.OFF: "nothing is said"}
)
"""What a person misses who cannot look, by how much is said."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the choices. `name` is for `turned`; an option's begins with `option:`."""

    name: str
    label: str
    value: str


def choices_of(timeline: Timeline, manner: SpeechChoices) -> list[Choice]:
    """The choices that this flow leaves, as they stand in the timeline, and how it is led."""
    flow, chosen = timeline.flow, timeline.choices
    found: list[Choice] = []
    sides = {visit.side for visit in timeline.visits}
    if {Side.RIGHT, Side.LEFT} <= sides:
        found.append(Choice("first", "First side", _first(timeline).value))
    if has_range(flow.steps):
        found.append(Choice("level", "How much", chosen.level.value))
    found.append(Choice("pace", "Pace of the breath", f"{chosen.pace:g}×"))
    found.append(Choice("unhurried", "Time to move", _move_word(chosen.unhurried)))
    if _has_optional(flow.steps):
        value = "left out" if chosen.skip_optional else "all"
        found.append(Choice("optional", "Optional steps", value))
    found.append(Choice("countdown", "Before the start", f"{chosen.countdown:g} s"))
    found.append(Choice("talk", "Talk", TALK[manner.talk]))
    found.append(Choice("quiet", "Quiet", "on" if manner.quiet else "off"))
    for key, poses in offered_options(timeline).items():
        on = {pose.key: _is_on(timeline, f"{pose.key}.{key}") for pose in poses}
        name = poses[0].options[key].name
        label = name if len(poses) == 1 else f"{name} in {', '.join(p.name for p in poses)}"
        value = "on" if all(on.values()) else "in some" if any(on.values()) else "off"
        found.append(Choice(f"option:{key}", label, value))
        for pose in poses if len(poses) > 1 else ():
            label = f"· {pose.name}: {pose.options[key].name}"
            value = "on" if on[pose.key] else "off"
            found.append(Choice(f"option:{pose.key}.{key}", label, value))
    return found


def turned(timeline: Timeline, name: str, by: int) -> Choices:
    """The choices after one of them is turned on (1) or back (-1)."""
    chosen = timeline.choices
    match name:
        case "first":
            return replace(chosen, first=_first(timeline).other)
        case "level":
            return replace(chosen, level=_step(tuple(Level), chosen.level, by))
        case "pace":
            nearest = min(PACES, key=lambda pace: abs(pace - chosen.pace))
            return replace(chosen, pace=_step(PACES, nearest, by))
        case "unhurried":
            nearest = min(UNHURRIED, key=lambda times: abs(times - chosen.unhurried))
            return replace(chosen, unhurried=_step(UNHURRIED, nearest, by))
        case "optional":
            return replace(chosen, skip_optional=not chosen.skip_optional)
        case "countdown":
            nearest = min(COUNTDOWNS, key=lambda seconds: abs(seconds - chosen.countdown))
            return replace(chosen, countdown=_step(COUNTDOWNS, nearest, by))
        case _:
            return replace(chosen, options=_options(timeline, name.removeprefix("option:")))


def manner_turned(manner: SpeechChoices, name: str, by: int) -> SpeechChoices:
    """The manner after one of its choices is turned on (1) or back (-1)."""
    if name == "talk":
        return replace(manner, talk=_step(tuple(Talk), manner.talk, by))
    return replace(manner, quiet=not manner.quiet)


def _first(timeline: Timeline) -> Side:
    return next((v.side for v in timeline.visits if v.side is not None), Side.RIGHT)


def _move_word(unhurried: float) -> str:
    return "as written" if unhurried == 1 else f"{unhurried:g} times"


def _step(values: tuple[T, ...], value: T, by: int) -> T:
    """The value beside this one; it stops at both ends."""
    index = values.index(value) if value in values else 0
    return values[min(len(values) - 1, max(0, index + by))]


def _options(timeline: Timeline, name: str) -> tuple[str, ...]:
    """Switch an option over, in one pose or in all. The last one named wins over others."""
    only, dot, key = name.rpartition(".")
    off = f"{only}{dot}no-{key}"
    # What was chosen for single poses goes with a choice that is for all of them.
    single = () if dot else tuple(f".{one}" for one in (key, f"no-{key}"))
    chosen = [
        o for o in timeline.choices.options if o not in {name, off} and not o.endswith(single)
    ]
    return (*chosen, off if _is_on(timeline, name) else name)


def _is_on(timeline: Timeline, name: str) -> bool:
    """Whether an option is on in a visit of the pose before its dot, or, without one, in any."""
    only, _, key = name.rpartition(".")
    return any(key in v.options and only in {"", v.pose} for v in timeline.visits)


def _has_optional(steps: tuple[Step, ...]) -> bool:
    return any(
        step.optional or (isinstance(step, Group) and _has_optional(step.steps)) for step in steps
    )


def unseen(timeline: Timeline) -> list[str]:
    """The poses of a plan in which nobody can look at a screen, by name, each once."""
    names: dict[str, None] = {}
    for visit in timeline.visits:
        pose = timeline.pose(visit.pose)
        if pose is not None and not pose.can_see:
            names[pose.name] = None
    return list(names)


def led(names: Sequence[str], manner: SpeechChoices, missing: str) -> tuple[str, bool]:
    """How the poses of those names, in which nobody can look, are led, and whether that is well.

    `missing` is what will not be heard: "sound", "voice", or "" where all will be.
    """
    quiet = "Low and without bells"
    if not names:
        return (f"{quiet}; the screen flashes at changes." if manner.quiet else ""), True
    where = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
    lack = f"there is no {missing}" if missing else LACKS.get(manner.talk, "")
    if lack:
        return f"You cannot look in {where}, and {lack}.", False
    if manner.quiet:
        return f"{quiet}. The voice leads in {where}.", True
    return f"Led by ear where you cannot look: {where}.", True
