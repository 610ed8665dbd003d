"""The editor as it is: in a terminal of its own, typed into, killed, and started again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.harness import clean_environment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")

TEXT = "title: Hips\nflow:\n  - cow: 5 breaths\n  - cat: 5 breaths\n"
YOGAFLOW = [sys.executable, "-m", "yogaflow"]
WAIT = 30.0


def test_what_was_typed_is_offered_after_a_kill_and_saved_whole(tmp_path: Path) -> None:
    from benchmarks.terminal import Terminal

    path = tmp_path / "hips.yaml"
    path.write_text(TEXT, encoding="utf-8")
    environment = clean_environment(tmp_path / "home")
    command = [*YOGAFLOW, "edit", str(path)]
    with Terminal(command, environment, columns=100, rows=30) as terminal:
        terminal.wait_for("all well", WAIT)
        terminal.type("+")
        terminal.wait_for("6 breaths", WAIT)
        terminal.type("a")
        terminal.wait_for("Add a step", WAIT)
        terminal.type("pigeon 8 breaths\r\x1b")
        terminal.wait_for("4    - pigeon: 8 breaths", WAIT)
        terminal.drain(1.0)
        # Leaving the block kills it.
    assert path.read_text(encoding="utf-8") == TEXT
    with Terminal(command, environment, columns=100, rows=30) as terminal:
        terminal.wait_for("never saved", WAIT)
        terminal.type("u")
        terminal.wait_for("not saved", WAIT)
        terminal.type("\x13")
        terminal.wait_for("saved", WAIT)
        terminal.type("q")
        while terminal.is_running():
            terminal.drain(0.1)
    assert path.read_text(encoding="utf-8") == (
        "title: Hips\nflow:\n  - cow: 6 breaths\n  - pigeon: 8 breaths\n  - cat: 5 breaths\n"
    )
    assert not list((tmp_path / "home" / "unsaved").glob("*.journal"))


def test_a_new_flow_of_ten_steps_takes_less_than_sixty_keys_from_the_shell(tmp_path: Path) -> None:
    from benchmarks.terminal import Terminal

    home = tmp_path / "home"
    poses = ("pig", "go", "ank", "seat", "wa", "cra", "cow", "cat", "loc", "br")
    keys = 0
    with Terminal([*YOGAFLOW, "new", "Hips"], clean_environment(home), rows=30) as terminal:
        terminal.wait_for("Add a step", WAIT)
        # As quickly as they come: no letter overtakes an enter.
        typed = "".join(f"{letters}\r" for letters in poses)
        terminal.type(typed)
        keys += len(typed)
        terminal.wait_for("line 12", WAIT)
        for key, then in (
            ("\x1b", ""),
            ("\x1b[1;2H", ""),
            ("g", "sides: right"),
            ("\x13", "saved"),
            ("p", "o other side"),
            ("q", "cow: 5 breaths"),
            ("q", ""),
        ):
            terminal.type(key)
            keys += 1
            if then:
                terminal.wait_for(then, WAIT)
            else:
                terminal.drain(0.5)
        while terminal.is_running():
            terminal.drain(0.1)
    text = (home / "flows" / "hips.yaml").read_text(encoding="utf-8")
    assert keys < 60
    assert text.startswith("title: Hips\nflow:\n  - sides: right, left\n    flow:\n      - pigeon")
    assert text.count("      - ") == 10
