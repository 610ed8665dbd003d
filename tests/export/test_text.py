"""Captions and cue sheet: what is said, when, to be read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bundled import BundledPoses
from tests.flows import HIPS, breaths, flow, flows, reps, seconds, stay
from tests.format_help import flow_of
from yogaflow.export.captions import captions, srt, vtt
from yogaflow.export.listing import show_json, show_text
from yogaflow.export.program import Program, program_of
from yogaflow.export.sheet import WIDTH, sheet
from yogaflow.export.speech import as_planned
from yogaflow.library.library import default_library
from yogaflow.model import Flow, Group, Half, MoveStep, Option, RestStep, SayStep, Side, Words
from yogaflow.practice.events import Sound, Spoken
from yogaflow.practice.player import Player, PlayerCommand
from yogaflow.practice.speech import SLACK, Clip
from yogaflow.practice.verbosity import HEARD, SpeechChoices, Talk
from yogaflow.timeline import Choices, Role, SegmentKind, compile_flow, estimate_speech
from yogaflow.timeline.cues import SWELLS, CueName
from yogaflow.timeline.outline import clock_text, rows

TALKS = st.sampled_from(list(Talk))


def length_of(text: str) -> float:
    """A voice that takes its own time over each line, the same whenever it is asked."""
    return round(0.3 + sum(map(ord, text)) % 37 / 9, 3)


def recorded(text: str) -> Clip:
    return Clip(f"/{text}.wav", length_of(text))


def spoken(flow: Flow, talk: Talk = Talk.FULL, *, quiet: bool = False) -> Program:
    timeline = compile_flow(flow, Choices(), length_of)
    return program_of(timeline, SpeechChoices(talk, quiet), recorded)


def written(flow: Flow, talk: Talk = Talk.FULL, choices: Choices | None = None) -> Program:
    """Without a voice."""
    timeline = compile_flow(flow, choices)
    return program_of(timeline, SpeechChoices(talk), as_planned(timeline, lambda _: None))


# -- what is heard -------------------------------------------------------------------------


@given(flows(waits=False), TALKS)
def test_a_program_is_what_the_player_would_have_played(flow: Flow, talk: Talk) -> None:
    program = spoken(flow, talk)
    player = Player(flow, Choices())
    player.retime(0.0, length_of)
    events = [*player.do(PlayerCommand.START, 0.0), *player.advance(1e6)]
    sounds = [(e.name, e.seconds) for e in events if isinstance(e, Sound)]
    assert [(cue.name, cue.seconds) for cue in program.cues] == sounds
    times = [e.at for e in events if isinstance(e, Sound)]
    assert [cue.at for cue in program.cues] == pytest.approx(times, abs=1e-6)
    heard = [e for e in events if isinstance(e, Spoken) and e.line.role in HEARD[talk]]
    assert [said.line for said in program.said] == [e.line for e in heard]
    assert [said.at for said in program.said] == pytest.approx([e.at for e in heard], abs=1e-6)
    assert program.left_out == 0


@given(flows(), TALKS)
def test_no_two_lines_are_heard_at_once_and_none_past_its_place(flow: Flow, talk: Talk) -> None:
    # The plan's lengths are estimates here; the recordings are longer and shorter than these.
    timeline = compile_flow(flow)
    program = program_of(timeline, SpeechChoices(talk), recorded)
    for one, two in pairwise(program.said):
        assert one.end <= two.at
    for said in program.said:
        assert said.clip.seconds <= said.line.seconds + SLACK
    roles = HEARD[talk] - {Role.WAIT}
    wanted = [line for s in timeline.segments for line in s.lines if line.role in roles]
    assert len(program.said) + program.left_out == len(wanted)


def test_a_line_without_a_recording_is_left_out_and_counted() -> None:
    timeline = compile_flow(HIPS)

    def some(text: str) -> Clip | None:
        return None if text == "Last breath." else Clip("", estimate_speech(text))

    program = program_of(timeline, SpeechChoices(), some)
    last = [line for s in timeline.segments for line in s.lines if line.role is Role.LAST]
    assert program.left_out == len(last) > 0
    assert not any(said.line.role is Role.LAST for said in program.said)


def test_a_file_asks_for_no_key_and_is_silent_for_as_long() -> None:
    program = written(flow(stay("mountain", breaths(3), wait=True)), Talk.LEARN)
    wait = next(s for s in program.timeline.segments if s.kind is SegmentKind.WAIT)
    assert [line.role for line in wait.lines] == [Role.WAIT]
    assert wait.duration == 10.0
    assert not wait.chimes
    assert not any(wait.start <= said.at < wait.end for said in program.said)


def test_a_quiet_practice_has_the_breath_and_no_bells() -> None:
    usual, quiet = spoken(HIPS), spoken(HIPS, quiet=True)
    assert {cue.name for cue in quiet.cues} == {CueName.IN, CueName.OUT}
    assert quiet.cues == tuple(cue for cue in usual.cues if cue.name in SWELLS)
    assert quiet.said == usual.said


def test_the_page_about_the_timeline_says_who_hears_what() -> None:
    page = (Path(__file__).parents[2] / "docs" / "timeline.md").read_text()
    found = {
        Talk(level): {Role(role) for role in re.findall(r"`([\w-]+)`", roles)}
        for level, roles in re.findall(r"^\| `(\w+)`(?: and above)? \| (.*) \|$", page, re.M)
        if level in set(Talk)
    }
    heard: set[Role] = set()
    for level in reversed(Talk):
        heard |= found.get(level, set())
        assert heard == HEARD[level]


def test_what_a_flow_says_of_itself_is_in_every_text_that_is_read() -> None:
    told = replace(HIPS, why=("It is 1.", "Rest."), notes=("Blocks.", "Ben rests."), author="Ann")
    timeline = compile_flow(told, Choices())
    shown = show_text(timeline)
    for line in ("By Ann", "It is 1. Rest.", "Note: Blocks.", "Note: Ben rests."):
        assert f"\n{line}\n" in shown
    whole = json.loads(show_json(timeline))
    assert (whole["author"], whole["why"]) == ("Ann", ["It is 1.", "Rest."])
    assert whole["notes"] == ["Blocks.", "Ben rests."]
    head = sheet(spoken(told)).split("\n\n")[0]
    assert head.endswith("By Ann\nNote: Blocks.\nNote: Ben rests.")


# -- captions ------------------------------------------------------------------------------

TIMES = re.compile(r"^(\d\d):(\d\d):(\d\d)[.,](\d\d\d) --> (\d\d):(\d\d):(\d\d)[.,](\d\d\d)$", re.M)


def times(text: str) -> list[tuple[int, int]]:
    """Begin and end of every caption of a file, milliseconds."""

    def ms(*parts: str) -> int:
        h, m, s, t = map(int, parts)
        assert m < 60 > s
        return ((h * 60 + m) * 60 + s) * 1000 + t

    return [(ms(*found[:4]), ms(*found[4:])) for found in TIMES.findall(text)]


@given(flows(), TALKS, st.booleans())
def test_captions_are_in_order_and_one_at_a_time(flow: Flow, talk: Talk, voice: bool) -> None:
    program = spoken(flow, talk) if voice else written(flow, talk)
    end = program.timeline.duration * 1000
    for text in (srt(program), vtt(program)):
        found = times(text)
        assert len(found) == len(program.said)
        assert all(0 <= begin < close <= end for begin, close in found)
        assert all(one[1] <= two[0] for one, two in pairwise(found))
        assert [begin for begin, _ in found] == [round(s.at * 1000) for s in program.said]
    # Nobody reads faster than a line is said.
    for shown, said in zip(captions(program), program.said, strict=True):
        assert shown.end - shown.begin >= said.clip.seconds * 1000 - 1


def test_the_captions_of_hip_openers_tell_each_pose_side_and_count() -> None:
    program = written(default_library().find("hip-openers"))
    text = vtt(program)
    assert text.startswith("WEBVTT\n\nNOTE Hip openers\n\n")
    lines = text.splitlines()
    poses = ["Pigeon", "Gomukhasana", "Ankle to knee", "Half-seated twist"]
    names = [line for line in lines if line.startswith(tuple(f"{pose}, " for pose in poses))]
    assert [name.split(", ")[0] for name in names] == poses * 2
    sides = [re.findall(r"\b(right|left)\b", name) for name in names]
    assert sides == [["right"]] * 4 + [["left"]] * 4
    # After each name: five, three, the last; before the next one.
    where = [lines.index(name) for name in names] + [lines.index("Rest.")]
    for first, last in pairwise(where):
        counts = ["Five breaths.", "Four.", "Three.", "Two.", "Last breath."]
        assert [line for line in lines[first:last] if line in counts] == counts
    assert "Other side." in lines


def test_srt_is_numbered_from_one() -> None:
    text = srt(written(HIPS))
    blocks = text.strip().split("\n\n")
    assert [block.split("\n")[0] for block in blocks] == [str(n + 1) for n in range(len(blocks))]
    assert all(len(block.split("\n")) == 3 for block in blocks)


def test_hours_are_written_out() -> None:
    long = flow(RestStep(seconds(3700), 1), SayStep(("Now open your eyes.",), 2))
    program = written(long)
    said = next(s for s in program.said if s.line.text == "Now open your eyes.")
    assert said.at > 3720
    for text, point in ((vtt(program), "."), (srt(program), ",")):
        line = text.splitlines()[text.splitlines().index("Now open your eyes.") - 1]
        assert line.startswith(f"01:02:{said.at - 3720:06.3f}".replace(".", point))


def test_marks_in_a_line_stay_text() -> None:
    odd = flow(SayStep(("a <b> & {c} --> d",), 1))
    assert "\na &lt;b&gt; &amp; {c} --&gt; d\n" in vtt(written(odd))
    assert "\na ‹b› & (c) --› d\n" in srt(written(odd))


def test_a_sheet_fits_the_page_after_ten_hours_too() -> None:
    text = "title: Long\nflow:\n  - mountain: 300 min\n    sets: 3\n    say: {at: end, text: %s}\n"
    program = written(flow_of(text % ("Stay with it. " * 9), BundledPoses()))
    lines = sheet(program).splitlines()
    assert any(line[5:].startswith("10:") for line in lines)
    assert max(map(len, lines)) <= WIDTH


def test_names_are_written_as_they_are_spelt() -> None:
    poses = dict(HIPS.poses)
    poses["pigeon"] = replace(poses["pigeon"], name="Kapotasana", say_as="Kah-poh-tah-sah-nah")
    program = written(replace(HIPS, poses=poses))
    assert any("Kah-poh" in said.line.text for said in program.said)
    for text in (vtt(program), srt(program), sheet(program)):
        assert "\nKapotasana, " in text or "  Kapotasana, " in text
        assert "Kah-poh" not in text


def test_silence_is_a_file_too() -> None:
    assert vtt(written(HIPS, Talk.OFF)) == "WEBVTT\n\nNOTE Test flow\n"
    assert srt(written(HIPS, Talk.OFF)) == ""


# -- the cue sheet -------------------------------------------------------------------------


@given(flows(), TALKS)
def test_a_sheet_fits_the_page_and_numbers_steps_as_show_does(flow: Flow, talk: Talk) -> None:
    program = written(flow, talk)
    text = sheet(program)
    assert max(map(len, text.splitlines())) <= WIDTH < 80
    expected = rows(program.timeline)
    found = re.split(r"^ *(\d+) +(?=\d+:)", text, flags=re.M)
    assert [int(n) for n in found[1::2]] == [row.number for row in expected]
    for step, row in zip(found[2::2], expected, strict=True):
        assert step.startswith(f"{clock_text(row.start)}  ")
        words = " ".join(step.split())
        assert row.name.upper() in words
        assert row.amount in words


@given(flows(), TALKS)
def test_everything_that_is_heard_is_on_the_sheet(flow: Flow, talk: Talk) -> None:
    program = written(flow, talk)
    words = " ".join(sheet(program).split())
    # What a line is part of may stand between two lines, never inside one.
    for said in program.said:
        assert said.line.text in words


def test_a_step_on_paper() -> None:
    text = sheet(written(HIPS))
    lines = text.splitlines()
    assert lines[0] == "TEST FLOW"
    assert lines[1].endswith("breaths, right side first")
    first = lines.index(next(line for line in lines if line.startswith("   1  ")))
    assert re.fullmatch(
        r"   1     0:20  PIGEON, RIGHT knee forward +5 breaths, in 4, out 6", lines[first]
    )
    assert re.fullmatch(r"  in     0:2\d  Pigeon, right .+\.", lines[first + 1])
    assert re.search(r"^ out +\d+:\d\d  Come out\.$", text, re.M)
    assert re.search(r"^stay +\d+:\d\d  \(one breath to settle\)$", text, re.M)
    assert re.search(r"REST: MOUNTAIN", text)
    assert re.search(r"THE CLOSE(\n.*)+\(the closing bowl\)\n$", text)


def test_movements_stand_together_with_their_half_and_their_call() -> None:
    moves = tuple(MoveStep(half, 2, pose="fold") for half in (Half.INHALE, Half.EXHALE) * 2)
    text = sheet(written(flow(stay("mountain", breaths(2)), *moves)))
    block = next(part for part in text.split("\n\n") if "FOLD" in part)
    assert re.findall(r"FOLD, (breathe in|breathe out)", block) == ["breathe in", "breathe out"] * 2
    assert "“Fold.”" in block


def test_repetitions_are_counted_in_one_line_and_options_are_named() -> None:
    step = stay("bridge", reps(4), options=("band",))
    text = sheet(written(flow(step)))
    assert "BRIDGE, with band" in text
    assert "4 reps\n" in text
    assert re.search(r"  Three\. Two\. Last one\.$", text, re.M)
    assert text.count("Stay up") == 1
    assert "Near you: band" in text


def test_words_and_waits_have_their_place_and_a_section_its_title() -> None:
    held = stay("warrior", breaths(3), wait=True, sides=(Side.RIGHT,))
    text = sheet(
        written(flow(SayStep(("Set an intention.",), 1), Group((held,), 2, title="On your feet")))
    )
    assert re.search(r"LISTEN\n +0:2\d  Set an intention\.$", text, re.M)
    assert re.search(r"\n\nOn your feet\n\n   1  .*WARRIOR, RIGHT foot in front", text)
    assert "3 breaths, in 3, out 3, then as long as they like" in " ".join(text.split())


def test_a_long_name_and_long_words_are_wrapped() -> None:
    poses = dict(HIPS.poses)
    long = "A pose with a name that goes on and on and does not want to end, not even here at all"
    option = Option("band", "A band", props=("an elastic band as long as your arm",))
    poses["locust"] = replace(poses["locust"], name=long, options={"band": option})
    words = (Words("And then, " * 30 + "done.", seconds(5)),)
    step = stay("locust", seconds(120), options=("band",), say=words)
    text = sheet(written(replace(flow(step), poses=poses)))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert long.upper() in " ".join(text.split())


def test_what_is_not_heard_is_not_on_the_sheet() -> None:
    text = sheet(written(HIPS, Talk.COUNTS))
    assert "Come out." not in text
    assert "Five breaths." in text


def test_a_movement_without_a_pose_is_half_a_breath() -> None:
    move = MoveStep(Half.INHALE, 2, say=(Words("Lift the chest."),))
    text = sheet(written(flow(stay("mountain", breaths(2)), move)))
    assert re.search(r"\n +\d:\d\d  BREATHE IN +“Lift the chest\.”\n", text)
