"""The real command: interrupted, killed, without room on the disk, on a terminal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_import_hygiene import COMMAND, SCREEN, SOUND, loaded_by
from yogaflow.cli.main import main

if os.name == "nt":
    pytest.skip("signals and limits as POSIX has them", allow_module_level=True)

from tests.terminal import Terminal

pytest.importorskip("soundfile")

HOURS = """\
title: Two hours
flow:
  - easy-seat: 120 min
"""
SECONDS = """\
title: Not for long
flow:
  - easy-seat: 2 breaths
"""
RUN = """
import resource, signal, sys
# A shell may have started us deaf to Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
if {limit}:
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
from yogaflow.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
NO_VOICE = ("--voice", "none")

Out = pytest.CaptureFixture[str]


@pytest.fixture
def hours(tmp_path: Path) -> str:
    path = tmp_path / "hours.yaml"
    path.write_text(HOURS)
    return str(path)


@pytest.fixture
def brief(tmp_path: Path) -> str:
    path = tmp_path / "brief.yaml"
    path.write_text(SECONDS)
    return str(path)


@pytest.fixture
def outs(tmp_path: Path) -> Path:
    """An empty folder to write to."""
    folder = tmp_path / "outs"
    folder.mkdir()
    return folder


def start(*arguments: str, limit: int = 0, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN.format(limit=limit), "export", *arguments],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(*arguments: str, limit: int = 0) -> tuple[int, str, str]:
    """Exit status, standard output and standard error."""
    process = start(*arguments, limit=limit)
    out, errors = process.communicate(timeout=60)
    return process.returncode, out, errors


def parts(outs: Path) -> list[Path]:
    return list(outs.glob(".yogaflow-*.tmp"))


def wait_until(true: Callable[[], object], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


def is_writing(outs: Path) -> Callable[[], bool]:
    return lambda: any(part.stat().st_size > 50_000 for part in parts(outs))


# -- interrupted ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=lambda value: str(getattr(value, "name", value)),
)
def test_who_interrupts_an_export_finds_no_half_of_it(
    hours: str, outs: Path, number: signal.Signals, status: int
) -> None:
    out = outs / "out.mp3"
    out.write_bytes(b"the one before")
    process = start(hours, str(out), *NO_VOICE)
    wait_until(is_writing(outs), process)
    process.send_signal(number)
    printed, errors = process.communicate(timeout=10)
    assert (process.returncode, printed, errors) == (status, "", "")
    assert out.read_bytes() == b"the one before"
    assert list(outs.iterdir()) == [out]


@pytest.mark.parametrize("before", [b"", b"the one before"], ids=["new", "old"])
def test_a_killed_export_leaves_what_was_there(hours: str, outs: Path, before: bytes) -> None:
    out = outs / "out.ogg"
    if before:
        out.write_bytes(before)
    process = start(hours, str(out), *NO_VOICE)
    wait_until(is_writing(outs), process)
    process.kill()
    process.communicate(timeout=10)
    assert out.exists() == bool(before)
    if before:
        assert out.read_bytes() == before


def test_an_export_that_waits_for_its_voice_can_be_interrupted(
    brief: str, outs: Path, tmp_path: Path
) -> None:
    slow = tmp_path / "bin" / "espeak-ng"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    path = f"{slow.parent}:{os.environ['PATH']}"
    home = str(tmp_path / "home")
    process = start(
        brief, str(outs / "out.wav"), "--voice", "espeak-ng", PATH=path, YOGAFLOW_HOME=home
    )
    wait_until(lambda: parts(outs), process)
    time.sleep(0.5)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    printed, errors = process.communicate(timeout=10)
    assert (process.returncode, printed, errors) == (130, "", "")
    assert list(outs.iterdir()) == []


# -- no room -------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".wav", ".flac", ".ogg", ".mp3", ".txt"])
def test_a_full_disk_is_one_line_and_leaves_what_was_there(
    brief: str, outs: Path, ending: str
) -> None:
    """A limit on the size of files fails as a full disk does: a write that is refused."""
    out = outs / f"out{ending}"
    short = (brief, str(out), *NO_VOICE, "--countdown", "0")
    assert main(["export", *short]) == 0
    whole = out.read_bytes()
    for limit in (len(whole) - 1, len(whole) // 2):  # at the very end, and half-way
        status, printed, errors = run(*short, limit=limit)
        assert (status, printed) == (1, "")
        assert errors == f"{out} cannot be written: File too large.\n"
        assert out.read_bytes() == whole
        assert list(outs.iterdir()) == [out]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none/out.wav", "There is no folder"),
        ("", "practice becomes a file that ends in .wav, .flac, .ogg, .mp3, .srt, .vtt, .json"),
        ("folder.wav", "is a folder"),
        ("out.doc", "practice becomes a file that ends in"),
    ],
)
def test_places_that_are_none_are_one_line(
    brief: str, outs: Path, name: str, told: str, capsys: Out
) -> None:
    (outs / "folder.wav").mkdir()
    assert main(["export", brief, str(outs / name), *NO_VOICE]) == 1
    printed, errors = capsys.readouterr()
    assert printed == ""
    assert told in errors
    assert errors.count("\n") == 1
    assert [path.name for path in outs.iterdir()] == ["folder.wav"]


# -- as it is typed ------------------------------------------------------------------------


def test_it_says_what_it_wrote_and_nothing_else(brief: str, outs: Path) -> None:
    out = outs / "out.flac"
    status, printed, errors = run(brief, str(out), *NO_VOICE)
    assert (status, errors) == (0, "")
    assert re.fullmatch(re.escape(f"{out}: Not for long, ") + r"\d:\d\d\n", printed)


def test_the_choices_are_those_of_play(outs: Path, capsys: Out) -> None:
    def exported(*choices: str) -> str:
        assert main(["export", "hip-openers", str(outs / "out.vtt"), *NO_VOICE, *choices]) == 0
        return (outs / "out.vtt").read_text()

    usual = exported()
    left = exported("--first", "left")
    assert left.index("Pigeon, left knee") < left.index("Pigeon, right knee")
    assert "\nTen breaths.\n" in exported("--amount", "high")
    assert len(exported("--pace", "0.5").splitlines()) >= len(usual.splitlines())
    assert "Pigeon" not in exported("--from", "half-seated-twist").split("Half-seated")[0]
    counts = exported("--talk", "counts")
    assert "Last breath." in counts
    assert "Pigeon" not in counts
    assert exported("--talk", "off").count("-->") == 0
    capsys.readouterr()
    assert main(["export", "hip-openers", str(outs / "out.vtt"), "--option", "wings"]) == 1
    assert "has an option “wings”" in capsys.readouterr().err


@pytest.mark.parametrize("ending", [".srt", ".vtt", ".json", ".txt"])
def test_what_is_read_needs_no_sound_and_no_screen(brief: str, outs: Path, ending: str) -> None:
    arguments = ["export", brief, str(outs / f"out{ending}"), *NO_VOICE]
    assert not loaded_by(COMMAND.format(arguments=arguments)) & (SOUND | SCREEN | {"soundfile"})


def test_a_flow_that_is_broken_or_unknown_writes_nothing(
    outs: Path, tmp_path: Path, capsys: Out
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: Broken\nflow:\n  - pigoen: 5 breaths\n")
    assert main(["export", str(broken), str(outs / "out.wav")]) == 1
    assert f"{broken}:3:5" in capsys.readouterr().err
    assert main(["export", "no-such-flow", str(outs / "out.wav")]) == 1
    capsys.readouterr()
    day = tmp_path / "day.yaml"
    day.write_text("title: Day\nflow:\n  - easy-seat: 6000 breaths\n")
    assert main(["export", str(day), str(outs / "out.wav"), "--pace", "0.5", *NO_VOICE]) == 1
    assert str(day) in capsys.readouterr().err
    assert list(outs.iterdir()) == []


def test_a_terminal_shows_how_far_it_is(brief: str, outs: Path) -> None:
    with Terminal("export", brief, str(outs / "out.mp3"), *NO_VOICE) as terminal:
        assert terminal.wait_for_end() == 0
        # A long path may have been broken at the edge.
        text = "".join(terminal.screen.display)
    assert "Sound" in text
    assert "100%" in text
    assert "Not for long" in text
    assert "Traceback" not in text
