"""What to do about what is missing, by system. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yogaflow.cli.doctor.facts import Backend, Colours, Facts, Folder, System
from yogaflow.cli.doctor.installing import ESPEAK, PORTAUDIO, SERVER, SNDFILE, install, pip

ROOM = (80, 24)
"""Columns and rows the big view needs."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Something that is missing, in a few words; what helps, and the commands that do it."""

    missing: str
    hint: str = ""
    commands: tuple[str, ...] = ()


NO_DEVICE = "no sound device"
"""In what a backend says that can be loaded and has found nothing."""

PACKAGES: Mapping[str, str] = {
    "textual": "The screen is missing; until it is there, play with --plain",
    "pyyaml": "Flows cannot be read",
    "platformdirs": "Your folders cannot be found",
    "numpy": "There can be no sound",
    "soundfile": "Only WAV files can be read and written",
    "wakepy": "The screen may go dark in a practice",
}
"""What is missed without each package."""


def advice(facts: Facts) -> list[Advice]:
    """One entry for each thing that is missing, what weighs most first; [] if all is well."""
    return [
        *_playing(facts),
        *_settings(facts),
        *_packages(facts),
        *_sound(facts),
        *_voice(facts),
        *_cues(facts),
        *_folders(facts),
        *_terminal(facts),
        *_rest(facts),
    ]


def _playing(facts: Facts) -> Iterator[Advice]:
    needed = {"pyyaml", "platformdirs"}
    missing = any(one.name in needed and not one.version for one in facts.versions.packages)
    if facts.files.unplayable and not missing:
        yield Advice("No flow can be played.", f"{facts.files.unplayable} {_AGAIN}")


_AGAIN = "Install yogaflow again, the way you did."


def _packages(facts: Facts) -> Iterator[Advice]:
    for package in facts.versions.packages:
        if not package.version:
            why = PACKAGES.get(package.name, "Something is missing")
            yield Advice(f"{why}: {package.name}.", commands=(pip(facts.versions, package.name),))
        elif "sndfile" in package.problem:
            hint, commands = install(facts.versions, "libsndfile", SNDFILE)
            yield Advice(f"{PACKAGES['soundfile']}: {package.problem}.", hint, tuple(commands))
        elif package.problem and (package.name == "numpy" or facts.versions.numpy):
            why = PACKAGES.get(package.name, "Something is broken")
            command = pip(facts.versions, f"--force-reinstall {package.name}")
            yield Advice(f"{why}: {package.name}: {package.problem}.", commands=(command,))


def _settings(facts: Facts) -> Iterator[Advice]:
    for problem in facts.files.settings_problems:
        yield Advice("A setting is not understood.", f"Put this right: {problem}.")


def _sound(facts: Facts) -> Iterator[Advice]:
    sound = facts.sound
    if sound.state == "playing" or sound.choice == "silence" or not sound.backends:
        return
    if not facts.versions.numpy:
        return  # Said already, and nothing else would help.
    wanted = next((one for one in sound.backends if _is_wanted(one, sound.choice)), None)
    if sound.choice != "auto" and any(one.usual and one.opens for one in sound.backends):
        why = wanted.problem if wanted else "it is not known"
        yield Advice(f"No sound with {sound.choice}: {why}.", _setting(facts, "sound"))
    elif wanted is not None and not wanted.loads:
        yield _library(facts, wanted)
    elif wanted is None or NO_DEVICE in wanted.problem:
        yield _device(facts)
    else:
        missing = f"There is a sound device perhaps, but {wanted.problem}."
        yield Advice(missing, "This writes down why:", ("yogaflow --log doctor.log doctor",))


def _is_wanted(backend: Backend, choice: str) -> bool:
    return backend.usual if choice == "auto" else backend.name == choice


def _setting(facts: Facts, key: str) -> str:
    return f'Set {key} = "auto" in {facts.files.settings}, or take that line out.'


def _library(facts: Facts, backend: Backend) -> Advice:
    if backend.name == "simpleaudio" and facts.versions.python_info >= (3, 12):
        missing = "No sound: simpleaudio cannot play on Python 3.12 and later."
        return Advice(missing, _setting(facts, "sound"))
    if not backend.version:
        extra = "simpleaudio" if backend.name == "simpleaudio" else ""
        command = pip(facts.versions, backend.name, extra)
        return Advice(f"No sound: {backend.name} is not installed.", commands=(command,))
    missing = f"No sound: {backend.name} cannot be loaded: {backend.problem}."
    if "PortAudio" in backend.problem:
        hint, commands = install(facts.versions, "PortAudio", PORTAUDIO)
        return Advice(missing, hint, tuple(commands))
    return Advice(missing, commands=(pip(facts.versions, f"--force-reinstall {backend.name}"),))


def _device(facts: Facts) -> Advice:
    missing = "No sound device was found."
    if facts.versions.system in {System.MACOS, System.WINDOWS}:
        return Advice(missing, "Connect one, and choose it in the system's sound settings.")
    look = "systemctl --user status pipewire-pulse pulseaudio"
    server = SERVER.get(facts.versions.system)
    hint = "Through ssh and in containers there is none. Elsewhere a sound server should run:"
    return Advice(missing, hint, (look, server) if server else (look,))


def _voice(facts: Facts) -> Iterator[Advice]:
    voice = facts.voice
    if voice.choice == "none" or not voice.engines:
        return
    if voice.notice:
        yield Advice(voice.notice, f"Look at voice_name in {facts.files.settings}.")
    if voice.taken:
        return
    if voice.choice != "auto" and any(one.path for one in voice.engines):
        why = next((one.problem for one in voice.engines if one.name == voice.choice), "")
        missing = f"No voice with {voice.choice}: {why or 'this system has no such thing'}."
        yield Advice(missing, _setting(facts, "voice"))
        return
    hint, commands = install(
        facts.versions, "espeak-ng", ESPEAK, pip(facts.versions, "espeakng-loader", "voice")
    )
    one = "One of these is enough." if len(commands) > 1 else f"{hint} Or:"
    yield Advice("No voice was found: nothing can be said.", one, tuple(commands))


def _cues(facts: Facts) -> Iterator[Advice]:
    cues = facts.cues
    if cues.problem:
        yield Advice(cues.problem, f"Look at cues in {facts.files.settings}.")
    for theme in cues.themes:
        if theme.problems:
            more = len(theme.problems) - 1
            rest = f" And {more} more." if more else ""
            yield Advice(
                f"The theme {theme.name} has a sound that cannot be used; the usual one sounds.",
                f"{theme.problems[0]}.{rest}",
            )
    if cues.ambience_problem:
        yield Advice(cues.ambience_problem, f"Look at ambience in {facts.files.settings}.")


def _folders(facts: Facts) -> Iterator[Advice]:
    cache = facts.voice.cache
    told: list[str] = []
    for folder in [*facts.files.folders, *([cache.folder] if cache else [])]:
        # What lies in a folder that was named has the same trouble.
        if folder.problem and not any(folder.path.startswith(path) for path in told):
            told.append(folder.path)
            hint, command = _mend(facts, folder)
            commands = (command,) if command else ()
            yield Advice(f"The folder {folder.path}: {folder.problem}.", hint, commands)


def _mend(facts: Facts, folder: Folder) -> tuple[str, str]:
    problem = folder.problem.lower()
    if not folder.own:
        return _AGAIN, ""
    if "space" in problem or "quota" in problem:
        return "Make room on that disk.", ""
    if "read-only" in problem:
        return "Nothing can be written to that disk, or to that part of it.", ""
    if "file is in its place" in problem:
        return "Move that file away.", ""
    if facts.versions.system is System.WINDOWS:
        return "Give yourself the right to write there, in its properties.", ""
    return "Give yourself the right to write there:", f"chmod u+rwx {folder.above or folder.path}"


def _terminal(facts: Facts) -> Iterator[Advice]:
    terminal = facts.terminal
    if not terminal.writes:
        return
    columns, rows = ROOM
    if terminal.columns < columns or terminal.rows < rows:
        yield Advice(
            f"The window is small: {terminal.columns} columns, {terminal.rows} rows.",
            f"Make it {columns} by {rows} or more, or its letters smaller, for the big view.",
        )
    if terminal.colours is Colours.NONE:
        missing = "The terminal says that it can show next to nothing."
        yield Advice(missing, "Plain lines are for it:", ("yogaflow play FLOW --plain",))
    elif terminal.colours is Colours.SIXTEEN and not terminal.no_color:
        yield Advice(
            "The terminal says that it has 16 colours.",
            "Take another; or, where you know that it has more:",
            ("export COLORTERM=truecolor",),
        )
    if not terminal.unicode:
        missing = f"The terminal's letters are {terminal.encoding or 'unknown'}."
        if facts.versions.system is System.WINDOWS:
            yield Advice(missing, "Windows Terminal knows all of them.")
        else:
            yield Advice(missing, "For lines and block letters:", ("export LANG=C.UTF-8",))


def _rest(facts: Facts) -> Iterator[Advice]:
    if facts.files.broken_flows:
        count = len(facts.files.broken_flows)
        flows = next((one.path for one in facts.files.folders if one.what == "flows"), "FOLDER")
        noun = "flow" if count == 1 else "flows"
        yield Advice(
            f"{count} {noun} of yours cannot be played.",
            "This says where:",
            (f"yogaflow check {flows}",),
        )
    if facts.awake is False:
        yield Advice(
            "The screen may go dark by itself in a practice.",
            "Let it stay on, in the system's energy settings.",
        )
    for failure in facts.failures:
        if failure.startswith("cue themes") and not facts.versions.numpy:
            continue  # It is numpy that reads them, and it has been named.
        yield Advice(f"This could not be looked at: {failure}.", "Please report it.")
