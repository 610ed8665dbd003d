"""What is answered aloud: the pose, its side and limb, what to do, and how long still."""

from __future__ import annotations

import pytest

from tests.bundled import bundled_flow
from tests.flows import breaths, flow, stay
from yogaflow.model import Side
from yogaflow.practice.announcements import again, where
from yogaflow.practice.player import Player, PlayerCommand
from yogaflow.practice.view import View
from yogaflow.timeline import Choices, SegmentKind

K = SegmentKind


def at(player: Player, kind: SegmentKind, into: float, nth: int = 0) -> View:
    """The view `into` seconds of the nth segment of that kind."""
    found = [s for s in player.timeline.segments if s.kind is kind][nth]
    player.do(PlayerCommand.START, 0.0)
    player.advance(found.start + into)
    return player.view(found.start + into)


def test_in_a_hold_the_last_cue_is_said_again_not_the_count() -> None:
    player = Player(bundled_flow("hip-openers"))
    hold = at(player, K.HOLD, 21.0)
    assert hold.line == "Three."
    assert again(hold) == (
        "Pigeon, right side.",
        "Right knee forward.",
        "Let the right hip grow heavy.",
    )


def test_before_the_first_cue_it_is_the_end_of_the_way_in() -> None:
    player = Player(bundled_flow("glute-strength"))
    hold = at(player, K.HOLD, 2.0, nth=1)
    assert again(hold) == (
        "Warrior one, right side.",
        "Right foot in front.",
        "Right knee over its ankle, arms up.",
    )


def test_a_limb_that_is_told_is_not_told_twice() -> None:
    player = Player(bundled_flow("hip-openers"))
    enter = at(player, K.ENTER, 5.0)
    assert again(enter) == (
        "Pigeon, right side.",
        "Right knee forward.",
        "Right foot toward the left wrist.",
    )
    later = at(player, K.HOLD, 5.0, nth=1)
    assert again(later)[:2] == ("Go-mookhasana, right side.", "Right knee on top, spine tall.")


def test_options_that_bring_sides_name_their_limb() -> None:
    lifted = flow(stay("bridge", breaths(3), sides=(Side.LEFT,), options=("leg-lift",)))
    hold = at(Player(lifted, Choices(countdown=0)), K.HOLD, 1.0)
    assert again(hold)[:2] == ("Bridge, left side.", "Left leg up.")


def test_in_the_countdown_it_is_the_first_position() -> None:
    player = Player(bundled_flow("hip-openers"))
    assert again(at(player, K.READY, 0.5)) == ("Hands and knees, right knee forward.",)


def test_nothing_to_repeat() -> None:
    empty = Player(bundled_flow("hip-openers"), Choices(countdown=0))
    assert again(empty.view(0.0))[0] == "Pigeon, right side."
    closing = at(Player(flow(stay("mountain", breaths(1)))), K.CLOSE, 0.1)
    assert again(closing) == ("Nothing to repeat yet.",)


@pytest.mark.parametrize(
    ("into", "left"), [(1.0, "Four minutes to go."), (230.0, "Less than a minute to go.")]
)
def test_how_long_it_still_is(into: float, left: str) -> None:
    player = Player(bundled_flow("ball-at-the-wall"), Choices(countdown=0))
    player.do(PlayerCommand.START, 0.0)
    player.advance(into)
    assert where(player.view(into))[-1] == left
