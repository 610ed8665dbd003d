"""One quick line -> one step: what is recognised is struck out, what stays over is asked about.

The order in which things are looked for matters: texts in quotes hide everything in them, then
the pose's name (it may hold a number or a word for a side: warrior 1, side plank), then sides,
rests, amounts, options; whatever word is left then was not understood.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NoReturn

from yogaflow.loader.book import PoseSource
from yogaflow.loader.problems import FormatError, nearest, shown
from yogaflow.model import Half, Pose, Side, Unit
from yogaflow.quick import options, wording
from yogaflow.quick.amounts import (
    AMOUNT,
    Counted,
    Piece,
    piece_for,
    piece_of,
    take_amounts,
    take_counted,
)
from yogaflow.quick.finding import Found, find_pose, phrase_around
from yogaflow.quick.line import GONE, Line, Unreadable, without_marker
from yogaflow.quick.names import NameBook, name_book
from yogaflow.quick.sides import side_of, take_sides
from yogaflow.quick.steps import Kind, QuickProblem, QuickStep
from yogaflow.quick.usual import USUAL_REST, usual_amount
from yogaflow.quick.yamltext import LONGEST_LINE, cleaned, unknown_mark

LONGEST = 1000
"""Characters of one line; more is no line that somebody typed."""

_SAY_TAIL = re.compile(r"(?<!\w)(?:say|words?)\s*:\s*(?P<text>\S.*)$")
_QUOTES = re.compile(r'(?<![\w])"(?P<text>[^"]*[^"\s][^"]*)"')
_SINGLE_QUOTES = re.compile(r"(?<![\w'])'(?P<text>[^']*\w[^']*(?:'(?=\w)[^']*)*)'(?![\w'])")
_MOVE = re.compile(r"(?<!\w)(?:on\s+(?:an?|the|your)\s+)?(?P<half>inhale|exhale)s?(?!\w)")
_REST_FIRST = re.compile(r"\s*rest(?!\w)\s*[:,-]?\s*(?:(?:in|for)(?!\w)\s*)?")
_BREAK = re.compile(
    rf"(?:(?<!\w)with\s+)?(?<!\w)rest(?:ing)?(?:\s+for)?\s*[:=]?\s*(?P<after>{AMOUNT})"
    rf"(?:\s+(?:in\s+)?between(?:\s+sets)?(?!\w))?"
    rf"|(?<!\w)between\s*[:=]\s*(?P<keyed>{AMOUNT})"
    rf"|(?:(?<!\w)with\s+)?(?P<before>{AMOUNT})(?:\s+of)?\s+"
    rf"(?:rest(?:\s+(?:in\s+)?between)?|(?:in\s+)?between)(?:\s+sets)?(?!\w)"
)
_BETWEEN = re.compile(rf"(?<=[,;(])[^,;(){GONE}]*(?<!\w)between(?!\w)[^,;(){GONE}]*")
_BETWEEN_WORDS = re.compile(r"(?:(?<!\w)in\s+)?(?<!\w)between(?:\s+sets)?(?!\w)\s*[:=]?")
_REST = re.compile(r"(?<!\w)rest(?!\w)")
_OPTIONAL = re.compile(
    r"(?<!\w)(?:optional(?:ly)?(?:\s*:\s*true)?|if\s+(?:there\s+is\s+)?time(?:\s+allows)?)(?!\w)"
)
_WAIT = re.compile(r"(?<!\w)(?:(?:and|then)\s+)?wait(?:\s*:\s*true)?(?!\w)")
_TWO_SIDED = re.compile(
    rf"(?<![\w'])(?:on\s+)?(?:the\s+)?(?P<one>right|left|[rl])(?:\s+side)?\s*[:=]?\s*"
    rf"(?P<a>{AMOUNT}|(?<![\w:])\d+(?:-\d+)?(?!\w))(?:\s*(?:,|;|/|\band\b|\bthen\b))*\s*"
    rf"(?:on\s+)?(?:the\s+)?(?P<two>right|left|[rl])(?:\s+side)?\s*[:=]?\s*"
    rf"(?P<b>{AMOUNT}|(?<![\w:])\d+(?:-\d+)?(?!\w))"
)


def read_quick(text: str, poses: PoseSource) -> QuickStep | QuickProblem:
    """The step that one line asks for, or what keeps it from being understood."""
    if len(text) > LONGEST:
        return QuickProblem(f"more than {LONGEST} characters: one step a line")
    bare = without_marker(" ".join(text.splitlines()) if "\n" in text else text)
    if not bare.strip():
        return QuickProblem("nothing is written here; write a pose and how long: pigeon 5 breaths")
    if bare.lstrip().startswith("#"):
        return QuickProblem("a note, no step; write a pose and how long: pigeon 5 breaths")
    try:
        return _step(Line(bare), poses)
    except Unreadable as why:
        return QuickProblem(why.message, min(why.start, len(text)) + 1, why.near)


def _step(line: Line, poses: PoseSource) -> QuickStep:
    say = _take_words(line)
    optional = line.take(_OPTIONAL) is not None
    book = name_book(poses.names())
    if say and not wording.has_words(line):
        return QuickStep(Kind.WORDS, say=say, optional=optional)
    moves = line.take_all(_MOVE)
    if len(moves) > 1:
        half = moves[1]["half"]
        message = f"{half} is a step of its own: write it on the next line"
        raise Unreadable(message, moves[1].start("half"))
    if moves:
        return _move(line, Half(moves[0]["half"]), say, poses, book, optional)
    wait = line.take(_WAIT) is not None
    between = _take_pose_between(line, book, poses)
    found = find_pose(line, book)
    rest = _REST_FIRST.match(line.left)
    if found is None and between is None:
        rest = rest or _REST.search(line.left)
    if rest is not None and (found is None or found.start >= rest.end()):
        line.strike(*rest.span())
        step = _rest(line, found, poses, book)
    else:
        step = _pose(line, found, between, poses, book)
    return replace(step, say=say, wait=wait, optional=optional)


# -- the kinds of steps ------------------------------------------------------------------------


def _pose(
    line: Line,
    found: Found | None,
    between: tuple[Piece, str] | None,
    poses: PoseSource,
    book: NameBook,
) -> QuickStep:
    if found is None:
        _nothing(line, book)
    pose = _load(found, poses)
    line.strike(found.start, found.end)
    between = between or _take_between(line)
    sides_differ = line.take(_TWO_SIDED)
    sides, sides_at = take_sides(line, pose.sides) if sides_differ is None else ((), 0)
    counted = take_counted(line, pose, found.start) if sides_differ is None else Counted(None)
    names = options.take_options(line, pose)
    phrase_around(line, found, book)
    wording.refuse_left(line, book)
    sided = bool(pose.sides) or any(
        pose.options[name].sides for name in names if name in pose.options
    )
    step = QuickStep(
        Kind.POSE,
        pose.key,
        counted.amount.text if counted.amount else usual_amount(pose),
        sides=sides,
        options=names,
        sets=counted.sets,
        sided=sided,
    )
    if sides_differ is not None:
        sides_at = sides_differ.start()
        step = _both_amounts(step, sides_differ, pose)
    if not sided and (sides or sides_differ is not None):
        raise Unreadable(f"{pose.key} has no sides", sides_at)
    if counted.amount is not None:
        _check_reps(counted.amount, pose, names)
    return _with_between(step, between, counted)


def _both_amounts(step: QuickStep, match: re.Match[str], pose: Pose) -> QuickStep:
    """`right 5 breaths, left 8 breaths`."""
    first, second = side_of(match["one"]), side_of(match["two"])
    if first is second:
        raise Unreadable(f"{first} is said twice", match.start("two"))
    pieces = [piece_for(match[name], match.start(name), pose) for name in ("a", "b")]
    if pieces[0].unit is not pieces[1].unit:
        raise Unreadable("both sides in the same unit, please", match.start("b"))
    if pieces[0].unit is Unit.REPS:
        raise Unreadable("reps are the same on both sides; write two lines", match.start("b"))
    right, left = pieces if first is Side.RIGHT else pieces[::-1]
    return replace(step, amount=right.text, left_amount=left.text, sides=(first, second))


def _rest(line: Line, found: Found | None, poses: PoseSource, book: NameBook) -> QuickStep:
    pose = None
    if found is not None:
        pose = _load(found, poses)
        line.strike(found.start, found.end)
        if pose.sides:
            message = f"{pose.key} has sides, a rest has none; leave out the word rest"
            raise Unreadable(message, found.start)
    amounts = take_amounts(line)
    if len(amounts) > 1:
        raise Unreadable("how long is said twice; one step a line", amounts[1].start)
    if amounts and amounts[0].unit is Unit.REPS:
        raise Unreadable("a rest is counted in breaths or seconds", amounts[0].start)
    if found is not None:
        phrase_around(line, found, book)
    wording.refuse_left(line, book)
    amount = amounts[0].text if amounts else USUAL_REST
    return QuickStep(Kind.REST, pose.key if pose else "", amount)


def _move(
    line: Line, half: Half, say: tuple[str, ...], poses: PoseSource, book: NameBook, optional: bool
) -> QuickStep:
    found = find_pose(line, book)
    if found is None:
        if say and not wording.has_words(line):
            return QuickStep(Kind.MOVE, half=half, say=say, optional=optional)
        _nothing(line, book)
    pose = _load(found, poses)
    line.strike(found.start, found.end)
    sides, sides_at = take_sides(line, pose.sides)
    if len(sides) > 1:
        raise Unreadable("a movement goes to one side: right or left", sides_at)
    if amounts := take_amounts(line):
        message = f"{half} takes half a breath: leave out how long, or leave out {half}"
        raise Unreadable(message, amounts[0].start)
    names = options.take_options(line, pose)
    phrase_around(line, found, book)
    wording.refuse_left(line, book)
    sided = bool(pose.sides) or any(
        pose.options[name].sides for name in names if name in pose.options
    )
    if sides and not sided:
        raise Unreadable(f"{pose.key} has no sides", sides_at)
    return QuickStep(
        Kind.MOVE,
        pose.key,
        sides=sides,
        options=names,
        say=say,
        half=half,
        optional=optional,
        sided=sided,
    )


# -- parts of a line ---------------------------------------------------------------------------


def _take_words(line: Line) -> tuple[str, ...]:
    """Texts to be said: all after `say:`, or what stands in quotes."""
    texts: list[tuple[int, int, int, int]] = []
    tail = _SAY_TAIL.search(line.left)
    if tail is not None:
        texts.append((*tail.span(), *tail.span("text")))
        line.strike(*tail.span())
    for pattern in (_QUOTES, _SINGLE_QUOTES):
        texts += [(*m.span(), *m.span("text")) for m in line.take_all(pattern)]
    found: list[str] = []
    for start, _, text_start, text_end in sorted(texts):
        text = cleaned(line.original(text_start, text_end)).strip("\"'“”„«»")
        if mark := unknown_mark(text):
            raise Unreadable(f"{mark}: only <side> and <other> are known", text_start)
        if len(text) > LONGEST_LINE:
            message = f"{len(text)} characters to say; {LONGEST_LINE} at most"
            raise Unreadable(message, start)
        if text:
            found.append(text)
    return tuple(found)


def _take_between(line: Line) -> tuple[Piece, str] | None:
    """The rest between two sets; no pose."""
    match = line.take(_BREAK)
    if match is not None:
        name = next(name for name in ("after", "keyed", "before") if match[name])
        piece = piece_of(match[name], match.start(name))
        if piece.unit is Unit.REPS:
            raise Unreadable("a rest is counted in breaths or seconds", piece.start)
        return piece, ""
    if (rest := _REST.search(line.left)) is not None:
        raise Unreadable("rest: how long? write rest 30s", rest.start())
    return None


def _take_pose_between(line: Line, book: NameBook, poses: PoseSource) -> tuple[Piece, str] | None:
    """A pose that is done between two sets: `x3, knees to chest between`; and how long."""
    match = _BETWEEN.search(line.left)
    if match is None:
        return None
    start = match.start()
    inner = Line(" " * start + line.original(*match.span()))
    inner.take(_BETWEEN_WORDS)
    found = find_pose(inner, book)
    if found is None:
        amounts = Line(inner.text)
        amounts.left = inner.left
        take_amounts(amounts)
        if _REST.search(inner.left) or not wording.has_words(amounts):
            return None  # a rest, which is looked for later
        _nothing(inner, book)
    pose = _load(found, poses)
    inner.strike(found.start, found.end)
    if pose.sides:
        raise Unreadable(f"{pose.key} has sides; between takes a pose without", found.start)
    counted = take_counted(inner, pose, found.start)
    phrase_around(inner, found, book)
    wording.refuse_left(inner, book)
    piece = counted.amount or piece_of(usual_amount(pose), found.start)
    _check_reps(piece, pose, ())
    line.strike(*match.span())
    return piece, pose.key


def _with_between(
    step: QuickStep, between: tuple[Piece, str] | None, counted: Counted
) -> QuickStep:
    if between is None:
        return step
    piece, key = between
    if counted.sets == 1:
        message = "a rest between sets needs sets: write x3, or a line of its own for the rest"
        raise Unreadable(message, piece.start)
    return replace(step, between=piece.text, between_pose=key)


def _check_reps(piece: Piece, pose: Pose, names: tuple[str, ...]) -> None:
    repeats = pose.rep or any(pose.options[name].rep for name in names if name in pose.options)
    if piece.unit is Unit.REPS and not repeats:
        usual = usual_amount(pose)
        message = f"{pose.key} has no repetition: write {usual}, or {usual} x3 for sets"
        raise Unreadable(message, piece.start)


def _load(found: Found, poses: PoseSource) -> Pose:
    try:
        pose = poses.get(found.key)
    except FormatError as error:
        first = error.problems[0] if error.problems else "unreadable"
        message = f"{found.key}: its pose file is broken: {first}"
        raise Unreadable(message, found.start) from None
    if pose is None:
        raise Unreadable(f"no pose is called {found.key}", found.start)
    return pose


def _nothing(line: Line, book: NameBook) -> NoReturn:
    """No pose was found: say which words were read as one, or that there is none."""
    take_sides(line)
    take_amounts(line)
    phrase = wording.phrase(line)
    if phrase is None:
        raise Unreadable("which pose? write its name, as in pigeon 5 breaths", 0)
    start, end = phrase
    said = line.original(start, end)
    near = book.near(said)
    hint = f"; did you mean {wording.either(near)}?" if near else ""
    if not near:
        word = next(iter(nearest(said.lower(), wording.KNOWN)), "")
        hint = f"; did you mean {word}?" if word else "; yogaflow poses lists them all"
    raise Unreadable(f"no pose is called {shown(said)}{hint}", start, near)
