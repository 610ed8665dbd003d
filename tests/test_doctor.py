"""The doctor: facts, what is made of them, and the real command where things are missing."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.terminal import Terminal as RealTerminal
from tests.test_import_hygiene import SCREEN, SOUND, loaded_by
from yogaflow.cli import main
from yogaflow.doctor import gathering, machine, places, sounds
from yogaflow.doctor.advice import Advice, advice
from yogaflow.doctor.facts import (
    Backend,
    Cache,
    Colours,
    Cues,
    Engine,
    Facts,
    Files,
    Folder,
    Package,
    Sound,
    System,
    Terminal,
    Theme,
    Tried,
    Versions,
    Voice,
)
from yogaflow.doctor.report import printable, report_json, report_text, tried_text

HOME = "~/.config/yogaflow/settings.toml"

WELL = Facts(
    versions=Versions(
        yogaflow="0.1.0",
        python="3.11.7",
        executable="~/yoga/bin/python",
        packages=(Package("textual", "8.2.8"), Package("soundfile", "0.14.0", "libsndfile 1.2.2")),
        system_name="Debian GNU/Linux 12 (bookworm), x86_64",
        system=System.DEBIAN,
    ),
    terminal=Terminal(
        reads=True,
        writes=True,
        columns=80,
        rows=24,
        term="xterm-256color",
        colorterm="truecolor",
        encoding="utf-8",
        colours=Colours.ALL,
    ),
    sound=Sound(
        state="playing",
        backend="miniaudio",
        backends=(
            Backend("miniaudio", "1.71", loads=True, opens=True, devices=("Speaker",), usual=True),
            Backend("sounddevice", problem="not installed"),
        ),
    ),
    voice=Voice(
        taken="espeak-ng",
        engines=(
            Engine("piper", problem="it is not installed"),
            Engine("espeak-ng", "/usr/bin/espeak-ng"),
        ),
        cache=Cache(Folder("voice cache", "~/cache/speech", True, True), 2, 812_000),
    ),
    cues=Cues((Theme("bowls", "/sounds/bowls", chosen=True),)),
    files=Files(
        settings=HOME,
        folders=(Folder("flows", "~/flows", writable=True),),
        flows=8,
    ),
    awake=True,
)

DEAF = replace(
    WELL,
    sound=Sound(
        state="silent",
        backend="silence",
        message="No sound device: playing silently.",
        backends=(
            Backend(
                "miniaudio",
                "1.71",
                loads=True,
                opens=False,
                problem="no sound device was found",
                usual=True,
            ),
        ),
    ),
)
MUTE = replace(WELL, voice=Voice(engines=(Engine("espeak-ng", problem="it is not installed"),)))


def on(system: System, facts: Facts) -> Facts:
    return replace(facts, versions=replace(facts.versions, system=system))


def only(facts: Facts) -> Advice:
    (one,) = advice(facts)
    return one


# -- what to do ----------------------------------------------------------------------------


def test_where_nothing_is_missing_all_is_well() -> None:
    assert advice(WELL) == []
    assert report_text(WELL).endswith("What to do\n  All is well.")
    assert "!!" not in report_text(WELL)


@pytest.mark.parametrize(
    ("system", "commands"),
    [
        (System.DEBIAN, ["sudo apt install espeak-ng", "'yogaflow[voice]'"]),
        (System.FEDORA, ["sudo dnf install espeak-ng", "'yogaflow[voice]'"]),
        (System.ARCH, ["sudo pacman -S espeak-ng", "'yogaflow[voice]'"]),
        (System.MACOS, ["brew install espeak-ng", "'yogaflow[voice]'"]),
        (System.WINDOWS, ["winget install eSpeak-NG", '"yogaflow[voice]"']),
        (System.OTHER, ["'yogaflow[voice]'"]),
    ],
)
def test_without_a_voice_each_system_is_told_what_installs_one(
    system: System, commands: list[str]
) -> None:
    one = only(on(system, MUTE))
    assert "No voice" in one.missing
    assert len(one.commands) == len(commands)
    for wanted, given_ in zip(commands, one.commands, strict=True):
        assert wanted in given_
    if system is System.OTHER:
        assert "espeak-ng" in one.hint


@pytest.mark.parametrize("system", list(System))
def test_without_a_device_each_system_is_told_where_to_look(system: System) -> None:
    one = only(on(system, DEAF))
    assert one.missing == "No sound device was found."
    assert one.hint
    assert bool(one.commands) == (system not in {System.MACOS, System.WINDOWS})


@pytest.mark.parametrize(
    ("system", "command"),
    [
        (System.DEBIAN, "sudo apt install libportaudio2"),
        (System.FEDORA, "sudo dnf install portaudio"),
        (System.ARCH, "sudo pacman -S portaudio"),
    ],
)
def test_sounddevice_without_portaudio_gets_it(system: System, command: str) -> None:
    backend = Backend("sounddevice", "0.5.6", problem="PortAudio library not found", usual=True)
    one = only(on(system, replace(DEAF, sound=replace(DEAF.sound, backends=(backend,)))))
    assert one.commands == (command,)


def test_a_backend_that_is_not_installed_is_installed_into_the_right_python() -> None:
    backend = Backend("miniaudio", problem="not installed", usual=True)
    facts = replace(DEAF, sound=replace(DEAF.sound, backends=(backend,)))
    assert only(facts).commands == ("~/yoga/bin/python -m pip install miniaudio",)
    piped = replace(facts, versions=replace(facts.versions, pipx=True))
    assert only(piped).commands == ("pipx inject yogaflow miniaudio",)


def test_simpleaudio_that_was_chosen_and_cannot_play_is_to_be_unchosen() -> None:
    problem = "simpleaudio crashes on Python 3.12 and later"
    chosen = Backend("simpleaudio", "1.0.4", loads=True, opens=False, problem=problem)
    sound = Sound(
        "simpleaudio", "silent", "silence", f"No sound: {problem}.", (*WELL.sound.backends, chosen)
    )
    facts = replace(WELL, sound=sound)
    one = only(facts)
    assert problem in one.missing
    assert f'sound = "auto" in {HOME}' in one.hint
    assert "!! simpleaudio    1.0.4, simpleaudio crashes on" in report_text(facts)


def test_a_sound_process_that_keeps_stopping_is_not_called_a_missing_device() -> None:
    backend = replace(DEAF.sound.backends[0], problem="the sound program keeps stopping")
    one = only(replace(DEAF, sound=replace(DEAF.sound, backends=(backend,))))
    assert "keeps stopping" in one.missing
    assert one.commands == ("yogaflow --log doctor.log doctor",)


def test_silence_and_no_voice_that_were_chosen_are_no_flaws() -> None:
    sound = replace(DEAF.sound, choice="silence", message="")
    voice = replace(MUTE.voice, choice="none")
    facts = replace(WELL, sound=sound, voice=voice)
    assert advice(facts) == []


def test_a_voice_that_was_chosen_and_is_not_there_while_another_is() -> None:
    engines = (*WELL.voice.engines, Engine("say", problem="it is a part of macOS"))
    facts = replace(WELL, voice=Voice("say", engines=engines))
    one = only(facts)
    assert one.missing == "No voice with say: it is a part of macOS."
    assert 'voice = "auto"' in one.hint


@pytest.mark.parametrize(
    ("terminal", "words"),
    [
        ({"columns": 60}, "60 columns, 24 rows"),
        ({"rows": 20}, "80 columns, 20 rows"),
        ({"colours": Colours.NONE}, "next to nothing"),
        ({"colours": Colours.SIXTEEN}, "16 colours"),
        ({"encoding": "ascii"}, "letters are ascii"),
    ],
)
def test_a_poor_terminal_is_told_so(terminal: dict[str, object], words: str) -> None:
    poor = replace(WELL.terminal, **terminal)  # type: ignore[arg-type]
    assert words in only(replace(WELL, terminal=poor)).missing
    # A pipe is no terminal that could be better.
    piped = replace(poor, writes=False)
    assert advice(replace(WELL, terminal=piped)) == []


def test_no_color_is_a_wish_and_no_flaw() -> None:
    terminal = replace(WELL.terminal, no_color=True, colours=Colours.SIXTEEN)
    facts = replace(WELL, terminal=terminal)
    assert advice(facts) == []
    assert "NO_COLOR is set" in report_text(facts)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("Permission denied", "chmod u+rwx ~/flows"),
        ("No space left on device", "Make room"),
        ("a file is in its place", "Move that file"),
    ],
)
def test_a_folder_that_cannot_be_written_is_mended(problem: str, words: str) -> None:
    folders = (
        Folder("flows", "~/flows", problem=problem),
        Folder("more", "~/flows/more", problem=problem),
    )
    one = only(replace(WELL, files=replace(WELL.files, folders=folders)))
    assert words in " ".join((one.hint, *one.commands))


def test_settings_themes_flows_and_failures_each_get_a_word() -> None:
    facts = replace(
        WELL,
        cues=Cues(
            (Theme("mine", "~/mine", own=True, problems=("start.wav: broken", "last.wav: gone")),),
            problem="There is no sound theme 'gongs'.",
            ambience="~/rain.ogg",
            ambience_problem="The ambience cannot be read.",
        ),
        files=replace(
            WELL.files,
            settings_problems=("settings.toml: pace wants a number",),
            broken_flows=("~/flows/a.yaml:1:1: no",),
        ),
        awake=False,
        failures=("sound: it burnt (OSError)",),
    )
    told = "\n".join(f"{one.missing} {one.hint} {one.commands}" for one in advice(facts))
    for words in (
        "pace wants a number",
        "start.wav: broken. And 1 more",
        "gongs",
        "ambience",
        "1 flow of yours",
        "yogaflow check ~/flows",
        "go dark",
        "it burnt",
    ):
        assert words in told, words
    # None of this keeps anyone from practising.
    assert facts.can_play


def test_only_what_prevents_playing_fails() -> None:
    broken = replace(WELL, files=replace(WELL.files, unplayable="There are no flows."))
    assert WELL.can_play
    assert DEAF.can_play
    assert MUTE.can_play
    assert not broken.can_play
    assert "No flow can be played" in only(broken).missing


def test_a_missing_package_is_named_with_what_it_is_for() -> None:
    packages = (Package("pyyaml"), Package("textual", "8.2.8"))
    facts = replace(
        WELL,
        versions=replace(WELL.versions, packages=packages),
        files=replace(WELL.files, unplayable="Flows cannot be read: No module named 'yaml'"),
    )
    one = only(facts)
    assert one.missing == "Flows cannot be read: pyyaml."
    assert one.commands == ("~/yoga/bin/python -m pip install pyyaml",)


# -- the report ----------------------------------------------------------------------------

ODD = st.text(max_size=90)


@given(ODD, ODD, ODD, st.booleans())
def test_any_facts_make_a_report_that_a_terminal_can_bear(
    one: str, two: str, three: str, there: bool
) -> None:
    facts = replace(
        WELL,
        sound=Sound(one, two, three, one, (Backend(two, three, one, there, there, (two, three)),)),
        voice=Voice(one, two, three, (Engine(one, two, three),)),
        cues=Cues((Theme(one, two, there, there, (three, one)),), two, three, one),
        files=Files(one, there, (two, three), (Folder(one, two, there, there, three),), 1, 2),
        failures=(one, two),
    )
    text = report_text(facts)
    assert all(letter.isprintable() or letter == "\n" for letter in text)
    assert json.loads(report_json(facts))["sound"]["choice"] == one


@pytest.mark.parametrize("facts", [WELL, DEAF, MUTE, Facts()])
def test_a_report_is_plain_and_80_columns_wide(facts: Facts) -> None:
    text = report_text(facts)
    assert text.isascii()
    assert "\x1b" not in text
    assert "Traceback" not in text
    for line in text.splitlines():
        assert len(line) <= 80, line


def test_long_words_stay_whole_and_control_characters_go() -> None:
    path = "/" + "x" * 100
    facts = replace(WELL, voice=replace(WELL.voice, engines=(Engine("piper", path),)))
    assert path in report_text(facts)
    assert printable("a\x1b[31mb\nc") == "a?[31mb?c"


def test_a_report_in_json_is_whole() -> None:
    told = json.loads(report_json(DEAF, [Tried("sound", False, "No sound.")]))
    assert told["can_play"] is True
    assert told["versions"]["system"] == "Debian or Ubuntu"
    assert told["sound"]["backends"][0]["opens"] is False
    assert told["advice"][0]["missing"] == "No sound device was found."
    assert told["tests"] == [{"what": "sound", "well": False, "said": "No sound."}]
    assert tried_text(Tried("sound", True, "Heard.")) == "  ok Heard."


# -- looking -------------------------------------------------------------------------------


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


def test_home_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ann"))
    assert places.shown("/home/ann/flows") == "~/flows"
    assert places.shown("/home/anna/flows") == "/home/anna/flows"
    assert places.hidden("/home/ann/a.toml: no") == "~/a.toml: no"


CHILD = Path(__file__).with_name("fake_sound_child.py")


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
    code = "from yogaflow.doctor import doctor; doctor(as_json=True)"
    assert not loaded_by(code) & (SOUND | SCREEN | {"soundfile", "espeakng_loader"})


# -- the real command ----------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("YOGAFLOW_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


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


def test_what_a_terminal_cannot_write_is_no_traceback(home: Path) -> None:
    theme = home / "sounds" / "каса"
    theme.mkdir(parents=True)
    (theme / "start.wav").write_bytes(b"")
    done = run("doctor", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "????" in done.stdout
