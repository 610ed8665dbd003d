"""What commands share: settings, the library, a flow by its name, choices, a launcher.

Heavy parts are imported inside the function that needs them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from yogaflow.cli.output import tell

if TYPE_CHECKING:
    from yogaflow.audio.setup import Setup
    from yogaflow.cli.launcher import Launcher
    from yogaflow.library.catalogue import Catalogue
    from yogaflow.library.history import History
    from yogaflow.library.library import Library, PoseFolders
    from yogaflow.model import Flow, Pose
    from yogaflow.practice.verbosity import SpeechChoices
    from yogaflow.storage.settings import Settings
    from yogaflow.timeline import Choices


class MendableError(Exception):
    """Something the person can mend; its arguments are the lines they need to see, and no more."""


def read_settings() -> Settings:
    """The person's settings; what is wrong in them is said on standard error."""
    from yogaflow.storage.paths import config_dir
    from yogaflow.storage.settings import load_settings

    settings, wrong = load_settings(config_dir() / "settings.toml")
    for line in wrong:
        tell(line)
    return settings


def default_library() -> Library:
    """The person's own flows and poses, and the bundled ones."""
    from yogaflow.library.library import default_library as default

    return default()


def default_catalogue() -> Catalogue:
    """The person's own flows, and the bundled ones, as they are listed."""
    from yogaflow.library.catalogue import default_catalogue as default

    return default()


def default_shelf() -> History:
    """The person's favourites and last practices."""
    from yogaflow.library.history import default_shelf as default

    return default()


def note_practice(path: str) -> str:
    """A flow of that file was practised; what has gone wrong with noting it, or ""."""
    from yogaflow.library.history import note_practice as note

    return note(path)


def find_flow(name: str) -> Flow:
    """A flow by file or by name, or else the one pose of that name, as a flow without a file.

    Raises MendableError with every problem of a broken one.
    """
    from yogaflow.format import alike, read_flow
    from yogaflow.library.library import UnknownFlow
    from yogaflow.model import FormatError

    library = default_library()
    try:
        return read_flow(Path(name), library.poses()) if is_file(name) else library.find(name)
    except FormatError as error:
        raise MendableError(*map(str, error.problems)) from None
    except UnknownFlow as error:
        if flow := _pose_alone(name, library.poses()):
            return flow
        near = [*error.near, *alike(name, library.poses().names())]
        unknown = UnknownFlow(name, list(dict.fromkeys(near)), "flow or pose")
        raise MendableError(str(unknown)) from None


def _pose_alone(words: str, poses: PoseFolders) -> Flow | None:
    """The step that some words ask for, as an import reads it: `pigeon`, `pigeon 8 breaths`.

    None where they name no pose, or a broken one.
    """
    from yogaflow.format import load_flow
    from yogaflow.importing.line import Kind, QuickStep, flow_text, read_quick

    step = read_quick(words, poses)
    if not isinstance(step, QuickStep) or step.kind is not Kind.POSE:
        return None
    pose = poses.get(step.pose)
    title = pose.name if pose else step.pose
    return load_flow(flow_text(title, [step]), path="", key=step.pose, poses=poses)


def is_file(name: str) -> bool:
    """Whether a flow is named by its file: by an ending, or by a way to it."""
    path = Path(name)
    return path.suffix in {".yaml", ".yml"} or len(path.parts) > 1 or path.is_absolute()


@contextmanager
def long_flows_refused(flow: Flow) -> Iterator[None]:
    """A slow pace may stretch a flow past the limits that it kept when it was read."""
    from yogaflow.timeline import CompileError

    try:
        yield
    except CompileError as error:
        raise MendableError(f"{flow.path}:{max(1, error.line)}:1: {error}") from None


def choices_of(arguments: argparse.Namespace, flow: Flow, settings: Settings) -> Choices:
    """What was asked for on the command line, else what the settings say. Raises MendableError."""
    from dataclasses import replace

    from yogaflow.format import alike
    from yogaflow.model import Level, Side
    from yogaflow.timeline import Choices, compile_flow
    from yogaflow.timeline.outline import find_start, offered_options, rows

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
    choices = manner_of(arguments, settings).led(choices)
    if not arguments.option and arguments.start is None:
        return choices
    with long_flows_refused(flow):
        plan = compile_flow(flow, choices)
    _check_options(arguments.option, flow, offered_options(plan))
    if arguments.start is not None:
        start = find_start(plan, arguments.start)
        if start is None:
            near = alike(arguments.start, {row.name.lower(): row.name for row in rows(plan)})
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise MendableError(
                f"{flow.title} has no step “{arguments.start}”.{hint} `yogaflow show` numbers them."
            )
        choices = replace(choices, start=start)
    return choices


def _check_options(
    names: Sequence[str], flow: Flow, offered: Mapping[str, tuple[Pose, ...]]
) -> None:
    """Raise MendableError for an option that no pose of the flow has, or not the pose it names."""
    from yogaflow.format.problems import nearest

    by_pose = {pose.key: pose for poses in offered.values() for pose in poses}
    full = [f"{pose.key}.{option}" for option, poses in offered.items() for pose in poses]
    for name in names:
        only, dot, option = name.rpartition(".")
        pose = by_pose.get(only)
        there = (pose.options if pose else {}) if dot else offered
        if option.removeprefix("no-") not in there:
            who = f"{pose.name} has no" if pose else f"No pose of {flow.title} has an"
            what = option if pose else name
            close = nearest(name.replace(".no-", ".").removeprefix("no-"), [*offered, *full])
            hint = f" Did you mean {close[0]}?" if close else ""
            known = ", ".join(there or full) or "none"
            raise MendableError(f"{who} option “{what}”. It offers: {known}.{hint}")


def setup_of(arguments: argparse.Namespace, settings: Settings) -> Setup:
    """Device, sounds and voice: as on the command line, else as in the settings."""
    from yogaflow.audio.setup import Setup

    return Setup(
        backend=str(asked(arguments, "sound", settings.sound)),
        volume=float(str(asked(arguments, "volume", settings.volume))),
        muted=bool(asked(arguments, "mute", settings.mute)),
        delay=settings.delay,
        cues=str(asked(arguments, "cues", settings.cues)),
        ambience=str(asked(arguments, "ambience", settings.ambience)),
        ambience_volume=settings.ambience_volume,
        voice=str(asked(arguments, "voice", settings.voice)),
        voice_name=settings.voice_name,
        voice_rate=settings.voice_rate,
        log=arguments.log,
    )


def make_launcher(arguments: argparse.Namespace, settings: Settings) -> Launcher:
    """What makes sessions, with sound and voice as they were asked for."""
    from yogaflow.cli.launcher import Launcher

    return Launcher(
        setup_of(arguments, settings),
        manner=manner_of(arguments, settings),
        speed=float(getattr(arguments, "speed", 1.0)),
        day=time.localtime().tm_yday,
    )


def manner_of(arguments: argparse.Namespace, settings: Settings) -> SpeechChoices:
    """How much is said, and whether it is quiet."""
    from yogaflow.practice.verbosity import SpeechChoices, Talk

    talk = Talk(str(asked(arguments, "talk", settings.talk)))
    return SpeechChoices(talk, bool(asked(arguments, "quiet", settings.quiet)))


def asked(arguments: argparse.Namespace, name: str, usual: object) -> object:
    """What was asked for on the command line, else what is usual."""
    value = getattr(arguments, name, None)
    return usual if value is None else value


def yaml_files(path: Path) -> list[Path]:
    """The YAML files of a folder and below, or the file itself."""
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.rglob("*") if p.suffix in {".yaml", ".yml"})
