"""What `list`, `show` and `poses` print, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from textwrap import fill

from yogaflow.library.library import Library
from yogaflow.model import (
    FormatError,
    Muscle,
    Option,
    Pose,
    Side,
    Work,
    printable,
    sided_text,
)
from yogaflow.timeline import Segment, SegmentKind, Timeline
from yogaflow.timeline.muscle_load import MuscleBreaths, balance, muscles_of
from yogaflow.timeline.outline import clock_text, extent_of, rows

TIMELINE_VERSION = 1
"""Of the form that `show --json` prints; docs/timeline.md describes it."""


def show_text(timeline: Timeline) -> str:
    """A flow as people read it: numbered steps with times, sides and amounts."""
    flow = timeline.flow
    head = f"{flow.title}: {clock_text(timeline.duration)}, {timeline.breaths} breaths"
    extent = extent_of(timeline)
    most, breaths = extent.seconds[1], extent.breaths[1]
    if clock_text(most) != clock_text(timeline.duration):
        head += f"; with --amount high {clock_text(most)}, {breaths} breaths"
    lines = [head]
    lines += [fill(text, 78) for text in (flow.byline, flow.about, " ".join(flow.why)) if text]
    lines += [fill(f"Note: {text}", 78) for text in flow.notes]
    lines.append("")
    section = ""
    for row in rows(timeline):
        if row.visit.section != section:
            section = row.visit.section
            if section:
                lines.append(f"      {section}")
        side = f", {row.side}" if row.side else ""
        rest = "Rest: " if row.visit.kind is SegmentKind.REST else ""
        amount = f"  {row.amount}" if row.amount else ""
        lines.append(f"{row.number:>4} {clock_text(row.start):>8}  {rest}{row.name}{side}{amount}")
    return "\n".join([*lines, *_muscle_lines(timeline)])


def _muscle_lines(timeline: Timeline) -> list[str]:
    """What works, is stretched or released, in breaths on each side; nothing where no pose says."""
    muscles = muscles_of(timeline)
    lines = []
    for work in Work:
        names = ", ".join(_muscle_text(muscle) for muscle in muscles if muscle.work is work)
        if names:
            lines += ["", fill(f"{work.capitalize()}, in breaths on each side: {names}", 78)]
    uneven = balance(muscles)
    return [*lines, "", f"{uneven.capitalize()}."] if uneven else lines


def _muscle_text(muscle: MuscleBreaths) -> str:
    if muscle.right == muscle.left:
        return f"{muscle.name} {muscle.right}"
    return f"{muscle.name} {muscle.right} right and {muscle.left} left"


def show_json(timeline: Timeline) -> str:
    """The whole plan; see docs/timeline.md. Times are seconds, rounded to the millisecond."""
    segments = [_segment(segment) for segment in timeline.segments]
    whole = {
        "version": TIMELINE_VERSION,
        "flow": timeline.flow.key,
        "title": timeline.flow.title,
        "about": timeline.flow.about,
        "why": list(timeline.flow.why),
        "notes": list(timeline.flow.notes),
        "author": timeline.flow.author,
        "duration": round(timeline.duration, 3),
        "segments": segments,
        "muscles": [
            {"name": m.name, "work": m.work.value, "right": m.right, "left": m.left}
            for m in muscles_of(timeline)
        ],
    }
    return json.dumps(whole, indent=2)


def _segment(segment: Segment) -> dict[str, object]:
    def at(offset: float) -> float:
        return round(segment.start + offset, 3)

    return {
        "kind": segment.kind.value,
        "pose": segment.pose,
        "side": segment.side.value if segment.side else None,
        "start": at(0.0),
        "duration": round(segment.duration, 3),
        "breaths": segment.breaths,
        "rep": segment.rep,
        "set": segment.set,
        "round": segment.round,
        "open": segment.open,
        "options": list(segment.options),
        "line": segment.line,
        "lines": [
            {
                "at": at(line.offset),
                "seconds": round(line.seconds, 3),
                "role": line.role.value,
                "text": line.text,
            }
            for line in segment.lines
        ],
        "cues": [
            {
                "at": at(chime.offset),
                "name": chime.name.value,
                "seconds": round(chime.seconds, 3),
                "soft": chime.soft,
            }
            for chime in segment.chimes
        ],
    }


def poses_text(library: Library) -> str:
    """The pose library as lines: key, name, Sanskrit, kind; broken poses with why."""
    poses = [(printable(key), pose) for key, pose in library.all_poses()]
    width = max((len(key) for key, _ in poses), default=0)
    lines = []
    for key, pose in poses:
        if isinstance(pose, FormatError):
            lines.append(f"{key:{width}}  broken:")
            lines += [f"{'':{width}}    {problem}" for problem in pose.problems]
            continue
        sanskrit = f" ({pose.sanskrit})" if pose.sanskrit else ""
        sides = ", two sides" if pose.sides else ""
        lines.append(f"{key:{width}}  {pose.name}{sanskrit}: {pose.kind}{sides}")
    return "\n".join(lines)


def pose_text(pose: Pose) -> str:
    """Everything the library knows of a pose, to be read."""
    lines = [pose.name + (f" ({pose.sanskrit})" if pose.sanskrit else "")]
    if pose.also:
        lines.append("Also called " + ", ".join(pose.also))
    lines.append(f"{pose.kind}, {pose.position or 'without a position'}")
    if pose.sides:
        lines.append(f"Right side: {sided_text(pose.sides, Side.RIGHT)}")
    _section(lines, "Coming in", [w.text for w in pose.come_in.say])
    _section(lines, "Staying", list(pose.cues))
    _section(lines, "Coming out", [w.text for w in pose.come_out])
    _section(lines, "Options", [line for o in pose.options.values() for line in _option(o)])
    _section(lines, "Muscles", _muscles(pose.muscles))
    _section(lines, "Take care", list(pose.cautions))
    if pose.source:
        lines += ["", f"Source: {pose.source}"]
    return "\n".join(lines)


def _option(option: Option) -> Iterator[str]:
    """An option, and below it what it brings in place of the pose's own."""
    props = f" ({', '.join(option.props)})" if option.props else ""
    yield f"{option.key}: {option.name}, {option.effort}{props}"
    come_in = option.come_in.say if option.come_in else ()
    yield from (f"  coming in: {words.text}" for words in come_in)
    yield from (f"  staying: {cue}" for cue in option.cues or ())
    yield from (f"  {muscle}" for muscle in _muscles(option.muscles or ()))


def _muscles(muscles: Sequence[Muscle]) -> list[str]:
    return [f"{m.name} {m.work} ({m.side})" for m in muscles]


def _section(lines: list[str], title: str, texts: list[str]) -> None:
    if texts:
        lines += ["", title]
        # As it is on the right: that is how the library shows a pose.
        lines += [f"  {sided_text(text, Side.RIGHT)}" for text in texts]
