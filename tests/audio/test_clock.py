"""The device's clock against the computer's, in simulated hours."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from yogaflow.audio.clock import TOLERANCE, URGENT, WINDOW, DeviceClock

RATE = 48_000
BLOCK = 2880


def late(k: int) -> float:
    """Up to 4 ms, different for each request, the same on every run; now and then 40 ms."""
    value = math.sin(k * 12.9898) * 43758.5453
    return 0.004 * (value - math.floor(value)) + (0.04 if k % 97 == 50 else 0.0)


def requests(seconds: float, ppm: float, swing: float = 0.0) -> Iterator[tuple[float, int]]:
    """(time, position) of a device whose clock is `ppm` fast, and which swings as a sound
    server was seen to: a saw-tooth of `swing` seconds every 6.3 s."""
    rate = RATE * (1 + ppm * 1e-6)
    for k in range(int(seconds * rate / BLOCK)):
        due = k * BLOCK / rate
        yield due + late(k) + swing * ((due / 6.3) % 1.0), k * BLOCK


def true_position(at: float, ppm: float) -> float:
    return at * RATE * (1 + ppm * 1e-6)


@pytest.mark.parametrize("ppm", [100.0, -100.0])
@pytest.mark.parametrize("swing", [0.0, 0.02])
def test_an_hour_with_a_clock_100_ppm_off(ppm: float, swing: float) -> None:
    clock = DeviceClock(RATE)
    errors, steps = [], []
    next_boundary = 30.0
    for now, position in requests(3600.0, ppm, swing):
        clock.observe(now, position)
        if now >= next_boundary:
            next_boundary += 60.0
            steps.append(clock.correct(quiet=False, boundary=True))
            errors.append((clock.sample_at(now) - true_position(now, ppm)) / RATE)
    # Uncorrected, the last cue would be 360 ms off.
    middle = sum(errors) / len(errors)
    assert max(abs(error - middle) for error in errors) < 2 * TOLERANCE
    assert sum(1 for step in steps[1:] if step) >= 30
    assert all(abs(step) > TOLERANCE for step in steps[1:] if step)
    assert max(abs(step) for step in steps[1:]) < 0.015


def test_uncorrected_it_keeps_its_distances_to_the_sample() -> None:
    clock = DeviceClock(RATE)
    for now, position in requests(120.0, 100.0):
        clock.observe(now, position)
        assert clock.sample_at(10.0) - clock.sample_at(0.0) == 10 * RATE
    assert clock.corrections == 0


def test_a_server_that_swings_is_no_clock_that_is_off() -> None:
    clock = DeviceClock(RATE)
    for now, position in requests(900.0, 0.0, 0.02):
        clock.observe(now, position)
        clock.correct(quiet=True)
    # Once at most: the very first observations may have been at the end of a swing.
    assert clock.corrections <= 1


def test_it_waits_for_a_moment_when_a_step_cannot_be_heard() -> None:
    clock = DeviceClock(RATE)
    for now, position in requests(160.0, 100.0):
        clock.observe(now, position)
        assert clock.correct(quiet=False) == 0.0
    assert TOLERANCE < abs(clock.error) < URGENT
    assert clock.correct(quiet=True) != 0.0
    assert abs(clock.error) < TOLERANCE


def test_it_does_not_wait_for_ever() -> None:
    clock = DeviceClock(RATE)
    for now, position in requests(1200.0, 100.0):
        clock.observe(now, position)
        clock.correct(quiet=False)
    assert clock.corrections > 0
    assert abs(clock.sample_at(1200.0) - true_position(1200.0, 100.0)) / RATE < URGENT + 0.01


def test_a_buffer_filled_at_once_does_not_count_as_time() -> None:
    """A device that asks for three blocks at once and then for one each period."""
    clock = DeviceClock(RATE)
    for k in range(3):
        clock.observe(100.0 + k * 1e-4, k * BLOCK)
    clock.correct(quiet=True)
    assert clock.sample_at(100.0) == pytest.approx(2 * BLOCK, abs=20)


def test_blocks_in_pairs_have_one_clock() -> None:
    clock = DeviceClock(RATE)
    for k in range(0, 2000, 2):
        at = k * BLOCK / RATE
        clock.observe(at, k * BLOCK)
        clock.observe(at + 0.0005, (k + 1) * BLOCK)
        clock.correct(quiet=True)
    assert clock.corrections == 0


def test_a_device_that_stood_still_is_found_again() -> None:
    clock = DeviceClock(RATE)
    for now, position in requests(60.0, 0.0):
        clock.observe(now, position)
        last = position
    for now, position in requests(2.0, 0.0):
        clock.observe(now + 65.0, position + last + BLOCK)
        clock.correct(quiet=True)
    # It stood still for five seconds, and within two the mapping knows.
    assert clock.sample_at(67.0) == pytest.approx(last + BLOCK + 2 * RATE, abs=0.01 * RATE)


def test_a_stream_that_ran_empty_is_followed_at_once() -> None:
    """PulseAudio plays on where it left off: all that comes later is later by as much."""
    clock = DeviceClock(RATE)
    for now, position in requests(30.0, 0.0):
        clock.observe(now, position)
        clock.correct(quiet=False)
    for now, position in requests(30.6, 0.0):
        if now > 30.0:
            clock.observe(now + 0.08, position)
            clock.correct(quiet=False)
    assert clock.sample_at(40.08) == pytest.approx(40 * RATE, abs=0.01 * RATE)


def test_one_late_request_changes_nothing() -> None:
    clock = DeviceClock(RATE)
    for now, position in requests(30.0, 0.0):
        clock.observe(now + (1.0 if 15.0 < now < 15.06 else 0.0), position)
        clock.correct(quiet=True)
    assert clock.settled
    assert clock.sample_at(30.0) == pytest.approx(30 * RATE, abs=0.01 * RATE)
    assert WINDOW < 30.0


def test_there_is_no_mapping_before_the_device_has_asked() -> None:
    clock = DeviceClock(RATE)
    assert not clock.ready
    assert clock.correct(quiet=True) == 0.0
    with pytest.raises(RuntimeError, match="asked"):
        clock.sample_at(0.0)
