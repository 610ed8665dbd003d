"""`yogaflow completion SHELL`: a script by which the shell completes commands, flows and poses.

The script is made of the command line as it is; flows and poses it asks for each time, by the
hidden command `yogaflow complete flows|poses`, which reads no file.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from yogaflow.cli.arguments import build_parser
from yogaflow.cli.output import ours, say

FLOWS = {
    "bash": "_yogaflow_flow_or_file",
    "zsh": "_yogaflow_flow_or_file",
    "fish": "(yogaflow complete flows; __fish_complete_suffix .yaml; __fish_complete_suffix .yml)",
}
POSES = {
    "bash": "_yogaflow_pose",
    "zsh": "_yogaflow_pose",
    "fish": "(yogaflow complete poses)",
}

# bash treats what a function of this name (`_file`) gives as names of files: with blanks and
# other signs in them quoted. No word is ever put where the shell would expand it.
HELPERS = {
    "bash": """\
_yogaflow_flow_or_file() {
  yogaflow complete flows "${1//\\\\/}" 2>/dev/null
  compgen -f -X '!*.yaml' -- "$1"
  compgen -f -X '!*.yml' -- "$1"
  compgen -d -- "$1"
}
_yogaflow_pose() {
  yogaflow complete poses "$1" 2>/dev/null
}
""",
    "zsh": """\
_yogaflow_flow_or_file() {
  local -a keys
  keys=("${(@f)$(yogaflow complete flows 2>/dev/null)}")
  compadd -a keys
  _files -g '*.(yaml|yml)'
}
_yogaflow_pose() {
  local -a keys
  keys=("${(@f)$(yogaflow complete poses 2>/dev/null)}")
  compadd -a keys
}
""",
    "fish": "",
}


def run(arguments: argparse.Namespace) -> int:
    """Print the script for the shell that was named."""
    ours(script(arguments.shell))
    return 0


def script(shell: str) -> str:
    """The script for bash, zsh or fish."""
    import shtab

    parser = build_parser()
    for command, action in _actions(parser):
        words = _words(command, action)
        if words is not None:
            action.complete = words  # type: ignore[attr-defined]
    return str(shtab.complete(parser, shell, preamble=HELPERS[shell]))


def _actions(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.Action]]:
    """Every argument, with the command it belongs to."""
    for action in parser._actions:
        yield "", action
        if isinstance(action, argparse._SubParsersAction):
            for command, inner in action.choices.items():
                for found in inner._actions:
                    yield command, found


def _words(command: str, action: argparse.Action) -> dict[str, str] | None:
    """How an argument is completed; None where its choices say it, or nothing does."""
    import shtab

    metavar = action.metavar or ""
    if metavar == "FLOW|FILE":
        return FLOWS
    if (command, action.dest) == ("poses", "name"):
        return POSES
    if metavar in {"FILE", "FILE|FOLDER", "OUT"}:
        return {name: str(shtab.FILE[name]) for name in HELPERS}
    return None


def complete(arguments: argparse.Namespace) -> int:
    """Print the keys that begin with a word, one a line: for the shell, not for people."""
    from yogaflow.library.folders import default_flow_dirs, default_pose_dirs, files_in

    folders = default_pose_dirs()
    if arguments.what == "flows":
        folders = tuple(folder.path for folder in default_flow_dirs())
    keys = {path.stem for folder in folders for path in files_in(folder)}
    found = sorted(key for key in keys if key.startswith(arguments.word) and key.isprintable())
    if found:
        say(*found)
    return 0
