"""What the author of a flow wrote is heard, whole; and amounts are what was written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bundled import BundledPoses
from tests.flows import breaths, flow, flows, reps, stay
from tests.format_help import flow_of
from tests.strength import examples
from yogaflow.model import (
    ONE_GO,
    Amount,
    Flow,
    Group,
    Level,
    MoveStep,
    PoseStep,
    RestStep,
    SayStep,
    Side,
    Step,
    Unit,
    Words,
    in_breaths,
)
from yogaflow.model import Place as At
from yogaflow.timeline import (
    Choices,
    Role,
    Segment,
    SegmentKind,
    Timeline,
    compile_flow,
    estimate_speech,
)
from yogaflow.timeline.texts import other_side, seconds_allowed

K = SegmentKind
LONG = "Let the floor carry you, whatever the day was, and wait there until it leaves by itself."
LONGER = f"{LONG} Then wait on."


def plan(body: str, choices: Choices | None = None) -> Timeline:
    text = f"title: Words\nflow:\n{body}"
    return compile_flow(flow_of(text, BundledPoses()), choices or Choices(countdown=0.0))


def said(timeline: Timeline) -> list[str]:
    return [line.text for segment in timeline.segments for line in segment.lines]


def notes(timeline: Timeline) -> list[str]:
    return [note for segment in timeline.segments for note in segment.notes]


# -- any flow --------------------------------------------------------------------------------

NUMBERED = st.builds(
    Words,
    st.lists(st.text("abc ", min_size=1, max_size=30), min_size=1, max_size=5).map(
        lambda parts: "Go " + ", ".join(" ".join(part.split()) for part in parts) + " on."
    ),
    st.one_of(
        st.sampled_from(list(At)),
        st.integers(1, 9).map(lambda n: Amount(Unit.BREATHS, n, n)),
        st.integers(1, 60).map(lambda n: Amount(Unit.SECONDS, n, n)),
    ),
)


def with_words(step: Step, words: list[Words]) -> Step:
    """The step with words of its own wherever it takes some; none is said only once."""
    if isinstance(step, Group):
        steps = tuple(with_words(one, words) for one in step.steps)
        return Group(steps, step.line, step.sides, step.repeat, step.breath)
    if isinstance(step, PoseStep):
        return stay(step.pose, step.amounts[Side.RIGHT], sides=step.sides, say=tuple(words))
    if isinstance(step, RestStep):
        return RestStep(step.amount, step.line, step.pose, tuple(words))
    if isinstance(step, MoveStep):
        return MoveStep(step.half, step.line, step.pose, step.side, tuple(words))
    return step


def texts_of(steps: tuple[Step, ...]) -> set[str]:
    found: set[str] = set()
    for step in steps:
        if isinstance(step, Group):
            found |= texts_of(step.steps)
        elif isinstance(step, SayStep):
            found |= set(step.text)
        else:
            found |= {words.text for words in step.say}
    return found


@given(flows(), st.lists(NUMBERED, min_size=1, max_size=3), st.sampled_from(list(Level)))
@settings(max_examples=examples(80))
def test_all_that_is_written_is_said_or_noted(
    any_flow: Flow, words: list[Words], level: Level
) -> None:
    wanted = flow(*(with_words(step, words) for step in any_flow.steps))
    timeline = compile_flow(wanted, Choices(level=level))
    heard, noted = set(said(timeline)), " ".join(notes(timeline))
    for text in texts_of(wanted.steps):
        assert text in heard or text in noted, text


@given(flows(), st.lists(NUMBERED, min_size=1, max_size=3), st.booleans())
@settings(max_examples=examples(60))
def test_words_change_no_amount(any_flow: Flow, words: list[Words], brief: bool) -> None:
    choices = Choices(brief=brief)
    counted = (K.HOLD, K.REP, K.REST, K.MOVE)

    def amounts(one: Flow) -> list[tuple[object, ...]]:
        return [
            (s.kind, s.pose, s.side, s.duration, s.breaths, s.amount)
            for s in compile_flow(one, choices).segments
            if s.kind in counted
        ]

    steps = any_flow.steps
    plain = flow(*(with_words(step, []) for step in steps))
    assert amounts(flow(*(with_words(step, words) for step in steps))) == amounts(plain)


# -- where there is no room ------------------------------------------------------------------


def test_time_is_made_before_the_first_counted_breath() -> None:
    timeline = plan(
        f"  - supine-rest: 1 breath\n    breath: {{in: 4, out: 4}}\n    say: {LONGER!r}\n"
    )
    [listen, hold] = timeline.segments[1:3]
    assert (listen.kind, hold.kind) == (K.SAY, K.HOLD)
    assert [line.text for line in listen.lines] == [LONGER]
    assert listen.unit is None
    assert hold.duration == pytest.approx(8.0)


def test_words_of_a_movement_come_before_it_and_in_place_of_its_call() -> None:
    timeline = plan(
        "  - inhale: upward-salute\n  - exhale: {pose: forward-fold, say: Bow down.}\n"
        f"  - inhale: {{pose: half-lift, say: {LONG!r}}}\n"
    )
    moves = [s for s in timeline.segments if s.kind in {K.MOVE, K.SAY}]
    assert [s.kind for s in moves] == [K.MOVE, K.MOVE, K.SAY, K.MOVE, K.MOVE]
    assert [line.text for line in moves[0].lines] == ["Bow down."]
    assert [line.text for line in moves[2].lines] == [LONG]
    assert moves[2].pose is None  # nobody moves
    assert "Half lift." not in said(timeline)


def test_before_a_repetition_where_its_words_belong() -> None:
    timeline = compile_flow(
        flow(stay("steps", reps(6), sides=(Side.RIGHT,), say=(Words(LONG, At.HALFWAY),)))
    )
    kinds = [(s.kind, s.rep) for s in timeline.segments if s.kind in {K.REP, K.SAY}]
    assert kinds == [*((K.REP, n) for n in (1, 2, 3)), (K.SAY, 0), *((K.REP, n) for n in (4, 5, 6))]


@pytest.mark.parametrize("transition", ["direct", "12s", "none"])
def test_where_the_file_sets_the_time_what_has_no_room_is_noted(transition: str) -> None:
    timeline = plan(
        f"  - plank: 30s\n  - plank: 1 breath\n    transition: {transition}\n    say: {LONG!r}\n"
    )
    assert LONG not in said(timeline)
    assert notes(timeline) == [f"left out: “{LONG}” takes 5.8 seconds, with room for 5.4"]


def test_words_for_later_than_a_stay_can_last_are_noted_and_said_at_its_end() -> None:
    timeline = plan("  - bridge: 3-5 breaths\n    say: [{at: 9 breaths, text: This is heard.}]\n")
    assert "This is heard." in said(timeline)
    assert notes(timeline) == ["at: 9 breaths is never reached: that is said at the end"]


def test_words_within_the_range_are_said_without_a_note() -> None:
    text = "  - bridge: 3-5 breaths\n    say: [{at: 4 breaths, text: This is heard.}]\n"
    for level in Level:
        timeline = plan(text, Choices(level=level, countdown=0.0))
        assert "This is heard." in said(timeline)
        assert notes(timeline) == []


@given(st.integers(0, 2**31))
@settings(max_examples=examples(30))
def test_no_voice_changes_which_segments_there_are(seed: int) -> None:
    steps = [stay("pigeon", breaths(n), say=(Words("Go on. " * 9, once=n > 1),)) for n in (1, 2, 3)]
    any_flow = flow(*steps)

    def speech(text: str) -> float:
        return estimate_speech(text) * (0.2 + (seed + len(text)) % 97 / 30)

    one, other = compile_flow(any_flow), compile_flow(any_flow, None, speech)
    assert [s.kind for s in one.segments] == [s.kind for s in other.segments]


# -- marks -----------------------------------------------------------------------------------


def test_marks_work_in_every_text() -> None:
    timeline = plan(
        "  - repeat: 2\n    sides: right, left\n    title: Round <round>\n    flow:\n"
        "      - say: Round <round> of <rounds>, <side> side.\n"
        "      - inhale: {say: '<Side> arm up, <other> hand down.'}\n"
        "      - mountain: 3 breaths\n        say: <Amount>, the <side> foot.\n"
        "      - rest: 2 breaths\n        say: The <side> again.\n"
        "  - plank: 20s\n    sets: 2\n    between: 10s\n    say: Set <set> of <sets>.\n"
    )
    heard = said(timeline)
    for text in (
        "Round one of two, right side.",
        "Round two of two, left side.",
        "Left arm up, right hand down.",
        "Three breaths, the left foot.",
        "The right again.",
        "Set two of two.",
    ):
        assert text in heard, text
    assert not [text for text in heard if "<" in text]
    assert notes(timeline) == []


def test_the_texts_of_a_pose_count_too() -> None:
    text = (
        "title: Own\nposes:\n  star: {name: Star, cues: Stay for <amount>.}\n"
        "flow: [star: 6 breaths]\n"
    )
    timeline = compile_flow(flow_of(text, BundledPoses()))
    assert "Stay for six breaths." in said(timeline)


def test_a_mark_with_nothing_to_stand_for_is_noted() -> None:
    timeline = plan("  - say: The <side> side, <amount>.\n  - mountain: 2 breaths\n")
    assert "The side, ." in said(timeline)
    assert notes(timeline) == [
        "<side> is left out: there is no side here",
        "<amount> is left out: nothing is counted here",
    ]


# -- long texts and sides ---------------------------------------------------------------------


def test_long_texts_are_said_in_sentences() -> None:
    text = " ".join(f"This is sentence {n}." for n in range(40))
    pieces = in_breaths(text)
    assert " ".join(pieces) == text
    assert all(len(piece) <= ONE_GO for piece in pieces)
    heard = said(plan(f"  - say: {text}\n  - bridge: 1 breath\n    say: {text}\n"))
    for piece in pieces:
        assert heard.count(piece) == 2


def test_a_text_takes_as_long_for_either_side() -> None:
    assert other_side("Right knee, not the LEFT, bright") == "Left knee, not the Right, bright"
    assert seconds_allowed("the right one") == seconds_allowed("the left one")


# -- counts and cues -------------------------------------------------------------------------


def hold_of(timeline: Timeline) -> Segment:
    return next(segment for segment in timeline.segments if segment.kind is K.HOLD)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, ["One breath."]),
        (3, ["Three breaths.", "Two.", "Last breath."]),
        (6, ["Six breaths.", "Five.", "Four.", "Three.", "Two.", "Last breath."]),
        (17, ["Seventeen breaths.", "Fifteen.", "Ten.", "Five.", "Three.", "Two.", "Last breath."]),
    ],
)
def test_breaths_are_counted_down(count: int, told: list[str]) -> None:
    hold = hold_of(plan(f"  - bridge: {count} breaths\n"))
    counts = [line.text for line in hold.lines if line.role in {Role.COUNT, Role.LAST}]
    assert counts == told


@pytest.mark.parametrize("pose", ["pigeon", "plank", "star"])
@pytest.mark.parametrize(("unheard", "longest"), [({Role.MORE}, 90.0), (set(), 45.0)])
def test_nobody_is_left_alone_in_a_long_hold(pose: str, unheard: set[Role], longest: float) -> None:
    text = "title: Long\nposes: {star: {name: Star}}\nflow: [{pose: %s, hold: 7 min}]\n"
    hold = hold_of(compile_flow(flow_of(text % pose, BundledPoses())))
    heard = [line for line in hold.lines if line.role not in unheard]
    ends = [0.0, *(line.offset + line.seconds for line in heard)]
    begins = [*(line.offset for line in heard), hold.duration]
    assert max(begin - end for end, begin in zip(ends, begins, strict=True)) <= longest
    assert "One minute." in [line.text for line in heard]


def test_each_time_a_pose_comes_another_cue_begins() -> None:
    timeline = plan("  - repeat: 3\n    flow:\n      - bridge: 4 breaths\n      - rest: 1 breath\n")
    [must] = timeline.flow.poses["bridge"].must
    cues = timeline.flow.poses["bridge"].cues
    first = [
        next(line.text for line in segment.lines if line.role is Role.CUE)
        for segment in timeline.segments
        if segment.kind is K.HOLD
    ]
    assert first == [must, *cues[1:3]]


def test_another_day_other_cues_come() -> None:
    flow = plan("  - bridge: 8 breaths\n").flow

    def cues(day: int) -> list[str]:
        timeline = compile_flow(flow, Choices(countdown=0, day=day))
        return [line.text for s in timeline.segments for line in s.lines if line.role is Role.CUE]

    must, *others = cues(0)
    assert cues(1)[0] == must  # that one is said every day
    assert cues(1)[1:] != others
    lengths = {compile_flow(flow, Choices(day=day)).duration for day in range(5)}
    assert len(lengths) == 1


def test_what_must_be_said_is_said_in_the_shortest_hold_and_in_repetitions() -> None:
    for amount in ("1 breath", "2 breaths", "1 rep", "6 reps", "5s", "2 min"):
        timeline = plan(
            f"  - bridge: {amount}\n  - bridge: {amount}\n    breath: {{in: 1, out: 1}}\n"
        )
        assert "Reach down, feel your glutes." in said(timeline), amount


def test_what_must_be_said_is_said_in_holds_of_every_length_and_once_at_first() -> None:
    for count in range(1, 12):
        for pose, breath in (("locust", "{in: 3, out: 3}"), ("twice", "{in: 4, full: 4, out: 4}")):
            text = (
                "title: Must\nposes: {twice: {name: Twice, cues: [{text: Let the breath soften., "
                "must: true}, {text: Touch the floor now., must: true}, Soft.]}}\n"
                f"flow: [{{pose: {pose}, hold: {count} breaths, breath: {breath}}}]\n"
            )
            timeline = compile_flow(flow_of(text, BundledPoses()))
            heard = said(timeline)
            must = timeline.flow.poses[pose].must
            assert [heard.count(cue) for cue in must] == [1] * len(must), (pose, count)


def test_a_set_in_turn_that_begins_on_the_other_side_says_so_before_it_begins() -> None:
    step = "  - {pose: single-leg-deadlift, reps: %s, alternate: true%s}\n"
    for before, call in ((2, "Right."), (4, "Standing on the right leg.")):  # by the room there is
        timeline = plan(step % (before, "") + step % (3, ", sets: 2, every: 1 min"))
        last, first = next(
            (a, b) for a, b in pairwise(timeline.segments) if a.kind is b.kind is K.REP and b.set
        )
        assert [line.text for line in last.lines][-2:] == ["Two sets.", call]
        assert "left leg back" in first.lines[0].text


def test_who_rests_already_is_not_woken_for_a_rest_till_the_next_round() -> None:
    for pose in ("savasana", "childs-pose"):
        group = (
            f"  - {{repeat: 2, every: 6 min, flow: [{{bridge: 3 breaths}}, {{{pose}: 2 min}}]}}\n"
        )
        timeline = plan(group)
        [rest] = [s for s in timeline.segments if s.kind is K.REST]
        assert rest.lines[0].text == "Rest."
        after = [line.text for s in timeline.segments[rest.index + 1 :] for line in s.lines]
        out = [words.text for words in timeline.flow.poses[pose].come_out]
        assert set(out) <= set(after)


def test_a_long_rest_tells_of_its_last_minute_with_a_breath_of_its_own_too() -> None:
    rest = "  - {rest: {pose: savasana, hold: 3 min}, breath: {in: 4, out: 6}}\n"
    for more in ("", "  - rest: 1 min\n"):
        timeline = plan(rest + more)
        assert said(timeline).count("One more minute.") == 1
        # Whoever has lain so long has a minute to come back, another short rest or not.
        assert timeline.segments[-1].duration >= 60


def test_who_stays_in_a_pose_for_a_rest_comes_out_before_its_length_is_told() -> None:
    heard = said(plan("  - tennis-ball-glutes: 1 min\n  - rest: 3 breaths\n"))
    out = len(heard) - heard[::-1].index("Lean off the wall, catch the ball.") - 1
    assert heard[out : out + 3] == [
        "Lean off the wall, catch the ball.",
        "Rest here.",
        "Three breaths.",
    ]


def test_how_often_is_told_before_the_first_repetition_is_half_over() -> None:
    for pose in ("bridge", "deep-squat", "hip-thrust", "single-leg-deadlift"):
        timeline = plan(f"  - {{pose: {pose}, reps: 8, sets: 2, between: 30s}}\n")
        told = [
            line.offset < segment.duration / 2
            for segment in timeline.segments
            if segment.kind is K.REP
            for line in segment.lines
            if line.text == "Eight times."
        ]
        assert all(told), pose
        assert "Eight times." in said(timeline)


# -- breath ----------------------------------------------------------------------------------


def test_a_held_breath_is_told_once_before_it_begins() -> None:
    held = "breath: {in: 4, full: 7, out: 8}"
    timeline = plan(
        f"  - easy-seat: 3 breaths\n    {held}\n  - repeat: 3\n    {held}\n    flow:\n"
        "      - easy-seat: 2 breaths\n  - bridge: 2 breaths\n"
        "  - easy-seat: 2 breaths\n    breath: {in: 4, out: 6.5, empty: 2}\n"
    )
    heard = said(timeline)
    assert [text for text in heard if text.startswith("In ")] == [
        "In four, hold seven, out eight.",
        "In four, out 6.5, hold two.",
    ]
    assert heard.index("In four, hold seven, out eight.") < heard.index("Three breaths.")
    assert heard.count("Dizzy? Let the breath come as it likes.") == 1
    # One settles in after a way, not between the rounds.
    assert len([s for s in timeline.segments if s.kind is K.SETTLE]) == 2


def test_nothing_is_said_of_letting_go_while_the_breath_is_held() -> None:
    text = (
        "title: Held\nposes: {seat: {name: Seat, cues: [Let the breath go., Sit tall.]}}\n"
        "flow: [{pose: seat, hold: 9 breaths, breath: {in: 4, full: 4, out: 6}}]\n"
    )
    heard = said(compile_flow(flow_of(text, BundledPoses())))
    assert "Sit tall." in heard
    assert "Let the breath go." not in heard


def test_breaths_of_fire_stay_within_five_pulses_a_second() -> None:
    text = "  - easy-seat: 30s\n    breath: {in: 0.2, out: 0.3}\n"
    for pace in (1.0, 2.0):
        hold = hold_of(plan(text, Choices(pace=pace, countdown=0.0)))
        assert min(phase.seconds for phase in hold.phases[:-1]) >= 0.2
