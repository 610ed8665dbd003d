"""Which engine speaks, found without starting any, and how each is run."""

from __future__ import annotations

import math
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.audio.voice.voice_help import fake_engine, told
from yogaflow.audio.voice import engines
from yogaflow.audio.voice.commands import LIMIT, LIMITS, command, sapi_rate
from yogaflow.audio.voice.engines import ENGINES, available, found, why_not
from yogaflow.storage.settings import VOICES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Linux on which nothing is installed; what is put here is."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "venv" / "python"))
    monkeypatch.setattr(engines, "_library", lambda: "")
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "calm.onnx"
    path.write_bytes(b"a voice")
    path.with_name("calm.onnx.json").write_text("{}")
    return path


def test_the_settings_know_all_engines() -> None:
    assert {*ENGINES, "auto", "none"} == set(VOICES)


@pytest.mark.usefixtures("bin_folder")
def test_nothing_is_found_where_nothing_is() -> None:
    assert found() is None
    assert why_not("auto") == "No voice was found; `yogaflow doctor` says what to install."
    for name in ("espeak-ng", "espeakng-loader", "piper"):
        assert found(name) is None
        assert why_not(name) == f"No voice: {name} cannot be used, it is not installed."
    assert found("none") is None
    assert found("nonsense") is None
    assert [each.name for each in available()] == ["piper", "espeak-ng", "espeakng-loader"]
    assert all(each.problem and not each.path for each in available())


def test_a_program_comes_before_the_library(
    bin_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_library", lambda: str(bin_folder / "lib.so"))
    library = found()
    assert library is not None
    assert library.name == "espeakng-loader"
    old = fake_engine(bin_folder, "espeak")
    first = found()
    assert first is not None
    assert (first.name, first.program) == ("espeak-ng", str(old))
    new = fake_engine(bin_folder, "espeak-ng")
    second = found("auto", "en-us")
    assert second is not None
    assert (second.program, second.voice, second.notice) == (str(new), "en-us", "")
    chosen = found("espeakng-loader")
    assert chosen is not None
    assert chosen.name == "espeakng-loader"
    assert not told(new)


@pytest.mark.parametrize(
    ("platform", "name", "program"), [("darwin", "say", "say"), ("win32", "sapi", "powershell")]
)
def test_the_systems_own_voice_comes_first(
    bin_folder: Path, monkeypatch: pytest.MonkeyPatch, platform: str, name: str, program: str
) -> None:
    path = fake_engine(bin_folder, program)
    fake_engine(bin_folder, "espeak-ng")
    other = found()
    assert other is not None
    assert other.name == "espeak-ng"
    assert found(name) is None
    assert "it is a part of" in why_not(name)
    monkeypatch.setenv("SYSTEMROOT", str(bin_folder / "nowhere"))
    with monkeypatch.context() as changed:
        if platform == "win32":
            # Its way to look for programs is not this system's.
            changed.setattr(shutil, "which", lambda name, path=None: f"{path or bin_folder}/{name}")
        changed.setattr(sys, "platform", platform)
        info = found()
        names = [each.name for each in available()]
    assert info is not None
    assert (info.name, info.program) == (name, str(path))
    assert names == ["piper", name, "espeak-ng", "espeakng-loader"]


def test_piper_comes_first_with_a_voice_file_and_only_then(bin_folder: Path, model: Path) -> None:
    program = fake_engine(bin_folder, "piper")
    fake_engine(bin_folder, "espeak-ng")
    info = found("auto", str(model))
    assert info is not None
    assert (info.name, info.program, info.voice) == ("piper", str(program), str(model))
    plain = found("auto", "")
    assert plain is not None
    assert plain.name == "espeak-ng"
    assert found("piper", "") is None
    assert why_not("piper") == (
        "No voice: piper cannot be used, it needs a voice, a file that ends in .onnx."
    )
    (piper, *_) = available(str(model))
    assert (piper.name, piper.path, piper.problem) == ("piper", str(program), "")


def test_where_piper_is_not_another_speaks_and_that_is_said(bin_folder: Path, model: Path) -> None:
    fake_engine(bin_folder, "espeak-ng")
    info = found("auto", str(model))
    assert info is not None
    # Another engine would take the path of the file for the name of a voice.
    assert (info.name, info.voice) == ("espeak-ng", "")
    assert info.notice == "piper cannot be used: it is not installed."
    fake_engine(bin_folder, "piper")
    model.with_name("calm.onnx.json").unlink()
    info = found("auto", str(model))
    assert info is not None
    assert info.notice == f"piper cannot be used: there is no file {model}.json."


def test_the_piper_that_sets_up_mice_is_not_taken(bin_folder: Path, model: Path) -> None:
    mice = bin_folder / "piper"
    mice.write_text("#!/usr/bin/python3\nimport gi\nfrom piper.ratbagd import Ratbagd\n")
    mice.chmod(0o755)
    assert found("piper", str(model)) is None
    real = fake_engine(bin_folder, "piper-tts")
    info = found("piper", str(model))
    assert info is not None
    assert info.program == str(real)


@pytest.mark.usefixtures("bin_folder")
def test_piper_beside_this_python_is_found(model: Path, tmp_path: Path) -> None:
    program = fake_engine(tmp_path / "venv", "piper")
    info = found("piper", str(model))
    assert info is not None
    assert info.program == str(program)


def test_another_build_or_voice_file_has_another_mark(bin_folder: Path, model: Path) -> None:
    program = fake_engine(bin_folder, "espeak-ng")
    piper = fake_engine(bin_folder, "piper")
    marks = []
    for path in (None, program, model, piper):
        if path is not None:
            os.utime(path, (1e9, 1e9))
        infos = [found("espeak-ng"), found("piper", str(model))]
        marks.append([info.mark for info in infos if info is not None])
    assert [len(pair) for pair in marks] == [2, 2, 2, 2]
    before, espeak, voice, build = marks
    assert before[0] != espeak[0] == voice[0] == build[0]
    assert before[1] == espeak[1] != voice[1] != build[1]


def test_the_library_of_the_wheel_is_found_without_loading_it() -> None:
    pytest.importorskip("espeakng_loader")
    sys.modules.pop("espeakng_loader")
    info = found("espeakng-loader")
    assert info is not None
    assert Path(info.program).is_file()
    assert engines.data_folder(Path(info.program)).is_dir()
    assert "espeakng_loader" not in sys.modules


# -- how they are run -----------------------------------------------------------------------

PROGRAMS = ("espeak-ng", "say", "piper", "sapi")


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("rate", [80, 150, 300])
def test_no_argument_is_read_by_a_shell_or_can_be_taken_for_another(name: str, rate: int) -> None:
    how = command(name, "/bin/program", "-x; $(voice)", rate, "/tmp/place")
    assert how.arguments[0] == "/bin/program"
    # Windows puts all arguments into one line and takes it apart again.
    assert not any('"' in each or "\n" in each for each in how.arguments)
    if "-x; $(voice)" in how.arguments:
        assert how.arguments[how.arguments.index("-x; $(voice)") - 1] in {"-v", "--model"}
    else:
        assert how.environment["YOGAFLOW_VOICE"] == "-x; $(voice)"


def test_markup_is_never_asked_for() -> None:
    assert "-m" not in command("espeak-ng", "p", "", 150, "f").arguments
    script = command("sapi", "p", "", 150, "f").arguments[-1]
    assert "$voice.Speak($line)" in script
    assert "Ssml" not in script


def test_a_quicker_voice_is_quicker_with_every_engine() -> None:
    def argument(name: str, rate: int, after: str) -> float:
        arguments = command(name, "p", "v", rate, "f").arguments
        return float(arguments[arguments.index(after) + 1])

    assert argument("espeak-ng", 150, "-s") == 150
    assert argument("say", 150, "-r") == 150
    assert argument("piper", 150, "--length_scale") == 1.1
    assert argument("piper", 300, "--length_scale") == 0.55
    rates = [sapi_rate(rate) for rate in range(80, 301, 10)]
    assert rates == sorted(rates)
    assert sapi_rate(180) == 0
    assert all(-10 <= rate <= 10 for rate in rates)
    assert math.isclose(180 * 3 ** (sapi_rate(240) / 10), 240, rel_tol=0.06)


def test_what_is_no_program_is_not_run() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        command("nonsense", "p", "", 150, "f")
    assert set(LIMITS) < set(ENGINES)
    assert all(limit > LIMIT for limit in LIMITS.values())
