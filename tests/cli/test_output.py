"""What the commands write: no letter too many for the output, no word that moves the cursor."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import yogaflow.cli
from yogaflow.cli.main import main
from yogaflow.model import printable
from yogaflow.storage import paths

pytestmark = pytest.mark.usefixtures("own_home")

Out = pytest.CaptureFixture[str]

ESCAPES = "\x1b]52;c;eWVz\x07\x9b2J\u202e\u2066\r\n\udce9"

COMMANDS = (
    ["list"],
    ["poses"],
    ["poses", "pigeon"],
    ["show", "hip-openers"],
    ["show", "hip-openers", "--json"],
    ["check", "–.yaml"],
    ["play", "–"],
    ["complete", "flows"],
)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_an_output_that_lacks_a_letter_gets_another(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    for command in COMMANDS:
        assert main(command) in {0, 1}
    with pytest.raises(SystemExit):
        main(["play", "–", "--flor", "–"])
    out.seek(0)
    assert "Ardha Matsyendrasana" in out.read()


def test_no_foreign_word_moves_the_cursor(tmp_path: Path, capfd: Out) -> None:
    flows, config = paths.user_flows_dir(), paths.config_dir()
    flows.mkdir(parents=True)
    config.mkdir(parents=True)
    (config / "settings.toml").write_text('"no\\u001b[2Jkey" = 1\n', encoding="utf-8")
    name = ESCAPES.replace("/", "") + ".yaml"
    for folder in (flows, tmp_path):
        (folder / name).write_text("title: x\nlanguage: \x1b[2J\n", encoding="utf-8")
    good = tmp_path / f"good{ESCAPES}.yaml"
    good.write_text("title: Good\nflow:\n  - pigeon: 5 breaths\n", encoding="utf-8")
    for command in (
        ["list"],
        ["list", "--json"],
        ["show", str(tmp_path / name)],
        ["show", str(good), "--option", ESCAPES],
        ["show", str(good), "--json"],
        ["check", str(tmp_path)],
        ["format", str(tmp_path)],
        ["play", ESCAPES],
        ["poses", ESCAPES],
        ["edit", f"{ESCAPES}.yaml"],
        ["export", str(good), str(tmp_path / f"{ESCAPES}.vtt"), "--voice", "none"],
        ["export", str(good), str(tmp_path / ESCAPES)],
        ["import", ESCAPES],
        ["new", ESCAPES],
        ["list", "--log", str(tmp_path / ESCAPES / "log")],
    ):
        assert main(command) in {0, 1}, command
    for wrong in (["play", "x", ESCAPES], ["play", "x", "--first", ESCAPES], [ESCAPES]):
        with pytest.raises(SystemExit):
            main(wrong)
    out, err = capfd.readouterr()
    for line in (out + err).split("\n"):
        assert line == printable(line)


def test_a_name_with_a_line_break_stays_on_its_line(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "a\nb.yaml").write_text("title: x\nflow: 5\n", encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    assert all("a?b.yaml:" in line for line in capsys.readouterr().err.splitlines())


def test_all_that_is_written_goes_through_output() -> None:
    room = Path(yogaflow.cli.__file__).parent
    found = []
    for path in sorted(room.rglob("*.py")):
        if path.name in {"output.py", "plain.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called == "print" or called.endswith(("stdout.write", "stderr.write")):
                    found.append(f"{path.relative_to(room)}: {ast.unparse(node)}")
    # A line that writes over itself: all of it is ours.
    progress = "sys.stderr.write(f'\\rReading flows: {done} of {whole}{end}')"
    assert found == [f"commands/listing.py: {progress}"]


def run(*arguments: str, shell: str) -> subprocess.CompletedProcess[str]:
    """The program with its streams as a shell has them: `shell` is its redirection."""
    command = ["sh", "-c", f'exec "$@" {shell}', "sh", sys.executable, "-m", "yogaflow", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110
@pytest.mark.parametrize("command", [["list"], ["--help"]])
def test_a_full_disk_is_told_and_ends_with_one(command: list[str]) -> None:
    done = run(*command, shell=">/dev/full")
    assert (done.returncode, done.stderr) == (1, "yogaflow: No space left on device\n")


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_closed_streams_do_no_harm(tmp_path: Path) -> None:
    assert run("list", shell="<&- >&- 2>&-").returncode == 0
    out = tmp_path / "hips.txt"
    done = run("export", "hip-openers", str(out), "--voice", "none", shell=">&-")
    assert (done.returncode, done.stderr) == (0, "")
    assert out.read_text(encoding="utf-8").startswith("HIP OPENERS")


@pytest.mark.skipif(os.name == "nt", reason="a folder that is in use cannot go there")
def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    package = Path(yogaflow.cli.__file__).parents[2]
    command = f'cd "$1" && rmdir "$1" && PYTHONPATH="{package}" exec "$2" -m yogaflow "$3" "$4"'
    for arguments in (["check", "x.yaml"], ["show", "x.yaml"], ["format", "x.yaml"]):
        done = subprocess.run(
            ["sh", "-c", command, "sh", str(gone), sys.executable, *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (1, "")
        assert "Traceback" not in done.stderr
        assert "no such file" in done.stderr.lower()
        gone.mkdir()


# -- poses that are broken ------------------------------------------------------------------------


def _folder(path: Path) -> None:
    path.mkdir()


BROKEN: dict[str, Callable[[Path], object]] = {
    "yaml": lambda path: path.write_bytes(b"name: [\n"),
    "type": lambda path: path.write_bytes(b"5\n"),
    "list": lambda path: path.write_bytes(b"- 5\n"),
    "letters": lambda path: path.write_bytes(b"name: \xff\n"),
    "empty": lambda path: path.write_bytes(b""),
    "key": lambda path: path.write_bytes(b"name: Wild\nwings: 2\n"),
    "escape": lambda path: path.write_bytes(b'name: "\\e[2J"\n'),
    "folder": _folder,
    "link": lambda path: path.symlink_to("nowhere"),
}


@pytest.mark.skipif(os.name == "nt", reason="links want rights there")
@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_pose_is_told_and_the_others_go_on(how: str, tmp_path: Path, capsys: Out) -> None:
    poses = paths.user_poses_dir()
    poses.mkdir(parents=True)
    BROKEN[how](poses / "wild-thing.yaml")
    assert main(["poses"]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("wild-thing"))
    assert lines[at].split() == ["wild-thing", "broken:"]
    assert "wild-thing.yaml:1:" in lines[at + 1] or "wild-thing.yaml:2:1:" in lines[at + 1]
    assert any(line.startswith("pigeon") for line in lines)
    assert main(["poses", "wild-thing"]) == 1
    out, err = capsys.readouterr()
    told = err.splitlines()
    assert (out, told) == ("", [line.strip() for line in lines[at + 1 :][: len(told)]])
    sheet = tmp_path / "poses.html"
    assert main(["export", "--contact-sheet", str(sheet)]) == 0
    out, err = capsys.readouterr()
    assert err.startswith("left out: ")
    assert out.startswith(f"{sheet}: ")
    assert "Pigeon" in sheet.read_text(encoding="utf-8")
    assert main(["complete", "poses", "wild"]) == 0
