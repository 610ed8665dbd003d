"""What the doctor makes of facts: advice and report, in text and in JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.cli.doctor.advice import Advice, advice
from yogaflow.cli.doctor.facts import (
    Backend,
    Cache,
    CheckResult,
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
    Versions,
    Voice,
)
from yogaflow.cli.doctor.report import report_json, report_text, tried_text
from yogaflow.model import printable

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
    assert "!! simpleaudio     1.0.4, simpleaudio crashes on" in report_text(facts)


def test_simpleaudio_is_not_recommended_where_it_crashes() -> None:
    chosen = Backend("simpleaudio", problem="not installed")
    facts = replace(DEAF, sound=replace(DEAF.sound, choice="simpleaudio", backends=(chosen,)))
    assert only(facts).commands == ("~/yoga/bin/python -m pip install 'yogaflow[simpleaudio]'",)
    later = replace(facts, versions=replace(facts.versions, python_info=(3, 12)))
    assert only(later).commands == ()
    assert 'sound = "auto"' in only(later).hint


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
        ("Read-only file system", "Nothing can be written to that disk"),
    ],
)
def test_a_folder_that_cannot_be_written_is_mended(problem: str, words: str) -> None:
    folders = (
        Folder("flows", "~/flows", problem=problem),
        Folder("more", "~/flows/more", problem=problem),
    )
    one = only(replace(WELL, files=replace(WELL.files, folders=folders)))
    assert words in " ".join((one.hint, *one.commands))


def test_where_a_folder_cannot_be_made_the_one_above_it_is_mended() -> None:
    folder = Folder("flows", "~/data/flows", problem="~/data cannot be written to", above="~/data")
    one = only(replace(WELL, files=replace(WELL.files, folders=(folder,))))
    assert one.commands == ("chmod u+rwx ~/data",)


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
    assert only(broken).missing == "No flow can be played."
    assert "There are no flows." in only(broken).hint


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
    assert all(line == printable(line) for line in text.split("\n"))
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
    facts = replace(WELL, voice=replace(WELL.voice, engines=(Engine("piper", "a\x1b[31mb\nc"),)))
    assert "a?[31mb?c" in report_text(facts)


def test_a_report_in_json_is_whole() -> None:
    told = json.loads(report_json(DEAF, [CheckResult("sound", False, "No sound.")]))
    assert told["can_play"] is True
    assert told["versions"]["system"] == "Debian or Ubuntu"
    assert told["sound"]["backends"][0]["opens"] is False
    assert told["advice"][0]["missing"] == "No sound device was found."
    assert told["tests"] == [{"what": "sound", "well": False, "said": "No sound."}]
    assert tried_text(CheckResult("sound", True, "Heard.")) == "  ok Heard."
