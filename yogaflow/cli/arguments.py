"""The command line as it is typed: commands, flags and their help. Imports almost nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from yogaflow import __version__
from yogaflow.cli.output import ours, tell

EPILOG = """\
yogaflow alone opens the library. Flows are YAML files; docs/format.md says how to write one.
Your own flows live in the folder that `yogaflow list` names.
"""


class _Parser(argparse.ArgumentParser):
    """Errors in our voice, with exit status 2 as is usual for wrong usage."""

    def error(self, message: str) -> NoReturn:
        tell(f"yogaflow: {message}", f"yogaflow {_help_hint(self.prog)}")
        self.exit(2)

    def _print_message(self, message: str, file: object = None) -> None:
        # Help and version. Its own passes over an output that cannot be written.
        del file
        ours(message.removesuffix("\n"))


def _help_hint(prog: str) -> str:
    command = prog.removeprefix("yogaflow").strip()
    return f"{command} --help says more.".strip()


def _number(low: float, high: float, what: str) -> Callable[[str], float]:
    def check(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{what} is a number from {low:g} to {high:g}")
        return value

    return check


def build_parser() -> argparse.ArgumentParser:
    """The command line, whole."""
    parser = _Parser(
        prog="yogaflow",
        description="A terminal player for yoga flows: says the pose, counts the breaths, "
        "switches sides. Hands-free.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"yogaflow {__version__}")
    parser.add_argument("--log", metavar="FILE", type=Path, help="write what happens to a file")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    play = commands.add_parser(
        "play",
        help="play a flow, or a pose alone, from countdown to closing bowl",
        description="Play a flow, or a pose alone.",
    )
    play.add_argument(
        "flow",
        metavar="FLOW|FILE",
        help="a flow of the library, a YAML file, or a pose alone: pigeon, 'pigeon 8 breaths'",
    )
    _playing(play)
    play.add_argument(
        "--plain",
        nargs="?",
        const="poses",
        choices=("poses", "words", "breaths"),
        metavar="DETAIL",
        help="one line per event instead of a screen: poses (default), words, breaths",
    )
    play.add_argument(
        "--speed",
        type=_number(0.1, 10_000, "speed"),
        default=1.0,
        metavar="N",
        help="run the clock N times as fast, to rehearse",
    )
    _sounding(play)
    play.add_argument("--mute", action="store_true", default=None, help="begin without sound")
    play.add_argument("--volume", type=_number(0, 1, "volume"), metavar="V", help="0 to 1")
    play.add_argument(
        "--sound",
        metavar="BACKEND",
        choices=("auto", "miniaudio", "sounddevice", "simpleaudio", "silence"),
        help="auto (default), miniaudio, sounddevice, simpleaudio or silence",
    )

    listing = commands.add_parser("list", help="the flows of the library")
    listing.add_argument("--json", action="store_true", help="as JSON")
    listing.add_argument(
        "--sort",
        choices=("title", "practised", "length", "favourites"),
        default="title",
        help="what comes first: by title (default), practised last, shortest, favourites",
    )
    listing.add_argument(
        "--search", metavar="WORDS", help="with these words in title, key, about, poses or kind"
    )
    listing.add_argument(
        "--kind",
        choices=("strengthen", "stretch", "balance", "flowing", "rest", "release"),
        help="what most of the time is spent in",
    )
    listing.add_argument("--favourites", action="store_true", help="your favourites only")

    show = commands.add_parser("show", help="a flow, step by step, with its times and muscles")
    show.add_argument("flow", metavar="FLOW|FILE")
    show.add_argument("--json", action="store_true", help="the whole timeline as JSON")
    _playing(show)

    export = commands.add_parser(
        "export",
        help="a flow as a file: sound, captions, cue sheet, hand-out",
        description="Write the whole practice to a file: as sound with voice and cues (.wav .flac "
        ".ogg .mp3), as captions (.srt .vtt), as its timeline (.json), as a cue sheet (.txt), or "
        "as a hand-out with figures (.html .svg).",
    )
    export.add_argument(
        "flow", metavar="FLOW|FILE", nargs="?", help="a flow of the library, or a YAML file"
    )
    export.add_argument(
        "out", metavar="OUT", type=Path, nargs="?", help="its ending says what it becomes"
    )
    export.add_argument(
        "--contact-sheet",
        metavar="OUT",
        type=Path,
        help="instead of a flow: all poses, right and mirrored (.svg .html)",
    )
    _playing(export)
    _sounding(export)

    check = commands.add_parser("check", help="check flow and pose files")
    check.add_argument("paths", metavar="FILE|FOLDER", nargs="+", type=Path)

    poses = commands.add_parser(
        "poses",
        help="the pose library, or one pose with its figure",
        description="List the poses, or show one: drawn, and all that is known of it.",
    )
    poses.add_argument("name", metavar="NAME", nargs="?")
    poses.add_argument(
        "--side", choices=("right", "left"), default="right", help="which side is drawn"
    )
    poses.add_argument(
        "--option", action="append", default=[], metavar="NAME", help="draw it with an option"
    )
    poses.add_argument(
        "--turn",
        type=_number(-360, 360, "turn"),
        default=0.0,
        metavar="DEGREES",
        help="look at it from further round",
    )

    doctor = commands.add_parser(
        "doctor",
        help="what works here, and what to install for what does not",
        description="Look at terminal, sound, voice and folders; say what helps.",
    )
    doctor.add_argument(
        "--sound",
        nargs="?",
        const=True,
        metavar="BACKEND",
        choices=("auto", "miniaudio", "sounddevice", "simpleaudio", "silence"),
        help="play a bowl, through the backend that is set or this one",
    )
    doctor.add_argument(
        "--speak",
        nargs="?",
        const=True,
        metavar="ENGINE",
        choices=("auto", "say", "sapi", "espeak-ng", "espeakng-loader", "piper"),
        help="say a sentence, by the voice that is set or this one",
    )
    doctor.add_argument("--json", action="store_true", help="as JSON, for a report of a bug")
    _completing(commands)
    for one in (play, listing, show, export, check, poses, doctor, *_writing(commands)):
        one.add_argument(
            "--log", metavar="FILE", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS
        )
    return parser


def _completing(commands: argparse._SubParsersAction[_Parser]) -> None:
    """What a shell completes by."""
    completion = commands.add_parser(
        "completion",
        help="what makes your shell complete commands, flows and poses",
        description="Print a script for your shell. For bash: "
        "yogaflow completion bash >> ~/.bash_completion. The script says where others want it.",
    )
    completion.add_argument("shell", choices=("bash", "zsh", "fish"))
    # Asked by those scripts; not for people, so the help does not name it.
    complete = commands.add_parser("complete")
    complete.add_argument("what", choices=("flows", "poses"))
    complete.add_argument("word", nargs="?", default="")


def _writing(
    commands: argparse._SubParsersAction[_Parser],
) -> tuple[argparse.ArgumentParser, ...]:
    """`edit`, `new`, `format` and `import`."""
    edit = commands.add_parser(
        "edit",
        help="write: the text of a flow, and beside it what it means",
        description="Edit a flow: its text, and beside it the steps, their times and figures. A "
        "bundled flow becomes a copy of yours.",
    )
    edit.add_argument("flow", metavar="FLOW|FILE", help="a flow of the library, or a YAML file")

    new = commands.add_parser(
        "new", help="write a new flow", description="Begin a flow of that name in the editor."
    )
    new.add_argument("name", metavar="NAME", nargs="+", help="its title: Hips in the evening")

    form = commands.add_parser(
        "format",
        help="put flow files into one form, comments and all",
        description="Write flow and pose files with the same indentation, blanks and line ends. "
        "Words, order and comments stay.",
    )
    form.add_argument("paths", metavar="FILE|FOLDER", nargs="+", type=Path)
    form.add_argument(
        "--check", action="store_true", help="write nothing; name the files, status 1 for any"
    )

    importing = commands.add_parser(
        "import",
        help="make a flow out of a list of lines, a table or a .flow file",
        description="Make a flow out of a plain list (pigeon 5-10 breaths, right then left), a "
        "table (CSV: pose, amount, side) or a .flow file of flowBuilder. What is not understood "
        "is told line by line, and kept as a comment.",
    )
    importing.add_argument("file", metavar="FILE", help="what to read; - is standard input")
    importing.add_argument(
        "-o", dest="out", metavar="OUT", type=Path, help="the file to write (default: your flows)"
    )
    importing.add_argument("--title", metavar="TITLE", help="the name of the flow")
    return edit, new, form, importing


def _playing(parser: argparse.ArgumentParser) -> None:
    """The choices that shape a practice; `show` takes the same ones as `play`."""
    parser.add_argument("--first", choices=("left", "right"), help="the side that goes first")
    parser.add_argument(
        "--pace",
        type=_number(0.5, 2, "pace"),
        metavar="N",
        help="pace of the breath: 1.25 is a quarter quicker, 0.8 slower",
    )
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME",
        help="switch an option on (band) or off (no-band) in all poses that offer it, or in one "
        "(bridge.band, bridge.no-band); may be repeated",
    )
    parser.add_argument(
        "--amount",
        choices=("low", "middle", "high"),
        default="low",
        help="where in a range like 5-10 breaths (default: low)",
    )
    parser.add_argument(
        "--from", dest="start", metavar="STEP", help="start at a step: its number in show, or pose"
    )
    parser.add_argument(
        "--countdown",
        type=_number(0, 600, "countdown"),
        metavar="SECONDS",
        help="time before the start (default: 20)",
    )
    parser.add_argument(
        "--unhurried",
        type=_number(0.5, 2, "unhurried"),
        metavar="N",
        help="time for the ways in, 0.5 to 2 (1.5 is half as much again)",
    )
    parser.add_argument(
        "--short", action="store_true", help="leave out the steps a flow marks as optional"
    )


def _sounding(parser: argparse.ArgumentParser) -> None:
    """What is heard of a practice; `export` takes the same ones as `play`."""
    parser.add_argument(
        "--talk",
        choices=("learn", "full", "names", "counts", "off"),
        help="how much is said (default: full)",
    )
    parser.add_argument(
        "--voice",
        metavar="ENGINE",
        choices=("auto", "none", "say", "sapi", "espeak-ng", "espeakng-loader", "piper"),
        help="auto (default), none, say, sapi, espeak-ng, espeakng-loader or piper",
    )
    parser.add_argument(
        "--cues", metavar="THEME", help="the sounds: bowls (default), wood, tones, or your folder"
    )
    parser.add_argument(
        "--quiet",
        action="store_true",
        default=None,
        help="for thin walls: low, no bells; the screen flashes at changes",
    )
    parser.add_argument(
        "--ambience", metavar="FILE", help="a sound file to play round and round underneath"
    )
