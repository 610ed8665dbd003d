"""A flow as people read it: steps with sides and amounts, lengths, and where to start. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from yogaflow.model import Group, Level, Pose, PoseStep, RestStep, Step, Unit
from yogaflow.timeline import (
    COUNTED,
    CompileError,
    Segment,
    SegmentKind,
    Timeline,
    Visit,
    VisitKey,
    compile_flow,
)
from yogaflow.timeline.phrases import side_mark
from yogaflow.timeline.script_cache import ScriptCache


def clock_text(seconds: float) -> str:
    """Minutes and seconds, with hours from one on: 0:20, 12:05, 1:02:30."""
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def amount_text(unit: Unit, low: int, high: int | None = None) -> str:
    """An amount as it is written: 5 breaths, 3–5 breaths, 30 s, 1:30, 12 reps."""
    high = low if high is None else high
    if unit is Unit.SECONDS:
        texts = [_seconds_text(n) for n in (low, high)]
        return texts[0] if low == high else f"{texts[0]} to {texts[1]}"
    word = unit.value if high != 1 else unit.value[:-1]
    return f"{low} {word}" if low == high else f"{low}–{high} {word}"


def _seconds_text(seconds: int) -> str:
    if seconds % 60 == 0:
        return f"{seconds // 60} min"
    return f"{seconds} s" if seconds < 90 else f"{clock_text(seconds)} min"


@dataclass(frozen=True, slots=True)
class Row:
    """One visit of a plan: its number for `--from`, when it begins, what it is."""

    number: int
    visit: Visit
    start: float
    name: str
    side: str
    amount: str

    @property
    def key(self) -> VisitKey:
        """What `Choices.start` wants."""
        return self.visit.key


def side_text(timeline: Timeline, visit: Visit) -> str:
    """The side with its limb, "RIGHT knee forward"; "" for a pose without sides."""
    pose = timeline.pose(visit.pose)
    if pose is None or visit.side is None:
        return ""
    extra = next((pose.options[o].sides for o in visit.options if pose.options[o].sides), "")
    text = extra or pose.sides
    told = side_mark(text, visit.side) if text else visit.side.value.upper()
    return f"{told}, then {visit.side.other.upper()}, in turn" if visit.alternates else told


def visit_amount(timeline: Timeline, visit: Visit) -> str:
    """How long a visit is stayed in, as text; "" for movements and words."""
    held = held_segment(timeline, visit)
    return amount_text(held.unit, held.amount) if held and held.unit else ""


def held_segment(timeline: Timeline, visit: Visit) -> Segment | None:
    """The first segment of a visit in which something is counted."""
    for segment in timeline.segments[visit.first : visit.last + 1]:
        if segment.kind in COUNTED and segment.amount:
            return segment
    return None


def rows(timeline: Timeline) -> list[Row]:
    """The visits to poses, numbered from 1."""
    out: list[Row] = []
    for visit in timeline.visits:
        pose = timeline.pose(visit.pose)
        if pose is None:
            continue
        first = timeline.segments[visit.first]
        if first.is_moment:
            continue
        start = first.start
        out.append(
            Row(
                len(out) + 1,
                visit,
                start,
                visit.title or pose.name,
                side_text(timeline, visit),
                visit_amount(timeline, visit),
            )
        )
    return out


def find_start(timeline: Timeline, wanted: str) -> VisitKey | None:
    """The visit a person means by a number of `rows` or a pose's key or name; None for none."""
    for row in rows(timeline):
        pose = timeline.pose(row.visit.pose)
        names = {str(row.number), row.name.casefold()}
        if pose is not None:
            names |= {pose.key, pose.name.casefold(), *(a.casefold() for a in pose.also)}
        if wanted.strip().casefold() in names:
            return row.key
    return None


@dataclass(frozen=True, slots=True)
class Extent:
    """How long a flow is at the low and high ends of its ranges: seconds, and counted breaths."""

    seconds: tuple[float, float]
    breaths: tuple[int, int]
    kind: str
    """The kind most of the time is spent in."""


def extent_of(low: Timeline, cache: ScriptCache | None = None) -> Extent:
    """The extent of a flow by its plan at the low end, made with the same `cache`.

    Raises CompileError as compile_flow does.
    """
    high = low
    if has_range(low.flow.steps):
        high = compile_flow(low.flow, replace(low.choices, level=Level.HIGH), cache=cache)
    spent: Counter[str] = Counter()
    for segment in low.segments:
        pose = low.pose(segment.pose)
        if pose is not None and segment.kind in COUNTED and segment.kind is not SegmentKind.REST:
            spent[pose.kind.value] += round(segment.duration)
    kind = spent.most_common(1)[0][0] if spent else "rest"
    return Extent((low.duration, high.duration), (low.breaths, high.breaths), kind)


def has_range(steps: tuple[Step, ...]) -> bool:
    """Whether anything is written that can be less or more."""
    for step in steps:
        match step:
            case Group():
                if step.repeat.is_range or has_range(step.steps):
                    return True
            case PoseStep():
                between = () if step.between is None else (step.between,)
                if any(a.is_range for a in step.amounts.values()) or has_range(between):
                    return True
            case RestStep():
                if step.amount.is_range:
                    return True
    return False


def offered_options(timeline: Timeline) -> dict[str, tuple[Pose, ...]]:
    """The options that this plan offers, and the poses that each is of, as they are practised."""
    found: dict[str, dict[str, Pose]] = {}
    for visit in timeline.visits:
        pose = timeline.pose(visit.pose)
        if pose is not None:
            for key in pose.options:
                found.setdefault(key, {})[pose.key] = pose
    return {key: tuple(poses.values()) for key, poses in found.items()}


__all__ = [
    "CompileError",
    "Extent",
    "Row",
    "amount_text",
    "clock_text",
    "extent_of",
    "find_start",
    "has_range",
    "held_segment",
    "offered_options",
    "rows",
    "side_text",
    "visit_amount",
]
