"""The process that renders, with stand-ins for the engines that are not here, and the real ones.

What an engine does, the process outlives: each line is answered, and the next is taken.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.audio.voice.voice_help import fake_engine, runs, told, until
from yogaflow.audio.process import child_command
from yogaflow.audio.voice.rendering import Answer, Rendering
from yogaflow.audio.voice.store import recording_seconds

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")

ESPEAK = shutil.which("espeak-ng")
MARKUP = "<break time='10000s'/> [[slnc 10000]] breathe"


class Bench:
    """A real worker with one engine."""

    def __init__(self, folder: Path, name: str, program: object, limit: float, voice: str) -> None:
        self.folder = folder
        self._count = 0
        start = {"engine": name, "program": str(program), "voice": voice, "rate": 150}
        command = child_command("yogaflow.audio.voice.worker")
        self.process = Rendering(command, folder / "log", lambda: None, {**start, "limit": limit})
        self.ready = self.answer()

    def answer(self) -> Answer:
        until(lambda: self.process.answers)
        answer = self.process.answers.popleft()
        assert not self.process.answers
        return answer

    def send(self, text: str) -> Path:
        self._count += 1
        path = self.folder / "ab" / f"{self._count}.wav"
        self.process.render(text, text, path)
        return path

    def say(self, text: str) -> tuple[Answer, float | None]:
        """What is answered for a line, and the length of its recording."""
        path = self.send(text)
        return self.answer(), recording_seconds(path)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")


Make = Callable[..., Bench]


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    made: list[Bench] = []
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    def make(name: str, program: object, limit: float = 10.0, voice: str = "") -> Bench:
        made.append(Bench(tmp_path, name, program, limit, voice))
        return made[-1]

    yield make
    for each in made:
        each.process.close(2.0)
    assert not list(temporary.iterdir())


def texts(program: Path) -> list[str]:
    return [line["text"] for line in told(program) if "text" in line]


def arguments(program: Path) -> list[list[str]]:
    return [line["arguments"] for line in told(program) if "arguments" in line]


def one_and_a_half(seconds: float | None) -> bool:
    """Whether it is what a stand-in says, without the silence around it."""
    return seconds is not None and 1.5 <= seconds < 1.6


@pytest.mark.parametrize("name", ["espeak-ng", "say"])
def test_a_program_is_given_words_on_its_input_and_nothing_else(
    bench: Make, tmp_path: Path, name: str
) -> None:
    program = fake_engine(tmp_path / "bin", name)
    made = bench(name, program, voice="calm")
    assert made.ready == Answer(0, "", None)
    answer, seconds = made.say(f"Śavāsana, {MARKUP} $(reboot) -x")
    assert not answer.problem
    assert one_and_a_half(seconds)
    line = "Śavāsana, break time 10000s' slnc 10000 breathe, reboot, x"
    assert texts(program) == [f"{line}\n"]
    (given,) = arguments(program)
    assert given[given.index("-v") + 1] == "calm"
    assert given[given.index("-s" if name == "espeak-ng" else "-r") + 1] == "150"
    assert not any("breathe" in each or "[[" in each for each in given)
    if name == "say":
        assert given[-4:] == ["--file-format=WAVE", "--data-format=LEI16@22050", "-f", "-"]
        assert told(program)[0]["environment"]["LC_ALL"] == "en_US.UTF-8"


@pytest.mark.parametrize(
    ("engine", "name", "habits"),
    [
        ("piper", "piper", ()),
        ("piper", "piper", ("late",)),
        ("piper", "piper1", ()),
        ("sapi", "powershell", ()),
    ],
)
def test_a_lasting_program_is_started_once_and_given_line_after_line(
    bench: Make, tmp_path: Path, engine: str, name: str, habits: tuple[str, ...]
) -> None:
    program = fake_engine(tmp_path / "bin", name, *habits)
    voice = tmp_path / "calm.onnx" if engine == "piper" else "Zira"
    made = bench(engine, program, voice=str(voice))
    for text in ("Pigeon,\nright.", MARKUP, "Last breath."):
        answer, seconds = made.say(text)
        assert not answer.problem
        assert one_and_a_half(seconds)
    assert texts(program) == [
        "Pigeon, right.\n",
        "break time 10000s' slnc 10000 breathe\n",
        "Last breath.\n",
    ]
    (given,) = arguments(program)
    if engine == "piper":
        assert given[:2] == ["--model", str(voice)]
        assert given[4:] == ["--length_scale", "1.10"]
    else:
        environment = told(program)[0]["environment"]
        assert environment["YOGAFLOW_VOICE"] == "Zira"
        assert environment["YOGAFLOW_RATE"] == "-2"
        assert given[:6] == "-NoLogo -NoProfile -NonInteractive -InputFormat None -Command".split()
    pid = told(program)[0]["pid"]
    made.process.close(2.0)
    until(lambda: not runs(pid))


@pytest.mark.parametrize(
    ("habit", "problem"),
    [
        ("fails", "ended with 1"),
        ("nothing", "no such file"),
        ("rubbish", "not a sound"),
        ("silent", "no sound"),
        ("endless", "longer than 30"),
        ("hangs", "not done after 2 s"),
        ("child", "not done after 2 s"),
    ],
)
def test_what_an_engine_does_wrong_is_answered_and_the_next_line_is_taken(
    bench: Make, tmp_path: Path, habit: str, problem: str
) -> None:
    program = fake_engine(tmp_path / "bin", "espeak-ng", "once", habit)
    limit = 2.0 if habit in {"hangs", "child"} else 10.0
    made = bench("espeak-ng", program, limit)
    answer, seconds = made.say("Pigeon.")
    assert problem in answer.problem
    assert answer.errno is None
    assert seconds is None
    assert "Pigeon" in made.log
    until(lambda: not runs(told(program)[0]["pid"]))
    answer, seconds = made.say("Pigeon.")
    assert not answer.problem
    assert one_and_a_half(seconds)
    children = [line["child"] for line in told(program) if "child" in line]
    made.process.close(2.0)
    until(lambda: not any(runs(child) for child in children))


@pytest.mark.parametrize("name", ["piper", "powershell"])
@pytest.mark.parametrize(
    ("habit", "problem"),
    [("fails", "ended"), ("hangs", "not done after 0.5 s"), ("silent", "no sound")],
)
def test_a_lasting_program_that_goes_wrong_is_started_again(
    bench: Make, tmp_path: Path, name: str, habit: str, problem: str
) -> None:
    program = fake_engine(tmp_path / "bin", name, "once", habit)
    limit = 0.5 if habit == "hangs" else 10.0
    made = bench("piper" if name == "piper" else "sapi", program, limit, voice="calm.onnx")
    answer, _ = made.say("Pigeon.")
    assert problem in answer.problem
    if habit == "silent":
        assert len(arguments(program)) == 1
        return
    answer, seconds = made.say("Pigeon.")
    if habit == "fails":
        assert not answer.problem
        assert one_and_a_half(seconds)
    assert len(arguments(program)) == 2
    until(lambda: not runs(told(program)[0]["pid"]))


def test_a_program_that_is_not_there_is_a_problem(bench: Make, tmp_path: Path) -> None:
    for name in ("espeak-ng", "piper"):
        answer, _ = bench(name, tmp_path / "missing").say("Pigeon.")
        assert answer.problem
        assert answer.errno is None
    assert bench("espeakng-loader", tmp_path / "missing.so").ready.problem
    assert bench("nonsense", tmp_path / "missing").ready.problem


def test_a_file_that_cannot_be_written_is_told_apart(bench: Make, tmp_path: Path) -> None:
    program = fake_engine(tmp_path / "bin", "espeak-ng")
    made = bench("espeak-ng", program)
    (tmp_path / "ab").write_text("not a folder")
    answer, _ = made.say("Pigeon.")
    assert answer.problem
    assert answer.errno
    (tmp_path / "ab").unlink()
    answer, seconds = made.say("Pigeon.")
    assert not answer.problem
    assert one_and_a_half(seconds)


def test_the_interrupt_is_not_for_it_and_the_end_of_input_is(bench: Make, tmp_path: Path) -> None:
    program = fake_engine(tmp_path / "bin", "espeak-ng", "hangs")
    made = bench("espeak-ng", program)
    os.kill(made.process.pid, signal.SIGINT)
    made.send("Pigeon.")
    until(lambda: told(program))
    engine = told(program)[0]["pid"]
    assert runs(engine)
    made.process.close(5.0)
    until(lambda: made.process.ended)
    until(lambda: not runs(engine))


@pytest.mark.parametrize("listening", [True, False])
def test_it_cleans_up_behind_itself_where_the_player_cannot(
    listening: bool, tmp_path: Path
) -> None:
    program, folder = fake_engine(tmp_path / "bin", "espeak-ng", "hangs"), tmp_path / "line"
    folder.mkdir()
    start = {"do": "start", "engine": "espeak-ng", "program": str(program), "n": 1}
    start |= {"voice": "", "rate": 150, "limit": 30.0, "folder": str(folder)}
    line = {"do": "line", "text": "Pigeon.", "path": str(tmp_path / "x.wav"), "n": 2}
    with subprocess.Popen(
        child_command("yogaflow.audio.voice.worker"),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL if listening else subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdin is not None
        process.stdin.write(f"{json.dumps(start)}\n[]\n?\n{json.dumps(line)}\n".encode())
        process.stdin.flush()
        until(lambda: told(program))
        if process.stdout is not None:
            process.stdout.close()  # A player that was killed may be missed by a beat first.
            process.wait(5.0)
    until(lambda: not runs(told(program)[0]["pid"]))
    assert not folder.exists()


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_killing_it_ends_its_engine(bench: Make, tmp_path: Path, blow: signal.Signals) -> None:
    program = fake_engine(tmp_path / "bin", "espeak-ng", "hangs")
    made = bench("espeak-ng", program)
    made.send("Pigeon.")
    until(lambda: told(program))
    os.kill(made.process.pid, blow)
    if blow == signal.SIGKILL:
        until(lambda: made.process.ended)
    made.process.kill()
    until(lambda: not runs(told(program)[0]["pid"]))


def test_it_says_that_it_lives_while_it_works(bench: Make, tmp_path: Path) -> None:
    made = bench("espeak-ng", fake_engine(tmp_path / "bin", "espeak-ng", "hangs"))
    made.send("Pigeon.")
    beats = made.process.beats
    until(lambda: made.process.beats > beats + 1)
    assert not made.process.ended


# -- real engines ---------------------------------------------------------------------------


def real(name: str) -> str:
    if name == "espeak-ng":
        if ESPEAK is None:
            pytest.skip("espeak-ng is not installed")
        return ESPEAK
    pytest.importorskip("espeakng_loader", reason="the extra `voice` is not installed")
    from yogaflow.audio.voice.engines import found

    info = found("espeakng-loader")
    assert info is not None
    return info.program


@pytest.mark.parametrize("name", ["espeak-ng", "espeakng-loader"])
def test_a_real_engine_says_lines_and_obeys_none(bench: Make, name: str) -> None:
    made = bench(name, real(name))
    lengths: dict[str, Any] = {}
    for text in ("Pigeon, right side.", MARKUP, "[[h@l'oU]]", "Left leg long behind you."):
        answer, lengths[text] = made.say(text)
        assert not answer.problem
    assert all(0.3 < seconds < 5.0 for seconds in lengths.values())
    # Read out, not obeyed and not left out.
    assert lengths[MARKUP] > lengths["Left leg long behind you."]


@pytest.mark.parametrize("name", ["espeak-ng", "espeakng-loader"])
def test_a_real_engine_says_nothing_for_half_a_minute(bench: Make, name: str) -> None:
    made = bench(name, real(name))
    begun = time.monotonic()
    answer, _ = made.say("9 " * 150)
    assert "longer than 30" in answer.problem
    assert time.monotonic() - begun < 10.0
    answer, seconds = made.say("Pigeon.")
    assert not answer.problem
    assert seconds is not None


@pytest.mark.parametrize("name", ["espeak-ng", "espeakng-loader"])
def test_a_voice_that_a_real_engine_does_not_have(bench: Make, name: str) -> None:
    made = bench(name, real(name), voice="Samantha")
    answer = made.ready if made.ready.problem else made.say("Pigeon.")[0]
    assert answer.problem


@pytest.mark.parametrize("name", ["espeak-ng", "espeakng-loader"])
def test_an_english_voice_goes_by_its_usual_name(bench: Make, name: str) -> None:
    for voice in ("en-gb", "en-us"):
        answer, seconds = bench(name, real(name), voice=voice).say("Pigeon, right side.")
        assert not answer.problem
        assert seconds is not None
