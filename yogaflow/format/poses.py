"""Nodes -> `Pose`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from yogaflow.format import pose_keys as keys
from yogaflow.format.figure_keys import FIGURE_KEY, NO_MUSCLES
from yogaflow.format.figures import check_option_rep, read_figure
from yogaflow.format.keys import RESERVED, YAML_WORDS
from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence, parse
from yogaflow.format.problems import Report, shown
from yogaflow.format.records import Fields, Key
from yogaflow.format.shapes import Text, is_name, raw_text
from yogaflow.format.values import ENTRANCE
from yogaflow.format.whereabouts import placed
from yogaflow.model import (
    Counts,
    Effort,
    Entrance,
    Figure,
    FormatError,
    Ground,
    Half,
    Muscle,
    MuscleSide,
    Option,
    Phase,
    Pose,
    PoseKind,
    Position,
    Stances,
    Work,
)
from yogaflow.storage.slug import slug

_PHASE = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})?)\s*s")
_LONGEST_PHASE = 120.0
"""Seconds of one phase of a repetition."""
NO_STANCES = Stances()
"""For a text that is read by itself: whether its stances exist is not looked at."""


def load_pose(text: str, *, path: str, key: str, stances: Stances = NO_STANCES) -> Pose:
    """The pose a text describes; raises FormatError with every problem of the text."""
    report = Report(path)
    return pose_of(parse(text, report), report, key, stances)


def pose_of(root: Node, report: Report, key: str, stances: Stances = NO_STANCES) -> Pose:
    """The pose of a text that has been parsed; raises FormatError with every problem of it."""
    if (why := bad_key(key, "pose")) is not None:
        report.add(1, 1, f"the file's name is the pose's key: {why}")
    pose = read_pose_node(key, root, report, stances)
    report.stop_if_bad()
    if pose is None:  # a missing pose without a problem would be a fault of ours
        raise FormatError([])
    return placed(pose, root, report, stances)


def bad_key(key: str, what: str) -> str | None:
    """Why a text cannot be the key of a pose, part or option; None where it can."""
    if not is_name(key):
        near = slug(key, ascii_only=True)
        hint = f"; write {near}" if near and len(key) <= 40 else ""
        return f"{shown(key)}: small letters, digits and single hyphens only{hint}"
    if key in YAML_WORDS:
        return f"{key} cannot name a {what}: other programs read it as something else"
    if key in RESERVED and what == "pose":
        return f"{key} is a word of the format and cannot name a pose"
    if len(key) > 60:
        return f"{shown(key)}: 60 letters at most"
    return None


def read_pose_node(key: str, node: Node, report: Report, stances: Stances) -> Pose | None:
    """The pose of a mapping; None when it has a problem, which is reported.

    Where it names neither stance nor position it has none yet: `placed` finds out.
    """
    if not isinstance(node, Mapping):
        if not (isinstance(node, Scalar) and node.broken):
            report.at(node, "a pose is written with keys; name: is enough")
        return None
    before = len(report.problems)
    fields = keys.POSE_FILE.read(node, report)
    ground = _ground(fields, stances, report)
    rep = _rep(fields, report)
    drawn = _drawn(fields, report)
    options = _options(fields, report, drawn, stances)
    cues = fields.default(keys.CUES, ())
    sides = fields.default(keys.POSE_SIDES, "")
    sided = bool(sides) or any(option.sides for option in options.values())
    if not sided:
        _needs_no_side(fields, stances, report)
    pose = Pose(
        key=key,
        name=fields.default(keys.NAME, ""),
        kind=fields.default(keys.KIND, PoseKind.STRETCH),
        position=ground.position,
        starts=ground.starts,
        begins=ground.begins,
        ends=ground.ends,
        short=fields.default(keys.SHORT, ""),
        sanskrit=fields.default(keys.SANSKRIT, ""),
        say_as=fields.default(keys.SAY_AS, ""),
        gloss=fields.default(keys.GLOSS, ""),
        also=fields.default(keys.ALSO, ()),
        call=fields.default(keys.CALL, ""),
        sides=sides,
        can_see=fields.default(keys.CAN_SEE, True),
        breath=fields.get(keys.POSE_BREATH),
        come_in=fields.default(keys.COME_IN, Entrance(10.0)),
        come_from=_come_from(fields, report),
        switch=fields.get(keys.SWITCH),
        cues=tuple(cue.text for cue in cues),
        must=tuple(cue.text for cue in cues if cue.must),
        come_out=fields.default(keys.COME_OUT, ()),
        rep=rep,
        counts=fields.default(keys.COUNT, Counts.EACH),
        options=options,
        muscles=_muscles(fields, sided, report),
        props=fields.default(keys.PROPS, ()),
        cautions=fields.default(keys.CAUTIONS, ()),
        source=fields.default(keys.POSE_SOURCE, ""),
        figure=drawn.figure,
    )
    return pose if len(report.problems) == before else None


class _Ground(NamedTuple):
    """Where a pose begins and ends, as stances and as positions."""

    begins: Ground | None
    ends: Ground | None
    starts: Position | None
    position: Position | None


def _ground(fields: Fields, stances: Stances, report: Report) -> _Ground:
    begins, ends = fields.get(keys.STANCE), fields.get(keys.ENDS)
    if begins is None:
        if ends is not None and not fields.has(keys.STANCE):
            report.at(fields.at(keys.ENDS), "ends goes with stance: where does it begin?")
        # Where a file says only one of them, the other is the same.
        position = fields.get(keys.POSITION) or fields.get(keys.STARTS)
        return _Ground(None, None, fields.get(keys.STARTS) or position, position)
    for needless in (keys.POSITION, keys.STARTS):
        if fields.has(needless):
            text = f"{needless.name} follows from the stance: leave it out"
            report.at(fields.at(needless), text)
    starts = position = _position(begins, fields.at(keys.STANCE), stances, report)
    if ends is not None:
        position = _position(ends, fields.at(keys.ENDS), stances, report)
    return _Ground(begins, ends, starts, position)


def _position(ground: Ground, at: Node, stances: Stances, report: Report) -> Position:
    """The position of a stance, which is reported where there is none of that name."""
    stance = stances.by_key.get(ground.stance)
    if stance is not None:
        return stance.position
    if stances.by_key:
        name = ground.stance
        report.at(at, f"no stance is called {name}{report.guess(name, stances.by_key)}")
    return Position.STANDING


def _needs_no_side(fields: Fields, stances: Stances, report: Report) -> None:
    """Report a stance that has sides, in a pose that has none; some can be taken on either."""
    for key in (keys.STANCE, keys.ENDS):
        ground = fields.get(key)
        if ground is not None and stances.needs_side(ground.stance):
            sides = stances.by_key[ground.stance].sides
            text = f"{ground.stance} has sides: this pose needs them, too: sides: {sides}"
            report.at(fields.at(key), text)


def _named(node: Node | None, what: str, report: Report) -> Iterable[tuple[Scalar, Node]]:
    """The entries of a mapping from free keys, as far as the keys are names."""
    if node is None:
        return
    if not isinstance(node, Mapping):
        report.at(node, f"{what}s are written as keys with values")
        return
    if not node.keys:
        report.at(node, "nothing is written here")
    for name, key in node.keys.items():
        if (why := bad_key(name, what)) is not None:
            report.at(key, why)
        else:
            yield key, node.values[name]


def _come_from(fields: Fields, report: Report) -> dict[str, Entrance]:
    found: dict[str, Entrance] = {}
    for key, value in _named(fields.get(keys.FROM), "pose", report):
        entrance = ENTRANCE.read(value, report)
        if entrance is not None:
            found[key.text] = entrance
    return found


def _rep(fields: Fields, report: Report) -> tuple[Phase, ...]:
    phases: list[Phase] = []
    words = Text()
    for key, value in fields.default(keys.REP, ()):
        text = words.read(value, report) or ""
        if key.text in ("in", "out"):
            phases.append(Phase(text, half=Half.INHALE if key.text == "in" else Half.EXHALE))
            continue
        match = _PHASE.fullmatch(key.text)
        seconds = float(match[1]) if match else 0.0
        if match is None:
            report.at(key, f"{shown(key.text)}: a phase is in, out or seconds such as 2s")
        elif not 0 < seconds <= _LONGEST_PHASE:
            report.at(key, f"{key.text}: more than 0 and at most {_LONGEST_PHASE:g} seconds")
        phases.append(Phase(text, seconds=seconds))
    return tuple(phases)


class _Drawn(NamedTuple):
    """What an option's figure is laid over: the pose's muscles, phases, figure and shapes.

    What is None is wrong in the file: nothing more is said of what leans on it.
    """

    muscles: frozenset[str] | None
    phases: int | None
    figure: Figure | None
    shapes: Collection[str] | None


def _drawn(fields: Fields, report: Report) -> _Drawn:
    known = _muscle_names(fields)
    phases = _written(fields, keys.REP)
    figure = read_figure(fields.get(FIGURE_KEY), report, muscles=known, phases=phases, whole=True)
    if figure is not None:
        return _Drawn(known, phases, figure, figure.shapes)
    return _Drawn(known, phases, None, None if fields.has(FIGURE_KEY) else ())


def _muscle_names(fields: Fields) -> frozenset[str] | None:
    """The muscles that are named; None where some of them are wrong in the file."""
    pairs = fields.default(keys.MUSCLE_LIST, ())
    names = frozenset(key.text for key, _ in pairs)
    return names if _written(fields, keys.MUSCLE_LIST) == len(pairs) else None


def _written(fields: Fields, key: Key[Any]) -> int | None:
    """How many entries a list has, right or wrong; None where it is no list."""
    if not fields.has(key):
        return 0
    node = fields.at(key)
    return len(node.items) if isinstance(node, Sequence) else None


def _options(fields: Fields, report: Report, drawn: _Drawn, stances: Stances) -> dict[str, Option]:
    found: dict[str, Option] = {}
    excluded: list[tuple[str, Scalar]] = []
    node = fields.get(keys.OPTIONS)
    for key, value in _named(node, "option", report):
        name = key.text
        if name.startswith("no-"):
            report.at(key, f"{name}: no- switches an option off; give it another name")
        if not isinstance(value, Mapping):
            if not (isinstance(value, Scalar) and value.broken):
                report.at(value, f"an option is written with keys: {{name: {name.capitalize()}}}")
            continue
        inner = keys.OPTION.read(value, report)
        excludes = inner.default(keys.OPTION_EXCLUDES, ())
        excluded += [(name, word) for word in excludes]
        rep = _rep(inner, report)
        if inner.has(FIGURE_KEY) and not fields.has(FIGURE_KEY):
            report.at(inner.at(FIGURE_KEY), "the pose has no figure to change")
        figure = read_figure(
            inner.get(FIGURE_KEY),
            report,
            muscles=_muscle_names(inner) if inner.has(keys.OPTION_MUSCLES) else drawn.muscles,
            phases=_written(inner, keys.REP) if inner.has(keys.REP) else drawn.phases,
            whole=False,
            shapes=drawn.shapes,
        )
        if rep and inner.has(FIGURE_KEY) == (figure is not None):
            check_option_rep(inner.at(keys.REP), len(rep), drawn.figure, figure, report)
        begins = inner.get(keys.OPTION_STANCE)
        if begins is not None:
            _position(begins, inner.at(keys.OPTION_STANCE), stances, report)
        sides = inner.default(keys.OPTION_SIDES, "")
        sided = bool(sides) or fields.has(keys.POSE_SIDES)
        own_muscles, cues = _muscles(inner, sided, report), inner.get(keys.OPTION_CUES)
        found[name] = Option(
            key=name,
            name=inner.default(keys.OPTION_NAME, ""),
            effort=inner.default(keys.OPTION_LEVEL, Effort.STANDARD),
            say=inner.default(keys.OPTION_SAY, ""),
            props=inner.default(keys.OPTION_PROPS, ()),
            excludes=tuple(word.text for word in excludes),
            seconds=inner.default(keys.OPTION_SECONDS, 0.0),
            rep=rep,
            sides=sides,
            come_in=inner.get(keys.OPTION_COME_IN),
            cues=None if cues is None else tuple(cue.text for cue in cues),
            must=tuple(cue.text for cue in cues or () if cue.must),
            muscles=own_muscles if inner.has(keys.OPTION_MUSCLES) else None,
            figure=figure,
            begins=begins,
        )
    known = node.keys if isinstance(node, Mapping) else {}
    for name, word in excluded:
        if word.text == name:
            report.at(word, f"{name} cannot exclude itself")
        elif word.text not in known:
            hint = report.guess(word.text, known)
            report.at(word, f"this pose has no option {shown(word.text)}{hint}")
    return found


def _muscles(fields: Fields, sided: bool, report: Report) -> tuple[Muscle, ...]:
    found: list[Muscle] = []
    for key, value in fields.default(keys.MUSCLE_LIST, ()):
        name = key.text
        if name in NO_MUSCLES:
            report.note(key, f"{name} is no muscle: left out")
            continue
        if name not in keys.MUSCLES:
            hint = report.guess(name, keys.MUSCLES)
            report.at(key, f"{shown(name)} is no muscle known here{hint}")
        text = raw_text(value, report, "works, stretches or releases")
        if text is None:
            continue
        words = text.split()
        if len(words) == 1:
            words.append(MuscleSide.BOTH)
        work, side = words if len(words) == 2 else ("", "")
        if work not in list(Work) or side not in list(MuscleSide):
            report.at(
                value, f"{shown(text)}: works, stretches or releases, then side, other or both"
            )
        elif side != MuscleSide.BOTH and not sided:
            report.at(value, f"this pose has no sides, so {name} is on both: leave out {side}")
        else:
            found.append(Muscle(name, Work(work), MuscleSide(side)))
    return tuple(found)
