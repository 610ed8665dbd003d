"""Pages as teachers write them: what is heard, and for how long, when they are played."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.bundled import BundledPoses
from tests.format_help import flow_of
from yogaflow.model import Side, Unit
from yogaflow.timeline import Choices, Segment, SegmentKind, Timeline, compile_flow, phrases
from yogaflow.timeline.cues import CueName
from yogaflow.timeline.timeline import PhaseKind, Role

K = SegmentKind


def plan(text: str, **choices: object) -> Timeline:
    return compile_flow(flow_of(text, BundledPoses()), Choices(countdown=0, **choices))  # type: ignore[arg-type]


def texts(timeline: Timeline, *roles: Role) -> list[str]:
    lines = [line for segment in timeline.segments for line in segment.lines]
    return [line.text for line in lines if not roles or line.role in roles]


def notes(timeline: Timeline) -> list[str]:
    return [note for segment in timeline.segments for note in segment.notes]


def kinds(timeline: Timeline, *wanted: SegmentKind) -> list[Segment]:
    return [segment for segment in timeline.segments if segment.kind in wanted]


# -- a pattern with pauses -------------------------------------------------------------------

RETENTION = """\
title: Alternate nostrils
flow:
  - repeat: 10
    flow:
      - easy-seat: 1 breath
        breath: {in: 4, full: 16, out: 8}
"""


def test_a_retention_is_told_once_with_its_hazard_and_led_every_time() -> None:
    timeline = plan(RETENTION)
    holds = kinds(timeline, K.HOLD)
    assert [hold.duration for hold in holds] == [28.0] * 10
    assert [p.seconds for p in holds[9].phases] == [4.0, 16.0, 8.0]
    told = texts(timeline)
    assert len([text for text in told if "hold sixteen" in text]) == 1
    assert len([text for text in told if "izzy" in text]) == 1
    assert not [text for text in told if "come and go" in text]
    # One breath follows the other, and rounds are counted.
    assert [b.start - a.start for a, b in pairwise(holds)] == pytest.approx([28.0] * 9)
    assert [t for t in texts(timeline, Role.COUNT) if t != "Settle in."][:3] == [
        "One breath.",
        "Nine.",
        "Eight.",
    ]


# -- words that need more time than there is ---------------------------------------------------

IN_TIME = """\
title: Said in time
flow:
  - inhale: upward-salute
  - exhale: {pose: forward-fold, say: "Hinge at the hips, soften the knees, and let the head hang"}
  - pigeon: 1 breath
    sides: right
    say: >-
      Let the floor carry you. Whatever the day was, it is done, and nothing needs to be better.
      Feel the breath go down into the back of the hip, wait there, and leave again by itself.
  - bridge: 3 breaths
    say: [{at: 99 breaths, text: This is never heard.}]
"""


def test_long_words_are_heard_whole_and_amounts_stay_as_they_are_written() -> None:
    timeline = plan(IN_TIME)
    told = " ".join(texts(timeline, Role.WORDS, Role.CALL))
    for words in ("let the head hang", "Let the floor carry you.", "leave again by itself."):
        assert words in told
    pigeon, bridge = kinds(timeline, K.HOLD)
    assert (pigeon.duration, bridge.duration) == (10.0, 24.0)
    assert notes(timeline) == ["at: 99 breaths is never reached: that is said at the end"]
    assert bridge.lines[-1].text == "This is never heard."


# -- an option replaces ----------------------------------------------------------------------


def test_the_easier_way_in_is_said_alone() -> None:
    page = "title: A\nflow:\n  - ankle-to-knee: 5 breaths\n    sides: right\n"
    folded = plan(page, options=("shin-in-front",))
    told = texts(folded, Role.WAY_IN, Role.OPTION)
    assert any("in front" in text or "ahead of" in text for text in told)
    assert not [text for text in told if "over the left knee" in text]


# -- the side, everywhere --------------------------------------------------------------------

SIDES = """\
title: The side, everywhere
flow:
  - sides: right, left
    flow:
      - say: Now the <side> side.
      - warrior-2: 2 breaths
      - inhale: {say: "Sweep the <side> arm up, <other> hand on the leg"}
      - exhale: {say: "<Side> forearm to the thigh"}
"""


def test_every_text_knows_its_side() -> None:
    told = texts(plan(SIDES))
    assert not [text for text in told if "<" in text]
    for side in Side:
        assert f"Now the {side} side." in told
        assert f"Sweep the {side} arm up, {side.other} hand on the leg" in told
        assert f"{side.capitalize()} forearm to the thigh" in told


# -- intervals -------------------------------------------------------------------------------


def test_sets_of_seconds_come_one_after_the_other() -> None:
    page = "title: Tabata\nflow:\n  - plank: 20s\n    sets: 8\n    between: 10s\n"
    timeline = plan(page)
    work = kinds(timeline, K.HOLD)
    assert [s.duration for s in work] == [20.0] * 8
    assert [b.start - a.start for a, b in pairwise(work)] == pytest.approx([30.0] * 7)
    told = texts(timeline, Role.NAME)
    assert told.count("Last set.") == 1


# -- seconds and breaths -----------------------------------------------------------------------


def test_seconds_hold_whole_breaths_and_the_bowl_is_for_the_last() -> None:
    page = (
        "title: A\nflow:\n  - easy-seat: 2 min\n    breath: {in: 4, full: 7, out: 8}\n"
        "  - pigeon: 33s\n    sides: right\n"
    )
    timeline = plan(page)
    seat, pigeon = kinds(timeline, K.HOLD)
    assert (seat.duration, pigeon.duration) == (120.0, 33.0)
    assert (seat.breaths, pigeon.breaths) == (6, 3)
    for hold in (seat, pigeon):
        last = hold.phases[-1]
        assert last.kind is PhaseKind.OUT
        assert last.offset + last.seconds == pytest.approx(hold.duration)
        [bowl] = [chime for chime in hold.chimes if chime.name is CueName.LAST]
        begins = [p.offset for p in hold.phases if p.kind is PhaseKind.IN]
        assert bowl.offset == begins[-1]


# -- a breath that nobody leads ----------------------------------------------------------------


def test_a_free_breath_is_not_led_and_cues_are_said_all_the_same() -> None:
    timeline = plan("title: A\nflow:\n  - pigeon: 3 min\n    breath: free\n    sides: right\n")
    [hold] = kinds(timeline, K.HOLD)
    assert (hold.duration, hold.breaths, hold.breath) == (180.0, 0, None)
    assert (hold.phases, hold.chimes) == ((), ())
    assert not kinds(timeline, K.SETTLE)
    assert texts(timeline, Role.CUE)
    assert "Last breath." not in texts(timeline)


def test_the_nearest_breath_counts_free_or_led() -> None:
    timeline = plan(
        "title: A\nbreath: free\nflow:\n  - plank: 30s\n"
        "  - breath: {in: 3, out: 3}\n    flow:\n      - plank: 30s\n"
        "      - plank: 30s\n        breath: free\n      - kettlebell-swing: 10 reps\n"
    )
    assert [hold.breaths for hold in kinds(timeline, K.HOLD)] == [0, 5, 0]


def test_a_repetition_of_seconds_needs_no_breath() -> None:
    page = (
        "title: A\nposes:\n  clap:\n    name: Clap\n    rep: [1s: Hands apart, 1s: Together]\n"
        "flow:\n  - clap: 4 reps\n    breath: free\n"
    )
    assert len(kinds(plan(page), K.REP)) == 4


# -- bells -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "rung"),
    [
        ("every 5 min", [300.0, 600.0, 900.0]),
        ("[5 min, 15 min]", [300.0, 900.0]),
        ("7 min", [420.0]),
        ("[10 min, 20 min]", [600.0]),  # the end has a bell of its own
    ],
)
@pytest.mark.parametrize("kind", ["easy-seat", "rest", "pigeon"])
def test_bells_ring_in_a_stay(kind: str, written: str, rung: list[float]) -> None:
    side = "\n    sides: right" if kind == "pigeon" else ""
    timeline = plan(f"title: A\nflow:\n  - {kind}: 20 min{side}\n    bells: {written}\n")
    [stay] = kinds(timeline, K.HOLD, K.REST)
    assert [c.offset for c in stay.chimes if c.name is CueName.START] == rung


# -- lying still -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "savasana: 5 min",
        "rest: {pose: savasana, hold: 5 min}",
        "savasana: 30 breaths",
        "rest: {pose: savasana, hold: 30 breaths}",
    ],
)
def test_savasana_is_quiet_and_ends_slowly_however_it_is_written(written: str) -> None:
    timeline = plan(f"title: A\nflow:\n  - bridge: 3 breaths\n  - {written}\n")
    [still] = [s for s in kinds(timeline, K.HOLD, K.REST) if s.pose == "savasana"]
    assert still.duration == 300.0
    assert still.chimes == ()
    length = "Thirty breaths." if still.unit is Unit.BREATHS else "Five minutes."
    assert [line.text for line in still.lines] == [length, "One more minute."]
    assert still.lines[1].offset == pytest.approx(240.0)
    close = timeline.segments[-1]
    bell = next(chime.offset for chime in close.chimes if chime.name is CueName.CLOSE)
    assert bell >= 60.0
    told = [line.text for line in close.lines]
    assert told[:2] == ["Let the breath grow deeper.", "Wriggle your fingers and toes."]


def test_a_short_rest_is_led_and_so_is_one_with_a_breath_of_its_own() -> None:
    short = plan("title: A\nflow:\n  - rest: 90s\n")
    own = plan("title: A\nflow:\n  - savasana: 5 min\n    breath: {in: 4, out: 4}\n")
    held = plan("title: A\nbreath: {in: 4, full: 4, out: 4}\nflow:\n  - easy-seat: 5 min\n")
    for timeline in (short, own, held):
        assert all(s.phases and s.chimes for s in kinds(timeline, K.HOLD, K.REST))


def test_the_minute_comes_before_another_pose_too_but_not_against_the_file() -> None:
    page = "title: A\n{}flow:\n  - savasana: 5 min\n  - easy-seat: 1 min\n"
    [slow] = kinds(plan(page.format("")), K.ENTER)[1:]
    [direct] = kinds(plan(page.format("transition: direct\n")), K.ENTER)[1:]
    assert slow.duration >= 60.0 > direct.duration


# -- props -------------------------------------------------------------------------------------


def test_a_prop_is_fetched_once_and_put_away_before_it_disturbs() -> None:
    timeline = plan(
        "title: A\nflow:\n  - utkatasana-side-steps: 3 reps\n    options: [band]\n"
        "    sides: right, left\n    sets: 2\n  - rest: 3 breaths\n  - bridge: 3 breaths\n"
    )
    told = texts(timeline)
    assert told.count("Stretchy band above your knees.") == 1
    assert told.count("Take the band off.") == 1
    off = told.index("Take the band off.")
    assert told.index("Rest.") < off < told.index("Lie back slowly, knees bent.")


def test_a_block_is_put_aside_at_the_end_and_its_place_is_told_on_each_side() -> None:
    timeline = plan(
        "title: A\nflow:\n  - pigeon: 3 breaths\n    options: [block]\n    sides: right, left\n"
    )
    told = texts(timeline, Role.OPTION)
    assert told == [
        "Block under the right hip.",
        "Block under the left hip.",
        "Put the block aside.",
    ]


def test_what_tells_more_of_a_prop_is_not_put_away_in_its_place() -> None:
    assert phrases.put_away("a chair, folded", "") == ""
    assert phrases.put_away("a blanket (thick)", "") == "Put the blanket aside."
    assert phrases.put_away("two blocks and a strap", "") == "Take the strap off."
    assert phrases.put_away("(block)", "") == "Put the (block) aside."


def test_what_the_way_out_puts_down_is_not_put_down_again() -> None:
    timeline = plan(
        "title: A\nflow:\n  - kettlebell-swing: 5 reps\n"
        "  - rest: 3 breaths\n  - bridge: 3 breaths\n"
    )
    told = texts(timeline)
    assert "Bell down, rise slowly." in told
    assert not [text for text in told if text.startswith("Put the")]
