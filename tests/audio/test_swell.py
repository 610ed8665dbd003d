"""The breath: where in it one is can be heard, in and out cannot be taken for each other."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from yogaflow.audio.loudness import loudness
from yogaflow.audio.mixer import Samples
from yogaflow.audio.swell import PULSE, Breath, swell
from yogaflow.timeline.cues import CueName

RATE = 48_000
IN, OUT = CueName.IN, CueName.OUT
FULL, EMPTY = CueName.FULL, CueName.EMPTY


def centres(sound: Samples, parts: int) -> list[float]:
    """The middle of the spectrum, in Hz, of each of so many equal stretches of a sound."""
    found = []
    for piece in np.array_split(np.asarray(sound, np.float64), parts):
        power = np.abs(np.fft.rfft(piece * np.hanning(len(piece)))) ** 2
        pitch = np.fft.rfftfreq(len(piece), 1 / RATE)
        found.append(float((power * pitch).sum() / power.sum()))
    return found


def pitches(sound: Samples, parts: int) -> list[float]:
    """The strongest tone up to 450 Hz, in Hz, of each of so many equal stretches."""
    found = []
    for piece in np.array_split(np.asarray(sound, np.float64), parts):
        size = 1 << 17
        power = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), size))
        found.append(float(np.argmax(power[: 450 * size // RATE]) * RATE / size))
    return found


def strictly_rising(values: list[float]) -> bool:
    return all(a < b for a, b in itertools.pairwise(values))


every_kind = pytest.mark.parametrize("breath", [*Breath])


@pytest.mark.parametrize("seconds", [0.25, 1.0, 3.0, 4.5, 7.3, 20.0])
@pytest.mark.parametrize("name", [IN, OUT, FULL, EMPTY])
@every_kind
def test_it_is_as_long_as_its_phase_and_begins_and_ends_in_silence(
    name: CueName, seconds: float, breath: Breath
) -> None:
    sound = swell(name, seconds, breath=breath)
    assert len(sound) == round(seconds * RATE)
    assert abs(sound[0]) < 1e-6
    assert abs(sound[-1]) < 1e-6
    # A click is a jump from sample to sample; the steepest curve in it is far below one.
    assert np.abs(np.diff(sound)).max() < 0.04
    assert np.abs(sound).max() < 0.35


@pytest.mark.parametrize("seconds", [2.0, 3.0, 4.0, 6.0, 12.0])
@every_kind
def test_pitch_and_brightness_move_over_the_whole_phase(seconds: float, breath: Breath) -> None:
    rising, falling = swell(IN, seconds, breath=breath), swell(OUT, seconds, breath=breath)
    if breath is not Breath.AIR:
        assert strictly_rising(pitches(rising, 12))
        assert strictly_rising(pitches(falling, 12)[::-1])
    bright, dark = centres(rising, 6), centres(falling, 6)
    assert strictly_rising(bright)
    assert strictly_rising(dark[::-1])
    assert bright[-1] > 1.6 * bright[0]
    assert dark[0] > 1.6 * dark[-1]


@every_kind
def test_an_in_breath_grows_and_an_out_breath_fades(breath: Breath) -> None:
    for name, louder in ((IN, -1), (OUT, 0)):
        sound = swell(name, 5.0, breath=breath)
        halves = [np.sqrt(np.mean(half**2)) for half in np.array_split(sound, 2)]
        assert halves[louder] == max(halves)


@pytest.mark.parametrize("seconds", [2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 12.0])
def test_all_are_equally_loud_and_softer_than_the_bells(seconds: float) -> None:
    for name in (IN, OUT):
        loud = {breath: loudness(swell(name, seconds, breath=breath)) for breath in Breath}
        for each in loud.values():
            assert each == pytest.approx(-26.6, abs=0.9)
            assert each == pytest.approx(loud[Breath.BOWL], abs=0.5)


def test_the_kinds_are_told_apart() -> None:
    """By how much of each is tone: the share of its power in a dozen lines of its spectrum."""
    shares = {}
    for breath in Breath:
        # A moment in the middle, so short that nothing glides far.
        piece = np.asarray(swell(IN, 6.0, breath=breath)[140_000:150_000], np.float64)
        power = np.sort(np.abs(np.fft.rfft(piece * np.hanning(len(piece)))) ** 2)[::-1]
        shares[breath] = power[:12].sum() / power.sum()
    assert shares[Breath.AIR] < 0.5 < shares[Breath.BOWL] < 0.95 < shares[Breath.TONE]


@every_kind
def test_the_same_every_time(breath: Breath) -> None:
    assert np.array_equal(swell(IN, 3.0, breath=breath), swell(IN, 3.0, breath=breath))


@every_kind
def test_no_seam_where_it_was_made_in_pieces(breath: Breath) -> None:
    sound = np.asarray(swell(IN, 4.0, breath=breath), np.float64)
    jumps = np.abs(np.diff(sound, 2))
    seams = np.arange(1 << 14, len(sound) - 2, 1 << 14)
    assert jumps[seams - 1].max() <= np.quantile(jumps, 0.9999)


def test_what_is_no_breath_is_refused() -> None:
    with pytest.raises(ValueError, match="not a breath"):
        swell(CueName.NEXT, 1.0)
    with pytest.raises(ValueError, match="0"):
        swell(IN, 0.0)


@pytest.mark.parametrize("seconds", [0.5, 2.0, 7.0, 16.0])
@every_kind
def test_a_held_breath_is_a_still_tone_where_the_breath_before_it_ended(
    seconds: float, breath: Breath
) -> None:
    for held, before in ((FULL, IN), (EMPTY, OUT)):
        tone = swell(held, seconds, breath=breath)
        pitch = pitches(tone, 1)[0]
        if seconds >= 2.0:
            assert pitches(tone, 6) == pytest.approx([pitch] * 6, abs=2.0)
        if breath is not Breath.AIR:
            assert pitch == pytest.approx(
                pitches(swell(before, 8.0, breath=breath), 100)[-3], rel=0.05
            )
        # Nothing in it comes and goes: as loud in each part, but for its two ends.
        parts = [np.sqrt(np.mean(part**2)) for part in np.array_split(tone, 16)]
        assert min(parts[4:-4]) > 0.97 * max(parts)
    full, empty = (pitches(swell(name, 4.0, breath=breath), 1)[0] for name in (FULL, EMPTY))
    assert full > 1.5 * empty


@every_kind
def test_a_held_breath_is_quiet_and_no_silence(breath: Breath) -> None:
    for name in (FULL, EMPTY):
        tone, moved = swell(name, 5.0, breath=breath), swell(IN, 5.0, breath=breath)
        assert loudness(tone) == pytest.approx(-36.7, abs=0.5)
        assert np.abs(tone).max() < 0.5 * np.abs(moved).max()
        assert np.abs(np.diff(tone)).max() < np.abs(np.diff(moved)).max()


@pytest.mark.parametrize("kind", list(Breath))
def test_a_short_breath_is_a_pulse(kind: Breath) -> None:
    """Struck and gone: most of it is in its first part, where a swell keeps its strength."""

    def late(seconds: float) -> float:
        sound = swell(CueName.IN, seconds, breath=kind).astype(np.float64) ** 2
        return float(sound[len(sound) // 2 :].sum() / sound.sum())

    assert late(0.2) < 0.1
    assert late(PULSE - 0.01) < 0.1
    assert late(PULSE) > 0.4
