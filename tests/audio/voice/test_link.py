"""The player's end of the voice: never in the way, and what can be said is said.

Most of these use a stand-in for the process that renders; the last ones are real throughout.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.audio.voice.voice_help import fake_engine, runs, until
from tests.test_import_hygiene import OUTSIDE, loaded_by
from yogaflow.audio import supervisor
from yogaflow.audio.loudness import loudness
from yogaflow.audio.process import QUEUE
from yogaflow.audio.reading import read_sound
from yogaflow.audio.supervisor import DEATHS
from yogaflow.audio.voice import link as link_module
from yogaflow.audio.voice import rendering
from yogaflow.audio.voice.engines import EngineInfo
from yogaflow.audio.voice.link import FAILURES, NO_ROOM, VoiceLink
from yogaflow.audio.voice.rendering import Rendering
from yogaflow.audio.voice.store import RATE, Store, recording_key, write_recording
from yogaflow.practice.speech import Speaker, Voice
from yogaflow.practice.verbosity import Talk

FAKE = Path(__file__).with_name("fake_voice_worker.py")
INFO = EngineInfo("espeak-ng", "/nowhere/espeak-ng", "", "mark")
LINES = ("Pigeon, right side.", "Right knee forward.", "Left leg long.", "Last breath.")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")

Make = Callable[..., VoiceLink]


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def make(
    diary: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Make]:
    """A link that was started, its process a stand-in with habits."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr(link_module, "found", lambda *_: INFO)
    monkeypatch.setattr(supervisor, "PAUSES", (0.0,) * 4)
    links: list[VoiceLink] = []

    def made(*habits: str, texts: Sequence[str] = LINES, **options: Any) -> VoiceLink:
        command = [sys.executable, str(FAKE), str(diary), *habits]
        links.append(VoiceLink(cache=cache, **{"command": command, **options}))
        links[-1].want(texts)
        links[-1].start()
        return links[-1]

    yield made
    for each in links:
        each.close()
    assert not list(temporary.iterdir())


def told(diary: Path) -> list[dict[str, Any]]:
    if not diary.exists():
        return []
    return [json.loads(line) for line in diary.read_text().splitlines() if line.endswith("}")]


def rendered(diary: Path) -> list[str]:
    return [line["text"] for line in told(diary) if "text" in line]


def pids(diary: Path) -> list[int]:
    return [line["pid"] for line in told(diary) if "pid" in line]


def keep(cache: Path, texts: Sequence[str]) -> None:
    """Have these in the cache already."""
    for text in texts:
        key = recording_key(INFO.mark, INFO.voice, 150, text)
        write_recording(Store(cache).place(key), b"\1\0" * RATE)


# -- all well -------------------------------------------------------------------------------


def test_lines_are_rendered_in_order_and_found_again(make: Make, diary: Path) -> None:
    link = make()
    assert link.wait(20.0)
    status = link.status
    assert (status.state, status.engine, status.message) == ("ready", "espeak-ng", "")
    assert (status.done, status.total) == (4, 4)
    assert rendered(diary) == list(LINES)
    for text in LINES:
        clip = link.clip(text)
        assert clip is not None
        assert clip.seconds == 1.0
        assert Path(clip.path).is_file()
    assert link.clip("something else") is None
    assert link.version >= 1
    start = told(diary)[1]
    assert (start["do"], start["engine"], start["rate"]) == ("start", "espeak-ng", 150)
    # And it is ended when it is not needed; until then it waits.
    assert link.pid == pids(diary)[0]


def test_what_is_kept_costs_no_process(make: Make, cache: Path, diary: Path) -> None:
    keep(cache, LINES)
    link = make()
    assert link.wait(5.0)
    assert link.status.done == 4
    assert all(link.clip(text) for text in LINES)
    assert link.version == 1
    link.want([*LINES[:2], "…"])
    assert link.wait(5.0)
    assert link.pid is None
    assert not diary.exists()
    link.hurry(["Something new."])
    assert link.wait(20.0)
    assert rendered(diary) == ["Something new."]
    assert link.version == 2


def test_the_version_rises_a_few_lines_at_a_time(make: Make) -> None:
    begun = time.monotonic()
    link = make("slow", texts=[f"Line {number}." for number in range(12)])
    assert link.wait(20.0)
    # Two and a half seconds of work at least, and a rise each half second.
    assert 2 <= link.version <= (time.monotonic() - begun) / link_module.BATCH + 2
    last = link.version
    time.sleep(0.1)
    assert link.version == last


def test_an_answer_is_rendered_before_the_rest(make: Make, diary: Path) -> None:
    link = make("slow", texts=[f"Line {number}." for number in range(50)])
    until(lambda: rendered(diary))
    link.hurry(["You are in pigeon."])
    until(lambda: link.clip("You are in pigeon."))
    assert link.status.state == "working"
    assert rendered(diary)[-1] != "Line 49."
    # What is not wanted any more is not rendered, save what the process has already.
    link.want(["Line 49."])
    assert link.wait(20.0)
    assert (link.status.done, link.status.total) == (1, 1)
    assert len(rendered(diary)) < 51


def test_a_process_without_work_is_ended_and_another_is_there_when_needed(
    make: Make, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "IDLE", 0.3)
    link = make()
    assert link.wait(20.0)
    (first,) = pids(diary)
    until(lambda: link.pid is None)
    until(lambda: not runs(first))
    link.want(["Sit up."])
    assert link.wait(20.0)
    assert link.clip("Sit up.") is not None
    assert len(pids(diary)) == 2


def test_texts_that_differ_in_markup_alone_are_one_recording(make: Make, diary: Path) -> None:
    link = make(texts=["Breathe.", "<b>Breathe.", "[[ ]] … Breathe.", "🧘", ""])
    assert link.wait(20.0)
    clip = link.clip("Breathe.")
    assert clip is not None
    assert link.clip("[[ ]] … Breathe.") == clip
    assert link.clip("🧘") is None
    assert link.status.state == "ready"
    assert all("<" not in text and "[" not in text for text in rendered(diary))


def test_a_line_that_is_too_long_is_left_out_whole(make: Make, diary: Path) -> None:
    link = make(texts=["Breathe. " * 60, "Breathe. " * 50, "x" * 451, "y" * 450])
    assert link.wait(20.0)
    assert sorted(rendered(diary)) == sorted([("Breathe. " * 50).strip(), "y" * 450])
    assert (link.status.state, link.status.done) == ("ready", 2)


def test_an_engine_is_given_words_for_what_is_short_in_writing(make: Make, diary: Path) -> None:
    link = make(texts=["Warrior III, 30s."])
    assert link.wait(20.0)
    assert rendered(diary) == ["Warrior three, thirty seconds."]
    assert link.clip("Warrior III, 30s.") is not None


def test_it_is_a_voice(tmp_path: Path) -> None:
    voice: Voice = VoiceLink(cache=tmp_path)
    assert Speaker(voice, Talk.FULL).status.state == "starting"


def test_the_players_end_loads_nothing_heavy() -> None:
    heavy = OUTSIDE | {"soundfile", "espeakng_loader", "asyncio", "tempfile", "hashlib", "wave"}
    assert not loaded_by("import yogaflow.audio.voice.link") & heavy


# -- off ------------------------------------------------------------------------------------


def test_no_voice_is_off_and_says_nothing(make: Make, diary: Path) -> None:
    link = make(engine="none")
    assert link.wait(0.0)
    assert link.status.state == "off"
    assert link.status.message == ""
    assert link.clip(LINES[0]) is None
    assert not diary.exists()


def test_without_an_engine_it_has_failed_and_says_where_to_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "found", lambda *_: None)
    link = VoiceLink(cache=tmp_path)
    assert link.status.state == "starting"
    assert not link.wait(0.0)
    link.start()
    link.start()
    assert link.wait(5.0)
    assert link.status.state == "failed"
    assert link.status.message == "No voice was found; `yogaflow doctor` says what to install."
    link.want(LINES)
    assert link.wait(5.0)
    link.close()
    assert link.status.state == "off"
    other = VoiceLink("piper", cache=tmp_path)
    other.start()
    assert other.wait(5.0)
    assert "piper" in other.status.message
    other.close()


def test_what_goes_wrong_inside_is_said_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> EngineInfo:
        raise ZeroDivisionError

    monkeypatch.setattr(link_module, "found", broken)
    link = VoiceLink(cache=tmp_path, log=tmp_path / "log")
    link.start()
    assert link.wait(5.0)
    assert link.status.message == "No voice: it keeps failing."
    assert "ZeroDivisionError" in (tmp_path / "log").read_text()
    link.close()


# -- a process that does its worst ----------------------------------------------------------


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP])
def test_a_process_that_is_lost_in_its_work_is_replaced(
    make: Make, diary: Path, monkeypatch: pytest.MonkeyPatch, blow: signal.Signals
) -> None:
    monkeypatch.setattr(Rendering, "silence_limit", 0.6)
    texts = [f"Line {number}." for number in range(8)]
    link = make("slow", texts=texts)
    until(lambda: len(rendered(diary)) >= 3)
    (first,) = pids(diary)
    os.kill(first, blow)
    assert link.wait(20.0)
    assert link.status.state == "ready"
    assert link.status.done == 8
    assert len(pids(diary)) == 2
    until(lambda: not runs(first))


@pytest.mark.parametrize("habit", ["hangs", "stuck"])
def test_a_process_that_does_not_answer_is_replaced(
    make: Make, diary: Path, monkeypatch: pytest.MonkeyPatch, habit: str
) -> None:
    monkeypatch.setattr(Rendering, "silence_limit", 0.6)
    monkeypatch.setattr(link_module, "LIMITS", {"espeak-ng": 0.4})
    monkeypatch.setattr(rendering, "SLACK", 0.2)
    link = make(habit, "once")
    assert link.wait(20.0)
    assert link.status.done == 4
    assert len(pids(diary)) == 2


def test_no_call_waits_for_a_process_that_does_not_read(make: Make, diary: Path) -> None:
    link = make("deaf", texts=[f"{number} " + "long " * 50 for number in range(500)])
    until(lambda: pids(diary))
    slowest = 0.0
    for number in range(QUEUE):
        begun = time.monotonic()
        link.want([f"{number} {each} " + "long " * 50 for each in range(20)])
        link.hurry(["Where am I?"])
        _ = link.status, link.version, link.clip("Where am I?"), link.pid
        slowest = max(slowest, time.monotonic() - begun)
    assert slowest < 2.0
    begun = time.monotonic()
    link.close()
    assert time.monotonic() - begun < 5.0
    until(lambda: not runs(pids(diary)[0]))


def test_a_line_that_kills_is_given_up_and_the_others_are_there(make: Make, diary: Path) -> None:
    link = make("cursed", texts=["A cursed line.", "An odd line.", *LINES])
    assert link.wait(20.0)
    assert link.status.state == "ready"
    assert (link.status.done, link.status.total) == (4, 6)
    assert rendered(diary).count("An odd line.") == 2
    assert all(link.clip(text) for text in LINES)
    assert link.clip("A cursed line.") is None
    # Each once killed and once blamed for the last; not more.
    assert len(pids(diary)) <= 3


@pytest.mark.parametrize("habit", ["dies", "unready", "fails"])
def test_what_keeps_failing_is_given_up_with_one_plain_line(
    make: Make, diary: Path, habit: str
) -> None:
    texts = [f"Line {number}." for number in range(40)]
    link = make(habit, texts=texts)
    assert link.wait(20.0)
    status = link.status
    assert status.state == "failed"
    assert status.message == "No voice: espeak-ng keeps failing."
    assert len(pids(diary)) == (DEATHS if habit == "dies" else 1)
    if habit == "fails":
        assert FAILURES <= len(rendered(diary)) <= FAILURES + 2
    until(lambda: not any(runs(pid) for pid in pids(diary)))
    # It stays so, and is not tried again before its time.
    count = len(pids(diary))
    link.want(texts[5:])
    assert link.wait(5.0)
    until(lambda: not link._stirred)
    assert link.pid is None
    assert len(pids(diary)) == count


@pytest.mark.parametrize("habit", ["dies", "unready", "fails", "nowhere"])
def test_a_voice_that_was_given_up_speaks_as_soon_as_it_can_again(
    make: Make, diary: Path, monkeypatch: pytest.MonkeyPatch, habit: str
) -> None:
    monkeypatch.setattr(supervisor, "RETRY", 0.3)
    link = make(habit, "curable", texts=LINES[:2])
    assert link.wait(20.0)
    assert link.status.state == "failed"
    diary.with_suffix(".well").touch()
    until(lambda: link.status.state == "ready", 20.0)
    assert "keeps failing" not in link.status.message
    assert link.status.done == 2


def test_what_is_kept_is_said_even_by_a_voice_that_fails(make: Make, cache: Path) -> None:
    keep(cache, LINES[:2])
    link = make("dies")
    assert link.wait(20.0)
    assert link.status.state == "failed"
    assert link.clip(LINES[0]) is not None
    assert link.clip(LINES[2]) is None
    assert link.status.done == 2
    keep(cache, ["Later."])
    link.hurry(["Later."])
    until(lambda: link.clip("Later."))


def test_the_voice_that_was_asked_for_is_named_in_the_failure(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = EngineInfo("piper", "/nowhere/piper", "/far/away/calm.onnx", "mark")
    monkeypatch.setattr(link_module, "found", lambda *_: info)
    link = make("fails")
    assert link.wait(20.0)
    assert link.status.message == "No voice: piper keeps failing with the voice “calm.onnx”."


def test_a_program_that_cannot_be_started_is_no_voice(make: Make, tmp_path: Path) -> None:
    link = make(command=[str(tmp_path / "missing")])
    assert link.wait(20.0)
    assert link.status.message == "No voice: espeak-ng keeps failing."


def test_what_is_no_answer_does_not_matter(make: Make) -> None:
    link = make("babbles")
    assert link.wait(20.0)
    assert link.status.state == "ready"


def test_a_file_that_is_not_there_is_not_believed_in(make: Make) -> None:
    link = make("lies", "once")
    assert link.wait(20.0)
    assert link.status.state == "failed"
    assert link.clip(LINES[0]) is None


def test_closing_is_quick_and_leaves_nothing_behind(make: Make, diary: Path) -> None:
    link = make("slow", texts=[f"Line {number}." for number in range(50)])
    until(lambda: pids(diary))
    begun = time.monotonic()
    link.close()
    assert time.monotonic() - begun < 5.0
    until(lambda: not any(runs(pid) for pid in pids(diary)))
    link.want(LINES)
    link.hurry(LINES)
    link.start()
    link.close()
    assert link.wait(0.0)
    assert (link.status.state, link.status.message) == ("off", "")
    for _ in range(5):
        make().close()
    until(lambda: not any(runs(pid) for pid in pids(diary)))


# -- where the recordings go ----------------------------------------------------------------


def test_a_cache_that_cannot_be_written_is_a_notice_and_no_more(
    make: Make, cache: Path, tmp_path: Path
) -> None:
    cache.write_text("not a folder")
    link = make()
    assert link.wait(20.0)
    assert link.status.state == "ready"
    assert link.status.done == 4
    assert link.status.message == ("What the voice says is not kept: its folder cannot be written.")
    clip = link.clip(LINES[0])
    assert clip is not None
    assert Path(clip.path).is_file()
    link.close()
    assert not Path(clip.path).exists()
    assert not list((tmp_path / "tmp").iterdir())


def test_a_disk_that_fills_up_is_a_notice_and_no_more(make: Make, cache: Path) -> None:
    link = make("full")
    assert link.wait(20.0)
    assert link.status.state == "ready"
    assert link.status.done == 4
    assert "the disk is full" in link.status.message
    assert not list(cache.rglob("*.wav"))


@pytest.mark.parametrize("habit", ["slow", "clumsy"])
def test_a_cache_that_is_lost_on_the_way_is_made_up_for(
    make: Make, cache: Path, diary: Path, tmp_path: Path, habit: str
) -> None:
    keep(cache, LINES[:2])
    texts = [*LINES[:2], *(f"Line {number}." for number in range(6))]
    link = make("slow", habit, texts=texts)
    until(lambda: len(rendered(diary)) >= 3)
    # At one stroke; the process may make the folder again before a file is in its place.
    for number in range(5):
        cache.rename(tmp_path / f"away {number}")
        with contextlib.suppress(IsADirectoryError):
            cache.write_text("not a folder")
            break
    assert link.wait(20.0)
    assert link.status.state == "ready"
    assert link.status.done == 8
    for text in (*LINES[:2], "Line 0.", "Line 5."):
        clip = link.clip(text)
        assert clip is not None
        assert Path(clip.path).is_file()


def test_no_room_anywhere_is_no_voice(make: Make) -> None:
    link = make("nowhere")
    assert link.wait(20.0)
    assert (link.status.state, link.status.message) == ("failed", NO_ROOM)


def test_the_cache_is_kept_within_its_limit(make: Make, cache: Path) -> None:
    keep(cache, [f"Old {number}." for number in range(20)])
    for path in cache.rglob("*.wav"):
        os.utime(path, (1e9, 1e9))
    link = make(limit_mb=1.0)
    assert link.wait(20.0)

    def size() -> int:
        with contextlib.suppress(FileNotFoundError):  # One has just made room.
            return sum(path.stat().st_size for path in cache.rglob("*.wav"))
        return 1 << 30

    until(lambda: size() <= 1e6)
    assert all(Path(clip.path).is_file() for text in LINES if (clip := link.clip(text)))


# -- the real thing -------------------------------------------------------------------------


@pytest.fixture
def real(cache: Path, tmp_path: Path) -> Iterator[Make]:
    links: list[VoiceLink] = []

    def made(*texts: str, **options: Any) -> VoiceLink:
        links.append(VoiceLink(cache=cache, log=tmp_path / "log", **options))
        links[-1].want(texts)
        links[-1].start()
        return links[-1]

    yield made
    for each in links:
        each.close()


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
def test_lines_of_a_real_voice_are_alike_and_as_long_as_they_say(real: Make, cache: Path) -> None:
    texts = (*LINES, "five", "<break time='10000s'/> [[slnc 10000]] breathe")
    link = real(*texts, engine="espeak-ng")
    assert link.wait(60.0)
    assert link.status.state == "ready"
    for text in texts:
        clip = link.clip(text)
        assert clip is not None
        sound = read_sound(Path(clip.path))
        assert len(sound) / RATE == clip.seconds
        assert 0.2 < clip.seconds < 5.0
        assert abs(loudness(sound / 32768) + 20.0) < 0.5
    # The next practice needs no process, and gets the same.
    again = real(*texts, engine="espeak-ng", command=["/nowhere/python"])
    assert again.wait(10.0)
    assert [again.clip(text) for text in texts] == [link.clip(text) for text in texts]
    # A truncated file is made anew; another rate is another recording.
    clip = link.clip(LINES[0])
    assert clip is not None
    Path(clip.path).write_bytes(Path(clip.path).read_bytes()[:5000])
    third = real(*LINES, engine="espeak-ng", rate=100)
    assert third.wait(60.0)
    slow = third.clip(LINES[0])
    assert slow is not None
    assert slow.seconds > 1.2 * clip.seconds
    fourth = real(*LINES, engine="espeak-ng")
    assert fourth.wait(60.0)
    assert fourth.clip(LINES[0]) == clip
    assert len(read_sound(Path(clip.path))) == round(clip.seconds * RATE)
    assert not list(cache.rglob(".*"))


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_a_real_process_that_is_lost_is_replaced(
    real: Make, monkeypatch: pytest.MonkeyPatch, blow: signal.Signals
) -> None:
    monkeypatch.setattr(Rendering, "silence_limit", 1.5)
    texts = [f"This is line {number}, left leg long behind you." for number in range(12)]
    link = real(*texts, engine="espeak-ng")
    until(lambda: link.status.done >= 3)
    first = link.pid
    assert first is not None
    os.kill(first, blow)
    assert link.wait(60.0)
    assert link.status.state == "ready"
    assert link.status.done == 12
    until(lambda: not runs(first))


@pytest.mark.parametrize(
    ("habits", "state", "done"),
    [(("fails",), "failed", 0), (("hangs", "once"), "ready", 4), (("hangs",), "failed", 0)],
)
def test_a_real_process_with_an_engine_that_does_its_worst(
    real: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    habits: tuple[str, ...],
    state: str,
    done: int,
) -> None:
    fake_engine(tmp_path / "bin", "espeak-ng", *habits)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(link_module, "LIMITS", {"espeak-ng": 1.0})
    link = real(*LINES, engine="espeak-ng")
    assert link.wait(60.0)
    assert (link.status.state, link.status.done) == (state, done)
