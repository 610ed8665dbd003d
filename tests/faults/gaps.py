"""Stops a practice in the middle, a thousand times: python -m tests.faults.gaps [--times N]

Gaps from 1 s to 12 h, all on clocks that are made up. In half of them the machine sleeps: only
boot time goes on. In the others the program stands still, and both clocks go on. After a sleep the
practice waits for the person, and so it does after a stall so long that nobody can still be in the
pose; after any other stall it goes on by itself. No cue is sent after it was due, and no second of
a gap is practice. (A gap of two seconds or less is none: all that fell into it had been sent.)
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.fakes import FakeSound, FakeTime, FakeVoice
from tests.flows import HIPS
from yogaflow.practice.events import Event, Paused, PauseReason
from yogaflow.practice.player import Player, PlayerCommand
from yogaflow.practice.session import GAP, LONG_GAP, Session
from yogaflow.practice.view import State
from yogaflow.timeline import Choices
from yogaflow.timeline.cues import AnyCue

TICK = 1 / 16
"""Seconds; a sum of them is exact."""
SHORTEST, LONGEST = 1.0, 12 * 3600.0
AFTER = 60.0
"""Seconds for which it is watched after a gap."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one gap."""

    rule: str
    """bridged, went on, or waited."""
    is_kept: bool
    late: int
    counted: float
    """Seconds that were counted as practice and were not."""


class Sound(FakeSound):
    """Counts the cues that are sent when they should already have begun."""

    late = 0

    def schedule(self, plan: int, cues: Sequence[AnyCue]) -> None:
        super().schedule(plan, cues)
        assert self.time is not None
        now = self.time.monotonic
        self.late += sum(cue.at < now - 1e-6 for cue in cues)


class Stage:
    """A practice with sound and voice on a clock that is made up."""

    def __init__(self) -> None:
        self.time = FakeTime()
        self.sound = Sound(time=self.time)
        player = Player(HIPS, Choices(countdown=0))
        self.session = Session(
            player, clock=self.time.clock(), sound=self.sound, voice=FakeVoice(self.time)
        )
        self.session.do(PlayerCommand.START)

    def run(self, seconds: float) -> list[Event]:
        """Practise for so long; what happened."""
        events: list[Event] = []
        for _ in range(round(seconds / TICK)):
            self.time.pass_by(TICK)
            events += self.session.tick()
        return events

    @property
    def state(self) -> State:
        """playing, paused or what else there is."""
        return self.session.player.state


def one(chance: random.Random) -> Outcome:
    """A practice with a gap in it."""
    length = SHORTEST * (LONGEST / SHORTEST) ** chance.random()
    sleeps = chance.random() < 0.5
    before = round(chance.uniform(1.0, 120.0) / TICK) * TICK
    stage = Stage()
    stage.run(before)
    if sleeps:
        stage.time.sleep(length)
    else:
        stage.time.pass_by(length)
    events = stage.session.tick()
    reasons = [event.reason for event in events if isinstance(event, Paused)]
    state = stage.state
    events = stage.run(AFTER)
    practised = before
    if length <= GAP:
        rule, is_kept = "bridged", state is State.PLAYING and not reasons
        practised += AFTER + (0.0 if sleeps else length)
    elif sleeps or length > LONG_GAP:
        rule, is_kept = "waited", state is State.PAUSED and reasons == [PauseReason.SLEEP]
        is_kept = is_kept and not events
        stage.session.toggle()
        is_kept = is_kept and stage.state is State.PLAYING
        stage.run(AFTER)
        practised += AFTER
    else:
        rule, is_kept = "went on", state is State.PLAYING and reasons == [PauseReason.STALL]
        practised += AFTER
    stage.session.do(PlayerCommand.STOP)
    return Outcome(rule, is_kept, stage.sound.late, stage.session.tally.seconds - practised)


def outcomes(times: int, seed: int = 1) -> list[Outcome]:
    """What became of so many gaps, each at another place and of another length."""
    chance = random.Random(seed)
    return [one(chance) for _ in range(times)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Stop it, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=1000)
    found = outcomes(parser.parse_args(arguments).times)
    rules = ", ".join(f"{count} {rule}" for rule, count in Counter(o.rule for o in found).items())
    broken = sum(not outcome.is_kept for outcome in found)
    late = sum(outcome.late for outcome in found)
    counted = max(outcome.counted for outcome in found)
    print(
        f"gaps: {len(found)} ({rules}), {broken} against the rule, {late} late cues, "
        f"{max(0.0, counted):.3f} s of a gap counted as practice at most"
    )
    return 0 if not broken and not late and counted <= TICK else 1


if __name__ == "__main__":
    sys.exit(main())
