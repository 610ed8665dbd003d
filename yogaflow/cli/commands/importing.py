"""`yogaflow import`: a list of lines, a table or a `.flow` file becomes a flow of one's own."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path

from yogaflow.cli.commands.parts import MendableError, default_library
from yogaflow.cli.output import say, tell
from yogaflow.format import PoseSource, read_draft, read_text
from yogaflow.format.plans import plan_problems
from yogaflow.format.quoting import title_text
from yogaflow.importing import AlreadyFlow, Imported, Remark, read_import
from yogaflow.library.folders import SUFFIXES, file_of
from yogaflow.library.manage import key_from
from yogaflow.model import FormatError, Problem, Severity
from yogaflow.storage import paths
from yogaflow.storage.read_text import MAX_BYTES, decoded
from yogaflow.storage.slug import is_reserved

STANDARD_INPUT = "-"
"""In place of a file: what comes through a pipe, or is typed."""


def run(arguments: argparse.Namespace) -> int:
    """Import a file; 0 when all of it was understood, 1 when something was not."""
    name = str(arguments.file)
    text = _read(name)
    poses = default_library().poses()
    try:
        found = read_import(text, name, poses)
    except AlreadyFlow:
        raise MendableError(
            f"{name} is a flow already. `yogaflow play {name}` plays it; in the folder that "
            "`yogaflow list` names it is in the library."
        ) from None
    problems = _lines(name, found.problems)
    if not found.steps:
        raise MendableError(*problems, f"{name}: nothing in it is a step of a flow.")
    title = _title(arguments.title, found, name)
    out = _place(arguments.out, title)
    page = found.text(title)
    notes = _must_load(page, out, problems, poses)
    _save(out, page)
    for line in [*problems, *_lines(name, found.remarks), *map(str, notes)]:
        tell(line)
    _tell(found, title, out, chosen=arguments.out is not None)
    return 1 if found.problems else 0


def _read(name: str) -> str:
    try:
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
            return decoded(data, Path(name)).removeprefix("\ufeff")
        return read_text(Path(name))
    except FormatError as error:
        raise MendableError(*map(str, error.problems)) from None


def _lines(name: str, told: Iterable[Remark]) -> list[str]:
    ordered = sorted(told, key=lambda one: (one.line, one.column))
    return [str(Problem(name, one.line, one.column, one.message)) for one in ordered]


def _title(asked: str | None, found: Imported, name: str) -> str:
    """The title that was asked for, or the file's own, or else its name."""
    stem = "" if name == STANDARD_INPUT else Path(name).stem
    words = " ".join(stem.replace("_", " ").replace("-", " ").split())
    for title in (asked or "", found.title, words[:1].upper() + words[1:]):
        if title_text(title):
            return title_text(title)
    return "Imported flow"


def _place(asked: Path | None, title: str) -> Path:
    """Where the flow goes. Raises MendableError where something is there."""
    if asked is None:
        key = key_from(title)
        folder = paths.user_flows_dir()
        there = file_of(folder, key)
        if there is not None:
            raise MendableError(
                f"{there} is there already. Give the flow another name with --title TITLE, "
                "or a place with -o FILE."
            )
        return folder / f"{key}{SUFFIXES[0]}"
    if asked.suffix not in SUFFIXES:
        raise MendableError(f"{asked}: the file of a flow ends in {SUFFIXES[0]}.")
    if is_reserved(asked.name):
        raise MendableError(f"{asked}: Windows keeps that name for itself. Name another with -o.")
    if asked.exists() or asked.is_symlink():
        raise MendableError(f"{asked} is there already. Name another file with -o.")
    return asked


def _must_load(page: str, out: Path, problems: list[str], poses: PoseSource) -> tuple[Problem, ...]:
    """The notes on the flow. Nothing is written that `yogaflow check` would refuse."""
    draft = read_draft(page, path=str(out), key=out.stem, poses=poses)
    planned = plan_problems(draft.flow, page) if draft.flow and not draft.problems else ()
    wrong = [one for one in (*draft.problems, *planned) if one.level is Severity.ERROR]
    if wrong:
        why = [problem.message for problem in wrong[:3]]
        nothing = "Nothing is written: what comes of it could not be played."
        raise MendableError(*problems, nothing, *why)
    return draft.notes


def _save(out: Path, page: str) -> None:
    from yogaflow.storage.text_file import NO_FILE, SaveError, save_text

    try:
        save_text(out, page, expect=NO_FILE, make_folder=True)
    except SaveError as error:
        raise MendableError(str(error)) from None


def _tell(found: Imported, title: str, out: Path, *, chosen: bool) -> None:
    steps = len(found.steps)
    say(f"{out}: {title}, {steps} step{'s' * (steps != 1)}")
    say(f"Play it: yogaflow play {shlex.quote(str(out)) if chosen else out.stem}")
    if not chosen and file_of(paths.sequences_dir(), out.stem) is not None:
        say("It stands before the bundled flow of that name; with --title it has its own.")
    if found.problems:
        tell(
            "What was not understood is in the file as a comment, in its place: `# not understood`."
        )
