"""Lines are heard whole, one at a time, and never late; answers find their place among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fakes import FakeSound, FakeTime, FakeVoice, Heard
from tests.flows import HIPS, breaths, flow, flows, stay
from tests.strength import examples
from yogaflow.model import Breath, Flow, RestStep, Side
from yogaflow.practice.player import Player, PlayerCommand
from yogaflow.practice.session import LEAD, VOICE_WAIT, Session
from yogaflow.practice.speech import PATIENCE, SHORT_PATIENCE
from yogaflow.practice.verbosity import ALOUD, HEARD, Talk, turned
from yogaflow.practice.view import State
from yogaflow.timeline import Choices, Role, SegmentKind, estimate_speech
from yogaflow.timeline.cues import SWELLS, CueName, SpeechCue

D = PlayerCommand
ONE = flow(stay("pigeon", breaths(5), sides=(Side.RIGHT,)))


@dataclass
class Hall:
    """A session with a voice, on a clock in the test's hand."""

    of: Flow = ONE
    choices: Choices = field(default_factory=Choices)
    delay: float = 0.0
    length: Callable[[str], float] = estimate_speech
    talk: Talk = Talk.FULL
    quiet: bool = False
    speed: float = 1.0

    def __post_init__(self) -> None:
        self.time = FakeTime()
        self.sound = FakeSound(time=self.time)
        self.voice = FakeVoice(self.time, self.delay, self.length)
        self.session = Session(
            Player(self.of, self.choices),
            clock=self.time.clock(self.speed),
            sound=self.sound,
            voice=self.voice,
            talk=self.talk,
            quiet=self.quiet,
        )

    def run(self, seconds: float, step: float = 0.1) -> None:
        """Tick on, a step at a time."""
        for _ in range(round(seconds / step)):
            self.time.pass_by(step)
            self.session.tick()

    def to_the_end(self) -> None:
        """Play it whole, from its beginning."""
        self.session.begin()
        for _ in range(20_000):
            self.run(0.4, 0.4)
            if self.state() is State.FINISHED:
                return
        raise AssertionError("it never ended")

    def state(self) -> State:
        return self.session.player.state

    def said(self) -> list[str]:
        """The lines that were heard; a fake recording is named after its text."""
        return [_text(one) for one in self.sound.lines()]

    def planned(self, talk: Talk) -> list[str]:
        """The lines of the plan that are heard at that level."""
        segments = self.session.player.timeline.segments
        return [x.text for s in segments for x in s.lines if x.role in HEARD[talk]]


def _text(heard: Heard) -> str:
    assert isinstance(heard.cue, SpeechCue)
    return heard.cue.clip


def apart(lines: list[Heard]) -> bool:
    """Whether each line ends before the next begins."""
    return all(a.end <= b.begin + 1e-6 for a, b in pairwise(lines))


@pytest.mark.parametrize(
    ("delay", "speed", "slow"),
    [(0.5, 1.0, False), (6.0, 1.0, True), (6.0, 30.0, False)],
)
def test_a_voice_that_cannot_keep_up_is_slow(delay: float, speed: float, slow: bool) -> None:
    hall = Hall(delay=delay, speed=speed)
    hall.session.begin()
    hall.run(60.0 / speed, 0.1 / speed)
    assert hall.session.is_voice_slow is slow


def test_a_voice_that_has_failed_is_not_slow() -> None:
    hall = Hall(delay=6.0)
    hall.voice.state = "failed"
    hall.session.begin()
    hall.run(60.0)
    assert not hall.said()
    assert not hall.session.is_voice_slow


def test_the_whole_plan_is_said_at_its_times() -> None:
    hall = Hall(HIPS)
    hall.to_the_end()
    assert hall.said() == hall.planned(Talk.FULL)
    assert apart(hall.sound.lines())
    first = hall.session.player.timeline.segments[0].lines[0]
    assert hall.sound.lines()[0].begin == pytest.approx(1000.0 + LEAD + first.offset)


@pytest.mark.parametrize("talk", list(Talk))
def test_less_talk_says_less_and_takes_as_long(talk: Talk) -> None:
    full = Hall(HIPS)
    full.to_the_end()
    hall = Hall(HIPS, talk=talk)
    hall.to_the_end()
    assert hall.said() == hall.planned(talk)
    assert hall.time.monotonic == full.time.monotonic
    swells = [(c.at, c.name) for _, c in hall.sound.sent]
    assert swells == [(c.at, c.name) for _, c in full.sound.sent]


def test_each_level_says_what_the_next_one_says_and_more() -> None:
    levels = list(Talk)
    for more, less in pairwise(levels):
        assert HEARD[more] > HEARD[less]
    assert turned(Talk.OFF) is Talk.LEARN


def test_real_lengths_are_in_the_plan_before_it_begins() -> None:
    hall = Hall(HIPS, length=lambda text: 1.7 * estimate_speech(text))
    hall.to_the_end()
    assert hall.said() == hall.planned(Talk.FULL)
    lines = [x for s in hall.session.player.timeline.segments for x in s.lines]
    assert all(x.seconds == pytest.approx(1.7 * estimate_speech(x.text)) for x in lines)


def test_it_waits_for_the_first_lines_and_renders_the_rest_while_it_plays() -> None:
    hall = Hall(HIPS, delay=0.5)
    hall.session.begin()
    hall.run(0.3)
    assert hall.state() is State.IDLE
    while hall.state() is State.IDLE:
        hall.run(0.1)
    assert hall.session.voice.state == "working"
    assert 1000.3 < hall.time.monotonic < 1000.0 + VOICE_WAIT
    hall.run(hall.session.player.timeline.duration + 5)
    assert hall.said() == hall.planned(Talk.FULL)


def test_a_voice_that_is_too_slow_is_not_waited_for() -> None:
    hall = Hall(HIPS, delay=VOICE_WAIT + 5)
    hall.session.begin()
    hall.run(VOICE_WAIT + 0.5)
    assert hall.state() is State.PLAYING
    hall.run(40)
    # What came in time is said, what came late is left out whole, and nothing moves.
    assert set(hall.said()) < set(hall.planned(Talk.FULL))
    assert apart(hall.sound.lines())


def test_a_voice_that_fails_lets_the_practice_begin_at_once() -> None:
    hall = Hall(HIPS)
    hall.voice.state = "failed"
    hall.session.begin()
    assert hall.state() is State.PLAYING
    hall.run(60)
    assert hall.said() == []
    assert hall.sound.sent


def test_a_line_longer_than_its_place_is_left_out_whole() -> None:
    hall = Hall()
    hall.session.begin()
    # As if a recording had changed after the plan was made.
    for text in hall.voice.there:
        hall.voice.there[text] += 1.0
    hall.run(60)
    assert hall.said() == []


def test_a_rehearsal_at_speed_leaves_out_what_does_not_fit() -> None:
    hall = Hall(HIPS, speed=20.0)
    hall.session.begin()
    hall.run(60, 0.05)
    assert hall.state() is State.FINISHED
    assert hall.said() == []


def test_where_am_i_is_answered_aloud_after_the_line_that_is_being_said() -> None:
    hall = Hall(HIPS)
    hall.session.begin()
    timeline = hall.session.player.timeline
    enter = next(s for s in timeline.segments if s.kind is SegmentKind.ENTER)
    line = enter.lines[1]
    hall.run(enter.start + line.offset + 0.5)
    hall.session.do(PlayerCommand.WHERE_AM_I)
    hall.run(20)
    lines = hall.sound.lines()
    assert apart(lines)
    said = [_text(one) for one in lines]
    at = said.index(line.text)
    assert said[at + 1] == "Pigeon, right side."
    assert said[at + 2].startswith("Next: ")
    assert not lines[at].cut
    # What the answer covered is left out, what comes after it is said.
    assert said[at + 3 :][-1] == "Five breaths."


def test_who_asks_again_while_a_line_is_said_is_answered_once() -> None:
    hall = Hall(HIPS)
    hall.session.begin()
    hall.run(3.0)
    assert hall.sound.lines()[0].end > hall.time.monotonic + 1.0
    hall.session.do(PlayerCommand.SAY_AGAIN)
    hall.run(1.0)
    hall.session.do(PlayerCommand.SAY_AGAIN)
    hall.run(5)
    assert apart(hall.sound.lines())
    first, *others = hall.said()
    assert others == [first]


def test_an_answer_is_given_in_a_pause_and_with_talk_off() -> None:
    hall = Hall(HIPS, talk=Talk.OFF)
    hall.session.begin()
    hall.run(60)
    hall.session.do(PlayerCommand.PAUSE)
    hall.session.do(PlayerCommand.SAY_AGAIN)
    hall.run(10)
    assert hall.said()
    assert hall.said()[0] == "Pigeon, right side."


def test_an_answer_that_comes_too_late_is_not_given() -> None:
    hall = Hall(HIPS)
    hall.session.begin()
    hall.run(60)
    hall.voice.delay = PATIENCE + 1
    hall.voice.there.clear()
    hall.session.do(PlayerCommand.WHERE_AM_I)
    before = len(hall.said())
    hall.run(PATIENCE + 0.5)
    assert len(hall.said()) == before


# -- what a key has done ---------------------------------------------------------------------


def in_hold(into: float, **more: object) -> Hall:
    """A hall so many seconds into the first hold of pigeon."""
    hall = Hall(**more)  # type: ignore[arg-type]
    hall.session.begin()
    segments = hall.session.player.timeline.segments
    hall.run(LEAD + next(s.start for s in segments if s.kind is SegmentKind.HOLD) + into)
    return hall


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ([D.LONGER], "Six breaths."),
        ([D.LONGER] * 4, "Nine breaths."),
        ([D.LONGER, D.SHORTER], "Five breaths."),
        ([D.SHORTER] * 5, "No shorter."),
        ([D.FASTER], "Quicker, 110 percent."),
        ([D.SLOWER] * 3, "Slower, seventy percent."),
        ([D.SLOWER, D.FASTER], "Pace as written."),
        ([D.SLOWER] * 6, "No slower."),
        ([D.FASTER] * 12, "No quicker."),
        ([D.OTHER_SIDE], "Left side."),
    ],
)
def test_a_key_is_answered_once_with_what_it_is_now(keys: list[D], answer: str) -> None:
    hall = in_hold(2.0)
    before = len(hall.said())
    for key in keys:
        hall.session.do(key)
        hall.run(0.3)
    pressed = hall.time.monotonic - 0.3
    hall.run(4.0)
    assert apart(hall.sound.lines())
    new = hall.sound.lines()[before:]
    planned = {line.text for s in hall.session.player.timeline.segments for line in s.lines}
    answers = [one for one in new if _text(one) == answer or _text(one) not in planned]
    assert [_text(one) for one in answers] == [answer]
    assert answers[0].begin < pressed + SHORT_PATIENCE


def test_the_other_side_is_two_bowls_the_side_and_the_whole_way() -> None:
    hall = in_hold(2.0)
    before, rung = len(hall.said()), len(hall.sound.sent)
    hall.session.do(D.OTHER_SIDE)
    way = hall.session.view().segment
    hall.run(way.duration)
    bells = [cue.name for _, cue in hall.sound.sent[rung:] if cue.name not in SWELLS]
    assert bells[0] is CueName.SWITCH
    assert CueName.NEXT not in bells
    assert hall.said()[before:][: len(way.lines)] == [line.text for line in way.lines]
    assert way.lines[0].text == "Left side."


@pytest.mark.parametrize("kind", [SegmentKind.REST, SegmentKind.WAIT, SegmentKind.ENTER])
def test_they_are_answered_wherever_the_practice_is(kind: SegmentKind) -> None:
    rest = RestStep(breaths(4), 1)
    hall = Hall(flow(stay("pigeon", breaths(2), sides=(Side.RIGHT,), wait=True), rest))
    hall.session.begin()
    while hall.session.view().segment.kind is not kind:
        hall.run(0.1)
        if hall.state() is State.WAITING and kind is not SegmentKind.WAIT:
            hall.session.do(PlayerCommand.GO_ON)
    answers = {
        SegmentKind.REST: "Five breaths.",
        SegmentKind.WAIT: "Stay as long as you like.",
        SegmentKind.ENTER: "Three breaths.",
    }
    hall.run(6.0)  # past what is said at the beginning
    while any(one.begin - 2.0 < hall.time.monotonic < one.end for one in hall.sound.lines()):
        hall.run(0.1)
    hall.session.do(PlayerCommand.LONGER)
    hall.run(2.5)
    assert answers[kind] in hall.said()


@pytest.mark.parametrize("keys", ["v", "vv", "vvv", "vvvv", "vvvvv"])
def test_how_much_is_said_is_answered_too(keys: str) -> None:
    hall = in_hold(12.0)
    for _ in keys:
        hall.session.next_talk()
        hall.run(0.3)
    hall.run(3.0)
    assert [text for text in hall.said() if text in ALOUD.values()] == [ALOUD[hall.session.talk]]


def test_nothing_is_answered_where_nothing_is_said() -> None:
    hall = in_hold(12.0, talk=Talk.OFF)
    for key in (D.LONGER, D.SLOWER, D.OTHER_SIDE):
        hall.session.do(key)
        hall.run(3.0)
    assert hall.said() == []


@settings(max_examples=examples(40), deadline=None)
@given(st.floats(0.0, 120.0), st.sampled_from([D.LONGER, D.FASTER, D.SLOWER]), st.integers(0, 2))
@example(93.25, D.LONGER, 0)
def test_an_answer_covers_no_line_and_does_not_come_late(at: float, key: D, more: int) -> None:
    """What the plan says after the key is heard as if no key had been pressed, all of it."""
    hall = Hall(HIPS)
    hall.session.begin()
    hall.run(at)
    for _ in range(more + 1):
        hall.session.do(key)
    pressed = hall.time.monotonic
    # A line that begins with the key has begun before it.
    begun = len([one for one in hall.sound.lines() if one.begin <= pressed + 1e-6])
    view = hall.session.view()
    planned = [
        line.text
        for s in hall.session.player.timeline.segments[view.segment.index :]
        for line in s.lines
        if line.role in HEARD[Talk.FULL]
        and (s.index > view.segment.index or line.offset > view.offset + 1e-6)
    ]
    hall.run(30.0)
    new = hall.sound.lines()[begun:]
    assert apart(hall.sound.lines())
    heard = [_text(one) for one in new]
    soon = [n for n, one in enumerate(new) if one.begin <= pressed + SHORT_PATIENCE + 0.1]
    without = [heard, *(heard[:n] + heard[n + 1 :] for n in soon)]
    assert any(texts == planned[: len(texts)] for texts in without)


def test_more_or_less_talk_is_heard_at_once() -> None:
    hall = Hall(HIPS)
    hall.session.begin()
    hall.run(24)
    assert hall.session.next_talk() is Talk.NAMES
    hall.session.set_talk(Talk.OFF)
    before = hall.said()
    hall.run(30)
    assert hall.said() == before
    assert not any(one.cut for one in hall.sound.lines())
    hall.session.set_talk(Talk.FULL)
    hall.run(30)
    assert len(hall.said()) > len(before)


def test_quiet_rings_no_bell_and_still_breathes() -> None:
    held = Breath(4.0, 6.0, full=3.0, empty=2.0)
    hall = Hall(flow(stay("mountain", breaths(3)), breath=held), quiet=True)
    hall.to_the_end()
    assert {cue.name for _, cue in hall.sound.sent} == SWELLS
    assert hall.said()


def test_ambience_is_there_while_there_is_practice() -> None:
    hall = Hall(HIPS)
    there = [hall.sound.ambience]
    hall.session.begin()
    for do in (None, PlayerCommand.PAUSE, PlayerCommand.RESUME, PlayerCommand.STOP):
        if do is not None:
            hall.session.do(do)
        there.append(hall.sound.ambience)
    assert there == [False, True, False, True, False]


COMMANDS = st.sampled_from(
    [
        PlayerCommand.PAUSE,
        PlayerCommand.RESUME,
        PlayerCommand.NEXT,
        PlayerCommand.PREVIOUS,
        PlayerCommand.RESTART,
        PlayerCommand.LONGER,
        PlayerCommand.FASTER,
        PlayerCommand.SLOWER,
        PlayerCommand.OTHER_SIDE,
        PlayerCommand.SAY_AGAIN,
        PlayerCommand.WHERE_AM_I,
    ]
)


@settings(max_examples=examples(40))
@given(
    flows(),
    st.lists(st.tuples(st.floats(0.1, 30.0), COMMANDS), max_size=12),
    st.floats(0.0, 2.0),
    st.floats(0.5, 2.0),
)
def test_whatever_the_person_does_one_line_at_a_time_is_heard(
    of: Flow, commands: list[tuple[float, PlayerCommand]], delay: float, factor: float
) -> None:
    hall = Hall(of, delay=delay, length=lambda text: factor * estimate_speech(text))
    hall.session.begin()
    faded: list[float] = []
    for seconds, do in commands:
        hall.run(seconds)
        hall.session.do(do)
        faded.append(hall.time.monotonic)
    hall.run(60)
    lines = hall.sound.lines()
    assert apart(lines)
    # Only a command cuts a line, never another line or a new plan.
    assert all(one.end in faded for one in lines if one.cut)


def test_counts_say_the_count_alone() -> None:
    hall = Hall(talk=Talk.COUNTS)
    hall.to_the_end()
    assert "Five breaths." in hall.said()
    assert not any("Pigeon" in text for text in hall.said())
    assert Role.NAME not in HEARD[Talk.COUNTS]


def test_an_output_that_lags_behind_is_sent_everything_sooner() -> None:
    hall = Hall(HIPS)
    hall.session = Session(
        Player(HIPS), clock=hall.time.clock(), sound=hall.sound, voice=hall.voice, delay=1.5
    )
    hall.session.begin()
    hall.run(17.2)
    # The first bowl, 20 s into the plan, is 3.2 s away: near enough.
    assert hall.sound.names().count(CueName.NEXT) == 1
