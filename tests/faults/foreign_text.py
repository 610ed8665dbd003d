"""Escape bytes, markup and marks that turn the reading direction, planted in all that is not ours:
how many of them reach the terminal or a file, through every way out.

    python -m tests.faults.foreign_text [--times N]

`--times` is how many ways out are tried, commands first; all of them without it.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from tests.terminal import Terminal
from yogaflow.model import printable

ESCAPES = "\x1b]52;c;cGxhbnRlZA==\x07\x1b[31337m\x9b31337m\x9d0;planted\x9c\u202eplanted\u2066\x0b"
"""Writes to the clipboard, changes colours and the window's title, turns the letters round."""

MARKUP = "[@click=app.quit]planted[/] [/foo] [bold"
"""As Textual reads it: what leaves the program when it is clicked, and two that are wrong."""

# What a flow file may hold, and no screen should be sent.
GOOD = f"{MARKUP} \u200fplanted\u061c\u2060"

REACHED = re.compile(
    rb"\x1b\]52;|\x1b\[31337m|\x1b\]0;planted|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xaa-\xae]"
    rb"|\xe2\x81[\xa0-\xaf]|\xd8\x9c"
)
"""Of what was planted, as the bytes a terminal would act on. Not Textual's own."""

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What no text file of ours holds."""

POSE = f"""\
name: "{GOOD}"
sanskrit: "{GOOD}"
also: ["{GOOD} too"]
kind: stretch
cues: ["{GOOD}"]
cautions: ["{GOOD}"]
source: "{GOOD}"
"""

FLOW = f"""\
title: "{GOOD}"
about: "{GOOD}"
author: "{GOOD}"
why: ["{GOOD}"]
notes: ["{GOOD}"]
flow:
  - say: "{GOOD}"
  - planted: 2 breaths
  - title: "{GOOD}"
    flow:
      - planted: 1 breath
"""


def plant(top: Path) -> Path:
    """A home with something planted in all that the program reads; the folder of it."""
    home = top / f"home{ESCAPES}{MARKUP.replace('/', '')}"
    evil = f"evil{ESCAPES}{MARKUP.replace('/', '')}"
    for name in ("flows", "poses", "config", f"sounds/{evil}", "unsaved"):
        (home / name).mkdir(parents=True)
    files: dict[str, str] = {
        "flows/good.yaml": FLOW,
        f"flows/{evil}.yaml": FLOW,
        "flows/broken.yaml": f'title: "{MARKUP}\nlanguage: {ESCAPES}\n{ESCAPES}: [\n',
        "flows/markup.yaml": f'title: markup\nflow:\n  - "{MARKUP}": 3 breaths\n',
        "flows/language.yaml": f"language: '{MARKUP}'\n" + FLOW,
        "poses/planted.yaml": POSE,
        f"poses/{evil}.yaml": f"name: {ESCAPES}\n",
        "poses/broken.yaml": f'name: "{MARKUP}"\n"{MARKUP}": 1\nkind: "{MARKUP}"\n',
        f"sounds/{evil}/theme.toml": 'about = "\\u001b[31337m"\n"\\u202e" = "\\u009b31337m"\n',
        "list.txt": f"planted 5 breaths\n{MARKUP}\n{ESCAPES}\n",
    }
    setting = "".join(f"\\u{ord(c):04x}" if c < " " or c > "~" else c for c in ESCAPES)
    files["config/settings.toml"] = (
        f'"{setting}{MARKUP}" = 1\ncues = "{setting}"\nambience = "{setting}"\n'
        f'voice = "{setting}"\nsound = "silence"\n'
    )
    for name, text in files.items():
        (home / name).write_text(text, encoding="utf-8")
    return home


def _commands(home: Path) -> Iterator[list[str]]:
    """Every command, with planted words in all that it is given."""
    flow, name = str(home / "flows" / "good.yaml"), f"{ESCAPES}{MARKUP}"
    yield from ([], ["list"], ["list", "--json"], ["list", "--search", name], ["check", str(home)])
    yield from (["show", "good"], ["show", "good", "--json"], ["show", flow, "--from", name])
    yield from (["show", flow, "--option", name], ["show", name], ["show", f"{name}.yaml"])
    yield from (["show", "broken"], ["show", "markup"], ["show", str(home)], ["poses"])
    yield from (["poses", "planted"], ["poses", "broken"], ["poses", name])
    yield from (["format", str(home / "flows"), "--check"], ["edit", name], ["new", name])
    yield from (["import", str(home / "list.txt")], ["import", name])
    yield ["import", str(home / "list.txt"), "--title", name, "-o", str(home / f"{ESCAPES}.yaml")]
    yield ["play", flow, "--plain", "breaths", "--speed", "10000", "--countdown", "0"]
    yield ["play", flow, "--plain", "--speed", "10000", "--cues", name, "--ambience", name]
    for ending in ("txt", "vtt", "srt", "json", "html", "svg", "wav"):
        yield ["export", flow, str(home / f"{ESCAPES}.{ending}"), "--voice", "none"]
    yield ["export", "--contact-sheet", str(home / f"poses{ESCAPES}.html")]
    yield from (["export", flow, name], ["export", "--contact-sheet", name])
    yield from (["doctor"], ["doctor", "--json"], ["complete", "flows"], ["complete", "poses"])
    yield from (["completion", "bash"], [name], ["play", "x", name], ["play", "x", "--first", name])
    yield from (["list", "--log", str(home / name / "log")], ["--help"], ["play", "--help"])


def _command(home: Path, arguments: Sequence[str]) -> tuple[int, int]:
    """Run a command with its output in a pipe; characters that are no text, and tracebacks."""
    done = subprocess.run(
        [sys.executable, "-m", "yogaflow", *arguments],
        env=os.environ | {"YOGAFLOW_HOME": str(home), "COLORTERM": ESCAPES, "TERM": ESCAPES},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=120,
    )
    text = (done.stdout + done.stderr).decode("utf-8", "surrogateescape")
    reached = sum(
        letter != shown
        for line in text.split("\n")
        for letter, shown in zip(line, printable(line), strict=True)
        if arguments != ["completion", "bash"] or letter != "\t"
    )
    if arguments[:1] == ["export"]:
        for file in home.glob("*planted*.*"):
            if file.suffix in {".txt", ".vtt", ".srt", ".json", ".html", ".svg"}:
                reached += len(CONTROL.findall(file.read_text(encoding="utf-8")))
    return reached, int("Traceback" in text)


def _screen(home: Path, arguments: Sequence[str], keys: Sequence[str], end: str) -> tuple[int, int]:
    """Walk through screens; sequences that reached the terminal, and whether it went wrong: the
    program has ended, or `end` is not on the screen at last."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YOGAFLOW_HOME", str(home))
        with Terminal(*arguments, size=(110, 36)) as terminal:
            while b"\x1b[?1049h" not in terminal.raw and terminal.process.poll() is None:
                terminal.pump(0.2)
            _pump(terminal, 3.0)
            for key in keys:
                terminal.press(key)
                _pump(terminal, 1.0)
            wrong = (
                terminal.process.poll() is not None or end.lower() not in terminal.text().lower()
            )
            if wrong:
                print(terminal.text(), file=sys.stderr)
            return len(REACHED.findall(terminal.raw)), int(wrong)


def _pump(terminal: Terminal, seconds: float) -> None:
    """Let it draw: for so long, and on until nothing comes any more; a player draws always."""
    for _ in range(5):
        before = len(terminal.raw)
        terminal.pump(seconds)
        if len(terminal.raw) == before:
            return
        seconds = 0.5


def _screens(home: Path) -> Iterator[Callable[[], tuple[int, int]]]:
    """Every screen, with the keys that lead there."""
    flows = home / "flows"
    evil = next(path for path in flows.iterdir() if path.name.startswith("evil"))
    down, escape, broken = "\x1b[B", "\x1b", str(flows / "broken.yaml")
    walk = partial(_screen, home)
    # What is wrong with a flow; a flow that is looked at, and played; the questions about a file.
    yield partial(walk, [], ["/", *"broken", "\r"], "line 2, column 11")
    yield partial(walk, [], ["/", *"evil", "\r", "?", escape], "planted")
    yield partial(walk, [], ["/", *"evil", "\r", " ", *"wfzz?", escape, "n"], "leave")
    yield partial(walk, [], ["r"], "A new key")
    yield partial(walk, [], ["c", "d"], "into the trash?")
    yield partial(walk, [], ["\x10", *"the"], "To the shell")
    yield partial(walk, ["play", "good", "--speed", "10000", "--countdown", "0"], [], "planted")
    # An editor, and the list of poses in it.
    yield partial(walk, ["edit", str(evil)], ["a", *"plant", "\r", escape], "planted")
    # A text with what no flow may hold; typed into, killed, and offered by the next program.
    yield partial(walk, ["edit", broken], ["\r", down, "\x1b[F", "!"], "�[31337m")
    yield partial(walk, ["edit", broken], [], "never saved")
    yield partial(walk, [], ["u"], "never saved, of")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 if they are not 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, help="how many ways out are tried; usually all")
    times = parser.parse_args(arguments).times
    with tempfile.TemporaryDirectory() as top:
        home = plant(Path(top))
        ways: list[Callable[[], tuple[int, int]]] = [
            partial(_command, home, command) for command in _commands(home)
        ]
        ways += _screens(home)
        reached = acted = 0
        for way in ways[:times]:
            found = way()
            if any(found):
                print(f"{found}: {way}", file=sys.stderr)
            reached, acted = reached + found[0], acted + found[1]
        print(f"{len(ways[:times])} ways out: {reached} reached the terminal, {acted} acted")
    return int(bool(reached or acted))


if __name__ == "__main__":
    sys.exit(main())
