"""The commands. Heavy parts are imported inside the command that needs them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from yogaflow.cli.arguments import build_parser
from yogaflow.cli.commands.parts import (
    MendableError,
    choices_of,
    default_library,
    find_flow,
    long_flows_refused,
    make_launcher,
    manner_of,
    note_practice,
    read_settings,
    setup_of,
    yaml_files,
)
from yogaflow.cli.commands.screen import run_app
from yogaflow.cli.output import ours, prepare, say, silence, tell
from yogaflow.storage import garbage

if TYPE_CHECKING:
    from yogaflow.model import Flow, Pose
    from yogaflow.storage.settings import Settings
    from yogaflow.timeline import Choices


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit status: 0 done, 1 something to mend, 2 wrong usage."""
    prepare()
    try:
        try:
            return _run(argv)
        finally:
            sys.stdout.flush()
    except MendableError as failure:
        tell(*failure.args)
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        silence(sys.stdout)
        import errno

        # Whoever read our output has left, or the terminal; nothing more can be said to them.
        is_gone = error.errno in {errno.EPIPE, errno.EIO} and error.filename is None
        if not is_gone:
            where = f"{error.filename}: " if error.filename else ""
            tell(f"yogaflow: {where}{error.strerror or error}")
        return 1


def _run(argv: Sequence[str] | None) -> int:
    arguments = build_parser().parse_args(argv)
    _start_log(arguments.log)
    handlers: dict[str | None, Callable[[argparse.Namespace], int]] = {
        None: _library,
        "play": _play,
        "list": _list,
        "show": _show,
        "export": _export,
        "import": _import,
        "check": _check,
        "edit": _edit,
        "new": _new,
        "format": _format,
        "poses": _poses,
        "doctor": _doctor,
        "completion": _completion,
        "complete": _complete,
    }
    return handlers[arguments.command](arguments)


# -- commands ------------------------------------------------------------------------------


def _library(arguments: argparse.Namespace) -> int:
    garbage.pause()  # until the first frame
    return run_app(arguments, None)


def _play(arguments: argparse.Namespace) -> int:
    garbage.pause()  # until the first frame
    settings = read_settings()
    flow = find_flow(arguments.flow)
    choices = choices_of(arguments, flow, settings)
    if arguments.plain is None and sys.stdout.isatty():
        return run_app(arguments, (flow, choices), settings)
    return _play_plain(arguments, flow, choices, settings)


def _play_plain(
    arguments: argparse.Namespace, flow: Flow, choices: Choices, settings: Settings
) -> int:
    garbage.resume()
    from yogaflow.cli.plain import HELP, Detail, keyboard, play_plain
    from yogaflow.storage.signals import leaving_in_order

    launcher = make_launcher(arguments, settings)
    if sys.stdin.isatty():
        say(HELP)
    with leaving_in_order():
        try:
            with long_flows_refused(flow):
                session = launcher.session(flow, choices)
            detail = Detail(arguments.plain or "poses")
            try:
                with keyboard() as key:
                    play_plain(session, key=key, detail=detail, notices=launcher.notices)
            finally:
                if session.end() and (notice := note_practice(flow.path)):
                    tell(notice)
        finally:
            launcher.close()
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from yogaflow.cli.commands.listing import run

    return run(arguments)


def _show(arguments: argparse.Namespace) -> int:
    from yogaflow.export.listing import show_json, show_text
    from yogaflow.timeline import compile_flow

    flow = find_flow(arguments.flow)
    choices = choices_of(arguments, flow, read_settings())
    with long_flows_refused(flow):
        timeline = compile_flow(flow, choices)
    text = show_json(timeline) if arguments.json else show_text(timeline)
    say(*text.split("\n"))
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from yogaflow.export.job import ending_of, export
    from yogaflow.export.out_file import ExportError
    from yogaflow.timeline.outline import clock_text

    if arguments.contact_sheet is not None:
        return _contact_sheet(arguments)
    if arguments.flow is None or arguments.out is None:
        raise MendableError("Name a flow and a file: yogaflow export hip-openers hips.html")
    try:
        ending_of(arguments.out)
        settings = read_settings()
        flow = find_flow(arguments.flow)
        choices = choices_of(arguments, flow, settings)
        with long_flows_refused(flow):
            done = export(
                flow,
                choices,
                manner_of(arguments, settings),
                arguments.out,
                setup_of(arguments, settings),
            )
    except ExportError as error:
        raise MendableError(str(error)) from None
    for note in done.notes:
        tell(note)
    length, planned = clock_text(done.seconds), clock_text(done.planned)
    told = f" as this voice speaks, {planned} as planned" if length != planned else ""
    say(f"{arguments.out}: {flow.title}, {length}{told}")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from yogaflow.cli.commands.importing import run

    return run(arguments)


def _contact_sheet(arguments: argparse.Namespace) -> int:
    from yogaflow.export.job import export_contact_sheet
    from yogaflow.export.out_file import ExportError
    from yogaflow.model import FormatError

    if arguments.flow is not None:
        raise MendableError("A contact sheet has all poses: name no flow beside it.")
    found = [pose for _, pose in default_library().all_poses()]
    poses = [pose for pose in found if not isinstance(pose, FormatError)]
    try:
        export_contact_sheet(poses, arguments.contact_sheet)
    except ExportError as error:
        raise MendableError(str(error)) from None
    for broken in found:
        if isinstance(broken, FormatError):
            tell(f"left out: {broken.problems[0]}")
    say(f"{arguments.contact_sheet}: {len(poses)} poses")
    return 0


def _edit(arguments: argparse.Namespace) -> int:
    from yogaflow.cli.commands.writing import edit

    garbage.pause()  # until the first frame
    return edit(arguments)


def _new(arguments: argparse.Namespace) -> int:
    from yogaflow.cli.commands.writing import new

    garbage.pause()  # until the first frame
    return new(arguments)


def _format(arguments: argparse.Namespace) -> int:
    from yogaflow.cli.commands.writing import form

    return form(arguments)


def _check(arguments: argparse.Namespace) -> int:
    from yogaflow.format import check_file
    from yogaflow.model import Severity

    poses = default_library().poses()
    files = [file for path in arguments.paths for file in yaml_files(path)]
    problems = [problem for file in files for problem in check_file(file, poses)]
    for problem in problems:
        tell(str(problem))
    notes = sum(problem.level is Severity.NOTE for problem in problems)
    if len(problems) > notes:
        return 1
    told = f"; {notes} note{'s' * (notes != 1)}" if notes else ""
    say(f"{len(files)} file{'s' * (len(files) != 1)} checked, all well{told}.")
    return 0


def _poses(arguments: argparse.Namespace) -> int:
    from yogaflow.export.listing import pose_text, poses_text
    from yogaflow.format import alike
    from yogaflow.model import FormatError

    library = default_library()
    if arguments.name is None:
        say(*poses_text(library).split("\n"))
        return 0
    source = library.poses()
    key = source.names().get(arguments.name.casefold(), arguments.name)
    try:
        pose = source.get(key)
    except FormatError as error:
        raise MendableError(*map(str, error.problems)) from None
    if pose is None:
        near = alike(key, source.names())
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise MendableError(f"There is no pose “{arguments.name}”.{hint}")
    if picture := _picture(pose, arguments):
        ours(picture)
    say(*pose_text(pose).split("\n"))
    return 0


def _picture(pose: Pose, arguments: argparse.Namespace) -> str:
    """The pose drawn for this terminal, or for the file or pipe that it goes to; "" for none."""
    settings = read_settings()
    if pose.figure is None or settings.figures == "off":
        return ""
    import os
    import shutil

    from yogaflow.figure.ansi import ansi
    from yogaflow.figure.picture import chosen, painter
    from yogaflow.figure.rig import stance
    from yogaflow.model import Side

    for option in arguments.option:
        if option not in pose.options:
            there = ", ".join(pose.options) or "none"
            raise MendableError(f"{pose.name} has no option “{option}”. It offers: {there}.")
    encoding = chosen(
        settings.figures,
        colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"),
        unicode=(sys.stdout.encoding or "").lower().startswith("utf"),
        term=os.environ.get("TERM", "") if sys.stdout.isatty() else "",
    )
    columns, rows = shutil.get_terminal_size((80, 24))
    body = stance(pose, Side(arguments.side), arguments.option)
    if body is None:
        return ""
    paint = painter(encoding, settings.theme, settings.cell_aspect)
    width, height = min(60, columns), max(10, min(24, rows - 4))
    cells = paint.cells(body, width, height, turn=arguments.turn)
    deep = os.environ.get("COLORTERM", "") in {"truecolor", "24bit"}
    return ansi(cells, true_colour=deep)


def _doctor(arguments: argparse.Namespace) -> int:
    from yogaflow.cli.doctor import doctor

    return doctor(
        sound=arguments.sound,
        voice=arguments.speak,
        as_json=arguments.json,
        log=arguments.log,
    )


def _completion(arguments: argparse.Namespace) -> int:
    from yogaflow.cli.commands.completion import run

    return run(arguments)


def _complete(arguments: argparse.Namespace) -> int:
    from yogaflow.cli.commands.completion import complete

    return complete(arguments)


def _start_log(path: Path | None) -> None:
    if path is None:
        return
    import io
    import logging

    from yogaflow.storage.regular import opened_to_append

    try:
        # Nothing waits in memory: a full disk loses lines, and is no trouble again at the end.
        stream = io.TextIOWrapper(
            opened_to_append(path), "utf-8", errors="backslashreplace", write_through=True
        )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no file can have that name"
        raise MendableError(f"yogaflow: the log {path} cannot be written: {why}") from None
    logging.raiseExceptions = False  # It would be told across the screen.
    logging.basicConfig(
        stream=stream,
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    logging.getLogger("yogaflow").setLevel(logging.INFO)


if __name__ == "__main__":
    sys.exit(main())
