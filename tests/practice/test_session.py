"""The loop that drives the player: gaps, sleep, sound ahead of time, wakefulness."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeSound, FakeTime, FakeWakeLock
from tests.flows import HIPS, breaths, flow, flows, seconds, stay
from tests.strength import examples
from yogaflow.model import Flow, Side
from yogaflow.practice.events import (
    BreathBegan,
    BreathEnded,
    Event,
    Finished,
    Notice,
    Paused,
    PauseReason,
    Resumed,
    SegmentBegan,
    Sound,
)
from yogaflow.practice.player import Player, PlayerCommand
from yogaflow.practice.session import AHEAD, LEAD, Session
from yogaflow.practice.view import State
from yogaflow.timeline import Choices, SegmentKind
from yogaflow.timeline.cues import CueName

NOW = Choices(countdown=0)
ONE = flow(stay("pigeon", breaths(5), sides=(Side.RIGHT,)))


class Stage:
    """A session on a clock in the test's hand."""

    def __init__(self, of: Flow = ONE, choices: Choices = NOW, speed: float = 1.0) -> None:
        self.time = FakeTime()
        self.sound = FakeSound()
        self.awake = FakeWakeLock()
        self.session = Session(
            Player(of, choices), clock=self.time.clock(speed), sound=self.sound, awake=self.awake
        )

    def run(self, for_seconds: float, step: float = 0.1) -> list[Event]:
        """Tick on, a step at a time."""
        events: list[Event] = []
        for _ in range(round(for_seconds / step)):
            self.time.pass_by(step)
            events += self.session.tick()
        return events

    def state(self) -> State:
        return self.session.player.state


def test_it_leads_the_whole_practice_untouched() -> None:
    stage = Stage(HIPS, Choices())
    stage.session.do(PlayerCommand.START)
    events = stage.run(stage.session.player.timeline.duration + 1)
    assert stage.state() is State.FINISHED
    assert isinstance(events[-1], Finished)
    tally = stage.session.tally
    assert tally.finished
    assert [(p.pose, p.side, p.breaths, p.completed) for p in tally.poses] == [
        ("pigeon", Side.RIGHT, 5, True),
        ("warrior", Side.RIGHT, 3, True),
        ("pigeon", Side.LEFT, 5, True),
        ("warrior", Side.LEFT, 3, True),
        ("mountain", None, 5, True),
    ]
    assert tally.breaths == 21
    assert tally.per_side()[Side.RIGHT] == pytest.approx(tally.per_side()[Side.LEFT])
    assert tally.skipped(stage.session.player.timeline.visits) == []


def test_a_stall_makes_no_burst_and_the_broken_breath_begins_again() -> None:
    stage = Stage()
    stage.session.do(PlayerCommand.START)
    hold = stage.session.player.timeline.segments[2]
    stage.run(hold.start + 13.0)
    stage.time.pass_by(5.0)
    events = stage.session.tick()
    assert [type(e) for e in events if not isinstance(e, Sound)][:2] == [Paused, Resumed]
    assert not [e for e in events if isinstance(e, BreathEnded)]
    assert [e.reason for e in events if isinstance(e, Paused)] == [PauseReason.STALL]
    events = stage.run(11.0)
    began = [e for e in events if isinstance(e, BreathBegan) and e.segment.kind is SegmentKind.HOLD]
    assert began[0].number == 2
    # The gap is not practice; the settling breath is.
    assert stage.session.tally.seconds == pytest.approx(hold.start + 13.0 + 10.0, abs=0.2)


def test_after_sleep_it_waits_for_the_person() -> None:
    stage = Stage()
    stage.session.do(PlayerCommand.START)
    stage.run(5.0)
    stage.time.sleep(3600.0)
    stage.time.pass_by(0.1)
    events = stage.session.tick()
    assert [e.reason for e in events if isinstance(e, Paused)] == [PauseReason.SLEEP]
    assert stage.state() is State.PAUSED
    assert stage.session.pause_reason is PauseReason.SLEEP
    assert stage.run(30.0) == []
    stage.session.toggle()
    assert stage.state() is State.PLAYING


def test_a_very_long_gap_counts_as_sleep() -> None:
    stage = Stage()
    stage.session.do(PlayerCommand.START)
    stage.time.pass_by(3600.0)
    stage.session.tick()
    assert stage.state() is State.PAUSED


@pytest.mark.parametrize("sleeps", [True, False])
def test_after_a_gap_before_its_first_moment_it_waits_for_the_person(sleeps: bool) -> None:
    """Its sound is not there yet, and the lid is closed."""
    heard = [False]
    stage = Stage()
    time, sound = stage.time, stage.sound
    stage.session = session = Session(
        Player(ONE), clock=time.clock(), sound=sound, ready=lambda: heard[0]
    )
    time.pass_by(3600.0)  # Looking at the flow for an hour is no gap.
    assert session.begin() == []
    assert stage.state() is State.IDLE
    (time.sleep if sleeps else time.pass_by)(3600.0)
    heard[0] = True
    events = session.tick()
    assert [e.reason for e in events if isinstance(e, Paused)] == [PauseReason.SLEEP]
    assert stage.run(30.0) == []
    assert stage.state() is State.PAUSED
    assert sound.names() == []
    session.toggle()
    assert session.view().segment.kind is SegmentKind.READY
    assert session.view().offset == 0.0
    stage.run(0.1)
    assert stage.state() is State.PLAYING
    assert session.tally.seconds == 0.0


def test_gaps_are_true_seconds_at_any_speed() -> None:
    stage = Stage(HIPS, speed=30.0)
    stage.session.do(PlayerCommand.START)
    events = stage.run(3.0, step=0.5)  # fifteen seconds of practice each
    assert not [e for e in events if isinstance(e, Paused)]
    stage.time.pass_by(2.5)
    assert [e for e in stage.session.tick() if isinstance(e, Paused)]


def test_cues_are_sent_two_seconds_ahead_and_once() -> None:
    stage = Stage()
    stage.session.do(PlayerCommand.START)
    assert stage.sound.names() == [CueName.NEXT]
    stage.run(stage.session.player.timeline.duration)
    planned = [c.name for s in stage.session.player.timeline.segments for c in s.chimes]
    assert sorted(stage.sound.names()) == sorted(planned)
    assert len({plan for plan, _ in stage.sound.sent}) == 1


def test_cues_arrive_before_their_time() -> None:
    stage = Stage()
    stage.session.do(PlayerCommand.START)
    for _ in range(600):
        stage.time.pass_by(0.1)
        before = len(stage.sound.sent)
        stage.session.tick()
        for _, cue in stage.sound.sent[before:]:
            assert stage.time.monotonic + AHEAD - 0.2 <= cue.at <= stage.time.monotonic + AHEAD


def test_at_speed_cues_come_at_true_times_and_shorter() -> None:
    stage = Stage(speed=10.0)
    start = stage.time.monotonic
    stage.session.do(PlayerCommand.START)
    stage.run(8.0, step=0.05)
    hold = stage.session.player.timeline.segments[2]
    swells = [c for _, c in stage.sound.sent if c.name is CueName.IN]
    assert swells[1].at == pytest.approx(start + hold.start / 10)
    assert swells[1].seconds == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("do", "fades"),
    [
        (PlayerCommand.PAUSE, True),
        (PlayerCommand.NEXT, True),
        (PlayerCommand.STOP, True),
        (PlayerCommand.RESTART, True),
        (PlayerCommand.OTHER_SIDE, True),
        (PlayerCommand.FASTER, False),
        (PlayerCommand.LONGER, False),
    ],
)
def test_every_command_raises_the_plan_and_some_fade(do: PlayerCommand, fades: bool) -> None:
    stage = Stage()
    stage.session.do(PlayerCommand.START)
    stage.run(5.0)
    before, old = len(stage.sound.plans), stage.sound.plans[-1][0]
    stage.session.do(do)
    assert [fade for _, fade in stage.sound.plans[before:]] == [fades]
    assert stage.sound.plans[-1][0] > old


def test_after_a_new_plan_what_lies_ahead_is_sent_again() -> None:
    stage = Stage()
    stage.session.do(PlayerCommand.START)
    hold = stage.session.player.timeline.segments[2]
    stage.run(hold.start + 3.0)
    stage.session.do(PlayerCommand.FASTER)
    plan = stage.sound.plans[-1][0]
    # The out-breath that was a second away had been sent under the old plan.
    again = [cue for number, cue in stage.sound.sent if number == plan]
    assert [c.name for c in again] == [CueName.OUT]


def test_the_practice_waits_for_its_sound_but_not_long() -> None:
    heard = [False]
    time, sound = FakeTime(), FakeSound()

    def session() -> Session:
        return Session(Player(ONE), clock=time.clock(), sound=sound, ready=lambda: heard[0])

    waiting = session()
    assert waiting.begin() == []
    time.pass_by(0.5)
    assert waiting.tick() == []
    heard[0] = True
    events = waiting.tick()
    assert isinstance(events[0], SegmentBegan)
    assert events[0].at == pytest.approx(time.monotonic + LEAD)
    assert sound.names() == [CueName.START]

    heard[0] = False
    deaf = session()
    deaf.begin()
    time.pass_by(2.1)
    assert deaf.tick()


def test_one_key_for_everything() -> None:
    stage = Stage(flow(stay("easy-seat", seconds(5), wait=True)))
    stage.session.toggle()
    assert stage.state() is State.PLAYING
    stage.session.toggle()
    assert stage.state() is State.PAUSED
    stage.session.toggle()
    stage.run(60.0)
    assert stage.state() is State.WAITING
    stage.session.toggle()
    assert stage.state() is State.PLAYING
    stage.run(60.0)
    assert stage.session.toggle() == []


def test_without_a_voice_a_question_is_answered_in_writing() -> None:
    stage = Stage()
    stage.session.do(PlayerCommand.START)
    stage.run(20.0)
    answers = [one for one in stage.session.do(PlayerCommand.WHERE_AM_I) if isinstance(one, Notice)]
    assert [one.text.split(".")[0] for one in answers] == ["Pigeon, right side"]


def test_volume_and_mute() -> None:
    stage = Stage()
    stage.session.set_muted(True)
    assert stage.sound.muted
    stage.session.set_volume(0.9)
    assert (stage.sound.volume, stage.sound.muted) == (0.9, False)
    stage.session.set_volume(7)
    assert stage.session.volume == 1.0


def test_the_machine_is_kept_awake_while_there_is_practice() -> None:
    stage = Stage()
    stage.session.tick()
    assert stage.awake.calls == []
    stage.session.do(PlayerCommand.START)
    assert stage.awake.calls == ["acquire"]
    stage.session.do(PlayerCommand.PAUSE)
    stage.run(599.0, step=1.0)
    assert stage.awake.calls == ["acquire"]
    stage.run(3.0, step=1.0)
    assert stage.awake.calls == ["acquire", "release"]
    stage.session.do(PlayerCommand.RESUME)
    assert stage.awake.calls == ["acquire", "release", "acquire"]
    stage.session.do(PlayerCommand.STOP)
    assert stage.awake.calls == ["acquire", "release", "acquire", "release"]


def test_skipped_poses_are_told_apart() -> None:
    stage = Stage(HIPS, Choices())
    stage.session.do(PlayerCommand.START)
    stage.run(60.0)
    for _ in range(6):
        stage.session.do(PlayerCommand.NEXT)
        stage.run(0.2)
    tally = stage.session.tally
    skipped = tally.skipped(stage.session.player.timeline.visits)
    assert len(skipped) == 5
    assert not any(p.completed for p in tally.poses)


@given(
    flows(),
    st.lists(
        st.tuples(
            st.floats(0.01, 1.9),
            st.sampled_from(
                [
                    PlayerCommand.PAUSE,
                    PlayerCommand.RESUME,
                    PlayerCommand.NEXT,
                    PlayerCommand.LONGER,
                    PlayerCommand.FASTER,
                    None,
                    None,
                ]
            ),
        ),
        max_size=60,
    ),
)
@settings(max_examples=examples(60), deadline=None)
def test_no_cue_is_sent_twice_in_one_plan_and_none_is_missed(
    any_flow: Flow, script: list[tuple[float, PlayerCommand | None]]
) -> None:
    stage = Stage(any_flow, Choices())
    heard: list[Event] = list(stage.session.do(PlayerCommand.START))
    for gap, do in script:
        stage.time.pass_by(gap)
        heard += stage.session.do(do) if do else stage.session.tick()
    sent = stage.sound.sent
    assert len({(plan, c.at, c.name) for plan, c in sent}) == len({(p, c) for p, c in sent})
    # Whatever happened had been sent at its time, under some plan.
    times = {(c.name, round(c.at, 6)) for _, c in sent}
    for event in heard:
        if isinstance(event, Sound):
            assert (event.name, round(event.at, 6)) in times


def test_segments_begin_in_order_through_a_session() -> None:
    stage = Stage(HIPS)
    events = stage.session.do(PlayerCommand.START) + stage.run(700.0, step=1.5)
    began = [e.segment.index for e in events if isinstance(e, SegmentBegan)]
    assert began == list(range(len(stage.session.player.timeline.segments)))
