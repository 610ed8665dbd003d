"""The player's end of the sound: never blocks, and keeps a child alive that does its worst.

These start real processes, so they wait; each wait ends as soon as what is waited for is there.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from yogaflow.audio import supervisor
from yogaflow.audio.link import NO_SOUND, SoundLink, SoundStatus
from yogaflow.audio.process import QUEUE, Child, child_command
from yogaflow.timeline.cues import CueName, SoundCue, SpeechCue

FAKE = Path(__file__).with_name("fake_sound_child.py")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")

Make = Callable[..., SoundLink]


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary"


@pytest.fixture
def make(diary: Path, tmp_path: Path) -> Iterator[Make]:
    links: list[SoundLink] = []

    def made(*habits: str, **options: Any) -> SoundLink:
        command = [sys.executable, str(FAKE), str(diary), *habits]
        links.append(SoundLink(theme=tmp_path, command=command, **options))
        links[-1].start()
        return links[-1]

    yield made
    for each in links:
        each.close()


def until(true: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def told(diary: Path) -> list[dict[str, Any]]:
    """What all children so far have been told, each beginning with its process number."""
    if not diary.exists():
        return []
    return [json.loads(line) for line in diary.read_text().splitlines() if line.endswith("}")]


def pids(diary: Path) -> list[int]:
    return [line["pid"] for line in told(diary) if "pid" in line]


def has_more(diary: Path, known: list[int]) -> bool:
    return len(pids(diary)) > len(known)


def playing(made: SoundLink) -> Callable[[], bool]:
    return lambda: made.status.state == "playing"


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def soon(seconds: float, name: CueName = CueName.NEXT) -> SoundCue:
    return SoundCue(time.monotonic() + seconds, name)


def test_what_is_said_arrives_in_order(make: Make, diary: Path) -> None:
    link = make(volume=0.5, muted=True)
    until(playing(link))
    link.new_plan(1, fade=True)
    cue = SoundCue(time.monotonic() + 60, CueName.IN, 4.0)
    link.schedule(1, [cue])
    link.set_volume(0.25)
    link.set_muted(False)
    until(lambda: len(told(diary)) == 6)
    start, plan, cues, volume, muted = told(diary)[1:]
    assert (start["do"], start["volume"], start["muted"]) == ("start", 0.5, True)
    assert (plan["do"], plan["fade"]) == ("plan", True)
    assert cues["cues"] == [[cue.at, "in", 4.0]]
    assert cues["plan"] == plan["plan"] > start["plan"]
    assert (volume["volume"], muted["muted"]) == (0.25, False)


def test_a_line_is_sent_with_the_path_of_its_recording(make: Make, diary: Path) -> None:
    link = make(delay=0.25, ambience=Path("rain.ogg"), ambience_volume=0.4)
    until(playing(link))
    line = SpeechCue(time.monotonic() + 60, "/cache/ab/abc.wav", 2.5)
    link.schedule(1, [line, soon(61)])
    until(lambda: len(told(diary)) == 4)
    start, _, cues = told(diary)[1:]
    assert (start["delay"], start["ambience"]) == (0.25, "rain.ogg")
    assert start["ambience_volume"] == 0.4
    assert cues["cues"][0] == [line.at, "speech", 2.5, "/cache/ab/abc.wav"]


def test_ambience_is_asked_for_only_where_there_is_one_and_only_once(
    make: Make, diary: Path
) -> None:
    plain, link = make(), make(ambience=Path("rain.ogg"))
    until(lambda: len(pids(diary)) == 2)
    until(playing(plain))
    until(playing(link))
    plain.set_ambience(True)
    for on in (False, True, True, False):
        link.set_ambience(on)
    until(lambda: len(told(diary)) >= 6)
    asked = [line["on"] for line in told(diary) if line.get("do") == "ambience"]
    assert asked == [True, False]


def test_a_child_that_is_replaced_is_told_of_ambience_and_of_lines_ahead(
    make: Make, diary: Path
) -> None:
    link = make(ambience=Path("rain.ogg"), delay=0.5)
    until(playing(link))
    link.set_ambience(True)
    said, line = (SpeechCue(time.monotonic() + at, "a.wav", 3.0) for at in (-0.4, 60.0))
    gone = SpeechCue(time.monotonic() - 0.8, "b.wav", 3.0)
    link.schedule(1, [gone, said, line])
    until(lambda: len(told(diary)) == 5)
    first = link.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: len(told(diary)) >= 9)
    start, ambience, cues = told(diary)[-3:]
    assert (start["do"], start["ambience"]) == ("start", "rain.ogg")
    assert ambience["on"] is True
    # One that was due a moment ago may still be sounding for a slow output; the child decides.
    assert [row[3] for row in cues["cues"]] in (["a.wav", "a.wav"], ["a.wav"])
    assert cues["cues"][-1][0] == line.at


def test_cues_of_a_plan_that_was_replaced_are_not_sent(make: Make, diary: Path) -> None:
    link = make()
    until(playing(link))
    link.new_plan(5, fade=False)
    link.schedule(4, [soon(60, CueName.LAST)])
    link.schedule(6, [soon(60, CueName.TICK)])
    link.schedule(5, [soon(60, CueName.LAST)])
    until(lambda: len(told(diary)) == 5)
    assert told(diary)[-1]["cues"][0][1] == "tick"
    assert told(diary)[-1]["plan"] == told(diary)[-2]["plan"] == told(diary)[-3]["plan"] + 1


def test_the_next_practice_begins_its_plans_anew(make: Make, diary: Path) -> None:
    link = make()
    until(playing(link))
    link.new_plan(40, fade=True)
    link.new_plan(1, fade=True)
    link.schedule(1, [soon(60)])
    until(lambda: len(told(diary)) == 5)
    numbers = [line["plan"] for line in told(diary)[1:]]
    assert numbers == sorted(numbers)
    assert numbers[-1] == numbers[-2]


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP])
def test_a_child_that_is_lost_is_replaced_and_told_what_is_ahead(
    make: Make, diary: Path, blow: signal.Signals
) -> None:
    link = make(volume=0.3)
    until(playing(link))
    link.set_muted(True)
    link.new_plan(3, fade=False)
    past, ahead = soon(0.05), soon(60)
    link.schedule(3, [past, ahead])
    until(lambda: len(told(diary)) == 5)
    first = link.pid
    assert first is not None
    until(lambda: time.monotonic() > past.at + 0.25)
    os.kill(first, blow)
    until(lambda: link.pid not in {None, first} and link.status.state == "playing")
    until(lambda: len(told(diary)) >= 8)
    start, cues = told(diary)[-2:]
    assert (start["do"], start["volume"], start["muted"]) == ("start", 0.3, True)
    assert cues["cues"] == [[ahead.at, "next", 0.0]]
    assert cues["plan"] == start["plan"]
    until(lambda: not runs(first))


def test_a_hung_child_blocks_nobody_and_is_replaced(make: Make, diary: Path) -> None:
    link = make("hangs", "once")
    until(playing(link))
    cues = [soon(60 + n) for n in range(500)]
    slowest = 0.0
    # Far more than a pipe holds.
    for n in range(50):
        begun = time.monotonic()
        link.schedule(n, cues)
        link.new_plan(n, fade=True)
        slowest = max(slowest, time.monotonic() - begun)
    assert slowest < 2.0  # A call that waits for a hung child waits for ever.
    until(lambda: len(pids(diary)) == 2)
    until(playing(link))


def test_a_child_that_reads_nothing_but_beats_is_replaced_too(make: Make, diary: Path) -> None:
    link = make("deaf", "once")
    until(playing(link))
    cues = [soon(60 + n) for n in range(200)]
    for n in range(QUEUE + 200):
        link.schedule(n, cues)
    until(lambda: len(pids(diary)) == 2)


def test_a_child_that_always_dies_is_given_up_for_a_while(
    make: Make, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "PAUSES", (0.0,) * 4)
    monkeypatch.setattr(supervisor, "RETRY", 3600.0)
    link = make("dies")
    until(lambda: link.status.message == NO_SOUND)
    assert len(pids(diary)) == supervisor.DEATHS
    begun = time.monotonic()
    link.schedule(1, [soon(60)])
    link.drain(30.0)
    assert time.monotonic() - begun < 5.0
    # It is not tried again before its time, but at once when somebody wants to hear it.
    for on in (True, False, True):
        link.set_muted(on)
    until(lambda: len(pids(diary)) == supervisor.DEATHS + 1)
    assert link.status == SoundStatus("silent", "", NO_SOUND)


def test_a_sound_that_was_given_up_is_back_and_says_so(
    make: Make, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "PAUSES", (0.0,) * 4)
    monkeypatch.setattr(supervisor, "RETRY", 0.3)
    link = make("dies", "five")
    until(lambda: link.status.message == NO_SOUND)
    link.schedule(1, [cue := soon(60)])
    until(playing(link))
    assert link.status.message == ""
    until(lambda: told(diary)[-1].get("cues") == [[cue.at, "next", 0.0]])


def test_a_backend_that_kills_its_process_makes_way_for_the_next(
    make: Make, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "PAUSES", (0.0,) * 4)
    link = make()
    for _ in range(supervisor.DEATHS - 1):
        until(playing(link))
        until(lambda: told(diary)[-1].get("do") == "start")
        known = pids(diary)
        os.kill(known[-1], signal.SIGSEGV)
        until(partial(has_more, diary, known))
    until(lambda: told(diary)[-1].get("last") == "miniaudio")


def test_what_a_library_prints_does_not_matter(make: Make) -> None:
    link = make("babbles")
    until(playing(link))
    assert link.status.message == ""


def test_closing_ends_the_child_and_is_quick(make: Make, diary: Path) -> None:
    link = make()
    until(playing(link))
    pid = pids(diary)[0]
    begun = time.monotonic()
    link.close()
    assert time.monotonic() - begun < 5.0
    assert link.status.state == "off"
    until(lambda: not runs(pid))
    link.schedule(1, [soon(1)])
    link.close()


def test_closing_ends_a_stopped_child(make: Make, diary: Path) -> None:
    link = make()
    until(playing(link))
    os.kill(pids(diary)[0], signal.SIGSTOP)
    link.close()
    until(lambda: not runs(pids(diary)[0]))


def test_closing_at_once_leaves_no_child_behind(make: Make, diary: Path) -> None:
    for _ in range(5):
        make().close()
    until(lambda: not any(runs(pid) for pid in pids(diary)))
    time.sleep(0.3)
    assert not any(runs(pid) for pid in pids(diary))


def test_draining_waits_for_what_is_left_but_not_for_ever(make: Make) -> None:
    idle = make()
    until(playing(idle))
    idle.schedule(1, [soon(0.3)])
    begun = time.monotonic()
    idle.drain(20.0)
    assert 0.3 <= time.monotonic() - begun < 10.0
    busy = make("busy")
    until(playing(busy))
    begun = time.monotonic()
    busy.drain(0.2)
    assert 0.2 <= time.monotonic() - begun < 5.0


def test_a_link_that_was_never_started_is_off_and_harmless(tmp_path: Path) -> None:
    link = SoundLink(theme=tmp_path)
    link.schedule(1, [soon(1)])
    link.new_plan(2, fade=True)
    link.set_volume(7.0)
    link.drain(10.0)
    assert link.status.state == "off"
    link.close()


def test_a_program_that_cannot_be_started_is_no_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "PAUSES", (0.0,) * 4)
    link = SoundLink(theme=tmp_path, command=[str(tmp_path / "missing")])
    link.start()
    until(lambda: link.status.message == NO_SOUND)
    link.close()


# -- the real child, without a device -------------------------------------------------------


def start_message(**changes: object) -> dict[str, Any]:
    message: dict[str, Any] = {
        "do": "start",
        "theme": "nowhere",
        "backend": "silence",
        "last": "",
        "volume": 0.8,
        "muted": False,
        "plan": 0,
        "delay": 0.0,
        "ambience": "",
        "ambience_volume": 0.5,
    }
    return {**message, **changes}


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    made = Child(child_command(), tmp_path / "log", lambda: None)
    yield made
    made.kill()


def test_the_child_ignores_the_interrupt_and_ends_at_the_end_of_its_input(child: Child) -> None:
    until(lambda: child.beats > 0)
    child.send(start_message())
    until(lambda: child.ready)
    os.kill(child.pid, signal.SIGINT)
    beats = child.beats
    until(lambda: child.beats > beats + 1)
    assert not child.ended
    child.close(5.0)
    until(lambda: child.ended)


def test_the_child_plays_to_a_device_that_is_none_and_says_when_it_is_done(child: Child) -> None:
    child.send(start_message())
    child.send({"do": "nonsense"})
    child.send({"do": "cues", "plan": 0, "cues": [[float("nan"), "in", 1.0], ["x"]]})
    child.send({"do": "cues", "plan": 0, "cues": [[time.monotonic() + 1.0, "tick", 0.0]]})
    until(lambda: child.ready)
    assert child.state == "silent"
    assert not child.is_idle
    until(lambda: child.is_idle)


def test_a_recording_or_an_ambience_that_cannot_be_read_is_no_reason_to_stop(
    child: Child, tmp_path: Path
) -> None:
    (tmp_path / "rain.ogg").write_text("no sound at all")
    child.send(start_message(ambience=str(tmp_path / "rain.ogg")))
    child.send({"do": "ambience", "on": True})
    soon_ = time.monotonic() + 0.5
    rows: list[list[object]] = [[soon_, "speech", 1.0, str(tmp_path / "gone.wav")]]
    rows += [[soon_, "speech", 1.0, str(tmp_path / "rain.ogg")], [soon_, "speech", 1.0]]
    rows += [[soon_, "tick", 0.0]]
    child.send({"do": "cues", "plan": 0, "cues": rows})
    until(lambda: "The ambience cannot be read: rain.ogg" in child.message)
    until(lambda: child.is_idle)
    assert not child.ended
    log = (tmp_path / "log").read_text()
    assert "gone.wav: there is no such file" in log
    assert "rain.ogg: not a WAV file" in log
    assert log.count("The ambience cannot be read") == 1


def test_the_child_does_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from yogaflow.audio.link import SoundLink\n"
        f"link = SoundLink(theme=Path({str(tmp_path)!r}), backend='silence')\n"
        "link.start()\n"
        "while link.status.state == 'starting': time.sleep(0.01)\n"
        "print(link.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert runs(pid)
    # Its own session: Ctrl-C in the terminal does not reach it.
    assert os.getsid(pid) == pid
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: not runs(pid))
