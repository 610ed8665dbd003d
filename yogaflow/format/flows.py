"""Nodes -> `Flow`: the top of the file, its own poses, its parts, and the size of the whole."""

from __future__ import annotations

from collections.abc import Callable

from yogaflow.format import keys
from yogaflow.format.limits import flow_size
from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence, parse
from yogaflow.format.pose_source import PoseBook, PoseSource
from yogaflow.format.poses import bad_key, read_pose_node
from yogaflow.format.problems import Report
from yogaflow.format.records import Fields
from yogaflow.format.steps import StepReader, Steps
from yogaflow.model import MAX_SEGMENTS, Flow, FormatError, Pose


def load_flow(text: str, *, path: str, key: str, poses: PoseSource) -> Flow:
    """The flow a text describes; raises FormatError with every problem of the text."""
    report = Report(path)
    return read_flow_node(parse(text, report), key, poses, report)


def read_flow_node(root: Node, key: str, poses: PoseSource, report: Report) -> Flow:
    """The flow of a root node; raises FormatError with all problems of the report."""
    book = PoseBook(poses, report)
    reader = StepReader(book, report)
    fields = read_fields(root, book, report)
    read_parts(fields.get(keys.PARTS), reader, report)
    steps = read_steps(fields, reader)
    report.stop_if_bad()
    flow = make_flow(fields, steps, key, book, report.path)
    _check_size(flow, reader, report)
    return flow


def read_fields(
    root: Node,
    book: PoseBook,
    report: Report,
    read_pose: Callable[[str, Node, Report], Pose | None] = read_pose_node,
) -> Fields:
    """The top of a flow; its own poses go into the book. Raises FormatError where it has none."""
    if not isinstance(root, Mapping):
        report.at(root, "a flow is written with keys: title: and flow:")
        raise FormatError(report.problems)
    fields = keys.FLOW.read(root, report)
    _read_own_poses(fields.get(keys.POSES), book, report, read_pose)
    return fields


def read_steps(fields: Fields, reader: StepReader) -> Steps:
    """The steps of a flow, once its parts are read."""
    inner = fields.get(keys.STEPS)
    return () if inner is None else reader.read(inner)


def make_flow(fields: Fields, steps: Steps, key: str, book: PoseBook, path: str) -> Flow:
    """A flow of what has been read."""
    return Flow(
        key=key,
        title=fields.default(keys.FLOW_TITLE, ""),
        steps=steps,
        poses=book.all_needed(),
        about=fields.default(keys.ABOUT, ""),
        source=fields.default(keys.SOURCE, ""),
        language=fields.default(keys.LANGUAGE, "en"),
        breath=fields.get(keys.FLOW_BREATH),
        path=path,
    )


def _check_size(flow: Flow, reader: StepReader, report: Report) -> None:
    size = flow_size(flow)
    if not size.too_large:
        return
    node = reader.places.get(size.line)
    if size.segments > MAX_SEGMENTS:
        text = f"too much: the flow grows past {MAX_SEGMENTS:,} segments, most of them here"
    else:
        text = "too long: the flow grows past a day, most of it here"
    if node is None:
        report.add(size.line, 1, text)
    else:
        report.at(node, text)
    raise FormatError(report.problems)


def _read_own_poses(
    node: Node | None,
    book: PoseBook,
    report: Report,
    read_pose: Callable[[str, Node, Report], Pose | None],
) -> None:
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
            book.bring(name, read_pose(name, node.values[name], report))


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
