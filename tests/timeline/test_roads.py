"""The road from any stance to any other: the shortest that a person would walk."""

from __future__ import annotations

from itertools import product

import pytest

from tests.bundled import bundled_stances
from yogaflow.model import Position, Side, Stance, Stances, StanceWay, sided_text
from yogaflow.timeline.roads import Place, Road, road, seconds_of

R, L = Side.RIGHT, Side.LEFT
STANCES = bundled_stances()


def place(text: str) -> Place:
    """`low-pigeon R`, `standing`."""
    stance, _, side = text.partition(" ")
    return Place(stance, {"R": R, "L": L, "": None}[side])


def walked(start: str, goal: str) -> Road:
    found = road(STANCES, place(start), place(goal))
    assert found is not None
    return found


def passed(found: Road) -> list[str]:
    return [leg.way.goal for leg in found]


@pytest.mark.parametrize(
    ("start", "goal", "by", "seconds"),
    [
        ("low-pigeon R", "crossed-seat R", ["crossed-seat"], 10),
        ("seated", "low-pigeon L", ["all-fours", "low-pigeon"], 17),
        ("low-lunge R", "low-pigeon R", ["low-pigeon"], 8),
        ("squat", "low-plank", ["plank", "low-plank"], 8),
        ("one-leg-fold R", "low-plank", ["fold", "plank", "low-plank"], 10),
        ("knees-up-seat", "on-shoulders", ["supine", "on-shoulders"], 17),
        ("tall-kneeling", "child", ["heel-sitting", "child"], 7),
        ("open-stride R", "stride L", ["standing", "stride"], 11),
        ("supine-long", "cross-legged", ["side-lying", "cross-legged"], 15),
        ("stride R", "one-leg-fold R", ["one-leg-fold"], 5),
        ("standing", "standing", [], 0),
    ],
)
def test_the_links_that_every_class_has(start: str, goal: str, by: list[str], seconds: int) -> None:
    found = walked(start, goal)
    assert passed(found) == by
    assert seconds_of(found) == seconds


@pytest.mark.parametrize(
    ("start", "goal", "never"),
    [
        ("standing", "supine", {"plank", "low-plank", "prone", "up-dog"}),
        ("supine", "down-dog", {"up-dog", "prone"}),
        ("fold", "seated", {"squat"}),
        ("open-stride R", "open-stride L", {"straddle"}),
    ],
)
def test_nobody_is_led_through_what_is_hard_or_odd(start: str, goal: str, never: set[str]) -> None:
    assert not never & set(passed(walked(start, goal)))


def places() -> list[Place]:
    return [
        Place(key, side)
        for key, stance in STANCES.by_key.items()
        for side in ((R, L) if stance.sides else (None,))
    ]


def test_every_stance_is_reached_from_every_other_in_six_ways_and_no_line_twice() -> None:
    for start, goal in product(places(), places()):
        found = road(STANCES, start, goal)
        assert found is not None, (start, goal)
        assert len(found) <= 6, (start, goal)
        lines = [sided_text(w.text, leg.side) for leg in found for w in leg.say]
        assert len(lines) == len(set(lines)), (start, goal)
        assert not any("<" in line for line in lines), (start, goal)
        # Each way begins where the one before has ended.
        ends = [start.stance, *(leg.way.goal for leg in found)]
        assert [leg.way.start for leg in found] == ends[:-1]


def test_a_stance_with_sides_is_passed_only_on_a_side_that_is_asked_for() -> None:
    for start, goal in product(places(), places()):
        found = road(STANCES, start, goal) or ()
        assert {leg.side for leg in found} <= {start.side, goal.side, None}, (start, goal)


def test_on_the_way_to_the_other_side_one_comes_to_a_stance_without_sides() -> None:
    for start in places():
        if start.side is not None:
            found = walked(
                f"{start.stance} {'R' if start.side is R else 'L'}",
                f"{start.stance} {'L' if start.side is R else 'R'}",
            )
            assert any(not STANCES.by_key[leg.way.goal].sides for leg in found), start


def test_what_is_to_be_kept_is_never_quicker_and_all_else_is_as_asked() -> None:
    found = walked("fold", "standing")
    assert [leg.way.keep for leg in found] == [True]
    assert seconds_of(found, 0.5) == seconds_of(found) < seconds_of(found, 2.0)
    other = walked("standing", "fold")
    assert seconds_of(other, 0.5) == seconds_of(other) / 2


def test_a_stance_nobody_should_pass_is_passed_where_there_is_no_other_way() -> None:
    hard = Stance("hard", "Hard", Position.SEATED, "Sit.", through=False)
    by_key = {key: Stance(key, key, Position.SEATED, "Sit.") for key in ("a", "b", "c")} | {
        "hard": hard
    }
    quick = (StanceWay("a", "hard", 1), StanceWay("hard", "c", 1))
    long = (StanceWay("a", "b", 10), StanceWay("b", "c", 11))
    both = road(Stances(by_key, (*quick, *long)), Place("a"), Place("c"))
    alone = road(Stances(by_key, quick), Place("a"), Place("c"))
    assert both is not None
    assert alone is not None
    assert (passed(both), passed(alone)) == (["b", "c"], ["hard", "c"])
    assert seconds_of(alone) == 2
    assert road(Stances(by_key, quick), Place("c"), Place("a")) is None
