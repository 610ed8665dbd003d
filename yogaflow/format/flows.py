"""Nodes -> `Flow`: the top of the file, its own poses, its parts, and the size of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field

from yogaflow.format import keys
from yogaflow.format.limits import largest_line, most_segments
from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence, parse
from yogaflow.format.pose_source import PoseBook, PoseSource
from yogaflow.format.poses import bad_key, read_pose_node
from yogaflow.format.problems import Report, in_order, no_wait
from yogaflow.format.records import Fields
from yogaflow.format.rounds import Steps
from yogaflow.format.steps import StepReader
from yogaflow.format.whereabouts import placed
from yogaflow.model import MAX_SEGMENTS, Flow, FormatError, Problem


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it stands: a flow, or what can be read of one.

    With `problems`, `flow` lacks the steps that cannot be read; it is None where nothing can, for
    the parser has stopped. `notes` keep nothing from being played. `parts` has the steps of each
    part in the order of the file; `parts_first` says that they stand before the flow's. What
    `is_too_large` cannot be played.
    """

    flow: Flow | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    parts: MappingType[str, Steps] = field(default_factory=dict)
    parts_first: bool = False
    is_too_large: bool = False


def load_flow(text: str, *, path: str, key: str, poses: PoseSource) -> Flow:
    """The flow a text describes; raises FormatError with every problem of the text."""
    report = Report(path, stops=False)
    return flow_of(parse(text, report), report, key, poses)


def flow_of(root: Node, report: Report, key: str, poses: PoseSource) -> Flow:
    """The flow of a text that has been parsed; raises FormatError with every problem of it."""
    draft = _draft(root, report, key, poses)
    if draft.flow is None or draft.problems:
        raise FormatError(draft.problems)
    return draft.flow


def read_draft(
    text: str,
    *,
    path: str,
    key: str,
    poses: PoseSource,
    checkpoint: Callable[[], None] = no_wait,
) -> Draft:
    """What a text says, with every problem of it. Raises nothing.

    `checkpoint` is called every now and then, so that a thread can wait for more urgent work.
    """
    report = Report(path, stops=False, checkpoint=checkpoint)
    try:
        return _draft(parse(text, report), report, key, poses)
    except FormatError as error:
        return Draft(None, error.problems, in_order(report.notes))


def _draft(root: Node, report: Report, key: str, poses: PoseSource) -> Draft:
    book = PoseBook(poses, report)
    reader = StepReader(book, report)
    fields = read_fields(root, book, report)
    written = fields.get(keys.PARTS)
    read_parts(written, reader, report)
    inner = fields.get(keys.STEPS)
    steps = () if inner is None else reader.flow(inner)
    flow = make_flow(fields, steps, key, book, report.path)
    is_too_large = most_segments(flow) > MAX_SEGMENTS
    if is_too_large and not report.problems:
        _tell_too_large(flow, reader, report)
    names = list(fields.node.keys)
    return Draft(
        flow,
        in_order(report.problems),
        in_order(report.notes),
        {name: reader.parts.get(name, ()) for name in _names(written)},
        parts_first=keys.PARTS.name in names
        and keys.STEPS.name in names
        and names.index(keys.PARTS.name) < names.index(keys.STEPS.name),
        is_too_large=is_too_large,
    )


def _names(parts: Node | None) -> Iterable[str]:
    return parts.keys if isinstance(parts, Mapping) else ()


def read_fields(root: Node, book: PoseBook, report: Report) -> Fields:
    """The top of a flow; its own poses go into the book. Raises FormatError where it has none."""
    if not isinstance(root, Mapping):
        report.at(root, "a flow is written with keys: title: and flow:")
        raise FormatError(report.problems)
    fields = keys.FLOW.read(root, report)
    _read_own_poses(fields.get(keys.POSES), book, report)
    return fields


def make_flow(fields: Fields, steps: Steps, key: str, book: PoseBook, path: str) -> Flow:
    """A flow of what has been read."""
    return Flow(
        key=key,
        title=fields.default(keys.FLOW_TITLE, ""),
        steps=steps,
        poses=book.all_needed(),
        about=fields.default(keys.ABOUT, ""),
        why=fields.default(keys.WHY, ()),
        notes=fields.default(keys.NOTES, ()),
        author=fields.default(keys.AUTHOR, ""),
        source=fields.default(keys.SOURCE, ""),
        language=fields.default(keys.LANGUAGE, "en"),
        breath=fields.get(keys.FLOW_BREATH),
        path=path,
        transition=fields.get(keys.TRANSITIONS),
        settle=fields.get(keys.SETTLE),
        stances=book.stances,
    )


def _tell_too_large(flow: Flow, reader: StepReader, report: Report) -> None:
    """Report that a flow has too many segments, where most of them are."""
    text = f"too much: the flow grows past {MAX_SEGMENTS:,} segments, most of them here"
    line = largest_line(flow)
    node = reader.places.get(line)
    if node is None:
        report.add(line, 1, text)
    else:
        report.at(node, text)


def _read_own_poses(node: Node | None, book: PoseBook, report: Report) -> None:
    if node is None:
        return
    if not isinstance(node, Mapping):
        report.at(node, "poses are written by key: {crow: {name: Crow}}")
        return
    for name, key in node.keys.items():
        if (why := bad_key(name, "pose")) is not None:
            report.at(key, why)
            book.bring(name, None)
        else:
            pose = read_pose_node(name, node.values[name], report, book.stances)
            book.bring(name, pose and placed(pose, key, report, book.stances, book.library_pose))


def read_parts(node: Node | None, reader: StepReader, report: Report) -> None:
    """Read the parts of a flow, each after those it uses."""
    if node is None:
        return
    if not isinstance(node, Mapping):
        report.at(node, "parts are written by name, each with its list of steps")
        return
    reader.known_parts = frozenset(node.keys)
    for name, key in node.keys.items():
        if (why := bad_key(name, "part")) is not None:
            report.at(key, why)
    for name in _in_order(node, report):
        value = node.values[name]
        if isinstance(value, Mapping):
            group = reader.group(value)
            reader.parts[name] = () if group is None else reader.wrap(group)
        else:
            reader.parts[name] = reader.read(value)


def _in_order(parts: Mapping, report: Report) -> list[str]:
    """The parts so that each comes after those it uses; a part that uses itself is reported.

    Without recursion: a file may hold thousands of parts, each using the next.
    """
    uses = {name: _uses(node) for name, node in parts.values.items()}
    done: dict[str, None] = {}
    for start in uses:
        path: dict[str, int] = {start: 0}
        while path and start not in done:
            name, next_use = path.popitem()
            if next_use == len(uses[name]):
                done[name] = None
                continue
            path[name] = next_use + 1
            word = uses[name][next_use]
            if word.text in path:
                order = list(path)
                through = order[order.index(word.text) + 1 :]
                more = f", through {', '.join(through[:3])}" if through else ""
                report.at(word, f"the part {word.text} uses itself{more}")
            elif word.text in uses and word.text not in done:
                path[word.text] = 0
    return list(done)


def _uses(node: Node) -> list[Scalar]:
    """Every `use:` below a node."""
    found: list[Scalar] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Sequence):
            waiting += one.items
        elif isinstance(one, Mapping):
            for name, value in one.values.items():
                if name == keys.USE.name and isinstance(value, Scalar):
                    found.append(value)
                else:
                    waiting.append(value)
    return found
