"""The words on the screen, the choices before a practice and the report after it. No screen."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.fakes import FakeTime, FakeVoice
from tests.flows import breaths, flow, reps, seconds, stay
from tests.tui import flows
from yogaflow.model import Breath, Flow, RestStep, Side, Step
from yogaflow.practice.clock import Clock
from yogaflow.practice.player import Player, PlayerCommand
from yogaflow.practice.session import Session
from yogaflow.practice.speech import VoiceStatus
from yogaflow.practice.verbosity import WORDS, SpeechChoices, Talk
from yogaflow.practice.view import View
from yogaflow.timeline import compile_flow
from yogaflow.timeline.timeline import Choices, PhaseKind, SegmentKind
from yogaflow.tui import labels
from yogaflow.tui.choice_rows import choices_of, led, manner_turned, turned, unseen
from yogaflow.tui.report import PoseTime, report
from yogaflow.tui.screens.summary import NOT_NOTED, amount_words, page
from yogaflow.tui.widgets.bigview import big_view
from yogaflow.tui.widgets.main_panel import stage


def _views(flow: Flow, choices: Choices | None = None) -> list[View]:
    player = Player(flow, choices)
    player.do(PlayerCommand.START, 0.0)
    views = []
    for step in range(int(player.timeline.duration * 4) + 8):
        player.advance(step / 4)
        views.append(player.view(step / 4))
    return views


HIPS = _views(flows.HIPS)


def _first(kind: SegmentKind, views: list[View] | None = None) -> View:
    return next(view for view in views or HIPS if view.segment.kind is kind)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (4.2, "0:05"), (5, "0:05"), (580, "9:40"), (3725, "1:02:05"), (-3, "0:00")],
)
def test_clock(seconds: float, text: str) -> None:
    assert labels.clock(seconds) == text


def test_the_countdown_names_the_first_pose_and_side() -> None:
    view = _first(SegmentKind.READY)
    pose = labels.shown_pose(view)
    assert pose is not None
    assert pose.name == "Pigeon"
    assert labels.shown_side(view) is Side.RIGHT
    assert labels.shown_limb(view) == "knee forward"
    assert labels.count_word(view) == "20"
    assert labels.coming(view) == "Pigeon, RIGHT"


def test_a_limb_may_name_the_side_again() -> None:
    twist = next(v for v in HIPS if v.pose is flows.TWIST and v.side is Side.LEFT)
    assert labels.shown_limb(twist) == "knee up, twist to the left"


def test_the_count_goes_down_and_says_when_it_is_the_last() -> None:
    holds = [v for v in HIPS if v.segment.kind is SegmentKind.HOLD and v.visit.index == 1]
    counts = list(dict.fromkeys(labels.count_word(view) for view in holds))
    assert counts == ["5", "4", "3", "2", "1"]
    assert labels.unit_words(holds[0]) == "breaths left"
    assert labels.unit_words(holds[-1]) == "last breath"


def test_what_comes_next_says_when_it_is_the_other_side() -> None:
    flow = flows.flow(flows.hold("pigeon", 2, sides=(Side.RIGHT, Side.LEFT)))
    views = _views(flow)
    assert labels.coming(_first(SegmentKind.HOLD, views)) == "other side: Pigeon, LEFT"
    assert labels.coming(next(v for v in views if v.side is Side.LEFT)) == "closing bowl"


def test_every_moment_has_words_and_a_level() -> None:
    for view in [*HIPS, *_views(flows.REPS), *_views(flows.SALUTATION)]:
        assert 0.0 <= labels.fullness(view) <= 1.0
        if labels.reading(view):
            assert labels.instruction(view)


def test_the_lungs_fill_on_the_in_breath_and_stay_full_in_a_hold() -> None:
    levels: dict[PhaseKind, list[float]] = {}
    for view in [*HIPS, *_views(flows.REPS)]:
        if view.phase is not None:
            levels.setdefault(view.phase.kind, []).append(labels.fullness(view))
    assert levels[PhaseKind.IN][0] == 0.0
    assert min(levels[PhaseKind.FULL]) == 1.0
    assert min(levels[PhaseKind.TIMED]) == 1.0
    assert levels[PhaseKind.OUT][0] == 1.0


def _held(side: tuple[Side, ...] | None) -> list[View]:
    """A view for each second of a breath that is held full for 12 s and empty for 3."""
    step = stay("pigeon" if side else "mountain", breaths(2), sides=side)
    player = Player(flow(step, breath=Breath(2, 3, full=12, empty=3)), Choices(countdown=0))
    hold = next(s for s in player.timeline.segments if s.kind is SegmentKind.HOLD)
    player.do(PlayerCommand.START, 0.0)
    views = []
    for second in range(20):
        at = hold.start + second + 0.5
        player.advance(at)
        views.append(player.view(at))
    return views


def test_a_held_breath_counts_its_seconds_down() -> None:
    counted = [labels.held_seconds(view) for view in _held(None)]
    full, empty = [str(n) for n in range(12, 0, -1)], ["3", "2", "1"]
    assert counted == ["", "", *full, "", "", "", *empty]


@pytest.mark.parametrize("side", [None, (Side.RIGHT,), (Side.LEFT,)])
@pytest.mark.parametrize(
    ("width", "height"), [(80, 15), (78, 11), (44, 13), (40, 13), (38, 8), (36, 11), (30, 4)]
)
def test_every_second_of_it_is_seen(width: int, height: int, side: tuple[Side, ...] | None) -> None:
    views = _held(side)
    for draw in (stage, big_view):
        if draw is big_view and height < 8:
            continue
        seen = [draw(view, width, height) for view in views[2:14]]
        assert all(one != two for one, two in pairwise(seen))
        assert all(len(rows) == height for rows in seen if draw is stage and height > 4)


def test_a_spoken_count_does_not_push_the_instruction_away() -> None:
    for view in HIPS:
        assert labels.instruction(view) not in {"Five.", "Four.", "Three.", "Last breath."}


def test_a_repetition_says_what_to_do_in_this_phase() -> None:
    texts = {
        labels.instruction(view)
        for view in _views(flows.REPS)
        if view.segment.kind is SegmentKind.REP
    }
    assert texts == {"Lift the hips", "Stay up", "Lower"}


def test_rounds_are_named() -> None:
    views = _views(flows.SALUTATION)
    assert labels.place(_first(SegmentKind.MOVE, views)).endswith("round 1 of 3")


# -- choices ---------------------------------------------------------------------------------


def test_a_flow_offers_only_the_choices_it_has() -> None:
    names = [choice.name for choice in choices_of(compile_flow(flows.HIPS), SpeechChoices())]
    always = ["pace", "unhurried", "countdown", "talk", "quiet"]
    assert names == ["first", "level", *always, "option:block"]
    names = [choice.name for choice in choices_of(compile_flow(flows.REPS), SpeechChoices())]
    assert names == always


def test_how_much_is_a_choice_where_only_the_rest_between_sets_is_a_range() -> None:
    between = RestStep(seconds(15, 30), 1)
    timeline = compile_flow(flow(stay("bridge", reps(3), sets=2, between=between)))
    assert "level" in [choice.name for choice in choices_of(timeline, SpeechChoices())]


def test_optional_steps_can_be_left_out() -> None:
    flow = flows.flow(flows.hold("pigeon", 2), flows.hold("bridge", 2, optional=True))
    timeline = compile_flow(flow)
    shorter = compile_flow(flow, turned(timeline, "optional", 1))
    assert shorter.duration < timeline.duration


def test_a_choice_stops_at_its_ends() -> None:
    timeline = compile_flow(flows.HIPS)
    for _ in range(20):
        timeline = compile_flow(flows.HIPS, turned(timeline, "pace", 1))
    assert timeline.choices.pace == 2.0
    assert turned(timeline, "pace", 1).pace == 2.0


def test_an_option_goes_on_and_off_again() -> None:
    timeline = compile_flow(flows.HIPS)
    on = compile_flow(flows.HIPS, turned(timeline, "option:block", 1))
    assert any("block" in visit.options for visit in on.visits)
    off = compile_flow(flows.HIPS, turned(on, "option:block", 1))
    assert not any("block" in visit.options for visit in off.visits)


def test_an_option_of_several_poses_can_be_chosen_for_one_of_them() -> None:
    block = replace(flows.PIGEON.options["block"], name="Block")
    poses = {k: replace(flows.PIGEON, key=k, name=k.title()) for k in ("frog", "swan")}
    poses["swan"] = replace(poses["swan"], options={"block": block})
    flow = replace(flows.flow(flows.hold("frog", 2), flows.hold("swan", 2)), poses=poses)
    timeline = compile_flow(flow)

    def rows() -> dict[str, tuple[str, str]]:
        found = choices_of(timeline, SpeechChoices())
        return {c.name: (c.label, c.value) for c in found if c.name.startswith("option:")}

    def turn(name: str) -> list[str]:
        nonlocal timeline
        timeline = compile_flow(flow, turned(timeline, name, 1))
        return [value for _, value in rows().values()]

    assert rows() == {
        "option:block": ("Block under the hip in Frog, Swan", "off"),
        "option:frog.block": ("· Frog: Block under the hip", "off"),
        "option:swan.block": ("· Swan: Block", "off"),
    }
    assert turn("option:swan.block") == ["in some", "off", "on"]
    assert {v.pose for v in timeline.visits if v.options} == {"swan"}
    assert turn("option:block") == ["off", "off", "off"]
    assert turn("option:block") == ["on", "on", "on"]
    assert turn("option:frog.block") == ["in some", "off", "on"]
    assert turn("option:frog.block") == ["on", "on", "on"]
    turn("option:swan.block")
    assert turn("option:block") == ["off", "off", "off"]
    assert timeline.choices.options == ("no-block",), "nothing of single poses is left behind"


def test_poses_in_which_nobody_can_look() -> None:
    assert unseen(compile_flow(flows.HIPS)) == ["Pigeon"]


def test_talk_and_quiet_are_turned_as_the_other_choices_are() -> None:
    manner = SpeechChoices()
    for _ in range(5):
        manner = manner_turned(manner, "talk", 1)
    assert manner == SpeechChoices(Talk.OFF)
    manner = manner_turned(manner_turned(manner, "talk", -1), "quiet", 1)
    assert manner == SpeechChoices(Talk.COUNTS, quiet=True)
    assert not manner_turned(manner, "quiet", -1).quiet


@pytest.mark.parametrize(
    ("names", "manner", "missing", "text"),
    [
        ([], SpeechChoices(Talk.OFF), "voice", ""),
        (
            [],
            SpeechChoices(quiet=True),
            "",
            "Low and without bells; the screen flashes at changes.",
        ),
        (["Pigeon"], SpeechChoices(), "", "Led by ear where you cannot look: Pigeon."),
        (["Pigeon"], SpeechChoices(Talk.LEARN), "", "Led by ear where you cannot look: Pigeon."),
        (["Pigeon"], SpeechChoices(), "voice", "You cannot look in Pigeon, and there is no voice."),
        (
            ["Pigeon"],
            SpeechChoices(Talk.OFF),
            "sound",
            "You cannot look in Pigeon, and there is no sound.",
        ),
        (
            ["Pigeon", "Bridge", "Fold"],
            SpeechChoices(Talk.COUNTS, quiet=True),
            "",
            "You cannot look in Pigeon and 2 more, and only counts are said.",
        ),
        (
            ["Pigeon"],
            SpeechChoices(Talk.OFF),
            "",
            "You cannot look in Pigeon, and nothing is said.",
        ),
        (
            ["Pigeon", "Bridge"],
            SpeechChoices(quiet=True),
            "",
            "Low and without bells. The voice leads in Pigeon and 1 more.",
        ),
    ],
)
def test_what_the_ears_are_left_with(
    names: list[str], manner: SpeechChoices, missing: str, text: str
) -> None:
    said, well = led(names, manner, missing)
    assert said == text
    assert well is not said.startswith("You cannot look")


# -- the report ------------------------------------------------------------------------------


def _practise(skip: int = 0, of: Flow = flows.HIPS) -> Session:
    now = [0.0]
    clock = Clock(1.0, monotonic=lambda: now[0], boot=lambda: now[0])
    session = Session(Player(of, Choices(countdown=0)), clock=clock)
    session.do(PlayerCommand.START)
    for _ in range(skip):
        session.do(PlayerCommand.NEXT)
    while not session.tally.finished:
        now[0] += 1.0
        session.tick()
    return session


def test_a_whole_practice_is_even_and_leaves_nothing_out() -> None:
    session = _practise()
    told = report(session.tally, session.player.timeline)
    assert told.breaths == 25
    assert told.balance == pytest.approx(0.5, abs=0.01)
    assert told.left_out == ()
    assert [pose.name for pose in told.poses] == ["Pigeon", "Half-seated twist"]
    assert told.poses[0] == PoseTime("Pigeon", "breaths", {Side.RIGHT: "5", Side.LEFT: "5"})
    assert told.rests > 30
    assert told.is_practice


def test_what_was_skipped_is_named_with_its_side() -> None:
    session = _practise(skip=1)
    told = report(session.tally, session.player.timeline)
    assert told.left_out == ("Pigeon, right",)
    assert told.balance is not None
    assert told.balance < 0.4


def _told(*steps: Step, skip: int = 0) -> dict[str, str]:
    session = _practise(skip, flows.flow(*steps))
    told = report(session.tally, session.player.timeline)
    return {pose.name: amount_words(pose) for pose in told.poses}


def test_each_pose_is_told_in_the_one_unit_it_is_counted_in() -> None:
    bridge = flows.reps("bridge", 8)
    assert _told(bridge, RestStep(breaths(3), 5)) == {"Bridge": "8 reps"}
    assert _told(replace(bridge, sets=3, between=RestStep(seconds(20), 5))) == {
        "Bridge": "3 × 8 reps"
    }
    long, short = (replace(stay("pigeon", seconds(n)), line=n) for n in (120, 30))
    assert re.fullmatch(r"2:\d\d min each side", _told(long)["Pigeon"])
    assert re.fullmatch(r"left \d\d s", _told(short, skip=1)["Pigeon"])
    mixed = _told(short, replace(stay("pigeon", breaths(2)), line=9))
    assert re.fullmatch(r"\d\d s each side", mixed["Pigeon"])


def test_what_was_only_looked_through_says_so_and_names_no_pose() -> None:
    session = _practise(skip=20)
    told = report(session.tally, session.player.timeline)
    assert not told.is_practice
    assert not told.poses
    for size in ((80, 24), (40, 15)):
        rows = ["".join(text for text, _ in row).strip() for row in page(told, *size)]
        assert NOT_NOTED in rows
        assert not any(re.search(r"WELL DONE|\b0 (breath|pose)", row) for row in rows)


# -- the sound and the voice -----------------------------------------------------------------


def _session(talk: Talk = Talk.FULL, *, voice: bool = True, quiet: bool = False) -> Session:
    time = FakeTime()
    return Session(
        Player(flows.HIPS),
        clock=time.clock(),
        voice=FakeVoice(time) if voice else None,
        talk=talk,
        quiet=quiet,
    )


def test_the_status_names_what_is_not_as_usual() -> None:
    assert labels.sound_words(_session(), "") == "sound 80%"
    assert labels.sound_words(_session(quiet=True), "") == "quiet, 80%"
    assert labels.sound_words(_session(Talk.COUNTS), "") == "sound 80%, counts alone"
    assert labels.sound_words(_session(Talk.OFF, quiet=True), "") == "quiet, 80%, nothing said"
    assert labels.sound_words(_session(Talk.COUNTS, voice=False), "") == "sound 80%"
    muted = _session(Talk.NAMES)
    muted.set_muted(True)
    assert labels.sound_words(muted, "No device.") == "muted"


def test_what_is_wrong_is_said_once_and_alone() -> None:
    assert labels.sound_words(_session(Talk.NAMES, quiet=True), "No voice.") == "No voice."


@pytest.mark.parametrize("talk", Talk)
def test_an_answer_about_talk_promises_no_voice_that_is_not_there(talk: Talk) -> None:
    assert labels.talk_words(_session(talk)) == WORDS[talk]
    without = labels.talk_words(_session(talk, voice=False))
    assert ("there is no voice" in without) is (talk is not Talk.OFF)
    muted = _session(talk)
    muted.set_muted(True)
    assert ("the sound is off" in labels.talk_words(muted)) is (talk is not Talk.OFF)


def test_getting_ready_keeps_its_width() -> None:
    lines = [
        "".join(labels.getting_ready(VoiceStatus("working", done=done, total=120)))
        for done in (0, 9, 99, 120)
    ]
    assert lines[1] == "Getting the voice ready:   9 of 120."
    assert len({len(line) for line in lines}) == 1
    assert "".join(labels.getting_ready(VoiceStatus("starting"))) == "Getting the voice ready."
    for state in ("off", "ready", "failed"):
        assert labels.getting_ready(VoiceStatus(state, done=1, total=2)) == ("", "")
