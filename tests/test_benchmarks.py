"""The tools that measure: a figure and its bound, and what is seen in a terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.harness import Figure, medians, table
from benchmarks.key_latency import percentile

pty_only = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")


def test_a_figure_over_its_bound_says_so() -> None:
    kept = Figure("quick", 1.0, 1.0, "ms")
    over = Figure("slow", 1.1, 1.0, "ms", 0.5, "bare")
    assert kept.is_kept
    assert not over.is_kept
    lines = table([kept, over]).splitlines()
    assert lines[1].endswith("kept")
    assert lines[2].endswith("OVER")
    assert "0.5 ms bare" in lines[2]


def test_medians_take_turns_and_throw_the_first_round_away() -> None:
    order = []

    def one() -> float:
        order.append("one")
        return float(100 if len(order) < 3 else len(order))

    def two() -> float:
        order.append("two")
        return 2.0

    assert medians(one, two, runs=3) == [5.0, 2.0]
    assert order == ["one", "two"] * 4


def test_percentile() -> None:
    values = [float(i) for i in range(1, 201)]
    assert percentile(values, 0.5) == 101
    assert percentile(values, 0.99) == 199
    assert percentile([3.0], 0.99) == 3.0


@pty_only
def test_a_text_is_seen_through_colours_and_moves() -> None:
    from benchmarks.terminal import Terminal

    code = (
        "import sys;"
        "print('\\x1b[?1049h\\x1b[1;31mPige\\x1b[0mon\\x1b]0;t\\x07 pose', flush=True);"
        "print('got', sys.stdin.readline())"
    )
    with Terminal([sys.executable, "-c", code], os.environ) as terminal:
        seen = terminal.wait_for("pigeon POSE")
        assert seen > terminal.started
        assert terminal.received >= len("Pigeon pose")
        typed = terminal.type("breath\r")
        assert terminal.wait_for("got breath") > typed


@pty_only
def test_a_text_that_never_comes_is_an_error_that_shows_what_came() -> None:
    from benchmarks.terminal import Terminal

    with (
        Terminal([sys.executable, "-c", "print('other words')"], os.environ) as terminal,
        pytest.raises(TimeoutError, match="other words"),
    ):
        terminal.wait_for("pigeon")


@pty_only
def test_what_is_played_to_measure_figures_is_a_practice(tmp_path: Path) -> None:
    from benchmarks.figures import BREATHING, MOVING, SHORT_STAYS, flow
    from yogaflow.format import read_flow
    from yogaflow.library.library import default_library
    from yogaflow.timeline import compile_flow

    stays = "".join(f"      - {key}: 5s\n" for key in SHORT_STAYS)
    poses = default_library().poses()
    for text in (BREATHING.format(pose="warrior-1"), MOVING.format(stays=stays)):
        played = read_flow(Path(flow(tmp_path, "played", text)), poses)
        assert compile_flow(played).duration > 120
        assert all(played.poses[key].figure for key in played.poses)


def test_what_is_saved_to_measure_it_is_a_flow_of_that_size() -> None:
    from benchmarks.saving import SIZE, make_text
    from yogaflow.format import load_flow
    from yogaflow.library.library import default_library

    text = make_text()
    assert len(text.encode()) == SIZE
    flow = load_flow(text, path="long.yaml", key="long", poses=default_library().poses())
    assert len(flow.steps) > 400


def test_what_is_typed_to_measure_an_editor_is_a_flow_and_all_taken_back() -> None:
    from itertools import islice
    from random import Random

    from benchmarks.keystroke import POSES, long_flow, typed
    from yogaflow.editing.reading import Reader

    for steps in (50, 1008):
        text = long_flow(steps, Random(1))
        reading = Reader(POSES).read(text)
        assert reading.problems == ()
        assert steps <= len(reading.items) <= steps * 1.2
        keystrokes = list(islice(typed(text, Random(2)), 200))
        assert keystrokes.count(text) >= 5
        assert all(abs(len(new) - len(text)) < 40 for new in keystrokes)
