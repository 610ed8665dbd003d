"""Stance files: the table of their keys, and what they say. One is bundled; own ones add to it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from yogaflow.format.counts import Number
from yogaflow.format.figure_keys import FIGURE_KEY
from yogaflow.format.figures import read_figure
from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence, parse
from yogaflow.format.problems import Report, shown
from yogaflow.format.records import Fields, Key, Record
from yogaflow.format.shapes import (
    Choice,
    Json,
    ListOf,
    Name,
    RawShape,
    Shape,
    Text,
    YesNo,
    is_name,
    raw_text,
)
from yogaflow.format.values import HOLDS, ROAD_LINES, facts_at
from yogaflow.model import Position, Stance, Stances, StanceWay

LONGEST = 120.0
"""Seconds a way may take."""

_ENDS = re.compile(r"([a-z0-9-]+)\s*>\s*([a-z0-9-]+)")


class Ends(Shape[tuple[str, str]]):
    """`standing > fold`: from one stance to another."""

    __slots__ = ()

    def read(self, node: Node, report: Report) -> tuple[str, str] | None:
        text = raw_text(node, report, "two stances")
        if text is None:
            return None
        match = _ENDS.fullmatch(text.strip())
        if match is None or match[1] == match[2]:
            report.at(node, f"{shown(text)}: write two stances: standing > fold")
            return None
        return match[1], match[2]

    def schema(self) -> Json:
        return {"type": "string", "pattern": rf"^\s*{_ENDS.pattern}\s*$"}


NAME = Key("name", Text(60), "The stance in plain words: Warrior 2 feet.", required=True)
BODY = Key("body", Text(200), "Where feet, hands, hips and chest are.")
SIDES = Key("sides", Text(100, side=True), "What a side names: <side> foot in front.")
POSITION = Key("position", Choice(Position), "How the body meets the floor.", required=True)
ARRIVE = Key("arrive", Text(), "How to get there from anywhere.", required=True)
REST = Key("rest", Name("a pose"), "The pose a bare rest takes there; else one stays.")
THROUGH = Key("through", YesNo(), "false: passed only where there is no other way.")
TAKE_CARE = Key("cautions", ListOf(Text()), "When to take care: said before it is taken.")
_OF_STANCE = (NAME, BODY, SIDES, POSITION, ARRIVE, REST, THROUGH, HOLDS, TAKE_CARE, FIGURE_KEY)
STANCE = Record("a stance", *_OF_STANCE)

WAY_ENDS = Key("way", Ends(), "From which stance to which: standing > fold.", required=True)
SECONDS = Key("seconds", Number(0.0, LONGEST), "The least it takes, guided: 4s.", required=True)
FLOW = Key("flow", Number(0.0, LONGEST), "The least inside one movement per breath; 0: it is one.")
KEEP = Key("keep", YesNo(), "true: nothing makes it quicker.")
SAY = Key("say", ROAD_LINES, "What is said on it, eight words a line at most.")
UNSIDED = Key("unsided", ROAD_LINES, "What is said where no side is asked for.")
WAY = Record("a way", WAY_ENDS, SECONDS, FLOW, KEEP, SAY, UNSIDED)

STANCES = Key("stances", RawShape("stances"), "The stances, by key.")
WAYS = Key("ways", RawShape("ways"), "The ways between them, each in one direction.")
STANCE_FILE = Record("a stance file", STANCES, WAYS, least=1)


def load_stances(text: str, *, path: str, known: Stances) -> Stances:
    """The stances of a text, added to those that are known.

    Raises FormatError with every problem of it: a way to nowhere, a stance that cannot be reached
    or left, a line with a side on a way without one.
    """
    report = Report(path)
    return stances_of(parse(text, report), report, known)


def stances_of(root: Node, report: Report, known: Stances) -> Stances:
    """The stances of a text that has been parsed. Raises FormatError."""
    if not isinstance(root, Mapping):
        report.at(root, "a stance file has stances: and ways:")
        report.stop_if_bad()
        return known
    fields = STANCE_FILE.read(root, report)
    stances, places = _stances(fields.get(STANCES), report)
    found = Stances({**known.by_key, **stances}, known.ways)
    ways = tuple(_ways(fields.get(WAYS), found, report))
    new = {(way.start, way.goal) for way in ways}
    kept = tuple(way for way in known.ways if (way.start, way.goal) not in new)
    found = Stances(found.by_key, (*kept, *ways))
    if not report.problems:
        reached, left = _joined(found, "start", "goal"), _joined(found, "goal", "start")
        for key, node in places.items():
            if key not in reached:
                report.at(node, f"{key} cannot be reached: add a way standing > {key}")
            if key not in left:
                report.at(node, f"{key} cannot be left: add a way {key} > standing")
    report.stop_if_bad()
    return found


def _stances(node: Node | None, report: Report) -> tuple[dict[str, Stance], dict[str, Scalar]]:
    found: dict[str, Stance] = {}
    places: dict[str, Scalar] = {}
    if node is None:
        return found, places
    if not isinstance(node, Mapping):
        report.at(node, "stances are written as keys with values")
        return found, places
    for name, key in node.keys.items():
        if not is_name(name):
            report.at(key, f"{shown(name)}: small letters, digits and single hyphens only")
            continue
        value = node.values[name]
        if not isinstance(value, Mapping):
            report.at(value, "a stance is written with keys; name, position and arrive are enough")
            continue
        fields = STANCE.read(value, report)
        rest = fields.get(REST)
        found[name] = Stance(
            name,
            fields.default(NAME, ""),
            fields.default(POSITION, Position.STANDING),
            fields.default(ARRIVE, ""),
            fields.default(BODY, ""),
            fields.default(SIDES, ""),
            rest.text if rest is not None else "",
            fields.default(THROUGH, True),
            facts_at(fields, HOLDS),
            fields.default(TAKE_CARE, ()),
            read_figure(fields.get(FIGURE_KEY), report, muscles=(), phases=0, whole=True),
        )
        places[name] = key
    return found, places


def _ways(node: Node | None, stances: Stances, report: Report) -> Iterable[StanceWay]:
    if node is None:
        return
    if not isinstance(node, Sequence):
        report.at(node, "ways are a list, each with its dash")
        return
    seen: set[tuple[str, str]] = set()
    for item in node.items:
        if not isinstance(item, Mapping):
            report.at(item, "a way is written with keys: way, seconds, say")
            continue
        fields = WAY.read(item, report)
        ends = fields.get(WAY_ENDS)
        if ends is None:
            continue
        at = fields.at(WAY_ENDS)
        unknown = [end for end in ends if end not in stances.by_key]
        for end in unknown:
            report.at(at, f"no stance is called {end}{report.guess(end, stances.by_key)}")
        if ends in seen:
            report.at(at, f"{ends[0]} > {ends[1]} is written twice")
        seen.add(ends)
        if unknown:
            continue
        sided = any(stances.by_key[end].sides for end in ends)
        if not sided:
            _no_sides(fields, report)
        yield StanceWay(
            *ends,
            fields.default(SECONDS, 0.0),
            fields.default(SAY, ()),
            fields.get(FLOW),
            fields.default(KEEP, False),
            fields.default(UNSIDED, ()),
        )


def _no_sides(fields: Fields, report: Report) -> None:
    if any("<" in line.text for line in fields.default(SAY, ())):
        report.at(fields.at(SAY), "neither stance has sides: a line without <side>, please")


def _joined(stances: Stances, start: str, goal: str) -> set[str]:
    """The stances that the first one leads to; with its ends turned round, that lead to it."""
    out: dict[str, list[str]] = {}
    for way in stances.ways:
        out.setdefault(getattr(way, start), []).append(getattr(way, goal))
    ahead = list(stances.by_key)[:1]
    seen = set(ahead)
    while ahead:
        fresh = [place for place in out.get(ahead.pop(), ()) if place not in seen]
        seen.update(fresh)
        ahead += fresh
    return seen
