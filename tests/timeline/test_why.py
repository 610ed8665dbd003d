"""Why one does it: said in the countdown, with time of its own, to those who are learning."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeSound, FakeTime, FakeVoice
from tests.flows import HIPS, flows
from tests.strength import examples
from yogaflow.export.program import program_of
from yogaflow.model import Flow, sentences
from yogaflow.practice.player import Player
from yogaflow.practice.session import Session
from yogaflow.practice.speech import Clip
from yogaflow.practice.verbosity import HEARD, SpeechChoices, Talk
from yogaflow.timeline import Choices, Role, SegmentKind, compile_flow, phrases
from yogaflow.timeline.cues import SpeechCue
from yogaflow.timeline.speech_layout import estimate_speech
from yogaflow.timeline.timeline import Timeline

LEARN = Talk.LEARN.led(Choices())
WHY = ("Strong hips carry you. They hold you level, too!", "Ask Dr. Kim, e.g. on Monday. Rest.")


def said(timeline: Timeline, *, why: bool) -> list[str]:
    """The words of the countdown, of the flow's reasons alone or of all else."""
    ready = timeline.segments[0]
    assert ready.kind is SegmentKind.READY
    return [line.text for line in ready.lines if (line.role is Role.WHY) == why]


def after(timeline: Timeline) -> tuple[list[object], list[float]]:
    """All that follows the countdown, wherever that ends: what it is, and its times in seconds."""
    what: list[object] = []
    times: list[float] = []
    for s in timeline.segments[1:]:
        what += [s.kind, *(line.text for line in s.lines), *(chime.name for chime in s.chimes)]
        what += [phase.kind for phase in s.phases]
        times += [s.duration, *(t for line in s.lines for t in (line.offset, line.seconds))]
        times += [t for chime in s.chimes for t in (chime.offset, chime.seconds)]
        times += [t for phase in s.phases for t in (phase.offset, phase.seconds)]
    return what, times


def test_sentences_are_lines_of_their_own() -> None:
    assert [s for text in WHY for s in sentences(text)] == [
        "Strong hips carry you.",
        "They hold you level, too!",
        "Ask Dr. Kim, e.g. on Monday.",
        "Rest.",
    ]


def test_it_comes_between_the_opening_and_what_to_take_care_of() -> None:
    ready = compile_flow(replace(HIPS, why=WHY), LEARN).segments[0]
    roles = list(dict.fromkeys(line.role for line in ready.lines))
    assert roles == [Role.INTRO, Role.WHY, Role.SAFETY, Role.POSITION]


@pytest.mark.parametrize("talk", Talk)
def test_it_has_time_and_is_heard_with_learn_alone(talk: Talk) -> None:
    flow = replace(HIPS, why=WHY)
    timeline = compile_flow(flow, talk.led(Choices()))
    heard = program_of(timeline, SpeechChoices(talk), lambda text: Clip("", estimate_speech(text)))
    found = [one.line.text for one in heard.said if one.line.role is Role.WHY]
    assert found == ([s for text in WHY for s in sentences(text)] if talk is Talk.LEARN else [])
    plain = compile_flow(HIPS, talk.led(Choices()))
    assert (timeline == replace(plain, flow=flow)) == (talk is not Talk.LEARN)
    assert (Role.WHY in HEARD[talk]) == (talk is Talk.LEARN)


def test_without_a_countdown_it_is_left_out() -> None:
    choices = replace(LEARN, countdown=0.0)
    timeline = compile_flow(replace(HIPS, why=WHY), choices)
    assert timeline.segments == compile_flow(HIPS, choices).segments


def test_less_talk_while_it_is_said_moves_nothing_and_leaves_out_the_rest() -> None:
    time = FakeTime()
    sound = FakeSound(time=time)
    session = Session(
        Player(replace(HIPS, why=WHY), LEARN),
        clock=time.clock(),
        sound=sound,
        voice=FakeVoice(time),
        talk=Talk.LEARN,
    )
    session.begin()
    timeline = session.player.timeline
    first, second, *_ = [s for text in WHY for s in sentences(text)]
    while time.monotonic < 1000.0 + timeline.segments[0].duration:
        session.tick()
        if session.view().line == second:
            session.set_talk(Talk.FULL)
        time.pass_by(0.25)
    assert session.player.timeline.segments == timeline.segments
    heard = [one.cue.clip for one in sound.lines() if isinstance(one.cue, SpeechCue)]
    assert first in heard
    assert not set(heard) & {"Ask Dr. Kim, e.g. on Monday.", "Rest."}
    assert phrases.SAFETY in heard


WORDS = st.text("abcde ", min_size=1, max_size=60).map(lambda text: f"Hips {text.strip()} move.")


@given(flows(), st.lists(WORDS, min_size=1, max_size=8), st.sampled_from([1.0, 5.0, 20.0, 60.0]))
@settings(max_examples=examples(60))
def test_every_sentence_is_said_whole_and_nothing_else_gives_way(
    flow: Flow, why: list[str], countdown: float
) -> None:
    choices = replace(LEARN, countdown=countdown)
    plain = compile_flow(flow, replace(choices, why=False))
    timeline = compile_flow(replace(flow, why=tuple(why)), choices)
    ready = timeline.segments[0]
    assert said(timeline, why=True) == [s for text in why for s in sentences(text)]
    assert set(said(timeline, why=False)) >= set(said(plain, why=False))
    what, times = after(plain)
    # A rest that ends on the minute is worked out from where it stands in the practice.
    again, later = after(timeline)
    assert again == what
    assert later == pytest.approx(times, abs=1e-5)
    told = sum(line.seconds for line in ready.lines if line.role is Role.WHY)
    assert ready.duration >= countdown + told
    ends = [0.0, *(line.offset + line.seconds for line in ready.lines)]
    starts: list[float] = [line.offset for line in ready.lines]
    assert all(end <= start for end, start in zip(ends, starts, strict=False))
    assert ends[-1] <= ready.duration
