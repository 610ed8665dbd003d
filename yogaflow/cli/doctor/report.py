"""The doctor's findings as plain text, 80 columns wide and without colour, and as JSON. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from textwrap import wrap

from yogaflow.cli.doctor.advice import ROOM, Advice, advice
from yogaflow.cli.doctor.facts import Backend, CheckResult, Colours, Engine, Facts, Folder, Theme
from yogaflow.model import printable

WIDTH = 80

GOOD, FLAW, NOTHING, PLAIN = "ok", "!!", "--", "  "
"""Marks in front of a line: there, wrong, not there and not needed, just so."""

_LABEL = 16


def report_text(facts: Facts) -> str:
    """All findings, then what to do."""
    parts = [
        ("Versions", list(_versions(facts))),
        ("Terminal", list(_terminal(facts))),
        ("Sound", list(_sound(facts))),
        ("Voice", list(_voice(facts))),
        ("Cue themes", list(_cues(facts))),
        ("Folders and settings", list(_files(facts))),
    ]
    lines = ["yogaflow doctor"]
    for title, rows in parts:
        shown = rows or [_row(NOTHING, "not looked at", "see below")]
        lines += ["", title, *(line for row in shown for line in row)]
    lines += ["", "What to do", *_advice(advice(facts))]
    return "\n".join(lines)


def report_json(facts: Facts, tests: Sequence[CheckResult] = ()) -> str:
    """The same for a bug report: the facts as they are, `advice`, `can_play`, and `tests`."""
    whole = asdict(facts)
    whole["can_play"] = facts.can_play
    whole["advice"] = [asdict(one) for one in advice(facts)]
    whole["tests"] = [asdict(one) for one in tests]
    return json.dumps(whole, indent=2)


def tried_text(tried: CheckResult) -> str:
    """How a test went, as a row of the report."""
    return "\n".join(_filled(f"{GOOD if tried.well else FLAW} {tried.said}", "  "))


def _row(mark: str, label: str, text: str) -> list[str]:
    """A mark, a label and a text, wrapped under itself."""
    head = f"  {mark} {label:<{_LABEL}}"
    if len(label) >= _LABEL:
        head = f"  {mark} {label} "
    indent = " " * (5 + _LABEL)
    lines = wrap(
        printable(head + (text or "-")),
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
    return lines or [head]


def _versions(facts: Facts) -> Iterator[list[str]]:
    known = facts.versions
    yield _row(PLAIN, "yogaflow", known.yogaflow)
    yield _row(PLAIN, "Python", f"{known.python}, {known.executable}")
    yield _row(PLAIN, "system", known.system_name)
    for package in known.packages:
        text = package.version or "missing"
        mark = GOOD if package.version and not package.problem else FLAW
        if package.problem:
            text += f", but it cannot be loaded: {package.problem}"
        elif package.library:
            text += f", with {package.library}"
        yield _row(mark, package.name, text)


def _terminal(facts: Facts) -> Iterator[list[str]]:
    terminal = facts.terminal
    columns, rows = ROOM
    if not terminal.writes:
        yield _row(NOTHING, "output", "no terminal: play with --plain, or in a terminal")
    else:
        fits = terminal.columns >= columns and terminal.rows >= rows
        size = f"{terminal.columns}x{terminal.rows}"
        word = "room for the big view" if fits else f"the big view needs {columns}x{rows}"
        yield _row(GOOD if fits else FLAW, "size", f"{size}: {word}")
    if not terminal.reads:
        yield _row(NOTHING, "keys", "none: the input is no terminal; a practice needs none")
    names = f"COLORTERM={terminal.colorterm or '(not set)'}, TERM={terminal.term or '(not set)'}"
    enough = terminal.colours in {Colours.ALL, Colours.MANY}
    if terminal.no_color:
        yield _row(GOOD, "colours", f"greys only, for NO_COLOR is set ({names})")
    else:
        mark = GOOD if enough else FLAW if terminal.writes else NOTHING
        yield _row(mark, "colours", f"{terminal.colours} ({names})")
    mark = GOOD if terminal.unicode else FLAW
    word = (
        "lines and block letters" if terminal.unicode else "lines and block letters may be broken"
    )
    yield _row(mark, "letters", f"{terminal.encoding or 'unknown'}: {word}")
    sleep = {
        True: (GOOD, "held off while a practice plays"),
        False: (FLAW, "cannot be held off: the screen may go dark by itself"),
        None: (NOTHING, "the system gave no answer in time"),
    }
    yield _row(sleep[facts.awake][0], "sleep", sleep[facts.awake][1])


def _sound(facts: Facts) -> Iterator[list[str]]:
    sound = facts.sound
    for backend in sound.backends:
        yield _row(_mark(backend, sound.choice), backend.name, _backend(backend))
    if sound.state == "playing":
        text = f"set to {sound.choice}: plays through {sound.backend}"
        yield _row(GOOD, "practice", f"{text}. {sound.message}" if sound.message else text)
    elif sound.choice == "silence":
        yield _row(GOOD, "practice", "set to silence, and silent")
    else:
        said = sound.message or "nothing is known of it"
        yield _row(FLAW, "practice", f"set to {sound.choice}: {said}")


def _mark(backend: Backend, choice: str) -> str:
    if backend.opens:
        return GOOD
    needed = backend.usual if choice == "auto" else backend.name == choice
    return FLAW if needed else NOTHING


def _backend(backend: Backend) -> str:
    parts = [backend.version, backend.library]
    if backend.opens:
        names = ", ".join(backend.devices[:3])
        more = len(backend.devices) - 3
        parts.append("opens a device" + (f": {names}" if names else ""))
        parts.append(f"{more} more" if more > 0 else "")
    else:
        parts.append(backend.problem)
    if not backend.version and not backend.usual:
        parts.append("not needed here")
    return ", ".join(part for part in parts if part)


def _voice(facts: Facts) -> Iterator[list[str]]:
    voice = facts.voice
    for engine in voice.engines:
        yield _row(_engine_mark(engine), engine.name, engine.path or engine.problem)
    if voice.choice == "none":
        yield _row(GOOD, "practice", "set to none: nothing is said")
    elif voice.taken:
        yield _row(GOOD, "practice", f"set to {voice.choice}: {voice.taken} speaks")
    else:
        yield _row(FLAW, "practice", f"set to {voice.choice}: nothing can be said")
    if voice.notice:
        yield _row(FLAW, "", voice.notice)
    if voice.cache is not None:
        cache = voice.cache
        lines = "1 line" if cache.lines == 1 else f"{cache.lines} lines"
        text = f"{cache.folder.path}: {lines}, {cache.bytes / 1e6:.1f} MB"
        if cache.folder.problem:
            text += f"; {cache.folder.problem}"
        yield _row(FLAW if cache.folder.problem else GOOD, "kept", text)


def _engine_mark(engine: Engine) -> str:
    return GOOD if engine.path else NOTHING


def _cues(facts: Facts) -> Iterator[list[str]]:
    for theme in facts.cues.themes:
        yield _row(FLAW if theme.problems else GOOD, theme.name, _theme(theme))
        for problem in theme.problems:
            yield _row(PLAIN, "", problem)
    if facts.cues.problem:
        yield _row(FLAW, "practice", facts.cues.problem)
    if facts.cues.ambience:
        wrong = facts.cues.ambience_problem
        yield _row(FLAW if wrong else GOOD, "ambience", wrong or facts.cues.ambience)


def _theme(theme: Theme) -> str:
    parts = [
        f"yours, {theme.path}" if theme.own else "bundled",
        "chosen" if theme.chosen else "",
        "not all of it can be used:" if theme.problems else "",
    ]
    return ", ".join(part for part in parts if part)


def _files(facts: Facts) -> Iterator[list[str]]:
    files = facts.files
    for folder in files.folders:
        yield _row(FLAW if folder.problem else GOOD, folder.what, _folder(folder))
    problems = files.settings_problems
    state = "" if files.settings_exist else "not there; it need not be"
    text = ", ".join(part for part in (files.settings, state) if part)
    yield _row(FLAW if problems else GOOD, "settings", text)
    for problem in problems:
        yield _row(PLAIN, "", problem)
    flows = f"{files.flows} bundled, {files.own_flows} of your own"
    if files.broken_flows:
        flows += f", {len(files.broken_flows)} of them broken"
    bad = bool(files.unplayable or files.broken_flows)
    yield _row(FLAW if bad else GOOD, "flows to play", flows)
    for problem in (*files.broken_flows[:3], *([files.unplayable] if files.unplayable else [])):
        yield _row(PLAIN, "", problem)


def _folder(folder: Folder) -> str:
    if folder.problem:
        return f"{folder.path}: {folder.problem}"
    if folder.own and not folder.exists:
        return f"{folder.path}, made when it is needed"
    return folder.path


def _advice(todo: Sequence[Advice]) -> Iterator[str]:
    if not todo:
        yield "  All is well."
    for one in todo:
        yield from _filled(one.missing, "  ")
        if one.hint:
            yield from _filled(one.hint, "      ")
        # Not wrapped: a command is copied as it stands.
        yield from (f"      {printable(command)}" for command in one.commands)


def _filled(text: str, indent: str) -> list[str]:
    return wrap(
        printable(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
