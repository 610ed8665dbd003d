"""What is said, and when: heard with the eyes closed and no screen in sight."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bundled import FLOWS, POSES, bundled_flow, bundled_pose
from tests.flows import RIGHT_LEFT, breaths, flow, flows, held, reps, seconds, stay, words
from tests.strength import examples
from yogaflow.audio.reading import RATE, read_sound
from yogaflow.library.folders import theme_names
from yogaflow.model import (
    Amount,
    Entrance,
    Flow,
    Group,
    Half,
    Level,
    Muscle,
    MuscleSide,
    Phase,
    Place,
    Pose,
    PoseKind,
    PoseStep,
    RestStep,
    Side,
    Unit,
    Words,
    Work,
)
from yogaflow.storage.paths import sounds_dir
from yogaflow.timeline import (
    Choices,
    Line,
    PhaseKind,
    Role,
    Segment,
    SegmentKind,
    Timeline,
    compile_flow,
    estimate_speech,
)
from yogaflow.timeline.cues import CueName
from yogaflow.timeline.learning_lines import learning_lines
from yogaflow.timeline.phrases import props_line, set_of, times
from yogaflow.timeline.phrases import seconds as seconds_text
from yogaflow.timeline.speech_layout import LEAST_GAP

K = SegmentKind
NOW = Choices(countdown=0)
WAYS = {K.ENTER, K.SWITCH}


NO_REST = Amount(Unit.SECONDS, 0, 0)


def any_speech(seed: int) -> Callable[[str], float]:
    """Some length between 0.2 and 12 seconds for each line, always the same."""
    return lambda text: 0.2 + zlib.crc32(f"{seed} {text}".encode()) % 1181 / 100


def said(segment: Segment, *roles: Role) -> list[str]:
    return [line.text for line in segment.lines if line.role in roles]


def of_kind(timeline: Timeline, *kinds: SegmentKind) -> list[Segment]:
    return [s for s in timeline.segments if s.kind in kinds]


def whole(key: str, **choices: object) -> Timeline:
    return compile_flow(bundled_flow(key), Choices(countdown=0, **choices))  # type: ignore[arg-type]


def spoken(timeline: Timeline) -> list[tuple[float, float, Line, Segment]]:
    """Begin and end of every line, in absolute time."""
    return [
        (s.start + line.offset, s.start + line.offset + line.seconds, line, s)
        for s in timeline.segments
        for line in s.lines
    ]


# -- nothing overlaps, nothing is cut ---------------------------------------------------------


@given(
    flows(),
    st.builds(
        Choices,
        first=st.none() | st.sampled_from(Side),
        level=st.sampled_from(Level),
        pace=st.sampled_from([0.5, 1.0, 1.4, 2.0]),
        unhurried=st.sampled_from([0.5, 0.8, 1.0, 1.5, 2.0]),
        options=st.sampled_from([(), ("leg-lift",), ("band",), ("no-band",)]),
        countdown=st.sampled_from([0.0, 3.0, 20.0, 60.0]),
        skip_optional=st.booleans(),
        tapped=st.booleans(),
    ),
    st.integers(0, 2**31),
)
@settings(max_examples=examples(150))
def test_no_two_lines_overlap_and_none_is_cut(any_flow: Flow, choices: Choices, seed: int) -> None:
    """In any practice, with any lengths of speech, in absolute time and across segments."""
    timeline = compile_flow(any_flow, choices, any_speech(seed))
    lines = spoken(timeline)
    for (_, end, *_), (begin, *_) in pairwise(lines):
        assert begin >= end - 1e-6
    for begin, end, line, segment in lines:
        assert begin >= segment.start
        assert end <= segment.end + 1e-6
        if line.role is Role.CALL:
            assert end < segment.end


sided_steps = st.one_of(
    st.builds(stay, st.sampled_from(["pigeon", "warrior"]), held, say=words),
    st.builds(stay, st.just("steps"), st.integers(1, 4).map(reps), say=words),
)


@given(st.lists(sided_steps, min_size=2, max_size=4), st.integers(0, 2**31), st.booleans())
@settings(max_examples=examples(100))
def test_both_sides_get_the_same_time_whatever_is_said(
    steps: list[PoseStep], seed: int, brief: bool
) -> None:
    """After the first way in, which differs, a sided group takes as long on either side."""
    speech, choices = any_speech(seed), Choices(countdown=0, brief=brief)
    timeline = compile_flow(flow(Group(tuple(steps), 1, sides=RIGHT_LEFT)), choices, speech)
    spans: dict[int, list[float]] = {}
    half = len([v for v in timeline.visits if v.entry]) // 2
    for segment in timeline.segments:
        if segment.kind is K.CLOSE:
            continue
        place, turn = segment.visit % half, segment.visit // half
        if place or segment.kind not in WAYS:
            spans.setdefault(place, [0.0, 0.0])[turn] += segment.duration
    for right, left in spans.values():
        assert right == pytest.approx(left)


@given(st.integers(0, 2**31), st.sampled_from([1.0, 1.6]))
@settings(max_examples=examples(30))
def test_a_way_in_outlasts_its_words_on_either_side(seed: int, slow: float) -> None:
    random = any_speech(seed)
    for speech in (random, lambda text: slow * estimate_speech(text)):
        timeline = compile_flow(bundled_flow("hip-openers"), NOW, speech)
        for segment in of_kind(timeline, *WAYS):
            last = segment.lines[-1]
            assert segment.duration >= last.offset + last.seconds + 0.3
            gaps = [b.offset - a.offset - a.seconds for a, b in pairwise(segment.lines)]
            # Whoever is told to do something is given the time to do it.
            for gap, line in zip(gaps, segment.lines, strict=False):
                assert gap >= (1.1 if line.role in {Role.WAY_IN, Role.EXIT} else LEAST_GAP)


# -- the script of the practice notes ---------------------------------------------------------


def test_hip_openers_the_first_ninety_seconds() -> None:
    timeline = compile_flow(bundled_flow("hip-openers"))
    script = [(round(at), line.text) for at, _, line, _ in spoken(timeline) if at < 90]
    texts = [text for _, text in script]
    assert texts == [
        "Hip openers, about twelve minutes, right side first.",
        "A stretch is fine. At sharp pain, a pinching knee or tingling, come out and rest.",
        "Join again at the next bell.",
        "Hands and knees, right knee forward.",
        "Pigeon, right knee forward.",
        "Right foot toward the left wrist.",
        "Both hips look straight ahead.",
        "Knee unhappy? Rolled towel under the right hip.",
        "Walk your hands forward, head to rest.",
        "Settle in.",
        "Five breaths.",
        "Four.",
        "Let the right hip grow heavy.",
        "Three.",
        # What is no count is for those who are learning the pose.
        "Feel the right glute stretch.",
        "Two.",
        "Breathe into the back of that hip.",
        "Last breath.",
    ]
    at = {text: at for at, text in script}
    assert at["Hands and knees, right knee forward."] <= 16
    assert at["Pigeon, right knee forward."] == 21
    assert 30 <= at["Walk your hands forward, head to rest."] <= 36
    settle = of_kind(timeline, K.SETTLE)[0]
    assert settle.start == pytest.approx(38, abs=3)
    assert [line.text for line in settle.lines] == ["Settle in."]


def test_the_switch() -> None:
    switch = of_kind(whole("hip-openers"), K.SWITCH)[0]
    assert [c.name for c in switch.chimes] == [CueName.SWITCH]
    assert switch.duration == pytest.approx(33, abs=4)
    assert [line.text for line in switch.lines] == [
        "Turn back to the middle, legs long.",
        "Bend the knees, turn over them.",
        "Come to hands and knees.",
        "Left knee toward the left wrist.",
        "Right leg slides long behind you.",
        "Other side.",
        "Pigeon, left knee forward.",
        "Left foot toward the right wrist.",
        "Walk your hands forward, head to rest.",
    ]
    # Two bowls first, and the longest time for what moves the whole body.
    assert switch.lines[0].offset == pytest.approx(2, abs=0.5)
    gaps = [b.offset - a.offset - a.seconds for a, b in pairwise(switch.lines)]
    assert max(gaps[1:4]) == max(gaps) > 2


def test_the_side_comes_with_its_limb() -> None:
    names = {
        line.text
        for key in FLOWS
        for segment in of_kind(whole(key), *WAYS)
        for line in segment.lines
        if line.role is Role.NAME
    }
    assert "Warrior one, left foot in front." in names
    assert "Half-seated twist, left knee up." in names
    # Where the next line begins with the limb, the side alone is enough.
    assert any(name.endswith(", left side.") for name in names)


def test_lying_down_one_is_sat_up_before_the_closing_bell() -> None:
    for key in ("glute-strength", "strong-and-open"):
        close = whole(key).segments[-1]
        texts = [line.text for line in close.lines]
        assert "roll to one side." in texts[-3].lower()
        assert texts[-2] == "Press your hands, sit up."
        bell = next(c.offset for c in close.chimes if c.name is CueName.CLOSE)
        assert all(line.offset + line.seconds <= bell for line in close.lines)


def test_the_practice_is_over_when_the_longest_closing_bell_has_rung_out() -> None:
    close = whole("hip-openers").segments[-1]
    begin = next(c.offset for c in close.chimes if c.name is CueName.CLOSE)
    bells = [read_sound(file) for file in sounds_dir().glob("*/close.wav")]
    assert len(bells) == len(theme_names())
    longest = max(len(bell) for bell in bells) / RATE
    assert close.duration - begin == pytest.approx(longest, abs=0.5)


def test_what_to_have_at_hand_is_told_as_one_says_it() -> None:
    assert props_line(()) == ""
    assert props_line(("block",)) == "Have a block near you."
    props = ("block", "eye pillow", "weights", "your chair", "a wall")
    assert props_line(props) == (
        "Have a block, an eye pillow, weights, your chair and a wall near you."
    )


# -- the way in -------------------------------------------------------------------------------


def test_cautions_and_props_come_before_the_last_line() -> None:
    pose = Pose(
        "lunge",
        "Lunge",
        come_in=Entrance(10.0, (Words("Step back."), Words("Knee down."), Words("Sink."))),
        cautions=("Sore knee? A blanket.",),
    )
    timeline = compile_flow(
        Flow("t", "T", (PoseStep("lunge", dict.fromkeys(Side, breaths(2)), 1),), {"lunge": pose}),
        NOW,
    )
    texts = [line.text for line in timeline.segments[0].lines]
    assert texts == ["Lunge.", "Step back.", "Knee down.", "Sore knee? A blanket.", "Sink."]


def test_an_option_with_a_prop_is_laid_out_before_the_pose_is_taken() -> None:
    timeline = whole("hip-openers", options=("block", "shin-in-front"))
    for enter in of_kind(timeline, *WAYS)[:2]:
        roles = [line.role for line in enter.lines]
        texts = [line.text for line in enter.lines]
        block = next(i for i, r in enumerate(roles) if r is Role.OPTION)
        assert "block" in texts[block].lower()
        assert block < len(roles) - 1 - roles[::-1].index(Role.WAY_IN)
    # The one that one sits on already is not fetched again.
    assert not [t for t in said(of_kind(timeline, *WAYS)[2], Role.OPTION) if "block" in t.lower()]
    folded = next(s for s in of_kind(timeline, K.ENTER) if s.pose == "ankle-to-knee")
    assert folded.lines[-1].text == "Right shin on the floor, ahead of the left."


def test_sets_and_the_last_round_are_told() -> None:
    timeline = compile_flow(flow(stay("pigeon", breaths(2), sets=3)), NOW)
    told = [t for s in timeline.segments for t in said(s, Role.NAME) if t.endswith(("set.", "s."))]
    assert [t for t in told if "set" in t] == ["Three sets.", "Second set.", "Last set."]
    rounds = Group((stay("warrior", breaths(1)),), 1, sides=RIGHT_LEFT, repeat=reps(3))
    timeline = compile_flow(flow(rounds), NOW)
    last = [(s.visit, s.side) for s in timeline.segments if "Last round." in said(s, Role.NAME)]
    assert last == [(4, Side.RIGHT)]
    # It is given time on both sides.
    switches = of_kind(timeline, K.SWITCH)
    assert switches[-1].duration == switches[-2].duration


def test_what_goes_round_without_a_way_in_says_so() -> None:
    rounds = Group((stay("locust", breaths(2)),), 1, repeat=reps(3))
    timeline = compile_flow(flow(rounds), NOW)
    begun = of_kind(timeline, K.ENTER)
    assert [said(s, Role.NAME) for s in begun] == [["Locust."], ["Again."], ["Last round."]]
    # No longer than it takes to say so.
    assert all(s.duration < 3 for s in begun[1:])
    assert not of_kind(timeline, K.SETTLE)


@given(
    st.sampled_from(["locust", "bridge"]),
    st.one_of(held, st.integers(1, 4).map(reps)),
    st.integers(2, 4),
    st.integers(0, 40),
    st.sampled_from([0.5, 1.0, 2.0]),
    st.integers(0, 2**31),
)
@settings(max_examples=examples(100))
def test_between_two_sets_nothing_passes_but_the_seconds_that_are_written(
    pose: str, amount: Amount, sets: int, rest: int, unhurried: float, seed: int
) -> None:
    if amount.unit is Unit.REPS:
        pose = "bridge"
    step = stay(pose, amount, sets=sets, between=RestStep(seconds(rest) if rest else NO_REST, 2))
    timeline = compile_flow(flow(step), Choices(countdown=0, unhurried=unhurried), any_speech(seed))
    kind = K.REP if amount.unit is Unit.REPS else K.HOLD
    own = [s for s in timeline.segments if s.kind is kind]
    gaps = [b.start - a.end for a, b in pairwise(own) if a.set != b.set]
    assert gaps == pytest.approx([rest] * (sets - 1))
    assert len(of_kind(timeline, K.ENTER)) == 1


def test_sets_that_turn_rest_as_long_as_it_is_written_and_then_change_sides() -> None:
    step = stay("pigeon", breaths(4), sets=2, between=RestStep(seconds(10), 2))
    timeline = compile_flow(flow(step), NOW)
    assert [s.kind for s in timeline.segments].count(K.ENTER) == 1
    rest = of_kind(timeline, K.REST)[0]
    before, after = timeline.segments[rest.index - 1], timeline.segments[rest.index + 1]
    assert (rest.duration, before.kind, after.kind) == (10.0, K.HOLD, K.SWITCH)
    told = [line.text for s in (rest, after) for line in s.lines]
    assert told.count("Come out.") == 1
    assert "Three." not in told
    assert "Last set." in told


def test_sets_without_a_rest_follow_each_other_at_once() -> None:
    step = stay("bridge", reps(4), sets=3, between=RestStep(NO_REST, 2))
    timeline = compile_flow(flow(step), NOW)
    assert [s.kind for s in timeline.segments] == [K.ENTER, *[K.REP] * 12, K.CLOSE]
    told = [said(s, Role.NAME) for s in of_kind(timeline, K.REP)]
    assert told[3::4] == [["Second set."], ["Last set."], []]


def test_the_way_back_from_a_rest_between_sets_is_counted_not_told_again() -> None:
    step = stay("bridge", reps(4), sets=3, between=RestStep(seconds(10), 2))
    rests = of_kind(compile_flow(flow(step), NOW), K.REST)
    assert [[line.text for line in s.lines][-4:] for s in rests] == [
        ["Second set.", "Three.", "Two.", "One."],
        ["Last set.", "Three.", "Two.", "One."],
    ]
    for segment in rests:
        assert [round(segment.duration - line.offset, 3) for line in segment.lines[-3:]] == [
            3,
            2,
            1,
        ]


# -- holds ------------------------------------------------------------------------------------


def test_a_hold_tells_how_long_it_lasts() -> None:
    for key in FLOWS:
        for segment in of_kind(whole(key), K.HOLD, K.REST):
            first = next(line for line in segment.lines if line.role is Role.COUNT)
            between = [line for line in segment.lines if line.text in {"Rest.", "Rest here."}]
            # In a rest between two sets, or out of the pose before, the way out is told first.
            at = between[0].offset + between[0].seconds if between else 0.0
            assert at < first.offset <= at + 0.5


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (15, ["Fifteen seconds."]),
        (30, ["Thirty seconds.", "Ten seconds."]),
        (60, ["One minute.", "Halfway.", "Ten seconds."]),
        (
            300,
            ["Five minutes.", "Four minutes.", "Halfway.", "One minute.", "Ten seconds."],
        ),
    ],
)
def test_a_hold_of_seconds_tells_the_time(length: int, told: list[str]) -> None:
    timeline = compile_flow(flow(stay("locust", seconds(length))), NOW)
    hold = of_kind(timeline, K.HOLD)[0]
    counts = [line for line in hold.lines if line.role in {Role.COUNT, Role.LAST}]
    assert [line.text for line in counts] == told
    if "Ten seconds." in told:
        ten = counts[-1]
        assert ten.offset + ten.seconds == pytest.approx(length - 10)


@pytest.mark.parametrize("pace", [0.5, 0.7, 1.0, 1.5])
@pytest.mark.parametrize("level", Level)
def test_no_silence_where_the_eyes_cannot_see(pace: float, level: Level) -> None:
    """In a hold of breaths something is said at least every 25 s, for those who only listen."""
    heard = {Role.COUNT, Role.LAST}  # at every level of talk but off
    for key in FLOWS:
        timeline = whole(key, pace=pace, level=level)
        for segment in of_kind(timeline, K.HOLD):
            pose = timeline.pose(segment.pose)
            assert pose is not None
            if pose.can_see or segment.unit is not Unit.BREATHS:
                continue
            ends = [line.offset + line.seconds for line in segment.lines if line.role in heard]
            begins = [line.offset for line in segment.lines if line.role in heard]
            gaps = [b - e for e, b in zip([0.0, *ends], [*begins, segment.duration], strict=True)]
            assert max(gaps) <= 25.0


def test_a_rest_is_counted_and_otherwise_left_alone() -> None:
    timeline = compile_flow(
        flow(
            stay("locust", breaths(1)),
            RestStep(breaths(5), 1),
            RestStep(seconds(45), 1),
            RestStep(breaths(10), 1),
        ),
        NOW,
    )
    assert [[line.text for line in s.lines] for s in of_kind(timeline, K.REST)] == [
        ["Five breaths.", "Last breath."],
        ["Forty-five seconds.", "Ten seconds."],
        ["Ten breaths.", "Six.", "Last breath."],
    ]


def test_lying_still_for_minutes_is_told_once() -> None:
    timeline = compile_flow(bundled_flow("strong-and-open"))
    still = next(s for s in of_kind(timeline, K.REST) if s.pose == "savasana")
    assert [line.text for line in still.lines] == ["Two minutes.", "One more minute."]


def test_the_files_own_words_follow_the_count_and_each_other() -> None:
    own = (Words("Arrive."), Words("Soften."), Words("Almost there.", at=Place.END))
    hold = of_kind(compile_flow(flow(stay("locust", breaths(4), say=own)), NOW), K.HOLD)[0]
    assert [line.text for line in hold.lines][:3] == ["Four breaths.", "Arrive.", "Soften."]
    assert hold.lines[-1].text == "Almost there."


def test_a_cue_that_fits_is_taken_where_the_next_one_does_not() -> None:
    locust = of_kind(whole("glute-strength"), K.HOLD)[0]
    assert said(locust, Role.CUE) == ["Keep the neck long."]
    assert said(locust, Role.LAST) == ["Last breath."]


def test_the_bowl_of_the_last_breath_rings_for_the_last_whole_one() -> None:
    twist = of_kind(whole("five-hip-stretches"), K.HOLD)[0]
    assert (twist.duration, twist.breath.seconds) == (20.0, 9.0)  # type: ignore[union-attr]
    assert [c.offset for c in twist.chimes if c.name is CueName.LAST] == [pytest.approx(9.9)]


# -- more, for learning -----------------------------------------------------------------------


@given(flows(), st.sampled_from([0.6, 1.0, 1.6]))
@settings(max_examples=examples(60))
def test_more_is_said_on_out_breaths_that_are_silent_otherwise(any_flow: Flow, slow: float) -> None:
    check_more(compile_flow(any_flow, None, lambda text: slow * estimate_speech(text)))


@pytest.mark.parametrize("key", FLOWS)
def test_more_in_the_bundled_flows(key: str) -> None:
    timeline = whole(key, level=Level.HIGH)
    check_more(timeline)


def check_more(timeline: Timeline) -> None:
    for segment in timeline.segments:
        extra = [line for line in segment.lines if line.role in {Role.CUE, Role.MORE}]
        if segment.kind is not K.HOLD:
            assert all(line.role is Role.CUE for line in extra)
            continue
        last = max((p.breath for p in segment.phases), default=0)
        taken = [segment.phase_at(line.offset) for line in extra]
        for phase in taken:
            assert phase is not None
            assert phase.kind is PhaseKind.OUT
            assert 1 < phase.breath < last
        assert len({p.breath for p in taken if p}) == len(taken)
        assert len({line.text for line in extra}) == len(extra)
        assert all(len(line.text.split()) <= 8 for line in extra)


def test_both_sides_are_taught_in_every_round() -> None:
    holds = of_kind(whole("hip-openers"), K.HOLD)
    more = [said(s, Role.MORE) for s in holds]
    assert all(more)
    assert more[0][0] == "Feel the right glute stretch."
    assert more[4][0] == "Feel the left glute stretch."


def test_facts_are_those_of_the_pose_and_name_what_no_cue_names() -> None:
    pose = Pose(
        "p",
        "P",
        cues=("Feel the <other> glute working.",),
        muscles=(
            Muscle("gluteus maximus", Work.WORKS, MuscleSide.OTHER),
            Muscle("quadriceps", Work.WORKS, MuscleSide.OTHER),
            Muscle("Calves", Work.STRETCHES, MuscleSide.SIDE),
            Muscle("psoas", Work.STRETCHES),
            Muscle("neck", Work.STRETCHES),
            Muscle("gluteus medius", Work.RELEASES, MuscleSide.SIDE),
        ),
    )
    assert learning_lines(pose, Side.RIGHT) == (
        "Feel the front of the left thigh work.",
        "Feel the right calf stretch.",
        "Feel your psoas stretch.",
        "Feel the outer right hip let go.",
    )
    assert learning_lines(pose, None) == ("Feel your psoas stretch.",)


@pytest.mark.parametrize("key", POSES)
def test_every_bundled_muscle_has_plain_words(key: str) -> None:
    pose = bundled_pose(key)
    for side in Side if pose.sides else (None,):
        texts = learning_lines(pose, side)
        assert all(len(text.split()) <= 8 for text in texts)
        assert not any(m.name in text for m in pose.muscles for text in texts if "glute" in m.name)
        if pose.muscles and pose.kind is not PoseKind.REST:
            assert texts


# -- repetitions ------------------------------------------------------------------------------


def test_repetitions_are_counted_from_the_way_in_to_the_last() -> None:
    timeline = compile_flow(flow(stay("bridge", reps(4))), NOW)
    enter = of_kind(timeline, K.ENTER)[0]
    assert enter.lines[-1].text == "Four times."
    reps_of = of_kind(timeline, K.REP)
    assert [said(s, Role.COUNT) for s in reps_of] == [[], ["Three."], ["Two."], []]
    assert [said(s, Role.LAST) for s in reps_of] == [[], [], [], ["Last one."]]


def test_a_phase_without_a_sound_is_told_every_time() -> None:
    """By ear alone: the swells tell in and out, nothing tells two still seconds but a word."""
    phases = [
        said(s, Role.CUE) for s in of_kind(compile_flow(flow(stay("bridge", reps(4)))), K.REP)
    ]
    assert phases == [["Lift", "Stay up", "Lower"], ["Stay up", "Lower"], ["Stay up"], ["Stay up"]]
    for key in FLOWS:
        for segment in of_kind(whole(key), K.REP):
            for phase in segment.phases:
                if phase.kind is PhaseKind.TIMED:
                    texts = [t.text for t in segment.lines if t.offset >= phase.offset]
                    assert phase.text in texts


def test_words_of_the_file_find_their_repetition() -> None:
    own = (
        Words("Easy at first."),
        Words("Halfway.", at=Place.HALFWAY),
        Words("Well done.", at=Place.END),
    )
    timeline = compile_flow(flow(stay("bridge", reps(6), say=own)), NOW)
    assert [line.text for line in of_kind(timeline, K.ENTER)[0].lines][-2:] == [
        "Six times.",
        "Easy at first.",
    ]
    at = {t: s.rep for s in of_kind(timeline, K.REP) for t in said(s, Role.WORDS)}
    assert at == {"Halfway.": 4, "Well done.": 6}


def test_repetitions_that_follow_a_hold_are_announced_in_the_first() -> None:
    still = (Phase("Stay", seconds=6.0),)
    pose = Pose("p", "P", rep=still)
    steps = (
        PoseStep("p", dict.fromkeys(Side, breaths(2)), 1),
        PoseStep("p", dict.fromkeys(Side, reps(3)), 2),
    )
    timeline = compile_flow(Flow("t", "T", steps, {"p": pose}), NOW)
    first = of_kind(timeline, K.REP)[0]
    assert said(first, Role.COUNT) == ["Three times."]
    assert said(first, Role.CUE) == ["Stay"]


# -- one movement per breath ------------------------------------------------------------------


def test_calls_come_just_before_their_half_breath() -> None:
    timeline = whole("sun-salutation-a")
    calls = [(line, segment) for *_, line, segment in spoken(timeline) if line.role is Role.CALL]
    assert [line.text for line, _ in calls[:4]] == [
        "Reach up.",
        "Fold forward.",
        "Half lift.",
        "Step back and lower.",  # the file's own words take the place of the call
    ]
    for line, segment in calls:
        assert segment.duration - line.offset <= 2.2
        # A name may come after the number of the round, for those who are learning.
        numbered = line.text in {"Round three.", "Last round."}
        assert 0 < segment.duration - line.offset - line.seconds < (1.3 if numbered else 0.1)
    # The first two rounds call names, later ones are told by their number.
    firsts = [(line, s) for line, s in calls if timeline.segments[s.index + 1].round == 1]
    second, third, last = (
        [line.text for line, s in calls if timeline.segments[s.index + 1].round == n]
        for n in (2, 3, 4)
    )
    assert second == [line.text.replace("Step back and lower", "Lower down") for line, _ in firsts]
    assert third == ["Round three."]
    assert last == ["Last round."]
    named = [line.text for *_, line, s in spoken(timeline) if line.role is Role.RECALL]
    assert named[: len(second)] == second  # for those who are learning


def test_the_files_words_in_movements_can_be_said_once() -> None:
    timeline = whole("sun-salutation-a")
    texts = [line.text for *_, line, _ in spoken(timeline)]
    assert texts.count("Step back and lower.") == 1


# -- sentences --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (1, "One second."),
        (45, "Forty-five seconds."),
        (60, "One minute."),
        (90, "Ninety seconds."),
        (120, "Two minutes."),
        (150, "Two and a half minutes."),
        (130, "Two minutes and ten seconds."),
    ],
)
def test_seconds_as_they_are_told(n: int, text: str) -> None:
    assert seconds_text(n) == text


def test_small_numbers_read_well() -> None:
    assert [times(n) for n in (1, 2, 12)] == ["Once.", "Twice.", "Twelve times."]
    assert [set_of(n, 12) for n in (1, 4, 11, 12)] == [
        "Twelve sets.",
        "Fourth set.",
        "Set eleven.",
        "Last set.",
    ]


def test_a_phase_of_a_repetition_names_its_side_on_the_screen_as_it_is_said() -> None:
    rep = (Phase("Step <side>", half=Half.INHALE), Phase("<Other> foot in", half=Half.EXHALE))
    steps = replace(flow().poses["steps"], rep=rep)
    of = replace(flow(stay("steps", reps(3))), poses={**flow().poses, "steps": steps})
    for segment in compile_flow(of, NOW).segments:
        if segment.kind is K.REP:
            assert segment.side is not None
            assert [phase.text for phase in segment.phases] == [
                f"Step {segment.side}",
                f"{segment.side.other.capitalize()} foot in",
            ]
            assert "<" not in " ".join(line.text for line in segment.lines)


def test_the_opening_tells_the_minutes_of_the_practice_and_not_of_the_countdown() -> None:
    of = flow(stay("locust", breaths(12)))
    openings = {
        line.text
        for countdown in (30.0, 300.0)
        for line in compile_flow(of, Choices(countdown=countdown)).segments[0].lines
        if line.role is Role.INTRO
    }
    assert openings == {"Test flow, about two minutes."}
