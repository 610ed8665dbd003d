"""What a shell completes: commands, their choices, flows, poses and files."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from yogaflow.cli.commands.completion import script
from yogaflow.cli.main import main

Out = pytest.CaptureFixture[str]

SHELLS = ("bash", "zsh", "fish")


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with flows of strange names, and a folder with files to stand in."""
    home, here = tmp_path / "home", tmp_path / "here"
    monkeypatch.setenv("YOGAFLOW_HOME", str(home))
    flows = home / "flows"
    flows.mkdir(parents=True)
    for name in ("hip-evening", "two words", "$(touch oops)", "`touch oops`", "it's"):
        (flows / f"{name}.yaml").write_text("")
    (flows / "hidden.txt").write_text("")
    (home / "poses").mkdir()
    (home / "poses" / "pip.yml").write_text("")
    (here / "hip-folder").mkdir(parents=True)
    for name in ("hip-file.yaml", "hip-other.yml", "hip-notes.txt"):
        (here / name).write_text("")
    # What the scripts call is the yogaflow of this Python.
    program = tmp_path / "bin" / "yogaflow"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m yogaflow "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    return here


def needs(shell: str) -> pytest.MarkDecorator:
    found = os.name != "nt" and shutil.which(shell) is not None
    return pytest.mark.skipif(not found, reason=f"there is no {shell} here")


def in_bash(here: Path, *words: str) -> set[str]:
    """What bash offers for the last of these words, after `yogaflow`."""
    code = """
        source "$1"
        shift
        COMP_WORDS=(yogaflow "$@") COMP_CWORD=$# COMP_LINE="yogaflow $*" COMP_POINT=${#COMP_LINE}
        $(complete -p yogaflow | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    path = here.parent / "script"
    path.write_text(script("bash"))
    done = subprocess.run(
        ["bash", "--norc", "-c", code, "bash", str(path), *words],
        cwd=here,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not (here / "oops").exists()
    return set(done.stdout.splitlines()) - {""}


@needs("bash")
def test_bash_completes_commands_and_choices(house: Path) -> None:
    assert in_bash(house, "pl") == {"play"}
    assert {"play", "list", "poses", "completion"} <= in_bash(house, "")
    assert "complete" not in in_bash(house, "")
    assert in_bash(house, "list", "--sort", "p") == {"practised"}
    assert in_bash(house, "play", "--am") == {"--amount"} | in_bash(house, "play", "--amb") | {
        "--amount"
    }
    assert in_bash(house, "completion", "") == set(SHELLS)


@needs("bash")
def test_bash_completes_flows_and_files(house: Path) -> None:
    assert in_bash(house, "play", "hip-") == {
        *("hip-openers", "hip-evening"),
        *("hip-file.yaml", "hip-other.yml", "hip-folder"),
    }
    assert in_bash(house, "show", "tw") == {"two words"}
    assert in_bash(house, "show", "it") == {"it's"}
    assert in_bash(house, "play", "$") == {"$(touch oops)"}
    assert in_bash(house, "play", "`") == {"`touch oops`"}
    assert in_bash(house, "export", "hip-o") == {"hip-openers", "hip-other.yml"}
    assert "hip-notes.txt" in in_bash(house, "export", "hip-openers", "hip-n")


@needs("bash")
def test_bash_completes_poses(house: Path) -> None:
    assert in_bash(house, "poses", "pi") == {"pigeon", "pip"}
    assert in_bash(house, "poses", "--side", "r") == {"right"}


@needs("bash")
def test_bash_quotes_what_it_completes(house: Path) -> None:
    from benchmarks.terminal import Terminal

    path = house.parent / "script"
    path.write_text(script("bash"))
    environment = os.environ | {"TERM": "xterm", "PS1": "", "HOME": str(house.parent)}
    with Terminal(["bash", "--norc", "-i"], environment, columns=200) as terminal:
        terminal.type(f"cd {house}; source {path}; echo REA''DY\n")
        terminal.wait_for("READY")
        for begun, whole in {
            "yogaflow play tw": r"yogaflow play two\ words",
            r"yogaflow play two\ w": r"yogaflow play two\ words",
            "yogaflow play hip-fo": "yogaflow play hip-folder/",
            r"yogaflow play \$": r"touch\ oops",
        }.items():
            terminal.type(f"{begun}\t")
            terminal.wait_for(whole)
            terminal.type("\x15")
    assert not (house / "oops").exists()


@pytest.mark.parametrize("shell", [pytest.param(shell, marks=needs(shell)) for shell in SHELLS])
def test_every_shell_takes_its_script(shell: str, tmp_path: Path) -> None:
    path = tmp_path / "script"
    path.write_text(script(shell))
    done = subprocess.run([shell, "-n", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@needs("fish")
def test_fish_completes_commands_flows_and_poses(house: Path) -> None:
    path = house.parent / "script.fish"
    path.write_text(script("fish"))

    def offered(line: str) -> set[str]:
        code = f"source {shlex.quote(str(path))}; complete -C {shlex.quote(line)}"
        done = subprocess.run(
            ["fish", "--no-config", "-c", code],
            cwd=house,
            env=os.environ | {"HOME": str(house.parent)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert not (house / "oops").exists()
        return {row.partition("\t")[0] for row in done.stdout.splitlines()}

    assert offered("yogaflow pla") == {"play"}
    assert offered("yogaflow list --sort prac") == {"practised"}
    assert {"hip-openers", "hip-evening", "hip-file.yaml"} <= offered("yogaflow play hip-")
    assert offered("yogaflow poses pig") == {"pigeon"}


@needs("zsh")
def test_zsh_completes_commands_flows_and_poses(house: Path) -> None:
    from benchmarks.terminal import Terminal

    functions = house.parent / "functions"
    functions.mkdir()
    (functions / "_yogaflow").write_text(script("zsh"))

    start = f"fpath=({functions} $fpath); autoload -Uz compinit; compinit -u -d {house.parent}/dump"
    environment = os.environ | {"TERM": "xterm", "PS1": "", "HOME": str(house.parent)}
    with Terminal(["zsh", "-f", "-i"], environment, columns=200) as terminal:
        terminal.type(f"cd {house}; {start}; print REA''DY\n")
        terminal.wait_for("READY")
        for begun, whole in {
            "yogaflow pla": "yogaflow play",
            "yogaflow poses pig": "yogaflow poses pigeon",
            "yogaflow play hip-ev": "yogaflow play hip-evening",
            "yogaflow play two": r"yogaflow play two\ words",
            r"yogaflow play \$": r"yogaflow play \$\(touch\ oops\)",
        }.items():
            terminal.type(f"{begun}\t")
            terminal.wait_for(whole)
            terminal.type("\x15")  # the whole line away
    assert not (house / "oops").exists()


def test_the_words_are_printed_for_the_scripts(capsys: Out) -> None:
    assert main(["complete", "flows", "hip"]) == 0
    assert capsys.readouterr().out == "hip-evening\nhip-openers\n"
    assert main(["complete", "flows"]) == 0
    out = capsys.readouterr().out
    assert "two words\n" in out
    assert "hidden" not in out
    assert main(["complete", "poses", "pig"]) == 0
    assert capsys.readouterr().out == "pigeon\n"


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_name_that_is_no_word_is_left_out(house: Path, capsys: Out) -> None:
    flows = house.parent / "home" / "flows"
    (flows / "two\nlines.yaml").write_text("")
    (flows / "\x1b[31mred.yaml").write_text("")
    assert main(["complete", "flows"]) == 0
    out = capsys.readouterr().out
    assert "lines" not in out
    assert "\x1b" not in out


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_printed(shell: str, capsys: Out) -> None:
    assert main(["completion", shell]) == 0
    assert "yogaflow complete flows" in capsys.readouterr().out


def test_another_shell_is_wrong_usage(capsys: Out) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["completion", "tcsh"])
    assert stop.value.code == 2
    assert "bash" in capsys.readouterr().err
