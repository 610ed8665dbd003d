"""How the doctor looks, and the real command where things are missing."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.terminal import Terminal as RealTerminal
from tests.test_import_hygiene import SCREEN, SOUND, loaded_by
from yogaflow.cli.doctor import gathering, machine, places, sounds
from yogaflow.cli.doctor.facts import (
    Colours,
    Folder,
    Sound,
    System,
    Voice,
)
from yogaflow.cli.main import main


@pytest.mark.parametrize(
    ("variables", "colours"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Colours.ALL),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, Colours.ALL),
        ({"TERM": "xterm-direct"}, Colours.ALL),
        ({"TERM": "screen-256color"}, Colours.MANY),
        ({"TERM": "xterm"}, Colours.SIXTEEN),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, Colours.NONE),
    ],
)
def test_colours_of_a_terminal(variables: dict[str, str], colours: Colours) -> None:
    assert machine.colours(variables) is colours


@pytest.mark.parametrize(
    ("name", "release", "system"),
    [
        ("darwin", {}, System.MACOS),
        ("win32", {}, System.WINDOWS),
        ("linux", {"ID": "debian"}, System.DEBIAN),
        ("linux", {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, System.DEBIAN),
        ("linux", {"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, System.FEDORA),
        ("linux", {"ID": "manjaro", "ID_LIKE": "arch"}, System.ARCH),
        ("linux", {"ID": "alpine"}, System.OTHER),
        ("freebsd14", {}, System.OTHER),
    ],
)
def test_systems_are_told_apart(name: str, release: dict[str, str], system: System) -> None:
    assert machine.system(name, release) is system


def test_a_pipe_is_no_terminal() -> None:
    found = machine.terminal({"NO_COLOR": "1"}, io.StringIO(), io.StringIO())
    assert not found.writes
    assert not found.reads
    assert found.no_color
    assert (found.columns, found.rows) == (0, 0)


def test_a_folder_is_looked_at_and_never_made(tmp_path: Path) -> None:
    missing = tmp_path / "a" / "b"
    assert places.folder("x", missing) == Folder("x", str(missing), exists=False, writable=True)
    assert not missing.parent.exists()
    assert places.folder("x", tmp_path).writable
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "a").write_text("in the way")
    for path in (tmp_path / "a", missing):
        assert places.folder("x", path).problem == "a file is in its place"


def test_a_full_disk_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    found = places.folder("x", tmp_path)
    assert found.exists
    assert not found.writable
    assert "space" in found.problem


def test_a_disk_with_room_for_a_byte_and_for_no_line_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nearly(io.BytesIO):
        def write(self, data: object, /) -> int:
            assert isinstance(data, bytes)
            if len(data) > 4096:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return len(data)

    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Nearly())
    monkeypatch.setattr("yogaflow.storage.paths.speech_dir", lambda: tmp_path)
    assert not places.folder("x", tmp_path).problem
    assert "space" in places.voice_cache().folder.problem


def test_where_a_folder_cannot_be_made_the_one_above_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # Modes mean nothing to some users.
    found = places.folder("x", tmp_path / "a" / "b")
    assert found.problem == f"{tmp_path} cannot be written to"
    assert found.above == str(tmp_path)


def test_home_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ann"))
    assert places.shown("/home/ann/flows") == "~/flows"
    assert places.shown("/home/anna/flows") == "/home/anna/flows"
    assert places.hidden("/home/ann/a.toml: no") == "~/a.toml: no"


CHILD = Path(__file__).parents[1] / "audio" / "fake_sound_child.py"


def test_a_sound_process_that_dies_or_never_answers_has_its_time(tmp_path: Path) -> None:
    begun = time.monotonic()
    command = [sys.executable, str(CHILD), str(tmp_path / "diary"), "dies"]
    died = sounds.try_device("auto", limit=0.5, command=command)
    sleeps = [sys.executable, "-c", "import time; time.sleep(60)"]
    silent = sounds.try_device("auto", limit=0.5, command=sleeps)
    assert {died.state, silent.state} == {"silent"}
    assert sounds.NO_ANSWER in silent.message
    assert time.monotonic() - begun < 10.0


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import os; os.abort()", "ends the process"),
        ("import time; time.sleep(60)", "hangs"),
        ("raise OSError('PortAudio library not found')", "PortAudio library not found"),
        ("print('noise'); import nothing_of_that_name", "nothing_of_that_name"),
    ],
)
def test_a_library_that_crashes_hangs_or_prints_is_a_line(
    code: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "odd_library.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert words in sounds.probe("library", "odd_library", limit=3.0)["problem"]


def test_what_cannot_be_looked_at_is_named_and_the_rest_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def burn(*_: object) -> Sound:
        raise RuntimeError("it burnt")

    monkeypatch.setattr(sounds, "sound", burn)
    monkeypatch.setattr(sounds, "voice_cache", burn)
    facts = gathering.gather()
    assert sorted(facts.failures) == [
        "sound: it burnt (RuntimeError)",
        "voice: it burnt (RuntimeError)",
    ]
    assert facts.files.flows
    assert facts.can_play


def test_the_doctors_own_process_loads_no_sound_and_no_screen() -> None:
    code = "from yogaflow.cli.doctor import doctor; doctor(as_json=True)"
    assert not loaded_by(code) & (SOUND | SCREEN | {"soundfile", "espeakng_loader"})


# -- the real command ----------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("YOGAFLOW_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is tried in other processes: some tests above and below do so, and it takes long."""
    monkeypatch.setattr(sounds, "sound", lambda *_: Sound())
    monkeypatch.setattr(sounds, "voice", lambda *_: Voice())
    monkeypatch.setattr(sounds, "loaded", lambda package: package)


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "yogaflow", *arguments],
        env=os.environ | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def without(folder: Path, *modules: str) -> str:
    """A value of PYTHONPATH with which these modules cannot be imported."""
    for name in modules:
        (folder / f"{name}.py").write_text(f"raise ImportError('{name} is broken')")
    return str(folder)


def test_in_a_terminal_of_80x24(home: Path) -> None:
    assert not home.exists()
    with RealTerminal("doctor") as terminal:
        assert terminal.wait_for_end(120) == 0
        said = terminal.raw.decode()
    assert "80x24: room for the big view" in said
    assert "16 million (COLORTERM=truecolor, TERM=xterm-256color)" in said
    assert "\x1b" not in said
    assert "Traceback" not in said
    # Looking leaves nothing behind.
    assert not home.exists()


def test_without_a_device_and_without_a_voice(home: Path, tmp_path: Path) -> None:
    blocked = without(tmp_path, "espeakng_loader", "miniaudio", "sounddevice", "simpleaudio")
    done = run("doctor", "--sound", "--speak", PATH=str(home), PYTHONPATH=blocked)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "No sound device: playing silently." in done.stdout
    if sys.platform.startswith("linux"):
        assert "set to auto: nothing can be said" in done.stdout
        assert "[voice]" in done.stdout
    assert "Trying the sound" in done.stdout
    assert "All is well" not in done.stdout


def test_with_a_numpy_that_is_broken_playing_is_still_possible(home: Path, tmp_path: Path) -> None:
    done = run("doctor", "--json", PYTHONPATH=without(tmp_path, "numpy"))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["sound"]["state"] == "silent"
    assert told["sound"]["backends"]
    told_of = [one["missing"] for one in told["advice"] if "numpy" in one["missing"]]
    assert told_of == ["There can be no sound: numpy: numpy is broken."]
    assert not home.exists()


def test_without_yaml_no_practice_can_be_played(home: Path, tmp_path: Path) -> None:
    done = run("doctor", PYTHONPATH=without(tmp_path, "yaml"))
    assert done.returncode == 1
    assert done.stderr == ""
    assert "yaml is broken" in done.stdout
    assert not home.exists()


@pytest.mark.usefixtures("not_heard")
@pytest.mark.parametrize("text", ["pace = fast", 'pace = "fast"\nsound = "trumpet"', "\0\xff"])
def test_broken_settings_are_named_and_stop_nothing(
    home: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text(text, encoding="latin-1")
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "!! settings" in said
    assert "A setting is not understood." in said


@pytest.mark.usefixtures("not_heard")
def test_a_theme_a_flow_and_an_ambience_of_ones_own_are_read(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theme = home / "sounds" / "mine"
    theme.mkdir(parents=True)
    (theme / "start.wav").write_bytes(b"RIFF, as it were")
    (home / "flows").mkdir()
    (home / "flows" / "odd.yaml").write_text("title: Odd\nflow:\n  - pigoen: 5 breaths\n")
    (home / "config").mkdir()
    (home / "config" / "settings.toml").write_text(
        f'cues = "mine"\nambience = "{(home / "rain.ogg").as_posix()}"\n'
    )
    assert main(["doctor", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (mine,) = [one for one in told["cues"]["themes"] if one["name"] == "mine"]
    assert mine["own"]
    assert mine["chosen"]
    assert "start.wav" in mine["problems"][0]
    assert "no such file" in told["cues"]["ambience_problem"]
    assert "pigoen" in told["files"]["broken_flows"][0]


@pytest.mark.usefixtures("not_heard")
def test_what_a_terminal_cannot_write_is_no_traceback(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = home / "sounds" / "каса"
    theme.mkdir(parents=True)
    (theme / "start.wav").write_bytes(b"")
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    assert main(["doctor"]) == 0
    out.seek(0)
    assert "????" in out.read()
