"""What the player says outside the plan: "say again", "where am I", and after a pause. Pure."""

from __future__ import annotations

from dataclasses import replace

from yogaflow.model import sided_text
from yogaflow.practice.view import View
from yogaflow.timeline import (
    Chime,
    Line,
    Role,
    Segment,
    SegmentKind,
    Speech,
    Timeline,
)
from yogaflow.timeline.breath_cycles import settling_cycle
from yogaflow.timeline.cues import CueName
from yogaflow.timeline.phrases import name_line, number, side
from yogaflow.timeline.speech_layout import LINE_GAP, SWITCH_GAP

TO_DO = frozenset(
    {Role.EXIT, Role.POSITION, Role.WAY_IN, Role.OPTION, Role.CUE, Role.WORDS, Role.WAIT}
)
"""Lines that say what to do, and are worth saying again."""
AFTER_BOWL = 0.8
"""Seconds between the sound that resumes and the name."""


def announced(timeline: Timeline, segment: Segment) -> str:
    """Pose and side as they are announced; "" where there is no pose."""
    pose = timeline.pose(segment.pose)
    return name_line(pose.spoken, segment.side) if pose else ""


def again(view: View) -> tuple[str, ...]:
    """Name, side with its limb, and the last instruction, a sentence each."""
    name = announced(view.timeline, view.segment)
    limb = _limb(view)
    told = _instruction(view)
    if limb.removesuffix(".").lower() in told.lower():
        limb = ""
    return tuple(t for t in (name, limb, told) if t) or ("Nothing to repeat yet.",)


def _limb(view: View) -> str:
    """What the side names, as a sentence: "Right knee forward." """
    pose, side = view.pose, view.side
    if pose is None or side is None:
        return ""
    sides = next((o.sides for k in view.visit.options if (o := pose.options[k]).sides), pose.sides)
    text = sided_text(sides, side)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _instruction(view: View) -> str:
    """What was said last of what to do in this visit: neither a name nor a count."""
    first = view.visit.first
    here = min(max(view.segment.index, first), view.visit.last)
    for segment in reversed(view.timeline.segments[first : here + 1]):
        for line in reversed(segment.lines):
            begun = segment.index < here or line.offset <= view.offset
            if begun and line.role in TO_DO:
                return line.text
    return view.line if view.segment.kind is SegmentKind.READY else ""


def where(view: View) -> tuple[str, ...]:
    """Pose, side, what is left of it, what comes next, and how long the practice still is."""
    parts = [announced(view.timeline, view.segment) or "No pose yet."]
    if view.total and view.unit is not None:
        word = view.unit.value[:-1] if view.count == 1 else view.unit.value
        parts.append(f"{number(view.count).capitalize()} {word} left.")
    following = view.upcoming
    pose = view.timeline.pose(following.pose) if following else None
    if following is not None and pose is not None:
        parts.append(f"Next: {name_line(pose.spoken, following.side)}")
    minutes = round(view.left / 60)
    left = f"{number(minutes)} minute{'s' * (minutes != 1)}" if minutes else "less than a minute"
    parts.append(f"{left.capitalize()} to go.")
    return tuple(parts)


def turning(segment: Segment, speech: Speech) -> Segment:
    """A way into a pose on the side just asked for: two bowls, and the side before all else."""
    assert segment.side is not None
    text = side(segment.side)
    told = Line(SWITCH_GAP, speech(text), text, Role.NAME)
    first = min((line.offset for line in segment.lines), default=0.0)
    later = max(0.0, told.offset + told.seconds + LINE_GAP - first)
    lines = (replace(line, offset=line.offset + later) for line in segment.lines)
    stops = (replace(s, begins=s.begins + later, ends=s.ends + later) for s in segment.stops)
    return replace(
        segment,
        duration=segment.duration + later,
        lines=(told, *lines),
        chimes=(Chime(0.0, CueName.SWITCH),),
        stops=tuple(stops),
    )


def settling(timeline: Timeline, segment: Segment, speech: Speech) -> Segment:
    """The settling breath after a pause in `segment`: uncounted, with name and side again.

    The name is left out whole where the breath is shorter than it.
    """
    assert segment.breath is not None
    breath = segment.breath.plain
    cycle = settling_cycle(breath, 1)
    text = announced(timeline, segment)
    length = speech(text) if text else 0.0
    said = text and AFTER_BOWL + length <= breath.seconds
    return replace(
        segment,
        kind=SegmentKind.SETTLE,
        duration=breath.seconds,
        breath=breath,
        breaths=1,
        unit=None,
        amount=0,
        rep=0,
        reps=0,
        still=False,
        lines=(Line(AFTER_BOWL, length, text, Role.NAME),) if said else (),
        phases=cycle.phases,
        chimes=(Chime(0.0, CueName.RESUME), *cycle.chimes),
    )
