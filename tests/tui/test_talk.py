"""The voice on the screen: how much it says, and waiting for it."""

from __future__ import annotations

import pytest

from tests.fakes import FakeTime, FakeVoice
from tests.tui import flows
from tests.tui.rig import Rig, running
from tests.tui.snapshot import check, grid
from yogaflow.practice.speech import VoiceStatus
from yogaflow.practice.verbosity import WORDS, Talk
from yogaflow.practice.view import State
from yogaflow.timeline import estimate_speech
from yogaflow.timeline.timeline import SegmentKind

READY = "Getting the voice ready:"
SIZES = [(80, 24), (40, 15)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


async def _step(rig: Rig, seconds: float) -> list[str]:
    """The screen some time later."""
    rig.now.seconds += seconds
    await rig.settle()
    return grid(rig.app).splitlines()


async def test_v_turns_how_much_is_said_and_says_so() -> None:
    async with running(flows.HIPS, voice=FakeVoice) as rig:
        await rig.until(lambda view: view.segment.kind is SegmentKind.HOLD)
        seen = []
        for _ in Talk:
            await rig.pilot.press("v")
            await rig.settle()
            seen.append(rig.session.talk)
            text = grid(rig.app)
            assert WORDS[rig.session.talk] in text
            assert ("sound 80%," in text) is (rig.session.talk is not Talk.FULL)
        assert seen == [Talk.NAMES, Talk.COUNTS, Talk.OFF, Talk.LEARN, Talk.FULL]


async def test_what_it_says_goes_and_the_status_stays() -> None:
    async with running(flows.HIPS, voice=FakeVoice) as rig:
        await rig.until(lambda view: view.segment.kind is SegmentKind.HOLD)
        await rig.pilot.press("v")
        await rig.advance(7)
        assert WORDS[Talk.NAMES] not in grid(rig.app)
        assert "sound 80%, names and counts" in grid(rig.app)


async def test_turning_it_moves_no_second() -> None:
    async with running(flows.HIPS, voice=FakeVoice) as rig:
        await rig.until(lambda view: view.segment.kind is SegmentKind.HOLD)
        before = rig.view
        await rig.pilot.press("v", "v", "v")
        await rig.settle()
        assert rig.view == before


@sizes
async def test_it_says_what_it_waits_for_and_nothing_else_moves(size: tuple[int, int]) -> None:
    async with running(flows.HIPS, size, voice=lambda time: FakeVoice(time, delay=0.45)) as rig:
        first = await _step(rig, 0)
        assert not any(READY in line for line in first)
        seen = []
        while rig.is_(State.IDLE):
            seen.append(await _step(rig, 0.1))
        waiting = [lines for lines in seen[:-1] if any(READY in line for line in lines)]
        assert len(waiting) > 20
        for lines in waiting:
            (row,) = (n for n, line in enumerate(lines) if READY in line)
            assert lines[row].index(READY) == waiting[0][row].index(READY)
            assert lines[:row] + lines[row + 1 :] == first[:row] + first[row + 1 :]
        assert not any(READY in line for line in seen[-1])
        check(f"player-voice-{size[0]}x{size[1]}", "".join(f"{line}\n" for line in waiting[-1]))


@sizes
async def test_the_big_view_says_it_too(size: tuple[int, int]) -> None:
    async with running(flows.HIPS, size, voice=lambda time: FakeVoice(time, delay=0.45)) as rig:
        await rig.pilot.press("z")
        assert READY in (await _step(rig, 1))[-1]


async def test_a_voice_that_is_there_is_not_waited_for() -> None:
    async with running(flows.HIPS, voice=FakeVoice) as rig:
        await rig.settle()
        assert rig.is_(State.PLAYING)
        assert READY not in grid(rig.app)


async def test_nothing_flickers_while_lines_are_rendered() -> None:
    def slow(time: FakeTime) -> FakeVoice:
        return FakeVoice(time, delay=3.0, length=lambda text: 1.2 * estimate_speech(text))

    async with running(flows.HIPS, voice=slow) as rig:
        await rig.until(lambda view: view.segment.kind is SegmentKind.HOLD)
        plans = {rig.session.player.plan}
        seen = []
        while rig.view.segment.kind is SegmentKind.HOLD and rig.view.count > 3:
            seen.append(await _step(rig, 0.25))
            plans.add(rig.session.player.plan)
        assert rig.session.voice.state == "working"
        assert len(plans) > 1
        names = {tuple(lines[3:8]) for lines in seen}
        feet = {tuple(lines[22:]) for lines in seen}
        assert len(names) == len(feet) == 1
        assert not any(READY in line for lines in seen for line in lines)


async def test_trouble_with_the_voice_is_one_line() -> None:
    message = "No voice: install espeak-ng."

    class Hoarse(FakeVoice):
        @property
        def status(self) -> VoiceStatus:
            return VoiceStatus("failed", message=message)

    async with running(flows.HIPS, voice=Hoarse, notice=lambda: message) as rig:
        await rig.settle()
        assert rig.is_(State.PLAYING)
        assert grid(rig.app).count(message) == 1
        await rig.pilot.press("v")
        await rig.settle()
        assert "there is no voice" in grid(rig.app)
