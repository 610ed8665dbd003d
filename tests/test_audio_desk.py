"""The desk: seconds to samples, plans, and what becomes of a cue that is late."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from yogaflow.audio.desk import LATE_BELL, Desk
from yogaflow.audio.mixer import Pcm, Samples
from yogaflow.audio.theme import Bank, Theme
from yogaflow.cues import CueName, SoundCue

RATE = 48_000
BLOCK = 2880
HALF = 16384


def desk(latency: float = 0.0) -> Desk:
    bell: Pcm = np.full(4800, HALF, np.int16)
    sounds: Mapping[CueName, Pcm] = dict.fromkeys(CueName, bell)
    made = Desk(Bank(Theme(sounds)), latency=latency)
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
    device.desk.schedule(0, [SoundCue(1001.0, CueName.IN, 0.6)])
    out = device.play(3.0)
    sounding = np.flatnonzero(out)
    assert RATE <= sounding[0] < RATE + 200
    assert 1.6 * RATE - 200 < sounding[-1] < 1.6 * RATE


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
    device.desk.schedule(0, [SoundCue(device.now - LATE_BELL - 0.01, CueName.NEXT)])
    assert not device.play(1.2).any()
    assert device.desk.dropped == 1
    assert not device.desk.busy


def test_a_swell_late_by_less_than_half_comes_in_softly_and_ends_in_time() -> None:
    device = Device(desk())
    begin = device.now
    whole = Bank(Theme({})).samples(CueName.OUT, 3.0) / 32768
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
    device = Device(Desk(Bank(Theme({}))))
    device.desk.schedule(0, [SoundCue(1000.5, CueName.NEXT)])
    assert not device.play(1.2).any()
    assert not device.desk.busy
