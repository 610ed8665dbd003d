"""What a module or a command loads, seen from outside: each case is a process of its own.

import-linter reads what is written; this sees what happens, imports inside functions included.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from yogaflow.storage.paths import sequences_dir

SOUND = {"miniaudio", "sounddevice", "simpleaudio", "numpy"}
SCREEN = {"textual", "rich"}
OUTSIDE = SOUND | SCREEN | {"yaml", "platformdirs", "wakepy", "jsonschema", "sqlite3"}
IMPURE = OUTSIDE | {"asyncio", "threading", "subprocess", "socket", "logging", "tempfile"}

RUN = """
import json, sys
before = set(sys.modules)
try:
    {code}
except SystemExit as end:
    if end.code:
        raise
new = set(sys.modules) - before
print("\\n" + json.dumps(sorted(new)))
"""

COMMAND = """
    sys.argv = ["yogaflow", *{arguments!r}]
    from yogaflow.cli.main import main
    sys.exit(main())
"""


def loaded_by(code: str) -> set[str]:
    """The full names of all modules that code loads, above a bare interpreter's."""
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(code=code.strip())],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    names: list[str] = json.loads(done.stdout.splitlines()[-1])
    return set(names)


@pytest.mark.parametrize(
    "module",
    [
        "model",
        "timeline.compiler",
        "timeline.cues",
        "timeline.outline",
        "practice.player",
        "practice.tally",
    ],
)
def test_the_core_loads_nothing_that_touches_the_world(module: str) -> None:
    assert not loaded_by(f"import yogaflow.{module}") & IMPURE


@pytest.mark.parametrize("module", ["yogaflow", "yogaflow.storage.paths", "yogaflow.cli.main"])
def test_what_every_command_passes_through_loads_nothing_from_outside(module: str) -> None:
    assert not loaded_by(f"import {module}") & (OUTSIDE | {"asyncio"})


def test_the_parents_end_of_the_sound_process_loads_no_sound() -> None:
    assert not loaded_by("import yogaflow.audio.link") & (SOUND | SCREEN | {"yaml", "asyncio"})


@pytest.mark.parametrize("module", ["child", "voice.worker", "probe", "theme"])
def test_who_plays_sounds_or_speaks_loads_no_plan(module: str) -> None:
    """They are started for each practice, and numpy takes its time already."""
    loaded = loaded_by(f"import yogaflow.audio.{module}")
    assert not loaded & {"yogaflow.model", "yogaflow.timeline.timeline", "yaml"}


def test_holding_off_sleep_loads_its_library_only_when_asked() -> None:
    assert not loaded_by("from yogaflow.practice.wake_lock import WakeLock; WakeLock()") & OUTSIDE


def test_the_loader_loads_no_screen_and_no_sound() -> None:
    loaded = loaded_by("import yogaflow.format")
    assert not loaded & (SOUND | SCREEN | {"asyncio", "jsonschema"})


def test_the_screen_loads_no_sound() -> None:
    loaded = loaded_by("import yogaflow.tui.app")
    assert "textual" in loaded
    assert not loaded & (SOUND | {"jsonschema", "sqlite3", "wakepy"})


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["play", "--help"]])
def test_help_loads_nothing_from_outside(arguments: list[str]) -> None:
    assert not loaded_by(COMMAND.format(arguments=arguments)) & (OUTSIDE | {"asyncio"})


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["list", "--json"],
        ["show", "hip-openers"],
        ["show", "hip-openers", "--json"],
        ["check", str(sequences_dir() / "hip-openers.yaml")],
        ["poses", "pigeon"],
    ],
    ids=lambda arguments: " ".join(arguments[:1] + arguments[2:]),
)
def test_commands_without_a_practice_load_no_screen_and_no_sound(arguments: list[str]) -> None:
    assert not loaded_by(COMMAND.format(arguments=arguments)) & (SOUND | SCREEN | {"asyncio"})


@pytest.mark.parametrize("arguments", [["show", "hip-openers"], ["poses"], ["poses", "pigeon"]])
def test_a_listing_loads_nothing_else_of_export(arguments: list[str]) -> None:
    loaded = loaded_by(COMMAND.format(arguments=arguments))
    of_export = {name for name in loaded if name.startswith("yogaflow.export.")}
    assert of_export == {"yogaflow.export.listing"}


def test_playing_plainly_loads_no_screen_and_no_sound() -> None:
    arguments = ["play", "hip-openers", "--plain", "--mute", "--speed", "1000"]
    assert not loaded_by(COMMAND.format(arguments=arguments)) & (SOUND | SCREEN)
