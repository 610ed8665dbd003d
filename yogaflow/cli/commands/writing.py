"""`yogaflow edit`, `yogaflow new` and `yogaflow format`."""

from __future__ import annotations

import argparse
from pathlib import Path

from yogaflow.cli.commands.parts import MendableError, default_library, is_file
from yogaflow.cli.commands.screen import run_app
from yogaflow.cli.output import say, tell


def edit(arguments: argparse.Namespace) -> int:
    """Open a flow in the editor: one of the library, or a file."""
    return run_app(arguments, None, edit=_path_of(arguments.flow))


def new(arguments: argparse.Namespace) -> int:
    """Open the editor with a new flow; it has a file once it is saved."""
    from yogaflow.library.manage import new_flow, title_problem

    title = " ".join(arguments.name)
    if problem := title_problem(title):
        raise MendableError(problem)
    return run_app(arguments, None, write=new_flow(title))


def form(arguments: argparse.Namespace) -> int:
    """Write flow and pose files in the one form; with --check only say which are not in it."""
    from yogaflow.cli.commands.parts import yaml_files
    from yogaflow.editing.formatting import formatted
    from yogaflow.model import FormatError
    from yogaflow.storage.text_file import SaveError, read_stamped, save_text

    wrong: list[str] = []
    changed = 0
    files = [file for path in arguments.paths for file in yaml_files(path)]
    for file in files:
        try:
            text, stamp = read_stamped(file)
            new_text = formatted(text, str(file))
            if new_text == text:
                continue
            changed += 1
            if arguments.check:
                say(str(file))
            else:
                save_text(file, new_text, expect=stamp)
                say(f"{file}: formatted")
        except FormatError as error:
            wrong += [str(problem) for problem in error.problems]
        except SaveError as error:
            wrong.append(str(error))
    for line in wrong:
        tell(line)
    if not changed and not wrong:
        say(f"{len(files)} file{'s' * (len(files) != 1)} looked at, all in form.")
    return 1 if wrong or (arguments.check and changed) else 0


def _path_of(name: str) -> Path:
    """The file of a flow that may be broken. Raises MendableError where there is none."""
    if is_file(name):
        path = Path(name)
        if not path.exists():
            raise MendableError(
                f"{name}:1:1: there is no such file; yogaflow new {path.stem} begins one"
            )
        return path
    from yogaflow.library.library import UnknownFlow
    from yogaflow.model import FormatError

    try:
        return Path(default_library().find(name).path)
    except FormatError as error:
        return Path(error.problems[0].path)
    except UnknownFlow as error:
        raise MendableError(f"{error}. yogaflow new {name} begins one.") from None
