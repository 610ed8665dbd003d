"""The commands. Heavy parts are imported inside the command that needs them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from yogaflow import __version__

if TYPE_CHECKING:
    from yogaflow.launch import Launcher
    from yogaflow.library import Library
    from yogaflow.model import Flow
    from yogaflow.settings import Settings
    from yogaflow.timeline import Choices

EPILOG = """\
yogaflow alone opens the library. Flows are YAML files; docs/format.md says how to write one.
Your own flows live in the folder that `yogaflow list` names.
"""


class MendableError(Exception):
    """Something the person can mend; its text is all they need to see."""


class _Parser(argparse.ArgumentParser):
    """Errors in our voice, with exit status 2 as is usual for wrong usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"yogaflow: {message}\nyogaflow {_help_hint(self.prog)}\n")


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
        "play", help="play a flow, from countdown to closing bowl", description="Play a flow."
    )
    play.add_argument("flow", metavar="FLOW|FILE", help="a flow of the library, or a YAML file")
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

    show = commands.add_parser("show", help="a flow, step by step, with its times")
    show.add_argument("flow", metavar="FLOW|FILE")
    show.add_argument("--json", action="store_true", help="the whole timeline as JSON")
    _playing(show)

    check = commands.add_parser("check", help="check flow and pose files")
    check.add_argument("paths", metavar="FILE|FOLDER", nargs="+", type=Path)

    poses = commands.add_parser("poses", help="the pose library, or one pose")
    poses.add_argument("name", metavar="NAME", nargs="?")
    for one in (play, listing, show, check, poses):
        one.add_argument(
            "--log", metavar="FILE", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS
        )
    return parser


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
        help="switch an option of the poses on (band), or off (no-band); may be repeated",
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
        type=float,
        choices=(1.0, 1.5, 2.0),
        metavar="N",
        help="more time for the ways in: 1, 1.5 or 2",
    )
    parser.add_argument(
        "--short", action="store_true", help="leave out the steps a flow marks as optional"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit status: 0 done, 1 something to mend, 2 wrong usage."""
    arguments = build_parser().parse_args(argv)
    _start_log(arguments.log)
    handlers: dict[str | None, Callable[[argparse.Namespace], int]] = {
        None: _library,
        "play": _play,
        "list": _list,
        "show": _show,
        "check": _check,
        "poses": _poses,
    }
    try:
        return handlers[arguments.command](arguments)
    except MendableError as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has left; nothing more can be said to them.
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


# -- commands ------------------------------------------------------------------------------


def _library(arguments: argparse.Namespace) -> int:
    return _run_app(arguments, None)


def _play(arguments: argparse.Namespace) -> int:
    settings = _settings()
    flow = _find(arguments.flow)
    choices = _choices(arguments, flow, settings)
    if arguments.plain is None and sys.stdout.isatty():
        return _run_app(arguments, (flow, choices), settings)
    return _play_plain(arguments, flow, choices, settings)


def _play_plain(
    arguments: argparse.Namespace, flow: Flow, choices: Choices, settings: Settings
) -> int:
    from yogaflow.plain import HELP, Detail, keyboard, play_plain

    launcher = _launcher(arguments, settings)
    if sys.stdin.isatty():
        print(HELP, flush=True)
    try:
        session = launcher.session(flow, choices)
        detail = Detail(arguments.plain or "poses")
        with keyboard() as key:
            play_plain(session, key=key, detail=detail, notice=launcher.notice)
    finally:
        launcher.close()
    return 0


def _run_app(
    arguments: argparse.Namespace,
    start: tuple[Flow, Choices] | None,
    settings: Settings | None = None,
) -> int:
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        raise MendableError(
            "yogaflow needs a terminal here. `yogaflow play FLOW --plain` does without."
        )
    from yogaflow.tui.app import YogaflowApp

    settings = settings or _settings()
    launcher = _launcher(arguments, settings)
    try:
        app = YogaflowApp(
            library=_default_library,
            make_session=launcher.session,
            launch=launcher.session(*start) if start else None,
            settings=settings,
        )
        app.run()
    finally:
        launcher.close()
    return app.return_code or 0


def _list(arguments: argparse.Namespace) -> int:
    from yogaflow.listing import list_json, list_text

    library = _default_library()
    print(list_json(library) if arguments.json else list_text(library))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from yogaflow.listing import show_json, show_text
    from yogaflow.timeline import compile_flow

    flow = _find(arguments.flow)
    timeline = compile_flow(flow, _choices(arguments, flow, _settings()))
    print(show_json(timeline) if arguments.json else show_text(timeline))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from yogaflow.loader import check_file

    poses = _default_library().poses()
    files = [file for path in arguments.paths for file in _files(path)]
    problems = [problem for file in files for problem in check_file(file, poses)]
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    print(f"{len(files)} file{'s' * (len(files) != 1)} checked, all well.")
    return 0


def _poses(arguments: argparse.Namespace) -> int:
    from yogaflow.listing import pose_text, poses_text

    library = _default_library()
    if arguments.name is None:
        print(poses_text(library))
        return 0
    source = library.poses()
    key = source.names().get(arguments.name.casefold(), arguments.name)
    pose = source.get(key)
    if pose is None:
        raise MendableError(f"There is no pose “{arguments.name}”.{_nearest(key, source.names())}")
    print(pose_text(pose))
    return 0


# -- parts ---------------------------------------------------------------------------------


def _settings() -> Settings:
    from yogaflow.paths import config_dir
    from yogaflow.settings import load_settings

    settings, wrong = load_settings(config_dir() / "settings.toml")
    for line in wrong:
        print(line, file=sys.stderr)
    return settings


def _default_library() -> Library:
    from yogaflow.library import default_library

    return default_library()


def _find(name: str) -> Flow:
    """A flow by file or by name in the library; MendableError with every problem where it is broken."""
    from yogaflow.library import UnknownFlow
    from yogaflow.loader import FormatError, read_flow

    library = _default_library()
    path = Path(name)
    is_file = path.suffix in {".yaml", ".yml"} or len(path.parts) > 1 or path.is_absolute()
    try:
        return read_flow(path, library.poses()) if is_file else library.find(name)
    except FormatError as error:
        raise MendableError("\n".join(str(problem) for problem in error.problems)) from None
    except UnknownFlow as error:
        raise MendableError(str(error)) from None


def _choices(arguments: argparse.Namespace, flow: Flow, settings: Settings) -> Choices:
    from dataclasses import replace

    from yogaflow.model import Level, Side
    from yogaflow.outline import find_start, offered_options
    from yogaflow.timeline import Choices, TooLongError, compile_flow

    def given(value: float | None, usual: float) -> float:
        return usual if value is None else value

    choices = Choices(
        first=Side(arguments.first) if arguments.first else None,
        level=Level(arguments.amount),
        pace=given(arguments.pace, settings.pace),
        unhurried=given(arguments.unhurried, settings.unhurried),
        options=tuple(arguments.option),
        countdown=given(arguments.countdown, settings.countdown),
        skip_optional=arguments.short,
    )
    if not arguments.option and arguments.start is None:
        return choices
    try:
        plan = compile_flow(flow, choices)
    except TooLongError as error:
        raise MendableError(f"{flow.path}:{error.line}:1: {error}") from None
    offered = offered_options(plan)
    for option in arguments.option:
        if option.removeprefix("no-") not in offered:
            there = ", ".join(offered) or "none"
            raise MendableError(
                f"No pose of {flow.title} has an option “{option}”. It offers: {there}."
            )
    if arguments.start is not None:
        start = find_start(plan, arguments.start)
        if start is None:
            raise MendableError(
                f"{flow.title} has no step “{arguments.start}”. `yogaflow show` numbers them."
            )
        choices = replace(choices, start=start)
    return choices


def _launcher(arguments: argparse.Namespace, settings: Settings) -> Launcher:
    from yogaflow.launch import Launcher, Setup

    def chosen(name: str, usual: object) -> object:
        value = getattr(arguments, name, None)
        return usual if value is None else value

    return Launcher(
        Setup(
            speed=float(getattr(arguments, "speed", 1.0)),
            volume=float(str(chosen("volume", settings.volume))),
            muted=bool(chosen("mute", settings.mute)),
            backend=str(chosen("sound", settings.sound)),
            log=arguments.log,
        )
    )


def _files(path: Path) -> list[Path]:
    """The YAML files of a folder and below, or the file itself."""
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.rglob("*") if p.suffix in {".yaml", ".yml"})


def _nearest(key: str, names: object) -> str:
    from difflib import get_close_matches

    keys = set(names.values()) if isinstance(names, dict) else set()
    close = get_close_matches(key, sorted(keys), n=3, cutoff=0.5)
    return f" Did you mean {', '.join(close)}?" if close else ""


def _start_log(path: Path | None) -> None:
    if path is None:
        return
    import logging

    try:
        logging.basicConfig(
            filename=path,
            level=logging.DEBUG,
            format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        )
    except OSError as error:
        raise SystemExit(f"yogaflow: the log {path} cannot be written: {error.strerror}") from None


if __name__ == "__main__":
    sys.exit(main())
