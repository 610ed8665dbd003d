"""Summaries of flows, made by reading and planning them: some milliseconds each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from yogaflow.library.library import Entry, Library
from yogaflow.library.summary import (
    KIND,
    NEEDS,
    POSE,
    POSITION,
    PROP,
    FlowSummary,
    Mark,
)
from yogaflow.model import Pose
from yogaflow.timeline import Choices, CompileError, Timeline, compile_flow
from yogaflow.timeline.muscle_load import muscles_of
from yogaflow.timeline.outline import extent_of
from yogaflow.timeline.script_cache import ScriptCache
from yogaflow.timeline.timeline import props_of


def look_at(library: Library, path: Path, own: bool) -> tuple[FlowSummary, tuple[Mark, ...]]:
    """The flow in a file as it is listed, and its marks. Reads and plans it: some ms."""
    return listed_of(library.entry(path, own))


def listed_of(entry: Entry) -> tuple[FlowSummary, tuple[Mark, ...]]:
    """A flow that has been read, as it is listed, and its marks."""
    key, path, own = entry.key, str(entry.path), entry.own
    if entry.flow is None:
        problems = tuple(str(problem) for problem in entry.problems)
        return FlowSummary(key, entry.title, path, own, problems=problems), ()
    try:
        cache = ScriptCache()  # both ends of its ranges walk the same ways
        timeline = compile_flow(entry.flow, Choices(), cache=cache)
        length = extent_of(timeline, cache)
    except CompileError as error:
        said = f"{path}:{max(1, error.line)}:1: {error}"
        return FlowSummary(key, entry.title, path, own, problems=(said,)), ()
    listed = FlowSummary(
        key,
        entry.title,
        path,
        own,
        about=entry.flow.about,
        seconds=(round(length.seconds[0], 1), round(length.seconds[1], 1)),
        breaths=length.breaths,
        kind=length.kind,
    )
    return listed, tuple(dict.fromkeys(_marks(timeline)))


def _marks(timeline: Timeline) -> Iterator[Mark]:
    poses = [pose for visit in timeline.visits if (pose := timeline.pose(visit.pose)) is not None]
    for pose in poses:
        yield Mark(POSE, pose.key, _words(_names(pose)))
        if pose.position is not None:
            yield Mark(POSITION, pose.position.value)
        yield Mark(KIND, pose.kind.value)
    for muscle in muscles_of(timeline):
        yield Mark(muscle.work.value, muscle.name)
    for prop in props_of(timeline.flow, timeline.visits):
        yield Mark(PROP, prop)
    played = {pose.key for pose in poses}
    for key in timeline.flow.poses:
        if key not in played:
            yield Mark(NEEDS, key)


def _names(pose: Pose) -> Iterable[str]:
    return (pose.name, pose.key, pose.sanskrit, pose.gloss, *pose.also)


def _words(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(name.lower() for name in names if name))
