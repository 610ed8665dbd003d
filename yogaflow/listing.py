"""What `list`, `show` and `poses` print, as text and as JSON."""

from __future__ import annotations

import json
from textwrap import fill

from yogaflow.library import Library
from yogaflow.model import Pose, Side, sided_text
from yogaflow.outline import Extent, clock_text, extent, rows
from yogaflow.timeline import SegmentKind, Timeline

TIMELINE_VERSION = 1
"""Of the form that `show --json` prints; docs/timeline.md describes it."""


def extent_text(length: Extent) -> str:
    """Length and breaths in one short text: "11–18 min, 45–85 breaths"."""
    low, high = (max(1, round(s / 60)) for s in length.seconds)
    few, many = length.breaths
    minutes = f"{low} min" if low == high else f"{low}–{high} min"
    breaths = f"{few} breaths" if few == many else f"{few}–{many} breaths"
    return f"{minutes}, {breaths}"


def list_text(library: Library) -> str:
    """The library as lines: key, title, length, breaths, kind; broken flows with why."""
    from yogaflow.paths import user_flows_dir

    lines: list[str] = []
    entries = library.entries()
    width = max((len(e.key) for e in entries), default=0)
    for entry in entries:
        mine = " (yours)" if entry.own else ""
        if entry.flow is None:
            lines.append(f"{entry.key:{width}}  broken{mine}:")
            lines += [f"{'':{width}}    {problem}" for problem in entry.problems]
            continue
        length = extent(entry.flow)
        text = f"{entry.title}{mine}: {extent_text(length)}, {length.kind}"
        lines.append(f"{entry.key:{width}}  {text}")
    lines.append("")
    lines.append(f"Your own flows: {user_flows_dir()}")
    return "\n".join(lines)


def list_json(library: Library) -> str:
    """The library as a JSON list; `problems` is empty for a flow that can be played."""
    out: list[dict[str, object]] = []
    for entry in library.entries():
        item: dict[str, object] = {
            "key": entry.key,
            "title": entry.title,
            "path": str(entry.path),
            "own": entry.own,
            "problems": [str(p) for p in entry.problems],
        }
        if entry.flow is not None:
            length = extent(entry.flow)
            item |= {
                "about": entry.flow.about,
                "duration": [round(s, 1) for s in length.seconds],
                "breaths": list(length.breaths),
                "kind": length.kind,
            }
        out.append(item)
    return json.dumps(out, indent=2, ensure_ascii=False)


def show_text(timeline: Timeline) -> str:
    """A flow as people read it: numbered steps with times, sides and amounts."""
    flow = timeline.flow
    head = f"{flow.title}: {clock_text(timeline.duration)}, {timeline.breaths} breaths"
    lines = [head]
    if flow.about:
        lines.append(fill(flow.about, 78))
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
        lines.append(f"{row.number:>4}  {clock_text(row.start):>7}  {rest}{row.name}{side}{amount}")
    return "\n".join(lines)


def show_json(timeline: Timeline) -> str:
    """The whole plan; see docs/timeline.md. Times are seconds, rounded to the millisecond."""
    segments = [
        {
            "kind": s.kind.value,
            "pose": s.pose,
            "side": s.side.value if s.side else None,
            "start": round(s.start, 3),
            "duration": round(s.duration, 3),
            "breaths": s.breaths,
            "rep": s.rep,
            "set": s.set,
            "round": s.round,
            "open": s.open,
            "options": list(s.options),
            "line": s.line,
        }
        for s in timeline.segments
    ]
    whole = {
        "version": TIMELINE_VERSION,
        "flow": timeline.flow.key,
        "title": timeline.flow.title,
        "duration": round(timeline.duration, 3),
        "segments": segments,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False)


def poses_text(library: Library) -> str:
    """The pose library as lines: key, name, Sanskrit, kind."""
    source = library.poses()
    keys = library.pose_keys()
    width = max((len(k) for k in keys), default=0)
    lines = []
    for key in keys:
        pose = source.get(key)
        if pose is not None:
            sanskrit = f" ({pose.sanskrit})" if pose.sanskrit else ""
            sides = ", two sides" if pose.sides else ""
            lines.append(f"{key:{width}}  {pose.name}{sanskrit}: {pose.kind}{sides}")
    return "\n".join(lines)


def pose_text(pose: Pose) -> str:
    """Everything the library knows of a pose, to be read."""
    lines = [pose.name + (f" ({pose.sanskrit})" if pose.sanskrit else "")]
    if pose.also:
        lines.append("Also called " + ", ".join(pose.also))
    lines.append(f"{pose.kind}, {pose.position}")
    if pose.sides:
        lines.append(f"Right side: {sided_text(pose.sides, Side.RIGHT)}")
    _section(lines, "Coming in", [w.text for w in pose.come_in.say])
    _section(lines, "Staying", list(pose.cues))
    _section(lines, "Coming out", list(pose.come_out))
    _section(
        lines,
        "Options",
        [
            f"{o.key}: {o.name}, {o.effort}" + (f" ({', '.join(o.props)})" if o.props else "")
            for o in pose.options.values()
        ],
    )
    _section(lines, "Muscles", [f"{m.name} {m.work} ({m.side})" for m in pose.muscles])
    _section(lines, "Take care", list(pose.cautions))
    if pose.source:
        lines += ["", f"Source: {pose.source}"]
    return "\n".join(lines)


def _section(lines: list[str], title: str, texts: list[str]) -> None:
    if texts:
        lines += ["", title]
        # As it is on the right: that is how the library shows a pose.
        lines += [f"  {sided_text(text, Side.RIGHT)}" for text in texts]
