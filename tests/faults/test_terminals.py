"""A sample of what a terminal can do to the program."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.faults import terminals

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="finds its processes in /proc, which is Linux's"
)


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("YOGAFLOW_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize("end", ["SIGINT", "closed"])
def test_the_library_ends_in_order(end: str, tmp_path: Path) -> None:
    terminals.end(terminals.PLACES["library"], terminals.ENDS[end], tmp_path, terminals.WAIT)


@pytest.mark.parametrize("place", ["plain", "export"])
def test_what_has_no_screen_ends_in_order(place: str, tmp_path: Path) -> None:
    (tmp_path / "slow.yaml").write_text(terminals.FLOW, encoding="utf-8")
    for end in ("SIGTERM", "closed"):
        terminals.end(terminals.PLACES[place], terminals.ENDS[end], tmp_path, terminals.WAIT)


def test_stopped_by_whatever_it_comes_back_whole(tmp_path: Path) -> None:
    place = terminals.PLACES["library"]
    with terminals.at(place, tmp_path) as terminal:
        for stop in terminals.STOPS.values():
            terminals.go_on(terminal, stop, screen=True)


def test_a_terminal_of_another_size_is_filled_on_the_way_back(tmp_path: Path) -> None:
    terminals.resized_away(terminals.PLACES["library"], terminals.STOPS["SIGTSTP"], tmp_path)


def test_ended_while_it_is_stopped_it_does_not_take_the_terminal_again(tmp_path: Path) -> None:
    with terminals.at(terminals.PLACES["library"], tmp_path) as terminal:
        terminals.STOPS["ctrl+z"](terminal)
        terminals.until(terminal.is_stopped, terminal, terminals.WAIT)
        terminal.pump(0.1)
        written = len(terminal.raw)
        # As a shell's `kill %1` does.
        terminal.process.send_signal(signal.SIGTERM)
        terminal.process.send_signal(signal.SIGCONT)
        assert terminal.wait_for_end() == 128 + signal.SIGTERM
        assert len(terminal.raw) == written
