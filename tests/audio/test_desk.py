"""The desk: seconds to samples, plans, and what becomes of a cue that is late."""

from __future__ import annotations

import wave
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from yogaflow.audio.clips import LONGEST, read_clip
from yogaflow.audio.desk import LATE, LINE_GAP, Desk
from yogaflow.audio.mixer import AMBIENCE_IN, Pcm, Samples, Source
from yogaflow.audio.theme import SoundBank, Theme
from yogaflow.timeline.cues import AnyCue, CueName, SoundCue, SpeechCue

RATE = 48_000
BLOCK = 2880
HALF = 16384


LINES: Mapping[str, Pcm] = {
    "short": np.full(RATE // 2, 4096, np.int16),
    "long": np.full(2 * RATE, 4096, np.int16),
}
"""Spoken lines by the path of their recording."""


def read_line(path: Path) -> Pcm:
    if path.name not in LINES:
        raise FileNotFoundError("there is no such file")
    return LINES[path.name]


def desk(
    latency: float = 0.0,
    *,
    delay: float = 0.0,
    ambience: Source | None = None,
    log: list[str] | None = None,
) -> Desk:
    bell: Pcm = np.full(4800, HALF, np.int16)
    sounds: Mapping[CueName, Pcm] = dict.fromkeys(CueName, bell)
    made = Desk(
        SoundBank(Theme(sounds)),
        latency=latency,
        delay=delay,
        ambience=ambience,
        clip=read_line,
        log=(log if log is not None else []).append,
    )
    made.restart(latency)
    return made


class Device:
    """Asks for a block each period, on time, from `begin` on."""

    def __init__(self, made: Desk, begin: float = 1000.0) -> None:
        self.desk = made
        self.begin = begin
        self.out: list[Samples] = []
        made.set_volume(1.0)

    @property
    def now(self) -> float:
        return self.begin + len(self.out) * BLOCK / RATE

    def play(self, seconds: float) -> Samples:
        for _ in range(round(seconds * RATE / BLOCK)):
            self.out.append(self.desk.block(BLOCK, self.now))
        return np.concatenate(self.out)


def onset(out: Samples) -> int:
    return int(np.flatnonzero(out)[0])


@pytest.mark.parametrize("latency", [0.0, 0.12])
def test_a_cue_begins_on_its_sample(latency: float) -> None:
    device = Device(desk(latency))
    device.play(1.2)
    device.desk.schedule(0, [SoundCue(1002.345, CueName.NEXT)])
    out = device.play(3.0)
    assert onset(out) == round((2.345 - latency) * RATE)
    assert np.count_nonzero(out) == 4800


def test_a_swell_is_as_long_as_it_says() -> None:
    device = Device(desk())
    device.desk.schedule(0, [SoundCue(1001.0, CueName.IN, 1.05)])
    out = device.play(3.0)
    sounding = np.flatnonzero(out)
    assert RATE <= sounding[0] < RATE + 200
    assert 2.05 * RATE - 200 < sounding[-1] < 2.05 * RATE


@pytest.mark.parametrize("late", [0.0, 0.05, 0.14])
def test_a_bell_a_little_late_is_played_at_once_and_whole(late: float) -> None:
    device = Device(desk())
    before = len(device.play(1.2))
    device.desk.schedule(0, [SoundCue(device.now - late, CueName.NEXT)])
    out = device.play(1.2)
    assert onset(out) == before
    assert np.count_nonzero(out) == 4800
    assert device.desk.dropped == 0


def test_a_sound_for_a_key_just_pressed_is_played_although_the_device_has_a_latency() -> None:
    device = Device(desk(0.2))
    before = len(device.play(1.2))
    device.desk.schedule(0, [SoundCue(device.now, CueName.PAUSE)])
    assert onset(device.play(1.2)) == before


def test_a_bell_too_late_is_left_out_whole() -> None:
    device = Device(desk())
    device.play(1.2)
    device.desk.schedule(0, [SoundCue(device.now - LATE - 0.01, CueName.NEXT)])
    assert not device.play(1.2).any()
    assert device.desk.dropped == 1
    assert not device.desk.busy


def test_a_swell_late_by_less_than_half_comes_in_softly_and_ends_in_time() -> None:
    device = Device(desk())
    begin = device.now
    whole = SoundBank(Theme({})).samples(CueName.OUT, 3.0) / 32768
    device.play(1.2)
    device.desk.schedule(0, [SoundCue(begin, CueName.OUT, 3.0)])
    out = device.play(3.6)
    first = round(1.2 * RATE)
    assert abs(out[first]) < 1e-3
    # After it has come in, it is sample for sample where it would have been.
    faded_in = first + round(0.25 * RATE)
    assert np.allclose(out[faded_in : 3 * RATE], whole[faded_in:], atol=1e-4)
    assert not out[3 * RATE :].any()
    assert np.abs(np.diff(out)).max() < 0.04


def test_a_swell_late_by_half_is_left_out() -> None:
    device = Device(desk())
    device.play(1.2)
    device.desk.schedule(0, [SoundCue(device.now - 1.5, CueName.OUT, 3.0)])
    assert not device.play(3.0).any()


def test_a_new_plan_drops_what_has_not_begun_and_lets_the_rest_end() -> None:
    device = Device(desk())
    cues = [SoundCue(1001.0, CueName.NEXT), SoundCue(1002.0, CueName.NEXT)]
    device.desk.schedule(0, cues)
    device.play(1.02)
    device.desk.new_plan(1, fade=False)
    device.desk.schedule(0, [SoundCue(1002.5, CueName.NEXT)])
    out = device.play(3.0)
    assert np.count_nonzero(out) == 4800
    assert onset(out) == RATE


def test_a_new_plan_with_fade_is_silent_within_thirty_milliseconds() -> None:
    device = Device(desk())
    device.desk.schedule(0, [SoundCue(1001.0, CueName.OUT, 3.0)])
    done = len(device.play(1.98))
    device.desk.new_plan(1, fade=True)
    device.desk.schedule(1, [SoundCue(1003.0, CueName.PAUSE)])
    out = device.play(1.98)
    assert not out[done + round(0.03 * RATE) : 3 * RATE].any()
    assert np.count_nonzero(out[3 * RATE :]) == 4800


def test_muting_and_volume_act_on_what_sounds() -> None:
    device = Device(desk())
    device.desk.schedule(0, [SoundCue(1001.0, CueName.IN, 4.0)])
    device.play(1.5)
    device.desk.set_muted(True)
    device.play(0.06)
    assert not device.play(0.6)[-2 * BLOCK :].any()
    device.desk.set_muted(False)
    device.desk.set_volume(0.5)
    assert device.play(0.6)[-BLOCK:].any()


def test_a_new_device_has_a_clock_of_its_own() -> None:
    device = Device(desk())
    device.play(3.0)
    device.desk.restart(0.0)
    # It begins half a second later than the old one would have gone on.
    device.begin += 0.5
    before = len(np.concatenate(device.out))
    device.desk.schedule(0, [SoundCue(device.now + 1.0, CueName.NEXT)])
    assert onset(device.play(2.4)) == before + RATE


def test_a_cue_of_an_unknown_sound_is_silence() -> None:
    device = Device(Desk(SoundBank(Theme({}))))
    device.desk.schedule(0, [SoundCue(1000.5, CueName.NEXT)])
    assert not device.play(1.2).any()
    assert not device.desk.busy


# -- speech ---------------------------------------------------------------------------------


def spoken(at: float, clip: str = "short") -> SpeechCue:
    return SpeechCue(at, clip, len(LINES[clip]) / RATE if clip in LINES else 1.0)


@pytest.mark.parametrize("latency", [0.0, 0.12])
def test_a_line_begins_on_its_sample_and_is_whole(latency: float) -> None:
    device = Device(desk(latency))
    device.play(1.2)
    device.desk.schedule(0, [spoken(1002.345)])
    out = device.play(3.0)
    assert onset(out) == round((2.345 - latency) * RATE)
    assert np.count_nonzero(out) == len(LINES["short"])
    assert out.max() == 4096 / 32768


def test_a_swell_under_a_line_drops_and_comes_back() -> None:
    plain, under = Device(desk()), Device(desk())
    for device in (plain, under):
        device.desk.schedule(0, [SoundCue(1001.0, CueName.IN, 6.0)])
    under.desk.schedule(0, [spoken(1003.0, "long")])
    swell, both = plain.play(7.8), under.play(7.8)
    line = np.zeros_like(both)
    line[2 * RATE + RATE : 5 * RATE] = 4096 / 32768
    ducked = both - line
    assert np.array_equal(ducked[: 3 * RATE], swell[: 3 * RATE])

    def level(sound: Samples, first: float, last: float) -> float:
        return float(np.sqrt(np.mean(sound[round(first * RATE) : round(last * RATE)] ** 2)))

    drop = 20 * np.log10(level(ducked, 3.2, 5.0) / level(swell, 3.2, 5.0))
    assert drop == pytest.approx(-9.0, abs=0.1)
    assert np.array_equal(ducked[round(5.5 * RATE) :], swell[round(5.5 * RATE) :])


def test_a_line_a_little_late_is_whole_and_one_too_late_is_left_out_whole() -> None:
    device = Device(desk(0.1))
    before = len(device.play(1.2))
    device.desk.schedule(0, [spoken(device.now - LATE + 0.01)])
    out = device.play(1.2)
    assert onset(out) == before
    assert np.count_nonzero(out) == len(LINES["short"])
    device.desk.schedule(0, [spoken(device.now - LATE - 0.01)])
    assert np.count_nonzero(device.play(1.2)) == len(LINES["short"])
    assert device.desk.dropped == 1


def test_two_lines_never_sound_at_once() -> None:
    """An answer to a key comes late, by the device's own time; what follows it waits."""
    device = Device(desk(0.3))
    before = len(device.play(1.2))
    now = device.now
    device.desk.schedule(0, [spoken(now), spoken(now + 0.6), spoken(now + 1.5)])
    out = device.play(3.0)
    assert out.max() == 4096 / 32768
    assert np.count_nonzero(out) == 3 * len(LINES["short"])
    edges = np.flatnonzero(np.diff(out != 0)) + 1
    begins, ends = edges[::2], edges[1::2]
    assert begins.tolist() == [
        before,
        ends[0] + round(LINE_GAP * RATE),
        before + round((1.5 - 0.3) * RATE),
    ]


def test_a_line_that_would_have_to_wait_too_long_is_left_out_whole() -> None:
    device = Device(desk())
    device.play(1.2)
    device.desk.schedule(0, [spoken(device.now, "long"), spoken(device.now + 0.5)])
    out = device.play(4.2)
    assert np.count_nonzero(out) == len(LINES["long"])
    assert device.desk.dropped == 1
    assert not device.desk.busy


def test_pause_fades_a_line_and_a_new_pace_lets_it_be_said() -> None:
    device = Device(desk())
    device.desk.schedule(0, [spoken(1001.0, "long"), spoken(1004.0)])
    device.play(1.5)
    device.desk.new_plan(1, fade=False)
    assert np.count_nonzero(device.play(1.98)) == len(LINES["long"])
    device.desk.schedule(1, [spoken(device.now, "long")])
    device.play(0.48)
    done = np.count_nonzero(np.concatenate(device.out))
    device.desk.new_plan(2, fade=True)
    device.desk.schedule(2, [spoken(device.now + 0.2)])
    out = device.play(1.98)
    fade = round(0.03 * RATE)
    # Faded, and so the next may be said when it is due.
    assert done + fade - 10 <= np.count_nonzero(out) - len(LINES["short"]) <= done + fade
    assert device.desk.dropped == 0


def test_a_recording_that_cannot_be_read_is_named_and_the_rest_goes_on() -> None:
    log: list[str] = []
    device = Device(desk(log=log))
    device.desk.schedule(
        0, [SoundCue(1000.5, CueName.NEXT), spoken(1001.0, "gone"), spoken(1002.0)]
    )
    out = device.play(3.0)
    assert np.count_nonzero(out) == 4800 + len(LINES["short"])
    assert len(log) == 1
    assert "gone: there is no such file" in log[0]
    assert not device.desk.busy


@pytest.mark.parametrize("moved", [-0.03, 0.0, 0.05])
def test_what_has_begun_sooner_than_due_is_not_begun_again_by_a_new_plan(moved: float) -> None:
    """A player that changes its pace sends all anew that it takes for not begun."""
    device = Device(desk(0.1, delay=0.3))
    cues: list[AnyCue] = [SoundCue(1002.0, CueName.NEXT), spoken(1002.5)]
    cues.append(SoundCue(1004.0, CueName.NEXT))
    device.desk.schedule(0, cues)
    device.play(1.8)
    # Bell and line are on their way to the ear; the second bell is not.
    device.play(0.36)
    device.desk.new_plan(1, fade=False)
    device.desk.schedule(
        1,
        [
            SoundCue(1002.0 + moved, CueName.NEXT),
            spoken(1002.5 + moved),
            SoundCue(1004.0 + moved, CueName.NEXT),
        ],
    )
    out = device.play(3.0)
    assert np.count_nonzero(out) == 2 * 4800 + len(LINES["short"])
    assert out.max() == HALF / 32768
    assert device.desk.dropped == 0


def test_a_line_that_waits_for_another_and_is_sent_again_is_heard_once() -> None:
    device = Device(desk(0.3))
    device.play(1.2)
    now = device.now
    device.desk.schedule(0, [spoken(now), spoken(now + 0.55)])
    device.play(0.3)
    device.desk.new_plan(1, fade=False)
    device.desk.schedule(1, [spoken(now + 0.55)])
    assert np.count_nonzero(device.play(1.8)) == 2 * len(LINES["short"])


def test_what_was_faded_is_begun_anew() -> None:
    device = Device(desk(0.1, delay=0.3))
    device.desk.schedule(0, [SoundCue(1002.0, CueName.NEXT)])
    device.play(1.62)
    device.desk.new_plan(1, fade=True)
    device.desk.schedule(1, [SoundCue(1002.2, CueName.NEXT)])
    out = device.play(1.2)
    assert np.count_nonzero(out[round(1.75 * RATE) :]) == 4800


def test_the_same_bell_twice_in_a_plan_is_heard_twice() -> None:
    device = Device(desk(0.1, delay=0.3))
    device.desk.schedule(0, [SoundCue(1002.0, CueName.TICK), SoundCue(1002.2, CueName.TICK)])
    assert np.count_nonzero(device.play(3.0)) == 2 * 4800


# -- the recordings -------------------------------------------------------------------------


def write(path: Path, samples: Pcm, *, channels: int = 1, width: int = 2, rate: int = RATE) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return path


def test_a_recording_is_read_as_it_is(tmp_path: Path) -> None:
    sound = np.arange(-5000, 5000, dtype=np.int16)
    assert np.array_equal(read_clip(write(tmp_path / "a.wav", sound)), sound)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"channels": 2}, "2 channels"),
        ({"rate": 44_100}, "44100 Hz"),
        ({"width": 1}, "8 bits"),
    ],
)
def test_a_recording_of_another_kind_is_refused(
    bad: dict[str, int], said: str, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.wav", np.ones(1000, np.int16), **bad)
    with pytest.raises(ValueError, match=said):
        read_clip(path)


def test_what_is_no_whole_recording_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", np.ones(1000, np.int16))
    whole = path.read_bytes()
    for cut, said in ((1000, "a part of it"), (44, "a part of it"), (20, "not a WAV"), (0, "not")):
        path.write_bytes(whole[:cut])
        with pytest.raises(ValueError, match=said):
            read_clip(path)
    path.write_bytes(b"RIFF of another kind" * 100)
    with pytest.raises(ValueError, match="not a WAV"):
        read_clip(path)
    empty = write(tmp_path / "b.wav", np.zeros(0, np.int16))
    with pytest.raises(ValueError, match="a part of it"):
        read_clip(empty)
    with pytest.raises(IsADirectoryError, match="that is a folder"):
        read_clip(tmp_path)
    with pytest.raises(FileNotFoundError, match="no such file"):
        read_clip(tmp_path / "gone.wav")


def test_a_recording_that_is_too_long_or_too_big_is_refused(tmp_path: Path) -> None:
    count = round(LONGEST * RATE) + 1
    with pytest.raises(ValueError, match="longer than 30 seconds"):
        read_clip(write(tmp_path / "a.wav", np.zeros(count, np.int16)))
    with pytest.raises(ValueError, match="too big"):
        read_clip(write(tmp_path / "b.wav", np.zeros(2 * count, np.int16)))


# -- the output's delay, and ambience -------------------------------------------------------


def test_an_output_that_lags_behind_is_sent_everything_sooner() -> None:
    device = Device(desk(0.1, delay=0.25))
    device.play(1.2)
    device.desk.schedule(0, [SoundCue(1002.5, CueName.NEXT), spoken(1003.5)])
    out = device.play(3.0)
    assert onset(out) == round((2.5 - 0.35) * RATE)
    assert onset(out[round(2.5 * RATE) :]) == round((3.5 - 0.35 - 2.5) * RATE)


def test_a_sound_for_a_key_comes_late_through_such_an_output_but_it_comes() -> None:
    device = Device(desk(0.1, delay=0.4))
    before = len(device.play(1.2))
    device.desk.schedule(0, [SoundCue(device.now - 0.1, CueName.PAUSE)])
    out = device.play(1.2)
    assert onset(out) == before
    device.desk.schedule(0, [SoundCue(device.now - LATE - 0.01, CueName.PAUSE)])
    assert np.count_nonzero(device.play(1.2)) == 4800
    assert device.desk.dropped == 1


def test_ambience_comes_and_goes_and_is_not_waited_for() -> None:
    device = Device(desk(ambience=lambda count: np.full(count, 0.125, np.float32)))
    assert not device.play(0.6).any()
    device.desk.set_ambience(True)
    assert not device.desk.busy
    assert device.play(AMBIENCE_IN + 0.6)[-1] == 0.125
    device.desk.set_ambience(False)
    assert not device.play(3.0)[-BLOCK:].any()


def test_without_an_ambience_there_is_none() -> None:
    device = Device(desk())
    device.desk.set_ambience(True)
    assert not device.play(1.2).any()


def test_under_ambience_the_clock_is_corrected_as_in_silence() -> None:
    """A step of the clock moves no sample of the ambience: only where the next cue falls."""
    device = Device(desk(ambience=lambda count: np.full(count, 0.125, np.float32)))
    device.desk.set_ambience(True)
    device.play(30.0)
    device.begin += 0.012
    device.play(40.0)
    assert device.desk.clock.corrections > 0
